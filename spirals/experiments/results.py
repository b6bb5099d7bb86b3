"""What an experiment gives back: one scenario run many times, or several compared run by run."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
from numpy.typing import NDArray

from spirals.analysis.multiplicity import adjusted, p_value
from spirals.analysis.paired import Difference, interval, paired, pooled_spread, run_spread, verdict
from spirals.errors import InputError
from spirals.experiments.simulate import Failure, Outcome
from spirals.measures import MEASURES, find
from spirals.measures.score import base_of, is_whole
from spirals.parameters import nearest

if TYPE_CHECKING:
    from os import PathLike
    from pathlib import Path

    import pandas as pd
    from matplotlib.figure import Figure

    from spirals.experiments.provenance import Provenance
    from spirals.scenario import Scenario

COSTS = ("hours_spent", "cost_spent")  # reported, but no part of the ranking
_SHOWN = 5  # scenarios named in a repr
FRAMES = ("people", "ties", "encounters", "diary")


class Card(NamedTuple):
    """How a measure is shown: its title, its unit, and which direction is good (+1, -1 or 0 for none)."""

    title: str
    unit: str
    better: int


def card(name: str) -> Card:
    """Return how a measure is shown; a name that is not registered is shown as it stands."""
    known = MEASURES.get(base_of(name))
    if known is None:
        return Card(name.replace("_", " "), "", 0)
    return Card(known.title, known.unit, known.better)


def yardstick(name: str) -> str:
    """Return what a measure is a mean over: people, ties or teams."""
    known = MEASURES.get(base_of(name))
    if known is None or known.people is not None:
        return "people"
    return "ties" if known.group == "Connections" else "teams"


def cost_verdict(found: Difference) -> str:
    """Say in words how what was spent differs: money and hours are neither better nor worse."""
    return verdict(found, better=-1, sized=False).replace("worse", "more").replace("better", "less")


@dataclass(frozen=True, repr=False)
class Result:
    """One scenario, run `replicates` times.

    Attributes
    ----------
    label
        The scenario's name, unique within its experiment.
    scenario
        As resolved and run.
    outcomes
        One per run that ended well, in order of replicate.
    failures
        One per run that did not.
    provenance
        Where it came from.
    """

    label: str
    scenario: Scenario
    outcomes: tuple[Outcome, ...]
    failures: tuple[Failure, ...]
    provenance: Provenance

    @property
    def names(self) -> tuple[str, ...]:
        """Names of the measures, in the order of the scenario."""
        return tuple(name for name in self.outcomes[0].measures if not is_whole(name)) if self.outcomes else ()

    @property
    def notes(self) -> tuple[str, ...]:
        """What was recognised, mapped or repaired in the input, in plain words."""
        return next((outcome.notes for outcome in self.outcomes if outcome.notes), ())

    def values(self, name: str) -> NDArray[np.float64]:
        """Return a measure by replicate, shape (replicates,); nan where a run failed or has no value.

        Raises
        ------
        InputError
            If no run computed it.
        """
        self._check_computed(name)
        values = np.full(self.scenario.replicates, math.nan)
        for outcome in self.outcomes:
            values[outcome.replicate] = outcome.measures.get(name, math.nan)
        return values

    def _check_computed(self, name: str) -> None:
        if self.outcomes and not is_whole(name) and not any(name in one.measures for one in self.outcomes):
            find(name)  # for an unknown name, with the nearest one
            raise InputError(f"{self.label}: {name}: was not computed; ask for it, as measures=['{name}']")

    def spread(self, name: str) -> float:
        """Return the SD between people (or ties, or teams), pooled over replicates; nan if it has none."""
        self._check_computed(name)
        return pooled_spread([outcome.spreads.get(name, math.nan) for outcome in self.outcomes])

    def table(self) -> pd.DataFrame:
        """Return one row per measure: mean over runs, 95% interval of that mean, spreads, runs."""
        import pandas as pd

        rows = []
        for name in self.names:
            values = self.values(name)
            known = values[np.isfinite(values)]
            low, high = interval(known)
            rows.append(
                {
                    "measure": name,
                    "title": card(name).title,
                    "unit": card(name).unit,
                    "mean": float(known.mean()) if known.size else math.nan,
                    "low": low,
                    "high": high,
                    "sd_between_runs": run_spread(known),
                    "sd_within": self.spread(name),
                    "sd_of": yardstick(name) if self.spread(name) > 0.0 else "",
                    "runs": int(known.size),
                }
            )
        return pd.DataFrame(rows)

    @cached_property
    def measures(self) -> pd.DataFrame:
        """One row per run and measure: scenario, replicate, measure, value."""
        import pandas as pd

        return pd.DataFrame(
            [
                (self.label, outcome.replicate, name, value)
                for outcome in self.outcomes
                for name, value in outcome.measures.items()
            ],
            columns=["scenario", "replicate", "measure", "value"],
        )

    @property
    def daily(self) -> pd.DataFrame:
        """One row per run and day (1, 2, ...), one column per daily series that was kept."""
        import pandas as pd

        parts = []
        for outcome in self.outcomes:
            part = pd.DataFrame(outcome.daily)
            part.insert(0, "day", np.arange(1, len(part) + 1))
            part.insert(0, "replicate", outcome.replicate)
            part.insert(0, "scenario", self.label)
            parts.append(part)
        return pd.concat(parts, ignore_index=True) if parts else pd.DataFrame()

    def course(self, name: str) -> NDArray[np.float64]:
        """Return an outcome of the score month by month, shape (replicates, months), nan where a run failed.

        The months of the run, then those after everything has ended.
        """
        known = [outcome.course[name] for outcome in self.outcomes if name in outcome.course]
        values = np.full((self.scenario.replicates, len(known[0]) if known else 0), math.nan)
        for outcome in self.outcomes:
            values[outcome.replicate] = outcome.course.get(name, math.nan)
        return values

    def series(self, name: str) -> NDArray[np.float64]:
        """Return a daily series, shape (runs that ended well, days).

        Raises
        ------
        InputError
            If no run kept it.
        """
        if any(name not in outcome.daily for outcome in self.outcomes):
            kept = self.outcomes[0].daily
            guess = nearest(name, kept)
            hint = f"did you mean '{guess}'?" if guess else "the notes say what was; see .daily"
            raise InputError(f"{self.label}: {name}: no such daily series was kept; {hint}")
        return np.array([outcome.daily[name] for outcome in self.outcomes])

    def frame(self, name: str) -> pd.DataFrame | None:
        """Return people, ties, encounters or diary of the first run that kept them, or None."""
        for outcome in self.outcomes:
            if name in outcome.frames:
                kept = outcome.frames[name]
                taken = {name: f"own_{name}" for name in ("scenario", "replicate") if name in kept}
                whole = kept.rename(columns=taken)
                whole.insert(0, "replicate", outcome.replicate)
                whole.insert(0, "scenario", self.label)
                return whole
        return None

    def _kept(self, name: str, why_not: str) -> pd.DataFrame:
        frame = self.frame(name)
        if frame is None:
            raise InputError(f"{self.label}: {name}: {why_not}")
        return frame

    @property
    def people(self) -> pd.DataFrame:
        """People as the first run left them; raises ``InputError`` where they were not kept."""
        return self._kept("people", "were not kept, as the notes say; run this scenario alone")

    @property
    def ties(self) -> pd.DataFrame:
        """Connections as the first run left them; raises ``InputError`` where they were not kept."""
        return self._kept("ties", "were not kept, as the notes say; run this scenario alone")

    @property
    def encounters(self) -> pd.DataFrame:
        """Every encounter of the first run; raises ``InputError`` where nothing was recorded."""
        return self._kept("encounters", "nothing was recorded; run with record=True")

    @property
    def diary(self) -> pd.DataFrame:
        """What people would have reported in the first run; raises ``InputError`` where nothing was recorded."""
        return self._kept("diary", "nothing was recorded; run with record=True")

    def __repr__(self) -> str:
        runs, failed = len(self.outcomes), len(self.failures)
        ended = f"{runs} runs" + (f", {failed} failed" if failed else "")
        return f"<Result {self.label!r}: {ended}, {self.scenario.days} days, {len(self.names)} measures; see .table()>"

    def plot(self) -> Figure:
        """Draw the daily curves with the band of the runs."""
        from spirals.experiments.figures import daily_curves

        return daily_curves([self])

    def to_parquet(self, folder: str | PathLike[str]) -> Path:
        """Write the tables as Parquet into a folder that is absent or empty; return it."""
        from spirals.experiments.save import save

        return save(self, folder, figures=False)

    def save(self, folder: str | PathLike[str]) -> Path:
        """Write tables, figures, scenario and provenance into a folder that is absent or empty."""
        from spirals.experiments.save import save

        return save(self, folder)


@dataclass(frozen=True, repr=False)
class Comparison:
    """Scenarios against a reference on common random numbers.

    Attributes
    ----------
    reference
        The scenario that the others are compared with.
    others
        One result per other scenario, in the order given.
    notes
        What was made equal so that the runs can be compared, in plain words.
    twins
        By label, what a scenario is compared with instead of the reference.
    doses
        By label, by how much all doses were multiplied to bring scenarios to the same cost; empty if that was
        not asked for.
    weights
        Weight of outcomes in the score; 1 where none is stated.
    """

    reference: Result
    others: tuple[Result, ...]
    notes: tuple[str, ...] = field(default=())
    twins: Mapping[str, Result] = field(default_factory=dict)
    doses: Mapping[str, float] = field(default_factory=dict)
    weights: Mapping[str, float] = field(default_factory=dict)

    @property
    def results(self) -> tuple[Result, ...]:
        """The reference, then the others."""
        return (self.reference, *self.others)

    @property
    def everything(self) -> tuple[Result, ...]:
        """The results, then the twins that are none of these."""
        more = {twin.label: twin for twin in self.twins.values()}
        return (*self.results, *(twin for label, twin in more.items() if label not in {r.label for r in self.results}))

    def __repr__(self) -> str:
        others = [one.label for one in self.others]
        shown = ", ".join(others[:_SHOWN]) + (f" and {len(others) - _SHOWN} more" if len(others) > _SHOWN else "")
        return f"<Comparison of {shown} with {self.reference.label}: {len(self.reference.outcomes)} runs; see .table()>"

    def against(self, other: Result) -> Result:
        """Return what a scenario is compared with: the reference, or its twin."""
        return self.twins.get(other.label, self.reference)

    @property
    def failures(self) -> tuple[Failure, ...]:
        """Runs that ended in an error, of any scenario."""
        return tuple(failure for result in self.everything for failure in result.failures)

    def unit_spread(self, name: str, other: Result | None = None) -> tuple[float, str]:
        """Return the SD that effects on a measure are expressed in, and what it is between.

        Between the people of the reference where a measure is a mean over people, between its ties or
        teams where it is a mean over those; else between the runs of the reference, which is another
        yardstick and is marked as such.  With ``other`` the SD of what that scenario is compared with.
        """
        control = self.reference if other is None else self.against(other)
        within = control.spread(name)
        if within > 0.0:
            return within, yardstick(name)
        between_runs = run_spread(control.values(name))
        return (between_runs, "runs") if between_runs > 0.0 else (math.nan, "")

    def difference(self, other: Result, name: str) -> Difference:
        """Return how one scenario differs from the reference on one measure."""
        spread, _ = self.unit_spread(name, other)
        return paired(self.against(other).values(name), other.values(name), spread, card(name).better)

    def verdict(self, other: Result, name: str) -> str:
        """Return in words how one scenario differs from the reference on one measure."""
        found = self.difference(other, name)
        if name in COSTS:
            return cost_verdict(found)
        return verdict(found, card(name).better, sized=self.unit_spread(name, other)[1] != "runs")

    def table(self) -> pd.DataFrame:
        """Return one row per other scenario and measure, in the order given; ``p_adjusted`` is over all rows."""
        return self._table.copy()

    @cached_property
    def _table(self) -> pd.DataFrame:
        import pandas as pd

        table = pd.DataFrame([self._row(other, name) for other in self.others for name in self.reference.names])
        place = table.columns.get_loc("verdict")
        table.insert(place, "p_adjusted", adjusted(table["p"]))
        return table

    def _row(self, other: Result, name: str) -> dict[str, object]:
        shown, found = card(name), self.difference(other, name)
        return {
            "scenario": other.label,
            "measure": name,
            "title": shown.title,
            "unit": shown.unit,
            "direction": shown.better,
            "runs": found.n,
            "reference": found.reference,
            "value": found.other,
            "difference": found.difference,
            "low": found.low,
            "high": found.high,
            "effect": found.effect,
            "effect_low": found.effect_low,
            "effect_high": found.effect_high,
            "effect_sd": found.spread,
            "effect_between": self.unit_spread(name, other)[1],
            "chance": found.better,
            "chance_worse": found.worse,
            "against": self.against(other).label,
            "p": p_value(other.values(name) - self.against(other).values(name)),
            "verdict": self.verdict(other, name),
        }

    def ranking(self, by: str = "score", hour_price: float | None = None) -> pd.DataFrame:
        """Return the scenarios, reference included, from best to worst (see `experiments.ranking`)."""
        from spirals.experiments.ranking import HOUR_PRICE, ranking

        return ranking(self, by, HOUR_PRICE if hour_price is None else hour_price)

    def plot(self) -> Figure:
        """Draw every difference with its interval, in SDs."""
        from spirals.experiments.figures import forest

        return forest(self)

    def to_parquet(self, folder: str | PathLike[str]) -> Path:
        """Write the tables as Parquet into a folder that is absent or empty; return it."""
        from spirals.experiments.save import save

        return save(self, folder, figures=False)

    def save(self, folder: str | PathLike[str]) -> Path:
        """Write tables, figures, scenarios and provenance into a folder that is absent or empty."""
        from spirals.experiments.save import save

        return save(self, folder)


def with_quality(outcome: Outcome) -> pd.DataFrame:
    """Return the active people at the end of a run by id, with the mean quality of their own connections."""
    import pandas as pd

    people, ties = outcome.frames["people"], outcome.frames["ties"]
    people = people[people["active"]].set_index("id")
    sides = pd.concat([ties.set_index("a")["quality_a"], ties.set_index("b")["quality_b"]])
    return people.assign(quality=sides.groupby(level=0).mean().reindex(people.index))


def split(
    labels: Sequence[str], answers: Sequence[Outcome | Failure]
) -> dict[str, tuple[tuple[Outcome, ...], tuple[Failure, ...]]]:
    """Sort the answers of workers by scenario, each in order of replicate."""
    return {
        label: (
            tuple(a for a in answers if isinstance(a, Outcome) and a.label == label),
            tuple(a for a in answers if isinstance(a, Failure) and a.label == label),
        )
        for label in labels
    }
