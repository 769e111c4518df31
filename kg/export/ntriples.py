"""N-Triples (https://www.w3.org/TR/n-triples/): all graphs merged, one sorted line a triple."""

from __future__ import annotations

from typing import BinaryIO

import pyoxigraph as ox

from kg.export import ordered
from kg.store import View


def write(view: View, out: BinaryIO, reference: bool) -> None:
    """Write every triple once."""
    ox.serialize(ordered.triples(view, reference=reference), out, ox.RdfFormat.N_TRIPLES)
