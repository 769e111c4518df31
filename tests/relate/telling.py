"""What is related in a piece of text, told in a line: the form that the tables of the tests have."""

import datetime

from kg.claim import Claim, Extraction, Mention, Quantity
from kg.document import Document
from kg.recognise import recognise
from kg.relate import relate

PUBLISHED = datetime.date(2023, 5, 10)


def extract(lang: str, text: str) -> Extraction:
    return relate(recognise(Document("test", text, lang, PUBLISHED)))


def key(mention: Mention | None) -> str | None:
    """The state that a mention is or stands for, else its identifier."""
    return (mention.entity.key or mention.entity.id) if mention else None


def bounds(quantity: Quantity | None) -> tuple[float | None, float | None] | None:
    return (quantity.min, quantity.max) if quantity else None


def assert_evident(claim: Claim, text: str) -> None:
    """Each quote stands where it says, and holds the words of the fillers that lie in it."""
    for quote in claim.evidence:
        assert text[quote.start : quote.end] == quote.quote
    for filler in claim.fillers:
        assert any(quote.span.contains(filler.span) and filler.words in quote.quote for quote in claim.evidence)
