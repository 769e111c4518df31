"""The values that travel from recognising to the graph: mentions, entities, claims. All frozen."""

from __future__ import annotations

import datetime
from dataclasses import dataclass, replace
from enum import StrEnum

from kg.document import Document, Span


class Status(StrEnum):
    """The closed list of statuses of a transfer, from wish to hand-over and its refusals."""

    REQUESTED = "requested"
    CONSIDERED = "considered"
    ANNOUNCED = "announced"
    APPROVED = "approved"
    ORDERED = "ordered"
    DELIVERED = "delivered"
    REFUSED = "refused"
    SUSPENDED = "suspended"
    DENIED = "denied"


class Kind(StrEnum):
    """What a mention names."""

    STATE = "state"
    ORGANIZATION = "organization"
    ARMED_GROUP = "armed-group"
    PERSON = "person"
    GROUP = "group"  # people or forces described in words, not named: "rebels", "Western countries"
    PLACE = "place"
    SYSTEM = "system"  # a designation: Leopard 2
    SYSTEM_CLASS = "system-class"  # a class: tanks, weapons
    QUANTITY = "quantity"
    DATE = "date"


@dataclass(frozen=True, slots=True)
class Entity:
    """What a mention refers to.

    ``id`` is a path below the reference or data namespace: "state/DEU", "organization/nato",
    "system/leopard-2", "person/boris-pistorius"; entities that no table knows get "<kind>/<slug of label>".
    ``key`` is the ISO 3166-1 alpha-3 code of a state, or of the state that the entity acts for.
    ``names`` are all forms that should count as naming it. ``category`` is set for systems and classes.
    """

    id: str
    kind: Kind
    label: str
    names: tuple[str, ...] = ()
    key: str | None = None
    category: str | None = None

    @property
    def named(self) -> bool:
        """For systems: True for a designation (Leopard 2), False for a class (tanks)."""
        return self.kind is not Kind.SYSTEM_CLASS


@dataclass(frozen=True, slots=True)
class Mention:
    """An entity at a place of the text; ``words`` is ``text[span.start:span.end]``.

    ``form`` is how it is named there: name, adjective, demonym, capital, abbreviation, title, pattern …
    ``repaired_from`` holds the reading of the text where a garbled name was put right ("M17" for Mi-17).
    """

    span: Span
    words: str
    entity: Entity
    form: str = "name"
    repaired_from: str | None = None


@dataclass(frozen=True, slots=True)
class Evidence:
    """A quote that proves itself: ``document.text[start:end] == quote`` (code points, half-open)."""

    start: int
    end: int
    quote: str

    @property
    def span(self) -> Span:
        """Where the quote stands."""
        return Span(self.start, self.end)


@dataclass(frozen=True, slots=True)
class Quantity:
    """How many: "at least 20" is (20, None), "up to 60" is (None, 60), "dozens" is (None, None)."""

    min: float | None
    max: float | None
    words: str


@dataclass(frozen=True, slots=True)
class TimeSpan:
    """When: first and last possible day, with the words it was read from."""

    earliest: datetime.date
    latest: datetime.date
    words: str
    precision: str = "day"  # day, month, season, quarter, year


@dataclass(frozen=True, slots=True)
class Claim:
    """What one document says, with the evidence it rests on (one quote, or several where roles are filled
    from another sentence). ``claimer`` is who says so, None for the document itself. ``confidence`` is in 0..1.
    ``rule`` names the frame or model that decided.
    """

    evidence: tuple[Evidence, ...]
    claimer: Mention | None
    confidence: float
    rule: str

    @property
    def fillers(self) -> tuple[Mention, ...]:
        """The mentions that fill the claim's roles; each lies within the evidence."""
        return ()

    def __post_init__(self) -> None:
        if not self.evidence:
            raise ValueError("a claim needs evidence")
        for mention in self.fillers:
            if not any(e.span.contains(mention.span) for e in self.evidence):
                raise ValueError(f"{mention.words!r} is not in the evidence")


@dataclass(frozen=True, slots=True)
class TransferClaim(Claim):
    """Who supplied which system to whom, in which status. At least two of the three roles are filled."""

    supplier: Mention | None
    recipient: Mention | None
    system: Mention | None
    status: Status
    quantity: Quantity | None = None
    date: TimeSpan | None = None
    authorizer: Mention | None = None

    @property
    def fillers(self) -> tuple[Mention, ...]:
        """Supplier, recipient, system, authorizer, as far as filled."""
        return tuple(m for m in (self.supplier, self.recipient, self.system, self.authorizer) if m)


@dataclass(frozen=True, slots=True)
class OfficeClaim(Claim):
    """A person holds a role (an id of seeds/roles.csv) in a state or organization, as of the document."""

    person: Mention
    role: str
    of: Mention | None
    title: str = ""

    @property
    def fillers(self) -> tuple[Mention, ...]:
        """Person and, where filled, the state or organization."""
        return (self.person, self.of) if self.of else (self.person,)


@dataclass(frozen=True, slots=True)
class DeploymentClaim(Claim):
    """Who stationed what, or how many troops, where."""

    actor: Mention | None
    what: Mention | None  # a system or class; None for troops
    quantity: Quantity | None
    troops: str | None  # the words, "soldiers", when people were deployed
    place: Mention

    @property
    def fillers(self) -> tuple[Mention, ...]:
        """Actor, what and place, as far as filled."""
        return tuple(m for m in (self.actor, self.what, self.place) if m)


@dataclass(frozen=True)
class Extraction:
    """All that was read out of one document, in the order of the text.

    ``states`` are the alpha-3 codes of all states named, also inside names such as "Israeli Air Force".
    """

    document: Document
    mentions: tuple[Mention, ...] = ()
    transfers: tuple[TransferClaim, ...] = ()
    offices: tuple[OfficeClaim, ...] = ()
    deployments: tuple[DeploymentClaim, ...] = ()
    states: tuple[str, ...] = ()
    warnings: tuple[str, ...] = ()  # data-quality notes: repaired names, contradictions with the office table

    @property
    def claims(self) -> tuple[Claim, ...]:
        """Every claim."""
        return (*self.transfers, *self.offices, *self.deployments)

    def above(self, confidence: float) -> Extraction:
        """The same without the claims below a confidence."""
        return replace(
            self,
            transfers=tuple(c for c in self.transfers if c.confidence >= confidence),
            offices=tuple(c for c in self.offices if c.confidence >= confidence),
            deployments=tuple(c for c in self.deployments if c.confidence >= confidence),
        )
