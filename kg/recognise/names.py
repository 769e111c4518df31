"""Names from the reference tables: states, organizations, groups, people, systems."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

import pyoxigraph
from spacy.tokens import Doc

from kg import resources
from kg.claim import Entity, Kind
from kg.recognise.candidates import Candidate, unknown
from kg.recognise.gazetteer import Gazetteer
from kg.recognise.lexicon import Lexicon, expand

CK = "https://w3id.org/conflict-kg/ontology#"
SKOS = "http://www.w3.org/2004/02/skos/core#"
BASE = "https://w3id.org/conflict-kg/"


@dataclass(frozen=True, slots=True)
class Name:
    """A form that names an entity; ``form`` as in Mention; ``weak`` when the form has other meanings too."""

    words: str
    entity: Entity
    form: str = "name"
    priority: int = 0
    weak: bool = False


def aliases(row: dict[str, str]) -> list[str]:
    """The alias column of a table, split."""
    return [alias.strip() for alias in (row.get("aliases") or "").split("|") if alias.strip()]


@cache
def states() -> dict[str, Entity]:
    """Every state by alpha-3 code."""
    return {
        row["key"]: Entity(
            f"state/{row['key']}", Kind.STATE, row["name_en"], (row["name_en"], row["name_de"]), row["key"]
        )
        for row in resources.table("seeds/states.csv")
    }


def state_names(lang: str) -> Iterator[Name]:
    """Names, adjectives, demonyms, capitals and metonyms of states in one language."""
    for row in resources.table("seeds/state_names.csv"):
        if row["lang"] == lang and row["key"] in states():
            for form in expand(row["form"]):
                yield Name(form, states()[row["key"]], row["kind"], priority=5)


def organization_names() -> Iterator[Name]:
    """Organizations of seeds/organizations.csv; ``key`` is the state they act for."""
    for row in resources.table("seeds/organizations.csv"):
        names = tuple(dict.fromkeys([row["name_en"], row["name_de"] or row["name_en"], *aliases(row)]))
        entity = Entity(f"organization/{row['id']}", Kind.ORGANIZATION, row["name_en"], names, row["acts_for"] or None)
        special = row["kind"] if row["kind"] in ("media", "government") else None
        form = special or ("organ" if row["acts_for"] else "name")
        yield from (Name(name, entity, form, priority=4) for name in names)


def armed_group_names() -> Iterator[Name]:
    """Armed groups of seeds/armed_groups.csv."""
    for row in resources.table("seeds/armed_groups.csv"):
        names = tuple(dict.fromkeys([row["name_en"], row["name_de"] or row["name_en"], *aliases(row)]))
        entity = Entity(f"armed-group/{row['id']}", Kind.ARMED_GROUP, row["name_en"], names)
        yield from (Name(name, entity, priority=4) for name in names)


def person_names() -> Iterator[Name]:
    """People of seeds/people.csv; bare last names carry the form "lastname"."""
    for row in resources.table("seeds/people.csv"):
        plain = [name for name in aliases(row) if not name.startswith("lastname:")]
        names = tuple(dict.fromkeys([row["name_en"], row["name_de"] or row["name_en"], *plain]))
        entity = Entity(f"person/{row['id']}", Kind.PERSON, row["name_en"], names)
        yield from (Name(name, entity, priority=3) for name in names)
        for alias in aliases(row):
            if alias.startswith("lastname:"):
                yield Name(alias.removeprefix("lastname:"), entity, "lastname", priority=2)


@cache
def systems() -> dict[str, tuple[Entity, tuple[str, ...]]]:
    """Weapon systems of ontology/systems.ttl by id, each with its ambiguous labels."""
    labels: dict[str, list[str]] = defaultdict(list)
    weak: dict[str, list[str]] = defaultdict(list)
    preferred: dict[str, str] = {}
    category: dict[str, str] = {}
    data = resources.text("ontology/systems.ttl")
    for triple in pyoxigraph.parse(data, format=pyoxigraph.RdfFormat.TURTLE):
        subject = getattr(triple.subject, "value", "").removeprefix(BASE)
        predicate, value = triple.predicate.value, getattr(triple.object, "value", "")
        if not subject.startswith("system/") or subject == "system/":
            continue
        if predicate == SKOS + "prefLabel":
            labels[subject].insert(0, value)
            if getattr(triple.object, "language", "") == "en":
                preferred[subject] = value
        elif predicate == SKOS + "altLabel":
            labels[subject].append(value)
        elif predicate == CK + "ambiguousLabel":
            weak[subject].append(value)
        elif predicate == SKOS + "broader" and value.startswith(BASE + "category/"):
            category[subject] = value.removeprefix(BASE + "category/")
    return {
        key: (
            Entity(
                key,
                Kind.SYSTEM,
                preferred.get(key, names[0]),
                tuple(dict.fromkeys([*names, *weak[key]])),
                category=category.get(key),
            ),
            tuple(weak[key]),
        )
        for key, names in labels.items()
    }


def spellings(label: str, plural: str) -> set[str]:
    """Ways to write a designation: hyphen, space or nothing between letters and digits, and the plural."""
    variants = {label, label.replace("-", " "), label.replace("‑", "-")}
    variants |= {re.sub(r"(?<=[A-Za-z])[- ](?=\d)", joint, label) for joint in ("", "-", " ")}
    return variants | {variant + plural for variant in variants if not variant.endswith("s")}


def system_names(lexicon: Lexicon) -> Iterator[Name]:
    """Designations of weapon systems with their spelling variants."""
    taken: set[str] = set()
    for entity, weak in systems().values():
        for label in entity.names:
            for form in (label, *sorted(spellings(label, lexicon.words["plural"]) - {label})):
                if len(form) > 1 and form not in taken:
                    taken.add(form)
                    yield Name(form, entity, priority=3, weak=label in weak)


def class_names(lexicon: Lexicon) -> Iterator[Name]:
    """Class words ("anti-tank weapons"); their entity is built from the words that stand in the text."""
    for form, category in lexicon.classes.items():
        yield Name(form, Entity(category, Kind.SYSTEM_CLASS, form, category=category), "class", priority=1)


def group_names(lexicon: Lexicon) -> Iterator[Name]:
    """Forces and countries described in words ("rebels", "Western allies")."""
    for form in lexicon.groups:
        yield Name(form, Entity("group", Kind.GROUP, form), "group", priority=0)


def place_names(lang: str) -> Iterator[Name]:
    """Places inside states, for deployments."""
    for row in resources.table("seeds/places.csv"):
        if row["lang"] == lang:
            entity = Entity(
                f"place/{row['form'].casefold().replace(' ', '-')}",
                Kind.PLACE,
                row["form"],
                (row["form"],),
                row["state"] or None,
            )
            yield Name(row["form"], entity, "place", priority=2)


class NameFinder:
    """Finds every name of the tables in a tokenised text; overlapping finds are all returned."""

    def __init__(self, lexicon: Lexicon) -> None:
        proper = [
            *state_names(lexicon.lang),
            *organization_names(),
            *armed_group_names(),
            *person_names(),
            *system_names(lexicon),
            *place_names(lexicon.lang),
        ]
        common = [*class_names(lexicon), *group_names(lexicon)]
        self._proper = Gazetteer((name.words, name) for name in proper)
        self._common = Gazetteer(((name.words, name) for name in common), fold=lexicon.casefold)

    def __call__(self, doc: Doc) -> Iterator[Candidate]:
        """A candidate for each name that stands in the text and each entity that bears it."""
        for gazetteer in (self._proper, self._common):
            for start, end, name in gazetteer(doc):
                yield self._candidate(doc, start, end, name)

    @staticmethod
    def _candidate(doc: Doc, start: int, end: int, name: Name) -> Candidate:
        entity = name.entity
        if entity.kind in (Kind.SYSTEM_CLASS, Kind.GROUP):
            entity = unknown(entity.kind, doc[start:end].text, category=entity.category)
        return Candidate(start, end, entity, name.form, name.priority, name.weak)
