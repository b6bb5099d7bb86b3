"""Work belongs to a reader who is there: it rests soon after the connection goes, and goes on when it is back."""

from __future__ import annotations

import gc
import threading
import time
import weakref
from collections.abc import Callable
from typing import Any

import pytest

from spirals.app import background
from spirals.app.background import Replicates
from spirals.app.presence import Presence
from spirals.app.session import Session
from spirals.scenario import parse


def wait_until(holds: Callable[[], Any], seconds: float = 300.0) -> None:
    """Wait until something holds; the time is for a busy machine."""
    until = time.monotonic() + seconds
    while not holds():
        assert time.monotonic() < until
        time.sleep(0.01)


class Told:
    """Takes what a session tells."""

    def __init__(self) -> None:
        self.messages: list[dict[str, Any]] = []

    def __call__(self, message: dict[str, Any], buffers: list[bytes]) -> None:
        self.messages.append(message)

    def kinds(self) -> list[str]:
        """Return the kinds of messages in order."""
        return [message["kind"] for message in self.messages]


def test_work_rests_after_the_last_connection_and_not_before() -> None:
    presence, calls, rested = Presence(grace=0.05), [], threading.Event()
    presence.came("page")

    def rest() -> None:
        calls.append("rest")
        rested.set()

    presence.watch("page", rest, lambda: calls.append("wake"))
    presence.came("page")  # a second connection, as while the network changes
    wait_until(lambda: calls == ["wake"])
    presence.left("page")
    assert not rested.wait(0.2)
    presence.left("page")
    assert rested.wait(300)
    presence.came("page")
    wait_until(lambda: calls == ["wake", "rest", "wake"])


def test_a_connection_that_is_soon_back_loses_nothing() -> None:
    presence, rested = Presence(grace=30.0), threading.Event()
    presence.came("page")
    presence.watch("page", rested.set, lambda: None)
    presence.left("page")
    presence.came("page")
    assert not presence._timers
    presence.left("page")
    presence.forget("page")
    assert not presence._timers
    assert not rested.is_set()


def scenario(days: int = 400) -> Any:
    """Return a small scenario."""
    return parse(f'name = "small"\ndays = {days}\norganisation.size = 12\n')


def test_replicates_rest_inside_a_run_and_come_to_the_same() -> None:
    def table(pause: bool) -> Any:
        over = threading.Event()

        def update(one: Replicates) -> None:
            if pause and one.done == 1:
                one.pause()
            if one.over:
                over.set()

        runs = Replicates([scenario(), scenario()], 3, (), update)
        runs.start()
        if pause:
            wait_until(lambda: runs._paused.is_set() and not runs._queued)
            runs.start()  # nothing goes on while nobody reads
            assert (runs.done, runs._queued) == (1, False)
            runs.resume()
            runs.resume()
        assert over.wait(300)
        assert len(runs._answers) == 6
        return runs.comparison().table()

    assert table(True).equals(table(False))


def test_what_is_not_wanted_ends_within_days(monkeypatch: pytest.MonkeyPatch) -> None:
    shares: list[float] = []

    def simulate(job: Any, days_done: Callable[[float], None]) -> Any:
        for share in (0.1, 0.2, 0.3):
            if share == 0.2:
                runs.cancel()
            days_done(share)
            shares.append(share)

    monkeypatch.setattr(background, "simulate", simulate)
    runs = Replicates([scenario(), scenario()], 3, (), lambda one: None)
    runs.start()
    wait_until(lambda: runs.over and not runs._queued)
    assert shares == [0.1]
    assert runs.done == 0


def test_an_absent_reader_holds_no_run_and_finds_the_same_day_again() -> None:
    told = Told()
    session = Session(told)
    session.act({"page": "explore", "name": "open", "data": {"query": "scenario=crisis&with="}})
    session.act({"page": "explore", "name": "change", "data": {"changes": {"size": 20}}})
    explore: Any = session._pages["explore"]
    while explore.setup.day < 3:
        session.act({"page": "explore", "name": "step", "data": {"to": 3}})
    before = explore.run.organisation.people
    day = explore.setup.day
    session.rest()
    assert not explore.run
    del told.messages[:]
    session.wake()
    assert told.kinds() == ["back"]
    session.act({"page": "explore", "name": "step", "data": {"days": 1}})
    start = told.messages[-1]
    assert (start["kind"], start["target"]) == ("start", day)
    while explore.setup.day < day:
        session.act({"page": "explore", "name": "step", "data": {"to": day}})
    assert explore.run.organisation.people.equals(before)
    session.close()


def test_comparisons_are_kept_over_an_absence() -> None:
    told = Told()
    session = Session(told)
    session.act({"page": "compare", "name": "open", "data": {}})
    session.act({"page": "compare", "name": "share", "data": {"changes": {"size": 12, "days": 10}}})
    session.act({"page": "compare", "name": "replicate", "data": {}})
    compare = session._pages["compare"]
    wait_until(lambda: compare.replicates.done)
    session.rest()
    assert compare.runs == []
    wait_until(lambda: not compare.replicates._queued)
    replicates = compare.replicates
    session.wake()
    wait_until(lambda: replicates.over)
    session.act({"page": "compare", "name": "step", "data": {"days": 1}})
    assert told.messages[-1]["kind"] == "start"
    assert compare.replicates is replicates
    session.act({"page": "compare", "name": "save", "data": {"what": "table"}})
    assert told.messages[-1]["kind"] == "file"
    session.close()


def test_a_class_whose_network_falls_computes_nothing_and_holds_no_runs() -> None:
    sessions = [Session(Told()) for _ in range(12)]
    for session in sessions:
        session.act({"page": "compare", "name": "open", "data": {}})
        session.act({"page": "compare", "name": "share", "data": {"changes": {"size": 12, "days": 200}}})
        session.act({"page": "compare", "name": "replicate", "data": {"more": True}})
        session.act({"page": "explore", "name": "open", "data": {}})
    runs = [weakref.ref(run) for session in sessions for run in session._pages["compare"].runs]
    runs += [weakref.ref(session._pages["explore"].run) for session in sessions]
    for session in sessions:
        session.rest()
    mine = [session._pages["compare"].replicates for session in sessions]
    wait_until(lambda: not any(one._queued for one in mine))
    done = [one.done for one in mine]
    gc.collect()
    assert len(runs) == 36
    assert not any(run() for run in runs)
    time.sleep(0.1)
    assert [one.done for one in mine] == done
    for session in sessions:
        session.close()
