"""A real server and a real browser for the pages; tests that need them skip only where Chromium is absent."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs

import pytest

from spirals.app import clock
from spirals.app.lesson_files import FOLDER
from tests.app.serving import free_port, start_server, stop_server

# Solara's own templates, not ours, make the console say this once a page.
PATIENCE = 120_000  # ms; a busy machine is slow, and only a fault makes a test wait so long
_NOT_OURS = ("Failed to evaluate Vue script",)


SHORTER = (("days = 200", "days = 75"), ("size = 100", "size = 30"), ("replicates = 10", "replicates = 5"))


def short_lesson(folder: Path) -> Path:
    """Write the lesson on a crisis as a small one, in place of the shipped one; return the folder."""
    text = (FOLDER / "5_crisis.toml").read_text("utf-8")
    for old, new in SHORTER:
        assert old in text
        text = text.replace(old, new)
    (folder / "5_crisis.toml").write_text(text, "utf-8")
    return folder


@pytest.fixture(autouse=True)
def still(monkeypatch: pytest.MonkeyPatch) -> None:
    """Stop the clock that stretches of work go by: what is asked for is done at once, however slow the machine."""
    monkeypatch.setattr(clock, "now", lambda: 0.0)


@pytest.fixture(scope="session")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Run the pages for all tests; return their address."""
    port = free_port()
    process = start_server(port, "--lessons", str(short_lesson(tmp_path_factory.mktemp("lessons"))))
    yield f"http://127.0.0.1:{port}"
    errors = stop_server(process)
    assert "Traceback" not in errors, errors[-3000:]


class Tab:
    """A page with everything that went wrong or outside noted."""

    def __init__(
        self, context: Any, server: str, viewport: Any = None, color_scheme: str = "light", first: bool = False
    ) -> None:
        self.server = server
        self.context = context
        self.page = context.new_page()
        self.page.set_default_timeout(PATIENCE)
        if not first:  # else the first scene lies over what is tested
            self.page.add_init_script("localStorage.setItem('spirals.seen', 'scene')")
        self.page.emulate_media(color_scheme=color_scheme)
        self.page.set_viewport_size(viewport or {"width": 1280, "height": 720})
        self.outside: list[str] = []
        self.errors: list[str] = []
        self.page.on("request", self._request)
        self.page.on("pageerror", lambda error: self.errors.append(str(error)))
        self.page.on("console", self._console)
        self.page.on("requestfailed", lambda request: self.errors.append(f"failed: {request.url}"))

    def _request(self, request: Any) -> None:
        if not request.url.startswith((self.server, "data:", "blob:")):
            self.outside.append(request.url)

    def _console(self, message: Any) -> None:
        if message.type in ("error", "warning") and not any(text in message.text for text in _NOT_OURS):
            self.errors.append(message.text)

    def open(self, path: str) -> Any:
        """Go to a page of the site and return it."""
        self.page.goto(f"{self.server}{path}")
        return self.page

    def explore(self, query: str = "") -> Any:
        """Open Explore and wait for the picture of the day that the query names."""
        page = self.open(f"/explore{query}")
        page.wait_for_function("window.spirals && window.spirals.lastDrawn", timeout=PATIENCE)
        self.until_day(int(parse_qs(query.lstrip("?")).get("day", ["0"])[0]))
        return page

    def day(self) -> int:
        """Return the day that is drawn."""
        return int(self.page.evaluate("window.spirals.lastDrawn.day"))

    def until_day(self, day: int) -> None:
        """Wait until a day is drawn."""
        self.page.wait_for_function(f"window.spirals.lastDrawn.day >= {day}", timeout=PATIENCE)


@pytest.fixture(scope="session")
def visitor(browser: Any) -> Iterator[Any]:
    """Return one visitor's browser for all tests, which keeps what pages let it keep."""
    context = browser.new_context(accept_downloads=True)
    yield context
    context.close()


@pytest.fixture
def tab(browser: Any, visitor: Any, server: str) -> Iterator[Callable[..., Tab]]:
    """Return a function that opens a tab, the second of a test with another visitor; none may err or go outside."""
    tabs: list[Tab] = []
    others: list[Any] = []

    def make(**options: Any) -> Tab:
        if tabs:
            others.append(browser.new_context(accept_downloads=True))
        tabs.append(Tab(others[-1] if tabs else visitor, server, **options))
        return tabs[-1]

    yield make
    for one in tabs:
        if one.page.url.startswith(server):
            one.page.evaluate("localStorage.clear()")
        one.page.close()
    for context in others:
        context.close()
    assert [one.outside for one in tabs] == [[] for _ in tabs]
    assert [one.errors for one in tabs] == [[] for _ in tabs]
