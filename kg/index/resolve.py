"""From words that name an entity ("Ukraine", "UKR", "state/UKR", an IRI) to the entities they mean."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from typing import NamedTuple

from kg.index.names import fold, key, long
from kg.index.reader import Session
from kg.index.sql import marks

ACTORS = ("state", "organization", "armed-group", "person", "group")
SYSTEMS = ("system", "system-class")
CATEGORIES = ("category",)
ROLES = ("role",)
PLACES = ("place", "state")


class Found(NamedTuple):
    """An entity that was meant."""

    key: int
    iri: str


def resolve(session: Session, base_iri: str, wanted: Sequence[str], kinds: Sequence[str]) -> list[Found]:
    """The entities of the given kinds that the words name; words that name nothing bring nothing.

    An id or IRI names one entity. A preferred name or code wins over an alternative name, and reference data over
    what documents brought; where several are equally good, all are meant. Two statements, however many words.
    """
    by_iri = _by_iri(session, base_iri, wanted, kinds)
    by_name = _by_name(session, [word for word in wanted if word not in by_iri], kinds)
    return sorted({found for group in (*by_iri.values(), *by_name) for found in group})


def _by_iri(session: Session, base_iri: str, wanted: Sequence[str], kinds: Sequence[str]) -> dict[str, list[Found]]:
    keys = {key(iri): word for word in wanted if "/" in word for iri in long(word, base_iri)}
    if not keys:
        return {}
    query = f"SELECT key, iri FROM entity WHERE key IN ({marks(list(keys))}) AND kind IN ({marks(kinds)})"
    found: dict[str, list[Found]] = defaultdict(list)
    for row in session.select(query, (*keys, *kinds)):
        found[keys[int(row["key"] or 0)]].append(Found(int(row["key"] or 0), str(row["iri"])))
    return found


def _by_name(session: Session, wanted: Sequence[str], kinds: Sequence[str]) -> list[list[Found]]:
    names = sorted({fold(word) for word in wanted})
    if not names:
        return []
    query = (
        "SELECT n.folded, n.rank, e.reference, e.key, e.iri FROM name AS n JOIN entity AS e ON e.key = n.entity "
        f"WHERE n.folded IN ({marks(names)}) AND e.kind IN ({marks(kinds)})"
    )
    found: dict[object, dict[tuple[int, int], list[Found]]] = defaultdict(lambda: defaultdict(list))
    for row in session.select(query, (*names, *kinds)):
        rank = int(row["rank"] or 0), -int(row["reference"] or 0)
        found[row["folded"]][rank].append(Found(int(row["key"] or 0), str(row["iri"])))
    return [ranks[min(ranks)] for ranks in found.values()]
