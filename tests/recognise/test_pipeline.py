import pytest
import spacy
from spacy.language import Language
from spacy.tokens import Doc, Span

from kg.claim import Kind
from kg.document import Document
from kg.errors import UsageError
from kg.recognise import pipeline, recognise
from kg.recognise.lexicon import languages
from kg.recognise.pipeline import COMPONENTS

TEXT = "US Secretary of State Antony Blinken said Germany sent 14 Leopard 2 tanks to Ukraine. Blinken thanked NATO."


def test_entities_carry_kind_and_identifier() -> None:
    doc = pipeline("en")(TEXT)
    assert [(e.text, e.label_, e.kb_id_) for e in doc.ents] == [
        ("US", "state", "state/USA"),
        ("Antony Blinken", "person", "person/antony-blinken"),
        ("Germany", "state", "state/DEU"),
        ("Leopard 2 tanks", "system", "system/leopard-2"),
        ("Ukraine", "state", "state/UKR"),
        ("Blinken", "person", "person/antony-blinken"),
        ("NATO", "organization", "organization/nato"),
    ]


def test_mentions_are_extensions_of_doc_and_span() -> None:
    assert Doc.has_extension("mentions")
    assert Span.has_extension("mention")
    doc = pipeline("en")(TEXT)
    mentions = doc._.mentions
    assert [(m.start, m.end) for m in mentions] == [(e.start, e.end) for e in doc.ents]
    assert {m.kind for m in mentions} == {Kind.STATE, Kind.PERSON, Kind.SYSTEM, Kind.ORGANIZATION}
    spans = [m.mention.span for m in mentions]
    assert [(e.start_char, e.end_char) for e in doc.ents] == [(span.start, span.end) for span in spans]


@pytest.mark.parametrize("name", COMPONENTS)
def test_components_are_registered_with_spacy(name: str) -> None:
    assert Language.has_factory(name)


@pytest.mark.parametrize("lang", ["en", "de"])
def test_components_work_in_a_pipeline_of_the_users(lang: str) -> None:
    nlp = spacy.blank(lang)
    for name in COMPONENTS:
        nlp.add_pipe(name)
    text = "Germany" if lang == "en" else "Deutschland"
    assert [(e.label_, e.kb_id_) for e in nlp(f"{text} …").ents] == [("state", "state/DEU")]


def test_many_texts_through_spacys_pipe() -> None:
    docs = list(pipeline("de").pipe(["Polen liefert Panzer.", "", "Die Nato wartet."]))
    found = [[e.kb_id_ for e in doc.ents] for doc in docs]
    assert found == [["state/POL", "system-class/panzer"], [], ["organization/nato"]]


def test_there_is_a_pipeline_for_every_lexicon() -> None:
    assert languages() == ["de", "en"]
    assert [pipeline(lang).lang for lang in languages()] == languages()


def test_a_language_without_a_lexicon_is_named() -> None:
    with pytest.raises(UsageError, match="fr: no lexicon"):
        recognise(Document("test", "Bonjour", "fr"))


def test_reading_twice_finds_the_same() -> None:
    first, second = (recognise(Document("test", TEXT, "en")) for _ in range(2))
    assert first.mentions == second.mentions
    assert (first.titles, first.dates, first.states) == (second.titles, second.dates, second.states)


def test_what_was_read_before_has_no_influence() -> None:
    alone = recognise(Document("test", "Blinken spoke.", "en")).mentions
    recognise(Document("other", "Arvid Blinken and Maria Leopard spoke.", "en"))
    assert recognise(Document("test", "Blinken spoke.", "en")).mentions == alone
