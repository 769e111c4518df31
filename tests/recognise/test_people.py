import datetime

import pytest

from kg.claim import Kind
from kg.document import Document
from kg.recognise import recognise
from tests.recognise.finding import found, read

CASES = [
    ("en", "US Secretary of State Antony Blinken met Foreign Minister Dmytro Kuleba. Blinken said Kuleba agreed.",
     ["Antony Blinken antony-blinken", "Dmytro Kuleba dmytro-kuleba", "Blinken antony-blinken",
     "Kuleba dmytro-kuleba"]),
    ("en", "President of Ukraine Volodymyr Zelenskyy and Kim Jong-un met Vladimir Putin.",
     ["Volodymyr Zelenskyy volodymyr-zelensky", "Kim Jong-un kim-jong-un", "Vladimir Putin vladimir-putin"]),
    ("en", "Foreign Minister Arvid Lindqvist-Holm of Sweden spoke. Later Lindqvist-Holm left, and Holm laughed.",
     ["Arvid Lindqvist-Holm arvid-lindqvist-holm", "Lindqvist-Holm arvid-lindqvist-holm", "Holm arvid-lindqvist-holm"]),
    ("en", "Colonel Maria Petrova and Anna van der Berg talked with spokesman John Kirby.",
     ["Maria Petrova maria-petrova", "Anna van der Berg anna-van-der-berg", "John Kirby john-kirby"]),
    ("en", "Colonel Ruvanov spoke.", ["Ruvanov ruvanov"]),
    ("en", "The Defence Minister spoke. On Monday in May it rained.", []),
    ("de", "Verteidigungsminister Pistorius traf Außenministerin Annalena Baerbock. Baerbock sprach mit Kim Jong Un.",
     ["Pistorius boris-pistorius", "Annalena Baerbock annalena-baerbock", "Baerbock annalena-baerbock",
      "Kim Jong Un kim-jong-un"]),
    ("de", "Der ukrainische Präsident Wolodymyr Selenskyj; Selenskyjs Bitte an Bundeskanzler Olaf Scholz",
     ["Wolodymyr Selenskyj volodymyr-zelensky", "Selenskyjs volodymyr-zelensky", "Olaf Scholz olaf-scholz"]),
    ("de", "Oberst Karl Brandstetter sagte es; Ministerpräsident Tamm schwieg.",
     ["Karl Brandstetter karl-brandstetter", "Tamm tamm"]),
    ("de", "Ursula von der Leyen und Marie-Agnes Strack-Zimmermann",
     ["Ursula von der Leyen ursula-von-der-leyen", "Marie-Agnes Strack-Zimmermann marie-agnes-strack-zimmermann"]),
    ("de", "Der Verteidigungsminister sprach am Montag im Mai.", []),
]


@pytest.mark.parametrize(("lang", "text", "expected"), CASES)
def test_people(lang: str, text: str, expected: list[str]) -> None:
    assert found(lang, text, Kind.PERSON) == [
        (words, f"person/{key}") for words, _, key in (entry.rpartition(" ") for entry in expected)
    ]


@pytest.mark.parametrize(
    ("lang", "text", "key"),
    [
        ("en", "Polish President Jan Nowhere spoke.", "POL"),
        ("en", "Ukraine's Defence Minister Maria Nowhere spoke.", "UKR"),
        ("en", "Polish analyst Jan Nowhere spoke.", None),
        ("de", "Der polnische Präsident Jan Nirgendwo sprach.", "POL"),
        ("de", "US-Präsident Thomas Nirgendwo sprach.", "USA"),
    ],
)
def test_the_state_of_an_office_holder_that_no_table_knows(lang: str, text: str, key: str | None) -> None:
    assert [m.entity.key for m in read(lang, text).mentions if m.kind is Kind.PERSON] == [key]


@pytest.mark.parametrize(("day", "key"), [("2023-05-10", "GBR"), ("2009-05-10", None)])
def test_a_leader_stands_for_the_state_only_during_the_term(day: str, key: str | None) -> None:
    read = recognise(Document("test", "Rishi Sunak spoke.", "en", datetime.date.fromisoformat(day)))
    assert [m.entity.key for m in read.mentions] == [key]
