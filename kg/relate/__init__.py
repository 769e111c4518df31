"""Mentions become claims: transfers, offices, deployments, each with its evidence."""

from __future__ import annotations

from kg.claim import Extraction
from kg.recognise import Recognised
from kg.relate.contradictions import contradictions
from kg.relate.deployments import deployment_finder
from kg.relate.offices import find_offices
from kg.relate.transfers import transfer_finder

__all__ = ["relate"]


def relate(read: Recognised) -> Extraction:
    """All claims of a recognised document."""
    lang = read.document.lang
    finder = transfer_finder(lang)
    units = finder.clauses(read)
    offices = tuple(find_offices(read))
    return Extraction(
        document=read.document,
        mentions=tuple(m.mention for m in read.mentions),
        transfers=tuple(finder(read, units)),
        offices=offices,
        deployments=tuple(deployment_finder(lang)(read, units)),
        states=read.states,
        warnings=(*map(str, read.repairs), *contradictions(offices, read.document)),
    )
