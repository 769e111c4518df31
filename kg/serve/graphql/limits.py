"""What a query may cost, found out before anything is validated or run.

Sizes are computed once a fragment, so that fragments which name each other many times cost nothing to refuse.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from graphql import (
    DocumentNode,
    FieldNode,
    FragmentDefinitionNode,
    FragmentSpreadNode,
    GraphQLError,
    IntValueNode,
    ListValueNode,
    ObjectValueNode,
    OperationDefinitionNode,
    SelectionSetNode,
    ValueNode,
    VariableNode,
)

from kg.config import Settings
from kg.serve.graphql.connections import DEFAULT_PAGE

LISTS = frozenset(
    {"transfers", "offices", "deployments", "documents", "states", "people", "organizations", "weaponSystems"}
    | {"search", "transferStats", "facets", "personLinks"}
)
"""Root fields that take ``first``: what is asked of their nodes counts as often as there may be nodes."""

INTROSPECTION_COST = 5_000
"""What one ``__schema`` or ``__type`` counts; how deep it may go is limited by graphql-core's own rule."""

VALUES = 10_000
"""How many names and values variables may hold: the library takes a moment for each before a filter refuses them."""


class LimitError(GraphQLError):
    """The query asks for too much: always an HTTP status of 400."""


@dataclass(frozen=True, slots=True)
class Size:
    """How large a selection is, fragments unfolded. ``cost``: fields, those in lists as often as they may come."""

    depth: int = 0
    aliases: int = 0
    directives: int = 0
    cost: int = 0

    def beside(self, other: Size) -> Size:
        """Both."""
        return Size(
            max(self.depth, other.depth),
            self.aliases + other.aliases,
            self.directives + other.directives,
            self.cost + other.cost,
        )


def check(document: DocumentNode, variables: Mapping[str, Any], settings: Settings) -> None:
    """Raise LimitError, naming the limit and the setting, for a document of which any operation is too large."""
    measure = _Measure(document, variables, settings)
    for definition in document.definitions:
        if isinstance(definition, OperationDefinitionNode):
            _compare(measure.operation(definition), settings)


def _compare(size: Size, settings: Settings) -> None:
    limits = (
        ("depth", size.depth, settings.graphql_depth),
        ("aliases", size.aliases, settings.graphql_aliases),
        ("directives", size.directives, settings.graphql_directives),
        ("cost", size.cost, settings.graphql_cost),
    )
    for name, found, limit in limits:
        if found > limit:
            raise LimitError(f"query: {name} of {found}, at most {limit} (graphql_{name})")


class _Measure:
    def __init__(self, document: DocumentNode, variables: Mapping[str, Any], settings: Settings) -> None:
        definitions = document.definitions
        self._fragments = {d.name.value: d for d in definitions if isinstance(d, FragmentDefinitionNode)}
        self._sizes: dict[str, Size] = {}
        self._open: set[str] = set()
        self._variables = variables
        self._defaults: dict[str, ValueNode | None] = {}
        self._depth = settings.graphql_depth
        self._page = settings.page_size

    def operation(self, operation: OperationDefinitionNode) -> Size:
        self._defaults = {d.variable.name.value: d.default_value for d in operation.variable_definitions or ()}
        self._sizes.clear()  # of fragments: they may name a variable that has another default here
        for default in self._defaults.values():
            self._value(default, 0)
        return self._selections(operation.selection_set).beside(Size(directives=len(operation.directives or ())))

    def _selections(self, selections: SelectionSetNode | None, times: int = 1) -> Size:
        total = Size()
        for selection in selections.selections if selections else ():
            if isinstance(selection, FieldNode):
                size = self._field(selection)
            elif isinstance(selection, FragmentSpreadNode):
                size = self._spread(selection.name.value)
            else:
                # a field or an inline fragment: graphql-core types the list as plain nodes
                size = self._selections(selection.selection_set)  # type: ignore[attr-defined]
            own = Size(directives=len(selection.directives or ()))
            total = total.beside(size).beside(own)
        return Size(total.depth, total.aliases, total.directives, total.cost * times)

    def _field(self, field: FieldNode) -> Size:
        for argument in field.arguments or ():
            self._value(argument.value, 0)
        alias = int(field.alias is not None)
        if field.name.value.startswith("__"):
            below = self._selections(field.selection_set)
            return Size(1, alias + below.aliases, below.directives, INTROSPECTION_COST if field.selection_set else 1)
        below = self._selections(field.selection_set, self._times(field))
        return Size(below.depth + 1, alias + below.aliases, below.directives, below.cost + 1)

    def _spread(self, name: str) -> Size:
        if name in self._open:
            raise LimitError(f"query: fragment {name} contains itself")
        if name not in self._fragments:
            return Size()  # validation says so
        if name not in self._sizes:
            self._open.add(name)
            self._sizes[name] = self._selections(self._fragments[name].selection_set)
            self._open.remove(name)
        return self._sizes[name]

    def _times(self, field: FieldNode) -> int:
        """How many nodes a field may bring: ``first`` or ``last``, as number or variable."""
        if field.name.value not in LISTS:
            return 1
        times = []
        for argument in field.arguments or ():
            if argument.name.value in ("first", "last"):
                times.append(asked := self._number(argument.value))
                if not 0 <= asked <= self._page:
                    reason = f"at most {self._page} a page (page_size); ask for the next page with a cursor"
                    raise LimitError(f"{argument.name.value}: {reason}")
        return max([*times, 1]) if times else min(DEFAULT_PAGE, self._page)

    def _number(self, value: ValueNode) -> int:
        if isinstance(value, IntValueNode):
            return int(value.value[:12])
        if not isinstance(value, VariableNode):
            return DEFAULT_PAGE
        name = value.name.value
        if name not in self._variables and isinstance(default := self._defaults.get(name), IntValueNode):
            return self._number(default)
        given = self._variables.get(name)
        return given if isinstance(given, int) else DEFAULT_PAGE

    def _value(self, value: ValueNode | None, depth: int) -> None:
        """Refuse values in the query that are nested more deeply than queries may be."""
        if depth > self._depth:
            raise LimitError(f"query: a value is nested more than {self._depth} deep (graphql_depth)")
        if isinstance(value, ListValueNode):
            for item in value.values:
                self._value(item, depth + 1)
        elif isinstance(value, ObjectValueNode):
            for field in value.fields:
                self._value(field.value, depth + 1)


def check_variables(variables: object, settings: Settings) -> None:
    """Raise LimitError for variables that are nested too deeply, too many or hold text that is no Unicode."""
    level, depth, count = [variables], 0, 0
    while level:
        count += len(level)
        if count > VALUES:
            raise LimitError(f"variables: more than {VALUES} values")
        if depth > settings.graphql_depth:
            raise LimitError(f"variables: nested more than {settings.graphql_depth} deep (graphql_depth)")
        below: list[object] = []
        for value in level:
            if isinstance(value, dict):
                below += [*value.keys(), *value.values()]
            elif isinstance(value, list):
                below += value
            elif isinstance(value, str) and not value.isascii() and any("\ud800" <= c <= "\udfff" for c in value):
                raise LimitError("variables: a text is not valid Unicode")
        level, depth = below, depth + 1
