"""Transfers: who supplied which system to whom, in which status, says who."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from functools import cache

from spacy.tokens import Doc

from kg.claim import Entity, Evidence, Kind, Mention, Quantity, Status, TimeSpan, TransferClaim
from kg.recognise import Recognised
from kg.recognise.lexicon import lexicon
from kg.recognise.mentions import TokenMention
from kg.recognise.names import states
from kg.recognise.quantities import QuantityReader
from kg.relate.attribution import attribution
from kg.relate.cases import Case, Memory, cases
from kg.relate.clause import Clause, clause
from kg.relate.decide import Decision, Judge, decide
from kg.relate.encoder import Reader, encoder
from kg.relate.frames import TriggerFinder, frames
from kg.relate.grammar import SYSTEMS, Grammar
from kg.relate.linear import Scorers, scorers
from kg.relate.roles import Draft, RoleAssigner, actor_id, same_actor
from kg.relate.status import status_reader

FILLED_ELSEWHERE = 0.6  # confidence of a role filled from the sentence before, as a factor


class TransferFinder:
    """Finds the transfers of a recognised document: learned scorers decide where the language has them, else frames."""

    def __init__(self, lang: str) -> None:
        self._lang = lang
        self._frames = frames(lang)
        self._triggers = TriggerFinder(lang)
        self._grammar = Grammar(self._frames)
        self._quantities = QuantityReader(lexicon(lang))
        self._reader = status_reader(lang)
        self.assigner = RoleAssigner(self._frames)

    def __call__(self, read: Recognised, units: list[Clause]) -> list[TransferClaim]:
        """All transfer claims of a document and its prepared sentences, in text order, repetitions merged."""
        learned = scorers(self._lang)
        decided = self._by_frames(units) if learned is None else self._learned(units, learned)
        return self.claims(decided, read)

    def decisions(self, units: list[Clause], judge: Judge, learned: Scorers) -> list[Decision]:
        """What is decided, sentence by sentence: who supplied or received before helps to read on."""
        decided: list[Decision] = []

        def filled(case: Case) -> Memory:
            new = decide(case, judge(case), learned)
            decided.extend(new)
            return {actor_id(m): role for d in new for role, m in d.fillers}

        cases(units, self.assigner, filled)
        return decided

    def judge(self, units: list[Clause], learned: Scorers, reader: Reader | None) -> Judge:
        """The judge of a document's cases."""
        return Judge(units, learned, self._reader, reader)

    def _learned(self, units: list[Clause], learned: Scorers) -> list[Decision]:
        return self.decisions(units, self.judge(units, learned, encoder(self._lang)), learned)

    def claims(self, decisions: Iterable[Decision], read: Recognised) -> list[TransferClaim]:
        """The claims of what was decided, repetitions merged."""
        return merge([self._claim(decision, read) for decision in decisions])

    def clauses(self, read: Recognised) -> list[Clause]:
        """The sentences of the document, made ready."""
        doc = read.doc
        systems = {m.end: m.start for m in read.mentions if m.kind in SYSTEMS}
        triggers = self._triggers(doc, systems)
        units = []
        for sentence in doc.sents:
            mentions = [m for m in read.mentions if sentence.start <= m.start < sentence.end]
            inside = [t for t in triggers if sentence.start <= t.start < sentence.end]
            units.append(clause(doc, sentence.start, sentence.end, mentions, inside, self._grammar, self._frames))
        return units

    def _by_frames(self, units: list[Clause]) -> Iterator[Decision]:
        """What the frames alone decide, roles filled from the last sentence with a transfer where that fits."""
        before: list[Draft] = []
        for at, unit in enumerate(units):
            drafts = [_completed(draft, before) for draft in self.assigner.drafts(unit)]
            drafts = [d for d in drafts if d.supplier or d.recipient]
            for d in drafts:
                status, word = self._reader.read(unit.doc, d.trigger, unit.start, unit.end)
                case = Case(at, unit, d.trigger, 0.0, d.system, (d.system,), ())
                rule = f"{d.trigger.type}:{d.trigger.word} {status}:{word}"
                yield Decision(case, d.supplier, d.recipient, status, d.score / (d.score + 1.0), rule)
            before = drafts or before

    def _claim(self, d: Decision, read: Recognised) -> TransferClaim:
        unit = d.case.unit
        fillers = [m for m in (d.supplier, d.recipient, d.case.system) if m]
        return TransferClaim(
            evidence=evidence(unit.doc, fillers),
            claimer=attribution(self._lang).claimer(unit),
            confidence=round(d.confidence, 3),
            rule=d.rule,
            supplier=actor(d.supplier),
            recipient=actor(d.recipient),
            system=d.case.system.mention,
            status=d.status,
            quantity=self._quantity(unit, d.case.system),
            date=_date(unit, read),
        )

    def _quantity(self, unit: Clause, system: TokenMention) -> Quantity | None:
        ends = [m.end for group in unit.systems for m in group if m.end <= system.start]
        found = self._quantities.before(unit.doc, system.start, max([unit.start, *ends]))
        return found[1] if found else None


def _completed(draft: Draft, before: list[Draft]) -> Draft:
    """Fill a missing role from the last sentence with a transfer, where it fits."""
    for old in before:
        if (
            draft.supplier is None
            and old.supplier
            and not (draft.recipient and same_actor(old.supplier, draft.recipient))
        ):
            draft = replace(draft, supplier=old.supplier, score=draft.score * FILLED_ELSEWHERE)
        if (
            draft.recipient is None
            and old.recipient
            and not (draft.supplier and same_actor(old.recipient, draft.supplier))
        ):
            draft = replace(draft, recipient=old.recipient, score=draft.score * FILLED_ELSEWHERE)
    return draft


def _date(unit: Clause, read: Recognised) -> TimeSpan | None:
    sentence = unit.doc[unit.start : unit.end]
    return next((time for span, time in read.dates if sentence.start_char <= span.start < sentence.end_char), None)


def actor(filler: TokenMention | None) -> Mention | None:
    """The mention of a role filler. Who acts for a state is the state: a minister, a ministry, a place in it.

    The words of the text stay with the mention, the filler's own names among the state's.
    """
    if filler is None or filler.kind is Kind.STATE:
        return filler.mention if filler else None
    entity, state = filler.entity, states().get(filler.entity.key or "")
    if state:
        entity = replace(state, names=tuple(dict.fromkeys([entity.label, *entity.names, *state.names])))
    elif filler.kind is Kind.PLACE:
        entity = Entity(f"group/{entity.id.partition('/')[2]}", Kind.GROUP, entity.label, entity.names)
    return replace(filler.mention, entity=entity)


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
    """One claim for each triple and status: of repetitions the surer one, with a quantity where one of them has it."""
    best: dict[tuple[str, str, str, Status], TransferClaim] = {}
    for claim in claims:
        supplier, recipient, system = (_role_id(m) for m in (claim.supplier, claim.recipient, claim.system))
        key = (supplier, recipient, system, claim.status)
        old = best.get(key)
        if old is None:
            best[key] = claim
        else:
            surer, other = (claim, old) if claim.confidence > old.confidence else (old, claim)
            best[key] = replace(surer, quantity=surer.quantity or other.quantity)
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
