"""SPARQL 1.1 Protocol, Service Description and Graph Store HTTP Protocol over the store."""
