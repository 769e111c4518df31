"""Claims as the pages show them, read from the read model."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from kg.index.page import Order, Page, Window, page
from kg.index.reader import Cell, Row, Session
from kg.index.resolve import ACTORS, CATEGORIES, SYSTEMS, resolve
from kg.index.sql import FALSE, Condition, among, every, marks, matches, some

ROLES = {
    "transfer": ("supplier", "recipient", "system", "authorizer", "claimer"),
    "office": ("person", "role", "office_of", "claimer"),
    "deployment": ("actor", "deployed", "place", "claimer"),
}
"""The roles of each kind of claim; each is a column, with another one for its words (but for ck:role)."""

_PLAIN = {
    "transfer": ("status", "quantity", "minimum", "maximum", "time", "earliest", "latest"),
    "office": ("title",),
    "deployment": ("troops", "quantity", "minimum", "maximum"),
}
MANY = 10_000
"""Results are counted up to here."""


@dataclass(frozen=True)
class Role:
    """What fills a role: its label and id, as far as they are known, and the words of the text."""

    label: str
    id: str
    words: str


@dataclass(frozen=True)
class Quote:
    """Evidence with the text around it; offsets are code points in the document's text."""

    start: int
    end: int
    text: str
    prefix: str = ""
    suffix: str = ""


@dataclass(frozen=True)
class Claim:
    """A claim of any kind."""

    kind: str
    iri: str
    roles: Mapping[str, Role]
    values: Mapping[str, Cell]
    category: Role | None
    document: Row
    evidence: Sequence[Quote] = ()

    @property
    def id(self) -> str:
        """The last part of the IRI."""
        return self.iri.rpartition("/")[2]


@dataclass(frozen=True)
class Filter:
    """What is asked for; "" asks nothing. Actors, systems and categories by name, code, id or IRI."""

    supplier: str = ""
    recipient: str = ""
    system: str = ""
    status: str = ""
    text: str = ""


@dataclass(frozen=True)
class Found:
    """A page of claims. ``total`` counts up to ``MANY`` + 1; ``unknown`` are names that nothing bears."""

    claims: list[Claim]
    page: Page
    total: int
    unknown: list[str] = field(default_factory=list)


def search(session: Session, base_iri: str, wanted: Filter, window: Window) -> Found:
    """A page of transfer claims, the newest first. Raises QueryError for a cursor that is none."""
    unknown: list[str] = []
    condition = every(_conditions(session, base_iri, wanted, unknown))
    order = Order("date", "t.claim_date", str, descending=True)
    found = page(session, _select("transfer"), condition, [order], window)
    limited = f"SELECT 1 FROM transfer AS t WHERE {condition.sql} LIMIT {MANY + 1}"
    (row,) = session.select(f"SELECT count(*) AS n FROM ({limited})", condition.parameters)
    return Found(_claims(session, "transfer", found.rows), found, int(row["n"] or 0), unknown)


def of_document(session: Session, key: int) -> list[Claim]:
    """All claims of a document, in the order of its text."""
    condition = Condition("t.document = ?", (key,))
    found = [claim for kind in ROLES for claim in _all(session, kind, condition)]
    return sorted(found, key=lambda claim: (claim.evidence[0].start if claim.evidence else 0, claim.iri))


def by_iri(session: Session, iri: str) -> Claim | None:
    """The claim of that IRI."""
    for kind in ROLES:
        found = _all(session, kind, Condition("t.iri = ? AND t.document IS NOT NULL", (iri,)))
        if found:
            return found[0]
    return None


def document(session: Session, document_id: str) -> Row | None:
    """The row of a document with its text as ``text``."""
    query = "SELECT d.*, p.body AS text FROM document AS d LEFT JOIN passage AS p ON p.key = d.key WHERE d.id = ?"
    return next(iter(session.select(query, (document_id,))), None)


def suggestions(session: Session, dimension: str, limit: int = 60) -> list[str]:
    """Labels of the values of a facet that most claims have."""
    query = (
        "SELECT e.label FROM facet AS f JOIN entity AS e ON e.key = f.value WHERE f.dimension = ? "
        "ORDER BY f.claims DESC, e.label LIMIT ?"
    )
    return [str(row["label"]) for row in session.select(query, (dimension, limit))]


