import datetime
import os
import subprocess
import sys
import textwrap
import time
from pathlib import Path

import pytest

from kg.read import html

from .conftest import ENGLISH, GERMAN, Reader, document, refusal

PAGE = """<!DOCTYPE html><html lang="de-DE"><head><meta charset="{charset}"><title>Geräte - Zeitung</title>
<meta property="og:title" content="Geräte für Kiew"><meta property="og:site_name" content="Die Zeitung">
<meta property="article:published_time" content="2022-10-12T08:00:00+02:00">
<link rel="canonical" href="https://example.org/a"></head>
<body><nav><a href="/">Start</a></nav><article><h1>Geräte für Kiew</h1><p>{text}</p><p>{text}</p></article>
<footer>© 1999 Zeitung</footer></body></html>"""
HEAVY = "<html><body><p " + " ".join(f'a{n}="x"' for n in range(60_000)) + f">{ENGLISH}</p></body></html>"


@pytest.mark.parametrize("charset", ["utf-8", "iso-8859-1", "cp850"])
def test_article_and_metadata(reader: Reader, charset: str) -> None:
    page = PAGE.format(charset=charset, text=GERMAN.strip())
    found = document(reader("a.html", page.encode("utf-8" if charset == "cp850" else charset)))
    assert GERMAN.strip() in found.text and "Start" not in found.text and "1999" not in found.text
    assert (found.lang, found.date, found.title) == ("de", datetime.date(2022, 10, 12), "Geräte für Kiew")
    assert (found.source, found.url) == ("Die Zeitung", "https://example.org/a")


@pytest.mark.parametrize("lang", ["", "{{ lang }}", "deutsch", "x-default"])
def test_a_placeholder_for_the_language_is_passed_over(reader: Reader, lang: str) -> None:
    assert document(reader("a.htm", f'<html lang="{lang}"><body><p>{GERMAN}</p></body></html>')).lang == "de"


def test_a_heavy_page_is_stopped_at_the_deadline_and_the_next_one_is_read(reader: Reader) -> None:
    document(reader("a.html", PAGE.format(charset="utf-8", text=GERMAN)))
    start = time.monotonic()
    assert refusal(reader("b.html", HEAVY, html_seconds=0.2)).endswith(": no text within 0.2 s (html_seconds)")
    assert time.monotonic() - start < 5
    assert document(reader("c.html", PAGE.format(charset="utf-8", text=GERMAN))).lang == "de"


def test_one_child_serves_all_pages_until_it_dies(reader: Reader) -> None:
    page = PAGE.format(charset="utf-8", text=GERMAN)
    document(reader("a.html", page))
    child = html._extractor._process
    document(reader("a.html", page))
    assert child is not None and html._extractor._process is child
    child.kill()
    child.wait()
    document(reader("a.html", page))
    assert html._extractor._process is not child


def test_a_crash_is_reported(reader: Reader, monkeypatch: pytest.MonkeyPatch) -> None:
    html._extractor.close()
    monkeypatch.setattr(sys, "executable", "/bin/false")
    page = PAGE.format(charset="utf-8", text=GERMAN)
    assert refusal(reader("a.html", page)).endswith(": HTML extraction crashed (exit status 1)")


SCRIPT = textwrap.dedent(
    """
    import os, sys
    from pathlib import Path
    from kg.config import load
    from kg.read import html, read
    print(*[item.id for item in read([Path(sys.argv[1])], load())])
    child = html._extractor._process.pid
    if os.fork() == 0:
        print(*[item.id for item in read([Path(sys.argv[1])], load())], html._extractor._process.pid != child)
        html._extractor.close()
        sys.exit()
    os.wait()
    print(*[item.id for item in read([Path(sys.argv[1])], load())], html._extractor._process.pid == child)
    print(child)
    """
)


def test_no_warning_and_no_child_is_left_at_exit_nor_after_a_fork(tmp_path: Path) -> None:
    (tmp_path / "a.html").write_text(PAGE.format(charset="utf-8", text=GERMAN))
    root = str(Path(__file__).parents[2])
    done = subprocess.run(
        [sys.executable, "-u", "-W", "error", "-c", SCRIPT, str(tmp_path)],
        capture_output=True,
        text=True,
        check=False,
        env={**os.environ, "PYTHONPATH": root},
        timeout=60,
    )
    assert (done.stderr, done.returncode) == ("", 0)
    *lines, child = done.stdout.split("\n")[:-1]
    assert lines == ["a", "a True", "a True"]
    with pytest.raises(ProcessLookupError):
        os.kill(int(child), 0)
