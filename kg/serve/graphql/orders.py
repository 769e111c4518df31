"""The closed lists of what each connection can be ordered by, and the columns behind them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from enum import Enum
from typing import Any

import strawberry

from kg.index.page import Order
from kg.index.sql import Condition
from kg.serve.graphql.inputs import Direction

COLUMNS: Mapping[str, tuple[str, type, bool]] = {
    "DATE": ("t.claim_date", str, False),
    "TIME": ("t.earliest", str, False),
    "CONFIDENCE": ("t.confidence", float, True),
    "QUANTITY": ("t.minimum", float, True),
    "STATUS": ("t.status_rank", int, True),
    "SUPPLIER": ("t.supplier_label", str, True),
    "RECIPIENT": ("t.recipient_label", str, True),
    "SYSTEM": ("t.system_label", str, True),
    "DEPLOYED": ("deployed.label", str, True),
    "PERSON": ("person.label", str, True),
    "START": ("t.first", str, False),
    "ACTOR": ("actor.label", str, True),
    "PLACE": ("place.label", str, True),
    "PUBLISHED": ("t.date", str, False),
    "TITLE": ("t.title", str, True),
    "SOURCE": ("t.source", str, True),
    "ID": ("t.id", str, False),
    "LABEL": ("t.label", str, False),
}
"""SQL expression, type, whether it may be NULL."""


_JOINS = {
    "deployed": "LEFT JOIN entity AS deployed ON deployed.key = t.deployed",
    "person": "LEFT JOIN entity AS person ON person.key = t.person",
    "actor": "LEFT JOIN entity AS actor ON actor.key = t.actor",
    "place": "LEFT JOIN entity AS place ON place.key = t.place",
}


_LABELS = ("SUPPLIER", "RECIPIENT", "SYSTEM", "DATE", "STATUS")
"""What one index of transfers follows, all in one direction."""


@strawberry.enum(description="What transfers can be ordered by.")
class TransferOrderField(Enum):
    """What transfers can be ordered by."""

    DATE = "DATE"
    TIME = "TIME"
    CONFIDENCE = "CONFIDENCE"
    QUANTITY = "QUANTITY"
    STATUS = "STATUS"
    SUPPLIER = "SUPPLIER"
    RECIPIENT = "RECIPIENT"
    SYSTEM = "SYSTEM"


@strawberry.enum(description="What offices can be ordered by.")
class OfficeOrderField(Enum):
    """What offices can be ordered by."""

    PERSON = "PERSON"
    START = "START"
    DATE = "DATE"
    CONFIDENCE = "CONFIDENCE"


@strawberry.enum(description="What deployments can be ordered by.")
class DeploymentOrderField(Enum):
    """What deployments can be ordered by."""

    DATE = "DATE"
    ACTOR = "ACTOR"
    PLACE = "PLACE"
    DEPLOYED = "DEPLOYED"
    QUANTITY = "QUANTITY"
    CONFIDENCE = "CONFIDENCE"


@strawberry.enum(description="What documents can be ordered by.")
class DocumentOrderField(Enum):
    """What documents can be ordered by."""

    PUBLISHED = "PUBLISHED"
    TITLE = "TITLE"
    SOURCE = "SOURCE"
    ID = "ID"


@strawberry.enum(description="What entities can be ordered by.")
class EntityOrderField(Enum):
    """What entities can be ordered by."""

    LABEL = "LABEL"
    ID = "ID"


@strawberry.input(description="An order of transfers. Missing values count as the least.")
class TransferOrder:
    """An order of transfers."""

    field: TransferOrderField = strawberry.field(description="What to order by.")
    direction: Direction = strawberry.field(description="Ascending or descending.", default=Direction.ASC)


@strawberry.input(description="An order of offices. Missing values count as the least.")
class OfficeOrder:
    """An order of offices."""

    field: OfficeOrderField = strawberry.field(description="What to order by.")
    direction: Direction = strawberry.field(description="Ascending or descending.", default=Direction.ASC)


@strawberry.input(description="An order of deployments. Missing values count as the least.")
class DeploymentOrder:
    """An order of deployments."""

    field: DeploymentOrderField = strawberry.field(description="What to order by.")
    direction: Direction = strawberry.field(description="Ascending or descending.", default=Direction.ASC)


@strawberry.input(description="An order of documents. Missing values count as the least.")
class DocumentOrder:
    """An order of documents."""

    field: DocumentOrderField = strawberry.field(description="What to order by.")
    direction: Direction = strawberry.field(description="Ascending or descending.", default=Direction.ASC)


@strawberry.input(description="An order of entities.")
class EntityOrder:
    """An order of entities."""

    field: EntityOrderField = strawberry.field(description="What to order by.")
    direction: Direction = strawberry.field(description="Ascending or descending.", default=Direction.ASC)


def orders(given_orders: Sequence[Any] | None, default: Sequence[str]) -> list[Order]:
    """The orders asked for, each column once, else the default ("-DATE" is descending)."""
    if given_orders:
        wanted = {o.field.value: o.direction is Direction.DESC for o in reversed(given_orders)}
        pairs = [(name, wanted[name]) for name in dict.fromkeys(o.field.value for o in given_orders)]
    else:
        pairs = [(name.removeprefix("-"), name.startswith("-")) for name in default]
    return [Order(name, *COLUMNS[name][:2], descending, COLUMNS[name][2]) for name, descending in pairs]


def walkable(wanted: Sequence[Order], where: Condition) -> bool:
    """Whether an index of table ``transfer`` follows the order, but none does so for what the condition is about."""
    names = tuple(order.name for order in wanted)
    if names == _LABELS and _follows(wanted):
        return True
    if len(names) > 1 or names == ("DATE",) or names[0].lower() == where.column:
        return False
    return names != ("QUANTITY",) or where.column not in ("supplier", "recipient", "system")


def groups(wanted: Sequence[Order]) -> bool:
    """Whether an index of table ``transfer`` follows the first order and one the second, but none both."""
    return len(wanted) > 1 and not _follows(wanted)


def _follows(wanted: Sequence[Order]) -> bool:
    """Whether the index of labels begins with these orders."""
    names = tuple(order.name for order in wanted)
    return names == _LABELS[: len(names)] and len({order.descending for order in wanted}) == 1


def joins(wanted: Sequence[Order]) -> str:
    """The tables that the orders need beside ``t``."""
    needed = [_JOINS[table] for order in wanted if (table := order.column.partition(".")[0]) in _JOINS]
    return "".join(f" {join}" for join in needed)
