"""``kg status``: what is in the store."""

from __future__ import annotations

from kg.commands import console, options


def status(store: options.Store = None, set_: options.Set = None, json_: options.Json = False) -> None:
    """Count what is in the store."""
    settings = options.load(set_, store=store)
    from kg.store import Snapshot

    with Snapshot.open(settings.store) as snapshot:
        found, base_iri = snapshot.status(), snapshot.base_iri
    counts = {"documents": found.documents, "claims": found.claims, "quads": found.quads, "bytes": found.bytes}
    if json_:
        return console.print_json({"store": str(settings.store), "base_iri": base_iri} | counts)
    claims = ", ".join(f"{count} {name}" for name, count in found.claims.items()) or "none"
    return console.print_fields({"store": settings.store, "base_iri": base_iri} | counts | {"claims": claims})
