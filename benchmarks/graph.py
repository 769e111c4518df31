"""A graph of N claims of transfers whose distributions look like news: ``python -m benchmarks.graph 10000 [FOLDER]``.

A few suppliers, recipients and systems make up most claims (Zipf), four claims a document, days of 2014 to 2026, one
claim in four without quantity, claimer or time. The entities are those of the reference data. The same number and seed
give the same graph, as rows of the read model and as quads alike.
"""

from __future__ import annotations

import datetime
import json
import random
import sys
import tempfile
from bisect import bisect
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import accumulate
from pathlib import Path

import pyoxigraph as ox
from rdflib import RDF, XSD

from kg.graph import iris
from kg.graph.reference import reference_graph
from kg.graph.vocabulary import CK, DCTERMS, OA, PROV, SCHEMA, SKOS
from kg.index import FILE, Index, Rows
from kg.index.entities import sort_transfers
from kg.index.names import key
from kg.index.project import COLUMNS, passage
from kg.store import Store

BASE = "https://example.org/kg/"
FOLDER = Path(tempfile.gettempdir()) / "kg-benchmarks"
"""Where the graphs are kept from one benchmark to the next."""
A_DOCUMENT = 4
"""Claims of one document."""
STATUSES = ("delivered", "announced", "approved", "considered", "requested", "ordered", "refused", "denied")
SOURCES = ("Daily Courier", "Evening Post", "Morgenblatt", "Wire", "Weekly Review", "Defence Letter")
FIRST_DAY = datetime.date(2014, 1, 1)
DAYS = 4600
SYLLABLES = ("ba", "ce", "do", "fu", "gri", "hal", "ke", "lor", "mi", "nu", "po", "ras", "tel", "vi", "zan")
WORDS = [a + b + c for a in SYLLABLES for b in SYLLABLES for c in SYLLABLES]
"""Fill the sentences, the first ones most often."""


class Draw:
    """Draws items so that the n-th comes up in proportion to 1/n."""

    def __init__(self, items: list[str]) -> None:
        self.items = items
        self._sums = list(accumulate(1 / n for n in range(1, len(items) + 1)))

    def __call__(self, chance: random.Random) -> str:
        return self.items[bisect(self._sums, chance.random() * self._sums[-1])]


@dataclass(frozen=True, slots=True)
class Claim:
    """One claim of a transfer, its entities as IRIs; ``quote`` stands in the text at ``start``."""

    iri: str
    supplier: str
    recipient: str
    system: str
    category: str | None
    status: str
    claimer: str | None
    minimum: int | None
    maximum: int | None
    time: str | None
    confidence: float
    words: tuple[str, str, str, str]
    quote: str
    start: int


@dataclass(frozen=True, slots=True)
class Article:
    """One document with its claims."""

    identifier: str
    title: str
    source: str
    date: str
    text: str
    claims: tuple[Claim, ...]

    @property
    def sha256(self) -> str:
        return f"sha256 of {self.identifier}"


class World:
    """The entities of the reference data in an order of their own."""

    def __init__(self, seed: int) -> None:
        graph = reference_graph()
        self.labels = {
            str(s): str(o) for s, o in graph.subject_objects(SKOS.prefLabel) if getattr(o, "language", "") == "en"
        }
        chance = random.Random(seed)

        def drawn(kind: object) -> Draw:
            nodes = sorted(str(s) for s in graph.subjects(RDF.type, kind) if str(s) in self.labels)  # type: ignore[arg-type]
            chance.shuffle(nodes)
            return Draw(nodes)

        self.states, self.systems = drawn(CK.State), drawn(CK.WeaponSystem)
        self.people = drawn(CK.Person)
        self.words = Draw(list(WORDS))
        self.categories = {system: self._category(graph, system) for system in self.systems.items}

    def _category(self, graph: object, system: str) -> str | None:
        level = [system]
        for _ in range(6):
            level = sorted(str(o) for s in level for o in graph.objects(iris.URIRef(s), SKOS.broader))  # type: ignore[attr-defined]
            for node in level:
                if "/category/" in node:
                    return node
        return None


def articles(claims: int, seed: int = 0) -> Iterator[Article]:
    """Documents with so many claims in all."""
    world, chance = World(seed), random.Random(seed)
    for number in range(0, claims, A_DOCUMENT):
        yield _article(world, chance, f"d{number // A_DOCUMENT}", min(A_DOCUMENT, claims - number))


def _article(world: World, chance: random.Random, identifier: str, claims: int) -> Article:
    date = FIRST_DAY + datetime.timedelta(days=int(DAYS * chance.random() ** 0.5))
    text, made = " ".join(world.words(chance) for _ in range(12)).capitalize() + ".", []
    for number in range(claims):
        text += " "
        claim = _claim(world, chance, f"{BASE}claim/{identifier}-{number}", date, len(text))
        text += claim.quote
        made.append(claim)
    title = " ".join(world.words(chance) for _ in range(5)).capitalize()
    return Article(identifier, title, chance.choice(SOURCES), date.isoformat(), text, tuple(made))


