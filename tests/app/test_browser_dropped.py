"""Tabs whose network falls: the server soon computes nothing for them, and gives back what they held."""

from __future__ import annotations

import os
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from spirals.app.setup import packed
from tests.app.conftest import PATIENCE
from tests.app.serving import free_port, start_server, stop_server

TABS = 5
TICKS = os.sysconf("SC_CLK_TCK") if hasattr(os, "sysconf") else 100
# The page's own library tells the server of a tab that closes; with this it does not, as where the network falls.
SILENT = "solara-no-close-beacon=1"


@pytest.fixture
def alone() -> Iterator[tuple[str, int]]:
    """Run a server for one test; return its address and process."""
    if not Path("/proc/self/stat").exists():
        pytest.skip("this system does not tell how much a process computes")
    port = free_port()
    process = start_server(port)
    yield f"http://127.0.0.1:{port}", process.pid
    errors = stop_server(process)
    assert "Traceback" not in errors, errors[-3000:]


def computed(process: int) -> float:
    """Return seconds of computing of a process so far."""
    said = Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()
    return (int(said[11]) + int(said[12])) / TICKS


def memory(process: int) -> float:
    """Return megabytes that a process holds."""
    return int(Path(f"/proc/{process}/statm").read_text().split()[1]) * os.sysconf("SC_PAGE_SIZE") / 1e6


def share(process: int) -> float:
    """Return which share of the time a process computes, over a while."""
    before, clock = computed(process), time.perf_counter()
    time.sleep(1.0)
    return (computed(process) - before) / (time.perf_counter() - clock)


def test_dropped_tabs_compute_nothing_and_hold_little(browser: Any, alone: tuple[str, int]) -> None:
    address, process = alone
    sides = "&".join(f"s={packed({'base': base, 'changes': {}})}" for base in ("baseline", "crisis"))
    query = f"{sides}&with={packed({'size': 1500, 'days': 1300})}&{SILENT}"
    context = browser.new_context()
    pages = [context.new_page() for _ in range(TABS)]
    for page in pages:
        page.set_default_timeout(PATIENCE)
        page.goto(f"{address}/compare?{query}")
        page.wait_for_selector(".column canvas")
        page.click("text=Run the comparison")
        page.wait_for_selector("text=Cancel")
    before, until = computed(process), time.monotonic() + 300
    while computed(process) < before + 0.5:
        assert time.monotonic() < until, "it computes nothing that could end"
        time.sleep(0.1)
    busy = memory(process)
    for page in pages:
        page.close()
    until = time.monotonic() + 300
    while share(process) > 0.1:
        assert time.monotonic() < until, "it still computes for nobody"
    assert memory(process) < busy + 50
    context.close()
