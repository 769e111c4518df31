"""Garbled names are put right where the words beside them agree, and left alone where they do not."""

import datetime

import pytest

from kg.claim import Mention
from kg.document import Document
from kg.recognise import Recognised, recognise


def read(lang: str, text: str, day: str | None = "2022-03-04") -> Recognised:
    return recognise(Document("test", text, lang, datetime.date.fromisoformat(day) if day else None))


def mentions(found: Recognised) -> list[Mention]:
    return [m.mention for m in found.mentions if m.mention.repaired_from]


REPAIRED = [  # language, text, words, id, read from, score
    ("en", "U.S. Secretary of State Brinken promised help.", "Brinken", "person/antony-blinken", "Brinken", 86),
    ("en", "US Secretary of State Antony Brinken promised help.",
     "Antony Brinken", "person/antony-blinken", "Antony Brinken", 93),
    ("en", "Washington hesitated. Secretary of State Brinken did not.",
     "Brinken", "person/antony-blinken", "Brinken", 86),
    ("de", "US-Außenminister Blinkem sagte Hilfe zu.", "Blinkem", "person/antony-blinken", "Blinkem", 86),
    ("en", "Latvia sent two M17 helicopters.", "M17 helicopters", "system/mi-17", "M17", 86),
    ("de", "Lettland schickte zwei M17-Hubschrauber.", "M17-Hubschrauber", "system/mi-17", "M17", 86),
]  # fmt: skip


@pytest.mark.parametrize(("lang", "text", "words", "entity", "read_from", "score"), REPAIRED)
def test_repaired(lang: str, text: str, words: str, entity: str, read_from: str, score: int) -> None:
    found = read(lang, text)
    [mention] = mentions(found)
    assert (mention.words, mention.entity.id, mention.repaired_from) == (words, entity, read_from)
    assert text[mention.span.start : mention.span.end] == words
    assert any(name in words for name in mention.entity.names), "what the text says is among the names"
    [repair] = found.repairs
    assert str(repair) == f"'{read_from}' read as {mention.entity.label} (score {score})"


LEFT_ALONE = [
    ("en", "Brinken opened a bakery in Washington.", "no title"),
    ("en", "Polish Foreign Minister Brinken spoke.", "another state"),
    ("en", "Secretary of State Brinken spoke.", "no state at all"),
    ("en", "US Defense Secretary Brinken spoke.", "another office"),
    ("en", "US Secretary of State Brinner spoke.", "too far away"),
    ("en", "US Secretary of State Antony Blinken spoke.", "right as it is"),
    ("en", "Latvia sent two M17 pistols.", "another category"),
    ("en", "Latvia sent two M18 helicopters.", "another number"),
    ("en", "Latvia sent two Mi-17 helicopters and ten M16 rifles.", "right as they are"),
    ("en", "The M17 motorway is closed.", "no class word"),
]


@pytest.mark.parametrize(("lang", "text", "why"), LEFT_ALONE)
def test_left_alone(lang: str, text: str, why: str) -> None:
    found = read(lang, text)
    assert (mentions(found), found.repairs) == ([], ()), why


def test_only_who_held_the_office_on_that_day() -> None:
    text = "U.S. Secretary of State Brinken promised help."
    assert [len(mentions(read("en", text, day))) for day in ("2022-03-04", "2016-03-04", None)] == [1, 0, 1]


def test_last_names_follow_and_the_state_is_known() -> None:
    found = read("en", "US Secretary of State Antony Brinken spoke. Later Brinken left for Riga.")
    assert [(m.words, m.entity.id, m.entity.key, m.repaired_from) for m in mentions(found)] == [
        ("Antony Brinken", "person/antony-blinken", "USA", "Antony Brinken"),
        ("Brinken", "person/antony-blinken", "USA", "Brinken"),
    ]
    assert len(found.repairs) == 1
