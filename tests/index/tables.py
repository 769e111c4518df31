"""What an index holds, for comparing."""

import sqlite3
from pathlib import Path

from kg.index.project import COLUMNS

TABLES = (*COLUMNS, "entity", "name", "closure", "facet", "pair")


def contents(path: Path) -> dict[str, list[str]]:
    """Every row of every table, sorted; and the words of the full-text index with what they point to."""
    db = sqlite3.connect(path)
    try:
        found = {t: sorted(map(repr, db.execute(f"SELECT * FROM {t}"))) for t in TABLES}
        db.execute("CREATE VIRTUAL TABLE temp.words USING fts5vocab(main, search, instance)")
        found["words"] = sorted(map(repr, db.execute("SELECT * FROM words")))
        db.execute("INSERT INTO search (search, rank) VALUES ('integrity-check', 1)")
        return found
    finally:
        db.close()
