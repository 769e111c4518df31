"""/sparql beyond the W3C's tests: formats, limits, description, who may write, other people's clients."""

from __future__ import annotations

import csv
import io
import json
import socket
import threading
import time
from pathlib import Path

import httpx
import pyoxigraph as ox
import pytest
import rdflib
from rdflib.plugins.stores.sparqlstore import SPARQLStore, SPARQLUpdateStore

from kg.config import load
from tests.serve.conftest import built, running
from tests.store.samples import BASE

LABELS = "SELECT ?label WHERE { state:DEU skos:prefLabel ?label } ORDER BY ?label"
STATES = "CONSTRUCT { ?s skos:prefLabel ?o } WHERE { ?s a ck:State ; skos:prefLabel ?o }"
CROSS = "SELECT (COUNT(*) AS ?n) WHERE { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l }"
UPDATE = {"content-type": "application/sparql-update"}
TURTLE = {"content-type": "text/turtle"}


def get(client: httpx.Client, query: str, accept: str = "*/*", **parameters: str) -> httpx.Response:
    return client.get("/sparql", params={"query": query, **parameters}, headers={"accept": accept})


class TestFormats:
    @pytest.mark.parametrize(
        ("accept", "media"),
        [
            ("*/*", "application/sparql-results+json"),
            ("application/json", "application/json"),
            ("application/sparql-results+xml", "application/sparql-results+xml"),
            ("text/csv", "text/csv; charset=utf-8"),
            ("text/tab-separated-values;q=0.9, text/csv;q=0.1", "text/tab-separated-values; charset=utf-8"),
            ("text/html,application/xhtml+xml,*/*;q=0.8", "text/html; charset=utf-8"),
        ],
    )
    def test_solutions(self, client: httpx.Client, accept: str, media: str) -> None:
        response = get(client, LABELS, accept)
        assert (response.status_code, response.headers["content-type"]) == (200, media)
        assert "Deutschland" in response.text and "Accept" in response.headers["vary"]

    @pytest.mark.parametrize(
        "media", ["text/turtle", "application/n-triples", "application/ld+json", "application/rdf+xml"]
    )
    def test_graphs(self, client: httpx.Client, media: str) -> None:
        response = get(client, STATES, media)
        assert response.headers["content-type"].partition(";")[0] == media
        format = ox.RdfFormat.from_media_type(media)
        assert len(set(ox.parse(response.content, format))) == 12

    def test_not_acceptable(self, client: httpx.Client) -> None:
        assert get(client, LABELS, "image/png").status_code == 406
        assert get(client, LABELS, "text/turtle").status_code == 406
        assert get(client, STATES, "text/csv").status_code == 406

    def test_format_parameter(self, client: httpx.Client) -> None:
        assert get(client, LABELS, "*/*", format="csv").text.startswith("label\r\n")
        assert get(client, STATES, "*/*", format="csv").headers["content-type"].startswith("text/turtle")

    def test_table_of_hostile_values(self, client: httpx.Client) -> None:
        query = (
            'SELECT ("<script>alert(1)</script>" AS ?x) (<javascript:alert(1)> AS ?y) (<https://x.example/> AS ?z) {}'
        )
        text = get(client, query, "text/html").text
        assert "<script" not in text and 'href="javascript' not in text and 'href="https://x.example/"' in text

    def test_claims_and_documents_are_links_to_their_pages(self, client: httpx.Client) -> None:
        query = f"SELECT ?c ?d {{ BIND(<{BASE}claim/a1-0> AS ?c) ?c prov:wasDerivedFrom ?d }}"
        text = get(client, query, "text/html").text
        for path in ("/claim/a1-0", "/document/a1"):
            assert f'href="{path}"' in text and client.get(path).status_code == 200

    def test_form_in_a_browser(self, client: httpx.Client) -> None:
        response = client.get("/sparql", headers={"accept": "text/html"})
        assert '<textarea id="query"' in response.text and "Who supplied what to whom" in response.text


