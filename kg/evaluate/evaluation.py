"""Predictions against gold: figures, errors, intervals."""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from kg.evaluate import bootstrap
from kg.evaluate.bootstrap import Interval
from kg.evaluate.documents import Gold, Prediction
from kg.evaluate.errors import KINDS, Error, confusion, find_errors
from kg.evaluate.measures import Measures, measure, total
from kg.evaluate.pairing import pair_records

BOOTSTRAPPED = ("triple", "strict")


@dataclass(frozen=True)
class Evaluation:
    """What came of it. ``documents`` has the figures of each gold document by id, in the order given.

    ``not_predicted`` are gold documents without prediction, counted as empty predictions; ``not_in_gold`` are
    predicted ones without gold, left out. ``dropped`` counts predictions that say the triple of an optional record.
    ``status_confusion`` counts found triples by (gold status, predicted status). ``gold`` is the gold's digest.
    """

    gold: str
    documents: Mapping[str, Measures]
    errors: Sequence[Error]
    status_confusion: Counter[tuple[str, str]]
    not_predicted: Sequence[str]
    not_in_gold: Sequence[str]
    dropped: int

    @cached_property
    def measures(self) -> Measures:
        """The figures over all documents."""
        return total(self.documents.values())

    @cached_property
    def intervals(self) -> dict[str, Interval | None]:
        """The 95 % bootstrap intervals of triple and strict F1; None without documents."""
        return {name: bootstrap.interval([one.f1[name] for one in self.documents.values()]) for name in BOOTSTRAPPED}

    @cached_property
    def error_counts(self) -> dict[str, int]:
        """Errors by kind, in the order of ``KINDS``, those that occur."""
        counts = Counter(error.kind for error in self.errors)
        return {str(kind): counts[kind] for kind in KINDS if counts[kind]}

    def as_json(self) -> dict[str, Any]:
        """Everything but the single errors; what a run is saved as."""
        return {
            "gold": self.gold,
            "documents": len(self.documents),
            "not_predicted": list(self.not_predicted),
            "not_in_gold": list(self.not_in_gold),
            "dropped_with_optional": self.dropped,
            "measures": self.measures.as_json(),
            "intervals": {name: list(found) if found else None for name, found in self.intervals.items()},
            "errors": self.error_counts,
            "status_confusion": [
                {"gold": gold, "predicted": predicted, "count": count}
                for (gold, predicted), count in sorted(self.status_confusion.items())
            ],
            "per_document": {name: one.as_json() for name, one in self.documents.items()},
        }


def evaluate(gold: Sequence[Mapping[str, Any]], predicted: Sequence[Mapping[str, Any]]) -> Evaluation:
    """Measure predictions, one JSON object a document, joined to gold by ``id``.

    Predictions are as ``kg extract --json`` prints them, or in the gold format; ``systems``, where there, lists all
    mentions of systems and classes, so that what was not recognised can be told from what was not related.
    Raises ValueError (pydantic.ValidationError among them) for a malformed document and for an id that occurs twice.
    """
    return evaluate_documents(
        [Gold.model_validate(one) for one in gold], [Prediction.model_validate(one) for one in predicted]
    )


def evaluate_documents(gold: Sequence[Gold], predicted: Sequence[Prediction]) -> Evaluation:
    """The same for documents that were checked already. Raises ValueError for an id that occurs twice."""
    for what, documents in (("gold", gold), ("predicted", predicted)):
        twice = [name for name, count in Counter(one.id for one in documents).items() if count > 1]
        if twice:
            raise ValueError(f"{what} twice: {twice[0]}")
    by_id = {one.id: one for one in predicted}
    joined = [(one, by_id.get(one.id) or Prediction(id=one.id)) for one in gold]
    pairings = [pair_records(ours.transfers, theirs.transfers) for theirs, ours in joined]
    found = list(zip(joined, pairings, strict=True))
    known = {one.id for one in gold}
    return Evaluation(
        gold=digest(gold),
        documents={theirs.id: measure(theirs, ours, pairing) for (theirs, ours), pairing in found},
        errors=[error for (theirs, ours), pairing in found for error in find_errors(theirs, ours, pairing)],
        status_confusion=confusion(pairings),
        not_predicted=[one.id for one in gold if one.id not in by_id],
        not_in_gold=sorted(set(by_id) - known),
        dropped=sum(len(pairing.dropped) for pairing in pairings),
    )


def digest(gold: Sequence[Gold]) -> str:
    """SHA-256 (hex) over what is measured against, in any order of the documents."""
    lines = sorted(json.dumps(one.model_dump(mode="json"), sort_keys=True) for one in gold)
    return hashlib.sha256("\n".join(lines).encode("utf-8", "surrogatepass")).hexdigest()
