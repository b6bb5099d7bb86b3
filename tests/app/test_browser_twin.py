"""The twin in a real browser: the grey line, colour against it, one thing done to a person, nothing hidden."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.app.test_browser_explore import SETTLED, WEEK

MakeTab = Callable[..., Any]
CRISIS = "?scenario=crisis&day=70"
# What is cut off by the window or by the panel it stands in; what scrolls by itself may be longer.
CUT_OFF = """() => {
  const scrolls = (e) => ['auto', 'scroll'].includes(getComputedStyle(e).overflowY), found = [];
  const parts = ['.scene .head', '.scene canvas', '.scene .foot', '.curves .top', '.curves canvas', '.curves p',
    '.today .bars', '.transport > *'];
  for (const e of document.querySelectorAll(parts.join())) {
    const r = e.getBoundingClientRect();
    if (!r.width) continue;
    let in_sight = r.bottom <= innerHeight + 1 && r.right <= innerWidth + 1 && r.top >= 0;
    for (let p = e.parentElement; p && in_sight && !p.matches('.explore'); p = p.parentElement) {
      const b = p.getBoundingClientRect();
      if (scrolls(p)) break;
      if (p.matches('.panel')) in_sight = r.bottom <= b.bottom + 1 && r.top >= b.top - 1 && r.right <= b.right + 1;
    }
    if (!in_sight) found.push(e.className || e.tagName);
  }
  return found;
}"""
OVERLAP = """() => {
  const parts = ['.explore > .scene', '.explore .curves', '.explore .today', '.explore > .transport'];
  const boxes = [...document.querySelectorAll(parts.join())].map((e) => e.getBoundingClientRect());
  const before = (a, b) => a.right <= b.left + 1 || a.bottom <= b.top + 1;
  const apart = (a, b) => before(a, b) || before(b, a);
  return boxes.filter((r) => r.width).some((a, i, all) => all.some((b, j) => j > i && !apart(a, b)));
}"""


def grey(page: Any) -> int:
    """Return how many pixels of the first curve have the twin's grey."""
    return int(
        page.evaluate(
            """() => {
              const hex = getComputedStyle(document.documentElement).getPropertyValue('--plain').trim();
              const want = [1, 3, 5].map((at) => parseInt(hex.slice(at, at + 2), 16));
              const c = document.querySelector('.curve canvas');
              const read = new OffscreenCanvas(c.width, c.height).getContext('2d', {willReadFrequently: true});
              read.drawImage(c, 0, 0);
              const d = read.getImageData(0, 0, c.width, c.height).data;
              let found = 0;
              for (let i = 0; i < d.length; i += 4)
                if (d[i + 3] > 200 && want.every((v, k) => Math.abs(v - d[i + k]) < 12)) found++;
              return found;
            }"""
        )
    )


def test_the_twin_is_the_grey_line_and_colour_can_show_the_difference(tab: MakeTab) -> None:
    one = tab()
    page = one.explore("?scenario=baseline&day=10")
    assert page.locator("text=the twin: still the same").is_visible()
    assert grey(page) == 0
    page.click("text=Add a practice or shock")
    page.fill(".sheet input[type=search]", "crisis")
    page.click("[aria-label='Add Crisis']")
    page.wait_for_selector(".programme")
    for _ in range(3):
        page.click(WEEK)
    one.until_day(25)
    page.wait_for_function(SETTLED)
    assert page.locator("[aria-label='Cut the loop']").is_visible()
    assert grey(page) > 20
    assert page.locator(".curve .top .num").first.inner_text().count("\N{MINUS SIGN}") == 1
    plain = page.evaluate("document.querySelector('.scene canvas').toDataURL()")
    page.select_option("[aria-label='As it is, or against the twin']", "against the twin")
    page.wait_for_function(f"document.querySelector('.scene canvas').toDataURL() !== {plain!r}")
    assert page.locator("text=+0.1").is_visible()
    assert page.locator("[aria-label='Remove Crisis']").count() == 0  # it has struck


def test_the_loop_is_cut_and_the_words_say_what_came_back_through_it(tab: MakeTab) -> None:
    one = tab()
    page = one.explore(CRISIS)
    page.select_option("[aria-label='Cut the loop']", "all four")
    page.wait_for_selector("text=/^Energy: .* \\(dashed: cut\\)$/")
    one.until_day(70)
    page.select_option("[aria-label='Cut the loop']", "")
    page.wait_for_selector("text=/dashed: cut/", state="detached")


def test_one_thing_is_done_to_a_person_and_told_beside_the_twin(tab: MakeTab) -> None:
    one = tab()
    page = one.explore("?scenario=baseline&day=5")
    page.fill("#find", "P012")
    page.click("button:has-text('Find')")
    page.click(".story button:has-text('A setback')")
    page.wait_for_selector("text=it happens on day 6")
    page.click(WEEK)
    one.until_day(10)
    page.wait_for_selector("text=Setback on day 6")
    assert page.locator(".story h2").inner_text() == "P012"
    assert page.locator(".programme b").inner_text() == "Setback for P012"


@pytest.mark.parametrize("projector", [False, True])
@pytest.mark.parametrize("size", [(1280, 720), (1440, 900), (1920, 1080)])
def test_nothing_is_cut_off_or_covered(tab: MakeTab, tmp_path: Path, size: tuple[int, int], projector: bool) -> None:
    page = tab(viewport={"width": size[0], "height": size[1]}).explore(CRISIS)
    page.select_option("[aria-label='Cut the loop']", "ties")
    page.wait_for_selector("text=/dashed: cut/")
    if projector:
        page.click("[aria-label='Projector mode: large type']")
        page.mouse.move(5, 300)
    page.wait_for_function(SETTLED)
    assert page.evaluate(CUT_OFF) == []
    assert not page.evaluate(OVERLAP)
    assert len(page.screenshot(path=tmp_path / f"explore_{size[0]}x{size[1]}.png")) > 20_000


def test_a_phone_shows_the_picture_and_a_curve_together(tab: MakeTab, tmp_path: Path) -> None:
    page = tab(viewport={"width": 390, "height": 844}).explore(CRISIS)
    bottom = page.locator(".transport").bounding_box()["y"]
    assert page.locator(".scene canvas").bounding_box()["y"] > 0
    curve = page.locator(".curve canvas").first.bounding_box()
    assert curve["y"] + curve["height"] <= bottom
    assert len(page.screenshot(path=tmp_path / "explore_390x844.png")) > 20_000
