import datetime
import json

import pytest

from .conftest import ENGLISH, FRENCH, Reader, document


def test_the_text_is_untouched_and_the_fields_are_taken(reader: Reader) -> None:
    text = f"  \r\n{ENGLISH}\u2028 e\u0301 \U0001f680\t\n"
    fields = {"id": "x/1", "text": text, "lang": "de_DE", "date": "2022-01-18T10:00:00Z", "title": " A\n title "}
    found = document(reader("a.jsonl", json.dumps({**fields, "source": "S", "url": "u:v", "transfers": [{"a": 1}]})))
    assert found.text == text
    assert (found.id, found.lang, found.date) == ("x/1", "de", datetime.date(2022, 1, 18))
    assert (found.title, found.source, found.url) == ("A title", "S", "u:v")


@pytest.mark.parametrize("empty", [None, ""])
def test_what_is_empty_counts_as_not_given(reader: Reader, empty: str | None) -> None:
    fields = dict.fromkeys(("id", "lang", "date", "title", "source", "url"), empty)
    found = document(reader("2022-01-18-a.jsonl", json.dumps({**fields, "text": ENGLISH})))
    assert (found.id, found.lang, found.date, found.title) == ("2022-01-18-a-1", "en", None, None)


def test_numbers_are_ids_too(reader: Reader) -> None:
    assert document(reader("a.jsonl", '{"id": 7, "text": "a"}')).id == "7"


def test_byte_order_mark_and_windows_line_ends(reader: Reader) -> None:
    found = reader("a.jsonl", b'\xef\xbb\xbf{"text": "a"}\r\n{"text": "b"}\r\n')
    assert [document([item]).text for item in found] == ["a", "b"]


def test_a_declared_language_is_believed(reader: Reader) -> None:
    assert document(reader("a.jsonl", json.dumps({"text": FRENCH, "lang": "en"}))).lang == "en"
