"""GraphQL, SPARQL and a plain page over HTTP."""
