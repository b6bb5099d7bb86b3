"""The picture's bytes say what the model says; places stay; a practice switched on late is as if planned."""

from __future__ import annotations

import itertools
from typing import Any

import numpy as np
import pytest

from spirals.app import clock, layout, stories
from spirals.app.explore import Explore
from spirals.app.layout import arrange
from spirals.app.live import _KEPT, LiveRun
from spirals.app.setup import Setup
from spirals.organisation import Organisation
from spirals.population import (
    ASKED,
    BETRAYED,
    DISAGREED,
    DISCLOSED,
    HELPED,
    HONOURED,
    HURT,
    NEEDED,
    OFFERED,
    PLAYED,
    REPAIRED,
    RUPTURED,
    SOLVED,
    THANKED,
    TOLD,
    VOICED,
)


def live(**changes: Any) -> LiveRun:
    """Return a run of a small organisation."""
    return LiveRun(Setup("baseline", {"size": 40, "days": 60, **changes}).scenario())


def test_places_are_the_same_every_time_apart_and_inside() -> None:
    rng = np.random.default_rng(1)
    team = np.repeat(np.arange(20), 10)
    level = (np.arange(200) % 10 == 0).astype(np.int64)
    a, b = rng.integers(0, 200, 900), rng.integers(0, 200, 900)
    places = arrange(team, level, a, b)
    assert np.array_equal(places, arrange(team, level, a, b))
    assert places.min() >= -1e-9
    assert places.max() <= 1.0 + 1e-9
    centres = np.array([places[team == number].mean(0) for number in range(20)])
    own = np.linalg.norm(places - centres[team], axis=1)
    others = np.linalg.norm(places[:, None] - centres[None], axis=2)
    others[np.arange(200), team] = np.inf
    assert (own < others.min(1)).mean() > 0.95


def test_a_stretch_ends_with_its_time_after_a_day_at_least(monkeypatch: pytest.MonkeyPatch) -> None:
    ticks = itertools.count()
    monkeypatch.setattr(clock, "now", lambda: 0.1 * next(ticks))
    run = live()
    assert run.advance(50, 0.05) == 1
    assert run.advance(50, 0.35) == 4
    assert run.advance(2, 99.0) == 2
    assert run.day == 7


