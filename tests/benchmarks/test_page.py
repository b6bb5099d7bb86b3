"""Page figures: a real browser on this machine, and forty sessions over real websockets (see DECLARATION.md)."""

from __future__ import annotations

import statistics
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.app.serving import FLAGS, chromium_path, free_port, start_server, stop_server
from tests.benchmarks.figures import report
from tests.benchmarks.sessions import Client

STEPS = """async (count) => {
  const took = [], next = () => new Promise((done) => requestAnimationFrame(() => setTimeout(done, 0)));
  const button = document.querySelector("[aria-label='Step one day']");
  for (let i = 0; i < count; i++) {
    const day = window.spirals.lastDrawn.day, start = performance.now();
    button.click();
    while (window.spirals.lastDrawn.day === day) await new Promise((done) => setTimeout(done, 1));
    await next();
    took.push(performance.now() - start);
  }
  return took;
}"""
PLAY = """async (seconds) => {
  const first = window.spirals.lastDrawn.day, start = performance.now();
  let longest = 0, seen = first, at = start;
  while (performance.now() - start < 1000 * seconds) {
    await new Promise((done) => setTimeout(done, 2));
    if (window.spirals.lastDrawn.day !== seen) {
      longest = Math.max(longest, performance.now() - at);
      seen = window.spirals.lastDrawn.day;
      at = performance.now();
    }
  }
  return [(seen - first) / ((at - start) / 1000), longest];
}"""
RESET = """async () => {
  const start = performance.now();
  document.querySelector("[aria-label='Reset to day 0']").click();
  while (window.spirals.lastDrawn.day !== 0) await new Promise((done) => setTimeout(done, 1));
  await new Promise((done) => requestAnimationFrame(() => setTimeout(done, 0)));
  return performance.now() - start;
}"""


@pytest.fixture(scope="module")
def server() -> Iterator[tuple[int, int]]:
    """Run a server; return its port and process number."""
    port = free_port()
    process = start_server(port)
    try:
        first = Client(port)
        first.ask("open", query="?scenario=baseline")
        first.until_frame(120)
        first.ask("step", days=5)
        first.until_frame(120)
        first.close()
        yield port, process.pid
    finally:
        stop_server(process)


@pytest.fixture(scope="module")
def chromium() -> Iterator[Any]:
    """Run one Chromium."""
    path = chromium_path()
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=list(FLAGS))
        yield browser
        browser.close()


def explore(chromium: Any, port: int, query: str = "?scenario=baseline") -> Any:
    """Open Explore in a fresh context at 1400 x 900 and wait for the first picture."""
    page = chromium.new_context(viewport={"width": 1400, "height": 900}).new_page()
    page.goto(f"http://127.0.0.1:{port}/explore{query}")
    page.wait_for_function("window.spirals && window.spirals.lastDrawn", timeout=60_000)
    return page


def size_query(size: int) -> str:
    """Return the query of a link to an organisation of a size."""
    from spirals.app.setup import Setup

    return f"?{Setup('baseline', {'size': size}).query()}"


def test_first_paint(chromium: Any, server: tuple[int, int]) -> None:
    seen = []
    for _ in range(5):
        page = explore(chromium, server[0])
        seen.append(page.evaluate("window.spirals.firstDrawn"))
        page.context.close()
    report(
        "network drawn and ready for use, cold tab",
        statistics.median(seen) / 1e3,
        must=2.5,
        aim=1.5,
        less=True,
        unit="s",
    )


@pytest.mark.parametrize(("size", "must", "aim"), [(50, 50, 30), (200, 60, 30), (1000, 120, 75)])
def test_step_to_picture(chromium: Any, server: tuple[int, int], size: int, must: float, aim: float) -> None:
    page = explore(chromium, server[0], size_query(size))
    page.evaluate(STEPS, 5)
    counted = [0, 0]
    session = page.context.new_cdp_session(page)
    session.send("Network.enable")

    def received(event: Any) -> None:
        frame = event["response"]
        text = frame["payloadData"]
        counted[0] += len(text) * 3 // 4 if frame["opcode"] == 2 else len(text)

    def sent(event: Any) -> None:
        counted[1] += len(event["response"]["payloadData"])

    session.on("Network.webSocketFrameReceived", received)
    session.on("Network.webSocketFrameSent", sent)
    took = page.evaluate(STEPS, 40)
    page.wait_for_timeout(200)
    session.detach()
    report(f"step to picture, N = {size}", statistics.median(took), must=must, aim=aim, less=True, unit="ms")
    limits = {200: (10.0, 5.0), 1000: (20.0, 10.0)}.get(size)
    if limits:
        report(
            f"bytes a step to the browser, N = {size}",
            counted[0] / 40e3,
            must=limits[0],
            aim=limits[1],
            less=True,
            unit="kB",
        )
    page.context.close()


