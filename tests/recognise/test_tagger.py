"""People and organizations that stand in no table and follow no pattern, found by the learned tagger."""

import numpy as np
import pytest

from kg.claim import Kind
from kg.document import Document
from kg.recognise import recognise
from kg.recognise.pipeline import pipeline
from kg.recognise.tagged import FORM, tagged_finder
from kg.recognise.tagger import KINDS, LABELS, Name, names, tagger
from tests.conftest import ROOT
from tests.recognise.finding import read

CASES = [
    ("en", "The pianist Tsering Wangmo played in Leeds.", [("Tsering Wangmo", "person/tsering-wangmo")]),
    ("en", "Oluwaseun Adebayo-Whitlock joined the firm in 2015.",
     [("Oluwaseun Adebayo-Whitlock", "person/oluwaseun-adebayo-whitlock")]),
    ("en", "However, the Army and the Government met.", []),
    ("en", "they met the pianist in the garden.", []),
    ("de", "Der Sänger wechselte zum FC Unterhaching.", [("FC Unterhaching", "organization/fc-unterhaching")]),
    ("de", "Am Montag regnete es in den Bergen.", []),
]  # fmt: skip


@pytest.mark.parametrize(("lang", "text", "expected"), CASES)
def test_names_that_no_table_has(lang: str, text: str, expected: list[tuple[str, str]]) -> None:
    found = [m.mention for m in read(lang, text).mentions if m.mention.form == FORM]
    assert [(m.words, m.entity.id) for m in found] == expected
    assert all(text[m.span.start : m.span.end] == m.words for m in found)


def test_tables_and_patterns_stand() -> None:
    text = "Vladimir Putin met Colonel Ruvanov of the Institute for Peace Studies in Kyiv."
    assert FORM not in {m.mention.form for m in read("en", text).mentions}


def test_the_last_name_refers_to_the_name_found() -> None:
    mentions = read("en", "The pianist Tsering Wangmo played. Wangmo left.\n\nLater Wangmo came back.").mentions
    assert [(m.mention.words, m.entity.id) for m in mentions if m.kind is Kind.PERSON] == [
        ("Tsering Wangmo", "person/tsering-wangmo"), *[("Wangmo", "person/tsering-wangmo")] * 2
    ]  # fmt: skip


def test_sentences_do_not_see_each_other() -> None:
    reads = tagger("en")
    assert reads
    one = ["The", "pianist", "Tsering", "Wangmo", "played", "."]
    other = ["She", "met", "Ngozi", "Oyelaran", "there", "."]
    begins = [[i == 0 for i in range(len(words))] for words in (one, other)]
    apart = reads(one, begins[0]) + [
        n._replace(start=n.start + len(one), end=n.end + len(one)) for n in reads(other, begins[1])
    ]
    together = reads(one + other, begins[0] + begins[1])
    assert [n[:3] for n in together] == [n[:3] for n in apart] != []
    assert np.allclose([n.chance for n in together], [n.chance for n in apart], atol=1e-5)
    assert reads([], []) == []


def test_names_from_probabilities() -> None:
    labels = ["O", "B-PER", "I-PER", "O", "B-ORG", "B-LOC", "I-ORG"]
    chances = np.array([[0.84 if label == other else 0.02 for other in LABELS] for label in labels], np.float32)
    person, organization = KINDS
    assert [n[:3] for n in names(chances)] == [(1, 3, person), (4, 5, organization), (6, 7, organization)]
    assert all(isinstance(n, Name) and abs(n.chance - 0.86) < 1e-6 for n in names(chances))


def test_rules_alone_without_weights(monkeypatch: pytest.MonkeyPatch) -> None:
    assert tagger("xx") is None
    text = "The pianist Tsering Wangmo met Vladimir Putin."
    with monkeypatch.context() as patch:
        patch.setattr("kg.recognise.tagged.tagger", lambda lang: None)
        _forget()
        alone = recognise(Document("a", text, "en")).mentions
    _forget()
    assert [m.mention.words for m in alone] == ["Vladimir Putin"]
    assert [m.mention.words for m in recognise(Document("a", text, "en")).mentions] == [
        "Tsering Wangmo", "Vladimir Putin"
    ]  # fmt: skip


def _forget() -> None:
    tagged_finder.cache_clear()
    pipeline.cache_clear()


@pytest.mark.parametrize("lang", ["de", "en"])
def test_weights_are_small_and_sound(lang: str) -> None:
    file = ROOT / "seeds" / "models" / f"tagger-{lang}.npz"
    assert file.stat().st_size < 1_000_000
    with np.load(file) as arrays:
        assert all(np.isfinite(array).all() for array in arrays.values())
        assert arrays["labels"].shape[1] == len(LABELS)
