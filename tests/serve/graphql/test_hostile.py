"""A thousand hostile strings in every argument that takes text: the answers are those of a filter in Python.

Every second string is also in the data (``told``). ``meanings`` says of every field of every filter what it means; a
field that it does not know fails the test.
"""

import dataclasses
import re
from collections import defaultdict
from collections.abc import Iterator
from functools import cache
from typing import Any, get_args, get_type_hints

import pytest
from graphql import GraphQLInputType, GraphQLList, GraphQLNonNull, GraphQLScalarType

from kg.config import load
from kg.index import FILE, Index, SqliteReader
from kg.serve.graphql.inputs import EntityFilter, TransferFilter
from kg.serve.graphql.schema import execute, schema
from kg.serve.graphql.where import Where
from tests.serve.graphql.hostile import strings
from tests.serve.graphql.meanings import TABLES, Matcher
from tests.serve.graphql.told import ASKED, documents
from tests.serve.graphql.world import Nodes, World, by_id
from tests.store.samples import BASE, CK, SKOS, reference

SETTINGS = load()
hints = cache(get_type_hints)


def conditions(kind: type, text: str, path: str = "") -> Iterator[tuple[str, str, Any]]:
    """A filter for every field of an input type that takes text, at any depth, with its path and operator."""
    for name, hint in hints(kind).items():
        asked = [one for part in get_args(hint) for one in (part, *get_args(part))]
        if str in asked:
            yield path, name, kind(**{name: [text] if list[str] in asked else text})
        for below in asked if name not in ("and_", "or_", "not_") else ():
            if dataclasses.is_dataclass(below):
                inner = f"{path}.{name}".strip(".")
                yield from ((p, o, kind(**{name: c})) for p, o, c in conditions(below, text, inner))


def meaning(fields: dict[str, Matcher], path: str, operator: str) -> tuple[Matcher, str]:
    """A field is named by its path, and if it takes the text itself, by its own name too."""
    whole = f"{path}.{operator}".strip(".")
    return (fields[whole], "eq") if whole in fields else (fields[path], operator.rstrip("_"))


@pytest.fixture(scope="module")
def reader(tmp_path_factory: pytest.TempPathFactory) -> Iterator[SqliteReader]:
    path = tmp_path_factory.mktemp("hostile") / FILE
    with Index.open(path, base_iri=BASE) as index:
        index.load_reference(reference())
        for key, graph in documents().items():
            index.put(key, graph)
    reader = SqliteReader(path, seconds=600)  # a session lasts as long as a test here
    yield reader
    reader.close()


@pytest.fixture(scope="module")
def world(reader: SqliteReader) -> World:
    tables = ("transfer", "office", "deployment", "document", "entity")
    every = " UNION ALL ".join(f"SELECT key, iri FROM {table}" for table in tables)
    with reader.session() as session:
        found = session.select(f"SELECT n.iri, p.title, p.body FROM passage AS p JOIN ({every}) AS n ON n.key = p.key")
    return World({row["iri"]: (row["title"], row["body"]) for row in found})


COUNTS = {"transfer": 48, "office": 33, "deployment": 36, "document": 20, "names": 5}


@pytest.mark.parametrize("name", TABLES)
def test_every_filter_equals_one_in_python(reader: SqliteReader, world: World, name: str) -> None:
    """All conditions of a kind of filter in one statement for each string: which of them hold of a row is a number.

    Filters of documents are asked with every string by themselves, of the documents of claims with every fifth one.
    """
    kind, table, fields = TABLES[name]
    hits = defaultdict[str, int](int)
    with reader.session() as session:
        iris = frozenset(row["iri"] for row in session.select(f"SELECT iri FROM {table}"))
        for number, text in enumerate(ASKED):
            built = list(conditions(kind, text))
            assert len(built) >= COUNTS[name]
            if name != "document" and number % 5 and number < len(strings()):
                built = [one for one in built if not one[0].startswith("document")]
            where = Where(session.fresh(), BASE)
            asked = [(path, operator, getattr(where, name)(condition)) for path, operator, condition in built]
            wanted = defaultdict[str, int](int)
            for place, (path, operator, condition) in enumerate(asked):
                match, how = meaning(fields, path, operator)
                found = match(world, how, text) & iris
                assert not condition.exact or condition.size == len(found), (path, operator, text)
                hits[f"{path} {operator}"] += bool(found)
                for iri in found:
                    wanted[iri] |= 1 << place
            bits = " | ".join(f"((({c.sql}) IS TRUE) << {place})" for place, (_, _, c) in enumerate(asked))
            rows = session.select(
                f"SELECT * FROM (SELECT t.iri, {bits} AS bits FROM {table} AS t LIMIT -1) WHERE bits <> 0",
                [parameter for _, _, c in asked for parameter in c.parameters],
            )
            got = {row["iri"]: row["bits"] for row in rows}
            differing = [iri for iri in got.keys() | wanted.keys() if got.get(iri, 0) != wanted.get(iri, 0)]
            assert not differing, (text, [(asked[n][:2], iri) for iri in differing for n in range(len(asked))
                                          if (got.get(iri, 0) ^ wanted.get(iri, 0)) >> n & 1])  # fmt: skip
    assert min(hits.values()) > 0, sorted(hits.items(), key=lambda hit: hit[1])[:9]


