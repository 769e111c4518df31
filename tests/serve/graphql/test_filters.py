"""Every filter answers what a filter written in Python over the RDF answers, for ordinary and for hostile values."""

import re
from collections.abc import Callable
from functools import cache

import pytest
from rdflib import RDF, URIRef

from kg.index.names import fold
from tests.serve.graphql.conftest import Ask
from tests.serve.graphql.graphs import HOSTILE, claims, everything, short, text_of
from tests.store.samples import BASE, CK, DCTERMS, KG, OA, PROV, SCHEMA, SKOS

ORDINARY = (
    "Germany",
    "DEU",
    "deutschland",
    "BERLIN",
    "state/DEU",
    str(KG["state/DEU"]),
    "Boris Pistorius",
    "Congo",
    "Leopard 2",
    "leopard-2",
    "Leopard 2A6",
    "tank",
    "Kyiv",
    "claim/a1-0",
    "document/a1",
    "en",
    "news.example/h1",
    "battle tanks",
    "Flugabwehr",
    "air-defence",
    "Daily",
    "a1",
)
VALUES = (*ORDINARY, *HOSTILE, "")
ACTORS = {CK.State, CK.Organization, CK.ArmedGroup, CK.Person, CK.Group}
SYSTEMS = {CK.WeaponSystem, CK.WeaponClass}
Meant = Callable[[str], set[object]]


@cache
def kinds(node: object) -> set[object]:
    return set(everything().objects(node, RDF.type))


@cache
def names(node: object, *predicates: URIRef) -> set[str]:
    return {fold(str(name)) for p in predicates for name in everything().objects(node, p)}


@cache
def of_classes(*classes: URIRef) -> list[object]:
    return [node for node in set(everything().subjects()) if kinds(node) & set(classes)]


def named(value: str, classes: set[URIRef]) -> set[object]:
    """The rule of ``kg.index.resolve``, over RDF."""
    nodes = of_classes(*sorted(classes))
    if "/" in value:
        exact = {n for n in nodes if value in (str(n), short(n)) or str(n) in (f"{KG}{value}", BASE + value)}
        if exact:
            return exact
    strong = {n for n in nodes if fold(value) in names(n, SKOS.prefLabel, CK.alpha3, SKOS.notation)}
    found = strong or {n for n in nodes if fold(value) in names(n, SKOS.altLabel)}
    return {n for n in found if str(n).startswith(str(KG))} or found


def having(value: str, classes: set[URIRef]) -> set[object]:
    nodes = of_classes(*sorted(classes))
    every = (SKOS.prefLabel, SKOS.altLabel, CK.alpha3, SKOS.notation)
    return {n for n in nodes if any(fold(value) in name for name in names(n, *every))}


def below(found: set[object]) -> set[object]:
    return {n for node in found for n in everything().transitive_subjects(SKOS.broader, node)}


def acting(found: set[object]) -> set[object]:
    return found | {n for node in found for n in everything().subjects(CK.actsFor, node)}


def filling(role: URIRef, meant: set[object]) -> set[str]:
    return {short(c) for c in claims() if everything().value(c, role) in meant}


def of_document(predicate: URIRef, test: Callable[[str], bool]) -> set[str]:
    found = set()
    for claim in claims():
        value = everything().value(everything().value(claim, PROV.wasDerivedFrom), predicate)
        if value is not None and test(str(value)):
            found.add(short(claim))
    return found


def of_claim(predicate: URIRef, test: Callable[[str], bool]) -> set[str]:
    return {short(c) for c in claims() if (v := text_of(c, predicate)) is not None and test(v)}


def categories(value: str) -> set[str]:
    meant = below(named(value, {CK.Category}))
    return filling(CK.category, meant) | filling(CK.system, meant)


