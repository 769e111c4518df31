"""``kg extract``: what documents say, without a store."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import typer

from kg.commands import console, options

if TYPE_CHECKING:
    from kg.claim import Extraction


def extract(
    paths: options.Paths,
    min_confidence: options.MinConfidence = None,
    set_: options.Set = None,
    json_: options.Json = False,
) -> None:
    """Print the claims and mentions of files and folders; with --json one JSON object a document and line."""
    settings = options.load(set_, min_confidence=min_confidence)
    from kg.errors import ReadError
    from kg.export.extraction import as_json
    from kg.pipeline import extract_all

    failed = False
    with console.progress("documents") as done:
        for found in extract_all(paths, settings):
            if isinstance(found, ReadError):
                failed = True
                console.fail(found)
                continue
            if json_:
                console.print_line(as_json(found))
            else:
                _listing(found, as_json(found))
            done(found.document.id)
    if failed:
        raise typer.Exit(1)


def _listing(found: Extraction, record: dict[str, Any]) -> None:
    """The claims of a document for people to read."""
    document = found.document
    print(" · ".join(str(part) for part in (document.id, document.date, document.title) if part))
    for claim in record["transfers"]:
        print(f"  {route(claim)}: {_what(claim)} – {claim['status']}{_says(claim)}")
        _quotes(claim)
    for claim in record["offices"]:
        print(f"  {claim['person']['label']}: {claim['title'] or claim['role']}, {_label(claim['of'])}")
        _quotes(claim)
    for claim in record["deployments"]:
        what = claim["what"]["label"] if claim["what"] else claim["troops"]
        quantity = f"{claim['quantity']['text']} " if claim["quantity"] else ""
        print(f"  {_label(claim['actor'])} deploys {quantity}{what}: {_label(claim['place'])}")
        _quotes(claim)
    for name in ("people", "organizations", "weapons"):
        if record[name]:
            print(f"  {name}: {', '.join(names[0] for names in record[name])}")
    if record["states"]:
        print(f"  states: {', '.join(record['states'])}")
    for warning in record["warnings"]:
        print(f"  warning: {warning}")
    print()


def route(claim: dict[str, Any]) -> str:
    """Supplier → recipient."""
    return f"{_label(claim['supplier'])} → {_label(claim['recipient'])}"


def _what(claim: dict[str, Any]) -> str:
    quantity = f"{claim['quantity']['text']} × " if claim["quantity"] else ""
    return f"{quantity}{_label(claim['system'])}"


def _says(claim: dict[str, Any]) -> str:
    return f", says {claim['claimer']}" if claim["claimer"] else ""


def _label(filler: dict[str, Any] | None) -> str:
    return str(filler["label"]) if filler else "?"


def _quotes(claim: dict[str, Any]) -> None:
    for evidence in claim["evidence"]:
        print(f"    “{console.cell(evidence['quote'])}” [{evidence['start']}–{evidence['end']}]")
