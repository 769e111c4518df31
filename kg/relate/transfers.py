"""Transfers: who supplied which system to whom, in which status, says who."""

from __future__ import annotations

from dataclasses import replace
from functools import cache

from spacy.tokens import Doc

from kg.claim import Evidence, Kind, Mention, Quantity, Status, TimeSpan, TransferClaim
from kg.document import Span
from kg.recognise import Recognised
from kg.recognise.lexicon import lexicon
from kg.recognise.mentions import TokenMention
from kg.recognise.quantities import QuantityReader
from kg.relate.attribution import attribution
from kg.relate.clause import Clause, clause
from kg.relate.frames import TriggerFinder, frames
from kg.relate.grammar import SYSTEMS, Grammar
from kg.relate.roles import Draft, RoleAssigner, actor_id, same_actor
from kg.relate.status import status_reader

RANK = {status: rank for rank, status in enumerate(Status)}
FILLED_ELSEWHERE = 0.6  # confidence of a role filled from the sentence before, as a factor


class TransferFinder:
    """Finds the transfers of a recognised document."""

    def __init__(self, lang: str) -> None:
        self._lang = lang
        self._frames = frames(lang)
        self._triggers = TriggerFinder(lang)
        self._grammar = Grammar(self._frames, lang)
        self._roles = RoleAssigner(self._frames, lang == "de")
        self._quantities = QuantityReader(lexicon(lang))

    def __call__(self, read: Recognised, units: list[Clause]) -> list[TransferClaim]:
        """All transfer claims of a document and its prepared sentences, in text order, repetitions merged."""
        claims: list[TransferClaim] = []
        before: list[Draft] = []
        for unit in units:
            if not unit.systems:
                continue
            drafts = [self._completed(d, before) for d in self._roles.drafts(unit)]
            drafts = [d for d in drafts if d.supplier or d.recipient]
            claims.extend(self._claim(d, unit, read) for d in drafts)
            before = drafts or before
        return merge(claims)

    def clauses(self, read: Recognised) -> list[Clause]:
        """The sentences of the document, made ready."""
        doc = read.doc
        systems = {m.end: m.start for m in read.mentions if m.kind in SYSTEMS}
        triggers = self._triggers(doc, systems)
        units = []
        for sentence in doc.sents:
            mentions = [m for m in read.mentions if sentence.start <= m.start < sentence.end]
            inside = [t for t in triggers if sentence.start <= t.start < sentence.end]
            units.append(
                clause(doc, sentence.start, sentence.end, mentions, inside, self._grammar, self._frames)
            )
        return units

    @staticmethod
    def _completed(draft: Draft, before: list[Draft]) -> Draft:
        """Fill a missing role from the last sentence with a transfer, where it fits."""
        for old in before:
            if draft.supplier is None and old.supplier and not (
                draft.recipient and same_actor(old.supplier, draft.recipient)
            ):
                draft = replace(draft, supplier=old.supplier, score=draft.score * FILLED_ELSEWHERE)
            if draft.recipient is None and old.recipient and not (
                draft.supplier and same_actor(old.recipient, draft.supplier)
            ):
                draft = replace(draft, recipient=old.recipient, score=draft.score * FILLED_ELSEWHERE)
        return draft

    def _claim(self, draft: Draft, unit: Clause, read: Recognised) -> TransferClaim:
        status, word = status_reader(self._lang).read(unit.doc, draft.trigger, unit.start, unit.end)
        fillers = [m for m in (draft.supplier, draft.recipient, draft.system) if m]
        return TransferClaim(
            evidence=evidence(unit.doc, fillers),
            claimer=attribution(self._lang).claimer(unit),
            confidence=round(draft.score / (draft.score + 1.0), 3),
            rule=f"{draft.trigger.type}:{draft.trigger.word} {status}:{word}",
            supplier=draft.supplier.mention if draft.supplier else None,
            recipient=draft.recipient.mention if draft.recipient else None,
            system=draft.system.mention,
            status=status,
            quantity=self._quantity(unit, draft.system),
            date=self._date(unit, read),
        )

    def _quantity(self, unit: Clause, system: TokenMention) -> Quantity | None:
        ends = [m.end for group in unit.systems for m in group if m.end <= system.start]
        ends += [a.mention.end for a in unit.actors if a.mention.end <= system.start and
                 a.mention.mention.form != "adjective"]
        found = self._quantities.before(unit.doc, system.start, max([unit.start, *ends]))
        return found[1] if found else None

    @staticmethod
    def _date(unit: Clause, read: Recognised) -> TimeSpan | None:
        sentence = unit.doc[unit.start : unit.end]
        return next(
            (time for span, time in read.dates if sentence.start_char <= span.start < sentence.end_char), None
        )


def evidence(doc: Doc, fillers: list[TokenMention]) -> tuple[Evidence, ...]:
    """The sentences that hold the fillers, each as one quote."""
    spans: dict[int, Evidence] = {}
    for m in fillers:
        sentence = doc[m.start].sent
        text = sentence.text
        start = sentence.start_char + len(text) - len(text.lstrip())
        quote = text.strip()
        spans[start] = Evidence(start, start + len(quote), quote)
    return tuple(spans[start] for start in sorted(spans))


def merge(claims: list[TransferClaim]) -> list[TransferClaim]:
    """One claim for each triple: the furthest status counts; a denial stands beside what it denies."""
    best: dict[tuple[str, str, str, bool], TransferClaim] = {}
    for claim in claims:
        key = (*(_role_id(m) for m in (claim.supplier, claim.recipient, claim.system)), claim.status is Status.DENIED)
        old = best.get(key)
        if old is None or RANK[claim.status] > RANK[old.status]:
            best[key] = claim if old is None else replace(claim, quantity=claim.quantity or old.quantity)
        elif old.quantity is None and claim.quantity:
            best[key] = replace(old, quantity=claim.quantity)
    return list(best.values())


def _role_id(mention: Mention | None) -> str:
    if mention is None:
        return ""
    if mention.entity.kind in (Kind.SYSTEM, Kind.SYSTEM_CLASS):
        return mention.entity.id
    return mention.entity.key or mention.entity.id


@cache
def transfer_finder(lang: str) -> TransferFinder:
    """The finder of a language, built once a process."""
    return TransferFinder(lang)


__all__ = ["TransferFinder", "actor_id", "evidence", "merge", "transfer_finder"]
