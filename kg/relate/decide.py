"""From cases to decisions: which are transfers, who fills their roles, how far they have got."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from kg.claim import Status
from kg.recognise.mentions import TokenMention
from kg.relate.cases import Case
from kg.relate.clause import Clause
from kg.relate.encoder import Opinion, Reader
from kg.relate.features import Candidate, actor_features, status_features, system_features
from kg.relate.fusion import Fusion, values
from kg.relate.linear import Scorers, Shares
from kg.relate.roles import actor_id, same_actor
from kg.relate.status import StatusReader

LISTED = 0.6  # of the threshold: what an actor needs that stands in one list with the chosen one
CUE_ODDS = 2.0  # what a cue word multiplies the odds of its status by; chosen by cross-validation
HOPELESS = 0.05  # to the linear scorer: the encoder is not asked; asking it changed no claim of the gold
LEAST = 1e-4  # a probability that is no veto
SECOND_CHANCE, SURE = 0.1, 0.85  # where transfer and one role are so sure, a state of such a chance fills the other
SUPPLIER, RECIPIENT = 1, 2  # columns of the role scorer
Choice = list[tuple[float, TokenMention]]


@dataclass(frozen=True, slots=True)
class Decision:
    """One supplier, recipient and system that a case relates; ``confidence``: how likely they are right, 0..1."""

    case: Case
    supplier: TokenMention | None
    recipient: TokenMention | None
    status: Status
    confidence: float
    rule: str

    @property
    def fillers(self) -> list[tuple[str, TokenMention]]:
        """The actors with their roles, as far as filled."""
        return [(role, m) for role, m in (("supplier", self.supplier), ("recipient", self.recipient)) if m]


@dataclass(frozen=True, slots=True)
class Verdict:
    """What the scorers say of a case: probabilities of a transfer, of each candidate's roles, of each status, the
    likeliest first. ``parts`` are what the linear scorer and the encoder said of the transfer.
    """

    transfer: float
    roles: tuple[tuple[float, ...], ...]
    statuses: tuple[tuple[str, float], ...]
    parts: tuple[tuple[str, float], ...] = ()

    @property
    def status(self) -> Status:
        """The likeliest status."""
        return Status(self.statuses[0][0])


class Judge:
    """Judges the cases of one document: the linear scorers, and the encoder where the language has one."""

    def __init__(
        self, units: Sequence[Clause], scorers: Scorers, cues: StatusReader, encoder: Reader | None
    ) -> None:
        self._units, self._scorers, self._cues, self._encoder = units, scorers, cues, encoder
        self._opinions: dict[int, dict[int, Opinion]] = {}  # by sentence

    def __call__(self, case: Case) -> Verdict:
        """The verdict on a case."""
        verdict = judge(case, self._scorers, self._cues)
        if self._encoder is None or self._scorers.fusion is None or verdict.transfer < HOPELESS:
            return verdict
        if case.at not in self._opinions:
            self._opinions[case.at] = self._encoder(self._units, case.at)
        opinion = self._opinions[case.at].get(case.system.start)
        return mixed(verdict, case, opinion, self._scorers.shares, self._scorers.fusion) if opinion else verdict


def judge(case: Case, scorers: Scorers, reader: StatusReader) -> Verdict:
    """Let the linear scorers judge a case."""
    roles = tuple(scorers.roles.probabilities(actor_features(c)) for c in case.candidates)
    transfer = scorers.transfer.probabilities(transfer_features(case, roles))[1]
    return Verdict(transfer, roles, statuses(case, scorers, reader))


def statuses(case: Case, scorers: Scorers, reader: StatusReader) -> tuple[tuple[str, float], ...]:
    """Each status with its probability; the cue words' own counts as likelier beforehand."""
    cue, _ = _cue(case, reader)
    chances = zip(scorers.status.classes, scorers.status.probabilities(cue_features(case, reader)), strict=True)
    weighed = [(status, p * (CUE_ODDS if status == cue else 1.0)) for status, p in chances]
    total = sum(p for _, p in weighed)
    return ranked({status: p / total for status, p in weighed})


def ranked(chances: dict[str, float]) -> tuple[tuple[str, float], ...]:
    """The likeliest first."""
    return tuple(sorted(chances.items(), key=lambda x: (-x[1], x[0])))


def mixed(verdict: Verdict, case: Case, opinion: Opinion, shares: Shares, fusion: Fusion | None) -> Verdict:
    """The verdict with the encoder's opinion weighed in: roles and status by weighted geometric means."""
    roles = []
    for candidate, own in zip(case.candidates, verdict.roles, strict=True):
        other = opinion.roles.get(candidate.actor.mention.start)
        roles.append(_mean(own, other, shares.roles) if other else own)
    linear, names = dict(verdict.statuses), list(opinion.statuses)
    chances = _mean([linear.get(name, 0.0) for name in names], list(opinion.statuses.values()), shares.status)
    seen = values(case, verdict.transfer, opinion.transfer, roles)
    transfer = fusion(seen) if fusion else verdict.transfer
    parts = (("linear", verdict.transfer), ("encoder", opinion.transfer))
    return Verdict(transfer, tuple(roles), ranked(dict(zip(names, chances, strict=True))), parts)


