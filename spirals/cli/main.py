"""The program ``spirals``: its commands, and the one place where errors meet the user."""

from __future__ import annotations

import errno
import gc
import os
import signal
import sys
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from typing import Annotated, Any

import typer
from typer.exceptions import TyperException

from spirals.cli import (
    analyses,
    browser,
    calibrate,
    dynamics,
    evidence,
    experiments,
    fit,
    optimise,
    pilot,
    propositions,
    report,
    scenarios,
    sweeps,
    validate,
    variants,
)
from spirals.cli.console import complain
from spirals.errors import InputError
from spirals.experiments.errors import ExperimentError, Interrupted

OK, FAILED, USAGE, INTERRUPTED = 0, 1, 2, 130
RESUMED = ("sweep", "sensitivity", "robust", "tipping", "calibrate")

app = typer.Typer(
    name="spirals",
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode="rich",
    context_settings={"help_option_names": ["--help", "-h"]},
    epilog="Start with:  spirals compare baseline team_incentives",
)


def _version(wanted: bool) -> None:
    if wanted:
        from importlib import metadata

        typer.echo(f"spirals {metadata.version('spirals')}")
        raise typer.Exit


@app.callback(invoke_without_command=True)
def _program(
    context: typer.Context,
    version: Annotated[
        bool,
        typer.Option("--version", callback=_version, is_eager=True, help="Show the version and exit."),
    ] = False,
) -> None:
    """Simulate high-quality connections at work, and the spirals they feed."""
    if context.invoked_subcommand is None:
        typer.echo(context.get_help())


app.command("run")(experiments.run)
app.command("compare")(experiments.compare)
app.command("dynamics")(dynamics.dynamics)
app.command("sweep")(sweeps.sweep)
app.command("results")(sweeps.results)
app.command("sensitivity")(analyses.sensitivity)
app.command("robust")(analyses.robust)
app.command("tipping")(analyses.tipping)
app.command("app")(browser.app)
app.command("report")(report.report)
app.command("validate")(validate.validate)
app.command("calibrate")(calibrate.calibrate)
app.command("propositions")(propositions.propositions)
app.command("variants")(variants.variants)
app.command("optimise")(optimise.optimise)
app.command("pilot")(pilot.pilot)
app.command("fit")(fit.fit)
app.command("check")(scenarios.check)
app.command("diff")(scenarios.diff)
app.command("list")(scenarios.list_)
app.command("evidence")(evidence.evidence)
app.command("new")(scenarios.new)


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command and return its exit code: 0 ok, 1 a run failed, 2 bad input, 130 interrupted.

    Whatever goes wrong is told in one line on the error stream; ``SPIRALS_DEBUG=1`` shows where.
    """
    words = sys.argv[1:] if arguments is None else list(arguments)
    _prepare()
    try:
        with _only(words[:1]):
            status = app(words, prog_name="spirals", standalone_mode=False)
        if sys.stdout is not None:  # as it is where the output was closed
            sys.stdout.flush()
    except BaseException as error:
        return _explain(error, words)
    code = status if isinstance(status, int) else OK
    if code == INTERRUPTED:
        complain(_interrupted(words))
    return code


@contextmanager
def _only(asked: Sequence[str]) -> Iterator[None]:
    """Let the program know one command, if one of that name is asked for: building all takes longer than a check."""
    every = app.registered_commands
    app.registered_commands = [one for one in every if one.name in asked] or every
    try:
        yield
    finally:
        app.registered_commands = every


def _prepare() -> None:
    """Let a polite request to end count as Ctrl-C, and odd terminals show what they can."""
    # A start makes a hundred thousand objects that all stay; looking for garbage among them takes a tenth of it.
    gc.set_threshold(100_000, 20, 20)
    if threading.current_thread() is threading.main_thread():
        signal.signal(signal.SIGTERM, signal.default_int_handler)
    for stream in (sys.stdout, sys.stderr):
        reconfigure = getattr(stream, "reconfigure", None)
        if reconfigure is not None:
            reconfigure(errors="replace")


def _interrupted(words: Sequence[str]) -> str:
    """Return what an interruption leaves: some commands keep what is done and go on from there."""
    if words[:1] and words[0] in RESUMED:
        return "interrupted; the same command with the same --out goes on from what is done"
    return "interrupted; nothing was saved"


def _explain(error: BaseException, words: Sequence[str]) -> int:
    """Tell what went wrong in one line, and return the exit code that stands for it."""
    # The library of commands turns a reader who left into an exit of its own.
    if isinstance(error, BrokenPipeError) or isinstance(error.__context__, BrokenPipeError):
        _close_output()
        return OK
    if isinstance(error, SystemExit):
        return error.code if isinstance(error.code, int) else FAILED
    if os.environ.get("SPIRALS_DEBUG") == "1":
        import traceback

        traceback.print_exception(error)
    message, code = _words(error, words)
    with suppress(BrokenPipeError):
        complain(message)
    return code


def _words(error: BaseException, words: Sequence[str]) -> tuple[str, int]:
    if isinstance(error, KeyboardInterrupt | typer.Abort):
        return _interrupted(words), INTERRUPTED
    if isinstance(error, InputError):
        return str(error), USAGE
    if isinstance(error, TyperException):
        return _usage(error), USAGE
    if isinstance(error, OSError) and error.errno == errno.ENAMETOOLONG:
        return f"{str(error.filename)[:60]}...: no file has so long a name; check it", USAGE
    if isinstance(error, UnicodeEncodeError):
        return "a name holds bytes that are no text here; choose another name", USAGE
    if isinstance(error, OSError) and error.strerror:
        where = f"{error.filename}: " if error.filename else ""
        return f"{where}{error.strerror}", FAILED
    if isinstance(error, MemoryError):
        return "not enough memory; try a smaller organisation, or --workers 1", FAILED
    if isinstance(error, Interrupted):
        return str(error), INTERRUPTED
    if isinstance(error, ExperimentError):
        return str(error), FAILED
    return f"unexpected {type(error).__name__}: {error}; SPIRALS_DEBUG=1 shows where", FAILED


def _usage(error: Any) -> str:
    context = getattr(error, "ctx", None)
    path = context.command_path if context is not None else "spirals"
    said = error.format_message().rstrip(".").replace("Value error, ", "")  # the kind of error is no help to a reader
    return f"{said}; see {path} --help"


def _close_output() -> None:
    """Let a reader such as ``head`` stop early without a complaint at exit."""
    if sys.stdout is not None:
        with suppress(OSError, ValueError):
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
