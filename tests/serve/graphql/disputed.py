"""Documents beside the samples: re-exports, permissions, hedges, numbers and statuses that do not fit together."""

from __future__ import annotations

from rdflib import RDF, XSD, Graph, Literal, URIRef

from tests.store import samples
from tests.store.samples import BASE, CK, KG, SKOS, Says, document

IRIS, LEOPARD = "system/iris-t-slm", "system/leopard-2a6"


def reference() -> Graph:
    """The samples' reference data, with origins (of the family alone, or two of them) and more statuses."""
    graph = samples.reference()
    for rank, name in enumerate(("requested", "considered"), 1):
        status = KG[f"status/{name}"]
        graph += [
            (status, RDF.type, CK.Status), (status, SKOS.notation, Literal(name)), (status, CK["rank"], Literal(rank)),
        ]  # fmt: skip
    for system, state in (("leopard-2", "DEU"), ("shahed-136", "IRN"), ("iris-t-slm", "DEU"), ("iris-t-slm", "UKR")):
        graph.add((KG[f"system/{system}"], CK.origin, KG[f"state/{state}"]))
    works = KG["organization/works"]
    graph += [
        (works, RDF.type, CK.Organization), (works, SKOS.prefLabel, Literal("Works", lang="en")),
        (works, CK.country, KG["state/DEU"]),
    ]  # fmt: skip
    return graph


def says(supplier: str, system: str | None, status: str, quantity: tuple[int | None, int | None] | None = None,
         recipient: str | None = "state/UKR", **more: str) -> Says:  # fmt: skip
    """A claim whose quote is unlike all others."""
    roles = {"supplier": supplier, "recipient": recipient, "system": system, **more}
    named = {role: entity for role, entity in roles.items() if entity}
    quote = f"{' '.join(named.values())} {status} {quantity}."
    category = {IRIS: "air-defence", LEOPARD: "tank"}.get(system or "")
    return Says(quote, named, status, quantity=(*quantity, "some") if quantity else None, category=category)


def _with_confidence(graph: Graph, value: str) -> Graph:
    for claim in list(graph.subjects(RDF.type, CK.TransferClaim)):
        graph.set((claim, CK.confidence, Literal(value, datatype=XSD.decimal)))
    return graph


def _without_date(graph: Graph) -> Graph:
    graph.remove((None, CK.claimDate, None))
    return graph


DOCUMENTS: dict[str, Graph] = {
    "b1": document("b1", "2023-02-01", [
        says("state/USA", LEOPARD, "announced", (5, 10)),
        says("state/USA", LEOPARD, "announced", (12, None), authorizer="state/DEU"),
        says("organization/works", LEOPARD, "delivered", (1, 1)),
        says("person/boris-pistorius", LEOPARD, "delivered", (2, 2)),
        says("~person/jane-doe", LEOPARD, "requested"),
    ]),
    "b2": document("b2", "2023-02-03", [
        says("state/USA", LEOPARD, "denied"),
        says("state/DEU", LEOPARD, "delivered", (18, 20), authorizer="~person/jane-doe"),
        says("state/RUS", IRIS, "considered", recipient="state/IRN"),
        says("state/UKR", IRIS, "delivered", recipient=None),
        says("state/USA", None, "announced"),
    ], source="Weekly"),
    "b3": _with_confidence(document("b3", "2023-11-30", [
        says("state/DEU", LEOPARD, "announced", (None, 3)),
        says("state/RUS", LEOPARD, "denied", recipient="state/IRN"),
    ]), "0.5"),
    "b4": _with_confidence(document("b4", "2024-02-29", [
        says("state/DEU", IRIS, "delivered", (4, None)), says("organization/nato", IRIS, "announced"),
    ], source="Weekly"), "0.499"),
    "b5": _without_date(document("b5", "2024-03-01", [says("state/DEU", IRIS, "delivered", (2, 2))])),
}  # fmt: skip


def put_all(store: object) -> None:
    """Fill a ``kg.store.Store`` with the samples and these."""
    store.load_reference(reference())
    for key, graph in (samples.DOCUMENTS | DOCUMENTS).items():
        (digest,) = graph.objects(URIRef(f"{BASE}document/{key}"), CK.sha256)
        store.put(key, str(digest), graph)
