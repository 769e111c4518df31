"""Bytes become text: byte order mark, UTF-8, the declared encoding, Windows-1252, then a guess."""

from __future__ import annotations

import codecs
import re

from kg.read.raw import RefusedError

BINARY = "binary, not text"
MAXCONTROL_SHARE = 0.1
SAMPLE_BYTES = 64_000

# UTF-32 first: its little-endian mark starts with that of UTF-16.
_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_DECLARABLE = re.compile(
    r"(cp(125\d|866|874|932|949)|iso8859-\d+|koi8-[ru]|mac-\w+|gbk?|gb\d+|big5|shift_jis|euc_\w+)$"
)
# Statistics fail on a headline: what reads well as Windows-1252 in English or German is taken as that.
_WINDOWS_1252 = frozenset("äöüÄÖÜßéèêëàâáçñíóúôîïûøåÉ–—‘’‚“”„‹›«»…€£§°·•©®™²³½\xa0")
_NO_TEXT_FILES = ["cp037", "cp273", "cp424", "cp500", "cp875", "cp1026", "cp1140", "utf_7"]  # EBCDIC and e-mail
CONTROL = re.compile(r"[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f]")


def decode(data: bytes, declared: str | None = None) -> str:
    """The text of ``data``, without byte order mark; ``declared`` is tried when it is no UTF-8.

    Raises RefusedError when it is not text.
    """
    for mark, name in _MARKS:
        if data.startswith(mark):
            return _strict(data, name)
    if b"\0" in data:
        raise RefusedError(BINARY)
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        return _legacy(data, declared)


def check_text(text: str) -> None:
    """Raises RefusedError for a text that is empty, holds NUL or mostly control characters, or lone surrogates."""
    if not text or text.isspace():
        raise RefusedError("empty")
    if "\0" in text or len(CONTROL.findall(text)) > MAXCONTROL_SHARE * len(text):
        raise RefusedError(BINARY)
    check_unicode(text)


def check_unicode(text: str) -> None:
    """Raises RefusedError for lone surrogates, which no UTF-8 file can hold."""
    try:
        text.encode("utf-8")
    except UnicodeEncodeError as error:
        raise RefusedError(f"lone surrogate at character {error.start}") from None


def _strict(data: bytes, name: str) -> str:
    try:
        return data.decode(name)
    except UnicodeDecodeError as error:
        raise RefusedError(f"{BINARY}: its byte order mark says {name}, but byte {error.start} is wrong") from None


def _legacy(data: bytes, declared: str | None) -> str:
    text = _try(data, _codec(declared)) if declared else None
    if text is None:
        text = _try(data, "cp1252")
        if text is None or not _WINDOWS_1252.issuperset(char for char in set(text) if ord(char) > 127):
            text = _try(data, _guess(data))
    if text is None:
        raise RefusedError(BINARY)
    return text


def _try(data: bytes, name: str | None) -> str | None:
    try:
        return data.decode(name) if name else None
    except UnicodeDecodeError:
        return None


def _codec(declared: str) -> str | None:
    """The codec of a declared encoding if it is one of text files; Latin-1 means Windows-1252, as in browsers."""
    try:
        name = codecs.lookup(declared).name
    except (LookupError, ValueError):
        return None
    if name in ("iso8859-1", "ascii"):
        return "cp1252"
    return name if _DECLARABLE.match(name) else None


def _guess(data: bytes) -> str | None:
    from charset_normalizer import from_bytes

    best = from_bytes(data[:SAMPLE_BYTES], cp_exclusion=_NO_TEXT_FILES).best()
    return best.encoding if best else None
