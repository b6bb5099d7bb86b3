"""Organisations to start from: generated, or read from a company's own files."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np

from spirals.structure.generate import generate
from spirals.structure.grow import Wiring
from spirals.structure.read import read
from spirals.structure.roster import Roster

__all__ = ["Roster", "build", "generate", "read"]

COLUMN_FIELDS = (
    "id_column", "team_column", "level_column", "site_column", "tenure_column", "hired_column", "left_column",
    "remote_column", "reports_column", "source_column", "target_column", "weight_column", "kind_column",
    "wave_column",
)  # fmt: skip
READ_FIELDS = (
    *COLUMN_FIELDS, "question_columns", "states", "scale", "missing", "directed", "kinds", "min_weight", "never",
    "strict",
)  # fmt: skip


def build(spec: Any, rng: np.random.Generator) -> Roster:
    """Return what a scenario's ``[organisation]`` asks for: read if it names files, else generated.

    Raises
    ------
    InputError
        If the files or numbers cannot be used.
    """
    people, ties = getattr(spec, "people", None), getattr(spec, "ties", None)
    if people is None and ties is None:
        return generate(spec, rng)
    stated = {name: getattr(spec, name) for name in READ_FIELDS if getattr(spec, name, None) is not None}
    wiring = Wiring(spec.ties_per_person, spec.density, spec.homophily)
    return read(_path(people), _path(ties), **stated, wiring=wiring, rng=rng)


def _path(text: str | Path | None) -> Path | None:
    return None if text is None else Path(text)
