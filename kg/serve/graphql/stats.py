"""Counts: groups of claims, facets, what ties others to a person, how much there is."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from kg.errors import QueryError
from kg.index import sql
from kg.index.reader import Row, Session
from kg.index.resolve import resolve
from kg.index.sql import Condition
from kg.serve.graphql import types
from kg.serve.graphql.inputs import Dimension
from kg.serve.graphql.load import STATUSES, Loader, day
from kg.serve.graphql.lookahead import Wanted

QUARTER = (
    "CASE t.claim_date WHEN '' THEN NULL "
    "ELSE substr(t.claim_date, 1, 4) || '-Q' || ((substr(t.claim_date, 6, 2) + 2) / 3) END"
)
EXPRESSIONS = {
    Dimension.SUPPLIER: "t.supplier",
    Dimension.RECIPIENT: "t.recipient",
    Dimension.SYSTEM: "t.system",
    Dimension.CATEGORY: "t.category",
    Dimension.STATUS: "t.status",
    Dimension.CLAIMER: "t.claimer",
    Dimension.SOURCE: "coalesce(d.source, d.id)",
    Dimension.DOCUMENT: "t.document",
    Dimension.QUARTER: QUARTER,
    Dimension.YEAR: "nullif(substr(t.claim_date, 1, 4), '')",
}
ENTITIES = (Dimension.SUPPLIER, Dimension.RECIPIENT, Dimension.SYSTEM, Dimension.CATEGORY, Dimension.CLAIMER)
KEPT = (*ENTITIES, Dimension.STATUS, Dimension.QUARTER, Dimension.YEAR)
"""Dimensions whose counts over everything are kept in table ``facet``."""

COUNTS = """
count(*) AS claims, count(DISTINCT t.document) AS documents, count(DISTINCT coalesce(d.source, d.id)) AS sources,
count(DISTINCT t.claimer) AS claimers, count(*) - count(t.claimer) AS unattributed,
group_concat(DISTINCT t.status) AS statuses, min(t.minimum) AS least, max(t.maximum) AS greatest,
max(t.minimum) AS largest, min(t.maximum) AS smallest, count(DISTINCT t.supplier) AS suppliers,
count(CASE t.status WHEN 'announced' THEN 1 END) AS announced,
count(CASE t.status WHEN 'delivered' THEN 1 END) AS delivered,
count(CASE t.status WHEN 'denied' THEN 1 END) AS denied,
min(nullif(t.claim_date, '')) AS first_date, max(nullif(t.claim_date, '')) AS last_date,
max(printf('%10s/%019d', t.claim_date, t.key)) AS latest
"""


def groups(
    session: Session, by: Sequence[Dimension], where: Condition, having: Condition, first: int
) -> tuple[list[Row], bool]:
    """Rows of claims grouped by the dimensions, most claims first, and whether there are more than ``first``."""
    dimensions = list(dict.fromkeys(by))
    columns = [f"{EXPRESSIONS[dimension]} AS by_{dimension.value.lower()}" for dimension in dimensions]
    names = [f"by_{dimension.value.lower()}" for dimension in dimensions]
    grouping = f" GROUP BY {', '.join(names)}" if names else " HAVING count(*) > 0"
    statement = (
        f"SELECT * FROM (SELECT {', '.join([*columns, COUNTS.strip()])} FROM transfer AS t "
        f"JOIN document AS d ON d.key = t.document WHERE {where.sql}{grouping}) AS counted "
        f"WHERE {having.sql} ORDER BY {', '.join(['claims DESC', *names])} LIMIT ?"
    )
    rows = session.select(statement, (*where.parameters, *having.parameters, first + 1))
    return rows[:first], len(rows) > first


def group_nodes(loader: Loader, session: Session, rows: Sequence[Row], wanted: Wanted) -> list[types.TransferGroup]:
    """Groups with the entities, documents and claims that are wanted of them."""
    plain = [{name.removeprefix("by_"): value for name, value in row.items()} for row in rows]
    for row in plain:
        row["latest"] = int(row["latest"].rpartition("/")[2])
    loader.prepare([{"document": None, "key": None, **row} for row in plain], _without(wanted, "evidence"))
    latest = {}
    if "latest" in wanted:
        keys = [row["latest"] for row in plain]
        found = session.select(f"SELECT * FROM transfer WHERE key IN ({sql.marks(keys)})", keys)
        loader.prepare(found, wanted.below("latest"))
        latest = {row["key"]: loader.transfer(row) for row in found}
    return [_group(loader, row, latest) for row in plain]


def _without(wanted: Wanted, *names: str) -> Wanted:
    return Wanted({name: below for name, below in wanted.items() if name not in names})


def _group(loader: Loader, row: Row, latest: dict[Any, types.Transfer]) -> types.TransferGroup:
    year = row.get("year")
    return types.TransferGroup(
        supplier=loader.entity(row.get("supplier")),
        recipient=loader.entity(row.get("recipient")),
        system=loader.system(row.get("system")),
        category=loader.category(row.get("category")),
        status=STATUSES.get(str(row.get("status"))),
        claimer=loader.entity(row.get("claimer")),
        source=row.get("source"),
        document=loader.document_of(row.get("document")),
        quarter=row.get("quarter"),
        year=int(year) if year else None,
        claims=row["claims"],
        documents=row["documents"],
        sources=row["sources"],
        claimers=row["claimers"],
        unattributed=row["unattributed"],
        suppliers=row["suppliers"],
        announced=row["announced"],
        delivered=row["delivered"],
        statuses=[STATUSES[name] for name in sorted((row["statuses"] or "").split(",")) if name in STATUSES],
        quantity_min=row["least"],
        quantity_max=row["greatest"],
        largest_min=row["largest"],
        first_date=day(row["first_date"]),
        last_date=day(row["last_date"]),
        latest=latest.get(row["latest"]),
    )


def facet(session: Session, dimension: Dimension, where: Condition, first: int) -> types.Facet:
    """The most frequent values; over everything they are read from the counts that are kept."""
    if where == sql.TRUE and dimension in KEPT:
        rows = session.select(
            "SELECT nullif(value, '') AS value, claims FROM facet WHERE dimension = ? "
            "ORDER BY claims DESC, value LIMIT ?",
            (dimension.value, first),
        )
    else:
        join = " JOIN document AS d ON d.key = t.document" if dimension is Dimension.SOURCE else ""
        column = f"coalesce({EXPRESSIONS[dimension]}, NULL)"  # so that filters choose the index, not the grouping
        rows = session.select(
            f"SELECT {column} AS value, count(*) AS claims FROM transfer AS t{join} WHERE {where.sql} "
            "GROUP BY 1 ORDER BY claims DESC, value LIMIT ?",
            (*where.parameters, first),
        )
    names = _names(session, dimension, [row["value"] for row in rows])
    values = [
        types.FacetValue(value=name, label=label, claims=row["claims"])
        for row in rows
        for name, label in [names.get(row["value"], (_text(row["value"]), _text(row["value"])))]
    ]
    return types.Facet(dimension=dimension, values=values)


def _text(value: object) -> str | None:
    return None if value is None else str(value)


def _names(session: Session, dimension: Dimension, keys: Sequence[Any]) -> dict[Any, tuple[str | None, str | None]]:
    """Id and label by key, for dimensions whose values are keys."""
    if dimension not in (*ENTITIES, Dimension.DOCUMENT):
        return {}
    columns = "id, label FROM entity" if dimension in ENTITIES else "id, title AS label FROM document"
    found = session.select(f"SELECT key, {columns} WHERE key IN ({sql.marks(keys)})", keys)
    return {row["key"]: (row["id"], row["label"]) for row in found}


LINKS = """
WITH person (key) AS (VALUES {people}), own (claim) AS (
  SELECT key FROM transfer WHERE supplier IN (SELECT key FROM person)
  UNION SELECT key FROM transfer WHERE recipient IN (SELECT key FROM person)
  UNION SELECT key FROM transfer WHERE authorizer IN (SELECT key FROM person)
  UNION SELECT key FROM transfer WHERE claimer IN (SELECT key FROM person)
), part (claim, entity) AS (
  SELECT key, supplier FROM transfer WHERE key IN (SELECT claim FROM own)
  UNION SELECT key, recipient FROM transfer WHERE key IN (SELECT claim FROM own)
  UNION SELECT key, authorizer FROM transfer WHERE key IN (SELECT claim FROM own)
  UNION SELECT key, claimer FROM transfer WHERE key IN (SELECT claim FROM own)
), link (other, relation, since, until, document, quote) AS (
  SELECT o.office_of, coalesce(role.notation, 'office'), nullif(o.first, ''), nullif(o.last, ''), NULL, NULL
  FROM office AS o LEFT JOIN entity AS role ON role.key = o.role
  WHERE o.person IN (SELECT key FROM person) AND o.document IS NULL
  UNION ALL
  SELECT o.office_of, coalesce(role.notation, 'office'), o.claim_date, o.claim_date, o.document, e.quote
  FROM office AS o LEFT JOIN entity AS role ON role.key = o.role JOIN evidence AS e ON e.claim = o.key
  WHERE o.person IN (SELECT key FROM person) AND o.document IS NOT NULL AND o.claim_date <> ''
  UNION ALL
  SELECT part.entity, 'same transfer', t.claim_date, t.claim_date, t.document, e.quote
  FROM part JOIN transfer AS t ON t.key = part.claim JOIN evidence AS e ON e.claim = t.key
  WHERE t.claim_date <> ''
  UNION ALL
  SELECT other.entity, 'named in the same document', d.date, d.date, d.key, NULL
  FROM fact AS me JOIN fact AS other ON other.source = me.source AND other.property = 'iri'
    JOIN entity AS named ON named.key = other.entity AND named.kind IN ('person', 'organization', 'armed-group')
    JOIN document AS d ON d.key = me.source
  WHERE me.entity IN (SELECT key FROM person) AND me.property = 'iri' AND d.date <> ''
)
SELECT other AS entity, relation, CASE WHEN count(since) = count(*) THEN min(since) END AS since,
  CASE WHEN count(until) = count(*) THEN max(until) END AS until, count(DISTINCT document) AS documents,
  min(quote) AS quote
