"""A small pipeline of the user's, made here, names what kg's tables and patterns do not."""

import json
from pathlib import Path

import pytest
import spacy

from kg.claim import Kind
from kg.config import load
from kg.document import Document
from kg.errors import ConfigError
from kg.recognise import Plugin, plugin, recognise
from kg.recognise.adapter import label_map
from tests.cli.conftest import Kg, complaint, kg

__all__ = ["kg"]  # the fixture

PATTERNS = {
    "en": [
        ("PERSON", "Zorblat Quimby"),
        ("PERSON", "President Xandor"),
        ("PERSON", "Ukraine"),
        ("ORG", "the Veltrano"),
        ("ORG", "Friends of Ukraine"),
        ("ORG", "NATO"),
        ("GPE", "UKRAINE"),
        ("GPE", "Gondolin"),
        ("FAC", "Blue Bridge"),
    ],
    "de": [("PER", "Zorblat Quimby"), ("ORG", "Veltrano"), ("LOC", "UKRAINE"), ("LOC", "Gondolin")],
}


@pytest.fixture(scope="module")
def folders(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """A pipeline on disk for each language."""
    made = {}
    for lang, patterns in PATTERNS.items():
        nlp = spacy.blank(lang)
        ruler = nlp.add_pipe("entity_ruler")
        ruler.add_patterns([{"label": label, "pattern": words} for label, words in patterns])
        made[lang] = tmp_path_factory.mktemp("plugin") / lang
        nlp.to_disk(made[lang])
    return made


def found(lang: str, text: str, extra: Plugin | None) -> list[tuple[str, str, str]]:
    mentions = recognise(Document("test", text, lang), extra).mentions
    return [(m.mention.words, m.entity.id, m.mention.form) for m in mentions]


def extra(folders: dict[str, Path], lang: str) -> Plugin:
    made = plugin(load(**{f"spacy_pipeline_{lang}": str(folders[lang])}), lang)
    assert made
    return made


CASES = [
    ("en", "Yesterday Zorblat Quimby spoke.", [("Zorblat Quimby", "person/zorblat-quimby", "pipeline")]),
    ("en", "They met the Veltrano there.", [("Veltrano", "organization/veltrano", "pipeline")]),
    ("en", "HELP FOR UKRAINE AGREED", [("UKRAINE", "state/UKR", "name")]),
    ("en", "Money for Friends of Ukraine arrived.",
     [("Friends of Ukraine", "organization/friends-of-ukraine", "pipeline")]),
    ("en", "They drove from Gondolin over the Blue Bridge.", []),
    ("de", "Gestern sprach Zorblat Quimby für Veltrano.",
     [("Zorblat Quimby", "person/zorblat-quimby", "pipeline"), ("Veltrano", "organization/veltrano", "pipeline")]),
    ("de", "HILFE FÜR UKRAINE AUS Gondolin", [("UKRAINE", "state/UKR", "name")]),
]  # fmt: skip


@pytest.mark.parametrize(("lang", "text", "mentions"), CASES)
def test_named_by_the_pipeline_alone(
    folders: dict[str, Path], lang: str, text: str, mentions: list[tuple[str, str, str]]
) -> None:
    assert found(lang, text, extra(folders, lang)) == mentions
    without = found(lang, text, None)
    assert not [m for m in without if m[2] == "pipeline"]
    assert not mentions or without != mentions


@pytest.mark.parametrize("text", ["Ukraine asked NATO for help.", "There President Xandor spoke."])
def test_what_kg_finds_goes_first(folders: dict[str, Path], text: str) -> None:
    assert found("en", text, extra(folders, "en")) == found("en", text, None) != []


def test_claims_rest_on_what_it_names(folders: dict[str, Path], kg: Kg, tmp_path: Path) -> None:
    article = {"id": "a", "text": "On Monday the Veltrano delivered 40 howitzers to Ukraine.", "lang": "en"}
    (tmp_path / "in.jsonl").write_text(json.dumps(article))
    before = json.loads(kg("extract", "in.jsonl", "--json").out)
    (tmp_path / "kg.toml").write_text(f"spacy_pipeline_en = {json.dumps(str(folders['en']))}\n")
    after = json.loads(kg("extract", "in.jsonl", "--json").out)
    suppliers = [[c["supplier"] and c["supplier"]["label"] for c in read["transfers"]] for read in (before, after)]
    assert "Veltrano" not in suppliers[0]
    assert suppliers[1] == ["Veltrano"]


def test_a_changed_setting_builds_anew(folders: dict[str, Path], kg: Kg, tmp_path: Path) -> None:
    (tmp_path / "in.jsonl").write_text(json.dumps({"id": "a", "text": "Yesterday Zorblat Quimby spoke.", "lang": "en"}))
    counts = [
        kg("build", "in.jsonl", *more).out.split(": ")[1]
        for more in (
            (),
            ("--set", f"spacy_pipeline_en={folders['en']}"),
            ("--set", f"spacy_pipeline_en={folders['en']}"),
        )
    ]
    assert counts == [
        "1 added, 0 replaced, 0 unchanged, 0 failed\n",
        "0 added, 1 replaced, 0 unchanged, 0 failed\n",
        "0 added, 0 replaced, 1 unchanged, 0 failed\n",
    ]
    assert "Zorblat Quimby" in kg("sparql", "SELECT ?name { ?p a ck:Person ; skos:prefLabel ?name }").out


def test_labels() -> None:
    assert plugin(load(), "en") is None
    assert label_map("PERSON=person, GPE = state,") == {"PERSON": Kind.PERSON, "GPE": Kind.STATE}
    default = label_map(load().label_map)
    assert {label: default[label].value for label in ("PERSON", "PER", "ORG", "GPE", "LOC", "NORP")} == {
        "PERSON": "person", "PER": "person", "ORG": "organization", "GPE": "state", "LOC": "state", "NORP": "state",
    }  # fmt: skip
    for wrong in ("PERSON", "PERSON=tank", "=person"):
        with pytest.raises(ConfigError, match="write LABEL=KIND"):
            label_map(wrong)


def test_bad_settings_are_one_line(kg: Kg, folders: dict[str, Path], tmp_path: Path) -> None:
    (tmp_path / "in.jsonl").write_text(json.dumps({"id": "a", "text": "Nothing.", "lang": "en"}))
    said = complaint(kg("extract", "in.jsonl", "--set", "spacy_pipeline_en=no/such"), 2)
    assert said.startswith("spacy_pipeline_en: no/such: ")
    broken = ("--set", f"spacy_pipeline_en={folders['en']}", "--set", "label_map=ORG=tank")
    assert complaint(kg("extract", "in.jsonl", *broken), 2).startswith("label_map: 'ORG=tank': write LABEL=KIND")
