"""The first scene in a real browser: seen without a click, once, whole at every size, and left at will."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.app.test_browser_pages import AUDIT

MakeTab = Callable[..., Any]
SCENE = ".first[data-phase]"
PARTS = {"kind": "One kind act", "twin": "The twin", "breach": "One breach of confidence", "turn": "Your turn"}
SHOWN = ".first :is(.told p, h2, .hands, figure, .picture, button)"
WHOLE = """(shown) => [...document.querySelectorAll(shown)].filter((e) => {
  const r = e.getBoundingClientRect();
  return r.width && (r.top < 0 || r.left < 0 || r.bottom > innerHeight + 1 || r.right > innerWidth + 1);
}).map((e) => e.className || e.textContent)"""
COLOURED = """() => {
  const c = document.querySelector('.first canvas');
  const read = new OffscreenCanvas(c.width, c.height).getContext('2d', {willReadFrequently: true});
  read.drawImage(c, 0, 0);
  const d = read.getImageData(0, 0, c.width, c.height).data;
  let found = 0;
  for (let i = 0; i < d.length; i += 4) {
    const [r, g, b, a] = d.subarray(i, i + 4);
    if (a > 200 && Math.max(r, g, b) - Math.min(r, g, b) > 25) found++;
  }
  return found;
}"""


def begun(page: Any) -> None:
    """Wait until the scene plays."""
    page.wait_for_selector(f"{SCENE} .hands")


def test_a_first_visitor_sees_a_kind_act_and_then_its_twin_without_a_click(tab: MakeTab) -> None:
    page = tab(first=True).open("/")
    begun(page)
    assert page.locator(f"{SCENE} h2").inner_text() == PARTS["kind"]
    page.wait_for_function("Number(document.querySelectorAll('.first .hands b')[1].innerText) > 0")
    page.wait_for_function(f"({COLOURED})() > 300")
    page.wait_for_selector(".first[data-phase=twin]")
    page.wait_for_function("document.querySelectorAll('.first .told p').length === 3")
    assert page.evaluate("document.activeElement.closest('.first') !== null")


def test_it_is_skipped_once_and_for_all_and_can_be_seen_again(tab: MakeTab) -> None:
    page = tab(first=True).open("/explore")
    begun(page)
    page.click("button:has-text('Skip')")
    page.wait_for_selector(SCENE, state="detached")
    page.wait_for_function("window.spirals.lastDrawn")
    page.reload()
    page.wait_for_selector(".scene canvas")
    assert page.locator(SCENE).count() == 0
    page.click("[aria-label='Watch the first scene']")
    begun(page)
    page.keyboard.press("Escape")
    page.wait_for_selector(SCENE, state="detached")
    assert page.evaluate("document.activeElement.getAttribute('aria-label')") == "Watch the first scene"


def test_a_link_shows_what_it_says_and_not_the_scene(tab: MakeTab) -> None:
    page = tab(first=True).explore("?scenario=crisis&day=3")
    assert page.locator(SCENE).count() == 0


@pytest.mark.parametrize("size", [(1280, 720), (1440, 900), (390, 844)])
@pytest.mark.parametrize("theme", ["light", "dark"])
def test_every_part_is_whole_at_every_size(tab: MakeTab, tmp_path: Path, size: tuple[int, int], theme: str) -> None:
    one = tab(first=True, viewport={"width": size[0], "height": size[1]}, color_scheme=theme)
    page = one.open("/")
    begun(page)
    page.click("[aria-label='Pause the scene']")
    page.wait_for_selector("main h1")
    for name, title in PARTS.items():
        page.click(f".first [aria-label='{title}']")
        page.wait_for_selector(f".first[data-phase={name}]")
        assert page.locator(".first h2").inner_text() == title
        # to where the part has come to, as a visitor sees it after some seconds
        page.evaluate("(e => { e.seconds = e.phase.to - 0.01; })(document.querySelector('.first').__vue__)")
        page.wait_for_function(f"({COLOURED})() > 80")
        assert page.evaluate(WHOLE, SHOWN) == [], name
        assert page.evaluate(AUDIT) == [], name
        assert len(page.screenshot(path=tmp_path / f"{name}_{size[0]}x{size[1]}_{theme}.png")) > 10_000
    page.click("button:has-text('Start')")
    page.wait_for_selector(SCENE, state="detached")
