import pytest

from kg.claim import Status
from tests.relate.telling import assert_evident, bounds, extract, key

Case = tuple[str, str, str, str, str, tuple[float | None, float | None] | None, str | None]

EN: list[Case] = [  # text, supplier, recipient, system, status, quantity, claimer
    ("Sweden gave Ukraine 50 CV90 infantry fighting vehicles.",
     "SWE", "UKR", "system/cv90", "delivered", (50, 50), None),
    ("Germany has delivered two IRIS-T air defence systems to Ukraine.",
     "DEU", "UKR", "system/iris-t", "delivered", (2, 2), None),
    ("The Netherlands will send 18 F-16 fighter jets to Ukraine.",
     "NLD", "UKR", "system/f-16", "announced", (18, 18), None),
    ("Poland handed over 14 Leopard 2 tanks to Ukraine last month.",
     "POL", "UKR", "system/leopard-2", "delivered", (14, 14), None),
    ("Iran supplied Russia with hundreds of Shahed drones.",
     "IRN", "RUS", "system/shahed", "delivered", (None, None), None),
    ("North Korea shipped artillery shells to Russia.",
     "PRK", "RUS", "system-class/artillery-shells", "delivered", None, None),
    ("The United States approved the sale of 66 F-16 fighter jets to Taiwan.",
     "USA", "TWN", "system/f-16", "approved", (66, 66), None),
    ("Italy donated two Storm Shadow missiles to Ukraine.",
     "ITA", "UKR", "system/storm-shadow", "delivered", (2, 2), None),
    ("Slovakia delivered an S-300 air defence system to Ukraine.",
     "SVK", "UKR", "system/s-300", "delivered", (1, 1), None),
    ("India ordered five S-400 systems from Russia.", "RUS", "IND", "system/s-400", "ordered", (5, 5), None),
    ("Canada announced that it would send four Leopard 2 tanks to Ukraine.",
     "CAN", "UKR", "system/leopard-2", "announced", (4, 4), "CAN"),
    ("Ukraine asked Germany for Taurus missiles.", "DEU", "UKR", "system/taurus", "requested", None, None),
    ("The United States suspended deliveries of bombs to Israel.",
     "USA", "ISR", "system-class/bombs", "suspended", None, None),
    ("Twenty Caesar howitzers were delivered to Ukraine by France.",
     "FRA", "UKR", "system/caesar", "delivered", (20, 20), None),
    ("Finland transferred heavy weapons to Ukraine.",
     "FIN", "UKR", "system-class/heavy-weapons", "delivered", None, None),
    ("Britain is considering supplying Challenger 2 tanks to Ukraine.",
     "GBR", "UKR", "system/challenger-2", "considered", None, None),
    ("Egypt ordered 30 Rafale jets from France.", "FRA", "EGY", "system/rafale", "ordered", (30, 30), None),
    ("According to the Pentagon, Iran supplied ballistic missiles to Russia.",
     "IRN", "RUS", "system-class/ballistic-missiles", "delivered", None, "USA"),
    ("Spain shipped ten Leopard 2A4 tanks to Ukraine.", "ESP", "UKR", "system/leopard-2", "delivered", (10, 10), None),
    ("Belarus supplied ammunition to Russia, Defence Minister Boris Pistorius said.",
     "BLR", "RUS", "system-class/ammunition", "delivered", None, "DEU"),
    ("Australia has provided Bushmaster armoured vehicles to Ukraine.",
     "AUS", "UKR", "system/bushmaster", "delivered", None, None),
    ("Estonia delivered Javelin anti-tank missiles to Ukraine.",
     "EST", "UKR", "system/javelin", "delivered", None, None),
    ("Greece refused to give S-300 systems to Ukraine.", "GRC", "UKR", "system/s-300", "refused", None, None),
    ("At least 20 Gepard anti-aircraft guns were handed over to Ukraine by Germany.",
     "DEU", "UKR", "system/gepard", "delivered", (20, None), None),
    ("Portugal will provide three Leopard 2 tanks to Ukraine.",
     "PRT", "UKR", "system/leopard-2", "announced", (3, 3), None),
]
DE: list[Case] = [
    ("Deutschland hat der Ukraine zwei Flugabwehrsysteme vom Typ IRIS-T geliefert.",
     "DEU", "UKR", "system/iris-t", "delivered", (2, 2), None),
    ("Deutschland hat der Ukraine 14 Leopard-2-Panzer geliefert.",
     "DEU", "UKR", "system/leopard-2", "delivered", (14, 14), None),
    ("Die Niederlande liefern 18 F-16-Kampfjets an die Ukraine.",
     "NLD", "UKR", "system/f-16", "announced", (18, 18), None),
    ("Nordkorea lieferte Artilleriegranaten an Russland.",
     "PRK", "RUS", "system-class/artilleriegranaten", "delivered", None, None),
    ("Die USA genehmigten den Verkauf von 66 F-16-Kampfjets an Taiwan.",
     "USA", "TWN", "system/f-16", "approved", (66, 66), None),
    ("Die USA haben der Ukraine HIMARS-Raketenwerfer geliefert.",
     "USA", "UKR", "system/himars", "delivered", None, None),
    ("Norwegen lehnt die Lieferung von Panzern an die Ukraine ab.",
     "NOR", "UKR", "system-class/panzern", "refused", None, None),
    ("Die Ukraine bat Deutschland um Taurus-Marschflugkörper.", "DEU", "UKR", "system/taurus", "requested", None, None),
    ("Spanien liefert der Ukraine zehn Leopard-Panzer.", "ESP", "UKR", "system/leopard", "announced", (10, 10), None),
    ("Spanien hat zehn Leopard-Panzer an die Ukraine geliefert.",
     "ESP", "UKR", "system/leopard", "delivered", (10, 10), None),
    ("Großbritannien erwägt die Lieferung von Challenger-2-Panzern an die Ukraine.",
     "GBR", "UKR", "system/challenger-2", "considered", None, None),
    ("Israel erwägt die Lieferung von Flugabwehrsystemen an die Ukraine.",
     "ISR", "UKR", "system-class/flugabwehrsystemen", "considered", None, None),
    ("Laut dem Pentagon lieferte der Iran ballistische Raketen an Russland.",
     "IRN", "RUS", "system-class/ballistische-raketen", "delivered", None, "USA"),
    ("Mindestens 20 Gepard-Flugabwehrpanzer wurden von Deutschland an die Ukraine geliefert.",
     "DEU", "UKR", "system/gepard", "delivered", (20, None), None),
    ("Russland lieferte der Türkei S-400-Flugabwehrsysteme.", "RUS", "TUR", "system/s-400", "delivered", None, None),
    ("Italien liefert Munition an die Ukraine.", "ITA", "UKR", "system-class/munition", "delivered", None, None),
    ("Finnland hat schwere Waffen an die Ukraine geliefert.",
     "FIN", "UKR", "system-class/schwere-waffen", "delivered", None, None),
    ("Tschechien schickte T-72-Panzer in die Ukraine.", "CZE", "UKR", "system/t-72", "delivered", None, None),
    ("Estland lieferte der Ukraine Javelin-Panzerabwehrraketen.",
     "EST", "UKR", "system/javelin", "delivered", None, None),
    ("Portugal wird der Ukraine drei Leopard-2-Panzer liefern.",
     "PRT", "UKR", "system/leopard-2", "announced", (3, 3), None),
    ("Litauen wird der Ukraine Munition liefern.", "LTU", "UKR", "system-class/munition", "announced", None, None),
    ("Norwegen will der Ukraine acht Leopard-2-Panzer liefern.",
     "NOR", "UKR", "system/leopard-2", "announced", (8, 8), None),
    ("Die Schweiz verweigert die Lieferung von Munition an die Ukraine.",
     "CHE", "UKR", "system-class/munition", "refused", None, None),
    ("Der Iran hat Drohnen an Russland geliefert.", "IRN", "RUS", "system-class/drohnen", "delivered", None, None),
    ("Pakistan erhielt Kampfjets aus China.", "CHN", "PAK", "system-class/kampfjets", "delivered", None, None),
]
CASES = [*(("en", *case) for case in EN), *(("de", *case) for case in DE)]


