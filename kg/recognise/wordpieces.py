"""The word pieces of the pretrained encoder and their embeddings, which tagger and encoder share.

``seeds/models/wordpieces.txt`` holds the pieces, ``wordpieces.npz`` an embedding for each, from all-MiniLM-L6-v2.
"""

from __future__ import annotations

import io
import re
import unicodedata
from collections.abc import Sequence
from functools import cache

import numpy as np
from curated_tokenizers import WordPieceProcessor
from numpy.typing import NDArray

from kg import resources

LONGEST_WORD = 60  # letters; longer ones are one unknown piece, as BERT has it
PARTS = re.compile(r"\w+|[^\w\s]")


class Splitter:
    """Splits words into pieces as uncased BERT does: no accents, punctuation apart. ``vocabulary``: a piece a line."""

    def __init__(self, vocabulary: str) -> None:
        self._pieces = vocabulary.rstrip("\n").split("\n")
        self._processor = WordPieceProcessor(self._pieces)
        self._unknown = self.number("[UNK]")

    def number(self, piece: str) -> int:
        """The number of a piece. Raises ValueError where there is none."""
        return self._pieces.index(piece)

    def __call__(self, words: str) -> list[int]:
        """The numbers of the pieces of a word, or of several."""
        plain = "".join(c for c in unicodedata.normalize("NFD", words.lower()) if unicodedata.category(c) != "Mn")
        pieces: list[int] = []
        for part in PARTS.findall(plain):
            found = self._processor.encode(part)[0] if len(part) <= LONGEST_WORD else [-1]
            pieces += [self._unknown] if min(found) < 0 else found
        return pieces


class Embeddings:
    """The embeddings of word pieces: 8-bit integers with a scale for each column."""

    def __init__(self, table: bytes) -> None:
        arrays = np.load(io.BytesIO(table))
        self._table: NDArray[np.int8] = arrays["table"]
        self._scale: NDArray[np.float32] = arrays["scale"]

    def __call__(self, pieces: Sequence[int]) -> NDArray[np.float32]:
        """Embeddings of pieces by their numbers, [pieces, width]."""
        return np.multiply(self._table[list(pieces)], self._scale, dtype=np.float32)


@cache
def splitter() -> Splitter:
    """The splitter into the pieces that are bundled."""
    return Splitter(resources.text("seeds/models/wordpieces.txt"))


@cache
def embeddings() -> Embeddings:
    """The embeddings that are bundled."""
    return Embeddings(resources.folder("seeds").joinpath("models", "wordpieces.npz").read_bytes())