def test_play_and_reset_with_a_thousand(chromium: Any, server: tuple[int, int]) -> None:
    page = explore(chromium, server[0], size_query(1000))
    page.select_option(".transport select", "10")
    page.click(".keys .main")
    rate, longest = page.evaluate(PLAY, 5)
    report("play at 100 ms, N = 1000", rate, must=10, aim=20, unit="days/s")
    report("longest wait for a picture in play, N = 1000", longest, unit="ms")
    page.select_option(".transport select", "20")
    rate, _ = page.evaluate(PLAY, 5)
    report("play at 50 ms, N = 1000", rate, unit="days/s")
    page.click(".keys .main")
    page.wait_for_timeout(300)
    took = page.evaluate(RESET)
    report("reset, N = 1000", took / 1e3, must=0.5, aim=0.2, less=True, unit="s")
    page.context.close()


def memory(pid: int) -> float:
    """Return the resident memory of a process in MB."""
    status = Path(f"/proc/{pid}/status").read_text()
    return int(next(line for line in status.splitlines() if line.startswith("VmRSS")).split()[1]) / 1024


def together(clients: list[Client], work: Any) -> list[Any]:
    """Do something with all sessions at once, each in a thread of its own; return what each gives."""
    answers: list[Any] = [None] * len(clients)
    gate = threading.Barrier(len(clients))

    def one(place: int) -> None:
        gate.wait()
        answers[place] = work(clients[place])

    threads = [threading.Thread(target=one, args=(place,)) for place in range(len(clients))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return answers


def one_step(client: Client) -> float:
    """Ask for a day and return how long the picture took, in seconds."""
    start = time.perf_counter()
    client.ask("step", days=1)
    client.until_frame()
    return time.perf_counter() - start


def play(client: Client) -> int:
    """Play for eight seconds as the page does, a day as soon as the last is drawn, at most 20 a second."""
    until, days = time.perf_counter() + 8.0, 0
    while time.perf_counter() < until:
        took = one_step(client)
        time.sleep(max(0.0, 0.05 - took))
        days += 1
    return days


def class_at_one_a_second(client: Client) -> list[float]:
    """Play for eight seconds at one day a second; return how long each picture took."""
    took = []
    time.sleep((id(client) >> 6) % 100 / 100.0)
    for _ in range(8):
        start = time.perf_counter()
        took.append(one_step(client))
        time.sleep(max(0.0, 1.0 - (time.perf_counter() - start)))
    return took


def test_a_class_of_forty(server: tuple[int, int]) -> None:
    port, pid = server
    query = size_query(200)
    before = memory(pid)
    clients = []
    for _ in range(40):
        client = Client(port)
        client.ask("open", query=query)
        client.until_frame()
        clients.append(client)
    idle = memory(pid)
    report("memory per idle session, N = 200", (idle - before) / 40, must=2, aim=1, less=True, unit="MB")
    for _ in range(3):
        took = together(clients, one_step)
    report("40 sessions step at once, N = 200: the slowest", max(took), must=1, aim=0.5, less=True, unit="s")
    report("40 sessions step at once, N = 200: the median", statistics.median(took), unit="s")
    delays = sorted(delay for each in together(clients, class_at_one_a_second) for delay in each)
    report("40 sessions at one day a second: median", statistics.median(delays) * 1e3, unit="ms")
    report("40 sessions at one day a second: 95th percentile", delays[int(0.95 * len(delays))] * 1e3, unit="ms")
    rates = [days / 8.0 for days in together(clients[:30], play)]
    report("30 sessions on play, N = 200: the slowest of them", min(rates), must=2, aim=5, unit="days/s")
    report("30 sessions on play, N = 200: the median", statistics.median(rates), unit="days/s")
    busy = memory(pid)
    report("memory per session after playing", (busy - before) / 40, unit="MB")
    for client in clients:
        client.close()
    time.sleep(5)
    after = memory(pid)
    report("memory kept after all forty have left", after - before, unit="MB")
    assert all(client.day > 0 for client in clients)
