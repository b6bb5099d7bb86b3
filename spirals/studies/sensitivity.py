"""Which assumptions matter: Morris screening and Sobol' indices, with their intervals and when not to trust them.

Morris (1991; Campolongo et al. 2007): ``mu_star`` is the mean size of what moving one factor by a step does,
``sigma`` how much that depends on the others.  Sobol' (Saltelli et al. 2010): ``first`` is the share of a measure's
variance that a factor explains alone, ``total`` the share that would go if it were known.  Both describe the ranges
that were drawn from: other ranges give other answers.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from os import PathLike
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from spirals.analysis.draws import draw_means
from spirals.analysis.paired import interval
from spirals.errors import InputError
from spirals.experiments.results import card
from spirals.experiments.workers import Progress
from spirals.measures import MEASURES
from spirals.studies.designs import LEVELS, places, problem_of, salib
from spirals.studies.results import Sweep, chance_sd
from spirals.studies.sources import Origin, obtain

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.figure import Figure

Floats = NDArray[np.float64]
METHODS = ("morris", "sobol")
_RESAMPLES = 1000
_SEED = 20260101  # fixed: the same values always have the same interval
_NEGLIGIBLE = 0.1  # factors whose interval ends below this share of the largest index need not be known better
_AGREE = 0.7  # rank correlation between the halves of a sample below which its order is not to be trusted
_CHANCE = 0.1  # share of variance by chance above which more replicates are advised
_FEWEST = 4  # blocks below which halves say nothing
INDEX = {"morris": "mu_star", "sobol": "total"}
"""The column that orders factors."""


@dataclass(frozen=True)
class Output:
    """What is explained: a measure of a scenario, or of its difference from the reference."""

    label: str
    measure: str
    by_setting: Floats
    by_run: Floats


class Sensitivity:
    """Sensitivity of every measure of a sweep with a Morris or Sobol' design.

    Parameters
    ----------
    sweep
        Finished or not; settings without a value are left out, with what touches them.

    Raises
    ------
    InputError
        If the sweep has another design, or it cannot be drawn again.
    """

    def __init__(self, sweep: Sweep) -> None:
        self.sweep = sweep
        design = sweep.experiment.design
        if design.kind not in METHODS:
            raise InputError(f"{sweep.folder}: has a design of kind {design.kind}; sensitivity needs morris or sobol")
        self.method = design.kind
        self.levels = design.levels or LEVELS["morris"]
        self.names = tuple(factor.name for factor in sweep.varied)
        self.block = len(self.names) + (1 if self.method == "morris" else 2)
        self.places = places(design, len(self.names), sweep.experiment.seed, str(sweep.folder))
        self._check_places()

    def _check_places(self) -> None:
        """Make sure that the sample drawn now is the one that was run."""
        for factor, column in zip(self.sweep.varied, self.places.T, strict=True):
            drawn = [factor.at(share) for share in column.tolist()]
            if drawn != self.sweep.points[factor.name].tolist():
                raise InputError(
                    f"{self.sweep.folder}: its sample cannot be drawn again with this version of SALib or SciPy; "
                    "install the versions that its manifest names"
                )

    @property
    def samples(self) -> int:
        """Trajectories, or base samples."""
        return len(self.places) // self.block

    def outputs(self) -> Iterable[Output]:
        """Give each measure of the reference, then of every other scenario's difference from it."""
        reference = self.sweep.scenarios[0]
        for label in self.sweep.scenarios:
            for measure in self.sweep.names:
                values = self.sweep.values(measure, label)
                if label != reference:
                    values = values - self.sweep.values(measure, reference)
                name = label if label == reference else f"{label} - {reference}"
                yield Output(name, measure, draw_means(values), values)

    @cached_property
    def found(self) -> dict[tuple[str, str], dict[str, Floats]]:
        """Indices by output and measure: one array over factors for each column."""
        return {(one.label, one.measure): self.indices(one.by_setting) for one in self.outputs()}

    def indices(self, values: Floats) -> dict[str, Floats]:
        """Return the indices of an output, shape (factors,) each; nan where there is nothing to explain.

        Parameters
        ----------
        values
            Shape (settings,), in the order of the design.  Without a value, a setting takes with it the two steps of
            a trajectory that touch it, or the base sample that it belongs to.
        """
        return self._morris(values) if self.method == "morris" else self._sobol(values)

    def _nothing(self, *columns: str) -> dict[str, Floats]:
        names = [name for column in columns for name in (column, f"{column}_low", f"{column}_high")]
        return {name: np.full(len(self.names), math.nan) for name in names}

    def _morris(self, values: Floats) -> dict[str, Floats]:
        found = {**self._nothing("mu_star"), **{name: np.full(len(self.names), math.nan) for name in ("mu", "sigma")}}
        if not varies(values):
            return found
        for place, all_effects in enumerate(elementary_effects(self.places, values, self.block)):
            effects = all_effects[np.isfinite(all_effects)]
            if effects.size:
                found["mu_star"][place], found["mu"][place] = np.abs(effects).mean(), effects.mean()
                found["mu_star_low"][place], found["mu_star_high"][place] = interval(np.abs(effects))
            if effects.size > 1:
                found["sigma"][place] = effects.std(ddof=1)
        return found

    def _sobol(self, values: Floats) -> dict[str, Floats]:
        whole = np.isfinite(values).reshape(-1, self.block).all(axis=1).repeat(self.block)
        kept = values[whole]
        if len(kept) < 2 * self.block or not varies(kept):
            return self._nothing("first", "total")
        with np.errstate(all="ignore"):
            answer = salib("analyze.sobol").analyze(
                problem_of(len(self.names), self.names),
                kept,
                calc_second_order=False,
                num_resamples=_RESAMPLES,
                seed=_SEED,
            )
        found: dict[str, Floats] = {}
        for column, short in (("first", "S1"), ("total", "ST")):
            middle, half = (np.asarray(answer[name], dtype=np.float64) for name in (short, f"{short}_conf"))
            found |= {column: middle, f"{column}_low": middle - half, f"{column}_high": middle + half}
        return found

    def table(self) -> pd.DataFrame:
        """Return one row per output, measure and factor, the most important first."""
        import pandas as pd

        key = INDEX[self.method]
        frames = []
        for (label, measure), columns in self.found.items():
            head: dict[str, Any] = {"output": label, "measure": measure, "factor": self.names}
            shown = {name: columns[name] for name in sorted(columns, key=list(columns).index)}
            frame = pd.DataFrame({**head, **shown})
            frame = frame.sort_values(key, ascending=False, kind="stable", ignore_index=True)
            frame.insert(3, "rank", frame[key].rank(ascending=False, method="min"))
            width = frame[f"{key}_high"] - frame[f"{key}_low"]
            frame["sure"] = width <= frame[key]
            frames.append(frame)
        return pd.concat(frames, ignore_index=True)

    @cached_property
    def warnings(self) -> tuple[str, ...]:
        """Reasons not to trust these indices, in plain words; none if there is none."""
        said: list[str] = []
        for one in self.outputs():
            said += [f"{one.label}, {one.measure}: {text}" for text in self._doubts(one)]
        return tuple(said)

    def _doubts(self, one: Output) -> list[str]:
        found, key = self.found[one.label, one.measure], INDEX[self.method]
        index, low, high = (found[name] for name in (key, f"{key}_low", f"{key}_high"))
        missing = int((~np.isfinite(one.by_setting)).sum())
        said = []
        if missing == len(one.by_setting):
            return [f"has no value in any setting{self._why_none(one.measure)}; there is nothing to explain"]
        if missing:
            why = self._why_none(one.measure)
            said.append(
                f"{missing} of {len(one.by_setting)} settings have no value{why}, and what touches them is left out"
            )
        if not varies(one.by_setting):
            return [*said, "does not vary; there is nothing to explain"]
        if not np.isfinite(index).any():
            return [*said, "too few settings have a value; there is nothing to explain"]
        matters = high > _NEGLIGIBLE * np.nanmax(index)
        bad = matters & (high - low > index)
        wide = [self.names[place] for place in np.argsort(-np.nan_to_num(index), kind="stable") if bad[place]]
        if wide:
            shown = ", ".join(wide[:4]) + (f" and {len(wide) - 4} more" if len(wide) > 4 else "")
            said.append(f"intervals wider than the index for {shown}; take more samples than {self.samples}")
        agree = self.halves_agree(one.by_setting)
        if agree < _AGREE:
            said.append(
                f"the two halves of the sample order the factors differently (rank correlation {agree:.2f}); "
                f"take more samples than {self.samples}"
            )
        share = chance_share(one.by_run)
        if share > _CHANCE:
            said.append(f"chance makes {share:.0%} of the variance between settings; take more replicates")
        return said

    def _why_none(self, measure: str) -> str:
        """Say why a measure has no value: what is not run yet, else what the measure itself says of it."""
        if self.sweep.done < self.sweep.planned:
            return f" ({self.sweep.done} of {self.sweep.planned} runs are done)"
        known = MEASURES.get(measure)
        return f" ({known.missing})" if known is not None and known.missing else ""

    def halves_agree(self, values: Floats) -> float:
        """Return the rank correlation of the index between both halves of the sample; nan where it has no meaning."""
        half = self.samples // 2 * self.block
        if self.samples < _FEWEST or len(self.names) < 3:
            return math.nan
        key = INDEX[self.method]
        sides = []
        for part in (slice(0, half), slice(half, 2 * half)):
            blanked = np.full_like(values, math.nan)
            blanked[part] = values[part]
            sides.append(self.indices(blanked)[key])
        left, right = sides
        known = np.isfinite(left) & np.isfinite(right)
        if known.sum() < 3:
            return math.nan
        from scipy.stats import spearmanr

        return float(spearmanr(left[known], right[known]).statistic)

    def plot(self, measure: str | None = None) -> Figure:
        """Draw the indices of one measure, or of the first few, with their intervals."""
        from spirals.studies.sensitivity_figures import sensitivity_figure

        return sensitivity_figure(self, measure)

    def save(self, folder: str | PathLike[str] | None = None) -> Path:
        """Write table and figures; None: into a folder of the sweep's own.  Earlier ones are replaced."""
        from spirals.experiments.figures import save_figure
        from spirals.experiments.store import slug, write_csv, write_parquet

        place = Path(folder) if folder is not None else self.sweep.folder / "sensitivity"
        place.mkdir(parents=True, exist_ok=True)
        table = self.table()
        write_parquet(table, place / "sensitivity.parquet")
        write_csv(table, place / "sensitivity.csv")
        (place / "warnings.txt").write_text("".join(f"{line}\n" for line in self.warnings), encoding="utf-8")
        for measure in self.sweep.names:
            save_figure(self.plot(measure), place, f"sensitivity_{slug(measure)}")
        return place


