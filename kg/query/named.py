"""Named questions: the files of ``queries/``, SPARQL with a header that says what is asked and what may be given.

    # title: Who supplied what to whom
    # question: Who supplied system S to recipient R, and which sentence says so?
    # param: recipient actor Ukraine
    # param: system system?

A parameter has a name, a type of ``kg.query.words`` and a default; one with "?" may be left out, one with neither must
be given. It is the variable ``?given_NAME`` of the query, which therefore stands in the SELECT list; values are bound
to it, never pasted into the text.
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from kg import resources
from kg.errors import QueryError
from kg.query.answer import Answer, answer
from kg.query.words import TYPES, resolve
from kg.query.worker import Term
from kg.store import View

GIVEN = "given_"
_HEADER = re.compile(r"#\s*(title|question|param):\s*(.+?)\s*")


@dataclass(frozen=True)
class Param:
    """What can be given to a question."""

    name: str
    type: str
    default: str | None = None
    required: bool = True


@dataclass(frozen=True)
class Question:
    """One file of ``queries/``."""

    name: str
    title: str
    question: str
    params: tuple[Param, ...]
    sparql: str


@cache
def questions() -> dict[str, Question]:
    """All named questions by name, sorted."""
    files = sorted(resources.folder("queries").iterdir(), key=lambda file: file.name)
    return {
        file.name[:-3]: parse(file.name[:-3], file.read_text("utf-8")) for file in files if file.name.endswith(".rq")
    }


def parse(name: str, text: str) -> Question:
    """A question from the text of its file. QueryError when the header lacks something or has an unknown type."""
    lines = text.splitlines()
    found = [match.groups() for line in lines if (match := _HEADER.fullmatch(line))]
    header = {key: value for key, value in found if key != "param"}
    missing = {"title", "question"} - header.keys()
    if missing:
        raise QueryError(name, f"the header lacks {', '.join(sorted(missing))}")
    params = tuple(_param(name, value) for key, value in found if key == "param")
    return Question(name, header["title"], header["question"], params, text)


def _param(question: str, text: str) -> Param:
    name, _, rest = text.partition(" ")
    type_, _, default = rest.strip().partition(" ")
    if type_.removesuffix("?") not in TYPES:
        raise QueryError(question, f"parameter {name} has no type of {', '.join(TYPES)}")
    optional = type_.endswith("?")
    return Param(name, type_.removesuffix("?"), default.strip() or None, required=not optional and not default)


def question(name: str) -> Question:
    """The question of that name; QueryError names similar ones."""
    known = questions()
    if name in known:
        return known[name]
    close = difflib.get_close_matches(name, known, n=3, cutoff=0.4) or list(known)
    raise QueryError(name, f"no such question; there is {', '.join(close)}")


def bind(asked: Question, given: Mapping[str, str], view: View) -> dict[str, Term]:
    """The terms for the query's variables. Raises QueryError for unknown, missing and unresolvable parameters."""
    names = [param.name for param in asked.params]
    for name in given:
        if name not in names:
            raise QueryError(name, f"{asked.name} has no such parameter; it has {', '.join(names) or 'none'}")
    values = {param: given.get(param.name, param.default) for param in asked.params}
    for param, value in values.items():
        if value is None and param.required:
            raise QueryError(param.name, f"{asked.name} needs this parameter ({param.type})")
    return {f"{GIVEN}{p.name}": resolve(view, p.type, value) for p, value in values.items() if value is not None}


def ask(name: str, given: Mapping[str, str], view: View) -> Answer:
    """Ask a named question of an open store. Raises QueryError as ``question`` and ``bind`` do."""
    asked = question(name)
    columns, rows = view.select(asked.sparql, bind(asked, given, view))
    return answer((column for column in columns if not column.startswith(GIVEN)), rows)
