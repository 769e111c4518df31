"""The figures: of a document and, added up, of many."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from kg.claim import Status
from kg.evaluate.documents import ENTITY_KINDS, Gold, Prediction, Quote, Record, Role
from kg.evaluate.pairing import Pairing, pair_names


@dataclass(frozen=True, slots=True)
class F1:
    """How many of the predicted and of the gold items are right; nothing predicted of nothing is perfect."""

    right: int = 0
    predicted: int = 0
    gold: int = 0

    @property
    def value(self) -> float:
        """Harmonic mean of precision and recall."""
        return 2 * self.right / (self.predicted + self.gold) if self.predicted + self.gold else 1.0

    @property
    def precision(self) -> float:
        """Share of the predicted items that are right."""
        return self.right / self.predicted if self.predicted else float(not self.gold)

    @property
    def recall(self) -> float:
        """Share of the gold items that are found."""
        return self.right / self.gold if self.gold else float(not self.predicted)

    def __add__(self, other: F1) -> F1:
        return F1(self.right + other.right, self.predicted + other.predicted, self.gold + other.gold)

    def as_json(self) -> dict[str, Any]:
        """Figure and counts."""
        return {
            "f1": self.value,
            "precision": self.precision,
            "recall": self.recall,
            "right": self.right,
            "predicted": self.predicted,
            "gold": self.gold,
        }


@dataclass(frozen=True, slots=True)
class Share:
    """How many of some items are right; of nothing there is no share."""

    right: int = 0
    of: int = 0

    @property
    def value(self) -> float | None:
        """The share, None of nothing."""
        return self.right / self.of if self.of else None

    def __add__(self, other: Share) -> Share:
        return Share(self.right + other.right, self.of + other.of)

    def as_json(self) -> dict[str, Any]:
        """Figure and counts."""
        return {"value": self.value, "right": self.right, "of": self.of}


F1_NAMES = ("triple", "strict", "role", *Role, "entity", *ENTITY_KINDS)
SHARE_NAMES = ("status_accuracy", "quantity_accuracy", "delivered_precision", "grounding")
NAMES = (*F1_NAMES[:6], *SHARE_NAMES, *F1_NAMES[6:])


@dataclass(frozen=True, slots=True)
class Measures:
    """All figures, by name: ``f1`` has those of ``F1_NAMES``, ``shares`` those of ``SHARE_NAMES``."""

    f1: dict[str, F1]
    shares: dict[str, Share]

    def __getitem__(self, name: str) -> F1 | Share:
        return self.f1[name] if name in self.f1 else self.shares[name]

    def value(self, name: str) -> float | None:
        """A figure by its name."""
        return self[name].value

    def as_json(self) -> dict[str, Any]:
        """Every figure with its counts, in the order of ``NAMES``."""
        return {str(name): self[name].as_json() for name in NAMES}


def total(measures: Iterable[Measures]) -> Measures:
    """The figures over several documents: counts are added (micro average)."""
    found = list(measures)
    return Measures(
        {name: sum((one.f1[name] for one in found), F1()) for name in F1_NAMES},
        {name: sum((one.shares[name] for one in found), Share()) for name in SHARE_NAMES},
    )


def measure(gold: Gold, prediction: Prediction, pairing: Pairing) -> Measures:
    """The figures of one document."""
    kinds = {kind: _entities(kind, gold, prediction) for kind in ENTITY_KINDS}
    triples = [pair for pair in pairing.pairs if pair.agreement.triple]
    strict = [pair for pair in triples if pair.agreement.status]
    sizes = len(pairing.predicted), len(pairing.gold)
    roles = {role: _role(role, pairing) for role in Role}
    delivered = [record for record in pairing.predicted if record.status == Status.DELIVERED]
    f1 = {
        "triple": F1(len(triples), *sizes),
        "strict": F1(len(strict), *sizes),
        "role": sum(roles.values(), F1()),
        **roles,
        "entity": sum(kinds.values(), F1()),
        **kinds,
    }
    shares = {
        "status_accuracy": Share(len(strict), len(triples)),
        "quantity_accuracy": Share(sum(pair.agreement.quantity for pair in triples), len(triples)),
        "delivered_precision": Share(sum(p.predicted.status == Status.DELIVERED for p in strict), len(delivered)),
        "grounding": Share(sum(grounded(r, gold.text) for r in prediction.transfers), len(prediction.transfers)),
    }
    return Measures(f1, shares)


def _role(role: Role, pairing: Pairing) -> F1:
    """Fillers of a role; two empty places are no filler."""
    right = sum(role in pair.agreement.roles and role in pair.gold.filled for pair in pairing.pairs)
    predicted, gold = (sum(role in one.filled for one in records) for records in (pairing.predicted, pairing.gold))
    return F1(right, predicted, gold)


def _entities(kind: str, gold: Gold, prediction: Prediction) -> F1:
    ours, theirs = prediction.entities(kind), gold.entities(kind)
    return F1(len(pair_names(ours, theirs)), len(ours), len(theirs))


def grounded(record: Record, text: str) -> bool:
    """Whether there is evidence and all of it stands in the text, where offsets are given at that place."""
    quotes = [record.evidence] if isinstance(record.evidence, str) else record.evidence
    return bool(quotes) and all(_stands(quote, text) for quote in quotes or ())


def _stands(quote: Quote | str, text: str) -> bool:
    if isinstance(quote, str):
        return bool(quote) and quote in text
    return 0 <= quote.start < quote.end <= len(text) and text[quote.start : quote.end] == quote.quote
