"""Which graphs a change has changed, found out on a copy before it is made."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

import pyoxigraph as ox

from kg.query.scan import tokens

Graph = ox.NamedNode | ox.DefaultGraph

_NAMED = (ox.NamedNode, ox.Literal)
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


@dataclass(frozen=True, slots=True)
class Difference:
    """What an update makes of one graph: its quads afterwards, what went and came, and whether it is there."""

    graph: Graph
    quads: Sequence[ox.Quad]
    gone: frozenset[ox.Quad]
    new: frozenset[ox.Quad]
    existed: bool
    exists: bool


def changed(before: ox.Store, after: ox.Store, names: set[str] | None) -> Iterator[Difference]:
    """The graphs, out of those named or of all, that differ between two stores."""
    graphs: set[Graph] = {ox.DefaultGraph()}
    if names is None:
        for store in (before, after):
            graphs |= {graph for graph in store.named_graphs() if isinstance(graph, ox.NamedNode)}
    else:
        graphs |= set(map(ox.NamedNode, names))
    for graph in sorted(graphs, key=str):
        old, new = (list(store.quads_for_pattern(None, None, None, graph)) for store in (before, after))
        gone, come = frozenset(old) - frozenset(new), frozenset(new) - frozenset(old)
        existed, exists = (
            isinstance(graph, ox.DefaultGraph) or store.contains_named_graph(graph) for store in (before, after)
        )
        if gone or come or existed != exists:
            yield Difference(graph, new, gone, come, existed, exists)


def as_update(differences: Iterable[Difference]) -> str | None:
    """An update that makes just these differences, None where blank nodes may stand in what goes or comes.

    It is made of serialised terms only: N-Triples are part of the SPARQL grammar.
    """
    parts: list[str] = []
    for one in differences:
        if not all(isinstance(term, _NAMED) for quad in one.gone | one.new for term in quad.triple):
            return None
        if one.existed and not one.exists:
            parts.append(f"DROP SILENT GRAPH {one.graph}")
            continue
        if one.exists and not one.existed:
            parts.append(f"CREATE SILENT GRAPH {one.graph}")
        parts += [f"{word} DATA {_data(quads)}" for word, quads in (("DELETE", one.gone), ("INSERT", one.new)) if quads]
    return ";\n".join(parts)


def _data(quads: Iterable[ox.Quad]) -> str:
    """As the data of an update; all of one graph."""
    triples = sorted(f"{quad.triple} ." for quad in quads)
    graph = next(iter(quads)).graph_name
    block = "\n".join(triples)
    return f"{{ {block} }}" if isinstance(graph, ox.DefaultGraph) else f"{{ GRAPH {graph} {{ {block} }} }}"
