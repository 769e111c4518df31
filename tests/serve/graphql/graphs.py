"""The sample graphs, and one document for each hostile string: it is title, source, words, rule and a person's name."""

from functools import cache

from rdflib import RDF, Graph, Literal, URIRef

from tests.store import samples
from tests.store.samples import BASE, CK, DCTERMS, SKOS, Says

HOSTILE = (
    "'",
    "''",
    '"',
    '""',
    "`",
    "\\",
    "\\'",
    ";",
    "--",
    "/*",
    "*/",
    "%",
    "_",
    "%%",
    "*",
    "?",
    "??",
    "?1",
    ":a",
    "@a",
    "$a",
    "' OR 1=1 --",
    "'; DROP TABLE transfer; --",
    '" OR ""="',
    "1) OR (1=1",
    "' UNION SELECT * FROM meta --",
    "NULL",
    "null",
    "true",
    "0",
    "-1",
    "1e309",
    "NaN",
    "\x00",
    "a\x00b",
    "\t",
    "\n",
    "\r\n",
    "a\nb",
    "\u200b",
    "\ufeff",
    "\u202e",
    "é",
    "e\u0301",
    "ß",
    "SS",
    "İ",
    "ı",
    "ﬁ",
    "Ω",
    "北京",
    "😀",
    "👩‍👩‍👧",
    "\U0010ffff",
    "a-b",
    "a b",
    "A  B",
    "-",
    "- -",
    "NEAR(a b)",
    "a AND b",
    "a OR b",
    "NOT a",
    "title:a",
    "a*",
    "^a",
    "{a b}",
    "(a",
    "a)",
    '"a',
    "a + b",
    "../../etc/passwd",
    "<script>alert(1)</script>",
    "javascript:alert(1)",
    "{{7*7}}",
    "${x}",
    "=1+1",
    "state/DEU'",
    "state/",
    "/",
    "//",
    "x/y",
    "urn:x",
    "https://",
    "\\u0000",
    "\\x00",
    "x" * 5000,
    "Leopard",
    "Z̷̡a̵l̶g̸o̶",
)


def person(number: int) -> URIRef:
    return URIRef(f"{BASE}person/hostile-{number}")


@cache
def documents() -> dict[str, Graph]:
    found = dict(samples.DOCUMENTS)
    for number, text in enumerate(HOSTILE):
        key = f"h{number}"
        says = Says(
            f"Before {text} after.",
            {"supplier": f"~person/hostile-{number}", "recipient": "state/UKR", "claimer": f"~person/hostile-{number}"},
            "announced",
            quantity=(number, None, text),
            words={"supplier": text},
            time=("2020-01-01", "2020-12-31") if number % 2 else None,
        )
        graph = samples.document(key, f"2024-01-{number % 28 + 1:02}", [says], source=text, title=text)
        node = person(number)
        graph.remove((node, SKOS.prefLabel, None))
        graph += [
            (node, SKOS.prefLabel, Literal(text, lang="en")),
            (node, SKOS.altLabel, Literal(text + text, lang="de")),
        ]
        (claim,) = graph.subjects(RDF.type, CK.TransferClaim)
        graph.add((claim, CK.rule, Literal(text)))
        found[key] = graph
    return found


reference = samples.reference


@cache
def everything() -> Graph:
    """All graphs as one."""
    union = Graph()
    union += reference()
    for graph in documents().values():
        union += graph
    return union


def short(node: object) -> str:
    """The id of a node as GraphQL has it."""
    return str(node).removeprefix(BASE).removeprefix("https://w3id.org/conflict-kg/")


def claims() -> list[URIRef]:
    return sorted(everything().subjects(RDF.type, CK.TransferClaim))


def text_of(claim: URIRef, predicate: URIRef) -> str | None:
    value = everything().value(claim, predicate)
    return None if value is None else str(value)


__all__ = ["DCTERMS", "HOSTILE", "claims", "documents", "everything", "person", "reference", "short", "text_of"]
