"""Who does what: which trigger a system belongs to, and who fills supplier and recipient, by weighted slots."""

from __future__ import annotations

import math
from dataclasses import dataclass
from itertools import pairwise

from kg.claim import Kind
from kg.recognise.mentions import TokenMention
from kg.relate.clause import Clause
from kg.relate.frames import Frames, Trigger
from kg.relate.grammar import Governed

THRESHOLD = 0.55
HOLD = 0.3
SYSTEM_REACH = 14.0  # tokens over which a trigger's hold on a system falls to 1/e
ACTOR_REACH = 22.0
SOURCE_FORMS = frozenset({"media"})


@dataclass(frozen=True, slots=True)
class Draft:
    """A transfer as one sentence tells it; ``score`` is the strength of its weakest filled slot."""

    trigger: Trigger
    system: TokenMention
    supplier: TokenMention | None
    recipient: TokenMention | None
    score: float


class RoleAssigner:
    """Assigns roles in a clause; the weights stand in the language's ``frames.toml``."""

    def __init__(self, frames: Frames) -> None:
        self._frames = frames
        self._free_order = bool(frames.grammar["free_order"])
        self._breaks = frozenset(frames.grammar["clause_breaks"])
        self._include = frozenset(w.split()[0] for w in frames.grammar["include"])

    def drafts(self, clause: Clause) -> list[Draft]:
        """One draft for each supplier, recipient and system that the sentence relates."""
        found: list[Draft] = []
        for group in clause.systems:
            trigger, hold = self.trigger(clause, group)
            if trigger and hold > HOLD:
                found.extend(self._fill(clause, trigger, group))
        return found

    def trigger(self, clause: Clause, group: tuple[TokenMention, ...]) -> tuple[Trigger | None, float]:
        """The trigger that holds a list of systems most, and how strongly; (None, 0) without triggers."""
        holds = ((self._hold(clause, t, group), -t.start, t) for t in clause.triggers)
        hold, _, trigger = max(holds, key=lambda x: x[:2], default=(0.0, 0, None))
        return trigger, hold

    # ---- trigger and system

    def _hold(self, clause: Clause, t: Trigger, group: tuple[TokenMention, ...]) -> float:
        """How strongly a trigger holds a list of systems."""
        first, last = group[0].start, group[-1].end
        if t.start >= first and t.end <= last:
            return 6.0  # "Waffenlieferungen"
        after = first >= t.end
        gap = first - t.end if after else t.start - group[0].end
        base = self._base(t, after, gap, clause)
        barrier = self._barriers(clause, *((t.end, first) if after else (last, t.start)))
        between = sum(
            1
            for o in clause.triggers
            if o is not t
            and min(t.end, last) <= o.start < max(t.start, first)
            and o.type in ("give", "given", "get", "got", "delivery", "purchase", "arm")
        )
        return base * math.exp(-max(gap, 0) / SYSTEM_REACH) * 0.5**barrier * 0.7**between

    def _base(self, t: Trigger, after: bool, gap: int, clause: Clause) -> float:
        weak = 0.6 if t.type in ("request", "approve") else 1.0
        if t.noun:
            if not after:
                return 5.0 * weak if gap <= 1 else 1.0 * weak
            following = clause.doc[t.end].lower_ if t.end < len(clause.doc) else ""
            return (4.0 if following in ("of", "von", "der", "des", "vom", "mit") else 2.0) * weak
        if t.type in ("given", "got", "armed"):
            return 3.0 if not after else 1.4
        if self._free_order:
            return 2.5 * weak
        return (3.2 if after else 0.7) * weak

    def _barriers(self, clause: Clause, start: int, end: int) -> int:
        return sum(1 for token in clause.doc[start:end] if token.lower_ in self._breaks)

    # ---- actors

    def _fill(self, clause: Clause, t: Trigger, group: tuple[TokenMention, ...]) -> list[Draft]:
        scores = [(actor, self.scores(clause, t, actor, group)) for actor in clause.actors]
        supplier, recipient, strength = self._best_pair(scores)
        suppliers = self._with_coordinated(clause, supplier, recipient)
        recipients = self._with_coordinated(clause, recipient, supplier)
        return [
            Draft(t, system, s.mention if s else None, r.mention if r else None, strength)
            for system in group
            for s in suppliers
            for r in recipients
        ]

    def scores(self, clause: Clause, t: Trigger, actor: Governed, group: tuple[TokenMention, ...]) -> dict[str, float]:
        """How well an actor fits each role of the trigger's frame, by its slot and its distance."""
        m = actor.mention
        if any(m.start < s.end and s.start < m.end for s in group):
            return {}
        before = m.end <= t.start
        slot = f"{'before' if before else 'after'}.{actor.governor}"
        weights = dict(self._frames.slots[t.type].get(slot, {}))
        gap = t.start - m.end if before else m.start - t.end
        span = (m.end, t.start) if before else (t.end, m.start)
        decay = math.exp(-max(gap, 0) / ACTOR_REACH) * 0.6 ** self._barriers(clause, *span)
        rivals = sum(
            1
            for o in clause.actors
            if o is not actor and o.governor == actor.governor and span[0] <= o.mention.start < span[1]
        )
        decay *= 0.75**rivals
        scores = {role: weight * decay for role, weight in weights.items()}
        if self._possesses(clause, actor, group):
            role = "recipient" if t.type == "request" else "supplier"
            scores[role] = max(scores.get(role, 0.0), 1.6)
        if m.mention.form in SOURCE_FORMS:
            scores = {role: score * 0.2 for role, score in scores.items()}
        if m.kind is Kind.PLACE:
            scores = {role: score * 0.3 for role, score in scores.items()}
        if m.kind is Kind.PERSON and not m.entity.key:
            scores = {role: score * 0.5 for role, score in scores.items()}
        return scores

    def _possesses(self, clause: Clause, actor: Governed, group: tuple[TokenMention, ...]) -> bool:
        """ "Iranian weapons", "Russia's S-400": the actor stands right before the first system, as a modifier."""
        m, first = actor.mention, group[0]
        between = [t.text for t in clause.doc[m.end : first.start]]
        if len(between) > 3 or first.start < m.end:
            return False
        words = [w for w in between if w not in ("'s", "’s", "-", "made", "built", "supplied")]
        adjective = m.mention.form in ("adjective", "abbreviation") or "'s" in between or "’s" in between
        return adjective and all(w.isalpha() and w.islower() for w in words) and len(words) <= 2

    @staticmethod
    def _best_pair(
        scores: list[tuple[Governed, dict[str, float]]],
    ) -> tuple[Governed | None, Governed | None, float]:
        """The supplier and recipient that together score most and are not the same actor."""

        def ranked(role: str) -> list[tuple[float, Governed | None]]:
            options = [(s[role], a) for a, s in scores if s.get(role, 0) >= THRESHOLD]
            return [*sorted(options, key=lambda x: (-x[0], x[1].mention.start))[:6], (0.0, None)]

        best: tuple[float, Governed | None, Governed | None, float] = (-1.0, None, None, 0.0)
        for s_score, s in ranked("supplier"):
            for r_score, r in ranked("recipient"):
                if s and r and same_actor(s.mention, r.mention):
                    continue
                if s_score + r_score > best[0]:
                    filled = [x for x in (s_score, r_score) if x > 0]
                    best = (s_score + r_score, s, r, min(filled, default=0.0))
        return best[1], best[2], best[3]

    def _with_coordinated(
        self, clause: Clause, chosen: Governed | None, other: Governed | None
    ) -> list[Governed | None]:
        """The chosen actor and those in one list with it: "Germany and Denmark"."""
        if chosen is None:
            return [None]
        actors = list(clause.actors)
        at = actors.index(chosen)
        group = [chosen]
        for step in (-1, 1):
            i, last = at + step, chosen
            while 0 <= i < len(actors) and actors[i] is not other:
                left, right = (actors[i], last) if step < 0 else (last, actors[i])
                if not self._listed(clause, left, right):
                    break
                group.append(actors[i])
                last = actors[i]
                i += step
        unique = {
            actor_id(g.mention): g for g in reversed(group) if other is None or not same_actor(g.mention, other.mention)
        }
        return [*sorted(unique.values(), key=lambda g: g.mention.start)] or [chosen]

    def lists(self, clause: Clause) -> dict[int, int]:
        """For each actor, by its first token, the first token of the list that it stands in: "Germany and Denmark"."""
        heads: dict[int, int] = {}
        for actor in clause.actors[:1]:
            heads[actor.mention.start] = actor.mention.start
        for left, right in pairwise(clause.actors):
            joined = self._listed(clause, left, right)
            heads[right.mention.start] = heads[left.mention.start] if joined else right.mention.start
        return heads

    def _listed(self, clause: Clause, left: Governed, right: Governed) -> bool:
        between = [t.lower_ for t in clause.doc[left.mention.end : right.mention.start]]
        joints = {",", "and", "und", "sowie", "the", "die", "der", "den", "as", "well", "or", "oder"}
        linked = 0 < len(between) <= 4 and all(word in joints for word in between)
        if linked and between == [","]:  # "In Syria, Russia …" is no list
            return left.governor == right.governor and left.mention.mention.form == right.mention.mention.form
        return linked


def actor_id(m: TokenMention) -> str:
    """What an actor counts as: the state where there is one, else itself."""
    return m.entity.key or m.entity.id


def same_actor(a: TokenMention, b: TokenMention) -> bool:
    """Whether two mentions are the same actor, or stand for the same state."""
    return actor_id(a) == actor_id(b)
