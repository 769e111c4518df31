"""The speed of extraction beside that of a CNN: ``python -m benchmarks.extraction [ARTICLES] [DOCUMENTS]``.

Reads so many articles of ordinary news in each language, of 600 words, with kg and with a spaCy pipeline built like
``en_core_web_sm`` (``cnn.py``: its weights are random, which costs the same and finds nothing), in turns, on one
thread. Then reads so many documents and tells the memory after each tenth. Seconds are those of the processor, so that
what else runs on the machine counts little. Each part has a process of its own.
"""

from __future__ import annotations

import multiprocessing
import os
import sys
import time
from collections import defaultdict
from collections.abc import Callable, Sequence
from concurrent.futures import ProcessPoolExecutor
from itertools import islice
from pathlib import Path
from typing import TypeVar

from benchmarks.cnn import cnn
from benchmarks.news import LANGUAGES, WORDS, Writer, articles
from benchmarks.timing import table
from kg.document import Document
from kg.read.language import identify
from kg.recognise import Recognised, recognise
from kg.recognise.pipeline import pipeline
from kg.relate import relate
from kg.relate.cases import Case
from kg.relate.decide import statuses, transfer_features
from kg.relate.encoder import encoder
from kg.relate.features import actor_features
from kg.relate.linear import Scorers, scorers
from kg.relate.scored import scored
from kg.relate.status import status_reader
from kg.relate.transfers import transfer_finder

THREADS = ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS", "BLIS_NUM_THREADS")
GROUP = 20  # articles in a turn
CNN = "spaCy CNN"
PART = "– "  # before what is a part of the stage above it
SCORERS = (f"{PART}role scorer", f"{PART}transfer scorer", f"{PART}status scorer", f"{PART}encoder")
T = TypeVar("T")


class Clock:
    """Adds up the seconds of the processor that calls take, by name."""

    def __init__(self) -> None:
        self.seconds: dict[str, float] = defaultdict(float)

    def __call__(self, name: str, run: Callable[..., T], *values: object) -> T:
        started = time.process_time()
        try:
            return run(*values)
        finally:
            self.seconds[name] += time.process_time() - started


def speed(lang: str, count: int) -> dict[str, float]:
    """Milliseconds an article, by name of the stage, of kg as a whole, of the CNN; "words" and "cases" an article."""
    nlp, clock, totals = cnn(lang), Clock(), dict.fromkeys(("words", "cases"), 0)
    for document in Writer(lang, seed=1).articles(2):  # both load what they need
        _alone(_extract(document, Clock()), Clock())
        nlp(document.text)
    written = Writer(lang).articles(count)
    while group := [*islice(written, GROUP)]:
        for document in group:
            read = _extract(document, clock)
            totals["cases"] += _alone(read, clock)
            totals["words"] += len(document.text.split())
        clock(CNN, list, nlp.pipe(document.text for document in group))
    return {name: total * 1000 / count for name, total in clock.seconds.items()} | {
        name: total / count for name, total in totals.items()
    }


def _extract(document: Document, clock: Clock) -> Recognised:
    """The whole path, as ``kg.pipeline.extract`` goes it."""
    read = clock("recognise", recognise, document)
    clock("relate", relate, read)
    return read


def _alone(read: Recognised, clock: Clock) -> int:
    """Each stage once more by itself, and each scorer with its features; the number of cases that it judged."""
    document = read.document
    clock("language", identify, document.text, "en")
    nlp = pipeline(document.lang, None)
    doc = nlp.make_doc(document.text)
    doc._.published = document.date
    for name, component in nlp.pipeline:
        doc = clock(f"{PART}{name.removeprefix('kg_')}", component, doc)
    learned, reader = scorers(document.lang), status_reader(document.lang)
    found = scored(read) if learned else []
    for case, roles in ((s.case, s.verdict.roles) for s in found):
        clock(SCORERS[0], _roles, case, learned)
        clock(SCORERS[1], _transfer, case, learned, roles)
        clock(SCORERS[2], statuses, case, learned, reader)
    reads, units = encoder(document.lang), transfer_finder(document.lang).clauses(read)
    for at in {s.case.at for s in found if s.verdict.parts} if reads else ():
        clock(SCORERS[3], reads, units, at)
    return len(found)


def _roles(case: Case, learned: Scorers) -> None:
    for candidate in case.candidates:
        learned.roles.probabilities(actor_features(candidate))


def _transfer(case: Case, learned: Scorers, roles: Sequence[Sequence[float]]) -> None:
    learned.transfer.probabilities(transfer_features(case, roles))


def memory() -> float:
    """Resident memory of this process in MB (10⁶ bytes)."""
    lines = Path("/proc/self/status").read_text().splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith("VmRSS")) * 1024 / 1e6


def loading(lang: str) -> dict[str, tuple[float, float]]:
    """Seconds and MB that it takes to load each part once the program is there."""
    taken = {}
    parts: dict[str, Callable[[], object]] = {
        "tables and patterns": lambda: pipeline(lang, None),
        "scorers": lambda: scorers(lang),
        "encoder": lambda: encoder(lang),
        "language": lambda: identify("a" * 50, "en"),
        CNN: lambda: cnn(lang),
    }
    for name, load in parts.items():
        clock, before = Clock(), memory()
        clock(name, load)
        taken[name] = clock.seconds[name], memory() - before
    return taken


def growth(count: int, steps: int = 10) -> list[tuple[int, float]]:
    """Resident memory after each step on the way to so many documents, in both languages."""
    found = []
    for number, document in enumerate(articles(count), 1):
        relate(recognise(document))
        if number % max(count // steps, 1) == 0:
            found.append((number, memory()))
    return found


def report(lang: str, taken: dict[str, float], loaded: dict[str, tuple[float, float]]) -> None:
    """Print what :func:`speed` and :func:`loading` give."""
    stages = [name for name in taken if name.startswith(PART) and name not in SCORERS]
    judges = [name for name in SCORERS if name in taken]
    lines = []
    for whole, parts, rest in (
        ("recognise", stages, f"{PART}tokens, dates"),
        ("relate", judges, f"{PART}the rest"),
    ):
        lines += [(whole, taken[whole]), *((name, taken[name]) for name in parts)]
        lines.append((rest, taken[whole] - sum(taken[name] for name in parts)))
    cost = taken["recognise"] + taken["relate"]
    lines += [("kg, all of it", cost), (CNN, taken[CNN]), ("language, where no file tells", taken["language"])]
    print(f"## {lang}: {taken['words']:.0f} words and {taken['cases']:.1f} cases an article\n")
    table(
        ("stage", "ms an article", "articles a second", "words a second", "of kg's cost"),
        [
            (name, ms, f"{1000 / ms:,.0f}", f"{taken['words'] * 1000 / ms:,.0f}", f"{ms / cost:.1%}")
            for name, ms in lines
            if ms > 0
        ],
    )
    print()
    table(("loaded once", "seconds", "MB"), [(name, *spent) for name, spent in loaded.items()])
    print()


def main(count: int = 300, documents: int = 10_000) -> None:
    os.environ.update(dict.fromkeys(THREADS, "1"))
    spawn = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(1, mp_context=spawn, max_tasks_per_child=1) as apart:
        print(f"{count:,} articles of {WORDS} words a language\n")
        for lang in LANGUAGES:
            report(lang, apart.submit(speed, lang, count).result(), apart.submit(loading, lang).result())
        curve = apart.submit(growth, documents).result()
    table(("documents", "MB", "of the first"), [(n, f"{mb:.0f}", mb / curve[0][1]) for n, mb in curve])


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
