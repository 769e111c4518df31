"""IRIs of the ontology's terms. Generated from ontology/conflict.ttl by kg.graph.generate: do not edit."""

# ruff: noqa: N815  (terms keep the camelCase of the ontology)

from typing import Final

from rdflib import URIRef


class DCTERMS:
    """Terms of <http://purl.org/dc/terms/>."""

    identifier: Final = URIRef("http://purl.org/dc/terms/identifier")
    language: Final = URIRef("http://purl.org/dc/terms/language")
    source: Final = URIRef("http://purl.org/dc/terms/source")
    title: Final = URIRef("http://purl.org/dc/terms/title")


class SKOS:
    """Terms of <http://www.w3.org/2004/02/skos/core#>."""

    Concept: Final = URIRef("http://www.w3.org/2004/02/skos/core#Concept")
    ConceptScheme: Final = URIRef("http://www.w3.org/2004/02/skos/core#ConceptScheme")
    altLabel: Final = URIRef("http://www.w3.org/2004/02/skos/core#altLabel")
    broader: Final = URIRef("http://www.w3.org/2004/02/skos/core#broader")
    inScheme: Final = URIRef("http://www.w3.org/2004/02/skos/core#inScheme")
    notation: Final = URIRef("http://www.w3.org/2004/02/skos/core#notation")
    prefLabel: Final = URIRef("http://www.w3.org/2004/02/skos/core#prefLabel")


class TIME:
    """Terms of <http://www.w3.org/2006/time#>."""

    ProperInterval: Final = URIRef("http://www.w3.org/2006/time#ProperInterval")


class OA:
    """Terms of <http://www.w3.org/ns/oa#>."""

    SpecificResource: Final = URIRef("http://www.w3.org/ns/oa#SpecificResource")
    TextPositionSelector: Final = URIRef("http://www.w3.org/ns/oa#TextPositionSelector")
    TextQuoteSelector: Final = URIRef("http://www.w3.org/ns/oa#TextQuoteSelector")
    end: Final = URIRef("http://www.w3.org/ns/oa#end")
    exact: Final = URIRef("http://www.w3.org/ns/oa#exact")
    hasSelector: Final = URIRef("http://www.w3.org/ns/oa#hasSelector")
    hasSource: Final = URIRef("http://www.w3.org/ns/oa#hasSource")
    hasTarget: Final = URIRef("http://www.w3.org/ns/oa#hasTarget")
    prefix: Final = URIRef("http://www.w3.org/ns/oa#prefix")
    start: Final = URIRef("http://www.w3.org/ns/oa#start")
    suffix: Final = URIRef("http://www.w3.org/ns/oa#suffix")


class ORG:
    """Terms of <http://www.w3.org/ns/org#>."""

    Membership: Final = URIRef("http://www.w3.org/ns/org#Membership")


class PROV:
    """Terms of <http://www.w3.org/ns/prov#>."""

    Activity: Final = URIRef("http://www.w3.org/ns/prov#Activity")
    wasDerivedFrom: Final = URIRef("http://www.w3.org/ns/prov#wasDerivedFrom")
    wasGeneratedBy: Final = URIRef("http://www.w3.org/ns/prov#wasGeneratedBy")


class SCHEMA:
    """Terms of <https://schema.org/>."""

    NewsArticle: Final = URIRef("https://schema.org/NewsArticle")
    QuantitativeValue: Final = URIRef("https://schema.org/QuantitativeValue")
    datePublished: Final = URIRef("https://schema.org/datePublished")
    maxValue: Final = URIRef("https://schema.org/maxValue")
    mentions: Final = URIRef("https://schema.org/mentions")
    minValue: Final = URIRef("https://schema.org/minValue")
    text: Final = URIRef("https://schema.org/text")
    url: Final = URIRef("https://schema.org/url")