def statuses(session: Session) -> dict[str, int]:
    """The statuses there are, with the number of claims of each."""
    query = "SELECT value, claims FROM facet WHERE dimension = 'STATUS' AND value <> '' ORDER BY value"
    return {str(row["value"]): int(row["claims"] or 0) for row in session.select(query)}


def _conditions(session: Session, base_iri: str, wanted: Filter, unknown: list[str]) -> list[Condition]:
    def keys(name: str, kinds: Sequence[str]) -> list[int]:
        found = [entity.key for entity in resolve(session, base_iri, [name], kinds)]
        if not found:
            unknown.append(name)
        return found

    conditions = []
    for column in ("supplier", "recipient"):
        if name := getattr(wanted, column):
            conditions.append(_actor(f"t.{column}", keys(name, ACTORS)))
    if wanted.system:
        conditions.append(_system(keys(wanted.system, (*SYSTEMS, *CATEGORIES))))
    if wanted.status:
        conditions.append(among("t.status", [wanted.status]))
    if wanted.text:
        conditions.append(matches("t.key", wanted.text))
    return conditions


def _actor(column: str, keys: list[int]) -> Condition:
    if not keys:
        return FALSE
    acting = f"{column} IN (SELECT key FROM entity WHERE acts_for IN ({marks(keys)}))"
    return some([among(column, keys), Condition(acting, tuple(keys))])


def _system(keys: list[int]) -> Condition:
    if not keys:
        return FALSE
    below = f"(SELECT entity FROM closure WHERE ancestor IN ({marks(keys)}))"
    return some([Condition(f"t.{column} IN {below}", tuple(keys)) for column in ("system", "category")])


def _select(kind: str) -> str:
    """Every column that a claim needs; ends before WHERE."""
    roles = [*ROLES[kind], *(["category"] if kind != "office" else [])]
    columns = ["t.key", "t.iri", "t.claim_date", "t.confidence", "t.rule", *(f"t.{name}" for name in _PLAIN[kind])]
    columns += [f"t.{role}_words" for role in roles if role not in ("role", "category")]
    columns += [f"e_{role}.{part} AS {role}_{part}" for role in roles for part in ("label", "id")]
    columns += [f"d.{part} AS document_{part}" for part in ("id", "title", "source", "date", "url")]
    joins = [f"LEFT JOIN entity AS e_{role} ON e_{role}.key = t.{role}" for role in roles]
    return (
        f"SELECT {', '.join(columns)} FROM {kind} AS t {' '.join(joins)} LEFT JOIN document AS d ON d.key = t.document"
    )


def _all(session: Session, kind: str, condition: Condition) -> list[Claim]:
    rows = session.select(f"{_select(kind)} WHERE {condition.sql} ORDER BY t.key", condition.parameters)
    return _claims(session, kind, rows)


def _claims(session: Session, kind: str, rows: list[Row]) -> list[Claim]:
    quotes = _quotes(session, [int(row["key"] or 0) for row in rows])
    return [_claim(kind, row, quotes[int(row["key"] or 0)]) for row in rows]


def _claim(kind: str, row: Row, quotes: list[Quote]) -> Claim:
    roles = {role: found for role in ROLES[kind] if (found := _role(row, role))}
    values = {name: row[name] for name in ("claim_date", "confidence", "rule", *_PLAIN[kind])}
    document = {part: row[f"document_{part}"] for part in ("id", "title", "source", "date", "url")}
    return Claim(kind, str(row["iri"]), roles, values, _role(row, "category"), document, quotes)


def _role(row: Row, role: str) -> Role | None:
    label, identifier, words = (str(row.get(f"{role}_{part}") or "") for part in ("label", "id", "words"))
    return Role(label or words, identifier, words) if label or words else None


def _quotes(session: Session, keys: list[int]) -> dict[int, list[Quote]]:
    found: dict[int, list[Quote]] = defaultdict(list)
    if keys:
        columns = "claim, start, end, quote, prefix, suffix"
        query = f"SELECT {columns} FROM evidence WHERE claim IN ({marks(keys)}) ORDER BY claim, start, end"
        for row in session.select(query, keys):
            quote = Quote(
                int(row["start"] or 0),
                int(row["end"] or 0),
                str(row["quote"]),
                str(row["prefix"] or ""),
                str(row["suffix"] or ""),
            )
            found[int(row["claim"] or 0)].append(quote)
    return found
