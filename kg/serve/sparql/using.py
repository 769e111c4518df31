"""The dataset of an update that the request names, https://www.w3.org/TR/sparql11-protocol/#update-operation.

pyoxigraph has no parameter for it, so it becomes the USING clauses that it stands for. On the way, what would reach the
network (LOAD, SERVICE) is refused, and clearing a graph that is not there becomes no error: an empty graph and none are
the same to this store (https://www.w3.org/TR/sparql11-update/#clear).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

import pyoxigraph as ox

from kg.errors import QueryError
from kg.query.scan import tokens

_AFTER_FILTER = re.compile(r"\)\.?service", re.IGNORECASE)


def with_dataset(update: str, using: Sequence[str], using_named: Sequence[str]) -> str:
    """The update with USING <g> and USING NAMED <g> in each of its operations.

    Raises QueryError when it has USING or WITH itself (as the protocol has it), for IRIs that are none, for LOAD and
    SERVICE.
    """
    clauses = [f"USING {_iri(graph)}" for graph in using] + [f"USING NAMED {_iri(graph)}" for graph in using_named]
    words = list(_words(update))
    parts, done = [], 0
    for place, (word, start) in enumerate(words):
        if word in ("CLEAR", "DROP") and "SILENT" not in [following for following, _ in words[place + 1 : place + 2]]:
            parts += [update[done : start + len(word)], " SILENT "]
            done = start + len(word)
        if clauses and word in ("USING", "WITH"):
            raise QueryError("update", f"{word} and the parameters using-graph-uri, using-named-graph-uri together")
        if clauses and word == "WHERE":
            if place and words[place - 1][0] == "DELETE" and not update[words[place - 1][1] + 6 : start].strip():
                pattern = _block(update, start)  # DELETE WHERE {…} is short for DELETE {…} WHERE {…}
                parts += [update[done:start], pattern]
                done = start
            parts += [update[done:start], " ", " ".join(clauses), " "]
            done = start
    return "".join([*parts, update[done:]])


def _iri(text: str) -> ox.NamedNode:
    try:
        return ox.NamedNode(text)
    except ValueError as error:
        raise QueryError(text, "is no IRI") from error


def _words(update: str) -> Iterator[tuple[str, int]]:
    """Keywords outside of all brackets, in capitals, and where they stand; names of prefixes are left out."""
    for kind, text, start, depth in _tokens(update):
        if kind == "iri" and _AFTER_FILTER.search(text):
            raise _refused("SERVICE")
        if kind != "word":
            continue
        word = text.upper()
        for refused in ("SERVICE", "LOAD"):
            if refused in word and update[start + len(text) : start + len(text) + 1] != ":":
                raise _refused(refused)
        if depth == 0 and update[start + len(text) :].lstrip()[:1] != ":":
            yield word, start


def _block(update: str, start: int) -> str:
    """The {…} that comes next after ``start``."""
    begin = None
    for kind, _, place, depth in _tokens(update[start:]):
        if kind == "open" and begin is None:
            begin = place
        if kind == "close" and depth == 0:
            return update[start:][begin : place + 1]
    raise QueryError("update", "a bracket is not closed")


def _tokens(text: str) -> Iterator[tuple[str, str, int, int]]:
    """Kind, text, place and depth in brackets (of an opening one: inside it, of a closing one: outside)."""
    position = depth = 0
    for kind, token in tokens(text):
        depth += {"open": 1, "close": -1}.get(kind, 0)
        yield kind, token, position, depth
        position += len(token)


def _refused(word: str) -> QueryError:
    return QueryError("update", f"{word} is not allowed: nothing is fetched from elsewhere")
