"""HTML built from values. Text is always escaped; only elements made here are markup."""

from __future__ import annotations

import html
from collections.abc import Iterable
from typing import TypeAlias
from urllib.parse import urlsplit

VOID = frozenset(["br", "hr", "img", "input", "link", "meta"])


class Markup(str):
    """Text that is HTML already."""

    __slots__ = ()


Nodes: TypeAlias = "Markup | str | int | Iterable[Nodes] | None"


def tag(name: str, /, *children: Nodes, **attributes: str | int | bool | None) -> Markup:
    """An element. Attributes: ``class_`` for class, ``aria_label`` for aria-label; None and False leave one out."""
    pairs = "".join(_attribute(key, value) for key, value in attributes.items())
    if name in VOID:
        return Markup(f"<{name}{pairs}>")
    return Markup(f"<{name}{pairs}>{join(children)}</{name}>")


def join(children: Iterable[Nodes]) -> Markup:
    """Several nodes, one after the other."""
    return Markup("".join(map(_node, children)))


def link(url: str | None, text: str) -> Markup:
    """A link to another site, if the address is one of the web; the mere text otherwise (javascript:, data:, …)."""
    if url and is_web(url):
        return tag("a", text, href=url, rel="noopener noreferrer nofollow external")
    return Markup(html.escape(text))


def is_web(url: str) -> bool:
    """Whether the address begins with http:// or https:// and a host."""
    try:
        parts = urlsplit(url)
        return parts.scheme in ("http", "https") and bool(parts.hostname)
    except ValueError:
        return False


def _node(child: Nodes) -> str:
    if child is None:
        return ""
    if isinstance(child, Markup):
        return child
    if isinstance(child, str | int):
        return html.escape(str(child))
    return join(child)


def _attribute(key: str, value: str | int | bool | None) -> str:
    name = key.rstrip("_").replace("_", "-")
    if value is None or value is False:
        return ""
    return f" {name}" if value is True else f' {name}="{html.escape(str(value))}"'
