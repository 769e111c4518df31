import pytest

from tests.relate.telling import assert_evident, bounds, extract, key

Bounds = tuple[float | None, float | None]

CASES: list[tuple[str, str, str, str, Bounds | None, str]] = [  # text, actor, what or troops, quantity, place
    ("en", "Russia deployed 5,000 soldiers to Belarus.", "RUS", "soldiers", (5000, 5000), "BLR"),
    ("en", "Germany deployed Patriot systems to Slovakia.", "DEU", "system/patriot", None, "SVK"),
    ("en", "Germany deployed three Patriot systems to Slovakia.", "DEU", "system/patriot", (3, 3), "SVK"),
    ("en", "Britain has deployed Challenger 2 tanks in Estonia.", "GBR", "system/challenger-2", None, "EST"),
    ("en", "Russian troops were deployed to Crimea.", "RUS", "troops", None, "UKR"),
    ("en", "France deployed four Rafale jets to Lithuania.", "FRA", "system/rafale", (4, 4), "LTU"),
    ("en", "Russia has stationed Iskander missiles in Belarus.", "RUS", "system/iskander", None, "BLR"),
    ("en", "Turkey deployed 200 soldiers to Libya.", "TUR", "soldiers", (200, 200), "LBY"),
    ("en", "Italy deployed a SAMP/T battery to Slovakia.", "ITA", "system/samp-t", (1, 1), "SVK"),
    ("en", "The Netherlands deployed F-35 jets to Poland.", "NLD", "system/f-35", None, "POL"),
    ("de", "Deutschland stationierte Patriot-Systeme in Polen.", "DEU", "system/patriot", None, "POL"),
    ("de", "Russland verlegte 5.000 Soldaten nach Belarus.", "RUS", "Soldaten", (5000, 5000), "BLR"),
    ("de", "Die USA stationierten 500 Soldaten in Polen.", "USA", "Soldaten", (500, 500), "POL"),
    ("de", "Frankreich verlegte Kampfjets nach Litauen.", "FRA", "system-class/kampfjets", None, "LTU"),
    ("de", "Großbritannien verlegte Challenger-2-Panzer nach Estland.", "GBR", "system/challenger-2", None, "EST"),
    ("de", "Die Bundeswehr verlegte 300 Soldaten nach Litauen.", "DEU", "Soldaten", (300, 300), "LTU"),
    ("de", "Russland stationierte Iskander-Raketen in Belarus.", "RUS", "system/iskander", None, "BLR"),
    ("de", "Kanada hat 1.000 Soldaten in Lettland stationiert.", "CAN", "Soldaten", (1000, 1000), "LVA"),
    ("de", "Italien verlegte Hubschrauber nach Rumänien.", "ITA", "system-class/hubschrauber", None, "ROU"),
    ("de", "Spanien verlegte vier Kampfjets nach Bulgarien.", "ESP", "system-class/kampfjets", (4, 4), "BGR"),
]


@pytest.mark.parametrize(("lang", "text", "actor", "what", "quantity", "place"), CASES)
def test_deployment(lang: str, text: str, actor: str, what: str, quantity: Bounds | None, place: str) -> None:
    [deployment] = extract(lang, text).deployments
    assert (key(deployment.actor), key(deployment.place)) == (actor, place)
    assert (key(deployment.what) or deployment.troops) == what
    assert bounds(deployment.quantity) == quantity
    assert_evident(deployment, text)


@pytest.mark.parametrize(
    ("lang", "text"),
    [("en", "Soldiers marched through Poland."), ("en", "Germany deployed a new strategy."),
     ("de", "Soldaten marschierten durch Polen.")],
)
def test_no_deployment(lang: str, text: str) -> None:
    assert extract(lang, text).deployments == ()
