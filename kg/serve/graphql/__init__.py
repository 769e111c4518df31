"""GraphQL over the read model: schema, limits, HTTP endpoint and page."""
