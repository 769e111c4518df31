"""A language is a folder of data: no code of the stages that read texts knows one by name."""

import re
from pathlib import Path

import pytest

from kg.recognise.lexicon import languages

STAGES = ("recognise", "relate")
SOURCES = sorted(path for stage in STAGES for path in (Path(__file__).parents[2] / "kg" / stage).rglob("*.py"))


@pytest.mark.parametrize("source", SOURCES, ids=lambda path: f"{path.parent.name}/{path.stem}")
def test_no_code_names_a_language(source: Path) -> None:
    named = "|".join(languages())
    assert not re.search(rf"""lang\w* (==|!=|in) .*["']({named})["']""", source.read_text("utf-8"))
