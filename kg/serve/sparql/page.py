"""SPARQL in a browser: a form, and results as a table."""

from __future__ import annotations

import pyoxigraph as ox

from kg.query.named import GIVEN, questions
from kg.query.sparql import Result
from kg.serve import pages
from kg.serve.markup import Markup, link, tag
from kg.store.prefixes import PREFIXES

START = """SELECT ?supplier ?system ?recipient ?status WHERE {
  ?claim a ck:TransferClaim ; ck:status/skos:notation ?status ;
         ck:supplierWords ?supplier ; ck:systemWords ?system ; ck:recipientWords ?recipient .
}
LIMIT 20"""
FORMATS = (("", "table"), ("json", "JSON"), ("xml", "XML"), ("csv", "CSV"), ("tsv", "TSV"), ("turtle", "Turtle"))


def form(query: str = START) -> str:
    """The page with an empty form."""
    return pages.page("SPARQL", [tag("h1", "SPARQL"), _form(query), _examples()], path="/sparql")


def result(query: str, found: Result, base_iri: str) -> str:
    """The page with a query and its result; claims and documents below ``base_iri`` are links to their pages here."""
    shown = tag("p", tag("strong", "yes" if found else "no")) if found.kind == "boolean" else _table(found, base_iri)
    note = tag("p", "There is more: the result is cut.", class_="notice") if found.truncated else None
    return pages.page("SPARQL result", [tag("h1", "Result"), note, shown, _form(query)], path="/sparql")


def _form(query: str) -> Markup:
    return tag(
        "form",
        tag("label", "Query", for_="query"),
        tag("textarea", query, id="query", name="query", rows=14, spellcheck="false", required=True),
        tag(
            "div",
            tag("label", "Result as", for_="format"),
            tag("select", [tag("option", label, value=value) for value, label in FORMATS], id="format", name="format"),
            tag("button", "Run", type="submit"),
            class_="row",
        ),
        tag("p", f"Known prefixes: {', '.join(PREFIXES)}.", class_="hint"),
        method="get",
        action="/sparql",
        class_="query",
    )


def _examples() -> Markup | None:
    items = [
        tag("details", tag("summary", question.title), tag("p", question.question), tag("pre", question.sparql))
        for question in questions().values()
    ]
    return tag(
        "section",
        tag("h2", "Questions"),
        tag("p", f"Variables that begin with ?{GIVEN} may be bound with VALUES."),
        items,
    )


def _table(found: Result, base_iri: str) -> Markup:
    rows = found.rows()
    names = list(rows[0]) if rows else []
    head = tag("thead", tag("tr", [tag("th", name, scope="col") for name in names]))
    body = tag("tbody", [tag("tr", [tag("td", _cell(term, base_iri)) for term in row.values()]) for row in rows])
    caption = tag("caption", f"{len(rows)} rows")
    return tag(
        "div", tag("table", caption, head, body), class_="scroll", tabindex=0, role="region", aria_label="Result"
    )


def _cell(term: object, base_iri: str) -> Markup | str:
    if isinstance(term, ox.NamedNode):
        here = term.value.removeprefix(base_iri)
        if here != term.value and here.startswith(("claim/", "document/")):
            return tag("a", here, href=f"/{here}")
        return link(term.value, pages.shorten(term.value))
    return term.value if isinstance(term, ox.Literal) else "" if term is None else str(term)
