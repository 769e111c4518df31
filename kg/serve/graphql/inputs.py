"""Filters and orders. A field that is left out says nothing; GraphQL itself refuses fields that do not exist."""

from __future__ import annotations

import datetime
from enum import Enum

import strawberry

from kg.claim import Status
from kg.serve.graphql.describe import given

strawberry.enum(
    Status, name="TransferStatus", description="How far a transfer has come, from wish to hand-over, and its refusals."
)


@strawberry.enum(description="What an entity is.")
class EntityKind(Enum):
    """What an entity is."""

    STATE = "state"
    ORGANIZATION = "organization"
    ARMED_GROUP = "armed-group"
    PERSON = "person"
    GROUP = "group"
    PLACE = "place"


@strawberry.enum(description="The direction of an order.")
class Direction(Enum):
    """The direction of an order."""

    ASC = "ASC"
    DESC = "DESC"


@strawberry.enum(description="What transfers can be counted by. Periods are those of the claim's date.")
class Dimension(Enum):
    """What transfers can be counted by."""

    SUPPLIER = "SUPPLIER"
    RECIPIENT = "RECIPIENT"
    SYSTEM = "SYSTEM"
    CATEGORY = "CATEGORY"
    STATUS = "STATUS"
    CLAIMER = "CLAIMER"
    SOURCE = "SOURCE"
    DOCUMENT = "DOCUMENT"
    QUARTER = "QUARTER"
    YEAR = "YEAR"


@strawberry.input(description="Conditions on a text; all that are given must hold.")
class TextFilter:
    """Conditions on a text."""

    eq: str | None = given("Exactly this text.")
    in_: list[str] | None = given("One of these texts.", name="in")
    contains: str | None = given("Contains this, without regard to letter case, hyphens and repeated spaces.")
    is_null: bool | None = given("Whether there is none.")


@strawberry.input(description="Conditions on a day; all that are given must hold.")
class DateFilter:
    """Conditions on a day."""

    eq: datetime.date | None = given("This day.")
    in_: list[datetime.date] | None = given("One of these days.", name="in")
    gte: datetime.date | None = given("This day or later.")
    lte: datetime.date | None = given("This day or earlier.")
    gt: datetime.date | None = given("Later than this day.")
    lt: datetime.date | None = given("Earlier than this day.")
    is_null: bool | None = given("Whether there is none.")


@strawberry.input(description="Conditions on a number; all that are given must hold.")
class NumberFilter:
    """Conditions on a number."""

    eq: float | None = given("This number.")
    in_: list[float] | None = given("One of these numbers.", name="in")
    gte: float | None = given("At least this.")
    lte: float | None = given("At most this.")
    gt: float | None = given("More than this.")
    lt: float | None = given("Less than this.")
    is_null: bool | None = given("Whether there is none.")


@strawberry.input(description="Conditions on a status; all that are given must hold.")
class StatusFilter:
    """Conditions on a status."""

    eq: Status | None = given("This status.")
    in_: list[Status] | None = given("One of these.", name="in")


@strawberry.input(description="Conditions on an actor or place; all that are given must hold.")
class EntityFilter:
    """Conditions on an actor or place."""

    eq: str | None = given(
        "This one, or whoever acts for it: by alpha-3 code, label or alternative label in any language (letter case "
        "does not matter), id or IRI."
    )
    in_: list[str] | None = given("One of these, named as for eq.", name="in")
    contains: str | None = given("One of its names contains this, without regard to letter case.")
    kind: list[EntityKind] | None = given("It is one of these.")
    is_null: bool | None = given("Whether there is none.")


@strawberry.input(description="Conditions on a weapon system or class; all that are given must hold.")
class SystemFilter:
    """Conditions on a system."""

    eq: str | None = given("This one or a variant of it: by label, alternative label, id or IRI.")
    in_: list[str] | None = given("One of these, named as for eq.", name="in")
    contains: str | None = given("One of its names contains this, without regard to letter case.")
    is_null: bool | None = given("Whether there is none.")


@strawberry.input(description="Conditions on a category of systems; all that are given must hold.")
class CategoryFilter:
    """Conditions on a category."""

    eq: str | None = given("This category or one below it: by notation, label, id or IRI.")
    in_: list[str] | None = given("One of these, named as for eq.", name="in")


@strawberry.input(description="Conditions on a role such as defence minister.")
class RoleFilter:
    """Conditions on a role."""

    eq: str | None = given("This role: by notation, label, id or IRI.")
    in_: list[str] | None = given("One of these, named as for eq.", name="in")


@strawberry.input(description="Conditions on a document; all that are given must hold.")
class DocumentFilter:
    """Conditions on a document."""

    id: list[str] | None = given("Its id or IRI is one of these.")
    identifier: TextFilter | None = given("Its id in the store: from its front matter, or its path.")
    title: TextFilter | None = given("Its title.")
    source: TextFilter | None = given("Who published it.")
    url: TextFilter | None = given("Its address.")
    lang: TextFilter | None = given("Its language, such as en or de.")
    date: DateFilter | None = given("The day of publication.")
    text: str | None = given("Every one of these words is in its title or text.")
    mentions: EntityFilter | None = given("Names this actor or place.")
    and_: list[DocumentFilter] | None = given("All of these hold.", name="and")
    or_: list[DocumentFilter] | None = given("One of these holds.", name="or")
    not_: DocumentFilter | None = given("This does not hold.", name="not")


