import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.recognise.dates import DateReader
from kg.recognise.lexicon import lexicon
from tests.recognise.finding import PUBLISHED, read

READERS = {lang: DateReader(lexicon(lang)) for lang in ("en", "de")}

ABSOLUTE = [
    ("en", "War began on 24 February 2022.", "2022-02-24", "2022-02-24", "24 February 2022"),
    ("en", "on February 24, 2022", "2022-02-24", "2022-02-24", "February 24, 2022"),
    ("en", "the 24th of March 2022", "2022-03-24", "2022-03-24", "24th of March 2022"),
    ("en", "on Sept. 3, 2014", "2014-09-03", "2014-09-03", "Sept. 3, 2014"),
    ("en", "in March 2022", "2022-03-01", "2022-03-31", "March 2022"),
    ("en", "in 2021", "2021-01-01", "2021-12-31", "in 2021"),
    ("en", "on 2022-02-24", "2022-02-24", "2022-02-24", "2022-02-24"),
    ("de", "am 24. Februar 2022", "2022-02-24", "2022-02-24", "24. Februar 2022"),
    ("de", "am 24.02.2022", "2022-02-24", "2022-02-24", "24.02.2022"),
    ("de", "im März 2022", "2022-03-01", "2022-03-31", "März 2022"),
    ("de", "im Jahr 2021", "2021-01-01", "2021-12-31", "Jahr 2021"),
]
RELATIVE = [  # published on Wednesday 10 May 2023
    ("en", "today", "2023-05-10", "2023-05-10"),
    ("en", "yesterday", "2023-05-09", "2023-05-09"),
    ("en", "the day before yesterday", "2023-05-08", "2023-05-08"),
    ("en", "on Monday", "2023-05-08", "2023-05-08"),
    ("en", "on Wednesday", "2023-05-10", "2023-05-10"),
    ("en", "last Friday", "2023-05-05", "2023-05-05"),
    ("en", "next Tuesday", "2023-05-16", "2023-05-16"),
    ("en", "last week", "2023-05-01", "2023-05-07"),
    ("en", "last month", "2023-04-01", "2023-04-30"),
    ("en", "next year", "2024-01-01", "2024-12-31"),
    ("en", "on the 3rd", "2023-05-03", "2023-05-03"),
    ("en", "3 June", "2023-06-03", "2023-06-03"),
    ("en", "December 20", "2022-12-20", "2022-12-20"),
    ("en", "February 29", "2024-02-29", "2024-02-29"),
    ("de", "gestern", "2023-05-09", "2023-05-09"),
    ("de", "vorgestern", "2023-05-08", "2023-05-08"),
    ("de", "am Montag", "2023-05-08", "2023-05-08"),
    ("de", "vergangenen Freitag", "2023-05-05", "2023-05-05"),
    ("de", "nächsten Dienstag", "2023-05-16", "2023-05-16"),
    ("de", "vergangene Woche", "2023-05-01", "2023-05-07"),
    ("de", "kommenden Monat", "2023-06-01", "2023-06-30"),
    ("de", "letztes Jahr", "2022-01-01", "2022-12-31"),
    ("de", "18. Januar", "2023-01-18", "2023-01-18"),
]
IMPOSSIBLE = [
    ("en", "on 2022-13-40"), ("en", "on 2022-02-31"), ("en", "30 February"), ("en", "on Frıday"), ("en", "in March"),
    ("en", "the number 9999999999"), ("de", "am 31.02.2022"), ("de", "am 45."), ("de", "am 12.13.2022"),
]


@pytest.mark.parametrize(("lang", "text", "earliest", "latest", "words"), ABSOLUTE)
@pytest.mark.parametrize("published", [PUBLISHED, None])
def test_absolute_dates(
    lang: str, text: str, earliest: str, latest: str, words: str, published: datetime.date | None
) -> None:
    [(span, time)] = READERS[lang](text, published)
    assert text[span.start : span.end] == time.words == words
    assert (str(time.earliest), str(time.latest)) == (earliest, latest)


@pytest.mark.parametrize(("lang", "text", "earliest", "latest"), RELATIVE)
def test_relative_dates_count_from_the_day_of_publication(lang: str, text: str, earliest: str, latest: str) -> None:
    [(_, time)] = READERS[lang](f"It was {text}, they said.", PUBLISHED)
    assert (time.words, str(time.earliest), str(time.latest)) == (text, earliest, latest)
    assert READERS[lang](text, None) == []


@pytest.mark.parametrize(("lang", "text"), IMPOSSIBLE)
def test_impossible_dates_are_none(lang: str, text: str) -> None:
    assert READERS[lang](text, PUBLISHED) == []


def test_a_recognised_document_has_its_dates_in_text_order() -> None:
    dates = read("en", "In March 2022 it began; on 3 June it ended.").dates
    assert [time.words for _, time in dates] == ["March 2022", "3 June"]


PIECES = st.lists(
    st.sampled_from(
        ["yesterday", "tomorrow", "next year", "last year", "on Friday", "February 29", "31 June", "0 May",
     "on the 31st",
         "2022-00-00", "in 2099", "gestern", "am 31.", "nächstes Jahr", "29. Februar", "31.11.2022", "kommenden Monat"]
    )
    | st.text(max_size=8)
).map(" ".join)


@given(text=PIECES, published=st.dates() | st.none(), lang=st.sampled_from(["en", "de"]))
def test_any_text_on_any_day(text: str, published: datetime.date | None, lang: str) -> None:
    for span, time in READERS[lang](text, published):
        assert text[span.start : span.end] == time.words
        assert time.earliest <= time.latest
