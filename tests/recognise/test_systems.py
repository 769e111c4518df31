import pytest

from kg.claim import Kind
from tests.recognise.finding import found, read

NAMED = [
    ("en", "Leopard 2A6 tanks, F-16s, an F-16 and HIMARS launchers",
     ["Leopard 2A6 tanks leopard-2", "F-16s f-16", "F-16 f-16", "HIMARS launchers himars"]),
    ("en", "FGM-148 Javelin anti-tank missiles", ["FGM-148 Javelin anti-tank missiles javelin"]),
    ("en", "the “Javelin” and the \"Stinger\"", ["Javelin javelin", "Stinger stinger"]),
    ("en", "T-72s, T 72 tanks and T72 hulls", ["T-72s t-72", "T 72 tanks t-72", "T72 t-72"]),
    ("en", "Su-25 jets, Mi-17 helicopters and Patriot launchers",
     ["Su-25 jets su-25", "Mi-17 helicopters mi-17", "Patriot launchers patriot"]),
    ("en", "the Patriot surface-to-air missile system", ["Patriot surface-to-air missile system patriot"]),
    ("en", "The AC Milan match in Milan was dull.", []),
    ("en", "A marten, in German Marder, lives in the forest.", []),
    ("en", "Ten Milan anti-tank missiles and 40 Marder vehicles",
     ["Milan anti-tank missiles milan", "Marder vehicles marder"]),
    ("en", "XQ-58 drones and ZK-77 missiles flew.", ["XQ-58 drones xq-58", "ZK-77 missiles zk-77"]),
    ("en", "It sold eight Zelkova drones.", ["Zelkova drones zelkova"]),
    ("en", "Leopard ammunition and the Friday missiles", []),
    ("de", "Leopard-2-Panzer, Taurus-Marschflugkörper, Gepard-Flugabwehrpanzer, Marder-Schützenpanzer",
     ["Leopard-2-Panzer leopard-2", "Taurus-Marschflugkörper taurus", "Gepard-Flugabwehrpanzer gepard",
      "Marder-Schützenpanzer marder"]),
    ("de", "Leopard 2A6, die F-16-Kampfjets und das Flugabwehrsystem vom Typ Iris-T SLM",
     ["Leopard 2A6 leopard-2", "F-16-Kampfjets f-16", "Flugabwehrsystem vom Typ Iris-T SLM iris-t-slm"]),
    ("de", "Javelin-Panzerabwehrraketen und „Javelin“-Raketen",
     ["Javelin-Panzerabwehrraketen javelin", "Javelin“-Raketen javelin"]),
    ("de", "XQ-58-Drohnen flogen.", ["XQ-58-Drohnen xq-58"]),
    ("de", "Der Marder lebt im Wald.", []),
    ("de", "Zehn Marder rollten.", ["Marder marder"]),
]
CLASSES = [
    ("en", "anti-tank weapons, tanks, howitzers, air defence systems and small arms",
     ["anti-tank weapons", "tanks", "howitzers", "air defence systems", "small arms"]),
    ("en", "Leopard ammunition", ["Leopard ammunition"]),
    ("de", "Kampfpanzer, Schützenpanzer, Flugabwehr und Drohnen",
     ["Kampfpanzer", "Schützenpanzer", "Flugabwehr", "Drohnen"]),
    ("de", "Die panzer stehen.", []),
]


@pytest.mark.parametrize(("lang", "text", "expected"), NAMED)
def test_named_systems(lang: str, text: str, expected: list[str]) -> None:
    assert found(lang, text, Kind.SYSTEM) == [
        (words, f"system/{key}") for words, _, key in (entry.rpartition(" ") for entry in expected)
    ]


@pytest.mark.parametrize(("lang", "text", "expected"), CLASSES)
def test_classes(lang: str, text: str, expected: list[str]) -> None:
    assert [words for words, _ in found(lang, text, Kind.SYSTEM_CLASS)] == expected


@pytest.mark.parametrize(
    ("word", "system"),
    [("Waffenlieferungen", "Waffen"), ("Munitionslieferung", "Munition"), ("Panzerlieferungen", "Panzer"),
     ("Waffenhilfe", "Waffen")],
)
def test_german_compounds_name_what_is_moved(word: str, system: str) -> None:
    [mention] = read("de", f"Es geht um {word}.").mentions
    assert (mention.mention.words, mention.entity.label, mention.mention.form) == (word, system, "compound")
    assert word in mention.entity.names


@pytest.mark.parametrize(("text", "bare"), [("Patriot systems", "Patriot"), ("Leopard 2A6 tanks", "Leopard 2A6")])
def test_a_designation_with_its_class_word_keeps_the_bare_name(text: str, bare: str) -> None:
    [mention] = read("en", f"They sent {text}.").mentions
    assert mention.mention.words == text
    assert bare in mention.entity.names


def test_a_class_has_the_category_of_its_head() -> None:
    mentions = read("en", "Leopard ammunition and Leopard 2 tanks").mentions
    categories = {m.mention.words: m.entity.category for m in mentions}
    assert categories["Leopard ammunition"] == "ammunition"
    assert categories["Leopard 2 tanks"] != "ammunition"
