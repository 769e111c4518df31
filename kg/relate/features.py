"""Features of a possible transfer, as readable strings: what the learned scorers see, and what ``explain`` can show.

Nothing names a particular state, person or system: the scorers learn grammar, not who usually arms whom.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

from spacy.tokens import Doc

from kg.claim import Kind
from kg.recognise.mentions import TokenMention
from kg.relate.clause import Clause
from kg.relate.frames import Trigger
from kg.relate.grammar import Governed

WINDOW = 3  # tokens on either side of a mention
BETWEEN = 7  # tokens between actor and trigger that are named


@dataclass(frozen=True, slots=True)
class Candidate:
    """A system, the trigger that may move it, and an actor that may fill a role; ``back`` counts the sentences
    between actor and system (0: the same one), ``listed`` is the same for actors in one list ("Germany and Denmark").
    ``supplier`` and ``recipient`` are the slot scores of the frames.
    """

    unit: Clause
    trigger: Trigger | None
    system: TokenMention
    actor: Governed
    back: int
    listed: int
    was: str  # the role that the same actor last filled in an earlier sentence: "supplier", "recipient" or "none"
    supplier: float
    recipient: float
    best_supplier: bool
    best_recipient: bool
    local_supplier: float = 0.0  # the best slot scores of any actor of the system's own sentence
    local_recipient: float = 0.0


def bucket(value: float, steps: tuple[float, ...]) -> int:
    """The number of steps that a value has passed."""
    return sum(value > step for step in steps)


GAPS = (0, 1, 2, 4, 7, 12, 20)
SCORES = (0.0, 0.3, 0.6, 1.0, 1.7, 2.5, 3.5)


def commas(unit: Clause, start: int, end: int) -> int:
    """Clause boundaries between two tokens, up to three: commas, dashes, semicolons, colons."""
    return min(sum(t.text in ",;:–—-" for t in unit.doc[max(start, 0) : end]), 3)


def side(m: TokenMention, t: Trigger | TokenMention) -> str:
    """Where a mention stands seen from another: "b"efore, "a"fter or "i"nside."""
    return "b" if m.end <= t.start else "a" if m.start >= t.end else "i"


def kind(m: TokenMention) -> str:
    """A short name of what an actor is: a state by its form, a person with or without a state."""
    if m.kind is Kind.STATE:
        return f"state.{m.mention.form}"
    return f"{m.kind.value}{'.state' if m.entity.key else ''}"


def words(doc: Doc, start: int, end: int) -> list[str]:
    """Lower-case words of ``doc[start:end]``, numbers as "#"."""
    return ["#" if t.like_num else t.lower_ for t in doc[max(start, 0) : end]]


def masked(unit: Clause, start: int, end: int) -> list[str]:
    """Words with actors and systems replaced by their kind, so that phrases carry over to other names."""
    names = {i: f"<{a.mention.kind.value}>" for a in unit.actors for i in range(a.mention.start, a.mention.end)}
    names |= {i: "<system>" for group in unit.systems for m in group for i in range(m.start, m.end)}
    out: list[str] = []
    for i in range(max(start, unit.start), min(end, unit.end)):
        word = names.get(i) or ("#" if unit.doc[i].like_num else unit.doc[i].lower_)
        if not (out and out[-1] == word and word.startswith("<")):
            out.append(word)
    return out


def actor_features(c: Candidate) -> Iterator[str]:
    """Features for the question: is this actor supplier, recipient or neither of this system's transfer?"""
    m, t, s = c.actor.mention, c.trigger, c.system
    yield "bias"
    yield f"kind={kind(m)}"
    yield f"back={c.back}"
    yield f"was={c.was}.{min(c.back, 1)}"
    yield f"rule.s={bucket(c.supplier, SCORES)}"
    yield f"rule.r={bucket(c.recipient, SCORES)}"
    yield f"rule.best={c.best_supplier:d}{c.best_recipient:d}"
    if c.back:
        yield from _earlier(c)
        return
    governor = c.actor.governor
    place = side(m, s)
    yield f"sys={place}.{governor}"
    yield f"sys.gap={place}{bucket(_gap(m, s), GAPS)}"
    barriers = commas(c.unit, *((m.end, s.start) if place == "b" else (s.end, m.start)))
    yield f"sys.commas={place}{barriers}"
    yield f"sys.commas.gov={place}{barriers}.{governor}"
    yield f"sys.kind={place}.{kind(m)}.{bucket(_gap(m, s), GAPS)}"
    others = [a for a in c.unit.actors if a is not c.actor]
    yield f"others={min(len(others), 4)}"
    yield f"nth={min(sum(a.mention.start < m.start for a in others), 4)}"
    yield f"twice={any(a.mention.entity.id == m.entity.id for a in others):d}"
    yield from _around(c)
    if t:
        yield from _to_trigger(c, t, others)


