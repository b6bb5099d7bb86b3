"""What somebody meets who uses studies from other tools: numpy's numbers, true reasons, packages that play no part."""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Iterator
from importlib import metadata
from importlib.metadata import EntryPoint
from pathlib import Path
from types import SimpleNamespace
from typing import Any, ClassVar

import numpy as np
import pytest
import typer.main

import spirals
from spirals.errors import InputError
from spirals.interventions import registry
from spirals.interventions.registry import plugins
from spirals.measures import MEASURES
from spirals.studies import fingerprint
from tests.studies.fakes import Brisk

FACTORS: list[Any] = [{"name": "demand", "low": 0.3, "high": 0.8}, {"name": "loss_ratio", "low": 1.0, "high": 4.0}]
SHORT: dict[str, Any] = {"samples": 2, "days": 5, "size": 8, "factors": FACTORS}


def test_a_measure_without_a_value_is_told_from_one_that_does_not_vary() -> None:
    organisation = spirals.Organisation(size=8, days=5, turnover=0.0)
    organisation.run_model()
    values = organisation.measures(MEASURES)
    none = next(name for name, value in values.items() if math.isnan(value) and MEASURES[name].missing)
    found = spirals.sensitivity("baseline", measures=[none, "turnover", "mean_energy"], turnover=0.0, **SHORT)
    told = {line.partition(": ")[0]: line.partition(": ")[2] for line in found.warnings}
    assert told[f"baseline, {none}"] == (
        f"has no value in any setting ({MEASURES[none].missing}); there is nothing to explain"
    )
    assert told["baseline, turnover"] == "does not vary; there is nothing to explain"
    assert "nothing to explain" not in told.get("baseline, mean_energy", "")


def test_numpys_numbers_in_studies() -> None:
    one: Any = np.int64(1)
    two: Any = np.int64(2)
    plain: dict[str, Any] = {"steps": 4, "days": 30, "replicates": 2, "size": 6, "seed": 2, "low": 0.3, "high": 0.75}
    like: dict[str, Any] = {name: np.float32(v) if isinstance(v, float) else np.int64(v) for name, v in plain.items()}
    like["low"] = np.float64(0.3)
    short: dict[str, Any] = {"control": False, "gain": False}
    assert (
        spirals.tipping("baseline", "demand", **short, **like).table().equals(
            spirals.tipping("baseline", "demand", **short, **plain).table()
        )
    )  # fmt: skip
    robust = spirals.robust("baseline", "crisis", draws=two, replicates=two, days=np.int64(3), size=np.int64(6))
    assert len(robust.sweep.points) == 2
    levels: list[Any] = [{"name": "demand", "values": np.array([0.3, 0.5])}]
    experiment = {"name": "n", "replicates": one, "set": {"days": np.int64(2), "size": np.int64(6)}, "factors": levels}
    assert spirals.sweep({**experiment, "design": {"kind": "grid"}}).points["demand"].tolist() == [0.3, 0.5]


@pytest.mark.parametrize(
    "change", [{"days": 20}, {"steps": 2}, {"replicates": 1}, {"series": "x"}, {"low": 2.0, "high": 1.0}]
)
@pytest.mark.parametrize("function", [spirals.tipping, spirals.phase_diagram])
def test_a_refusal_names_options_that_the_command_has(function: Callable[..., Any], change: dict[str, Any]) -> None:
    from spirals.cli.main import app

    command: Any = typer.main.get_command(app)
    known = {name for param in command.commands["tipping"].params for name in param.opts}
    with pytest.raises(InputError) as error:
        function("baseline", **change)
    named = re.findall(r"--[a-z-]+", str(error.value))
    assert named
    assert set(named) <= known


# --- packages that add practices -----------------------------------------------------------------------
class Walk(registry.find("peer_coaching")):  # type: ignore[misc]
    """A practice that another package adds."""

    id: ClassVar[str] = "walk"


class Ride(Walk):
    """A practice of a third package."""

    id: ClassVar[str] = "ride"


@pytest.fixture
def install(monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[..., None]]:
    """Return a function that pretends that these packages, with their versions, add a practice each."""

    def forget() -> None:
        plugins.cache_clear()
        fingerprint.fingerprint.cache_clear()

    def do(**versions: str) -> None:
        points = [
            EntryPoint(name, f"{__name__}:{name.title()}", registry.ENTRY_POINTS)._for(  # type: ignore[attr-defined]
                SimpleNamespace(name=f"{name}s", version=version)
            )
            for name, version in versions.items()
        ]

        def offered(group: str) -> list[EntryPoint]:
            return [point for point in points if point.group == group]

        monkeypatch.setattr(registry, "entry_points", offered)
        monkeypatch.setattr(metadata, "entry_points", offered)
        forget()

    yield do
    forget()


def test_a_package_that_plays_no_part_does_not_close_a_folder(
    many: dict[str, Any], tmp_path: Path, install: Callable[..., None]
) -> None:
    out = tmp_path / "out"
    spirals.sweep(many, out, organisation=Brisk)
    install(walk="1.0")
    again = spirals.sweep({**many, "replicates": 4}, out, organisation=Brisk)
    assert again.done == 80


def test_a_package_that_is_used_counts_with_its_version(
    many: dict[str, Any], tmp_path: Path, install: Callable[..., None]
) -> None:
    out, walking = tmp_path / "out", {**many, "set": {**many["set"], "interventions.walk.dose": 1.0}}
    install(walk="1.0")
    spirals.sweep(walking, out, organisation=Brisk)
    install(walk="1.0", ride="3.0")
    spirals.sweep(walking, out, organisation=Brisk)
    install(walk="2.0", ride="3.0")
    with pytest.raises(InputError, match=r"was begun with .*walks 1\.0, now 2\.0"):
        spirals.sweep(walking, out, organisation=Brisk)
    varied = {**many, "factors": ["demand", {"name": "interventions.ride.dose", "low": 0.0, "high": 1.0}]}
    spirals.sweep(varied, tmp_path / "rides", organisation=Brisk)
    install(walk="2.0", ride="4.0")
    with pytest.raises(InputError, match=r"was begun with .*rides 3\.0, now 4\.0"):
        spirals.sweep(varied, tmp_path / "rides", organisation=Brisk)
