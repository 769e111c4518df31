"""The root of the schema: every question that can be asked."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Annotated, Any, TypeVar

import strawberry
from strawberry.types import Info

from kg.config import Settings
from kg.index import sql
from kg.index.reader import Session
from kg.index.sql import Condition
from kg.serve.graphql import inputs, nodes, orders, types
from kg.serve.graphql import stats as counts
from kg.serve.graphql.connections import Paging, Source, connection, explain, size
from kg.serve.graphql.describe import argument, question
from kg.serve.graphql.load import Loader
from kg.serve.graphql.lookahead import Wanted, wanted
from kg.serve.graphql.search import search as find
from kg.serve.graphql.where import Where

N = TypeVar("N")

First = Annotated[int | None, argument("How many, from the start; 20 unless given.")]
After = Annotated[str | None, argument("Only those after this cursor.")]
Last = Annotated[int | None, argument("How many, from the end.")]
Before = Annotated[str | None, argument("Only those before this cursor; goes with `last`.")]
TransferWhere = Annotated[inputs.TransferFilter | None, argument("Only claims that fulfil this.")]
NameWhere = Annotated[inputs.NameFilter | None, argument("Only those that fulfil this.")]
Ordered = argument("Sort by these, the first one first; ties are broken by key.")


@dataclass(frozen=True)
class Context:
    """What every resolver of one request shares: one consistent state of the data."""

    session: Session
    base_iri: str
    settings: Settings
    operation: str | None = None


TRANSFERS = Source("transfer", ("-DATE",), Loader.prepare, Loader.transfer)
OFFICES = Source("office", ("START",), Loader.prepare, Loader.office)
DEPLOYMENTS = Source("deployment", ("-DATE",), Loader.prepare, Loader.deployment)
DOCUMENTS = Source("document", ("-PUBLISHED",), Loader.prepare_documents, Loader.document)
ENTITIES = Source("entity", ("LABEL",), Loader.prepare_entities, Loader.entity_row)
SYSTEMS = Source("entity", ("LABEL",), Loader.prepare_entities, Loader.system_row)


class Request:
    """One root field being answered."""

    def __init__(self, info: Info[Context, None]) -> None:
        context = info.context
        self.session = context.session.fresh()
        self.base_iri = context.base_iri
        self.limit = context.settings.page_size
        self.wanted = Wanted()
        for field in wanted(info.selected_fields).values():
            self.wanted.merge(field)
        self.loader = Loader(self.session, self.base_iri)
        self.where = Where(self.session, self.base_iri)

    def page(self, source: Source[N], where: Condition, paging: Paging) -> types.Connection[N]:
        """A page of a connection."""
        return connection(self.session, self.loader, source, where, paging, self.limit, self.wanted)

    def entities(self, source: Source[N], kinds: Sequence[str], where: Any, paging: Paging) -> types.Connection[N]:
        """A page of entities of some kinds."""
        return self.page(source, sql.every([sql.among("t.kind", kinds), self.where.names(where)]), paging)


def entities(description: str, *kinds: str) -> Any:
    """A root field that lists entities of some kinds."""

    def listed(
        info: Info[Context, None],
        where: NameWhere = None,
        order_by: Annotated[list[orders.EntityOrder] | None, Ordered] = None,
        first: First = None,
        after: After = None,
        last: Last = None,
        before: Before = None,
    ) -> types.Connection[types.Entity]:
        return Request(info).entities(ENTITIES, kinds, where, Paging(order_by, first, after, last, before))

    return strawberry.field(resolver=listed, description=description)


@strawberry.type(
    description="Who supplies what to whom, who holds which office, who deploys what where, and who says so."
)
class Query:
    """The root of the schema."""

    @question("Claims of transfers, those of the latest documents first.")
    def transfers(
        self,
        info: Info[Context, None],
        where: TransferWhere = None,
        order_by: Annotated[list[orders.TransferOrder] | None, Ordered] = None,
        first: First = None,
        after: After = None,
        last: Last = None,
        before: Before = None,
    ) -> types.Connection[types.Transfer]:
        """Claims of transfers."""
        request = Request(info)
        return request.page(TRANSFERS, request.where.transfer(where), Paging(order_by, first, after, last, before))

    @question("Offices held: claims of documents and terms of the reference data.")
    def offices(
        self,
        info: Info[Context, None],
        where: Annotated[inputs.OfficeFilter | None, argument("Only offices that fulfil this.")] = None,
        order_by: Annotated[list[orders.OfficeOrder] | None, Ordered] = None,
        first: First = None,
        after: After = None,
        last: Last = None,
        before: Before = None,
    ) -> types.Connection[types.Office]:
        """Offices held."""
        request = Request(info)
        return request.page(OFFICES, request.where.office(where), Paging(order_by, first, after, last, before))

    @question("Claims of deployments, those of the latest documents first.")
    def deployments(
        self,
        info: Info[Context, None],
        where: Annotated[inputs.DeploymentFilter | None, argument("Only claims that fulfil this.")] = None,
        order_by: Annotated[list[orders.DeploymentOrder] | None, Ordered] = None,
        first: First = None,
        after: After = None,
        last: Last = None,
        before: Before = None,
    ) -> types.Connection[types.Deployment]:
        """Claims of deployments."""
        request = Request(info)
        return request.page(DEPLOYMENTS, request.where.deployment(where), Paging(order_by, first, after, last, before))

    @question("Documents, the latest first.")
    def documents(
        self,
        info: Info[Context, None],
        where: Annotated[inputs.DocumentFilter | None, argument("Only documents that fulfil this.")] = None,
        order_by: Annotated[list[orders.DocumentOrder] | None, Ordered] = None,
        first: First = None,
        after: After = None,
        last: Last = None,
        before: Before = None,
    ) -> types.Connection[types.Document]:
        """Documents."""
        request = Request(info)
        return request.page(DOCUMENTS, request.where.document(where), Paging(order_by, first, after, last, before))

    states = entities("States, by label.", "state")
    people = entities("People, by name.", "person")
    organizations = entities("Organizations and armed groups, by label.", "organization", "armed-group")

    @question("Weapon systems and classes of them, by label.")
    def weapon_systems(
        self,
        info: Info[Context, None],
        where: NameWhere = None,
        order_by: Annotated[list[orders.EntityOrder] | None, Ordered] = None,
        first: First = None,
        after: After = None,
        last: Last = None,
        before: Before = None,
    ) -> types.Connection[types.WeaponSystem]:
        """Weapon systems and classes."""
        paging = Paging(order_by, first, after, last, before)
        return Request(info).entities(SYSTEMS, ("system", "system-class"), where, paging)

    @question("The thing with this id or IRI.")
    def node(
        self,
        info: Info[Context, None],
        id: Annotated[strawberry.ID, argument("An id that a node carries, or its IRI.")],
    ) -> types.Node | None:
        """The thing with this id or IRI."""
        request = Request(info)
        return nodes.node(request.session, request.loader, request.base_iri, id, request.wanted)

    @question(
        "Claims, documents and entities that contain every word of a text: the best first (bm25 of the words that "
        "fewer than 10000 contain). Where more than 1000 do, entities come first, then claims and documents from the "
        "newest to the oldest."
    )
    def search(
        self,
        info: Info[Context, None],
        text: Annotated[str, argument("The words; nothing in them is an operator.")],
        first: First = None,
        after: After = None,
    ) -> types.Connection[types.SearchHit]:
        """Full-text search."""
        request = Request(info)
        window = Paging(first=first, after=after).window(request.limit)
        return find(request.session, request.loader, text, window, request.wanted)

    @question("Claims of transfers counted in groups that agree in some dimensions.")
    def transfer_stats(
        self,
        info: Info[Context, None],
        group_by: Annotated[list[inputs.Dimension], argument("What the claims of a group agree in.")],
        where: TransferWhere = None,
        having: Annotated[inputs.GroupFilter | None, argument("Only groups that fulfil this.")] = None,
        first: First = None,
    ) -> types.TransferStats:
        """Claims counted in groups."""
        request = Request(info)
        conditions = request.where.transfer(where), request.where.group(having)
        rows, more = counts.groups(request.session, group_by, *conditions, size("first", first, request.limit))
        found = counts.group_nodes(request.loader, request.session, rows, request.wanted.below("groups"))
        return types.TransferStats(groups=found, truncated=more, explain=explain(request.session.log))

    @question("How often each value of some dimensions occurs among claims of transfers.")
    def facets(
        self,
        info: Info[Context, None],
        dimensions: Annotated[list[inputs.Dimension], argument("The dimensions.")],
        where: TransferWhere = None,
        first: First = None,
    ) -> list[types.Facet]:
        """Counts of values."""
        request = Request(info)
        condition, count = request.where.transfer(where), size("first", first, request.limit)
        return [counts.facet(request.session, d, condition, count) for d in dict.fromkeys(dimensions)]

    @question("What ties people, organizations and states to a person, as what and when.")
    def person_links(
        self,
        info: Info[Context, None],
        person: Annotated[str, argument("The person: by label, alternative label, id or IRI.")],
        first: First = None,
    ) -> list[types.PersonLink]:
        """What ties others to a person."""
        request = Request(info)
        count = size("first", first, request.limit)
        return counts.person_links(request.session, request.loader, request.base_iri, person, count, request.wanted)

    @question("How much there is.")
    def stats(self, info: Info[Context, None]) -> types.Stats:
        """How much there is."""
        return counts.stats(Request(info).session)
