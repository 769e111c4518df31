import pytest

from tests.relate.telling import assert_evident, extract

CASES = [  # text, person, role, of
    ("en", "Polish President Andrzej Duda travelled to Kyiv.", "andrzej-duda", "head-of-state", "POL"),
    ("en", "Boris Pistorius, the German defence minister, visited Vilnius.",
     "boris-pistorius", "defence-minister", "DEU"),
    ("en", "US Defense Secretary Lloyd Austin met reporters.", "lloyd-austin", "defence-minister", "USA"),
    ("en", "President of Ukraine Volodymyr Zelenskyy thanked the allies.",
     "volodymyr-zelensky", "head-of-state", "UKR"),
    ("en", "Ukraine's Foreign Minister Dmytro Kuleba called for more help.",
     "dmytro-kuleba", "foreign-minister", "UKR"),
    ("en", "British Prime Minister Rishi Sunak arrived on Tuesday.", "rishi-sunak", "head-of-government", "GBR"),
    ("en", "French President Emmanuel Macron answered questions.", "emmanuel-macron", "head-of-state", "FRA"),
    ("en", "Estonian Prime Minister Kaja Kallas agreed.", "kaja-kallas", "head-of-government", "EST"),
    ("en", "Latvian Defence Minister Janis Nowhere signed the paper.", "janis-nowhere", "defence-minister", "LVA"),
    ("en", "Swedish Defence Minister Pål Jonson signed the paper.", "pal-jonson", "defence-minister", "SWE"),
    ("de", "Der polnische Präsident Andrzej Duda reiste nach Kiew.", "andrzej-duda", "head-of-state", "POL"),
    ("de", "US-Präsident Joe Biden empfing den Gast.", "joe-biden", "head-of-state", "USA"),
    ("de", "Der französische Präsident Emmanuel Macron antwortete.", "emmanuel-macron", "head-of-state", "FRA"),
    ("de", "Der britische Premierminister Rishi Sunak kam am Dienstag.", "rishi-sunak", "head-of-government", "GBR"),
    ("de", "Der ukrainische Außenminister Dmytro Kuleba dankte.", "dmytro-kuleba", "foreign-minister", "UKR"),
    ("de", "Die estnische Ministerpräsidentin Kaja Kallas stimmte zu.", "kaja-kallas", "head-of-government", "EST"),
    ("de", "Der russische Präsident Wladimir Putin schwieg.", "vladimir-putin", "head-of-state", "RUS"),
    ("de", "US-Außenminister Antony Blinken kam nach Berlin.", "antony-blinken", "foreign-minister", "USA"),
    ("de", "Der ungarische Ministerpräsident Viktor Orban lehnte ab.", "viktor-orban", "head-of-government", "HUN"),
    ("de", "Bundeskanzler Olaf Scholz äußerte sich am Abend.", "olaf-scholz", "head-of-government", None),
]


@pytest.mark.parametrize(("lang", "text", "person", "role", "of"), CASES)
def test_office(lang: str, text: str, person: str, role: str, of: str | None) -> None:
    [office] = extract(lang, text).offices
    assert (office.person.entity.id, office.role) == (f"person/{person}", role)
    holder = office.of.entity.id.partition("/")[2] if office.of else None
    assert holder == of
    assert office.title in text
    assert_evident(office, text)


@pytest.mark.parametrize(
    ("lang", "text"),
    [("en", "The defence minister left. Andrzej Duda stayed."), ("en", "The analyst Jan Nowhere spoke."),
     ("de", "Der Minister ging. Andrzej Duda blieb.")],
)
def test_no_office(lang: str, text: str) -> None:
    assert extract(lang, text).offices == ()
