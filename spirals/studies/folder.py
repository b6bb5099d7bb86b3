"""The folder of a sweep: settings, manifest and parts of results, safe against a kill at any moment (see `Parts`)."""

from __future__ import annotations

import json
from dataclasses import asdict
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

from pydantic import BaseModel

from spirals.errors import InputError
from spirals.experiments.provenance import digest
from spirals.experiments.store import check_folder, whole_folder, write_parquet
from spirals.studies.parts import DRAFT, Contents, Parts, Problem, replace, text_of
from spirals.studies.plan import Plan, identity, luck_of
from spirals.studies.work import FORMAT, KINDS

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["MANIFEST", "Contents", "Described", "Folder", "Problem", "open_for"]

MANIFEST, POINTS, EXPERIMENT = "manifest.json", "points.parquet", "experiment.toml"


class _Says(BaseModel):
    """A sweep's manifest."""

    experiment: dict[str, Any]
    measures: list[str]
    daily: list[str]
    luck: Literal["own", "common"]
    replicates: int
    runs: int
    points: list[str]
    stems: dict[str, str]
    scenarios: dict[str, dict[str, Any]]
    factors: list[dict[str, Any]]
    fingerprint: dict[str, Any]
    notes: list[str]


class Described:
    """What a sweep's manifest and settings tell, wherever its results are held."""

    manifest: dict[str, Any]
    points: pd.DataFrame
    """The settings: one row for each, with its ``point``, its ``key`` and the value of each factor."""

    @property
    def labels(self) -> tuple[str, ...]:
        """Scenarios by name, the reference first."""
        return tuple(self.manifest["stems"])

    @property
    def factors(self) -> tuple[str, ...]:
        """Names of what is varied."""
        return tuple(name for name in self.points.columns if name not in ("point", "key"))

    @property
    def measures(self) -> tuple[str, ...]:
        """Names of the measures of every run."""
        return tuple(self.manifest["measures"])


class Folder(Described, Parts):
    """A sweep's folder."""

    MANIFEST = MANIFEST
    SAYS = _Says
    COMMAND = "sweep"
    KINDS = KINDS

    @cached_property
    def points(self) -> pd.DataFrame:
        """The settings: one row for each, with its ``point``, its ``key`` and the value of each factor."""
        import pandas as pd

        path = self.path / POINTS
        if not path.is_file() or digest(path) not in self.manifest["points"]:
            raise InputError(f"{path}: is missing or damaged; restore it, or sweep into another folder")
        return pd.read_parquet(path)

    def belongs(self, mark: dict[str, Any]) -> bool:
        """Say whether a part with this footer holds runs of this sweep."""
        if any(mark.get(key) != self.manifest[key] for key in ("measures", "daily")):
            return False
        stems = self.manifest["stems"]
        return all(
            label in stems and point < len(self._keys) and self._identity(stems[label], point, replicate) == run
            for run, label, point, replicate in mark["runs"]
        )

    def _identity(self, stem: str, point: int, replicate: int) -> str:
        luck = luck_of(self.manifest["luck"], point, replicate)
        return identity(stem, self._keys[point], luck)

    @cached_property
    def _keys(self) -> list[str]:
        return list(self.points["key"])

    def take_over(self, plan: Plan) -> None:
        """Make sure that this folder belongs to an experiment; let the experiment have grown."""
        self.check_code(json.loads(json.dumps(plan.fingerprint)))
        mine = manifest_of(plan, self.manifest["points"][0])
        for key, what in (
            ("measures", "measures"),
            ("daily", "daily series"),
            ("stems", "scenarios or seed"),
            ("luck", "luck"),
        ):
            if self.manifest[key] != mine[key]:
                raise InputError(f"{self.path}: holds an experiment with other {what}; name another folder with --out")
        if plan.experiment.replicates < self.manifest["replicates"]:
            raise InputError(
                f"{self.path}: holds {self.manifest['replicates']} replicates; ask for as many or more, or name "
                "another folder with --out"
            )
        if list(plan.keys[: len(self._keys)]) != self._keys:
            raise InputError(f"{self.path}: {self._other_settings(plan)}; name another folder with --out")
        if self.manifest != mine | {"points": self.manifest["points"]} or len(self._keys) < len(plan.keys):
            self._grow(plan)

    def _other_settings(self, plan: Plan) -> str:
        """Say why the settings that are here are not the first of a plan's."""
        was, now = self.manifest["experiment"]["design"], plan.experiment.design
        same = was["kind"] == now.kind and [one["name"] for one in self.manifest["factors"]] == list(plan.names)
        if same and len(plan.keys) < len(self._keys):
            return f"holds {len(self._keys)} settings, more than {len(plan.keys)}"
        if same and now.kind == "lhs" and was.get("samples") != now.samples:
            return f"holds a Latin hypercube of {was.get('samples')} draws, which cannot grow as a random design can"
        return "holds an experiment with other settings"

    def _grow(self, plan: Plan) -> None:
        """Write down that the experiment has more settings or replicates now; a kill leaves the old or the new."""
        draft = self.path / f"{DRAFT}{POINTS}"
        write_parquet(points_of(plan), draft)
        old, new = digest(self.path / POINTS), digest(draft)
        both = list(dict.fromkeys((new, old)))  # until the settings are in place too
        replace(self.path / MANIFEST, text_of(manifest_of(plan, *both)))
        draft.rename(self.path / POINTS)
        replace(self.path / MANIFEST, text_of(manifest_of(plan, new)))
        replace(self.path / EXPERIMENT, _experiment_text(plan))
        self.__dict__.pop("points", None)
        self.__dict__.pop("_keys", None)
        self.manifest = json.loads((self.path / MANIFEST).read_text(encoding="utf-8"))


