"""Actors that a text describes instead of naming them."""

import pytest

from kg.claim import Kind
from kg.document import Document
from kg.recognise import recognise


def groups(text: str, lang: str = "en") -> list[tuple[str, ...]]:
    read = recognise(Document("d", text, lang, None))
    return [(m.mention.words, *m.entity.names) for m in read.mentions if m.kind is Kind.GROUP]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Tanks are being delivered to pro-Russian insurgents.", "pro-Russian insurgents"),
        ("Iran armed Iranian-backed militias in the south.", "Iranian-backed militias"),
        ("France drops arms to jihadist terrorist groups.", "jihadist terrorist groups"),
        ("Shells went to at least three Syrian rebel groups.", "Syrian rebel groups"),
    ],
)
def test_a_group_takes_its_modifiers(text: str, words: str) -> None:
    assert groups(text)[0][0] == words


def test_the_place_makes_another_name_of_the_group() -> None:
    assert "ethnic Kurdish fighters in Syria" in groups("America arms ethnic Kurdish fighters in Syria.")[0]


def test_western_weapons_come_from_the_west() -> None:
    assert groups("Western weapons reached Kyiv.") == [("Western", "the West", "West", "Western")]
    assert groups("He praised Western-supplied modern tanks.")[0][0] == "Western"
    assert groups("Die westlichen Waffenlieferungen an Kiew.", "de")[0][1] == "der Westen"


def test_western_ukraine_is_no_supplier() -> None:
    assert groups("Shells fell on Western Ukraine and the western border.") == []


def test_of_american_military_assistance_the_military_is_not_the_donor() -> None:
    read = recognise(Document("d", "American military assistance came.", "en", None))
    assert [m.mention.words for m in read.mentions] == ["American", "military assistance"]
