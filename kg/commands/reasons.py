"""Why a claim is in the store: what is stored about it, and what recognising its document's text again shows."""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from dataclasses import dataclass, field

import pyoxigraph as ox

from kg.claim import Claim, Evidence, Mention, TransferClaim
from kg.config import Settings
from kg.document import Document, Span
from kg.errors import UsageError
from kg.graph.build import run_iri
from kg.graph.claims import Origin, claim_iri
from kg.graph.iris import document_iri
from kg.graph.vocabulary import CK, DCTERMS, OA, PROV, SCHEMA, SKOS
from kg.recognise import Recognised, plugin, recognise
from kg.relate import relate
from kg.relate.scored import Scored, behind, scored
from kg.store import View

RDF_TYPE = "http://www.w3.org/1999/02/22-rdf-syntax-ns#type"
SHOWN = (
    "status", "supplier", "recipient", "system", "authorizer", "person", "role", "officeOf", "title", "actor",
    "deployed", "troops", "place", "claimer", "claimDate", "confidence", "rule",
)  # fmt: skip
"""Properties of a claim, in the order in which they are told."""


@dataclass(frozen=True)
class Reasons:
    """All that explains a claim.

    ``mentions`` are those of its sentences with the roles that they fill in it, ``rejected`` the candidates that
    lost to them; ``others`` are further claims of the same sentences. ``reproduced``: this version finds it again.
    ``scored`` is what the learned scorers gave a transfer; ``warnings`` are the document's.
    """

    iri: str
    type: str
    says: dict[str, str]
    document: Document
    evidence: tuple[Evidence, ...]
    mentions: tuple[tuple[Mention, tuple[str, ...]], ...] = ()
    rejected: tuple[Mention, ...] = ()
    others: dict[str, str] = field(default_factory=dict)
    reproduced: bool = False
    scored: Scored | None = None
    warnings: tuple[str, ...] = ()


def reasons(name: str, view: View, settings: Settings) -> Reasons:
    """Explain the claim that ``name`` names: its IRI, the last part of it, or the start of that.

    Raises UsageError when no claim or more than one is named.
    """
    node = _find(name.strip().strip("<>"), view)
    document = _document(ox.NamedNode(_value(view, node, PROV.wasDerivedFrom) or ""), view)
    evidence = tuple(sorted(_evidence(node, view), key=lambda e: e.start))
    read = recognise(document, plugin(settings, document.lang))
    origin = Origin(document, document_iri(view.base_iri, document.id), run_iri(settings), view.base_iri)
    extraction = relate(read)
    claims = {str(claim_iri(claim, origin)): claim for claim in extraction.claims}
    claim = claims.pop(node.value, None)
    spans = [e.span for e in evidence]
    return Reasons(
        iri=node.value,
        type=next(t for t in _locals(view, node, RDF_TYPE) if t != "Claim"),
        says=dict(_says(node, view)),
        document=document,
        evidence=evidence,
        mentions=tuple((m.mention, _roles(m.mention, claim)) for m in read.mentions if _within(m.mention.span, spans)),
        rejected=tuple(m for m in _rejected(read) if _within(m.span, spans)),
        others={iri: _in_short(other) for iri, other in claims.items() if _shares(other, spans)},
        reproduced=claim is not None,
        scored=behind(claim, scored(read)) if isinstance(claim, TransferClaim) else None,
        warnings=extraction.warnings,
    )


def stored(name: str, view: View) -> Document:
    """The stored document of an id or IRI. Raises UsageError when there is none."""
    node = ox.NamedNode(name if name.startswith(view.base_iri) else document_iri(view.base_iri, name))
    if not name or _value(view, node, DCTERMS.identifier) is None:
        raise UsageError(name or "document", "no such document in the store")
    return _document(node, view)


def _find(name: str, view: View) -> ox.NamedNode:
    pattern = view.quads.quads_for_pattern(None, ox.NamedNode(RDF_TYPE), ox.NamedNode(CK.Claim))
    start = f"{view.base_iri}claim/"
    wanted = name if ":" in name else start + name.removeprefix("claim/")
    # claims are no quoted triples, the one subject without a value
    found = {quad.subject.value for quad in pattern if quad.subject.value.startswith(wanted)}  # type: ignore[union-attr]
    if not found or not name:
        raise UsageError(name or "claim", "no such claim in the store")
    if len(found) > 1 and wanted not in found:
        some = ", ".join(sorted(iri.removeprefix(start) for iri in found)[:3])
        raise UsageError(name, f"{len(found)} claims start so: {some} …")
    return ox.NamedNode(wanted if wanted in found else found.pop())


