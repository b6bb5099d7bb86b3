"""A push that ends, and its twins: what is amplified, what lasts, what grows, and what is lost when an arrow is cut.

An upward or downward spiral is measured, not assumed (theory.md, check 5).  Everybody's conduct is pushed for a while.
D(t) is the difference from a twin on the same chance without the push; D0(t) is the same where people act on the twin's
states (yoked), so that nothing feeds back.  The area between the two is the spiral.  It is *amplified* if the area
under D is at least 1.2 times that under D0, *lasting* if D halves at least twice as slowly after the push, and
*growing*, the strict sense, if D three to six months after the end lies above that of the last two weeks of the push.
"""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from spirals.analysis.paired import interval
from spirals.analysis.pushes import SAME_PEOPLE, Answers, Floats, Run, Spread, follow
from spirals.measures.trajectory import AfterPush, after_push, growth_lost
from spirals.null_models import NULL_MODELS
from spirals.plain import Brief
from spirals.scenario import Scenario, load, with_changes

if TYPE_CHECKING:
    import pandas as pd

SERIES = "mean_quality"
CUTS = ("M1", "M2", "M3", "M5", "M6", "M7", "M8")
"""Null models that cut an arrow; M0 cuts all at once and M4 changes what is bad, not what feeds on what."""
AMPLIFIED, LASTING = 1.2, 2.0
"""Least ratio of the areas, and of the half-lives, of D and D0."""
LATER = (65, 130)
"""Working days after the end of a push, three to six months, in which growth is looked for."""
_LAST_WEEKS = 10


class Signs(NamedTuple):
    """The three signs of a spiral in one series."""

    amplified: float
    """Area under D over area under D0, from the start of the push to six months after its end."""
    lasting: float
    """Half-life of D after the push over that of D0; inf where D never halved in the run."""
    growth: float
    """Mean D three to six months after the end less that of the last two weeks of the push, signed by the push."""
    growth_low: float
    growth_high: float

    @property
    def grows(self) -> bool:
        """Whether growth in the strict sense is clear of 0."""
        return self.growth_low > 0.0


@dataclass(frozen=True, repr=False)
class PushAndTwin(Brief):
    """One daily series of runs with a push, of their twins without, and of yoked ones.

    Attributes
    ----------
    pushed, twin
        Shape (replicates, days).
    start, end
        First and last day of the push, 1-based.
    without_feedback
        D0: what the push moves where people act on the twin's states; None where that was not run.
    """

    pushed: Floats
    twin: Floats
    start: int
    end: int
    without_feedback: Floats | None = None

    @property
    def difference(self) -> Floats:
        """D: pushed minus twin, shape (replicates, days)."""
        return self.pushed - self.twin

    def overall(self) -> AfterPush:
        """Return areas, half-life and growth of the mean over replicates."""
        return after_push(self.pushed.mean(axis=0), self.twin.mean(axis=0), self.start, self.end)

    def each(self) -> list[AfterPush]:
        """Return the same for every replicate."""
        pairs = zip(self.pushed, self.twin, strict=True)
        return [after_push(pushed, twin, self.start, self.end) for pushed, twin in pairs]

    def intervals(self) -> dict[str, tuple[float, float]]:
        """Return 95% bootstrap intervals over replicates of the two areas and of the growth."""
        each = self.each()
        return {name: interval([getattr(one, name) for one in each]) for name in ("during", "after", "growth")}

    def growth(self) -> tuple[float, float, float]:
        """Return the strict growth of `Signs`, with its 95% interval over replicates."""
        d = self.difference
        later = d[:, self.end + LATER[0] : self.end + LATER[1]]
        if not later.size:
            return math.nan, math.nan, math.nan
        at_end = d[:, self.end - _LAST_WEEKS : self.end].mean(axis=1)
        each = np.sign(at_end.mean()) * (later.mean(axis=1) - at_end)
        return (float(each.mean()), *interval(each))

    def signs(self) -> Signs:
        """Return the three signs of a spiral, of the mean over replicates."""
        if self.without_feedback is None:
            raise ValueError("no yoked runs were asked for")
        plain = self.without_feedback.mean(axis=0)
        alone = after_push(plain, np.zeros_like(plain), self.start, self.end)
        until = slice(self.start - 1, self.end + LATER[1])
        area = float(self.difference.mean(axis=0)[until].sum()) / float(plain[until].sum())
        lasting = self.overall().half_life / alone.half_life if alone.half_life > 0.0 else math.nan
        return Signs(area, lasting, *self.growth())


