"""Which graphs a change has changed, found out on a copy before it is made."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pyoxigraph as ox

from kg.query.scan import tokens

Graph = ox.NamedNode | ox.DefaultGraph

_NAMING = frozenset(["GRAPH", "WITH", "CLEAR", "DROP", "CREATE", "ADD", "MOVE", "COPY", "TO"])
"""Words of SPARQL 1.1 Update after which it says which graph is changed."""
_PLAIN = re.compile(r"<[A-Za-z][A-Za-z0-9+-]*:(?:[^\\./]|[./](?!\.))*>")
"""An IRI that stands for itself, whatever the base is."""


def named(update: str) -> set[str] | None:
    """The IRIs of all named graphs that the update can change, None where that cannot be told from its text.

    It errs on the side of None: a graph that is a variable, a prefixed or relative name, or all at once.
    """
    found: set[str] = set()
    naming = False
    for kind, text in tokens(update):
        word = text.upper().lstrip("0123456789_") if kind == "word" else ""
        if naming and kind == "iri" and _PLAIN.fullmatch(text):
            found.add(text[1:-1])
            naming = False
        elif naming and word == "DEFAULT":
            naming = False
        elif (naming and word not in ("SILENT", "GRAPH", "")) or (naming and kind not in ("space", "word")):
            return None
        elif word in _NAMING:
            naming = True
    return found


def changed(before: ox.Store, after: ox.Store, names: set[str] | None) -> Iterator[tuple[Graph, list[ox.Quad]]]:
    """The graphs, out of those named or of all, that differ between two stores, with what they hold afterwards."""
    graphs: set[Graph] = {ox.DefaultGraph()}
    if names is None:
        for store in (before, after):
            graphs |= {graph for graph in store.named_graphs() if isinstance(graph, ox.NamedNode)}
    else:
        graphs |= set(map(ox.NamedNode, names))
    for graph in sorted(graphs, key=str):
        old, new = (list(store.quads_for_pattern(None, None, None, graph)) for store in (before, after))
        if set(old) != set(new):
            yield graph, new
