"""The language of a text: declared, else identified with py3langid (naive Bayes over byte n-grams)."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING

from kg import resources
from kg.read.raw import RefusedError

if TYPE_CHECKING:
    from py3langid.langid import LanguageIdentifier

SAMPLE_CHARS = 2_000
MIN_LETTERS = 40
MIN_CHARS_TO_REFUSE = 200
MIN_PROBABILITY_TO_REFUSE = 0.9

_TAG = re.compile(r"([A-Za-z]{2,3})(?:[-_][A-Za-z0-9_-]*)?")


@cache
def supported() -> tuple[str, ...]:
    """ISO 639-1 codes of the languages that have a lexicon, sorted."""
    folders = (entry.name for entry in resources.folder("seeds").joinpath("lexicon").iterdir() if entry.is_dir())
    return tuple(sorted(name for name in folders if _TAG.fullmatch(name)))


def declared(value: str) -> str:
    """The primary subtag of a language tag: "en-US" → "en". Raises RefusedError for a language without lexicon."""
    match = _TAG.fullmatch(value.strip())
    code = match[1].lower() if match else value.strip()
    if code not in supported():
        raise RefusedError(unsupported(code))
    return code


def identify(text: str, default: str) -> str:
    """The language of a text, ``default`` for fewer than 40 letters.

    Raises RefusedError when a long text is surely in a language without lexicon; debris of translation is borne.
    """
    sample = text[:SAMPLE_CHARS]
    if sum(map(str.isalpha, sample)) < MIN_LETTERS:
        return default
    ranking: list[tuple[str, float]] = _identifier().rank(sample)
    have = supported()
    first, probability = ranking[0]
    sure = probability >= MIN_PROBABILITY_TO_REFUSE and len(text) > MIN_CHARS_TO_REFUSE
    if sure and not any(code in have for code, _ in ranking[:2]):
        raise RefusedError(unsupported(first))
    return next((code for code, _ in ranking if code in have), default)


def unsupported(code: str) -> str:
    """The reason why a language is refused."""
    return f"language {code[:20]} is not supported (have: {', '.join(supported())})"


@cache
def _identifier() -> LanguageIdentifier:
    from py3langid.langid import MODEL_FILE, LanguageIdentifier

    return LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)