FROM link JOIN entity AS named ON named.key = link.other
WHERE other NOT IN (SELECT key FROM person)
GROUP BY other, relation ORDER BY relation, named.label, named.iri LIMIT ?
"""


def person_links(
    session: Session, loader: Loader, base_iri: str, person: str, first: int, wanted: Wanted
) -> list[types.PersonLink]:
    """What ties other entities to a person. QueryError when nobody has that name."""
    people = [found.key for found in resolve(session, base_iri, [person], ("person",))]
    if not people:
        raise QueryError(person, "no person of that name")
    rows = session.select(LINKS.format(people=", ".join("(?)" for _ in people)), (*people, first))
    loader.prepare([{"document": None, "key": None, **row} for row in rows], wanted)
    return [
        types.PersonLink(
            entity=entity,
            relation=row["relation"],
            first_date=day(row["since"]),
            last_date=day(row["until"]),
            documents=row["documents"],
            quote=row["quote"],
        )
        for row in rows
        if (entity := loader.entity(row["entity"]))
    ]


def stats(session: Session) -> types.Stats:
    """How much there is."""
    kinds = "SELECT count(*) FROM entity WHERE kind"
    (row,) = session.select(
        f"""SELECT (SELECT count(*) FROM document) AS documents,
        coalesce((SELECT claims FROM facet WHERE dimension = 'ALL'), 0) AS transfers,
        (SELECT count(*) FROM office) AS offices, (SELECT count(*) FROM deployment) AS deployments,
        ({kinds} = 'state') AS states, ({kinds} = 'person') AS people,
        ({kinds} IN ('organization', 'armed-group')) AS organizations,
        ({kinds} IN ('system', 'system-class')) AS weapon_systems,
        (SELECT min(date) FROM document WHERE date <> '') AS first_date, (SELECT max(date) FROM document) AS last_date,
        (SELECT value FROM meta WHERE name = 'generation') AS generation"""
    )
    row |= {name: day(row[name]) for name in ("first_date", "last_date")}
    return types.Stats(**row | {"generation": int(row["generation"])})
