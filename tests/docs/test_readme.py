"""The documentation is run: every command of it works on a graph of the bundled articles, every table is current."""

import os
import re
import runpy
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.conftest import CORPUS, ROOT

DOCUMENTS = [ROOT / "README.md", *sorted((ROOT / "docs").rglob("*.md"))]
ADDRESS = "http://127.0.0.1:8000/"


def blocks() -> Iterator[str]:
    """What stands between ```sh and ``` ."""
    for document in DOCUMENTS:
        for match in re.finditer(
            r"^```(?:sh|console)\n(.*?)^```$", document.read_text("utf-8"), re.DOTALL | re.MULTILINE
        ):
            yield match.group(1).replace("\n$ ", "\n").removeprefix("$ ")


SCRIPTS = [block for block in blocks() if block.startswith("./")]
SERVED = [block for block in blocks() if block.startswith(("kg serve", "curl"))]
COMMANDS = [block for block in blocks() if block not in SCRIPTS + SERVED]


@pytest.fixture(scope="module")
def folder(corpus_store: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder as the reader has it after the first command: the demo's store, articles, kg on the path."""
    folder = tmp_path_factory.mktemp("readme")
    shutil.copytree(corpus_store, folder / "kg-demo")
    (folder / "seeds").symlink_to(ROOT / "seeds")  # the reader stands at the top of the checkout
    (folder / "articles").mkdir()
    shutil.copy(CORPUS / "en" / "2022-06-02-iris-t-pledged.md", folder / "articles")
    (folder / "bin").mkdir()
    kg = folder / "bin" / "kg"
    kg.write_text(f'#!/bin/sh\nexec "{sys.executable}" -m kg "$@"\n')
    kg.chmod(0o755)
    return folder


def environment(folder: Path) -> dict[str, str]:
    return {"PATH": f"{folder / 'bin'}{os.pathsep}{os.environ['PATH']}", "PYTHONPATH": str(ROOT)}


def bash(script: str, folder: Path) -> str:
    done = subprocess.run(
        ["bash", "-euo", "pipefail", "-c", script],
        cwd=folder, env=environment(folder), capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    assert "kg: " not in done.stderr
    return done.stdout


def test_the_first_two_commands_are_scripts_and_ci_runs_the_second() -> None:
    assert SCRIPTS == ["./scripts/demo\n", "./scripts/test\n"]
    assert list(blocks())[:2] == SCRIPTS
    assert (ROOT / ".ci" / "run").read_text("utf-8").splitlines()[-1] == "exec ./scripts/test"
    for script in ("scripts/demo", "scripts/test", ".ci/run"):
        assert os.access(ROOT / script, os.X_OK)
        subprocess.run(["bash", "-n", ROOT / script], check=True)


@pytest.mark.parametrize("block", COMMANDS, ids=lambda block: block.split("\n")[0][:50])
def test_commands_run(block: str, folder: Path) -> None:
    printed = bash(block, folder)
    if "query" in block or "sparql" in block:
        assert "Slovakia" in printed
    if "explain" in block:
        assert re.search(r"Slovakia\[supplier\] .*S-300.*\[system\].* to Ukraine\[recipient\]", printed)
    if "-o my-store.ttl" in block:
        assert (folder / "my-store.ttl").stat().st_size > 1000
        assert '"transfers":[{' in (folder / "claims.jsonl").read_text("utf-8")


def test_the_server_answers_what_is_asked_of_it(folder: Path) -> None:
    assert shutil.which("curl"), "the test needs curl"
    serve, *asked = SERVED
    command = f"exec {serve.strip()} --port 0"
    with subprocess.Popen(
        ["bash", "-c", command], cwd=folder, env=environment(folder), stdout=subprocess.PIPE, stderr=subprocess.PIPE
    ) as server:
        try:
            assert server.stdout
            address = server.stdout.readline().decode().split()[-1]
            for block in asked:
                printed = bash(block.replace(ADDRESS, address), folder)
                assert '"label":"S-300"' in printed.replace(" ", "")
                assert '"errors"' not in printed
                assert printed.splitlines()[-4].endswith("code")
        finally:
            server.terminate()
            server.communicate(timeout=30)


def test_links_lead_somewhere() -> None:
    for document in [*DOCUMENTS, *(ROOT / "seeds").glob("*.md")]:
        for target in re.findall(r"\]\((?!https?:)([^)#]+)\)", document.read_text("utf-8")):
            assert (document.parent / target).exists(), f"{document.name}: {target}"


def test_tables_are_current() -> None:
    renewed = runpy.run_path(str(ROOT / "scripts" / "tables"))["renewed"]
    text = DOCUMENTS[0].read_text("utf-8")
    assert renewed(text) == text, "run scripts/tables"


def test_every_table_of_the_seeds_is_described_and_has_a_licence() -> None:
    described, licensed = ((ROOT / "seeds" / name).read_text("utf-8") for name in ("README.md", "LICENSES.md"))
    for table in (ROOT / "seeds").glob("*.csv"):
        assert f"`{table.name}`" in described
        assert f"`seeds/{table.name}`" in licensed
