"""``kg explain``: why a claim is in the store."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

import typer

from kg.commands import console, options
from kg.errors import UsageError

if TYPE_CHECKING:
    from kg.claim import Mention
    from kg.commands.reasons import Reasons


def explain(
    claim: Annotated[
        str | None, typer.Argument(help="IRI of a claim, its last part, or the start of that.", show_default=False)
    ] = None,
    rejected: Annotated[
        str | None, typer.Option("--rejected", metavar="DOC", help="What of this document became no claim, and why.")
    ] = None,
    store: options.Store = None,
    min_confidence: options.MinConfidence = None,
    set_: options.Set = None,
    json_: options.Json = False,
) -> None:
    """Show the sentences of a claim with its roles, the rule that fired, the mentions and what else was possible."""
    if (claim is None) == (rejected is None):
        raise UsageError("explain", "name either a claim or, with --rejected, a document")
    settings = options.load(set_, store=store, min_confidence=min_confidence)
    from kg.commands import scores
    from kg.commands.reasons import reasons, stored
    from kg.store import Snapshot

    with Snapshot.open(settings.store) as snapshot:
        if rejected is not None:
            document = stored(rejected, snapshot)
            scores.show_rejected(document, scores.rejected(document, settings), settings, json_)
            return
        found = reasons(claim or "", snapshot, settings)
    if json_:
        console.print_json(_as_json(found))
    else:
        _show(found)


def _as_json(found: Reasons) -> dict[str, Any]:
    from kg.commands import scores

    document = found.document
    return {
        "claim": found.iri,
        "type": found.type,
        "document": {
            "id": document.id,
            "title": document.title,
            "date": document.date.isoformat() if document.date else None,
            "source": document.source,
        },
        "says": found.says,
        "evidence": [{"start": e.start, "end": e.end, "quote": e.quote} for e in found.evidence],
        "mentions": [_mention(mention) | {"roles": list(roles)} for mention, roles in found.mentions],
        "rejected": [_mention(mention) for mention in found.rejected],
        "others": found.others,
        "reproduced": found.reproduced,
        "scores": scores.as_json(found.scored) if found.scored else None,
        "warnings": list(found.warnings),
    }


def _mention(mention: Mention) -> dict[str, Any]:
    entity = mention.entity
    return {
        "start": mention.span.start,
        "end": mention.span.end,
        "words": mention.words,
        "id": entity.id,
        "kind": entity.kind.value,
        "label": entity.label,
        "form": mention.form,
        "repaired_from": mention.repaired_from,
    }


def _show(found: Reasons) -> None:
    from rich.text import Text

    from kg.commands import scores

    screen = console.out()
    document = found.document
    screen.print(Text(f"{found.type} {found.iri}", style="bold"))
    for name, value in found.says.items():
        screen.print(Text(f"  {name:<12}{console.cell(value)}"))
    source = ", ".join(str(part) for part in (document.id, document.title, document.date) if part)
    screen.print(Text(f"  {'document':<12}{source}"))
    for start, end in ((e.start, e.end) for e in found.evidence):
        screen.print(_marked(found, start, end))
    if not found.reproduced:
        screen.print(Text("This version of kg does not find the claim again: build the document anew."))
    _list("mentions", [(m, ", ".join(roles)) for m, roles in found.mentions])
    _list("rejected", [(m, "") for m in found.rejected])
    if found.scored:
        screen.print(Text("scorers", style="bold"))
        print("\n".join(scores.lines(found.scored)))
    for warning in found.warnings:
        screen.print(Text(f"warning: {warning}"))
    if found.others:
        screen.print(Text("other claims of these sentences", style="bold"))
        for iri, words in found.others.items():
            screen.print(Text(f"  {iri.rpartition('/')[2]}  {words}"))


def _list(title: str, mentions: list[tuple[Mention, str]]) -> None:
    if mentions:
        print(title)
        for mention, roles in mentions:
            entity = mention.entity
            repaired = f", repaired from {mention.repaired_from!r}" if mention.repaired_from else ""
            says = f"{entity.kind.value}, {entity.label}, by {mention.form}{repaired}{f' [{roles}]' if roles else ''}"
            print(f"  {mention.span.start}–{mention.span.end}  {console.cell(mention.words)}: {says}")


def _marked(found: Reasons, start: int, end: int) -> Any:
    """The sentence with each role filler followed by its role in brackets."""
    from rich.text import Text

    text, line, position = found.document.text, Text("  “"), start
    for mention, roles in found.mentions:
        if roles and position <= mention.span.start and mention.span.end <= end:
            line.append(text[position : mention.span.start])
            line.append(mention.words, style="bold")
            line.append(f"[{', '.join(roles)}]", style="dim")
            position = mention.span.end
    return line.append(text[position:end] + "”")
