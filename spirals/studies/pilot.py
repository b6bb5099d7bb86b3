"""A plan for a trial of a practice in one's own organisation: who, how long, what is measured, what it can show.

The model runs the trial itself: the practice in the drawn teams only, in all teams, and in none.  That gives the effect
it expects, how much of it spills over to teams without the practice, and how far teams differ.  Power is computed for
what published studies found too, as the model may be wrong; the trial is there to find out.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from spirals.analysis.paired import interval, pooled_spread
from spirals.analysis.trials import (
    cluster_t,
    icc_of,
    parallel_power,
    simulated_power,
    simulated_stepped_power,
    standard_error,
    stepped_power,
    stepped_variance,
    teams_needed,
)
from spirals.errors import InputError
from spirals.experiments.results import Result, card, with_quality
from spirals.experiments.run import OwnFile, Source, own_files, prepare, run_all
from spirals.experiments.workers import Progress
from spirals.interventions.evidence import ANY, Published, published
from spirals.interventions.practice import Entry
from spirals.interventions.selection import Selection
from spirals.organisation import Organisation
from spirals.plain import Brief
from spirals.scenario import Scenario, with_changes

if TYPE_CHECKING:
    import pandas as pd

Floats = NDArray[np.float64]
OUTCOMES = {
    "mean_quality": ("quality", "With the people I deal with most, I feel seen and taken seriously."),
    "mean_energy": ("energy", "Today I have energy for my work."),
    "mean_strain": ("strain", "My work wears me out."),
    "mean_safety": ("safety", "In my team I can speak up about mistakes and problems."),
    "mean_meaning": ("meaning", "What I do here matters to somebody."),
    "mean_commitment": ("commitment", "I would like to stay in this organisation."),
    "mean_belonging": ("belonging", "I belong here."),
}
"""What a pulse of one question each can measure: the column of people, and a question to agree with, 1 to 7."""
WEEKS, RUNS, WEEK = 26, 12, 5
SMALLEST = 3  # people; smaller teams cannot be told from their members
RELIABILITY = 0.7  # share of the variance of answers to a short pulse that is not noise of the moment
LEAST_ICC = 0.05  # teams differ by at least this much in what is published
ENOUGH, HOPELESS = 0.8, 0.5  # power: what is usually asked for, and below which a trial is rather not begun
STEPS = 4
GAIN = 0.1  # of power, from which on a stepped trial is worth its longer time
LEAST_STEP = 6  # weeks; in shorter steps an effect has no time to show
AFTER = 12  # weeks from the end to the last look
SEEN = 0.02  # an effect below this many SDs spills over nothing that could be told


class Row(NamedTuple):
    """Power for one size of the effect.

    Attributes
    ----------
    who
        Who says that the effect is so large.
    effect
        In SDs of answers, as it would be without spill-over.
    shown
        As the trial shows it: less what spills over.
    power
        Of the chosen design, by simulated trials.
    formula
        The same by formula.
    teams
        Needed for 80 %; None for more than two thousand.
    """

    who: str
    effect: float
    shown: float
    power: float
    formula: float
    teams: int | None


@dataclass(frozen=True, repr=False)
class Pilot(Brief):
    """The plan of a trial.

    Attributes
    ----------
    reference, scenario
        Nothing done, and the practice; as they are run.
    outcome
        Measure that the trial is judged by.
    treated, control
        Names of teams by arm; in a stepped trial all start in the end.
    sizes
        People by team.
    left_out
        Teams that are too small.
    design
        ``parallel`` or ``stepped``.
    weeks, response
        How long, and the share of people who answer.
    icc, icc_model
        Share of variance between teams that is planned with, and what the model has.
    effect, effect_low, effect_high
        What the model expects where all teams take part, in SDs of answers, with its interval from chance.
    spill
        Share of the effect that reaches teams without the practice.
    rows
        Power by size of the effect.
    runs, runs_found
        Simulated organisations in which the trial itself ran, and those in which its own test was significant.
    stepped
        Power of a stepped trial at the middle effect.
    evidence
        What is published of the practice, or of such practices in general.
    grown
        Whether ties were made up, so that spill-over is a guess.
    seed
        Of the draw of teams.
    order
        All teams in the order in which they begin in a stepped trial, drawn by lot.
    """

    reference: Scenario
    scenario: Scenario
    outcome: str
    treated: tuple[str, ...]
    control: tuple[str, ...]
    sizes: dict[str, int]
    left_out: tuple[str, ...]
    design: str
    weeks: int
    response: float
    icc: float
    icc_model: float
    effect: float
    effect_low: float
    effect_high: float
    spill: float
    rows: tuple[Row, ...]
    runs: int
    runs_found: int
    stepped: float
    evidence: Published | None
    grown: bool
    seed: int
    order: tuple[str, ...]

    @property
    def teams(self) -> tuple[str, ...]:
        """All teams of the trial."""
        return (*self.treated, *self.control)

    @property
    def steps(self) -> int:
        """Steps of a stepped trial."""
        return min(STEPS, len(self.teams))

    @property
    def error(self) -> float:
        """Standard error of the estimated effect, in SDs of answers."""
        if self.design == "parallel":
            return standard_error(self.icc, self.answers(self.treated), self.answers(self.control))
        size = float(np.mean(self.answers(self.teams)))
        return math.sqrt(stepped_variance(self.icc, size, len(self.teams), self.steps))

    def answers(self, teams: Sequence[str]) -> list[int]:
        """Return how many people of each team answer."""
        return [answering(self.sizes[team], self.response) for team in teams]

    @property
    def refuted_below(self) -> float:
        """A difference below this is hard to square with the model: its low end less two standard errors."""
        return self.effect_low * (1.0 - self.spill) - 1.96 * self.error

    @property
    def refuted_above(self) -> float:
        """A difference above this is, too."""
        return self.effect_high * (1.0 - self.spill) + 1.96 * self.error

    @property
    def best(self) -> Row:
        """The row of the largest effect."""
        return max(self.rows, key=lambda row: row.shown)

    @property
    def verdict(self) -> str:
        """What the trial can do: ``enough``, ``perhaps``, or ``never``, if the largest effect would be missed."""
        powers = [row.power for row in self.rows if row.effect > 0.0]
        if not powers or max(powers) < HOPELESS:
            return "never"
        return "enough" if min(powers) >= ENOUGH else "perhaps"


def answering(people: int, response: float) -> int:
    """Return how many of a team answer, at least one."""
    return max(1, round(people * response))


def pilot(
    reference: Source,
    scenario: Source,
    *,
    people: OwnFile | None = None,
    ties: OwnFile | None = None,
    outcome: str | None = None,
    weeks: int = WEEKS,
    teams: int | None = None,
    design: str = "auto",
    response: float = 0.8,
    icc: float | None = None,
    runs: int = RUNS,
    workers: int = 1,
    progress: Progress | None = None,
    **changes: Any,
) -> Pilot:
    """Return a plan for a trial of a practice; `spirals.studies.pilot_page.page` writes it out.

    Parameters
    ----------
    reference, scenario
        The organisation with nothing done, and the same with the practice: names, files or scenarios.
    people, ties
        As in `run`.
    outcome
        One of ``OUTCOMES``; None: the one that the practice moves most in the model.
    weeks
        From the start of the practice to the look that counts.
    teams
        Number of teams in the trial; None: all that are large enough.
    design
        ``parallel``, ``stepped`` or ``auto``.
    response
        Share of people who answer, above 0 up to 1.
    icc
        Share of variance between teams; None: the model's, and at least .05.
    runs
        Organisations to simulate.
    workers, progress, **changes
        As in `run`.

    Raises
    ------
    InputError
        If there is no practice, too few teams, or a number that makes no trial.
    """
    said = {**own_files(None, people, ties), **changes}
    bare, whole = prepare(reference, said), prepare(scenario, said)
    _check(outcome, weeks, design, response, icc, runs, whole)
    began = min(entry.first_day for entry in whole.interventions)
    days = began - 1 + weeks * WEEK
    settings = {"days": days, "replicates": runs}
    bare, whole = with_changes(bare, settings), with_changes(whole, settings)
    first = Organisation(bare, engine="stepwise")
    teams_of = first.people["team"]
    sizes = {str(name): int(size) for name, size in teams_of.value_counts(sort=False).sort_index().items()}
    treated, control, small = draw_teams(sizes, teams, bare.seed)
    trial = in_teams(whole, first, treated)
    run = [bare, whole.model_copy(update={"name": "everywhere"})]
    run += [] if trial is None else [trial.model_copy(update={"name": "trial"})]
    results = run_all(run, kind="pilot", everybody=True, workers=workers, progress=progress)
    chosen, seen = _outcome(results, outcome)
    model_icc = float(np.mean([icc_of(one[chosen], one["team"]) for one in seen.bare])) * RELIABILITY
    planned = max(model_icc, LEAST_ICC) if icc is None else icc
    effect, low, high = _difference(seen.bare, seen.whole, chosen)
    spill = _spill_over(seen, chosen, treated, control)
    arms = (
        [answering(sizes[team], response) for team in treated],
        [answering(sizes[team], response) for team in control],
    )
    known, stated = _published(whole)
    middle = stated[1][1] if stated else effect
    size = float(np.mean(arms[0] + arms[1]))
    steps = min(STEPS, len(treated) + len(control))
    stepped = stepped_power(middle * (1.0 - spill), planned, size, len(treated) + len(control), steps)
    plain = parallel_power(middle * (1.0 - spill), planned, *arms)
    in_turn = stepped >= plain + GAIN and weeks // steps >= LEAST_STEP
    picked = design if design != "auto" else ("stepped" if in_turn else "parallel")
    rng = np.random.default_rng([bare.seed, 1])
    rows = []
    for who, one in (*stated, ("the model", effect)):
        shown = one * (1.0 - spill)
        if picked == "parallel":
            formula = parallel_power(shown, planned, *arms)
            power = simulated_power(shown, planned, *arms, rng)
        else:
            formula = stepped_power(shown, planned, size, len(treated) + len(control), steps)
            power = simulated_stepped_power(shown, planned, [*arms[0], *arms[1]], steps, rng)
        needed = teams_needed(abs(shown), planned, max(1, round(size)), ENOUGH, steps if picked == "stepped" else 0)
        rows.append(Row(who, one, shown, power, formula, needed))
    return Pilot(
        bare, whole, chosen, treated, control, sizes, small, picked, weeks, response, planned, model_icc, effect, low,
        high, spill, tuple(rows), len(seen.trial), _found(seen, chosen, treated, control), stepped, known,
        any("NO TIES GIVEN" in note for note in first.notes), bare.seed, drawn_order((*treated, *control), bare.seed),
    )  # fmt: skip


def _check(
    outcome: str | None, weeks: int, design: str, response: float, icc: float | None, runs: int, scenario: Scenario
) -> None:
    if outcome is not None and outcome not in OUTCOMES:
        raise InputError(f"pilot: outcome: '{outcome}' is none a pulse can measure; there are {', '.join(OUTCOMES)}")
    if not 2 <= weeks <= 260:
        raise InputError(f"pilot: weeks: {weeks} make no trial; give 2 to 260")
    if design not in ("auto", "parallel", "stepped"):
        raise InputError(f"pilot: design: '{design[:20]}' is none; use parallel, stepped or auto")
    if not 0.0 < response <= 1.0:
        raise InputError(f"pilot: response: {response:g} is no share of people; give one above 0 up to 1")
    if icc is not None and not 0.0 <= icc < 1.0:
        raise InputError(f"pilot: icc: {icc:g} is no share of variance; give one from 0 to below 1")
    if runs < 2:
        raise InputError(f"pilot: runs: {runs} show no chance; give 2 or more")
    if not any(entry.helps for entry in scenario.interventions):
        raise InputError(f"pilot: {scenario.name} has no practice to try; name one that has")


def draw_teams(sizes: dict[str, int], wanted: int | None, seed: int) -> tuple[tuple[str, ...], tuple[str, ...], tuple]:
    """Draw which teams start with the practice: of each two of about the same size one, by lot.

    Returns
    -------
    tuple
        Teams with the practice, teams without, and those that are too small.

    Raises
    ------
    InputError
        If fewer than two teams are large enough.
    """
    small = tuple(sorted(team for team, size in sizes.items() if size < SMALLEST))
    fit = sorted((team for team in sizes if team not in small), key=lambda team: (-sizes[team], team))
    if len(fit) < 2:
        raise InputError(
            f"pilot: {len(fit)} team of {SMALLEST} people or more; a trial that draws teams needs two at least "
            "(--team-column names the teams)"
        )
    if wanted is not None and not 2 <= wanted <= len(fit):
        raise InputError(f"pilot: teams: {wanted} of {len(fit)} that are large enough; give 2 to {len(fit)}")
    rng = np.random.default_rng([seed, 0])
    if wanted is not None and wanted < len(fit):
        kept = set(rng.choice(fit, size=wanted, replace=False).tolist())
        fit = [team for team in fit if team in kept]
    treated: list[str] = []
    control: list[str] = []
    for start in range(0, len(fit), 2):
        pair = [fit[start + k] for k in rng.permutation(len(fit[start : start + 2]))]
        if len(pair) == 1:
            (treated if len(treated) <= len(control) else control).append(pair[0])
        else:
            treated.append(pair[0])
            control.append(pair[1])
    return tuple(sorted(treated)), tuple(sorted(control)), small


def drawn_order(teams: Sequence[str], seed: int) -> tuple[str, ...]:
    """Return teams in the order in which they begin, drawn by lot."""
    return tuple(np.random.default_rng([seed, 2]).permutation(sorted(teams)).tolist())


def in_teams(scenario: Scenario, organisation: Organisation, teams: Sequence[str]) -> Scenario | None:
    """Return a scenario whose practices are for people of some teams only; None if that would be nobody.

    Those whom a practice picks by a word, such as leaders, are picked as they stand on the first day; so a practice for
    newcomers, who come later, cannot be kept to teams.
    """
    population = organisation.population
    frame = organisation.people
    inside = frame["team"].isin(teams).to_numpy()
    entries = []
    for entry in scenario.interventions:
        rows = Selection(entry.who, population, organisation.key, entry.id).rows(1)
        chosen = [str(frame["id"].iloc[row]) for row in rows if inside[row]]
        if not chosen:
            return None
        entries.append(entry.model_copy(update={"who": tuple(chosen)}))
    return scenario.model_copy(update={"interventions": tuple(entries)})


class _Seen(NamedTuple):
    """People at the end of every run: with nothing done, with the practice everywhere, and in the trial if it ran."""

    bare: list[pd.DataFrame]
    whole: list[pd.DataFrame]
    trial: list[pd.DataFrame]


def _outcome(results: Sequence[Result], wanted: str | None) -> tuple[str, _Seen]:
    """Return the column of people that the trial is judged by, and the people at the end of each run."""
    runs = sorted(set.intersection(*({one.replicate for one in result.outcomes} for result in results)))
    if len(runs) < 2:
        raise InputError("pilot: too few runs ended well; see `spirals run` on the same scenarios")
    ends = [[_people(result, run) for run in runs] for result in results]
    seen = _Seen(ends[0], ends[1], ends[2] if len(ends) > 2 else [])
    moved = {}
    for name, (column, _) in OUTCOMES.items():
        if column in seen.bare[0]:
            effect, *_ = _difference(seen.bare, seen.whole, column)
            moved[name] = effect * (card(name).better or 1)
    chosen = wanted or max(moved, key=lambda name: moved[name])
    for frames in seen:
        for frame in frames:
            frame[chosen] = frame[OUTCOMES[chosen][0]] * (card(chosen).better or 1)  # more is better from here on
    return chosen, seen


def _people(result: Result, run: int) -> pd.DataFrame:
    return with_quality(next(one for one in result.outcomes if one.replicate == run))


def _difference(
    one: list[pd.DataFrame], two: list[pd.DataFrame], column: str, teams: Sequence[str] | None = None
) -> tuple[float, float, float]:
    """Return the mean difference in SDs of answers, with its interval over runs."""
    unit = pooled_spread([frame[column].std(ddof=1) for frame in one]) / math.sqrt(RELIABILITY)
    changes = []
    for left, right in zip(one, two, strict=True):
        sides = [frame if teams is None else frame[frame["team"].isin(teams)] for frame in (left, right)]
        changes.append(float(sides[1][column].mean() - sides[0][column].mean()))
    known = np.array(changes) / unit if unit > 0.0 else np.zeros(len(changes))
    low, high = interval(known)
    return float(np.mean(known)), low, high


def _spill_over(seen: _Seen, column: str, treated: Sequence[str], control: Sequence[str]) -> float:
    """Return the share of the effect that reaches teams without the practice."""
    if not seen.trial:
        return 0.0
    inside, *_ = _difference(seen.bare, seen.trial, column, treated)
    outside, *_ = _difference(seen.bare, seen.trial, column, control)
    spill = outside / inside if abs(inside) >= SEEN else 0.0
    return float(min(max(spill, 0.0), 0.95))


def _found(seen: _Seen, column: str, treated: Sequence[str], control: Sequence[str]) -> int:
    """Return in how many simulated organisations the trial's own test, on team means, is significant."""
    if not seen.trial:
        return 0
    means = [frame.groupby("team")[column].mean() for frame in seen.trial]
    arms = [np.array([one.reindex(list(teams)).to_numpy(float) for one in means]) for teams in (treated, control)]
    known = np.isfinite(np.concatenate(arms, axis=1)).all(axis=1)
    return int((cluster_t(arms[0][known], arms[1][known]) < 0.05).sum())


def _published(scenario: Scenario) -> tuple[Published | None, list[tuple[str, float]]]:
    """Return what is published of the practice, else of such practices in general, and its low, middle and high."""
    practices: list[Entry] = [entry for entry in scenario.interventions if entry.helps]
    for name in (*(entry.id for entry in practices), ANY):
        known = published(name)
        if known is not None and known.size is not None:
            size = known.size
            half = abs(size.effect) / 2.0
            low = size.low if math.isfinite(size.low) else size.effect - half
            high = size.high if math.isfinite(size.high) else size.effect + half
            ends = sorted(abs(one) for one in (low, high))  # what lowers strain is published with a minus
            middle = abs(size.effect)
            return known, [("published, low", ends[0]), ("published, middle", middle), ("published, high", ends[1])]
    return None, []
