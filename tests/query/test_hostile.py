"""A thousand hostile strings for every type of parameter: they name what a filter in Python says, or nothing."""

import datetime
from decimal import Decimal, InvalidOperation

import pytest
from rdflib import RDF, Graph

from kg.errors import QueryError
from kg.query.words import CLASSES, resolve
from kg.store import Snapshot
from tests.serve.graphql.hostile import strings
from tests.store.samples import BASE, CK, DOCUMENTS, KG, SKOS, reference

NAMES = ((SKOS.prefLabel, 1), (CK.alpha3, 1), (SKOS.notation, 1), (SKOS.altLabel, 2))


@pytest.fixture(scope="module")
def whole() -> Graph:
    graph = reference()
    for document in DOCUMENTS.values():
        graph += document
    return graph


def meant(whole: Graph, type: str, value: str) -> set[str]:
    nodes = {str(node) for name in CLASSES[type] for node in whole.subjects(RDF.type, CK[name])}
    if exact := {value, KG + value, BASE + value} & nodes if "/" in value else set():
        return exact
    wanted = " ".join(value.lower().replace("-", " ").split())
    ranked = [
        (rank, str(node))
        for predicate, rank in NAMES
        for node, name in whole.subject_objects(predicate)
        if str(node) in nodes and name.lower().replace("-", " ") == wanted
    ]
    return {node for rank, node in ranked if rank == min(ranked)[0]}


@pytest.mark.parametrize("type", ["actor", "system", "category", "status", "role", "place"])
def test_names(snapshot: Snapshot, whole: Graph, type: str) -> None:
    for value in (*strings(), "Leopard 2", "Kyiv", "UKR", "uav", "denied", "defence minister"):
        wanted = meant(whole, type, value) if value.isprintable() else set()
        try:
            assert {resolve(snapshot, type, value).value} == wanted, value
        except QueryError as error:
            assert len(wanted) != 1, value
            assert ("may be any of" if wanted else f"no {type} of that name") in error.reason


def test_days_and_numbers(snapshot: Snapshot) -> None:
    for value in (*strings(), "2023-01-31", "0.5"):
        for type, read in (("date", datetime.date.fromisoformat), ("number", Decimal)):
            try:
                found = resolve(snapshot, type, value).value
            except QueryError as error:
                assert "is no date" in error.reason or "is no number" in error.reason
                continue
            try:
                assert read(found) == read(value)
            except (ValueError, InvalidOperation):
                raise AssertionError(value) from None
