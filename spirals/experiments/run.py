"""Run one scenario many times."""

from __future__ import annotations

import time
import tomllib
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from os import PathLike, fspath
from pathlib import Path
from typing import TYPE_CHECKING, Any

from spirals.experiments import provenance
from spirals.experiments.errors import RunFailed
from spirals.experiments.panels import DRAWN
from spirals.experiments.results import Result, split
from spirals.experiments.simulate import Failure, Job, Outcome
from spirals.experiments.workers import Progress, simulate_all
from spirals.measures import DEFAULT_MEASURES
from spirals.measures.score import WHOLES
from spirals.population import TALLY
from spirals.scenario import Scenario, dump, load, with_changes
from spirals.structure.held import is_held

if TYPE_CHECKING:
    import networkx as nx
    import pandas as pd

type Source = str | PathLike[str] | Scenario

# Beyond this many bytes of daily series only those that figures show are kept, and beyond it again none.
MOST_DAILY_BYTES = 64_000_000
MOST_WITH_PEOPLE = 12  # scenarios; of more than these only the reference's people and ties are kept


def run(
    scenario: Source = "baseline",
    *,
    days: int | None = None,
    size: int | None = None,
    replicates: int | None = None,
    seed: int | None = None,
    people: OwnFile | None = None,
    ties: OwnFile | None = None,
    engine: str | None = None,
    null_model: str | None = None,
    measures: Sequence[str] | None = None,
    record: bool = False,
    workers: int = 1,
    organisation: type | None = None,
    employee_class: type | None = None,
    progress: Progress | None = None,
    **changes: Any,
) -> Result:
    """Run a scenario ``replicates`` times and return what came of it.

    Parameters
    ----------
    scenario
        Name of a shipped scenario, path of a scenario file, or a `Scenario`.
    days
        Working days; 260 are a year.
    size
        Number of people in a generated organisation.
    replicates
        Runs that differ by chance alone.
    seed
        Replicate r draws from ``SeedSequence([seed, r])``.
    people, ties
        Files of an organisation of your own, or data frames; ties also as a networkx graph.
    engine
        "auto", "compiled" or "stepwise"; the numbers are the same.
    null_model
        "M0" to "M6".
    measures
        Names to compute instead of the scenario's.
    record
        Keep every encounter and a diary of the first run.
    workers
        Processes; 1 runs in this one.  The numbers are the same for any number.
    organisation, employee_class
        Classes of your own instead of `Organisation` and `Employee`.
    progress
        Called with the number of runs, or parts of a run, done since the last call.
    **changes
        Any scenario field or parameter by name, as ``conduct_base=0.8`` or
        ``**{"organisation.remote": 0.5}``.

    Raises
    ------
    InputError
        If anything given cannot be used.
    RunFailed
        If no run ended well.
    """
    settings = {
        "days": days,
        "replicates": replicates,
        "seed": seed,
        "engine": engine,
        "null_model": null_model,
        "measures": None if measures is None else tuple(measures),
        **own_files(size, people, ties),
        **changes,
    }
    return run_all(
        [prepare(scenario, settings)],
        kind="run",
        record=record,
        workers=workers,
        organisation=organisation,
        employee=employee_class,
        progress=progress,
    )[0]


type OwnFile = str | PathLike[str] | pd.DataFrame | nx.Graph
"""People or ties: a file, or a table or graph of a Python program."""


def own_files(size: int | None, people: OwnFile | None, ties: OwnFile | None) -> dict[str, Any]:
    """Return what the organisation is made from, by the keys of a scenario."""
    from spirals.structure.formats import named

    return {
        "organisation.size": size,
        "organisation.people": None if people is None else named(people),
        "organisation.ties": None if ties is None else named(ties),
    }


def prepare(source: Source, settings: Mapping[str, Any]) -> Scenario:
    """Return a scenario with the settings that are not None in place, and its files named in full.

    In full, so that the scenario in a result folder runs from anywhere.
    """
    scenario = source if isinstance(source, Scenario) else load(fspath(source))
    given = {name: value for name, value in settings.items() if value is not None}
    changed = with_changes(scenario, given) if given else scenario
    files = {
        f"organisation.{name}": path if is_held(path) else str(Path(path).absolute())
        for name in ("people", "ties")
        if (path := getattr(changed.organisation, name)) is not None
    }
    return with_changes(changed, files) if files else changed


def outcomes_of(scenario: Scenario) -> tuple[str, ...]:
    """Return the measures that a scenario asks for: its own, else the usual ones."""
    return scenario.measures or DEFAULT_MEASURES