@pytest.mark.parametrize("teams", [50, 400, 1600])
def test_work_for_a_picture_grows_with_teams_and_not_with_their_pairs(
    teams: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    rng = np.random.default_rng(4)
    team = np.repeat(np.arange(teams), 2)
    ends = rng.integers(0, 2 * teams, (2, 6 * teams))
    handled: list[int] = []
    summed = layout._summed

    def counted(count: int, pairs: np.ndarray, force: np.ndarray) -> np.ndarray:
        handled.append(len(pairs))
        return summed(count, pairs, force)

    monkeypatch.setattr(layout, "_summed", counted)
    places = arrange(team, np.zeros(2 * teams, int), *ends)
    assert np.isfinite(places).all()
    assert sum(handled) < 390 * 120 * teams


def test_one_large_team_is_laid_out_by_its_ties() -> None:
    rng = np.random.default_rng(2)
    half = rng.integers(0, 60, (600, 2))
    a = np.concatenate([half[:, 0], half[:, 0] + 60])
    b = np.concatenate([half[:, 1], half[:, 1] + 60])
    places = arrange(np.zeros(120, int), np.zeros(120, int), a, b)
    apart = np.linalg.norm(places[:60].mean(0) - places[60:].mean(0))
    assert apart > 0.2


def decoded(parts: list[bytes]) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Return states, sizes and counts of a picture."""
    return np.frombuffer(parts[0], "u1"), np.frombuffer(parts[1], "u1"), np.frombuffer(parts[2], "<u2")


def check_moves(counts: np.ndarray, organisation: Organisation) -> None:
    """Compare the counts of a picture with the day's tally; conduct is that of both people."""
    t = {name: values[-1] for name, values in organisation.series.items()}
    conduct, helping, trusting, play = counts.reshape(4, 3).tolist()
    assert conduct == [2.0 * t["life_giving"], 0.0, 2.0 * t["depleting"]]
    assert helping == [t["solved"], t["help_given"] - t["solved"], t["refused"]]
    assert trusting == [t["honoured"], t["breached"] - t["betrayed"], t["betrayed"]]
    assert (play[0], sum(play)) == (t["play_shared"], t["volume_play"])


def test_the_bytes_of_a_picture_follow_the_model_day_by_day() -> None:
    run = live()
    head, parts = run.opening("energy")
    tie = np.frombuffer(parts[6], "u1").copy()
    ends = np.frombuffer(parts[2], "<i4").reshape(-1, 2).copy()
    for _ in range(30):
        since = run.day
        run.advance(1)
        head, parts = run.frame("energy", since)
        population = run.organisation.population
        states, sizes, counts = decoded(parts)
        assert np.array_equal(states, (np.clip(population.person("energy"), 0, 1) * 255).astype(np.uint8))
        assert np.array_equal(sizes > 0, population.active)
        check_moves(counts, run.organisation)
        fresh = np.frombuffer(parts[5], "<u2").reshape(-1, 3).astype(np.int32)
        rows = int(population.state.counts[1])
        tie = np.concatenate([tie, np.zeros(rows - len(tie), np.uint8)])
        ends = np.concatenate([ends, np.full((rows - len(ends), 2), -1, np.int32)])
        ends[fresh[:, 0]] = fresh[:, 1:]
        count = len(parts[4]) // 3
        tie[np.frombuffer(parts[4][: 2 * count], "<u2")] = np.frombuffer(parts[4][2 * count :], "u1")
        met = np.unpackbits(np.frombuffer(parts[3], "u1"), bitorder="little")[:rows].astype(bool)
        living = population.tie_rows
        assert np.array_equal(np.flatnonzero(tie & 31), living)
        assert np.array_equal(ends[living], np.column_stack([population.tie("a"), population.tie("b")]))
        quality = sum(population.quality()) / 2.0
        assert np.abs(((tie[living] & 31) - 1) / 30.0 - quality).max() <= 1.0 / 30.0 + 1e-9
        assert np.array_equal(np.flatnonzero(met), living[population.tie("last_met") == run.day])
        assert head["day"] == run.day == since + 1


def test_newcomers_take_the_places_of_those_who_left_their_team() -> None:
    run = live(turnover=1.0, vacancy_days=2.0, move_rate=0.0)
    place, team = run._place.copy(), run._team.copy()
    run.advance(60, seconds=60)
    run.frame("energy", 59)
    population = run.organisation.population
    assert population.size > 40
    assert len(run._place) == population.size
    for row in range(40, population.size):
        assert run._place[row].tolist() in place[team == run._team[row]].tolist()
    here = run._place[population.active]
    assert len(np.unique(here, axis=0)) == len(here)


def test_watching_changes_nothing() -> None:
    run = live()
    run.advance(25, seconds=60)
    plain = Organisation(run.scenario)
    plain.run_days(25)
    for name in ("people", "ties"):
        assert np.array_equal(getattr(plain.population.state, name), getattr(run.organisation.population.state, name))


class Page:
    """Takes what a page tells."""

    def __init__(self) -> None:
        self.told: list[tuple[str, dict[str, Any], list[bytes]]] = []

    def __call__(self, kind: str, content: dict[str, Any] | None = None, parts: list[bytes] | None = None) -> None:
        self.told.append((kind, content or {}, parts or []))

    @property
    def last(self) -> dict[str, Any]:
        """Content of the last message."""
        return self.told[-1][1]


@pytest.fixture
def explore() -> tuple[Explore, Page]:
    """Return an Explore page of a small organisation on day 20."""
    page = Page()
    shown = Explore(page)
    shown.open({"query": Setup("baseline", {"size": 40}, 20).query()})
    return shown, page


def test_a_practice_switched_on_late_is_as_if_it_had_been_planned(explore: tuple[Explore, Page]) -> None:
    shown, _ = explore
    shown.programme({"act": "add", "id": "appreciation"})
    shown.step({"to": 40})
    shown.programme({"act": "end", "id": "appreciation", "at": 0})
    shown.step({"to": 50})
    planned = Organisation("baseline", size=40, interventions=[{"id": "appreciation", "start": 21, "end": 40}])
    planned.run_days(50)
    assert shown.run is not None
    assert np.array_equal(planned.population.state.people, shown.run.organisation.population.state.people)
    assert [(mark["day"], mark["begins"]) for mark in shown.run.organisation.marks] == [(21, True), (41, False)]


def test_the_scenario_that_is_saved_runs_to_the_same_result(explore: tuple[Explore, Page], tmp_path: Any) -> None:
    shown, page = explore
    shown.change({"changes": {"demand": 0.7, "seed": 5}})
    shown.programme({"act": "add", "id": "crisis"})
    shown.step({"to": 30})
    shown.save({"what": "toml"})
    file = tmp_path / "saved.toml"
    file.write_text(page.last["text"], "utf-8")
    again = Organisation(file)
    again.run_days(30)
    assert shown.run is not None
    assert np.array_equal(again.population.state.ties, shown.run.organisation.population.state.ties)


def test_a_change_shows_the_same_day(explore: tuple[Explore, Page]) -> None:
    shown, page = explore
    shown.change({"changes": {"size": 60}})
    assert page.told[-1][0] == "start"
    assert page.last["day"] == 20
    assert page.last["setup"]["changed"] == ["size"]
    shown.reset({})
    assert page.last["day"] == 0


def test_a_dose_is_set_and_the_comparison_holds_the_changes(explore: tuple[Explore, Page]) -> None:
    shown, page = explore
    shown.programme({"act": "add", "id": "appreciation"})
    shown.programme({"act": "set", "id": "appreciation", "at": 0, "settings": {"dose": 0.5}})
    assert [row["amount"] for row in page.last["programmes"]] == [0.5]
    from spirals.app.compare import Compare

    other = Compare(Page())
    other.open({"query": page.last["setup"]["compare"]})
    assert [len(scenario.interventions) for scenario in other.scenarios()] == [0, 1]
    assert other.shared == {"size": 40, "seed": 1, "days": 260}


def test_stories_name_what_the_model_holds(explore: tuple[Explore, Page]) -> None:
    shown, page = explore
    assert shown.run is not None
    population = shown.run.organisation.population
    row = int(population.rows[3])
    shown.person({"row": row})
    told = page.last
    assert told["id"] == population.ids[row]
    assert told["count"] == len(population.neighbours(row))
    assert len(told["history"]["energy"]) == 21
    assert told["history"]["energy"][-1] == pytest.approx(float(population.person("energy")[row]), abs=0.005)
    shown.tie({"row": told["ties"][0]["tie"]})
    assert set(page.last["ids"]) == {told["id"], told["ties"][0]["id"]}
    assert 0.0 <= page.last["quality"] <= 1.0
    shown.find({"id": population.ids[0]})
    assert page.last["row"] == 0


def seen(**what: int) -> dict[str, int]:
    """Return an encounter as pages keep it."""
    return dict.fromkeys(_KEPT, 0) | {"whom": 1} | what


@pytest.mark.parametrize(
    ("one", "starter", "other"),
    [
        (seen(), "talked with Bo (routine)", "talked with Ann (routine)"),
        (
            seen(moves_who=NEEDED | ASKED, tone_who=-1, first=1),
            "talked with Bo, for the first time: asked for help and was refused (it depleted)",
            "talked with Ann, for the first time: refused help (routine)",
        ),
        (
            seen(moves_who=NEEDED | THANKED, moves_whom=OFFERED, met_who=HELPED | SOLVED, tone_who=1, tone_whom=1),
            "talked with Bo: was offered help (it gave life)",
            "talked with Ann: offered help, was thanked (it gave life)",
        ),
        (
            seen(moves_who=DISCLOSED | TOLD, met_who=BETRAYED, moves_whom=PLAYED, met_whom=HURT, meeting=1),
            "talked with Bo in a meeting: told a hardship and was betrayed, heard a joke that hurt (routine)",
            "talked with Ann in a meeting: joked, and it hurt, heard of a hardship and broke their trust (routine)",
        ),
        (
            seen(moves_who=VOICED | DISAGREED, met_who=HONOURED | RUPTURED | REPAIRED),
            "talked with Bo: spoke up, over which they fell out, made up (routine)",
            "talked with Ann: heard a view, over which they fell out, made up (routine)",
        ),
    ],
)
def test_an_encounter_is_told_from_the_side_of_the_one_who_is_asked_about(
    one: dict[str, int], starter: str, other: str
) -> None:
    assert stories.encounter(one, 0, ["Ann", "Bo"]) == starter
    assert stories.encounter(one, 1, ["Ann", "Bo"]) == other
