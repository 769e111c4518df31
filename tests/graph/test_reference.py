"""The reference graph holds what the tables and the ontology say."""

import datetime

import pytest
from rdflib import RDF, XSD, BNode, Literal, URIRef

from kg import resources
from kg.graph.reference import is_reference, reference_graph, widened
from kg.graph.vocabulary import CK, SKOS

ROOT = "https://w3id.org/conflict-kg/"


@pytest.mark.parametrize(
    ("table", "kind", "cls"),
    [
        ("states", "state", CK.State),
        ("organizations", "organization", CK.Organization),
        ("armed_groups", "armed-group", CK.ArmedGroup),
        ("people", "person", CK.Person),
        ("roles", "role", CK.Role),
    ],
)
def test_every_row_is_an_entity(table, kind, cls):
    rows = resources.table(f"seeds/{table}.csv")
    assert rows
    for row in rows:
        entity = f"{kind}/{row.get('key') or row['id']}"
        assert is_reference(entity), entity
        assert (URIRef(ROOT + entity), RDF.type, cls) in reference_graph()


def test_a_state_has_code_labels_and_other_names():
    graph, germany = reference_graph(), URIRef(ROOT + "state/DEU")
    assert graph.value(germany, CK.alpha3) == Literal("DEU")
    assert set(graph.objects(germany, SKOS.prefLabel)) == {
        Literal("Germany", lang="en"),
        Literal("Deutschland", lang="de"),
    }
    assert Literal("Berlin", lang="de") in set(graph.objects(germany, SKOS.altLabel))
    names = {str(label) for label in graph.objects(None, SKOS.altLabel)}
    assert not [name for name in names if name.endswith("~")]


def test_every_term_of_office_joins_person_role_and_institution():
    graph = reference_graph()
    terms = set(graph.subjects(RDF.type, CK.OfficeTerm))
    assert len(terms) == len(resources.table("seeds/offices.csv"))
    for term in terms:
        assert (graph.value(term, CK.person), RDF.type, CK.Person) in graph
        assert (graph.value(term, CK.role), RDF.type, CK.Role) in graph
        kinds = set(graph.objects(graph.value(term, CK.officeOf), RDF.type))
        assert kinds & {CK.State, CK.Organization, CK.ArmedGroup}
    days = {day.datatype for day in (*graph.objects(None, CK.start), *graph.objects(None, CK.end))}
    assert days == {XSD.date}


def test_every_system_has_an_english_name_and_a_category():
    graph = reference_graph()
    categories = set(graph.subjects(RDF.type, CK.Category))
    systems = set(graph.subjects(RDF.type, CK.WeaponSystem))
    assert systems
    for system in systems:
        assert "en" in {label.language for label in graph.objects(system, SKOS.prefLabel)}, system
        assert categories & set(graph.transitive_objects(system, SKOS.broader)), system


def test_links_lead_to_states_of_the_table():
    graph = reference_graph()
    for link in (CK.actsFor, CK.country, CK.origin):
        for state in graph.objects(None, link):
            assert (state, RDF.type, CK.State) in graph, state


def test_no_blank_nodes_and_one_preferred_label_a_language():
    graph = reference_graph()
    assert str(graph.identifier) == ROOT + "reference"
    assert not [term for triple in graph for term in triple if isinstance(term, BNode)]
    for node in set(graph.subjects(SKOS.prefLabel)):
        languages = [label.language for label in graph.objects(node, SKOS.prefLabel)]
        assert len(languages) == len(set(languages)), node


def test_what_no_table_knows_is_not_reference():
    assert not is_reference("state/ruritania")
    assert not is_reference("person/jane-doe")


@pytest.mark.parametrize(
    ("partial", "first", "last"),
    [
        ("2014", (2014, 1, 1), (2014, 12, 31)),
        ("2016-02", (2016, 2, 1), (2016, 2, 29)),
        ("2014-03-27", (2014, 3, 27), (2014, 3, 27)),
    ],
)
def test_partial_dates_are_widened(partial, first, last):
    assert widened(partial) == (datetime.date(*first), datetime.date(*last))
