"""The one tree of errors. Each names the thing that is wrong and the reason, in one line.

Exit codes (``KgError.exit_code``): 1 data problem, 2 usage, 3 store locked or unreadable.
"""


class KgError(Exception):
    """Base of every error that a user can cause. ``str(error)`` is one line: thing, colon, reason."""

    exit_code = 1

    def __init__(self, thing: object, reason: str) -> None:
        super().__init__(f"{thing}: {reason}")
        self.thing = str(thing)
        self.reason = reason


class UsageError(KgError):
    """A wrong argument: an unknown query name, a missing folder, a format that does not exist."""

    exit_code = 2


class ConfigError(UsageError):
    """A setting that does not exist or has an impossible value."""


class ReadError(KgError):
    """A file that cannot be turned into a document (unknown type, empty, binary, broken, too large)."""


class ValidationError(KgError):
    """A document's graph violates the shapes; ``report`` is the SHACL report in words."""

    def __init__(self, thing: object, reason: str, report: str = "") -> None:
        super().__init__(thing, reason)
        self.report = report


class StoreError(KgError):
    """The store is locked by another process, missing or unreadable."""

    exit_code = 3


class QueryError(UsageError):
    """A query that cannot be parsed or that may not be run (an update, a SERVICE call)."""


class QueryTimeoutError(KgError):
    """A query ran past its deadline and was stopped."""


class ServeError(UsageError):
    """The server cannot start: port in use, address not available."""
