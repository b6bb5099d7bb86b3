"""How a scenario feeds back on itself: the loop by arrow, the loop gain, and what becomes of a push that ends."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial
from os import PathLike, fspath
from typing import TYPE_CHECKING, Any

from spirals.analysis import loop_by_arrow, loop_gain, twins
from spirals.analysis.loop_by_arrow import ARROWS, FIRST_DAY, LAST_DAY, PUSH, LoopByArrow
from spirals.analysis.loop_gain import LoopGain
from spirals.analysis.mean_field import largest_loop_gain
from spirals.analysis.pushes import SAME_PEOPLE, Answers, Run, follow
from spirals.analysis.twins import AMPLIFIED, LASTING, LATER, PushAndTwin
from spirals.errors import InputError
from spirals.experiments.workers import Progress, stream
from spirals.plain import Brief
from spirals.population import WEEK
from spirals.scenario import Scenario, load, with_changes

if TYPE_CHECKING:
    import pandas as pd

REPLICATES = 6
SERIES = {"mean_quality": "quality of ties", "mean_energy": "energy"}
"""Series in which the signs of a spiral are looked for."""
BETWEEN = ("ties", "energy, mood, strain")
"""The arrows between ties and energy: growth in the strict sense should be gone where either is cut."""
ENDING, START, END = 0.5, 131, 190
"""A push that ends: its logits, and its first and last day."""
WAYS = {"up": 1.0, "down": -1.0}


@dataclass(frozen=True, repr=False)
class Dynamics(Brief):
    """What `dynamics` measured.

    Attributes
    ----------
    loop
        Amplification of a lasting push, and the share of each arrow.
    gain
        Loop gain by yoked twins.
    largest
        G_max of the mean field; above 1 is necessary for two states, not sufficient.
    pushes
        By direction and series: the push that ends, its twins, and the same without feedback.
    cut_growth
        By direction, series and arrow that is cut: growth in the strict sense with its interval, where there is any in
        the whole.
    """

    scenario: Scenario
    loop: LoopByArrow
    gain: LoopGain
    largest: float
    pushes: Mapping[tuple[str, str], PushAndTwin]
    cut_growth: Mapping[tuple[str, str, str], tuple[float, float, float]]

    def table(self) -> pd.DataFrame:
        """Return a row for each number: push, what, value, low, high, least, most, verdict."""
        import pandas as pd

        rows = [_row("both", "loop gain, yoked twins", self.gain.gain, self.gain.gain_interval)]
        rows += [_row(way, "loop gain, 1 - 1/amplification", self.loop.gain(way)) for way in WAYS]
        rows.append(_row("any", "largest loop gain G_max, mean field", self.largest))
        for (way, series), pair in self.pushes.items():
            signs, name, overall = pair.signs(), SERIES[series], pair.overall()
            growth = (signs.growth_low, signs.growth_high)
            rows += [
                _row(way, f"amplified: area with / without feedback, {name}", signs.amplified, least=AMPLIFIED),
                _row(way, f"lasting: half-life with / without feedback, {name}", signs.lasting, least=LASTING),
                _row(way, f"growing: 3-6 months after less end of the push, {name}", signs.growth, growth),
                _row(way, f"half-life after the push, days, {name}", overall.half_life),
                _row(way, f"area after / during, {name}", overall.ratio),
            ]
        for (way, series, arrow), (value, *ends) in self.cut_growth.items():
            rows.append(_row(way, f"growing, with {arrow} cut, {SERIES[series]}", value, (ends[0], ends[1])))
        return pd.concat([self.loop.table(), pd.DataFrame(rows)], ignore_index=True)


def _row(
    push: str, what: str, value: float, ends: tuple[float, float] | None = None, least: float | None = None
) -> dict[str, Any]:
    low, high = ends or (float("nan"), float("nan"))
    verdict = "" if least is None else "within" if value >= least else "below"
    bound = float("nan") if least is None else least
    return {
        "push": push, "what": what, "value": value, "low": low, "high": high, "least": bound,
        "most": float("nan"), "verdict": verdict,
    }  # fmt: skip


def count_runs(replicates: int) -> int:
    """Return how many runs `dynamics` makes, but for what cutting arrows does to growth where there is any."""
    return replicates * (3 * (len(ARROWS) + 2) + 6 + 2)


def dynamics(
    scenario: str | PathLike[str] | Scenario = "baseline",
    *,
    push: float = PUSH,
    first: int = FIRST_DAY,
    last: int = LAST_DAY,
    replicates: int = REPLICATES,
    workers: int = 1,
    progress: Progress | None = None,
    **changes: Any,
) -> Dynamics:
    """Measure how a scenario feeds back on itself.

    Parameters
    ----------
    scenario
        Name, path or `Scenario`.
    push
        Added to everybody's conduct in logits, up and down, > 0.
    first, last
        Days over which the answer to a lasting push is averaged; all runs end with the last.
    replicates
        Pairs of runs on the same chance, >= 2.
    workers, progress
        As in `run`.
    **changes
        Fields and parameters of the scenario by name.

    Raises
    ------
    InputError
        If anything given cannot be used.
    """
    spec = scenario if isinstance(scenario, Scenario) else load(fspath(scenario))
    _check(push, first, last, replicates)
    spec = with_changes(spec, {**changes, "days": last})
    closed = with_changes(spec, SAME_PEOPLE)
    days = last - WEEK
    runs = [
        *loop_by_arrow.loop_runs(spec, push, last, replicates),
        *loop_gain.gain_runs(closed, push, days, replicates),
        *_push_runs(closed, replicates, yoked=True),
    ]
    answers = _done(runs, workers, progress)
    pushes = {
        (way, series): twins.from_answers(answers, sign * ENDING, START, END, replicates, series)
        for way, sign in WAYS.items()
        for series in SERIES
    }
    return Dynamics(
        spec,
        loop_by_arrow.from_answers(answers, push, first, last, replicates),
        loop_gain.from_answers(answers, push, days, replicates),
        largest_loop_gain(spec.values()),
        pushes,
        _growth_with_cuts(closed, replicates, pushes, partial(_done, workers=workers, progress=progress)),
    )


def _check(push: float, first: int, last: int, replicates: int) -> None:
    if not push > 0.0:
        raise InputError(f"--push {push:g}: must be above 0; it is tried upwards and downwards")
    if not 1 <= first <= last:
        raise InputError(f"--from {first} --until {last}: are no days; let the last come after the first")
    if last <= END + LATER[1]:
        raise InputError(f"--until {last}: is too early to see what lasts of a push; give {END + LATER[1] + 1} or more")
    if replicates < 2:
        raise InputError(f"--replicates {replicates}: gives no interval; give 2 or more")


def _push_runs(spec: Scenario, replicates: int, yoked: bool, cut: str = "") -> list[Run]:
    found = [twins.push_runs(spec, sign * ENDING, START, END, replicates, yoked, cut) for sign in WAYS.values()]
    return list({run.key: run for runs in found for run in runs}.values())  # both share their twins


def _done(runs: list[Run], workers: int, progress: Progress | None) -> Answers:
    answers: Answers = {}
    for key, series in stream(follow, runs, workers):
        answers[key] = series
        if progress is not None:
            progress(1.0)
    return answers


def _growth_with_cuts(
    spec: Scenario,
    replicates: int,
    pushes: Mapping[tuple[str, str], PushAndTwin],
    done: Callable[[list[Run]], Answers],
) -> dict[tuple[str, str, str], tuple[float, float, float]]:
    """Return growth with either arrow between ties and energy cut, for the directions in which something grows."""
    growing = [way for way in WAYS if all(pushes[way, series].signs().grows for series in SERIES)]
    if not growing:
        return {}
    found = {}
    for arrow in BETWEEN:
        answers = done(_push_runs(with_changes(spec, {ARROWS[arrow]: 0.0}), replicates, yoked=False, cut=arrow))
        for way in growing:
            for series in SERIES:
                pair = twins.from_answers(answers, WAYS[way] * ENDING, START, END, replicates, series, arrow)
                found[way, series, arrow] = pair.growth()
    return found
