from __future__ import annotations

import pytest

from kg.serve.accept import choose

OFFERED = ("application/json", "application/xml", "text/csv", "text/html")


@pytest.mark.parametrize(
    ("header", "chosen"),
    [
        (None, "application/json"),
        ("", "application/json"),
        ("*/*", "application/json"),
        ("text/csv", "text/csv"),
        ("TEXT/CSV; charset=utf-8", "text/csv"),
        ("text/*", "text/csv"),
        ("application/xml;q=0.5, application/json;q=0.4", "application/xml"),
        ("text/csv;q=0.5, */*;q=0.1", "text/csv"),
        ("*/*, application/json;q=0", "application/xml"),
        ("text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8", "text/html"),
        ("application/json;q=0.2, text/*;q=0.9, text/csv;q=0.1", "text/html"),
        ("application/json;q=high, text/csv;q=0.001", "text/csv"),
        ("image/png", None),
        ("application/json;q=0", None),
        (";;;,,,", "application/json"),
    ],
)
def test_choose(header: str | None, chosen: str | None) -> None:
    assert choose(header, OFFERED) == chosen


def test_nothing_offered() -> None:
    assert choose("*/*", ()) is None
