"""Deterministic IRIs: the same document, words and settings always get the same names.

Reference entities live below ``ROOT``, documents and what is made from them below the setting ``base_iri``.
"""

from __future__ import annotations

import hashlib
from urllib.parse import quote

from rdflib import URIRef

ROOT = "https://w3id.org/conflict-kg/"
REFERENCE_GRAPH = URIRef(ROOT + "reference")
DERIVED_GRAPH = URIRef(ROOT + "derived")


def path(identifier: str) -> str:
    """Percent-encoded identifier, slashes kept: safe as the end of an IRI (RFC 3987)."""
    return quote(identifier, safe="/", errors="surrogatepass")


def digest(*parts: object) -> str:
    """20 hex digits (80 bits) over the parts in their order."""
    joined = "\x1f".join(map(str, parts))
    return hashlib.sha256(joined.encode("utf-8", "surrogatepass")).hexdigest()[:20]


def reference_iri(identifier: str) -> URIRef:
    """IRI of a reference entity, by its id: ``"state/DEU"``."""
    return URIRef(ROOT + path(identifier))


def graph_iri(base: str, document_id: str) -> URIRef:
    """IRI of the named graph that holds everything read from a document."""
    return URIRef(f"{base}graph/{path(document_id)}")


def document_iri(base: str, document_id: str) -> URIRef:
    """IRI of the document itself."""
    return URIRef(f"{base}document/{path(document_id)}")
