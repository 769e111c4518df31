"""The generated vocabulary follows the ontology."""

from kg.claim import Kind
from kg.graph import generate
from kg.graph.terms import CLASS
from kg.graph.vocabulary import CK


def test_vocabulary_is_what_the_ontology_generates():
    assert generate.TARGET.read_text(encoding="utf-8") == generate.source()


def test_classes_and_properties_that_differ_in_case_are_both_there():
    assert str(CK.Quantity) == "https://w3id.org/conflict-kg/ontology#Quantity"
    assert str(CK.quantity) == "https://w3id.org/conflict-kg/ontology#quantity"


def test_every_kind_of_entity_has_a_class():
    assert set(Kind) - set(CLASS) == {Kind.QUANTITY, Kind.DATE}
