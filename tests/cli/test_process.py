"""The program as a process: how fast it starts, what it does at a terminal, on signals and closed pipes."""

import json
import os
import pty
import re
import signal
import subprocess
import sys
import urllib.error
import urllib.request
from pathlib import Path

import pytest

from tests.conftest import CORPUS, ROOT

KG = [sys.executable, "-m", "kg"]
ESCAPE = "\x1b["


def environment(**more: str) -> dict[str, str]:
    return {"PATH": os.environ["PATH"], "PYTHONPATH": str(ROOT), **more}


@pytest.mark.parametrize("arguments", ["[]", "['--help']", "['build', '--help']", "['--version']", "['buidl']"])
def test_help_imports_nothing_heavy(arguments: str) -> None:
    heavy = {"spacy", "rdflib", "pyoxigraph", "pydantic_settings", "pyshacl", "starlette", "numpy"}
    script = f"import sys; from kg.cli import run; run({arguments}); sys.exit(str({heavy} & set(sys.modules) or ''))"
    done = subprocess.run([sys.executable, "-c", script], env=environment(), capture_output=True, check=False)
    assert done.returncode == 1, "sys.exit('') is 1"
    assert b"{" not in done.stderr


def at_terminal(arguments: list[str], **more: str) -> str:
    """What a command shows on a terminal of 80 columns."""
    leader, follower = pty.openpty()
    with subprocess.Popen(
        KG + arguments, stdout=follower, stderr=follower, env=environment(COLUMNS="80", TERM="xterm", **more)
    ) as process:
        os.close(follower)
        shown = b""
        while True:
            try:
                shown += os.read(leader, 65536)
            except OSError:  # the other side has closed
                break
    os.close(leader)
    assert process.returncode == 0
    return shown.decode()


def test_colours_are_for_terminals_that_want_them(corpus_store: Path) -> None:
    ask = ["query", "who-supplied-what", "--param", "supplier=Slovakia", "--store", str(corpus_store)]
    coloured, plain = at_terminal(ask), at_terminal(ask, NO_COLOR="1")
    assert re.search(r"\x1b\[\d*m", coloured)
    assert not re.search(r"\x1b\[3\d", plain)
    assert max(map(len, re.sub(r"\x1b\[[\d;?]*\w", "", plain).splitlines())) <= 80
    piped = subprocess.run(KG + ask, env=environment(), capture_output=True, text=True, check=True)
    assert ESCAPE not in piped.stdout + piped.stderr


def test_progress_is_shown_on_a_terminal_only(tmp_path: Path) -> None:
    article = CORPUS / "en" / "2024-08-05-f-16-in-ukraine.md"
    assert "1 documents" in at_terminal(["extract", str(article)])
    piped = subprocess.run([*KG, "extract", article], env=environment(), capture_output=True, check=True)
    assert piped.stderr == b""


def test_serve_prints_its_addresses_and_ends_when_interrupted(corpus_store: Path) -> None:
    command = [*KG, "serve", "--store", str(corpus_store), "--port", "0", "--json"]
    with subprocess.Popen(command, env=environment(), stdout=subprocess.PIPE, stderr=subprocess.PIPE) as process:
        try:
            assert process.stdout
            urls = json.loads(process.stdout.readline())
            assert set(urls) == {"explorer", "graphql", "sparql"}
            assert malformed_graphql(urls["graphql"]).startswith("Syntax Error: ")
            query = urls["sparql"] + "?query=ASK%20%7B%20%3Fc%20a%20ck%3ATransferClaim%20%7D"
            with urllib.request.urlopen(query, timeout=30) as answer:
                assert json.load(answer)["boolean"] is True
        except BaseException:
            process.kill()
            raise
        process.send_signal(signal.SIGINT)
        _, err = process.communicate(timeout=60)
    assert process.returncode == 130
    assert err.decode().splitlines()[-1] == "kg: interrupted"


def malformed_graphql(url: str) -> str:
    """What the server says to a query that ends too early, with status 400."""
    headers = {"Content-Type": "application/json", "Accept": "application/graphql-response+json"}
    with pytest.raises(urllib.error.HTTPError) as refused:
        urllib.request.urlopen(urllib.request.Request(url, b'{"query": "{ transfers("}', headers), timeout=30)
    with refused.value as answer:
        assert answer.code == 400
        return str(json.load(answer)["errors"][0]["message"])


def test_interrupted_build_leaves_a_store_that_goes_on(tmp_path: Path) -> None:
    command = [*KG, "build", str(CORPUS), "--store", "store", "--json"]
    with subprocess.Popen(
        command, cwd=tmp_path, env=environment(), stdout=subprocess.PIPE, stderr=subprocess.PIPE
    ) as process:
        while not (tmp_path / "store" / "quads" / "CURRENT").exists():
            assert process.poll() is None
        process.send_signal(signal.SIGINT)
        out, err = process.communicate(timeout=60)
    assert (process.returncode, out, err.decode()) == (130, b"", "kg: interrupted\n")
    article = str(CORPUS / "en" / "2024-08-05-f-16-in-ukraine.md")
    done = subprocess.run([*KG, "build", article, "--store", "store"], cwd=tmp_path, env=environment(), check=False)
    assert done.returncode == 0


def test_closed_pipe_is_no_error(corpus_store: Path) -> None:
    command = [*KG, "export", "--format", "nquads", "--store", str(corpus_store)]
    with subprocess.Popen(command, env=environment(), stdout=subprocess.PIPE, stderr=subprocess.PIPE) as process:
        assert process.stdout and process.stderr
        process.stdout.read(10)
        process.stdout.close()
        assert process.stderr.read() == b""
    assert process.returncode == 0
