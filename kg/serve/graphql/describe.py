"""A short way to give every field and argument its description."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

import strawberry

F = TypeVar("F", bound=Callable[..., Any])


def about(description: str, **settings: Any) -> Any:
    """A field of an output type."""
    return strawberry.field(description=description, **settings)


def given(description: str, **settings: Any) -> Any:
    """A field of an input type that may be left out."""
    return strawberry.field(description=description, default=strawberry.UNSET, **settings)


def argument(description: str) -> Any:
    """The description of an argument."""
    return strawberry.argument(description=description)


def question(description: str) -> Callable[[F], F]:
    """A field of the root, answered by the function."""
    decorator: Callable[[F], F] = strawberry.field(description=description)
    return decorator
