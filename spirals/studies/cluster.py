"""Batches run by a Dask cluster, whatever happens to its workers and its scheduler."""

from __future__ import annotations

import logging
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from itertools import count
from typing import Any

from spirals.errors import InputError
from spirals.experiments.errors import ExperimentError
from spirals.studies.extras import need
from spirals.studies.work import Parcel

logger = logging.getLogger("spirals")

CONNECT_SECONDS = 20.0
GONE_SECONDS = 600.0  # how long a scheduler may be away before the sweep gives up
AHEAD = 2  # batches under way for each thread of the cluster
FEWEST = 4  # batches under way at least, so that a worker that joins late finds some
LOOK_SECONDS = 1.0
FAILURES = 5  # times that a batch may lose its worker


class ClusterLost(ExperimentError):
    """The scheduler stayed away, or batches kept losing their workers."""


class _Gone(Exception):
    """The scheduler cannot be reached any more."""


def on_cluster(address: str, batches: Iterator[Any], work: Callable[[Any], Parcel]) -> Iterator[Parcel]:
    """Give batches as a Dask cluster finishes them, in any order.

    A batch whose worker dies is run again elsewhere; workers that join are used; if the scheduler goes away, this
    waits for it to come back at its address and hands out again what was not finished.

    Parameters
    ----------
    address
        Of the scheduler, as ``tcp://10.0.0.1:8786``.
    batches
        Taken one by one as there is room; each has an ``id``.
    work
        Does one batch; importable by name where the workers are.

    Raises
    ------
    InputError
        If Dask is not installed, nobody answers at the address, or a worker has other code or files.
    ClusterLost
        If the scheduler stayed away, or a batch lost its worker again and again.
    """
    _require(address)
    owed: dict[str, Any] = {}  # handed out, not finished
    names = (f"spirals-{number}" for number in count())
    with _quiet():
        yield from _through_restarts(address, owed, names, batches, work)


def _through_restarts(
    address: str, owed: dict[str, Any], names: Iterator[str], batches: Iterator[Any], work: Callable[[Any], Parcel]
) -> Iterator[Parcel]:
    client = _connect(address, first=True)
    try:
        while True:
            try:
                yield from _work_off(client, owed, names, batches, work)
                return
            except _Gone:
                logger.warning("the scheduler at %s went away; waiting for it to come back", address)
                _close(client)
                client = _connect(address, first=False)
                logger.warning("the scheduler is back; %d batches are handed out again", len(owed))
    finally:
        _close(client)


@contextmanager
def _quiet() -> Iterator[None]:
    """Keep Dask from telling at length what is told here in words."""
    loggers = [
        logging.getLogger(name) for name in list(logging.root.manager.loggerDict) if name.startswith("distributed")
    ]
    levels = [one.level for one in loggers]
    for one in loggers:
        one.setLevel(logging.CRITICAL)
    try:
        yield
    finally:
        for one, level in zip(loggers, levels, strict=True):
            one.setLevel(level)


def _require(address: str) -> None:
    need("distributed", "--dask")
    if "://" not in address:
        raise InputError(f"--dask {address}: is no address; write for example tcp://127.0.0.1:8786")


def _connect(address: str, first: bool) -> Any:
    """Return a client; wait for a scheduler that has been there before."""
    from distributed import Client

    until = time.monotonic() + (CONNECT_SECONDS if first else GONE_SECONDS)
    while True:
        try:
            # Its own attempts to reconnect would hide that everything handed out was lost.
            return Client(address, timeout=CONNECT_SECONDS, set_as_default=False, name="spirals")
        except (OSError, TimeoutError, ValueError) as error:
            if isinstance(error, ValueError):
                raise InputError(f"--dask {address}: is no address; write for example tcp://127.0.0.1:8786") from None
            if time.monotonic() > until:
                if first:
                    raise InputError(
                        f"--dask {address}: no scheduler answers there; start one, or correct it"
                    ) from None
                raise ClusterLost(
                    f"the scheduler at {address} did not come back; what was finished is kept, and the same command "
                    "goes on"
                ) from None
            time.sleep(LOOK_SECONDS)


def _close(client: Any) -> None:
    with suppress(Exception):  # it may be gone already
        client.close(timeout=2)


def _work_off(
    client: Any, owed: dict[str, Any], names: Iterator[str], batches: Iterator[Any], work: Callable[[Any], Parcel]
) -> Iterator[Parcel]:
    """Hand out what is owed, then more; give what is finished until nothing is left."""
    from distributed import CancelledError, wait

    futures: dict[Any, str] = {}
    for name, batch in list(owed.items()):
        futures[_hand_out(client, work, batch, name)] = name
    while True:
        while len(futures) < max(FEWEST, AHEAD * _threads(client)):
            following = next(batches, None)
            if following is None:
                break
            name = next(names)
            owed[name] = following
            futures[_hand_out(client, work, following, name)] = name
        if not futures:
            return
        with suppress(TimeoutError, CancelledError), client.as_current():
            wait(list(futures), timeout=LOOK_SECONDS, return_when="FIRST_COMPLETED")
        if client.status != "running" or any(future.status in ("lost", "cancelled") for future in futures):
            raise _Gone
        for future in [one for one in futures if one.done()]:
            parcel = _answer(future)
            del owed[futures.pop(future)]
            future.release()
            yield parcel


def _threads(client: Any) -> int:
    """Return how many batches the cluster can run at once; raise where nobody can say."""
    try:
        return sum(client.nthreads().values())
    except (OSError, TimeoutError, RuntimeError, ValueError):
        raise _Gone from None


def _hand_out(client: Any, work: Callable[[Any], Parcel], batch: Any, name: str) -> Any:
    try:
        return client.submit(work, batch, key=f"{name}-{batch.id}", retries=FAILURES, pure=False)
    except (OSError, RuntimeError):
        raise _Gone from None


def _answer(future: Any) -> Parcel:
    from distributed import CancelledError, KilledWorker

    try:
        answer: Parcel = future.result(timeout=CONNECT_SECONDS)
        return answer
    except KilledWorker:
        raise ClusterLost(
            "a batch lost its worker again and again; memory may be short there; what was finished is kept, and the "
            "same command goes on"
        ) from None
    except ImportError as error:
        raise InputError(f"--dask: a worker lacks what the runs need ({error}); install spirals there too") from None
    except (CancelledError, OSError, TimeoutError):
        raise _Gone from None
