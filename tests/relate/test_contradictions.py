"""Office holders given to another state are told, and nothing is changed."""

import datetime

import pytest

from kg.claim import Extraction
from kg.document import Document
from kg.recognise import recognise
from kg.relate import relate


def extract(text: str, lang: str = "en", day: str | None = "2023-01-15") -> Extraction:
    return relate(recognise(Document("test", text, lang, datetime.date.fromisoformat(day) if day else None)))


TOLD = [
    ("en", "Kyrgyzstan's Defense Minister Reznikov thanked everyone.", "2023-01-15",
     "Kyrgyzstan's Defense Minister Reznikov: on 2023-01-15 Oleksii Reznikov was defence minister of Ukraine; "
     "'Kyrgyzstan' may stand for Ukraine"),
    ("en", "Latvian Foreign Minister Annalena Baerbock thanked everyone.", None,
     "Latvian Foreign Minister Annalena Baerbock: Annalena Baerbock was foreign minister of Germany; "
     "'Latvian' may stand for Germany"),
    ("de", "Der lettische Präsident Emmanuel Macron dankte allen.", "2023-01-15",
     "lettische Präsident Emmanuel Macron: on 2023-01-15 Emmanuel Macron was head of state of France; "
     "'lettische' may stand for France"),
]  # fmt: skip


@pytest.mark.parametrize(("lang", "text", "day", "warning"), TOLD)
def test_told(lang: str, text: str, day: str | None, warning: str) -> None:
    found = extract(text, lang, day)
    assert found.warnings == (warning,)
    [office] = found.offices
    assert office.of
    assert office.of.entity.key in ("KGZ", "LVA"), "the claim says what the text says"


@pytest.mark.parametrize(
    "text",
    [
        "Ukraine's Defense Minister Reznikov thanked everyone.",  # so it was
        "French Foreign Minister Emmanuel Macron thanked everyone.",  # another office of the same state
        "Kyrgyzstan's Defense Minister Nowhere thanked everyone.",  # nobody knows him
        "Kyrgyzstan's Foreign Minister Reznikov thanked everyone.",  # he held another office: a namesake
        "In Kyrgyzstan people thanked Defense Minister Reznikov.",
    ],
)
def test_not_told(text: str) -> None:
    assert extract(text).warnings == ()


def test_not_told_outside_of_the_term() -> None:
    assert extract("Kyrgyzstan's Defense Minister Reznikov thanked everyone.", day="2012-01-15").warnings == ()


def test_repairs_are_told_too() -> None:
    found = extract("US Secretary of State Brinken said that Slovakia had sent Ukraine two M17 helicopters.")
    assert found.warnings == (
        "'Brinken' read as Antony Blinken (score 86)",
        "'M17' read as Mi-17 (score 86)",
    )
    assert {c.system.entity.id: c.system.repaired_from for c in found.transfers if c.system} == {"system/mi-17": "M17"}
