"""Triggers: the verbs and nouns that evoke a transfer, with their voice, read from ``frames.toml``."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import Any

from spacy.tokens import Doc

from kg import resources
from kg.recognise.lexicon import lexicon

Slots = dict[str, dict[str, float]]  # "after.to" -> {"recipient": 5}


@dataclass(frozen=True, slots=True)
class Trigger:
    """Tokens ``start..end`` evoke a frame; ``type`` is its row of slots; ``word`` as in the tables."""

    start: int
    end: int
    word: str
    type: str
    noun: bool = False
    past: bool = False


@dataclass(frozen=True)
class Frames:
    """The frames of one language: slots by type, forms by part of speech, closed-class words, status cues."""

    slots: dict[str, Slots]
    active: dict[str, str]
    past: dict[str, tuple[str, str]]  # form -> (type, type when passive)
    noun: dict[str, str]
    separable: dict[str, tuple[str, ...]]  # form -> particles, one of which must end the clause: "sagt … zu"
    grammar: dict[str, Any]
    casefold: bool


@cache
def frames(lang: str) -> Frames:
    """The frames of a language."""
    data = resources.toml(f"seeds/lexicon/{lang}/frames.toml")
    active: dict[str, str] = {}
    past: dict[str, tuple[str, str]] = {}
    noun: dict[str, str] = {}
    separable: dict[str, tuple[str, ...]] = {}
    for group in data["trigger"]:
        for form in group.get("active", ()):
            active.setdefault(form, group["type"])
        for form in group.get("past", ()):
            past.setdefault(form, (group["type"], group.get("passive_type", group["type"])))
        for form, particles in group.get("separable", {}).items():
            active.setdefault(form, group["type"])
            separable[form] = tuple(particles)
        for form in group.get("noun", ()):
            noun.setdefault(form, group["type"])
    grammar = resources.toml(f"seeds/lexicon/{lang}/grammar.toml")
    return Frames(data["slots"], active, past, noun, separable, grammar, lexicon(lang).casefold)


class TriggerFinder:
    """Finds the triggers of a text and tells verbs from nouns and actives from passives by the words around them."""

    def __init__(self, lang: str) -> None:
        self._frames = frames(lang)
        self._lexicon = lexicon(lang)
        grammar = self._frames.grammar
        self._be = frozenset(grammar["be"])
        self._have = frozenset(grammar["have"])
        self._genitive = frozenset(grammar["genitive"])
        self._determiners = frozenset(grammar["determiners"])
        self._passive_by = frozenset(grammar["passive_by"])
        self._modals = frozenset(resources.toml(f"seeds/lexicon/{lang}/status.toml")["rules"]["future_before"])

    def __call__(self, doc: Doc, systems: dict[int, int]) -> list[Trigger]:
        """``systems`` maps the end token of each system mention to its start."""
        found: list[Trigger] = []
        inside = {i for end, start in systems.items() for i in range(start, end)}
        for token in doc:
            if found and token.i < found[-1].end:
                continue
            compound = self._lexicon.compounds.get(token.text)
            if compound and compound.noun in self._frames.noun:
                kind = self._frames.noun[compound.noun]
                found.append(Trigger(token.i, token.i + 1, compound.noun, kind, noun=True))
            elif token.i not in inside and (trigger := self._at(doc, token.i, systems)):
                found.append(trigger)
        return found

    def _at(self, doc: Doc, i: int, systems: dict[int, int]) -> Trigger | None:
        word = doc[i].lower_ if self._frames.casefold else doc[i].text
        pair = f"{word} {doc[i + 1].lower_}" if i + 1 < len(doc) else ""
        form, end = (pair, i + 2) if pair in self._frames.active or pair in self._frames.past else (word, i + 1)
        if not self._frames.casefold and form not in self._frames.noun and doc[i].is_sent_start:
            form = form[:1].lower() + form[1:]
        if form in self._frames.noun and (form not in self._frames.active or self._is_noun(doc, i, systems)):
            return Trigger(i, end, form, self._frames.noun[form], noun=True)
        if form in self._frames.past:
            active, passive = self._frames.past[form]
            is_passive = self._is_passive(doc, i, end, systems)
            return Trigger(i, end, form, passive if is_passive else active, past=True)
        if form in self._frames.separable and not self._has_particle(doc, i, self._frames.separable[form]):
            return None
        if form in self._frames.active:
            return Trigger(i, end, form, self._frames.active[form])
        return None

    @staticmethod
    def _has_particle(doc: Doc, i: int, particles: tuple[str, ...]) -> bool:
        """Whether the verb's particle stands at the end of a clause after it: "sagt der Ukraine Panzer zu." """
        sentence = doc[i].sent
        return any(
            t.text in particles
            and (t.i + 1 >= sentence.end or not doc[t.i + 1].is_alpha or doc[t.i + 1].lower_ == "und")
            for t in doc[i + 1 : sentence.end]
        )

    def _is_noun(self, doc: Doc, i: int, systems: dict[int, int]) -> bool:
        """Whether an ambiguous form ("supplies", "order") is a noun here."""
        if i == 0:
            return i + 1 < len(doc) and doc[i + 1].lower_ == "of"
        before = doc[i - 1]
        word = before.lower_
        after = doc[i + 1].lower_ if i + 1 < len(doc) else ""
        if word in self._modals:
            return False
        if word in self._determiners or word in self._genitive or i in systems:
            return True
        return after == "of" or (
            before.text[0].islower() and word.endswith(("al", "ary", "ive", "ed", "able", "er", "st"))
        )

    def _is_passive(self, doc: Doc, i: int, end: int, systems: dict[int, int]) -> bool:
        """After a form of "be", or directly after a noun and before "by", "to", "from"."""
        window = [doc[j].lower_ for j in range(max(doc[i].sent.start, i - 4), i)]
        for word in reversed(window):
            if word in self._be:
                return True
            if word in self._have:
                return False
            if word in self._modals:
                return False
        after = doc[end].lower_ if end < len(doc) else ""
        if not self._frames.casefold:  # German: the auxiliary stands anywhere in the clause
            clause = [t.lower_ for t in doc[i].sent]
            return bool(self._be & set(clause)) and not self._have & set(clause)
        return (i in systems or after in self._passive_by) and after in (
            *self._passive_by,
            "to",
            "for",
            "in",
            ".",
            ",",
            "",
        )
