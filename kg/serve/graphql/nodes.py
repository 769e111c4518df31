"""Nodes by id, IRI or key."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from kg.index import sql
from kg.index.names import key, long
from kg.index.reader import Row, Session
from kg.serve.graphql import types
from kg.serve.graphql.load import Loader
from kg.serve.graphql.lookahead import Wanted

TABLES: dict[str, Callable[[Loader, Row], types.Node | None]] = {
    "transfer": Loader.transfer,
    "office": Loader.office,
    "deployment": Loader.deployment,
}


def node(session: Session, loader: Loader, base_iri: str, id: str, wanted: Wanted) -> types.Node | None:
    """The node with this id or IRI, None where there is none."""
    keys = [key(iri) for iri in long(id, base_iri)]
    found = by_key(session, loader, keys, wanted)
    return next((found[k] for k in keys if k in found), None)


def by_key(session: Session, loader: Loader, keys: Sequence[int], wanted: Wanted) -> dict[int, types.Node]:
    """Nodes of any type; one statement a type and one a kind of related things."""
    if not keys:
        return {}
    found: dict[int, types.Node] = {}
    marks = sql.marks(keys)
    for table, build in TABLES.items():
        if rows := session.select(f"SELECT * FROM {table} WHERE key IN ({marks})", keys):
            loader.prepare(rows, wanted)
            found.update({row["key"]: built for row in rows if (built := build(loader, row))})
    if rows := session.select(f"SELECT * FROM document WHERE key IN ({marks})", keys):
        loader.prepare_documents(rows, wanted)
        found.update({row["key"]: loader.document(row) for row in rows})
    if rows := session.select(f"SELECT * FROM entity WHERE key IN ({marks})", keys):
        loader.prepare_entities(rows, wanted)
        found.update({row["key"]: built for row in rows if (built := _entity(loader, row))})
    return found


def _entity(loader: Loader, row: Row) -> types.Node | None:
    match row["kind"]:
        case "system" | "system-class":
            return loader.system(row["key"])
        case "category":
            return loader.category(row["key"])
        case "role":
            return loader.role(row["key"])
        case "status":
            return None
    return loader.entity(row["key"])
