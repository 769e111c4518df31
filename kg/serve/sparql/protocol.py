"""What a request asks for, https://www.w3.org/TR/sparql11-protocol/#protocol."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import Literal
from urllib.parse import parse_qsl

from starlette.exceptions import HTTPException
from starlette.requests import Request

FORM, QUERY, UPDATE = "application/x-www-form-urlencoded", "application/sparql-query", "application/sparql-update"
MAX_FIELDS = 1000


@dataclass(frozen=True)
class Operation:
    """One query or update with the dataset that the request names and the format that it wishes."""

    kind: Literal["query", "update"]
    text: str
    default_graph: tuple[str, ...] = ()
    named_graph: tuple[str, ...] = ()
    format: str = ""


async def read(request: Request) -> Operation | None:
    """The operation of a request, None for a GET without a query. Raises HTTPException 400 or 415."""
    fields = _fields(request.scope["query_string"])
    if request.method == "POST":
        media = content_type(request)
        body = await request.body()
        if media == FORM:
            for name, values in _fields(body).items():
                fields[name] += values
        else:
            fields[{QUERY: "query", UPDATE: "update"}[media]].append(decode(body))
    elif "update" in fields:
        raise HTTPException(400, "an update needs POST")
    elif "query" not in fields:
        return None
    return _operation(fields)


def content_type(request: Request, allowed: tuple[str, ...] = (FORM, QUERY, UPDATE)) -> str:
    """The media type of the body. Raises HTTPException 415 for another one, or one that is not UTF-8."""
    media, *parameters = (part.strip().lower() for part in request.headers.get("content-type", "").split(";"))
    if media not in allowed:
        raise HTTPException(415, f"the body must be one of {', '.join(allowed)}")
    charset = next((p.partition("=")[2].strip('"') for p in parameters if p.startswith("charset=")), "utf-8")
    if charset not in ("utf-8", "utf8", "us-ascii"):
        raise HTTPException(415, "the body must be UTF-8")
    return media


def decode(body: bytes) -> str:
    """Text from UTF-8. Raises HTTPException 400."""
    try:
        return body.decode("utf-8")
    except UnicodeDecodeError as error:
        raise HTTPException(400, f"the body is not UTF-8: byte {error.start}") from error


def _operation(fields: dict[str, list[str]]) -> Operation:
    given = [(kind, text) for kind in ("query", "update") for text in fields.get(kind, ())]
    if len(given) != 1:
        raise HTTPException(400, f"exactly one query or update is needed, {len(given)} are given")
    ((kind, text),) = given
    format = next(iter(fields.get("format", ())), "")
    if kind == "query":
        _refuse(fields, kind, "using-graph-uri", "using-named-graph-uri")
        graphs = fields.get("default-graph-uri", ()), fields.get("named-graph-uri", ())
        return Operation("query", text, tuple(graphs[0]), tuple(graphs[1]), format)
    _refuse(fields, kind, "default-graph-uri", "named-graph-uri")
    graphs = fields.get("using-graph-uri", ()), fields.get("using-named-graph-uri", ())
    return Operation("update", text, tuple(graphs[0]), tuple(graphs[1]))


def _refuse(fields: dict[str, list[str]], kind: str, *names: str) -> None:
    for name in names:
        if name in fields:
            raise HTTPException(400, f"{name}: is no parameter of a {kind}")


def _fields(encoded: bytes) -> defaultdict[str, list[str]]:
    found: defaultdict[str, list[str]] = defaultdict(list)
    try:
        text = encoded.decode("utf-8")
        for name, value in parse_qsl(text, keep_blank_values=True, errors="strict", max_num_fields=MAX_FIELDS):
            found[name].append(value)
    except ValueError as error:
        raise HTTPException(400, "the parameters are not URL-encoded UTF-8, or too many") from error
    return found
