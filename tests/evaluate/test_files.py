import json

import pytest

from kg.errors import ReadError, UsageError
from kg.evaluate import read_gold, read_predicted
from tests.evaluate.samples import DEU, LEOPARD, UKR, document, record


def write(path, *lines):
    path.write_bytes(b"\n".join(line if isinstance(line, bytes) else json.dumps(line).encode() for line in lines))
    return path


def without(value, *names):
    return {name: found for name, found in value.items() if name not in names}


GOOD = record(DEU, UKR, LEOPARD)


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        (b'{"id": ', "invalid JSON"),
        (b"\xff{}", "invalid UTF-8 at byte 0"),
        (b"[" * 100_000, "nested too deeply"),
        (b"[1]", "valid dictionary"),
        (without(document(), "id"), "id: Field required"),
        (document(id=""), "id: String should have at least 1 character"),
        (without(document(), "text"), "text: Field required"),
        (without(document(), "people"), "people: Field required"),
        (document(states=["Germany"]), "states.0: String should match"),
        (document({**GOOD, "status": "sent"}), "transfers.0.status: Input should be 'requested'"),
        (document({**GOOD, "supplier": None, "system": None}), "transfers.0: fewer than two roles are filled"),
        (document({**GOOD, "supplier": {"key": "DEU"}}), "transfers.0.supplier.names: Field required"),
        (document({**GOOD, "supplier": {"names": []}}), "transfers.0.supplier.names: List should have at least 1"),
        (document({**GOOD, "supplier": {"key": "de", "names": ["x"]}}), "transfers.0.supplier.key: String should"),
        (document({**GOOD, "system": without(LEOPARD, "named")}), "transfers.0.system.named: Field required"),
        (document({**GOOD, "quantity": {"min": "two", "max": 2, "text": "two"}}), "transfers.0.quantity.min: Input"),
        (document({**GOOD, "optional": "no"}), "transfers.0.optional: Input should be a valid boolean"),
        (document({**GOOD, "evidence": "invented"}), "transfers.0.evidence: not in the text"),
    ],
)
def test_malformed_gold_is_named_by_file_line_and_reason(tmp_path, line, reason):
    path = write(tmp_path / "gold.jsonl", document(id="first"), b"", line)
    with pytest.raises(ReadError) as caught:
        read_gold([path])
    assert str(caught.value).startswith(f"{path}:3: ") and reason in str(caught.value)
    assert "\n" not in str(caught.value)


def test_ids_are_unique_over_all_files(tmp_path):
    one, two = write(tmp_path / "1.jsonl", document()), write(tmp_path / "2.jsonl", document(id="b"), document())
    with pytest.raises(ReadError, match=r"2\.jsonl:2: id 'a' occurs twice, first in .*1\.jsonl:1"):
        read_gold([one, two])


def test_missing_empty_and_no_file(tmp_path):
    with pytest.raises(UsageError, match=r"gold\.jsonl: no such file"):
        read_gold([tmp_path / "gold.jsonl"])
    with pytest.raises(ReadError, match="no documents"):
        read_gold([write(tmp_path / "empty.jsonl", b"\n")])
    with pytest.raises(ReadError):
        read_gold([tmp_path])


def test_line_separators_inside_strings_end_no_line(tmp_path):
    text = "one two\x85three"
    path = tmp_path / "gold.jsonl"
    path.write_text(json.dumps(document(text=text), ensure_ascii=False) + "\r\n", encoding="utf-8")
    assert read_gold([path])[0].text == text


def test_predictions_may_be_gold_or_extracted(tmp_path):
    extracted = {"id": "b", "transfers": [{**GOOD, "evidence": [{"start": 0, "end": 1, "quote": "G"}], "rule": "x"}],
                 "people": [["A", "B"]], "offices": []}
    gold, found = read_predicted(write(tmp_path / "p.jsonl", document(GOOD), extracted))
    assert gold.transfers[0].evidence == GOOD["evidence"]
    assert found.entities("people") == [{"a", "b"}]
    with pytest.raises(ReadError, match=r"p\.jsonl:1: transfers: Input should be a valid list"):
        read_predicted(write(tmp_path / "p.jsonl", {"id": "a", "transfers": {}}))
