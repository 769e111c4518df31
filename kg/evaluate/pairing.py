"""Which predicted record is held against which gold record."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import reduce

from kg.evaluate.agreement import Agreement, agreement
from kg.evaluate.assignment import assign
from kg.evaluate.documents import Record


@dataclass(frozen=True, slots=True)
class Pair:
    """A prediction and the gold record that it is held against; they agree on one role at least."""

    predicted: Record
    gold: Record
    agreement: Agreement


@dataclass(frozen=True, slots=True)
class Pairing:
    """What counts in a document: pairs with required gold, gold and predictions without partner.

    A prediction that says the whole triple of an optional gold record is ``dropped``, like all optional records.
    """

    pairs: list[Pair]
    missed: list[Record]
    spurious: list[Record]
    dropped: list[Record]

    @property
    def predicted(self) -> list[Record]:
        """The predictions that count."""
        return [pair.predicted for pair in self.pairs] + self.spurious

    @property
    def gold(self) -> list[Record]:
        """The gold records that count."""
        return [pair.gold for pair in self.pairs] + self.missed


def pair_records(predicted: Sequence[Record], gold: Sequence[Record]) -> Pairing:
    """Pair one to one so that the sum of agreeing roles is greatest.

    Among equals, required gold records come before optional ones, then whole triples, equal status, equal quantity.
    """
    table = [[agreement(p, g) for g in gold] for p in predicted]
    base = 3 * max(len(predicted), len(gold), 1) + 1  # above the sum of any one criterion
    found = assign([[_weight(a, g.optional, base) for a, g in zip(row, gold, strict=True)] for row in table])
    required = [(i, j) for i, j in found if not gold[j].optional]
    dropped = {i for i, j in found if gold[j].optional and table[i][j].triple}
    used, met = {i for i, _ in required}, {j for _, j in required}
    return Pairing(
        [Pair(predicted[i], gold[j], table[i][j]) for i, j in required],
        [g for j, g in enumerate(gold) if j not in met and not g.optional],
        [p for i, p in enumerate(predicted) if i not in used | dropped],
        [predicted[i] for i in sorted(dropped)],
    )


def _weight(found: Agreement, optional: bool, base: int) -> int:
    """The criteria in order of importance, as the digits of one number; 0 when no role agrees."""
    roles = len(found.roles)
    if not roles:
        return 0
    digits = (
        roles,
        0 if optional else roles,
        found.triple and not optional,
        found.triple and found.status,
        found.triple and found.quantity,
    )
    return reduce(lambda number, digit: number * base + digit, digits, 0)


def pair_names(predicted: Sequence[frozenset[str]], gold: Sequence[frozenset[str]]) -> list[tuple[int, int]]:
    """Pair entities that share a name, one to one, as many as possible: indices of predicted and gold ones."""
    return assign([[int(not ours.isdisjoint(theirs)) for theirs in gold] for ours in predicted])
