"""Measure how well people and organizations are found, on corpora that kg was not made from.

usage: python training/names.py LANG FILE … [--spacy PATH]

A file has one token a line with a BIO tag, sentences apart by blank lines; three forms are known by their columns:
Universal NER (number, token, tag, …), GermEval 2014 (the same, with two tags), CrossNER (token, tag). Exact spans
count. ``--spacy`` measures a pipeline of spaCy instead, by its labels PER/PERSON and ORG.
"""

from __future__ import annotations

import argparse
import re
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import spacy

from kg.claim import Kind
from kg.document import Document
from kg.recognise import recognise

PERSON, ORGANIZATION = "people", "organizations"
LABELS = {"PER": PERSON, "PERSON": PERSON, "POLITICIAN": PERSON, "ORG": ORGANIZATION}
LABELS |= {"ORGANISATION": ORGANIZATION, "POLITICALPARTY": ORGANIZATION}
KINDS = {Kind.PERSON: PERSON, Kind.ORGANIZATION: ORGANIZATION, Kind.ARMED_GROUP: ORGANIZATION}
Spans = set[tuple[int, int, str]]  # characters, kind


def sentences(path: Path) -> Iterator[tuple[str, Spans]]:
    """Each sentence as text, tokens apart by single spaces, with its names."""
    for block in re.split(r"\n\s*\n", path.read_text(encoding="utf-8")):
        rows = [line.split("\t") for line in block.splitlines() if line and not re.match(r"#\s", line)]
        if rows:
            numbered = len(rows[0]) > 2
            yield _sentence([row[1:3] if numbered else row[:2] for row in rows])


def _sentence(rows: list[list[str]]) -> tuple[str, Spans]:
    text, spans, at = "", set(), (0, "")
    for token, tag in [*rows, ["", "O"]]:
        label = LABELS.get(tag[2:].upper(), "")
        if at[1] and not (tag.startswith("I-") and label == at[1]):
            spans.add((at[0], len(text) - 1, at[1]))
            at = (0, "")
        if label and tag.startswith("B-"):
            at = (len(text), label)
        text += token + " "
    return text, spans


def by_kg(lang: str) -> Callable[[str], Spans]:
    def found(text: str) -> Spans:
        mentions = recognise(Document("d", text, lang, None)).mentions
        return {(m.mention.span.start, m.mention.span.end, KINDS[m.kind]) for m in mentions if m.kind in KINDS}

    return found


def by_spacy(path: str) -> Callable[[str], Spans]:
    nlp = spacy.load(path)
    return lambda text: {(e.start_char, e.end_char, LABELS[e.label_]) for e in nlp(text).ents if e.label_ in LABELS}


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("lang")
    parser.add_argument("files", nargs="+", type=Path)
    parser.add_argument("--spacy")
    args = parser.parse_args()
    find = by_spacy(args.spacy) if args.spacy else by_kg(args.lang)
    for path in args.files:
        right, found, gold = ({PERSON: 0, ORGANIZATION: 0} for _ in range(3))
        for text, names in sentences(path):
            predicted = find(text)
            for kind in right:
                one, other = ({s for s in spans if s[2] == kind} for spans in (predicted, names))
                right[kind] += len(one & other)
                found[kind] += len(one)
                gold[kind] += len(other)
        for kind in right:
            p, r = right[kind] / max(found[kind], 1), right[kind] / max(gold[kind], 1)
            print(f"{path.name:24} {kind:14} P {p:.2f} R {r:.2f} F1 {2 * p * r / max(p + r, 1e-9):.2f}  ({gold[kind]})")
    return 0


if __name__ == "__main__":
    sys.exit(main())
