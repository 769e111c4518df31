"""Evidence proves itself: every quote and every mention stands in the text, word for word, where it says."""

from __future__ import annotations

from collections.abc import Iterator

from kg.claim import Extraction
from kg.errors import ValidationError


def check_grounding(extraction: Extraction) -> None:
    """Checks what SHACL cannot: that quotes and mentions equal the text at their offsets.

    Raises ValidationError naming the document and the first place that does not fit.
    """
    text = extraction.document.text
    for start, end, words in _quotes(extraction):
        if not 0 <= start < end <= len(text) or text[start:end] != words:
            raise ValidationError(extraction.document.id, f"{start}..{end} does not read {words!r}")


def _quotes(extraction: Extraction) -> Iterator[tuple[int, int, str]]:
    mentions = list(extraction.mentions)
    for claim in extraction.claims:
        for evidence in claim.evidence:
            yield evidence.start, evidence.end, evidence.quote
        mentions += (*claim.fillers, *([claim.claimer] if claim.claimer else []))
    for mention in mentions:
        yield mention.span.start, mention.span.end, mention.words
