from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

from kg.cli import run


@dataclass(frozen=True)
class Done:
    """A finished command."""

    code: int
    out: str
    err: str


Kg = Callable[..., Done]


@pytest.fixture
def kg(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Kg:
    """Run a command line in an empty folder."""
    monkeypatch.chdir(tmp_path)

    def command(*arguments: object) -> Done:
        capsys.readouterr()
        code = run([str(argument) for argument in arguments])
        printed = capsys.readouterr()
        return Done(code, printed.out, printed.err)

    return command


def complaint(done: Done, code: int) -> str:
    """What a command that failed says: its one line on stderr."""
    assert done.code == code, done
    (line,) = done.err.splitlines()
    assert line.startswith("kg: ")
    return line.removeprefix("kg: ")
