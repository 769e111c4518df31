"""Extraction must not get worse on the corpus that the project ships.

To raise a floor, edit floors.toml or run pin.py; to lower one, run pin.py with --lower-floors and say why.
"""

import pytest

from tests.quality import corpus


@pytest.fixture(scope="module")
def measured():
    return corpus.measured()


def test_floors_were_pinned_on_this_corpus():
    assert corpus.floors()["corpus"] == corpus.digest(), "the corpus has changed: python -m tests.quality.pin"


def test_every_figure_has_a_floor():
    assert set(corpus.floors()["floors"]) == set(corpus.FIGURES)


@pytest.mark.parametrize("figure", corpus.FIGURES)
def test_floor(figure, measured):
    assert measured[figure] >= corpus.floors()["floors"][figure]


def test_every_quote_stands_in_its_text(measured):
    assert measured[corpus.EXACT] == 1.0
