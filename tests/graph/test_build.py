"""The RDF contract of a document's graph."""

import dataclasses
import random
import time

import pyoxigraph as ox
import pytest
from hypothesis import given
from hypothesis import strategies as st
from rdflib import RDF, XSD, BNode, Graph, Literal, URIRef

from kg.claim import Evidence, Extraction, Mention
from kg.config import Settings
from kg.document import Document, Span
from kg.graph.build import document_graph
from kg.graph.claims import Origin, claim_iri
from kg.graph.iris import document_iri
from kg.graph.vocabulary import CK, DCTERMS, OA, PROV, SCHEMA, SKOS
from tests.graph.extraction import DELIVERED, DEPLOYMENT, DOCUMENT, EXTRACTION, FIRST, JANE, OFFICE, REFUSED, TEXT

ROOT = "https://w3id.org/conflict-kg/"
BASE = "https://data.example/"
SETTINGS = Settings(base_iri=BASE)
DOC = URIRef(BASE + "document/en/2022-11-02%20%C3%BCber")


def ntriples(graph: Graph) -> list[str]:
    return sorted(graph.serialize(format="ntriples").splitlines())


def node(claim) -> URIRef:
    return claim_iri(claim, Origin(DOCUMENT, document_iri(BASE, DOCUMENT.id), URIRef("x:run"), BASE))


@pytest.fixture(scope="module")
def graph() -> Graph:
    return document_graph(EXTRACTION, SETTINGS)


def values(graph: Graph, subject: URIRef, predicate: URIRef) -> set[str]:
    return {str(value) for value in graph.objects(subject, predicate)}


def test_the_graph_is_named_after_the_document(graph):
    assert str(graph.identifier) == BASE + "graph/en/2022-11-02%20%C3%BCber"


def test_document(graph):
    assert set(graph.objects(DOC, RDF.type)) == {CK.Document, SCHEMA.NewsArticle}
    assert graph.value(DOC, SCHEMA.text) == Literal(TEXT)
    assert graph.value(DOC, DCTERMS.identifier) == Literal(DOCUMENT.id)
    assert graph.value(DOC, DCTERMS.language) == Literal("en")
    assert graph.value(DOC, SCHEMA.datePublished) == Literal("2022-11-02", datatype=XSD.date)
    assert graph.value(DOC, SCHEMA.url) == Literal("https://a.example/1", datatype=XSD.anyURI)
    assert graph.value(DOC, CK.sha256) == Literal(DOCUMENT.sha256)
    assert graph.value(DOC, CK.warning) == Literal("repaired a name")
    assert graph.value(DOC, DCTERMS.source) is None


def test_mentions_are_entities_and_never_dates(graph):
    expected = {
        ROOT + "state/DEU",
        ROOT + "state/UKR",
        BASE + "state/ruritania",
        BASE + "system/made-up-sam",
        BASE + "system-class/anti-tank-weapons",
        BASE + "person/jane-doe",
        BASE + "place/m%C3%BCllerstadt",
    }
    assert values(graph, DOC, SCHEMA.mentions) == expected


def test_transfer_claim(graph):
    claim = node(DELIVERED)
    assert set(graph.objects(claim, RDF.type)) == {CK.Claim, CK.TransferClaim}
    assert graph.value(claim, PROV.wasDerivedFrom) == DOC
    run = graph.value(claim, PROV.wasGeneratedBy)
    assert (run, RDF.type, PROV.Activity) in graph
    assert graph.value(claim, CK.status) == URIRef(ROOT + "status/delivered")
    assert graph.value(claim, CK.supplier) == URIRef(ROOT + "state/DEU")
    assert graph.value(claim, CK.recipient) == URIRef(ROOT + "state/UKR")
    assert graph.value(claim, CK.system) == URIRef(BASE + "system/made-up-sam")
    assert graph.value(claim, CK.category) == URIRef(ROOT + "category/air-defence")
    assert graph.value(claim, CK.systemWords) == Literal("IRIS-T SLM systems")
    assert graph.value(claim, CK.claimer) == URIRef(BASE + "person/jane-doe")
    assert graph.value(claim, CK.claimerWords) == Literal("Jane Doe")
    assert graph.value(claim, CK.confidence) == Literal("0.93", datatype=XSD.decimal)
    assert graph.value(claim, CK.claimDate) == Literal("2022-11-02", datatype=XSD.date)
    assert graph.value(claim, CK.authorizer) is None
    assert str(graph.value(node(REFUSED), CK.confidence)) == "1"


