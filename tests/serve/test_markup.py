from __future__ import annotations

import pytest

from kg.serve.markup import join, link, tag


def test_text_is_escaped_and_elements_are_not() -> None:
    assert tag("p", "<script>", tag("b", 1, "&"), None) == "<p>&lt;script&gt;<b>1&amp;</b></p>"


def test_attributes() -> None:
    made = tag("input", class_='"><script>', aria_label="a", required=True, value=None, checked=False)
    assert made == '<input class="&quot;&gt;&lt;script&gt;" aria-label="a" required>'


def test_nested_children() -> None:
    assert join(["a", ["b", [tag("br")]], (c for c in "<d")]) == "ab<br>&lt;d"


@pytest.mark.parametrize(
    "url",
    ["javascript:alert(1)", "JavaScript:alert(1)", " javascript:alert(1)", "data:text/html,x", "//evil.example/", "/x",
     "http:", "http://", "https:///x", "vbscript:x", "java\nscript:alert(1)", "http://[", "mailto:a@b.example", ""],
)  # fmt: skip
def test_only_addresses_of_the_web_are_links(url: str) -> None:
    assert "<a" not in link(url, url)


def test_link() -> None:
    made = link('https://x.example/?a=1&b="', "x")
    assert made.startswith('<a href="https://x.example/?a=1&amp;b=&quot;"') and "noopener" in made
