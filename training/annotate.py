"""Turn sentences annotated in a compact text form into the gold format (JSON Lines).

usage: python training/annotate.py IN.txt OUT.jsonl

One item is a block, blocks are separated by blank lines:

    = 2023-05-04                                        the date of the report
    Germany will send 14 Leopard 2 tanks to Kyiv.       the text, one to five sentences, best one a line
    > Germany | Kyiv=UKR | Leopard 2 tanks @tank! | 14 : 14..14 | announced | -
    ~ …                                                 the same, but optional
    : states DEU UKR ; people ; organizations ; weapons Leopard 2

A transfer line holds supplier | recipient | system | quantity | status | claimer. Roles are words of the text
("-" for none), a state by its name (looked up in seeds/state_names.csv) or with "=KEY" after any other words for it;
actors that are no state stand alone. A system ends in "@category", with "!" after it for a designation.
A quantity is the words, then ":", then "min..max" with either side empty when not bounded ("dozens : ..").
The evidence is the line of the text that names the system; where several do, a seventh field says which (1, 2 …).
A block without ">" lines holds no transfer.
"""

from __future__ import annotations

import csv
import json
import sys
from pathlib import Path

TOP = Path(__file__).resolve().parent.parent
CATEGORIES = frozenset(
    [
        "tank",
        "armoured-vehicle",
        "artillery",
        "rocket-artillery",
        "combat-aircraft",
        "aircraft",
        "helicopter",
        "uav",
        "air-defence",
        "missile",
        "anti-tank",
        "ammunition",
        "bomb",
        "mine",
        "small-arms",
        "warship",
        "submarine",
        "sensor",
        "vehicle",
        "equipment",
        "generic",
    ]
)
STATUSES = frozenset(
    ["requested", "considered", "announced", "approved", "ordered", "delivered", "refused", "suspended", "denied"]
)


def state_keys(lang: str) -> dict[str, str]:
    keys = {}
    with (TOP / "seeds/state_names.csv").open(encoding="utf-8") as file:
        for row in csv.DictReader(file):
            if row["lang"] == lang:
                stem = row["form"].rstrip("~")
                for end in ("", "e", "em", "en", "er", "es") if row["form"].endswith("~") else ("",):
                    keys[stem + end] = row["key"]
    return keys


def state_labels() -> dict[str, list[str]]:
    with (TOP / "seeds/states.csv").open(encoding="utf-8") as file:
        return {row["key"]: [row["name_en"], row["name_de"]] for row in csv.DictReader(file)}


def require(words: str, text: str) -> str:
    if words not in text:
        raise ValueError(f"not in the text: {words!r}")
    return words


def actor(field: str, text: str, keys: dict[str, str], labels: dict[str, list[str]]) -> dict | None:
    if field == "-":
        return None
    words, _, key = field.partition("=")
    key = key or keys.get(words.strip(), "")
    names = [require(words.strip(), text), *labels.get(key, [])]
    return {"key": key or None, "names": list(dict.fromkeys(names))}


def system(field: str, text: str) -> dict | None:
    if field == "-":
        return None
    words, at, category = field.rpartition("@")
    named = category.endswith("!")
    category = category.rstrip("!").strip()
    if not at or category not in CATEGORIES:
        raise ValueError(f"system needs @category: {field!r}")
    return {"names": [require(words.strip(), text)], "category": category, "named": named}


def number(text: str) -> float | int | None:
    if not text.strip():
        return None
    value = float(text)
    return int(value) if value.is_integer() else value


def quantity(field: str, text: str) -> dict | None:
    if field == "-":
        return None
    words, colon, bounds = field.rpartition(":")
    low, dots, high = bounds.partition("..")
    if not colon or not dots:
        raise ValueError(f"quantity needs 'words : min..max': {field!r}")
    return {"min": number(low), "max": number(high), "text": require(words.strip(), text)}


def evidence(words: str, which: str | None, sentences: list[str]) -> str:
    if which:
        return sentences[int(which) - 1]
    holding = [sentence for sentence in sentences if words in sentence]
    if len(holding) > 1:
        raise ValueError(f"{words!r} is in {len(holding)} lines: say which in a seventh field")
    return holding[0] if holding else " ".join(sentences)


def transfer(line: str, sentences: list[str], keys: dict[str, str], labels: dict[str, list[str]]) -> dict:
    text = " ".join(sentences)
    fields = [field.strip() for field in line[1:].split("|")]
    if len(fields) not in (6, 7):
        raise ValueError(f"six or seven fields, not {len(fields)}: {line!r}")
    if fields[4] not in STATUSES:
        raise ValueError(f"status {fields[4]!r}")
    record = {
        "supplier": actor(fields[0], text, keys, labels),
        "recipient": actor(fields[1], text, keys, labels),
        "system": system(fields[2], text),
        "quantity": quantity(fields[3], text),
        "status": fields[4],
        "claimer": None if fields[5] == "-" else fields[5],
        "optional": line[0] == "~",
        "evidence": evidence(fields[2].rpartition("@")[0].strip(), fields[6] if fields[6:] else None, sentences),
    }
    if sum(record[role] is not None for role in ("supplier", "recipient", "system")) < 2:
        raise ValueError(f"fewer than two roles: {line!r}")
    return record


def entities(line: str, text: str) -> dict[str, list[str]]:
    found = {}
    for part in line[1:].split(";"):
        kind, _, rest = part.strip().partition(" ")
        if kind not in ("states", "people", "organizations", "weapons"):
            raise ValueError(f"entity kind {kind!r}")
        names = rest.split() if kind == "states" else [n.strip() for n in rest.split(",") if n.strip()]
        found[kind] = names if kind == "states" else [require(n, text) for n in names]
    return found


def item(block: list[str], ident: str, lang: str, keys: dict[str, str], labels: dict[str, list[str]]) -> dict:
    date = block[0].lstrip("= ").strip()
    sentences = [line for line in block[1:] if line[0] not in ">~:"]
    rest, text = block[1 + len(sentences) :], " ".join(sentences)
    if not sentences or any(line[0] not in ">~:" for line in rest):
        raise ValueError("the text must stand between the date and the records")
    record: dict = {"id": ident, "lang": lang, "date": date or None, "source": "written for kg", "text": text}
    record["transfers"] = [transfer(line, sentences, keys, labels) for line in rest if line[0] in ">~"]
    found = [entities(line, text) for line in rest if line[0] == ":"]
    record |= {
        kind: (found[0] if found else {}).get(kind, []) for kind in ("states", "people", "organizations", "weapons")
    }
    return record


def main(source: Path, target: Path) -> int:
    lang = source.name[:2]
    keys, labels, bad = state_keys(lang), state_labels(), 0
    blocks: list[list[str]] = [[]]
    for line in source.read_text(encoding="utf-8").splitlines():
        if line.strip():
            blocks[-1].append(line.strip())
        elif blocks[-1]:
            blocks.append([])
    with target.open("w", encoding="utf-8") as out:
        for n, block in enumerate((b for b in blocks if b), 1):
            try:
                record = item(block, f"{source.stem}-{n:03}", lang, keys, labels)
                out.write(json.dumps(record, ensure_ascii=False) + "\n")
            except (ValueError, IndexError) as error:
                bad += 1
                print(f"{source}: block {n}: {error}", file=sys.stderr)
    return 1 if bad else 0


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1]), Path(sys.argv[2])))
