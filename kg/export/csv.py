"""CSV (RFC 4180, UTF-8): one row a transfer claim, for spreadsheets."""

from __future__ import annotations

import csv
import io
from typing import BinaryIO

import pyoxigraph as ox

from kg.store import View
from kg.store.prefixes import PREFIXES

PATHS = {
    "supplier": "ck:supplier skos:prefLabel",
    "recipient": "ck:recipient skos:prefLabel",
    "system": "ck:system skos:prefLabel",
    "category": "ck:category skos:notation",
    "quantity_min": "ck:quantity schema:minValue",
    "quantity_max": "ck:quantity schema:maxValue",
    "status": "ck:status skos:notation",
    "claimer": "ck:claimerWords",
    "date": "ck:claimDate",
    "confidence": "ck:confidence",
    "quote": "oa:hasTarget oa:hasSelector oa:exact",
    "document": "prov:wasDerivedFrom dcterms:identifier",
    "title": "prov:wasDerivedFrom dcterms:title",
    "url": "prov:wasDerivedFrom schema:url",
}
"""The columns, each with the properties that lead to it from the claim."""

Subject = ox.NamedNode | ox.BlankNode | ox.Triple

_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def _node(name: str) -> ox.NamedNode:
    prefix, _, local = name.partition(":")
    return ox.NamedNode(PREFIXES[prefix] + local)


_STEPS = {column: [_node(name) for name in path.split()] for column, path in PATHS.items()}


def write(view: View, out: BinaryIO, reference: bool) -> None:
    """Write the claims by document and IRI. A cell that a spreadsheet would run as a formula gets a leading quote."""
    text = io.TextIOWrapper(out, encoding="utf-8", newline="", write_through=True)
    try:
        rows = csv.writer(text)  # with CRLF, else a lone CR in a cell would not be quoted
        rows.writerow(PATHS)
        claims = view.quads.quads_for_pattern(None, _node("rdf:type"), _node("ck:TransferClaim"))
        nodes = {(str(quad.graph_name), str(quad.subject)): quad.subject for quad in claims}
        for key in sorted(nodes):
            rows.writerow([_safe(_cell(view, nodes[key], steps)) for steps in _STEPS.values()])
    finally:
        text.detach()


def _cell(view: View, claim: Subject, steps: list[ox.NamedNode]) -> str:
    """What the steps lead to; of labels the English one, several quotes in the order of the alphabet."""
    nodes: set[Subject] = {claim}
    for step in steps[:-1]:
        found = (quad.object for node in nodes for quad in view.quads.quads_for_pattern(node, step, None))
        nodes = {term for term in found if not isinstance(term, ox.Literal)}
    ends = {quad.object for node in nodes for quad in view.quads.quads_for_pattern(node, steps[-1], None)}
    literals = [term for term in ends if isinstance(term, ox.Literal)]
    english = [term.value for term in literals if term.language == "en"]
    return min(english) if english else " […] ".join(sorted(term.value for term in literals))


def _safe(cell: str) -> str:
    """See https://owasp.org/www-community/attacks/CSV_Injection."""
    return f"'{cell}" if cell.startswith(_FORMULA) else cell
