"""Entities from what the sources say of them: labels, names and the closure of broader concepts.

A document's put touches only the entities about which it says something that no other source says, so a put costs
the same however often an entity has been met.
"""

from __future__ import annotations

import sqlite3
from collections import defaultdict
from collections.abc import Iterable, Mapping

from kg.index.names import fold, is_reference, key, short
from kg.index.project import REFERENCE, passage

_OWN = """
SELECT DISTINCT entity FROM fact AS mine WHERE source = ? AND NOT EXISTS (
  SELECT 1 FROM fact AS other WHERE other.entity = mine.entity AND other.property = mine.property
  AND other.value = mine.value AND other.source <> mine.source)
"""


def said_by_no_other(db: sqlite3.Connection, source: int) -> set[int]:
    """The entities about which this source alone says something."""
    return {row[0] for row in db.execute(_OWN, (source,))}


def refresh(db: sqlite3.Connection, entities: Iterable[int], base_iri: str) -> None:
    """Derive the rows of these entities, and the closures that run through them, from the facts."""
    changed = set(entities)
    below = set(changed)
    for entity in changed:
        below.update(row[0] for row in db.execute("SELECT entity FROM closure WHERE ancestor = ?", (entity,)))
    for entity in sorted(below):
        _closure(db, entity)
    for entity in sorted(below):
        before = _label_and_rank(db, entity)
        for table, column in (("entity", "key"), ("name", "entity"), ("passage", "key")):
            db.execute(f"DELETE FROM {table} WHERE {column} = ?", (entity,))
        _entity(db, entity, base_iri)
        _resort(db, entity, before, _label_and_rank(db, entity))


SORTED = ("supplier", "recipient", "system")
"""Roles by whose labels transfers can be sorted."""

Sorted = tuple[str | None, str | None, int | None]
"""Of an entity: its label and, if it is a status, notation and rank."""


def sort_transfers(db: sqlite3.Connection, where: str = "1", value: int | str | None = None) -> None:
    """Copy to transfers what they are sorted by: labels of entities, ranks of statuses. One ``?`` in ``where``."""
    labels = [f"{role}_label = (SELECT label FROM entity WHERE key = {role})" for role in SORTED]
    rank = "status_rank = (SELECT max(rank) FROM entity WHERE kind = 'status' AND notation = status)"
    parameters = () if value is None else (value,)
    db.execute(f"UPDATE transfer SET {', '.join([*labels, rank])} WHERE {where}", parameters)


def _label_and_rank(db: sqlite3.Connection, entity: int) -> Sorted:
    query = "SELECT label, iif(kind = 'status', notation, NULL), iif(kind = 'status', rank, NULL) FROM entity"
    found: Sorted | None = db.execute(f"{query} WHERE key = ?", (entity,)).fetchone()
    return found or (None, None, None)


def _resort(db: sqlite3.Connection, entity: int, before: Sorted, now: Sorted) -> None:
    """Let transfers follow an entity that has another label or rank than before."""
    if before[0] != now[0]:
        for role in SORTED:
            sort_transfers(db, f"{role} = ?", entity)
    if before[1:] != now[1:]:
        for notation in {before[1], now[1]} - {None}:
            sort_transfers(db, "status = ?", notation)


def _values(db: sqlite3.Connection, entity: int, name: str) -> list[str]:
    found = db.execute(
        "SELECT DISTINCT value FROM fact WHERE entity = ? AND property = ? ORDER BY value", (entity, name)
    )
    return [row[0] for row in found]


def _first(db: sqlite3.Connection, entity: int, name: str) -> str | None:
    found = db.execute(
        "SELECT value FROM fact WHERE entity = ? AND property = ? ORDER BY value LIMIT 1", (entity, name)
    )
    return next((row[0] for row in found), None)


def _closure(db: sqlite3.Connection, entity: int) -> None:
    db.execute("DELETE FROM closure WHERE entity = ?", (entity,))
    if _first(db, entity, "iri") is None:
        return
    found, todo = {entity}, [entity]
    while todo:
        above = {key(iri) for iri in _values(db, todo.pop(), "broader")} - found
        found |= above
        todo.extend(above)
    db.executemany("INSERT INTO closure VALUES (?, ?)", ((entity, ancestor) for ancestor in sorted(found)))


def _category(db: sqlite3.Connection, entity: int) -> int | None:
    """The nearest category above; of several equally near ones the first by IRI."""
    level, seen = [entity], {entity}
    while level:
        above = sorted({iri for node in level for iri in _values(db, node, "broader")})
        for iri in above:
            if _first(db, key(iri), "kind") == "category":
                return key(iri)
        level = [key(iri) for iri in above if key(iri) not in seen]
        seen.update(level)
    return None


def _family(db: sqlite3.Connection, broader: Iterable[str]) -> int | None:
    return next((key(iri) for iri in broader if _first(db, key(iri), "kind") != "category"), None)


def _said(db: sqlite3.Connection, entity: int) -> dict[str, list[str]]:
    """Everything that is said of an entity: sorted values by property."""
    said: dict[str, list[str]] = defaultdict(list)
    query = "SELECT DISTINCT property, value FROM fact WHERE entity = ? ORDER BY property, value"
    for property, value in db.execute(query, (entity,)):
        said[property].append(value)
    return said


def _entity(db: sqlite3.Connection, entity: int, base_iri: str) -> None:
    said = _said(db, entity)
    if not said["iri"]:
        return
    iri = said["iri"][0]
    labels = {name.removeprefix("label@"): said[name][0] for name in said if name.startswith("label@")}
    label = labels.get("en") or min(labels.values(), default=None) or iri.rpartition("/")[2]
    first = {name: values[0] for name, values in said.items() if values}
    rank = first.get("rank", "")
    links = [key(first[name]) if name in first else None for name in ("actsFor", "country", "origin")]
    row = (
        entity,
        short(iri, base_iri),
        iri,
        first.get("kind"),
        label,
        labels.get("en"),
        labels.get("de"),
        first.get("alpha3"),
        first.get("notation"),
        int(rank) if rank.isdecimal() else None,
        int(is_reference(iri, base_iri)),
        *links,
        first.get("maker"),
        _category(db, entity) if said["broader"] else None,
        _family(db, said["broader"]),
    )
    db.execute(f"INSERT INTO entity VALUES ({', '.join('?' * len(row))})", row)
    _names(db, entity, label, said)


def _names(db: sqlite3.Connection, entity: int, label: str, said: Mapping[str, list[str]]) -> None:
    codes = [*said["alpha3"], *said["notation"]]
    preferred = [text for name, texts in said.items() if name.startswith("label@") for text in texts]
    alternative = [text for name, texts in said.items() if name.startswith("alt@") for text in texts]
    names = {fold(text): 2 for text in alternative} | {fold(text): 1 for text in (*preferred, *codes)}
    db.executemany("INSERT INTO name VALUES (?, ?, ?)", ((name, entity, rank) for name, rank in sorted(names.items())))
    if "status" in said["kind"]:  # a word of claims, nothing to be found
        return
    body = "\n".join(sorted({*preferred, *alternative, *codes}))
    db.execute("INSERT INTO passage VALUES (?, ?, ?, ?, ?, ?)", passage(entity, "entity", REFERENCE, "", label, body))
