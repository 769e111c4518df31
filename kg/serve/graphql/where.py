"""From filters to SQL conditions. Columns come from this file, values only as parameters."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from functools import partial
from typing import Any

from strawberry import UNSET

from kg.errors import QueryError
from kg.index import sql
from kg.index.names import fold, key, long
from kg.index.reader import Cell, Session
from kg.index.resolve import ACTORS, CATEGORIES, PLACES, ROLES, SYSTEMS, Found, resolve
from kg.index.sql import Condition
from kg.serve.graphql import inputs

Part = Callable[[Any], Condition]

AROUND = 45
"""Days before and after which a document still speaks of who is in office."""

SOME, FREQUENT = 1_000, 20_000
"""So many passages with some words are looked through in their order if that is the one of the page; so many are too
many to look each up."""

FILTERS = 300
VALUES = 1_000
"""Filters of one field of a query, and values of one list: more would be too much for one statement."""

_OPERATORS = {"gte": ">=", "lte": "<=", "gt": ">", "lt": "<"}


class Where:
    """Builds the conditions of one request: names are looked up in its session."""

    def __init__(self, session: Session, base_iri: str) -> None:
        self._session = session
        self._base_iri = base_iri
        self._filters = 0
        self._resolved: dict[tuple[tuple[str, ...], Sequence[str]], list[Found]] = {}

    def transfer(self, where: inputs.TransferFilter | None, t: str = "t") -> Condition:
        """Conditions on table ``transfer``."""

        def supplier(v: inputs.EntityFilter) -> Condition:
            return self._counted(t, ("supplier",), lambda c: self.actor(c, v))

        def recipient(v: inputs.EntityFilter) -> Condition:
            return self._counted(t, ("recipient",), lambda c: self.actor(c, v))

        parts: dict[str, Part] = {
            **self._claim(t),
            "supplier": supplier,
            "recipient": recipient,
            "claimer": lambda v: self._counted(t, ("claimer",), lambda c: self.actor(c, v)),
            "authorizer": lambda v: self.actor(f"{t}.authorizer", v),
            "system": lambda v: self._counted(t, ("system",), lambda c: self.system(c, v)),
            "category": lambda v: self._counted(t, ("category", "system"), lambda *c: self.category(c, v)),
            "status": lambda v: self._counted(t, ("status",), lambda c: _status(c, v)),
            "claimer_is_supplier": lambda v: _truth(_same_side(f"{t}.claimer", f"{t}.supplier"), v),
            "claimer_is_party": lambda v: _truth(
                sql.some(_same_side(f"{t}.claimer", f"{t}.{role}") for role in ("supplier", "recipient")), v
            ),
            "third_party": lambda v: _truth(_third_party(t), v),
            "party": lambda v: sql.some([supplier(v), recipient(v)]),
            "spoken_for": lambda v: self.spoken_for(t, v),
            "when": lambda v: _date(f"CASE {t}.earliest WHEN '' THEN {t}.claim_date ELSE {t}.earliest END", v),
            "earliest": lambda v: _date(f"{t}.earliest", v),
            "latest": lambda v: _date(f"{t}.latest", v),
            "rule": lambda v: _text(f"{t}.rule", v),
            **self._quantity(t),
        }
        return self._all(where, parts, lambda w: self.transfer(w, t))

    def office(self, where: inputs.OfficeFilter | None, t: str = "t") -> Condition:
        """Conditions on table ``office``."""
        parts: dict[str, Part] = {
            **self._claim(t),
            "person": lambda v: self.entity(f"{t}.person", v, ("person",)),
            "role": lambda v: self.role(f"{t}.role", v),
            "of": lambda v: self.entity(f"{t}.office_of", v, ACTORS),
            "on": lambda v: _in_office(t, v),
            "is_reference": lambda v: _truth(Condition(f"{t}.document IS NULL"), v),
        }
        return self._all(where, parts, lambda w: self.office(w, t))

    def deployment(self, where: inputs.DeploymentFilter | None, t: str = "t") -> Condition:
        """Conditions on table ``deployment``."""
        parts: dict[str, Part] = {
            **self._claim(t),
            "actor": lambda v: self.actor(f"{t}.actor", v),
            "system": lambda v: self.system(f"{t}.deployed", v),
            "category": lambda v: self.category((f"{t}.category", f"{t}.deployed"), v),
            "place": lambda v: self.entity(f"{t}.place", v, PLACES),
            **self._quantity(t),
        }
        return self._all(where, parts, lambda w: self.deployment(w, t))

    def document(self, where: inputs.DocumentFilter | None, t: str = "t") -> Condition:
        """Conditions on table ``document``."""
        parts: dict[str, Part] = {
            "id": lambda v: self._ids(f"{t}.key", v),
            "identifier": partial(_text, f"{t}.id"),
            **{name: partial(_text, f"{t}.{name}") for name in ("title", "source", "url", "lang")},
            "date": lambda v: _date(f"{t}.date", v),
            "text": lambda v: self._text(f"{t}.key", v),
            "mentions": lambda v: sql.within(
                f"{t}.key", "SELECT source FROM fact", self.entity("fact.entity", v, (*ACTORS, "place"))
            ),
        }
        return self._all(where, parts, lambda w: self.document(w, t))

    def names(self, where: inputs.NameFilter | None, t: str = "t") -> Condition:
        """Conditions on table ``entity``."""
        parts: dict[str, Part] = {
            "id": lambda v: self._ids(f"{t}.key", v),
            "name": lambda v: sql.within(f"{t}.key", "SELECT entity FROM name", Condition("folded = ?", (fold(v),))),
            "contains": lambda v: _named(f"{t}.key", v),
            "is_reference": lambda v: _truth(Condition(f"{t}.reference = 1"), v),
            "category": lambda v: self.category((f"{t}.key",), v),
        }
        return self._all(where, parts, lambda w: self.names(w, t))

    def actor(self, column: str, where: inputs.EntityFilter) -> Condition:
        """An actor, or whoever acts for it."""

        def meant(found: list[Found]) -> Condition:
            keys, iris = [f.key for f in found], [f.iri for f in found]
            if not found:
                return sql.FALSE
            acting = f"SELECT entity FROM fact WHERE property = 'actsFor' AND value IN ({sql.marks(iris)})"
            return Condition(f"{column} IN (VALUES {_values(keys)} UNION ALL {acting})", (*keys, *iris))

        return self._named(column, where, ACTORS, meant)

    def entity(self, column: str, where: inputs.EntityFilter, kinds: Sequence[str]) -> Condition:
        """An entity itself."""
        return self._named(column, where, kinds, lambda found: sql.among(column, [f.key for f in found]))

    def spoken_for(self, t: str, where: inputs.EntityFilter) -> Condition:
        """The claimer is the actor, acts for it, or held an office of it on the day of the claim."""
        office = self.entity("o.office_of", where, ACTORS)
        itself = self.actor(f"{t}.claimer", where)
        ever = Condition(
            f"{t}.claimer IN (SELECT o.person FROM office AS o WHERE o.document IS NULL AND {office.sql})",
            office.parameters,
        )
        then = Condition(
            f"EXISTS (SELECT 1 FROM office AS o WHERE o.person = {t}.claimer AND o.document IS NULL AND o.first <> '' "
            f"AND o.first <= {t}.claim_date AND (o.last = '' OR {t}.claim_date <= o.last) AND {office.sql})",
            office.parameters,
        )
        # "ever" follows from "then", but an index answers it
        return sql.every([sql.some([itself, ever]), sql.some([itself, then])])

    def group(self, where: inputs.GroupFilter | None) -> Condition:
        """Conditions on the counts of a group, by their names."""
        counts = ("claims", "documents", "sources", "claimers", "unattributed", "suppliers")
        parts: dict[str, Part] = {
            **{name: partial(_number, name) for name in counts},
            "quantities_disagree": lambda v: _truth(Condition("largest > smallest"), v),
            "statuses_disagree": lambda v: _truth(Condition("denied > 0 AND denied < claims"), v),
        }
        return self._all(where, parts, self.group)

    def system(self, column: str, where: inputs.SystemFilter) -> Condition:
        """A system or what is narrower."""
        return self._named(column, where, SYSTEMS, lambda found: _below(column, found))

    def category(self, columns: Sequence[str], where: inputs.CategoryFilter) -> Condition:
        """A category or what is narrower, in any of the columns."""
        return self._named(
            columns[0], where, CATEGORIES, lambda found: sql.some(_below(column, found) for column in columns)
        )

    def role(self, column: str, where: inputs.RoleFilter) -> Condition:
        """A role."""
        return self._named(column, where, ROLES, lambda found: sql.among(column, [f.key for f in found]))

    def _named(
        self, column: str, where: Any, kinds: Sequence[str], meant: Callable[[list[Found]], Condition]
    ) -> Condition:
        def find(words: list[str]) -> Condition:
            asked = tuple(words), kinds
            if asked not in self._resolved:
                self._resolved[asked] = resolve(self._session, self._base_iri, words, kinds)
            return meant(self._resolved[asked])

        parts: dict[str, Part] = {
            "eq": lambda v: find([v]),
            "in_": find,
            "contains": lambda v: sql.every([_named(column, v), _kinds(column, kinds)]),
            "kind": lambda v: _kinds(column, [kind.value for kind in v]),
            "is_null": lambda v: _truth(Condition(f"{column} IS NULL"), v),
        }
        return sql.every(parts[name](value) for name, value in given(where))

    def _counted(self, t: str, columns: Sequence[str], build: Callable[..., Condition]) -> Condition:
        """A condition on columns of transfers alone, with the number of rows by the counts that are kept."""
        condition = build(*(f"{t}.{column}" for column in columns))
        if condition == sql.TRUE:
            return condition
        facet = f"facet WHERE dimension = '{columns[0].upper()}' AND " if len(columns) == 1 else "pair WHERE "
        kept = build(*(f"nullif({'value' if len(columns) == 1 else column}, '')" for column in columns))
        (row,) = self._session.select(
            f"SELECT coalesce(sum(claims), 0) AS size FROM {facet}({kept.sql})", kept.parameters
        )
        return replace(condition, size=int(row["size"]), exact=True, column=columns[0])

    def _text(self, column: str, text: str) -> Condition:
        """The words of a text: looked up when they are rare, else looked for in each row of an order."""
        condition = sql.matches(column, text)
        if condition.exact:
            return condition
        some = f"SELECT count(*) AS size FROM (SELECT 1 FROM search WHERE search MATCH ? LIMIT {FREQUENT})"
        (row,) = self._session.select(some, condition.parameters)
        if row["size"] == FREQUENT:
            condition = sql.found(column, text)
        return replace(condition, passages=(sql.query(sql.words(text)), sql.TRUE)) if row["size"] >= SOME else condition

    def _quantity(self, t: str) -> dict[str, Part]:
        return {
            "quantity_min": lambda v: _number(f"{t}.minimum", v),
            "quantity_max": lambda v: _number(f"{t}.maximum", v),
        }

    def _claim(self, t: str) -> dict[str, Part]:
        return {
            "id": lambda v: self._ids(f"{t}.key", v),
            "claimer": lambda v: self.actor(f"{t}.claimer", v),
            "date": lambda v: _date(f"{t}.claim_date", v),
            "confidence": lambda v: _number(f"{t}.confidence", v),
            "text": lambda v: self._text(f"{t}.key", v),
            "document": lambda v: sql.within(f"{t}.document", "SELECT d.key FROM document AS d", self.document(v, "d")),
        }

    def _ids(self, column: str, ids: Sequence[str]) -> Condition:
        return sql.among(column, sorted({key(iri) for i in ids for iri in long(i, self._base_iri)}))

    def _all(self, where: Any, parts: Mapping[str, Part], again: Callable[[Any], Condition]) -> Condition:
        """Everything that a filter says: its own parts, and the filters of its kind joined by and, or, not."""
        self._filters += 1
        if self._filters > FILTERS:
            raise QueryError("where", f"more than {FILTERS} filters")
        joined: dict[str, Part] = {
            "and_": lambda v: sql.every(map(again, v)),
            "or_": lambda v: sql.some(map(again, v)),
            "not_": lambda v: sql.negated(again(v)),
        }
        every = {**parts, **joined}
        return sql.every(every[name](value) for name, value in given(where))


def given(where: object) -> Iterator[tuple[str, Any]]:
    """The fields of a filter that say something. QueryError for a null: it could mean anything."""
    for name, value in vars(where).items() if where else ():
        if value is None or (isinstance(value, list) and None in value):
            raise QueryError(name.rstrip("_"), "null is no condition; leave it out or use isNull")
        if isinstance(value, list) and len(value) > VALUES:
            raise QueryError(name.rstrip("_"), f"more than {VALUES} values")
        if value is not UNSET:
            yield name, value


def _truth(condition: Condition, wanted: bool) -> Condition:
    return condition if wanted else sql.negated(condition)


def _values(keys: Sequence[int]) -> str:
    return ", ".join("(?)" for _ in keys)


def _below(column: str, found: Sequence[Found]) -> Condition:
    return sql.within(column, "SELECT entity FROM closure", sql.among("ancestor", [f.key for f in found]))


def _named(column: str, text: str) -> Condition:
    return sql.within(column, "SELECT entity FROM name", Condition("instr(folded, ?) > 0", (fold(text),)))


def _kinds(column: str, kinds: Sequence[str]) -> Condition:
    return sql.within(column, "SELECT key FROM entity", sql.among("kind", list(kinds)))


def _status(column: str, where: inputs.StatusFilter) -> Condition:
    parts: dict[str, Part] = {
        "eq": lambda v: sql.among(column, [v.value]),
        "in_": lambda v: sql.among(column, [one.value for one in v]),
    }
    return sql.every(parts[name](value) for name, value in given(where))


def _text(column: str, where: inputs.TextFilter) -> Condition:
    parts: dict[str, Part] = {
        "eq": lambda v: sql.among(column, [v]),
        "in_": lambda v: sql.among(column, v),
        "contains": lambda v: Condition(f"instr(fold({column}), ?) > 0", (fold(v),)),
        "is_null": lambda v: _truth(Condition(f"{column} IS NULL"), v),
    }
    return sql.every(parts[name](value) for name, value in given(where))


def _compared(column: str, where: object, missing: str, cell: Callable[[Any], Cell]) -> Condition:
    conditions = []
    for name, value in given(where):
        if name == "is_null":
            conditions.append(_truth(Condition(missing), value))
        elif name in _OPERATORS:
            conditions.append(Condition(f"{column} {_OPERATORS[name]} ?", (cell(value),)))
            conditions.append(sql.negated(Condition(missing)))
        else:
            conditions.append(sql.among(column, [cell(v) for v in (value if name == "in_" else [value])]))
    return sql.every(conditions)


def _date(column: str, where: inputs.DateFilter) -> Condition:
    """Days are texts, '' where there is none."""
    return _compared(column, where, f"{column} = ''", datetime.date.isoformat)


def _number(column: str, where: inputs.NumberFilter) -> Condition:
    return _compared(column, where, f"{column} IS NULL", float)


def _same_side(one: str, other: str) -> Condition:
    """Both are the same actor, or both act for the same."""
    sides = "SELECT value FROM fact WHERE entity = {} AND property IN ('iri', 'actsFor')"
    return Condition(f"EXISTS ({sides.format(one)} INTERSECT {sides.format(other)})")


def _third_party(t: str) -> Condition:
    """Somebody has to permit it, or the supplier is at home in none of the states that developed the system."""
    made = (
        "SELECT f.value FROM closure AS c JOIN fact AS f ON f.entity = c.ancestor AND f.property = 'origin' "
        f"WHERE c.entity = {t}.system"
    )
    home = f"SELECT value FROM fact WHERE entity = {t}.supplier AND property IN ('iri', 'actsFor', 'country')"
    return Condition(
        f"{t}.authorizer IS NOT NULL OR "
        f"({t}.supplier IS NOT NULL AND EXISTS ({made}) AND NOT EXISTS ({made} INTERSECT {home}))"
    )


def _in_office(t: str, day: datetime.date) -> Condition:
    """A term that includes the day, open ends included; or a claim of a document of the three months around."""
    term = f"{t}.document IS NULL AND {t}.first <= ? AND ({t}.last = '' OR {t}.last >= ?)"
    claim = f"{t}.document IS NOT NULL AND {t}.claim_date BETWEEN ? AND ?"
    around = (_days(day, -AROUND), _days(day, AROUND))
    return Condition(f"({term}) OR ({claim})", (day.isoformat(), day.isoformat(), *around))


def _days(day: datetime.date, days: int) -> str:
    """The day so many days later, within the calendar."""
    moved = min(max(day.toordinal() + days, 1), datetime.date.max.toordinal())
    return datetime.date.fromordinal(moved).isoformat()