def _values(view: View, node: ox.NamedNode, property: str) -> list[ox.NamedNode | ox.Literal]:
    quads = view.quads.quads_for_pattern(node, ox.NamedNode(property), None)
    return [quad.object for quad in quads if isinstance(quad.object, ox.NamedNode | ox.Literal)]


def _value(view: View, node: ox.NamedNode, property: str) -> str | None:
    return min((term.value for term in _values(view, node, property)), default=None)


def _locals(view: View, node: ox.NamedNode, property: str) -> list[str]:
    return sorted(term.value.rpartition("#")[2] for term in _values(view, node, property))


def _document(node: ox.NamedNode, view: View) -> Document:
    day = _value(view, node, SCHEMA.datePublished)
    return Document(
        id=_value(view, node, DCTERMS.identifier) or "",
        text=_value(view, node, SCHEMA.text) or "",
        lang=_value(view, node, DCTERMS.language) or "",
        date=datetime.date.fromisoformat(day) if day else None,
        title=_value(view, node, DCTERMS.title),
        source=_value(view, node, DCTERMS.source),
        url=_value(view, node, SCHEMA.url),
    )


def _evidence(claim: ox.NamedNode, view: View) -> Iterator[Evidence]:
    for target in _values(view, claim, OA.hasTarget):
        facts: dict[str, str] = {}
        for selector in _values(view, ox.NamedNode(target.value), OA.hasSelector):
            for name in ("start", "end", "exact"):
                value = _value(view, ox.NamedNode(selector.value), getattr(OA, name))
                if value is not None:
                    facts[name] = value
        yield Evidence(int(facts["start"]), int(facts["end"]), facts["exact"])


def _says(claim: ox.NamedNode, view: View) -> Iterator[tuple[str, str]]:
    """The claim's properties with labels for entities, the words of the text after them where they differ."""
    for name in SHOWN:
        for term in _values(view, claim, getattr(CK, name)):
            label = term.value if isinstance(term, ox.Literal) else _label(term, view)
            words = _value(view, claim, getattr(CK, f"{name}Words", "urn:none"))
            yield name, f"{label} (“{words}”)" if words and words != label else label
    for node in _values(view, claim, CK.quantity):
        yield "quantity", _value(view, ox.NamedNode(node.value), CK.words) or ""
    for node in _values(view, claim, CK.time):
        at = ox.NamedNode(node.value)
        first, last = _value(view, at, CK.earliest), _value(view, at, CK.latest)
        yield "time", f"{_value(view, at, CK.words)} ({first if first == last else f'{first} to {last}'})"


def _label(node: ox.NamedNode, view: View) -> str:
    labels = [term for term in _values(view, node, SKOS.prefLabel) if isinstance(term, ox.Literal)]
    labels.sort(key=lambda term: (term.language != "en", term.value))
    return labels[0].value if labels else node.value


def _roles(mention: Mention, claim: Claim | None) -> tuple[str, ...]:
    """The names of the claim's fields that this mention fills."""
    if claim is None:
        return ()
    names = ("supplier", "recipient", "system", "authorizer", "person", "of", "actor", "what", "place", "claimer")
    filled = ((name, getattr(claim, name, None)) for name in names)
    return tuple(name for name, filler in filled if isinstance(filler, Mention) and filler.span == mention.span)


def _rejected(read: Recognised) -> Iterator[Mention]:
    """Candidates that no mention was made of, each once."""
    doc, seen = read.doc, {(m.mention.span, m.mention.entity.id) for m in read.mentions}
    for candidate in sorted(doc._.candidates, key=lambda c: (c.start, c.end, c.entity.id)):
        piece = doc[candidate.start : candidate.end]
        span = Span(piece.start_char, piece.end_char)
        if (span, candidate.entity.id) not in seen:
            seen.add((span, candidate.entity.id))
            yield Mention(span, piece.text, candidate.entity, candidate.form)


def _within(span: Span, spans: list[Span]) -> bool:
    return any(outer.contains(span) for outer in spans)


def _shares(claim: Claim, spans: list[Span]) -> bool:
    return any(e.span.overlaps(span) for e in claim.evidence for span in spans)


def _in_short(claim: Claim) -> str:
    status = getattr(claim, "status", None)
    return ", ".join([type(claim).__name__, *(m.words for m in claim.fillers), *([status.value] if status else [])])
