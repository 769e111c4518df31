"""The graph of one document: the document, the run that read it, its claims and the entities no table knows."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from rdflib import Graph, Literal, URIRef

from kg import __version__
from kg.claim import Claim, Entity, Extraction
from kg.config import Settings
from kg.document import Document
from kg.graph.claims import Origin, claim_iri, claim_triples
from kg.graph.entities import descriptions, entity_iri
from kg.graph.iris import digest, document_iri, graph_iri
from kg.graph.terms import CLASS, TYPE, Triple, address, date
from kg.graph.vocabulary import CK, DCTERMS, PROV, SCHEMA

CONFIGURATION = (
    "base_iri", "default_lang", "max_text_chars", "min_confidence",
    "spacy_pipeline_en", "spacy_pipeline_de", "label_map",
)  # fmt: skip
"""The settings that a document's graph depends on; how many workers made it must leave no trace."""


def document_graph(extraction: Extraction, settings: Settings) -> Graph:
    """Everything that was read out of a document, as the named graph that the store keeps for it.

    No blank nodes and no time of day: the same extraction and settings give the same triples. Of claims that
    say the same by the same evidence the first stays.
    """
    document, base = extraction.document, settings.base_iri
    run = run_iri(settings)
    origin = Origin(document, document_iri(base, document.id), run, base)
    claims: dict[URIRef, Claim] = {}
    for claim in extraction.claims:
        claims.setdefault(claim_iri(claim, origin), claim)
    entities = list(_entities(extraction, claims.values()))
    graph = Graph(identifier=graph_iri(base, document.id), bind_namespaces="none")
    add = graph.add
    for triple in _run_triples(run, settings):
        add(triple)
    for triple in _document_triples(document, origin.node):
        add(triple)
    for warning in extraction.warnings:
        add((origin.node, CK.warning, Literal(warning)))
    for entity in entities:
        add((origin.node, SCHEMA.mentions, entity_iri(base, entity.id)))
    for triple in descriptions(entities, base, document.lang):
        add(triple)
    for node, claim in claims.items():
        for triple in claim_triples(claim, node, origin):
            add(triple)
    return graph


def run_iri(settings: Settings) -> URIRef:
    """The run: one node for all documents read by one version with one configuration."""
    return URIRef(f"{settings.base_iri}run/{digest(__version__, configuration_hash(settings))}")


def configuration_hash(settings: Settings) -> str:
    """Hex digest of the settings that a document's graph depends on."""
    return digest(*(f"{name}={getattr(settings, name)}" for name in CONFIGURATION))


def _run_triples(run: URIRef, settings: Settings) -> Iterator[Triple]:
    yield run, TYPE, PROV.Activity
    yield run, CK.softwareVersion, Literal(__version__)
    yield run, CK.configurationHash, Literal(configuration_hash(settings))


def _document_triples(document: Document, node: URIRef) -> Iterator[Triple]:
    yield node, TYPE, CK.Document
    yield node, TYPE, SCHEMA.NewsArticle
    yield node, DCTERMS.identifier, Literal(document.id)
    yield node, DCTERMS.language, Literal(document.lang)
    yield node, CK.sha256, Literal(document.sha256)
    yield node, SCHEMA.text, Literal(document.text)
    if document.title:
        yield node, DCTERMS.title, Literal(document.title)
    if document.source:
        yield node, DCTERMS.source, Literal(document.source)
    if document.url:
        yield node, SCHEMA.url, address(document.url)
    if document.date:
        yield node, SCHEMA.datePublished, date(document.date)


def _entities(extraction: Extraction, claims: Iterable[Claim]) -> Iterator[Entity]:
    """Every entity that the document names, in the order of the text, then those only claims know."""
    for mention in extraction.mentions:
        if mention.entity.kind in CLASS:
            yield mention.entity
    for claim in claims:
        yield from (mention.entity for mention in claim.fillers)
        if claim.claimer:
            yield claim.claimer.entity