def _gap(a: TokenMention, b: Trigger | TokenMention) -> int:
    return b.start - a.end if a.end <= b.start else a.start - b.end


def _earlier(c: Candidate) -> Iterator[str]:
    m = c.actor.mention
    yield f"back.governor={c.actor.governor}"
    yield f"back.kind={kind(m)}"
    local_actors = [a for a in c.unit.actors if a.mention.end <= c.system.start or a.mention.start >= c.system.end]
    bare = sum(a.governor in ("bare", "nom") for a in local_actors)
    yield f"back.was={c.was}.{min(len(local_actors), 2)}.{min(bare, 1)}"
    yield f"back.best={any(s > 1 for s in (c.local_supplier,))}.{any(s > 1 for s in (c.local_recipient,))}.{c.was}"
    if c.trigger:
        yield f"back.type={c.trigger.type}"
    local = len(c.unit.actors)
    yield f"back.local={min(local, 3)}"
    yield f"back.same={any(a.mention.entity.id == m.entity.id for a in c.unit.actors):d}"
    starts = words(c.unit.doc, c.unit.start, c.unit.start + 2)
    yield f"back.start={starts[0] if starts else ''}.{c.actor.governor}"


def _around(c: Candidate) -> Iterator[str]:
    m, doc, unit = c.actor.mention, c.unit.doc, c.unit
    before = masked(unit, m.start - WINDOW, m.start)
    after = masked(unit, m.end, m.end + WINDOW)
    for i, word in enumerate(reversed(before), 1):
        yield f"w-{i}={word}"
    for i, word in enumerate(after, 1):
        yield f"w+{i}={word}"
    yield f"w-2-1={' '.join(before[-2:])}"
    yield f"w+1+2={' '.join(after[:2])}"
    yield f"w-1+1={' '.join(before[-1:])} _ {' '.join(after[:1])}"
    if m.end <= c.system.start:
        span = masked(unit, m.end, c.system.start)
        if len(span) <= 4:
            yield f"to.sys={' '.join(span)}"
        for word in set(span[:12]):
            yield f"between.sys={word}"
    else:
        span = masked(unit, c.system.end, m.start)
        if len(span) <= 4:
            yield f"from.sys={' '.join(span)}"
        for word in set(span[-12:]):
            yield f"between.sys.after={word}"
    if m.start == unit.start or doc[m.start - 1].text in '"“„':
        yield "first"


def _to_trigger(c: Candidate, t: Trigger, others: list[Governed]) -> Iterator[str]:
    m = c.actor.mention
    place, governor = side(m, t), c.actor.governor
    order = "".join(letter for _, letter in sorted([(m.start, "A"), (t.start, "T"), (c.system.start, "S")]))
    gap = bucket(_gap(m, t), GAPS)
    low, high = min(m.end, t.end), max(m.start, t.start)
    rivals = sum(low <= a.mention.start < high for a in others)
    yield f"slot={t.type}.{place}.{governor}"
    yield f"slot.kind={t.type}.{place}.{governor}.{kind(m)}"
    yield f"word={t.word}.{place}.{governor}"
    yield f"order={order}.{t.type}"
    yield f"order.gov={order}.{governor}"
    yield f"gap={place}{gap}"
    barriers = commas(c.unit, low, high)
    yield f"commas={place}{barriers}"
    yield f"slot.commas={t.type}.{place}.{governor}.{barriers}"
    yield f"rivals={place}.{min(rivals, 3)}.{governor}"
    yield f"slot.rivals={t.type}.{place}.{governor}.{min(rivals, 2)}"
    span = masked(c.unit, m.end, t.start) if place == "b" else masked(c.unit, t.end, m.start)
    for word in set(span[:BETWEEN] if place == "b" else span[-BETWEEN:]):
        yield f"between={place}.{word}"
    if len(span) <= 3:
        yield f"path={t.type}.{place}.{' '.join(span)}"


