"""``kg serve``: GraphQL, SPARQL and a page over HTTP."""

from __future__ import annotations

import sys
from collections.abc import Callable
from typing import Annotated

import typer

from kg.commands import console, options

Host = Annotated[str | None, typer.Option("--host", help="Address to listen on.")]
Port = Annotated[int | None, typer.Option("--port", help="Port to listen on; 0 picks a free one.")]


def serve(
    store: options.Store = None,
    host: Host = None,
    port: Port = None,
    writable: Annotated[bool, typer.Option("--writable", help="Let clients change the store.")] = False,
    set_: options.Set = None,
    json_: options.Json = False,
) -> None:
    """Serve the store over HTTP until interrupted; --json prints the addresses as one JSON object."""
    settings = options.load(set_, store=store, host=host, port=port)
    from kg.serve import serve as run

    run(settings.store, settings, writable=writable, announce=announcer(json_))


def announcer(json_: bool) -> Callable[[str], None]:
    """Prints the addresses below the server's own, such as ``http://127.0.0.1:8000/``."""

    def announce(address: str) -> None:
        urls = {"explorer": address, "graphql": f"{address}graphql", "sparql": f"{address}sparql"}
        if json_:
            console.print_line(urls)
        else:
            console.print_fields(urls)
        sys.stdout.flush()  # whoever waits for the addresses may read from a pipe

    return announce
