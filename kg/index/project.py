"""From the triples of one named graph to rows of the read model: a pure function, the same for puts and rebuilds."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from typing import Final

from kg.graph.vocabulary import CK, DCTERMS, OA, PROV, SCHEMA, SKOS
from kg.index.names import is_reference, key, place
from kg.index.triples import Facts, Triples

Cell = str | int | float | None
Rows = dict[str, list[tuple[Cell, ...]]]
"""Rows by table, in the order of ``COLUMNS``, sorted."""

TYPE: Final = "http://www.w3.org/1999/02/22-rdf-syntax-ns#type"
REFERENCE: Final = 0
"""Key of the reference data where a row says which document it comes from."""

COLUMNS: Final = {
    "document": ("key", "id", "iri", "title", "source", "url", "lang", "date", "sha256", "configuration"),
    "fact": ("entity", "property", "value", "source"),
    "transfer": (
        "key", "iri", "document", "status", "supplier", "supplier_words", "recipient", "recipient_words", "system",
        "system_words", "authorizer", "authorizer_words", "category", "claimer", "claimer_words", "minimum", "maximum",
        "quantity", "earliest", "latest", "precision", "time", "claim_date", "confidence", "rule",
    ),
    "office": (
        "key", "iri", "document", "person", "person_words", "role", "office_of", "office_of_words", "title", "first",
        "last", "claimer", "claimer_words", "claim_date", "confidence", "rule",
    ),
    "deployment": (
        "key", "iri", "document", "actor", "actor_words", "deployed", "deployed_words", "troops", "place",
        "place_words", "category", "minimum", "maximum", "quantity", "claimer", "claimer_words", "claim_date",
        "confidence", "rule",
    ),
    "evidence": ("claim", "start", "end", "quote", "prefix", "suffix", "document"),
    "passage": ("place", "key", "kind", "source", "title", "body"),
}  # fmt: skip
"""The tables that a graph has rows in; the others follow from them."""

KINDS: Final = {
    str(CK.State): "state",
    str(CK.Organization): "organization",
    str(CK.ArmedGroup): "armed-group",
    str(CK.Person): "person",
    str(CK.Group): "group",
    str(CK.Place): "place",
    str(CK.WeaponSystem): "system",
    str(CK.WeaponClass): "system-class",
    str(CK.Category): "category",
    str(CK.Status): "status",
    str(CK.Role): "role",
}
ROLES: Final = (
    CK.supplier, CK.recipient, CK.system, CK.authorizer, CK.claimer, CK.category, CK.person, CK.role, CK.officeOf,
    CK.actor, CK.deployed, CK.place,
)  # fmt: skip
WORDS: Final = (
    CK.supplierWords, CK.recipientWords, CK.systemWords, CK.authorizerWords, CK.claimerWords, CK.personWords,
    CK.officeOfWords, CK.actorWords, CK.deployedWords, CK.placeWords, CK.title, CK.troops,
)  # fmt: skip
LITERALS: Final = {"alpha3": CK.alpha3, "notation": SKOS.notation, "rank": CK.rank, "maker": CK.maker}
LINKS: Final = {"actsFor": CK.actsFor, "country": CK.country, "origin": CK.origin, "broader": SKOS.broader}


def project(triples: Triples, base_iri: str) -> Rows:
    """Rows for the graph of one document, or for the reference graph (which has no ck:Document)."""
    facts = Facts(triples)
    rows: Rows = defaultdict(list)
    found = _typed(facts)
    document = next(iter(found.get(str(CK.Document), ())), None)
    source = key(document) if document else REFERENCE
    if document:
        _document(rows, facts, document, found)
    claims = {CK.TransferClaim: _transfer, CK.OfficeClaim: _office, CK.DeploymentClaim: _deployment}
    for kind, row in claims.items():
        for claim in found.get(str(kind), ()):
            row(rows, facts, claim, source)
            _evidence(rows, facts, claim, source)
    for term in found.get(str(CK.OfficeTerm), ()):
        _term(rows, facts, term)
    rows["fact"] = sorted(set(_entity_facts(facts, found, document, source, base_iri)))
    return {table: sorted(set(rows[table]), key=repr) for table in COLUMNS if rows[table]}


def _typed(facts: Facts) -> dict[str, list[str]]:
    found: dict[str, list[str]] = defaultdict(list)
    for subject in facts.subjects():
        for kind in facts.texts(subject, TYPE):
            found[kind].append(subject)
    return found


def _key(facts: Facts, subject: str, predicate: str) -> int | None:
    target = facts.text(subject, predicate)
    return key(target) if target else None


def _document(rows: Rows, facts: Facts, node: str, found: dict[str, list[str]]) -> None:
    run = next(iter(found.get(str(PROV.Activity), ())), None)
    title, date = facts.text(node, DCTERMS.title), facts.text(node, SCHEMA.datePublished) or ""
    rows["document"].append(
        (
            key(node),
            facts.text(node, DCTERMS.identifier) or node,
            node,
            title,
            facts.text(node, DCTERMS.source),
            facts.text(node, SCHEMA.url),
            facts.text(node, DCTERMS.language),
            date,
            facts.text(node, CK.sha256) or "",
            facts.text(run, CK.configurationHash) or "",
        )
    )
    rows["passage"].append(passage(key(node), "document", key(node), date, title, facts.text(node, SCHEMA.text) or ""))


def _filled(facts: Facts, claim: str, role: str, words: str) -> tuple[Cell, Cell]:
    return _key(facts, claim, role), facts.text(claim, words)


def _quantity(facts: Facts, claim: str) -> tuple[Cell, Cell, Cell]:
    node = facts.text(claim, CK.quantity)
    return facts.number(node, SCHEMA.minValue), facts.number(node, SCHEMA.maxValue), facts.text(node, CK.words)


def _common(facts: Facts, claim: str) -> tuple[Cell, ...]:
    return (
        facts.text(claim, CK.claimDate) or "",
        facts.number(claim, CK.confidence) or 0.0,
        facts.text(claim, CK.rule),
    )


def _transfer(rows: Rows, facts: Facts, claim: str, source: int) -> None:
    time = facts.text(claim, CK.time)
    status = facts.text(claim, CK.status)
    rows["transfer"].append(
        (
            key(claim),
            claim,
            source,
            status.rpartition("/")[2] if status else None,
            *_filled(facts, claim, CK.supplier, CK.supplierWords),
            *_filled(facts, claim, CK.recipient, CK.recipientWords),
            *_filled(facts, claim, CK.system, CK.systemWords),
            *_filled(facts, claim, CK.authorizer, CK.authorizerWords),
            _key(facts, claim, CK.category),
            *_filled(facts, claim, CK.claimer, CK.claimerWords),
            *_quantity(facts, claim),
            facts.text(time, CK.earliest) or "",
            facts.text(time, CK.latest) or "",
            facts.text(time, CK.precision),
            facts.text(time, CK.words),
            *_common(facts, claim),
        )
    )


def _office(rows: Rows, facts: Facts, claim: str, source: int) -> None:
    rows["office"].append(
        (
            key(claim),
            claim,
            source,
            *_filled(facts, claim, CK.person, CK.personWords),
            _key(facts, claim, CK.role),
            *_filled(facts, claim, CK.officeOf, CK.officeOfWords),
            facts.text(claim, CK.title),
            "",
            "",
            *_filled(facts, claim, CK.claimer, CK.claimerWords),
            *_common(facts, claim),
        )
    )


def _term(rows: Rows, facts: Facts, term: str) -> None:
    """A term of office of the reference data: first and last day instead of a document."""
    person, role, of = (_key(facts, term, p) for p in (CK.person, CK.role, CK.officeOf))
    period = (facts.text(term, CK.start) or "", facts.text(term, CK.end) or "")
    titles = facts.values(term, CK.title)
    title = next((v.text for v in titles if v.lang == "en"), titles[0].text if titles else None)
    rows["office"].append(
        (key(term), term, None, person, None, role, of, None, title, *period, *[None] * 2, "", *[None] * 2)
    )


def _deployment(rows: Rows, facts: Facts, claim: str, source: int) -> None:
    rows["deployment"].append(
        (
            key(claim),
            claim,
            source,
            *_filled(facts, claim, CK.actor, CK.actorWords),
            *_filled(facts, claim, CK.deployed, CK.deployedWords),
            facts.text(claim, CK.troops),
            *_filled(facts, claim, CK.place, CK.placeWords),
            _key(facts, claim, CK.category),
            *_quantity(facts, claim),
            *_filled(facts, claim, CK.claimer, CK.claimerWords),
            *_common(facts, claim),
        )
    )


def _evidence(rows: Rows, facts: Facts, claim: str, source: int) -> None:
    quotes = []
    for node in facts.texts(claim, OA.hasTarget):
        selectors = {kind: s for s in facts.texts(node, OA.hasSelector) for kind in facts.texts(s, TYPE)}
        position, quote = selectors.get(str(OA.TextPositionSelector)), selectors.get(str(OA.TextQuoteSelector))
        start, end = facts.whole(position, OA.start), facts.whole(position, OA.end)
        exact = facts.text(quote, OA.exact) or ""
        quotes.append((start, end, exact))
        context = facts.text(quote, OA.prefix), facts.text(quote, OA.suffix)
        rows["evidence"].append((key(claim), start, end, exact, *context, source))
    words = [text for predicate in WORDS for text in facts.texts(claim, predicate)]
    body = "\n".join([*(quote for _, _, quote in sorted(quotes)), *words])
    rows["passage"].append(passage(key(claim), "claim", source, facts.text(claim, CK.claimDate) or "", None, body))


def passage(own: int, kind: str, source: int, date: str, title: str | None, body: str) -> tuple[Cell, ...]:
    """A row of table ``passage``."""
    return place(own, kind, date), own, kind, source, title, body


def _entity_facts(
    facts: Facts, found: dict[str, list[str]], document: str | None, source: int, base_iri: str
) -> Iterator[tuple[Cell, ...]]:
    """What the graph says of entities, and the mere mention of each that the document names."""
    described = {node: kind for kind in KINDS for node in found.get(kind, ())}
    mentioned = set(facts.texts(document, SCHEMA.mentions)) if document else set()
    for claim in found.get(str(CK.Claim), ()) if document else ():
        mentioned.update(text for role in ROLES for text in facts.texts(claim, role))
    for node in sorted(mentioned | described.keys()):
        yield key(node), "iri", node, source
    for node, kind in described.items():
        yield key(node), "kind", KINDS[kind], source
        yield key(node), "reference", str(int(is_reference(node, base_iri))), source
        for value in facts.values(node, SKOS.prefLabel):
            yield key(node), f"label@{value.lang}", value.text, source
        for value in facts.values(node, SKOS.altLabel):
            yield key(node), f"alt@{value.lang}", value.text, source
        for name, predicate in (LITERALS | LINKS).items():
            for text in facts.texts(node, predicate):
                yield key(node), name, text, source
