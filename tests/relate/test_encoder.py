"""What the shipped encoder thinks of sentences, and how its opinion is weighed in."""

import json
from collections.abc import Sequence

import pytest

from kg import resources
from kg.claim import Status
from kg.document import Document
from kg.recognise import recognise
from kg.relate import decide, relate
from kg.relate.clause import Clause
from kg.relate.decide import mixed
from kg.relate.encoder import STATUSES, Encoder, Opinion, encoder
from kg.relate.fusion import values
from kg.relate.linear import Calibration, Shares, scorers
from kg.relate.scored import scored
from kg.relate.transfers import transfer_finder

NONE, SUPPLIER, RECIPIENT = range(3)


@pytest.fixture(scope="module")
def english() -> Encoder:
    found = encoder("en")
    assert found is not None
    return found


def opinion(reads: Encoder, text: str) -> tuple[Opinion, dict[str, tuple[float, ...]]]:
    """The opinion on the first system, and the roles by the words of the actor."""
    units = transfer_finder("en").clauses(recognise(Document("d", text, "en", None)))
    first = next(iter(reads(units, 0).values()))
    doc = units[0].doc
    return first, {doc[token].text: roles for token, roles in first.roles.items()}


def test_it_tells_supplier_from_recipient(english: Encoder) -> None:
    found, roles = opinion(english, "Norway delivered six howitzers to Ukraine last week.")
    assert found.transfer > 0.8
    assert max(range(3), key=lambda i: roles["Norway"][i]) == SUPPLIER
    assert max(range(3), key=lambda i: roles["Ukraine"][i]) == RECIPIENT


def test_who_buys_receives(english: Encoder) -> None:
    _, roles = opinion(english, "Peru bought two dozen tanks from Spain.")
    assert max(range(3), key=lambda i: roles["Peru"][i]) == RECIPIENT
    assert max(range(3), key=lambda i: roles["Spain"][i]) == SUPPLIER


def test_use_is_no_transfer(english: Encoder) -> None:
    assert opinion(english, "Russian forces fired missiles at Kharkiv on Monday, Ukraine said.")[0].transfer < 0.2


@pytest.mark.parametrize(
    ("text", "status"),
    [
        ("Canada will send armoured vehicles to Haiti.", Status.ANNOUNCED),
        ("Japan is considering the sale of destroyers to Indonesia.", Status.CONSIDERED),
        ("The State Department approved the sale of helicopters to Morocco.", Status.APPROVED),
        ("Spain halted the delivery of bombs to Saudi Arabia.", Status.SUSPENDED),
        ("Belarus denies having sent missiles to Sudan.", Status.DENIED),
    ],
)
def test_it_reads_the_status(english: Encoder, text: str, status: Status) -> None:
    chances = opinion(english, text)[0].statuses
    assert max(chances, key=lambda name: chances[name]) == status


def test_the_same_sentence_gets_the_same_opinion(english: Encoder) -> None:
    text = "Norway delivered six howitzers to Ukraine last week."
    assert opinion(english, text) == opinion(english, text)


def test_a_share_of_nothing_changes_nothing() -> None:
    case = scored(recognise(Document("d", "Norway delivered six howitzers to Ukraine.", "en", None)))[0]
    sure = Opinion(0.999, {status: float(status == Status.ANNOUNCED) for status in map(str, STATUSES)}, {})
    nothing = mixed(case.verdict, case.case, sure, Shares(0.0, 0.0), None)
    assert nothing.transfer == case.verdict.transfer
    assert nothing.status == case.verdict.status
    assert mixed(case.verdict, case.case, sure, Shares(1.0, 1.0), None).status == Status.ANNOUNCED


def test_both_opinions_raise_the_chance_of_a_transfer() -> None:
    learned = scorers("en")
    assert learned is not None
    assert learned.fusion is not None
    case = scored(recognise(Document("d", "Norway delivered six howitzers to Ukraine.", "en", None)))[0].case
    roles = [(0.0, 0.9, 0.1), (0.0, 0.1, 0.9)]
    chances = [learned.fusion(values(case, a, b, roles)) for a, b in ((0.1, 0.1), (0.1, 0.9), (0.9, 0.1), (0.9, 0.9))]
    assert chances[0] < min(chances[1:3]) <= max(chances[1:3]) < chances[3]


def test_asking_the_encoder_of_hopeless_cases_too_would_change_no_claim(monkeypatch: pytest.MonkeyPatch) -> None:
    golds = [json.loads(line) for line in resources.text("seeds/corpus/gold.jsonl").splitlines()]
    documents = [Document(gold["id"], gold["text"], gold["lang"], None) for gold in golds]
    spared = [relate(recognise(document)).transfers for document in documents]
    monkeypatch.setattr(decide, "HOPELESS", 0.0)
    assert [relate(recognise(document)).transfers for document in documents] == spared


def test_a_hopeless_case_does_not_reach_the_encoder(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[int] = []

    def reads(units: Sequence[Clause], at: int) -> dict[int, Opinion]:
        asked.append(at)
        return {}

    learned = scorers("en")
    assert learned is not None
    finder = transfer_finder("en")
    units = finder.clauses(recognise(Document("d", "Norway delivered six howitzers to Ukraine.", "en", None)))
    finder.decisions(units, finder.judge(units, learned, reads), learned)
    assert asked == [0]
    monkeypatch.setattr("kg.relate.decide.HOPELESS", 1.0)
    finder.decisions(units, finder.judge(units, learned, reads), learned)
    assert asked == [0]


def test_calibration_keeps_the_order() -> None:
    learned = scorers("en")
    assert learned is not None
    scale = learned.calibration
    assert 0 < scale(0.1) < scale(0.5) < scale(0.9) < 1
    assert Calibration()(0.3) == pytest.approx(0.3)