FILTERS: dict[str, Callable[[str], set[str]]] = {
    "supplier: {eq: $v}": lambda v: filling(CK.supplier, acting(named(v, ACTORS))),
    "supplier: {in: [$v]}": lambda v: filling(CK.supplier, acting(named(v, ACTORS))),
    "supplier: {contains: $v}": lambda v: filling(CK.supplier, having(v, ACTORS)),
    "recipient: {eq: $v}": lambda v: filling(CK.recipient, acting(named(v, ACTORS))),
    "authorizer: {eq: $v}": lambda v: filling(CK.authorizer, acting(named(v, ACTORS))),
    "claimer: {eq: $v}": lambda v: filling(CK.claimer, acting(named(v, ACTORS))),
    "claimer: {contains: $v}": lambda v: filling(CK.claimer, having(v, ACTORS)),
    "party: {eq: $v}": lambda v: (
        filling(CK.supplier, acting(named(v, ACTORS))) | filling(CK.recipient, acting(named(v, ACTORS)))
    ),
    "system: {eq: $v}": lambda v: filling(CK.system, below(named(v, SYSTEMS))),
    "system: {contains: $v}": lambda v: filling(CK.system, having(v, SYSTEMS)),
    "category: {eq: $v}": categories,
    "rule: {eq: $v}": lambda v: of_claim(CK.rule, lambda text: text == v),
    "rule: {contains: $v}": lambda v: of_claim(CK.rule, lambda text: fold(v) in fold(text)),
    "document: {identifier: {eq: $v}}": lambda v: of_document(DCTERMS.identifier, lambda text: text == v),
    "document: {title: {eq: $v}}": lambda v: of_document(DCTERMS.title, lambda text: text == v),
    "document: {title: {in: [$v]}}": lambda v: of_document(DCTERMS.title, lambda text: text == v),
    "document: {title: {contains: $v}}": lambda v: of_document(DCTERMS.title, lambda text: fold(v) in fold(text)),
    "document: {source: {eq: $v}}": lambda v: of_document(DCTERMS.source, lambda text: text == v),
    "document: {url: {contains: $v}}": lambda v: of_document(SCHEMA.url, lambda text: fold(v) in fold(text)),
    "document: {lang: {eq: $v}}": lambda v: of_document(DCTERMS.language, lambda text: text == v),
    "document: {id: [$v]}": lambda v: {
        short(c) for c in claims() if v in (short(d := everything().value(c, PROV.wasDerivedFrom)), str(d))
    },
    "id: [$v]": lambda v: {short(c) for c in claims() if v in (str(c), short(c))},
}


CONDITIONS = list(FILTERS)


@cache
def expected(condition: str, value: str) -> set[str]:
    return FILTERS[condition](value)


@pytest.mark.parametrize("wrapping", ["{}", "not: {{{}}}", "or: [{{{}}}, {{status: {{eq: DENIED}}}}]"])
def test_filters_equal_those_in_python(ask: Ask, wrapping: str) -> None:
    """All filters in one request a value: plain, negated, and as one of two alternatives."""
    every = {short(claim) for claim in claims()}
    denied = {short(c) for c in claims() if everything().value(c, CK.status) == KG["status/denied"]}
    fields = [
        f"f{number}: transfers(where: {{{wrapping.format(condition)}}}, first: 100) {{totalCount nodes {{id}}}}"
        for number, condition in enumerate(CONDITIONS)
    ]
    query = f"query ($v: String!) {{{' '.join(fields)}}}"
    hit: set[str] = set()
    for value in VALUES if wrapping == "{}" else VALUES[::4]:
        data = ask(query, v=value)
        for number, condition in enumerate(CONDITIONS):
            found = data[f"f{number}"]
            plain = expected(condition, value)
            wanted = plain if wrapping == "{}" else every - plain if "not" in wrapping else plain | denied
            assert {node["id"] for node in found["nodes"]} == wanted, (condition, value)
            assert found["totalCount"] == len(wanted)
            hit |= {condition} if plain else set()
    assert wrapping != "{}" or hit == set(CONDITIONS) - {"authorizer: {eq: $v}"}


