"""SPARQL 1.1 Protocol, Service Description and Graph Store HTTP Protocol over the store.

A result of more rows than the setting query_rows, or of more than 32 MB, is cut and says so: with the header
``X-KG-Truncated: true``, and in JSON also with ``"truncated": true`` in ``head``. Relative IRIs of queries and updates
are those of the store's data.
The default graph of a query that names none is all graphs together.
"""
