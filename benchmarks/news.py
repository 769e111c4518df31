"""Articles of ordinary news, made of sentences: most about everything else, a few about arms.

The sentences about arms are those of the bundled corpus and, in a checkout, of ``training/sentences``: sentences that
tell of a transfer, and near misses that do not. The others are written for it (``news.toml``); names and numbers in
them are made up anew, so that the vocabulary goes on growing as it does in news.
"""

from __future__ import annotations

import datetime
import json
import random
import tomllib
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from string import Formatter

from kg import resources
from kg.document import Document
from kg.recognise.people import given_names

HERE = Path(__file__).parent
TRAINING = HERE.parent / "training" / "sentences"
WORDS = 600
ARMS = 0.03  # share of sentences about a transfer; as many again are near misses
PARAGRAPH = 3  # sentences
FIRST = datetime.date(2023, 1, 1)
LANGUAGES = ("en", "de")


@cache
def ordinary(lang: str) -> dict[str, list[str]]:
    """Sentences with gaps, and the words that fill them."""
    return dict(tomllib.loads((HERE / "news.toml").read_text("utf-8"))[lang])


@cache
def arms(lang: str, folder: Path = TRAINING) -> tuple[list[str], list[str]]:
    """Sentences that tell of a transfer, and texts about arms that tell of none."""
    texts = [resources.text("seeds/corpus/gold.jsonl"), *(f.read_text("utf-8") for f in sorted(folder.glob("*.jsonl")))]
    items = [item for text in texts for item in map(json.loads, text.splitlines()) if item["lang"] == lang]
    telling = dict.fromkeys(" ".join(t["evidence"].split()) for item in items for t in item["transfers"])
    return [*telling], [item["text"] for item in items if not item["transfers"]]


class Writer:
    """Writes articles of one language; a seed gives the same ones."""

    def __init__(self, lang: str, seed: int = 0) -> None:
        self.lang = lang
        self._chance = random.Random(f"{lang} {seed}")
        self._telling, self._near = arms(lang)
        self._given = sorted(given_names())
        self._known = [self._name() for _ in range(500)]

    def articles(self, count: int, words: int = WORDS) -> Iterator[Document]:
        """So many articles of at least so many words, hardly more."""
        for number in range(count):
            day = FIRST + datetime.timedelta(number % 1000)
            yield Document(f"{self.lang}/{number:06}", self._text(words), self.lang, day)

    def _text(self, words: int) -> str:
        sentences: list[str] = []
        while words > 0:
            sentences.append(self._sentence())
            words -= len(sentences[-1].split())
        starts = range(0, len(sentences), PARAGRAPH)
        return "\n\n".join(" ".join(sentences[start : start + PARAGRAPH]) for start in starts)

    def _sentence(self) -> str:
        draw = self._chance.random()
        if draw < ARMS or (draw < 2 * ARMS and not self._near):
            return self._chance.choice(self._telling)
        if draw < 2 * ARMS:
            return self._chance.choice(self._near)
        sentence = self._chance.choice(ordinary(self.lang)["sentences"])
        return "".join(text + (self._filler(gap) if gap else "") for text, gap, _, _ in Formatter().parse(sentence))

    def _filler(self, gap: str) -> str:
        if gap == "n":
            return str(int(self._chance.paretovariate(0.7)) + 1)
        if gap == "person":
            return f"{self._chance.choice(self._given)} {self._proper()}"
        if gap in ("town", "firm"):
            return self._proper()
        return self._chance.choice(ordinary(self.lang)[gap])

    def _proper(self) -> str:
        """A name met before, or one time in three a new one."""
        return self._name() if self._chance.random() < 1 / 3 else self._chance.choice(self._known)

    def _name(self) -> str:
        """Two or three syllables."""
        sounds = ("bdfghklmnprstvw", "aeiou", ("", "l", "n", "r")) * self._chance.choice((2, 3))
        return "".join(map(self._chance.choice, sounds)).capitalize()


def articles(count: int, seed: int = 0) -> Iterator[Document]:
    """So many articles, English and German in turns."""
    written = [Writer(lang, seed).articles((count + 1) // 2) for lang in LANGUAGES]
    for number, pair in enumerate(zip(*written, strict=True)):
        yield from pair[: count - 2 * number]
