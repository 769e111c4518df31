"""What comes out. Objects are filled once, from batched reads; no field of theirs asks the database again."""

from __future__ import annotations

import datetime
from typing import Generic, TypeVar

import strawberry

from kg.claim import Status
from kg.serve.graphql.describe import about
from kg.serve.graphql.inputs import Dimension, EntityKind

N = TypeVar("N")


@strawberry.interface(description="A thing with a name of its own in the graph.")
class Node:
    """A thing with a name of its own."""

    id: strawberry.ID = about("Its IRI without the namespace; `node` takes it.")
    iri: str = about("Its IRI, the same as in SPARQL.")


@strawberry.type(description="Preferred labels by language.")
class Labels:
    """Preferred labels by language."""

    en: str | None = about("In English.")
    de: str | None = about("In German.")


@strawberry.type
class Named(Node):
    """A thing with labels."""

    label: str = about("Its preferred label, in English where there is one.")
    labels: Labels = about("Its preferred labels by language.")


@strawberry.type(description="A state, organization, armed group, person, group of people or place.")
class Entity(Named):
    """An actor or place."""

    kind: EntityKind | None = about("What it is; null where no source says.")
    alt_labels: list[str] = about("Its other names in all languages, sorted.")
    alpha3: str | None = about("For states: the ISO 3166-1 alpha-3 code.")
    acts_for: Entity | None = about("The state that it acts for.")
    country: Entity | None = about("The state in which it is based or lies.")
    is_reference: bool = about("Whether the reference data know it; otherwise it was met in a document.")


@strawberry.type(description="A category of weapon systems.")
class Category(Named):
    """A category of weapon systems."""

    notation: str = about("Its short name: tank, air-defence.")


@strawberry.type(description="A weapon system (Leopard 2) or a class of them (tanks).")
class WeaponSystem(Named):
    """A weapon system or class."""

    alt_labels: list[str] = about("Its other names in all languages, sorted.")
    named: bool = about("True for a designation (Leopard 2), false for a class (tanks).")
    category: Category | None = about("The nearest category above it.")
    broader: WeaponSystem | None = about("The family that it is a variant of.")
    origin: Entity | None = about("The state in which it was developed.")
    maker: str | None = about("The company that makes or made it.")
    is_reference: bool = about("Whether the reference data know it; otherwise it was met in a document.")


@strawberry.type(description="A role in which somebody acts, such as defence minister.")
class Role(Named):
    """A role."""

    notation: str = about("Its short name: defence-minister.")


@strawberry.type(description="A text that claims were read from.")
class Document(Node):
    """A text that claims were read from."""

    identifier: str = about("Its id in the store: from its front matter, or its path.")
    title: str | None = about("Its title.")
    source: str | None = about("Who published it.")
    url: str | None = about("Its address; it comes from outside, so check it before you follow it.")
    lang: str | None = about("Its language, such as en or de.")
    date: datetime.date | None = about("The day of publication.")
    text: str = about("The text exactly as read; evidence counts its characters (Unicode code points).")


@strawberry.type(description="A quote that proves itself: the document's text from start to end.")
class Evidence:
    """A quote that proves itself."""

    quote: str = about("The words.")
    start: int = about("Place of the first character in the document's text, counted in code points from 0.")
    end: int = about("Place after the last character.")
    prefix: str | None = about("Up to 32 characters before the quote.")
    suffix: str | None = about("Up to 32 characters after the quote.")
    document: Document | None = about("The document.")


@strawberry.type(description="How many: at least 20 has no max, dozens has neither.")
class Quantity:
    """How many."""

    min: float | None = about("At least this many.")
    max: float | None = about("At most this many.")
    text: str | None = about("The words of the text.")


@strawberry.type(description="When: first and last possible day.")
class TimeSpan:
    """When."""

    earliest: datetime.date | None = about("The first possible day.")
    latest: datetime.date | None = about("The last possible day.")
    precision: str | None = about("How exact the words are: day, month, season, quarter, year.")
    text: str | None = about("The words of the text.")


