"""How often one scenario beats another over what the parameters could be, and where the answer flips.

Two kinds of not knowing are kept apart.  Chance: the same organisation, the same parameters, other luck; more
replicates average it out.  Parameters: draws from what is plausible; no number of runs makes them known.  Replicates
are nested in draws, so the variance of a difference splits into both (one-way analysis of variance).
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from functools import cached_property
from os import PathLike
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from spirals.analysis.draws import Components, components, crossed, draw_means, rank_shares, wilson
from spirals.analysis.paired import interval, pooled_spread
from spirals.errors import InputError
from spirals.experiments.results import COSTS, card
from spirals.experiments.workers import Progress
from spirals.measures.score import base_of, weights_of
from spirals.studies.results import Sweep
from spirals.studies.sources import Origin, obtain
from spirals.studies.verdicts import SCORE, direction, title, unit, words

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.figure import Figure

    from spirals.studies.regions import Regions

Floats = NDArray[np.float64]
DRAWS, REPLICATES = 64, 4
FEW_DRAWS = 30
_SEED = 20260101
_RESAMPLES = 1000


class Robust:
    """Differences from the reference over the draws of a sweep.

    Parameters
    ----------
    sweep
        With two scenarios or more; each setting is a draw.
    weights
        Weight of outcomes in the score; 1 where none is stated.

    Raises
    ------
    InputError
        If there is nothing to compare.
    """

    def __init__(self, sweep: Sweep, weights: Mapping[str, float] | None = None) -> None:
        self.sweep = sweep
        self.weights = weights_of(weights or {})
        if len(sweep.scenarios) < 2:
            raise InputError(f"{sweep.folder}: has one scenario; robust compares two or more, so name them")
        self.reference, *others = sweep.scenarios
        self.others = tuple(others)

    @cached_property
    def scored(self) -> tuple[str, ...]:
        """What makes up the score: the fixed set of outcomes, over the whole run and the months after."""
        return tuple(
            name for name in self.sweep.scored if self.weights[base_of(name)] > 0.0 and self.yardstick(name) > 0.0
        )

    def yardstick(self, measure: str) -> float:
        """Return the SD between people (ties, teams) in the reference, pooled over all its runs."""
        return pooled_spread(self.sweep.spread(measure, self.reference).ravel())

    def differences(self, other: str, measure: str, against: str | None = None) -> Floats:
        """Return the paired difference from the reference, or another scenario, shape (draws, replicates).

        The measure ``score`` is the mean over `scored` of signed differences in SDs between people.
        """
        if measure == SCORE:
            parts = [
                card(name).better * self.differences(other, name, against) / self.yardstick(name)
                for name in self.scored
            ]
            shape = self.sweep.values(self.sweep.names[0]).shape
            weights = [self.weights[base_of(name)] for name in self.scored]
            return np.average(parts, axis=0, weights=weights) if parts else np.full(shape, math.nan)
        return self.sweep.values(measure, other) - self.sweep.values(measure, against or self.reference)

    @property
    def measures(self) -> tuple[str, ...]:
        """The score, where there is one, then every measure."""
        return ((SCORE,) if self.scored else ()) + self.sweep.names

    def table(self) -> pd.DataFrame:
        """Return one row per other scenario and measure.

        ``difference`` with ``low`` and ``high``: mean over draws and its 95% interval.  ``draw_low``, ``draw_high``:
        between which 90% of the draws' means lie.  ``beats_draws``: share of draws in whose mean over replicates it
        is better, with the interval ``beats_low``..``beats_high``; ``loses_draws``: in which it is worse (the rest
        shows no difference); ``beats_runs``: share of single runs.
        ``sd_parameters``, ``sd_chance``: the variance of the difference, split; ``share_parameters`` with interval.
        """
        import pandas as pd

        return pd.DataFrame([self._row(other, measure) for other in self.others for measure in self.measures])

    def _row(self, other: str, measure: str) -> dict[str, Any]:
        values = self.differences(other, measure)
        sign = -1.0 if direction(measure) < 0 else 1.0
        draws = draw_means(values)
        known = draws[np.isfinite(draws)]
        wins, losses = ((way * sign * known > 0.0) for way in (1.0, -1.0))
        won, lost = (float(one.mean()) if known.size else math.nan for one in (wins, losses))
        runs = values[np.isfinite(values)]
        split = self._split(values)
        low, high = interval(known)
        wide = np.percentile(known, (5.0, 95.0)) if known.size else (math.nan, math.nan)
        share_low, share_high = self._share_interval(values)
        return {
            "scenario": other,
            "measure": measure,
            "title": title(measure),
            "unit": unit(measure),
            "direction": direction(measure),
            "draws": int(known.size),
            "runs": int(runs.size),
            "difference": float(known.mean()) if known.size else math.nan,
            "low": low,
            "high": high,
            "draw_low": float(wide[0]),
            "draw_high": float(wide[1]),
            "beats_draws": won,
            **dict(zip(("beats_low", "beats_high"), wilson(int(wins.sum()), known.size), strict=True)),
            "loses_draws": lost,
            "beats_runs": float((sign * runs > 0.0).mean()) if runs.size else math.nan,
            "sd_parameters": split.parameters,
            "sd_chance": split.chance,
            "share_parameters": split.share,
            "share_low": share_low,
            "share_high": share_high,
            "verdict": words(won, lost, measure),
        }

    def _split(self, values: Floats) -> Components:
        return components(values) if self.sweep.experiment.luck == "own" else crossed(values)

    def _share_interval(self, values: Floats) -> tuple[float, float]:
        """Return the 95% bootstrap interval, over draws, of the share that parameters make."""
        random = np.random.default_rng(_SEED)
        shares = [
            self._split(values[random.integers(0, len(values), len(values))]).share for _ in range(_RESAMPLES // 5)
        ]
        known = [share for share in shares if math.isfinite(share)]
        if len(known) < 20:
            return math.nan, math.nan
        low, high = np.quantile(known, (0.025, 0.975))
        return float(low), float(high)

    def scores(self) -> dict[str, Floats]:
        """Return each scenario's score by draw, mean over replicates; the reference has 0 by definition."""
        found = {other: draw_means(self.differences(other, SCORE)) for other in self.others}
        nothing = np.where(np.isfinite(np.mean(list(found.values()), axis=0)), 0.0, math.nan)
        return {self.reference: nothing, **found}

    def ranking(self) -> pd.DataFrame:
        """Return one row per scenario, best first: score, mean rank, and the share of draws at each rank.

        Ties share their ranks.  Columns ``rank_1``, ``rank_2``, ... are shares of draws; hours and money stand beside.
        """
        import pandas as pd

        scores = self.scores()
        table = np.array([scores[label] for label in self.sweep.scenarios])
        table = table[:, np.isfinite(table).all(axis=0)]
        ranks, shares = rank_shares(table)
        rows = []
        for place, label in enumerate(self.sweep.scenarios):
            low, high = interval(table[place])
            rows.append(
                {
                    "scenario": label,
                    "score": float(table[place].mean()) if table.size else math.nan,
                    "low": low,
                    "high": high,
                    "mean_rank": float(ranks[place]),
                    **{f"rank_{k + 1}": float(shares[place, k]) for k in range(len(table))},
                    **{name: _mean(self.sweep.values(name, label)) for name in COSTS if name in self.sweep.names},
                }
            )
        frame = pd.DataFrame(rows).sort_values("mean_rank", kind="stable", ignore_index=True)
        frame.insert(0, "rank", range(1, len(frame) + 1))
        return frame

    @cached_property
    def pairs(self) -> tuple[tuple[str, str], ...]:
        """Pairs whose order may flip: every other scenario against the reference, then the two that rank highest."""
        first, second = self.ranking()["scenario"].tolist()[:2]
        best = ((first, second),) if self.reference not in (first, second) else ()
        return (*((other, self.reference) for other in self.others), *best)

    def regions(self, other: str | None = None, measure: str | None = None, against: str | None = None) -> Regions:
        """Return where in the space of parameters one scenario beats another, by default the reference.

        Needs scikit-learn, the extra ``spirals[discovery]``.
        """
        from spirals.studies.regions import find_regions

        chosen = measure or self.measures[0]
        return find_regions(self, other or self.others[0], chosen, against or self.reference)

    @cached_property
    def warnings(self) -> tuple[str, ...]:
        """Reasons to read the results with care."""
        said = []
        draws = len(self.sweep.points)
        if draws < FEW_DRAWS:
            said.append(f"{draws} draws are few; shares of draws are rough below {FEW_DRAWS}")
        if self.sweep.experiment.replicates < 2:
            said.append("one replicate: chance and parameters cannot be told apart; take 2 or more")
        if self.sweep.done < self.sweep.planned:
            said.append(f"{self.sweep.planned - self.sweep.done} of {self.sweep.planned} runs are not there yet")
        if self.sweep.experiment.design.kind in ("grid", "morris"):
            said.append(
                f"settings of a {self.sweep.experiment.design.kind} are no draws; shares depend on how it was laid out"
            )
        return tuple(said)

    def plots(self) -> dict[str, Figure]:
        """Draw how often each scenario is better and why not always, the ranks, and where the answer flips."""
        from spirals.studies.robust_figures import flips_figure, ranks_figure, robust_figure

        found = {"robust": robust_figure(self), "ranks": ranks_figure(self)}
        flips = flips_figure(self)
        return found if flips is None else {**found, "flips": flips}

    def plot(self) -> Figure:
        """Draw how often each scenario is better, and what makes the difference uncertain."""
        return self.plots()["robust"]

    def save(self, folder: str | PathLike[str] | None = None) -> Path:
        """Write tables and figures; None: into a folder of the sweep's own.  Earlier ones are replaced."""
        from spirals.experiments.figures import save_figure
        from spirals.experiments.store import write_csv, write_parquet

        place = Path(folder) if folder is not None else self.sweep.folder / "robust"
        place.mkdir(parents=True, exist_ok=True)
        frames = {"robust": self.table(), "ranking": self.ranking(), "regions": self.all_regions()}
        for name, frame in frames.items():
            write_parquet(frame, place / f"{name}.parquet")
            write_csv(frame, place / f"{name}.csv")
        (place / "warnings.txt").write_text("".join(f"{line}\n" for line in self.warnings), encoding="utf-8")
        for name, figure in self.plots().items():
            save_figure(figure, place, name)
        return place

    def all_regions(self) -> pd.DataFrame:
        """Return the regions of every pair in one table; empty without scikit-learn."""
        import pandas as pd

        try:
            frames = [self.regions(one, against=another).table() for one, another in self.pairs]
        except InputError:
            return pd.DataFrame()
        return pd.concat(frames, ignore_index=True)


