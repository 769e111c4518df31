"""Find the data folders ontology/, queries/ and seeds/: in a checkout beside kg/, in a wheel inside it."""

from __future__ import annotations

import csv
import tomllib
from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path
from typing import Any


def folder(name: str) -> Traversable:
    """The folder ``ontology``, ``queries`` or ``seeds``."""
    packaged = files("kg") / "data" / name
    return packaged if packaged.is_dir() else Path(__file__).parent.parent / name


def text(path: str) -> str:
    """The text of a data file, by its path from the top: ``"ontology/conflict.ttl"``."""
    top, _, rest = path.partition("/")
    return folder(top).joinpath(*rest.split("/")).read_text(encoding="utf-8")


def table(path: str) -> list[dict[str, str]]:
    """The rows of a CSV table, by column name."""
    return list(csv.DictReader(text(path).splitlines()))


def toml(path: str) -> dict[str, Any]:
    """The contents of a TOML file."""
    return tomllib.loads(text(path))


def lines(path: str) -> list[str]:
    """The lines of a list file, without blank lines and ``#`` comments."""
    rows = (line.strip() for line in text(path).splitlines())
    return [row for row in rows if row and not row.startswith("#")]
