"""What went wrong, sorted by kind, so that one sees which stage to work on."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum

from kg.evaluate.agreement import role_agrees
from kg.evaluate.documents import ENTITY_KINDS, Filler, Gold, Prediction, Record, Role
from kg.evaluate.measures import grounded
from kg.evaluate.pairing import Pair, Pairing, pair_names

PREFIX_LENGTH = 4  # from here on a name also counts as said when an ending is added: "Deutschlands"


class Kind(StrEnum):
    """Kinds of errors in transfers, in the order of a table."""

    MISSED_MENTION = "missed: system not recognised"
    MISSED_TRIGGER = "missed: system recognised, no claim"
    MISSED = "missed: mentions unknown"  # the prediction does not list its mentions of classes
    WRONG_SUPPLIER = "wrong supplier"
    WRONG_RECIPIENT = "wrong recipient"
    WRONG_SYSTEM = "wrong system"
    NO_SUPPLIER = "supplier left empty"
    NO_RECIPIENT = "recipient left empty"
    NO_SYSTEM = "system left empty"
    ELSEWHERE = "role from elsewhere"  # wrong or empty, and the gold filler is not named in the gold evidence
    WRONG_STATUS = "wrong status"
    WRONG_QUANTITY = "wrong quantity"
    SPURIOUS = "spurious"
    UNGROUNDED = "ungrounded"


WRONG = {Role.SUPPLIER: Kind.WRONG_SUPPLIER, Role.RECIPIENT: Kind.WRONG_RECIPIENT, Role.SYSTEM: Kind.WRONG_SYSTEM}
EMPTY = {Role.SUPPLIER: Kind.NO_SUPPLIER, Role.RECIPIENT: Kind.NO_RECIPIENT, Role.SYSTEM: Kind.NO_SYSTEM}
KINDS = (*Kind, *(f"{what} {kind}" for kind in ENTITY_KINDS for what in ("missed", "spurious")))


@dataclass(frozen=True, slots=True)
class Error:
    """One error; ``kind`` is one of ``KINDS``, ``what`` tells gold and prediction in words."""

    kind: str
    document: str
    what: str


def find_errors(gold: Gold, prediction: Prediction, pairing: Pairing) -> Iterator[Error]:
    """Every error in a document. A pair of records that differs in two roles is two errors."""
    found = [*_missed(pairing, prediction), *_roles(pairing), *_details(pairing)]
    found += [(Kind.SPURIOUS, str(record)) for record in pairing.spurious]
    found += [(Kind.UNGROUNDED, str(record)) for record in prediction.transfers if not grounded(record, gold.text)]
    for kind, what in (*found, *_entities(gold, prediction)):
        yield Error(str(kind), gold.id, what)


def confusion(pairings: Iterable[Pairing]) -> Counter[tuple[str, str]]:
    """How often a found triple of a gold status was given which status: counts by (gold, predicted)."""
    return Counter(
        (str(pair.gold.status), str(pair.predicted.status))
        for pairing in pairings
        for pair in pairing.pairs
        if pair.agreement.triple
    )


def _missed(pairing: Pairing, prediction: Prediction) -> Iterator[tuple[str, str]]:
    known = _systems(prediction)
    for record in pairing.missed:
        system = record.system
        if system is None or any(role_agrees(Role.SYSTEM, mention, system) for mention in known):
            yield Kind.MISSED_TRIGGER, str(record)
        elif prediction.systems is None and not system.named:
            yield Kind.MISSED, str(record)
        else:
            yield Kind.MISSED_MENTION, str(record)


def _systems(prediction: Prediction) -> list[Filler]:
    """All mentions of systems, or those that can be told from the rest of the prediction."""
    if prediction.systems is not None:
        return prediction.systems
    named = [Filler(names=sorted(names), named=True) for names in prediction.entities("weapons")]
    return named + [record.system for record in prediction.transfers if record.system]


def _roles(pairing: Pairing) -> Iterator[tuple[str, str]]:
    for pair in pairing.pairs:
        for role in pair.agreement.wrong:
            yield _role_kind(role, pair), f"gold {pair.gold} | predicted {pair.predicted} ({role})"


def _role_kind(role: Role, pair: Pair) -> Kind:
    filler = pair.gold.filler(role)
    if filler and not _said(filler, pair.gold):
        return Kind.ELSEWHERE
    return WRONG[role] if pair.predicted.filler(role) else EMPTY[role]


def _said(filler: Filler, gold: Record) -> bool:
    """Whether one of the filler's names stands in the gold evidence, an ending added or not."""
    words = f" {' '.join(str(gold.evidence).split()).casefold()}"
    words = "".join(letter if letter.isalnum() else " " for letter in words)
    for name in filler.folded:
        plain = "".join(letter if letter.isalnum() else " " for letter in name)
        if (f" {plain}" if len(plain) >= PREFIX_LENGTH else f" {plain} ") in f"{words} ":
            return True
    return False


def _details(pairing: Pairing) -> Iterator[tuple[str, str]]:
    for pair in pairing.pairs:
        if not pair.agreement.triple:
            continue
        if not pair.agreement.status:
            yield Kind.WRONG_STATUS, f"gold {pair.gold} | predicted {pair.predicted.status}"
        if not pair.agreement.quantity:
            yield Kind.WRONG_QUANTITY, f"gold {pair.gold} | predicted {pair.predicted}"


def _entities(gold: Gold, prediction: Prediction) -> Iterator[tuple[str, str]]:
    for kind in ENTITY_KINDS:
        pairs = pair_names(prediction.entities(kind), gold.entities(kind))
        used, met = {i for i, _ in pairs}, {j for _, j in pairs}
        yield from ((f"missed {kind}", name) for j, name in enumerate(gold.shown(kind)) if j not in met)
        yield from ((f"spurious {kind}", name) for i, name in enumerate(prediction.shown(kind)) if i not in used)