class TestLimits:
    def test_truncation_is_marked(self, client: httpx.Client) -> None:
        response = get(client, "SELECT ?s ?p ?o { ?s ?p ?o }")
        assert response.headers["x-kg-truncated"] == "true"
        assert response.json()["head"] == {"vars": ["s", "p", "o"], "truncated": True}
        assert isinstance(ox.parse_query_results(response.content, ox.QueryResultsFormat.JSON), ox.QuerySolutions)
        assert get(client, "SELECT * { ?s ?p ?o }", "text/csv").headers["x-kg-truncated"] == "true"
        assert "x-kg-truncated" not in get(client, LABELS).headers

    @pytest.mark.parametrize(
        ("query", "reason"),
        [
            ("SELECT * WHERE { ?s ?p }", "query: error at 1:25"),
            ("ASK {\n ?s ?p }", "query: error at 2:9"),
            ("ASK { SERVICE <http://127.0.0.1:9/> { ?s ?p ?o } }", "query: SERVICE is not allowed"),
            ("DROP ALL", "query: DROP is an update"),
            ("ASK " + "{" * 51, "query: brackets nested deeper than 50"),
            ("", "query: "),
        ],
    )
    def test_malformed(self, client: httpx.Client, query: str, reason: str) -> None:
        response = get(client, query)
        assert response.status_code == 400 and response.json()["detail"].startswith(reason), response.text
        assert "\n" not in response.json()["detail"]

    def test_size(self, client: httpx.Client) -> None:
        long = f"ASK {{}} # {'x' * 20_000}"
        assert get(client, long).status_code == 413
        headers = {"content-type": "application/sparql-query"}
        assert client.post("/sparql", content=long, headers=headers).status_code == 413
        assert client.post("/sparql", content=long * 2, headers=headers).status_code == 413

    def test_deadline(self, client: httpx.Client) -> None:
        started = time.monotonic()
        response = get(client, CROSS)
        assert response.status_code == 422 and time.monotonic() - started < 3
        assert get(client, LABELS).status_code == 200
        assert "kg_sparql_queries_killed_total 0" not in client.get("/metrics").text

    def test_more_queries_than_turns(self, store: Path) -> None:
        with running(store, load(query_seconds=0.5, query_processes=1)) as client:
            codes: list[int] = []
            work = [threading.Thread(target=lambda: codes.append(get(client, CROSS).status_code)) for _ in range(4)]
            for thread in work:
                thread.start()
            assert client.get("/healthz", timeout=0.5).status_code == 200  # the event loop is free
            for thread in work:
                thread.join()
            assert set(codes) == {422, 503}
            assert get(client, LABELS).status_code in (200, 503)

    @pytest.mark.parametrize(
        "fields",
        [
            {"query": "ASK {}", "update": "CLEAR ALL"},
            {"query": "ASK {}", "using-graph-uri": "x:g"},
            {"update": "CLEAR ALL", "default-graph-uri": "x:g"},
            {"query": "ASK {}", "default-graph-uri": "no iri"},
            {"other": "ASK {}"},
        ],
    )
    def test_impossible_parameters(self, client: httpx.Client, fields: dict[str, str]) -> None:
        assert client.post("/sparql", data=fields).status_code == 400

    @pytest.mark.parametrize("query", ["query=%FF", "query=ASK{}&" + "&".join(f"a{n}=1" for n in range(1001))])
    def test_impossible_encoding(self, client: httpx.Client, query: str) -> None:
        assert client.get(f"/sparql?{query}").status_code == 400


