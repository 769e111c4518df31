"""GEXF 1.3 (https://gexf.net/schema.html), for Gephi: the network of transfers along time.

An edge begins on the day of its claim and stays; one of a document without a date is there all the time.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from typing import BinaryIO

from kg.export.model import reading
from kg.export.network import EDGE, NODE, edges, given, nodes, quoted
from kg.export.tables import NUMBER
from kg.store import View

_HEAD = """<?xml version="1.0" encoding="UTF-8"?>
<gexf xmlns="http://gexf.net/1.3" version="1.3">
<graph defaultedgetype="directed" mode="dynamic" timeformat="date" timerepresentation="interval">
"""


def write(view: View, out: BinaryIO, reference: bool) -> None:
    """Write the actors, then the claims."""
    with reading(view) as db:
        for line in _lines(db):
            out.write(line.encode())


def _lines(db: sqlite3.Connection) -> Iterator[str]:
    yield _HEAD
    for kind, attributes in (("node", NODE), ("edge", EDGE)):
        yield f'<attributes class="{kind}">\n'
        for name, of in attributes.items():
            yield f'<attribute id="{name}" title="{name}" type="{"double" if of == NUMBER else "string"}"/>\n'
        yield "</attributes>\n"
    yield "<nodes>\n"
    for row in nodes(db):
        yield f"<node id={quoted(row['id'])} label={quoted(row['label'])}>{_values(row, NODE)}</node>\n"
    yield "</nodes>\n<edges>\n"
    for row in edges(db):
        start = f" start={quoted(row['date'])}" if row["date"] else ""
        ends = f"source={quoted(row['source'])} target={quoted(row['target'])}"
        label = f" label={quoted(row['label'])}" if row["label"] else ""
        yield f"<edge id={quoted(row['id'])} {ends}{label}{start}>{_values(row, EDGE)}</edge>\n"
    yield "</edges>\n</graph>\n</gexf>\n"


def _values(row: sqlite3.Row, attributes: dict[str, str]) -> str:
    values = (f'<attvalue for="{name}" value={quoted(value)}/>' for name, value in given(row, attributes))
    return f"<attvalues>{''.join(values)}</attvalues>"
