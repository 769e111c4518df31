"""Options that several verbs share, and how they become settings: flag > KG_* > kg.toml > default."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from kg.errors import UsageError

if TYPE_CHECKING:
    from kg.config import Settings

Paths = Annotated[list[Path], typer.Argument(metavar="PATH...", help="Files and folders: .txt .md .html .jsonl")]
Store = Annotated[Path | None, typer.Option("--store", metavar="DIR", help="Folder of the store.")]
BaseIri = Annotated[str | None, typer.Option("--base-iri", metavar="IRI", help="Namespace of documents and claims.")]
MinConfidence = Annotated[
    float | None, typer.Option("--min-confidence", metavar="0..1", help="Leave out claims below this confidence.")
]
Set = Annotated[
    list[str] | None,
    typer.Option("--set", metavar="NAME=VALUE", help="Any setting that `kg config` lists; may be repeated."),
]
Json = Annotated[bool, typer.Option("--json", help="Print JSON.")]


def flags(pairs: list[str] | None, **named: Any) -> dict[str, Any]:
    """The settings given on the command line, by name. Raises UsageError for a pair without "=" ."""
    given = dict(pair(text, "--set") for text in pairs or [])
    return given | {name: value for name, value in named.items() if value is not None}


def pair(text: str, option: str) -> tuple[str, str]:
    """Name and value of ``NAME=VALUE``. Raises UsageError when it is not of that form."""
    name, equals, value = text.partition("=")
    if not equals or not name.strip():
        raise UsageError(f"{option} {text}", "write NAME=VALUE")
    return name.strip(), value


def load(pairs: list[str] | None, **named: Any) -> Settings:
    """Settings with the flags on top. Raises ConfigError and UsageError."""
    from kg import config

    given = flags(pairs, **named)
    for name in given:
        if name not in config.Settings.model_fields:
            raise UsageError(name, "no such setting; kg config lists them")
    return config.load(**given)
