"""JSON-LD (https://www.w3.org/TR/json-ld/): all graphs merged, flat, without a context to fetch."""

from __future__ import annotations

from typing import BinaryIO

import pyoxigraph as ox

from kg.export import ordered
from kg.store import View


def write(view: View, out: BinaryIO, reference: bool) -> None:
    """Write every triple once, one object a subject."""
    ox.serialize(ordered.triples(view, reference=reference), out, ox.RdfFormat.JSON_LD)
