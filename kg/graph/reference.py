"""The reference graph: vocabularies of ``ontology/`` and tables of ``seeds/`` as RDF, built once a process."""

from __future__ import annotations

import calendar
import datetime
from collections.abc import Iterator
from functools import cache

import pyoxigraph
from rdflib import Graph, Literal, URIRef

from kg import resources
from kg.graph.convert import triples_of
from kg.graph.iris import REFERENCE_GRAPH, ROOT, digest, path, reference_iri
from kg.graph.terms import TYPE, Triple, date
from kg.graph.vocabulary import CK, ORG, SKOS

CONCEPTS = ("statuses", "categories", "systems")
ALTERNATIVE = {"name", "abbreviation", "capital"}
"""Kinds of ``state_names.csv`` that name a state; the others (adjectives, people of a state) only point to one."""


@cache
def reference_graph() -> Graph:
    """States, organizations, armed groups, people and their offices, roles, systems, categories, statuses.

    One graph for the whole process: do not change it.
    """
    graph = Graph(identifier=REFERENCE_GRAPH, bind_namespaces="none")
    for name in CONCEPTS:
        turtle = resources.text(f"ontology/{name}.ttl")
        for triple in triples_of(pyoxigraph.parse(turtle, format=pyoxigraph.RdfFormat.TURTLE)):
            graph.add(triple)
    for part in (_states, _organizations, _armed_groups, _people, _roles, _offices):
        for triple in part():
            graph.add(triple)
    return graph


@cache
def _ids() -> frozenset[str]:
    subjects = map(str, reference_graph().subjects(unique=True))
    return frozenset(subject.removeprefix(ROOT) for subject in subjects)


def is_reference(entity_id: str) -> bool:
    """Whether an entity is in the reference data: ``"state/DEU"``, ``"system/leopard-2"``."""
    return path(entity_id) in _ids()


def _labels(node: URIRef, row: dict[str, str]) -> Iterator[Triple]:
    """Preferred labels of a row's ``name_en`` and ``name_de``, alternative ones of its ``aliases``."""
    names = {row["name_en"], row["name_de"]}
    yield from _texts(node, SKOS.prefLabel, en=row["name_en"], de=row["name_de"])
    for alias in row.get("aliases", "").split("|"):
        if alias and alias not in names and not alias.startswith("lastname:"):
            yield node, SKOS.altLabel, Literal(alias)


def _texts(node: URIRef, predicate: URIRef, **texts: str) -> Iterator[Triple]:
    for lang, text in texts.items():
        if text:
            yield node, predicate, Literal(text, lang=lang)


def _state(key: str) -> URIRef:
    return reference_iri(f"state/{key}")


@cache
def _state_keys() -> frozenset[str]:
    return frozenset(row["key"] for row in resources.table("seeds/states.csv"))


def _to_state(node: URIRef, predicate: URIRef, key: str) -> Iterator[Triple]:
    """A link to a state of the table; territories that it leaves out (Hong Kong) get no link into the void."""
    if key in _state_keys():
        yield node, predicate, _state(key)


def _states() -> Iterator[Triple]:
    preferred = set()
    for row in resources.table("seeds/states.csv"):
        node = _state(row["key"])
        preferred |= {(row["key"], "en", row["name_en"]), (row["key"], "de", row["name_de"])}
        yield node, TYPE, CK.State
        yield node, CK.alpha3, Literal(row["key"])
        yield node, CK.alpha2, Literal(row["iso2"])
        yield node, CK.continent, Literal(row["continent"])
        yield from _labels(node, row)
        yield from _texts(node, CK.capital, en=row["capital_en"], de=row["capital_de"])
    for row in resources.table("seeds/state_names.csv"):
        if row["kind"] in ALTERNATIVE and (row["key"], row["lang"], row["form"]) not in preferred:
            yield _state(row["key"]), SKOS.altLabel, Literal(row["form"], lang=row["lang"] or None)


def _organizations() -> Iterator[Triple]:
    for row in resources.table("seeds/organizations.csv"):
        node = reference_iri(f"organization/{row['id']}")
        yield node, TYPE, CK.Organization
        yield from _labels(node, row)
        yield node, CK.organizationKind, Literal(row["kind"])
        yield from _to_state(node, CK.actsFor, row["acts_for"])
        yield from _to_state(node, CK.country, row["country"])


def _armed_groups() -> Iterator[Triple]:
    for row in resources.table("seeds/armed_groups.csv"):
        node = reference_iri(f"armed-group/{row['id']}")
        yield node, TYPE, CK.ArmedGroup
        yield from _labels(node, row)
        yield from _to_state(node, CK.country, row["country"])
        yield from _period(node, CK.activeFrom, row["active_from"], CK.activeTo, row["active_to"])


def _people() -> Iterator[Triple]:
    for row in resources.table("seeds/people.csv"):
        node = reference_iri(f"person/{row['id']}")
        yield node, TYPE, CK.Person
        yield from _labels(node, row)


def _roles() -> Iterator[Triple]:
    scheme = reference_iri("role/")
    yield scheme, TYPE, SKOS.ConceptScheme
    for row in resources.table("seeds/roles.csv"):
        node = reference_iri(f"role/{row['id']}")
        yield node, TYPE, SKOS.Concept
        yield node, TYPE, CK.Role
        yield node, SKOS.inScheme, scheme
        yield node, SKOS.notation, Literal(row["id"])
        yield node, CK.actsForState, Literal(row["acts_for_state"] == "yes")
        yield from _texts(node, SKOS.prefLabel, en=row["name_en"], de=row["name_de"])


def _offices() -> Iterator[Triple]:
    groups = {row["id"] for row in resources.table("seeds/armed_groups.csv")}
    organizations = {row["id"] for row in resources.table("seeds/organizations.csv")}
    for row in resources.table("seeds/offices.csv"):
        of = row["of"]
        kind = "organization" if of in organizations else "armed-group" if of in groups else "state"
        node = reference_iri(f"office/{digest(row['person'], row['role'], of, row['start'])}")
        yield node, TYPE, CK.OfficeTerm
        yield node, TYPE, ORG.Membership
        yield node, CK.person, reference_iri(f"person/{row['person']}")
        yield node, CK.role, reference_iri(f"role/{row['role']}")
        yield node, CK.officeOf, reference_iri(f"{kind}/{of}")
        yield from _texts(node, CK.title, en=row["title_en"], de=row["title_de"])
        yield from _period(node, CK.start, row["start"], CK.end, row["end"])


def _period(node: URIRef, first: URIRef, start: str, last: URIRef, end: str) -> Iterator[Triple]:
    if start:
        yield node, first, date(widened(start)[0])
    if end:
        yield node, last, date(widened(end)[1])


def widened(partial: str) -> tuple[datetime.date, datetime.date]:
    """First and last possible day of "2014", "2014-03" or "2014-03-27"."""
    year, month, day = (*map(int, partial.split("-")), 0, 0)[:3]
    last_month = month or 12
    last_day = day or calendar.monthrange(year, last_month)[1]
    return datetime.date(year, month or 1, day or 1), datetime.date(year, last_month, last_day)
