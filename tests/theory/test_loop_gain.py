"""Checks 1 and 2: how far a lasting push is amplified, which arrow carries it, and the loop gain by yoked twins."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from spirals.analysis.loop_by_arrow import ARROWS, CUT, OWED, WHOLE, LoopByArrow, loop_by_arrow
from spirals.analysis.loop_gain import loop_gain
from spirals.analysis.pushes import KEPT, SAME_PEOPLE, Run, follow, mean_conduct
from spirals.scenario import load, with_changes

# what is no arrow of the five and comes back too: ideas that ease the work, skill kept by use, the wish for connection,
# hardship that weighs on conduct and is told where that is good
BESIDE = ("idea_work", "skill_fading", "wish_on_rate", "reach_wish", "hardship_effect")
ALL_CUT: dict[str, Any] = dict.fromkeys((*ARROWS.values(), *BESIDE), 0.0)
SMALL: dict[str, Any] = {"size": 24, "replicates": 2}


def test_without_feedback_nothing_is_amplified_and_nothing_comes_back() -> None:
    found = loop_by_arrow(first=21, last=40, **SMALL, **ALL_CUT)
    for way in ("up", "down"):
        for model in (WHOLE, *ARROWS):
            assert found.amplification(way, model) == pytest.approx(1.0, abs=1e-12)
    assert loop_gain(days=20, **SMALL, **ALL_CUT).each == pytest.approx(0.0, abs=0.02)


def test_without_a_push_a_yoked_twin_is_its_control() -> None:
    spec = with_changes(load("baseline"), {"size": 20, "days": 10, **SAME_PEOPLE})
    alone, yoked = (follow(Run((), spec, 0, yoked=days))[1] for days in (0, 10))
    for name in KEPT:
        assert np.array_equal(alone[name], yoked[name])


def test_a_yoked_push_moves_conduct_by_what_it_is_without_feedback() -> None:
    spec = with_changes(load("baseline"), {"size": 24, "days": 60, **SAME_PEOPLE})
    cut = with_changes(spec, ALL_CUT)
    plain, yoked = (follow(Run((), spec, 0, push, yoked=60))[1] for push in (0.0, 0.3))
    still, moved = (follow(Run((), cut, 0, push))[1] for push in (0.0, 0.3))
    direct = mean_conduct(moved, 1, 60) - mean_conduct(still, 1, 60)
    assert mean_conduct(yoked, 1, 60) - mean_conduct(plain, 1, 60) == pytest.approx(direct, rel=0.05)


def test_both_engines_measure_the_same_loop() -> None:
    how: dict[str, Any] = {"size": 10, "days": 5, "replicates": 1}
    compiled, stepwise = (loop_gain(engine=engine, **how) for engine in ("compiled", "stepwise"))
    assert np.array_equal(compiled.each, stepwise.each)


def test_the_yoked_gain_and_the_amplification_tell_of_one_stable_loop() -> None:
    days = 390
    how: dict[str, Any] = {"size": 40, "replicates": 4, **SAME_PEOPLE}
    gain = loop_gain(days=days, **how)
    loop = loop_by_arrow(first=days - 65, last=days, **how)
    low, high = gain.gain_interval
    assert min(loop.gain("up"), loop.gain("down")) > 0.0
    assert 0.0 < low <= gain.gain <= high < 1.0


def made(whole: float, **cut: float) -> LoopByArrow:
    """Return what would be found with these amplifications, the same in both directions."""
    given = {WHOLE: whole, CUT: 1.0, **dict.fromkeys(ARROWS, whole), **cut}
    responses = {(model, way): np.full(3, 1.2 * value) for model, value in given.items() for way in ("up", "down")}
    return LoopByArrow(0.3, 390, 520, responses)


def test_shares_and_verdicts() -> None:
    found = made(2.0, **{"ties": 1.8, "meaning": 1.4, "habits and norms": 1.95})
    assert found.amplification("up") == pytest.approx(2.0)
    assert found.gain("down") == pytest.approx(0.5)
    table = found.table().set_index(["push", "what"])
    assert table.loc[("up", "ties"), "value"] == pytest.approx(0.2)
    verdicts = table["verdict"].to_dict()
    assert verdicts["up", "amplification"] == verdicts["up", "ties"] == "within"
    assert verdicts["up", "habits and norms"] == "below"
    assert verdicts["up", "meaning"] == "above"
    assert made(2.9).table().set_index(["push", "what"])["verdict"]["down", "amplification"] == "within"
    assert made(2.9).table().set_index(["push", "what"])["verdict"]["up", "amplification"] == "above"
    assert len(OWED) == 4


def test_what_cannot_be_measured_is_said() -> None:
    with pytest.raises(ValueError, match="above 0"):
        loop_gain(push=0.0, size=10)
    with pytest.raises(ValueError, match="too few"):
        loop_gain(days=2, size=10)
    with pytest.raises(ValueError, match="above 0"):
        loop_by_arrow(push=-0.3)
    with pytest.raises(ValueError, match="are none"):
        loop_by_arrow(first=10, last=5)