def system_features(
    unit: Clause, trigger: Trigger | None, system: TokenMention, hold: float, roles: tuple[float, float, int, int]
) -> Iterator[str]:
    """Features for the questions: does the text tell of a transfer of this system, and how far has it got?

    ``roles`` are the best probabilities of a supplier and a recipient and the numbers of actors here and before.
    """
    best_supplier, best_recipient, here, before = roles
    yield "bias"
    yield f"named={system.entity.named:d}"
    yield f"category={system.entity.category}"
    yield f"hold={bucket(hold, (0.0, 0.2, 0.5, 1.0, 2.0, 3.0, 4.0))}"
    yield f"p.s={bucket(best_supplier, (0.1, 0.3, 0.5, 0.7, 0.9))}"
    yield f"p.r={bucket(best_recipient, (0.1, 0.3, 0.5, 0.7, 0.9))}"
    yield f"p.sr={bucket(best_supplier, (0.3, 0.6))}{bucket(best_recipient, (0.3, 0.6))}"
    yield f"actors={min(here, 4)}.{min(before, 1)}"
    if trigger:
        place = side(system, trigger)
        yield f"type={trigger.type}.{place}"
        yield f"word={trigger.word}.{place}"
        yield f"past={trigger.past:d}.{trigger.noun:d}"
    yield from context(unit, trigger, system)
    yield from anywhere(unit)


def status_features(unit: Clause, trigger: Trigger | None, system: TokenMention, cue: tuple[str, str]) -> Iterator[str]:
    """Features for the question how far the transfer has got; ``cue`` is the status and word that the cues give."""
    yield "bias"
    yield f"cue={cue[0]}"
    yield f"cue.word={cue[0]}.{cue[1]}"
    yield f"category={system.entity.category}"
    if trigger:
        yield f"type={trigger.type}.{trigger.past:d}"
        yield f"word={trigger.word}"
        yield f"cue.own={cue[0]}.{cue[1] == trigger.word}"
        yield f"cue.own.type={cue[0]}.{cue[1] == trigger.word}.{trigger.type}.{trigger.past:d}"
        yield f"cue.type={cue[0]}.{trigger.type}"
        yield f"cue.trigger={cue[0]}.{trigger.word}"
    yield from context(unit, trigger, system)
    for word in set(masked(unit, unit.start, unit.end)):
        yield f"any={word}"


def context(unit: Clause, trigger: Trigger | None, system: TokenMention) -> Iterator[str]:
    """The words of the clause: near the system, near the trigger, and anywhere."""
    near = masked(unit, system.start - 4, system.end + 4)
    for word in set(near):
        yield f"near={word}"
    for a, b in pairwise(near):
        yield f"near2={a} {b}"
    if trigger:
        before = masked(unit, trigger.start - 5, trigger.start)
        after = masked(unit, trigger.end, trigger.end + 5)
        for word in before:
            yield f"t-={word}"
        for word in after:
            yield f"t+={word}"
        for a, b in zip(before, [*before[1:], trigger.word], strict=False):
            yield f"t-2={a} {b}"
        for a, b in zip([trigger.word, *after[:-1]], after, strict=False):
            yield f"t+2={a} {b}"


def anywhere(unit: Clause) -> Iterator[str]:
    """All words of the sentence, and its pairs of words."""
    everything = masked(unit, unit.start, unit.end)
    for word in set(everything):
        yield f"any={word}"
    for a, b in pairwise(everything):
        yield f"any2={a} {b}"