class CK:
    """Terms of <https://w3id.org/conflict-kg/ontology#>."""

    Actor: Final = URIRef("https://w3id.org/conflict-kg/ontology#Actor")
    ArmedGroup: Final = URIRef("https://w3id.org/conflict-kg/ontology#ArmedGroup")
    Category: Final = URIRef("https://w3id.org/conflict-kg/ontology#Category")
    Claim: Final = URIRef("https://w3id.org/conflict-kg/ontology#Claim")
    Conflict: Final = URIRef("https://w3id.org/conflict-kg/ontology#Conflict")
    DeploymentClaim: Final = URIRef("https://w3id.org/conflict-kg/ontology#DeploymentClaim")
    Document: Final = URIRef("https://w3id.org/conflict-kg/ontology#Document")
    Event: Final = URIRef("https://w3id.org/conflict-kg/ontology#Event")
    Group: Final = URIRef("https://w3id.org/conflict-kg/ontology#Group")
    IdentityLink: Final = URIRef("https://w3id.org/conflict-kg/ontology#IdentityLink")
    Materiel: Final = URIRef("https://w3id.org/conflict-kg/ontology#Materiel")
    OfficeClaim: Final = URIRef("https://w3id.org/conflict-kg/ontology#OfficeClaim")
    OfficeTerm: Final = URIRef("https://w3id.org/conflict-kg/ontology#OfficeTerm")
    Organization: Final = URIRef("https://w3id.org/conflict-kg/ontology#Organization")
    Person: Final = URIRef("https://w3id.org/conflict-kg/ontology#Person")
    Place: Final = URIRef("https://w3id.org/conflict-kg/ontology#Place")
    Quantity: Final = URIRef("https://w3id.org/conflict-kg/ontology#Quantity")
    Role: Final = URIRef("https://w3id.org/conflict-kg/ontology#Role")
    SanctionClaim: Final = URIRef("https://w3id.org/conflict-kg/ontology#SanctionClaim")
    StanceClaim: Final = URIRef("https://w3id.org/conflict-kg/ontology#StanceClaim")
    State: Final = URIRef("https://w3id.org/conflict-kg/ontology#State")
    Status: Final = URIRef("https://w3id.org/conflict-kg/ontology#Status")
    TimeSpan: Final = URIRef("https://w3id.org/conflict-kg/ontology#TimeSpan")
    Transfer: Final = URIRef("https://w3id.org/conflict-kg/ontology#Transfer")
    TransferClaim: Final = URIRef("https://w3id.org/conflict-kg/ontology#TransferClaim")
    UseClaim: Final = URIRef("https://w3id.org/conflict-kg/ontology#UseClaim")
    WeaponClass: Final = URIRef("https://w3id.org/conflict-kg/ontology#WeaponClass")
    WeaponSystem: Final = URIRef("https://w3id.org/conflict-kg/ontology#WeaponSystem")
    about: Final = URIRef("https://w3id.org/conflict-kg/ontology#about")
    activeFrom: Final = URIRef("https://w3id.org/conflict-kg/ontology#activeFrom")
    activeTo: Final = URIRef("https://w3id.org/conflict-kg/ontology#activeTo")
    actor: Final = URIRef("https://w3id.org/conflict-kg/ontology#actor")
    actorWords: Final = URIRef("https://w3id.org/conflict-kg/ontology#actorWords")
    actsFor: Final = URIRef("https://w3id.org/conflict-kg/ontology#actsFor")
    actsForState: Final = URIRef("https://w3id.org/conflict-kg/ontology#actsForState")
    alpha2: Final = URIRef("https://w3id.org/conflict-kg/ontology#alpha2")
    alpha3: Final = URIRef("https://w3id.org/conflict-kg/ontology#alpha3")
    ambiguousLabel: Final = URIRef("https://w3id.org/conflict-kg/ontology#ambiguousLabel")
    authorizer: Final = URIRef("https://w3id.org/conflict-kg/ontology#authorizer")
    authorizerWords: Final = URIRef("https://w3id.org/conflict-kg/ontology#authorizerWords")
    between: Final = URIRef("https://w3id.org/conflict-kg/ontology#between")
    capital: Final = URIRef("https://w3id.org/conflict-kg/ontology#capital")
    category: Final = URIRef("https://w3id.org/conflict-kg/ontology#category")
    claimDate: Final = URIRef("https://w3id.org/conflict-kg/ontology#claimDate")
    claimer: Final = URIRef("https://w3id.org/conflict-kg/ontology#claimer")
    claimerWords: Final = URIRef("https://w3id.org/conflict-kg/ontology#claimerWords")
    confidence: Final = URIRef("https://w3id.org/conflict-kg/ontology#confidence")
    configurationHash: Final = URIRef("https://w3id.org/conflict-kg/ontology#configurationHash")
    continent: Final = URIRef("https://w3id.org/conflict-kg/ontology#continent")
    copyOf: Final = URIRef("https://w3id.org/conflict-kg/ontology#copyOf")
    country: Final = URIRef("https://w3id.org/conflict-kg/ontology#country")
    decidedBy: Final = URIRef("https://w3id.org/conflict-kg/ontology#decidedBy")
    deployed: Final = URIRef("https://w3id.org/conflict-kg/ontology#deployed")
    deployedWords: Final = URIRef("https://w3id.org/conflict-kg/ontology#deployedWords")
    disagreesOn: Final = URIRef("https://w3id.org/conflict-kg/ontology#disagreesOn")
    earliest: Final = URIRef("https://w3id.org/conflict-kg/ontology#earliest")
    end: Final = URIRef("https://w3id.org/conflict-kg/ontology#end")
    holder: Final = URIRef("https://w3id.org/conflict-kg/ontology#holder")
    judgement: Final = URIRef("https://w3id.org/conflict-kg/ontology#judgement")
    latest: Final = URIRef("https://w3id.org/conflict-kg/ontology#latest")
    left: Final = URIRef("https://w3id.org/conflict-kg/ontology#left")
    maker: Final = URIRef("https://w3id.org/conflict-kg/ontology#maker")
    officeOf: Final = URIRef("https://w3id.org/conflict-kg/ontology#officeOf")
    officeOfWords: Final = URIRef("https://w3id.org/conflict-kg/ontology#officeOfWords")
    organizationKind: Final = URIRef("https://w3id.org/conflict-kg/ontology#organizationKind")
    origin: Final = URIRef("https://w3id.org/conflict-kg/ontology#origin")
    person: Final = URIRef("https://w3id.org/conflict-kg/ontology#person")
    personWords: Final = URIRef("https://w3id.org/conflict-kg/ontology#personWords")
    place: Final = URIRef("https://w3id.org/conflict-kg/ontology#place")
    placeWords: Final = URIRef("https://w3id.org/conflict-kg/ontology#placeWords")
    precision: Final = URIRef("https://w3id.org/conflict-kg/ontology#precision")
    proposal: Final = URIRef("https://w3id.org/conflict-kg/ontology#proposal")
    quantity: Final = URIRef("https://w3id.org/conflict-kg/ontology#quantity")
    rank: Final = URIRef("https://w3id.org/conflict-kg/ontology#rank")
    recipient: Final = URIRef("https://w3id.org/conflict-kg/ontology#recipient")
    recipientWords: Final = URIRef("https://w3id.org/conflict-kg/ontology#recipientWords")
    right: Final = URIRef("https://w3id.org/conflict-kg/ontology#right")
    role: Final = URIRef("https://w3id.org/conflict-kg/ontology#role")
    rule: Final = URIRef("https://w3id.org/conflict-kg/ontology#rule")
    sanctioned: Final = URIRef("https://w3id.org/conflict-kg/ontology#sanctioned")
    sanctioner: Final = URIRef("https://w3id.org/conflict-kg/ontology#sanctioner")
    score: Final = URIRef("https://w3id.org/conflict-kg/ontology#score")
    sha256: Final = URIRef("https://w3id.org/conflict-kg/ontology#sha256")
    softwareVersion: Final = URIRef("https://w3id.org/conflict-kg/ontology#softwareVersion")
    stance: Final = URIRef("https://w3id.org/conflict-kg/ontology#stance")
    start: Final = URIRef("https://w3id.org/conflict-kg/ontology#start")
    status: Final = URIRef("https://w3id.org/conflict-kg/ontology#status")
    supplied: Final = URIRef("https://w3id.org/conflict-kg/ontology#supplied")
    supplier: Final = URIRef("https://w3id.org/conflict-kg/ontology#supplier")
    supplierWords: Final = URIRef("https://w3id.org/conflict-kg/ontology#supplierWords")
    system: Final = URIRef("https://w3id.org/conflict-kg/ontology#system")
    systemWords: Final = URIRef("https://w3id.org/conflict-kg/ontology#systemWords")
    target: Final = URIRef("https://w3id.org/conflict-kg/ontology#target")
    time: Final = URIRef("https://w3id.org/conflict-kg/ontology#time")
    title: Final = URIRef("https://w3id.org/conflict-kg/ontology#title")
    translatedFrom: Final = URIRef("https://w3id.org/conflict-kg/ontology#translatedFrom")
    troops: Final = URIRef("https://w3id.org/conflict-kg/ontology#troops")
    warning: Final = URIRef("https://w3id.org/conflict-kg/ontology#warning")
    words: Final = URIRef("https://w3id.org/conflict-kg/ontology#words")


PREFIXES: Final = {
    "ck": "https://w3id.org/conflict-kg/ontology#",
    "dcterms": "http://purl.org/dc/terms/",
    "oa": "http://www.w3.org/ns/oa#",
    "org": "http://www.w3.org/ns/org#",
    "owl": "http://www.w3.org/2002/07/owl#",
    "prov": "http://www.w3.org/ns/prov#",
    "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
    "rdfs": "http://www.w3.org/2000/01/rdf-schema#",
    "schema": "https://schema.org/",
    "sem": "http://semanticweb.cs.vu.nl/2009/11/sem/",
    "skos": "http://www.w3.org/2004/02/skos/core#",
    "time": "http://www.w3.org/2006/time#",
    "vann": "http://purl.org/vocab/vann/",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
}
"""Namespaces by prefix."""
