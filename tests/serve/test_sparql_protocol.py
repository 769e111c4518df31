"""The 34 tests of the W3C's SPARQL 1.1 protocol manifest, named as there, in our own words.

https://github.com/w3c/rdf-tests/blob/main/sparql/sparql11/protocol/manifest.ttl (its own requests, sent as they stand
there, pass as well: 34 of 34)
"""

from __future__ import annotations

import xml.etree.ElementTree as ET

import httpx
import pytest

DATA = "http://data.example/"
ONE, TWO, THREE = (f"{DATA}{number}.rdf" for number in (1, 2, 3))
FORM = {"content-type": "application/x-www-form-urlencoded"}
QUERY = {"content-type": "application/sparql-query"}
UPDATE = {"content-type": "application/sparql-update"}
XML = {"accept": "application/sparql-results+xml"}
RESULTS = ("application/sparql-results+xml", "application/sparql-results+json")
TABLES = (*RESULTS, "text/tab-separated-values", "text/csv")
GRAPHS = ("application/rdf+xml", "application/rdf+json", "text/turtle")
PREFIXES = "PREFIX dc: <http://purl.org/dc/terms/> PREFIX foaf: <http://xmlns.com/foaf/0.1/> "
FILL = "CLEAR ALL ; INSERT DATA { %s }"


def graphs(*names: str) -> str:
    return FILL % " ".join(f"GRAPH <{name}> {{ <{name}> a foaf:Document }}" for name in names)


@pytest.fixture
def server(writable: httpx.Client) -> httpx.Client:
    """A server with three graphs."""
    filled = " ".join(f"GRAPH <{graph}> {{ <{graph}> a ?kind }}" for graph in (ONE, TWO, THREE))
    if not ask(writable, f"ASK {{ {filled} }}"):
        writable.post("/sparql", content=PREFIXES + graphs(ONE, TWO, THREE), headers=UPDATE).raise_for_status()
    return writable


def media(response: httpx.Response) -> str:
    return response.headers["content-type"].partition(";")[0]


def boolean(response: httpx.Response) -> bool:
    assert response.is_success, response.text
    assert media(response) in RESULTS
    if media(response) == RESULTS[1]:
        return bool(response.json()["boolean"])
    found = ET.fromstring(response.text).find("{http://www.w3.org/2005/sparql-results#}boolean")
    assert found is not None
    return found.text == "true"


def ask(server: httpx.Client, query: str) -> bool:
    return boolean(server.post("/sparql", content=query, headers=QUERY | XML))


def refused(response: httpx.Response) -> bool:
    return 400 <= response.status_code < 500


class TestQuery:
    def test_query_post_form(self, server: httpx.Client) -> None:
        assert boolean(server.post("/sparql/", content="query=ASK%20%7B%7D", headers=FORM))

    def test_query_dataset_default_graphs_get(self, server: httpx.Client) -> None:
        query = f"ASK {{ <{ONE}> a ?type . <{TWO}> a ?type . }}"
        assert boolean(server.get("/sparql", params={"query": query, "default-graph-uri": [ONE, TWO]}))
        assert not boolean(server.get("/sparql", params={"query": query, "default-graph-uri": [ONE, THREE]}))

    def test_query_dataset_default_graphs_post(self, server: httpx.Client) -> None:
        query = f"ASK {{ <{ONE}> ?p ?o . <{TWO}> ?p ?o }}"
        parameters = {"default-graph-uri": [ONE, TWO]}
        assert boolean(server.post("/sparql/", params=parameters, content=query, headers=QUERY))

    def test_query_dataset_named_graphs_post(self, server: httpx.Client) -> None:
        query, parameters = "ASK { GRAPH ?g { ?s ?p ?o } }", {"named-graph-uri": [ONE, TWO]}
        assert boolean(server.post("/sparql/", params=parameters, content=query, headers=QUERY))

    def test_query_dataset_named_graphs_get(self, server: httpx.Client) -> None:
        parameters = {"named-graph-uri": [ONE, TWO], "query": "ASK { GRAPH ?g { ?s ?p ?o } }"}
        assert boolean(server.get("/sparql/", params=parameters))
        outside = {"named-graph-uri": [ONE, TWO], "query": f"ASK {{ GRAPH <{THREE}> {{ ?s ?p ?o }} }}"}
        assert not boolean(server.get("/sparql/", params=outside))

    def test_query_dataset_full(self, server: httpx.Client) -> None:
        response = server.post(
            "/sparql/",
            params={"default-graph-uri": THREE, "named-graph-uri": [ONE, TWO]},
            content="SELECT ?g ?x ?s { ?x ?y ?o  GRAPH ?g { ?s ?p ?o } }",
            headers=QUERY,
        )
        rows = response.json()["results"]["bindings"]
        assert {(row["x"]["value"], row["g"]["value"]) for row in rows} == {(THREE, ONE), (THREE, TWO)}

    def test_query_multiple_dataset(self, server: httpx.Client) -> None:
        query = f"ASK FROM <{ONE}> {{ <{ONE}> ?p ?o }}"
        assert ask(server, query)
        parameters = {"default-graph-uri": TWO}  # the protocol's dataset wins
        assert not boolean(server.post("/sparql/", params=parameters, content=query, headers=QUERY))

    def test_query_get(self, server: httpx.Client) -> None:
        assert boolean(server.get("/sparql?query=ASK%20%7B%7D"))

    def test_query_post_direct(self, server: httpx.Client) -> None:
        assert boolean(server.post("/sparql/", content="ASK {}", headers=QUERY))

    @pytest.mark.parametrize(
        ("query", "types"),
        [
            pytest.param("SELECT (1 AS ?value) {}", TABLES, id="query_content_type_select"),
            pytest.param("ASK {}", RESULTS, id="query_content_type_ask"),
            pytest.param("DESCRIBE <http://example.org/>", GRAPHS, id="query_content_type_describe"),
            pytest.param("CONSTRUCT { <s> <p> 1 } WHERE {}", GRAPHS, id="query_content_type_construct"),
        ],
    )
    def test_query_content_type(self, server: httpx.Client, query: str, types: tuple[str, ...]) -> None:
        response = server.post("/sparql/", content=query, headers=QUERY)
        assert response.is_success and media(response) in types


