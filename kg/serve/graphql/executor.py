"""graphql-core's executor with a short cut for objects that are filled before they are resolved.

A selection whose fields merely read attributes is turned into a ``Plan`` once, which writes each object at once; an
object that stands in several places of an answer is written once. Whatever is out of the ordinary – a null where none
may be, an error, an argument, a resolver, an interface – goes graphql-core's own way, so that answers and errors are
the same; a property test compares them.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from graphql import GraphQLList, GraphQLNonNull, GraphQLObjectType, Undefined, is_leaf_type
from strawberry.schema.schema import StrawberryGraphQLCoreExecutionContext
from strawberry.types.base import StrawberryObjectDefinition

Complete = Callable[[Any], Any]
"""The answer for a value that a field has."""
DEFINITION = "strawberry-definition"


class UnusualError(Exception):
    """The short cut ends here."""


class Executor(StrawberryGraphQLCoreExecutionContext):
    """Executes one operation."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._plans: dict[tuple[str, int], tuple[Any, Plan | None]] = {}

    def complete_object_value(
        self,
        return_type: GraphQLObjectType,
        field_details_list: Any,
        info: Any,
        path: Any,
        result: Any,
        position_context: Any,
    ) -> Any:
        """The fields of an object."""
        plan = self._plan(return_type, field_details_list)
        if plan is not None:
            try:
                return plan(result)
            except Exception:  # graphql-core will meet it again, and knows how to tell it
                pass
        return super().complete_object_value(return_type, field_details_list, info, path, result, position_context)

    def _plan(self, kind: GraphQLObjectType, details: Any) -> Plan | None:
        """The plan for a type and what is selected of it, made once; None where there is none."""
        place = kind.name, id(details)
        if place not in self._plans:
            self._plans[place] = details, self._made(kind, details)  # kept alive: ids are used once
        return self._plans[place][1]

    def _made(self, kind: GraphQLObjectType, details: Any) -> Plan | None:
        definition = kind.extensions.get(DEFINITION)
        grouped, deferred, _ = self.collect_subfields(kind, details)
        if deferred or not isinstance(definition, StrawberryObjectDefinition):
            return None
        fields = []
        for response, below in grouped.items():
            read = self._field(kind, below)
            if read is None:
                return None
            fields.append((response, *read))
        return Plan(definition.origin, fields)

    def _field(self, kind: GraphQLObjectType, details: Any) -> tuple[str, Complete] | None:
        """Attribute and completion of a field that only reads an attribute; None for any other."""
        node = details[0].node
        if node.name.value == "__typename":
            return "__class__", lambda _: kind.name
        field = kind.fields.get(node.name.value)
        if field is None or field.args or node.arguments or not getattr(field.resolve, "_is_default", False):
            return None
        own = field.extensions.get(DEFINITION)
        complete = self._completion(field.type, details)
        return (own.python_name, complete) if own is not None and complete is not None else None

    def _completion(self, kind: Any, details: Any) -> Complete | None:
        required = isinstance(kind, GraphQLNonNull)
        kind = kind.of_type if required else kind
        if isinstance(kind, GraphQLList):
            item = self._completion(kind.of_type, details)
            complete = _items(item) if item is not None else None
        elif is_leaf_type(kind):
            complete = _leaf(kind.coerce_output_value)
        else:
            complete = self._plan(kind, details) if isinstance(kind, GraphQLObjectType) else None
        return complete if complete is None or required else _nullable(complete)


class Plan:
    """Writes the objects of a type with some of their fields. Raises whatever it meets."""

    def __init__(self, origin: type, fields: list[tuple[str, str, Complete]]) -> None:
        self._origin, self._fields = origin, fields
        self._written: dict[int, tuple[Any, dict[str, Any]]] = {}

    def __call__(self, value: Any) -> dict[str, Any]:
        """The object as it stands in the answer."""
        known = self._written.get(id(value))
        if known is not None:
            return known[1]
        if not isinstance(value, self._origin):
            raise UnusualError
        answer = {response: complete(getattr(value, name)) for response, name, complete in self._fields}
        self._written[id(value)] = value, answer  # kept alive: ids are used once
        return answer


def _leaf(coerce: Complete) -> Complete:
    def complete(value: Any) -> Any:
        if value is None or isinstance(value, Exception):
            raise UnusualError
        coerced = coerce(value)
        if coerced is None or coerced is Undefined:
            raise UnusualError
        return coerced

    return complete


def _items(item: Complete) -> Complete:
    def complete(value: Any) -> Any:
        if type(value) is not list:
            raise UnusualError
        return [item(one) for one in value]

    return complete


def _nullable(present: Complete) -> Complete:
    return lambda value: None if value is None else present(value)
