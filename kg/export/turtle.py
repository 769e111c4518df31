"""Turtle (https://www.w3.org/TR/turtle/): all graphs merged, with prefixes."""

from __future__ import annotations

from typing import BinaryIO

import pyoxigraph as ox

from kg.export import ordered
from kg.store import View
from kg.store.prefixes import prefixes


def write(view: View, out: BinaryIO, reference: bool) -> None:
    """Write every triple once, grouped by subject."""
    ox.serialize(ordered.triples(view, reference=reference), out, ox.RdfFormat.TURTLE, prefixes=prefixes(view.base_iri))
