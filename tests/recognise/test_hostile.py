import sys
from collections.abc import Callable
from types import FrameType
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kg.document import Document
from kg.recognise import Recognised, recognise

WORDS = st.sampled_from(
    ["Leopard 2", "tanks", "Kim Jong-un", "President", "US-", "„Javelin“-Raketen", "dozens of", "1.1 million",
     "Ministry of", "Council", "von der", "-", "“", ".", "...", "\n", "\u200f", "e\u0301", "👩‍👩‍👧",
     "שלום", "ß", "İ", "\x00", "am 18. Januar", "Waffenlieferungen", "U.S.", "McDonald's", "(", "’s"]
)
LETTERS = st.characters(exclude_categories=["Cs"])  # the read stage refuses lone surrogates
LISTS = st.lists(WORDS, max_size=25)
TEXTS = st.text(LETTERS, max_size=60) | LISTS.map(" ".join) | LISTS.map("".join)


def assert_sound(read: Recognised) -> None:
    text = read.document.text
    assert read.doc.text == text
    assert "".join(sentence.text_with_ws for sentence in read.doc.sents) == text
    end = 0
    for found in read.mentions:
        span = found.mention.span
        assert text[span.start : span.end] == found.mention.words == read.doc[found.start : found.end].text
        assert span.start >= end
        end = span.end
    for span, time in read.dates:
        assert text[span.start : span.end] == time.words


@settings(deadline=None, max_examples=60)
@given(text=TEXTS, lang=st.sampled_from(["en", "de"]))
def test_any_text_is_read_and_every_mention_stands_where_it_says(text: str, lang: str) -> None:
    assert_sound(recognise(Document("test", text, lang)))


@pytest.mark.parametrize(
    "text",
    ["", " ", "\n\n", "\ufeff", "👩‍👩‍👧 tanks for 🇺🇦",
     "Ka\u0308mpfer und Ma\u0308rz",
     "\u200fטנקים\u200e from Israel to Ukraine",
     "x" * 5000, "(" * 5000, "Germany" * 1000, "https://example.org/" + "a/" * 2000],
    ids=["nothing", "space", "lines", "mark", "emoji", "combining", "rtl", "long", "brackets", "run", "address"],
)
@pytest.mark.parametrize("lang", ["en", "de"])
def test_odd_texts(text: str, lang: str) -> None:
    assert_sound(recognise(Document("test", text, lang)))


def test_names_after_odd_characters_keep_their_offsets() -> None:
    text = "👩‍👩‍👧 e\u0301 שלום Germany sent 20 Leopard 2 tanks to 🇺🇦 Ukraine"
    words = [m.mention.words for m in recognise(Document("test", text, "en")).mentions]
    assert words == ["Germany", "Leopard 2 tanks", "Ukraine"]


@pytest.mark.parametrize("lang", ["en", "de"])
@pytest.mark.parametrize(
    "seed", ["Council ", "tanks ", "(", "John Smith ", "Aa-", "20 ", "President ", "Leopard 2 and ", "a."]
)
def test_work_grows_with_the_text_and_not_with_its_square(seed: str, lang: str) -> None:
    recognise(Document("warm", seed, lang))
    once, fourfold = (calls(lambda n=n: recognise(Document("test", seed * n, lang))) for n in (500, 2000))
    assert fourfold < 5 * once


def test_a_paragraph_of_100_000_characters() -> None:
    sentence = "Germany sent 14 Leopard 2 tanks to Ukraine, said Boris Pistorius, and dozens of Marder vehicles; "
    text = sentence * (100_000 // len(sentence))
    read = recognise(Document("test", text, "en"))
    assert_sound(read)
    assert len(list(read.doc.sents)) == 1
    assert sum(m.entity.id == "system/leopard-2" for m in read.mentions) == 100_000 // len(sentence)


def calls(work: Callable[[], object]) -> int:
    """How many Python functions ``work`` calls."""
    count = 0

    def count_call(frame: FrameType, event: str, argument: Any) -> None:
        nonlocal count
        count += event == "call"

    before = sys.getprofile()
    sys.setprofile(count_call)
    try:
        work()
    finally:
        sys.setprofile(before)
    return count