def test_quantity_and_time(graph):
    quantity = graph.value(node(DELIVERED), CK.quantity)
    assert graph.value(quantity, SCHEMA.minValue) == graph.value(quantity, SCHEMA.maxValue) == Literal(4)
    assert graph.value(quantity, CK.words) == Literal("four")
    span = graph.value(node(DELIVERED), CK.time)
    assert graph.value(span, CK.earliest) == Literal("2022-10-01", datatype=XSD.date)
    assert graph.value(span, CK.latest) == Literal("2022-10-31", datatype=XSD.date)
    assert graph.value(span, CK.precision) == Literal("month")


def test_evidence_is_a_web_annotation_target(graph):
    evidence = graph.value(node(DELIVERED), OA.hasTarget)
    assert graph.value(evidence, OA.hasSource) == DOC
    position, quote = sorted(graph.objects(evidence, OA.hasSelector))
    assert graph.value(position, OA.start) == Literal(FIRST.start)
    assert graph.value(position, OA.end) == Literal(FIRST.end)
    assert graph.value(quote, OA.exact) == Literal(TEXT[FIRST.start : FIRST.end])
    assert graph.value(quote, OA.prefix) is None
    assert graph.value(quote, OA.suffix) == Literal(TEXT[FIRST.end : FIRST.end + 32])


def test_claims_with_the_same_quote_share_the_evidence(graph):
    assert graph.value(node(DELIVERED), OA.hasTarget) == graph.value(node(OFFICE), OA.hasTarget)


def test_office_and_deployment(graph):
    office, deployment = node(OFFICE), node(DEPLOYMENT)
    assert graph.value(office, CK.person) == URIRef(BASE + "person/jane-doe")
    assert graph.value(office, CK.role) == URIRef(ROOT + "role/minister")
    assert graph.value(office, CK.officeOf) == URIRef(ROOT + "state/DEU")
    assert graph.value(office, CK.title) == Literal("minister")
    assert graph.value(deployment, CK.place) == URIRef(BASE + "place/m%C3%BCllerstadt")
    assert graph.value(deployment, CK.troops) == Literal("soldiers")
    quantity = graph.value(deployment, CK.quantity)
    assert graph.value(quantity, SCHEMA.minValue) is None
    assert graph.value(quantity, SCHEMA.maxValue) == Literal("200.5", datatype=XSD.decimal)


def test_only_unknown_entities_are_described(graph):
    assert not list(graph.predicate_objects(URIRef(ROOT + "state/DEU")))
    system = URIRef(BASE + "system/made-up-sam")
    assert graph.value(system, RDF.type) == CK.WeaponSystem
    assert graph.value(system, SKOS.broader) == URIRef(ROOT + "category/air-defence")
    assert set(graph.objects(system, SKOS.prefLabel)) == {Literal("IRIS-T SLM", lang="en")}
    assert set(graph.objects(system, SKOS.altLabel)) == {Literal("IRIS-T", lang="en")}
    assert graph.value(URIRef(BASE + "person/jane-doe"), CK.actsFor) == URIRef(ROOT + "state/DEU")
    assert graph.value(URIRef(BASE + "place/m%C3%BCllerstadt"), CK.country) == URIRef(ROOT + "state/DEU")


def test_one_preferred_label_for_an_id_seen_with_two_labels():
    jane, other = EXTRACTION.mentions[-1], "JANE DOE"
    shouted = dataclasses.replace(jane, entity=dataclasses.replace(jane.entity, label=other))
    graph = document_graph(Extraction(DOCUMENT, (jane, shouted)), SETTINGS)
    person = URIRef(BASE + "person/jane-doe")
    assert set(graph.objects(person, SKOS.prefLabel)) == {Literal("Jane Doe", lang="en")}
    assert set(graph.objects(person, SKOS.altLabel)) == {Literal(other, lang="en")}


