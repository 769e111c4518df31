"""What the pipeline checks before it stores."""

import dataclasses

import pytest
from rdflib import XSD, Literal, URIRef

from kg.claim import Evidence, Extraction
from kg.config import Settings
from kg.document import Span
from kg.errors import ValidationError
from kg.graph.build import document_graph
from kg.graph.vocabulary import CK, OA
from kg.validate import check_grounding, validate_document
from tests.graph.extraction import DELIVERED, DOCUMENT, EXTRACTION, FIRST

SETTINGS = Settings()


def test_a_document_as_built_conforms_and_stays_as_it_was():
    graph = document_graph(EXTRACTION, SETTINGS)
    size = len(graph)
    report = validate_document(graph)
    assert report.conforms, report.text
    assert report.violations == ()
    assert len(graph) == size


def test_a_document_without_claims_conforms():
    assert validate_document(document_graph(Extraction(DOCUMENT), SETTINGS)).conforms


def test_a_violation_says_where_what_and_which_shape():
    graph = document_graph(EXTRACTION, SETTINGS)
    claim = next(graph.subjects(CK.supplier))
    graph.set((claim, CK.confidence, Literal("1.5", datatype=XSD.decimal)))
    report = validate_document(graph)
    assert not report.conforms
    (violation,) = report.violations
    assert violation.focus == str(claim)
    assert violation.path == str(CK.confidence)
    assert violation.value == "1.5"
    assert violation.shape.endswith("#ClaimShape-confidence")
    assert violation.message == "A claim has exactly one confidence, a decimal from 0 to 1."
    assert violation.severity == "Violation"
    assert "Results (1)" in report.text


def test_a_status_that_is_not_on_the_list_is_found():
    graph = document_graph(EXTRACTION, SETTINGS)
    claim = next(graph.subjects(CK.status))
    graph.set((claim, CK.status, URIRef("https://w3id.org/conflict-kg/status/dreamt-of")))
    assert [v.shape.rpartition("#")[2] for v in validate_document(graph).violations] == ["TransferClaimShape-status"]


def test_an_entity_that_nothing_describes_is_no_actor():
    graph = document_graph(EXTRACTION, SETTINGS)
    claim = next(graph.subjects(CK.supplier))
    graph.set((claim, CK.supplier, URIRef("https://w3id.org/conflict-kg/state/ZZZ")))
    assert [v.shape.rpartition("#")[2] for v in validate_document(graph).violations] == ["TransferClaimShape-supplier"]


def test_two_documents_do_not_mix():
    broken = document_graph(EXTRACTION, SETTINGS)
    broken.remove((None, OA.exact, None))
    assert not validate_document(broken).conforms
    assert validate_document(document_graph(EXTRACTION, SETTINGS)).conforms


def test_grounded():
    check_grounding(EXTRACTION)


@pytest.mark.parametrize(
    ("start", "end"), [(FIRST.start + 1, FIRST.end + 1), (FIRST.start, FIRST.end + 1), (0, 10_000)]
)
def test_a_shifted_quote_is_found(start, end):
    claim = dataclasses.replace(
        DELIVERED, evidence=(FIRST, Evidence(start, end, FIRST.quote)), claimer=None, authorizer=None
    )
    with pytest.raises(ValidationError, match=f"{DOCUMENT.id}: {start}..{end} does not read"):
        check_grounding(Extraction(DOCUMENT, transfers=(claim,)))


def test_shifted_words_of_a_role_are_found():
    supplier = DELIVERED.supplier
    shifted = dataclasses.replace(supplier, span=Span(supplier.span.start + 1, supplier.span.end + 1))
    claim = dataclasses.replace(DELIVERED, supplier=shifted)
    with pytest.raises(ValidationError, match="'Germany'"):
        check_grounding(Extraction(DOCUMENT, transfers=(claim,)))


def test_a_claimer_whose_words_are_not_in_the_text_is_found():
    claim = dataclasses.replace(DELIVERED, claimer=dataclasses.replace(DELIVERED.claimer, words="John Doe"))
    with pytest.raises(ValidationError, match="'John Doe'"):
        check_grounding(Extraction(DOCUMENT, transfers=(claim,)))
