"""HTML: the article of a page, extracted with trafilatura in a child process that a deadline can kill."""

from __future__ import annotations

import atexit
import contextlib
import datetime
import os
import re
import signal
import subprocess
import sys
import threading
from typing import IO, Any

from kg.read import dates, html_worker
from kg.read.encoding import decode
from kg.read.raw import Raw, RefusedError

_CHARSET = re.compile(rb"<meta[^>]{0,200}?charset\s*=\s*[\"']?\s*([\w:.-]{1,40})", re.IGNORECASE)
_HEAD_BYTES = 4_096


def read_html(data: bytes, seconds: float) -> Raw:
    """A ``.html`` file. Raises RefusedError when it holds no article or extraction takes longer than ``seconds``."""
    charset = _CHARSET.search(data[:_HEAD_BYTES])
    found = _extractor.extract(decode(data, charset[1].decode("ascii", "ignore") if charset else None), seconds)
    if "error" in found:
        raise RefusedError(f"broken HTML ({found['error']})")
    if not (text := (found.get("text") or "").strip()):
        raise RefusedError("no article text found")
    return Raw(
        text,
        lang=_page_language(found["lang"]),
        date=_page_date(found["date"]),
        title=found["title"],
        source=found["source"],
        url=found["url"],
    )


def _page_language(value: str | None) -> str | None:
    """A page's own tag if it is a two-letter language tag; templates leave placeholders there."""
    match = re.match(r"\s*([A-Za-z]{2})(?![A-Za-z])", value or "")
    return match[1] if match else None


def _page_date(value: str | None) -> datetime.date | None:
    try:
        return dates.declared(value) if value else None
    except RefusedError:
        return None


class _Extractor:
    """One child process, started at the first page and again after it was killed. Safe in threads and after fork."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._process: subprocess.Popen[bytes] | None = None
        self._pid = 0

    def extract(self, html: str, seconds: float) -> dict[str, Any]:
        """The child's answer. Raises RefusedError when the child ran past the deadline, crashed or cannot start."""
        with self._lock:
            try:
                requests, answers = self._pipes()
                html_worker.write_frame(requests, {"html": html, "seconds": seconds})
                return html_worker.read_frame(answers)
            except (EOFError, OSError):
                raise RefusedError(self._obituary(seconds)) from None
            except BaseException:  # an interrupt leaves half an answer in the pipe
                self._close()
                raise

    def close(self) -> None:
        """End the child, if there is one."""
        with self._lock:
            self._close()

    def _pipes(self) -> tuple[IO[bytes], IO[bytes]]:
        """Both ends of a child that is alive. Raises EOFError or OSError when none can be started."""
        if self._process and (self._pid != os.getpid() or self._process.poll() is not None):
            self._close()
        is_new = self._process is None
        process = self._process = self._process or self._start()
        if process.stdin is None or process.stdout is None:
            raise EOFError
        if is_new:
            html_worker.read_frame(process.stdout)
        return process.stdin, process.stdout

    def _start(self) -> subprocess.Popen[bytes]:
        # -P: the script's folder must not hide standard modules (html). The path: what this process can import.
        command = [sys.executable, "-P", "-W", "ignore", html_worker.__file__]
        environment = {**os.environ, "PYTHONPATH": os.pathsep.join(path for path in sys.path if path)}
        self._pid = os.getpid()
        pipe, null = subprocess.PIPE, subprocess.DEVNULL
        return subprocess.Popen(command, stdin=pipe, stdout=pipe, stderr=null, env=environment)

    def _obituary(self, seconds: float) -> str:
        """Why the child closed its pipe."""
        status = self._process.wait() if self._process else None
        self._close()
        if status == -signal.SIGALRM:
            return f"no text within {seconds:g} s (html_seconds)"
        return f"HTML extraction crashed (exit status {status})"

    def _close(self) -> None:
        """Kill the child. In a process forked off the one that started it, ``kill`` finds no child and does nothing."""
        process, self._process = self._process, None
        if process is None:
            return
        process.kill()
        for pipe in (process.stdin, process.stdout):
            with contextlib.suppress(OSError):  # bytes that the child never took
                if pipe is not None:
                    pipe.close()
        process.wait()


_extractor = _Extractor()
atexit.register(_extractor.close)
