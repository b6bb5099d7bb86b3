"""How much the whole loop from states to tone and back to states feeds back on itself, measured in simulation.

The arrow from states to behaviour is cut by yoking (theory.md, check 3): a twin lives through the very encounters
that a control decides, but their tone is pushed.  What tone the twin's states *would* give, against the control's,
per unit of push, is the loop gain G(h) at horizon h.  A twin that is pushed and left free cross-checks it: its tone
moves by 1 / (1 - G) per unit of push, once the loop has played itself out.

Teams' own meetings are yoked like encounters of two: the control decides who speaks to whom.  Programmes, shocks and
outsiders are left out, as nobody's states here decide alone what happens there; so are leaving and moving, so that
both twins are the same people.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from spirals.analysis.mean_field import largest_loop_gain, operating_point
from spirals.analysis.paired import interval
from spirals.engine import has_numba
from spirals.organisation import Organisation
from spirals.population import LOG_COLUMNS, LOGGED, State
from spirals.scenario import Scenario, load, with_changes
from spirals.views import log_rows

if TYPE_CHECKING:
    import pandas as pd

PUSH = 0.1
LEFT_OUT: Mapping[str, Any] = {
    "outsider_rate": 0.0,
    "turnover": 0.0,
    "move_rate": 0.0,
    "interventions": (),
    "shocks": (),
}
_LOGIT = LOG_COLUMNS.index("logit")
_LAGS = np.geomspace(2.0, 1500.0, 120)  # days: time constants tried in the fit
_RESAMPLES = 400

Floats = NDArray[np.float64]
YokedDay = Callable[[State, State, float], tuple[float, int]]


class Fit(NamedTuple):
    """``G(h) = gain (1 - exp(-h / lag))`` fitted to a measured curve."""

    gain: float
    lag: float
    """Days in which 63% of the cut loop's answer is there."""

    @property
    def relaxation(self) -> float:
        """Days in which a push is forgotten to 37%: ``lag / (1 - gain)``; inf at a gain of 1 or more."""
        return self.lag / (1.0 - self.gain) if self.gain < 1.0 else float("inf")


@dataclass(frozen=True)
class LoopGain:
    """Measured loop gain of one scenario.

    Attributes
    ----------
    days
        Last day of each window, shape (windows,).
    yoked
        G(h) of each replicate and window from the yoked twins, shape (replicates, windows).
    response
        What a free twin's tone moves per unit of push, same shape; 1 means no feedback.
    on_paper
        G of the mean field at its operating point (tone arrow only, any time it takes).
    largest
        G_max: the largest slope along the mean-field curve.
    """

    days: NDArray[np.int64]
    yoked: Floats
    response: Floats
    on_paper: float
    largest: float

    @property
    def gain(self) -> float:
        """G at the last horizon, mean over replicates."""
        return float(self.yoked[:, -1].mean())

    @property
    def gain_interval(self) -> tuple[float, float]:
        """95% bootstrap interval of ``gain`` over replicates."""
        return interval(self.yoked[:, -1])

    @property
    def free(self) -> Floats:
        """Cross-check from the free twins, ``1 - 1 / response`` of the mean response, shape (windows,)."""
        return 1.0 - 1.0 / self.response.mean(axis=0)

    def fit(self) -> Fit:
        """Return the gain that the yoked curve tends to, and how fast."""
        return _fitted(self.days, self.yoked.mean(axis=0)[None, :])[0]

    def fit_intervals(self) -> dict[str, tuple[float, float]]:
        """Return 95% bootstrap intervals over replicates of the fit's ``gain``, ``lag`` and ``relaxation``."""
        n = len(self.yoked)
        picks = np.random.default_rng(0).integers(0, n, size=(_RESAMPLES, n))
        fits = _fitted(self.days, self.yoked[picks].mean(axis=1))

        def ends(values: list[float]) -> tuple[float, float]:
            low, high = np.quantile(values, [0.025, 0.975], method="nearest")
            return float(low), float(high)

        return {name: ends([getattr(fit, name) for fit in fits]) for name in ("gain", "lag", "relaxation")}

    def table(self) -> pd.DataFrame:
        """Return G by horizon: yoked with its interval, and from the free twins."""
        import pandas as pd

        ends = [interval(self.yoked[:, k]) for k in range(len(self.days))]
        return pd.DataFrame(
            {
                "day": self.days,
                "gain": self.yoked.mean(axis=0),
                "low": [low for low, _ in ends],
                "high": [high for _, high in ends],
                "free_twin": self.free,
            }
        )


