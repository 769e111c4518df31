"""Graphs as the graph stage makes them, written by hand: a small reference graph and documents with claims."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field

from rdflib import RDF, XSD, Graph, Literal, Namespace, URIRef

BASE = "https://example.org/kg/"
CONFIGURATION = "c0ffee"
CK = Namespace("https://w3id.org/conflict-kg/ontology#")
KG = Namespace("https://w3id.org/conflict-kg/")
OA = Namespace("http://www.w3.org/ns/oa#")
PROV = Namespace("http://www.w3.org/ns/prov#")
SCHEMA = Namespace("https://schema.org/")
DCTERMS = Namespace("http://purl.org/dc/terms/")
SKOS = Namespace("http://www.w3.org/2004/02/skos/core#")

REFERENCE = """
@prefix ck: <https://w3id.org/conflict-kg/ontology#> .
@prefix kg: <https://w3id.org/conflict-kg/> .
@prefix category: <https://w3id.org/conflict-kg/category/> .
@prefix status: <https://w3id.org/conflict-kg/status/> .
@prefix role: <https://w3id.org/conflict-kg/role/> .
@prefix state: <https://w3id.org/conflict-kg/state/> .
@prefix system: <https://w3id.org/conflict-kg/system/> .
@prefix person: <https://w3id.org/conflict-kg/person/> .
@prefix office: <https://w3id.org/conflict-kg/office/> .
@prefix org: <https://w3id.org/conflict-kg/organization/> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .

state:DEU a ck:State ; ck:alpha3 "DEU" ; skos:prefLabel "Germany"@en, "Deutschland"@de ; skos:altLabel "Berlin"@en .
state:UKR a ck:State ; ck:alpha3 "UKR" ; skos:prefLabel "Ukraine"@en, "Ukraine"@de ; skos:altLabel "Kyiv"@en .
state:USA a ck:State ; ck:alpha3 "USA" ; skos:prefLabel "United States"@en, "Vereinigte Staaten"@de ;
    skos:altLabel "Washington"@en, "America"@en .
state:IRN a ck:State ; ck:alpha3 "IRN" ; skos:prefLabel "Iran"@en, "Iran"@de .
state:RUS a ck:State ; ck:alpha3 "RUS" ; skos:prefLabel "Russia"@en, "Russland"@de .
state:COG a ck:State ; ck:alpha3 "COG" ; skos:prefLabel "Republic of the Congo"@en ; skos:altLabel "Congo"@en .
state:COD a ck:State ; ck:alpha3 "COD" ; skos:prefLabel "DR Congo"@en ; skos:altLabel "Congo"@en .
org:nato a ck:Organization ; skos:prefLabel "NATO"@en .
person:boris-pistorius a ck:Person ; ck:actsFor state:DEU ; skos:prefLabel "Boris Pistorius"@en, "Boris Pistorius"@de .
person:christine-lambrecht a ck:Person ; ck:actsFor state:DEU ; skos:prefLabel "Christine Lambrecht"@en .
category:tank a skos:Concept, ck:Category ; skos:prefLabel "battle tanks"@en, "Kampfpanzer"@de ; skos:notation "tank" .
category:air-defence a skos:Concept, ck:Category ; skos:prefLabel "air defence"@en, "Flugabwehr"@de ;
    skos:notation "air-defence" .
category:uav a skos:Concept, ck:Category ; skos:prefLabel "drones"@en, "Drohnen"@de ; skos:notation "uav" .
system:leopard-2 a ck:WeaponSystem ; skos:prefLabel "Leopard 2"@en ; skos:broader category:tank .
system:leopard-2a6 a ck:WeaponSystem ; skos:prefLabel "Leopard 2A6"@en ; skos:broader system:leopard-2 .
system:iris-t-slm a ck:WeaponSystem ; skos:prefLabel "IRIS-T SLM"@en ; skos:altLabel "Iris-T"@en ;
    skos:broader category:air-defence .
system:shahed-136 a ck:WeaponSystem ; skos:prefLabel "Shahed-136"@en ; skos:broader category:uav .
status:announced a skos:Concept, ck:Status ; skos:notation "announced" ; skos:prefLabel "announced"@en, "zugesagt"@de ;
    ck:rank 3 .
status:delivered a skos:Concept, ck:Status ; skos:notation "delivered" ; skos:prefLabel "delivered"@en, "geliefert"@de ;
    ck:rank 6 .
