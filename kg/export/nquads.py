"""N-Quads (https://www.w3.org/TR/n-quads/): every quad, one sorted line each."""

from __future__ import annotations

from typing import BinaryIO

import pyoxigraph as ox

from kg.export import ordered
from kg.store import View


def write(view: View, out: BinaryIO, reference: bool) -> None:
    """Write every quad, so that the file can be loaded into an empty store."""
    ox.serialize(ordered.quads(view, reference=reference), out, ox.RdfFormat.N_QUADS)
