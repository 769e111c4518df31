"""A thousand hostile strings in every argument that takes text: the answers are those of a filter in Python.

Each string is also in the data: as name of a person who supplies and claims, as words, as rule, and in the fields of a
document in turn.
"""

import dataclasses
import re
from collections import defaultdict
from collections.abc import Callable, Iterator
from typing import Any, get_args, get_type_hints

import pytest
from graphql import GraphQLInputType, GraphQLList, GraphQLNonNull, GraphQLScalarType
from rdflib import RDF

from kg.config import load
from kg.index import FILE, Index, SqliteReader
from kg.index.names import fold
from kg.index.reader import Session
from kg.index.sql import Condition
from kg.serve.graphql import inputs
from kg.serve.graphql.schema import execute, schema
from kg.serve.graphql.where import Where
from tests.serve.graphql.hostile import COUNT, strings
from tests.store.samples import BASE, CK, DCTERMS, DOCUMENTS, KG, OA, PROV, SCHEMA, SKOS, reference

A_DOCUMENT = 4
FIELDS = (DCTERMS.title, DCTERMS.source, SCHEMA.url, DCTERMS.language)
Triple = tuple[str, str, str]
Numbers = set[int]


def document(number: int) -> Iterator[Triple]:
    """One document with some claims, each about one of the strings."""
    node = f"{BASE}document/h{number}"
    texts = strings()[number * A_DOCUMENT : (number + 1) * A_DOCUMENT]
    yield from ((node, RDF.type, CK.Document), (node, DCTERMS.identifier, f"h{number}"))
    yield from ((node, SCHEMA.datePublished, "2024-01-01"), (node, SCHEMA.text, "\n".join(texts)))
    yield from ((node, field, text) for field, text in zip(FIELDS, texts, strict=True))
    for place, text in enumerate(texts):
        yield from claim(node, number * A_DOCUMENT + place, text)


def claim(source: str, number: int, text: str) -> Iterator[Triple]:
    node, person = f"{BASE}claim/{number}", f"{BASE}person/hostile-{number}"
    target, quote = f"{BASE}evidence/{number}", f"{BASE}quote/{number}"
    yield from ((node, RDF.type, CK.Claim), (node, RDF.type, CK.TransferClaim), (node, PROV.wasDerivedFrom, source))
    yield from ((node, CK.supplier, person), (node, CK.claimer, person), (node, CK.recipient, str(KG["state/UKR"])))
    yield from ((node, CK.claimDate, "2024-01-01"), (node, CK.supplierWords, text), (node, CK.rule, text))
    yield from ((node, OA.hasTarget, target), (target, OA.hasSelector, quote), (quote, RDF.type, OA.TextQuoteSelector))
    yield from ((quote, OA.exact, f"Before {text} after."), (person, RDF.type, CK.Person))
    yield from ((person, SKOS.prefLabel, text), (person, SKOS.altLabel, text + text))


