"""What a run left is an organisation to start from: tables go out and come in with every state, trait and feature."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest

import spirals
from spirals.errors import InputError
from spirals.organisation import Organisation
from spirals.population import NATURE_COLUMNS, PERSON_COLUMNS, TIE_COLUMNS, TRAIT_COLUMNS

BUSY: dict[str, Any] = {"size": 24, "days": 60, "rng": 3, "turnover": 1.0, "vacancy_days": 5.0}
OF_TIES = (*TIE_COLUMNS, *NATURE_COLUMNS, "quality_a", "quality_b", "quality", "mutuality")


@pytest.fixture(scope="module")
def left() -> Organisation:
    """Return an organisation after sixty days in which people came and went."""
    organisation = Organisation(**BUSY)
    organisation.run_model()
    assert organisation.series["joined"].sum() > 0
    assert not organisation.population.active.all()
    return organisation


def check_same(one: Organisation, two: Organisation) -> None:
    """Check that the second organisation begins as the first ended."""
    old, new = one.people.query("active").set_index("id"), two.people.set_index("id")
    assert sorted(old.index) == sorted(new.index)
    for name in (*PERSON_COLUMNS, *TRAIT_COLUMNS, "team", "level", "site", "ties"):
        assert old[name].to_dict() == new[name].to_dict(), name
    assert old.tenure.to_dict() == pytest.approx(new.tenure.to_dict(), abs=1 / 260)
    before, after = (organisation.connections.set_index(["a", "b"]) for organisation in (one, two))
    assert {frozenset(pair) for pair in before.index} == {frozenset(pair) for pair in after.index}
    for (a, b), row in after.iterrows():
        straight = (a, b) in before.index
        was = before.loc[(a, b)] if straight else before.loc[(b, a)]
        for name in OF_TIES:
            other = name if straight or name[-2:] not in ("_a", "_b") else name[:-1] + {"a": "b", "b": "a"}[name[-1]]
            sign = -1.0 if name == "favours" and not straight else 1.0
            assert row[name] == sign * was[other], (name, a, b)


WAYS: dict[str, Callable[[pd.DataFrame, Path], Any]] = {
    "frame": lambda frame, path: frame,
    "csv": lambda frame, path: (frame.to_csv(path, index=False), path)[1],
    "shuffled": lambda frame, path: (frame.sample(frac=1.0, random_state=1).to_csv(path, index=False), path)[1],
    "parquet": lambda frame, path: (frame.to_parquet(path), path)[1],
}


@pytest.mark.parametrize("way", WAYS)
def test_own_tables_are_an_organisation_to_start_from(left: Organisation, way: str, tmp_path: Path):
    people, ties = (WAYS[way](frame, tmp_path / name) for name, frame in
                    (("people", left.people), ("ties", left.connections)))  # fmt: skip
    again = Organisation(people=people, ties=ties, days=20, rng=3)
    check_same(left, again)
    assert any("as a run left them, with every state and trait" in note for note in again.notes)
    assert any("who had left are left out" in note for note in again.notes)
    assert any("the calendar begins anew" in note for note in again.notes)
    again.run_model()
    assert np.isfinite(again.series["mean_energy"]).all()


def test_ids_that_sort_otherwise_turn_ties_round(left: Organisation):
    people, ties = left.people.query("active"), left.connections
    other = {name: f"{'z' if row % 2 else 'a'}{name}" for row, name in enumerate(people.id)}
    renamed, tied = people.assign(id=people.id.map(other)), ties.assign(a=ties.a.map(other), b=ties.b.map(other))
    again = Organisation(people=renamed, ties=tied, days=5, rng=3)
    back = {new: name for name, new in other.items()}
    for index, name in enumerate(again.population.ids):
        again.population.ids[index] = back[name]
    assert (again.connections.a + again.connections.b).nunique() == len(ties)
    check_same(left, again)
    assert not set(zip(again.connections.a, again.connections.b, strict=True)) <= set(
        zip(ties.a, ties.b, strict=True)
    )  # some are turned


def test_a_result_folder_is_one_too(tmp_path: Path):
    result = spirals.run("baseline", size=20, days=20, replicates=2, seed=5)
    result.to_parquet(tmp_path / "out")
    ended = Organisation(size=20, days=20, rng=5)
    ended.run_model()
    files: dict[str, Any] = {"people": tmp_path / "out" / "people.parquet", "ties": tmp_path / "out" / "ties.parquet"}
    check_same(ended, Organisation(**files, days=5, rng=1))
    onward = spirals.run("crisis", **files, days=5, replicates=2)
    assert np.isfinite(onward.values("mean_energy")).all()


def test_what_begins_again_stays_where_it_was(left: Organisation):
    """Without days in between nothing moves, over as many rounds as one likes; and the run goes on from there."""
    one = Organisation(people=left.people, ties=left.connections, days=30, rng=4)
    two = Organisation(people=one.people, ties=one.connections, days=30, rng=4)
    check_same(one, two)
    one.run_model()
    two.run_model()
    assert np.array_equal(one.series["mean_energy"], two.series["mean_energy"])


def test_one_of_the_two_may_come_from_elsewhere(left: Organisation):
    directory = left.people.query("active")[["id", "team", "level", "site"]]
    tied = Organisation(people=directory, ties=left.connections, days=5, rng=1)
    assert sorted(tied.connections.quality) == sorted(left.connections.quality)
    alone = Organisation(ties=left.connections, days=5, rng=1)
    assert sorted(alone.connections.quality) == sorted(left.connections.quality)
    named = left.connections[["a", "b"]].rename(columns={"a": "source", "b": "target"})
    peopled = Organisation(people=left.people, ties=named, days=5, rng=1)
    old = left.people.query("active").set_index("id")
    assert peopled.people.set_index("id").energy.to_dict() == old.energy.to_dict()


def wrong(people: pd.DataFrame, ties: pd.DataFrame, what: str) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Return the tables with one thing wrong."""
    if what == "two runs":
        return pd.concat([people.assign(replicate=0), people.assign(replicate=1)]), ties
    if what == "twice":
        return pd.concat([people, people.query("active").head(1)]), ties
    if what == "strangers":
        return people.query("active").iloc[:-2], ties
    if what == "level":
        return people.assign(level="boss"), ties
    return people.assign(energy=7.0), ties


@pytest.mark.parametrize(
    ("what", "said"),
    [("two runs", "replicate: holds several"), ("twice", "stands there twice"), ("strangers", "not among the people"),
     ("level", "'boss' in line"), ("state", "energy: '7.0' in line")],
)  # fmt: skip
def test_tables_that_no_run_left_are_refused(left: Organisation, what: str, said: str):
    people, ties = wrong(left.people, left.connections, what)
    with pytest.raises(InputError, match=said) as error:
        Organisation(people=people, ties=ties, days=5)
    assert "\n" not in str(error.value)


def test_own_columns_come_along(tmp_path: Path):
    frame = pd.DataFrame({"id": list("abcdef"), "team": "A", "mood": ["good", "bad"] * 3, "room": "007"})
    organisation = Organisation(people=frame, days=5, rng=1)
    organisation.run_model()
    again = Organisation(people=organisation.people, ties=organisation.connections, days=5, rng=1)
    for name in ("own_mood", "room", "mood"):
        assert again.people[name].tolist() == organisation.people[name].tolist()
