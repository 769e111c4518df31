"""The spaCy pipelines: a blank tokenizer and kg's own components, registered under their names.

Every component adds to ``doc._.candidates``; ``kg_mentions`` chooses, sets ``doc._.mentions`` and ``doc.ents``
(label = kind, ``kb_id_`` = entity id), so that any spaCy tool can read the result.
"""

from __future__ import annotations

import gc
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache

from spacy.language import Language
from spacy.tokens import Doc
from spacy.tokens import Span as SpacySpan

import kg.recognise.tokens  # noqa: F401 -- registers kg_sentences
from kg.claim import Kind, TimeSpan
from kg.document import Document, Span
from kg.recognise.adapter import Adapter, Plugin
from kg.recognise.candidates import Candidate
from kg.recognise.dates import DateReader
from kg.recognise.groups import GroupFinder
from kg.recognise.lexicon import lexicon
from kg.recognise.mentions import TokenMention, resolve
from kg.recognise.names import NameFinder
from kg.recognise.organizations import HeadNounFinder, OrganFinder
from kg.recognise.people import PersonFinder, Title, TitleFinder
from kg.recognise.repairs import Repair, repaired
from kg.recognise.systems import SystemFinder
from kg.recognise.tagged import tagged_finder
from kg.recognise.tokens import tokenizer

COMPONENTS = (
    *("kg_sentences", "kg_titles", "kg_names", "kg_organizations", "kg_systems", "kg_people"),
    *("kg_tagger", "kg_mentions"),
)
MOST_STRINGS = 40_000  # in a vocabulary; 340 bytes each with their lexemes
Component = Callable[[Doc], Doc]

for name, default in dict.fromkeys(("candidates", "mentions", "titles", "published", "repairs")).items():
    if not Doc.has_extension(name):
        Doc.set_extension(name, default=default)
if not SpacySpan.has_extension("mention"):
    SpacySpan.set_extension("mention", default=None)


@Language.factory("kg_titles")
def titles(nlp: Language, name: str) -> Component:
    """Titles and offices: ``doc._.titles``."""
    finder = TitleFinder(nlp, lexicon(nlp.lang))

    def component(doc: Doc) -> Doc:
        doc._.titles = finder(doc)
        doc._.candidates = []
        return doc

    return component


@Language.factory("kg_names")
def names(nlp: Language, name: str) -> Component:
    """Names of the reference tables."""
    finder = _name_finder(nlp.lang or "")

    def component(doc: Doc) -> Doc:
        doc._.candidates.extend(finder(doc))
        return doc

    return component


@Language.factory("kg_organizations")
def organizations(nlp: Language, name: str) -> Component:
    """Organs of states, names built on a head noun, actors that are only described."""
    words = lexicon(nlp.lang)
    organs, heads, groups = OrganFinder(nlp, words), HeadNounFinder(words), GroupFinder(words)

    def component(doc: Doc) -> Doc:
        known = doc._.candidates
        doc._.candidates = [*known, *organs(doc, known), *heads(doc, known), *groups(doc, known)]
        return doc

    return component


@Language.factory("kg_systems")
def systems(nlp: Language, name: str) -> Component:
    """Designations that no table knows, compounds."""
    finder = SystemFinder(lexicon(nlp.lang))

    def component(doc: Doc) -> Doc:
        doc._.candidates.extend(list(finder(doc, doc._.candidates)))
        return doc

    return component


@Language.factory("kg_people")
def people(nlp: Language, name: str) -> Component:
    """People that no table knows."""
    finder = PersonFinder(lexicon(nlp.lang))

    def component(doc: Doc) -> Doc:
        taken = {
            i
            for c in doc._.candidates
            if c.entity.kind is not Kind.PERSON and not c.weak and c.priority > 0
            for i in range(c.start, c.end)
        }
        doc._.candidates.extend(list(finder(doc, doc._.titles, taken)))
        return doc

    return component