def _claim(world: World, chance: random.Random, iri: str, date: datetime.date, start: int) -> Claim:
    supplier, recipient, system = world.states(chance), world.states(chance), world.systems(chance)
    status = STATUSES[min(int(chance.expovariate(0.5)), len(STATUSES) - 1)]
    minimum = chance.randint(1, 200) if chance.random() < 0.75 else None
    claimer = (world.people if chance.random() < 0.5 else world.states)(chance) if chance.random() < 0.75 else None
    words = world.labels[supplier], world.labels[recipient], world.labels[system]
    number = "some" if minimum is None else str(minimum)
    filler = " ".join(world.words(chance) for _ in range(4))
    quote = f"{words[0]} {status} {number} {words[2]} for {words[1]}, {filler}."
    return Claim(
        iri, supplier, recipient, system, world.categories[system], status, claimer,
        minimum, minimum + chance.choice((0, 0, 10)) if minimum is not None else None,
        (date - datetime.timedelta(days=chance.randint(0, 60))).isoformat() if chance.random() < 0.75 else None,
        chance.randint(300, 999) / 1000, (*words, world.labels[claimer] if claimer else ""), quote, start,
    )  # fmt: skip


def rows(article: Article) -> Rows:
    """What the projection of the article's quads gives, without the quads."""
    source = key(document := iris.document_iri(BASE, article.identifier))
    url = f"https://news.example/{article.identifier}"
    found: Rows = {name: [] for name in ("document", "fact", "transfer", "evidence", "passage")}
    found["document"].append(
        (source, article.identifier, str(document), article.title, article.source, url, "en", article.date,
         article.sha256, "benchmark")
    )  # fmt: skip
    found["passage"].append(passage(source, "document", source, article.date, article.title, article.text))
    named: set[str] = set()
    for claim in article.claims:
        own = key(claim.iri)
        named |= {n for n in (claim.supplier, claim.recipient, claim.system, claim.claimer, claim.category) if n}
        quantity = f"{claim.minimum}" if claim.minimum is not None else None
        numbers = [None if n is None else float(n) for n in (claim.minimum, claim.maximum)]
        found["transfer"].append(
            (own, claim.iri, source, claim.status, key(claim.supplier), claim.words[0], key(claim.recipient),
             claim.words[1], key(claim.system), claim.words[2], None, None,
             key(claim.category) if claim.category else None, key(claim.claimer) if claim.claimer else None,
             claim.words[3] or None, *numbers, quantity, claim.time or "", claim.time or "", None, None, article.date,
             claim.confidence, "benchmark")
        )  # fmt: skip
        found["evidence"].append(
            (own, claim.start, claim.start + len(claim.quote), claim.quote, None, None, source)
        )  # fmt: skip
        body = "\n".join([claim.quote, *(word for word in claim.words if word)])
        found["passage"].append(passage(own, "claim", source, article.date, None, body))
    found["fact"] = [(key(node), "iri", node, source) for node in sorted(named)]
    return found


def lines(article: Article) -> Iterator[str]:
    """The article as the store has it, in N-Quads: half the time that objects take."""
    end = f" <{iris.graph_iri(BASE, article.identifier)}> .\n"
    document, run = str(iris.document_iri(BASE, article.identifier)), f"{BASE}run/1"

    def say(subject: str, *pairs: tuple[str, str | None]) -> Iterator[str]:
        return (f"<{subject}> <{predicate}> {term}{end}" for predicate, term in pairs if term is not None)

    yield from say(
        document, (RDF.type, _iri(CK.Document)), (DCTERMS.identifier, _text(article.identifier)),
        (DCTERMS.title, _text(article.title)), (DCTERMS.source, _text(article.source)),
        (DCTERMS.language, _text("en")), (SCHEMA.datePublished, _typed(article.date, "date")),
        (SCHEMA.url, _text(f"https://news.example/{article.identifier}")), (CK.sha256, _text(article.sha256)),
        (SCHEMA.text, _text(article.text)), (PROV.wasGeneratedBy, _iri(run)),
    )  # fmt: skip
    yield from say(run, (RDF.type, _iri(PROV.Activity)), (CK.configurationHash, _text("benchmark")))
    for claim in article.claims:
        part = claim.iri.replace("/claim/", "/{}/").format
        quantity, time, evidence = part("quantity"), part("time"), part("evidence")
        position, quote = part("position"), part("quote")
        yield from say(
            claim.iri, (RDF.type, _iri(CK.Claim)), (RDF.type, _iri(CK.TransferClaim)),
            (PROV.wasDerivedFrom, _iri(document)), (CK.supplier, _iri(claim.supplier)),
            (CK.recipient, _iri(claim.recipient)), (CK.system, _iri(claim.system)),
            (CK.category, _iri(claim.category) if claim.category else None),
            (CK.claimer, _iri(claim.claimer) if claim.claimer else None),
            (CK.claimDate, _typed(article.date, "date")), (CK.status, _iri(f"{iris.ROOT}status/{claim.status}")),
            (CK.rule, _text("benchmark")), (CK.confidence, _typed(claim.confidence, "decimal")),
            (CK.supplierWords, _text(claim.words[0])), (CK.recipientWords, _text(claim.words[1])),
            (CK.systemWords, _text(claim.words[2])),
            (CK.claimerWords, _text(claim.words[3]) if claim.words[3] else None),
            (CK.quantity, _iri(quantity) if claim.minimum is not None else None),
            (CK.time, _iri(time) if claim.time else None), (OA.hasTarget, _iri(evidence)),
        )  # fmt: skip
        if claim.minimum is not None:
            yield from say(
                quantity, (RDF.type, _iri(CK.Quantity)), (SCHEMA.minValue, _typed(claim.minimum, "integer")),
                (SCHEMA.maxValue, _typed(claim.maximum, "integer")), (CK.words, _text(str(claim.minimum))),
            )  # fmt: skip
        if claim.time:
            day = _typed(claim.time, "date")
            yield from say(time, (RDF.type, _iri(CK.TimeSpan)), (CK.earliest, day), (CK.latest, day))
        yield from say(
            evidence, (RDF.type, _iri(OA.SpecificResource)), (OA.hasSource, _iri(document)),
            (OA.hasSelector, _iri(position)), (OA.hasSelector, _iri(quote)),
        )  # fmt: skip
        yield from say(
            position, (RDF.type, _iri(OA.TextPositionSelector)), (OA.start, _typed(claim.start, "integer")),
            (OA.end, _typed(claim.start + len(claim.quote), "integer")),
        )  # fmt: skip
        yield from say(quote, (RDF.type, _iri(OA.TextQuoteSelector)), (OA.exact, _text(claim.quote)))


