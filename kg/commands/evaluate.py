"""``kg evaluate``: how well extraction does against hand-annotated documents."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from kg.commands import console, options

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from kg.claim import Extraction
    from kg.config import Settings
    from kg.evaluate import Comparison, Evaluation
    from kg.evaluate.documents import Prediction
    from kg.evaluate.report import Table


def evaluate(
    gold: Annotated[list[Path], typer.Argument(metavar="GOLD.jsonl...", help="Annotated documents.")],
    predicted: Annotated[
        Path | None, typer.Option(metavar="FILE", help="Score this output of `kg extract --json`; do not extract.")
    ] = None,
    verbose: Annotated[bool, typer.Option("--verbose", "-v", help="Show examples of each kind of error.")] = False,
    examples: Annotated[int, typer.Option(min=1, help="How many of each kind --verbose shows.")] = 10,
    save: Annotated[Path | None, typer.Option(metavar="FILE", help="Save the run, to compare later ones with.")] = None,
    compare: Annotated[Path | None, typer.Option(metavar="FILE", help="Compare with a saved run.")] = None,
    min_confidence: options.MinConfidence = None,
    set_: options.Set = None,
    json_: options.Json = False,
) -> None:
    """Measure extraction on annotated documents: figures with intervals, errors by kind."""
    settings = options.load(set_, min_confidence=min_confidence)
    from kg.evaluate import compare as compare_runs
    from kg.evaluate import evaluate_documents, read_gold, read_predicted, read_run

    earlier = read_run(compare) if compare else None
    annotated = read_gold(gold)
    failures: list[object] = []
    predictions = read_predicted(predicted) if predicted else list(_extracted(gold, settings, failures))
    found = evaluate_documents(annotated, predictions)
    difference = compare_runs(earlier, found) if earlier else None
    if save:
        _save(found, save)
    if json_:
        console.print_json(_as_json(found, difference, examples if verbose else 0))
    else:
        _show(found, difference, examples if verbose else 0)
    if failures:
        raise typer.Exit(1)


def _extracted(paths: list[Path], settings: Settings, failures: list[object]) -> Iterator[Prediction]:
    """What this installation says about the texts; a text that cannot be read is reported and left out."""
    from kg.errors import ReadError
    from kg.pipeline import extract_all

    with console.progress("documents") as done:
        for found in extract_all(paths, settings):
            if isinstance(found, ReadError):
                failures.append(found)
                console.fail(found)
            else:
                yield prediction(found)
                done(found.document.id)


def prediction(found: Extraction) -> Prediction:
    """An extraction as it is measured, with all its mentions of systems and classes."""
    from kg.claim import Kind
    from kg.evaluate.documents import Prediction
    from kg.export.extraction import as_json, system

    mentions = [system(m) for m in found.mentions if m.entity.kind in (Kind.SYSTEM, Kind.SYSTEM_CLASS)]
    return Prediction.model_validate(as_json(found) | {"systems": mentions})


def _save(found: Evaluation, path: Path) -> None:
    import json

    with console.output(path) as stream:
        stream.write(json.dumps(found.as_json(), indent=1).encode() + b"\n")


def _as_json(found: Evaluation, difference: Comparison | None, examples: int) -> dict[str, Any]:
    """The run without its single documents; these and examples of errors when asked for."""
    result = found.as_json()
    if examples:
        result["examples"] = {
            kind: [{"document": e.document, "what": e.what} for e in found.errors if e.kind == kind][:examples]
            for kind in found.error_counts
        }
    else:
        del result["per_document"]
    if difference:
        result["comparison"] = difference.as_json()
    return result


def _show(found: Evaluation, difference: Comparison | None, examples: int) -> None:
    from kg.evaluate import report

    print(f"{len(found.documents)} documents, {found.dropped} predictions dropped with optional records")
    _print_names("not predicted", found.not_predicted)
    _print_names("not in gold", found.not_in_gold)
    _print(report.tables(found))
    if examples:
        _print(report.examples(found, examples))
    if difference:
        if not difference.same_gold or difference.only_before:
            print(f"\nnot the same gold: {difference.only_before} documents only before, {difference.only_after} now")
        _print(report.comparison(difference))


def _print_names(what: str, names: Iterable[str]) -> None:
    listed = list(names)
    if listed:
        print(f"{what}: {len(listed)} ({', '.join(listed[:8])}{', …' if len(listed) > 8 else ''})")


def _print(tables: Iterable[Table]) -> None:
    for title, columns, rows in tables:
        print(f"\n{title}" if title else "")
        console.print_table(columns, rows)
