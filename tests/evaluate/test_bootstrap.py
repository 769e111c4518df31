import pytest

from kg.evaluate.bootstrap import difference, interval
from kg.evaluate.measures import F1

MIXED = [F1(1, 1, 1), F1(0, 1, 1), F1(2, 3, 2), F1(0, 0, 1)] * 10


def test_equal_documents_leave_no_doubt():
    assert interval([F1(1, 2, 2)] * 5) == (0.5, 0.5)
    assert interval([F1()] * 5) == (1.0, 1.0)
    assert interval([]) is None


def test_the_interval_holds_the_figure_and_narrows_with_more_documents():
    few, many = interval(MIXED), interval(MIXED * 16)
    figure = sum(MIXED, F1()).value
    assert few.low < figure < few.high and many.low < figure < many.high
    assert (few.high - few.low) / (many.high - many.low) == pytest.approx(4, rel=0.25)  # the square root of 16


def test_width_is_that_of_theory():
    # One prediction, one gold record a document: F1 is a mean of n coin throws, standard error sqrt(p(1-p)/n).
    found = interval([F1(1, 1, 1)] * 50 + [F1(0, 1, 1)] * 50, resamples=20_000)
    assert found.high - found.low == pytest.approx(2 * 1.96 * 0.05, rel=0.06)


def test_the_seed_decides():
    assert interval(MIXED, seed=1) == interval(MIXED, seed=1) != interval(MIXED, seed=2)


def test_differences_are_drawn_in_pairs():
    better = [F1(one.right + (one.right < one.predicted), one.predicted, one.gold) for one in MIXED]
    assert difference(MIXED, MIXED) == (0.0, 0.0)
    assert difference(MIXED, better).low > 0
    assert difference(MIXED, better) == pytest.approx([-x for x in reversed(difference(better, MIXED))])
    assert difference([], []) is None
    with pytest.raises(ValueError, match="40 documents before, 1 after"):
        difference(MIXED, MIXED[:1])
