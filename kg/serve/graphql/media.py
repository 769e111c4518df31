"""Which of the media types that we have a client wants (https://www.rfc-editor.org/rfc/rfc9110#field.accept)."""

from __future__ import annotations

from collections.abc import Sequence

GRAPHQL = "application/graphql-response+json"
JSON = "application/json"
HTML = "text/html"


def preferred(accept: str | None, offered: Sequence[str]) -> str | None:
    """The offered type with the highest weight, of equals the first; None when none is acceptable."""
    if not accept or not accept.strip():
        return offered[0]
    ranges = [_range(part) for part in accept.lower().split(",")[:50] if part.strip()]
    weights = {media: _weight(media, ranges) for media in offered}
    best = max(offered, key=lambda media: weights[media])
    return best if weights[best] > (0.0, 0) else None


def _range(part: str) -> tuple[str, float]:
    media, *options = (piece.strip() for piece in part.split(";"))
    weight = next((option[2:] for option in options if option.startswith("q=")), "1")
    try:
        return media, min(max(float(weight), 0.0), 1.0)
    except ValueError:
        return media, 0.0


def _weight(media: str, ranges: Sequence[tuple[str, float]]) -> tuple[float, int]:
    """The weight of the most exact range that fits, and whether it names the type itself: that wins over ``*/*``."""
    major = media.partition("/")[0]
    for exactness, pattern in ((1, media), (0, f"{major}/*"), (0, "*/*")):
        found = [weight for name, weight in ranges if name == pattern]
        if found:
            return (max(found), exactness) if max(found) > 0 else (0.0, 0)
    return 0.0, 0