ARGUMENTS = (
    "node(id: $v) {id}",
    "states(where: {name: $v}) {totalCount nodes {id}}",
    "people(where: {contains: $v}) {totalCount nodes {id}}",
    "organizations(where: {id: [$v]}) {totalCount nodes {id}}",
    "weaponSystems(where: {category: {eq: $v}}) {totalCount nodes {id}}",
    "offices(where: {person: {eq: $v}, role: {eq: $v}, of: {contains: $v}}) {totalCount nodes {id}}",
    "offices(where: {text: $v}) {totalCount nodes {id}}",
    "deployments(where: {place: {eq: $v}, actor: {in: [$v]}}) {totalCount nodes {id}}",
    "documents(where: {mentions: {eq: $v}}) {totalCount nodes {id}}",
    "documents(where: {text: $v}) {totalCount nodes {id title text}}",
    "transferStats(groupBy: [SUPPLIER, SOURCE], where: {spokenFor: {eq: $v}}) {groups {claims source}}",
    "facets(dimensions: [CLAIMER], where: {text: $v}) {values {value claims}}",
)


@pytest.mark.parametrize("field", ARGUMENTS)
def test_hostile_values_are_only_values(ask: Ask, field: str) -> None:
    kind = "ID" if field.startswith("node") else "String"
    for value in VALUES:
        ask(f"query ($v: {kind}!) {{{field}}}", v=value)


def test_text_is_searched_by_words(ask: Ask) -> None:
    query = "query ($v: String!) {transfers(where: {text: $v}, first: 100) {nodes {id supplierWords evidence {quote}}}}"
    for value in VALUES:
        words = re.findall(r"\w+", value)
        nodes = ask(query, v=value)["transfers"]["nodes"]
        assert bool(words) or not nodes
        for word in [w for w in words if w.isascii()]:
            assert all(
                word.lower() in (n["evidence"][0]["quote"] + n["id"]).lower() or value in ORDINARY for n in nodes
            )
    assert len(ask(query, v="leopard TANKS")["transfers"]["nodes"]) == 2


def test_search_and_links_refuse_what_they_cannot_answer(ask: Ask, refused: Callable[..., str]) -> None:
    for value in VALUES:
        search, links = (
            "query ($v: String!) {search(text: $v) {nodes {snippet node {id}}}}",
            "query ($v: String!) {personLinks(person: $v) {relation}}",
        )
        if re.search(r"\w", value):
            ask(search, v=value)
        else:
            assert "no words" in refused(search, v=value)
        if len(named(value, {CK.Person})):
            ask(links, v=value)
        else:
            assert "no person of that name" in refused(links, v=value)


def test_quotes_and_texts_come_out_as_they_went_in(ask: Ask) -> None:
    fields = "id supplierWords rule quantity {text} evidence {quote start end document {text}}"
    data = ask(f"{{transfers(first: 100) {{nodes {{{fields}}}}}}}")
    for node in data["transfers"]["nodes"]:
        for evidence in node["evidence"]:
            assert evidence["document"]["text"][evidence["start"] : evidence["end"]] == evidence["quote"]
        if "/h" in node["id"]:
            text = HOSTILE[int(re.findall(r"\d+", node["id"])[0])]
            assert node["supplierWords"] == node["rule"] == node["quantity"]["text"] == text
            assert node["evidence"][0]["quote"] == f"Before {text} after."
    assert OA.exact in set(everything().predicates())


