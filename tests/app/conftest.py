"""A real server and a real browser for the pages; tests that need them skip only where Chromium is absent."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any
from urllib.parse import parse_qs

import pytest

from tests.app.serving import free_port, start_server, stop_server

# Solara's own templates, not ours, make the console say this once a page.
_NOT_OURS = ("Failed to evaluate Vue script",)


@pytest.fixture(scope="session")
def server() -> Iterator[str]:
    """Run the pages for all tests; return their address."""
    port = free_port()
    process = start_server(port)
    yield f"http://127.0.0.1:{port}"
    errors = stop_server(process)
    assert "Traceback" not in errors, errors[-3000:]


class Tab:
    """A page in a context of its own, with everything that went wrong or outside noted."""

    def __init__(self, browser: Any, server: str, **options: Any) -> None:
        self.server = server
        self.context = browser.new_context(accept_downloads=True, **options)
        self.page = self.context.new_page()
        self.page.set_default_timeout(10_000)
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
        page.wait_for_function("window.spirals && window.spirals.lastDrawn", timeout=40_000)
        self.until_day(int(parse_qs(query.lstrip("?")).get("day", ["0"])[0]))
        return page

    def day(self) -> int:
        """Return the day that is drawn."""
        return int(self.page.evaluate("window.spirals.lastDrawn.day"))

    def until_day(self, day: int) -> None:
        """Wait until a day is drawn."""
        self.page.wait_for_function(f"window.spirals.lastDrawn.day >= {day}", timeout=20_000)


@pytest.fixture
def tab(browser: Any, server: str) -> Iterator[Callable[..., Tab]]:
    """Return a function that opens a tab; afterwards none may have erred or gone outside."""
    tabs: list[Tab] = []

    def make(**options: Any) -> Tab:
        tabs.append(Tab(browser, server, **options))
        return tabs[-1]

    yield make
    for one in tabs:
        one.context.close()
    assert [one.outside for one in tabs] == [[] for _ in tabs]
    assert [one.errors for one in tabs] == [[] for _ in tabs]