def varies(values: Floats) -> bool:
    """Say whether an output has at least two values that differ by more than rounding."""
    known = values[np.isfinite(values)]
    return known.size > 1 and bool(np.ptp(known) > 1e-12 * max(1.0, float(np.abs(known).max())))


def elementary_effects(where: Floats, values: Floats, block: int) -> Floats:
    """Return what each step of each trajectory changes, per unit of the factor it moves, shape (factors, trajectories).

    Parameters
    ----------
    where
        Places of the settings in the unit cube, shape (settings, factors).
    values
        Shape (settings,); a step that touches a nan has none.
    block
        Settings in a trajectory.
    """
    steps = np.diff(where.reshape(-1, block, where.shape[1]), axis=1)  # (trajectories, steps, factors)
    moved = np.abs(steps).argmax(axis=2)
    size = np.take_along_axis(steps, moved[:, :, None], axis=2)[:, :, 0]
    change = np.diff(values.reshape(-1, block), axis=1) / size
    effects = np.full((where.shape[1], len(steps)), math.nan)
    effects[moved, np.arange(len(steps))[:, None]] = change
    return effects


def chance_share(values: Floats) -> float:
    """Return the share of the variance between settings' means that replicates alone explain; nan if unknown."""
    means = draw_means(values)
    known = means[np.isfinite(means)]
    sd, runs = chance_sd(values), float(np.mean(np.isfinite(values).sum(axis=1)))
    if known.size < 2 or not math.isfinite(sd) or known.var(ddof=1) == 0.0:
        return math.nan
    return float(min(1.0, sd * sd / runs / known.var(ddof=1)))


