"""Names that the learned tagger adds to those of tables and patterns."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from functools import cache

from spacy.tokens import Doc

from kg.claim import Kind
from kg.recognise.candidates import Candidate, Gaps, unknown
from kg.recognise.lexicon import Lexicon, lexicon
from kg.recognise.tagger import Name, Tagger, tagger

FORM, PRIORITY = "tagger", -3  # below everything else
PATTERNS = ("name", "titled", "pattern")  # forms of names that no table has
LONGEST_NAME = 12  # tokens
SURE = 0.9  # from here on the tagger knows better than a pattern where a name begins and ends


class TaggedFinder:
    """Adds the names that a tagger is sure of where nothing else has found one; their form is "tagger"."""

    def __init__(self, tagger: Tagger, lexicon: Lexicon) -> None:
        self._tagger = tagger
        self._not_names = frozenset(lexicon.words["not_names"])
        words = (*lexicon.organs, *lexicon.groups, *lexicon.titles, *lexicon.words["organization_heads"])
        self._common = {word.casefold() for word in (*words, *lexicon.words["not_organizations"])}

    def __call__(self, doc: Doc) -> list[Candidate]:
        """The candidates of ``doc`` with its own; needs sentences and titles."""
        tagged = [*self._tagged(doc)]
        sure = {i: name for name in tagged if name.chance >= SURE for i in range(name.start, name.end)}
        candidates = [_bounded(doc, c, sure) for c in doc._.candidates]
        gaps = Gaps(candidates)
        return candidates + [
            _candidate(doc, name)
            for name in tagged
            if self._tagger.believes(name) and gaps.admit(name.kind, name.start, name.end)
        ]

    def _tagged(self, doc: Doc) -> Iterator[Name]:
        """Names by their tokens in ``doc``, without titles in front."""
        titles = {title.start: title.end for title in doc._.titles}
        entitled = {i for start, end in titles.items() for i in range(start, end)}
        tokens = [token for token in doc if not token.is_space]
        begins = [bool(token.is_sent_start) for token in tokens]
        for name in self._tagger([token.text for token in tokens], begins):
            start, end = tokens[name.start].i, tokens[name.end - 1].i + 1
            while start < end and start in titles:
                start = titles[start]
            short = end - start <= LONGEST_NAME
            if short and entitled.isdisjoint(range(start, end)) and self._is_name(doc, start, end):
                yield Name(start, end, name.kind, name.chance)

    def _is_name(self, doc: Doc, start: int, end: int) -> bool:
        """Whether the words can be a name: with a capital, no mere "However", no mere "Army"."""
        capitals = [token.text for token in doc[start:end] if token.text[0].isupper()]
        return not self._not_names.issuperset(capitals) and doc[start:end].text.casefold() not in self._common


def _bounded(doc: Doc, c: Candidate, sure: dict[int, Name]) -> Candidate:
    """A candidate, or where a pattern has cut a name wrongly what a tagger that is very sure makes of it."""
    name = sure.get(c.start)
    if name is None or name.kind is not c.entity.kind or c.priority > 1 or c.form not in PATTERNS:
        return c
    if name.kind is Kind.ORGANIZATION and name.start < c.start:
        return c  # what stands before an organization's name is often no part of it: "NATO-led Coalition Force"
    same = (name.start, name.end) == (c.start, c.end)
    return c if same else replace(_candidate(doc, name), priority=c.priority)


def _candidate(doc: Doc, name: Name) -> Candidate:
    return Candidate(name.start, name.end, unknown(name.kind, doc[name.start : name.end].text), FORM, PRIORITY)


@cache
def tagged_finder(lang: str) -> TaggedFinder | None:
    """The finder of a language; None where there are no weights."""
    found = tagger(lang)
    return TaggedFinder(found, lexicon(lang)) if found else None
