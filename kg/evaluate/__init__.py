"""Predictions against hand-annotated transfers: the figures, the errors behind them, and how runs compare."""

from kg.evaluate.agreement import role_agrees
from kg.evaluate.evaluation import Evaluation, evaluate, evaluate_documents
from kg.evaluate.files import read_gold, read_predicted
from kg.evaluate.runs import Comparison, compare, read_run

__all__ = [
    "Comparison",
    "Evaluation",
    "compare",
    "evaluate",
    "evaluate_documents",
    "read_gold",
    "read_predicted",
    "read_run",
    "role_agrees",
]
