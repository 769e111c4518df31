"""The wheel is complete: installed alone, outside the checkout, it runs the demo."""

import os
import subprocess
import sys
import sysconfig
import venv
import zipfile
from pathlib import Path

import pytest

from tests.conftest import ROOT


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("wheel")
    command = [sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", folder, ROOT]
    subprocess.run(command, check=True, capture_output=True, text=True)
    (found,) = folder.glob("*.whl")
    return found


def test_the_wheel_contains_the_data(wheel: Path) -> None:
    with zipfile.ZipFile(wheel) as archive:
        names = set(archive.namelist())
    tops = {name.split("/")[2] for name in names if name.startswith("kg/data/")}
    assert tops == {"ontology", "queries", "seeds"}
    for name in ("ontology", "queries", "seeds"):
        here = {str(path.relative_to(ROOT)) for path in (ROOT / name).rglob("*") if path.is_file()}
        assert {f"kg/data/{path}" for path in here} <= names
    package = {str(path.relative_to(ROOT)) for path in (ROOT / "kg").rglob("*.*") if "__pycache__" not in path.parts}
    assert package <= names
    assert any(name.endswith("/licenses/LICENSE") for name in names)


def test_the_installed_wheel_runs_the_demo(wheel: Path, tmp_path: Path) -> None:
    home = tmp_path / "empty"
    venv.create(home, with_pip=False, symlinks=True)
    python = home / "bin" / "python"
    install = [sys.executable, "-m", "pip", "--python", python, "--disable-pip-version-check", "install"]
    offline = ["--quiet", "--no-deps", "--no-index", "--no-cache-dir"]
    subprocess.run([*install, *offline, wheel], check=True, capture_output=True, text=True)
    (site,) = home.glob("lib/python*/site-packages")
    packages = sysconfig.get_path("purelib")
    (site / "dependencies.pth").write_text(f"{packages}\n")
    clean = {name: value for name, value in os.environ.items() if not name.startswith(("PYTHON", "KG_"))}

    def run(*command: object) -> str:
        done = subprocess.run(command, cwd=tmp_path, env=clean, capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stderr
        return done.stdout

    assert run(python, "-c", "import kg; print(kg.__file__)").startswith(str(site))
    shown = run(home / "bin" / "kg", "demo", "--no-serve")
    assert "“Slovakia handed over its only S-300 system to Ukraine in April.”" in shown
    assert (tmp_path / "kg-demo" / "kg.json").is_file()
