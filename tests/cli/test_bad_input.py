"""Each bad input is one line that names the thing and the reason, has its exit code and leaves the store unharmed."""

import json
import shutil
import socket
import subprocess
import sys
from pathlib import Path

import pytest

from kg.config import load
from kg.export import FORMATS
from kg.store import Snapshot
from tests.cli.conftest import Kg, complaint
from tests.conftest import ROOT

GOOD = "Germany delivered four IRIS-T SLM to Ukraine on Tuesday.\n"
BAD: dict[str, tuple[bytes, str]] = {
    "report.docx": (GOOD.encode(), "report.docx: unknown type .docx (have: .htm .html .jsonl .md .txt)"),
    "empty.txt": (b"", "empty.txt: empty"),
    "junk.txt": (bytes(range(256)) * 40, "junk.txt: binary, not text"),
    "broken.txt": (b"\xff\xfea", "broken.txt: binary, not text: its byte order mark says utf-16, but byte 2 is wrong"),
    "huge.txt": (GOOD.encode() * 1_000_000, "huge.txt: 57000000 bytes, more than max_file_bytes (20000000)"),
    "lines.jsonl": (
        json.dumps({"id": "good-line", "text": GOOD}).encode() + b'\n{"text": "no end\n',
        "lines.jsonl:2: invalid JSON: ",
    ),
    "latin.jsonl": (b'{"text": "Minister M\xfcller"}\n', "latin.jsonl:1: invalid UTF-8 at byte 20"),
}
KNOWN = "en/2024-08-05-f-16-in-ukraine"
Attempt = tuple[Path, subprocess.CompletedProcess[str], set[str]]


def graph_of(store: Path, document: str) -> set[str]:
    """What a store holds of a document."""
    with Snapshot.open(store) as snapshot:
        (graph,) = (g for g in snapshot.graphs() if g.value.endswith(f"/{document}"))
        return {str(quad) for quad in snapshot.quads.quads_for_pattern(None, None, None, graph)}


@pytest.fixture(scope="module")
def attempt(corpus_store: Path, tmp_path_factory: pytest.TempPathFactory) -> Attempt:
    """A build over all bad files and a good one, into a store that has documents already."""
    folder = tmp_path_factory.mktemp("bad")
    store = Path(shutil.copytree(corpus_store, folder / "store"))
    before = graph_of(store, KNOWN)
    (folder / "in").mkdir()
    (folder / "in" / "good.txt").write_text(GOOD)
    for name, (content, _) in BAD.items():
        (folder / "in" / name).write_bytes(content)
    done = subprocess.run(
        [sys.executable, "-m", "kg", "build", "in", "--store", "store"],
        cwd=folder, env={"PYTHONPATH": str(ROOT)}, capture_output=True, text=True, check=False,
    )  # fmt: skip
    return store, done, before


@pytest.mark.parametrize("name", BAD)
def test_bad_file_is_named_with_the_reason(name: str, attempt: Attempt) -> None:
    _, done, _ = attempt
    lines = [line for line in done.stderr.splitlines() if f"in/{name}" in line]
    assert len(lines) == 1
    assert lines[0].startswith(f"kg: in/{BAD[name][1]}")


def test_bad_files_leave_the_rest_alone(attempt: Attempt, corpus_store: Path) -> None:
    store, done, before = attempt
    assert done.returncode == 1
    assert done.stdout == f"store: 2 added, 0 replaced, 0 unchanged, {len(BAD)} failed\n"
    assert len(done.stderr.splitlines()) == len(BAD)
    with Snapshot.open(store) as snapshot, Snapshot.open(corpus_store) as former:
        assert snapshot.documents() == sorted([*former.documents(), "good", "good-line"])
    assert graph_of(store, KNOWN) == before


def test_extract_names_bad_lines_and_prints_the_good(kg: Kg, tmp_path: Path) -> None:
    (tmp_path / "lines.jsonl").write_bytes(BAD["lines.jsonl"][0])
    done = kg("extract", "lines.jsonl", "--json")
    assert complaint(done, 1).startswith("lines.jsonl:2: invalid JSON: ")
    (line,) = done.out.splitlines()
    assert json.loads(line)["id"] == "good-line"


def test_missing_folder(kg: Kg, tmp_path: Path) -> None:
    assert complaint(kg("build", "nowhere"), 2) == "nowhere: no such file or folder"
    assert complaint(kg("extract", "nowhere", "--json"), 2) == "nowhere: no such file or folder"
    assert not (tmp_path / "kg-store").exists()


@pytest.mark.parametrize("verb", [["query", "who-supplied-what"], ["sparql", "ASK {}"], ["export"], ["validate"],
                                  ["status"], ["explain", "x"], ["serve"]])  # fmt: skip
def test_missing_store(verb: list[str], kg: Kg, tmp_path: Path) -> None:
    assert complaint(kg(*verb), 3) == "kg-store: no store there; build one with kg build"
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("text", ["SELECT ?x WHERE { ?x a", "not SPARQL", "SELECT * { ?s ?p ?o", ""])
def test_malformed_sparql(text: str, kg: Kg, corpus_store: Path) -> None:
    assert complaint(kg("sparql", text, "--store", corpus_store), 2).startswith("query: ")


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("DELETE WHERE { ?s ?p ?o }", "DELETE is an update; the store is read-only here"),
        ("SELECT * { SERVICE <urn:x> { ?s ?p ?o } }", "SERVICE is not allowed: no query leaves this machine"),
    ],
)
def test_refused_sparql(text: str, reason: str, kg: Kg, corpus_store: Path) -> None:
    assert complaint(kg("sparql", text, "--store", corpus_store), 2) == f"query: {reason}"


