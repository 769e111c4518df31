import json

import pytest

from kg.cli import run
from tests.evaluate.samples import DEU, LEOPARD, TEXT, UKR, document, record


@pytest.fixture
def gold(tmp_path):
    path = tmp_path / "gold.jsonl"
    path.write_text(json.dumps(document(record(DEU, UKR, LEOPARD, evidence=TEXT), states=["DEU", "UKR", "DNK"])))
    return path


def write(path, value):
    path.write_text(json.dumps(value), encoding="utf-8")
    return str(path)


def test_figures_of_a_file(gold, tmp_path, capsys):
    predicted = write(tmp_path / "p.jsonl", document(record(DEU, UKR, LEOPARD, "ordered"), id="a"))
    assert run(["evaluate", str(gold), "--predicted", predicted]) == 0
    shown = capsys.readouterr().out.splitlines()
    assert any(line.startswith("triple F1") and " 1.000 " in line for line in shown)
    assert any(line.startswith("strict F1") and " 0.000 " in line for line in shown)
    assert any(line.split() == ["wrong", "status", "1"] for line in shown)
    assert not any("predicted ordered" in line for line in shown)
    assert run(["evaluate", str(gold), "--predicted", predicted, "--verbose"]) == 0
    assert "predicted ordered" in capsys.readouterr().out


def test_json_save_and_compare(gold, tmp_path, capsys):
    before = write(tmp_path / "before.jsonl", document(record(DEU, UKR, None)))
    after = write(tmp_path / "after.jsonl", document(record(DEU, UKR, LEOPARD)))
    saved = str(tmp_path / "run.json")
    assert run(["evaluate", str(gold), "--predicted", before, "--save", saved, "--json"]) == 0
    first = json.loads(capsys.readouterr().out)
    assert first["measures"]["triple"]["f1"] == 0 and first["errors"]["system left empty"] == 1
    assert run(["evaluate", str(gold), "--predicted", after, "--compare", saved, "--json"]) == 0
    second = json.loads(capsys.readouterr().out)
    assert second["comparison"]["figures"]["triple"]["difference"] == 1.0
    assert second["comparison"]["better"] == {"a": -4}
    assert run(["evaluate", str(gold), "--predicted", after, "--compare", saved]) == 0
    assert "+1.000" in capsys.readouterr().out


def test_without_predictions_the_texts_are_extracted(gold, capsys):
    assert run(["evaluate", str(gold), "--json"]) == 0
    found = json.loads(capsys.readouterr().out)
    assert found["not_predicted"] == []
    assert found["measures"]["states"] == {"f1": 1.0, "precision": 1.0, "recall": 1.0,
                                           "right": 3, "predicted": 3, "gold": 3}


def test_malformed_gold_is_one_line_and_exit_1(gold, capsys):
    gold.write_text(gold.read_text() + "\n{}\n")
    assert run(["evaluate", str(gold)]) == 1
    out, err = capsys.readouterr()
    assert out == "" and err == f"kg: {gold}:2: id: Field required\n"


def test_missing_files_are_usage_errors(gold, tmp_path, capsys):
    missing = str(tmp_path / "missing")
    for arguments in ([missing], [str(gold), "--predicted", missing], [str(gold), "--compare", missing]):
        assert run(["evaluate", *arguments]) == 2
        assert capsys.readouterr().err == f"kg: {missing}: no such file\n"
