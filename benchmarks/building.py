"""Memory of ``kg build``: ``python -m benchmarks.building [DOCUMENTS]``.

Builds a store of so many generated articles (``news.py``) in a temporary folder and tells resident memory and the rate
after each tenth.
"""

from __future__ import annotations

import json
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from benchmarks.extraction import memory
from benchmarks.news import articles
from benchmarks.timing import table
from kg.config import load
from kg.document import Document
from kg.pipeline import Report, build


def write(file: Path, documents: int) -> None:
    """The articles as JSON Lines, one at a time."""
    with file.open("w", encoding="utf-8") as lines:
        for document in articles(documents):
            lines.write(json.dumps(_record(document), ensure_ascii=False) + "\n")


def _record(document: Document) -> dict[str, str]:
    return {"id": document.id, "text": document.text, "lang": document.lang, "date": str(document.date)}


def run(documents: int, home: Path, told: Callable[[int], None]) -> Report:
    """Build a store of so many articles in ``home``; ``told`` is called after each tenth with their number."""
    source, built = home / "news.jsonl", 0
    write(source, documents)

    def done(name: str) -> None:
        nonlocal built
        built += 1
        if built % max(documents // 10, 1) == 0:
            told(built)

    return build([source], load(store=str(home / "store")), done)


def main(documents: int = 3000) -> None:
    lines: list[tuple[object, ...]] = []
    with tempfile.TemporaryDirectory() as scratch:
        home, started = Path(scratch), time.perf_counter()

        def told(number: int) -> None:
            lines.append((number, f"{memory():.0f}", number / (time.perf_counter() - started)))

        report = run(documents, home, told)
    table(("documents", "MB", "documents a second"), lines)
    print(f"\n{len(report.added)} added, {len(report.failed)} failed")


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
