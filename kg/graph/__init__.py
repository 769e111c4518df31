"""Claims become RDF under the conflict ontology, with deterministic IRIs."""
