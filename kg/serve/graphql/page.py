"""A page for people: query, variables, examples, result. It loads nothing from elsewhere."""

from __future__ import annotations

import html
import json
from functools import cache
from importlib.resources import files

from starlette.responses import HTMLResponse

from kg import resources

POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src 'self'; form-action 'none'; "
    "base-uri 'none'; frame-ancestors 'none'"
)


def page() -> HTMLResponse:
    """The page, with a policy under which only our own script and style run."""
    return HTMLResponse(_html(), headers={"content-security-policy": POLICY, "vary": "accept"})


@cache
def examples() -> dict[str, str]:
    """The named queries of ``queries/``, by name."""
    found = sorted(resources.folder("queries").iterdir(), key=lambda file: file.name)
    queries = [file for file in found if file.name.endswith(".graphql") and file.name != "schema.graphql"]
    return {file.name.removesuffix(".graphql"): file.read_text("utf-8") for file in queries}


@cache
def _html() -> str:
    template = files("kg.serve").joinpath("static", "graphql.html").read_text("utf-8")
    options = "".join(f"<option>{html.escape(name)}</option>" for name in examples())
    data = json.dumps(examples(), ensure_ascii=False).replace("<", "\\u003c")
    return template.replace("<!-- options -->", options).replace("<!-- examples -->", data)