@strawberry.interface(description="What one document says.")
class Claim(Node):
    """What one document says."""

    claimer: Entity | None = about("Who says so; null for the document itself.")
    claimer_words: str | None = about("The claimer in the words of the text.")
    claim_date: datetime.date | None = about("The day of the document.")
    confidence: float | None = about("How sure the extraction is, from 0 to 1.")
    rule: str | None = about("The rule or model that decided.")
    evidence: list[Evidence] = about("The quotes that it rests on, in the order of the text.")
    document: Document | None = about("The document that says so.")


@strawberry.type(description="A document's claim that somebody supplies something to somebody.")
class Transfer(Claim):
    """A claim of a transfer."""

    supplier: Entity | None = about("Who supplies.")
    supplier_words: str | None = about("The supplier in the words of the text.")
    recipient: Entity | None = about("Who receives.")
    recipient_words: str | None = about("The recipient in the words of the text.")
    system: WeaponSystem | None = about("What is supplied.")
    system_words: str | None = about("The system in the words of the text.")
    authorizer: Entity | None = about("Who has to permit it.")
    authorizer_words: str | None = about("The authorizer in the words of the text.")
    category: Category | None = about("The category of what is supplied.")
    quantity: Quantity | None = about("How many.")
    status: Status | None = about("How far it has come.")
    date: TimeSpan | None = about("When it takes or took place, if the text says so.")


@strawberry.type(description="A person holds an office: a document's claim, or a term of the reference data.")
class Office(Claim):
    """An office held."""

    person: Entity | None = about("Who holds it.")
    person_words: str | None = about("The person in the words of the text.")
    role: Role | None = about("As what.")
    of: Entity | None = about("Of which state or organization.")
    of_words: str | None = about("The state or organization in the words of the text.")
    title: str | None = about("The title.")
    start: datetime.date | None = about("First day of the term; only in reference data.")
    end: datetime.date | None = about("Last day of the term, null while it lasts; only in reference data.")
    is_reference: bool = about("Whether it is a term of the reference data, not a claim of a document.")


@strawberry.type(description="A document's claim that somebody has stationed something or somebody somewhere.")
class Deployment(Claim):
    """A claim of a deployment."""

    actor: Entity | None = about("Who deploys.")
    actor_words: str | None = about("The actor in the words of the text.")
    system: WeaponSystem | None = about("What is deployed; null for troops.")
    system_words: str | None = about("The system in the words of the text.")
    troops: str | None = about("The word for the people deployed: soldiers.")
    place: Entity | None = about("Where.")
    place_words: str | None = about("The place in the words of the text.")
    category: Category | None = about("The category of what is deployed.")
    quantity: Quantity | None = about("How many.")


@strawberry.type(description="A statement that answered, as run.")
class Explanation:
    """A statement that answered."""

    sql: str = about("The SQL, with ? for each parameter.")
    parameters: list[str | None] = about("The parameters in order, as text.")


@strawberry.type(description="Where a page stands in the whole list (Relay).")
class PageInfo:
    """Where a page stands in the whole list."""

    has_next_page: bool = about("Whether there are more after this page.")
    has_previous_page: bool = about("Whether there are more before this page.")
    start_cursor: str | None = about("The cursor of the first node.")
    end_cursor: str | None = about("The cursor of the last node; give it as `after` for the next page.")


@strawberry.type(description="A node with its place in the list.")
class Edge(Generic[N]):
    """A node with its place in the list."""

    cursor: str = about("The place: opaque, and stable while rows come and go.")
    node: N = about("The node.")


@strawberry.type(description="A page of a list.")
class Connection(Generic[N]):
    """A page of a list."""

    nodes: list[N] = about("The nodes.")
    edges: list[Edge[N]] = about("The nodes with their cursors.")
    page_info: PageInfo = about("Where this page stands.")
    total_count: int = about("How many there are on all pages together.")
    explain: list[Explanation] = about("The statements that answered, in the order in which they ran.")


