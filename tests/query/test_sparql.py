"""Ad-hoc SPARQL: answers in every format, and what strangers may try."""

from __future__ import annotations

import json
import socket
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pyoxigraph as ox
import pytest

from kg.config import Settings, load
from kg.errors import QueryError, QueryTimeoutError, StoreError, UsageError
from kg.query.scan import check
from kg.query.sparql import GRAPHS, SOLUTIONS, Engine
from kg.query.worker import RESULT_BYTES
from kg.store import Store
from tests.store.samples import BASE, put_all

LABEL = "SELECT ?label WHERE { state:DEU skos:prefLabel ?label } ORDER BY ?label"
CROSS = "SELECT (COUNT(*) AS ?n) WHERE { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l }"


class TestAnswers:
    def test_solutions(self, engine: Engine) -> None:
        result = engine.run(LABEL)
        assert [str(row["label"]) for row in result.rows()] == ['"Deutschland"@de', '"Germany"@en']
        assert result.kind == "solutions" and not result.truncated

    def test_solutions_in_every_format(self, engine: Engine) -> None:
        result = engine.run("SELECT ?s ?p ?o WHERE { ?s ?p ?o } ORDER BY ?s ?p ?o LIMIT 40")
        for name in ("json", "xml", "tsv"):
            parsed = ox.parse_query_results(result.serialize(name), SOLUTIONS[name])
            assert isinstance(parsed, ox.QuerySolutions)
            assert [list(row) for row in parsed] == [list(row.values()) for row in result.rows()], name
        assert result.serialize("csv").splitlines()[0] == b"s,p,o"
        with pytest.raises(UsageError, match="json, xml, csv, tsv"):
            result.serialize("turtle")

    def test_every_kind_of_term(self, engine: Engine) -> None:
        result = engine.run(
            'SELECT ?i ?s ?l ?n ?b ?none ?t WHERE { BIND(<x:i> AS ?i) BIND("s\\n\\u0007\\"" AS ?s) BIND("l"@en AS ?l)'
            " BIND(1.5 AS ?n) BIND(BNODE() AS ?b) BIND(<<( <x:s> <x:p> 1 )>> AS ?t) }"
        )
        (row,) = result.rows()
        assert row["i"] == ox.NamedNode("x:i")
        assert row["s"] == ox.Literal('s\n\x07"')
        assert row["l"] == ox.Literal("l", language="en")
        assert str(row["n"]).startswith('"1.5"^^')
        assert isinstance(row["b"], ox.BlankNode) and row["none"] is None and isinstance(row["t"], ox.Triple)

    def test_boolean(self, engine: Engine) -> None:
        assert engine.run("ASK { state:DEU a ck:State }")
        no = engine.run("ASK { state:DEU a ck:Person }")
        assert not no and json.loads(no.serialize("json"))["boolean"] is False
        assert b"<boolean>false</boolean>" in no.serialize("xml")

    def test_graph_in_every_format(self, engine: Engine) -> None:
        result = engine.run("CONSTRUCT { ?s skos:prefLabel ?o } WHERE { ?s a ck:State ; skos:prefLabel ?o }")
        graphs = [set(ox.parse(result.serialize(name), format)) for name, format in GRAPHS.items()]
        assert len(graphs[0]) > 5 and all(graphs[0] == other for other in graphs)

    def test_rows_are_capped_and_said_to_be(self, engine: Engine) -> None:
        result = engine.run("SELECT * WHERE { ?s ?p ?o }")
        assert len(result.rows()) == 50 and result.truncated
        assert not engine.run("SELECT * WHERE { ?s ?p ?o } LIMIT 50").truncated
        assert engine.run("CONSTRUCT WHERE { ?s ?p ?o }").truncated

    def test_bytes_are_capped_too(self, engine: Engine) -> None:
        doubled = " ".join(f"BIND(CONCAT(?a{n}, ?a{n}) AS ?a{n + 1})" for n in range(22))
        result = engine.run(f'SELECT ?a22 WHERE {{ ?s ?p ?o BIND("x" AS ?a0) {doubled} }}')
        assert 0 < len(result.rows()) < 50 and result.truncated and len(result.payload) < RESULT_BYTES
        result = engine.run(f'CONSTRUCT {{ ?s ?p ?a22 }} WHERE {{ ?s ?p ?o BIND("x" AS ?a0) {doubled} }}')
        assert result.truncated and 1_000_000 < len(result.payload) < RESULT_BYTES

    def test_dataset_of_the_protocol(self, engine: Engine) -> None:
        count = "SELECT (COUNT(*) AS ?n) WHERE { ?s a ck:TransferClaim }"

        def claims(*default: str) -> int:
            (row,) = engine.run(count, default_graph=default).rows()
            return int(row["n"].value)

        assert (claims(), claims(f"{BASE}graph/a5"), claims("http://nowhere.example/")) == (6, 2, 0)
        in_query = engine.run(count.replace("WHERE", f"FROM <{BASE}graph/a5> WHERE")).rows()
        assert [row["n"] for row in in_query] == [ox.Literal(2)]

    def test_substitution_is_not_string_building(self, engine: Engine) -> None:
        hostile = ox.Literal('" } ; DROP ALL #')
        rows = engine.run("SELECT ?s ?v WHERE { ?s skos:prefLabel ?v }", substitutions={"v": hostile}).rows()
        assert rows == []

    def test_new_data_is_seen(self, tmp_path: Path, settings: Settings) -> None:
        with Store.open(tmp_path / "s", base_iri=BASE) as store, Engine(tmp_path / "s", settings) as engine:
            assert not engine.run("ASK { ?s a ck:Document }")
            put_all(store)
            assert engine.run("ASK { ?s a ck:Document }")
            store.withdraw("a1")
            assert not engine.run('ASK { ?s dcterms:identifier "a1" }')

    def test_no_store(self, tmp_path: Path, settings: Settings) -> None:
        with Engine(tmp_path / "none", settings) as engine, pytest.raises(StoreError, match="no store there"):
            engine.run("ASK {}")

    def test_threads_share_an_engine(self, path: Path, settings: Settings) -> None:
        answers: list[int] = []
        with Engine(path, settings, processes=2) as engine:
            work = [threading.Thread(target=lambda: answers.append(len(engine.run(LABEL).rows()))) for _ in range(8)]
            for thread in work:
                thread.start()
            for thread in work:
                thread.join()
        assert answers == [2] * 8


