"""What each verb prints, over the bundled corpus."""

import csv
import io
import json
import shutil
from pathlib import Path

import pyoxigraph as ox
import pytest
import rdflib
import rdflib.compare

from kg.config import Settings
from kg.store import Snapshot
from tests.cli.conftest import Kg
from tests.conftest import CORPUS

IRIS_T = CORPUS / "en" / "2022-06-02-iris-t-pledged.md"


def test_demo(kg: Kg, tmp_path: Path) -> None:
    done = kg("demo", "--no-serve")
    assert (done.code, done.err) == (0, "")
    assert max(map(len, done.out.splitlines())) <= 80
    assert "“Slovakia handed over its only S-300 system to Ukraine in April.”" in done.out
    assert "Slovakia → Ukraine" in done.out
    assert done.out.splitlines()[-1].startswith("kg-demo: 17 added, 0 replaced, 0 unchanged, 0 failed, ")
    (tmp_path / "own.txt").write_text("Germany delivered four IRIS-T SLM to Ukraine.\n")
    assert kg("build", "own.txt", "--store", "kg-demo").code == 0
    again = kg("demo", "--no-serve", "--json")
    assert again.code == 0
    documents = {claim["document"] for claim in json.loads(again.out)}
    assert {"own", "en/2022-06-02-iris-t-pledged"} <= documents, "what others put there stays"


def test_build_adds_skips_replaces(kg: Kg, tmp_path: Path) -> None:
    shutil.copytree(CORPUS / "en", tmp_path / "in", ignore=lambda _, names: [n for n in names if n[:4] != "2022"])
    assert kg("build", "in").out == "kg-store: 2 added, 0 replaced, 0 unchanged, 0 failed\n"
    assert kg("build", "in").out == "kg-store: 0 added, 0 replaced, 2 unchanged, 0 failed\n"
    changed = tmp_path / "in" / IRIS_T.name
    changed.write_text(changed.read_text("utf-8").replace("Slovakia", "Poland"), "utf-8")
    report = json.loads(kg("build", "in", "--json").out)
    assert report == {
        "added": [], "replaced": [IRIS_T.stem], "unchanged": ["2022-11-08-nasams-arrive"], "failed": [],
        "warnings": {},
    }  # fmt: skip
    found = json.loads(kg("query", "who-supplied-what", "--param", "system=S-300", "--json").out)
    assert [claim["supplier"] for claim in found] == ["Poland"]


def test_extract_prints_json_lines(kg: Kg) -> None:
    done = kg("extract", CORPUS / "en", "--json")
    assert (done.code, done.err) == (0, "")
    records = [json.loads(line) for line in done.out.splitlines()]
    assert len(records) == 11
    gold = [json.loads(line) for line in (CORPUS / "gold.jsonl").read_text("utf-8").split("\n") if line]
    texts = {record["id"]: record["text"] for record in gold}
    for record in records:
        for claim in record["transfers"]:
            for evidence in claim["evidence"]:
                text = texts.get(f"en/{record['id']}") or texts[record["id"]]
                assert text[evidence["start"] : evidence["end"]] == evidence["quote"]


def test_extract_prints_a_listing(kg: Kg) -> None:
    listing = kg("extract", IRIS_T).out
    assert "2022-06-02-iris-t-pledged · 2022-06-02 · Scholz pledges IRIS-T system and radar to Ukraine\n" in listing
    assert "  Slovakia → Ukraine: S-300 – delivered\n" in listing


def test_min_confidence_leaves_claims_out(kg: Kg) -> None:
    (every,) = (json.loads(line) for line in kg("extract", IRIS_T, "--json").out.splitlines())
    (sure,) = (json.loads(line) for line in kg("extract", IRIS_T, "--json", "--min-confidence", "0.9").out.splitlines())
    assert 0 < len(sure["transfers"]) < len(every["transfers"])
    assert all(claim["confidence"] >= 0.7 for claim in sure["transfers"])


