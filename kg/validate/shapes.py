"""Runs pySHACL over a graph and turns its report into values."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

import pyshacl
from rdflib import RDF, SH, Graph, URIRef
from rdflib.term import Node

from kg import resources


@dataclass(frozen=True, slots=True)
class Violation:
    """One result of a SHACL report (https://www.w3.org/TR/shacl/#results-validation-result).

    ``shape`` is the IRI of the shape that was broken, ``path`` the property it looked at, ``value`` the value
    at fault where there is one; ``severity`` is "Violation", "Warning" or "Info".
    """

    focus: str
    path: str | None
    value: str | None
    shape: str
    message: str
    severity: str


@dataclass(frozen=True, slots=True)
class Report:
    """Whether a graph keeps to the shapes; ``text`` is the report in words, ``graph`` the one in RDF."""

    conforms: bool
    violations: tuple[Violation, ...]
    text: str
    graph: Graph


@cache
def shapes() -> Graph:
    """The shapes graph, parsed once."""
    return Graph().parse(data=resources.text("ontology/shapes.ttl"), format="turtle")


def run(graph: Graph) -> Report:
    """Validates a graph that already holds the types of what it refers to."""
    conforms, report, text = pyshacl.validate(graph, shacl_graph=shapes(), inplace=True)
    return Report(conforms, _violations(report), text, report)


def _violations(report: Graph) -> tuple[Violation, ...]:
    results = report.subjects(RDF.type, SH.ValidationResult)
    return tuple(sorted((_violation(report, result) for result in results), key=_order))


def _violation(report: Graph, result: Node) -> Violation:
    def text(predicate: URIRef) -> str | None:
        value = report.value(result, predicate)
        return None if value is None else str(value)

    messages = {getattr(m, "language", None): str(m) for m in report.objects(result, SH.resultMessage)}
    return Violation(
        focus=text(SH.focusNode) or "",
        path=text(SH.resultPath),
        value=text(SH.value),
        shape=text(SH.sourceShape) or "",
        message=messages.get("en") or next(iter(messages.values()), ""),
        severity=(text(SH.resultSeverity) or "").rpartition("#")[2],
    )


def _order(violation: Violation) -> tuple[str, ...]:
    v = violation
    return v.focus, v.shape, v.path or "", v.value or "", v.message
