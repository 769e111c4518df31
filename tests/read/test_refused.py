"""What a user sees for each bad input: the file and the reason, and the rest goes on."""

import os
from pathlib import Path

import pytest

from kg.config import load
from kg.document import Document
from kg.errors import ConfigError, ReadError, UsageError
from kg.read import read

from .conftest import ENGLISH, FRENCH, GERMAN, Reader, document, refusal


@pytest.mark.parametrize(
    ("name", "content", "reason"),
    [
        ("a.docx", ENGLISH, "unknown type .docx (have: .htm .html .jsonl .md .txt)"),
        ("a", ENGLISH, "unknown type without suffix"),
        ("a.txt", "", "empty"),
        ("a.txt", " \n\t\n", "empty"),
        ("a.txt", b"\xff\xfe", "empty"),
        ("a.md", "---\ntitle: T\n---\n", "empty"),
        ("a.html", "", "empty"),
        ("a.jsonl", "\n\n", "empty"),
        ("a.txt", b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR", "binary, not text"),
        ("a.md", b"\x01\x02\x03\x04\x05 \x06\x07\x08", "binary, not text"),
        ("a.txt", b"\xff\xfea", "binary, not text: its byte order mark says utf-16, but byte 2 is wrong"),
        ("a.txt", FRENCH, "language fr is not supported (have: de, en)"),
        ("a.md", f"---\nlang: fr-FR\n---\n{ENGLISH}", "language fr is not supported (have: de, en)"),
        ("a.md", f"---\ntitle: T\n\n{ENGLISH}", "front matter has no closing ---"),
        ("a.md", f"---\ndate: tomorrow\n---\n{ENGLISH}", "date 'tomorrow' is not an ISO date such as 2022-01-18"),
        ("a.md", f"---\ndate: 2022-02-30\n---\n{ENGLISH}", "date '2022-02-30' is not an ISO date"),
        ("a.md", f"---\nid: a\x1bb\n---\n{ENGLISH}", "control character in id"),
        ("a.html", "<html><head><title>T</title></head><body><img src='a.png'></body></html>", "no article text found"),
    ],
)
def test_a_bad_file_is_named_with_the_reason(
    reader: Reader, tmp_path: Path, name: str, content: str, reason: str
) -> None:
    assert refusal(reader(name, content)).startswith(f"{tmp_path / name}: {reason}")


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        (b'{"text": "a', "invalid JSON: Unterminated string starting at character 9"),
        (b"[1]", "expected a JSON object, got list"),
        (b"null", "expected a JSON object, got NoneType"),
        (b'{"id": "a"}', "no text"),
        (b'{"text": null}', "no text"),
        (b'{"text": 5}', "text must be a string, got int"),
        (b'{"text": "a", "lang": ["en"]}', "lang must be a string, got list"),
        (b'{"text": "a", "date": 2022}', "date must be a string, got int"),
        (b'{"text": "a", "id": true}', "id must be a string, got bool"),
        (b'{"text": "a", "date": "18/01/2022"}', "date '18/01/2022' is not an ISO date"),
        (b'{"text": "  "}', "empty"),
        (b'{"text": "a\\u0000b"}', "binary, not text"),
        (b'{"text": "ab\\ud800"}', "lone surrogate at character 2"),
        (b'{"text": "a", "title": "\\udfff"}', "lone surrogate at character 0"),
        (b'{"text": "a\xff"}', "invalid UTF-8 at byte 11"),
        (b"[" * 100_000, "invalid JSON: nested too deeply"),
        (b'{"text": "a", "b": ' + b'{"a":' * 100_000, "invalid JSON: nested too deeply"),
        (b'{"text": ' + b"9" * 10_000 + b"}", "invalid JSON: number too long"),
    ],
    ids=lambda value: value[:30] if isinstance(value, bytes) else None,
)
def test_a_bad_line_is_named_with_its_number_and_the_others_go_on(
    reader: Reader, tmp_path: Path, line: bytes, reason: str
) -> None:
    before, error, after = reader("a.jsonl", b'{"text": "before"}\n' + line + b'\n\n{"text": "after"}')
    assert str(error).startswith(f"{tmp_path / 'a.jsonl'}:2: {reason}")
    assert isinstance(before, Document) and (before.id, before.text) == ("a-1", "before")
    assert isinstance(after, Document) and (after.id, after.text) == ("a-4", "after")


def test_a_file_above_the_byte_limit_is_refused_by_its_size_alone(tmp_path: Path) -> None:
    path = tmp_path / "big.txt"
    with path.open("wb") as file:
        file.truncate(50_000_000)
    assert refusal(list(read([path], load()))) == f"{path}: 50000000 bytes, more than max_file_bytes (20000000)"


def test_a_text_above_the_character_limit_is_refused(reader: Reader) -> None:
    assert document(reader("a.txt", "ä" * 100, max_text_chars=100)).text == "ä" * 100
    assert refusal(reader("a.txt", "ä" * 101, max_text_chars=100)).endswith(
        ": 101 characters, more than max_text_chars (100)"
    )


def test_a_missing_path_is_a_usage_error_before_anything_is_read(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(ENGLISH)
    missing = tmp_path / "nowhere"
    with pytest.raises(UsageError, match="nowhere: no such file or folder"):
        read([tmp_path / "a.txt", missing], load())
    with pytest.raises(UsageError, match="not a path"):
        read([Path("a\0b")], load())


def test_an_impossible_default_language_is_a_usage_error(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match=r"default_lang: language fr is not supported \(have: de, en\)"):
        read([tmp_path], load(default_lang="fr"))


def test_a_pipe_is_never_opened(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.txt")
    assert refusal(list(read([tmp_path], load()))) == f"{tmp_path / 'pipe.txt'}: not a regular file"


def test_a_file_name_that_is_no_utf8_is_shown_escaped(tmp_path: Path) -> None:
    (tmp_path / os.fsdecode(b"a\xff.txt")).write_text(ENGLISH)
    assert refusal(list(read([tmp_path], load()))) == f"{tmp_path}/a\\xff.txt: file name is not UTF-8"


def test_a_second_document_with_the_same_id_names_both_files(tmp_path: Path) -> None:
    one, other, copy = tmp_path / "one.md", tmp_path / "other.md", tmp_path / "third.md"
    one.write_text(f"---\nid: x\n---\n{ENGLISH}")
    other.write_text(f"---\nid: x\n---\n{GERMAN}")
    copy.write_text(f"---\nid: x\n---\n{ENGLISH}")
    first, error = read([tmp_path], load())
    assert isinstance(first, Document) and first.path == str(one)
    assert isinstance(error, ReadError) and str(error) == f"{other}: id 'x' is already that of {one}"


def test_the_rest_is_read_when_a_file_is_broken(tmp_path: Path) -> None:
    for name, content in (("a.txt", ENGLISH), ("b.txt", ""), ("c.pdf", "%PDF"), ("d.txt", GERMAN)):
        (tmp_path / name).write_text(content)
    found = [item.id if isinstance(item, Document) else str(item) for item in read([tmp_path], load())]
    assert found[0] == "a" and found[3] == "d"
    assert found[1] == f"{tmp_path / 'b.txt'}: empty"
    assert found[2].startswith(f"{tmp_path / 'c.pdf'}: unknown type .pdf")
