"""Triples of rdflib or pyoxigraph as plain values by subject and property, in an order of their own."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from typing import NamedTuple

import pyoxigraph as ox
import rdflib

Triples = Iterable[tuple[object, object, object] | ox.Quad | ox.Triple]


class Value(NamedTuple):
    """An IRI or literal: its text and, for literals that have one, the language in lower case."""

    text: str
    lang: str = ""


class Facts:
    """The triples of one graph. Where a property has several values, the first in sorting order stands for it."""

    def __init__(self, triples: Triples) -> None:
        found: dict[str, dict[str, set[Value]]] = defaultdict(lambda: defaultdict(set))
        for triple in triples:
            subject, predicate, value = _parts(triple)
            found[subject][predicate].add(value)
        self._found: Mapping[str, Mapping[str, set[Value]]] = found

    def subjects(self) -> list[str]:
        """Everything that is said something of, sorted."""
        return sorted(self._found)

    def values(self, subject: str, predicate: str) -> list[Value]:
        """All values of a property, sorted."""
        properties = self._found.get(subject)
        return sorted(properties.get(str(predicate), ())) if properties else []  # a URIRef is not equal to its text

    def texts(self, subject: str, predicate: str) -> list[str]:
        """The texts of all values of a property, sorted."""
        return [value.text for value in self.values(subject, predicate)]

    def text(self, subject: str | None, predicate: str) -> str | None:
        """The text of a property, None where it is missing."""
        values = self.values(subject, predicate) if subject else []
        return values[0].text if values else None

    def number(self, subject: str | None, predicate: str) -> float | None:
        """A number, None where it is missing or no number."""
        text = self.text(subject, predicate)
        try:
            return float(text) if text is not None else None
        except ValueError:
            return None

    def whole(self, subject: str | None, predicate: str) -> int:
        """A whole number, 0 where it is missing."""
        return int(self.number(subject, predicate) or 0)


def _parts(triple: tuple[object, object, object] | ox.Quad | ox.Triple) -> tuple[str, str, Value]:
    if isinstance(triple, ox.Quad | ox.Triple):
        return _text(triple.subject), _text(triple.predicate), _value(triple.object)
    subject, predicate, value = triple
    return str(subject), str(predicate), _value(value)


def _text(term: object) -> str:
    return str(term.value) if isinstance(term, ox.NamedNode | ox.BlankNode | ox.Literal) else str(term)


def _value(term: object) -> Value:
    lang = term.language if isinstance(term, rdflib.Literal | ox.Literal) else None
    return Value(_text(term), (lang or "").lower())
