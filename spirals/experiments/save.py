"""One result folder: tables, figures, scenarios and provenance, the same bytes for the same experiment."""

from __future__ import annotations

from collections.abc import Sequence
from os import PathLike
from pathlib import Path
from typing import TYPE_CHECKING, Any

from spirals.experiments import store
from spirals.experiments.results import FRAMES, Comparison, Result
from spirals.scenario import dump

if TYPE_CHECKING:
    import pandas as pd

KEYS = ("scenario", "replicate", "day", "slot", "id", "a", "b")
"""Columns that rows are sorted by, where a table has them; scenarios keep the order they were given in."""


def save(
    experiment: Result | Comparison, folder: str | PathLike[str], *, figures: bool = True, beside: bool = False
) -> Path:
    """Write an experiment into a folder that is absent or empty, all of it or nothing.

    Files: ``measures.parquet`` (a row per run and measure), ``daily.parquet`` (a row per run and day),
    ``people.parquet`` and ``ties.parquet`` (end of the first run), ``encounters.parquet`` and
    ``diary.parquet`` when recorded, ``comparison`` and ``ranking`` as Parquet and CSV when compared (with many
    scenarios fewer daily series, people and ties are kept; ``provenance.json`` says which),
    ``failures.csv`` when a run failed, ``scenario.toml`` or ``scenarios/``, ``figures/`` and
    ``provenance.json``, the only file that holds times.

    With ``beside`` a folder that holds something is left alone, and a fresh one beside it is taken; returns which.

    Raises
    ------
    InputError
        If the folder holds something and ``beside`` is not set, or it cannot be written.
    """
    target = Path(folder)
    results = experiment.everything if isinstance(experiment, Comparison) else (experiment,)
    with store.drafted(target, beside) as draft:
        _write_tables(results, draft)
        if isinstance(experiment, Comparison):
            _write_comparison(experiment, draft)
        _write_failures(results, draft)
        _write_scenarios(experiment, draft)
        if figures:
            _draw(experiment, results, draft)
        _write_provenance(experiment, draft)
        return store.settle(draft, target, beside)


def _write_tables(results: Sequence[Result], folder: Path) -> None:
    import pandas as pd

    whole = pd.concat([result.measures for result in results], ignore_index=True)
    store.write_parquet(whole, folder / "measures.parquet")
    store.write_parquet_parts((result.daily for result in results), folder / "daily.parquet")
    for name in FRAMES:
        parts = [part for part in (result.frame(name) for result in results) if part is not None]
        if parts:
            whole = pd.concat([_sorted(part) for part in parts], ignore_index=True)
            store.write_parquet(whole, folder / f"{name}.parquet")


def _sorted(frame: pd.DataFrame) -> pd.DataFrame:
    return frame.sort_values([key for key in KEYS if key in frame], kind="stable", ignore_index=True)


def _write_comparison(comparison: Comparison, folder: Path) -> None:
    for name, frame in (("comparison", comparison.table()), ("ranking", comparison.ranking())):
        store.write_parquet(frame, folder / f"{name}.parquet")
        store.write_csv(frame, folder / f"{name}.csv")


def _write_failures(results: Sequence[Result], folder: Path) -> None:
    import pandas as pd

    rows = [(one.label, one.replicate, one.kind, one.message) for result in results for one in result.failures]
    if rows:
        frame = pd.DataFrame(rows, columns=["scenario", "replicate", "kind", "message"])
        store.write_csv(frame, folder / "failures.csv")


def _write_scenarios(experiment: Result | Comparison, folder: Path) -> None:
    if isinstance(experiment, Result):
        (folder / "scenario.toml").write_text(dump(experiment.scenario, complete=True), encoding="utf-8")
        return
    (folder / "scenarios").mkdir()
    for name, result in zip(_file_names(experiment.everything), experiment.everything, strict=True):
        (folder / "scenarios" / name).write_text(dump(result.scenario, complete=True), encoding="utf-8")


def _file_names(results: Sequence[Result]) -> list[str]:
    """Return a file name per scenario that starts with its place, so that no two are alike."""
    width = len(str(len(results)))
    return [f"{place:0{width}d}-{store.slug(result.label)}.toml" for place, result in enumerate(results, start=1)]


def main_figure(experiment: Result | Comparison) -> str:
    """Return the name of the figure that says most: the one to look at first."""
    from spirals.experiments.figures import MOST_CURVES

    if not isinstance(experiment, Comparison):
        return "daily"
    return "ranking" if len(experiment.results) > MOST_CURVES else "differences"


def _draw(experiment: Result | Comparison, results: Sequence[Result], folder: Path) -> None:
    from spirals.experiments.figures import (
        MOST_CURVES,
        daily_curves,
        daily_differences,
        foremost,
        forest,
        ladder,
        save_figure,
    )
    from spirals.experiments.network import network

    place = folder / "figures"
    place.mkdir()
    save_figure(network(results), place, "network")
    if not isinstance(experiment, Comparison):
        save_figure(daily_curves(results), place, "daily")
        return
    shown = foremost(experiment)
    save_figure(daily_curves([one for one in shown.everything if one.outcomes]), place, "daily")
    save_figure(forest(shown), place, "differences")
    save_figure(daily_differences(shown), place, "daily_differences")
    if len(experiment.results) > MOST_CURVES:
        save_figure(ladder(experiment), place, "ranking")


def _write_provenance(experiment: Result | Comparison, folder: Path) -> None:
    origin = experiment.reference if isinstance(experiment, Comparison) else experiment
    content: dict[str, Any] = origin.provenance.as_dict()
    content["files"] = store.digests(folder)
    store.write_json(content, folder / "provenance.json")
