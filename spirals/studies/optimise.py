"""Search for the best mix, order and timing of practices under a budget, with the whole frontier as the answer.

Every mix is judged on the same luck and the same draws of the assumptions, so mixes differ by what they are.  What
looks best after many trials looks better than it is; so the frontier is run again on luck and draws that the search
never saw, and those numbers are reported.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
from numpy.typing import NDArray

from spirals.analysis.paired import interval, paired, pooled_spread, verdict
from spirals.errors import InputError
from spirals.experiments.errors import RunFailed
from spirals.experiments.ranking import HOUR_PRICE
from spirals.experiments.results import COSTS, card
from spirals.experiments.simulate import Job, Outcome
from spirals.experiments.workers import Progress, one_pool, simulate_all
from spirals.interventions.practice import Entry
from spirals.measures.score import WHOLES, weights_of, whole
from spirals.plain import Brief
from spirals.scenario import Scenario, with_changes
from spirals.studies.mixes import Placed, first_tried, mix_of, mixed, practices_of, search
from spirals.studies.plausible import drawn

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.figure import Figure

Floats = NDArray[np.float64]
FRESH = 1000  # replicates of the check start here, far from those of the search
FRESH_RUNS = 10
TRIALS, DRAWS, REPLICATES = 60, 3, 2


@dataclass(frozen=True, repr=False)
class Judged(Brief):
    """A mix and what it came to.

    Attributes
    ----------
    mix
        Its practices in the order of their start; none is the reference itself.
    scores
        Weighted mean signed difference from the reference in SDs, over the whole run and the months after, by run.
    hours, money
        Spent per person beyond the reference, means over runs.
    cost
        Hours, with money turned into hours.
    """

    mix: tuple[Placed, ...]
    scores: Floats
    hours: float
    money: float
    cost: float

    @property
    def score(self) -> float:
        """Mean over runs."""
        return float(np.mean(self.scores))


@dataclass(frozen=True, repr=False)
class Optimised(Brief):
    """What a search found.

    Attributes
    ----------
    reference
        What mixes are compared with.
    trials
        Every mix that was tried, in order.
    frontier
        Mixes within the budget that no other tried mix beats on both score and cost, cheapest first, each as the search
        saw it and as it did on fresh luck and draws.
    scenarios
        The frontier as scenarios.
    """

    reference: Scenario
    trials: tuple[Judged, ...]
    frontier: tuple[tuple[Judged, Judged], ...]
    scenarios: tuple[Scenario, ...]

    def table(self) -> pd.DataFrame:
        """Return one row per mix of the frontier, cheapest first.

        ``score`` with ``low`` and ``high`` (95%) and ``chance`` are from fresh luck and draws, ``score_in_search`` is
        what the search saw; ``holds`` says whether no other of the frontier beats it on fresh ones too.
        """
        import pandas as pd

        fresh = [after for _, after in self.frontier]
        rows = []
        for before, after in self.frontier:
            low, high = interval(after.scores)
            found = paired(np.zeros_like(after.scores), after.scores, spread=1.0)
            rows.append(
                {
                    "mix": "; ".join(map(str, after.mix)) or "nothing",
                    "cost": after.cost,
                    "hours_spent": after.hours,
                    "cost_spent": after.money,
                    "score": after.score,
                    "low": low,
                    "high": high,
                    "chance": found.better,
                    "verdict": verdict(found) if after.mix else "reference",
                    "score_in_search": before.score,
                    "holds": not any(_beats(one, after) for one in fresh),
                }
            )
        return pd.DataFrame(rows)

    def plot(self) -> Figure:
        """Draw score against cost: every mix tried as a grey dot, the frontier on fresh luck with its intervals."""
        from matplotlib.figure import Figure

        from spirals.experiments.figures import INK, PALETTE, plain

        figure = Figure(figsize=(6.4, 4.0), layout="constrained")
        axis = figure.subplots()
        tried = [one for one in self.trials if math.isfinite(one.score)]
        axis.plot([one.cost for one in tried], [one.score for one in tried], ".", color="#BBBBBB", label="tried")
        table = self.table()
        axis.vlines(table["cost"], table["low"], table["high"], color=PALETTE[1], linewidth=1.2)
        axis.plot(table["cost"], table["score"], "o", color=PALETTE[1], label="frontier, on fresh luck and assumptions")
        axis.axhline(0.0, color=INK, linewidth=0.8)
        axis.set_xlabel("cost per person, in hours of work (money at the price of an hour)", fontsize=8)
        axis.set_ylabel("score, SDs", fontsize=8)
        axis.legend(fontsize=8, frameon=False)
        plain(axis)
        return figure

    def trial_table(self) -> pd.DataFrame:
        """Return one row per mix that was tried, in the order of the search."""
        import pandas as pd

        return pd.DataFrame(
            [
                {"mix": "; ".join(map(str, one.mix)) or "nothing", "score": one.score, "cost": one.cost,
                 "hours_spent": one.hours, "cost_spent": one.money}
                for one in self.trials
            ]
        )  # fmt: skip


def optimise(
    reference: Scenario,
    *others: Scenario,
    hours: float | None = None,
    money: float | None = None,
    trials: int = TRIALS,
    draws: int = DRAWS,
    replicates: int = REPLICATES,
    hour_price: float = HOUR_PRICE,
    workers: int = 1,
    organisation: type | None = None,
    progress: Progress | None = None,
    weights: Mapping[str, float] | None = None,
) -> Optimised:
    """Search for mixes of practices, their doses, order and timing.

    Parameters
    ----------
    reference
        What mixes are compared with; has no practices.
    *others
        Scenarios whose practices may be mixed.
    hours, money
        Budget per person over the run; one of them or both.
    trials
        Mixes to try.
    draws, replicates
        Sets of assumptions (the first as they are) and runs of each on which every mix is judged.
    hour_price
        Money that stands for an hour.
    workers, organisation, progress, weights
        As in `compare`.

    Raises
    ------
    InputError
        If there is nothing to mix, no budget, or Optuna (the extra ``spirals[optimise]``) is missing.
    RunFailed
        If a run of the reference fails.
    """
    choices = practices_of(reference, others)
    _check(hours, money, trials, draws, replicates)
    how = _How(hour_price, workers, organisation, progress, weights or {})
    bench = _Bench(reference, _assumptions(reference, draws, reference.seed), range(replicates), how)
    study, optuna = search(reference.seed)
    for values in first_tried(choices, reference.days):
        study.enqueue_trial(values)
    found: list[Judged] = []
    with one_pool(workers):
        for _ in range(trials):
            trial = study.ask()
            judged = bench.judge(reference, choices, mix_of(trial, choices, reference.days))
            found.append(judged)
            over = max(_over(judged.hours, hours), _over(judged.money, money))
            trial.set_user_attr("over", over)
            if math.isfinite(judged.score):
                study.tell(trial, (judged.score, judged.cost))
            else:
                study.tell(trial, state=optuna.trial.TrialState.FAIL)
        fit = [one for one in found if max(_over(one.hours, hours), _over(one.money, money)) <= 0.0]
        best = front(fit)
        runs = range(FRESH, FRESH + FRESH_RUNS)
        fresh = _Bench(reference, _assumptions(reference, draws, reference.seed + FRESH), runs, how)
        checked = [fresh.judge(reference, choices, one.mix) for one in best]
    scenarios = tuple(
        mixed(reference, choices, one.mix).model_copy(update={"name": f"mix {place}"})
        for place, one in enumerate(best, start=1)
    )
    return Optimised(reference, tuple(found), tuple(zip(best, checked, strict=True)), scenarios)


def front(judged: Sequence[Judged]) -> list[Judged]:
    """Return the mixes that no other beats on score and cost, cheapest first; of equals the first that was tried."""
    once: dict[tuple[float, float], Judged] = {}
    for one in judged:
        if math.isfinite(one.score):
            once.setdefault((one.score, one.cost), one)
    best = [one for one in once.values() if not any(_beats(other, one) for other in once.values())]
    return sorted(best, key=lambda one: (one.cost, -one.score))


def _beats(one: Judged, other: Judged) -> bool:
    least = one.score >= other.score and one.cost <= other.cost
    return least and (one.score > other.score or one.cost < other.cost)


def _check(hours: float | None, money: float | None, trials: int, draws: int, replicates: int) -> None:
    if hours is None and money is None:
        raise InputError("optimise: no budget; give --hours or --money per person")
    for name, value in (("--hours", hours), ("--money", money)):
        if value is not None and not value > 0.0:
            raise InputError(f"optimise: {name} {value:g} is no budget; give one above 0")
    for name, count in (("--trials", trials), ("--draws", draws), ("--replicates", replicates)):
        if count < 1:
            raise InputError(f"optimise: {name} {count} is too few; give 1 or more")


def _over(spent: float, budget: float | None) -> float:
    return 0.0 if budget is None else max(0.0, spent / budget - 1.0)


class _How(NamedTuple):
    """How runs are made and counted."""

    hour_price: float
    workers: int
    organisation: type | None
    progress: Progress | None
    weights: Mapping[str, float]


def _assumptions(reference: Scenario, draws: int, seed: int) -> list[dict[str, float]]:
    """Return sets of assumptions: as they are, then plausible others."""
    return [{}, *drawn(reference, draws - 1, seed)]


class _Bench:
    """The same luck and the same assumptions for every mix, and the reference on them."""

    def __init__(
        self,
        reference: Scenario,
        sets: Sequence[Mapping[str, float]],
        replicates: Sequence[int],
        how: _How,
    ) -> None:
        self.sets, self.replicates, self.how = sets, replicates, how
        self.measures = (*COSTS, *WHOLES)
        weights = weights_of(how.weights)  # refused before anything runs
        self.base = self._run(reference)
        if any(one is None for one in self.base):
            raise RunFailed(f"{reference.name}: a run of the reference failed; nothing can be compared with it")
        self.spreads = {name: pooled_spread([one.spreads[name] for one in self.base if one]) for name in self.measures}
        # As in a ranking: a fixed set of outcomes over the whole run and the months after.
        self.scored = {
            whole(name): weight for name, weight in weights.items() if weight > 0.0 and self.spreads[whole(name)] > 0.0
        }

    def judge(self, reference: Scenario, choices: Mapping[str, tuple[Entry, ...]], mix: tuple[Placed, ...]) -> Judged:
        """Return what a mix comes to."""
        runs = self._run(mixed(reference, choices, mix)) if mix else self.base
        pairs = [(left, right) for left, right in zip(self.base, runs, strict=True) if left and right]
        scores = np.array([self._score(left, right) for left, right in pairs])
        hours, money = (
            float(np.mean([right.measures[name] - left.measures[name] for left, right in pairs])) if pairs else math.nan
            for name in COSTS
        )
        known = scores if len(pairs) == len(self.base) else np.array([math.nan])
        return Judged(mix, known, hours, money, hours + money / self.how.hour_price)

    def _score(self, left: Outcome, right: Outcome) -> float:
        parts = [
            card(name).better * (right.measures[name] - left.measures[name]) / self.spreads[name]
            for name in self.scored
        ]
        return float(np.average(parts, weights=list(self.scored.values()))) if parts else math.nan

    def _run(self, scenario: Scenario) -> list[Outcome | None]:
        jobs = [
            Job(
                scenario.name,
                with_changes(scenario, values) if values else scenario,
                one,
                self.measures,
                organisation=self.how.organisation,
                series=(),
            )
            for values in self.sets
            for one in self.replicates
        ]
        answers = simulate_all(jobs, self.how.workers, self.how.progress)
        return [one if isinstance(one, Outcome) else None for one in answers]