def _mean(a: Sequence[float], b: Sequence[float], share: float) -> tuple[float, ...]:
    """The weighted geometric mean of two distributions."""
    means = [max(x, LEAST) ** (1 - share) * max(y, LEAST) ** share for x, y in zip(a, b, strict=True)]
    total = sum(means)
    return tuple(mean / total for mean in means)


def _cue(case: Case, reader: StatusReader) -> tuple[str, str]:
    """Status and word that the cue words around the trigger give."""
    unit, trigger = case.unit, case.trigger
    if trigger is None:
        return "none", ""
    status, word = reader.read(unit.doc, trigger, unit.start, unit.end)
    return str(status), word


def transfer_features(case: Case, roles: Sequence[Sequence[float]]) -> list[str]:
    """The features of the transfer scorer, given the probabilities of the candidates' roles."""
    here = sum(c.back == 0 for c in case.candidates)
    best = [max((p[column] for p in roles), default=0.0) for column in (SUPPLIER, RECIPIENT)]
    summary = (best[SUPPLIER - 1], best[RECIPIENT - 1], here, len(case.candidates) - here)
    return list(system_features(case.unit, case.trigger, case.system, case.hold, summary))


def cue_features(case: Case, reader: StatusReader) -> list[str]:
    """The features of the status scorer."""
    return list(status_features(case.unit, case.trigger, case.system, _cue(case, reader)))


def decide(case: Case, verdict: Verdict, scorers: Scorers) -> list[Decision]:
    """The decisions of one case: none where the probability of a transfer is below its threshold.

    "Delivered" is the claim that harms most when it is wrong: to say so takes a certainty of its own.
    """
    t = scorers.thresholds
    if verdict.transfer < t.transfer:
        return []
    suppliers, recipients = _roles(case, verdict, t.supplier, t.recipient)
    if not suppliers and not recipients:
        return []
    rule = f"scorer:{case.trigger.type}:{case.trigger.word}" if case.trigger else "scorer"
    nobody: list[tuple[float, TokenMention | None]] = [(1.0, None)]
    least = t.delivered if verdict.status is Status.DELIVERED else 0.0
    return [
        Decision(case, s, r, verdict.status, scorers.calibration(verdict.transfer * min(p, q)), rule)
        for p, s in suppliers or nobody
        for q, r in recipients or nobody
        if verdict.transfer * min(_found(p, t.supplier), _found(q, t.recipient)) >= least
    ]


def _found(chance: float, threshold: float) -> float:
    """The chance of a role; that of one filled on a second chance says nothing of whether there was a delivery."""
    return chance if chance >= threshold else 1.0


def _roles(case: Case, verdict: Verdict, supplier: float, recipient: float) -> tuple[Choice, Choice]:
    """Suppliers and recipients; the surer role is filled first, and nobody supplies himself."""
    chances = {column: [p[column] for p in verdict.roles] for column in (SUPPLIER, RECIPIENT)}
    wanted = {SUPPLIER: supplier, RECIPIENT: recipient}
    order = sorted(chances, key=lambda column: -max(chances[column], default=0.0))
    chosen: dict[int, Choice] = {SUPPLIER: [], RECIPIENT: []}
    for column in order:
        chosen[column] = choose(case, chances[column], wanted[column], chosen[SUPPLIER + RECIPIENT - column])
    for column in order:  # a transfer as sure as that has both roles
        other = chosen[SUPPLIER + RECIPIENT - column]
        if other and not chosen[column] and verdict.transfer * max(p for p, _ in other) >= SURE:
            chosen[column] = choose(case, _states(case, verdict, column), SECOND_CHANCE, other)
    return chosen[SUPPLIER], chosen[RECIPIENT]


def _states(case: Case, verdict: Verdict, column: int) -> list[float]:
    """The chances of a role, of states alone and of those that look less like the other one."""
    return [
        p[column] if c.actor.mention.entity.key and p[column] > p[SUPPLIER + RECIPIENT - column] else 0.0
        for c, p in zip(case.candidates, verdict.roles, strict=True)
    ]


def choose(case: Case, chances: Sequence[float], threshold: float, taken: Choice) -> Choice:
    """The likeliest actor, where it passes the threshold, and those in one list with it that nearly do."""
    options = [
        (chance, c)
        for chance, c in zip(chances, case.candidates, strict=True)
        if c.actor.governor != "other" and not any(same_actor(c.actor.mention, m) for _, m in taken)
    ]
    top, best = max(options, key=lambda x: (x[0], -x[1].back), default=(0.0, None))
    if best is None or top < threshold:
        return []
    unique = {
        actor_id(c.actor.mention): (p, c.actor.mention)
        for p, c in options
        if _together(c, best) and p >= LISTED * threshold
    }
    unique[actor_id(best.actor.mention)] = (top, best.actor.mention)
    return sorted(unique.values(), key=lambda x: x[1].start)


def _together(a: Candidate, b: Candidate) -> bool:
    return (a.back, a.listed) == (b.back, b.listed)
