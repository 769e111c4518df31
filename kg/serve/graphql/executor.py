"""graphql-core's executor with two short cuts for objects that are filled before they are resolved.

A leaf field that merely reads an attribute is read and coerced at once, and an object that stands in several places of
an answer under the same selection is completed once. Whatever is out of the ordinary – a null, an error, an argument, a
resolver – goes graphql-core's own way, so that answers and errors are the same; a property test compares them.
"""

from __future__ import annotations

from typing import Any

from graphql import GraphQLNonNull, GraphQLObjectType, Undefined, is_leaf_type
from strawberry.schema.schema import StrawberryGraphQLCoreExecutionContext
from strawberry.types.base import StrawberryObjectDefinition

Leaf = tuple[str, Any] | None


class Executor(StrawberryGraphQLCoreExecutionContext):
    """Executes one operation."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._completed: dict[tuple[int, int], tuple[Any, Any, Any]] = {}

    def execute_field(
        self, parent_type: GraphQLObjectType, source: Any, field_details_list: Any, path: Any, position_context: Any
    ) -> Any:
        """The value of a field."""
        leaf = _leaf(parent_type, field_details_list[0].node.name.value)
        if leaf is not None:
            name, coerce = leaf
            try:
                value = getattr(source, name)
                if value is not None and not isinstance(value, Exception):
                    coerced = coerce(value)
                    if coerced is not None and coerced is not Undefined:
                        return coerced
            except Exception:  # graphql-core will meet it again, and knows how to tell it
                pass
        return super().execute_field(parent_type, source, field_details_list, path, position_context)

    def complete_object_value(
        self,
        return_type: GraphQLObjectType,
        field_details_list: Any,
        info: Any,
        path: Any,
        result: Any,
        position_context: Any,
    ) -> Any:
        """The fields of an object; those of one without errors are kept for the next place where it stands."""
        place = id(result), id(field_details_list)
        known = self._completed.get(place)
        if known is not None:
            return known[2]
        errors = len(self.collected_errors.errors)
        value = super().complete_object_value(return_type, field_details_list, info, path, result, position_context)
        if len(self.collected_errors.errors) == errors:
            self._completed[place] = result, field_details_list, value  # kept alive: ids are used once
        return value


def _leaf(parent: GraphQLObjectType, name: str) -> Leaf:
    """Attribute and coercion of a field that only reads an attribute; None for any other."""
    known: dict[str, Leaf] = parent.extensions.setdefault("kg-leaves", {})
    if name not in known:
        known[name] = _read(parent, name)
    return known[name]


def _read(parent: GraphQLObjectType, name: str) -> Leaf:
    field = parent.fields.get(name)
    if field is None or field.args or not getattr(field.resolve, "_is_default", False):
        return None
    kind = field.type.of_type if isinstance(field.type, GraphQLNonNull) else field.type
    definition = parent.extensions.get("strawberry-definition")
    if not is_leaf_type(kind) or not isinstance(definition, StrawberryObjectDefinition):
        return None
    own = field.extensions.get("strawberry-definition")
    return (own.python_name, kind.coerce_output_value) if own is not None else None
