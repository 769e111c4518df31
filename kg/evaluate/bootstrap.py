"""How sure a figure is: the percentile bootstrap over documents (Efron 1979, doi:10.1214/aos/1176344552)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from kg.evaluate.measures import F1

RESAMPLES = 1_000
SEED = 20_240_229
LEVEL = 0.95

Floats = npt.NDArray[np.float64]
Integers = npt.NDArray[np.int64]


class Interval(NamedTuple):
    """Within these two values lies 95 % of what samples of documents like these would give."""

    low: float
    high: float


def interval(documents: Sequence[F1], resamples: int = RESAMPLES, seed: int = SEED) -> Interval | None:
    """The interval of an F1 from the counts of each document; None for no documents."""
    if not documents:
        return None
    return _middle(_values(documents, _draws(len(documents), resamples, seed)))


def difference(
    before: Sequence[F1], after: Sequence[F1], resamples: int = RESAMPLES, seed: int = SEED
) -> Interval | None:
    """The interval of the change of an F1 on the same documents, drawn together; None for no documents.

    Raises ValueError when the two are not of one length.
    """
    if len(before) != len(after):
        raise ValueError(f"{len(before)} documents before, {len(after)} after")
    if not before:
        return None
    draws = _draws(len(before), resamples, seed)
    return _middle(_values(after, draws) - _values(before, draws))


def _draws(documents: int, resamples: int, seed: int) -> Integers:
    """How often each sample, with replacement, holds each document: resamples x documents."""
    return np.random.default_rng(seed).multinomial(documents, np.full(documents, 1 / documents), size=resamples)


def _values(documents: Sequence[F1], draws: Integers) -> Floats:
    """The F1 of each sample."""
    counts = np.array([(one.right, one.predicted, one.gold) for one in documents], dtype=np.int64)
    right, predicted, gold = (draws @ counts).T
    size = predicted + gold
    return np.where(size > 0, 2 * right / np.maximum(size, 1), 1.0)


def _middle(values: Floats) -> Interval:
    tail = (1 - LEVEL) / 2
    low, high = np.quantile(values, (tail, 1 - tail))
    return Interval(float(low), float(high))
