"""Cases: each system mention with the trigger that may move it and the actors that may fill its roles."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from kg.recognise.mentions import TokenMention
from kg.relate.clause import Clause
from kg.relate.features import Candidate
from kg.relate.frames import Trigger
from kg.relate.grammar import Governed
from kg.relate.roles import RoleAssigner, actor_id

SENTENCES_BACK = 2
ACTORS_BACK = 6


@dataclass(frozen=True)
class Case:
    """One system mention in its sentence, the ``at``-th of the document."""

    at: int
    unit: Clause
    trigger: Trigger | None
    hold: float
    system: TokenMention
    group: tuple[TokenMention, ...]
    candidates: tuple[Candidate, ...]


Memory = dict[str, str]  # the role that an actor last filled in an earlier sentence, by its id
Filled = Callable[[Case], Memory]


def cases(units: list[Clause], assigner: RoleAssigner, filled: Filled) -> list[Case]:
    """All cases of a document, in text order; ``filled`` tells the roles that a case fills, for the next sentences."""
    found: list[Case] = []
    memory: Memory = {}
    for at, unit in enumerate(units):
        new: list[Case] = []
        for group in unit.systems:
            trigger, hold = assigner.trigger(unit, group)
            earlier = _earlier(units, at, assigner)
            new.extend(
                Case(
                    at,
                    unit,
                    trigger,
                    hold,
                    system,
                    group,
                    _candidates(unit, trigger, system, group, earlier, assigner, memory),
                )
                for system in group
            )
        for case in new:
            memory |= filled(case)
        found.extend(new)
    return found


def _earlier(units: list[Clause], at: int, assigner: RoleAssigner) -> list[tuple[int, int, Governed]]:
    """Actors of the sentences before with their distance and list, the nearest sentence first, each actor once."""
    seen: set[str] = set()
    found: list[tuple[int, int, Governed]] = []
    for back in range(1, min(SENTENCES_BACK, at) + 1):
        lists = assigner.lists(units[at - back])
        for actor in units[at - back].actors:
            key = actor_id(actor.mention)
            if key not in seen and len(found) < ACTORS_BACK:
                seen.add(key)
                found.append((back, lists[actor.mention.start], actor))
    return found


def _candidates(
    unit: Clause,
    trigger: Trigger | None,
    system: TokenMention,
    group: tuple[TokenMention, ...],
    earlier: list[tuple[int, int, Governed]],
    assigner: RoleAssigner,
    memory: Memory,
) -> tuple[Candidate, ...]:
    here = [a for a in unit.actors if a.mention.end <= system.start or a.mention.start >= system.end]
    scores = [assigner.scores(unit, trigger, a, group) if trigger else {} for a in here]
    top = {role: max((s.get(role, 0.0) for s in scores), default=0.0) for role in ("supplier", "recipient")}
    lists = assigner.lists(unit)
    local = [
        Candidate(
            unit,
            trigger,
            system,
            actor,
            0,
            lists[actor.mention.start],
            _was(memory, actor),
            s.get("supplier", 0.0),
            s.get("recipient", 0.0),
            0 < top["supplier"] == s.get("supplier", 0.0),
            0 < top["recipient"] == s.get("recipient", 0.0),
        )
        for actor, s in zip(here, scores, strict=True)
    ]
    before = [
        Candidate(
            unit,
            trigger,
            system,
            actor,
            back,
            head,
            _was(memory, actor),
            0.0,
            0.0,
            False,
            False,
            top["supplier"],
            top["recipient"],
        )
        for back, head, actor in earlier
    ]
    return (*local, *before)


def _was(memory: Memory, actor: Governed) -> str:
    return memory.get(actor_id(actor.mention), "none")