def test_query_formats_say_the_same(kg: Kg, corpus_store: Path) -> None:
    ask = ("query", "who-supplied-what", "-p", "supplier=Slovakia", "-p", "system=S-300", "--store", corpus_store)
    records = json.loads(kg(*ask, "--json").out)
    assert [(r["recipient"], r["system"], r["status"]) for r in records] == [("Ukraine", "S-300", "delivered")]
    assert records[0]["quote"] == "Slovakia handed over its only S-300 system to Ukraine in April."
    assert kg(*ask, "--format", "json").out == kg(*ask, "--json").out
    (row,) = csv.DictReader(io.StringIO(kg(*ask, "--format", "csv").out))
    assert row == {name: "" if value is None else value for name, value in records[0].items()}
    header, line = kg(*ask).out.splitlines()
    assert header.split() == list(records[0])
    assert records[0]["quote"] in line


def test_query_list_names_every_question(kg: Kg) -> None:
    listed = {question["name"] for question in json.loads(kg("query", "--list", "--json").out)}
    rows = csv.DictReader(io.StringIO(kg("query", "--list", "--format", "csv").out))
    assert listed == {row["name"] for row in rows} >= {"who-supplied-what"}


def test_formulas_in_csv_are_neutralised(kg: Kg, tmp_path: Path) -> None:
    article = {"id": "=1+1", "title": "@sum", "text": "Germany delivered four IRIS-T SLM to Ukraine."}
    (tmp_path / "in.jsonl").write_text(json.dumps(article))
    kg("build", "in.jsonl")
    (row,) = csv.DictReader(io.StringIO(kg("query", "who-supplied-what", "--format", "csv").out))
    assert (row["document"], row["title"]) == ("'=1+1", "'@sum")


def test_sparql(kg: Kg, corpus_store: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    store = ("--store", corpus_store)
    select = 'SELECT ?name { ?state ck:alpha3 "SVK" ; skos:prefLabel ?name } ORDER BY ?name'
    assert kg("sparql", select, *store).out.split() == ["name", "Slovakia", "Slowakei"]
    assert kg("sparql", select, *store, "--format", "csv").out.split() == ["name", "Slovakia", "Slowakei"]
    values = json.loads(kg("sparql", select, *store, "--json").out)["results"]["bindings"]
    assert [binding["name"]["value"] for binding in values] == ["Slovakia", "Slowakei"]
    assert kg("sparql", "ASK { ?c a ck:TransferClaim }", *store).out == "yes\n"
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(b"ASK { ?c a ck:NoSuchClass }")))
    assert kg("sparql", "-", *store).out == "no\n"
    turtle = kg("sparql", "CONSTRUCT { ?s ck:alpha3 ?code } WHERE { ?s ck:alpha3 ?code }", *store).out
    assert len(rdflib.Graph().parse(data=turtle, format="turtle")) > 190


def test_sparql_says_when_rows_were_cut(kg: Kg, corpus_store: Path) -> None:
    done = kg(
        "sparql", "SELECT ?c { ?c a ck:Claim }", "--store", corpus_store, "--set", "query_rows=2", "--format", "csv"
    )
    assert done.code == 0
    assert len(done.out.splitlines()) == 3
    assert done.err == "kg: query: cut after 2 rows (setting query_rows)\n"


def test_export_to_a_file_is_what_stdout_gets(kg: Kg, corpus_store: Path, tmp_path: Path) -> None:
    for name in ("turtle", "csv"):
        printed = kg("export", "--format", name, "--store", corpus_store).out
        assert kg("export", "--format", name, "--store", corpus_store, "-o", f"x.{name}").out == ""
        assert (tmp_path / f"x.{name}").read_bytes().decode() == printed
    assert len(list(tmp_path.iterdir())) == 2
    turtle = (tmp_path / "x.turtle").read_bytes()
    with Snapshot.open(corpus_store) as snapshot:
        stored = {q.triple for q in snapshot.quads if not q.graph_name.value.endswith("/reference")}
    assert {q.triple for q in ox.parse(turtle, ox.RdfFormat.TURTLE)} == stored
    assert len(rdflib.Graph().parse(data=turtle, format="turtle")) == len(stored)


