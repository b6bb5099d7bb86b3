"""The settings of a design, as places between 0 and 1 on each factor's way from low to high."""

from __future__ import annotations

import itertools
import math
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from spirals.errors import InputError
from spirals.studies.experiment import Design, Value
from spirals.studies.extras import need
from spirals.studies.factors import Varied

MOST_RUNS = 10_000_000
SAMPLES = {"sobol": 256, "morris": 20}  # where a file gives none
LEVELS = {"grid": 5, "morris": 4}
Settings = list[dict[str, Value]]


def settings(design: Design, factors: Sequence[Varied], seed: int, where: str, folder: Path) -> Settings:
    """Return the value of every factor in every setting, in the order of the design.

    Raises
    ------
    InputError
        If the design is too large, or its file cannot be used.
    """
    if design.kind == "list":
        return _listed(design, where, folder)
    if design.kind == "grid":
        return _grid(design, factors, where)
    return [
        {factor.name: factor.at(share) for factor, share in zip(factors, row, strict=True)}
        for row in places(design, len(factors), seed, where).tolist()
    ]


def places(design: Design, factors: int, seed: int, where: str) -> NDArray[np.float64]:
    """Return a sampled design in the unit cube, shape (settings, factors).

    The same design, number of factors and seed give the same places.
    """
    samples = design.samples or SAMPLES[design.kind]
    size = samples * {"sobol": factors + 2, "morris": factors + 1}.get(design.kind, 1)
    _check_size(size, where)
    if design.kind == "random":
        return np.random.default_rng([seed, 0]).random((samples, factors))
    if design.kind == "lhs":
        from scipy.stats import qmc

        return np.asarray(qmc.LatinHypercube(factors, rng=np.random.default_rng([seed, 1])).random(samples))
    return _salib(design, samples, factors, seed)


def problem_of(factors: int, names: Sequence[str] = ()) -> dict[str, Any]:
    """Return the unit cube in SALib's words."""
    return {
        "num_vars": factors,
        "names": list(names) or [f"x{number}" for number in range(factors)],
        "bounds": [[0.0, 1.0]] * factors,
    }


def salib(part: str) -> Any:
    """Return a module of SALib, such as ``sample.morris``.

    Raises
    ------
    InputError
        If the extra is not installed.
    """
    from importlib import import_module

    need("SALib", "design: morris and sobol")
    return import_module(f"SALib.{part}")


def _salib(design: Design, samples: int, factors: int, seed: int) -> NDArray[np.float64]:
    if design.kind == "sobol":
        drawn = salib("sample.sobol").sample(problem_of(factors), samples, calc_second_order=False, seed=seed)
    else:
        levels = design.levels or LEVELS["morris"]
        drawn = salib("sample.morris").sample(problem_of(factors), samples, num_levels=levels, seed=seed)
    return np.asarray(drawn, dtype=np.float64)


def _check_size(size: int, where: str) -> None:
    if size > MOST_RUNS:
        raise InputError(f"{where}: design: has {size} settings, more than {MOST_RUNS}; vary less, or in fewer steps")


def _grid(design: Design, factors: Sequence[Varied], where: str) -> Settings:
    axes = [factor.steps(design.levels or LEVELS["grid"]) for factor in factors]
    _check_size(math.prod(len(axis) for axis in axes), where)
    names = [factor.name for factor in factors]
    return [dict(zip(names, point, strict=True)) for point in itertools.product(*axes)]


def _listed(design: Design, where: str, folder: Path) -> Settings:
    rows: Sequence[Mapping[str, Any]] = design.points if design.points is not None else _table(design, where, folder)
    names = list(rows[0])
    for number, row in enumerate(rows, start=1):
        if list(row) != names and set(row) != set(names):
            raise InputError(f"{where}: design.points: #{number} names other factors than #1; give all the same")
    return [{name: row[name] for name in names} for row in rows]


def _table(design: Design, where: str, folder: Path) -> list[dict[str, Any]]:
    import pandas as pd

    path = folder / str(design.file)
    try:
        frame = pd.read_parquet(path) if path.suffix == ".parquet" else pd.read_csv(path)
    except (OSError, ValueError) as error:
        reason = " ".join(str(error).split())[:200]
        raise InputError(
            f"{where}: design.file: {design.file} cannot be read ({reason}); give CSV or Parquet"
        ) from None
    if frame.empty or frame.isna().any().any():
        raise InputError(f"{where}: design.file: {design.file} has no rows, or gaps; fill every cell")
    columns = {str(name): frame[name].tolist() for name in frame.columns}
    return [dict(zip(columns, values, strict=True)) for values in zip(*columns.values(), strict=True)]
