"""The frame of every page, and small pages of their own."""

from __future__ import annotations

from kg.serve.markup import Markup, Nodes, join, tag
from kg.store.prefixes import PREFIXES

NAVIGATION = (("/", "Claims"), ("/graphql", "GraphQL"), ("/sparql", "SPARQL"))


def page(title: str, content: Nodes, path: str = "", scripts: tuple[str, ...] = ()) -> str:
    """A whole page; ``path`` is the entry of the navigation that it belongs to, ``scripts`` are below /static."""
    links = [
        tag("a", text, href=target, aria_current="page" if target == path else None) for target, text in NAVIGATION
    ]
    head = tag(
        "head",
        tag("meta", charset="utf-8"),
        tag("meta", name="viewport", content="width=device-width, initial-scale=1"),
        tag("meta", name="color-scheme", content="light dark"),
        tag("title", f"{title} – kg"),
        tag("link", rel="stylesheet", href="/static/kg.css"),
        tag("link", rel="icon", href="/static/icon.svg", type="image/svg+xml"),
        [tag("script", src=f"/static/{name}", defer=True) for name in scripts],
    )
    body = tag(
        "body",
        tag("a", "Skip to content", href="#content", class_="skip"),
        tag("header", tag("a", "kg", href="/", class_="brand"), tag("nav", links, aria_label="Main")),
        tag("main", content, id="content"),
        tag("footer", "What documents say, each claim with the sentence it rests on."),
    )
    return f"<!doctype html>\n{tag('html', head, body, lang='en')}\n"


def problem(status: int, phrase: str, detail: str, request_id: str) -> str:
    """The page of an error."""
    about = tag("p", "Request id: ", tag("code", request_id), class_="hint") if request_id else None
    return page(phrase, [tag("h1", f"{status} {phrase}"), tag("p", detail), about])


def shorten(iri: str) -> str:
    """The IRI with a known prefix, if it has one."""
    for name, start in PREFIXES.items():
        if iri.startswith(start) and "/" not in iri[len(start) :]:
            return f"{name}:{iri[len(start) :]}"
    return iri


def fields(pairs: list[tuple[str, Nodes]]) -> Markup:
    """A list of names and values; empty values are left out."""
    return tag("dl", join([tag("div", tag("dt", name), tag("dd", value)) for name, value in pairs if value]))
