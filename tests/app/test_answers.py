"""A lesson's question is answered by a number of its runs: right, wrong, or not settled by the model."""

from __future__ import annotations

from pathlib import Path
from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest

from spirals.app.answers import answer, in_words, verdict
from spirals.app.lesson_files import FOLDER, Outcome, listed, read
from spirals.errors import InputError

CHOICES = ["It goes on growing", "It stays", "It shrinks", "Nothing is left"]


def runs(*levels: Any) -> Any:
    """Return a comparison whose scenarios have these curves in ten runs of twenty days."""
    series = [np.broadcast_to(np.asarray(level, dtype=float), (10, 20)) for level in levels]
    return SimpleNamespace(results=[SimpleNamespace(series=lambda name, one=one: one) for one in series])


def rule(cuts: list[float], over: bool = True) -> Outcome:
    """Return the rule by which the gain of the last two days, over that of the first two, is put into choices."""
    part = {"scenario": 2, "against": 1}
    ratio = {"over": {**part, "first": 1, "last": 2}} if over else {}
    return Outcome.model_validate(
        {"of": {**part, "first": 19, "last": 20}, "cuts": cuts, "words": "what is left", **ratio}
    )


@pytest.mark.parametrize(
    ("last", "choice"),
    [(0.3, CHOICES[0]), (0.2, CHOICES[1]), (0.06, CHOICES[2]), (0.0, CHOICES[3]), (-0.1, CHOICES[3])],
)
def test_a_choice_is_settled_where_all_of_the_interval_lies_in_its_range(last: float, choice: str) -> None:
    pushed = np.full(20, 0.7)
    pushed[-2:] = 0.5 + last
    found = answer(rule([1.1, 0.75, 0.1]), CHOICES, runs(0.5, pushed), "mean_quality")
    assert found.choice == choice
    assert found.value == pytest.approx(last / 0.2)
    assert found.low <= found.value + 1e-9
    assert found.value <= found.high + 1e-9
    assert verdict(found, choice) == "right"
    assert verdict(found, "Something else") == "wrong"
    assert in_words(found, rule([1.1])).startswith(f"{choice}; what is left: {last / 0.2:.2f} (95% interval")


def test_what_chance_leaves_open_is_not_settled() -> None:
    pushed = np.full((10, 20), 0.7)
    pushed[:, -2:] = 0.5 + np.linspace(-0.2, 0.4, 10)[:, None]
    found = answer(rule([1.1, 0.75, 0.1]), CHOICES, runs(0.5, pushed), "mean_quality")
    assert found.choice == ""
    assert verdict(found, CHOICES[1]) == "not settled"
    assert in_words(found, rule([1.1])).startswith("not settled by the model; what is left: 0.50")


def test_a_share_of_what_may_be_nothing_says_nothing() -> None:
    pushed = np.full((10, 20), 0.7)
    pushed[:, :2] = 0.5 + np.linspace(-0.1, 0.1, 10)[:, None]
    found = answer(rule([1.1, 0.75, 0.1]), CHOICES, runs(0.5, pushed), "mean_quality")
    assert (np.isnan(found.value), found.choice) == (True, "")
    assert in_words(found, rule([1.1])) == "not settled by the model: what is left cannot be told from nothing"


def test_a_difference_needs_no_ratio_and_cuts_may_rise() -> None:
    found = answer(rule([-0.01, 0.01], over=False), ["less", "alike", "more"], runs(0.5, 0.6), "mean_quality")
    assert found.choice == "more"
    assert found.value == pytest.approx(0.1)


def test_most_choices_of_the_shipped_lessons_have_a_rule_with_a_choice_each() -> None:
    asked = [one for lesson in listed()[0].values() for one in lesson.predict if one.choices]
    ruled = [one for one in asked if one.outcome is not None]
    assert len(ruled) >= 5
    for one in ruled:
        assert one.outcome is not None
        cuts = sorted(one.outcome.cuts)
        inside = [cuts[0] - 1.0, *(np.add(cuts[1:], cuts[:-1]) / 2.0), cuts[-1] + 1.0]
        assert sorted(one.outcome.place(value) for value in inside) == list(range(len(one.choices)))


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ("cuts = [1.1, 0.75, 0.1]", "cuts = [1.1, 0.1]", "one cut between each two choices"),
        ("cuts = [1.1, 0.75, 0.1]", "cuts = [0.1, 1.1, 0.75]", "cuts must rise throughout, or fall throughout"),
        ("first = 251, last = 260", "first = 251, last = 999", "predict.1.outcome: the days 251 to 999 are none"),
        ("of = { scenario = 2", "of = { scenario = 4", "predict.1.outcome: there is no such scenario"),
    ],
)
def test_a_wrong_rule_is_told_with_its_place(tmp_path: Path, old: str, new: str, words: str) -> None:
    text = (FOLDER / "1_upward_spiral.toml").read_text("utf-8")
    assert old in text
    path = tmp_path / "mine.toml"
    path.write_text(text.replace(old, new, 1), "utf-8")
    with pytest.raises(InputError, match=words):
        read(path)