status:denied a skos:Concept, ck:Status ; skos:notation "denied" ; skos:prefLabel "denied"@en ; ck:rank 9 .
role:defence-minister a skos:Concept, ck:Role ; skos:prefLabel "defence minister"@en ;
    skos:notation "defence-minister" .
office:1 a ck:OfficeTerm ; ck:person person:christine-lambrecht ; ck:role role:defence-minister ;
    ck:officeOf state:DEU ; ck:start "2021-12-08"^^xsd:date ; ck:end "2023-01-19"^^xsd:date .
office:2 a ck:OfficeTerm ; ck:person person:boris-pistorius ; ck:role role:defence-minister ;
    ck:officeOf state:DEU ; ck:start "2023-01-19"^^xsd:date .
"""


def reference() -> Graph:
    return Graph().parse(data=REFERENCE, format="turtle")


@dataclass(frozen=True)
class Says:
    """One claim of a document: ``roles`` maps a property of the contract ("supplier") to an id ("state/DEU")."""

    quote: str
    roles: dict[str, str]
    status: str | None = None
    kind: str = "TransferClaim"
    quantity: tuple[int | None, int | None, str] | None = None
    time: tuple[str, str] | None = None
    words: dict[str, str] = field(default_factory=dict)
    category: str | None = None


def iri(identifier: str) -> URIRef:
    """Ids of the reference graph stand below KG, ids that start with "~" below BASE."""
    return URIRef(BASE + identifier[1:]) if identifier.startswith("~") else KG[identifier]


def sha256(document_id: str, text: str) -> str:
    return hashlib.sha256(f"{document_id}\0{text}".encode()).hexdigest()


def document(
    identifier: str, date: str, says: list[Says], *, source: str = "Daily", title: str | None = None, text: str = ""
) -> Graph:
    """The graph of one document, as contract has it."""
    g = Graph()
    doc, run = URIRef(f"{BASE}document/{identifier}"), URIRef(f"{BASE}run/1")
    text = text or " ".join(s.quote for s in says) or "Nothing."
    g += [
        (doc, RDF.type, CK.Document), (doc, RDF.type, SCHEMA.NewsArticle),
        (doc, DCTERMS.identifier, Literal(identifier)),
        (doc, DCTERMS.title, Literal(title or f"Title of {identifier}")),
        (doc, DCTERMS.source, Literal(source)), (doc, DCTERMS.language, Literal("en")),
        (doc, SCHEMA.url, Literal(f"https://news.example/{identifier}", datatype=XSD.anyURI)),
        (doc, SCHEMA.datePublished, Literal(date, datatype=XSD.date)),
        (doc, CK.sha256, Literal(sha256(identifier, text))), (doc, SCHEMA.text, Literal(text)),
        (run, RDF.type, PROV.Activity), (run, CK.softwareVersion, Literal("0")),
        (run, CK.configurationHash, Literal(CONFIGURATION)), (doc, PROV.wasGeneratedBy, run),
    ]  # fmt: skip
    for number, claim in enumerate(says):
        _claim(g, doc, run, key=f"{identifier}-{number}", date=date, text=text, says=claim)
    return g


def _claim(g: Graph, doc: URIRef, run: URIRef, *, key: str, date: str, text: str, says: Says) -> None:
    node = URIRef(f"{BASE}claim/{key}")
    g += [
        (node, RDF.type, CK.Claim), (node, RDF.type, CK[says.kind]), (node, PROV.wasDerivedFrom, doc),
        (node, PROV.wasGeneratedBy, run), (node, CK.confidence, Literal("0.875", datatype=XSD.decimal)),
        (node, CK.claimDate, Literal(date, datatype=XSD.date)),
    ]  # fmt: skip
    if says.status:
        g.add((node, CK.status, KG[f"status/{says.status}"]))
    if says.category:
        g.add((node, CK.category, KG[f"category/{says.category}"]))
    for role, identifier in says.roles.items():
        g.add((node, CK[role], iri(identifier)))
        g.add((doc, SCHEMA.mentions, iri(identifier)))
        g.add((node, CK[f"{role}Words"], Literal(says.words.get(role, identifier.rpartition("/")[2]))))
        if identifier.startswith("~person/"):
            g.add((iri(identifier), RDF.type, CK.Person))
            g.add((iri(identifier), SKOS.prefLabel, Literal(identifier[8:].replace("-", " ").title(), lang="en")))
    if says.quantity:
        _quantity(g, node, key, says.quantity)
    if says.time:
        span = URIRef(f"{BASE}time/{key}")
        g += [(node, CK.time, span), (span, RDF.type, CK.TimeSpan)]
        g += [
            (span, p, Literal(d, datatype=XSD.date)) for p, d in zip((CK.earliest, CK.latest), says.time, strict=True)
        ]
    _evidence(g, node, doc, key=key, text=text, quote=says.quote)


def _quantity(g: Graph, node: URIRef, key: str, quantity: tuple[int | None, int | None, str]) -> None:
    amount = URIRef(f"{BASE}quantity/{key}")
    g += [(node, CK.quantity, amount), (amount, RDF.type, CK.Quantity), (amount, CK.words, Literal(quantity[2]))]
    for predicate, value in zip((SCHEMA.minValue, SCHEMA.maxValue), quantity[:2], strict=True):
        if value is not None:
            g.add((amount, predicate, Literal(value)))


def _evidence(g: Graph, node: URIRef, doc: URIRef, *, key: str, text: str, quote: str) -> None:
    target, position, words = (URIRef(f"{BASE}evidence/{key}{part}") for part in ("", "/position", "/quote"))
    start = text.index(quote)
    g += [
        (node, OA.hasTarget, target), (target, RDF.type, OA.SpecificResource), (target, OA.hasSource, doc),
        (target, OA.hasSelector, position), (target, OA.hasSelector, words),
        (position, RDF.type, OA.TextPositionSelector), (position, OA.start, Literal(start)),
        (position, OA.end, Literal(start + len(quote))),
        (words, RDF.type, OA.TextQuoteSelector), (words, OA.exact, Literal(quote)),
    ]  # fmt: skip


DOCUMENTS: dict[str, Graph] = {
    "a1": document("a1", "2022-10-12", [
        Says("Germany has delivered the first IRIS-T SLM to Ukraine.",
             {"supplier": "state/DEU", "recipient": "state/UKR", "system": "system/iris-t-slm"}, "delivered",
             quantity=(1, 1, "the first"), category="air-defence", time=("2022-10-11", "2022-10-11")),
        Says("Defence minister Christine Lambrecht spoke in Odesa.",
             {"person": "person/christine-lambrecht", "role": "role/defence-minister", "officeOf": "state/DEU"},
             kind="OfficeClaim"),
    ]),
    "a2": document("a2", "2022-10-13", [
        Says("Berlin handed over one IRIS-T, a German official said.",
             {"supplier": "state/DEU", "recipient": "state/UKR", "system": "system/iris-t-slm",
              "claimer": "state/DEU"}, "delivered", quantity=(1, 1, "one"), category="air-defence"),
    ], source="Weekly"),
    "a3": document("a3", "2023-01-25", [
        Says("Germany will send 14 Leopard 2A6 tanks to Ukraine, Pistorius said.",
             {"supplier": "state/DEU", "recipient": "state/UKR", "system": "system/leopard-2a6",
              "claimer": "person/boris-pistorius"}, "announced", quantity=(14, 14, "14"), category="tank"),
        Says("Jane Doe of a think tank doubted it.", {"person": "~person/jane-doe", "officeOf": "organization/nato"},
             kind="OfficeClaim"),
    ]),
    "a4": document("a4", "2023-03-27", [
        Says("Ukraine received 18 Leopard 2A6 tanks from Germany.",
             {"supplier": "state/DEU", "recipient": "state/UKR", "system": "system/leopard-2a6"}, "delivered",
             quantity=(18, 18, "18"), category="tank"),
    ]),
    "a5": document("a5", "2022-10-20", [
        Says("Iran denies supplying Shahed-136 drones to Russia.",
             {"supplier": "state/IRN", "recipient": "state/RUS", "system": "system/shahed-136",
              "claimer": "state/IRN"}, "denied", category="uav"),
        Says("Iran delivered Shahed-136 drones to Russia, Washington said.",
             {"supplier": "state/IRN", "recipient": "state/RUS", "system": "system/shahed-136",
              "claimer": "state/USA"}, "delivered", category="uav"),
        Says("Russia deployed dozens of Shahed-136 in Ukraine.",
             {"actor": "state/RUS", "deployed": "system/shahed-136", "place": "state/UKR"}, kind="DeploymentClaim",
             quantity=(None, None, "dozens")),
    ]),
}  # fmt: skip


def put_all(store: object, order: list[str] | None = None) -> None:
    """Fill a ``kg.store.Store`` with the reference graph and all documents."""
    store.load_reference(reference())
    for key in order or list(DOCUMENTS):
        graph = DOCUMENTS[key]
        (digest,) = graph.objects(URIRef(f"{BASE}document/{key}"), CK.sha256)
        store.put(key, str(digest), graph)