class TestDescription:
    SD = "http://www.w3.org/ns/sparql-service-description#"

    @pytest.mark.parametrize(
        "media", ["text/turtle", "application/rdf+xml", "application/n-triples", "application/ld+json"]
    )
    def test_service_description(self, client: httpx.Client, media: str) -> None:
        """The W3C's three tests: RDF comes back, with an sd:Service, whose sd:endpoint is the address asked."""
        response = client.get("/sparql", headers={"accept": media})
        assert response.status_code == 200
        triples = {quad.triple for quad in ox.parse(response.content, ox.RdfFormat.from_media_type(media))}
        endpoint = ox.NamedNode(f"{client.base_url}sparql")
        a = ox.NamedNode("http://www.w3.org/1999/02/22-rdf-syntax-ns#type")
        assert ox.Triple(endpoint, a, ox.NamedNode(f"{self.SD}Service")) in triples
        assert ox.Triple(endpoint, ox.NamedNode(f"{self.SD}endpoint"), endpoint) in triples
        languages = {t.object for t in triples if t.predicate == ox.NamedNode(f"{self.SD}supportedLanguage")}
        assert languages == {ox.NamedNode(f"{self.SD}SPARQL11Query")}

    def test_examples_run(self, client: httpx.Client) -> None:
        graph = rdflib.Graph().parse(data=client.get("/sparql").text, format="turtle")
        found = list(graph.objects(None, rdflib.URIRef("http://www.w3.org/ns/shacl#select")))
        assert found
        for query in found:
            assert get(client, str(query)).status_code == 200

    def test_update_is_described_where_it_is_offered(self, writable: httpx.Client) -> None:
        assert "SPARQL11Update" in writable.get("/sparql").text

    def test_void(self, client: httpx.Client) -> None:
        graph = rdflib.Graph().parse(data=client.get("/.well-known/void").text, format="turtle")
        void = rdflib.Namespace("http://rdfs.org/ns/void#")
        assert [int(n) for n in graph.objects(None, void.documents)] == [5]
        (triples,) = graph.objects(None, void.triples)
        everything = get(client, "SELECT (COUNT(*) AS ?n) { GRAPH ?g { ?s ?p ?o } }").json()
        assert int(triples) == int(everything["results"]["bindings"][0]["n"]["value"])
        assert client.get("/.well-known/void", headers={"accept": "text/csv"}).status_code == 406

    def test_a_hostile_host_name(self, client: httpx.Client) -> None:
        response = client.get("/sparql", headers={"host": "a>b"})
        assert response.status_code in (200, 400) and "a>b" not in response.text


class TestWriting:
    def test_read_only(self, client: httpx.Client) -> None:
        assert client.post("/sparql", data={"update": "CLEAR ALL"}).status_code == 403
        for method in ("PUT", "POST", "DELETE"):
            response = client.request(method, "/rdf-graph-store?graph=x:g", content="", headers=TURTLE)
            assert response.status_code == 403

    def test_nothing_is_fetched(self, writable: httpx.Client) -> None:
        with socket.create_server(("127.0.0.1", 0)) as canary:
            canary.settimeout(0.2)
            url = f"http://127.0.0.1:{canary.getsockname()[1]}/"
            for update in (f"LOAD <{url}>", f"INSERT {{ ?s ?p ?o }} WHERE {{ SERVICE <{url}> {{ ?s ?p ?o }} }}"):
                assert writable.post("/sparql", content=update, headers=UPDATE).status_code == 400
            with pytest.raises(TimeoutError):
                canary.accept()

    def test_deep_nesting_ends_the_update_alone(self, writable: httpx.Client) -> None:
        update = f"INSERT {{ ?s ?p ?o }} WHERE {'{' * 20_000}{'}' * 20_000}"
        assert writable.post("/sparql", content=update, headers=UPDATE).status_code == 400
        assert writable.get("/readyz").status_code == 200

    @pytest.mark.parametrize(
        "headers",
        [{"origin": "https://evil.example"}, {"origin": "null"}, {"host": "rebound.example"}],
    )
    def test_a_page_elsewhere_cannot_write(self, writable: httpx.Client, headers: dict[str, str]) -> None:
        assert writable.post("/sparql", data={"update": "CLEAR ALL"}, headers=headers).status_code == 403

    def test_token(self, tmp_path: Path) -> None:
        with running(built(tmp_path / "store"), load(token="secret"), writable=True) as client:
            update = {"update": "INSERT DATA { GRAPH <x:g> { <x:s> <x:p> 1 } }"}
            for given in ("", "Bearer", "Bearer wrong", "Basic secret", "Bearer sécret"):
                response = client.post("/sparql", data=update, headers={b"authorization": given.encode()})
                assert response.status_code == 401 and response.headers["www-authenticate"] == "Bearer"
            assert client.put("/rdf-graph-store?graph=x:g", content="", headers=TURTLE).status_code == 401
            assert client.post("/sparql", data=update, headers={"authorization": "Bearer secret"}).status_code == 204

    def test_another_writer(self, tmp_path: Path) -> None:
        from kg.store import Store

        path = built(tmp_path / "store")
        with running(path, load(), writable=True) as client, Store.open(path, base_iri=BASE):
            response = client.post("/sparql", data={"update": "CLEAR ALL"})
            assert response.status_code == 503 and response.headers["retry-after"]
            assert str(tmp_path) not in response.text


