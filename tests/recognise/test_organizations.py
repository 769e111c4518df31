import pytest

from kg.claim import Kind
from tests.recognise.finding import found, read

KNOWN = [
    ("en", "The Pentagon, NATO, the European Union and the United Nations",
     ["pentagon", "nato", "eu", "united-nations"]),
    ("en", "The Kremlin called the White House.", ["kremlin", "white-house"]),
    ("en", "Ukrainian Armed Forces met the Russian Defence Ministry.",
     ["armed-forces-of-ukraine", "russian-defence-ministry"]),
    ("en", "Rheinmetall and Lockheed Martin, Kongsberg and Saab",
     ["rheinmetall", "lockheed-martin", "kongsberg", "saab"]),
    ("en", "A New York Times report", ["new-york-times"]),
    ("de", "das russische Verteidigungsministerium, die ukrainischen Streitkräfte, die Bundeswehr, das Pentagon",
     ["russian-defence-ministry", "armed-forces-of-ukraine", "bundeswehr", "pentagon"]),
    ("de", "Die US-Armee, die Nato und die Vereinten Nationen; die Bundesregierung im Weißen Haus",
     ["us-army", "nato", "united-nations", "german-government", "white-house"]),
    ("de", "Das Kieler Institut für Weltwirtschaft und die Europäische Kommission",
     ["kiel-institute", "european-commission"]),
]
UNKNOWN = [
    ("en", "The Institute for Strategic Trade said so.", ["Institute for Strategic Trade"]),
    ("en", "Analysts at the Nordic Institute for the Study of Peace agreed.",
     ["Nordic Institute for the Study of Peace"]),
    ("en", "The Harbour Workers Union struck.", ["Harbour Workers Union"]),
    ("en", "It joined the Arctic Trade Council in Helsinki.", ["Arctic Trade Council"]),
    ("en", "The Arctic Trade Committee on Mar. 3 met.", ["Arctic Trade Committee"]),
    ("en", "Retired Harbour Guard members", ["Harbour Guard"]),
    ("en", "the Bolivian Navy and the Latvian Border Guard", ["Bolivian Navy", "Latvian Border Guard"]),
    ("de", "Das Weimarer Institut antwortete.", ["Weimarer Institut"]),
]
NONE = [
    ("en", "He works at Cape Lindholm Air Force Station and at Fort Harbour Guard Barracks."),
    ("en", "The army advanced, the navy followed, police watched."),
    ("en", "Army units moved. The committee agreed and the ministry waited."),
    ("en", "It was made in the Soviet Union."),
    ("de", "Die Armee rückte vor, ein Institut zählte mit."),
]


@pytest.mark.parametrize(("lang", "text", "expected"), KNOWN)
def test_organizations_of_the_tables(lang: str, text: str, expected: list[str]) -> None:
    assert [key for _, key in found(lang, text, Kind.ORGANIZATION)] == [f"organization/{key}" for key in expected]


@pytest.mark.parametrize(("lang", "text", "expected"), UNKNOWN)
def test_organizations_that_no_table_knows(lang: str, text: str, expected: list[str]) -> None:
    assert [words for words, _ in found(lang, text, Kind.ORGANIZATION)] == expected


@pytest.mark.parametrize(("lang", "text"), NONE)
def test_what_only_looks_like_an_organization(lang: str, text: str) -> None:
    assert found(lang, text, Kind.ORGANIZATION) == []


@pytest.mark.parametrize(
    ("lang", "text", "key"),
    [("en", "the Bolivian Navy", "BOL"), ("en", "The Pentagon", "USA"), ("de", "die lettische Marine", "LVA"),
     ("en", "NATO", None)],
)
def test_the_state_that_an_organization_acts_for(lang: str, text: str, key: str | None) -> None:
    assert [m.entity.key for m in read(lang, text).mentions if m.kind is Kind.ORGANIZATION] == [key]


@pytest.mark.parametrize(
    ("lang", "text", "expected"),
    [
        ("en", "Hezbollah, Hamas, the Houthis, the Taliban, Boko Haram and ISIS",
         ["hezbollah", "hamas", "houthis", "taliban", "boko-haram", "islamic-state"]),
        ("en", "The Russian Wagner Group left.", ["wagner-group"]),
        ("de", "Hisbollah, Hamas, die Huthi-Rebellen, die Taliban und die Wagner-Gruppe",
         ["hezbollah", "hamas", "houthis", "taliban", "wagner-group"]),
    ],
)
def test_armed_groups(lang: str, text: str, expected: list[str]) -> None:
    assert [key for _, key in found(lang, text, Kind.ARMED_GROUP)] == [f"armed-group/{key}" for key in expected]


@pytest.mark.parametrize(
    ("lang", "text", "expected"),
    [("en", "The rebels met Western allies and militants.", ["rebels", "Western allies", "militants"]),
     ("de", "Die Rebellen trafen westliche Partner und EU-Staaten.", ["Rebellen", "westliche Partner", "EU-Staaten"])],
)
def test_groups_described_in_words(lang: str, text: str, expected: list[str]) -> None:
    assert [words for words, _ in found(lang, text, Kind.GROUP)] == expected