def test_the_state_that_only_a_later_mention_knows_is_kept():
    jane = EXTRACTION.mentions[-1]
    stateless = dataclasses.replace(jane, entity=dataclasses.replace(jane.entity, key=None))
    graph = document_graph(Extraction(DOCUMENT, (stateless, jane)), SETTINGS)
    assert values(graph, URIRef(BASE + "person/jane-doe"), CK.actsFor) == {ROOT + "state/DEU"}


def test_same_extraction_same_triples():
    assert ntriples(document_graph(EXTRACTION, SETTINGS)) == ntriples(document_graph(EXTRACTION, SETTINGS))


def test_the_order_of_claims_leaves_no_trace():
    shuffled = list(EXTRACTION.transfers)
    random.Random(1).shuffle(shuffled)
    for transfers in (shuffled, shuffled[::-1]):
        other = dataclasses.replace(EXTRACTION, transfers=tuple(transfers))
        assert ntriples(document_graph(other, SETTINGS)) == ntriples(document_graph(EXTRACTION, SETTINGS))


def test_how_it_ran_leaves_no_trace_but_what_was_asked_does():
    same = Settings(base_iri=BASE, host="0.0.0.0", port=1)
    assert ntriples(document_graph(EXTRACTION, same)) == ntriples(document_graph(EXTRACTION, SETTINGS))
    other = Settings(base_iri=BASE, default_lang="de")
    assert ntriples(document_graph(EXTRACTION, other)) != ntriples(document_graph(EXTRACTION, SETTINGS))


def test_no_blank_nodes(graph):
    assert not [term for triple in graph for term in triple if isinstance(term, BNode)]


def test_claims_that_differ_only_in_quantity_stay_apart():
    six = dataclasses.replace(DELIVERED, quantity=dataclasses.replace(DELIVERED.quantity, min=6, max=6))
    both = document_graph(Extraction(DOCUMENT, transfers=(DELIVERED, six)), SETTINGS)
    assert len(set(both.subjects(RDF.type, CK.TransferClaim))) == 2


def test_a_claim_said_twice_by_the_same_evidence_is_one_node():
    unsure = dataclasses.replace(DELIVERED, confidence=0.1, rule="other")
    graph = document_graph(Extraction(DOCUMENT, transfers=(DELIVERED, unsure)), SETTINGS)
    assert values(graph, node(DELIVERED), CK.rule) == {"active"}


def test_a_document_of_ten_claims_takes_milliseconds():
    quantity = DELIVERED.quantity
    claims = tuple(dataclasses.replace(DELIVERED, quantity=dataclasses.replace(quantity, max=n)) for n in range(4, 14))
    extraction = dataclasses.replace(EXTRACTION, transfers=claims)
    best = float("inf")
    for _ in range(10):
        started = time.perf_counter()
        document_graph(extraction, SETTINGS)
        best = min(best, time.perf_counter() - started)
    assert best < 0.015


def read_back(graph: Graph) -> set[tuple[str, str]]:
    quads = ox.parse(graph.serialize(format="ntriples").encode(), format=ox.RdfFormat.N_TRIPLES)
    return {(quad.predicate.value, quad.object.value) for quad in quads}


@given(st.text(min_size=1), st.text(min_size=1), st.integers(0, 50), st.integers(1, 50))
def test_any_text_comes_back_from_the_graph_as_it_was(identifier, text, start, length):
    span = Span(min(start, len(text) - 1), min(start, len(text) - 1) + min(length, len(text)))
    quote = text[span.start : span.end]
    proof = Evidence(span.start, span.start + len(quote), quote)
    claim = dataclasses.replace(
        DELIVERED,
        evidence=(proof,),
        claimer=None,
        supplier=Mention(proof.span, quote, JANE),
        recipient=None,
        system=None,
    )
    document = Document(identifier, text, "en")
    triples = read_back(document_graph(Extraction(document, transfers=(claim,)), SETTINGS))
    assert (str(SCHEMA.text), text) in triples
    assert (str(DCTERMS.identifier), identifier) in triples
    assert (str(OA.exact), quote) in triples
    assert (str(CK.supplierWords), quote) in triples
