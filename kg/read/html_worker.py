"""The child process that extracts articles from HTML: run as a script, it imports nothing of kg.

Frames on stdin and stdout: 8 bytes of length, big-endian, then JSON. It writes an empty frame once it is ready,
then answers each ``{"html", "seconds"}`` with ``{"text", "title", …}``, ``{}`` (no article) or ``{"error"}``.
A page that takes longer than ``seconds`` ends the process by SIGALRM, whose default action stops native code too.
"""

from __future__ import annotations

import json
import signal
import sys
from typing import IO, Any

HEADER_BYTES = 8


def write_frame(stream: IO[bytes], value: dict[str, Any]) -> None:
    """Send one JSON object."""
    data = json.dumps(value).encode("ascii")
    stream.write(len(data).to_bytes(HEADER_BYTES, "big") + data)
    stream.flush()


def read_frame(stream: IO[bytes]) -> dict[str, Any]:
    """Receive one JSON object. Raises EOFError when the other side is gone."""
    data = _exactly(stream, int.from_bytes(_exactly(stream, HEADER_BYTES), "big"))
    value: dict[str, Any] = json.loads(data)
    return value


def _exactly(stream: IO[bytes], size: int) -> bytes:
    data = stream.read(size)
    if len(data) < size:
        raise EOFError
    return data


def _article(html: str) -> dict[str, str | None]:
    from trafilatura import bare_extraction, load_html

    tree = load_html(html)
    if tree is None:
        return {}
    lang = tree.get("lang")
    # A heuristic date from anywhere on the page (a footer, a comment) would be worse than none.
    how_to_date = {"original_date": True, "extensive_search": False}
    found = bare_extraction(tree, include_comments=False, with_metadata=True, date_extraction_params=how_to_date)
    if found is None or isinstance(found, dict) or not found.text:
        return {}
    page = {"title": found.title, "date": found.date, "source": found.sitename, "url": found.url}
    return {"text": found.text, "lang": lang, **page}


def _answer(html: str) -> dict[str, Any]:
    try:
        return _article(html)
    except Exception as error:  # whatever a parser makes of a broken page, the next page comes
        return {"error": type(error).__name__}


def main() -> None:
    """Answer requests until stdin is closed."""
    import trafilatura  # noqa: F401  (a second, before the first deadline runs)

    signal.signal(signal.SIGALRM, signal.SIG_DFL)
    signal.pthread_sigmask(signal.SIG_UNBLOCK, {signal.SIGALRM})
    requests, answers = sys.stdin.buffer, sys.stdout.buffer
    sys.stdout = sys.stderr  # a library that prints must not break the frames
    write_frame(answers, {})
    while True:
        try:
            request = read_frame(requests)
        except EOFError:
            return
        signal.setitimer(signal.ITIMER_REAL, request["seconds"])
        answer = _answer(request["html"])
        signal.setitimer(signal.ITIMER_REAL, 0)
        write_frame(answers, answer)


if __name__ == "__main__":
    main()
