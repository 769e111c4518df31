"""The prefixes that queries may use without declaring them, and that results are written with."""

PREFIXES = {
    "ck": "https://w3id.org/conflict-kg/ontology#",
    "state": "https://w3id.org/conflict-kg/state/",
    "organization": "https://w3id.org/conflict-kg/organization/",
    "person": "https://w3id.org/conflict-kg/person/",
    "system": "https://w3id.org/conflict-kg/system/",
    "category": "https://w3id.org/conflict-kg/category/",
    "status": "https://w3id.org/conflict-kg/status/",
    "role": "https://w3id.org/conflict-kg/role/",
    "dcterms": "http://purl.org/dc/terms/",
    "oa": "http://www.w3.org/ns/oa#",
    "org": "http://www.w3.org/ns/org#",
    "prov": "http://www.w3.org/ns/prov#",
    "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
    "rdfs": "http://www.w3.org/2000/01/rdf-schema#",
    "schema": "https://schema.org/",
    "skos": "http://www.w3.org/2004/02/skos/core#",
    "time": "http://www.w3.org/2006/time#",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
}


def prefixes(base_iri: str) -> dict[str, str]:
    """All prefixes for files written from a store: ``PREFIXES`` and those of its own namespaces."""
    own = ("document", "graph", "run", "claim", "evidence", "system-class")
    return PREFIXES | {name: f"{base_iri}{name}/" for name in own}
