"""German read through English glosses."""

import pytest

from kg import resources
from kg.relate.glosses import Glosses, glosses

TABLE = {"waffen": "weapons", "lieferung": "delivery", "stopp": "halt", "von": "from", "flugabwehr": "air defence"}


@pytest.mark.parametrize(
    ("word", "english"),
    [
        ("Lieferung", "delivery"),
        ("Waffenlieferung", "weapons delivery"),
        ("Waffenlieferungsstopp", "weapons delivery halt"),
        ("Flugabwehr-Waffen", "air defence weapons"),
        ("VON", "from"),
        ("Lieferungen", "delivery"),
        ("Uschhorod", "Uschhorod"),
        ("Davon", "Davon"),  # "von" is too short for a part
        (",", ","),
        ("-", "-"),
    ],
)
def test_a_word_is_read_by_its_parts(word: str, english: str) -> None:
    assert Glosses(TABLE, ["e", "en"], ["s"])(word) == english


def test_what_germans_say_of_deliveries_is_read_as_english() -> None:
    german = glosses("de")
    assert german is not None
    text = "Polen hat der Ukraine Panzer geliefert und stoppt die Waffenlieferung"
    assert " ".join(map(german, text.split())) == "Polen has the ukraine tanks delivered and stops the weapons delivery"


def test_english_needs_none() -> None:
    assert glosses("en") is None


def test_the_table_is_in_order() -> None:
    rows = resources.table("seeds/lexicon/de/glosses.csv")
    forms = [row["form"] for row in rows]
    assert forms == sorted(set(forms))
    assert all(form == form.lower() and gloss == gloss.strip().lower() != "" for form, gloss in map(dict.values, rows))