class TestUpdate:
    def test_update_dataset_default_graph(self, server: httpx.Client) -> None:
        target = "http://example.org/protocol-update-dataset-test/"
        self.update(server, graphs(ONE), target, "?s a foaf:Document", {"using-graph-uri": ONE})
        assert ask(
            server, f"ASK {{ GRAPH <{target}> {{ <{ONE}> a <http://purl.org/dc/terms/BibliographicResource> }} }}"
        )

    def test_update_dataset_default_graphs(self, server: httpx.Client) -> None:
        target = "http://example.org/protocol-update-dataset-graphs-test/"
        self.update(server, graphs(ONE, TWO, THREE), target, "?s a foaf:Document", {"using-graph-uri": [ONE, TWO]})
        assert self.subjects(server, target) == {ONE, TWO}

    def test_update_dataset_named_graphs(self, server: httpx.Client) -> None:
        target = "http://example.org/protocol-update-dataset-named-graphs-test/"
        pattern, using = "GRAPH ?g { ?s a foaf:Document }", {"using-named-graph-uri": [ONE, TWO]}
        self.update(server, graphs(ONE, TWO, THREE), target, pattern, using)
        assert self.subjects(server, target) == {ONE, TWO}

    def test_update_dataset_full(self, server: httpx.Client) -> None:
        target = "http://example.org/protocol-update-dataset-full-test/"
        update = (
            f"{PREFIXES}{graphs(ONE, TWO, THREE)} ; INSERT {{ GRAPH <{target}> {{ ?s <http://example.org/in> ?in }} }} "
            "WHERE { { GRAPH ?g { ?s a foaf:Document } BIND(?g AS ?in) } "
            'UNION { ?s a foaf:Document . BIND("default" AS ?in) } }'
        )
        using = {"using-graph-uri": ONE, "using-named-graph-uri": TWO}
        assert server.post("/sparql", params=using, content=update, headers=UPDATE).is_success
        query = f"SELECT ?s ?in {{ GRAPH <{target}> {{ ?s <http://example.org/in> ?in }} }}"
        rows = server.get("/sparql", params={"query": query}).json()["results"]["bindings"]
        assert {(row["s"]["value"], row["in"]["value"]) for row in rows} == {(ONE, "default"), (TWO, TWO)}

    def test_update_post_form(self, server: httpx.Client) -> None:
        assert server.post("/sparql/", content="update=CLEAR%20ALL", headers=FORM).is_success
        assert not ask(server, "ASK { ?s ?p ?o }")

    def test_update_post_direct(self, server: httpx.Client) -> None:
        assert server.post("/sparql/", content="CLEAR ALL", headers=UPDATE).is_success
        assert not ask(server, "ASK { ?s ?p ?o }")

    def test_update_base_uri(self, server: httpx.Client) -> None:
        graph = "http://example.org/protocol-base-test/"
        triple = "<http://e.example/s> <http://e.example/p> <test>"
        update = f"CLEAR GRAPH <{graph}> ; INSERT DATA {{ GRAPH <{graph}> {{ {triple} }} }}"
        assert server.post("/sparql/", content=update, headers=UPDATE).is_success
        query = f"SELECT ?o WHERE {{ GRAPH <{graph}> {{ <http://e.example/s> <http://e.example/p> ?o }} }}"
        (row,) = server.get("/sparql", params={"query": query}).json()["results"]["bindings"]
        assert row["o"]["type"] == "uri" and row["o"]["value"].endswith("/test")

    @staticmethod
    def update(server: httpx.Client, fill: str, target: str, pattern: str, using: dict[str, str | list[str]]) -> None:
        template = f"GRAPH <{target}> {{ ?s a dc:BibliographicResource }}"
        update = f"{PREFIXES}{fill} ; INSERT {{ {template} }} WHERE {{ {pattern} }}"
        response = server.post("/sparql", params=using, content=update, headers=UPDATE)
        assert response.is_success, response.text

    @staticmethod
    def subjects(server: httpx.Client, graph: str) -> set[str]:
        query = f"SELECT ?s {{ GRAPH <{graph}> {{ ?s a <http://purl.org/dc/terms/BibliographicResource> }} }}"
        rows = server.get("/sparql", params={"query": query}).json()["results"]["bindings"]
        return {row["s"]["value"] for row in rows}


