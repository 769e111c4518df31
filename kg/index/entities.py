"""Entities from what the sources say of them: labels, names and the closure of broader concepts.

A document's put touches only the entities about which it says something that no other source says, so a put costs
the same however often an entity has been met.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable

from kg.index.names import fold, is_reference, key, short
from kg.index.project import REFERENCE

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
        for table, column in (("entity", "key"), ("name", "entity"), ("passage", "key")):
            db.execute(f"DELETE FROM {table} WHERE {column} = ?", (entity,))
        _entity(db, entity, base_iri)


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


def _family(db: sqlite3.Connection, entity: int) -> int | None:
    broader = [key(iri) for iri in _values(db, entity, "broader")]
    return next((node for node in broader if _first(db, node, "kind") != "category"), None)


def _labels(db: sqlite3.Connection, entity: int) -> dict[str, str]:
    """The first preferred label of each language."""
    found = db.execute(
        "SELECT property, min(value) FROM fact WHERE entity = ? AND property BETWEEN 'label@' AND 'label@~' GROUP BY 1",
        (entity,),
    )
    return {name.removeprefix("label@"): value for name, value in found}


def _entity(db: sqlite3.Connection, entity: int, base_iri: str) -> None:
    iri = _first(db, entity, "iri")
    if iri is None:
        return
    labels = _labels(db, entity)
    label = labels.get("en") or min(labels.values(), default=None) or iri.rpartition("/")[2]
    kind = _first(db, entity, "kind")
    rank = _first(db, entity, "rank")
    links = {name: _first(db, entity, name) for name in ("actsFor", "country", "origin")}
    db.execute(
        f"INSERT INTO entity VALUES ({', '.join('?' * 17)})",
        (
            entity,
            short(iri, base_iri),
            iri,
            kind,
            label,
            labels.get("en"),
            labels.get("de"),
            _first(db, entity, "alpha3"),
            _first(db, entity, "notation"),
            int(rank) if rank and rank.isdigit() else None,
            int(is_reference(iri, base_iri)),
            *(key(target) if target else None for target in links.values()),
            _first(db, entity, "maker"),
            _category(db, entity),
            _family(db, entity),
        ),
    )
    _names(db, entity, label)


def _names(db: sqlite3.Connection, entity: int, label: str) -> None:
    codes = [*_values(db, entity, "alpha3"), *_values(db, entity, "notation")]
    preferred, alternative = _texts(db, entity, "label@"), _texts(db, entity, "alt@")
    names = {fold(text): 2 for text in alternative} | {fold(text): 1 for text in (*preferred, *codes)}
    db.executemany("INSERT INTO name VALUES (?, ?, ?)", ((name, entity, rank) for name, rank in sorted(names.items())))
    passage = (entity, "entity", REFERENCE, label, "\n".join(sorted({*preferred, *alternative, *codes})))
    db.execute("INSERT INTO passage VALUES (?, ?, ?, ?, ?)", passage)


def _texts(db: sqlite3.Connection, entity: int, property: str) -> list[str]:
    """Labels in every language."""
    query = "SELECT DISTINCT value FROM fact WHERE entity = ? AND property BETWEEN ? AND ? || '~'"
    return [row[0] for row in db.execute(query, (entity, property, property))]