@pytest.fixture(scope="module")
def session(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Session]:
    path = tmp_path_factory.mktemp("hostile") / FILE
    with Index.open(path, base_iri=BASE) as index:
        index.load_reference(reference())
        for number in range(COUNT // A_DOCUMENT):
            index.put(f"h{number}", document(number))
    reader = SqliteReader(path, seconds=60)
    with reader.session() as session:
        yield session
    reader.close()


class Expected:
    """The filters in Python."""

    def __init__(self) -> None:
        self._exact: dict[str, int] = {text: number for number, text in enumerate(strings())}
        self._strong, self._weak = defaultdict[str, Numbers](set), defaultdict[str, Numbers](set)
        for text, number in self._exact.items():
            self._strong[fold(text)].add(number)
            self._weak[fold(text + text)].add(number)
        self._folded = [(fold(text), fold(text + text)) for text in strings()]

    def named(self, text: str) -> Numbers:
        """People by IRI, else by preferred, else by other names."""
        if text == "state/DEU" or ukraine(text):  # reference data win, and supply nothing here
            return set()
        if text == "state/DEU" or ukraine(text):  # reference data win, and supply nothing here
            return set()
        if found := re.fullmatch(f"(?:{re.escape(BASE)})?person/hostile-(0|[1-9][0-9]*)", text):
            return {int(found[1])}
        return self._strong.get(fold(text)) or self._weak.get(fold(text), set())

    def having(self, text: str) -> Numbers:
        part = fold(text)
        return {number for number, names in enumerate(self._folded) if part in names[0] or part in names[1]}

    def equal(self, text: str) -> Numbers:
        return {self._exact[text]}

    def within(self, text: str) -> Numbers:
        part = fold(text)
        return {number for number, names in enumerate(self._folded) if part in names[0]}

    def of(self, field: object, numbers: Numbers) -> Numbers:
        """Claims of the documents that have one of these strings in the field."""
        place = FIELDS.index(field)
        documents = {number // A_DOCUMENT for number in numbers if number % A_DOCUMENT == place}
        return {document * A_DOCUMENT + place for document in documents for place in range(A_DOCUMENT)}


EXPECTED = Expected()
Filter, Entity, Text, Document = inputs.TransferFilter, inputs.EntityFilter, inputs.TextFilter, inputs.DocumentFilter


def of(**conditions: object) -> Filter:
    return Filter(document=Document(**conditions))


def ukraine(text: str) -> Numbers:
    return set(range(COUNT)) if fold(text) in ("ukraine", "kyiv", "ukr") else set()


FILTERS: dict[str, tuple[Callable[[str], Filter], Callable[[str], Numbers]]] = {
    "supplier eq": (lambda v: Filter(supplier=Entity(eq=v)), EXPECTED.named),
    "supplier in": (lambda v: Filter(supplier=Entity(in_=[v, "nobody"])), EXPECTED.named),
    "supplier contains": (lambda v: Filter(supplier=Entity(contains=v)), EXPECTED.having),
    "claimer eq": (lambda v: Filter(claimer=Entity(eq=v)), EXPECTED.named),
    "party eq": (lambda v: Filter(party=Entity(eq=v)), lambda v: EXPECTED.named(v) or ukraine(v)),
    "recipient eq": (lambda v: Filter(recipient=Entity(eq=v)), ukraine),
    "rule eq": (lambda v: Filter(rule=Text(eq=v)), EXPECTED.equal),
    "rule in": (lambda v: Filter(rule=Text(in_=[v, v])), EXPECTED.equal),
    "rule contains": (lambda v: Filter(rule=Text(contains=v)), EXPECTED.within),
    "title eq": (lambda v: of(title=Text(eq=v)), lambda v: EXPECTED.of(DCTERMS.title, EXPECTED.equal(v))),
    "title contains": (lambda v: of(title=Text(contains=v)), lambda v: EXPECTED.of(DCTERMS.title, EXPECTED.within(v))),
    "source in": (lambda v: of(source=Text(in_=[v])), lambda v: EXPECTED.of(DCTERMS.source, EXPECTED.equal(v))),
    "url eq": (lambda v: of(url=Text(eq=v)), lambda v: EXPECTED.of(SCHEMA.url, EXPECTED.equal(v))),
    "lang eq": (lambda v: of(lang=Text(eq=v)), lambda v: EXPECTED.of(DCTERMS.language, EXPECTED.equal(v))),
    "identifier eq": (lambda v: of(identifier=Text(eq=v)), lambda v: set()),
    "id": (lambda v: Filter(id=[v]), lambda v: set()),
}


def answer(session: Session, condition: Condition) -> Numbers:
    rows = session.select(f"SELECT t.iri FROM transfer AS t WHERE {condition.sql}", condition.parameters)
    return {int(str(row["iri"]).rpartition("/")[2]) for row in rows}


@pytest.mark.parametrize("name", FILTERS)
def test_filters_equal_those_in_python(session: Session, name: str) -> None:
    made, expected = FILTERS[name]
    for value in strings():
        condition = Where(session.fresh(), BASE).transfer(made(value))
        wanted = expected(value)
        assert answer(session, condition) == wanted, value
        assert not condition.exact or condition.size == len(wanted), value
        assert not condition.choices or set().union(*(answer(session, c) for c in condition.choices)) == wanted, value


def test_words_are_found_where_they_stand(session: Session) -> None:
    """Plain words only: what a word is in other scripts is up to the tokenizer."""
    plain = {number for number, text in enumerate(strings()) if text.isascii()}
    tokens = {n: f" {' '.join(re.findall('[a-z0-9]+', f'before {strings()[n]} after'.lower()))} " for n in plain}
    found = 0
    for number in plain:
        words = re.findall(r"\w+", strings()[number])
        phrases = [f" {' '.join(re.findall('[a-z0-9]+', word.lower()))} " for word in words]
        wanted = {n for n in plain if phrases and all(p in tokens[n] for p in phrases if p.strip())}
        wanted = wanted if any(p.strip() for p in phrases) else set()
        condition = Where(session.fresh(), BASE).transfer(Filter(text=strings()[number]))
        assert answer(session, condition) & plain == wanted, strings()[number]
        found += bool(wanted)
    assert found > 100


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> Iterator[SqliteReader]:
    """A read model of five documents: what a string does to a statement does not depend on the data."""
    path = tmp_path_factory.mktemp("small") / FILE
    with Index.open(path, base_iri=BASE) as index:
        index.load_reference(reference())
        for key, graph in DOCUMENTS.items():
            index.put(key, graph)
    reader = SqliteReader(path, seconds=60)
    yield reader
    reader.close()


def conditions(kind: type, text: str) -> Iterator[Any]:
    """A filter for every field of an input type that takes text, at any depth."""
    for name, hint in get_type_hints(kind).items():
        asked = [one for part in get_args(hint) for one in (part, *get_args(part))]
        if str in asked:
            yield kind(**{name: [text] if list[str] in asked else text})
        for below in asked if name not in ("and_", "or_", "not_") else ():
            if dataclasses.is_dataclass(below):
                yield from (kind(**{name: condition}) for condition in conditions(below, text))


WHERE = {
    "transfer": (inputs.TransferFilter, "transfer", 48),
    "office": (inputs.OfficeFilter, "office", 33),
    "deployment": (inputs.DeploymentFilter, "deployment", 36),
    "document": (inputs.DocumentFilter, "document", 20),
    "names": (inputs.NameFilter, "entity", 5),
}


@pytest.mark.parametrize("name", WHERE)
def test_no_string_is_more_than_a_string_in_a_filter(small: SqliteReader, name: str) -> None:
    """All conditions of a kind of filter at once, as alternatives, so that each is evaluated."""
    kind, table, count = WHERE[name]
    with small.session() as session:
        for value in strings():
            every = list(conditions(kind, value))
            assert len(every) >= count
            condition = getattr(Where(session.fresh(), BASE), name)(kind(or_=every))
            session.select(f"SELECT count(*) FROM {table} AS t WHERE {condition.sql}", condition.parameters)


def takes_text(kind: GraphQLInputType) -> bool:
    while isinstance(kind, GraphQLNonNull | GraphQLList):
        kind = kind.of_type
    return isinstance(kind, GraphQLScalarType) and kind.name in ("String", "ID")


def questions() -> dict[str, str]:
    """A query by each argument of a root field that takes text itself."""
    query = schema()._schema.query_type
    assert query is not None
    found = {}
    for name, field in query.fields.items():
        for argument, definition in field.args.items():
            if takes_text(definition.type):
                needed = "" if argument != "after" or name != "search" else 'text: "Berlin" '
                variable = "ID" if argument == "id" else "String"
                found[f"{name}.{argument}"] = (
                    f"query ($v: {variable}!) {{{name}({needed}{argument}: $v) {{__typename}}}}"
                )
    assert len(found) > 18
    return found


MAY_REFUSE = {"after": "cursor:", "before": "before:", "text": "text: has no words", "person": "no person of that name"}
"""What a string may be refused with: made-up cursors, texts without words, names that nobody bears."""


@pytest.mark.parametrize("name", questions())
def test_no_string_is_more_than_a_string_in_an_argument(small: SqliteReader, name: str) -> None:
    settings, refusal, query = load(), MAY_REFUSE.get(name.partition(".")[2]), questions()[name]
    for value in strings():
        messages = [error.message for error in execute(settings, small, query, {"v": value}).errors or ()]
        assert all(refusal and refusal in message for message in messages), (value, messages)
