"""What the learned scorers gave a possible transfer, for ``kg explain``, and what of a document became no claim."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from kg.claim import Mention
from kg.commands import console
from kg.config import Settings
from kg.document import Document
from kg.recognise import plugin, recognise
from kg.relate.scored import Chance, Scored, scored

LIKELIEST = 3  # actors and statuses told


def rejected(document: Document, settings: Settings) -> list[Scored]:
    """The possible transfers of a document of which no claim was made, in the order of the text."""
    read = recognise(document, plugin(settings, document.lang))
    return [s for s in scored(read) if s.reason(settings.min_confidence)]


def as_json(s: Scored) -> dict[str, Any]:
    """Probabilities by scorer, thresholds, the strongest features with their weights."""
    t = s.thresholds
    return {
        "transfer": {
            "probability": round(s.verdict.transfer, 3),
            "threshold": t.transfer,
            **{name: round(p, 3) for name, p in s.verdict.parts},
        },
        "supplier": {"candidates": [*map(_chance, s.suppliers[:LIKELIEST])], "threshold": t.supplier},
        "recipient": {"candidates": [*map(_chance, s.recipients[:LIKELIEST])], "threshold": t.recipient},
        "status": {name: round(p, 3) for name, p in s.verdict.statuses[:LIKELIEST]},
        "delivered": {"threshold": t.delivered},
        "features": {name: round(weight, 3) for name, weight in s.features},
    }


def lines(s: Scored) -> Iterator[str]:
    """The same for people to read."""
    t = s.thresholds
    parts = "".join(f", {name} {p:.2f}" for name, p in s.verdict.parts)
    yield f"  transfer   {s.verdict.transfer:.2f} (needs {t.transfer:.2f}){parts}"
    yield f"  supplier   {_actors(s.suppliers)} (needs {t.supplier:.2f})"
    yield f"  recipient  {_actors(s.recipients)} (needs {t.recipient:.2f})"
    statuses = ", ".join(f"{name} {p:.2f}" for name, p in s.verdict.statuses[:LIKELIEST])
    yield f"  status     {statuses} (delivered needs {t.delivered:.2f} for transfer and roles together)"
    yield f"  features   {', '.join(f'{console.cell(name)} {weight:+.2f}' for name, weight in s.features)}"


def show_rejected(document: Document, found: list[Scored], settings: Settings, json: bool) -> None:
    """Print what was rejected, each with its sentence, system, likeliest actors and the reason."""
    if json:
        rows = [_rejected(s, settings) | as_json(s) for s in found]
        console.print_json({"document": document.id, "rejected": rows})
        return
    for s in found:
        row = _rejected(s, settings)
        print(f"{console.cell(row['system']['words'])}: {row['reason']}")
        print(f"  “{console.cell(row['sentence']['quote'])}” [{row['sentence']['start']}–{row['sentence']['end']}]")
        print("\n".join(lines(s)))
    print(f"{document.id}: {len(found)} rejected")


def _rejected(s: Scored, settings: Settings) -> dict[str, Any]:
    sentence = s.case.unit.doc[s.case.unit.start : s.case.unit.end]
    quote = sentence.text.strip()
    start = sentence.start_char + sentence.text.index(quote)
    return {
        "reason": s.reason(settings.min_confidence),
        "system": _mention(s.case.system.mention),
        "sentence": {"start": start, "end": start + len(quote), "quote": quote},
    }


def _chance(chance: Chance) -> dict[str, Any]:
    return _mention(chance[0].mention) | {"probability": round(chance[1], 3)}


def _mention(m: Mention) -> dict[str, Any]:
    return {"start": m.span.start, "end": m.span.end, "words": m.words, "id": m.entity.id, "label": m.entity.label}


def _actors(chances: list[Chance]) -> str:
    return ", ".join(f"{console.cell(m.mention.words)} {p:.2f}" for m, p in chances[:LIKELIEST]) or "nobody"
