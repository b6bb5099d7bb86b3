"""What is written where: tables on standard output, remarks and progress on the error stream."""

from __future__ import annotations

import os
import shutil
import sys
import textwrap
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from itertools import zip_longest
from typing import TYPE_CHECKING, Any

import typer

from spirals.errors import visible

if TYPE_CHECKING:
    from rich.console import Console

_LINE_SECONDS = 60.0  # between two lines of progress where no terminal is there
_WIDEST = 26  # characters of any column but the first and the last; what is longer is wrapped


def output() -> Console:
    """Return the console for tables of numbers: plain text unless it is a terminal."""
    from rich.console import Console

    return Console(file=sys.stdout, highlight=False, markup=False, soft_wrap=False)


def say(message: str, bold: bool = False) -> None:
    """Write a line to standard output; without rich, which would be half of the waiting for a list."""
    typer.secho(visible(message), bold=bold, color=_colour())


def complain(message: str) -> None:
    """Write a message to the error stream, every line of it marked as ours."""
    for line in message.splitlines() or [""]:
        typer.secho(
            f"spirals: {visible(' '.join(line.split()), 900)}",
            fg=typer.colors.RED,
            bold=True,
            err=True,
            color=_colour(),
        )


def remark(message: str, quiet: bool = False) -> None:
    """Write a line that is good to know to the error stream."""
    if not quiet:
        typer.echo(visible(" ".join(message.split()), 2_000), err=True, color=_colour())


def rows(table: Sequence[Mapping[str, Any]], under: str = "") -> None:
    """Write rows of text in columns that fit the terminal: the last takes what room there is.

    Parameters
    ----------
    table
        Rows of text by column.
    under
        Column that stands as a heading above the rows it is the same for, instead of in them.
    """
    if not table:
        say("nothing")
        return
    names = [name for name in table[0] if name != under]
    widths = [max(len(str(row[name])) for row in (*table, {name: name})) for name in names[:-1]]
    widths[1:] = [min(_WIDEST, width) for width in widths[1:]]
    widths.append(max(20, shutil.get_terminal_size().columns - sum(widths) - len(widths)))
    _row(names, widths, bold=True)
    heading = None
    for row in table:
        if under in row and row[under] != heading:
            heading = row[under]
            say(f"\n{heading}", bold=True)
        _row([str(row[name]) for name in names], widths)


def blocks(table: Sequence[Mapping[str, Any]], under: str = "") -> None:
    """Write each row as a few lines: the first column as a heading, the second as text, the rest by name.

    For rows with more text than columns can hold; ``under`` as in `rows`.
    """
    heading = None
    for row in table:
        names = [name for name in row if name != under]
        if under in row and row[under] != heading:
            heading = row[under]
            say(f"\n{heading.upper()}", bold=True)
        say(f"\n{row[names[0]]}", bold=True)
        say(fitted(str(row[names[1]]), "  "))
        for name in names[2:]:
            if row[name]:
                say(fitted(str(row[name]), f"    {name:<9}"))


def fitted(text: str, before: str = "") -> str:
    """Return text in lines that fit the terminal, after a title that later lines are indented by."""
    wide = max(40, shutil.get_terminal_size().columns)
    return textwrap.fill(text, wide, initial_indent=before, subsequent_indent=" " * len(before))


def _row(cells: Sequence[str], widths: Sequence[int], bold: bool = False) -> None:
    wrapped = [textwrap.wrap(cell, width) for cell, width in zip(cells, widths, strict=True)]
    for parts in zip_longest(*wrapped, fillvalue=""):
        line = " ".join(f"{part:<{width}}" for part, width in zip(parts, widths, strict=True))
        say(line.rstrip(), bold)


def _colour() -> bool | None:
    """Return False where colours are unwanted; None leaves it to whether a terminal is there."""
    return False if os.environ.get("NO_COLOR") else None


@contextmanager
def progress(runs: int, quiet: bool, what: str = "runs") -> Iterator[Callable[[float], None]]:
    """Show how much is done and how long the rest may take while the block runs: a bar, or now and then a line.

    Parameters
    ----------
    runs
        How many there are in all.
    quiet
        True shows nothing.
    what
        Name of what is counted.
    """
    if quiet:
        yield lambda _runs: None
        return
    if not sys.stderr.isatty():
        yield _lines(runs, what)
        return
    from rich.console import Console
    from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn, TimeRemainingColumn

    bar = Progress(
        TextColumn("{task.description}"),
        BarColumn(),
        TextColumn(f"{{task.completed:.0f}} of {{task.total:.0f}} {what}"),
        TimeElapsedColumn(),
        TextColumn("left"),
        TimeRemainingColumn(),
        console=Console(stderr=True),
        transient=True,
    )
    with bar:
        task = bar.add_task("running", total=runs)

        def told(done: float) -> None:
            bar.advance(task, done)
            row = bar.tasks[task]
            if row.total is not None and row.completed > row.total:  # the number of runs was an estimate
                bar.update(task, total=row.completed)

        yield told


def _lines(runs: int, what: str) -> Callable[[float], None]:
    """Return a function that writes a line a minute; what is reported first was there before."""
    start = last = time.monotonic()
    done = before = 0.0
    first = True

    def told(more: float) -> None:
        nonlocal last, done, before, first
        done += more
        if first:
            before, first = done, False
        now = time.monotonic()
        whole = done - before >= 1.0  # part of a first run may have waited for compiling
        if whole and now - last >= _LINE_SECONDS:
            last = now
            if done >= runs:
                remark(f"{done:.0f} {what} done, more than the {runs} expected; nearly there")
                return
            left = (runs - done) * (now - start) / (done - before)
            remark(f"{done:.0f} of {runs} {what}, about {duration(left)} left")

    return told


def duration(seconds: float) -> str:
    """Return a time in the unit that suits it.

    Examples
    --------
    >>> duration(42.0), duration(600.0), duration(9000.0)
    ('42 s', '10 min', '2.5 h')
    """
    if seconds < 90.0:
        return f"{seconds:.0f} s"
    return f"{seconds / 60.0:.0f} min" if seconds < 5400.0 else f"{seconds / 3600.0:.1f} h"
