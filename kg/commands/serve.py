"""``kg serve``: GraphQL, SPARQL and a page over HTTP."""

from __future__ import annotations

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
    from kg import serve as server

    announce(settings.host, settings.port, json_)
    server.serve(settings.store, settings, writable=writable)


def announce(host: str, port: int, json_: bool) -> None:
    """Print the addresses."""
    start = f"http://{f'[{host}]' if ':' in host else host}:{port}"
    urls = {"explorer": f"{start}/", "graphql": f"{start}/graphql", "sparql": f"{start}/sparql"}
    if json_:
        console.print_line(urls)
    else:
        console.fields(urls)
