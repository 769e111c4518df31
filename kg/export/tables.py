"""The tables that CSV and Parquet share: one row a claim of a transfer, or one row a transfer."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from kg.export.model import reading
from kg.store import View

TEXT, DATE, NUMBER, COUNT = "text", "date", "number", "count"


@dataclass(frozen=True, slots=True)
class Table:
    """Columns with their kinds, and the statement that gives them in this order, its rows sorted."""

    columns: dict[str, str]
    sql: str

    def rows(self, view: View) -> Iterator[tuple[str | int | float | None, ...]]:
        """The rows, one after the other; dates as ISO 8601 texts."""
        with reading(view) as db:
            db.row_factory = None
            yield from db.execute(self.sql)


_ACTORS = """
LEFT JOIN entity AS s ON s.key = t.supplier LEFT JOIN entity AS r ON r.key = t.recipient
LEFT JOIN entity AS y ON y.key = t.system LEFT JOIN entity AS c ON c.key = t.category
"""

CLAIMS = Table(
    {
        "supplier": TEXT, "recipient": TEXT, "system": TEXT, "category": TEXT, "quantity_min": NUMBER,
        "quantity_max": NUMBER, "status": TEXT, "claimer": TEXT, "date": DATE, "confidence": NUMBER, "quote": TEXT,
        "document": TEXT, "title": TEXT, "url": TEXT, "source": TEXT, "lang": TEXT, "earliest": DATE, "latest": DATE,
        "authorizer": TEXT, "supplier_id": TEXT, "recipient_id": TEXT, "system_id": TEXT, "claim": TEXT,
    },
    f"""
    SELECT s.label, r.label, y.label, c.notation, t.minimum, t.maximum, t.status, t.claimer_words,
      nullif(t.claim_date, ''), t.confidence,
      (SELECT group_concat(quote, ' […] ') FROM (SELECT quote FROM evidence WHERE claim = t.key ORDER BY start, end)),
      d.id, d.title, d.url, d.source, d.lang, nullif(t.earliest, ''), nullif(t.latest, ''), a.label, s.id, r.id, y.id,
      t.iri
    FROM transfer AS t JOIN document AS d ON d.key = t.document {_ACTORS}
    LEFT JOIN entity AS a ON a.key = t.authorizer ORDER BY d.iri, t.iri
    """,
)  # fmt: skip
"""One row a claim."""

TRANSFERS = Table(
    {
        "supplier": TEXT, "recipient": TEXT, "system": TEXT, "category": TEXT, "status": TEXT, "claims": COUNT,
        "documents": COUNT, "sources": COUNT, "quantity_min": NUMBER, "quantity_max": NUMBER, "first_date": DATE,
        "last_date": DATE, "confidence": NUMBER, "supplier_id": TEXT, "recipient_id": TEXT, "system_id": TEXT,
    },
    f"""
    SELECT s.label, r.label, y.label, c.notation, t.status, t.claims, t.documents, t.sources, t.least, t.greatest,
      t.first, t.last, t.confidence, s.id, r.id, y.id
    FROM (
      SELECT supplier, recipient, system, min(category) AS category, status, count(*) AS claims,
        count(DISTINCT document) AS documents, count(DISTINCT coalesce(d.source, d.id)) AS sources,
        min(minimum) AS least, max(maximum) AS greatest, min(nullif(claim_date, '')) AS first,
        max(nullif(claim_date, '')) AS last, max(confidence) AS confidence
      FROM transfer JOIN document AS d ON d.key = transfer.document GROUP BY supplier, recipient, system, status
    ) AS t {_ACTORS} ORDER BY s.iri, r.iri, y.iri, t.status
    """,
)  # fmt: skip
"""One row a transfer: the claims that agree in supplier, recipient, system and status. Quantities are the least and
greatest number that any of them gives, confidence is that of the surest."""


def number(value: str | int | float | None) -> str:
    """A cell as text: whole numbers without a decimal point, nothing for None."""
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return "" if value is None else str(value)
