"""Organisations started from real networks: what is read, and what becomes of it after some weeks."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from spirals.organisation import Organisation

NETWORKS = {
    "bank_wiring_room": "edges.csv",
    "sampson_monastery": "edges.csv",
    "krackhardt_hightech": "edges.csv",
    "bernard_killworth_research_group": "edges.csv",
    "kapferer_tailorshop": "edges.csv",
    "bernard_killworth_office": "edges.csv",
    "cross_parker_consulting": "edges.csv",
    "freeman_eies": "edges.csv",
    "employee_badges_states": "contacts.csv.gz",
    "lazega_lawfirm": "edges.csv",
    "uk_faculty": "edges.csv",
    "workplace_contacts_2013": "edges_daily.csv",
    "manufacturing_emails": "edges.csv",
    "enron_emails": "edges_hourly.csv.gz",
    "email_eu_core": "edges.csv",
}
"""Folder of each real network and its file of ties, by size."""


def files_of(data: Path, name: str) -> dict[str, str]:
    """Return the files of one network as fields of a scenario."""
    return {"people": str(data / name / "nodes.csv"), "ties": str(data / name / NETWORKS[name])}


def started(data: Path, days: int = 60, seeds: int = 3, first_seed: int = 1000) -> pd.DataFrame:
    """Run an organisation from each real network and say what is there at first and after.

    Parameters
    ----------
    data
        Folder of the networks' folders.
    days
        Working days.
    seeds
        Runs of each; means are returned.

    Returns
    -------
    pandas.DataFrame
        A row for each network: people, ties and clustering at first and after, the share of the first ties still there,
        contact minutes a person and day, mean quality at first and after.
    """
    rows = []
    for name in NETWORKS:
        runs = [_run(files_of(data, name), days, first_seed + seed) for seed in range(seeds)]
        means = {key: float(np.mean([run[key] for run in runs])) for key in runs[0]}
        rows.append({"network": name, **means})
    return pd.DataFrame(rows)


def _run(files: dict[str, str], days: int, seed: int) -> dict[str, float]:
    organisation = Organisation(people=files["people"], ties=files["ties"], days=days, rng=seed, turnover=0.0)
    pairs, before = _pairs(organisation), _shape(organisation)
    organisation.run_model()
    after = _shape(organisation)
    minutes = organisation.series["contact_minutes"].mean() * 2.0 / organisation.population.size
    return {
        "people": float(organisation.population.size),
        **{f"{key}_first": value for key, value in before.items()},
        **{f"{key}_after": value for key, value in after.items()},
        "kept": len(pairs & _pairs(organisation)) / len(pairs),
        "minutes": float(minutes),
    }


def _pairs(organisation: Organisation) -> set[tuple[Any, ...]]:
    population = organisation.population
    return set(zip(population.tie("a").tolist(), population.tie("b").tolist(), strict=True))


def _shape(organisation: Organisation) -> dict[str, float]:
    found = organisation.measures(("ties_per_person", "clustering", "mean_quality"))
    return {"ties": found["ties_per_person"], "clustering": found["clustering"], "quality": found["mean_quality"]}
