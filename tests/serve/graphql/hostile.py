"""A thousand strings that have broken programs, always the same ones."""

import random
from collections.abc import Iterator
from functools import cache
from itertools import product

from tests.serve.graphql.graphs import HOSTILE

COUNT = 1_000

QUOTES = ("'", '"', "`", "''", '""', "\\'", '\\"', "´", "’", "«", "„", "'''", '"""')
TOKENS = {
    "sql": (
        " OR 1=1", "; DROP TABLE transfer", "UNION SELECT * FROM meta", "--", "/*", "*/", ")", "(",
        "IN (SELECT", "NULL", "ESCAPE '\\'", "||", "char(0)", "?", "?1", ":a", "@a", "$a", "x'00'", "GLOB '*'",
        "CAST(1 AS TEXT)",
    ),
    "fts5": (
        "NEAR(a b, 2)", "AND", "OR", "NOT", "title:", "{title body}:", "*", "^", "+", "-", "a*", '"a', "(a",
        "rank",
    ),
    "sparql": (
        "} UNION {", "?s ?p ?o", "<http://x>", "FILTER(1)", "#", "BIND(1 AS ?x)", "SERVICE <http://x> {}",
        "ck:x", "'''", "@en", "^^xsd:int", "\\u0027", "DROP ALL", ".",
    ),
    "regex": (
        ".*", "^(a+)+$", "[", "[a-z]", "(?i)", "\\d+", "\\p{L}", "$", "|", "a{2,}", "(?=", "\\",
    ),
    "like": (
        "%", "_", "%_%", "[%]", "\\%", "\\_", "%%",
    ),
    "graphql": (
        "{eq: 1}", "}) {id}", "$v", "null", "true", "[", "]", "...F", "@skip(if: true)", "#", "\\u{41}", ",",
    ),
    "text": (
        "<script>", "javascript:", "=1+1", "${x}", "{{7*7}}", "../", "%00", "%27", "\\x00", "&amp;", "\\n",
        "//", "/", "state/DEU", "person/hostile-3", "1e309", "NaN", "-0", "0x10", "2022-01-01", "Leopard 2",
        "Ukraine",
    ),
}  # fmt: skip
UNICODE = (
    "é", "é", "ß", "ẞ", "İ", "ı", "ſ", "K", "Å", "Å", "ﬁ", "ǆ", "Ω", "σς", "北京", "한글", "ｱ", "ア", "Ⅷ", "²", "٣",
    "ؤ", "שָׁ", "\u200b", "\u200d", "\u200e", "\u202e", "\u2066", "\ufeff", "�", "\ufffe", "\u2028", "\u2029",
    "\u00a0", "\u00ad", "ͅ", "ẞ", "😀", "👩\u200d👩\u200d👧", "🇩🇪", "\U000e0041", "\U0010ffff", "\ue000", "𝔘",
    "Z̷̡", "ｆｕｌｌ",
)  # fmt: skip
CONTROL = tuple(map(chr, [*range(0x20), *range(0x7F, 0xA0)]))


def _made(chance: random.Random) -> Iterator[str]:
    """Strings without end: first each part alone and in quotes, then long ones, then mixtures."""
    parts = [token for tokens in TOKENS.values() for token in tokens] + list(UNICODE)
    yield from HOSTILE
    yield from parts
    yield from CONTROL
    yield from (f"{quote}{part}{quote}" for quote, part in product(QUOTES[:3], parts))
    yield from (f"a{control}b" for control in CONTROL)
    yield from (part * times for part, times in product(("a", "'", '"', "%", "(", "\\", "a ", "é", "😀"), (99, 5_000)))
    while True:
        group = chance.choice([*TOKENS.values(), UNICODE, CONTROL, QUOTES, parts])
        pieces = [chance.choice((*group, *QUOTES)) for _ in range(chance.randint(2, 6))]
        yield chance.choice(("", " ", "a")).join(pieces)


@cache
def strings() -> tuple[str, ...]:
    """All of them, no two alike."""
    found: dict[str, None] = {}
    for text in _made(random.Random(0)):
        found[text] = None
        if len(found) == COUNT:
            break
    return tuple(found)
