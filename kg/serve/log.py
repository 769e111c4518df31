"""Logs on stderr: JSON Lines, or short lines where a person looks on."""

from __future__ import annotations

import datetime
import json
import logging
import sys

ACCESS = logging.getLogger("kg.serve.access")
ERRORS = logging.getLogger("kg.serve.errors")
FIELDS = "fields"
"""Attribute of a log record that holds its structured part."""


class JsonLines(logging.Formatter):
    """One JSON object a record."""

    def format(self, record: logging.LogRecord) -> str:
        """The record with its fields; line breaks and control characters are escaped by JSON."""
        time = datetime.datetime.fromtimestamp(record.created, datetime.UTC).isoformat(timespec="milliseconds")
        entry = {"time": time, "level": record.levelname.lower(), "event": record.getMessage()}
        entry |= getattr(record, FIELDS, {})
        if record.exc_info:
            entry["exception"] = self.formatException(record.exc_info)
        return json.dumps(entry, ensure_ascii=True, default=str)


class Short(logging.Formatter):
    """For a terminal: the event and its values."""

    def format(self, record: logging.LogRecord) -> str:
        """The values in one line; control characters are shown, not obeyed."""
        values = " ".join(str(value) for value in getattr(record, FIELDS, {}).values())
        line = f"{record.getMessage()} {values}".encode("unicode_escape").decode()
        return f"{line}\n{self.formatException(record.exc_info)}" if record.exc_info else line


def configure() -> None:
    """Send what the server and uvicorn have to say to stderr."""
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(Short() if sys.stderr.isatty() else JsonLines())
    for name, level in (("kg.serve", logging.INFO), ("uvicorn", logging.WARNING)):
        logger = logging.getLogger(name)
        logger.handlers = [handler]
        logger.setLevel(level)
        logger.propagate = False