def run_all(
    scenarios: Sequence[Scenario],
    *,
    kind: str,
    record: bool = False,
    workers: int = 1,
    organisation: type | None = None,
    employee: type | None = None,
    progress: Progress | None = None,
    notes: Sequence[str] = (),
    everybody: bool = False,
    scored: bool = False,
) -> list[Result]:
    """Run every replicate of every scenario and return one result per scenario, in order.

    With ``everybody`` people and ties are kept of every run, not of the first alone; with ``scored`` what the score
    is made of is computed too.
    """
    labels = distinct([scenario.name for scenario in scenarios])
    series, left_out = what_is_kept(scenarios)
    jobs = [
        Job(
            label=label,
            scenario=scenario,
            replicate=replicate,
            measures=(*outcomes_of(scenario), *(WHOLES if scored else ())),
            keep=everybody or (replicate == 0 and (label == labels[0] or len(labels) <= MOST_WITH_PEOPLE)),
            record=record and replicate == 0,
            organisation=organisation,
            employee=employee,
            series=series,
        )
        for replicate in range(max(scenario.replicates for scenario in scenarios))
        for label, scenario in zip(labels, scenarios, strict=True)
        if replicate < scenario.replicates
    ]
    started, clock = datetime.now(UTC), time.perf_counter()
    answers = simulate_all(jobs, workers, progress)
    notes = (*notes, *left_out)
    return gathered(scenarios, answers, kind=kind, workers=workers, started=started, clock=clock, notes=notes)


def gathered(
    scenarios: Sequence[Scenario],
    answers: Sequence[Outcome | Failure],
    *,
    kind: str,
    workers: int,
    started: datetime,
    clock: float,
    notes: Sequence[str] = (),
) -> list[Result]:
    """Return one result per scenario from the answers of its runs, however these were run.

    Parameters
    ----------
    scenarios, answers
        What was run, and what came of it; answers carry the names that `distinct` gives the scenarios.
    kind, workers, notes
        As in `run_all`.
    started, clock
        When it began, and ``time.perf_counter()`` then.

    Raises
    ------
    RunFailed
        If no run of the first scenario ended well.
    """
    labels = distinct([scenario.name for scenario in scenarios])
    found = split(labels, answers)
    first_outcomes, first_failures = found[labels[0]]
    if not first_outcomes:
        raise RunFailed(f"no run ended well; {first_failures[0]}")
    origin = provenance.Provenance(
        kind=kind,
        scenarios={
            label: tomllib.loads(dump(scenario, complete=True))
            for label, scenario in zip(labels, scenarios, strict=True)
        },
        seed=scenarios[0].seed,
        replicates=scenarios[0].replicates,
        engine=first_outcomes[0].engine,
        workers=workers,
        started=started,
        seconds=time.perf_counter() - clock,
        inputs=tuple(provenance.inputs(_files(scenarios))),
        notes=(*notes, *dict.fromkeys(note for answer in answers for note in _notes(answer))),
        failures=tuple(str(answer) for answer in answers if isinstance(answer, Failure)),
    )
    return [Result(label, scenario, *found[label], origin) for label, scenario in zip(labels, scenarios, strict=True)]


def what_is_kept(scenarios: Sequence[Scenario]) -> tuple[tuple[str, ...] | None, tuple[str, ...]]:
    """Return which daily series runs keep (None: all), so that many runs fit in memory, and what to say of it."""
    days = sum(scenario.days * scenario.replicates for scenario in scenarios)
    notes = []
    if len(scenarios) > MOST_WITH_PEOPLE:
        notes.append(f"people and ties are kept of {scenarios[0].name} only, as there are {len(scenarios)} scenarios")
    room = MOST_DAILY_BYTES // (8 * days)
    if len(TALLY) <= room:
        return None, tuple(notes)
    series = DRAWN if len(DRAWN) <= room else ()
    notes.append(f"daily series kept: {'those that figures show' if series else 'none'}, as {days} days are simulated")
    return series, tuple(notes)


def _notes(answer: Outcome | Failure) -> tuple[str, ...]:
    return answer.notes if isinstance(answer, Outcome) else ()


def _files(scenarios: Sequence[Scenario]) -> list[str]:
    return [
        str(path)
        for scenario in scenarios
        for path in (scenario.organisation.people, scenario.organisation.ties)
        if path is not None
    ]


def distinct(names: Sequence[str]) -> list[str]:
    """Return the names, numbered where one comes twice.

    Examples
    --------
    >>> distinct(["baseline", "crisis", "baseline"])
    ['baseline', 'crisis', 'baseline (2)']
    """
    seen: dict[str, int] = {}
    labels = []
    for name in names:
        label = name
        while label in seen:
            seen[name] += 1
            label = f"{name} ({seen[name]})"
        seen[label] = 1
        labels.append(label)
    return labels
