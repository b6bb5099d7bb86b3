"""The crossroads: one start, and the same push on everybody's conduct in opposite directions."""

from __future__ import annotations

import numpy as np
import pytest

from spirals.interventions import Shift
from spirals.organisation import Organisation
from spirals.parameters import PARAMETERS
from spirals.scenario import load

PUSHED = {"crossroads_up": 1.0, "crossroads_down": -1.0}


def test_it_takes_three_parameters_at_most_doubled_and_a_lower_base() -> None:
    changed = dict(load("crossroads").parameters)
    assert changed.pop("conduct_base") < PARAMETERS["conduct_base"].default
    assert len(changed) == 3
    for name, value in changed.items():
        assert PARAMETERS[name].default < value <= 2.0 * PARAMETERS[name].default


@pytest.mark.parametrize("name", PUSHED)
def test_it_differs_from_the_crossroads_only_in_a_month_of_push(name: str) -> None:
    pushed, plain = load(name), load("crossroads")
    words = {"name": "", "question": "", "interventions": ()}
    assert pushed.model_copy(update=words) == plain.model_copy(update=words)
    (push,) = pushed.interventions
    assert (push.first_day, push.last_day, push.amount, push.adoption) == (1, 21, 1.0, 1.0)
    (act,) = push.plan(1.0)
    assert isinstance(act, Shift)
    assert (act.target, act.amount, act.of) == ("conduct_base", PUSHED[name], "everyone")


def test_ten_days_move_conduct_by_about_the_push_and_quality_after_it() -> None:
    down, plain, up = (Organisation(name, days=10) for name in ("crossroads_down", "crossroads", "crossroads_up"))
    for organisation in (down, plain, up):
        organisation.run_days(10)
    conduct = [float(np.mean(organisation.series["mean_conduct"])) for organisation in (down, plain, up)]
    assert np.diff(conduct) == pytest.approx([1.3, 1.3], abs=0.5)  # one logit, and more as people respond in kind
    quality = [organisation.series["mean_quality"][-1] for organisation in (down, plain, up)]
    assert quality == sorted(quality)
    assert quality[0] < quality[2]
