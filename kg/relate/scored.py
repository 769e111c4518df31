"""The learned scorers' view of a document, case by case: what they gave each, and why a case became no claim."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from kg.claim import TransferClaim
from kg.recognise import Recognised
from kg.recognise.mentions import TokenMention
from kg.relate.cases import Case, Memory, cases
from kg.relate.decide import RECIPIENT, SUPPLIER, Decision, Verdict, decide, transfer_features
from kg.relate.encoder import encoder
from kg.relate.linear import Linear, Thresholds, scorers
from kg.relate.roles import actor_id
from kg.relate.transfers import transfer_finder

STRONGEST = 5
Chance = tuple[TokenMention, float]


@dataclass(frozen=True)
class Scored:
    """A case with the probabilities, 0..1, that the scorers gave it, and the decisions made of them.

    ``features`` are the linear scorer's strongest for and against a transfer with their weights (log odds).
    A case without decisions became no claim.
    """

    case: Case
    verdict: Verdict
    decisions: tuple[Decision, ...]
    features: tuple[tuple[str, float], ...]
    thresholds: Thresholds

    @property
    def suppliers(self) -> list[Chance]:
        """Who could be the supplier, with probabilities: the likeliest first, each actor once."""
        return self._chances(SUPPLIER)

    @property
    def recipients(self) -> list[Chance]:
        """The same for the recipient."""
        return self._chances(RECIPIENT)

    @property
    def confidence(self) -> float:
        """The confidence of the surest decision; 0 without one."""
        return max((d.confidence for d in self.decisions), default=0.0)

    def _chances(self, column: int) -> list[Chance]:
        best: dict[str, Chance] = {}
        for candidate, p in zip(self.case.candidates, self.verdict.roles, strict=True):
            m = candidate.actor.mention
            if candidate.actor.governor == "other":  # never fills a role, see decide.choose
                continue
            if p[column] > best.get(actor_id(m), (m, -1.0))[1]:
                best[actor_id(m)] = (m, p[column])
        return sorted(best.values(), key=lambda x: -x[1])

    def reason(self, min_confidence: float = 0.0) -> str | None:
        """Why no claim was made of the case: "transfer 0.31 below 0.60"; None where one was."""
        t = self.thresholds
        if self.decisions:
            low = self.confidence < min_confidence
            return f"confidence {self.confidence:.2f} below {min_confidence:.2f}" if low else None
        if self.verdict.transfer < t.transfer:
            return f"transfer {self.verdict.transfer:.2f} below {t.transfer:.2f}"
        if not self.suppliers:
            return "no actor that could supply or receive it"
        if self.suppliers[0][1] >= t.supplier or self.recipients[0][1] >= t.recipient:
            return f'not sure enough for "delivered": together below {t.delivered:.2f}'
        return f"no actor above {t.supplier:.2f} as supplier or {t.recipient:.2f} as recipient"


def scored(read: Recognised) -> list[Scored]:
    """All cases of a document in the order of its text; none where its language has no learned scorers."""
    learned = scorers(read.document.lang)
    if learned is None:
        return []
    finder = transfer_finder(read.document.lang)
    units = finder.clauses(read)
    judge = finder.judge(units, learned, encoder(read.document.lang))
    found: list[Scored] = []

    def filled(case: Case) -> Memory:
        verdict = judge(case)
        decisions = tuple(decide(case, verdict, learned))
        features = strongest(learned.transfer, transfer_features(case, verdict.roles))
        found.append(Scored(case, verdict, decisions, features, learned.thresholds))
        return {actor_id(m): role for d in decisions for role, m in d.fillers}

    cases(units, finder.assigner, filled)
    return found


def strongest(linear: Linear, features: Iterable[str], count: int = STRONGEST) -> tuple[tuple[str, float], ...]:
    """The features that move the odds of the second class against the first the most, either way."""
    known = {feature: linear.weights[feature] for feature in set(features) if feature in linear.weights}
    odds = [(feature, weights[1] - weights[0]) for feature, weights in known.items()]
    return tuple(sorted(odds, key=lambda x: (-abs(x[1]), x[0]))[:count])


def behind(claim: TransferClaim, all_scored: Iterable[Scored]) -> Scored | None:
    """The case that a claim was made of; None where a frame decided."""
    for s in all_scored:
        same_system = claim.system is not None and s.case.system.mention.span == claim.system.span
        if same_system and any(round(d.confidence, 3) == claim.confidence for d in s.decisions):
            return s
    return None
