"""One sentence made ready for relating: its actors with what governs them, its systems in lists, its triggers."""

from __future__ import annotations

from dataclasses import dataclass, replace

from spacy.tokens import Doc

from kg.claim import Entity, Kind, Mention
from kg.document import Span
from kg.recognise.candidates import unknown
from kg.recognise.lexicon import lexicon
from kg.recognise.mentions import TokenMention
from kg.relate.frames import Frames, Trigger
from kg.relate.grammar import ACTORS, SYSTEMS, Governed, Grammar

MODIFIER_REACH = 4  # tokens between a nationality and the head that it modifies


@dataclass(frozen=True)
class Clause:
    """The material of one sentence, tokens ``start..end`` of ``doc``."""

    doc: Doc
    start: int
    end: int
    actors: tuple[Governed, ...]
    systems: tuple[tuple[TokenMention, ...], ...]  # lists of coordinated systems
    triggers: tuple[Trigger, ...]


def clause(
    doc: Doc,
    start: int,
    end: int,
    mentions: list[TokenMention],
    triggers: list[Trigger],
    grammar: Grammar,
    frames: Frames,
) -> Clause:
    """Prepare the sentence ``doc[start:end]``."""
    made = frozenset(lexicon(doc.lang_).words["hyphen_made"])
    heads = _noun_phrases(doc, [m for m in mentions if m.kind in ACTORS and not _is_origin(doc, m, made)])
    by_end = {m.end: m for m in mentions}
    actors = tuple(Governed(m, grammar.governor(doc, m, by_end, start)) for m in heads)
    systems = _lists(doc, [m for m in mentions if m.kind in SYSTEMS], grammar, frames)
    return Clause(doc, start, end, actors, systems, tuple(triggers))


def _is_origin(doc: Doc, m: TokenMention, made: frozenset[str]) -> bool:
    """ "US-made", "Iran-backed", "pro-Russian": the state qualifies and does not act."""
    if m.end + 1 < len(doc) and doc[m.end].text in "-‑" and doc[m.end + 1].lower_ in made:
        return True
    return m.start >= 2 and doc[m.start - 1].text in "-‑" and doc[m.start - 2].lower_ in ("pro", "anti")


def _noun_phrases(doc: Doc, actors: list[TokenMention]) -> list[TokenMention]:
    """One mention a noun phrase: "Syrian rebels" is one actor, in "German Chancellor Scholz" the person is the head."""
    heads: list[TokenMention] = []
    for m in actors:
        left = heads.pop() if heads and _modifies(doc, heads[-1], m) else None
        heads.append(_headed(doc, left, m) if left else m)
    return heads


def _modifies(doc: Doc, left: TokenMention, right: TokenMention) -> bool:
    between = doc[left.end : right.start]
    if left.kind is not Kind.STATE or left.mention.form not in ("adjective", "abbreviation", "name"):
        return False
    if len(between) > MODIFIER_REACH or right.kind not in (Kind.GROUP, Kind.PERSON):
        return False
    if left.mention.form == "name" and (right.kind is Kind.GROUP or not all(t.text[0].isupper() for t in between)):
        return False  # "an die Ukraine schließt Scholz"; but "Ukraine President Zelensky"
    return all((t.text.isalpha() and not t.is_stop) or t.text in "-‑'s’s" or t.is_quote for t in between)


def _headed(doc: Doc, left: TokenMention, head: TokenMention) -> TokenMention:
    if head.kind is Kind.PERSON:
        return (
            head
            if head.entity.key
            else TokenMention(
                head.start, head.end, replace(head.mention, entity=replace(head.entity, key=left.entity.key))
            )
        )
    span = doc[left.start : head.end]
    entity = unknown(Kind.GROUP, span.text)
    names = [entity.label, head.mention.words, *_located(doc, head.end, (entity.label, head.mention.words))]
    entity = Entity(entity.id, Kind.GROUP, entity.label, tuple(names))
    return TokenMention(left.start, head.end, Mention(Span(span.start_char, span.end_char), span.text, entity, "group"))


def _located(doc: Doc, end: int, labels: tuple[str, ...]) -> list[str]:
    """The group's names with its place: "rebels in Syria"."""
    if end + 1 < len(doc) and doc[end].lower_ == "in" and doc[end + 1].text[0].isupper():
        return [f"{label} {doc[end : end + 2].text}" for label in labels]
    return []


def _lists(
    doc: Doc, systems: list[TokenMention], grammar: Grammar, frames: Frames
) -> tuple[tuple[TokenMention, ...], ...]:
    """Coordinated systems together; "weapons including A and B" is the list A, B, headed by the vaguer word."""
    lists: list[list[TokenMention]] = []
    for m in systems:
        last = lists[-1][-1] if lists else None
        if last and (grammar.coordinated(doc, last, m) or _includes(doc, last, m, frames)):
            lists[-1].append(m)
        else:
            lists.append([m])
    return tuple(tuple(_without_umbrella(doc, group, frames)) for group in lists)


def _includes(doc: Doc, left: TokenMention, right: TokenMention, frames: Frames) -> bool:
    between = doc[left.end : right.start].text.casefold()
    return len(between) < 60 and any(f" {word.casefold()} " in f" {between} " for word in frames.grammar["include"])


def _without_umbrella(doc: Doc, group: list[TokenMention], frames: Frames) -> list[TokenMention]:
    """Drop the vague head of "weapons, including A, B": what it includes says it better."""
    if (
        len(group) > 1
        and group[0].entity.category in ("generic", "equipment")
        and _includes(doc, group[0], group[1], frames)
    ):
        return group[1:]
    return group
