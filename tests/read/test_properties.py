"""Any bytes in a file of any type give documents or errors, never an exception, and offsets stay exact."""

import json
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kg.config import load
from kg.document import Document
from kg.errors import ReadError
from kg.read import read

SLOW = settings(deadline=None, max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
FRONT = [b"---\n", b"title: ", b"date: ", b"id: ", b"2022-01-18", b"\r\n", b"\n", b"'", b'"', b"#", b"a text"]
JSON = [b'{"text": "', b'"}', b"\\ud800", b"\\u0000", b'", "date": "', b"[" * 2_000]
HTML = [b"<p>", b"<html lang=", b"<meta charset=utf-7>", b"<meta charset=punycode>", b"&#0;", b"&#xd800;", b"<!--"]
MARKS = [b"\xff\xfe", b"\xef\xbb\xbf", b"\xed\xa0\x80", b"\0"]
PIECES = st.sampled_from(FRONT + JSON + HTML + MARKS)
CONTENT = st.one_of(st.binary(max_size=400), st.lists(st.one_of(PIECES, st.binary(max_size=4))).map(b"".join))


@pytest.mark.parametrize("suffix", [".txt", ".md", ".html", ".htm", ".jsonl", ".pdf"])
@SLOW
@given(content=CONTENT)
def test_any_bytes(tmp_path: Path, suffix: str, content: bytes) -> None:
    path = tmp_path / f"a{suffix}"
    path.write_bytes(content)
    found = list(read([path], load()))
    assert found or suffix == ".jsonl"
    for item in found:
        if isinstance(item, Document):
            item.text.encode("utf-8")
            assert item.text.strip() and item.id and item.lang in ("de", "en")
        else:
            assert isinstance(item, ReadError)
            assert item.thing.startswith(str(path)) and item.reason and "\n" not in str(item)


@SLOW
@given(text=st.text())
def test_json_text_is_exact(tmp_path: Path, text: str) -> None:
    path = tmp_path / "a.jsonl"
    path.write_text(json.dumps({"text": text}), encoding="utf-8")
    (item,) = read([path], load())
    assert isinstance(item, ReadError) or item.text == text


@SLOW
@given(text=st.text(st.characters(exclude_categories=["Cs", "Cc"])))
def test_plain_text_is_exact_but_for_outer_space(tmp_path: Path, text: str) -> None:
    path = tmp_path / "a.txt"
    path.write_text(text, encoding="utf-8")
    (item,) = read([path], load())
    assert (
        item.text == text.removeprefix("\ufeff").strip()
        if isinstance(item, Document)
        else not text.strip("\ufeff \xa0")
    )
