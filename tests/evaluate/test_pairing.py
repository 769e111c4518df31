from itertools import permutations

from hypothesis import given
from hypothesis import strategies as st

from kg.evaluate.agreement import agreement
from kg.evaluate.assignment import assign
from kg.evaluate.documents import Record
from kg.evaluate.pairing import pair_records
from tests.evaluate.samples import DEU, DNK, GEPARD, LEOPARD, UKR, amount, record


def best(weights):
    """The highest sum of any one-to-one assignment, by trying them all."""
    if len(weights) > len(weights[0]):
        weights = list(zip(*weights, strict=True))
    columns = range(len(weights[0]))
    return max(sum(row[c] for row, c in zip(weights, order, strict=True))
               for order in permutations(columns, len(weights)))


@st.composite
def matrices(draw):
    rows, columns = draw(st.integers(1, 5)), draw(st.integers(1, 5))
    number = st.one_of(st.integers(0, 3), st.integers(0, 10**30))
    row = st.lists(number, min_size=columns, max_size=columns)
    return draw(st.lists(row, min_size=rows, max_size=rows))


@given(matrices())
def test_assignment_is_one_to_one_and_as_good_as_the_best(weights):
    pairs = assign(weights)
    rows, columns = [i for i, _ in pairs], [j for _, j in pairs]
    assert len(set(rows)) == len(rows) and len(set(columns)) == len(columns)
    assert all(weights[i][j] > 0 for i, j in pairs)
    assert sum(weights[i][j] for i, j in pairs) == best(weights)


def test_nothing_to_assign():
    assert assign([]) == assign([[]]) == assign([[0, 0]]) == []


fillers = st.sampled_from([None, DEU, DNK, UKR])
records = st.builds(
    record, fillers, fillers, st.sampled_from([None, LEOPARD, GEPARD]), st.sampled_from(["announced", "delivered"]),
    st.just(None), optional=st.booleans(),
).map(Record.model_validate)


@given(st.lists(records, max_size=4), st.lists(records, max_size=4))
def test_pairing_has_the_most_agreeing_roles_and_loses_no_record(predicted, gold):
    pairing = pair_records(predicted, gold)
    table = [[len(agreement(p, g).roles) for g in gold] for p in predicted]
    with_required = sum(len(pair.agreement.roles) for pair in pairing.pairs)
    assert not any(pair.gold.optional for pair in pairing.pairs)
    assert with_required <= (best(table) if predicted and gold else 0)
    if not any(g.optional for g in gold) and predicted and gold:
        assert with_required == best(table)
    assert len(pairing.predicted) + len(pairing.dropped) == len(predicted)
    assert len(pairing.gold) == sum(not g.optional for g in gold)


def criteria(pairs):
    """What is compared between pairings of required records, most important first."""
    triples = [one for one in pairs if one.triple]
    return (sum(len(one.roles) for one in pairs), len(triples), sum(one.status for one in triples),
            sum(one.quantity for one in triples))


required = st.builds(
    record, fillers, st.sampled_from([None, UKR]), st.sampled_from([None, LEOPARD]),
    st.sampled_from(["announced", "delivered"]), st.sampled_from([None, amount(2, 2)]),
).map(Record.model_validate)


@given(st.lists(required, min_size=1, max_size=4), st.lists(required, min_size=1, max_size=4))
def test_no_other_pairing_is_better_by_the_criteria_in_order(predicted, gold):
    table = [[agreement(p, g) for g in gold] for p in predicted]
    if len(predicted) > len(gold):
        table = list(zip(*table, strict=True))
    orders = permutations(range(len(table[0])), len(table))
    highest = max(criteria([row[c] for row, c in zip(table, order, strict=True)]) for order in orders)
    assert criteria([one.agreement for one in pair_records(predicted, gold).pairs]) == highest


def pair(predicted, gold):
    return pair_records([Record.model_validate(p) for p in predicted], [Record.model_validate(g) for g in gold])


def test_the_sum_counts_not_the_first_come():
    # The first prediction fits both; only giving it the second leaves a partner for the other prediction.
    both = record(DEU, UKR, LEOPARD)
    found = pair([both, record(DEU, UKR, GEPARD)], [record(DEU, UKR, GEPARD), record(DNK, UKR, LEOPARD)])
    assert sorted(len(one.agreement.roles) for one in found.pairs) == [2, 3]


def test_required_gold_goes_before_optional():
    found = pair([record(DEU, UKR, LEOPARD)], [record(DEU, UKR, LEOPARD, optional=True), record(DEU, UKR, LEOPARD)])
    assert (len(found.pairs), found.missed, found.spurious, found.dropped) == (1, [], [], [])
    found = pair([record(DEU, UKR, GEPARD)], [record(DEU, UKR, LEOPARD, optional=True), record(DEU, UKR, LEOPARD)])
    assert (len(found.pairs), found.missed, found.spurious) == (1, [], [])


def test_status_then_quantity_decide_between_equal_triples():
    plain, two = record(DEU, UKR, LEOPARD), record(DEU, UKR, LEOPARD, quantity={"min": 2, "max": 2, "text": "two"})
    delivered = record(DEU, UKR, LEOPARD, "delivered")
    found = pair([delivered, two], [plain, delivered])
    assert all(one.agreement.status for one in found.pairs)
    found = pair([two, plain], [plain, two])
    assert all(one.agreement.quantity for one in found.pairs)


def test_optional_records_and_what_says_them_drop_out():
    found = pair([record(DEU, UKR, LEOPARD)], [record(DEU, UKR, LEOPARD, "delivered", optional=True)])
    assert (found.predicted, found.gold, len(found.dropped)) == ([], [], 1)
    found = pair([record(DNK, UKR, LEOPARD)], [record(DEU, UKR, LEOPARD, optional=True)])
    assert (len(found.spurious), found.gold, found.dropped) == (1, [], [])


def test_records_without_a_common_role_are_no_pair():
    found = pair([record(DNK, None, LEOPARD)], [record(DEU, UKR, GEPARD)])
    assert (found.pairs, len(found.missed), len(found.spurious)) == ([], 1, 1)


def test_one_status_outweighs_two_quantities():
    def some(status, number):
        return record(DEU, UKR, LEOPARD, status, amount(number, number))

    predicted, gold = [some("delivered", 1), some("ordered", 2)], [some("denied", 1), some("delivered", 2)]
    for ours in (predicted, predicted[::-1]):
        for theirs in (gold, gold[::-1]):
            assert sum(one.agreement.status for one in pair(ours, theirs).pairs) == 1
