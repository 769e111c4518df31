"""GraphML (http://graphml.graphdrawing.org/specification.html): the network of transfers for graph tools."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from typing import BinaryIO

from kg.export.model import reading
from kg.export.network import EDGE, NODE, edges, given, nodes, quoted, text
from kg.export.tables import NUMBER
from kg.store import View

_HEAD = """<?xml version="1.0" encoding="UTF-8"?>
<graphml xmlns="http://graphml.graphdrawing.org/xmlns">
"""


def write(view: View, out: BinaryIO, reference: bool) -> None:
    """Write the actors, then the claims."""
    with reading(view) as db:
        for line in _lines(db):
            out.write(line.encode())


def _lines(db: sqlite3.Connection) -> Iterator[str]:
    yield _HEAD
    for kind, attributes in (("node", NODE), ("edge", EDGE)):
        for name, of in attributes.items():
            value = "double" if of == NUMBER else "string"
            yield f'<key id="{kind}_{name}" for="{kind}" attr.name="{name}" attr.type="{value}"/>\n'
    yield '<graph id="transfers" edgedefault="directed">\n'
    for row in nodes(db):
        yield f"<node id={quoted(row['id'])}>{_data('node', row, NODE)}</node>\n"
    for row in edges(db):
        ends = f"source={quoted(row['source'])} target={quoted(row['target'])}"
        yield f"<edge id={quoted(row['id'])} {ends}>{_data('edge', row, EDGE)}</edge>\n"
    yield "</graph>\n</graphml>\n"


def _data(kind: str, row: sqlite3.Row, attributes: dict[str, str]) -> str:
    return "".join(f'<data key="{kind}_{name}">{text(value)}</data>' for name, value in given(row, attributes))
