"""What an analysis starts from: the folder of a sweep, an experiment, or scenarios and what to vary in them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from os import PathLike
from pathlib import Path
from typing import Any

from spirals.errors import InputError
from spirals.experiments.workers import Progress
from spirals.scenario import Scenario, load
from spirals.scenario.files import read_toml, shipped
from spirals.studies.experiment import EVERY, Experiment
from spirals.studies.files import Source, checked, is_experiment, load_experiment, shipped_experiments
from spirals.studies.folder import MANIFEST
from spirals.studies.near import NEAR
from spirals.studies.plan import Plan, names_file, plan, with_paths
from spirals.studies.results import Sweep

type Origin = str | PathLike[str] | Mapping[str, Any] | Experiment | Scenario | Sweep


def is_sweep(origin: Origin) -> bool:
    """Say whether this is a sweep, or the folder of one."""
    return isinstance(origin, Sweep) or (isinstance(origin, str | PathLike) and (Path(origin) / MANIFEST).is_file())


def read(origins: Sequence[Origin]) -> Sweep | None:
    """Return the sweep that is named, or whose folder is; None if something else is named.

    Raises
    ------
    InputError
        If further things are named beside it.
    """
    first = origins[0]
    if not is_sweep(first):
        return None
    if len(origins) > 1:
        raise InputError(f"{first}: is the folder of a sweep; name it alone")
    return first if isinstance(first, Sweep) else Sweep(Path(str(first)))


def grown(
    there: Sweep, samples: int | None = None, replicates: int | None = None, organisation: type | None = None
) -> Plan | None:
    """Return the plan of a sweep with more samples or replicates; None if no more are asked for than it has.

    Raises
    ------
    InputError
        If its design has no samples.
    """
    said = there.experiment.model_dump(mode="json", by_alias=True, exclude_none=True)
    design = {**said["design"], **({} if samples is None else {"samples": samples})}
    runs = there.experiment.replicates if replicates is None else replicates
    if design == said["design"] and runs == there.experiment.replicates:
        return None
    files = there.bases[0].organisation
    set_ = {
        name: str(getattr(files, name.rpartition(".")[2])) if names_file(name) else value
        for name, value in said.get("set", {}).items()
    }
    where = str(there.folder)
    experiment = checked({**said, "design": design, "replicates": runs, "set": set_}, where)
    return plan(Source(experiment, where, Path()), organisation, scenarios=there.bases)


def names_experiment(origin: Origin) -> bool:
    """Say whether this is an experiment rather than a scenario."""
    if isinstance(origin, Mapping | Experiment):
        return True
    if not isinstance(origin, str | PathLike):
        return False
    path = Path(origin)
    if path.is_file():
        return is_experiment(read_toml(path))
    return str(origin) in shipped_experiments() and str(origin) not in shipped()


def obtain(
    origins: Sequence[Origin],
    design: Mapping[str, Any],
    out: str | PathLike[str] | None,
    *,
    factors: Sequence[Any] = (),
    replicates: int | None = None,
    seed: int | None = None,
    measures: Sequence[str] | None = None,
    daily: Sequence[str] = (),
    near: float | None = None,
    changes: Mapping[str, Any] | None = None,
    command: str = "sweep",
    luck: str = "common",
    workers: int = 1,
    dask: str | None = None,
    organisation: type | None = None,
    progress: Progress | None = None,
) -> Sweep:
    """Return the sweep that an analysis reads, after running what is missing of it.

    Parameters
    ----------
    origins
        A finished or unfinished sweep, or one experiment, or one scenario or more.
    design
        For scenarios: the design to use.  Of a sweep's folder, its ``samples`` and ``replicates`` can be raised.
    out
        Folder of results.
    factors, replicates, seed, measures, daily, changes
        For scenarios: what an experiment file would say; no factors: the ranges that the reference states as
        uncertain, else every parameter.
    near
        Share of the way to the ends of the parameter table that parameters without a stated range are moved; None:
        what the experiment says, and `NEAR` for scenarios, as whole ranges of many parameters at once make
        organisations that nobody has seen.
    command
        Names a new folder.
    luck
        For scenarios: "common" or "own", as in an experiment file.

    Raises
    ------
    InputError
        If these cannot be used together.
    """
    there = read(origins)
    if there is not None:
        more = grown(there, design.get("samples"), replicates, organisation)
        if more is None:
            return there
        from spirals.studies.sweep import run_plan

        return run_plan(more, there.folder, workers=workers, dask=dask, progress=progress, command=command)
    ready = ready_plan(
        origins,
        design,
        factors=factors,
        replicates=replicates,
        seed=seed,
        measures=measures,
        daily=daily,
        near=near,
        changes=changes,
        command=command,
        luck=luck,
        organisation=organisation,
    )
    from spirals.studies.sweep import run_plan

    return run_plan(ready, out, workers=workers, dask=dask, progress=progress, command=command)


def ready_plan(
    origins: Sequence[Origin],
    design: Mapping[str, Any],
    *,
    factors: Sequence[Any] = (),
    replicates: int | None = None,
    seed: int | None = None,
    measures: Sequence[str] | None = None,
    daily: Sequence[str] = (),
    near: float | None = None,
    changes: Mapping[str, Any] | None = None,
    command: str = "sweep",
    luck: str = "common",
    organisation: type | None = None,
) -> Plan:
    """Return the plan of one experiment, or of scenarios and a design (see `obtain`)."""
    first = origins[0]
    given: dict[str, Any] = {"replicates": replicates, "seed": seed, "measures": measures, "near": near}
    given = {key: list(value) if key == "measures" else value for key, value in given.items() if value is not None}
    if names_experiment(first):
        if len(origins) > 1:
            raise InputError(f"{first}: is an experiment; name it alone")
        source = _changed(_source(first), given, changes or {}, factors)
        return plan(_sampled(source, design.get("samples")), organisation)
    scenarios = tuple(one if isinstance(one, Scenario) else load(str(one)) for one in origins)
    said = {
        "name": f"{command} {'-'.join(one.name for one in scenarios)}"[:100],
        "question": scenarios[0].question,
        "scenarios": [one.name for one in scenarios],
        "measures": list(dict.fromkeys(name for one in scenarios for name in (one.measures or ("usual",)))),
        "near": NEAR,
        **given,
        "daily": list(daily),
        "luck": luck,
        "set": dict(changes or {}),
        "design": dict(design),
        "factors": [] if design.get("kind") == "list" else list(factors) or _uncertain(scenarios[0]),
    }
    return plan(Source(checked(said, command), command, Path()), organisation, scenarios=scenarios)


def _uncertain(reference: Scenario) -> list[Any]:
    return list(reference.uncertainties) or [{"group": EVERY}]


def _source(origin: Origin) -> Source:
    if isinstance(origin, Experiment):
        return Source(origin, origin.name, Path())
    if isinstance(origin, Mapping):
        return Source(checked(origin, "experiment"), "experiment", Path())
    return load_experiment(str(origin))


def _sampled(source: Source, samples: int | None) -> Source:
    """Return an experiment with as many samples as were asked for beside it."""
    if samples is None:
        return source
    said = source.experiment.model_dump(mode="json", by_alias=True, exclude_none=True)
    changed = {**said, "design": {**said["design"], "samples": samples}}
    return Source(checked(changed, source.where), source.where, source.folder)


def _changed(source: Source, given: Mapping[str, Any], changes: Mapping[str, Any], factors: Sequence[Any]) -> Source:
    """Return an experiment with what was asked for beside it."""
    if factors:
        raise InputError(f"{source.where}: factors: an experiment says itself what is varied; leave --factor out")
    if not given and not changes:
        return source
    said = source.experiment.model_dump(mode="json", by_alias=True, exclude_none=True)
    said = {**said, **given, "set": {**said.get("set", {}), **with_paths(changes, Path())}}
    return Source(checked(said, source.where), source.where, source.folder)
