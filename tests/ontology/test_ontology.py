"""The ontology is complete in both languages, and its vocabularies are the ones that the code uses."""

import pyshacl
import pyshacl.errors
import pytest
from rdflib import DCTERMS, OWL, RDF, RDFS, SH, Graph, Literal, URIRef
from rdflib.namespace import SKOS

from kg import resources
from kg.claim import Status

ROOT = "https://w3id.org/conflict-kg/"
CATEGORIES = """
tank armoured-vehicle artillery rocket-artillery combat-aircraft aircraft helicopter uav air-defence missile anti-tank
ammunition bomb mine small-arms warship submarine sensor vehicle equipment generic
"""


def parsed(name: str) -> Graph:
    return Graph().parse(data=resources.text(f"ontology/{name}.ttl"), format="turtle")


ONTOLOGY, STATUSES, CATEGORY, SHAPES = map(parsed, ("conflict", "statuses", "categories", "shapes"))
TERMS = sorted({term for term in ONTOLOGY.subjects(RDF.type) if str(term).startswith(ROOT + "ontology#")})


def languages(graph: Graph, term: URIRef, predicate: URIRef) -> list[str]:
    return sorted(text.language for text in graph.objects(term, predicate) if str(text).strip())


@pytest.mark.parametrize("term", TERMS, ids=lambda term: term.rpartition("#")[2])
def test_every_term_is_explained_in_english_and_german(term):
    assert languages(ONTOLOGY, term, RDFS.label) == ["de", "en"]
    assert languages(ONTOLOGY, term, RDFS.comment) == ["de", "en"]


@pytest.mark.parametrize("predicate", [RDFS.label, RDFS.comment])
def test_no_two_terms_are_called_or_explained_alike(predicate):
    pairs = [(str(text).casefold(), (term, RDF.type, OWL.Class) in ONTOLOGY) for term in TERMS
             for text in ONTOLOGY.objects(term, predicate) if text.language == "en"]  # fmt: skip
    assert len(pairs) == len(set(pairs))


def test_the_header_names_version_and_licence():
    ontology = URIRef(ROOT + "ontology")
    assert (ontology, RDF.type, OWL.Ontology) in ONTOLOGY
    assert ONTOLOGY.value(ontology, OWL.versionInfo)
    assert ONTOLOGY.value(ontology, DCTERMS.license) == URIRef("https://creativecommons.org/licenses/by/4.0/")


def test_superclasses_domains_and_ranges_exist():
    own = set(TERMS)
    for predicate in (RDFS.subClassOf, RDFS.subPropertyOf, RDFS.domain, RDFS.range):
        for term in ONTOLOGY.objects(None, predicate):
            assert not str(term).startswith(ROOT) or term in own, term


def test_shapes_speak_only_of_terms_that_exist():
    declared = set(ONTOLOGY.subjects(RDF.type))
    for predicate in (SH.path, SH.targetClass, SH.targetSubjectsOf, SH["class"], SH.disjoint, SH.lessThan):
        for term in SHAPES.objects(None, predicate):
            assert term in declared or not isinstance(term, URIRef), term


def test_the_shapes_are_well_formed_shacl():
    conforms, _, text = pyshacl.validate(Graph(), shacl_graph=SHAPES, meta_shacl=True)
    assert conforms, text
    with pytest.raises(pyshacl.errors.ReportableRuntimeError, match="does not validate"):
        bad = Graph() + SHAPES
        bad.add((next(SHAPES.subjects(SH.minCount)), SH.minCount, Literal("many")))
        pyshacl.validate(Graph(), shacl_graph=bad, meta_shacl=True)


def test_every_named_shape_says_what_is_wrong_in_english_and_german():
    property_shapes = {shape for shape in SHAPES.objects(None, SH.property) if isinstance(shape, URIRef)}
    assert property_shapes
    for shape in property_shapes:
        assert languages(SHAPES, shape, SH.message) == ["de", "en"], shape


def test_statuses_are_the_closed_list_in_its_order():
    ranks = {
        str(STATUSES.value(s, SKOS.notation)): int(r)
        for s, r in STATUSES.subject_objects(URIRef(ROOT + "ontology#rank"))
    }
    assert sorted(ranks, key=ranks.__getitem__) == [status.value for status in Status]
    assert sorted(ranks.values()) == list(range(1, 10))


def test_categories_are_the_closed_list():
    assert {str(notation) for notation in CATEGORY.objects(None, SKOS.notation)} == set(CATEGORIES.split())


@pytest.mark.parametrize(("graph", "scheme"), [(STATUSES, "status/"), (CATEGORY, "category/")])
def test_concepts_are_named_and_defined_in_english_and_german(graph, scheme):
    concepts = set(graph.subjects(RDF.type, SKOS.Concept))
    assert concepts
    for concept in concepts:
        assert languages(graph, concept, SKOS.prefLabel) == ["de", "en"]
        assert languages(graph, concept, SKOS.definition) == ["de", "en"]
        assert graph.value(concept, SKOS.inScheme) == URIRef(ROOT + scheme)
        assert graph.value(concept, SKOS.notation) == Literal(str(concept).removeprefix(ROOT + scheme))