class TestGraphStore:
    PATH = "/rdf-graph-store"

    def test_read(self, client: httpx.Client) -> None:
        response = client.get(self.PATH, params={"graph": f"{BASE}graph/a1"})
        assert any(ox.parse(response.content, ox.RdfFormat.TURTLE))
        assert client.head(self.PATH, params={"graph": f"{BASE}graph/a1"}).text == ""
        assert client.get(f"{self.PATH}?default").status_code == 200
        assert client.get(self.PATH, params={"graph": "x:none"}).status_code == 404
        for bad in ("", "?graph=none", "?graph=x:g&default", "?graph=x:g&graph=x:h"):
            assert client.get(f"{self.PATH}{bad}").status_code == 400

    def test_write(self, writable: httpx.Client) -> None:
        where = {"graph": "http://x.example/g"}

        def numbers() -> list[str]:
            found = writable.get(self.PATH, params=where, headers={"accept": "application/n-triples"})
            return sorted(line.split('"')[1] for line in found.text.splitlines())

        put = writable.put(self.PATH, params=where, content="<s> <p> 1, 2 .", headers=TURTLE)
        assert put.status_code == 201 and numbers() == ["1", "2"]
        assert writable.put(self.PATH, params=where, content="<s> <p> 3 .", headers=TURTLE).status_code == 204
        assert numbers() == ["3"]
        data = json.dumps({"@id": "http://x.example/s", "http://x.example/p": 4})
        headers = {"content-type": "application/ld+json"}
        assert writable.post(self.PATH, params=where, content=data, headers=headers).status_code == 204
        assert numbers() == ["3", "4"]
        assert writable.delete(self.PATH, params=where).status_code == 204
        assert writable.get(self.PATH, params=where).status_code == 404
        assert writable.delete(self.PATH, params=where).status_code == 404

    def test_default_graph(self, writable: httpx.Client) -> None:
        assert writable.put(f"{self.PATH}?default", content="<x:s> <x:p> 1 .", headers=TURTLE).status_code == 204
        assert "<x:s>" in writable.get(f"{self.PATH}?default").text
        assert writable.delete(f"{self.PATH}?default").status_code == 204
        assert "<x:s>" not in writable.get(f"{self.PATH}?default").text

    def test_bad_bodies(self, writable: httpx.Client) -> None:
        bomb = '<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "aaaa">]><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"/>'
        for body, media, status in (
            ("<s> <p>", "text/turtle", 400),
            (bomb, "application/rdf+xml", 400),
            ('{"@context": "http://127.0.0.1:9/", "@id": "x:s"}', "application/ld+json", 400),
            ("a,b", "text/csv", 415),
        ):
            response = writable.put(f"{self.PATH}?graph=x:g", content=body, headers={"content-type": media})
            assert response.status_code == status, (media, response.text)
        assert writable.get(f"{self.PATH}?graph=x:g").status_code == 404

    def test_the_pages_follow(self, tmp_path: Path) -> None:
        with running(built(tmp_path / "store"), load(), writable=True) as client:
            assert client.get("/claim/a1-0").status_code == 200
            assert client.delete(self.PATH, params={"graph": f"{BASE}graph/a1"}).status_code == 204
            deadline = time.monotonic() + 15
            while client.get("/claim/a1-0").status_code == 200:
                assert time.monotonic() < deadline
                time.sleep(0.1)
            assert client.get("/claim/a2-0").status_code == 200


