"""What the encoder gets to read of a sentence."""

import pytest

from kg.document import Document
from kg.recognise import recognise
from kg.recognise.wordpieces import splitter
from kg.relate.clause import Clause
from kg.relate.masked import GROUP, MOST_PIECES, REFERENTS, STATE, SYSTEM, Masked, Masker
from kg.relate.transfers import transfer_finder

CAPITAL = 3


@pytest.fixture(scope="module")
def mask() -> Masker:
    return Masker(splitter())


def clauses(text: str, lang: str = "en") -> list[Clause]:
    return transfer_finder(lang).clauses(recognise(Document("d", text, lang, None)))


def masks(masked: Masked) -> list[int]:
    return [kind for kind in masked.kinds if kind]


def test_names_are_masked_and_one_actor_keeps_its_number(mask: Masker) -> None:
    masked = mask(clauses("Germany sent Leopard 2 tanks to Kyiv, and Berlin paid."), 0)
    germany, system, kyiv = REFERENTS, SYSTEM, REFERENTS + 1
    assert masks(masked) == [STATE, germany, system, CAPITAL, kyiv, CAPITAL, germany]


def test_two_sentences_with_other_names_read_the_same(mask: Masker) -> None:
    one = mask(clauses("Iran delivered T-72 tanks to Syria."), 0)
    other = mask(clauses("France delivered Leopard 2 tanks to Greece."), 0)
    assert (one.pieces, one.kinds, one.segments) == (other.pieces, other.kinds, other.segments)


def test_a_described_group_is_masked_and_spelt_out(mask: Masker) -> None:
    masked = mask(clauses("Turkey armed Syrian rebel groups."), 0)
    at = masked.kinds.index(GROUP)
    assert masked.kinds[at + 1] >= REFERENTS
    assert masked.pieces[at + 2 :][:1] != [0]


def test_the_sentence_before_comes_along(mask: Masker) -> None:
    masked = mask(clauses("Poland is a neighbour. It sent Ukraine tanks."), 1)
    assert masked.segments == sorted(masked.segments)
    assert masked.kinds[masked.segments.index(1) - 1] == 0
    assert masks(masked)[0] == STATE


def test_endless_sentences_are_cut(mask: Masker) -> None:
    text = "Germany sent tanks " + "and more tanks " * 200 + "to Ukraine."
    masked = mask(clauses(text), 0)
    assert len(masked.pieces) == MOST_PIECES
    assert all(place < MOST_PIECES for place in masked.at.values())


@pytest.mark.parametrize("word", ["ﬃ", "x" * 100_000, "漢字", "\u0301\u0301", "☃", "_"])
def test_no_word_is_too_odd(mask: Masker, word: str) -> None:
    masked = mask(clauses(f"Germany sent {word} tanks to Ukraine."), 0)
    assert min(masked.pieces) >= 0
    assert len(masked.pieces) == len(masked.kinds) == len(masked.segments)
