"""The schema, and running a query. ``python -m kg.serve.graphql.schema > queries/schema.graphql`` prints it."""

from __future__ import annotations

import logging
from collections.abc import Iterator, Mapping
from functools import lru_cache
from typing import Any

import strawberry
from graphql import DocumentNode, GraphQLError, OperationDefinitionNode, parse
from strawberry.extensions import DisableIntrospection, SchemaExtension, ValidationCache
from strawberry.schema.config import StrawberryConfig
from strawberry.schema.exceptions import CannotGetOperationTypeError, InvalidOperationTypeError
from strawberry.types.execution import ExecutionContext, ExecutionResult
from strawberry.types.graphql import OperationType

from kg.config import Settings, load
from kg.errors import KgError
from kg.index.reader import Reader
from kg.serve.graphql import types
from kg.serve.graphql.executor import Executor
from kg.serve.graphql.limits import LimitError, check, check_variables
from kg.serve.graphql.query import Context, Query

log = logging.getLogger(__name__)

TYPES = (types.Transfer, types.Office, types.Deployment, types.Document, types.Entity, types.WeaponSystem)
CACHED = 256
"""How many different queries are kept parsed and validated."""


class OperationError(GraphQLError):
    """The operation asked for does not exist or is none that only reads."""


class Schema(strawberry.Schema):
    """The schema; what goes wrong unexpectedly is logged here and hidden from callers."""

    def process_errors(self, errors: list[GraphQLError], execution_context: ExecutionContext | None = None) -> None:
        """Log what is nobody's fault but ours."""
        for error in errors:
            if not expected(error):
                log.error("internal error in a GraphQL query", exc_info=error.original_error)


class Limits(SchemaExtension):
    """Parses once a query text, and refuses what is too large before it is validated."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings

    def on_parse(self) -> Iterator[None]:
        """Give the parsed query to the execution. Raises LimitError or GraphQLSyntaxError."""
        context = self.execution_context
        document = _parsed(context.query or "", self._settings.graphql_tokens)
        operations = [d for d in document.definitions if isinstance(d, OperationDefinitionNode)]
        if len(operations) > 1 and context.context.operation is None:  # the library would run the first
            raise GraphQLError("operationName: is needed, as there are several operations")
        check(document, context.variables or {}, self._settings)
        context.graphql_document = document
        yield


@lru_cache(maxsize=CACHED)
def _parsed(query: str, tokens: int) -> DocumentNode:
    try:
        return parse(query, max_tokens=tokens)
    except RecursionError:
        raise LimitError("query: nested too deeply") from None


@lru_cache(maxsize=8)
def schema(settings: Settings | None = None) -> Schema:
    """The schema with the limits of the settings."""
    settings = settings or load()
    extensions: list[Any] = [lambda: Limits(settings), lambda: ValidationCache(maxsize=CACHED)]
    if not settings.introspection:
        extensions.append(DisableIntrospection)
    return Schema(
        query=Query,
        types=[*TYPES, types.Category, types.Role],
        extensions=extensions,
        execution_context_class=Executor,
        config=StrawberryConfig(auto_camel_case=True),
    )


def execute(
    settings: Settings,
    reader: Reader,
    query: str,
    variables: Mapping[str, Any] | None = None,
    operation_name: str | None = None,
) -> ExecutionResult:
    """Run a query on one consistent state of the data. Blocks: call it from a worker thread."""
    try:
        check_variables(variables or {}, settings)
        with reader.session() as session:
            result = schema(settings).execute_sync(
                query,
                variable_values=dict(variables or {}),
                context_value=Context(session, reader.base_iri, settings, operation_name),
                operation_name=operation_name,
                allowed_operation_types=(OperationType.QUERY,),
            )
    except InvalidOperationTypeError:
        return ExecutionResult(data=None, errors=[OperationError("operation: there are only queries here")])
    except CannotGetOperationTypeError as error:
        return ExecutionResult(data=None, errors=[GraphQLError(f"operationName: {error.as_http_error_reason()}")])
    except GraphQLError as error:
        return ExecutionResult(data=None, errors=[error])
    result.errors = [masked(error) for error in result.errors or ()] or None
    return result


def expected(error: GraphQLError) -> bool:
    """Whether the caller caused the error and may be told so."""
    return error.original_error is None or isinstance(error.original_error, KgError | GraphQLError)


def masked(error: GraphQLError) -> GraphQLError:
    """The error as callers may see it."""
    if expected(error):
        return error
    return GraphQLError("internal error", error.nodes, error.source, error.positions, error.path)


def sdl() -> str:
    """The schema in the schema definition language."""
    return schema().as_str() + "\n"


if __name__ == "__main__":
    print(sdl(), end="")
