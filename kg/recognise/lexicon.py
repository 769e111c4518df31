"""The words of one language, read from ``seeds/lexicon/<lang>/``; nothing here knows any language itself."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import Any

from kg import resources
from kg.errors import UsageError

ADJECTIVE_ENDINGS = ("", "e", "em", "en", "er", "es")  # "ukrainisch~" in a table stands for all six


@dataclass(frozen=True)
class Organ:
    """A common noun that with a nationality names a state's organ: "air force", "Außenministerium"."""

    form: str
    named: bool  # whether the two together are an organization's name ("Ukrainian Air Force"), or only words
    stands_for_state: bool


@dataclass(frozen=True)
class Compound:
    """A German-style compound of materiel and transfer noun: "Waffenlieferungen" is Lieferung of Waffen."""

    form: str
    system: str
    category: str
    noun: str


@dataclass(frozen=True)
class Lexicon:
    """All word tables of a language. ``casefold`` says whether common nouns match in any case (English)."""

    lang: str
    casefold: bool
    classes: dict[str, str]  # form -> category
    compounds: dict[str, Compound]
    groups: frozenset[str]
    organs: dict[str, Organ]
    titles: dict[str, str]  # form -> role id
    numbers: dict[str, float | None]
    quantities: dict[str, Any]
    dates: dict[str, Any]
    months: dict[str, int]
    words: dict[str, Any]


def expand(form: str) -> list[str]:
    """A form of a table with its inflections: ``ukrainisch~`` gives six forms, every other one itself."""
    return [form[:-1] + ending for ending in ADJECTIVE_ENDINGS] if form.endswith("~") else [form]


def languages() -> list[str]:
    """The languages there is a lexicon for, sorted."""
    return sorted(entry.name for entry in resources.folder("seeds").joinpath("lexicon").iterdir() if entry.is_dir())


@cache
def lexicon(lang: str) -> Lexicon:
    """The lexicon of a language. Raises UsageError where there is none."""
    if lang not in languages():
        raise UsageError(lang, f"no lexicon for this language (have: {', '.join(languages())})")
    folder = f"seeds/lexicon/{lang}"
    words = resources.toml(f"{folder}/words.toml")
    casefold = bool(words["casefold"])

    def fold(form: str) -> str:
        return form.casefold() if casefold else form

    def rows(name: str) -> list[dict[str, str]]:
        return resources.table(f"{folder}/{name}.csv")

    return Lexicon(
        lang=lang,
        casefold=casefold,
        classes={fold(row["form"]): row["category"] for row in rows("classes")},
        compounds={
            row["form"]: Compound(row["form"], row["system"], row["category"], row["noun"]) for row in rows("compounds")
        },
        groups=frozenset(fold(row["form"]) for row in rows("groups")),
        organs={
            fold(row["form"]): Organ(row["form"], row["kind"] == "organization", row["stands_for_state"] == "yes")
            for row in rows("organs")
        },
        titles={row["form"]: row["role"] for row in rows("titles")},
        numbers={row["form"].casefold(): float(row["value"]) if row["value"] else None for row in rows("numbers")},
        quantities=resources.toml(f"{folder}/quantities.toml"),
        dates=resources.toml(f"{folder}/dates.toml"),
        months={row["form"].casefold(): int(row["month"]) for row in rows("months")},
        words=words,
    )
