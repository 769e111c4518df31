"""Linear scorers and encoder together: does the sentence tell of a transfer?

A logistic regression over both opinions and what the roles look like, fitted on documents that neither had seen
(stacking, Wolpert 1992, https://doi.org/10.1016/S0893-6080(05)80023-1).
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from kg.relate.cases import Case

FEATURES = ("bias", "linear", "encoder", "both", "supplier", "recipient", "pair", "trigger", "named", "actors")
SURE = 0.005  # opinions surer than this count as this sure
MOST_ACTORS = 6


@dataclass(frozen=True)
class Fusion:
    """A weight for each of ``FEATURES``."""

    weights: tuple[float, ...]

    def __call__(self, values: Sequence[float]) -> float:
        """The probability of a transfer."""
        odds = sum(weight * value for weight, value in zip(self.weights, values, strict=True))
        return 1 / (1 + math.exp(-odds))


def values(case: Case, linear: float, encoder: float, roles: Sequence[Sequence[float]]) -> tuple[float, ...]:
    """The values of ``FEATURES``: the chances of a transfer that both give, and the chances of the roles."""
    first, second = _odds(linear), _odds(encoder)
    supplier, recipient = (max((chances[column] for chances in roles), default=0.0) for column in (1, 2))
    return (
        1.0,
        first,
        second,
        first * second / 5,
        supplier,
        recipient,
        supplier * recipient,
        float(case.trigger is not None),
        float(case.system.entity.named),
        min(len(case.candidates), MOST_ACTORS) / MOST_ACTORS,
    )


def _odds(chance: float) -> float:
    bounded = min(max(chance, SURE), 1 - SURE)
    return math.log(bounded / (1 - bounded))
