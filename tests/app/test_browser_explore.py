"""Explore in a real browser: it loads, steps, plays, resets, keeps sessions apart and stays on this machine."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable
from typing import Any

import pytest

from spirals.organisation import Organisation
from spirals.scenario import parse

MakeTab = Callable[..., Any]
STEP = "[aria-label='Step one day']"
PLAY = ".keys .main"
WEEK = "[aria-label='Step one week']"
SETTLED = "performance.now() - window.spirals.lastDrawn.at > 500"  # what was on the way has arrived


def ink(page: Any) -> int:
    """Return how many pixels of the network are not empty."""
    return int(
        page.evaluate(
            "(() => { const c = document.querySelector('.scene canvas'); const d = c.getContext('2d')"
            ".getImageData(0, 0, c.width, c.height).data; let n = 0; for (let i = 3; i < d.length; i += 4)"
            " if (d[i]) n++; return n; })()"
        )
    )


def test_it_loads_and_draws_a_network(tab: MakeTab) -> None:
    page = tab().explore()
    assert ink(page) > 10_000
    assert page.locator("h1").inner_text() == "Baseline"
    assert page.evaluate("document.documentElement.lang") == "en"
    assert page.evaluate("document.querySelectorAll('h1').length") == 1


def test_a_step_is_a_day_and_what_it_shows_is_what_the_model_says(tab: MakeTab) -> None:
    one = tab()
    page = one.explore()
    page.click(STEP)
    one.until_day(1)
    page.click(WEEK)
    one.until_day(6)
    model = Organisation("baseline")
    model.run_days(6)
    shown = page.locator(".curve .top b").first.inner_text()
    assert shown == f"{model.series['mean_energy'][-1]:.2f}"
    assert int(page.locator(".today .num").first.inner_text()) == int(model.series["encounters"][-1])


def test_play_goes_on_and_pauses(tab: MakeTab) -> None:
    one = tab()
    page = one.explore()
    page.select_option(".transport select", "10")
    page.click(PLAY)
    one.until_day(8)
    page.click(PLAY)
    page.wait_for_selector(f"{PLAY}:has-text('Play')")
    page.wait_for_function(SETTLED)
    day = one.day()
    page.wait_for_timeout(300)  # three days at this pace: none may pass
    assert one.day() == day


def test_reset_goes_back(tab: MakeTab) -> None:
    one = tab()
    page = one.explore("?scenario=baseline&day=20")
    assert one.day() == 20
    page.click("[aria-label='Reset to day 0']")
    page.wait_for_function("window.spirals.lastDrawn.day === 0")


def test_another_seed_gives_another_run_without_a_complaint(tab: MakeTab) -> None:
    one = tab()
    page = one.explore("?scenario=baseline&day=20")
    drawn = "[...document.querySelectorAll('canvas')].map(e => e.toDataURL()).join()"  # two means may round alike
    page.evaluate(f"window.before = {drawn}")
    page.fill("#seed", "7")
    page.press("#seed", "Enter")
    page.wait_for_function("document.querySelector('#seed').value === '7'")
    page.wait_for_function(f"{drawn} !== window.before")
    one.until_day(20)  # a busy server gets there in several answers
    assert one.day() == 20
    assert page.locator(".notice.problem").count() == 0


def test_two_browsers_do_not_share_a_run(tab: MakeTab) -> None:
    one, two = tab(), tab()
    one.explore()
    two.explore()
    one.page.click(WEEK)
    one.until_day(5)
    assert two.day() == 0
    two.page.click(STEP)
    two.until_day(1)
    assert (one.day(), two.day()) == (5, 1)


def test_a_practice_switched_on_while_it_runs_leaves_a_mark_and_a_scenario_that_runs(tab: MakeTab) -> None:
    one = tab()
    page = one.explore("?scenario=baseline&day=10")
    page.click("text=Add a practice or shock")
    page.fill(".sheet input[type=search]", "crisis")
    page.click("[aria-label='Add Crisis']")
    page.wait_for_selector(".programme")
    page.click(WEEK)
    one.until_day(15)
    assert "day 11" in page.locator(".programme").inner_text()
    page.click("[aria-label=Download]")
    with page.expect_download() as saved:
        page.click("text=Scenario (TOML)")
    scenario = parse(saved.value.path().read_text("utf-8"))
    page.click("[aria-label=Download]")
    with page.expect_download() as table:
        page.click("text=Daily data (CSV)")
    rows = list(csv.DictReader(io.StringIO(table.value.path().read_text("utf-8"))))
    model = Organisation(scenario)
    model.run_days(15)
    assert len(rows) == 15
    assert [float(row["mean_strain"]) for row in rows] == pytest.approx(model.series["mean_strain"].tolist(), rel=1e-5)
    # everybody is struck by a hardship of severity 1, of which a day takes a part away
    assert model.series["mean_hardship"][10] > model.series["mean_hardship"][9] + 0.5


def test_a_link_restores_exactly_what_is_shown(tab: MakeTab) -> None:
    one = tab()
    page = one.explore("?scenario=crisis&seed=4&day=30")
    page.locator("#set-demand").fill("0.8")
    page.wait_for_selector("text=back to 50 %")
    one.until_day(30)
    curves = page.locator(".curve .top b").all_inner_texts()
    page.click("[aria-label='Copy a link to what is shown']")
    page.wait_for_function("location.search.includes('with=')")
    other = tab()
    again = other.explore(page.evaluate("location.search"))
    assert other.day() == one.day() == 30
    assert again.locator(".curve .top b").all_inner_texts() == curves
    assert again.locator("#set-demand").input_value() == "0.8"


def test_a_refused_setting_goes_back_and_says_why(tab: MakeTab) -> None:
    page = tab().explore("?scenario=baseline&day=2")
    page.click("text=All settings")
    page.fill(".sheet input[type=search]", "demand")
    page.fill("[aria-label='Pressure of work, exact value']", "9")
    page.press("[aria-label='Pressure of work, exact value']", "Enter")
    page.wait_for_selector(".notice.problem")
    assert "give a number from 0 to 1.5" in page.locator(".notice.problem").inner_text()
    assert page.locator("[aria-label='Pressure of work, exact value']").input_value() == "0.5"


def test_a_damaged_link_says_so_and_shows_the_baseline(tab: MakeTab) -> None:
    page = tab().explore("?scenario=nonsense&with=%25%25")
    assert "link" in page.locator(".notice.problem").inner_text().lower()
    assert page.locator("h1").inner_text() == "Baseline"


def test_a_person_and_a_tie_tell_their_story_by_keyboard_alone(tab: MakeTab) -> None:
    one = tab()
    page = one.explore("?scenario=baseline&day=15")
    page.focus(".scene canvas")
    page.keyboard.press("ArrowRight")
    page.wait_for_selector(".story h2")
    first = page.locator(".story h2").inner_text()
    page.keyboard.press("ArrowRight")
    page.wait_for_function(f"document.querySelector('.story h2').innerText !== '{first}'")
    assert "energy" in page.locator(".story p").nth(1).inner_text()
    page.locator(".tielist button").first.focus()
    page.keyboard.press("Enter")
    page.wait_for_selector("text=What it is like")
    page.keyboard.press("Escape")
    page.wait_for_selector(".story", state="detached")


def test_figures_are_saved_as_svg_and_png(tab: MakeTab) -> None:
    page = tab().explore("?scenario=baseline&day=10")
    for title, start in (("Figure (SVG)", b"<svg "), ("Figure (PNG)", b"\x89PNG")):
        page.click("[aria-label=Download]")
        with page.expect_download() as saved:
            page.click(f"text={title}")
        content = saved.value.path().read_bytes()
        assert content.startswith(start)
        assert len(content) > 10_000


def test_it_fits_every_width(tab: MakeTab) -> None:
    page = tab(viewport={"width": 375, "height": 740}).explore("?scenario=baseline&day=5")
    for width, height in ((375, 740), (768, 1024), (1920, 1080)):
        page.set_viewport_size({"width": width, "height": height})
        page.wait_for_function(f"innerWidth === {width}")
        assert page.evaluate("document.documentElement.scrollWidth") <= width
        box = page.locator(".scene canvas").bounding_box()
        assert box["width"] > 0.4 * width
        assert box["height"] > 200
        assert page.locator(PLAY).is_visible()


def test_a_lost_connection_is_mended_and_what_played_plays_on(tab: MakeTab) -> None:
    one = tab()
    page = one.explore()
    page.click(PLAY)
    one.until_day(3)
    assert page.evaluate("solara.debug.dropConnection()")
    page.wait_for_function("solara.debug.reconnectCount === 1 && solara.debug.connectionStatus === 'connected'")
    one.until_day(one.day() + 3)
    assert all("Connection lost" in text for text in one.errors)  # what the browser's library says of it
    del one.errors[:]
