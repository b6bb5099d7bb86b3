"""Runs in which everybody's conduct is pushed for a while, beside runs on the same chance without the push.

A push is a lever, not a state: it is added to the conduct logit of everybody, newcomers among them, and leaves no trace
of its own.  In a *yoked* run the people act on the states of a control without the push; their own states move, but
nobody's behaviour reads them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from spirals.engine import compiled_with, stepwise_with
from spirals.organisation import Organisation
from spirals.population import LEVER_CONDUCT
from spirals.scenario import Scenario
from spirals.theories import find

Floats = NDArray[np.float64]
KEPT = ("mean_conduct", "mean_quality", "mean_energy", "encounters")
"""Daily series that a run hands back."""
NEVER = 10**9
SAME_LEAVERS = {"leave_commitment": 0.0, "leave_strain": 0.0, "move_rate": 0.0}
"""People leave by chance alone, so that all runs of a pair lose and gain the same: else chance drowns the push."""
SAME_PEOPLE = {"turnover": 0.0, "move_rate": 0.0}
"""Nobody leaves or moves, so that a yoked run and its control stay the same people."""


class Run(NamedTuple):
    """One run to follow, for one worker.

    Attributes
    ----------
    key
        What the run is known by among others.
    spec
        Its scenario; ``spec.days`` says how long it is.
    push
        Added to everybody's conduct logit from day ``first`` to day ``last``.
    yoked
        Last day on which people act on the states of a control without the push; from then on on their own.
    """

    key: tuple[Any, ...]
    spec: Scenario
    replicate: int
    push: float = 0.0
    first: int = 1
    last: int = NEVER
    yoked: int = 0


type Answer = tuple[tuple[Any, ...], dict[str, Floats]]
type Answers = dict[tuple[Any, ...], dict[str, Floats]]
type Spread = Callable[[Callable[[Run], Answer], Iterable[Run]], Iterable[Answer]]
"""Applies a function to many runs, here or in several processes, in any order; ``map`` is one."""


def shifted(lever: int, amount: float, days: range | None = None) -> Callable[[Organisation, Any], None]:
    """Return a morning function that shifts one lever of everybody, on all days or some.

    Parameters
    ----------
    lever
        Column of the levers (``spirals.population.LEVER_CONDUCT`` and the like).
    amount
        Added each morning; the day's practices have set the lever before.
    days
        Days on which it holds, 1-based; None for all.
    """

    def morning(organisation: Organisation, plan: Any) -> None:
        if days is None or organisation.day in days:
            organisation.population.levers()[organisation.population.rows, lever] += amount

    return morning


def pushed(spec: Scenario, replicate: int, push: float, days: range) -> Organisation:
    """Return an organisation in which everybody's conduct is pushed on some days."""
    organisation = Organisation(spec, replicate=replicate)
    if push:
        organisation.each_morning(shifted(LEVER_CONDUCT, push, days))
    return organisation


def follow(run: Run) -> Answer:
    """Do a run; return its key and its daily series of `KEPT`."""
    organisation = pushed(run.spec, run.replicate, run.push, range(run.first, run.last + 1))
    yoked = min(run.yoked, run.spec.days)
    if yoked:
        control = Organisation(run.spec, replicate=run.replicate)
        for _ in range(yoked):
            yoked_day(control, organisation)
    organisation.run_days(run.spec.days - yoked)
    return run.key, {name: organisation.series[name] for name in KEPT}


def yoked_day(control: Organisation, twin: Organisation) -> None:
    """Run one day of both; the twin's people act on the states of the control, with levers of their own."""
    theory = find(control.spec.theory)
    engine = compiled_with(theory) if control.engine == "compiled" else stepwise_with(theory)
    plans = [(organisation, organisation.begin_day()) for organisation in (control, twin)]
    for organisation, plan in plans:
        organisation.welcome_and_part(plan)
    engine.run_yoked_day(control.population.state, twin.population.state)
    for organisation, plan in plans:
        organisation.end_day(plan)


def mean_conduct(series: dict[str, Floats], first: int, last: int) -> float:
    """Return the mean conduct in logits over all encounters of days ``first`` to ``last``."""
    weight = series["encounters"][first - 1 : last]
    return float((series["mean_conduct"][first - 1 : last] * weight).sum() / max(1.0, float(weight.sum())))
