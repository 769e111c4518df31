import codecs
import datetime

import pytest

from kg.read import dates

from .conftest import ENGLISH, GERMAN, Reader, document


@pytest.mark.parametrize("suffix", ["txt", "md"])
def test_only_outer_space_and_carriage_returns_before_newlines_change(reader: Reader, suffix: str) -> None:
    found = document(reader(f"a.{suffix}", b"\xef\xbb\xbf \r\n Erste\r\n\r\n zweite\tZeile  \r x\n\n"))
    assert found.text == "Erste\n\n zweite\tZeile  \r x"


@pytest.mark.parametrize(
    ("mark", "encoding"),
    [
        (codecs.BOM_UTF8, "utf-8"),
        (codecs.BOM_UTF16_LE, "utf-16-le"),
        (codecs.BOM_UTF16_BE, "utf-16-be"),
        (codecs.BOM_UTF32_LE, "utf-32-le"),
        (b"", "utf-8"),
        (b"", "cp1252"),
    ],
)
def test_encodings(reader: Reader, mark: bytes, encoding: str) -> None:
    text = "Übergabe: „Gerät“ für 5 €, größer – sagte der Minister"
    assert document(reader("a.txt", mark + text.encode(encoding))).text == text


def test_other_old_encodings_are_guessed(reader: Reader) -> None:
    text = "Übergabe der Geräte – „Leopard“ – an die Nachbarn. Das Ministerium erklärte, größere Stückzahlen folgten. "
    assert document(reader("a.txt", (text * 3).encode("mac_roman"))).text == (text * 3).strip()


@pytest.mark.parametrize(
    ("content", "lang"),
    [
        (ENGLISH, "en"),
        (GERMAN, "de"),
        ("Drei Panzer für Kiew", "en"),  # too short to tell
        ("12 + 30 = 42; " * 10, "en"),
    ],
)
def test_language(reader: Reader, content: str, lang: str) -> None:
    assert document(reader("a.txt", content)).lang == lang


def test_the_default_language_counts_for_short_texts_only(reader: Reader) -> None:
    assert document(reader("a.txt", "Drei Panzer für Kiew", default_lang="de")).lang == "de"
    assert document(reader("b.txt", ENGLISH, default_lang="de")).lang == "en"


@pytest.mark.parametrize(
    ("content", "title"),
    [
        (f"Four launchers\n\n{ENGLISH}", "Four launchers"),
        (f"  Who pays?  \n{ENGLISH}", "Who pays?"),
        (f"18 January 2022\n\nFour launchers\n{ENGLISH}", "Four launchers"),
        (ENGLISH, None),
        (ENGLISH + ENGLISH, None),
        ("x" * 201 + "\n" + ENGLISH, None),
        ("Four launchers", None),
    ],
)
def test_the_first_line_is_the_title_if_it_is_a_headline(reader: Reader, content: str, title: str | None) -> None:
    assert document(reader("a.txt", content)).title == title


@pytest.mark.parametrize(
    ("head", "date"),
    [
        (" date 2022-01-18 Troops gather at the border", "2022-01-18"),
        ("2022-01-18T08:00:00Z", "2022-01-18"),
        ("A headline\n18 January 2022\nText", "2022-01-18"),
        ("January 18, 2022 - Text", "2022-01-18"),
        ("Published on: Jan. 18th, 2022", "2022-01-18"),
        ("KYIV (Agency) – 18 Jan 2022 – Text", "2022-01-18"),
        ("BERLIN, 18. Januar 2022", "2022-01-18"),
        ("Stand: 18.01.2022", "2022-01-18"),
        ("Dienstag, 1. MÄRZ 2022", "2022-03-01"),
        ("Xinhua News Agency, Moscow, December 4", None),
        ("Since 24 February 2022 the war has gone on", None),
        ("The contract of 18 January 2022 was signed", None),
        ("30 February 2022", None),
        ("2022-13-01", None),
        ("18 January 9022", None),
        ("31 February 2022\n1 March 2022", "2022-03-01"),
        ("x" * 500 + "\n2022-01-18", None),
    ],
)
def test_a_date_counts_where_it_heads_a_line(head: str, date: str | None) -> None:
    assert str(dates.in_head(head)) == str(date)


@pytest.mark.parametrize(
    ("name", "date"),
    [
        ("2022-10-12-arrival.md", "2022-10-12"),
        ("news_2022-10-12.txt", "2022-10-12"),
        ("20221012T154500Z_GB.txt", "2022-10-12"),
        ("2022-10-32.txt", None),
        ("12345678.txt", None),
        ("120221012.txt", None),
    ],
)
def test_dates_in_file_names(name: str, date: str | None) -> None:
    assert str(dates.in_name(name)) == str(date)


def test_the_file_name_outweighs_the_text(reader: Reader) -> None:
    assert document(reader("2022-10-12.txt", f"2021-01-01\n{ENGLISH}")).date == datetime.date(2022, 10, 12)
