"""``kg explain``: why a claim is in the store."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

import typer

from kg.commands import console, options

if TYPE_CHECKING:
    from kg.claim import Mention
    from kg.commands.reasons import Reasons


def explain(
    claim: Annotated[str, typer.Argument(help="IRI of a claim, its last part, or the start of that.")],
    store: options.Store = None,
    set_: options.Set = None,
    json_: options.Json = False,
) -> None:
    """Show the sentences of a claim with its roles, the rule that fired, the mentions and what else was possible."""
    settings = options.load(set_, store=store)
    from kg.commands.reasons import reasons
    from kg.store import Snapshot

    with Snapshot.open(settings.store) as snapshot:
        found = reasons(claim, snapshot, settings)
    if json_:
        console.print_json(_as_json(found))
    else:
        _show(found)


def _as_json(found: Reasons) -> dict[str, Any]:
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
