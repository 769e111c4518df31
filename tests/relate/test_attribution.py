"""Who says so: the words of the text that name the claimer."""

import pytest

from kg.document import Document
from kg.recognise import recognise
from kg.relate import relate

SAID = [
    ("en", "A government official says the United States sent ammunition to the Houthis.", "government official"),
    ("en", "According to US officials, Iran has sent drones to Russia.", "US officials"),
    ("en", "Iran is sending missiles to Russia, according to a senior Western diplomat.", "senior Western diplomat"),
    (
        "en",
        "Ukraine received four NASAMS from the United States, Defence Minister Oleksii Reznikov said.",
        "Oleksii Reznikov",
    ),
    ("en", "The Financial Times reports that Iran has bought 500 Verba systems from Russia.", "The Financial Times"),
    ("en", "Germany announced that it will deliver 14 Leopard 2 tanks to Ukraine.", "Germany"),
    ("en", "Germany has delivered 14 Leopard 2 tanks to Ukraine.", None),
    ("de", "Laut Medienberichten haben die USA eine Waffenlieferung an Israel ausgesetzt.", "Medienberichten"),
    ("de", "Die Lieferung von Minen an die Ukraine durch die USA, sagte ein US-Beamter, beginne bald.", "US-Beamter"),
    ("de", "Wie das Außenministerium mitteilte, haben die USA F-16 an Taiwan geliefert.", "Außenministerium"),
    ("de", "Moskau wirft Polen vor, die Ukraine mit Panzern zu beliefern.", "Moskau"),
    ("de", "Deutschland hat der Ukraine 18 Leopard-2-Panzer geliefert.", None),
]


@pytest.mark.parametrize(("lang", "text", "claimer"), SAID, ids=[said[1][:40] for said in SAID])
def test_says_who(lang: str, text: str, claimer: str | None) -> None:
    claims = relate(recognise(Document("x", text, lang))).transfers
    assert claims
    assert {claim.claimer.words if claim.claimer else None for claim in claims} == {claimer}
    assert all(
        claim.claimer is None or text[claim.claimer.span.start : claim.claimer.span.end] == claim.claimer.words
        for claim in claims
    )