def test_unknown_question(kg: Kg, corpus_store: Path) -> None:
    said = complaint(kg("query", "who-suplied-what", "--store", corpus_store), 2)
    assert said.startswith("who-suplied-what: no such question; there is who-supplied-what")


def test_bad_parameters(kg: Kg, corpus_store: Path) -> None:
    ask = ("query", "who-supplied-what", "--store", corpus_store, "--param")
    assert complaint(kg(*ask, "sender=Germany"), 2).startswith("sender: who-supplied-what has no such parameter")
    assert complaint(kg(*ask, "supplier=Atlantis"), 2) == "Atlantis: no actor of that name in the store"
    assert complaint(kg(*ask, "supplier"), 2) == "--param supplier: write NAME=VALUE"


def test_store_open_in_another_process(kg: Kg, own_store: Path, tmp_path: Path) -> None:
    (tmp_path / "good.txt").write_text(GOOD)
    holder = (
        "import sys; from kg.store import Store\n"
        "with Store.open(sys.argv[1], base_iri=sys.argv[2]): print('open', flush=True); sys.stdin.read()"
    )
    other = subprocess.Popen(
        [sys.executable, "-c", holder, own_store, load().base_iri],
        env={"PYTHONPATH": str(ROOT)}, stdin=subprocess.PIPE, stdout=subprocess.PIPE,
    )  # fmt: skip
    with other:
        assert other.stdout and other.stdout.readline() == b"open\n"
        said = complaint(kg("build", "good.txt", "--store", own_store), 3)
        assert said == f"{own_store}: is open in another process"
        assert kg("status", "--store", own_store).code == 0, "reading goes on meanwhile"
        other.communicate()
    assert kg("build", "good.txt", "--store", own_store).code == 0


def test_folder_that_is_no_store(kg: Kg, tmp_path: Path) -> None:
    (tmp_path / "good.txt").write_text(GOOD)
    (tmp_path / "photos").mkdir()
    (tmp_path / "photos" / "cat.jpg").touch()
    said = complaint(kg("build", "good.txt", "--store", "photos"), 3)
    assert said == "photos: is not a store and not empty; choose another folder"
    assert [path.name for path in (tmp_path / "photos").iterdir()] == ["cat.jpg"]


def test_broken_store(kg: Kg, own_store: Path) -> None:
    (own_store / "kg.json").write_text("{")
    assert complaint(kg("status", "--store", own_store), 3) == f"{own_store}: kg.json is unreadable"


def test_port_in_use(kg: Kg, corpus_store: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        said = complaint(kg("serve", "--store", corpus_store, "--port", port), 2)
    assert said == f"127.0.0.1:{port}: port in use"


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["build"], "build: Missing argument 'PATH...'."),
        (["built"], "usage: No such command 'built'. Did you mean 'build'?"),
        (["status", "--stor", "x"], "status: No such option: --stor (Possible options: --json, --set, --store)"),
        (["query"], "query: which question? kg query --list names them"),
        (["config", "--set", "colour=blue"], "colour: no such setting; kg config lists them"),
        (["config", "--set", "port"], "--set port: write NAME=VALUE"),
        (["config", "--set", "port=99999"], "port: Input should be less than or equal to 65535"),
        (["export", "--format", "docx"], f"docx: no such format; there are {', '.join(FORMATS)}"),
    ],
)
def test_wrong_usage(arguments: list[str], said: str, kg: Kg) -> None:
    assert complaint(kg(*arguments), 2) == said


def test_broken_configuration(kg: Kg, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "kg.toml").write_text("port = ")
    assert complaint(kg("config"), 2).startswith("kg.toml: ")
    (tmp_path / "kg.toml").write_text("colour = 'blue'\n")
    assert complaint(kg("config"), 2).startswith("colour: ")
    (tmp_path / "kg.toml").unlink()
    monkeypatch.setenv("KG_PORT", "many")
    assert complaint(kg("config"), 2).startswith("port: ")


def test_export_that_cannot_be_written_leaves_the_old_file(kg: Kg, corpus_store: Path, tmp_path: Path) -> None:
    assert complaint(kg("export", "--store", corpus_store, "-o", "no/where.ttl"), 2) == (
        "no/where.ttl: No such file or directory"
    )
    (tmp_path / "old.ttl").write_text("old")
    broken = shutil.copytree(corpus_store, tmp_path / "broken")
    for file in (broken / "quads").glob("*.sst"):
        file.write_bytes(b"")
    assert kg("export", "--store", broken, "-o", "old.ttl").code == 3
    assert (tmp_path / "old.ttl").read_text() == "old"
    assert sorted(path.name for path in tmp_path.iterdir()) == ["broken", "old.ttl"]


def test_claim_that_is_not_there(kg: Kg, corpus_store: Path) -> None:
    assert complaint(kg("explain", "zzz", "--store", corpus_store), 2) == "zzz: no such claim in the store"
    assert "claims start so" in complaint(kg("explain", "claim/", "--store", corpus_store), 2)


def test_invalid_rdf_file(kg: Kg, tmp_path: Path) -> None:
    (tmp_path / "broken.ttl").write_text("<a> <b")
    assert complaint(kg("validate", "broken.ttl"), 1).startswith("broken.ttl: ")
    assert complaint(kg("validate", "nowhere.ttl"), 1) == "nowhere.ttl: No such file or directory"
