"""Text with the sentences that claims rest on, and in them the words that fill the roles."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from kg.serve.claims import Claim, Quote
from kg.serve.markup import Markup, join, tag


@dataclass(frozen=True, order=True)
class Mark:
    """A role's words in a text."""

    start: int
    end: int
    role: str


def quote(claim: Claim, quote: Quote) -> Markup:
    """One quote in the words around it."""
    marks = [Mark(m.start - quote.start, m.end - quote.start, m.role) for m in _marks(claim, quote)]
    return join(
        [
            tag("span", f"…{quote.prefix}", class_="around") if quote.prefix else None,
            tag("mark", _paint(quote.text, 0, len(quote.text), marks)),
            tag("span", f"{quote.suffix}…", class_="around") if quote.suffix else None,
        ]
    )


def text(text: str, claims: Sequence[Claim]) -> Markup:
    """A whole text with the evidence of all claims; a quote ends with links to the claims that rest on it."""
    spans = [(quote.start, quote.end) for claim in claims for quote in claim.evidence]
    marks = [mark for claim in claims for quote in claim.evidence for mark in _marks(claim, quote)]
    parts: list[Markup | str] = []
    position = 0
    targets: set[str] = set()  # a claim of several quotes is linked to its first one
    for start, end in _merged(spans):
        here = [
            (number, claim)
            for number, claim in enumerate(claims, start=1)
            if any(start <= q.start and q.end <= end for q in claim.evidence)
        ]
        links = [_reference(number, claim, first=claim.id not in targets) for number, claim in here]
        targets.update(claim.id for _, claim in here)
        inside = _paint(text, start, end, [mark for mark in marks if start <= mark.start and mark.end <= end])
        parts += [text[position:start], tag("mark", inside, links)]
        position = end
    return join([*parts, text[position:]])


def _reference(number: int, claim: Claim, *, first: bool) -> Markup:
    target = f"quote-{claim.id}" if first else None
    return tag("a", str(number), href=f"#claim-{claim.id}", id=target, class_="ref", aria_label=f"Claim {number}")


def _marks(claim: Claim, quote: Quote) -> Iterable[Mark]:
    """The first place of each role's words in a quote."""
    for name, role in claim.roles.items():
        place = quote.text.find(role.words) if role.words else -1
        if place >= 0:
            yield Mark(quote.start + place, quote.start + place + len(role.words), name)


def _paint(text: str, start: int, end: int, marks: Iterable[Mark]) -> Markup:
    """A stretch of a text with its marks; of overlapping ones the first and longest stays."""
    parts: list[Markup | str] = []
    position = start
    for mark in sorted(set(marks), key=lambda m: (m.start, -m.end, m.role)):
        if mark.start >= position:
            name = mark.role.replace("_", " ")
            words = tag("b", text[mark.start : mark.end], class_=f"role {mark.role}", title=name)
            parts += [text[position : mark.start], words]
            position = mark.end
    return join([*parts, text[position:end]])


def _merged(spans: Iterable[tuple[int, int]]) -> list[tuple[int, int]]:
    """Overlapping spans as one, in order."""
    merged: list[tuple[int, int]] = []
    for start, end in sorted(spans):
        if merged and start < merged[-1][1]:
            merged[-1] = merged[-1][0], max(end, merged[-1][1])
        else:
            merged.append((start, end))
    return merged
