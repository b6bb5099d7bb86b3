"""What a study would have in hand: an encounter log, diaries and ties of one simulated organisation, as arrays."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from spirals.organisation import Organisation
from spirals.plain import Brief

Floats = NDArray[np.float64]
Whole = NDArray[np.int64]

SETTLING = 20  # first working days that no study sees
COMPLIANCE = 0.8  # share of diary prompts that are answered
RELIABILITY = 0.8
SIDES = (("who", "whom"), ("whom", "who"))
"""Each side of an encounter, with the other."""


@dataclass(frozen=True, repr=False)
class Sample(Brief):
    """One organisation under study, from day ``SETTLING + 1`` on; people are row numbers.

    Attributes
    ----------
    people
        Number of rows of people; ``stayed`` says who was there from the first day to the last.
    log
        One row an encounter, as in ``Organisation.encounters``, and ``in_person``; days count from 0, people are rows.
    diary, every
        Columns person, day, slot, mood, energy: the answered prompts, and all of them.
    rng
        The study's own chance (who answers, survey noise), apart from the organisation's.
    """

    organisation: Organisation
    people: int
    days: int
    stayed: NDArray[np.bool_]
    log: pd.DataFrame
    diary: pd.DataFrame
    every: pd.DataFrame
    rng: np.random.Generator

    def column(self, name: str) -> Any:
        """Return a column of the encounter log as an array."""
        return self.log[name].to_numpy()

    def acts(self, *names: str) -> Floats:
        """Return how many of some moves each encounter had, both sides together; ``volume`` takes it as weight."""
        found = [self.column(f"{name}_{side}").astype(float) for name in names for side, _ in SIDES]
        return np.asarray(np.sum(found, axis=0))

    def volume(self, weight: Any = None) -> Floats:
        """Return who had how many encounters (or ``weight``, one entry each) with whom, symmetric, (people, people)."""
        made = np.zeros((self.people, self.people))
        value = np.ones(len(self.log)) if weight is None else np.asarray(weight, dtype=float)
        np.add.at(made, (self.column("who"), self.column("whom")), value)
        return made + made.T

    def daily_minutes(self, days: int) -> Floats:
        """Return minutes in person of every pair and day, shape (days, people, people), symmetric."""
        log = self.log[(self.log["day"] < days) & self.log["in_person"]]
        made = np.zeros((days, self.people, self.people))
        where = (log["day"].to_numpy(), log["who"].to_numpy(), log["whom"].to_numpy())
        np.add.at(made, where, log["minutes"].to_numpy(float))
        return made + made.transpose(0, 2, 1)

    @property
    def remote(self) -> NDArray[np.bool_]:
        """Who works away from the site, by row."""
        return np.asarray(self.organisation.population.person("remote")[: self.people] > 0.0)

    def unit(self, name: str) -> Whole:
        """Return each person's team (or other unit) as a number; joiners belong where their team belongs."""
        people = self.organisation.people
        values = people.groupby("team")[name].transform("first")
        return np.asarray(pd.factorize(values)[0])


def study(seed: int, days: int, **changes: Any) -> Sample:
    """Run an organisation and take what a study of ``days`` working days after the first ``SETTLING`` would have."""
    organisation = Organisation(days=SETTLING + days, rng=seed, record=True, **changes)
    organisation.run_model()
    rng = np.random.default_rng([seed, 20])
    row_of = {name: row for row, name in enumerate(organisation.population.ids)}
    log = organisation.encounters
    log = log[log["day"] > SETTLING].copy()
    log["day"] -= SETTLING + 1
    for column in ("who", "whom"):
        log[column] = log[column].map(row_of).astype(np.int64)
    log["in_person"] = (log["channel"] == "in_person").to_numpy()
    every = organisation.diary
    every = every[every["day"] > SETTLING].copy()
    every["day"] -= SETTLING + 1
    every["person"] = every["id"].map(row_of).astype(np.int64)
    every = every.sort_values(["person", "day", "slot"]).reset_index(drop=True)
    people = organisation.people
    stayed = people["active"].to_numpy() & (people["joined"].to_numpy() <= 0)
    answered = every[rng.random(len(every)) < COMPLIANCE].reset_index(drop=True)
    return Sample(organisation, len(people), days, stayed, log, answered, every, rng)


def slot_events(sample: Sample) -> pd.DataFrame:
    """Return, for each person, day and slot of the full diary, what happened since the last prompt.

    Columns: contact (0 or 1), rating (signed strength of the conduct received in the encounter that weighed most, 0
    where all was routine), hard_help (1 if help was given in an encounter of more than the usual dose).
    """
    ends = []
    for me, other in SIDES:
        part = sample.log[["day", "slot", "dose"]].copy()
        part["person"] = sample.column(me)
        part["signed"] = sample.column(f"regard_{me}") * np.minimum(1.0, sample.column("dose"))
        part["helping"] = sample.column(f"helped_{other}")
        ends.append(part)
    both = pd.concat(ends)
    usual = both.loc[both["helping"], "dose"].median()
    both["hard_help"] = (both["helping"] & (both["dose"] > usual)).astype(float)
    both = both.sort_values("signed", key=np.abs, kind="stable")
    grouped = both.groupby(["person", "day", "slot"])
    events = pd.DataFrame({"rating": grouped["signed"].last(), "hard_help": grouped["hard_help"].max()})
    events["contact"] = 1.0
    found = sample.every.merge(events.reset_index(), on=["person", "day", "slot"], how="left")
    return found.fillna({"rating": 0.0, "hard_help": 0.0, "contact": 0.0})
