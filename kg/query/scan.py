"""A look at a stranger's SPARQL before any parser sees it: size, nesting, number of operators, SERVICE, updates.

Deep nesting overflows the stack of a recursive parser, and pyoxigraph calls whatever address SERVICE names, so both
are refused here. The scan errs on the side of refusing: a prefix called "service" is taken for the keyword.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from kg.config import Settings
from kg.errors import QueryError

OPERATORS_A_LEVEL = 20
"""How many operators ``query_depth`` allows for each level of nesting: 1,000 with the default of 50."""

_UPDATES = frozenset(["INSERT", "DELETE", "LOAD", "CLEAR", "CREATE", "DROP", "ADD", "MOVE", "COPY", "WITH"])
_FORMS = frozenset(["SELECT", "ASK", "CONSTRUCT", "DESCRIBE"])
_OPERATORS = frozenset(["UNION", "OPTIONAL", "MINUS", "FILTER", "BIND", "EXISTS", "GRAPH", "VALUES", "IN"])

# Terminals of https://www.w3.org/TR/sparql11-query/#sparqlGrammar, as far as needed to tell code from data.
_TOKEN = re.compile(
    r"""
      (?P<space>\s+|\#[^\r\n]*)
    | (?P<iri><(?:[^<>"{}|^`\\\x00-\x20]|\\[uU][0-9A-Fa-f]+)*>)
    | (?P<string>\"{3}(?:\"{0,2}(?:[^"\\]|\\.))*\"{3} | '{3}(?:'{0,2}(?:[^'\\]|\\.))*'{3}
        | \"(?!\"\")(?:[^"\\\r\n]|\\.)*\" | '(?!'')(?:[^'\\\r\n]|\\.)*')
    | (?P<name>[?$]\w+ | @[A-Za-z0-9-]+ | :(?:[\w:%-]|\\[^uU])*)
    | (?P<word>\w+)
    | (?P<open>[({\[]|<<)
    | (?P<close>[)}\]]|>>)
    | (?P<operator>\|\||&&|\^\^|[!^/|*+=<>-])
    | (?P<mark>[.,;?$@] | \\[^uU])
    """,
    re.VERBOSE | re.DOTALL,
)
_AFTER_FILTER = re.compile(r"\)\.?service", re.IGNORECASE)


def check(query: str, settings: Settings) -> bool:
    """Refuse what may not or cannot safely be run. Raises QueryError; a syntax error may still be left to find.

    Returns whether the query names the graphs that it is about (FROM).
    """
    size = len(query.encode("utf-8", "surrogatepass"))
    if size > settings.query_bytes:
        raise QueryError("query", f"{size} bytes, {settings.query_bytes} are allowed (setting query_bytes)")
    depth = operators = position = 0
    form = previous = ""
    dataset = False
    while position < len(query):
        token = _TOKEN.match(query, position)
        if token is None:
            raise QueryError("query", f"unexpected {query[position]!r} at character {position + 1}")
        position = token.end()
        kind, text = token.lastgroup, token.group()
        if kind == "word":
            word = text.upper()
            if "SERVICE" in word:  # also "1SERVICE": not every parser wants a space there
                raise _service()
            if not form and previous != "PREFIX":  # the word after PREFIX is a name, whatever it is
                form = _form(word)
            dataset |= word == "FROM" and previous != "PREFIX" and query[position : position + 1] != ":"
            previous = word
            operators += word in _OPERATORS
        elif kind == "iri" and _AFTER_FILTER.search(text):  # "?a<?b)SERVICE?c#>" reads like an IRI and is none
            raise _service()
        elif kind == "open":
            depth += 1
        elif kind == "close":
            depth -= 1
        elif kind == "operator":
            operators += 1
        if depth > settings.query_depth:
            raise QueryError("query", f"brackets nested deeper than {settings.query_depth} (setting query_depth)")
        if operators > settings.query_depth * OPERATORS_A_LEVEL:
            allowed = settings.query_depth * OPERATORS_A_LEVEL
            raise QueryError("query", f"more than {allowed} operators ({OPERATORS_A_LEVEL} × setting query_depth)")
    return dataset


def tokens(text: str) -> Iterator[tuple[str, str]]:
    """Kind and text of each token, spaces and comments as "space". Raises QueryError for what is none."""
    position = 0
    while position < len(text):
        token = _TOKEN.match(text, position)
        if token is None:
            raise QueryError("update", f"unexpected {text[position]!r} at character {position + 1}")
        yield str(token.lastgroup), token.group()
        position = token.end()


def _form(word: str) -> str:
    """The query form that ``word`` is, or ""."""
    if word in _UPDATES:
        raise QueryError("query", f"{word} is an update; the store is read-only here")
    return word if word in _FORMS else ""


def _service() -> QueryError:
    return QueryError("query", "SERVICE is not allowed: no query leaves this machine")
