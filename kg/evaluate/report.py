"""An evaluation as tables: title, column names, rows."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from kg.claim import Status
from kg.evaluate.evaluation import Evaluation
from kg.evaluate.measures import F1, NAMES, Share
from kg.evaluate.runs import Comparison, change

SHOWN_DOCUMENTS = 10


class Table(NamedTuple):
    """A table to print."""

    title: str
    columns: Sequence[str]
    rows: Sequence[Sequence[object]]


def tables(found: Evaluation) -> Iterator[Table]:
    """Figures, errors by kind, and where a status was wrong the statuses; empty tables left out."""
    yield figures(found)
    if found.error_counts:
        yield Table("errors", ("kind", "count"), list(found.error_counts.items()))
    if any(gold != predicted for gold, predicted in found.status_confusion):
        yield statuses(found)


def figures(found: Evaluation) -> Table:
    """Each figure with its counts; the interval where there is one."""
    rows = [_figure(name, found.measures[name], found) for name in NAMES]
    return Table("", ("figure", "value", "95 %", "precision", "recall", "right", "predicted", "gold"), rows)


def _figure(name: str, measured: F1 | Share, found: Evaluation) -> tuple[object, ...]:
    title = name.replace("_", " ")
    if isinstance(measured, Share):
        return title, number(measured.value), "", "", "", measured.right, measured.of, ""
    spread = found.intervals.get(name)
    return (
        f"{title} F1",
        number(measured.value),
        f"{spread.low:.3f}–{spread.high:.3f}" if spread else "",
        number(measured.precision),
        number(measured.recall),
        measured.right,
        measured.predicted,
        measured.gold,
    )


def statuses(found: Evaluation) -> Table:
    """Gold statuses down, predicted ones across, over the triples that were found."""
    used = {status for pair in found.status_confusion for status in pair}
    order = [str(status) for status in Status if status in used]
    order += sorted(used - set(order))
    rows = [(gold, *(found.status_confusion[gold, predicted] or "" for predicted in order)) for gold in order]
    return Table("status: gold down, predicted across", ("", *order), rows)


def examples(found: Evaluation, limit: int) -> Iterator[Table]:
    """For each kind of error up to ``limit`` examples with their documents."""
    by_kind: dict[str, list[tuple[object, ...]]] = defaultdict(list)
    for error in found.errors:
        by_kind[error.kind].append((error.document, error.what))
    for kind, count in found.error_counts.items():
        shown = by_kind[kind][:limit]
        more = f", {len(shown)} shown" if len(shown) < count else ""
        yield Table(f"{kind} ({count}{more})", ("document", "what"), shown)


def comparison(found: Comparison) -> Iterator[Table]:
    """The figures before and after, then the documents that changed most."""
    rows = []
    for name, (before, after) in found.figures.items():
        spread = found.intervals.get(name)
        rows.append(
            (
                name.replace("_", " "),
                number(before),
                number(after),
                signed(change(before, after)),
                f"{spread.low:+.3f}..{spread.high:+.3f}" if spread else "",
            )
        )
    columns = ("figure", "before", "after", "change", "95 %")
    yield Table(f"against the earlier run, {found.shared} documents", columns, rows)
    for title, documents in (("better", found.better), ("worse", found.worse)):
        if documents:
            ordered = sorted(documents.items(), key=lambda item: (-abs(item[1]), item[0]))
            yield Table(
                f"{title}: {len(documents)} documents",
                ("document", "errors"),
                [(name, f"{errors:+d}") for name, errors in ordered[:SHOWN_DOCUMENTS]],
            )


def number(value: float | None) -> str:
    """Three decimals, a dash for none."""
    return "-" if value is None else f"{value:.3f}"


def signed(value: float | None) -> str:
    """Three decimals with the sign, a dash for none."""
    return "-" if value is None else f"{value:+.3f}"
