"""``kg validate``: SHACL over the store or a file."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from kg.commands import console, options

if TYPE_CHECKING:
    from kg.config import Settings
    from kg.validate import Report, Violation


def validate(
    file: Annotated[
        Path | None, typer.Argument(metavar="[FILE]", help="RDF: .ttl .nt .trig .nq .jsonld .rdf; else the store.")
    ] = None,
    store: options.Store = None,
    turtle: Annotated[bool, typer.Option("--turtle", help="Print the SHACL validation report as Turtle.")] = False,
    set_: options.Set = None,
    json_: options.Json = False,
) -> None:
    """Check every document of the store, or an RDF file, against the shapes; exit code 1 when one is violated."""
    settings = options.load(set_, store=store)
    from rdflib import Graph

    checked, violations, whole = 0, [], Graph()
    for name, report in _reports(file, settings):
        checked += 1
        violations += [(name, violation) for violation in report.violations]
        if turtle:
            whole += report.graph
    if json_:
        found = [_as_json(name, violation) for name, violation in violations]
        console.print_json({"conforms": not violations, "checked": checked, "results": found})
    elif turtle:
        print(whole.serialize(format="turtle"))
    else:
        for name, violation in violations:
            print(f"{name}: {_in_words(violation)}")
        thing = file or settings.store
        print(f"{thing}: {checked} graphs checked, {len(violations) or 'no'} violations")
    if violations:
        raise typer.Exit(1)


def _reports(file: Path | None, settings: Settings) -> Iterator[tuple[str, Report]]:
    """The report on the file, or on each document of the store: small graphs are checked fast, a large one is not."""
    from kg.validate import validate_document, validate_file

    if file:
        yield str(file), validate_file(file)
        return
    from rdflib import Graph

    from kg.graph.convert import triples_of
    from kg.store import Snapshot
    from kg.store.names import graph_node

    with console.progress("documents") as done, Snapshot.open(settings.store) as snapshot:
        for document in snapshot.documents():
            graph = Graph(bind_namespaces="none")
            name = graph_node(snapshot.base_iri, document)
            for triple in triples_of(snapshot.quads.quads_for_pattern(None, None, None, name)):
                graph.add(triple)
            yield document, validate_document(graph)
            done(document)


def _in_words(violation: Violation) -> str:
    at = f" ({violation.path.rpartition('#')[2].rpartition('/')[2]})" if violation.path else ""
    return f"{violation.focus}{at}: {console.cell(violation.message)}"


def _as_json(name: str, violation: Violation) -> dict[str, Any]:
    return {
        "graph": name,
        "focus": violation.focus,
        "path": violation.path,
        "value": violation.value,
        "shape": violation.shape,
        "message": violation.message,
        "severity": violation.severity,
    }
