import pytest

from kg.claim import Kind, Quantity
from kg.recognise import pipeline
from kg.recognise.lexicon import lexicon
from kg.recognise.numbers import numeral
from kg.recognise.quantities import QuantityReader

Bounds = tuple[float | None, float | None, str]

EN: list[tuple[str, Bounds | None]] = [
    ("31 tanks", (31, 31, "31")),
    ("At least 20 tanks", (20, None, "At least 20")),
    ("no fewer than 12 F-16s", (12, None, "no fewer than 12")),
    ("more than 1,000 Stinger anti-aircraft missiles", (1000, None, "more than 1,000")),
    ("20 or more tanks", (20, None, "20 or more")),
    ("up to 60 Leopard 2 tanks", (None, 60, "up to 60")),
    ("as many as 300 drones", (None, 300, "as many as 300")),
    ("between 10 and 20 howitzers", (10, 20, "between 10 and 20")),
    ("10 to 12 Leopard tanks", (10, 12, "10 to 12")),
    ("10-20 tanks", (10, 20, "10-20")),
    ("ten trucks and 20 howitzers", (20, 20, "20")),
    ("dozens of tanks", (None, None, "dozens")),
    ("tens of thousands of 155mm shells", (None, None, "tens of thousands")),
    ("a few hundred Stinger missiles", (None, None, "a few hundred")),
    ("half a dozen Caesar howitzers", (6, 6, "half a dozen")),
    ("two dozen T-72 tanks", (24, 24, "two dozen")),
    ("twenty-one tanks", (21, 21, "twenty-one")),
    ("1.1 million artillery rounds", (1_100_000, 1_100_000, "1.1 million")),
    ("nearly 100 of its older M113 vehicles", (100, 100, "nearly 100")),
    ("an estimated 40 tanks", (40, 40, "an estimated 40")),
    ("12 battle-ready MiG-29 jets", (12, 12, "12")),
    ("four 155-mm howitzers", (4, 4, "four")),
    ("31 US Abrams tanks", (31, 31, "31")),
    ("200 Roshel Senator armoured personnel carriers", (200, 200, "200")),
    ("50 ex-Bundeswehr Gepard", (50, 50, "50")),
    ("two batteries of the Patriot system", (2, 2, "two")),
    ("It handed over 14 tanks", (14, 14, "14")),
    ("a Patriot", (1, 1, "a")),
    ("an F-16 fighter", (1, 1, "an")),
    ("a second Patriot", (1, 1, "a")),
    ("a new air defence system", (1, 1, "a")),
    ("the Patriot system", None),
    ("a shipment of weapons", None),
    ("an arms deal", None),
    ("a US arms package", None),
    ("a missile attack", None),
    ("a Patriot deal", None),
    ("a $110 million military aid package", None),
    ("an AU$110 million military aid package", None),
    ("a R30 billion arms deal", None),
    ("$3 billion in weapons", None),
    ("60% of weapons", None),
    ("In 2022 tanks rolled", None),
    ("On 24 February tanks rolled", None),
    ("two retired generals sold weapons", None),
    ("3,000 soldiers with tanks", None),
    ("five countries send tanks", None),
    ("20, then, tanks", None),
]
DE: list[tuple[str, Bounds | None]] = [
    ("50 Gepard-Panzer", (50, 50, "50")),
    ("ein halbes Dutzend Leopard-Panzer", (6, 6, "ein halbes Dutzend")),
    ("knapp drei Dutzend Gepard-Panzer", (36, 36, "knapp drei Dutzend")),
    ("mehr als 20 Marder-Schützenpanzer", (20, None, "mehr als 20")),
    ("mindestens zehn Panzer", (10, None, "mindestens zehn")),
    ("bis zu 60 Leopard 2", (None, 60, "bis zu 60")),
    ("zwischen 10 und 20 Haubitzen", (10, 20, "zwischen 10 und 20")),
    ("drei bis vier Leopard-Panzer", (3, 4, "drei bis vier")),
    ("fünfundzwanzig Panzer", (25, 25, "fünfundzwanzig")),
    ("1,1 Millionen Artilleriegranaten", (1_100_000, 1_100_000, "1,1 Millionen")),
    ("1.500 Stinger-Raketen", (1500, 1500, "1.500")),
    ("rund 100.000 Schuss Munition", (100_000, 100_000, "rund 100.000")),
    ("weitere sieben Panzerhaubitzen", (7, 7, "weitere sieben")),
    ("zwei Batterien des Systems Patriot", (2, 2, "zwei")),
    ("Dutzende Panzer", (None, None, "Dutzende")),
    ("einige Dutzend Panzer", (None, None, "einige Dutzend")),
    ("Sie verfügt über 20 Panzer", (20, 20, "20")),
    ("ein Patriot-System", (1, 1, "ein")),
    ("ein weiteres Patriot-System", (1, 1, "ein")),
    ("eine Waffenlieferung", None),
    ("eine Lieferung Panzer", None),
    ("Mit 100 Millionen Euro Waffen", None),
    ("im Jahr 2022 Panzer", None),
    ("Am 18. Januar Panzer", None),
    ("Zwei pensionierte Generäle verkauften Waffen", None),
]
CASES = [*(("en", *case) for case in EN), *(("de", *case) for case in DE)]


def before_last_system(lang: str, text: str) -> tuple[str, Quantity] | None:
    doc = pipeline(lang)(text)
    at = [m.start for m in doc._.mentions if m.kind in (Kind.SYSTEM, Kind.SYSTEM_CLASS)][-1]
    found = QuantityReader(lexicon(lang)).before(doc, at, doc[at].sent.start)
    return (text[found[0].start : found[0].end], found[1]) if found else None


@pytest.mark.parametrize(("lang", "text", "expected"), CASES)
def test_quantity_of_the_last_system(lang: str, text: str, expected: Bounds | None) -> None:
    found = before_last_system(lang, text)
    assert found == ((expected[2], Quantity(*expected)) if expected else None)


def test_nothing_is_read_beyond_the_floor() -> None:
    doc = pipeline("en")("We sent 20 modern tanks")
    reader = QuantityReader(lexicon("en"))
    assert reader.before(doc, 4, 2) is not None
    assert reader.before(doc, 4, 3) is None


def test_people_are_counted_where_they_are_what_is_asked_for() -> None:
    doc = pipeline("en")("They sent up to 5,000 soldiers")
    found = QuantityReader(lexicon("en")).before(doc, len(doc) - 1, 0)
    assert found is not None
    assert found[1] == Quantity(None, 5000, "up to 5,000")


@pytest.mark.parametrize(
    ("text", "lang", "value"),
    [("1,500", "en", 1500), ("1.500", "de", 1500), ("2.5", "en", 2.5), ("2,5", "de", 2.5), ("1.5", "de", 1.5),
     ("1,234,567", "en", 1_234_567), ("20", "en", 20), ("F16", "en", None), ("²", "en", None), ("٣", "en", None),
     ("", "en", None)],
)
def test_numerals(text: str, lang: str, value: float | None) -> None:
    assert numeral(text, lang) == value
