from collections import Counter

from kg.evaluate import evaluate
from kg.evaluate.errors import Kind
from tests.evaluate.samples import DEU, DNK, GEPARD, LEOPARD, SHELLS, UKR, actor, amount, document, record


def kinds(predicted, gold):
    return evaluate([gold], [predicted]).error_counts


def test_missed_records_by_what_was_recognised():
    gold = document(record(DEU, UKR, LEOPARD))
    assert kinds(document(systems=[]), gold) == {Kind.MISSED_MENTION: 1}
    assert kinds(document(systems=[{"names": ["Leopard 2 A6"], "named": True}]), gold) == {Kind.MISSED_TRIGGER: 1}


def test_without_a_list_of_mentions_named_systems_are_known_from_the_weapons():
    gold = document(record(DEU, UKR, LEOPARD), weapons=["Leopard 2"])
    assert kinds(document(weapons=["Leopard 2"]), gold) == {Kind.MISSED_TRIGGER: 1}
    assert kinds(document(record(DNK, UKR, SHELLS)), document(record(DEU, None, SHELLS))) == {Kind.WRONG_SUPPLIER: 1,
                                                                                             Kind.WRONG_RECIPIENT: 1}
    assert kinds(document(), document(record(DEU, UKR, SHELLS))) == {Kind.MISSED: 1}


def test_wrong_and_empty_roles():
    gold = document(record(DEU, UKR, LEOPARD))
    assert kinds(document(record(DNK, UKR, LEOPARD)), gold) == {Kind.WRONG_SUPPLIER: 1}
    assert kinds(document(record(DEU, None, LEOPARD)), gold) == {Kind.NO_RECIPIENT: 1}
    assert kinds(document(record(DEU, UKR, GEPARD)), gold) == {Kind.WRONG_SYSTEM: 1}
    assert kinds(document(record(DNK, None, LEOPARD)), gold) == {Kind.WRONG_SUPPLIER: 1, Kind.NO_RECIPIENT: 1}


def test_a_role_that_the_evidence_does_not_name_is_from_elsewhere():
    says = "said that Kyiv has received 14 Gepards"
    gold = document(record(DEU, UKR, GEPARD, evidence=says))
    assert kinds(document(record(DNK, UKR, GEPARD)), gold) == {Kind.ELSEWHERE: 1}
    assert kinds(document(record(DEU, DNK, GEPARD)), gold) == {Kind.WRONG_RECIPIENT: 1}


def test_an_inflected_name_is_named_but_a_short_one_not_inside_a_word():
    text = "Deutschlands Regierung used tanks"
    german, american = actor("Deutschland", key="DEU"), actor("US", key="USA")
    gold = document(record(german, UKR, LEOPARD, evidence=text), text=text)
    assert Kind.WRONG_SUPPLIER in kinds(document(record(DNK, UKR, LEOPARD)), gold)
    gold = document(record(american, UKR, LEOPARD, evidence=text), text=text)
    assert Kind.ELSEWHERE in kinds(document(record(DNK, UKR, LEOPARD)), gold)


def test_status_quantity_spurious_ungrounded():
    gold = document(record(DEU, UKR, LEOPARD, "announced", amount(2, 2)))
    found = evaluate([gold], [document(record(DEU, UKR, LEOPARD, "ordered"), record(DNK, None, SHELLS, evidence="?"))])
    assert found.error_counts == {Kind.WRONG_STATUS: 1, Kind.WRONG_QUANTITY: 1, Kind.SPURIOUS: 1, Kind.UNGROUNDED: 1}
    assert found.status_confusion == Counter({("announced", "ordered"): 1})
    assert {error.document for error in found.errors} == {"a"}


def test_entities():
    predicted = document(states=["UKR"], people=[["Boris Pistorius", "Pistorius"]])
    gold = document(states=["DEU"], people=["Pistorius"], weapons=["Gepard"])
    found = evaluate([gold], [predicted])
    assert {(error.kind, error.what) for error in found.errors} == {
        ("missed states", "DEU"), ("spurious states", "UKR"), ("missed weapons", "Gepard"),
    }


def test_no_errors_in_gold_itself():
    gold = document(record(DEU, UKR, LEOPARD), record(DEU, UKR, GEPARD, optional=True), states=["DEU"])
    assert kinds(gold, gold) == {}