@pytest.mark.parametrize(("lang", "text", "supplier", "recipient", "system", "status", "quantity", "claimer"), CASES)
def test_transfer(
    lang: str, text: str, supplier: str, recipient: str, system: str, status: str,
    quantity: tuple[float | None, float | None] | None, claimer: str | None,
) -> None:
    [transfer] = extract(lang, text).transfers
    assert (key(transfer.supplier), key(transfer.recipient)) == (supplier, recipient)
    assert transfer.system is not None
    assert transfer.system.entity.id == system
    assert (transfer.status, bounds(transfer.quantity), key(transfer.claimer)) == (Status(status), quantity, claimer)
    assert 0 < transfer.confidence <= 1
    assert_evident(transfer, text)


@pytest.mark.parametrize(
    ("lang", "text"),
    [
        ("en", ""),
        ("en", "Kyiv lies on the Dnipro. Ukraine's parliament met on Monday."),
        ("en", "Russian missiles hit a power station in Ukraine."),
        ("en", "The museum in Poland shows old tanks."),
        ("de", "Kiew liegt am Dnipro. Das Parlament der Ukraine tagte am Montag."),
        ("de", "Das Museum in Polen zeigt alte Panzer."),
    ],
)
def test_no_transfer(lang: str, text: str) -> None:
    assert extract(lang, text).transfers == ()


def test_the_same_text_gives_the_same_claims() -> None:
    text = " ".join(case[0] for case in EN)
    assert extract("en", text) == extract("en", text)


def test_each_sentence_is_its_own_evidence() -> None:
    first = "Sweden gave Ukraine 50 CV90 infantry fighting vehicles."
    second = "Italy donated two Storm Shadow missiles to Ukraine."
    transfers = extract("en", f"{first} It rained. {second}").transfers
    assert [quote.quote for transfer in transfers for quote in transfer.evidence] == [first, second]
