"""FollowTheMoney (https://followthemoney.tech/explorer/), one JSON object a line, for investigation platforms.

Actors are PublicBody, Organization, Person or LegalEntity, documents are Article. Each claim is an Event that involves
its parties, and where both are known an UnknownLink from supplier to recipient; both name the document as their proof.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator
from functools import cache
from typing import BinaryIO

from kg import resources
from kg.export.model import reading
from kg.export.tables import number
from kg.store import View

SCHEMAS = {
    "state": "PublicBody", "organization": "Organization", "armed-group": "Organization", "person": "Person",
}  # fmt: skip
"""Schema by kind of entity; others are a LegalEntity."""

LANGUAGES = {"en": "eng", "de": "deu"}
"""ISO 639-3, which FollowTheMoney asks for."""

_ACTORS = """
SELECT e.key, e.iri, e.kind, e.label, e.label_en, e.label_de, coalesce(e.alpha3, f.alpha3, l.alpha3) AS state,
  (SELECT json_group_array(value) FROM (
    SELECT DISTINCT value FROM fact WHERE entity = e.key AND property LIKE 'alt@%' ORDER BY value)) AS names
FROM entity AS e LEFT JOIN entity AS f ON f.key = e.acts_for LEFT JOIN entity AS l ON l.key = e.country
WHERE e.key IN (SELECT supplier FROM transfer UNION SELECT recipient FROM transfer UNION SELECT claimer FROM transfer
  UNION SELECT authorizer FROM transfer) ORDER BY e.iri
"""
_DOCUMENTS = "SELECT * FROM document ORDER BY iri"
_CLAIMS = """
SELECT t.*, s.label AS from_label, r.label AS to_label, coalesce(y.label, t.system_words) AS what,
  c.label AS kind, b.label AS said_by, a.label AS permitted_by, d.url, d.source,
  (SELECT json_group_array(quote) FROM (SELECT quote FROM evidence WHERE claim = t.key ORDER BY start, end)) AS quotes
FROM transfer AS t JOIN document AS d ON d.key = t.document
LEFT JOIN entity AS s ON s.key = t.supplier LEFT JOIN entity AS r ON r.key = t.recipient
LEFT JOIN entity AS y ON y.key = t.system LEFT JOIN entity AS c ON c.key = t.category
LEFT JOIN entity AS b ON b.key = t.claimer LEFT JOIN entity AS a ON a.key = t.authorizer ORDER BY t.iri
"""

Properties = dict[str, list[str | None]]


def write(view: View, out: BinaryIO, reference: bool) -> None:
    """Write the actors of transfers, all documents, then the claims, each sorted by IRI."""
    with reading(view) as db:
        for line in _lines(db):
            out.write(line.encode())


def _lines(db: sqlite3.Connection) -> Iterator[str]:
    for row in db.execute(_ACTORS):
        yield _line(identifier(row["key"]), SCHEMAS.get(row["kind"], "LegalEntity"), _actor(row))
    for row in db.execute(_DOCUMENTS):
        yield _line(identifier(row["key"]), "Article", _document(row))
    for row in db.execute(_CLAIMS):
        yield _line(identifier(row["key"]), "Event", _event(row))
        if row["supplier"] and row["recipient"]:
            yield _line(f"{identifier(row['key'])}-link", "UnknownLink", _link(row))


def identifier(key: int) -> str:
    """The id of a thing: letters, digits and hyphens only, the same in every export."""
    return f"ck-{key:016x}"


def _line(id: str, schema: str, properties: Properties) -> str:
    kept = {name: found for name, values in properties.items() if (found := [v for v in values if v])}
    return json.dumps({"id": id, "schema": schema, "properties": kept}, ensure_ascii=False) + "\n"


def _actor(row: sqlite3.Row) -> Properties:
    names = dict.fromkeys([row["label"], row["label_en"], row["label_de"]])
    return {
        "name": list(names),
        "alias": [name for name in json.loads(row["names"]) if name not in names],
        "country": [_countries().get(row["state"] or "")],
        "sourceUrl": [_web(row["iri"])],
    }


def _document(row: sqlite3.Row) -> Properties:
    title = row["title"] or row["id"]
    return {
        "name": [title],
        "title": [title],
        "publishedAt": [row["date"]],
        "publisher": [row["source"]],
        "sourceUrl": [_web(row["url"])],
        "language": [LANGUAGES.get(row["lang"] or "")],
    }


def _event(row: sqlite3.Row) -> Properties:
    parties = dict.fromkeys(identifier(row[role]) for role in ("supplier", "recipient") if row[role])
    said_by = row["said_by"] or row["claimer_words"]
    permitted_by = row["permitted_by"] or row["authorizer_words"]
    return {
        "name": [f"{row['from_label'] or '?'} → {row['to_label'] or '?'}: {row['what'] or '?'} ({row['status']})"],
        "summary": json.loads(row["quotes"]),
        "involved": list(parties),
        "keywords": list(dict.fromkeys([row["status"], row["what"], row["kind"]])),
        "notes": [
            said_by and f"Claimer: {said_by}",
            permitted_by and f"Authorizer: {permitted_by}",
            row["quantity"] and f"Quantity: {row['quantity']}",
            f"Confidence: {number(row['confidence'])}",
        ],
        "startDate": [row["earliest"]],
        "endDate": [row["latest"]],
        **_rests_on(row),
    }


def _link(row: sqlite3.Row) -> Properties:
    return {
        "subject": [identifier(row["supplier"])],
        "object": [identifier(row["recipient"])],
        "role": [f"supplies {row['what']}" if row["what"] else "supplies"],
        "status": [row["status"]],
        **_rests_on(row),
    }


def _rests_on(row: sqlite3.Row) -> Properties:
    return {
        "date": [row["claim_date"]],
        "recordId": [row["iri"]],
        "proof": [identifier(row["document"])],
        "publisher": [row["source"]],
        "sourceUrl": [_web(row["url"])],
    }


def _web(address: str | None) -> str | None:
    """Addresses come from outside: only those of the web are passed on."""
    return address if address and address.startswith(("http://", "https://")) else None


@cache
def _countries() -> dict[str, str]:
    """ISO 3166-1 alpha-2 codes in lower case by alpha-3 code."""
    return {row["key"]: row["iso2"].lower() for row in resources.table("seeds/states.csv") if row["iso2"]}
