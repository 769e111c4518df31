"""The transfers as a network: actors are nodes, each claim is an edge from its supplier to its recipient."""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Iterator
from xml.sax.saxutils import escape, quoteattr

from kg.export.tables import NUMBER, TEXT

UNKNOWN = "unknown"
"""The node for a role that a claim leaves empty, so that no claim is lost."""

NODE = {"label": TEXT, "label_de": TEXT, "kind": TEXT, "alpha3": TEXT}
EDGE = {
    "label": TEXT, "system": TEXT, "category": TEXT, "status": TEXT, "quantity_min": NUMBER, "quantity_max": NUMBER,
    "claimer": TEXT, "date": TEXT, "confidence": NUMBER, "quote": TEXT, "document": TEXT, "url": TEXT,
}  # fmt: skip
"""Attributes with their kinds. Nodes have an ``id`` beside them, edges ``id``, ``source`` and ``target``."""

_NODES = f"""
SELECT '{UNKNOWN}' AS id, '{UNKNOWN}' AS label, NULL AS label_de, NULL AS kind, NULL AS alpha3
WHERE EXISTS (SELECT 1 FROM transfer WHERE supplier IS NULL) OR EXISTS (SELECT 1 FROM transfer WHERE recipient IS NULL)
UNION ALL SELECT * FROM (SELECT iri, label, label_de, kind, alpha3 FROM entity WHERE key IN (
  SELECT supplier FROM transfer UNION SELECT recipient FROM transfer
) ORDER BY iri)
"""
_EDGES = f"""
SELECT t.iri AS id, coalesce(s.iri, '{UNKNOWN}') AS source, coalesce(r.iri, '{UNKNOWN}') AS target,
  coalesce(y.label, t.system_words) AS label, y.iri AS system, c.notation AS category, t.status,
  t.minimum AS quantity_min, t.maximum AS quantity_max, t.claimer_words AS claimer, nullif(t.claim_date, '') AS date,
  t.confidence, d.id AS document, d.url,
  (SELECT group_concat(quote, ' […] ') FROM (SELECT quote FROM evidence WHERE claim = t.key ORDER BY start, end))
    AS quote
FROM transfer AS t JOIN document AS d ON d.key = t.document
LEFT JOIN entity AS s ON s.key = t.supplier LEFT JOIN entity AS r ON r.key = t.recipient
LEFT JOIN entity AS y ON y.key = t.system LEFT JOIN entity AS c ON c.key = t.category
ORDER BY t.iri
"""

_NO_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
"""What XML 1.0 has no way to write: https://www.w3.org/TR/xml/#charsets"""


def nodes(db: sqlite3.Connection) -> Iterator[sqlite3.Row]:
    """The actors that supply or receive, sorted by IRI."""
    yield from db.execute(_NODES)


def edges(db: sqlite3.Connection) -> Iterator[sqlite3.Row]:
    """The claims, sorted by IRI."""
    yield from db.execute(_EDGES)


def given(row: sqlite3.Row, attributes: dict[str, str]) -> Iterator[tuple[str, str | float]]:
    """The attributes that have a value."""
    return ((name, row[name]) for name in attributes if row[name] is not None)


def text(value: object) -> str:
    """A value as text of XML; characters that XML cannot hold become U+FFFD."""
    return escape(_NO_XML.sub("\ufffd", str(value)), {"\r": "&#13;"})


def quoted(value: object) -> str:
    """A value as an attribute of XML, with its quotes."""
    return quoteattr(_NO_XML.sub("\ufffd", str(value)))
