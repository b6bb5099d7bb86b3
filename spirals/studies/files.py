"""Experiment files: found, read, checked, written back, and their JSON Schema."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import tomli_w
from pydantic import ValidationError

from spirals.errors import InputError
from spirals.interventions.practice import Strict
from spirals.measures import MEASURES
from spirals.parameters import PARAMETERS, nearest
from spirals.population.columns import TALLY
from spirals.scenario.files import find_shipped, read_toml, shipped_folder
from spirals.scenario.jsonschema import tidied
from spirals.scenario.problems import UNKNOWN, Place, problem
from spirals.scenario.schema import USUAL
from spirals.studies.experiment import EVERY, GROUPS, Design, Experiment, Factor

FILE_NAME = "experiment.schema.json"
SERIES = (*TALLY, "joined", "left", "hours_spent", "cost_spent")
"""Names of the daily series that can be kept."""


@dataclass(frozen=True)
class Source:
    """An experiment and where it came from: what to call it in messages, and where its paths start."""

    experiment: Experiment
    where: str
    folder: Path


def folder_of_experiments() -> Path:
    """Return the folder of the experiment files that come with the package."""
    return shipped_folder() / "experiments"


def shipped_experiments() -> list[str]:
    """Return the names of the experiments that come with the package."""
    return sorted(path.stem for path in folder_of_experiments().glob("*.toml"))


def is_experiment(said: Mapping[str, Any]) -> bool:
    """Say whether what a file says is meant as an experiment rather than a scenario."""
    return "design" in said or "factors" in said


def load_experiment(source: str | Path) -> Source:
    """Read an experiment file.

    Parameters
    ----------
    source
        Path of a TOML file, or the name of a shipped experiment.

    Raises
    ------
    InputError
        One line ``FILE: key: problem; remedy`` for each problem.

    Examples
    --------
    >>> load_experiment("which_assumptions").experiment.design.kind
    'morris'
    """
    path = find_shipped(source, "experiment", folder_of_experiments(), shipped_experiments())
    said = read_toml(path)
    if not is_experiment(said):
        raise InputError(f"{source}: design: is missing; a scenario is run with `spirals run`, an experiment needs it")
    return Source(checked(said, str(source)), str(source), path.parent)


def checked(said: Mapping[str, Any], where: str) -> Experiment:
    """Check what an experiment file says.

    Raises
    ------
    InputError
        One line for each problem.
    """
    try:
        experiment = Experiment.model_validate(dict(said))
    except ValidationError as error:
        lines = dict.fromkeys(_line(found, where, said) for found in error.errors(include_url=False))
        raise InputError("\n".join(lines)) from None
    for name in experiment.daily:
        if name not in SERIES:
            guess = nearest(name, SERIES)
            hint = f"did you mean '{guess}'?" if guess else f"use one of {', '.join(SERIES)}"
            raise InputError(f"{where}: daily: unknown series '{name}'; {hint}")
    return experiment


def _line(found: Mapping[str, Any], where: str, said: Mapping[str, Any]) -> str:
    place: Place = found["loc"]
    key = _key(place, said)
    if found["type"] in UNKNOWN:
        choices = _choices(place)
        guess = nearest(str(place[-1]), choices)
        hint = f"did you mean '{guess}'?" if guess else f"use one of {', '.join(choices)}"
        return f"{where}: {key}: unknown key; {hint}"
    text = problem(found)
    return f"{where}: {key}: {text}" if key else f"{where}: {text}"


def _key(place: Place, said: Mapping[str, Any]) -> str:
    """Return a place as a reader would name it, such as ``factors.demand.low``."""
    parts: list[str] = []
    for depth, part in enumerate(place):
        if not isinstance(part, int):
            parts.append(part)
        elif depth == 1 and place[0] == "factors":
            item = said["factors"][part]
            name = item if isinstance(item, str) else item.get("name") if isinstance(item, Mapping) else None
            parts.append(name if isinstance(name, str) else f"#{part + 1}")
    return ".".join(parts)


def _choices(place: Place) -> list[str]:
    parts: dict[str, type[Strict]] = {"factors": Factor, "design": Design}
    kind = parts.get(str(place[0]), Experiment) if len(place) > 1 else Experiment
    return [info.alias or name for name, info in kind.model_fields.items()]


def dump_experiment(experiment: Experiment) -> str:
    """Return an experiment as TOML; what is at its default is left out."""
    said = experiment.model_dump(mode="json", by_alias=True, exclude_defaults=True, exclude_none=True)
    return tomli_w.dumps({"schema": experiment.schema_, **said})


def experiment_schema() -> dict[str, Any]:
    """Return the JSON Schema of experiment files, with every parameter, group, measure and series by name."""
    schema = tidied(Experiment.model_json_schema(by_alias=True))
    keys = schema["properties"]
    keys["measures"]["items"] = {"enum": [USUAL, *sorted(MEASURES)]}
    keys["daily"]["items"] = {"enum": sorted(SERIES)}
    keys["factors"]["items"] = {"anyOf": [{"type": "string"}, {"$ref": "#/$defs/Factor"}]}
    factor = schema["$defs"]["Factor"]["properties"]
    factor["name"]["anyOf"] = [{"enum": list(PARAMETERS)}, {"type": "string"}]
    factor["group"]["enum"] = [*GROUPS, EVERY]
    schema["title"] = "A spirals experiment"
    schema["$schema"] = "https://json-schema.org/draft/2020-12/schema"
    return schema


def schema_text() -> str:
    """Return the text of the exported schema file."""
    return json.dumps(experiment_schema(), indent=1, sort_keys=True, ensure_ascii=False) + "\n"
