"""RDF terms from Python values, and the short names that the modules of this stage share."""

from __future__ import annotations

import datetime
from decimal import Decimal
from functools import cache
from typing import TypeAlias

from rdflib import RDF, XSD, Literal
from rdflib.term import Node

from kg.claim import Kind
from kg.graph.vocabulary import CK

Triple: TypeAlias = tuple[Node, Node, Node]

TYPE = RDF.type
CLASS = {
    Kind.STATE: CK.State,
    Kind.ORGANIZATION: CK.Organization,
    Kind.ARMED_GROUP: CK.ArmedGroup,
    Kind.PERSON: CK.Person,
    Kind.GROUP: CK.Group,
    Kind.PLACE: CK.Place,
    Kind.SYSTEM: CK.WeaponSystem,
    Kind.SYSTEM_CLASS: CK.WeaponClass,
}
"""Class of an entity's node, by kind; quantities and dates are values, not entities."""

_DATE, _DECIMAL, _INTEGER, _ANY_URI = XSD.date, XSD.decimal, XSD.integer, XSD.anyURI


def date(day: datetime.date) -> Literal:
    """An xsd:date."""
    return Literal(day.isoformat(), datatype=_DATE)


def integer(number: int) -> Literal:
    """An xsd:integer."""
    return Literal(str(number), datatype=_INTEGER)


def number(value: float) -> Literal:
    """An xsd:integer for whole numbers, else an xsd:decimal in canonical form (no zeros at the end)."""
    if float(value).is_integer():
        return integer(int(value))
    return Literal(format(Decimal(str(value)), "f"), datatype=_DECIMAL, normalize=False)


@cache
def confidence(thousandths: int) -> Literal:
    """An xsd:decimal from 0 to 1 with at most three digits, in the canonical form that stores write."""
    text = f"{thousandths / 1000:.3f}".rstrip("0").rstrip(".")
    return Literal(text, datatype=_DECIMAL, normalize=False)


def address(url: str) -> Literal:
    """A URL as a literal: it comes from outside and must not become a link by itself."""
    return Literal(url, datatype=_ANY_URI)
