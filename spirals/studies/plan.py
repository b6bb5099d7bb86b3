"""An experiment made ready: every run it consists of, each with an identity that says what it is."""

from __future__ import annotations

import hashlib
import json
import tomllib
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any, NamedTuple

from spirals.errors import InputError
from spirals.experiments import provenance
from spirals.experiments.run import distinct, prepare
from spirals.measures import DEFAULT_MEASURES
from spirals.measures.score import WHOLES
from spirals.parameters import PARAMETERS
from spirals.scenario import Scenario, dump, find_file, load
from spirals.scenario.schema import DESCRIPTIVE
from spirals.structure.held import is_held
from spirals.studies.designs import MOST_RUNS, Settings, settings
from spirals.studies.experiment import Experiment, Value
from spirals.studies.factors import Varied, resolve, where_it_applies
from spirals.studies.files import Source
from spirals.studies.fingerprint import digest_of, fingerprint, names_in

BATCH_SECONDS = 1.0  # runs are handed out in batches of about this much work, so that handing out costs little
MOST_BATCHES = 4000  # nor may a folder fill with files
MOST_REPLICATES = 100_000
_FILES = ("people", "ties")
_START_SECONDS = 0.012  # rough cost of a run, only to choose the size of batches
_PERSON_DAY_SECONDS = 5e-6


class Run(NamedTuple):
    """One run: its identity, which scenario, setting and replicate it is, and the number that keys its luck."""

    id: str
    scenario: int
    point: int
    replicate: int
    luck: int
    changes: dict[str, Value]


@dataclass(frozen=True)
class Batch:
    """Some runs for one worker, with everything it needs to know.

    Attributes
    ----------
    made_with
        Digest of the code and libraries that must compute it.
    inputs
        SHA-256 of each input file by path.
    """

    runs: tuple[Run, ...]
    labels: tuple[str, ...]
    bases: tuple[Scenario, ...]
    measures: tuple[str, ...]
    daily: tuple[str, ...]
    made_with: str
    inputs: Mapping[str, str]
    uses: tuple[str, ...] = ()
    organisation: type | None = None
    employee: type | None = None

    @property
    def id(self) -> str:
        """Identity of the first run."""
        return self.runs[0].id