class TestBad:
    def test_bad_query_method(self, server: httpx.Client) -> None:
        assert refused(server.put("/sparql?query=ASK%20%7B%7D"))

    def test_bad_multiple_queries(self, server: httpx.Client) -> None:
        assert refused(server.get("/sparql?query=ASK%20%7B%7D&query=SELECT%20%2A%20%7B%7D"))

    def test_bad_query_wrong_media_type(self, server: httpx.Client) -> None:
        assert refused(server.post("/sparql/", content="ASK {}", headers={"content-type": "text/plain"}))

    def test_bad_query_missing_form_type(self, server: httpx.Client) -> None:
        assert refused(server.post("/sparql/", content=b"query=ASK%20%7B%7D"))

    def test_bad_query_missing_direct_type(self, server: httpx.Client) -> None:
        assert refused(server.post("/sparql/", content=b"ASK {}"))

    @pytest.mark.parametrize("charset", ["; charset=UTF-16", ""])
    def test_bad_query_non_utf8(self, server: httpx.Client, charset: str) -> None:
        headers = {"content-type": f"application/sparql-query{charset}"}
        assert refused(server.post("/sparql/", content="ASK {}".encode("utf-16"), headers=headers))

    def test_bad_query_syntax(self, server: httpx.Client) -> None:
        assert refused(server.get("/sparql?query=ASK%20%7B"))

    def test_bad_update_get(self, server: httpx.Client) -> None:
        assert refused(server.get("/sparql?update=CLEAR%20ALL"))
        assert ask(server, "ASK { ?s ?p ?o }")

    def test_bad_multiple_updates(self, server: httpx.Client) -> None:
        assert refused(server.post("/sparql/", content="update=CLEAR%20NAMED&update=CLEAR%20DEFAULT", headers=FORM))

    def test_bad_update_wrong_media_type(self, server: httpx.Client) -> None:
        assert refused(server.post("/sparql/", content="CLEAR NAMED", headers={"content-type": "text/plain"}))

    def test_bad_update_missing_form_type(self, server: httpx.Client) -> None:
        assert refused(server.post("/sparql/", content=b"update=CLEAR%20NAMED"))

    @pytest.mark.parametrize("charset", ["; charset=UTF-16", ""])
    def test_bad_update_non_utf8(self, server: httpx.Client, charset: str) -> None:
        headers = {"content-type": f"application/sparql-update{charset}"}
        assert refused(server.post("/sparql/", content="CLEAR NAMED".encode("utf-16"), headers=headers))

    def test_bad_update_syntax(self, server: httpx.Client) -> None:
        assert refused(server.post("/sparql/", content="update=CLEAR%20XYZ", headers=FORM))

    def test_bad_update_dataset_conflict(self, server: httpx.Client) -> None:
        update = (
            f"{PREFIXES}WITH <http://example/addresses> DELETE {{ ?person foaf:givenName 'Bill' }} "
            "INSERT { ?person foaf:givenName 'William' } WHERE { ?person foaf:givenName 'Bill' }"
        )
        fields = {"using-named-graph-uri": "http://example/people", "update": update}
        assert refused(server.post("/sparql/", data=fields))
        assert server.post("/sparql/", data={"update": update}).is_success
