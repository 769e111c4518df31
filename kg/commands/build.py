"""``kg build``: documents become claims in the store."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import typer

from kg.commands import console, options

if TYPE_CHECKING:
    from kg.errors import KgError
    from kg.pipeline import Report


def build(
    paths: options.Paths,
    store: options.Store = None,
    base_iri: options.BaseIri = None,
    min_confidence: options.MinConfidence = None,
    set_: options.Set = None,
    json_: options.Json = False,
) -> None:
    """Add the claims of files and folders to the store; what is unchanged is skipped, what changed is replaced."""
    settings = options.load(set_, store=store, base_iri=base_iri, min_confidence=min_confidence)
    from kg import pipeline

    with console.progress("documents") as done:
        report = pipeline.build(paths, settings, done)
    for error in report.failed:
        console.fail(error)
    if json_:
        console.print_json(as_json(report))
    else:
        print(f"{settings.store}: {summary(report)}")
        if report.warnings:
            print(warned(report))
    if report.failed:
        raise typer.Exit(1)


def summary(report: Report) -> str:
    """Counts in one line: "2 added, 1 replaced, 14 unchanged, 0 failed"."""
    return ", ".join(f"{len(getattr(report, name))} {name}" for name in ("added", "replaced", "unchanged", "failed"))


def warned(report: Report) -> str:
    """How many data-quality notes there are, in how many documents."""
    warnings, documents = sum(map(len, report.warnings.values())), len(report.warnings)
    return f"warnings: {warnings} in {documents} of the documents read; kg extract tells them"


def as_json(report: Report) -> dict[str, Any]:
    """Ids of documents by what became of them; failures with their reason and the report of violated shapes;
    warnings by document.
    """
    return {
        "added": report.added,
        "replaced": report.replaced,
        "unchanged": report.unchanged,
        "failed": [failure(error) for error in report.failed],
        "warnings": report.warnings,
    }


def failure(error: KgError) -> dict[str, str]:
    """What failed, and why."""
    report = getattr(error, "report", "")
    return {"thing": error.thing, "reason": error.reason} | ({"report": report} if report else {})
