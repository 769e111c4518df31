"""Saved runs, and what changed between two of them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from kg.errors import ReadError
from kg.evaluate import bootstrap
from kg.evaluate.bootstrap import Interval
from kg.evaluate.evaluation import BOOTSTRAPPED, Evaluation
from kg.evaluate.files import parse, read_bytes
from kg.evaluate.measures import F1, F1_NAMES, NAMES, SHARE_NAMES, Measures, Share, total


@dataclass(frozen=True)
class Run:
    """The figures of an earlier run by document; ``gold`` is the digest of what it was measured against."""

    gold: str
    documents: Mapping[str, Measures]


@dataclass(frozen=True)
class Comparison:
    """What changed, on the documents that both runs measured.

    ``figures`` has before and after by name. ``intervals`` has the 95 % intervals of the changes of triple and
    strict F1, documents drawn in pairs. ``better`` and ``worse`` have the change of the number of errors by document:
    predictions that are not right and gold records that are not found, counted for triple and for strict.
    """

    same_gold: bool
    shared: int
    only_before: int
    only_after: int
    figures: Mapping[str, tuple[float | None, float | None]]
    intervals: Mapping[str, Interval | None]
    better: Mapping[str, int]
    worse: Mapping[str, int]

    def as_json(self) -> dict[str, Any]:
        """Everything, with the differences worked out."""
        return {
            "same_gold": self.same_gold,
            "shared": self.shared,
            "only_before": self.only_before,
            "only_after": self.only_after,
            "figures": {
                name: {"before": before, "after": after, "difference": change(before, after)}
                for name, (before, after) in self.figures.items()
            },
            "intervals": {name: list(found) if found else None for name, found in self.intervals.items()},
            "better": dict(self.better),
            "worse": dict(self.worse),
        }


def change(before: float | None, after: float | None) -> float | None:
    """After minus before, None when one of them is."""
    return None if before is None or after is None else after - before


def compare(earlier: Run, now: Evaluation) -> Comparison:
    """Hold a run against an earlier one."""
    shared = [name for name in now.documents if name in earlier.documents]
    before, after = ([run.documents[name] for name in shared] for run in (earlier, now))
    totals = total(before), total(after)
    changes = {name: _errors(b) - _errors(a) for name, b, a in zip(shared, before, after, strict=True)}
    return Comparison(
        same_gold=earlier.gold == now.gold,
        shared=len(shared),
        only_before=len(earlier.documents) - len(shared),
        only_after=len(now.documents) - len(shared),
        figures={str(name): (totals[0].value(name), totals[1].value(name)) for name in NAMES},
        intervals={
            name: bootstrap.difference([one.f1[name] for one in before], [one.f1[name] for one in after])
            for name in BOOTSTRAPPED
        },
        better={name: -fewer for name, fewer in changes.items() if fewer > 0},
        worse={name: -fewer for name, fewer in changes.items() if fewer < 0},
    )


def _errors(measures: Measures) -> int:
    counts = [measures.f1[name] for name in BOOTSTRAPPED]
    return sum(one.predicted + one.gold - 2 * one.right for one in counts)


def read_run(path: Path) -> Run:
    """A run that ``kg evaluate --save`` wrote. Raises UsageError for a missing file, ReadError for anything else."""
    value = parse(path, read_bytes(path))
    try:
        return Run(str(value["gold"]), {str(name): _measures(one) for name, one in value["per_document"].items()})
    except (KeyError, TypeError, AttributeError, ValueError):
        raise ReadError(path, "not a run that kg evaluate --save wrote") from None


def _measures(figures: Mapping[str, Mapping[str, Any]]) -> Measures:
    def counts(name: str, *fields: str) -> list[int]:
        return [int(figures[name][field]) for field in fields]

    return Measures(
        {name: F1(*counts(name, "right", "predicted", "gold")) for name in F1_NAMES},
        {name: Share(*counts(name, "right", "of")) for name in SHARE_NAMES},
    )