def test_validate_the_store(kg: Kg, corpus_store: Path) -> None:
    done = kg("validate", "--store", corpus_store, "--json")
    assert done.code == 0
    with Snapshot.open(corpus_store) as snapshot:
        checked = len(snapshot.documents())
    assert json.loads(done.out) == {"conforms": True, "checked": checked, "results": []}


def test_validate_finds_what_was_put_past_it(kg: Kg, own_store: Path) -> None:
    with Snapshot.open(own_store) as snapshot:
        claim = next(
            snapshot.quads.quads_for_pattern(
                None, None, ox.NamedNode("https://w3id.org/conflict-kg/ontology#TransferClaim")
            )
        )
    quads = ox.Store(own_store / "quads")
    quads.add(
        ox.Quad(
            claim.subject,
            ox.NamedNode("https://w3id.org/conflict-kg/ontology#confidence"),
            ox.Literal(7),
            claim.graph_name,
        )
    )
    del quads
    done = kg("validate", "--store", own_store)
    assert done.code == 1
    assert str(claim.subject)[1:-1] in done.out
    report = kg("validate", "--store", own_store, "--turtle").out
    graph = rdflib.Graph().parse(data=report, format="turtle")
    assert False in {conforms.toPython() for conforms in graph.objects(None, rdflib.SH.conforms)}


def test_validate_a_file(kg: Kg) -> None:
    examples = CORPUS.parents[1] / "ontology" / "examples"
    assert kg("validate", examples / "valid" / "transfer.ttl").code == 0
    done = kg("validate", examples / "invalid" / "transfer-to-itself.ttl", "--json")
    assert (done.code, json.loads(done.out)["conforms"]) == (1, False)


def test_status(kg: Kg, corpus_store: Path) -> None:
    counted = json.loads(kg("status", "--store", corpus_store, "--json").out)
    with Snapshot.open(corpus_store) as snapshot:
        assert counted["documents"] == len(snapshot.documents())
        assert counted["quads"] == len(snapshot.quads)
    assert f"{counted['claims']['TransferClaim']} TransferClaim" in kg("status", "--store", corpus_store).out


def test_config_tells_where_each_value_comes_from(kg: Kg, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "kg.toml").write_text("port = 8001\nhost = 'file'\nquery_rows = 5\n")
    monkeypatch.setenv("KG_HOST", "environment")
    monkeypatch.setenv("KG_QUERY_ROWS", "6")
    listed = {s["name"]: s for s in json.loads(kg("config", "--set", "query_rows=7", "--json").out)}
    assert list(listed) == list(Settings.model_fields)
    found = {name: (listed[name]["value"], listed[name]["origin"]) for name in ("port", "host", "query_rows", "store")}
    assert found == {
        "port": (8001, "kg.toml"),
        "host": ("environment", "KG_HOST"),
        "query_rows": (7, "flag"),
        "store": ("kg-store", "default"),
    }
    assert all(setting["description"] for setting in listed.values())


def test_config_keeps_the_token_to_itself(kg: Kg) -> None:
    assert "hush" not in kg("config", "--set", "token=hush", "--json").out


def test_explain(kg: Kg, corpus_store: Path) -> None:
    ask = (
        "query",
        "who-supplied-what",
        "-p",
        "supplier=Slovakia",
        "-p",
        "system=S-300",
        "--store",
        corpus_store,
        "--json",
    )
    iri = json.loads(kg(*ask).out)[0]["claim"]
    told = json.loads(kg("explain", iri, "--store", corpus_store, "--json").out)
    assert told["reproduced"]
    assert told["says"]["supplier"] == "Slovakia"
    assert told["document"]["id"] == "en/2022-06-02-iris-t-pledged"
    roles = {role: mention["label"] for mention in told["mentions"] for role in mention["roles"]}
    assert (roles["supplier"], roles["system"], roles["recipient"]) == ("Slovakia", "S-300", "Ukraine")
    text = kg("explain", iri.rpartition("/")[2][:12], "--store", corpus_store).out
    assert "“Slovakia[supplier] handed over its only S-300" in text
    assert told["says"]["rule"] in text
    assert iri in text
