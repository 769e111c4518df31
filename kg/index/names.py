"""Keys, short ids and names: how the read model recognises a thing."""

from __future__ import annotations

import datetime
import hashlib

from kg.graph.iris import ROOT


def key(iri: str) -> int:
    """A 63-bit key, always the same for an IRI. Two of ten million IRIs collide with probability 0.00001."""
    return int.from_bytes(hashlib.sha256(iri.encode("utf-8", "surrogatepass")).digest()[:8]) >> 1


_DAYS = 1 << 16
_FIRST = datetime.date(1950, 1, 1).toordinal()
_UNDATED = 3 * _DAYS // 4
_ALL = (1 << 63) - 1


def place(key: int, kind: str, date: str) -> int:
    """Where a passage stands among all: entities first, then claims and documents, the newest first, undated last.

    Those of one day stand by falling key, so that claims stand as they are listed. Of a day that lies outside 1950 to
    2084 it is the nearest one within. The rest of the 63 bits is a part of the key: two of ten thousand passages of a
    day fall together with probability 0.000001.
    """
    if kind == "entity":
        return key >> 1
    if not date:
        return (1 << 62 | _UNDATED << 46 | _ALL >> 3) - (key >> 3)
    try:
        day = datetime.date.fromisoformat(date[:10]).toordinal() - _FIRST  # a time zone may follow
    except ValueError:
        day = 0
    return (1 << 62 | _UNDATED - 1 - min(max(day, 0), _UNDATED - 1) << 46 | _ALL >> 17) - (key >> 17)


def short(iri: str, base_iri: str) -> str:
    """The IRI without the namespace of the data or of the reference data: ``"state/DEU"``."""
    return iri.removeprefix(base_iri).removeprefix(ROOT)


def long(short_id: str, base_iri: str) -> tuple[str, ...]:
    """The IRIs that an id or IRI may stand for, reference data first."""
    return (short_id, ROOT + short_id, base_iri + short_id)


def is_reference(iri: str, base_iri: str) -> bool:
    """Whether the IRI is one of reference data (the data's namespace may lie below that of the reference data)."""
    return iri.startswith(ROOT) and not iri.startswith(base_iri)


def fold(text: str) -> str:
    """A name without regard to letter case, hyphens and repeated spaces."""
    return " ".join(text.casefold().replace("-", " ").split())
