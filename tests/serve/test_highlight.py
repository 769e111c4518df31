from __future__ import annotations

import re

from kg.serve import highlight
from kg.serve.claims import Claim, Quote, Role

TEXT = "Berlin sent tanks. Kyiv thanked Berlin for <tanks>. The end."


def claim(name: str, *quotes: str, **words: str) -> Claim:
    evidence = [Quote(TEXT.index(q), TEXT.index(q) + len(q), q, "before ", " after") for q in quotes]
    roles = {role: Role("", "", word) for role, word in words.items()}
    return Claim("transfer", f"https://x.example/claim/{name}", roles, {}, None, {}, evidence)


def bare(markup: str) -> str:
    return re.sub(r"<(/?)(\w+)[^>]*>", r"<\1\2>", markup)


def test_text_is_kept_to_the_letter() -> None:
    marked = highlight.text(TEXT, [claim("1", "Berlin sent tanks.", supplier="Berlin", system="tanks")])
    assert bare(marked) == (
        "<mark><b>Berlin</b> sent <b>tanks</b>.<a>1</a></mark> Kyiv thanked Berlin for &lt;tanks&gt;. The end."
    )


def test_overlapping_evidence_and_words() -> None:
    first = claim("1", "Berlin sent tanks. Kyiv thanked", supplier="Berlin sent", system="sent tanks")
    second = claim("2", "Kyiv thanked Berlin for <tanks>.", recipient="Kyiv", system="<tanks>")
    assert bare(highlight.text(TEXT, [first, second])) == (
        "<mark><b>Berlin sent</b> tanks. <b>Kyiv</b> thanked Berlin for <b>&lt;tanks&gt;</b>."
        "<a>1</a><a>2</a></mark> The end."
    )


def test_a_claim_of_two_quotes_has_one_target() -> None:
    marked = highlight.text(TEXT, [claim("1", "Berlin sent tanks.", "The end.")])
    assert marked.count('id="quote-1"') == 1 and marked.count('href="#claim-1"') == 2


def test_quote_in_its_context() -> None:
    found = claim("1", "Kyiv thanked Berlin for <tanks>.", recipient="Kyiv", system="missing")
    assert bare(highlight.quote(found, found.evidence[0])) == (
        "<span>…before </span><mark><b>Kyiv</b> thanked Berlin for &lt;tanks&gt;.</mark><span> after…</span>"
    )


def test_no_claims() -> None:
    assert highlight.text("a < b", []) == "a &lt; b"
