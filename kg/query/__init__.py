"""Named questions and ad-hoc SPARQL over the store."""
