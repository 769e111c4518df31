"""Deployments: who stationed what, or how many troops, where."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache

from spacy.tokens import Doc

from kg.claim import DeploymentClaim, Kind, Quantity
from kg.recognise import Recognised
from kg.recognise.lexicon import lexicon
from kg.recognise.mentions import TokenMention
from kg.recognise.quantities import QuantityReader
from kg.relate.attribution import attribution
from kg.relate.clause import Clause
from kg.relate.frames import frames
from kg.relate.grammar import Governed
from kg.relate.roles import same_actor
from kg.relate.transfers import evidence

PLACES = frozenset({Kind.STATE, Kind.PLACE})
REACH = 18  # tokens between the verb and what it deploys, or where
CONFIDENCE = 0.7
BORDER = frozenset({"with", "zu", "mit", "to", "von", "der"})  # "on the border with Ukraine"


class DeploymentFinder:
    """Finds deployments in prepared sentences."""

    def __init__(self, lang: str) -> None:
        words = frames(lang).grammar
        self._lang = lang
        self._verbs = frozenset(words["deploy"])
        self._troops = frozenset(words["troops"])
        self._places = frozenset(words["deploy_place"]) | BORDER
        self._casefold = lexicon(lang).casefold
        self._quantities = QuantityReader(lexicon(lang))

    def __call__(self, read: Recognised, units: list[Clause]) -> Iterator[DeploymentClaim]:
        """Deployment claims in the order of the text."""
        for unit in units:
            verb = next(
                (t.i for t in unit.doc[unit.start : unit.end] if self._word(unit.doc, t.i) in self._verbs), None
            )
            if verb is not None and (claim := self._claim(unit, verb)):
                yield claim

    def _word(self, doc: Doc, at: int) -> str:
        return doc[at].lower_ if self._casefold else doc[at].text

    def _claim(self, unit: Clause, verb: int) -> DeploymentClaim | None:
        what = self._what(unit, verb)
        troops = None if what else self._troops_word(unit, verb)
        if not what and troops is None:
            return None
        start = what.start if what else troops or 0
        actor = self._actor(unit, verb, start)
        place = self._place(unit, verb, actor)
        if not actor or not place:
            return None
        end = what.end if what else start + 1
        return DeploymentClaim(
            evidence=evidence(unit.doc, [m for m in (actor, what, place) if m]),
            claimer=attribution(self._lang).claimer(unit),
            confidence=CONFIDENCE,
            rule=f"deploy:{unit.doc[verb].text}",
            actor=actor.mention,
            what=what.mention if what else None,
            quantity=self._quantity(unit, start, actor),
            troops=None if what else unit.doc[start:end].text,
            place=place.mention,
        )

    @staticmethod
    def _what(unit: Clause, verb: int) -> TokenMention | None:
        near = [m for group in unit.systems for m in group if abs(m.start - verb) <= REACH // 2]
        near = [m for m in near if m.entity.category not in ("generic", "equipment")]
        return min(near, key=lambda m: abs(m.start - verb), default=None)

    def _troops_word(self, unit: Clause, verb: int) -> int | None:
        words = [t.i for t in unit.doc[unit.start : unit.end] if self._word(unit.doc, t.i) in self._troops]
        near = [i for i in words if abs(i - verb) <= REACH]
        return min(near, key=lambda i: abs(i - verb), default=None)

    @staticmethod
    def _actor(unit: Clause, verb: int, start: int) -> TokenMention | None:
        modifier = [
            a.mention
            for a in unit.actors
            if a.mention.mention.form in ("adjective", "abbreviation") and 0 <= start - a.mention.end <= 2
        ]
        if modifier:
            return modifier[-1]
        bare = [
            a.mention for a in unit.actors if a.governor in ("bare", "nom", "gen") and a.mention.kind is not Kind.PLACE
        ]
        before = [m for m in bare if m.end <= verb]
        return before[-1] if before else next((m for m in bare if m.start > verb), None)

    def _place(self, unit: Clause, verb: int, actor: TokenMention | None) -> TokenMention | None:
        def fits(a: Governed) -> bool:
            m = a.mention
            near = abs(m.start - verb) <= REACH + 4
            return m.kind in PLACES and near and a.governor in self._places and not (actor and same_actor(m, actor))

        options = [a.mention for a in unit.actors if fits(a)]
        after = [m for m in options if m.start > verb]
        return after[0] if after else options[-1] if options else None

    def _quantity(self, unit: Clause, start: int, actor: TokenMention) -> Quantity | None:
        at = actor.start if 0 <= start - actor.end <= 2 and actor.mention.form == "adjective" else start
        found = self._quantities.before(unit.doc, at, unit.start)
        return found[1] if found else None


@cache
def deployment_finder(lang: str) -> DeploymentFinder:
    """The finder of a language, built once a process."""
    return DeploymentFinder(lang)
