"""The filters in Python: what names mean, what leads to what, which texts contain which words."""
# ruff: noqa: B019 - the one world lives as long as the tests

from __future__ import annotations

import itertools
import re
import sqlite3
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from functools import cache

from rdflib import RDF

from kg.index.names import fold
from tests.serve.graphql.told import ASKED, documents
from tests.store.samples import BASE, CK, KG, SKOS, reference

Nodes = frozenset[str]
Texts = Mapping[str, tuple[str | None, str]]
"""Title and body by IRI."""
folded = cache(fold)


class Words:
    """Which texts contain every word of a text: cut into words by SQLite's tokenizer, compared in Python."""

    def __init__(self, texts: Texts) -> None:
        asked = dict.fromkeys(word for text in ASKED for word in re.findall(r"\w+", text))
        every = [part for parts in texts.values() for part in parts] + list(asked)
        tokens = self._tokens([part or "" for part in every])
        bodies = iter(tokens[: 2 * len(texts)])
        self._bodies = {own: (self._line(next(bodies)), self._line(next(bodies))) for own in texts}
        self._phrases = {word: self._line(found) for word, found in zip(asked, tokens[2 * len(texts) :], strict=True)}

    @cache
    def __call__(self, text: str) -> Nodes:
        phrases = [p for p in (self._phrases[word] for word in re.findall(r"\w+", text)) if p.strip("\0")]
        if not phrases:
            return frozenset()
        found = self._bodies.items()
        return frozenset(own for own, (title, body) in found if all(p in title or p in body for p in phrases))

    @staticmethod
    def _line(tokens: Sequence[str]) -> str:
        return "\0".join(("", *tokens, ""))

    @staticmethod
    def _tokens(texts: Sequence[str]) -> list[list[str]]:
        db = sqlite3.connect(":memory:")
        db.execute("CREATE VIRTUAL TABLE f USING fts5 (text, tokenize = 'unicode61 remove_diacritics 2')")
        db.execute("CREATE VIRTUAL TABLE v USING fts5vocab ('f', 'instance')")
        db.executemany("INSERT INTO f (rowid, text) VALUES (?, ?)", enumerate(texts))
        found: list[list[str]] = [[] for _ in texts]
        for term, place in db.execute("SELECT term, doc FROM v ORDER BY doc, offset"):
            found[place].append(term)
        db.close()
        return found


class World:
    """The triples, and the filters in Python over them."""

    def __init__(self, passages: Texts) -> None:
        sources = {"": [(str(s), str(p), str(o)) for s, p, o in reference()]} | documents()
        self.said: dict[tuple[str, str], list[str]] = defaultdict(list)
        self.having: dict[str, dict[str, set[str]]] = defaultdict(lambda: defaultdict(set))
        """Subjects by predicate and object."""
        self.mentioned: dict[str, set[str]] = defaultdict(set)
        for triples in sources.values():
            own = next((s for s, p, o in triples if o == str(CK.Document)), "")
            for s, p, o in triples:
                self.said[s, p].append(o)
                self.having[p][o].add(s)
                self.mentioned[s].add(own)
                self.mentioned[o].add(own)
        self.kinds = {s: frozenset(o) for (s, p), o in self.said.items() if p == str(RDF.type)}
        strong = {s: self._names(s, SKOS.prefLabel, CK.alpha3, SKOS.notation) for s in self.kinds}
        self.names = {s: dict.fromkeys(self._names(s, SKOS.altLabel), 2) | dict.fromkeys(strong[s], 1) for s in strong}
        self.words = Words(passages)

    def _names(self, entity: str, *predicates: str) -> frozenset[str]:
        return frozenset(fold(name) for p in predicates for name in self.said.get((entity, str(p)), ()))

    @cache
    def of(self, *kinds: str) -> Nodes:
        """What is of one of the kinds, or with none of them everything."""
        wanted = set(map(str, kinds))
        return frozenset(s for s, found in self.kinds.items() if not wanted or wanted & found)

    @cache
    def bearers(self, *kinds: str) -> dict[str, list[tuple[int, bool, str]]]:
        """Who bears a name: first those with the preferred name, then those of the reference data."""
        found = defaultdict(list)
        for s in self.of(*kinds):
            for name, rank in self.names[s].items():
                found[name].append((rank, not s.startswith(str(KG)), s))
        return found

    @cache
    def containing(self, part: str) -> Nodes:
        """Whose names contain it."""
        return frozenset(s for s, names in self.names.items() if any(part in name for name in names))

    @cache
    def entities(self, operator: str, text: str, *kinds: str) -> Nodes:
        """Entities of some kinds by their names; the rule of ``kg.index.resolve``."""
        if operator == "contains":
            return self.containing(fold(text)) & self.of(*kinds)
        if "/" in text and (exact := by_id(text) & self.of(*kinds)):
            return exact
        found = self.bearers(*kinds).get(fold(text), [])
        best = min((one[:2] for one in found), default=None)
        return frozenset(one[2] for one in found if one[:2] == best)

    def leading(self, found: Iterable[str], *predicates: str) -> Nodes:
        """What leads to one of these by one of the predicates."""
        lists = [self.having[str(p)].get(one, ()) for p in predicates for one in found]
        return frozenset(itertools.chain.from_iterable(lists))

    def below(self, found: Nodes) -> Nodes:
        """These and what is narrower, however far."""
        new = found
        while new := self.leading(new, SKOS.broader) - found:
            found |= new
        return found

    def one(self, node: str, predicate: str) -> str:
        return next(iter(self.said.get((node, str(predicate)), ())), "")


def by_id(value: str) -> Nodes:
    return frozenset((value, f"{KG}{value}", BASE + value))
