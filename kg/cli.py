"""The command line ``kg VERB``: the verbs stand in kg.commands, here they become one program with exit codes.

Exit codes: 0 ok, 1 data problems, 2 usage, 3 store locked or unreadable, 130 interrupted.
"""

from __future__ import annotations

import io
import os
import sys
from collections.abc import Sequence

import typer
from typer.exceptions import Abort, Exit, TyperException

from kg.commands import ask, build, demo, evaluate, explain, export, extract, index, serve, settings, status, validate
from kg.errors import KgError

INTERRUPTED = 130
USAGE = 2

app = typer.Typer(
    name="kg",
    help="Knowledge graph of conflict news: who supplied which weapon system to whom, in which status, says who.",
    add_completion=False,
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)
for verb in (
    demo.demo,
    build.build,
    extract.extract,
    validate.validate,
    ask.query,
    ask.sparql,
    export.export,
    evaluate.evaluate,
    explain.explain,
    status.status,
    index.index,
    settings.config,
    serve.serve,
):
    app.command()(verb)


def _version(asked: bool) -> None:
    if asked:
        from kg import __version__

        typer.echo(__version__)
        raise Exit


@app.callback()
def _options(
    version: bool = typer.Option(False, "--version", callback=_version, is_eager=True, help="Print the version."),
) -> None:
    """Options of the program itself."""


def run(arguments: Sequence[str]) -> int:
    """Run one command line and return its exit code. Whatever a user can cause is one line on stderr."""
    command = typer.main.get_command(app)
    try:
        with command.make_context("kg", list(arguments)) as context:
            command.invoke(context)
        sys.stdout.flush()
    except Exit as done:
        return done.exit_code
    except KgError as error:
        return _fail(str(error), error.exit_code)
    except TyperException as error:
        return _usage(error)
    except (KeyboardInterrupt, Abort):
        return _fail("interrupted", INTERRUPTED)
    except BrokenPipeError:  # whoever read our output has seen enough
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    return 0


def _usage(error: TyperException) -> int:
    context = getattr(error, "ctx", None)
    message = error.format_message()
    if not message and context:  # no arguments at all: the help is the answer
        typer.echo(context.get_help())
        return USAGE
    where = context.command_path.removeprefix("kg").strip() if context else ""
    return _fail(f"{where or 'usage'}: {message}", USAGE)


def _fail(message: str, code: int) -> int:
    """One line on stderr, whatever the message holds."""
    print(f"kg: {' '.join(message.split())}", file=sys.stderr)
    return code


def main() -> None:
    """Entry point of the program ``kg``."""
    import logging

    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")
    logging.basicConfig(format="kg: %(name)s: %(message)s", level=logging.WARNING)
    sys.exit(run(sys.argv[1:]))
