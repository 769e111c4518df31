"""A small tagger for names that no table knows: convolutions over word pieces, letter shapes and word tables.

Residual convolutions with layer normalisation, as in spaCy's encoder (https://spacy.io/api/architectures), over the
frozen embeddings of ``kg.recognise.wordpieces``. ``tagger-<lang>.npz`` holds the weights of a
language, trained by ``training/tagger.py``; ``seeds/models/README.md`` is the model card.
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from typing import NamedTuple
from zlib import crc32

import numpy as np
from numpy.typing import NDArray

from kg import resources
from kg.claim import Kind
from kg.recognise.lexicon import Lexicon, lexicon
from kg.recognise.names import state_names
from kg.recognise.people import given_names
from kg.recognise.wordpieces import embeddings, splitter

KINDS = (Kind.PERSON, Kind.ORGANIZATION)
LABELS = ("O", "B-PER", "I-PER", "B-ORG", "I-ORG", "B-LOC", "I-LOC", "B-MISC", "I-MISC")  # even but 0: inside
SHAPES, AFFIXES = 256, 1024  # rows of the tables that hashes of shapes, beginnings and endings point into
DILATIONS = (1, 1, 2, 3)  # of each layer
GAP = max(DILATIONS)  # empty rows between sentences, so that none sees another
MOST_WORDS = 20_000  # remembered, 400 bytes each
SHAPE = ((re.compile("[A-ZÄÖÜ]"), "X"), (re.compile("[a-zäöüß]"), "x"), (re.compile(r"\d"), "d"))
RUNS = re.compile(r"(.)\1{2,}")
Floats = NDArray[np.float32]


class Name(NamedTuple):
    """Words ``start..end`` (half-open) are a name of this kind, with a probability."""

    start: int
    end: int
    kind: Kind
    chance: float


class Reader:
    """What the tagger reads of a word: its pieces, its shape, beginning and ending, the tables that hold it."""

    def __init__(self, lexicon: Lexicon) -> None:
        self._split = splitter()
        words = lexicon.words
        nations = {part for name in state_names(lexicon.lang) for part in name.words.split()}
        self._tables = (
            given_names(),
            frozenset(lexicon.titles),
            frozenset(words["organization_heads"]),
            nations,
            frozenset(words["not_names"]),
            frozenset(words["name_particles"]),
        )

    def pieces(self, word: str) -> list[int]:
        """Numbers of the word's pieces, one at least."""
        return self._split(word) or [self._split.number("[UNK]")]

    def form(self, word: str) -> tuple[int, int, int]:
        """Rows of the tables of shapes, beginnings and endings."""
        shape = word
        for letters, sign in SHAPE:
            shape = letters.sub(sign, shape)
        lower = word.lower()
        return (
            crc32(RUNS.sub(r"\1\1\1", shape).encode()) % SHAPES,
            crc32(lower[:3].encode()) % AFFIXES,
            crc32(lower[-3:].encode()) % AFFIXES,
        )

    def tables(self, word: str) -> list[bool]:
        """Which word tables hold the word: given names, titles, heads of organizations' names …"""
        return [word in table for table in self._tables]


class Tagger:
    """Tags all sentences of a text in one go. ``weights`` are the arrays that ``training/tagger.py`` writes."""

    def __init__(self, weights: Mapping[str, NDArray[np.float16]], reader: Reader) -> None:
        self._w: dict[str, Floats] = {name: array.astype(np.float32) for name, array in weights.items()}
        self._read, self._embed = reader, embeddings()
        self._known: dict[str, Floats] = {}
        thirds = (np.split(self._w[f"layer{i}"], 3) for i in range(len(DILATIONS)))
        self._layers = [np.hstack(parts) for parts in thirds]  # of the word before, the word and the word after

    def __call__(self, words: Sequence[str], begins: Sequence[bool]) -> list[Name]:
        """The names among the words of a text, likely or not; ``begins`` tells where a sentence does."""
        if not words:
            return []
        rows = np.arange(len(words)) + GAP * (1 + np.cumsum(begins))
        x = np.zeros((rows[-1] + 1 + GAP, self._w["scale"].shape[0]), np.float32)
        there = np.zeros((len(x), 1), np.float32)
        x[rows], there[rows] = [self._word(word) for word in words], 1
        found = names(self._run(x, there) * there)
        at = {row: i for i, row in enumerate(rows.tolist())}
        return [name._replace(start=at[name.start], end=at[name.end - 1] + 1) for name in found]

    def believes(self, name: Name) -> bool:
        """Whether the name is likely enough for its kind."""
        return name.chance >= float(self._w["thresholds"][KINDS.index(name.kind)])

    def _run(self, x: Floats, there: Floats) -> Floats:
        """Probabilities of the labels, [rows, labels]."""
        for i, step in enumerate(DILATIONS):
            before, change, after = np.split(x @ self._layers[i], 3, axis=1)
            change[step:] += before[:-step]
            change[:-step] += after[step:]
            change += self._w[f"bias{i}"]
            np.maximum(change, 0, out=change)
            x += change
            x = _normal(x, self._w[f"scale{i}"], self._w[f"shift{i}"])
            x *= there
        logits = x @ self._w["labels"] + self._w["labels_bias"]
        powers = np.exp(logits - logits.max(axis=1, keepdims=True))
        chances: Floats = powers / powers.sum(axis=1, keepdims=True)
        return chances

    def _word(self, word: str) -> Floats:
        known = self._known.get(word)
        if known is None:
            if len(self._known) >= MOST_WORDS:
                self._known.clear()
            w, pieces = self._w, self._embed(self._read.pieces(word))
            shape, beginning, ending = self._read.form(word)
            x = pieces[0] @ w["first"] + w["shape"][shape] + w["beginning"][beginning]
            x += w["ending"][ending] + np.array(self._read.tables(word), np.float32) @ w["tables"]
            if len(pieces) > 1:
                x += pieces[1:].mean(axis=0) @ w["rest"]
            known = self._known[word] = _normal(x, w["scale"], w["shift"])
        return known


def names(chances: Floats) -> Iterator[Name]:
    """People and organizations by the likeliest labels, [words, labels]; as likely as their words on average."""
    labels = chances.argmax(axis=1)
    best, at = labels.tolist(), 0
    for start in np.flatnonzero(labels).tolist():
        if start < at:
            continue
        kind, at = (best[start] + 1) // 2, start + 1
        while at < len(best) and best[at] in (2 * kind - 1, 2 * kind):  # two names side by side are rarer than errors
            at += 1
        if kind <= len(KINDS):
            chance = chances[start:at, 2 * kind - 1 : 2 * kind + 1].sum(axis=1).mean()
            yield Name(start, at, KINDS[kind - 1], float(chance))


def _normal(x: Floats, scale: Floats, shift: Floats) -> Floats:
    normal: Floats = x - x.mean(axis=-1, keepdims=True)
    spread = np.sqrt(np.einsum("...i,...i->...", normal, normal) / x.shape[-1] + 1e-5)
    normal /= spread[..., np.newaxis]
    normal *= scale
    normal += shift
    return normal


@cache
def tagger(lang: str) -> Tagger | None:
    """The tagger of a language; None where there is none."""
    file = resources.folder("seeds").joinpath("models", f"tagger-{lang}.npz")
    if not file.is_file():
        return None
    return Tagger(dict(np.load(io.BytesIO(file.read_bytes()))), Reader(lexicon(lang)))

