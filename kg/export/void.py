"""A description of the dump as a data set: VoID (https://www.w3.org/TR/void/) and DCAT 3
(https://www.w3.org/TR/vocab-dcat-3/), in Turtle."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from typing import BinaryIO

import pyoxigraph as ox

import kg
from kg.export import ordered
from kg.export.model import reading
from kg.graph.vocabulary import CK
from kg.index.project import KINDS
from kg.store import View
from kg.store.prefixes import PREFIXES, prefixes

VOID = "http://rdfs.org/ns/void#"
DCAT = "http://www.w3.org/ns/dcat#"
FORMATS = "http://www.w3.org/ns/formats/"
DCTERMS = PREFIXES["dcterms"]
A = PREFIXES["rdf"] + "type"
DATE = ox.NamedNode(PREFIXES["xsd"] + "date")

VOCABULARIES = ("ck", "dcterms", "oa", "org", "prov", "schema", "skos", "time")
SERIALISATIONS = ("Turtle", "TriG", "N-Triples", "N-Quads", "JSON-LD")

Triple = tuple[str, str, ox.NamedNode | ox.Literal]


def write(view: View, out: BinaryIO, reference: bool) -> None:
    """Describe what an export with the same choice of ``reference`` has in it."""
    size = sum(1 for _ in ordered.triples(view, reference=reference))
    with reading(view) as db:
        described = sorted(_described(view, db, size, reference), key=str)
    triples = (ox.Triple(ox.NamedNode(s), ox.NamedNode(p), o) for s, p, o in described)
    names = prefixes(view.base_iri) | {"void": VOID, "dcat": DCAT, "formats": FORMATS}
    ox.serialize(triples, out, ox.RdfFormat.TURTLE, prefixes=names)


def _described(view: View, db: sqlite3.Connection, size: int, reference: bool) -> Iterator[Triple]:
    dataset = f"{view.base_iri}dataset"
    yield dataset, A, ox.NamedNode(VOID + "Dataset")
    yield dataset, A, ox.NamedNode(DCAT + "Dataset")
    yield dataset, DCTERMS + "title", ox.Literal("Claims on arms transfers in conflict news", language="en")
    yield dataset, DCTERMS + "title", ox.Literal("Behauptungen über Waffenlieferungen in Nachrichten", language="de")
    yield dataset, DCAT + "version", ox.Literal(kg.__version__)
    yield dataset, DCTERMS + "conformsTo", ox.NamedNode(PREFIXES["ck"])
    yield dataset, VOID + "uriSpace", ox.Literal(view.base_iri)
    yield dataset, VOID + "triples", ox.Literal(size)
    for name in VOCABULARIES:
        yield dataset, VOID + "vocabulary", ox.NamedNode(PREFIXES[name])
    for name in SERIALISATIONS:
        yield dataset, VOID + "feature", ox.NamedNode(FORMATS + name)
    for (language,) in db.execute("SELECT DISTINCT lang FROM document WHERE lang IS NOT NULL"):
        yield dataset, DCTERMS + "language", ox.Literal(language)
    yield from _period(dataset, db)
    for kind, count in _classes(db, reference):
        part = f"{dataset}/{kind.rpartition('#')[2]}"
        yield dataset, VOID + "classPartition", ox.NamedNode(part)
        yield part, VOID + "class", ox.NamedNode(kind)
        yield part, VOID + "entities", ox.Literal(count)


def _period(dataset: str, db: sqlite3.Connection) -> Iterator[Triple]:
    """From the first to the last day on which a document was published."""
    (days,) = db.execute("SELECT min(date) AS first, max(date) AS last FROM document WHERE date <> ''")
    if days["first"]:
        period = f"{dataset}/period"
        yield dataset, DCTERMS + "temporal", ox.NamedNode(period)
        yield period, A, ox.NamedNode(DCTERMS + "PeriodOfTime")
        yield period, DCAT + "startDate", ox.Literal(days["first"], datatype=DATE)
        yield period, DCAT + "endDate", ox.Literal(days["last"], datatype=DATE)


def _classes(db: sqlite3.Connection, reference: bool) -> Iterator[tuple[str, int]]:
    """How many there are of each class that occurs."""
    offices = "SELECT count(*) FROM office WHERE document IS {} NULL"
    counts = {
        str(CK.Document): "SELECT count(*) FROM document",
        str(CK.TransferClaim): "SELECT count(*) FROM transfer",
        str(CK.DeploymentClaim): "SELECT count(*) FROM deployment",
        str(CK.OfficeClaim): offices.format("NOT"),
    }
    if reference:
        counts[str(CK.OfficeTerm)] = offices.format("")
    said = "SELECT count(DISTINCT entity) FROM fact WHERE property = 'kind' AND value = ?" + (
        "" if reference else " AND source <> 0"
    )
    for kind, statement in counts.items():
        if count := db.execute(statement).fetchone()[0]:
            yield kind, count
    for kind, name in KINDS.items():
        if count := db.execute(said, (name,)).fetchone()[0]:
            yield kind, count
