"""What extraction reaches on the corpus that the project ships, and the floors it must keep."""

from __future__ import annotations

import hashlib
import tomllib
from pathlib import Path
from typing import Any

from kg.commands.evaluate import prediction
from kg.config import load
from kg.errors import ReadError
from kg.evaluate import evaluate_documents, read_gold
from kg.pipeline import extract_all

GOLD = Path(__file__).parents[2] / "seeds/corpus/gold.jsonl"
FLOORS = Path(__file__).with_name("floors.toml")
FIGURES = (
    "triple", "strict", "delivered_precision", "quantity_accuracy",
    "states", "people", "organizations", "weapons",
)
EXACT = "grounding"  # must be 1, whatever the floors


def digest() -> str:
    return hashlib.sha256(GOLD.read_bytes()).hexdigest()


def floors() -> dict[str, Any]:
    """``corpus``, the digest that the floors were pinned on, and ``floors`` by figure."""
    return tomllib.loads(FLOORS.read_text(encoding="utf-8"))


def measured() -> dict[str, float]:
    """The gated figures and the grounding, as measured now; 0 where nothing was found to have a share of."""
    found = list(extract_all([GOLD], load()))
    failures = [one for one in found if isinstance(one, ReadError)]
    if failures:
        raise failures[0]
    predictions = [prediction(one) for one in found if not isinstance(one, ReadError)]
    measures = evaluate_documents(read_gold([GOLD]), predictions).measures
    return {name: measures.value(name) or 0.0 for name in (*FIGURES, EXACT)}