@Language.factory("kg_tagger")
def tagged(nlp: Language, name: str) -> Component:
    """People and organizations that only a learned tagger knows, where a language has one."""
    finder = tagged_finder(nlp.lang or "")

    def component(doc: Doc) -> Doc:
        if finder:
            doc._.candidates = finder(doc)
        return doc

    return component


@Language.factory("kg_mentions")
def mentions(nlp: Language, name: str) -> Component:
    """Choose among the candidates, put garbled names right; set ``doc._.mentions`` and ``doc.ents``."""
    words = lexicon(nlp.lang)

    def component(doc: Doc) -> Doc:
        chosen = resolve(doc, doc._.candidates, doc._.titles, words, doc._.published)
        doc._.mentions, doc._.repairs = repaired(chosen, doc._.titles, doc._.published)
        spans = [SpacySpan(doc, m.start, m.end, label=m.kind.value, kb_id=m.entity.id) for m in doc._.mentions]
        for span, mention in zip(spans, doc._.mentions, strict=True):
            span._.mention = mention.mention
        doc.set_ents(spans)
        return doc

    return component


@Language.factory("kg_adapter")
def adapter(nlp: Language, name: str, path: str, labels: dict[str, str]) -> Component:
    """What another pipeline finds where kg has found nothing."""
    finder = _adapter(nlp.lang or "", Plugin(path, tuple((label, Kind(kind)) for label, kind in labels.items())))

    def component(doc: Doc) -> Doc:
        doc._.candidates.extend(list(finder(doc)))
        return doc

    return component


@cache
def _name_finder(lang: str) -> NameFinder:
    return NameFinder(lexicon(lang))


@cache
def _adapter(lang: str, plugin: Plugin) -> Adapter:
    return Adapter(lang, plugin)


@cache
def pipeline(lang: str, extra: Plugin | None = None) -> Language:
    """The pipeline of a language, with another one plugged in; kept in the process. Raises ConfigError."""
    nlp = tokenizer(lang)
    for component in COMPONENTS:
        nlp.add_pipe(component)
    if extra:
        nlp.add_pipe("kg_adapter", before="kg_tagger", config={"path": extra.path, "labels": dict(extra.labels)})
    return nlp


def _roomy(lang: str, extra: Plugin | None) -> Language:
    """The pipeline, built anew once its vocabulary, which keeps every word it meets, is full: memory stays flat."""
    if len(pipeline(lang, extra).vocab.strings) > MOST_STRINGS:
        pipeline.cache_clear()
        gc.collect()  # a vocabulary stands in cycles
    return pipeline(lang, extra)


@cache
def _dates(lang: str) -> DateReader:
    return DateReader(lexicon(lang))


@dataclass(frozen=True)
class Recognised:
    """A document with what stands in it: the parsed ``doc``, its mentions, titles and dates in text order.

    ``states`` are all states named, also inside names of their organs ("Israeli Air Force").
    """

    document: Document
    doc: Doc
    mentions: tuple[TokenMention, ...]
    titles: tuple[Title, ...]
    dates: tuple[tuple[Span, TimeSpan], ...]
    states: tuple[str, ...]
    repairs: tuple[Repair, ...] = ()


def recognise(document: Document, extra: Plugin | None = None) -> Recognised:
    """Find every mention of a document, ``extra`` being a pipeline plugged in.

    Raises UsageError for a language without a lexicon, ConfigError for a pipeline that cannot be loaded.
    """
    nlp = _roomy(document.lang, extra)
    doc = nlp.make_doc(document.text)
    doc._.published = document.date
    for _, component in nlp.pipeline:
        doc = component(doc)
    candidates: list[Candidate] = doc._.candidates
    named = [c.entity.key for c in sorted(candidates, key=lambda c: c.start) if c.entity.kind is Kind.STATE]
    return Recognised(
        document,
        doc,
        tuple(doc._.mentions),
        tuple(doc._.titles),
        tuple(_dates(document.lang)(document.text, document.date)),
        tuple(dict.fromkeys(key for key in named if key)),
        tuple(doc._.repairs),
    )