@strawberry.type(description="Claims of transfers that agree in the dimensions asked for.")
class TransferGroup:
    """Claims of transfers that agree in some dimensions; those not asked for are null."""

    supplier: Entity | None = about("The supplier.")
    recipient: Entity | None = about("The recipient.")
    system: WeaponSystem | None = about("The system.")
    category: Category | None = about("The category, as stated by the claims.")
    status: Status | None = about("The status.")
    claimer: Entity | None = about("The claimer.")
    source: str | None = about("The publisher, or the id of a document that names none.")
    document: Document | None = about("The document.")
    quarter: str | None = about("The quarter of the claims: 2022-Q4.")
    year: int | None = about("The year of the claims.")
    claims: int = about("How many claims there are.")
    documents: int = about("How many documents make them.")
    sources: int = about("How many publishers they come from, as far as documents name one.")
    claimers: int = about("How many claimers are named.")
    unattributed: int = about("How many claims name no claimer.")
    suppliers: int = about("How many suppliers are named.")
    announced: int = about("How many claims say that it is announced.")
    delivered: int = about("How many claims say that it is delivered.")
    statuses: list[Status] = about("The statuses of the claims, sorted.")
    quantity_min: float | None = about("The least number that a claim gives.")
    quantity_max: float | None = about("The greatest number that a claim gives.")
    largest_min: float | None = about("The largest lower bound that a claim gives: at least so many by one claim.")
    first_date: datetime.date | None = about("The day of the earliest claim.")
    last_date: datetime.date | None = about("The day of the latest claim.")
    latest: Transfer | None = about("The latest claim.")


@strawberry.type(description="The groups of a count.")
class TransferStats:
    """The groups of a count."""

    groups: list[TransferGroup] = about("The groups, those with most claims first.")
    truncated: bool = about("Whether there are more groups than were asked for.")
    explain: list[Explanation] = about("The statements that answered, in the order in which they ran.")


@strawberry.type(description="One value of a facet.")
class FacetValue:
    """One value of a facet."""

    value: str | None = about("Id of an entity, status or period; null for claims that have none.")
    label: str | None = about("Its label.")
    claims: int = about("How many claims have it.")


@strawberry.type(description="How often each value of one dimension occurs among claims of transfers.")
class Facet:
    """How often each value of one dimension occurs."""

    dimension: Dimension = about("The dimension.")
    values: list[FacetValue] = about("Its values, the most frequent first.")


@strawberry.type(description="Something that a search has found.")
class SearchHit:
    """Something that a search has found."""

    node: Node = about("What was found: a transfer, office, deployment, document or entity.")
    snippet: str = about("A piece of the text around the words; the words stand between « and ».")


@strawberry.type(description="What ties one entity to a person.")
class PersonLink:
    """What ties one entity to a person."""

    entity: Entity = about("The other one.")
    relation: str = about(
        "The notation of the role held there; `office` for one without a known role; `same transfer`; "
        "`named in the same document`."
    )
    first_date: datetime.date | None = about("The first day; null where a term's start is not known.")
    last_date: datetime.date | None = about("The last day; null while a term lasts.")
    documents: int = about("How many documents say so; 0 for the reference data alone.")
    quote: str | None = about("A sentence that says so.")


@strawberry.type(description="How much there is.")
class Stats:
    """How much there is."""

    documents: int = about("Documents.")
    transfers: int = about("Claims of transfers.")
    offices: int = about("Offices: claims and terms of the reference data.")
    deployments: int = about("Claims of deployments.")
    states: int = about("States.")
    people: int = about("People.")
    organizations: int = about("Organizations and armed groups.")
    weapon_systems: int = about("Weapon systems and classes of them.")
    first_date: datetime.date | None = about("The day of the earliest dated document.")
    last_date: datetime.date | None = about("The day of the latest dated document.")
    generation: int = about("Grows with every change of the data.")
