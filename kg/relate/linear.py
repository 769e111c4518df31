"""Linear scorers (multinomial logistic regression) over readable features, kept as plain text.

The file of a language holds three scorers, each headed by ``@ name class class …``; a line is a feature and its
weight for every class, tab-separated. ``@ thresholds`` gives the probabilities that a decision needs, ``@ shares`` and
``@ fusion`` what the encoder weighs, ``@ calibration`` how sure a decision is.
"""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache

from kg import resources
from kg.relate.fusion import Fusion


@dataclass(frozen=True)
class Linear:
    """``weights[feature][i]`` speaks for ``classes[i]``; unknown features say nothing."""

    classes: tuple[str, ...]
    weights: dict[str, tuple[float, ...]]

    def probabilities(self, features: Iterable[str]) -> tuple[float, ...]:
        """The probability of each class; a feature counts once."""
        sums = [0.0] * len(self.classes)
        for feature in set(features):
            for i, weight in enumerate(self.weights.get(feature, ())):
                sums[i] += weight
        highest = max(sums)
        odds = [math.exp(total - highest) for total in sums]
        return tuple(odd / sum(odds) for odd in odds)


@dataclass(frozen=True)
class Thresholds:
    """Probabilities from which on a case is a transfer, an actor its supplier or recipient, and all of that together
    sure enough to be told as delivered.
    """

    transfer: float = 0.5
    supplier: float = 0.35
    recipient: float = 0.35
    delivered: float = 0.0


@dataclass(frozen=True)
class Shares:
    """How much of the roles and of the status is the encoder's, 0..1, where the language has one."""

    roles: float = 0.3
    status: float = 0.6


@dataclass(frozen=True)
class Calibration:
    """Platt scaling (Platt 1999): from a raw confidence to the share of such claims that are right."""

    slope: float = 1.0
    shift: float = 0.0

    def __call__(self, raw: float) -> float:
        """The calibrated confidence, 0..1."""
        odds = math.log(max(raw, 1e-6) / max(1 - raw, 1e-6))
        return 1 / (1 + math.exp(-(self.slope * odds + self.shift)))


@dataclass(frozen=True)
class Scorers:
    """What is learned for a language: roles of actors, whether there is a transfer, its status."""

    roles: Linear  # classes: none, supplier, recipient
    transfer: Linear  # classes: no, yes
    status: Linear
    thresholds: Thresholds
    shares: Shares = Shares()
    calibration: Calibration = Calibration()
    fusion: Fusion | None = None  # without one the encoder is not asked


def dumps(scorers: Scorers, comment: str) -> str:
    """The scorers as text, sorted: the same weights give the same file."""
    lines = [f"# {line}" for line in comment.splitlines()]
    t = scorers.thresholds
    lines.append(f"@ thresholds {t.transfer} {t.supplier} {t.recipient} {t.delivered}")
    lines.append(f"@ calibration {scorers.calibration.slope} {scorers.calibration.shift}")
    lines.append(f"@ shares {scorers.shares.roles} {scorers.shares.status}")
    if scorers.fusion:
        lines.append(" ".join(["@ fusion", *map(str, scorers.fusion.weights)]))
    for name in ("roles", "transfer", "status"):
        linear: Linear = getattr(scorers, name)
        lines.append(" ".join(["@", name, *linear.classes]))
        lines += ["\t".join([f, *(f"{w:.3g}" for w in linear.weights[f])]) for f in sorted(linear.weights)]
    return "\n".join(lines) + "\n"


def loads(text: str) -> Scorers:
    """Scorers from their text."""
    linears: dict[str, Linear] = {}
    thresholds, shares, calibration, fusion = Thresholds(), Shares(), Calibration(), None
    weights: dict[str, tuple[float, ...]] = {}
    for line in text.splitlines():
        if line.startswith("@ "):
            name, *rest = line[2:].split(" ")
            if name == "thresholds":
                thresholds = Thresholds(*map(float, rest))
            elif name == "shares":
                shares = Shares(*map(float, rest))
            elif name == "calibration":
                calibration = Calibration(*map(float, rest))
            elif name == "fusion":
                fusion = Fusion(tuple(map(float, rest)))
            else:
                weights = {}
                linears[name] = Linear(tuple(rest), weights)
        elif line and not line.startswith("# "):
            feature, *numbers = line.split("\t")
            weights[feature] = tuple(map(float, numbers))
    return Scorers(linears["roles"], linears["transfer"], linears["status"], thresholds, shares, calibration, fusion)


@cache
def scorers(lang: str) -> Scorers | None:
    """The learned scorers of a language; None where there are none and the frames alone decide."""
    file = resources.folder("seeds").joinpath("models", f"relate-{lang}.tsv")
    return loads(file.read_text(encoding="utf-8")) if file.is_file() else None
