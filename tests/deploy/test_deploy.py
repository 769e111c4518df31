"""The unit and the container file name what there is: commands, settings, files; systemd does not complain."""

import re
import shutil
import subprocess
from pathlib import Path

import pytest

from kg.config import Settings

ROOT = Path(__file__).parents[2]
UNIT = (ROOT / "deploy" / "kg.service").read_text("utf-8")
CONTAINER = (ROOT / "deploy" / "Containerfile").read_text("utf-8")


@pytest.mark.parametrize("text", [UNIT, CONTAINER])
def test_every_variable_is_a_setting(text: str) -> None:
    names = {name.lower() for name in re.findall(r"\bKG_(\w+)=", text)}
    assert names >= {"store", "host", "port"}
    assert names <= set(Settings.model_fields)


def test_what_is_copied_exists() -> None:
    copied = re.findall(r"^COPY (?!--from)(.+) \S+$", CONTAINER, re.MULTILINE)
    assert copied
    assert all((ROOT / name).exists() for line in copied for name in line.split())


def test_the_container_is_not_root() -> None:
    assert re.search(r"^USER (?!0|root)", CONTAINER, re.MULTILINE)


def test_stopping_waits_for_the_last_queries() -> None:
    (seconds,) = re.findall(r"^TimeoutStopSec=(\d+)$", UNIT, re.MULTILINE)
    assert int(seconds) > Settings.model_fields["query_seconds"].default + 5


@pytest.mark.skipif(not shutil.which("systemd-analyze"), reason="needs systemd-analyze")
def test_systemd_takes_the_unit(tmp_path: Path) -> None:
    unit = tmp_path / "kg.service"
    unit.write_text(UNIT.replace("/opt/kg/bin/kg", shutil.which("true") or "/bin/true"), "utf-8")
    done = subprocess.run(["systemd-analyze", "verify", unit], capture_output=True, text=True, check=False, timeout=60)
    assert (done.returncode, done.stderr) == (0, "")
