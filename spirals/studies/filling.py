"""What a folder lacks, made by whoever works: this process, others beside it, or a cluster."""

from __future__ import annotations

import logging
import time
from collections.abc import Callable, Collection, Generator, Iterator
from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import chain
from typing import Any, Protocol

from spirals.errors import InputError
from spirals.experiments import provenance
from spirals.experiments.errors import Interrupted
from spirals.experiments.simulate import Job
from spirals.experiments.workers import Helpers, Progress, compiles, helping, shared
from spirals.studies.parts import Parts
from spirals.studies.work import Parcel

logger = logging.getLogger("spirals")


class Piece(Protocol):
    """Work for one worker at a time."""

    @property
    def id(self) -> str:
        """Identity of its first run."""


@dataclass(frozen=True)
class Crew:
    """Who works, and who is told how far it is.

    Attributes
    ----------
    workers
        Processes on this computer.
    dask
        Address of a Dask scheduler whose workers do it instead.
    progress
        Called with the number of runs done since the last call; first with those found done.

    Raises
    ------
    InputError
        If ``workers`` is below 1.
    """

    workers: int = 1
    dask: str | None = None
    progress: Progress | None = None

    def __post_init__(self) -> None:
        if self.workers < 1:
            raise InputError(f"workers: {self.workers} is not a number of processes; give 1 or more")

    def report(self, runs: float) -> None:
        """Tell of runs done."""
        if self.progress is not None:
            self.progress(runs)

    def helpers(self, most: int) -> Any:
        """Start the processes that help this one, a context; no more than there are runs."""
        return helping(0 if self.dask is not None else min(self.workers, most) - 1)


def made[P: Piece](
    pieces: Iterator[P], work: Callable[[P], Parcel], like: Job, crew: Crew, helpers: Helpers
) -> Generator[Parcel]:
    """Give pieces of work as they are finished, by whoever does them.

    Parameters
    ----------
    pieces
        Taken one by one as there is room.
    work
        Importable by name, as other processes need it; gives the same bytes wherever it is done.
    like
        A run such as those to come: it says whether the engine has to be compiled first.
    """
    if crew.dask is not None:
        from spirals.studies.cluster import on_cluster

        parcels = on_cluster(crew.dask, pieces, work)
    else:
        parcels = _here(pieces, work, like, helpers)
    for parcel in parcels:
        crew.report(float(len(parcel.runs)))
        yield parcel


def _here[P: Piece](pieces: Iterator[P], work: Callable[[P], Parcel], like: Job, helpers: Helpers) -> Iterator[Parcel]:
    first = next(pieces, None)
    if first is None:
        return
    if compiles(like):
        # One process compiles, for all to use, rather than each for itself at the same time.
        logger.warning("compiling once, about 20 s")
        yield work(first)
    else:
        pieces = chain((first,), pieces)
    yield from shared(work, pieces, helpers)


def fill[P: Piece](
    store: Parts,
    take_over: Callable[[], None],
    pieces: Callable[[Collection[str]], Iterator[P]],
    work: Callable[[P], Parcel],
    like: Job,
    wanted: int,
    crew: Crew,
    helpers: Helpers,
) -> None:
    """Make what a folder lacks and put it there, piece by piece, so that a kill loses only what is under way.

    Parameters
    ----------
    take_over
        As in `Parts.writing`.
    pieces
        Gives what is still to be done, from the identities of what is done.
    wanted
        Number of runs in all.

    Raises
    ------
    Interrupted
        At Ctrl-C; what was finished is kept.
    """
    started, clock, done = datetime.now(UTC), time.perf_counter(), 0
    with store.writing(take_over) as contents:
        for problem in contents.problems:
            logger.warning("%s; set aside, its runs are made again", problem)
        crew.report(float(len(contents.runs)))
        try:
            with closing(made(pieces(contents.runs), work, like, crew, helpers)) as parcels:
                for parcel in parcels:
                    store.commit(parcel)
                    done += len(parcel.runs)
        except KeyboardInterrupt:
            kept = len(contents.runs) + done
            raise Interrupted(
                f"interrupted; {kept} of {wanted} runs are kept in {store.path}; the same command goes on there"
            ) from None
        finally:
            if done:
                store.record(_session(started, time.perf_counter() - clock, done, crew))


def _session(started: datetime, seconds: float, runs: int, crew: Crew) -> dict[str, Any]:
    return {
        "command": provenance.command_line(),
        "started": started.isoformat(timespec="seconds"),
        "seconds": round(seconds, 3),
        "runs": runs,
        "workers": crew.workers,
        "dask": crew.dask is not None,
        "machine": provenance.machine(),
        "git": provenance.git_state(),
    }
