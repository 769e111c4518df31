"""The generated news are news, and the benchmark of extraction measures every stage beside a CNN that works."""

from itertools import islice
from pathlib import Path

import pytest

from benchmarks import building, extraction
from benchmarks.cnn import cnn
from benchmarks.news import LANGUAGES, WORDS, Writer, arms, articles
from kg.relate.linear import scorers


def test_a_seed_gives_the_same_articles_and_another_seed_others() -> None:
    assert [*articles(5, seed=1)] == [*articles(5, seed=1)] != [*articles(5, seed=2)]
    assert [d.lang for d in articles(5)] == ["en", "de", "en", "de", "en"]


@pytest.mark.parametrize("lang", LANGUAGES)
def test_articles_have_their_length_no_gap_left_and_few_sentences_about_arms(lang: str) -> None:
    assert len(arms(lang, Path("none"))[0]) > 30  # of the bundled corpus alone
    written = [*Writer(lang).articles(60)]
    assert all(WORDS <= len(d.text.split()) < WORDS + 120 for d in written)
    assert not any(mark in d.text for d in written for mark in "{}")
    found = sum(d.text.count(sentence) for d in written for sentence in arms(lang)[0])
    assert 0.015 < found / sum(d.text.count(". ") for d in written) < 0.06


def test_names_are_made_up_without_end() -> None:
    written, words = Writer("en").articles(400), set[str]()
    for _ in range(2):
        before = len(words)
        words |= {word for d in islice(written, 200) for word in d.text.split()}
        assert len(words) - before > 1000


def test_every_stage_is_measured_beside_the_cnn() -> None:
    taken = extraction.speed("en", 3)
    parts = [taken[f"– {name}"] for name in ("names", "people", "organizations", "systems", "mentions")]
    assert 0 < min(parts) < sum(parts) < taken["recognise"] * 3
    assert taken["relate"] > 0 < taken[extraction.CNN]
    assert WORDS <= taken["words"] < WORDS + 120
    if scorers("en"):
        assert taken["cases"] > 0 < taken[extraction.SCORERS[0]]


def test_the_cnn_is_the_same_each_time_and_goes_all_ways() -> None:
    text = next(articles(1)).text
    first, second = (cnn("en")(text) for _ in range(2))
    assert [(t.dep_, t.head.i, t.ent_type_) for t in first] == [(t.dep_, t.head.i, t.ent_type_) for t in second]
    assert len({t.dep_ for t in first}) > 5
    assert first.ents


def test_memory_is_told_after_each_step() -> None:
    curve = extraction.growth(6, steps=3)
    assert [number for number, _ in curve] == [2, 4, 6]
    assert all(10 < megabytes < 10_000 for _, megabytes in curve)


def test_a_report_names_every_stage(capsys: pytest.CaptureFixture[str]) -> None:
    extraction.report("de", extraction.speed("de", 1), {"scorers": (0.1, 2.0)})
    printed = capsys.readouterr().out
    stages = ("– names", "– people", "– mentions", "relate", "kg, all of it", "spaCy CNN", "scorers")
    assert all(f"| {name} |" in printed for name in stages)


def test_what_is_built_is_in_the_store(tmp_path: Path) -> None:
    told: list[int] = []
    report = building.run(3, tmp_path, told.append)
    assert told == [1, 2, 3]
    assert report.added == ["en/000000", "de/000000", "en/000001"]
    assert not report.failed
