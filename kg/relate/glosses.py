"""English glosses of the words of another language, for an encoder that was pretrained on English.

Read word by word ("lehnt … ab" as "rejects … off"), a sentence keeps its order and its names, but its words mean
something to the encoder: what it has learned of English carries over. Tables: ``seeds/lexicon/<lang>/glosses.csv``
(form in lower case → English), ``[glosses]`` in ``words.toml`` for what inflects and links words.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cache

from kg import resources
from kg.recognise.lexicon import lexicon

SHORTEST = 4  # letters of a part of a compound, and of what an ending is taken off


class Glosses:
    """Glosses words by a table; other forms of a word by those in it, a compound by its parts.

    ``endings`` may take each other's place ("legitime", "legitimen"); ``links`` may stand between the parts of a
    compound ("Lieferung-s-stopp").
    """

    def __init__(self, table: Mapping[str, str], endings: Sequence[str], links: Sequence[str]) -> None:
        self._table, self._endings, self._links = table, ("", *endings), ("", *links)

    def __call__(self, word: str) -> str:
        """The English for a word; the word itself where the table knows neither it nor its parts."""
        parts = [part for part in word.split("-") if part] or [word]
        return " ".join(self._gloss(part.lower()) or part for part in parts)

    def _gloss(self, form: str) -> str | None:
        return self._table.get(form) or self._inflected(form) or self._compound(form)

    def _inflected(self, form: str) -> str | None:
        """The gloss of the same word with another ending, where the table has one."""
        stems = (form.removesuffix(ending) for ending in self._endings if form.endswith(ending))
        forms = (stem + ending for stem in stems if len(stem) >= SHORTEST for ending in self._endings)
        return next((self._table[other] for other in forms if other in self._table), None)

    def _compound(self, form: str) -> str | None:
        """The glosses of the parts of a compound; the longest last part wins."""
        for cut in range(SHORTEST, len(form) - SHORTEST + 1):
            last = self._table.get(form[cut:])
            if last and (first := self._first(form[:cut])):
                return f"{first} {last}"
        return None

    def _first(self, part: str) -> str | None:
        """The gloss of a part before others: the form, or the form without what links it to the next."""
        stems = (part.removesuffix(link) for link in self._links if part.endswith(link))
        return next((found for stem in stems if len(stem) >= SHORTEST and (found := self._gloss(stem))), None)


@cache
def glosses(lang: str) -> Glosses | None:
    """The glosses of a language; None where there are none and words are read as they are."""
    if not resources.folder("seeds").joinpath("lexicon", lang, "glosses.csv").is_file():
        return None
    table = {row["form"]: row["gloss"] for row in resources.table(f"seeds/lexicon/{lang}/glosses.csv")}
    forms = lexicon(lang).words["glosses"]
    return Glosses(table, forms["endings"], forms["links"])