@pytest.mark.parametrize(
    ("condition", "test"),
    [
        ('date: {gte: "2022-10-13", lt: "2024-01-05"}', lambda c: "2022-10-13" <= day(c) < "2024-01-05"),
        ('date: {eq: "2022-10-12"}', lambda c: day(c) == "2022-10-12"),
        ('date: {in: ["2022-10-12", "2023-01-25"]}', lambda c: day(c) in ("2022-10-12", "2023-01-25")),
        ('earliest: {lte: "2021-01-01"}', lambda c: (start(c) or "9") <= "2021-01-01"),
        ("earliest: {isNull: true}", lambda c: start(c) is None),
        ("earliest: {isNull: false}", lambda c: start(c) is not None),
        ('when: {lt: "2022-10-12"}', lambda c: (start(c) or day(c)) < "2022-10-12"),
        ("quantityMin: {gte: 14, lt: 30.5}", lambda c: 14 <= amount(c) < 30.5),
        ("quantityMin: {in: [1, 18]}", lambda c: amount(c) in (1, 18)),
        ("quantityMax: {isNull: true}", lambda c: limit(c) is None),
        ("confidence: {gt: 0.9}", lambda c: False),
        ("status: {in: [DENIED, DELIVERED]}", lambda c: status(c) in ("denied", "delivered")),
        ("supplier: {kind: [STATE]}", lambda c: CK.State in kinds(everything().value(c, CK.supplier))),
        ("claimer: {isNull: true}", lambda c: everything().value(c, CK.claimer) is None),
        ("supplier: {in: []}", lambda c: False),
        ("or: []", lambda c: False),
        ("and: []", lambda c: True),
        ("supplier: {}", lambda c: True),
        ("not: {}", lambda c: False),
        (
            "and: [{status: {eq: DENIED}}, {not: {claimer: {isNull: true}}}]",
            lambda c: status(c) == "denied",
        ),
    ],
)
def test_days_numbers_and_choices(ask: Ask, condition: str, test: Callable[[URIRef], bool]) -> None:
    found = ask(f"{{transfers(where: {{{condition}}}, first: 100) {{totalCount nodes {{id}}}}}}")["transfers"]
    assert {node["id"] for node in found["nodes"]} == {short(c) for c in claims() if test(c)}
    assert found["totalCount"] == len(found["nodes"])


def day(claim: URIRef) -> str:
    return str(text_of(claim, CK.claimDate))


def status(claim: URIRef) -> str:
    return short(everything().value(claim, CK.status)).removeprefix("status/")


def limit(claim: URIRef) -> object:
    return everything().value(everything().value(claim, CK.quantity), SCHEMA.maxValue)


def start(claim: URIRef) -> str | None:
    span = everything().value(claim, CK.time)
    return None if span is None else str(everything().value(span, CK.earliest))


def amount(claim: URIRef) -> float:
    value = everything().value(everything().value(claim, CK.quantity), SCHEMA.minValue)
    return -1.0 if value is None else float(value)


def test_own_word(ask: Ask) -> None:
    """The office table makes Pistorius speak for Germany from 2023; Iran speaks for itself."""
    query = "query ($g: String!) {transfers(where: {party: {eq: $g}, spokenFor: {eq: $g}}) {nodes {id}}}"
    assert {n["id"] for n in ask(query, g="Germany")["transfers"]["nodes"]} == {"claim/a2-0", "claim/a3-0"}
    assert {n["id"] for n in ask(query, g="IRN")["transfers"]["nodes"]} == {"claim/a5-0"}
    own = {
        n["id"]
        for n in ask("{transfers(where: {claimerIsSupplier: true}, first: 100) {nodes {id}}}")["transfers"]["nodes"]
    }
    assert {"claim/a2-0", "claim/a3-0", "claim/a5-0"} == {i for i in own if "/a" in i}


@pytest.mark.parametrize(
    "query",
    [
        '{transfers(where: {suplier: {eq: "x"}}) {totalCount}}',
        '{transfers(where: {supplier: {like: "x"}}) {totalCount}}',
        "{transfers(filter: {}) {totalCount}}",
        "{transfers(where: {status: {eq: SENT}}) {totalCount}}",
        "{transfers(where: {supplier: {eq: null}}) {totalCount}}",
        "{transfers(where: {supplier: null}) {totalCount}}",
        "{transfers(where: {and: null}) {totalCount}}",
        '{transfers(where: {date: {gte: "yesterday"}}) {totalCount}}',
        "{transfers(orderBy: [{field: NAME}]) {totalCount}}",
        '{documents(where: {supplier: {eq: "x"}}) {totalCount}}',
        "{transferStats(groupBy: [COLOUR]) {groups {claims}}}",
    ],
)
def test_what_is_no_filter_is_refused(refused: Callable[..., str], query: str) -> None:
    assert refused(query)
