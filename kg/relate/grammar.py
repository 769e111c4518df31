"""The little grammar that relations need, without a parser: what governs a mention, what is coordinated with what."""

from __future__ import annotations

from dataclasses import dataclass

from spacy.tokens import Doc

from kg.claim import Kind
from kg.recognise.mentions import TokenMention
from kg.relate.frames import Frames

ACTORS = frozenset({Kind.STATE, Kind.ORGANIZATION, Kind.ARMED_GROUP, Kind.PERSON, Kind.GROUP, Kind.PLACE})
SYSTEMS = frozenset({Kind.SYSTEM, Kind.SYSTEM_CLASS})
NP_REACH = 6  # tokens between a preposition and the noun phrase's head


@dataclass(frozen=True, slots=True)
class Governed:
    """An actor and the word that governs it: "bare", a preposition, "gen"; German also nom, akk, dat."""

    mention: TokenMention
    governor: str


class Grammar:
    """Looks at the words around mentions; all closed-class words come from ``grammar.toml``."""

    def __init__(self, frames: Frames) -> None:
        words = frames.grammar
        self._endings = tuple(words["adjective_endings"])
        self._cases: dict[str, str] = words["cases"]
        self._prepositions = frozenset(words["prepositions"])
        self._contracted: dict[str, str] = words.get("contracted", {})
        self._determiners = frozenset(words["determiners"])
        self._conjunctions = frozenset(words["conjunctions"])
        self._joints = frozenset(word for joint in words["list_joints"] for word in joint.split())
        self._genitive = frozenset(words["genitive"])
        self._feminine = frozenset(words.get("feminine", ()))
        self._plural = frozenset(words.get("plural_states", ()))
        self._no_address = frozenset(w.lower() for w in words["no_address"])  # "the war in Ukraine"
        self._stops = frozenset(words["clause_breaks"]) | frozenset(words["subjunction_that"])
        self._verbs = frozenset([*frames.active, *frames.past, *words["be"], *words["have"]])

    def governor(self, doc: Doc, m: TokenMention, others: dict[int, TokenMention], floor: int) -> str:
        """What governs a mention; ``others`` are all mentions by their end token, ``floor`` the clause's start."""
        if m.end < len(doc) and doc[m.end].text in self._genitive and not self._closes_quote(doc, m.end):
            return "gen"
        return self._walk(doc, m, others, floor)

    def _walk(self, doc: Doc, m: TokenMention, others: dict[int, TokenMention], floor: int) -> str:
        at, article = m.start - 1, ""
        for _ in range(NP_REACH):
            if at < floor:
                break
            word = doc[at].lower_
            if word in self._prepositions and word not in self._determiners:
                other = at > floor and doc[at - 1].lower_ in self._no_address
                return "other" if other else self._contracted.get(word, word)
            if word in self._conjunctions or word == ",":
                before = others.get(at) or others.get(at - 1)
                if before and before.kind in ACTORS and m.kind in ACTORS and self._continues(doc, m, word):
                    return self.governor(doc, before, others, floor)
                break
            if word in self._determiners:
                article = article or word
                at -= 1
                continue
            if at + 1 in others and others[at + 1].end == at + 1:  # a nationality or title before the head
                at = others[at + 1].start - 1
                continue
            if word in self._verbs or word in self._stops or not self._may_modify(doc, at):
                break
            at -= 1
        return self._case(m, article, doc, at)

    def _continues(self, doc: Doc, m: TokenMention, joint: str) -> bool:
        """Whether a joint before ``m`` makes a list: "A and B", "A, B and C", but not "with A, B did"."""
        following = doc[m.end].lower_ if m.end < len(doc) else ""
        return joint != "," or following == "," or following in self._conjunctions

    def _may_modify(self, doc: Doc, at: int) -> bool:
        """Whether a word may stand in a noun phrase; where adjectives are inflected it must end like one."""
        text = doc[at].text
        if self._endings and text.islower() and text.isalpha():
            return text.endswith(self._endings)
        return text.isalpha() or text in "-‑\"“„”" or text.isdigit()

    def _case(self, m: TokenMention, article: str, doc: Doc, at: int) -> str:
        """The case that a noun phrase shows by its article, else by its ending; "bare" where it shows none."""
        if not self._cases:
            return "bare"
        case = self._cases.get(article, "")
        if case == "ambiguous":
            return self._by_ending(m, doc, at)
        if case == "akk" and m.words_any(self._plural):
            return "dat"
        if case:
            return case
        return "gen" if not article and self._ends_genitive(m, doc, at) else "bare"

    @staticmethod
    def _ends_genitive(m: TokenMention, doc: Doc, at: int) -> bool:
        """ "Lieferungen Deutschlands", "Deutschlands Lieferungen": an ending in -s beside a noun."""
        noun_before = at >= 0 and doc[at].text[0].isupper() and not doc[at].is_sent_start and m.kind is Kind.STATE
        noun_after = m.end < len(doc) and doc[m.end].text[0].isupper()
        return m.mention.words.endswith("s") and (noun_before or noun_after)

    def _by_ending(self, m: TokenMention, doc: Doc, at: int) -> str:
        """ "der USA" is genitive, "der Ukraine" and "der ukrainischen" dative, "der russische Präsident" nominative."""
        if m.words_any(self._plural):
            return "gen"
        adjective = next((t.text for t in doc[at + 1 : m.end] if t.is_lower and t.lower_ not in self._determiners), "")
        if adjective:
            return "dat" if adjective.endswith("en") else "nom"
        return "dat" if m.words_any(self._feminine) else "nom"

    @staticmethod
    def _closes_quote(doc: Doc, at: int) -> bool:
        return doc[at].text in ("'", "’") and not doc[at - 1].text.endswith("s")

    def coordinated(self, doc: Doc, left: TokenMention, right: TokenMention) -> bool:
        """Whether only joints, numbers, articles and modifiers stand between two mentions: "A, B and 20 new C"."""
        between = doc[left.end : right.start]
        if not 0 < len(between) <= 8:
            return False
        words = [t.lower_ for t in between]
        if not any(word in self._joints for word in words[:2]) and words[0] not in ')"”“':
            return False
        return all(
            word in self._joints or word in self._determiners or t.like_num or self._is_modifier(t.text, word)
            for word, t in zip(words, between, strict=True)
        )

    def _is_modifier(self, text: str, word: str) -> bool:
        if word in self._prepositions:
            return word in ("of", "vom", "von", "about", "over", "over")
        if word in self._verbs:
            return False
        return text.isalpha() or text in '-‑()"“”„%,'