def open_for(plan: Plan, path: Path) -> Folder:
    """Return the folder of an experiment: a new one, or the one that it was begun in.

    Raises
    ------
    InputError
        If something that is no sweep lies there.
    """
    if not (path / MANIFEST).is_file():
        check_folder(path)
        with whole_folder(path) as draft:
            for kind in KINDS:
                (draft / kind).mkdir()
            write_parquet(points_of(plan), draft / POINTS)
            (draft / EXPERIMENT).write_text(_experiment_text(plan), encoding="utf-8")
            (draft / MANIFEST).write_text(text_of(manifest_of(plan, digest(draft / POINTS))), encoding="utf-8")
        return Folder(path)
    return Folder(path)


def points_of(plan: Plan) -> pd.DataFrame:
    """Return the settings of an experiment, one row for each."""
    import pandas as pd

    frame = pd.DataFrame(plan.settings)
    frame.insert(0, "key", list(plan.keys))
    frame.insert(0, "point", range(len(frame)))
    return frame


def manifest_of(plan: Plan, *points: str) -> dict[str, Any]:
    """Return what a folder says about its experiment."""
    content = {
        "format": FORMAT,
        "experiment": plan.experiment.model_dump(mode="json", by_alias=True, exclude_none=True),
        "measures": plan.experiment.measures,
        "daily": plan.experiment.daily,
        "luck": plan.experiment.luck,
        "replicates": plan.experiment.replicates,
        "runs": len(plan),
        "points": points,
        "stems": plan.stems,
        "scenarios": {
            label: base.model_dump(mode="json", by_alias=True, exclude_defaults=True)
            for label, base in zip(plan.labels, plan.bases, strict=True)
        },
        "factors": [asdict(one) for one in plan.factors],
        "inputs": plan.inputs,
        "fingerprint": plan.fingerprint,
        "notes": plan.notes,
    }
    return dict(json.loads(json.dumps(content)))


def _experiment_text(plan: Plan) -> str:
    from spirals.studies.files import dump_experiment

    return dump_experiment(plan.experiment)