@strawberry.input
class ClaimFilter:
    """Conditions on any claim."""

    id: list[str] | None = given("Its id or IRI is one of these.")
    claimer: EntityFilter | None = given("Who says so.")
    date: DateFilter | None = given("The day of the claim, which is the day of its document.")
    confidence: NumberFilter | None = given("How sure the extraction is, from 0 to 1.")
    text: str | None = given("Every one of these words is in its evidence.")
    document: DocumentFilter | None = given("The document that says so.")


@strawberry.input(description="Conditions on a claim about a transfer; all that are given must hold.")
class TransferFilter(ClaimFilter):
    """Conditions on a transfer."""

    supplier: EntityFilter | None = given("Who supplies.")
    recipient: EntityFilter | None = given("Who receives.")
    system: SystemFilter | None = given("What is supplied.")
    category: CategoryFilter | None = given("The category of what is supplied.")
    authorizer: EntityFilter | None = given("Who has to permit it.")
    status: StatusFilter | None = given("How far it has come.")
    party: EntityFilter | None = given("The supplier or the recipient.")
    spoken_for: EntityFilter | None = given(
        "Who says so is this actor, acts for it, or on the day of the claim held an office of it by the reference data."
    )
    claimer_is_supplier: bool | None = given("Whether the supplier itself, or somebody acting for it, says so.")
    claimer_is_party: bool | None = given("Whether supplier or recipient, or somebody acting for them, says so.")
    third_party: bool | None = given(
        "Whether somebody has to permit it, or the supplier is not, does not act for and is not based in a state in "
        "which the system, or the family that it is a variant of, was developed."
    )
    when: DateFilter | None = given("The first possible day that the text gives, else the day of the document.")
    earliest: DateFilter | None = given("The first day on which the transfer can have taken place.")
    latest: DateFilter | None = given("The last day on which the transfer can have taken place.")
    quantity_min: NumberFilter | None = given("The least number supplied.")
    quantity_max: NumberFilter | None = given("The greatest number supplied.")
    rule: TextFilter | None = given("The rule or model that decided.")
    and_: list[TransferFilter] | None = given("All of these hold.", name="and")
    or_: list[TransferFilter] | None = given("One of these holds.", name="or")
    not_: TransferFilter | None = given("This does not hold.", name="not")


@strawberry.input(description="Conditions on an office held by a person; all that are given must hold.")
class OfficeFilter(ClaimFilter):
    """Conditions on an office."""

    person: EntityFilter | None = given("Who holds it.")
    role: RoleFilter | None = given("As what.")
    of: EntityFilter | None = given("Of which state or organization.")
    on: datetime.date | None = given(
        "In office on this day: the term of the reference data includes it, or the document lies within 45 days of it."
    )
    is_reference: bool | None = given("Whether it is a term of the reference data, not a claim of a document.")
    and_: list[OfficeFilter] | None = given("All of these hold.", name="and")
    or_: list[OfficeFilter] | None = given("One of these holds.", name="or")
    not_: OfficeFilter | None = given("This does not hold.", name="not")


@strawberry.input(description="Conditions on a claim about a deployment; all that are given must hold.")
class DeploymentFilter(ClaimFilter):
    """Conditions on a deployment."""

    actor: EntityFilter | None = given("Who deploys.")
    system: SystemFilter | None = given("What is deployed.")
    category: CategoryFilter | None = given("The category of what is deployed.")
    place: EntityFilter | None = given("Where.")
    quantity_min: NumberFilter | None = given("The least number deployed.")
    quantity_max: NumberFilter | None = given("The greatest number deployed.")
    and_: list[DeploymentFilter] | None = given("All of these hold.", name="and")
    or_: list[DeploymentFilter] | None = given("One of these holds.", name="or")
    not_: DeploymentFilter | None = given("This does not hold.", name="not")


@strawberry.input(description="Conditions on an entity; all that are given must hold.")
class NameFilter:
    """Conditions on an entity of a list."""

    id: list[str] | None = given("Its id or IRI is one of these.")
    name: str | None = given("It bears this name or code, without regard to letter case.")
    contains: str | None = given("One of its names contains this, without regard to letter case.")
    is_reference: bool | None = given("Whether the reference data know it.")
    category: CategoryFilter | None = given("For weapon systems: the category.")
    and_: list[NameFilter] | None = given("All of these hold.", name="and")
    or_: list[NameFilter] | None = given("One of these holds.", name="or")
    not_: NameFilter | None = given("This does not hold.", name="not")


@strawberry.input(description="Conditions on a group of claims; all that are given must hold.")
class GroupFilter:
    """Conditions on a group of claims."""

    claims: NumberFilter | None = given("How many claims there are.")
    documents: NumberFilter | None = given("How many documents make them.")
    sources: NumberFilter | None = given("How many publishers they come from.")
    claimers: NumberFilter | None = given("How many claimers are named.")
    unattributed: NumberFilter | None = given("How many claims name no claimer.")
    suppliers: NumberFilter | None = given("How many suppliers are named.")
    quantities_disagree: bool | None = given("Whether no number fits what all claims say.")
    statuses_disagree: bool | None = given("Whether some claims deny what others say.")
    and_: list[GroupFilter] | None = given("All of these hold.", name="and")
    or_: list[GroupFilter] | None = given("One of these holds.", name="or")
    not_: GroupFilter | None = given("This does not hold.", name="not")