def _iri(value: str) -> str:
    return f"<{value}>"


def _text(value: str) -> str:
    return json.dumps(value, ensure_ascii=False)  # its escapes are those of N-Quads


def _typed(value: object, kind: str) -> str:
    return f'"{value}"^^<{XSD}{kind}>'


def quads(article: Article) -> Iterator[ox.Quad]:
    """The article as the store has it."""
    return iter(ox.parse("".join(lines(article)), format=ox.RdfFormat.N_QUADS))


def fill_index(path: Path, found: Iterator[Article]) -> None:
    """A read model with these articles: rows first, then indexes, full text and facets."""
    with Index.open(path, base_iri=BASE) as index:
        index.load_reference(reference_graph())
        db = index._db
        made = db.execute(
            "SELECT type, name, sql FROM sqlite_master WHERE type IN ('index', 'trigger') AND sql IS NOT NULL "
            "AND tbl_name <> 'entity'"
        ).fetchall()
        db.execute("PRAGMA cache_size = -400000")
        db.execute("BEGIN IMMEDIATE")
        for kind, name, _ in made:
            db.execute(f"DROP {kind} {name}")
        for article in found:
            for table, values in rows(article).items():
                marks = ", ".join("?" * len(COLUMNS[table]))
                db.executemany(f"INSERT INTO {table} ({', '.join(COLUMNS[table])}) VALUES ({marks})", values)
        sort_transfers(db)
        for _, _, statement in made:
            db.execute(statement)
        db.execute("INSERT INTO search (search) VALUES ('rebuild')")
        db.execute("INSERT INTO facet SELECT dimension, value, count(*) FROM facet_value GROUP BY dimension, value")
        pairs = "SELECT ifnull(system, ''), ifnull(category, ''), count(*) FROM transfer GROUP BY 1, 2"
        db.execute(f"INSERT INTO pair {pairs}")
        db.execute("COMMIT")
        db.execute("INSERT INTO search (search) VALUES ('optimize')")
        db.execute("ANALYZE")


def fill_store(folder: Path, found: Iterator[Article]) -> None:
    """A store on disk with these articles and the reference data."""
    with Store.open(folder, base_iri=BASE) as store:
        store.load_reference(reference_graph())
        dump = folder / "dump.nq"  # a file is read beside what is sorted, without Python
        with dump.open("w", encoding="utf-8", newline="\n") as file:
            file.writelines(line for article in found for line in lines(article))
        store.quads.bulk_load(path=dump, format=ox.RdfFormat.N_QUADS, lenient=True)
        dump.unlink()
        store.quads.optimize()


def ensure(claims: int, folder: Path = FOLDER, *, store: bool = True) -> Path:
    """The folder of a store with so many claims and its read model, made where it is not there yet."""
    home = folder / f"graph-{claims}"
    home.mkdir(parents=True, exist_ok=True)
    if store and not (home / "quads").exists():
        (home / FILE).unlink(missing_ok=True)  # a store is begun in an empty folder
        fill_store(home, articles(claims))
    if not (home / FILE).exists():
        fill_index(home / "new.sqlite", articles(claims))
        (home / "new.sqlite").rename(home / FILE)
    return home


if __name__ == "__main__":
    where = Path(sys.argv[2]) if len(sys.argv) > 2 else FOLDER
    print(ensure(int(sys.argv[1]), where))