def _design(draws: int | None, points: Sequence[Mapping[str, float]] | None) -> dict[str, Any]:
    if points is not None:
        return {"kind": "list", "points": list(points)}
    return {"kind": "lhs"} | ({} if draws is None else {"samples": draws})


def _mean(values: Floats) -> float:
    known = values[np.isfinite(values)]
    return float(known.mean()) if known.size else math.nan


def robust(
    *origin: Origin,
    draws: int | None = None,
    factors: Sequence[str | Mapping[str, Any]] = (),
    near: float | None = None,
    points: Sequence[Mapping[str, float]] | None = None,
    replicates: int | None = None,
    seed: int | None = None,
    measures: Sequence[str] | None = None,
    daily: Sequence[str] = (),
    out: str | PathLike[str] | None = None,
    workers: int = 1,
    dask: str | None = None,
    organisation: type | None = None,
    progress: Progress | None = None,
    weights: Mapping[str, float] | None = None,
    **changes: Any,
) -> Robust:
    """Ask how often a scenario beats the first one over draws from the parameters' plausible ranges.

    Parameters
    ----------
    *origin
        Two scenarios or more, the reference first; or an experiment, a sweep or its folder.
    draws
        Settings drawn by Latin hypercube; 64 unless said, for scenarios.
    factors
        For scenarios: what is uncertain; none: what the reference states as uncertain, else every parameter.
    near
        As in `sensitivity`: how far parameters without a stated range are moved; None: .25, or what an experiment
        says; 1: over the whole range of the parameter table.
    points
        For scenarios: the draws themselves, such as `plausible.drawn` gives, instead of ranges.
    replicates
        Runs of each draw that differ by chance; 4 unless said, for scenarios.
    seed, measures, daily
        As in an experiment file; daily series only for scenarios.
    out, workers, dask, organisation, progress
        As in `sweep`.
    weights
        Weight of outcomes in the score, as in `compare`.
    **changes
        Scenario fields or parameters that hold in every run.

    Raises
    ------
    InputError
        If these cannot be used.
    """
    if not origin:
        raise InputError("robust: name two scenarios or more, an experiment or a sweep's folder")
    from spirals.studies.sources import is_sweep, names_experiment

    own = is_sweep(origin[0]) or names_experiment(origin[0])
    if draws is None and not own:
        draws = DRAWS
    if not own and len(origin) < 2:
        raise InputError("robust: one scenario is no comparison; name two or more")
    weights_of(weights or {})  # refused before anything runs
    return Robust(
        obtain(
            origin,
            _design(draws, points),
            out,
            factors=factors,
            near=near,
            replicates=replicates if own or replicates is not None else REPLICATES,
            seed=seed,
            measures=measures,
            daily=daily,
            changes=changes,
            command="robust",
            luck="own",
            workers=workers,
            dask=dask,
            organisation=organisation,
            progress=progress,
        ),
        weights,
    )
