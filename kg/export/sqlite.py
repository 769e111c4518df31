"""The read model as a SQLite file (https://www.sqlite.org/fileformat.html), for other people's SQL tools."""

from __future__ import annotations

import contextlib
import shutil
import sqlite3
import tempfile
from pathlib import Path
from typing import BinaryIO

from kg.export.model import reading
from kg.store import View

_ALIKE = (
    "PRAGMA journal_mode = DELETE",
    "UPDATE meta SET value = '0' WHERE name = 'generation'",
    "CREATE TEMP TABLE sorted AS SELECT * FROM main.facet",
    "DELETE FROM facet",
    "INSERT INTO facet SELECT * FROM temp.sorted ORDER BY dimension, typeof(value), value",
    "INSERT INTO search (search) VALUES ('rebuild')",
    "DROP TABLE IF EXISTS sqlite_stat1",
    "DROP TABLE IF EXISTS sqlite_stat4",
    "ANALYZE",
)
"""What removes the traces of a file's history, so that equal content gives equal bytes."""


def write(view: View, out: BinaryIO, reference: bool) -> None:
    """Write a consistent copy, made through SQLite's backup interface while others may read and write.

    The reference data are always in it: claims name entities by their keys.
    """
    with tempfile.TemporaryDirectory(prefix="kg-export-") as folder:
        copy, final = Path(folder) / "copy.sqlite", Path(folder) / "final.sqlite"
        with contextlib.closing(sqlite3.connect(copy, isolation_level=None)) as db:
            with reading(view) as source:
                source.backup(db)
            for statement in _ALIKE:
                db.execute(statement)
            db.execute("VACUUM INTO ?", (str(final),))
        with final.open("rb") as file:
            shutil.copyfileobj(file, out)
