"""Gold and predicted documents, as far as they are measured. Unknown fields are let pass, wrong types are not."""

from __future__ import annotations

from enum import StrEnum
from functools import cached_property
from typing import Annotated

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, model_validator

from kg.claim import Status

ENTITY_KINDS = ("states", "people", "organizations", "weapons")


class Role(StrEnum):
    """The places of a transfer that an actor or a system fills."""

    SUPPLIER = "supplier"
    RECIPIENT = "recipient"
    SYSTEM = "system"


def fold(name: str) -> str:
    """A name as it is compared: case folded, white space squeezed."""
    return " ".join(name.split()).casefold()


class Value(BaseModel):
    """Base of all values here: frozen, types as in the JSON."""

    model_config = ConfigDict(frozen=True, strict=True, extra="ignore")


class Filler(Value):
    """Who or what fills a role: ``key`` is a state's alpha-3 code, ``named`` tells a designation from a class."""

    key: str | None = None
    label: str | None = None
    names: list[str] = []
    named: bool | None = None

    @cached_property
    def folded(self) -> frozenset[str]:
        """Label and names, folded."""
        return frozenset(filter(None, map(fold, (self.label or "", *self.names))))

    def __str__(self) -> str:
        return next(filter(None, (self.label, *self.names, self.key)), "?")


class Quantity(Value):
    """How many, at least and at most; None where there is no bound."""

    min: float | None = None
    max: float | None = None


class Quote(Value):
    """A piece of the text that a prediction rests on: ``text[start:end] == quote``."""

    start: int
    end: int
    quote: str


Place = Annotated[Filler | None, BeforeValidator(lambda value: value or None)]
Entity = str | list[str]


class Record(Value):
    """A transfer. Evidence is a quote without offsets in gold, a list of quotes with offsets in predictions."""

    supplier: Place = None
    recipient: Place = None
    system: Place = None
    quantity: Quantity | None = None
    status: str | None = None
    optional: bool = False
    evidence: str | list[Quote | str] | None = None

    def filler(self, role: Role) -> Filler | None:
        """What fills a role, None when it is empty."""
        filler: Filler | None = getattr(self, role)
        return filler

    @property
    def filled(self) -> list[Role]:
        """The roles that are filled."""
        return [role for role in Role if self.filler(role)]

    @property
    def bounds(self) -> tuple[float | None, float | None]:
        """The quantity's bounds; none stated and none known ("dozens") are the same."""
        return (self.quantity.min, self.quantity.max) if self.quantity else (None, None)

    def __str__(self) -> str:
        low, high = ("" if bound is None else f"{bound:g}" for bound in self.bounds)
        amount = f" [{low}..{high}]" if low or high else ""
        return f"{self.supplier or '-'} > {self.recipient or '-'}: {self.system or '-'}{amount}, {self.status}"


class Prediction(Value):
    """What an extractor says about a document; ``systems`` are all mentions of systems and classes, if it tells."""

    id: str = Field(min_length=1)
    transfers: list[Record] = []
    states: list[Entity] = []
    people: list[Entity] = []
    organizations: list[Entity] = []
    weapons: list[Entity] = []
    systems: list[Filler] | None = None

    def entities(self, kind: str) -> list[frozenset[str]]:
        """The entities of one of ``ENTITY_KINDS``, each as its folded names."""
        return [frozenset(map(fold, names)) for names in self._names(kind)]

    def shown(self, kind: str) -> list[str]:
        """The entities of one of ``ENTITY_KINDS``, each by its first name."""
        return [next(iter(names), "?") for names in self._names(kind)]

    def _names(self, kind: str) -> list[list[str]]:
        found: list[Entity] = getattr(self, kind)
        return [[one] if isinstance(one, str) else one for one in found]


class GoldFiller(Filler):
    """A filler as it must stand in gold: with a name, a key only if it is an alpha-3 code."""

    key: str | None = Field(None, pattern="^[A-Z]{3}$")
    names: list[Annotated[str, Field(min_length=1)]] = Field(min_length=1)


class GoldSystem(GoldFiller):
    """A system as it must stand in gold."""

    named: bool
    category: str


class GoldQuantity(Quantity):
    """A quantity as it must stand in gold: with its words."""

    min: float | None
    max: float | None
    text: str


class GoldRecord(Record):
    """A transfer as it must stand in gold."""

    supplier: GoldFiller | None
    recipient: GoldFiller | None
    system: GoldSystem | None
    quantity: GoldQuantity | None
    status: Annotated[Status, Field(strict=False)]
    evidence: str = Field(min_length=1)

    @model_validator(mode="after")
    def _two_roles(self) -> GoldRecord:
        if len(self.filled) < 2:
            raise ValueError("fewer than two roles are filled")
        return self


class Gold(Prediction):
    """A hand-annotated document with its text."""

    text: str
    # a gold file must have what a prediction may leave out: narrower types than the base class has
    transfers: list[GoldRecord]  # type: ignore[assignment]
    states: list[Annotated[str, Field(pattern="^[A-Z]{3}$")]]  # type: ignore[assignment]
    people: list[str]  # type: ignore[assignment]
    organizations: list[str]  # type: ignore[assignment]
    weapons: list[str]  # type: ignore[assignment]

    @model_validator(mode="after")
    def _grounded(self) -> Gold:
        for number, record in enumerate(self.transfers):
            if record.evidence not in self.text:
                raise ValueError(f"transfers.{number}.evidence: not in the text")
        return self
