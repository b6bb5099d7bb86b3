"""Who benefits and who does not: teams, newcomers, people away from the site, the least connected."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from spirals.analysis.multiplicity import FALSE_ALARMS, adjusted, p_value
from spirals.analysis.paired import Difference, paired, pooled_spread, verdict
from spirals.experiments.results import Comparison, Result, with_quality
from spirals.report.suppress import SMALLEST, pooled
from spirals.report.wording import in_table

if TYPE_CHECKING:
    import pandas as pd

STATES = {
    "energy": ("Energy", 1),
    "strain": ("Strain", -1),
    "safety": ("Safety to speak up", 1),
    "quality": ("Quality of own connections", 1),
}
"""What is looked at, with its title and which direction is good."""
LEAST = 0.25  # share of people with the fewest connections at the start
EVERYBODY = "Everybody"


class Effect(NamedTuple):
    """What a scenario does to one state of one group."""

    found: Difference
    verdict: str


class Group(NamedTuple):
    """One group of people: how many they are in a typical run, and what the scenario does to each state."""

    name: str
    people: float
    effects: Mapping[str, Effect]


class Unseen(NamedTuple):
    """A group that is not shown, and why."""

    name: str
    reason: str


type Chooser = Callable[[pd.DataFrame], Any]


def benefits(comparison: Comparison, other: Result) -> tuple[list[Group], list[Unseen]]:
    """Return what a scenario does to each group that may be shown, and which may not.

    Groups are those of the start; newcomers joined during the run.  Verdicts allow for the number of groups and states.
    """
    control = comparison.against(other)
    every = [
        (r, _with_quality(control, r), _with_quality(other, r), _start(control, r))
        for r in sorted({o.replicate for o in control.outcomes} & {o.replicate for o in other.outcomes})
    ]
    both: list[Any] = [one for one in every if one[1] is not None and one[2] is not None]
    if not both:
        return [], []
    choosers, unseen = _choosers(both[0][3])
    spreads = {name: pooled_spread([one[1][name].std(ddof=1) for one in both]) for name in STATES}
    groups, rows = [], []
    for name, chooser in choosers.items():
        sizes = [min(len(side[chooser(start.reindex(side.index), side)]) for side in pair) for _, *pair, start in both]
        people = float(np.median(sizes))
        if people < SMALLEST:
            unseen.append(Unseen(name, f"fewer than {SMALLEST} people"))
            continue
        groups.append((name, people))
        rows.append([_values(both, chooser, state) for state in STATES])
    return _judged(groups, rows, spreads), unseen


def _with_quality(result: Result, replicate: int) -> pd.DataFrame | None:
    """Return the active people at the end of one run, with the mean quality of their own connections."""
    outcome = next(one for one in result.outcomes if one.replicate == replicate)
    return with_quality(outcome) if "people" in outcome.frames else None


def _start(result: Result, replicate: int) -> pd.DataFrame:
    """Return people as they start: their team, whether they are remote, whether they are among the least connected."""
    from spirals.organisation import Organisation

    people = Organisation(result.scenario, replicate=replicate).people.set_index("id")
    fewest = people["ties"].rank(method="first") <= LEAST * len(people)
    return people[["team", "remote"]].assign(least=fewest)


def _choosers(start: pd.DataFrame) -> tuple[dict[str, Any], list[Unseen]]:
    sizes = {str(name): int(size) for name, size in start["team"].value_counts(sort=False).sort_index().items()}
    shown = pooled(sizes)
    chosen: dict[str, Any] = {EVERYBODY: lambda at, now: now.index.isin(now.index)}
    chosen["Newcomers (joined in this time)"] = lambda at, now: (now["joined"] > 0).to_numpy()
    chosen["Work away from the site"] = lambda at, now: (at["remote"] > 0.5).to_numpy()
    chosen["Work at the site"] = lambda at, now: (at["remote"] <= 0.5).to_numpy()
    chosen["Least connected quarter at the start"] = lambda at, now: at["least"].eq(True).to_numpy()
    if len(shown) > 1:
        for name, teams in shown.items():
            title = name if len(teams) > 1 else f"Team {name}"
            chosen[title] = lambda at, now, teams=teams: at["team"].isin(teams).to_numpy()
    small = sum(size < SMALLEST for size in sizes.values())
    unseen = [Unseen("Teams of fewer than five people, each for itself", "put together with others")] if small else []
    return chosen, unseen


def _values(both: list[Any], chooser: Any, state: str) -> tuple[Any, Any]:
    """Return a state's mean over a group by run, without and with."""
    sides = []
    for place in (1, 2):
        means = []
        for one in both:
            now, start = one[place], one[3]
            values = now[state][chooser(start.reindex(now.index), now)]
            means.append(float(values.mean()) if values.notna().any() else np.nan)
        sides.append(np.array(means))
    return sides[0], sides[1]


def _judged(
    groups: list[tuple[str, float]], rows: list[list[tuple[Any, Any]]], spreads: Mapping[str, float]
) -> list[Group]:
    p = adjusted([p_value(right - left) for row in rows for left, right in row])
    p = p.reshape(len(rows), len(STATES)) if len(rows) else p
    found = []
    for place, ((name, people), row) in enumerate(zip(groups, rows, strict=True)):
        effects = {}
        for spot, (state, (left, right)) in enumerate(zip(STATES, row, strict=True)):
            difference = paired(left, right, spreads[state], STATES[state][1])
            word = verdict(difference, STATES[state][1])
            effects[state] = Effect(difference, in_table(word, p[place, spot], FALSE_ALARMS))
        found.append(Group(name, people, effects))
    return found
