"""Compare, Lessons and My organisation in a real browser; every page read for what it says to assistive technology."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from spirals.app.setup import Setup, packed

MakeTab = Callable[..., Any]

AUDIT = (Path(__file__).parent / "audit.js").read_text("utf-8")


def until_ready(page: Any, path: str) -> None:
    """Wait until a page shows its content."""
    what = {
        "explore": ".scene canvas", "compare": ".column canvas", "lessons": ".list button", "organisation": ".privacy",
    }  # fmt: skip
    page.wait_for_selector(what[path])


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_every_page_can_be_read_and_used(tab: MakeTab, theme: str) -> None:
    one = tab(viewport={"width": 1440, "height": 800}, color_scheme=theme)
    page = one.open("/explore?scenario=baseline&day=5")
    for path, title in (
        ("explore", "Explore"), ("compare", "Compare"), ("lessons", "Lessons"), ("organisation", "My organisation"),
    ):  # fmt: skip
        page.click(f"nav >> text={title}")
        until_ready(page, path)
        assert page.evaluate("document.documentElement.dataset.theme") == theme
        for width in (375, 1440):
            page.set_viewport_size({"width": width, "height": 800})
            page.wait_for_function(f"innerWidth === {width}")
            assert page.evaluate(AUDIT) == [], f"{path}, {theme}, {width}"


def test_compare_runs_reports_and_can_be_cancelled(tab: MakeTab) -> None:
    one = tab()
    sides = "&".join(f"s={packed({'base': base, 'changes': {}})}" for base in ("baseline", "team_incentives"))
    page = one.open(f"/compare?{sides}&with={packed({'size': 20, 'days': 30})}")
    until_ready(page, "compare")
    page.click("[aria-label='Step one week']")
    page.wait_for_selector("text=Day 5 of 30")
    page.click("text=Run the comparison")
    page.wait_for_selector("text=runs of each scenario")
    page.click("text=Cancel")
    page.wait_for_selector("text=/cancelled|12 of 12|throw of the dice/")
    page.click(".verdict button.main")
    page.wait_for_selector("text=12 of 12 runs")
    assert "Team incentives:" in page.locator(".verdict article").inner_text()
    page.click("text=All outcomes in numbers")
    assert page.locator(".compare tbody tr").count() > 10
    page.click("[aria-label='Copy a link to what is shown']")
    page.wait_for_function("location.search.includes('day=5')")
    again = tab().open(f"/compare{page.evaluate('location.search')}")
    again.wait_for_selector("text=Day 5 of 30")
    assert again.locator(".facts b").all_inner_texts() == page.locator(".facts b").all_inner_texts()


def test_a_lesson_from_prediction_to_worksheet(tab: MakeTab) -> None:
    one = tab()
    page = one.open("/lessons")
    until_ready(page, "lessons")
    assert page.locator(".list button").count() == 6
    page.click("text=Crisis and resilience")
    assert page.locator("button.main:has-text('Run')").count() == 0
    assert page.locator("text=For the instructor").count() == 0
    page.click("text=Commit my prediction")  # nothing chosen: the browser asks for it
    assert page.locator("text=Committed").count() == 0
    page.check("text=Never")
    page.click("text=Commit my prediction")
    page.click("button.main:has-text('Run')")
    page.wait_for_selector("text=The model says")
    page.fill("textarea >> nth=0", "Because <b>people</b> listen.")
    with page.expect_download() as saved:
        page.click("text=Worksheet (HTML)")
    sheet = saved.value.path().read_text("utf-8")
    assert "Because &lt;b&gt;people&lt;/b&gt; listen." in sheet
    assert "Never" in sheet
    paper = one.context.new_page()
    paper.set_content(sheet)
    assert paper.locator("svg polyline").count() == 2


def test_my_organisation_from_upload_to_results(tab: MakeTab, example_company: tuple[Path, Path]) -> None:
    one = tab()
    page = one.open("/organisation")
    until_ready(page, "organisation")
    page.set_input_files("input[type=file] >> nth=0", {"name": "x.csv", "mimeType": "text/csv", "buffer": b"<html>"})
    assert "is no table" in page.locator(".notice.problem").inner_text()
    for number, path in enumerate(example_company):
        page.set_input_files(f"input[type=file] >> nth={number}", str(path))
        page.wait_for_selector(f"b:text-is('{path.name}')")
    page.wait_for_selector("text=4. Compare")
    seen = page.locator(".own").inner_text()
    assert "Chloé" not in seen
    assert "e02" not in seen
    page.select_option(".own select >> nth=0", "name")
    page.wait_for_selector("text=not among the people")
    page.select_option(".own select >> nth=0", "")
    page.select_option("label:has-text('Working days') select", "65")
    page.click("text=Run the comparison")
    page.wait_for_selector("text=Results (CSV)")
    with page.expect_download() as saved:
        page.click("button:has-text('Results (CSV)')")
    assert saved.value.path().read_text("utf-8").startswith("scenario,measure")
    assert "x=" not in page.url
    page.click("button:has-text('Make the report')")
    page.wait_for_selector("[aria-label='Report made']")
    page.wait_for_selector("text=/[1-9][0-9]* % of the runs are done/")
    page.click("text=Cancel the report")
    page.wait_for_selector("button:has-text('Make the report')")
    page.click("button:has-text('Forget my data')")
    page.wait_for_selector("text=Try it with a made-up company")


def test_projector_theme_and_keyboard(tab: MakeTab) -> None:
    one = tab()
    page = one.explore("?scenario=baseline&day=3")
    small = page.evaluate("parseFloat(getComputedStyle(document.querySelector('h1')).fontSize)")
    page.click("[aria-label='Projector mode: large type']")
    assert page.evaluate("parseFloat(getComputedStyle(document.querySelector('h1')).fontSize)") > 1.3 * small
    assert page.locator(".controls").is_hidden()
    page.click("[aria-label='Dark theme']")
    assert page.evaluate("document.documentElement.dataset.theme") == "dark"
    page.reload()
    page.wait_for_selector(".scene canvas")
    assert page.evaluate("document.documentElement.dataset.theme") == "dark"
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.innerText") == "Skip to the content"
    outline = page.evaluate("getComputedStyle(document.activeElement).outlineStyle")
    assert outline == "solid"
    for _ in range(40):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.matches('.keys .main')"):
            break
    page.keyboard.press("Enter")
    page.wait_for_function("window.spirals.lastDrawn.day >= 2")


def test_a_dialog_keeps_the_focus_and_gives_it_back(tab: MakeTab) -> None:
    page = tab().explore()
    page.click("text=All settings")
    page.fill(".sheet input[type=search]", "trust")
    assert page.locator(".sheet .setting").count() >= 2
    for _ in range(30):
        page.keyboard.press("Tab")
        assert page.evaluate("!!document.activeElement.closest('.sheet')")
    page.keyboard.press("Escape")
    page.wait_for_selector(".sheet", state="detached")
    assert "All settings" in page.evaluate("document.activeElement.innerText")


def test_a_thousand_people_play_without_freezing(tab: MakeTab) -> None:
    one = tab()
    page = one.explore(f"?{Setup('baseline', {'size': 1000}).query()}")
    page.select_option(".transport select", "20")
    page.click(".keys .main")
    one.until_day(15)


def test_a_lost_connection_is_taken_up_again(tab: MakeTab) -> None:
    one = tab()
    page = one.explore("?scenario=baseline&day=4")
    with page.expect_websocket() as again:
        page.evaluate("solara.debug.dropConnection()")
    again.value.wait_for_event("framereceived")
    page.click("[aria-label='Step one week']")
    one.until_day(9)
    one.errors = [text for text in one.errors if "WebSocket" not in text and "onnection" not in text]