@dataclass(frozen=True)
class Plan:
    """An experiment with its scenarios read, its factors resolved and its settings drawn.

    Attributes
    ----------
    labels, bases
        The scenarios by name, as they are where nothing is varied.
    factors
        What is varied; empty for a list.
    settings
        The value of every factor, one table for each setting.
    notes
        What was made equal so that runs can be compared, in plain words.
    """

    experiment: Experiment
    labels: tuple[str, ...]
    bases: tuple[Scenario, ...]
    factors: tuple[Varied, ...]
    settings: Settings
    notes: tuple[str, ...] = ()
    organisation: type | None = field(default=None)
    employee: type | None = field(default=None)

    def __len__(self) -> int:
        return len(self.bases) * len(self.settings) * self.experiment.replicates

    @property
    def names(self) -> tuple[str, ...]:
        """Names of what is varied."""
        return tuple(self.settings[0])

    @cached_property
    def where_varied(self) -> dict[str, tuple[int, ...]]:
        """Places of the scenarios in which each factor is varied."""
        return {name: where_it_applies(name, self.bases) for name in self.names}

    @cached_property
    def digests(self) -> dict[str, str]:
        """Content hash of each scenario by label: everything that a run depends on, and nothing else."""
        files = list(self.inputs.values())  # what is in them, not where they lie
        return {
            label: digest_of([content_of(base), label, files, _name(self.organisation), _name(self.employee)])
            for label, base in zip(self.labels, self.bases, strict=True)
        }

    @cached_property
    def keys(self) -> tuple[str, ...]:
        """Identity of each setting; one that comes again is numbered, as designs may repeat themselves."""
        texts = [json.dumps(setting, sort_keys=True, ensure_ascii=False) for setting in self.settings]
        seen: Counter[str] = Counter()
        keys = []
        for text in texts:
            seen[text] += 1
            keys.append(digest_of([text, seen[text]])[:20])
        return tuple(keys)

    @cached_property
    def inputs(self) -> dict[str, str]:
        """SHA-256 of every file that the scenarios read, by path."""
        return inputs_of(self.bases)

    @cached_property
    def made_with(self) -> str:
        """Digest of the code and libraries that every run must be computed with."""
        return digest_of(self.fingerprint)

    @cached_property
    def uses(self) -> tuple[str, ...]:
        """Names of practices, shocks, theories and measures that runs may have."""
        return (*names_in(self.bases, self.settings), *self.experiment.measures)

    @property
    def fingerprint(self) -> dict[str, Any]:
        """What the numbers depend on beside the scenarios."""
        return fingerprint(uses=self.uses)

    @cached_property
    def stems(self) -> dict[str, str]:
        """Hash of code, versions and scenario by label: what the identities of its runs have in common."""
        return {label: digest_of([self.made_with, one]) for label, one in self.digests.items()}

    def identity(self, scenario: int, point: int, replicate: int) -> str:
        """Return the identity of a run."""
        return identity(self.stems[self.labels[scenario]], self.keys[point], self.luck(point, replicate))

    def luck(self, point: int, replicate: int) -> int:
        """Return the number that keys a run's random numbers together with the seed."""
        return luck_of(self.experiment.luck, point, replicate)

    def changes(self, scenario: int, point: int) -> dict[str, Value]:
        """Return what a setting changes in a scenario."""
        where = self.where_varied
        return {name: value for name, value in self.settings[point].items() if scenario in where[name]}

    def scenario(self, label: str, point: int) -> Scenario:
        """Return a scenario as it is run in a setting."""
        from spirals.scenario import with_changes

        place = self.labels.index(label)
        return with_changes(self.bases[place], self.changes(place, point))

    def places(self) -> Iterator[tuple[int, int, int]]:
        """Give scenario, setting and replicate of every run, so that what is there early covers the design."""
        for replicate in range(self.experiment.replicates):
            for point in range(len(self.settings)):
                for scenario in range(len(self.bases)):
                    yield scenario, point, replicate

    @property
    def run_seconds(self) -> float:
        """Rough seconds that one run takes on one core."""
        sizes = [base.organisation.size * base.days for base in self.bases]
        return _START_SECONDS + _PERSON_DAY_SECONDS * sum(sizes) / len(sizes)

    @cached_property
    def batch_size(self) -> int:
        """Number of runs handed out together; it depends on the experiment alone, never on the workers."""
        return max(1, min(500, round(BATCH_SECONDS / self.run_seconds)), -(-len(self) // MOST_BATCHES))

    def batches(self, done: Collection[str] = ()) -> Iterator[Batch]:
        """Give the runs that are not done yet, in batches cut at the same places every time."""
        runs: list[Run] = []
        last = len(self) - 1
        for number, (scenario, point, replicate) in enumerate(self.places()):
            identity = self.identity(scenario, point, replicate)
            if identity not in done:
                luck = self.luck(point, replicate)
                runs.append(Run(identity, scenario, point, replicate, luck, self.changes(scenario, point)))
            if ((number + 1) % self.batch_size == 0 or number == last) and runs:
                yield self._batch(runs)
                runs = []

    def _batch(self, runs: list[Run]) -> Batch:
        return Batch(
            tuple(runs),
            self.labels,
            self.bases,
            self.experiment.measures,
            self.experiment.daily,
            self.made_with,
            self.inputs,
            self.uses,
            self.organisation,
            self.employee,
        )


def identity(stem: str, key: str, luck: int) -> str:
    """Return the identity of a run: a hash of scenario, setting, seed, replicate, code and versions."""
    return hashlib.sha256(f"{stem}|{key}|{luck}".encode()).hexdigest()[:20]


def luck_of(kind: str, point: int, replicate: int) -> int:
    """Return which luck a run has: its replicate's, or one of its setting's own.

    Examples
    --------
    >>> luck_of("common", 3, 2), luck_of("own", 3, 2)
    (2, 300002)
    """
    return replicate if kind == "common" else point * MOST_REPLICATES + replicate


def _name(kind: type | None) -> str | None:
    return f"{kind.__module__}.{kind.__qualname__}" if kind is not None else None


def inputs_of(scenarios: Iterable[Scenario]) -> dict[str, str]:
    """Return the SHA-256 of every file that scenarios read, by path.

    Raises
    ------
    InputError
        If one is missing.
    """
    paths = [str(path) for one in scenarios for path in (one.organisation.people, one.organisation.ties) if path]
    for path in paths:
        if not is_held(path) and not Path(path).is_file():
            raise InputError(f"{path}: file: does not exist; correct the scenario's people or ties")
    return {one["path"]: one["sha256"] for one in provenance.inputs(paths)}


def content_of(scenario: Scenario) -> dict[str, Any]:
    """Return what a run depends on, in plain types."""
    said = tomllib.loads(dump(scenario, complete=True))
    for key in (*DESCRIPTIVE, "schema", "replicates", "measures", "uncertainties"):
        said.pop(key, None)
    for key in ("people", "ties"):  # their content counts, not where they lie
        said.get("organisation", {}).pop(key, None)
    return said


def plan(
    source: Source, organisation: type | None = None, employee: type | None = None, scenarios: tuple[Scenario, ...] = ()
) -> Plan:
    """Make an experiment ready to run.

    Parameters
    ----------
    source
        The experiment and where it came from.
    organisation, employee
        Classes to use instead of the project's own.
    scenarios
        Scenarios to use instead of those that the experiment names.

    Raises
    ------
    InputError
        If a scenario, a factor or the design cannot be used.
    """
    experiment, where = source.experiment, source.where
    loaded = scenarios or tuple(load(_beside(name, source.folder)) for name in experiment.scenarios)
    if len(loaded) > 1:  # scenarios that are set against each other have a score
        measures = tuple(dict.fromkeys((*(experiment.measures or DEFAULT_MEASURES), *WHOLES)))
        experiment = experiment.model_copy(update={"measures": measures})
    bases, notes = _equal([_base(one, experiment, source.folder) for one in loaded])
    factors = resolve(experiment.factors, bases, where, experiment.near)
    notes += _near_note(experiment, factors, bases[0])
    drawn = settings(experiment.design, factors, experiment.seed, where, source.folder)
    found = Plan(
        experiment,
        tuple(distinct([base.name for base in bases])),
        bases,
        factors,
        drawn,
        notes,
        organisation,
        employee,
    )
    if len(found) > MOST_RUNS:
        raise InputError(f"{where}: design: has {len(found)} runs, more than {MOST_RUNS}; vary or repeat less")
    if not factors:
        _check_listed(found, where)
    return found


def _beside(name: str, folder: Path) -> str:
    """Return a scenario's file: one beside the experiment, else whatever the name means."""
    for path in (folder / name, folder / f"{name}.toml"):
        if path.is_file():
            return str(path)
    return str(find_file(name)) if not Path(name).is_file() else name


def _base(scenario: Scenario, experiment: Experiment, folder: Path) -> Scenario:
    changed: dict[str, Any] = {"seed": experiment.seed, "replicates": experiment.replicates}
    changed |= with_paths(experiment.set_, folder)
    return prepare(scenario, {**changed, "measures": experiment.measures or DEFAULT_MEASURES})


def with_paths(changes: Mapping[str, Any], folder: Path) -> dict[str, Any]:
    """Return changes with the files of an organisation named from a folder."""
    return {name: str((folder / value).absolute()) if names_file(name) else value for name, value in changes.items()}


def names_file(name: str) -> bool:
    """Say whether a scenario field names a file."""
    return name.removeprefix("organisation.") in _FILES


def _equal(bases: list[Scenario]) -> tuple[tuple[Scenario, ...], tuple[str, ...]]:
    """Give every scenario the reference's days, so that runs are paired; say what that changed."""
    first = bases[0]
    notes = tuple(
        f"{one.name}: days {one.days} set to {first.days}, as in {first.name}"
        for one in bases
        if one.days != first.days
    )
    return tuple(prepare(one, {"days": first.days}) for one in bases), notes


def _near_note(experiment: Experiment, factors: tuple[Varied, ...], reference: Scenario) -> tuple[str, ...]:
    """Say how wide the ranges are that nobody stated."""
    stated = {one.name for one in experiment.factors if one.low is not None and one.high is not None}
    stated |= set(reference.uncertainties)
    drawn = [one.name for one in factors if one.values is None and one.name in PARAMETERS and one.name not in stated]
    if experiment.near is None or not drawn:
        return ()
    what = f"{len(drawn)} parameters" if len(drawn) > 1 else drawn[0]
    return (
        f"ranges: {what} moved up to {experiment.near:.0%} of the way from what {reference.name} assumes to the ends "
        "of the parameter table (near)",
    )


def _check_listed(found: Plan, where: str) -> None:
    """Try every setting of a list: its values were written by hand."""
    for point in range(len(found.settings)):
        for label in found.labels:
            try:
                found.scenario(label, point)
            except InputError as error:
                line = str(error).splitlines()[0]
                raise InputError(f"{where}: design.points: #{point + 1}: {line}") from None
