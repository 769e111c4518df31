"""What the recogniser finds in a piece of text, in the form that the tables of the tests have."""

import datetime

from kg.claim import Kind
from kg.document import Document
from kg.recognise import Recognised, recognise

PUBLISHED = datetime.date(2023, 5, 10)  # a Wednesday


def read(lang: str, text: str) -> Recognised:
    return recognise(Document("test", text, lang, PUBLISHED))


def found(lang: str, text: str, *kinds: Kind) -> list[tuple[str, str]]:
    """Words and entity id of each mention of the kinds given, in text order."""
    return [(m.mention.words, m.entity.id) for m in read(lang, text).mentions if m.kind in kinds]