def title_of(output: str, measure: str) -> str:
    """Return the title of a panel."""
    shown = card(measure)
    return f"{shown.title}, {output}"


def sensitivity(
    *origin: Origin,
    method: str = "morris",
    samples: int | None = None,
    factors: Sequence[str | Mapping[str, Any]] = (),
    near: float | None = None,
    replicates: int | None = None,
    seed: int | None = None,
    measures: Sequence[str] | None = None,
    daily: Sequence[str] = (),
    out: str | PathLike[str] | None = None,
    workers: int = 1,
    dask: str | None = None,
    organisation: type | None = None,
    progress: Progress | None = None,
    **changes: Any,
) -> Sensitivity:
    """Ask which assumptions matter for each measure.

    Parameters
    ----------
    *origin
        A sweep or its folder, an experiment, or a scenario; further scenarios are explained as differences from
        the first.
    method
        For scenarios: "morris" screens many factors with few runs, "sobol" shares out the variance with many.
    samples
        Trajectories (Morris) or base samples (Sobol', a power of 2).  More than before, with the same ``out``, are
        added to what is there.
    factors
        For scenarios: names, or tables as in an experiment file; none: what the scenario states as uncertain, else
        every parameter.
    near
        How far parameters without a stated range are moved, as a share of the way from what the scenario assumes to
        the ends of the parameter table, above 0 and at most 1; None: .25, or what an experiment says.
    replicates, seed, measures, daily
        As in an experiment file; daily series only for scenarios.
    out, workers, dask, organisation, progress
        As in `sweep`.
    **changes
        Scenario fields or parameters that hold in every run.

    Raises
    ------
    InputError
        If these cannot be used.
    """
    if not origin:
        raise InputError("sensitivity: name a sweep's folder, an experiment or a scenario")
    if method not in METHODS:
        raise InputError(f"--method {method}: is not known; use morris or sobol")
    return Sensitivity(
        obtain(
            origin,
            {"kind": method} | ({"samples": samples} if samples is not None else {}),
            out,
            factors=factors,
            near=near,
            replicates=replicates,
            seed=seed,
            measures=measures,
            daily=daily,
            changes=changes,
            command="sensitivity",
            workers=workers,
            dask=dask,
            organisation=organisation,
            progress=progress,
        )
    )
