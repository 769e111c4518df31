"""What verbs print: results on stdout, everything else on stderr; colours and progress on a terminal only."""

from __future__ import annotations

import csv
import json
import os
import sys
import tempfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO

from kg.errors import UsageError

if TYPE_CHECKING:
    from rich.console import Console, RenderableType

Row = Sequence[object]


def out() -> Console:
    """The terminal or pipe behind stdout; rich leaves out colours for a pipe and where NO_COLOR is set."""
    from rich.console import Console

    return Console(file=sys.stdout, highlight=False, markup=False, emoji=False, soft_wrap=not sys.stdout.isatty())


def print_trimmed(thing: RenderableType, width: int) -> None:
    """Something of rich, without the spaces with which it fills lines."""
    screen = out()
    screen.soft_wrap = False
    with screen.capture() as captured:
        screen.print(thing, width=width)
    print("\n".join(line.rstrip() for line in captured.get().splitlines()))


def note(text: object) -> None:
    """A line on stderr for whoever watches."""
    print(" ".join(str(text).split()), file=sys.stderr)


def fail(error: object) -> None:
    """An error that does not end the command, as one line on stderr."""
    note(f"kg: {error}")


def print_json(value: object) -> None:
    """Indented JSON."""
    print(json.dumps(value, ensure_ascii=False, indent=2))


def print_line(value: object) -> None:
    """JSON on one line."""
    print(json.dumps(value, ensure_ascii=False, separators=(",", ":")))


def cell(value: object) -> str:
    """A value in a table, on one line; nothing for None."""
    return "" if value is None else " ".join(str(value).split())


def print_table(columns: Sequence[str], rows: Sequence[Row]) -> None:
    """A table; on a terminal that is too narrow for it, a block of lines for each row."""
    texts = [[cell(value) for value in row] for row in rows]
    widths = [max(map(len, column)) for column in zip(columns, *texts, strict=True)]
    if not sys.stdout.isatty():
        for line in (columns, *texts):
            print("  ".join(text.ljust(width) for text, width in zip(line, widths, strict=True)).rstrip())
    elif sum(widths) + 3 * len(widths) + 1 <= out().width:
        _print_grid(columns, texts)
    else:
        _print_blocks(columns, texts)


def _print_grid(columns: Sequence[str], texts: list[list[str]]) -> None:
    from rich.table import Table

    table = Table(*columns)
    for line in texts:
        table.add_row(*line)
    out().print(table)


def _print_blocks(columns: Sequence[str], texts: list[list[str]]) -> None:
    from rich.table import Table
    from rich.text import Text

    for line in texts:
        block = Table.grid(padding=(0, 2))
        for name, text in zip(columns, line, strict=True):
            if text:
                block.add_row(Text(name, style="dim"), text)
        out().print(block)
        out().print()


def print_csv(columns: Sequence[str], rows: Sequence[Row]) -> None:
    """CSV with a header; what a spreadsheet would take for a formula gets a leading apostrophe."""
    writer = csv.writer(sys.stdout, lineterminator="\n")
    writer.writerow(columns)
    writer.writerows([_harmless(value) for value in row] for row in rows)


def _harmless(value: object) -> object:
    return f"'{value}" if isinstance(value, str) and value.startswith(("=", "+", "-", "@", "\t", "\r")) else value


def print_fields(pairs: dict[str, Any]) -> None:
    """Names and values, one a line."""
    width = max(map(len, pairs))
    for name, value in pairs.items():
        print(f"{name.ljust(width)}  {cell(value)}")


@contextmanager
def progress(what: str) -> Iterator[Callable[[str], None]]:
    """Yields a function to call with the name of each thing done; shown on a terminal only."""
    if not sys.stderr.isatty():
        yield lambda name: None
        return
    from rich.console import Console
    from rich.progress import Progress, SpinnerColumn, TextColumn, TimeElapsedColumn

    count, name = TextColumn("{task.completed} " + what), TextColumn("{task.fields[name]}")
    columns = (SpinnerColumn(), count, TimeElapsedColumn(), name)
    with Progress(*columns, console=Console(stderr=True, markup=False), transient=True) as bar:
        task = bar.add_task(what, total=None, name="")

        def advance(name: str) -> None:
            bar.update(task, advance=1, name=name)

        yield advance


@contextmanager
def output(path: Path | None) -> Iterator[BinaryIO]:
    """A binary stream to stdout, or to a file that appears whole or not at all.

    Raises UsageError when the file cannot be written.
    """
    if path is None:
        yield sys.stdout.buffer
        sys.stdout.buffer.flush()
        return
    try:
        handle, name = tempfile.mkstemp(dir=path.absolute().parent, prefix=f".{path.name}.")
    except OSError as error:
        raise UsageError(path, error.strerror or str(error)) from error
    temporary = Path(name)
    try:
        with os.fdopen(handle, "wb") as stream:
            yield stream
            stream.flush()
            os.fsync(stream.fileno())
        temporary.chmod(0o666 & ~_umask())
        temporary.replace(path)
    except OSError as error:
        raise UsageError(path, error.strerror or str(error)) from error
    finally:
        temporary.unlink(missing_ok=True)


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask
