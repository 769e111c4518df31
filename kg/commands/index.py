"""``kg index``: whether the read model is in step with the store, and building it anew."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

import typer

from kg.commands import console, options

if TYPE_CHECKING:
    from kg.index import State


def index(
    rebuild: Annotated[bool, typer.Option("--rebuild", help="Build it anew from the store, trusting nothing.")] = False,
    store: options.Store = None,
    set_: options.Set = None,
    json_: options.Json = False,
) -> None:
    """Say whether the read model is in step with the store; exit code 1 on drift, which build and serve mend."""
    settings = options.load(set_, store=store)
    from kg.index import FILE, Index, state
    from kg.store import Snapshot, Store

    with Snapshot.open(settings.store) as snapshot:
        base_iri = snapshot.base_iri
    if rebuild:  # opened for writing, so that no build goes on meanwhile
        with (
            Store.open(settings.store, base_iri=base_iri) as held,
            Index.open(held.path / FILE, base_iri=base_iri) as i,
        ):
            i.rebuild(held)
    with Snapshot.open(settings.store) as snapshot:
        found = state(settings.store / FILE, snapshot)
        documents = len(snapshot.documents())
    if json_:
        console.print_json({"store": str(settings.store), "documents": documents} | as_json(found))
    else:
        console.print_fields({"store": settings.store, "documents": documents, "state": words(found)})
    if not found.in_step:
        raise typer.Exit(1)


def as_json(state: State) -> dict[str, Any]:
    """What sets it apart from the store."""
    return {
        "in_step": state.in_step,
        "unusable": state.unusable,
        "reference": state.reference,
        "behind": list(state.behind),
        "gone": list(state.gone),
    }


def words(state: State) -> str:
    """In one line: "in step", "missing", "drift: 2 documents behind, 1 gone from the store"."""
    if state.in_step or state.unusable:
        return state.unusable or "in step"
    counts = {"documents behind": len(state.behind), "gone from the store": len(state.gone)}
    parts = [f"{count} {what}" for what, count in counts.items() if count]
    return f"drift: {', '.join(parts + ([] if state.reference else ['other reference data']))}"
