"""TriG (https://www.w3.org/TR/trig/): a named graph a document, with prefixes."""

from __future__ import annotations

from typing import BinaryIO

import pyoxigraph as ox

from kg.export import ordered
from kg.store import View
from kg.store.prefixes import prefixes


def write(view: View, out: BinaryIO, reference: bool) -> None:
    """Write graph by graph, the reference data last."""
    ox.serialize(ordered.graphs(view, reference=reference), out, ox.RdfFormat.TRIG, prefixes=prefixes(view.base_iri))
