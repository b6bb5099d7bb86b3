"""What is written where: tables on standard output, remarks and progress on the error stream."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from rich.console import Console


def output() -> Console:
    """Return the console for results: plain text unless it is a terminal."""
    from rich.console import Console

    return Console(file=sys.stdout, highlight=False, markup=False, soft_wrap=False)


def errors() -> Console:
    """Return the console for remarks."""
    from rich.console import Console

    return Console(file=sys.stderr, highlight=False, markup=False)


def complain(message: str) -> None:
    """Write a message to the error stream, every line of it marked as ours."""
    for line in message.splitlines() or [""]:
        errors().print(f"spirals: {' '.join(line.split())}", style="bold red", soft_wrap=True)


def remark(message: str, quiet: bool = False) -> None:
    """Write a line that is good to know to the error stream."""
    if not quiet:
        errors().print(" ".join(message.split()), soft_wrap=True)


@contextmanager
def progress(runs: int, quiet: bool) -> Iterator[Callable[[float], None]]:
    """Show a bar of runs done while the block runs; nothing if quiet or no terminal is there."""
    console = errors()
    if quiet or not console.is_terminal:
        yield lambda _runs: None
        return
    from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn, TimeRemainingColumn

    bar = Progress(
        TextColumn("{task.description}"),
        BarColumn(),
        TextColumn("{task.completed:.0f} of {task.total:.0f} runs"),
        TimeElapsedColumn(),
        TextColumn("left"),
        TimeRemainingColumn(),
        console=console,
        transient=True,
    )
    with bar:
        task = bar.add_task("running", total=runs)
        yield lambda done: bar.advance(task, done)
