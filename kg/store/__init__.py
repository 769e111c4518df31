"""Fifth stage: the store on disk. One writer (``Store``), any number of readers (``Snapshot``)."""

from kg.store.files import generation
from kg.store.view import Snapshot, Status, View
from kg.store.writer import Store

__all__ = ["Snapshot", "Status", "Store", "View", "generation"]