@pytest.mark.parametrize("kind", ["eq", "contains"])
def test_alternatives_and_kept_counts_make_up_the_whole(reader: SqliteReader, kind: str) -> None:
    """What ``party`` is looked up by: one side after the other."""
    with reader.session() as session:
        for text in ASKED:
            condition = Where(session.fresh(), BASE).transfer(TransferFilter(party=EntityFilter(**{kind: text})))
            whole, *parts = [
                {row["key"] for row in session.select(f"SELECT t.key FROM transfer AS t WHERE {c.sql}", c.parameters)}
                for c in (condition, *condition.choices)
            ]
            assert whole == set().union(*parts) and len(whole) <= (condition.size or 0), text
            assert parts or not whole


def takes_text(kind: GraphQLInputType) -> bool:
    while isinstance(kind, GraphQLNonNull | GraphQLList):
        kind = kind.of_type
    return isinstance(kind, GraphQLScalarType) and kind.name in ("String", "ID")


def arguments() -> dict[str, str]:
    """Every argument of a root field that takes text itself, with its type."""
    query = schema()._schema.query_type
    assert query is not None
    return {
        f"{name}.{argument}": "ID!" if argument == "id" else "String!"
        for name, field in query.fields.items()
        for argument, definition in field.args.items()
        if takes_text(definition.type)
    }


def ask(reader: SqliteReader, query: str, text: str) -> tuple[Any, list[str]]:
    result = execute(SETTINGS, reader, query, {"v": text})
    return result.data, [error.message for error in result.errors or ()]


def test_node_is_the_one_of_that_id(reader: SqliteReader, world: World) -> None:
    with reader.session() as session:
        statuses = world.of(CK.Status)
        tables = ("transfer", "office", "deployment", "document", "entity")
        iris = {row["iri"] for table in tables for row in session.select(f"SELECT iri FROM {table}")} - statuses
    found = 0
    for text in ASKED:
        data, errors = ask(reader, "query ($v: ID!) { node(id: $v) { iri } }", text)
        wanted = by_id(text) & iris
        assert not errors and (data["node"] is None) == (not wanted), text
        assert data["node"] is None or data["node"]["iri"] in wanted
        found += len(wanted)
    assert found > 5


def test_search_finds_what_has_the_words(reader: SqliteReader, world: World) -> None:
    query = "query ($v: String!) { search(text: $v, first: 100) { totalCount nodes { node { iri } } } }"
    found = 0
    for text in ASKED:
        data, errors = ask(reader, query, text)
        if not re.search(r"\w", text):
            assert errors == ["text: has no words to search for"], text
            continue
        wanted, hits = world.words(text), [hit["node"]["iri"] for hit in data["search"]["nodes"]]
        assert not errors and data["search"]["totalCount"] == len(wanted), text
        assert len(set(hits)) == min(len(wanted), 100) and set(hits) <= wanted, text
        found += bool(wanted)
    assert found > 300


def test_person_links_are_those_of_the_person(reader: SqliteReader, world: World) -> None:
    query = "query ($v: String!) { personLinks(person: $v, first: 100) { relation entity { iri } } }"
    found = 0
    for text in ASKED:
        people = world.entities("eq", text, CK.Person)
        data, errors = ask(reader, query, text)
        if not people:
            assert errors and "no person of that name" in errors[0], text
            continue
        links = {(link["relation"], link["entity"]["iri"]) for link in data["personLinks"]}
        assert not errors and links == linked(world, people), text
        found += len(links)
    assert found > 100


def linked(world: World, people: Nodes) -> set[tuple[str, str]]:
    """Offices, others in the same claims, others in the same documents."""
    roles = (CK.supplier, CK.recipient, CK.authorizer, CK.claimer)
    links = set()
    for own in world.leading(people, CK.person):
        role = world.one(own, CK.role)
        links.add((world.one(role, SKOS.notation) or "office", world.one(own, CK.officeOf)))
    for own in world.leading(people, *roles) & world.of(CK.TransferClaim):
        links |= {("same transfer", world.one(own, role)) for role in roles}
    sources = {own for person in people for own in world.mentioned[person] if own}
    near = {one for one, owns in world.mentioned.items() if owns & sources}
    named = world.of(CK.Person, CK.Organization, CK.ArmedGroup)
    links |= {("named in the same document", one) for one in near & named}
    return {link for link in links if link[1] and link[1] not in people}


CURSORS = [name for name in arguments() if name.endswith((".after", ".before"))]
OTHERS = {"node.id", "search.text", "personLinks.person"}
"""What the tests above ask."""


@pytest.mark.parametrize("name", CURSORS)
def test_no_string_is_a_cursor(reader: SqliteReader, name: str) -> None:
    field, _, argument = name.partition(".")
    more = {"search.after": 'text: "Berlin"', f"{field}.before": "last: 1"}.get(name, "")
    query = f"query ($v: String!) {{ {field}({more} {argument}: $v) {{ nodes {{ __typename }} }} }}"
    for text in strings():
        _, errors = ask(reader, query, text)
        assert len(errors) == 1 and "cursor" in errors[0], text


def test_no_argument_is_left_out() -> None:
    assert set(arguments()) == OTHERS | set(CURSORS) and len(CURSORS) > 15
