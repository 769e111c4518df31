"""Keys, short ids and names: how the read model recognises a thing."""

from __future__ import annotations

import hashlib

from kg.graph.iris import ROOT


def key(iri: str) -> int:
    """A 63-bit key, always the same for an IRI. Two of ten million IRIs collide with probability 0.00001."""
    return int.from_bytes(hashlib.sha256(iri.encode("utf-8", "surrogatepass")).digest()[:8]) >> 1


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