class TestAttacks:
    @pytest.fixture(autouse=True)
    def _process_alive(self, engine: Engine) -> Iterator[None]:
        yield
        assert len(engine.run(LABEL).rows()) == 2

    @pytest.mark.parametrize(
        "query",
        [
            "SELECT * WHERE " + "{" * 8000 + "}" * 8000,
            "SELECT * WHERE { FILTER(" + "(" * 8000 + "1" + ")" * 8000 + ") }",
            "SELECT * WHERE {" + "OPTIONAL { ?s ?p ?o }" * 4000 + "}",
            "SELECT * WHERE {" + " UNION ".join(["{ ?s ?p ?o }"] * 4000) + "}",
            "SELECT * WHERE { FILTER(" + "!" * 16000 + "true) }",
            "SELECT (1" + "+1" * 8000 + " AS ?x) {}",
            "SELECT * WHERE { ?s " + "/".join(["<a:b>"] * 4000) + " ?o }",
            "SELECT * WHERE { ?s ?p " + "<<( <a:b> <a:b> " * 4000 + "1" + ")>>" * 4000 + "}",
        ],
    )
    def test_deep_or_long_is_refused_before_parsing(self, engine: Engine, query: str) -> None:
        with pytest.raises(QueryError, match=r"nested deeper|operators"):
            engine.run(query)

    def test_what_the_scan_lets_through_kills_only_the_worker(
        self, engine: Engine, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr("kg.query.sparql.check", lambda *_: None)
        with pytest.raises(QueryError, match="memory or deeper nesting"):
            engine.run("SELECT * WHERE " + "{" * 8000 + "}" * 8000)

    def test_too_long(self, engine: Engine) -> None:
        with pytest.raises(QueryError, match="query_bytes"):
            engine.run("#" * 100_001)

    def test_a_thousand_patterns_keep_the_deadline(self, engine: Engine) -> None:
        begin = time.monotonic()
        with pytest.raises((QueryTimeoutError, QueryError)):
            engine.run("SELECT * WHERE {" + " ".join(f"?s{i} ?p{i} ?s{i + 1} ." for i in range(1000)) + "}")
        assert time.monotonic() - begin < 6

    def test_cross_product_keeps_the_deadline(self, engine: Engine) -> None:
        begin = time.monotonic()
        with pytest.raises(QueryTimeoutError, match="stopped after 3 s"):
            engine.run(CROSS)
        assert time.monotonic() - begin < 6

    def test_waiting_for_others_has_an_end_too(self, path: Path) -> None:
        with Engine(path, load(query_seconds=0.5)) as engine:

            def wait() -> None:
                with pytest.raises(QueryTimeoutError):
                    engine.run(CROSS)

            slow = threading.Thread(target=wait)
            slow.start()
            begin = time.monotonic()
            with pytest.raises(QueryTimeoutError):
                engine.run(CROSS)
            slow.join()
        assert time.monotonic() - begin < 5

    def test_memory_is_limited(self, path: Path) -> None:
        grow = "SELECT (GROUP_CONCAT(CONCAT(STR(?x), STR(?y))) AS ?big) WHERE { ?a ?b ?x . ?c ?d ?y . ?e ?f ?z }"
        settings = load(query_seconds=60, query_memory_bytes=100_000_000)
        with Engine(path, settings) as engine, pytest.raises(QueryError, match="query_memory_bytes"):
            engine.run(grow)

    @pytest.mark.parametrize(
        "query",
        [
            "SELECT * WHERE { SERVICE <URL> { ?s ?p ?o } }",
            "SELECT * WHERE { service silent <URL> { ?s ?p ?o } }",
            "SELECT * WHERE { ?s ?p 1SERVICE<URL>{ ?s ?p ?o } }",
            "PREFIX : <URL> SELECT * WHERE { SERVICE: { ?s ?p ?o } }",
            "PREFIX e: <x:> SELECT * WHERE { ?s ?p e:.SERVICE<URL>{ ?s ?p ?o } }",
            "PREFIX e: <x:> SELECT * WHERE { ?s ?p e:a\\'b . SERVICE <URL> { ?s ?p ?o } } #'",
            "SELECT * WHERE { ?s ?p ?o FILTER(?s<?o)SERVICE?x#c>\n{ ?s ?p ?o } VALUES ?x { <URL> } }",
            'SELECT * WHERE { ?s ?p """a\\"""" . SERVICE <URL> { ?s ?p ?o } #""" }',
            "SELECT * WHERE { BIND('#' AS ?x) SERVICE <URL> { ?s ?p ?o } }",
            "SELECT * WHERE { S\\u0045RVICE <URL> { ?s ?p ?o } }",
            "ASK { FILTER EXISTS { SERVICE <URL> { ?s ?p ?o } } }",
        ],
    )
    def test_service_reaches_nobody(self, engine: Engine, query: str) -> None:
        with socket.create_server(("127.0.0.1", 0)) as canary:
            canary.settimeout(0.2)
            url = f"http://127.0.0.1:{canary.getsockname()[1]}/"
            with pytest.raises(QueryError):
                engine.run(query.replace("URL", url))
            with pytest.raises(TimeoutError):
                canary.accept()

    def test_from_reaches_nobody(self, engine: Engine) -> None:
        with socket.create_server(("127.0.0.1", 0)) as canary:
            canary.settimeout(0.2)
            url = f"http://127.0.0.1:{canary.getsockname()[1]}/"
            assert engine.run(f"SELECT * FROM <{url}> FROM NAMED <{url}> WHERE {{ ?s ?p ?o }}").rows() == []
            with pytest.raises(TimeoutError):
                canary.accept()

    @pytest.mark.parametrize(
        "query",
        [
            "INSERT DATA { <x:a> <x:b> <x:c> }",
            "PREFIX select: <x:> DELETE WHERE { ?s ?p ?o }",
            "LOAD <http://127.0.0.1:9/>",
            "# SELECT\nDROP ALL",
            "CLEAR ALL",
            "WITH <x:a> DELETE { ?s ?p ?o } WHERE { ?s ?p ?o }",
        ],
    )
    def test_updates_are_refused(self, engine: Engine, query: str) -> None:
        with pytest.raises(QueryError, match="is an update"):
            engine.run(query)

    @pytest.mark.parametrize(
        "query", ["", "SELECT", "SELECT * WHERE { ?s ?p 'x }", "SELECT ?x { \x00 }", "\ud800", "^"]
    )
    def test_syntax_errors(self, engine: Engine, query: str) -> None:
        with pytest.raises(QueryError):
            engine.run(query)


class TestScan:
    @pytest.mark.parametrize(
        "query",
        [
            'SELECT * WHERE { ?s ?p "SERVICE {{{{ <" . ?service ?p <http://a/service#x> } # SERVICE (((',
            "SELECT * WHERE { ?s ?p '''it's SERVICE''' , \"\"\"a \"\" SERVICE\"\"\", '\\' SERVICE', \"\" }",
            "PREFIX insert: <x:> SELECT * WHERE { ?s insert:into 'LOAD' FILTER(?s < 3 && ?s>1) }",
            "SELECT * WHERE { <http://a/((((>  ?p ?o ; a ck:Claim , <b> }",
        ],
    )
    def test_data_is_not_taken_for_code(self, query: str) -> None:
        check(query, load(query_depth=3))

    def test_depth_is_that_of_the_setting(self) -> None:
        check("{[({[( )]})]}", load(query_depth=6))
        with pytest.raises(QueryError, match="deeper than 5"):
            check("{[({[( )]})]}", load(query_depth=5))

    def test_the_longest_query_is_scanned_quickly(self) -> None:
        begin = time.monotonic()
        for piece in ("'a", '"""', "<", "<a", "\\", "'''a'", "a", "?", ":%", "1 "):
            try:
                check((piece * 100_000)[:100_000], load())
            except QueryError:
                continue
        assert time.monotonic() - begin < 5
