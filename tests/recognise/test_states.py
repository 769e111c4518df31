import pytest

from kg.claim import Kind
from tests.recognise.finding import found, read

EN = [
    ("Poland met the United Kingdom in Kyiv.", ["Poland POL", "United Kingdom GBR", "Kyiv UKR"]),
    ("Polish exporters and Ukrainians; Moscow warned London.",
     ["Polish POL", "Ukrainians UKR", "Moscow RUS", "London GBR"]),
    ("The U.S. sent tanks. US-made and U.S.-made rifles; a US-led mission.",
     ["U.S. USA", "US USA", "U.S. USA", "US USA"]),
    ("Saudi Arabia's neighbour, North Korea and South Korea",
     ["Saudi Arabia SAU", "North Korea PRK", "South Korea KOR"]),
    ("Whitehall and Downing Street were silent.", ["Whitehall GBR", "Downing Street GBR"]),
    ("America, Britain, the Netherlands, the Czech Republic, Czechia, Turkey and Türkiye",
     ["America USA", "Britain GBR", "Netherlands NLD", "Czech Republic CZE", "Czechia CZE", "Turkey TUR",
     "Türkiye TUR"]),
    ("The Ukrainian government spoke to Polish authorities.", ["Polish authorities POL"]),
    ("a turkey dinner, polish on the table and fine china", []),
]
DE = [
    ("Deutschlands Nachbarn Polen und Tschechien; die Schweizer zögern.",
     ["Deutschlands DEU", "Polen POL", "Tschechien CZE", "Schweizer CHE"]),
    ("ukrainischen, französischer, britisches, polnischem, türkische",
     ["ukrainischen UKR", "französischer FRA", "britisches GBR", "polnischem POL", "türkische TUR"]),
    ("Kiew, Moskau und Warschau verhandeln; auch Berlin und Paris.",
     ["Kiew UKR", "Moskau RUS", "Warschau POL", "Berlin DEU", "Paris FRA"]),
    ("Der US-Präsident war in den USA und in der Türkei.", ["US USA", "USA USA", "Türkei TUR"]),
    ("US-amerikanischer Export aus den Vereinigten Staaten", ["US-amerikanischer USA", "Vereinigten Staaten USA"]),
    ("Die Ukrainer und die Russen", ["Ukrainer UKR", "Russen RUS"]),
]
CASES = [*(("en", *case) for case in EN), *(("de", *case) for case in DE)]


@pytest.mark.parametrize(("lang", "text", "expected"), CASES)
def test_states(lang: str, text: str, expected: list[str]) -> None:
    assert found(lang, text, Kind.STATE) == [
        (words, f"state/{key}") for words, _, key in (entry.rpartition(" ") for entry in expected)
    ]


def test_states_inside_the_names_of_their_organs_count_too() -> None:
    assert read("en", "The Israeli Air Force met the Polish Navy in Germany.").states == ("ISR", "POL", "DEU")


@pytest.mark.parametrize(
    ("lang", "text", "form"),
    [("en", "Poland", "name"), ("en", "Polish", "adjective"), ("en", "Warsaw", "capital"),
     ("en", "U.S.", "abbreviation"), ("en", "Ukrainians", "demonym"), ("en", "Whitehall", "metonym"),
     ("de", "polnischer", "adjective")],
)
def test_how_a_state_is_named(lang: str, text: str, form: str) -> None:
    assert [m.mention.form for m in read(lang, f"… {text} …").mentions] == [form]
