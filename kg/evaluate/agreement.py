"""When a predicted transfer says the same as a gold one, role by role."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from kg.evaluate.documents import Filler, Record, Role

FillerLike = Filler | Mapping[str, Any] | None


@dataclass(frozen=True, slots=True)
class Agreement:
    """In what two records agree; two empty places agree too."""

    roles: frozenset[Role]
    status: bool
    quantity: bool

    @property
    def triple(self) -> bool:
        """Supplier, recipient and system all agree."""
        return len(self.roles) == len(Role)

    @property
    def wrong(self) -> list[Role]:
        """The roles that do not agree."""
        return [role for role in Role if role not in self.roles]


def agreement(predicted: Record, gold: Record) -> Agreement:
    """Compare two records."""
    return Agreement(
        frozenset(role for role in Role if role_agrees(role, predicted.filler(role), gold.filler(role))),
        predicted.status == gold.status,
        predicted.bounds == gold.bounds,
    )


def role_agrees(which: str, predicted: FillerLike, gold: FillerLike) -> bool:
    """Whether two fillers of a role ("supplier", "recipient", "system") are the same one.

    Fillers may be given as JSON objects with ``key label names named``; None and {} are an empty place.
    Equal keys or one shared name suffice; for systems also that a name of one contains a name of the other as
    whole words, provided that both are designations or both are classes.
    Raises pydantic.ValidationError (a ValueError) for fields of a wrong type.
    """
    ours, theirs = _filler(predicted), _filler(gold)
    if ours is None or theirs is None:
        return ours is theirs
    if ours.key is not None and ours.key == theirs.key:
        return True
    if ours.folded & theirs.folded:
        return True
    return which == Role.SYSTEM and bool(ours.named) == bool(theirs.named) and _nested(ours, theirs)


def contains(long: str, short: str) -> bool:
    """Whether ``short`` stands in ``long`` as whole words."""
    return short in long and re.search(rf"(?<!\w){re.escape(short)}(?!\w)", long) is not None


def _nested(one: Filler, other: Filler) -> bool:
    return any(contains(a, b) or contains(b, a) for a in one.folded for b in other.folded)


def _filler(value: FillerLike) -> Filler | None:
    if isinstance(value, Filler):
        return value
    return Filler.model_validate(value) if value else None
