"""What a request asks for below a field, so that everything can be read in few statements beforehand."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from strawberry.types.nodes import SelectedField


class Wanted(dict[str, "Wanted"]):
    """Names of fields with what is wanted below them; fragments are unfolded, aliases merged."""

    def has(self, *path: str) -> bool:
        """Whether the field at the path is asked for."""
        node: Wanted | None = self
        for name in path:
            node = node.get(name) if node is not None else None
        return node is not None

    def below(self, *names: str) -> Wanted:
        """What is wanted below any of the fields."""
        found = Wanted()
        for name in names:
            found.merge(self.get(name, Wanted()))
        return found

    def anywhere(self, name: str) -> bool:
        """Whether a field of that name is asked for at any depth."""
        return name in self or any(below.anywhere(name) for below in self.values())

    def merge(self, other: Wanted) -> None:
        """Add what another one wants."""
        for name, below in other.items():
            self.setdefault(name, Wanted()).merge(below)


def wanted(selections: Iterable[Any]) -> Wanted:
    """From the selections of strawberry's ``info.selected_fields``."""
    found = Wanted()
    for selection in selections:
        if isinstance(selection, SelectedField):
            found.merge(Wanted({selection.name: wanted(selection.selections)}))
        else:  # a fragment
            found.merge(wanted(selection.selections))
    return found


def nodes(connection: Wanted) -> Wanted:
    """What is wanted of the nodes of a connection."""
    found = Wanted()
    found.merge(connection.below("nodes"))
    found.merge(connection.below("edges").below("node"))
    return found
