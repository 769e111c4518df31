"""A vocabulary keeps every word it meets: a full one makes room, and what is found stays the same."""

import gc
import weakref
from importlib import import_module

import pytest

from kg.document import Document
from kg.recognise import pipeline, recognise

STAGE = import_module("kg.recognise.pipeline")  # the package has a function of that name
TEXT = "Germany delivered 18 Leopard 2 tanks to Ukraine, Defence Minister Boris Pistorius said in {town}."


def test_a_full_vocabulary_makes_room(monkeypatch: pytest.MonkeyPatch) -> None:
    empty = len(pipeline.__wrapped__("en", None).vocab.strings)
    monkeypatch.setattr(STAGE, "MOST_STRINGS", empty + 100)
    sizes, found = [], set()
    for number in range(100):
        read = recognise(Document("a", TEXT.format(town=f"Brandtal{number}x"), "en"))
        sizes.append(len(read.doc.vocab.strings))
        found.add(tuple(m.entity.id for m in read.mentions if "brandtal" not in m.entity.id))
    assert max(sizes) < empty + 200
    assert len(found) == 1
    assert {"state/DEU", "system/leopard-2", "state/UKR", "person/boris-pistorius"} <= {*found.pop()}


def test_what_was_read_before_stays_whole(monkeypatch: pytest.MonkeyPatch) -> None:
    first = recognise(Document("a", TEXT.format(town="Brandtal"), "en"))
    monkeypatch.setattr(STAGE, "MOST_STRINGS", 0)
    second = recognise(Document("b", TEXT.format(town="Waldtal"), "en"))
    assert second.doc.vocab is not first.doc.vocab
    assert first.doc.text.endswith("Brandtal.")
    assert [m.mention.words for m in first.mentions] == [m.mention.words for m in second.mentions]


def test_a_full_vocabulary_is_given_back(monkeypatch: pytest.MonkeyPatch) -> None:
    old = weakref.ref(pipeline("en", None))
    monkeypatch.setattr(STAGE, "MOST_STRINGS", 0)
    recognise(Document("a", TEXT.format(town="Brandtal"), "en"))
    gc.collect()
    assert old() is None
