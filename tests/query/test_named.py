"""Named questions: their files, their parameters, and what they answer about the sample documents."""

from __future__ import annotations

import pytest

from kg.errors import QueryError
from kg.query.named import ask, bind, parse, question, questions
from kg.query.scan import check
from kg.query.words import resolve
from kg.store import Snapshot
from tests.store.samples import KG

NAMES = [
    "air-defence-before", "denied", "deployments", "disagreements", "hedged", "how-many-delivered", "known-on",
    "linked-to-person", "office-holder", "own-word-against-others", "single-source", "third-party", "top-suppliers",
    "who-supplied-what",
]  # fmt: skip
NEEDED = {
    "disagreements": {"system": "Leopard 2"},
    "known-on": {"date": "2022-12-31"},
    "how-many-delivered": {"supplier": "Germany"},
    "linked-to-person": {"person": "Boris Pistorius"},
    "office-holder": {"role": "defence minister", "of": "Germany", "date": "2022-10-01"},
    "own-word-against-others": {"government": "Iran"},
}


class TestFiles:
    def test_all_are_there(self) -> None:
        assert set(NAMES) <= set(questions())

    @pytest.mark.parametrize("name", sorted(questions()))
    def test_parses_has_a_header_and_answers(self, name: str, snapshot: Snapshot) -> None:
        asked = question(name)
        assert asked.title and asked.question.endswith("?")
        answer = ask(name, NEEDED.get(name, {}), snapshot)
        assert answer.columns and not any(column.startswith("given_") for column in answer.columns)
        assert answer == ask(name, NEEDED.get(name, {}), snapshot)

    @pytest.mark.parametrize("name", sorted(questions()))
    def test_a_stranger_may_run_it_too(self, name: str) -> None:
        from kg.config import load

        check(question(name).sparql, load())

    def test_header_faults(self) -> None:
        with pytest.raises(QueryError, match="lacks question"):
            parse("x", "# title: T\nSELECT")
        with pytest.raises(QueryError, match="has no type"):
            parse("x", "# title: T\n# question: Q?\n# param: p colour\n")


class TestParameters:
    def test_unknown_question_names_the_closest(self) -> None:
        with pytest.raises(QueryError, match="there is who-supplied-what"):
            question("who-supplied")

    def test_unknown_parameter(self, snapshot: Snapshot) -> None:
        with pytest.raises(QueryError, match="it has supplier, recipient, system, category, status"):
            ask("who-supplied-what", {"reciever": "Ukraine"}, snapshot)

    def test_missing_parameter(self, snapshot: Snapshot) -> None:
        with pytest.raises(QueryError, match=r"^supplier: how-many-delivered needs this parameter \(actor\)$"):
            ask("how-many-delivered", {}, snapshot)

    def test_left_out_is_unbound_and_default_is_bound(self, snapshot: Snapshot) -> None:
        assert bind(question("who-supplied-what"), {}, snapshot) == {}
        assert bind(question("air-defence-before"), {}, snapshot)["given_recipient"].value == str(KG["state/UKR"])

    @pytest.mark.parametrize(
        ("kind", "words", "identifier"),
        [
            ("state", "Ukraine", "state/UKR"), ("state", "ukr", "state/UKR"),
            ("actor", "Vereinigte Staaten", "state/USA"),
            ("actor", "WASHINGTON", "state/USA"), ("system", "leopard-2", "system/leopard-2"),
            ("system", "Iris-T", "system/iris-t-slm"), ("category", "air defence", "category/air-defence"),
            ("category", "air-defence", "category/air-defence"), ("status", "geliefert", "status/delivered"),
            ("role", "defence minister", "role/defence-minister"), ("state", "state/DEU", "state/DEU"),
            ("state", str(KG["state/DEU"]), "state/DEU"), ("place", "Kyiv", "state/UKR"),
        ],
    )  # fmt: skip
    def test_words_are_resolved(self, snapshot: Snapshot, kind: str, words: str, identifier: str) -> None:
        assert resolve(snapshot, kind, words).value == str(KG[identifier])

    def test_entities_of_documents_are_found(self, snapshot: Snapshot) -> None:
        assert resolve(snapshot, "person", "jane doe").value.endswith("kg/person/jane-doe")

    def test_numbers(self, snapshot: Snapshot) -> None:
        assert resolve(snapshot, "number", "0.50").value == "0.50"
        assert resolve(snapshot, "number", "1e-2").value == "0.01"
        for words in ("", "half", "NaN", "-Infinity", "1e999999999", "0,5", "1e-300"):
            with pytest.raises(QueryError, match="is no number"):
                resolve(snapshot, "number", words)

    @pytest.mark.parametrize("words", ["Atlantis", "", "state/XXX", "http://no where/", "Leopard 2", "\ud800"])
    def test_unknown_words(self, snapshot: Snapshot, words: str) -> None:
        with pytest.raises(QueryError, match="no state of that name"):
            resolve(snapshot, "state", words)

    def test_ambiguous_words(self, snapshot: Snapshot) -> None:
        with pytest.raises(QueryError, match=r"DR Congo \(state/COD\), Republic of the Congo \(state/COG\)"):
            resolve(snapshot, "actor", "Congo")

    def test_dates(self, snapshot: Snapshot) -> None:
        assert resolve(snapshot, "date", "2023-01-01").value == "2023-01-01"
        with pytest.raises(QueryError, match="is no date"):
            resolve(snapshot, "date", "yesterday")


