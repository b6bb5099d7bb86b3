"""What must move what, and by how much at least: all rows and stories, as `spirals propositions` runs them."""

from __future__ import annotations

import os

import pytest

from spirals.studies.propositions import ARROW, HOLDS, PROPOSITIONS, STORY, try_rows

LEAST_ARROWS, LEAST_STORIES = 48, 6
NEVER_MISSED = {
    *(f"A{n}" for n in range(1, 9)), "A14", "B6", "E1", "E3", "E9", "R1", "R2", "P1", "P2", "P3", "K1", "K2", "K4",
}  # fmt: skip


@pytest.fixture(scope="module")
def verdicts() -> dict[str, str]:
    rows = [each for each in PROPOSITIONS if each.kind in (ARROW, STORY)]
    return {trial.row.id: trial.whole for trial in try_rows(rows, workers=os.cpu_count() or 1)}


def _held(verdicts: dict[str, str], kind: str) -> set[str]:
    return {each.id for each in PROPOSITIONS if each.kind == kind and verdicts[each.id] == HOLDS}


def test_arrows_hold(verdicts: dict[str, str]) -> None:
    held = _held(verdicts, ARROW)
    assert len(held) >= LEAST_ARROWS, {id: said for id, said in verdicts.items() if said != HOLDS}


def test_no_arrow_misses_that_the_theory_stands_on(verdicts: dict[str, str]) -> None:
    missed = NEVER_MISSED - _held(verdicts, ARROW)
    assert not missed


def test_stories_end_as_told(verdicts: dict[str, str]) -> None:
    assert len(_held(verdicts, STORY)) >= LEAST_STORIES
