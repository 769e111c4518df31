"""Pin the floors of the quality gate at what is measured now, less a margin.

usage: python -m tests.quality.pin [--margin 0.02] [--lower-floors]

Floors only rise. Where a figure would need a lower floor nothing is written, unless --lower-floors is given.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Mapping, Sequence

from tests.quality import corpus

MARGIN = 0.02


def pinned(
    measured: Mapping[str, float], old: Mapping[str, float], margin: float, lower: bool
) -> tuple[dict[str, float], list[str]]:
    """The new floors, and the figures that have fallen below their old ones.

    Without ``lower`` no floor falls: one that the margin would put lower stays where it is.
    """
    new = {name: max(round(measured[name] - margin, 3), 0.0) for name in corpus.FIGURES}
    fallen = [name for name in new if measured[name] < old.get(name, 0.0)]
    return (new if lower else {name: max(floor, old.get(name, 0.0)) for name, floor in new.items()}), fallen


def as_toml(floors: Mapping[str, float]) -> str:
    lines = [
        "# The least that extraction must reach on seeds/corpus. Written by: python -m tests.quality.pin",
        f'corpus = "{corpus.digest()}"', "", "[floors]", *(f"{name} = {floor:.3f}" for name, floor in floors.items()),
    ]
    return "\n".join(lines) + "\n"


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description="Pin the floors of the quality gate at what is measured now.")
    parser.add_argument("--margin", type=float, default=MARGIN, help="how far below the measured value a floor is set")
    parser.add_argument("--lower-floors", action="store_true", help="let floors fall")
    given = parser.parse_args(arguments)
    old = corpus.floors()["floors"] if corpus.FLOORS.exists() else {}
    measured = corpus.measured()
    new, fallen = pinned(measured, old, given.margin, given.lower_floors)
    for name, floor in new.items():
        print(f"{name:20} measured {measured[name]:.3f}  floor {old.get(name, 0.0):.3f} -> {floor:.3f}")
    if fallen and not given.lower_floors:
        print(f"below their floors: {', '.join(fallen)}; nothing written without --lower-floors", file=sys.stderr)
        return 1
    corpus.FLOORS.write_text(as_toml(new), encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
