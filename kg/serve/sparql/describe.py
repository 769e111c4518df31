"""What the service is and what is in it, in RDF.

https://www.w3.org/TR/sparql11-service-description/ and https://www.w3.org/TR/void/
"""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator

import pyoxigraph as ox
from anyio import to_thread
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from kg.query.named import questions
from kg.query.sparql import GRAPHS
from kg.serve.accept import choose
from kg.serve.address import own_url
from kg.serve.sparql.formats import GRAPH_TYPES, content_type
from kg.serve.state import Service, service
from kg.store.prefixes import PREFIXES

SD = "http://www.w3.org/ns/sparql-service-description#"
VOID = "http://rdfs.org/ns/void#"
FORMATS = "http://www.w3.org/ns/formats/"
SH = "http://www.w3.org/ns/shacl#"
RDFS = PREFIXES["rdfs"]
DCTERMS = PREFIXES["dcterms"]
A = PREFIXES["rdf"] + "type"

RESULT_FORMATS = (
    "SPARQL_Results_JSON", "SPARQL_Results_XML", "SPARQL_Results_CSV", "SPARQL_Results_TSV",
    "Turtle", "N-Triples", "JSON-LD", "RDF_XML",
)  # fmt: skip
COUNT_SECONDS = 60.0
"""How old the counts may be: counting goes through the whole store."""

Triples = Iterator[tuple[str, str, ox.NamedNode | ox.Literal]]


async def service_description(request: Request) -> Response:
    """The description of /sparql, with the named questions as examples."""
    return await _answer(request, with_service=True)


async def void(request: Request) -> Response:
    """The description of the data set."""
    return await _answer(request, with_service=False)


async def _answer(request: Request, *, with_service: bool) -> Response:
    media = choose(request.headers.get("accept"), GRAPH_TYPES)
    if media is None:
        raise HTTPException(406, f"the description can be one of {', '.join(GRAPH_TYPES)}")
    found = service(request)
    endpoint, dataset = own_url(request, "/sparql"), own_url(request, "/.well-known/void#dataset")
    counts = await to_thread.run_sync(_counts.of, found)
    triples = list(_dataset(found, dataset, endpoint, counts))
    if with_service:
        triples += [*_service(found, endpoint, dataset, counts[0]), *_examples(endpoint)]
    graph = (ox.Triple(ox.NamedNode(s), ox.NamedNode(p), o) for s, p, o in triples)
    names = {"sd": SD, "void": VOID, "formats": FORMATS, "sh": SH} | PREFIXES
    body = ox.serialize(graph, format=GRAPHS[GRAPH_TYPES[media]], prefixes=names) or b""
    return Response(body, headers={"content-type": content_type(media), "vary": "Accept"})


def _service(found: Service, endpoint: str, dataset: str, triples: int) -> Triples:
    default = f"{endpoint}#default-graph"
    yield endpoint, A, ox.NamedNode(SD + "Service")
    yield endpoint, SD + "endpoint", ox.NamedNode(endpoint)
    yield endpoint, SD + "supportedLanguage", ox.NamedNode(SD + "SPARQL11Query")
    if found.writable:
        yield endpoint, SD + "supportedLanguage", ox.NamedNode(SD + "SPARQL11Update")
    for name in RESULT_FORMATS:
        yield endpoint, SD + "resultFormat", ox.NamedNode(FORMATS + name)
    yield endpoint, SD + "feature", ox.NamedNode(SD + "UnionDefaultGraph")
    yield endpoint, SD + "defaultDataset", ox.NamedNode(dataset)
    yield dataset, A, ox.NamedNode(SD + "Dataset")
    yield dataset, SD + "defaultGraph", ox.NamedNode(default)
    yield default, A, ox.NamedNode(SD + "Graph")
    yield default, VOID + "triples", ox.Literal(triples)


def _examples(endpoint: str) -> Triples:
    for name, question in questions().items():
        node = f"{endpoint}#{name}"
        yield node, A, ox.NamedNode(SH + "SPARQLExecutable")
        yield node, A, ox.NamedNode(SH + "SPARQLSelectExecutable")
        yield node, RDFS + "label", ox.Literal(question.title, language="en")
        yield node, RDFS + "comment", ox.Literal(question.question, language="en")
        yield node, SH + "select", ox.Literal(question.sparql)
        yield node, PREFIXES["schema"] + "target", ox.NamedNode(endpoint)


def _dataset(found: Service, dataset: str, endpoint: str, counts: tuple[int, int]) -> Triples:
    yield dataset, A, ox.NamedNode(VOID + "Dataset")
    yield dataset, DCTERMS + "title", ox.Literal("Claims on arms transfers in conflict news", language="en")
    yield dataset, VOID + "sparqlEndpoint", ox.NamedNode(endpoint)
    yield dataset, VOID + "uriSpace", ox.Literal(found.model.base_iri)
    yield dataset, VOID + "triples", ox.Literal(counts[0])
    yield dataset, VOID + "documents", ox.Literal(counts[1])
    for name in ("Turtle", "N-Triples", "JSON-LD", "RDF_XML"):
        yield dataset, VOID + "feature", ox.NamedNode(FORMATS + name)
    for name in ("ck", "dcterms", "oa", "org", "prov", "schema", "skos", "time"):
        yield dataset, VOID + "vocabulary", ox.NamedNode(PREFIXES[name])


class _Counts:
    """Numbers of quads and documents of each store, counted at most once in ``COUNT_SECONDS``."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._known: dict[str, tuple[float, tuple[int, int]]] = {}

    def of(self, found: Service) -> tuple[int, int]:
        with self._lock:
            counted, counts = self._known.get(str(found.store), (-COUNT_SECONDS, (0, 0)))
            if time.monotonic() - counted >= COUNT_SECONDS:
                with found.snapshots.hold() as snapshot:
                    counts = len(snapshot.quads), len(snapshot.documents())
                self._known[str(found.store)] = time.monotonic(), counts
            return counts


_counts = _Counts()