def loop_gain(
    scenario: str | Path | Scenario = "baseline",
    *,
    push: float = PUSH,
    window: int = 20,
    replicates: int = 10,
    **changes: Any,
) -> LoopGain:
    """Measure the loop gain of a scenario by yoked and by free twins.

    Parameters
    ----------
    scenario
        Name, path or ``Scenario``; its programmes are left out.
    push
        Added to and taken from the twins' tone logit, > 0; half the difference of both is reported.
    window
        Working days over which a horizon is averaged, >= 1; the run's days hold as many as fit.
    replicates
        Runs with different random numbers, >= 1; intervals need two.
    changes
        Fields and parameters of the scenario by name.

    Raises
    ------
    ValueError
        If the days of the scenario hold no window, or push is not positive.
    InputError
        For an unknown scenario or change.
    """
    spec = scenario if isinstance(scenario, Scenario) else load(scenario)
    spec = with_changes(spec, {**changes, **LEFT_OUT})
    if not push > 0.0:
        raise ValueError(f"push is {push}, but must be above 0")
    windows = spec.days // window
    if windows < 1:
        raise ValueError(f"{spec.days} days hold no window of {window}; give more days")
    day = _day_of(spec)
    yoked, response = [], []
    for replicate in range(replicates):
        up, down = (_yoked(spec, replicate, sign * push, windows, window, day) for sign in (1.0, -1.0))
        yoked.append((up - down) / (2.0 * push))
        up, down = (_free(spec, replicate, sign * push, windows, window) for sign in (1.0, -1.0))
        response.append((up - down) / (2.0 * push))
    values = spec.values()
    return LoopGain(
        days=np.arange(1, windows + 1) * window,
        yoked=np.array(yoked),
        response=np.array(response),
        on_paper=operating_point(values).gain,
        largest=largest_loop_gain(values),
    )


def _day_of(spec: Scenario) -> YokedDay:
    if spec.engine != "stepwise" and has_numba():
        from spirals.engine.compiled import run_yoked_day

        return run_yoked_day
    from spirals.engine.yoked import yoked_day

    return yoked_day


def _yoked(spec: Scenario, replicate: int, push: float, windows: int, window: int, run_day: YokedDay) -> Floats:
    """Return how much the yoked twin's own tone logit differs from the control's, by window."""
    control, twin = (Organisation(spec, replicate=replicate) for _ in range(2))
    gaps = np.zeros((windows * window, 2))
    for day in range(len(gaps)):
        mornings = [organisation.begin_day() for organisation in (control, twin)]
        for organisation, morning in zip((control, twin), mornings, strict=True):
            organisation.welcome_and_part(morning)
        gaps[day] = run_day(control.population.state, twin.population.state, push)
        for organisation, morning in zip((control, twin), mornings, strict=True):
            organisation.end_day(morning)
    return _ratio_by_window(gaps, windows)


def _free(spec: Scenario, replicate: int, push: float, windows: int, window: int) -> Floats:
    """Return the mean tone logit of all encounters of a twin that is pushed and free to respond, by window."""
    baseline = spec.values()["tone_baseline"] + push
    twin = Organisation(spec, replicate=replicate)
    twin.population.state.p.set("tone_baseline", baseline)
    sums = np.zeros((windows * window, 2))
    for day in range(len(sums)):
        twin.population.record(log_rows(twin.population, ()))
        twin.step()
        logged = int(twin.population.state.counts[LOGGED])
        sums[day] = twin.population.state.log[:logged, _LOGIT].sum(), logged
    return _ratio_by_window(sums, windows)


def _ratio_by_window(table: Floats, windows: int) -> Floats:
    sums = table.reshape(windows, -1, 2).sum(axis=1)
    return sums[:, 0] / np.maximum(sums[:, 1], 1.0)


def _fitted(days: NDArray[np.int64], curves: Floats) -> list[Fit]:
    """Fit gain and lag to each row: least squares over a grid of lags, the gain in closed form."""
    window = float(days[0])
    middle = days - 0.5 * window
    basis = 1.0 - np.exp(-middle[:, None] / _LAGS)  # (windows, lags)
    size = (basis * basis).sum(axis=0)
    gains = curves @ basis / size
    misfit = (curves * curves).sum(axis=1, keepdims=True) - gains * gains * size
    best = misfit.argmin(axis=1)
    return [Fit(float(gains[row, k]), float(_LAGS[k])) for row, k in enumerate(best)]
