"""The tables and the figure of a fit, written beside its database after every generation."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

from spirals.experiments import provenance
from spirals.experiments.store import write_json
from spirals.studies.calibration.posterior import DRAWS, PACKAGED, fit_table, generation, generations
from spirals.studies.calibration.run import SETTINGS, read_settings

if TYPE_CHECKING:
    import pandas as pd

LIBRARIES = ("pyabc", "mesa", "numpy", "numba", "pandas", "scipy")
TABLES = {"fit": "fit.csv", "parameters": "parameters.csv", "directions": "directions.csv"}
KEPT = (DRAWS, SETTINGS)
GENERATIONS, ORIGIN, FIGURE = "generations.csv", "provenance.json", "identified"


def write_up(folder: Path) -> dict[str, pd.DataFrame]:
    """Write what the last generation of a fit says, and return the tables of `TABLES` by name.

    Files: ``draws.csv`` (weight, distance and parameters of each draw), ``fit.csv`` (targets), ``parameters.csv``
    (posterior against prior), ``directions.csv`` (what combinations are known), ``generations.csv``, ``identified.svg``
    and ``.png``, ``provenance.json``.
    """
    from spirals.experiments.figures import save_figure
    from spirals.studies.calibration.figures import identified

    last, first = generation(folder), generation(folder, 0)
    posterior = last.posterior
    tables = {
        "fit": fit_table(last, first), "parameters": posterior.table(), "directions": posterior.directions(),
    }  # fmt: skip
    _csv(posterior.frame(), folder / DRAWS)
    for name, table in tables.items():
        _csv(table, folder / TABLES[name])
    _csv(generations(folder), folder / GENERATIONS)
    save_figure(identified(posterior), folder, FIGURE)
    write_json(_origin(folder, posterior.effective), folder / ORIGIN)
    return tables


def _csv(frame: pd.DataFrame, path: Path) -> None:
    frame.to_csv(path, index=False, float_format="%.6g", lineterminator="\n")


def _origin(folder: Path, effective: float) -> dict[str, Any]:
    settings = read_settings(folder)
    return {
        "kind": "calibration", "spirals": provenance.version(), "git": provenance.git_state(),
        "libraries": {name: provenance.version(name) for name in LIBRARIES},
        "particles": settings["particles"], "quantile": settings["quantile"], "seed": settings["seed"],
        "effective_draws": effective,
    }  # fmt: skip


def take_over(fit: Path, docs: Path, package: Path = PACKAGED) -> None:
    """Make a fit the one that comes with the package and that the documentation shows."""
    import shutil

    write_up(fit)
    data = docs / "data" / "calibration"
    for place, names in ((package, KEPT), (data, (*KEPT, *TABLES.values(), GENERATIONS, ORIGIN))):
        place.mkdir(parents=True, exist_ok=True)
        for name in names:
            shutil.copyfile(fit / name, place / name)
    shutil.copyfile(fit / f"{FIGURE}.svg", docs / "img" / f"{FIGURE}.svg")


if __name__ == "__main__":  # python -m spirals.studies.calibration.store FOLDER, in a checkout
    take_over(Path(sys.argv[1]), Path(__file__).resolve().parents[3] / "docs")
