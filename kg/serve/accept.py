"""Content negotiation by quality values, https://www.rfc-editor.org/rfc/rfc9110#section-12.5.1."""

from __future__ import annotations

from collections.abc import Iterable


def choose(header: str | None, offered: Iterable[str]) -> str | None:
    """The media type that the client likes best; of equals the first offered; None when it takes none of them."""
    ranges = parse(header or "*/*")
    rated = [(quality(ranges, media), media) for media in offered]
    best = max(rated, key=lambda pair: pair[0], default=(0.0, ""))  # max keeps the first of equals
    return best[1] if best[0] > 0 else None


def parse(header: str) -> dict[str, float]:
    """Media ranges of an Accept header with their quality; a malformed quality counts as 0, no range as everything."""
    found: dict[str, float] = {}
    for part in header.split(","):
        media, *parameters = (piece.strip().lower() for piece in part.split(";"))
        if media:
            found[media] = _q(parameters)
    return found or {"*/*": 1.0}


def quality(ranges: dict[str, float], media: str) -> float:
    """The quality of the most specific range that covers the media type, 0 when none does."""
    for candidate in (media, f"{media.partition('/')[0]}/*", "*/*"):
        if candidate in ranges:
            return ranges[candidate]
    return 0.0


def _q(parameters: list[str]) -> float:
    for parameter in parameters:
        name, _, value = parameter.partition("=")
        if name.strip() == "q":
            try:
                return min(max(float(value), 0.0), 1.0)
            except ValueError:
                return 0.0
    return 1.0
