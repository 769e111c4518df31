"""Write the plainest sentences about transfers, which news seldom has but every reader tries first.

usage: python training/basics.py LANG OUT.txt        (compact form, for annotate.py)

Each line of ``training/basics/LANG.tsv`` is a pattern: status ("-" for no transfer), tab, sentence. {A} supplies, {B}
receives, {S} is a system, {N} a number. Each pattern is filled a few times, with other states and systems each time.
"""

from __future__ import annotations

import random
import sys
from pathlib import Path

FILLED = 3
STATES = {
    "en": (
        "Norway Peru Japan Egypt Poland Turkey India Iran Brazil "
        "Spain Kenya Greece Israel Chile Sweden Vietnam Morocco Italy "
        "Ukraine Canada Jordan Finland Serbia Mali Taiwan Algeria France Germany Pakistan Qatar"
    ),
    "de": (
        "Norwegen Peru Japan Ägypten Polen Indien Brasilien Spanien "
        "Kenia Griechenland Israel Chile Schweden Vietnam Marokko "
        "Italien Kanada Jordanien Finnland Serbien Mali Taiwan Algerien Frankreich Deutschland Pakistan Katar Russland"
    ),
}
SYSTEMS = {
    "en": (
        "tanks@tank|howitzers@artillery|drones@uav|"
        "fighter jets@combat-aircraft|helicopters@helicopter|rifles@small-arms|"
        "artillery shells@ammunition|armoured vehicles@armoured-vehicle|"
        "air defence systems@air-defence|missiles@missile|"
        "Leopard 2 tanks@tank!|F-16 fighter jets@combat-aircraft!|"
        "Bayraktar TB2 drones@uav!|frigates@warship|radars@sensor"
    ),
    "de": (
        "Panzer@tank|Haubitzen@artillery|Drohnen@uav|"
        "Kampfjets@combat-aircraft|Hubschrauber@helicopter|Gewehre@small-arms|"
        "Artilleriegranaten@ammunition|Luftabwehrsysteme@air-defence|Raketen@missile|Leopard-2-Panzer@tank!|"
        "Fregatten@warship|F-16-Kampfjets@combat-aircraft!|Bayraktar-Drohnen@uav!|Radare@sensor|Waffen@generic"
    ),
}
NUMBERS = {
    "en": {"six": 6, "12": 12, "40": 40, "two": 2, "150": 150},
    "de": {"sechs": 6, "12": 12, "40": 40, "zwei": 2},
}


def block(status: str, pattern: str, lang: str, draw: random.Random) -> str:
    """One item in the compact form."""
    a, b = draw.sample(STATES[lang].split(), 2)
    system, _, category = draw.choice(SYSTEMS[lang].split("|")).partition("@")
    words, number = draw.choice(list(NUMBERS[lang].items()))
    if pattern.startswith("{N}"):
        words = words.capitalize()
    elif pattern.startswith("{S}"):
        system = system[0].upper() + system[1:]
    text = pattern.format(A=a, B=b, S=system, N=words)
    date = f"{draw.randint(2004, 2026)}-{draw.randint(1, 12):02}-{draw.randint(1, 28):02}"
    lines = [f"= {date}", text]
    if status != "-":
        quantity = f"{words} : {number}..{number}" if "{N}" in pattern else "-"
        fillers = [x if mark in pattern else "-" for mark, x in (("{A}", a), ("{B}", b))]
        lines.append(" | ".join([f"> {fillers[0]}", fillers[1], f"{system} @{category}", quantity, status, "-"]))
    return "\n".join(lines) + "\n"


def main(lang: str, target: Path) -> int:
    draw = random.Random(lang)
    rows = (Path(__file__).parent / "basics" / f"{lang}.tsv").read_text(encoding="utf-8").splitlines()
    patterns = [row.split("\t") for row in rows if row]
    blocks = [block(status, pattern, lang, draw) for status, pattern in patterns for _ in range(FILLED)]
    target.write_text("\n".join(blocks), encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1], Path(sys.argv[2])))
