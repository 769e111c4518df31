"""``kg explain``: what the scorers gave a claim, and what became none."""

import json
import re
from pathlib import Path
from typing import Any

import pytest

from tests.cli.conftest import Kg, complaint
from tests.conftest import CORPUS

DOCUMENT = "en/2022-06-02-iris-t-pledged"


@pytest.fixture
def told(kg: Kg, corpus_store: Path) -> dict[str, Any]:
    ask = ("query", "who-supplied-what", "-p", "supplier=Slovakia", "-p", "system=S-300")
    iri = json.loads(kg(*ask, "--store", corpus_store, "--json").out)[0]["claim"]
    found: dict[str, Any] = json.loads(kg("explain", iri, "--store", corpus_store, "--json").out)
    return found


def test_a_claim_shows_what_the_scorers_gave(told: dict[str, Any]) -> None:
    scores = told["scores"]
    assert scores["transfer"]["probability"] >= scores["transfer"]["threshold"]
    assert {"linear", "encoder"} <= scores["transfer"].keys()
    for role in ("supplier", "recipient"):
        best = scores[role]["candidates"][0]
        assert best["label"] == told["says"][role]
        assert best["probability"] >= scores[role]["threshold"]
    assert next(iter(scores["status"])) == told["says"]["status"]
    assert sorted(scores["status"].values(), reverse=True) == list(scores["status"].values())
    weights = [abs(weight) for weight in scores["features"].values()]
    assert len(weights) == 5
    assert weights == sorted(weights, reverse=True)


def test_a_claim_shows_it_in_text(kg: Kg, corpus_store: Path, told: dict[str, Any]) -> None:
    text = kg("explain", told["claim"], "--store", corpus_store).out
    probability = told["scores"]["transfer"]["probability"]
    assert re.search(rf"transfer +{probability:.2f} \(needs \d\.\d\d\)", text)
    assert all(f"{name} {weight:+.2f}" in text for name, weight in told["scores"]["features"].items())


def test_rejected_says_why(kg: Kg, corpus_store: Path) -> None:
    found = json.loads(kg("explain", "--rejected", DOCUMENT, "--store", corpus_store, "--json").out)
    assert found["document"] == DOCUMENT
    assert found["rejected"], "not every weapon of the article is transferred"
    text = next(r["text"] for r in map(json.loads, _lines(CORPUS / "gold.jsonl")) if r["id"] == DOCUMENT)
    for row in found["rejected"]:
        sentence, system = row["sentence"], row["system"]
        assert text[sentence["start"] : sentence["end"]] == sentence["quote"]
        assert text[system["start"] : system["end"]] == system["words"]
        assert sentence["start"] <= system["start"] < system["end"] <= sentence["end"]
        transfer = row["transfer"]
        if row["reason"].startswith("transfer"):
            assert transfer["probability"] <= transfer["threshold"]
            told = re.fullmatch(r"transfer (\d\.\d\d) below (\d\.\d\d)", row["reason"])
            assert told
            assert float(told[1]) == pytest.approx(transfer["probability"], abs=0.006)  # both are rounded
            assert float(told[2]) == transfer["threshold"]
        else:
            assert row["reason"].startswith("no actor")
            assert all(c["probability"] < row[r]["threshold"] for r in ("supplier", "recipient")
                       for c in row[r]["candidates"])  # fmt: skip
    listing = kg("explain", "--rejected", DOCUMENT, "--store", corpus_store).out
    assert listing.endswith(f"{DOCUMENT}: {len(found['rejected'])} rejected\n")
    assert all(f"{row['system']['words']}: {row['reason']}\n" in listing for row in found["rejected"])


def test_what_is_stored_is_not_rejected_but_may_be_too_unsure(kg: Kg, corpus_store: Path) -> None:
    command = ("explain", "--rejected", DOCUMENT, "--store", corpus_store, "--json")
    usual, strict = (json.loads(kg(*command, *more).out) for more in ((), ("--min-confidence", "1")))
    places = [{row["system"]["start"] for row in rows["rejected"]} for rows in (usual, strict)]
    assert places[0] < places[1]
    added = [row for row in strict["rejected"] if row["system"]["start"] in places[1] - places[0]]
    assert all(re.fullmatch(r"confidence \d\.\d\d below 1\.00", row["reason"]) for row in added)
    with_s300 = [row for row in added if row["system"]["label"] == "S-300"]
    assert with_s300, "the claim that is stored"


def _lines(file: Path) -> list[str]:
    return [line for line in file.read_text("utf-8").split("\n") if line]


def test_bad_input(kg: Kg, corpus_store: Path) -> None:
    store = ("--store", corpus_store)
    assert complaint(kg("explain", "--rejected", "no/such", *store), 2) == "no/such: no such document in the store"
    wanted = "explain: name either a claim or, with --rejected, a document"
    assert complaint(kg("explain", *store), 2) == wanted
    assert complaint(kg("explain", "abc", "--rejected", DOCUMENT, *store), 2) == wanted


def test_warnings_are_counted_and_shown(kg: Kg, tmp_path: Path) -> None:
    text = "US Secretary of State Antony Brinken said that Slovakia had delivered 30 tanks to Ukraine."
    (tmp_path / "in.jsonl").write_text(json.dumps({"id": "garbled", "date": "2022-05-01", "text": text}))
    assert kg("build", "in.jsonl").out.splitlines() == [
        "kg-store: 1 added, 0 replaced, 0 unchanged, 0 failed",
        "warnings: 1 in 1 of the documents read; kg extract tells them",
    ]
    warning = "'Antony Brinken' read as Antony Blinken (score 93)"
    assert f"  warning: {warning}\n" in kg("extract", "in.jsonl").out
    ask = ("query", "who-supplied-what", "-p", "supplier=Slovakia", "--json")
    iri = json.loads(kg(*ask).out)[0]["claim"]
    assert f"warning: {warning}\n" in kg("explain", iri).out
    explained = json.loads(kg("explain", iri, "--json").out)
    assert explained["warnings"] == [warning]
    assert {m["repaired_from"] for m in explained["mentions"] if m["id"] == "person/antony-blinken"} == {
        "Antony Brinken"
    }
    (tmp_path / "again.jsonl").write_text(json.dumps({"id": "again", "date": "2022-05-01", "text": text}))
    assert json.loads(kg("build", "again.jsonl", "--json").out)["warnings"] == {"again": [warning]}
