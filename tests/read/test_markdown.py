import datetime

import pytest

from .conftest import ENGLISH, Reader, document

FULL = f"""---
# a comment
id: "en/one"
Title: 'It''s "here": four launchers'   # why not
date: 2022-10-12 08:30:00 +0200
language: en-GB
source: The \u201cPaper\u201d # of record
url: https://example.org/a#b
tags:
  - title: not this one
layout: ~
---

Body --- with a rule

---
{ENGLISH}"""


def test_front_matter(reader: Reader) -> None:
    found = document(reader("a.md", FULL.replace("\n", "\r\n")))
    assert (found.id, found.lang, found.date) == ("en/one", "en", datetime.date(2022, 10, 12))
    assert found.title == 'It\'s "here": four launchers'
    assert (found.source, found.url) == ("The “Paper”", "https://example.org/a#b")
    assert found.text == f"Body --- with a rule\n\n---\n{ENGLISH}".strip()


@pytest.mark.parametrize(
    ("date", "day"),
    [("2022-01-18", 18), ("2022-01-18T23:30:00-08:00", 18), ("'2022-01-18 23:30'", 18), ("20220119", 19)],
)
def test_declared_dates_are_days_as_written(reader: Reader, date: str, day: int) -> None:
    assert document(reader("2000-01-01.md", f"---\ndate: {date}\n---\n{ENGLISH}")).date == datetime.date(2022, 1, day)


def test_empty_values_count_as_not_given(reader: Reader) -> None:
    found = document(reader("a.md", f"---\nid:\nlang: ''\ntitle: null\ndate:\n---\n# Heading #\n\n{ENGLISH}"))
    assert (found.id, found.lang, found.title, found.date) == ("a", "en", "Heading", None)
    assert found.text.startswith("# Heading #\n")


@pytest.mark.parametrize(
    "content", [f"---\n\n{ENGLISH}\n---\nMore", f"---\n{ENGLISH}", f"Text\n---\ntitle: x\n---\n{ENGLISH}"]
)
def test_a_rule_is_not_front_matter(reader: Reader, content: str) -> None:
    assert document(reader("a.md", content)).text == content.strip()
