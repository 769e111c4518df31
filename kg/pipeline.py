"""The whole flow on one page: read → recognise → relate → graph → validate → store, and the read model in step."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from kg.claim import Extraction
from kg.config import Settings
from kg.document import Document
from kg.errors import KgError, ReadError, ValidationError
from kg.graph import configuration_hash, document_graph, reference_graph
from kg.index import FILE, Index
from kg.read import read
from kg.recognise import plugin, recognise
from kg.relate import relate
from kg.store import Store
from kg.validate import check_grounding, validate_document


@dataclass
class Report:
    """What a build did: ids of documents added, replaced, skipped as unchanged; one error a failure.

    ``warnings`` holds the data-quality notes of each document that was read and has some, by its id.
    """

    added: list[str] = field(default_factory=list)
    replaced: list[str] = field(default_factory=list)
    unchanged: list[str] = field(default_factory=list)
    failed: list[KgError] = field(default_factory=list)
    warnings: dict[str, list[str]] = field(default_factory=dict)


def extract(document: Document, settings: Settings) -> Extraction:
    """Everything that is read out of one document, claims below ``min_confidence`` left out."""
    found = relate(recognise(document, plugin(settings, document.lang)))
    return found.above(settings.min_confidence)


def extract_all(paths: Iterable[Path], settings: Settings) -> Iterator[Extraction | ReadError]:
    """The extraction of each document of files and folders, lazily; what cannot be read is a ReadError."""
    for item in read(paths, settings):
        yield item if isinstance(item, ReadError) else extract(item, settings)


def build(paths: Iterable[Path], settings: Settings, done: Callable[[str], None] = lambda name: None) -> Report:
    """Add the claims of files and folders to the store; ``done`` is told each document's id.

    What is stored already and unchanged is skipped, what changed is replaced, each document in one transaction.
    The read model follows each document; where a kill left it behind, it is mended first.
    A document that cannot be read or that violates the shapes is reported, and nothing else is lost.
    Raises StoreError when the store cannot be opened, UsageError for a path that does not exist.
    """
    report = Report()
    documents = read(paths, settings)  # a missing path is told before a store is made
    configuration = configuration_hash(settings)
    with (
        Store.open(settings.store, base_iri=settings.base_iri) as store,
        Index.open(settings.store / FILE, base_iri=settings.base_iri) as index,
    ):
        store.load_reference(reference_graph())
        index.repair(store)
        known = set(store.documents())
        for item in documents:
            if isinstance(item, ReadError):
                report.failed.append(item)
                continue
            if store.has(item.id, item.sha256, configuration):
                report.unchanged.append(item.id)
            else:
                try:
                    warnings = _add(item, store, index, settings)
                    if warnings:
                        report.warnings[item.id] = list(warnings)
                    (report.replaced if item.id in known else report.added).append(item.id)
                except ValidationError as error:
                    report.failed.append(error)
            done(item.id)
    return report


def _add(document: Document, store: Store, index: Index, settings: Settings) -> tuple[str, ...]:
    """Extract, check and store one document; its warnings. Raises ValidationError, and then nothing is stored."""
    extraction = extract(document, settings)
    check_grounding(extraction)
    graph = document_graph(extraction, settings)
    verdict = validate_document(graph)
    if not verdict.conforms:
        raise ValidationError(document.id, f"{len(verdict.violations)} violations of the shapes", verdict.text)
    store.put(document.id, document.sha256, graph)
    index.put(document.id, graph)
    return extraction.warnings
