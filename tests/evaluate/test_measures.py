import pytest

from kg.evaluate import evaluate
from kg.evaluate.measures import F1, Share
from tests.evaluate.samples import DEU, DNK, GEPARD, LEOPARD, SHELLS, TEXT, UKR, amount, document, record


def measured(predicted, gold):
    return evaluate([gold], [predicted]).measures


def test_gold_against_itself_is_perfect():
    gold = document(record(DEU, UKR, LEOPARD), record(DNK, None, GEPARD, "delivered"), states=["DEU"], people=["X"])
    found = measured(gold, gold)
    assert all(one.value == 1.0 for one in (*found.f1.values(), *found.shares.values()))


def test_counts_by_hand():
    gold = document(
        record(DEU, UKR, LEOPARD, "announced", amount(2, 2)),
        record(None, UKR, GEPARD, "delivered", amount(14, 14)),
        record(DNK, UKR, SHELLS, "delivered", optional=True),
    )
    predicted = document(
        record(DEU, UKR, LEOPARD, "delivered", amount(2, 2)),  # triple, wrong status
        record(None, UKR, GEPARD, "delivered", amount(14, None)),  # strict, wrong quantity
        record(DNK, UKR, SHELLS, "denied"),  # drops out with the optional record
        record(DNK, DEU, None, "delivered", evidence="invented"),  # spurious, ungrounded
    )
    found = measured(predicted, gold)
    assert found["triple"] == F1(2, 3, 2)
    assert found["strict"] == F1(1, 3, 2)
    assert found["supplier"] == F1(1, 2, 1)  # the empty supplier of the Gepards is no filler
    assert found["recipient"] == F1(2, 3, 2)
    assert found["system"] == F1(2, 2, 2)
    assert found["role"] == F1(5, 7, 5)
    assert found["status_accuracy"] == Share(1, 2)
    assert found["quantity_accuracy"] == Share(1, 2)
    assert found["delivered_precision"] == Share(1, 3)
    assert found["grounding"] == Share(3, 4)
    assert found.value("triple") == pytest.approx(4 / 5)
    assert found.f1["triple"].precision == pytest.approx(2 / 3) and found.f1["triple"].recall == 1.0


def test_roles_of_a_pair_that_is_no_triple_count_one_by_one():
    found = measured(document(record(DNK, UKR, LEOPARD)), document(record(DEU, UKR, LEOPARD)))
    assert (found["triple"], found["role"]) == (F1(0, 1, 1), F1(2, 3, 3))
    assert found["status_accuracy"] == Share(0, 0)


def test_entities_are_paired_one_to_one_by_any_name():
    gold = document(states=["DEU", "UKR"], people=["Olaf Scholz", "Scholz Junior"], organizations=["NATO"])
    predicted = document(states=["UKR", "FRA"], people=[["Scholz", "olaf  scholz", "Scholz Junior"]],
                         organizations=[["Nato"], ["NATO"]], weapons=["Gepard"])
    found = measured(predicted, gold)
    assert found["states"] == F1(1, 2, 2)
    assert found["people"] == F1(1, 1, 2)
    assert found["organizations"] == F1(1, 2, 1)
    assert found["weapons"] == F1(0, 1, 0)
    assert found["entity"] == F1(3, 6, 5)


def test_quantities_without_bounds_are_no_quantity():
    dozens = document(record(DEU, UKR, LEOPARD, quantity=amount(None, None)))
    assert measured(document(record(DEU, UKR, LEOPARD)), dozens).value("quantity_accuracy") == 1.0


@pytest.mark.parametrize(
    ("evidence", "grounding"),
    [
        ([{"start": 0, "end": 7, "quote": "Germany"}], 1.0),
        ([{"start": 1, "end": 8, "quote": "Germany"}], 0.0),
        ([{"start": 0, "end": 7, "quote": "Germany"}, {"start": 8, "end": 9, "quote": "W"}], 0.0),
        ([{"start": -7, "end": len(TEXT), "quote": TEXT[-7:]}], 0.0),
        ([{"start": 0, "end": 0, "quote": ""}], 0.0),
        ("Germany", 1.0),
        ("", 0.0),
        ([], 0.0),
        (None, 0.0),
    ],
)
def test_grounding(evidence, grounding):
    predicted = document(record(DEU, UKR, LEOPARD, evidence=evidence))
    assert measured(predicted, document()).value("grounding") == grounding


def test_offsets_are_code_points():
    gold = document(text="🚀 Kyiv")
    predicted = document(record(DEU, UKR, None, evidence=[{"start": 2, "end": 6, "quote": "Kyiv"}]))
    assert measured(predicted, gold).value("grounding") == 1.0


def test_nothing_of_nothing():
    found = measured(document(), document())
    assert all(one.value == one.precision == one.recall == 1.0 for one in found.f1.values())
    assert all(one.value is None for one in found.shares.values())
    assert (F1(0, 2, 0).value, F1(0, 2, 0).recall, F1(0, 0, 2).precision) == (0.0, 0.0, 0.0)


def test_counts_are_added_over_documents():
    one = document(record(DEU, UKR, LEOPARD))
    found = evaluate([one, {**one, "id": "b"}, {**one, "id": "c"}], [one, document(id="c"), document(id="x")])
    assert found.measures["triple"] == F1(1, 1, 3)
    assert (found.not_predicted, found.not_in_gold) == (["b"], ["x"])


@pytest.mark.parametrize(("gold", "predicted"), [(2, 1), (1, 2)])
def test_an_id_twice_is_refused(gold, predicted):
    with pytest.raises(ValueError, match="twice: a"):
        evaluate([document()] * gold, [document()] * predicted)
