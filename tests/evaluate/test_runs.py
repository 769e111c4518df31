import json

import pytest

from kg.errors import ReadError, UsageError
from kg.evaluate import compare, evaluate, read_run
from tests.evaluate.samples import DEU, DNK, LEOPARD, UKR, document, record

GOLD = [document(record(DEU, UKR, LEOPARD), id=name) for name in "abc"]
RIGHT, NEARLY, WRONG = record(DEU, UKR, LEOPARD), record(DEU, UKR, LEOPARD, "ordered"), record(DNK, UKR, LEOPARD)


def run(*records):
    return evaluate(GOLD, [document(one, id=name) for name, one in zip("abc", records, strict=True)])


def saved(found, path):
    path.write_text(json.dumps(found.as_json()), encoding="utf-8")
    return read_run(path)


def test_figures_and_documents_that_changed(tmp_path):
    earlier = saved(run(RIGHT, NEARLY, WRONG), tmp_path / "run.json")
    found = compare(earlier, run(WRONG, NEARLY, NEARLY))
    assert found.figures["triple"] == pytest.approx((2 / 3, 2 / 3))
    assert found.figures["strict"] == pytest.approx((1 / 3, 0))
    assert found.better == {"c": -2} and found.worse == {"a": 4}  # a wrong triple misses and is spurious, twice
    assert found.same_gold and (found.shared, found.only_before, found.only_after) == (3, 0, 0)
    assert found.as_json()["figures"]["strict"]["difference"] == pytest.approx(-1 / 3)
    assert found.intervals["strict"].low < 0 == found.intervals["strict"].high


def test_a_run_against_itself(tmp_path):
    found = run(RIGHT, NEARLY, WRONG)
    same = compare(saved(found, tmp_path / "run.json"), found)
    assert all(before == after for before, after in same.figures.values())
    assert (same.better, same.worse) == ({}, {})


def test_only_shared_documents_are_compared(tmp_path):
    earlier = saved(run(RIGHT, WRONG, WRONG), tmp_path / "run.json")
    found = compare(earlier, evaluate([*GOLD[:1], document(id="d")], [document(RIGHT)]))
    assert not found.same_gold and (found.shared, found.only_before, found.only_after) == (1, 2, 1)
    assert found.figures["triple"] == (1.0, 1.0)


@pytest.mark.parametrize("content", ["[]", "{}", '{"gold": "x", "per_document": {"a": {"triple": {}}}}', "3",
                                     '{"gold": "x", "per_document": {"a": 1}}'])
def test_something_else_is_no_run(tmp_path, content):
    path = tmp_path / "run.json"
    path.write_text(content, encoding="utf-8")
    with pytest.raises(ReadError, match=r"run\.json: not a run"):
        read_run(path)


def test_no_such_run(tmp_path):
    with pytest.raises(UsageError, match="no such file"):
        read_run(tmp_path / "run.json")
