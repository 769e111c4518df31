"""Writes ``vocabulary.py`` from the ontology: ``python -m kg.graph.generate``.

Every term that ``ontology/conflict.ttl`` defines or declares becomes a constant of its namespace's class.
"""

from __future__ import annotations

import re
from pathlib import Path

from rdflib import OWL, RDF, RDFS, Graph, URIRef

from kg import resources
from kg.graph.iris import ROOT

TARGET = Path(__file__).with_name("vocabulary.py")
OWN = ROOT + "ontology#"
KINDS = (OWL.Class, OWL.ObjectProperty, OWL.DatatypeProperty, OWL.AnnotationProperty)
HEADER = '''"""IRIs of the ontology's terms. Generated from ontology/conflict.ttl by kg.graph.generate: do not edit."""

# ruff: noqa: N815  (terms keep the camelCase of the ontology)

from typing import Final

from rdflib import URIRef
'''


def source() -> str:
    """The Python source of ``vocabulary.py``."""
    graph = Graph().parse(data=resources.text("ontology/conflict.ttl"), format="turtle")
    prefixes = {str(namespace): prefix for prefix, namespace in graph.namespaces()}
    terms: dict[str, set[str]] = {}
    for kind in KINDS:
        for term in graph.subjects(RDF.type, kind):
            namespace = str(graph.value(term, RDFS.isDefinedBy) or OWN)
            terms.setdefault(namespace, set()).add(str(term).removeprefix(namespace))
    blocks = (block(prefixes[namespace], namespace, names) for namespace, names in sorted(terms.items()))
    return HEADER + "".join(blocks) + table({prefix: namespace for namespace, prefix in prefixes.items()})


def block(prefix: str, namespace: str, names: set[str]) -> str:
    """The class that holds the terms of one namespace."""
    lines = [f'class {prefix.upper()}:\n    """Terms of <{namespace}>."""\n']
    lines += [f'    {name}: Final = URIRef("{URIRef(namespace + name)}")' for name in sorted(names)]
    return "\n\n" + "\n".join(lines) + "\n"


def table(namespaces: dict[str, str]) -> str:
    """The dictionary of the ontology's own prefixes, for those who write Turtle or SPARQL."""
    lines = [f'    "{prefix}": "{namespaces[prefix]}",' for prefix in sorted(declared() & set(namespaces))]
    return "\n\nPREFIXES: Final = {\n" + "\n".join(lines) + '\n}\n"""Namespaces by prefix."""\n'


def declared() -> set[str]:
    """The prefixes that the ontology's file declares; rdflib adds others of its own."""
    return set(re.findall(r"^@prefix (\w+):", resources.text("ontology/conflict.ttl"), re.MULTILINE))


if __name__ == "__main__":
    TARGET.write_text(source(), encoding="utf-8", newline="\n")