class TestAnswers:
    def test_who_supplied_what(self, snapshot: Snapshot) -> None:
        rows = ask("who-supplied-what", {"recipient": "Ukraine"}, snapshot).records()
        assert [(r["supplier"], r["system"], r["status"], r["date"]) for r in rows] == [
            ("Germany", "IRIS-T SLM", "delivered", "2022-10-12"),
            ("Germany", "IRIS-T SLM", "delivered", "2022-10-13"),
            ("Germany", "Leopard 2A6", "announced", "2023-01-25"),
            ("Germany", "Leopard 2A6", "delivered", "2023-03-27"),
        ]
        assert rows[0]["quote"] == "Germany has delivered the first IRIS-T SLM to Ukraine."
        assert (rows[0]["title"], rows[0]["claimer"], rows[1]["claimer"]) == ("Title of a1", None, "DEU")

    @pytest.mark.parametrize(
        ("given", "count"),
        [
            ({}, 6), ({"system": "Leopard 2"}, 2), ({"system": "Leopard 2A6", "category": "tank"}, 2),
            ({"category": "uav", "status": "denied"}, 1), ({"supplier": "Iran", "recipient": "Ukraine"}, 0),
            ({"category": "battle tanks"}, 2), ({"supplier": "NATO"}, 0),
        ],
    )  # fmt: skip
    def test_filters(self, snapshot: Snapshot, given: dict[str, str], count: int) -> None:
        assert len(ask("who-supplied-what", given, snapshot).rows) == count

    def test_air_defence_before(self, snapshot: Snapshot) -> None:
        rows = ask("air-defence-before", {}, snapshot).records()
        assert [(r["supplier"], r["date"]) for r in rows] == [("Germany", "2022-10-11"), ("Germany", "2022-10-13")]
        assert len(ask("air-defence-before", {"date": "2022-10-12"}, snapshot).rows) == 1

    def test_how_many_counts_nothing_twice(self, snapshot: Snapshot) -> None:
        rows = ask("how-many-delivered", {"supplier": "DEU", "system": "IRIS-T SLM"}, snapshot).records()
        assert [(r["source"], r["minimum"], r["maximum"], r["claims"]) for r in rows] == [
            ("Daily", 1, 1, 1),
            ("Weekly", 1, 1, 1),
        ]

    def test_single_source(self, snapshot: Snapshot) -> None:
        rows = ask("single-source", {}, snapshot).records()
        assert [(r["system"], r["reason"], r["claims"]) for r in rows] == [
            ("Leopard 2A6", "one source", 2),
            ("Shahed-136", "one source", 1),
        ]
        assert all(r["quote"] for r in rows)

    def test_own_word_against_others(self, snapshot: Snapshot) -> None:
        rows = ask("own-word-against-others", {"government": "Iran"}, snapshot).records()
        assert [(r["voice"], r["status"]) for r in rows] == [("others", "delivered"), ("own word", "denied")]
        rows = ask("own-word-against-others", {"government": "Germany", "category": "tank"}, snapshot).records()
        assert [(r["voice"], r["date"]) for r in rows] == [("others", "2023-03-27"), ("own word", "2023-01-25")]

    def test_denied(self, snapshot: Snapshot) -> None:
        (row,) = ask("denied", {}, snapshot).records()
        assert (row["supplier"], row["denied_by"]) == ("Iran", "Iran")
        assert row["quote"] == "Iran denies supplying Shahed-136 drones to Russia."

    def test_office_holder(self, snapshot: Snapshot) -> None:
        def holders(date: str) -> list[tuple[object, object]]:
            given = {"role": "defence-minister", "of": "DEU", "date": date}
            return [(r["basis"], r["person"]) for r in ask("office-holder", given, snapshot).records()]

        lambrecht, pistorius = ("office table", "Christine Lambrecht"), ("office table", "Boris Pistorius")
        assert holders("2022-10-01") == [("document", "Christine Lambrecht"), lambrecht]
        assert holders("2022-03-01") == [lambrecht]
        assert sorted(holders("2023-01-19")) == [pistorius, lambrecht]
        assert holders("2024-06-01") == [pistorius]
        assert holders("2019-06-01") == []

    def test_linked_to_person(self, snapshot: Snapshot) -> None:
        rows = ask("linked-to-person", {"person": "Boris Pistorius"}, snapshot).records()
        links = {(r["relation"], r["linked"]) for r in rows}
        assert ("defence-minister", "Germany") in links
        assert ("named in the same document", "Jane Doe") in links
        assert ("same transfer", "Ukraine") in links
        assert not any(r["linked"] == "Boris Pistorius" for r in rows)

    def test_deployments(self, snapshot: Snapshot) -> None:
        (row,) = ask("deployments", {"place": "Ukraine"}, snapshot).records()
        assert (row["actor"], row["deployed"], row["quantity"]) == ("Russia", "Shahed-136", "dozens")
        assert ask("deployments", {"actor": "Germany"}, snapshot).rows == ()
