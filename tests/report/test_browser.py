"""The page in a real browser, at the size of a phone and of a desk, and on paper."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest

from tests.report.conftest import Made

AUDIT = (Path(__file__).resolve().parents[1] / "app" / "audit.js").read_text("utf-8")
LETTERS = """() => Math.min(...[...document.querySelectorAll('svg text')].filter(at => at.getClientRects().length)
  .map(at =>
  parseFloat(getComputedStyle(at).fontSize) * Math.hypot(at.getScreenCTM().a, at.getScreenCTM().b)))"""
CUT = """() => [...document.querySelectorAll('main *:not(svg *)')].filter(at => {
  const box = at.getBoundingClientRect(); return box.width && box.left > -500 &&
    (box.right > document.documentElement.clientWidth + 1 || box.left < -1); }).map(at => at.outerHTML.slice(0, 80))"""


@pytest.fixture
def show(browser: Any, made: Made, tmp_path: Path) -> Iterator[Any]:
    """Return a function that opens the page at a width; afterwards nothing may have gone wrong or outside."""
    place = tmp_path / "report.html"
    place.write_text(made.page, encoding="utf-8")
    wrong: list[str] = []

    def opened(width: int) -> Any:
        page = browser.new_page(viewport={"width": width, "height": 800})
        page.on("console", lambda message: wrong.append(message.text))
        page.on("request", lambda request: wrong.append(request.url) if request.url != place.as_uri() else None)
        page.goto(place.as_uri())
        return page

    yield opened
    assert wrong == []


@pytest.mark.parametrize("width", [375, 1280])
def test_nothing_is_cut_off_and_all_can_be_read(show, width) -> None:
    page = show(width)
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    assert page.evaluate(CUT) == []
    page.evaluate("document.querySelectorAll('details').forEach((one) => { one.open = true; })")
    assert page.evaluate(AUDIT) == []
    assert page.evaluate(LETTERS) >= 9.0


def test_the_answer_is_what_a_phone_shows_first(show) -> None:
    page = show(375)
    box = page.locator("#answer .answer").first.bounding_box()
    assert box["y"] + 100 < 800


@pytest.mark.parametrize(("width", "shown", "hidden"), [(375, "narrow", "wide"), (1280, "wide", "narrow")])
def test_one_chart_says_what_each_gives_and_costs(show, made, width, shown, hidden) -> None:
    page = show(width)
    assert page.locator("#answer svg:visible").count() == 1
    assert page.locator(f".chart div.{shown} svg").is_visible()
    assert not page.locator(f".chart div.{hidden} svg").is_visible()
    letters = page.locator(f".chart div.{shown} svg text").all_text_contents()
    assert {"A", "B"} <= set(letters)
    if shown == "wide":
        assert {"Team incentives", "Leader modelling"} <= set(letters)
    page.click("text=The same chart for each main outcome")
    assert page.locator("#answer svg:visible").count() > 4


def test_headings_tables_and_figures_speak_to_those_who_do_not_see(show) -> None:
    page = show(1280)
    levels = page.evaluate("[...document.querySelectorAll('h1, h2, h3')].map(at => Number(at.tagName[1]))")
    assert levels[0] == 1
    assert levels.count(1) == 1
    assert all(after - before <= 1 for before, after in pairwise(levels))
    assert page.evaluate("[...document.querySelectorAll('svg')].every(at => at.getAttribute('aria-label').length > 20)")
    assert page.evaluate("[...document.querySelectorAll('th')].every(at => at.scope)")
    assert page.locator("html").get_attribute("lang") == "en"
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "skip"


def test_the_tables_can_be_saved(show, made) -> None:
    page = show(1280)
    with page.expect_download() as saved:
        page.locator("a[download='outcomes.csv']").click()
    text = Path(saved.value.path()).read_text(encoding="utf-8")
    assert text.count("\n") == len(made.found.comparison.table()) + 1


def test_it_prints(show, tmp_path) -> None:
    page = show(1280)
    page.emulate_media(media="print")
    page.set_viewport_size({"width": 688, "height": 1000})  # A4 less its margins, at 96 dots per inch
    assert page.evaluate("document.documentElement.scrollWidth") <= 688
    assert page.evaluate(CUT) == []
    assert page.locator(".paper").is_visible()  # says what paper leaves out
    assert page.locator(".findings").count() == 2
    assert not page.locator(".fans").first.is_visible()
    assert page.evaluate("document.querySelector('.chart').getBoundingClientRect().bottom") < 1000  # on the first page
    paper = page.pdf(prefer_css_page_size=True)
    assert paper.startswith(b"%PDF")
    assert 1 <= paper.count(b"/Type /Page\n") <= 4  # two options, the organisation as it is, and how to check it
