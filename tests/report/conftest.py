"""One small report on the made-up company, made once for all tests here."""

from __future__ import annotations

from html.parser import HTMLParser
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from spirals.report.gather import Asked, Findings, gather
from spirals.report.page import render
from spirals.scenario import load

SMALL: dict[str, Any] = {"days": 100, "replicates": 4}
DRAWS = 2


class Made(NamedTuple):
    """A report: what it rests on and the page."""

    found: Findings
    page: str


def make(people: Path, ties: Path, *options: str, **settings: Any) -> Made:
    """Make a small report."""
    scenarios = [load(name) for name in ("baseline", *options)]
    found = gather(scenarios, Asked("spirals report", (), draws=DRAWS), people=people, ties=ties, **settings)
    return Made(found, render(found))


@pytest.fixture(scope="session")
def made(example_company: tuple[Path, Path]) -> Made:
    """Return a report on three scenarios."""
    return make(*example_company, "team_incentives", "leader_modelling", **SMALL)


class Page(HTMLParser):
    """Reads a page: its marked numbers, its links, and its text without what scenarios and files say."""

    VOID = frozenset({"meta", "link", "br", "hr", "img", "input"})
    QUOTED = frozenset({"style", "pre", "code", "data", "title"})

    def __init__(self, text: str) -> None:
        super().__init__()
        self.open: list[tuple[str, bool]] = []
        self.numbers: list[tuple[str, str, str, str]] = []
        self.links: list[dict[str, str | None]] = []
        self.ids: list[str] = []
        self.words = ""
        self._number: list[str] | None = None
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        if given.get("id"):
            self.ids.append(str(given["id"]))
        if tag == "a":
            self.links.append(given)
        if tag == "data":
            self._number = [str(given["data-key"]), str(given["value"]), str(given["data-form"]), ""]
        quoted = tag in self.QUOTED or "given" in str(given.get("class")).split() or tag == "svg"
        if tag not in self.VOID:
            self.open.append((tag, quoted))

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        if given.get("id"):
            self.ids.append(str(given["id"]))

    def handle_endtag(self, tag: str) -> None:
        assert self.open, f"</{tag}> closes nothing"
        last, _ = self.open.pop()
        assert last == tag, f"</{tag}> closes <{last}>"
        if tag == "data" and self._number is not None:
            key, value, form, shown = self._number
            self.numbers.append((key, value, form, shown))
            self._number = None

    def handle_data(self, data: str) -> None:
        if self._number is not None:
            self._number[3] += data
        if not any(quoted for _, quoted in self.open):
            self.words += f" {data}"
