"""Weapon systems beyond the tables: unknown designations beside a class word, compounds, and joining the two."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from spacy.tokens import Doc

from kg.claim import Entity, Kind
from kg.recognise.candidates import Candidate, unknown
from kg.recognise.lexicon import Lexicon
from kg.recognise.tokens import same_sentence

DESIGNATION = re.compile(r"^(?=.*\d)(?=.*[A-Z])[A-Z][A-Za-z]{0,7}[-‑]?\d{1,4}[A-Z0-9a-z]{0,4}(?:[-/][A-Z0-9]{1,5})?$")
QUOTES = frozenset("\"'“”„‘’«»")
JOINTS = QUOTES | {"-", "‑"}
LONGEST_NAME = 12  # tokens
HEAD_ONLY = frozenset({"ammunition", "mine", "equipment", "generic"})  # "Leopard ammunition" is no Leopard
MAY_STAND_ALONE = frozenset({"generic", "equipment"})


class SystemFinder:
    """Proposes designations that no table knows ("Atmaca missiles", "XQ-58 drones") and German compounds."""

    def __init__(self, lexicon: Lexicon) -> None:
        self._lexicon = lexicon
        self._not_names = frozenset(lexicon.words["not_names"])

    def __call__(self, doc: Doc, known: list[Candidate]) -> Iterator[Candidate]:
        """``known`` are the candidates of the tables: their class words, and what is taken by other names."""
        classes = {c.start: c for c in known if c.entity.kind is Kind.SYSTEM_CLASS}
        named = [c for c in known if c.entity.kind is not Kind.SYSTEM_CLASS and not c.weak]
        used = {i for c in named for i in range(c.start, c.end)}
        for start, head in classes.items():
            if head.entity.category not in HEAD_ONLY:
                yield from self._before(doc, start, head, used)
        yield from self._compounds(doc)

    def _before(self, doc: Doc, start: int, head: Candidate, used: set[int]) -> Iterator[Candidate]:
        """A designation or name directly before the class word, also joined by a hyphen (German)."""
        at = start - 1
        hyphen = at > 0 and doc[at].text in "-‑" and not doc[at].whitespace_
        if hyphen:
            at -= 1
        if at < 0 or at in used or not same_sentence(doc, at, start):
            return
        text = doc[at].text
        is_designation = bool(DESIGNATION.match(text))
        is_name = self._lexicon.casefold and self._is_name(doc, at) and not hyphen
        if is_designation or is_name:
            yield Candidate(at, at + 1, unknown(Kind.SYSTEM, text, category=head.entity.category), "pattern", 1)

    def _is_name(self, doc: Doc, at: int) -> bool:
        """A capitalised word in the middle of an English sentence that is no other word we know."""
        token = doc[at]
        text = token.text
        if not text[0].isupper() or token.is_sent_start or text in self._not_names or len(text) < 3:
            return False
        if text.casefold() in self._lexicon.classes or text in self._lexicon.titles:
            return False
        alone = at == 0 or not doc[at - 1].text[0].isupper()
        return alone and text.isalpha() and not text.endswith(("an", "ish", "ese"))

    def _compounds(self, doc: Doc) -> Iterator[Candidate]:
        for token in doc:
            compound = self._lexicon.compounds.get(token.text)
            if compound:
                entity = Entity(
                    unknown(Kind.SYSTEM_CLASS, compound.system).id,
                    Kind.SYSTEM_CLASS,
                    compound.system,
                    (compound.system, token.text),
                    category=compound.category,
                )
                yield Candidate(token.i, token.i + 1, entity, "compound", 2)


def confirm_weak(doc: Doc, chosen: list[Candidate], lexicon: Lexicon) -> list[Candidate]:
    """Drop ambiguous labels ("Milan", "Spike") unless a class word or a number stands beside them."""
    beside = {i for c in chosen if c.entity.kind is Kind.SYSTEM_CLASS for i in (c.start, c.end - 1)}

    def confirmed(c: Candidate) -> bool:
        before, after = c.start - 1, c.end
        while before >= 1 and doc[before].text in JOINTS:
            before -= 1
        while after + 1 < len(doc) and doc[after].text in JOINTS:
            after += 1
        number = before >= 0 and (doc[before].like_num or doc[before].lower_ in lexicon.numbers)
        return number or before in beside or after in beside

    return [c for c in chosen if not c.weak or confirmed(c)]


def join(doc: Doc, chosen: list[Candidate], lexicon: Lexicon) -> list[Candidate]:
    """Join neighbours that name one thing: designation + class word, class + class, "Hubschrauber vom Typ Mi-17"."""
    joiners = frozenset(lexicon.words.get("type_joiners", ()))
    joined: list[Candidate] = []
    for right in chosen:
        whole = right
        while joined and (merged := _merge(doc, joined[-1], whole, joiners)):
            joined.pop()
            whole = merged
        joined.append(whole)
    return joined


def _merge(doc: Doc, left: Candidate, right: Candidate, joiners: frozenset[str]) -> Candidate | None:
    if "compound" in (left.form, right.form) or right.end - left.start > LONGEST_NAME:
        return None
    between = [t.text for t in doc[left.end : right.start] if t.text not in QUOTES]
    adjacent = not between or between == ["-"]
    match (left.entity.kind, right.entity.kind):
        case (Kind.SYSTEM, Kind.SYSTEM_CLASS) if adjacent:
            return _class(doc, left, right) if _is_for(left, right) else _designated(doc, left, right, left)
        case (Kind.SYSTEM_CLASS, Kind.SYSTEM) if len(between) <= 3 and joiners.issuperset(between):
            return _designated(doc, left, right, right)
        case (Kind.SYSTEM_CLASS, Kind.SYSTEM_CLASS) if adjacent:
            return _class(doc, left, right)
        case (Kind.SYSTEM, Kind.SYSTEM) if not between and left.entity.id == right.entity.id:
            return Candidate(left.start, right.end, left.entity, left.form, left.priority)
    return None


def _is_for(left: Candidate, right: Candidate) -> bool:
    """Whether the right is something for the left, and not the left itself: "Leopard ammunition"."""
    return right.entity.category in HEAD_ONLY and left.entity.category not in HEAD_ONLY | {None}


def _designated(doc: Doc, left: Candidate, right: Candidate, name: Candidate) -> Candidate:
    """Both as one candidate that keeps the bare designation among its names: "Patriot" of "Patriot systems"."""
    entity = replace(name.entity, names=tuple(dict.fromkeys([doc[name.start : name.end].text, *name.entity.names])))
    return Candidate(left.start, right.end, entity, name.form, name.priority)


def _class(doc: Doc, left: Candidate, right: Candidate) -> Candidate:
    category = right.entity.category
    if category in MAY_STAND_ALONE and left.entity.category:
        category = left.entity.category
    words = doc[left.start : right.end].text
    entity = unknown(Kind.SYSTEM_CLASS, words, category=category)
    entity = replace(entity, names=(entity.label, *right.entity.names))
    return Candidate(left.start, right.end, entity, "class")
