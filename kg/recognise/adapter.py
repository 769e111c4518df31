"""A user's own spaCy pipeline beside kg's: its ``ents`` become candidates where the tables and patterns have none.

Any pipeline will do that sets ``ents``, trained or ruled; a label map says what its labels mean here.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

import spacy
from spacy.tokens import Doc, Span

from kg.claim import Entity, Kind
from kg.config import Settings
from kg.errors import ConfigError
from kg.recognise.candidates import Candidate, Gaps, unknown
from kg.recognise.lexicon import lexicon
from kg.recognise.names import state_names

KINDS = (Kind.PERSON, Kind.ORGANIZATION, Kind.STATE)
PRIORITY = -2  # below everything of kg's own


@dataclass(frozen=True, slots=True)
class Plugin:
    """A pipeline by its path or package name, and what its labels mean."""

    path: str
    labels: tuple[tuple[str, Kind], ...]


def plugin(settings: Settings, lang: str) -> Plugin | None:
    """The pipeline that the settings name for a language. Raises ConfigError for a label map that is none."""
    path = getattr(settings, f"spacy_pipeline_{lang}", "")
    return Plugin(path, tuple(sorted(label_map(settings.label_map).items()))) if path else None


def label_map(text: str) -> dict[str, Kind]:
    """The kinds by label of "PERSON=person,GPE=state". Raises ConfigError naming the pair that is wrong."""
    kinds = {kind.value: kind for kind in KINDS}
    found: dict[str, Kind] = {}
    for pair in filter(None, (part.strip() for part in text.split(","))):
        label, _, kind = (part.strip() for part in pair.partition("="))
        if not label or kind not in kinds:
            raise ConfigError("label_map", f"{pair!r}: write LABEL=KIND, with one of the kinds {', '.join(kinds)}")
        found[label] = kinds[kind]
    return found


class Adapter:
    """Proposes what another pipeline finds. Raises ConfigError for a pipeline that spaCy cannot load."""

    def __init__(self, lang: str, plugin: Plugin) -> None:
        try:
            self._nlp = spacy.load(plugin.path)
        except (OSError, ValueError, ImportError) as error:
            reason = str(error).partition("\n")[0]
            raise ConfigError(f"spacy_pipeline_{lang}", f"{plugin.path}: {reason}") from error
        self._nlp.max_length = 10**9  # the limit on texts is a setting of the read stage
        self._labels = dict(plugin.labels)
        self._states = _states(lang)
        self._articles = frozenset(lexicon(lang).words["articles"])

    def __call__(self, doc: Doc) -> Iterator[Candidate]:
        """A candidate for each person and organization where ``doc`` has none yet, and each state of the table."""
        gaps = Gaps(doc._.candidates)
        titles = {title.start: title.end for title in doc._.titles}
        for ent in self._nlp(doc.text).ents:
            kind = self._labels.get(ent.label_)
            start, end = self._place(doc, ent, titles)
            if kind is None or not gaps.admit(kind, start, end):
                continue
            if kind is Kind.STATE:
                yield from self._state(doc, start, end)
            else:
                yield Candidate(start, end, unknown(kind, doc[start:end].text), "pipeline", PRIORITY)

    def _place(self, doc: Doc, ent: Span, titles: dict[int, int]) -> tuple[int, int]:
        """The tokens of an entity, without articles and titles before the name; none where it cuts tokens."""
        span = doc.char_span(ent.start_char, ent.end_char)
        if span is None:
            return 0, 0
        start, end = span.start, span.end
        while start < end and (doc[start].lower_ in self._articles or start in titles):
            start = titles.get(start, start + 1)
        return start, end

    def _state(self, doc: Doc, start: int, end: int) -> Iterator[Candidate]:
        known = self._states.get(doc[start:end].text.casefold())
        if known:
            yield Candidate(start, end, *known, PRIORITY)


@cache
def _states(lang: str) -> dict[str, tuple[Entity, str]]:
    """States with the form of the name, by every form in any case: "UKRAINE" in a headline."""
    return {name.words.casefold(): (name.entity, name.form) for name in state_names(lang)}
