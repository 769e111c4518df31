"""Names of addresses: which are of this machine alone, and what this server is called by its clients."""

from __future__ import annotations

import re
from ipaddress import ip_address

from starlette.requests import Request

_HOST = re.compile(r"[A-Za-z0-9._-]+(:\d+)?|\[[0-9A-Fa-f:.]+\](:\d+)?")


def is_loopback(host: str) -> bool:
    """Whether only this machine reaches the address."""
    try:
        return ip_address(host.strip("[]")).is_loopback
    except ValueError:
        return host == "localhost"


def own_url(request: Request, path: str) -> str:
    """The URL of a path here, as the client addresses this server; safe as an IRI."""
    host = request.url.netloc
    return f"{request.url.scheme}://{host if _HOST.fullmatch(host) else 'localhost'}{path}"
