from collections.abc import Callable
from pathlib import Path

import pytest

from kg.config import load
from kg.document import Document
from kg.errors import ReadError
from kg.read import read

ENGLISH = "Germany will deliver four more launchers to Ukraine, the defence minister said on Tuesday.\n"
GERMAN = "Deutschland liefert der Ukraine vier weitere Geräte, sagte der Minister am Dienstag in Berlin.\n"
FRENCH = (
    "La France livrera douze canons supplémentaires à son voisin, a annoncé mardi le ministre des Armées. "
    "Les équipages seront formés dans le sud du pays pendant tout le printemps, et les premières pièces "
    "arriveront avant l'été, selon une source proche du dossier.\n"
)

Reader = Callable[..., list[Document | ReadError]]


@pytest.fixture
def reader(tmp_path: Path) -> Reader:
    """Write a file into the test's folder, read it and return what comes of it."""

    def write_and_read(name: str, content: str | bytes, **settings: object) -> list[Document | ReadError]:
        path = tmp_path / name
        path.write_bytes(content.encode() if isinstance(content, str) else content)
        return list(read([path], load(**settings)))

    return write_and_read


def document(found: list[Document | ReadError]) -> Document:
    """The only thing read, which must be a document."""
    (item,) = found
    assert isinstance(item, Document), str(item)
    return item


def refusal(found: list[Document | ReadError]) -> str:
    """The only thing read, which must be an error, in words."""
    (item,) = found
    assert isinstance(item, ReadError), item
    return str(item)