def push_runs(
    spec: Scenario, push: float, start: int, end: int, replicates: int, yoked: bool, cut: str = ""
) -> list[Run]:
    """Return the runs of one push and its twins, known by ``cut`` and the push; the twins have a push of 0."""
    spec = with_changes(spec, SAME_PEOPLE) if yoked else spec
    return [
        Run(("push", cut, amount, held, replicate), spec, replicate, amount, start, end, spec.days if held else 0)
        for replicate in range(replicates)
        for amount, held in ((0.0, False), (push, False), *(((0.0, True), (push, True)) if yoked else ()))
    ]


def from_answers(
    answers: Answers, push: float, start: int, end: int, replicates: int, series: str = SERIES, cut: str = ""
) -> PushAndTwin:
    """Return what the runs of `push_runs` say of one series."""

    def rows(amount: float, held: bool) -> Floats:
        return np.array([answers["push", cut, amount, held, replicate][series] for replicate in range(replicates)])

    held = rows(push, True) - rows(0.0, True) if ("push", cut, push, True, 0) in answers else None
    return PushAndTwin(rows(push, False), rows(0.0, False), start, end, held)


def push_and_twin(
    scenario: str | Path | Scenario = "baseline",
    *,
    push: float = 0.5,
    start: int = 21,
    end: int = 80,
    series: str = SERIES,
    replicates: int = 10,
    yoked: bool = False,
    spread: Spread = map,
    **changes: Any,
) -> PushAndTwin:
    """Push everybody's conduct for a while and follow a daily series in the run and in its twins.

    Parameters
    ----------
    scenario
        Name, path or ``Scenario``.
    push
        Added to everybody's conduct logit from day ``start`` to day ``end``; below 0 for a downward spiral.
    series
        One of `spirals.analysis.pushes.KEPT`.
    replicates
        Runs with different random numbers, >= 1.
    yoked
        Whether runs without feedback are made too; then nobody leaves or moves.
    spread
        How runs are spread over processes; ``map`` does them here.
    changes
        Fields and parameters of the scenario by name, among them ``null_model``.

    Raises
    ------
    ValueError
        If no day follows the end of the push.
    InputError
        For an unknown scenario or change.
    """
    spec = scenario if isinstance(scenario, Scenario) else load(scenario)
    spec = with_changes(spec, changes) if changes else spec
    if not 1 <= start <= end < spec.days:
        raise ValueError(f"a push from day {start} to {end} leaves no day after it in a run of {spec.days} days")
    answers = dict(spread(follow, push_runs(spec, push, start, end, replicates, yoked)))
    return from_answers(answers, push, start, end, replicates, series)


def arrows(scenario: str | Path | Scenario = "baseline", cuts: Iterable[str] = CUTS, **how: Any) -> pd.DataFrame:
    """Return what each arrow carries: the push and its twin in the whole model and in null models.

    Parameters
    ----------
    scenario
        Name, path or ``Scenario``.
    cuts
        Names of null models, each run with the same push.
    how
        As for ``push_and_twin``.

    Returns
    -------
    pandas.DataFrame
        One row for the whole model (index ``whole``) and each null model: ``during``, ``after``, ``ratio``,
        ``half_life`` (days), and ``lost``, the share of the area after the push that the cut takes away.
    """
    import pandas as pd

    whole = push_and_twin(scenario, **how).overall()
    rows = {"whole": (*whole[:4], 0.0, "nothing is cut")}
    for name in cuts:
        cut = push_and_twin(scenario, **{**how, "null_model": name}).overall()
        rows[name] = (*cut[:4], growth_lost(whole.after, cut.after), NULL_MODELS[name].meaning)
    columns = ["during", "after", "ratio", "half_life", "lost", "meaning"]
    return pd.DataFrame.from_dict(rows, orient="index", columns=columns)
