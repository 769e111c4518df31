"""Batched reads: for a page of rows one statement a kind of related things, however many rows and fields there are."""

from __future__ import annotations

import datetime
from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import Any

import strawberry

from kg.claim import Status
from kg.index.names import short
from kg.index.reader import Row, Session
from kg.index.sql import marks
from kg.serve.graphql import types
from kg.serve.graphql.inputs import EntityKind
from kg.serve.graphql.lookahead import Wanted

ENTITY_FIELDS = (
    "supplier", "recipient", "system", "authorizer", "claimer", "category", "person", "role", "of", "actor", "place",
    "entity",
)  # fmt: skip
"""Fields of nodes that lead to entities; ``COLUMN`` names the columns that are called otherwise."""

COLUMN = {"of": "office_of"}
LINKS = {"actsFor": "acts_for", "country": "country", "category": "category", "broader": "broader", "origin": "origin"}
KINDS = {kind.value: kind for kind in EntityKind}
STATUSES = {status.value: status for status in Status}


def day(text: object) -> datetime.date | None:
    """A day, None where there is none or it is no date."""
    try:
        return datetime.date.fromisoformat(str(text)) if text else None
    except ValueError:
        return None


class Loader:
    """Reads what a request wants of related things, and builds the nodes."""

    def __init__(self, session: Session, base_iri: str) -> None:
        self._session = session
        self._base_iri = base_iri
        self._entities: dict[object, Row] = {}
        self._built: dict[object, types.Entity] = {}
        self._systems: dict[object, types.WeaponSystem] = {}
        self._categories: dict[object, types.Category] = {}
        self._names: dict[object, list[str]] = defaultdict(list)
        self._documents: dict[object, types.Document] = {}
        self._evidence: dict[object, list[types.Evidence]] = defaultdict(list)

    def prepare(self, rows: Sequence[Row], wanted: Wanted) -> None:
        """Read everything that the wanted fields of these rows lead to."""
        self._read_entities(_entity_keys(rows, wanted), wanted.below(*ENTITY_FIELDS))
        documents = {row["document"] for row in rows} if _documents(wanted) else set()
        below = wanted.below("document")
        below.merge(wanted.below("evidence").below("document"))
        self._read_documents(documents, below)
        if "evidence" in wanted:
            self._read_evidence([row["key"] for row in rows])

    def prepare_documents(self, rows: Sequence[Row], wanted: Wanted) -> None:
        """Add the texts to rows of documents, if they are wanted."""
        if "text" in wanted:
            texts = self._in("SELECT key, body FROM passage WHERE key IN ({})", [row["key"] for row in rows])
            bodies = {row["key"]: row["body"] for row in texts}
            for row in rows:
                row["body"] = bodies.get(row["key"])

    def prepare_entities(self, rows: Sequence[Row], wanted: Wanted) -> None:
        """Take rows of entities as read, and read what the wanted fields lead to."""
        self._entities.update({row["key"]: row for row in rows})
        self._read_entities([row["key"] for row in rows], wanted)

    def _read_entities(self, keys: Iterable[object], wanted: Wanted) -> None:
        """Entities, and level by level those they are linked to."""
        level = {key for key in keys if key is not None}
        reached = set(level)
        names = wanted.anywhere("altLabels")
        while level:
            new = level - self._entities.keys()
            self._entities.update({row["key"]: row for row in self._in("SELECT * FROM entity WHERE key IN ({})", new)})
            rows = [self._entities[key] for key in level if key in self._entities]
            level = {row[column] for row in rows for field, column in LINKS.items() if field in wanted} - {None}
            reached |= level
            wanted = wanted.below(*LINKS)
        if names:
            self._read_names(reached)

    def _read_names(self, keys: Iterable[object]) -> None:
        query = (
            "SELECT DISTINCT entity, value FROM fact WHERE entity IN ({}) "
            "AND property BETWEEN 'alt@' AND 'alt@~' ORDER BY entity, value"
        )
        for row in self._in(query, keys):
            self._names[row["entity"]].append(str(row["value"]))

    def _read_documents(self, keys: Iterable[object], wanted: Wanted) -> None:
        columns, source = "d.*", "document AS d"
        if "text" in wanted:
            columns, source = "d.*, p.body", "document AS d JOIN passage AS p ON p.key = d.key"
        for row in self._in(f"SELECT {columns} FROM {source} WHERE d.key IN ({{}})", set(keys) - {None}):
            self._documents[row["key"]] = self.document(row)

    def _read_evidence(self, claims: Iterable[object]) -> None:
        query = "SELECT * FROM evidence WHERE claim IN ({}) ORDER BY claim, start, end"
        for row in self._in(query, claims):
            self._evidence[row["claim"]].append(
                types.Evidence(
                    quote=row["quote"],
                    start=row["start"],
                    end=row["end"],
                    prefix=row["prefix"],
                    suffix=row["suffix"],
                    document=self._documents.get(row["document"]),
                )
            )

    def _in(self, query: str, keys: Iterable[object]) -> list[Row]:
        values: list[Any] = sorted(keys)
        return self._session.select(query.format(marks(values)), values) if values else []

    def _id(self, iri: object) -> strawberry.ID:
        return strawberry.ID(short(str(iri), self._base_iri))

    def entity(self, key: object) -> types.Entity | None:
        """An actor or place."""
        row = self._entities.get(key)
        if row is None or key in self._built:
            return self._built.get(key)
        self._built[key] = types.Entity(
            **self._named(row),
            kind=KINDS.get(str(row["kind"])),
            alt_labels=self._names.get(key, []),
            alpha3=row["alpha3"],
            acts_for=self.entity(row["acts_for"]) if row["acts_for"] != key else None,
            country=self.entity(row["country"]) if row["country"] != key else None,
            is_reference=bool(row["reference"]),
        )
        return self._built[key]

    def system(self, key: object, above: frozenset[object] = frozenset()) -> types.WeaponSystem | None:
        """A weapon system or class; a circle of families ends where it began."""
        row = self._entities.get(key)
        if row is None or key in above:
            return None
        if not above and key in self._systems:
            return self._systems[key]
        built = types.WeaponSystem(
            **self._named(row),
            alt_labels=self._names.get(key, []),
            named=row["kind"] != "system-class",
            category=self.category(row["category"]),
            broader=self.system(row["broader"], above | {key}),
            origin=self.entity(row["origin"]),
            maker=row["maker"],
            is_reference=bool(row["reference"]),
        )
        if not above:
            self._systems[key] = built
        return built

    def category(self, key: object) -> types.Category | None:
        """A category."""
        row = self._entities.get(key)
        if row and key not in self._categories:
            self._categories[key] = types.Category(**self._named(row), notation=_notation(row))
        return self._categories.get(key)

    def role(self, key: object) -> types.Role | None:
        """A role."""
        row = self._entities.get(key)
        return types.Role(**self._named(row), notation=_notation(row)) if row else None

    def _named(self, row: Row) -> dict[str, Any]:
        labels = types.Labels(en=row["label_en"], de=row["label_de"])
        return {"id": self._id(row["iri"]), "iri": row["iri"], "label": row["label"], "labels": labels}

    def document(self, row: Row) -> types.Document:
        """A document; its text only where the row has it."""
        return types.Document(
            id=self._id(row["iri"]),
            iri=row["iri"],
            identifier=row["id"],
            title=row["title"],
            source=row["source"],
            url=row["url"],
            lang=row["lang"],
            date=day(row["date"]),
            text=row.get("body") or "",
        )

    def document_of(self, key: object) -> types.Document | None:
        """A document that was read before."""
        return self._documents.get(key)

    def entity_row(self, row: Row) -> types.Entity:
        """An actor or place from its row."""
        found = self.entity(row["key"])
        assert found is not None, "rows are prepared first"
        return found

    def system_row(self, row: Row) -> types.WeaponSystem:
        """A weapon system or class from its row."""
        found = self.system(row["key"])
        assert found is not None, "rows are prepared first"
        return found

    def _claim(self, row: Row) -> dict[str, Any]:
        return {
            "id": self._id(row["iri"]),
            "iri": row["iri"],
            "claimer": self.entity(row["claimer"]),
            "claimer_words": row["claimer_words"],
            "claim_date": day(row["claim_date"]),
            "confidence": row["confidence"],
            "rule": row["rule"],
            "evidence": self._evidence.get(row["key"], []),
            "document": self._documents.get(row["document"]),
        }

    def transfer(self, row: Row) -> types.Transfer:
        """A claim of a transfer."""
        return types.Transfer(
            **self._claim(row),
            supplier=self.entity(row["supplier"]),
            supplier_words=row["supplier_words"],
            recipient=self.entity(row["recipient"]),
            recipient_words=row["recipient_words"],
            system=self.system(row["system"]),
            system_words=row["system_words"],
            authorizer=self.entity(row["authorizer"]),
            authorizer_words=row["authorizer_words"],
            category=self.category(row["category"]),
            quantity=_quantity(row),
            status=STATUSES.get(str(row["status"])),
            date=_time(row),
        )

    def office(self, row: Row) -> types.Office:
        """An office held."""
        return types.Office(
            **self._claim(row),
            person=self.entity(row["person"]),
            person_words=row["person_words"],
            role=self.role(row["role"]),
            of=self.entity(row["office_of"]),
            of_words=row["office_of_words"],
            title=row["title"],
            start=day(row["first"]),
            end=day(row["last"]),
            is_reference=row["document"] is None,
        )

    def deployment(self, row: Row) -> types.Deployment:
        """A claim of a deployment."""
        return types.Deployment(
            **self._claim(row),
            actor=self.entity(row["actor"]),
            actor_words=row["actor_words"],
            system=self.system(row["deployed"]),
            system_words=row["deployed_words"],
            troops=row["troops"],
            place=self.entity(row["place"]),
            place_words=row["place_words"],
            category=self.category(row["category"]),
            quantity=_quantity(row),
        )


def _documents(wanted: Wanted) -> bool:
    return "document" in wanted or wanted.has("evidence", "document")


def _entity_keys(rows: Sequence[Row], wanted: Wanted) -> set[object]:
    """Keys in the columns of the wanted fields; deployments call their system otherwise."""
    keys: set[object] = set()
    for field in ENTITY_FIELDS:
        if field in wanted:
            keys.update(row.get(COLUMN.get(field, field)) for row in rows)
            keys.update(row.get("deployed") for row in rows if field == "system")
    return keys


def _notation(row: Row) -> str:
    return str(row["notation"] or str(row["iri"]).rpartition("/")[2])


def _quantity(row: Row) -> types.Quantity | None:
    minimum, maximum, words = row["minimum"], row["maximum"], row["quantity"]
    if minimum is None and maximum is None and words is None:
        return None
    return types.Quantity(min=minimum, max=maximum, text=words)


def _time(row: Row) -> types.TimeSpan | None:
    if not (row["earliest"] or row["latest"] or row["time"]):
        return None
    return types.TimeSpan(
        earliest=day(row["earliest"]), latest=day(row["latest"]), precision=row["precision"], text=row["time"]
    )
