"""What is made of the scorers' verdicts."""

from dataclasses import replace

import pytest

from kg.claim import Status
from kg.document import Document
from kg.recognise import recognise
from kg.relate.decide import Decision, Verdict, decide
from kg.relate.linear import Scorers, Thresholds, scorers
from kg.relate.scored import Scored, scored

Roles = tuple[float, float, float]  # none, supplier, recipient


@pytest.fixture(scope="module")
def found() -> Scored:
    (only,) = scored(recognise(Document("d", "Norway delivered six howitzers to Ukraine.", "en", None)))
    return only


@pytest.fixture(scope="module")
def learned() -> Scorers:
    english = scorers("en")
    assert english is not None
    return replace(english, thresholds=Thresholds(0.7, 0.3, 0.25, 0.6))


def decided(
    found: Scored, learned: Scorers, norway: Roles, ukraine: Roles, transfer: float = 0.95, status: str = "delivered"
) -> list[Decision]:
    return decide(found.case, Verdict(transfer, (norway, ukraine), ((status, 1.0),)), learned)


def names(decisions: list[Decision]) -> list[tuple[str, str]]:
    return [(role, m.entity.label) for d in decisions for role, m in d.fillers]


def test_delivered_is_told_only_when_it_is_sure(found: Scored, learned: Scorers) -> None:
    unsure, recipient = (0.5, 0.5, 0.0), (0.1, 0.0, 0.9)
    assert decided(found, learned, unsure, recipient) == []
    assert len(decided(found, learned, unsure, recipient, status="announced")) == 1
    assert [d.status for d in decided(found, learned, (0.2, 0.8, 0.0), recipient)] == [Status.DELIVERED]


def test_what_was_not_sure_enough_is_told_as_the_reason(found: Scored, learned: Scorers) -> None:
    verdict = Verdict(0.95, ((0.5, 0.5, 0.0), (0.1, 0.0, 0.9)), (("delivered", 1.0),))
    rejected = replace(found, verdict=verdict, decisions=(), thresholds=learned.thresholds)
    assert rejected.reason() == 'not sure enough for "delivered": together below 0.60'


def test_an_empty_role_is_filled_where_all_else_is_sure(found: Scored, learned: Scorers) -> None:
    supplier, weak = (0.0, 0.95, 0.05), (0.8, 0.05, 0.15)
    both = [("supplier", "Norway"), ("recipient", "Ukraine")]
    assert names(decided(found, learned, supplier, weak)) == both
    assert names(decided(found, learned, supplier, weak, transfer=0.75)) == both[:1]


def test_who_looks_more_like_the_supplier_is_not_the_recipient(found: Scored, learned: Scorers) -> None:
    assert names(decided(found, learned, (0.0, 0.95, 0.05), (0.6, 0.25, 0.15))) == [("supplier", "Norway")]
