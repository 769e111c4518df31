"""Tokens and sentences: spaCy's blank tokenizer with news-text infixes, and a sentence splitter without a model."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from itertools import pairwise
from typing import Protocol, cast

import numpy as np
import spacy
from spacy.language import Language
from spacy.tokens import Doc, Token
from spacy.util import compile_infix_regex, compile_suffix_regex
from spacy.vocab import Vocab
from thinc.types import Ints2d

from kg.recognise.lexicon import lexicon

# "Taurus-Marschflugkörper" and "US-Präsident" are two words and a hyphen, "IRIS-T" and "F-16" one word.
COMPOUND_HYPHEN = r"(?<=[0-9A-Za-zÀ-ž.“”»«\"])[-‑](?=[A-ZÄÖÜ][a-zäöüß]{2,})"
ABBREVIATED_HYPHEN = r"(?<=[A-Z]\.)-(?=[a-z])"  # "U.S.-made"
JOINED_SENTENCES = r"(?<=[a-zäöüß])\.(?=[A-ZÄÖÜ][a-zäöüß])"  # scraped text that lost a space
INNER_QUOTE = r"(?<=[A-Za-zÀ-ž])[“”„\"](?=[A-Za-zÀ-ž])"  # scraped text: weapons“Wallace said
HYPHENED_QUOTE = r"(?<=[0-9A-Za-zÀ-ž])[“”»«\"](?=[-‑][A-ZÄÖÜ])"  # „Javelin“-Raketen
INFIXES = (COMPOUND_HYPHEN, ABBREVIATED_HYPHEN, JOINED_SENTENCES, INNER_QUOTE, HYPHENED_QUOTE)
DIGIT_STOP = r"(?<=[0-9])\."

LONGEST_RUN = 100  # characters
LONG_RUN = re.compile(rf"\S{{{LONGEST_RUN + 1},}}")

STARTS, CONTINUES = 1, -1  # values of SENT_START

TERMINATORS = frozenset(".!?…")
CLOSERS = frozenset("\"'”“’»«)]›‹")
OPENERS = frozenset("\"“„»‘'([")
ABBREVIATION = re.compile(r"^(?:[A-Z]|Gen|Lt|Col|Maj|Sen|Rep|Gov|Dr|Mr|Mrs|Ms|St|No|Nr|ca|bzw|etc|Abs|Art|vs)$")


class RuleTokenizer(Protocol):
    """What kg uses of spaCy's Tokenizer, which is compiled and carries no types."""

    vocab: Vocab
    infix_finditer: Callable[[str], Iterator[re.Match[str]]]
    suffix_search: Callable[[str], re.Match[str] | None]

    def __call__(self, text: str) -> Doc:
        """The text as tokens."""


class BoundedTokenizer:
    """spaCy's tokenizer fed with runs of bounded length: its time is quadratic in a run without spaces."""

    def __init__(self, rules: RuleTokenizer) -> None:
        self._rules = rules

    def __call__(self, text: str) -> Doc:
        """The text as tokens; a run of more than LONGEST_RUN characters without a space is cut."""
        runs = LONG_RUN.finditer(text)
        cuts = [at for run in runs for at in range(run.start() + LONGEST_RUN, run.end(), LONGEST_RUN)]
        if not cuts:
            return self._rules(text)
        pieces = [self._rules(text[start:end]) for start, end in pairwise([0, *cuts, len(text)])]
        tokens = [token for piece in pieces for token in piece]
        return Doc(self._rules.vocab, [token.text for token in tokens], [bool(token.whitespace_) for token in tokens])


def tokenizer(lang: str) -> Language:
    """A blank spaCy pipeline whose tokenizer splits hyphenated compounds before a capital."""
    nlp = spacy.blank(lang)
    infixes = [*(nlp.Defaults.infixes or ()), *INFIXES]
    suffixes = [*(nlp.Defaults.suffixes or ()), DIGIT_STOP]
    rules = cast(RuleTokenizer, nlp.tokenizer)
    rules.infix_finditer = compile_infix_regex(infixes).finditer
    rules.suffix_search = compile_suffix_regex(suffixes).search
    nlp.tokenizer = BoundedTokenizer(rules)
    nlp.max_length = 10**9  # the limit on texts is a setting of the read stage
    return nlp


def phrases(nlp: Language, forms: Iterable[str]) -> Iterator[tuple[str, Doc]]:
    """Each form with its tokens, as patterns for a PhraseMatcher."""
    return ((form, nlp.make_doc(form)) for form in forms)


def ends_sentence(doc: Doc, at: int) -> bool:
    """Whether the token at ``at`` (a full stop, "!", "?" or a paragraph break) ends a sentence."""
    token = doc[at]
    if token.is_space and "\n" in token.text:
        return True
    if token.text[-1] not in TERMINATORS or at + 1 >= len(doc):
        return False
    following = doc[at + 1]
    if following.text[0] in CLOSERS and not token.whitespace_ and at + 2 < len(doc):
        return False  # the closing quote ends it, see below
    if len(token.text) > 1 or not _begins_sentence(following):
        return following.is_space  # "U.S." may end a sentence or not: only a paragraph break tells
    return not (at > 0 and token.text == "." and _is_shortened(doc[at - 1], following))


def _begins_sentence(token: Token) -> bool:
    first = token.text[0]
    return first.isupper() or first.isdigit() or first in OPENERS


def _is_shortened(token: Token, following: Token) -> bool:
    """Whether a full stop belongs to the token before it: "Gen. Milley", "am 18. Januar"."""
    abbreviated = ABBREVIATION.match(token.text) and not token.whitespace_
    number = token.is_digit and len(token) <= 2 and following.text[0].isupper()
    ordinal = number and lexicon(token.doc.lang_).words["ordinal_stop"]
    return bool(abbreviated or ordinal)


def same_sentence(doc: Doc, left: int, right: int) -> bool:
    """Whether two tokens, the left one first, stand in one sentence; looks only at the tokens between them."""
    return not any(doc[at].is_sent_start for at in range(left + 1, right + 1))


@Language.component("kg_sentences")
def split_sentences(doc: Doc) -> Doc:
    """Set ``token.is_sent_start`` by punctuation, capitals and line breaks; linear in the tokens."""
    start, starts = True, np.full((len(doc), 1), CONTINUES, dtype=np.int64)
    for i, token in enumerate(doc):
        if start and not (token.is_space and i > 0):  # white space belongs to the sentence before it
            starts[i] = STARTS
        closes = token.text in CLOSERS and i > 0 and doc[i - 1].text[-1] in TERMINATORS
        after_quote = closes and i + 1 < len(doc) and (doc[i + 1].text[0].isupper() or doc[i + 1].text[0] in '“„"')
        start = ends_sentence(doc, i) or after_quote or (start and token.is_space)
    values = cast(Ints2d, starts.astype(np.uint64))
    return doc.from_array(["SENT_START"], values)  # setting the attribute token by token takes quadratic time
