"""Tokens and sentences: spaCy's blank tokenizer with news-text infixes, and a sentence splitter without a model."""

from __future__ import annotations

import re

import spacy
from spacy.language import Language
from spacy.tokens import Doc
from spacy.util import compile_infix_regex, compile_suffix_regex

# "Taurus-Marschflugkörper" and "US-Präsident" are two words and a hyphen, "IRIS-T" and "F-16" one word.
COMPOUND_HYPHEN = r"(?<=[0-9A-Za-zÀ-ž.])[-‑](?=[A-ZÄÖÜ][a-zäöüß]{2,})"
ABBREVIATED_HYPHEN = r"(?<=[A-Z]\.)-(?=[a-z])"  # "U.S.-made"
JOINED_SENTENCES = r"(?<=[a-zäöüß])\.(?=[A-ZÄÖÜ][a-zäöüß])"  # scraped text that lost a space
INNER_QUOTE = r"(?<=[A-Za-zÀ-ž])[“”„\"](?=[A-Za-zÀ-ž])"  # scraped text: weapons“Wallace said
DIGIT_STOP = r"(?<=[0-9])\."

TERMINATORS = frozenset(".!?…")
CLOSERS = frozenset("\"'”“’»«)]›‹")
ABBREVIATION = re.compile(r"^(?:[A-Z]|Gen|Lt|Col|Maj|Sen|Rep|Gov|Dr|Mr|Mrs|Ms|St|No|Nr|ca|bzw|etc|Abs|Art|vs)$")


def tokenizer(lang: str) -> Language:
    """A blank spaCy pipeline whose tokenizer splits hyphenated compounds before a capital."""
    nlp = spacy.blank(lang)
    infixes = [*nlp.Defaults.infixes, COMPOUND_HYPHEN, ABBREVIATED_HYPHEN, JOINED_SENTENCES, INNER_QUOTE]  # type: ignore[list-item, misc]
    suffixes = [*nlp.Defaults.suffixes, DIGIT_STOP]  # type: ignore[list-item, misc]
    nlp.tokenizer.infix_finditer = compile_infix_regex(infixes).finditer  # type: ignore[attr-defined]
    nlp.tokenizer.suffix_search = compile_suffix_regex(suffixes).search  # type: ignore[attr-defined]
    nlp.max_length = 10**9  # the limit on texts is a setting of the read stage
    return nlp


def ends_sentence(doc: Doc, at: int) -> bool:
    """Whether the token at ``at`` (a full stop, "!", "?" or a paragraph break) ends a sentence."""
    token = doc[at]
    if token.is_space and "\n" in token.text:
        return True
    if token.text[-1] not in TERMINATORS or at + 1 >= len(doc):
        return False
    following = doc[at + 1]
    if following.text[0] in CLOSERS and not following.whitespace_ and at + 2 < len(doc):
        return False  # the closing quote ends it, see below
    if not (following.text[0].isupper() or following.text[0].isdigit() or following.text[0] in "\"“„»‘'(["):
        return following.is_space
    if len(token.text) > 1:  # "U.S." may end a sentence or not: only a paragraph break tells
        return following.is_space
    before = doc[at - 1].text if at else ""
    if ABBREVIATION.match(before) and not doc[at - 1].whitespace_:
        return False
    return not (before.isdigit() and len(before) <= 2 and token.text == "." and following.text[0].isupper() and
                doc.lang_ == "de")


@Language.component("kg_sentences")
def split_sentences(doc: Doc) -> Doc:
    """Set ``token.is_sent_start`` by punctuation, capitals and line breaks; linear in the tokens."""
    start = True
    for i, token in enumerate(doc):
        token.is_sent_start = start
        closes = token.text in CLOSERS and i > 0 and doc[i - 1].text[-1] in TERMINATORS
        after_quote = closes and i + 1 < len(doc) and (doc[i + 1].text[0].isupper() or doc[i + 1].text[0] in "“„\"")
        start = ends_sentence(doc, i) or after_quote
    return doc