class TestClients:
    def test_rdflib(self, client: httpx.Client) -> None:
        graph = rdflib.Graph(SPARQLStore(f"{client.base_url}sparql"))
        rows = list(graph.query("PREFIX skos: <http://www.w3.org/2004/02/skos/core#> " + LABELS, initNs={}))
        assert [str(row.label) for row in rows] == ["Deutschland", "Germany"]
        assert len(list(graph.triples((rdflib.URIRef(f"{BASE}document/a1"), None, None)))) > 5
        constructed = graph.query("CONSTRUCT { ?s a ?t } WHERE { ?s a ?t } LIMIT 3")
        assert constructed.graph is not None and len(constructed.graph) == 3

    def test_rdflib_writes(self, writable: httpx.Client) -> None:
        url = f"{writable.base_url}sparql"
        store = SPARQLUpdateStore(url, url)
        node = rdflib.URIRef("http://x.example/rdflib")
        graph = rdflib.Graph(store, identifier=rdflib.URIRef("http://x.example/rdflib-graph"))
        graph.add((node, node, rdflib.Literal("said")))
        assert (node, node, rdflib.Literal("said")) in graph
        graph.remove((node, None, None))
        assert (node, node, rdflib.Literal("said")) not in graph

    def test_sparqlwrapper(self, client: httpx.Client) -> None:
        wrapper = pytest.importorskip("SPARQLWrapper", reason="a client of others, in the development lock")
        sparql = wrapper.SPARQLWrapper(f"{client.base_url}sparql")
        for method in (wrapper.GET, wrapper.POST):
            sparql.setMethod(method)
            sparql.setQuery(LABELS)
            sparql.setReturnFormat(wrapper.JSON)
            rows = sparql.queryAndConvert()["results"]["bindings"]
            assert [row["label"]["value"] for row in rows] == ["Deutschland", "Germany"]
            for format in (wrapper.XML, wrapper.CSV):
                sparql.setReturnFormat(format)
                assert sparql.query().response.status == 200
            sparql.setQuery(STATES)
            sparql.setReturnFormat(wrapper.TURTLE)
            assert b"Germany" in sparql.queryAndConvert()

    def test_yasgui(self, client: httpx.Client) -> None:
        """The request that YASGUI sends from another origin: a form, after a preflight for its Accept header."""
        origin = {"origin": "https://y.example"}
        asking = {"access-control-request-method": "POST", "access-control-request-headers": "accept,content-type"}
        assert client.options("/sparql", headers=origin | asking).status_code == 200
        accept = "application/sparql-results+json,*/*;q=0.9"
        response = client.post("/sparql", data={"query": LABELS}, headers=origin | {"accept": accept})
        assert response.headers["access-control-allow-origin"] == "https://y.example"
        assert "X-KG-Truncated" in response.headers["access-control-expose-headers"]
        assert len(response.json()["results"]["bindings"]) == 2
        stranger = client.post("/sparql", data={"query": LABELS}, headers={"origin": "https://z.example"})
        assert "access-control-allow-origin" not in stranger.headers

    def test_spreadsheet(self, client: httpx.Client) -> None:
        rows = list(csv.DictReader(io.StringIO(get(client, LABELS, "text/csv").text)))
        assert rows == [{"label": "Deutschland"}, {"label": "Germany"}]
