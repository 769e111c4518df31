"""The read model: a rebuildable projection of the store into SQLite with full-text search.

Everything in it follows from the RDF alone, so it can be deleted at any time and built again. GraphQL reads it;
SPARQL reads the store.
"""

from kg.index.project import Rows, project
from kg.index.reader import Reader, Session, SqliteReader
from kg.index.state import State, state
from kg.index.writer import Index

FILE = "index.sqlite"
"""Name of the read model in the folder of a store."""

__all__ = ["FILE", "Index", "Reader", "Rows", "Session", "SqliteReader", "State", "project", "state"]
