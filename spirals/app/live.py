"""A run that a page watches: it steps, and says what it looks like in a few bytes a day."""

from __future__ import annotations

from collections import deque
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from spirals.app import clock
from spirals.app.layout import WIDE, arrange, ring_places
from spirals.interventions.day_plan import DayPlan
from spirals.organisation import Organisation
from spirals.population import (
    ASKED,
    BETRAYED,
    DELEGATED,
    DISCLOSED,
    END_A,
    HELPED,
    HONOURED,
    HURT,
    LAST_MET,
    LOG_COLUMNS,
    PLAYED,
    SHARED_PLAY,
    SOLVED,
    TALLY,
    TEAM,
    VOICED,
)
from spirals.scenario import Scenario
from spirals.views import logged

Bytes = NDArray[np.uint8]
Floats = NDArray[np.float64]

STATES = (
    "energy", "vitality", "strain", "hardship", "safety", "worth", "meaning", "authenticity", "commitment",
    "resilience", "knowledge",
)  # fmt: skip
"""What people can be coloured by, and what is kept of each of them day by day."""
REMEMBERED = 10  # days of encounters kept
SERIES = (*TALLY, "joined", "left", "hours_spent", "cost_spent")
_KEPT = (
    "who", "whom", "tone_who", "tone_whom", "moves_who", "moves_whom", "met_who", "met_whom", "first", "meeting",
)  # fmt: skip
FINEST = 0.002
"""Smallest difference from the twin that a picture shows."""
NO_TWIN = -128
_COLUMNS = [LOG_COLUMNS.index(name) for name in _KEPT]
_AT = {name: column for column, name in enumerate(_KEPT)}
_LEVELS = 30  # steps of a tie's quality in a byte, from 1
_MET = 32  # added when the pair met today
_SHORT = 65_535  # rows that two bytes can name


class Seen(NamedTuple):
    """What happened on one day."""

    day: int
    encounters: NDArray[np.integer]  # (encounters, _KEPT)


class Watched(Organisation):
    """An organisation that keeps its last days' encounters and when programmes began and ended."""

    def __init__(self, scenario: Scenario) -> None:
        self.recent: deque[Seen] = deque(maxlen=REMEMBERED)
        self.marks: list[dict[str, Any]] = []
        super().__init__(scenario)

    def begin_day(self) -> DayPlan:
        """Open the day and note which programmes begin or have ended."""
        plan = super().begin_day()
        self.marks += [{"day": self.day, "name": name, "begins": True} for name in plan.begun]
        self.marks += [{"day": self.day, "name": name, "begins": False} for name in plan.ended]
        return plan

    def welcome_and_part(self, plan: DayPlan) -> None:
        """Let people join and leave, and make room for the day's encounters."""
        super().welcome_and_part(plan)
        people = int(self.population.active.sum())
        self.population.record(12 * people + 60 * len(plan.meetings) + 100)

    def end_day(self, plan: DayPlan) -> None:
        """Keep the day's encounters, then close it."""
        small = np.int16 if self.population.size <= np.iinfo(np.int16).max else np.int32
        self.recent.append(Seen(self.day, logged(self.population)[:, _COLUMNS].astype(small)))
        super().end_day(plan)
        # The log is the largest thing a session holds, and is written anew each day.
        self.population.forget_log()

    def moves_today(self) -> NDArray[np.int64]:
        """Return today's moves and how they were met, shape (4, 3): conduct, help, things entrusted, play.

        The three columns are life-giving, solved, honoured or shared; help that did not fit, what was ignored, play
        that fell flat; depleting, refused, betrayed or hurtful.  Routine conduct is not counted.
        """
        return count_moves(self.recent[-1].encounters) if self.recent else np.zeros((4, 3), dtype=np.int64)


def count_moves(table: NDArray[np.integer]) -> NDArray[np.int64]:
    """Return the moves of both sides of some encounters by how they were met, as `Watched.moves_today` has them."""
    tone, did, met = (
        np.concatenate([table[:, _AT[f"{name}_who"]], table[:, _AT[f"{name}_whom"]]])
        for name in ("tone", "moves", "met")
    )
    entrusted, played = (did & (DISCLOSED | DELEGATED | VOICED)) > 0, (did & PLAYED) > 0
    asked, helped, solved = (did & ASKED) > 0, (met & HELPED) > 0, (met & SOLVED) > 0
    honoured, betrayed = (met & HONOURED) > 0, (met & BETRAYED) > 0
    shared, hurt = (met & SHARED_PLAY) > 0, (met & HURT) > 0
    kinds = (
        (tone > 0, np.zeros_like(asked), tone < 0),
        (solved, helped & ~solved, asked & ~helped),
        (honoured, entrusted & ~honoured & ~betrayed, betrayed),
        (shared, played & ~shared & ~hurt, hurt),
    )
    return np.array([[int(case.sum()) for case in row] for row in kinds])


def seen_by(seen: Seen, row: int) -> list[dict[str, int]]:
    """Return a person's encounters of one day, by column."""
    table = seen.encounters
    mine = table[(table[:, _AT["who"]] == row) | (table[:, _AT["whom"]] == row)]
    return [dict(zip(_KEPT, values, strict=True)) for values in mine.tolist()]


class LiveRun:
    """One run, from day 0, with the history that pages show.

    Parameters
    ----------
    scenario
        As resolved.

    Attributes
    ----------
    organisation
        The model itself.
    """

    def __init__(self, scenario: Scenario) -> None:
        self.scenario = scenario
        self.organisation = Watched(scenario)
        self._people: list[NDArray[np.uint8]] = []
        self._ties: list[Bytes] = []
        self._ends = np.zeros((0, 2), dtype=np.int32)
        self._sent = np.zeros(0, dtype=np.uint8)
        self._told = 0
        population = self.organisation.population
        a, b = population.tie("a"), population.tie("b")
        self._place = arrange(population.person("team"), population.person("level"), a, b)
        self._team = population.person("team").copy()
        self._free: dict[int, list[tuple[float, float]]] = {}
        self._was_active = population.active.copy()
        self._unit = self._spacing()
        self._keep()

    @property
    def day(self) -> int:
        """Working days done."""
        return self.organisation.day

    @property
    def finished(self) -> bool:
        """Whether the scenario's days are over."""
        return self.day >= self.scenario.days

    def advance(self, days: int, seconds: float = 0.2) -> int:
        """Run up to some days, at least one, for about so long at most; return the days run."""
        until, done = clock.now() + seconds, 0
        while done < days and not self.finished:
            self.organisation.step()
            self._keep()
            done += 1
            if clock.now() > until:
                break
        return done

    # --- history ---------------------------------------------------------------------------------------
    def _keep(self) -> None:
        population = self.organisation.population
        states = np.stack([population.person(name) for name in STATES], axis=1)
        self._people.append(np.clip(states * 255.0, 0, 255).astype(np.uint8))
        self._ties.append(self._tie_bytes())

    def _tie_bytes(self) -> Bytes:
        """Return a byte for each row of the table of ties: 0 none, else its quality and whether the pair met today."""
        population = self.organisation.population
        rows = population.tie_rows
        values = np.zeros(int(population.state.counts[1]), dtype=np.uint8)
        a, b = population.quality()
        values[rows] = 1 + np.clip((a + b) / 2.0 * _LEVELS, 0, _LEVELS).astype(np.uint8)
        if self.day:
            values[rows[population.state.ends[rows, LAST_MET] == self.day]] |= _MET
        return values

    def difference(self, state: str, before: Floats) -> bytes:
        """Return a signed byte a person: how far a state lies above its twin's, in steps of `FINEST`; else `NO_TWIN`.

        Parameters
        ----------
        before
            The state of each person of the twin today, nan for who is not there.
        """
        population = self.organisation.population
        now = np.where(population.active, population.person(state), np.nan)
        found = np.full(len(now), np.nan)
        shared = min(len(now), len(before))
        found[:shared] = now[:shared] - before[:shared]
        steps = np.clip(np.round(found / FINEST), -127, 127)
        return np.where(np.isnan(found), NO_TWIN, np.nan_to_num(steps)).astype(np.int8).tobytes()

    def person_history(self, row: int, state: str) -> list[float]:
        """Return a person's state on each day from 0, nan before joining."""
        column = STATES.index(state)
        return [round(day[row, column] / 255.0, 3) if row < len(day) else float("nan") for day in self._people]

    def tie_history(self, row: int) -> list[float | None]:
        """Return a tie's quality on each day since it last came to be, None before."""
        values: list[float | None] = []
        for day in self._ties:
            level = int(day[row] & (_MET - 1)) if row < len(day) else 0
            values.append(round((level - 1) / _LEVELS, 3) if level else None)
        return values

    # --- what a picture needs ----------------------------------------------------------------------------
    def opening(self, state: str) -> tuple[dict[str, Any], list[bytes]]:
        """Return all that a picture starts from: places, teams, ties, and the state of today."""
        population = self.organisation.population
        self._settle()
        self._ends = self._current_ends()
        self._told = population.size
        head = {
            "day": self.day,
            "days": self.scenario.days,
            "people": population.size,
            "series": list(SERIES),
            "wide": WIDE,
            "teams": population.team_names,
            "unit": round(self._unit, 5),
            "marks": self.organisation.marks,
        }
        places = np.round(self._place * 65535.0).clip(0, 65535).astype("<u2")
        parts = [places.tobytes(), self._team.astype("<u2").tobytes(), self._ends.astype("<i4").tobytes()]
        self._sent = self._ties[-1]
        return head, [*parts, *self._today(state), self._sent.tobytes(), b"", self._series_bytes(0)]

    def frame(self, state: str, since: int) -> tuple[dict[str, Any], list[bytes]]:
        """Return what changed since a day: new people and ties, today's bytes, and the series of the days between."""
        population = self.organisation.population
        moved = self._settle()
        ends = self._current_ends()
        known = np.full_like(ends, -1)
        known[: len(self._ends)] = self._ends
        # A tie that ended shows in its byte; only ends that are new have to be told.
        fresh = np.flatnonzero((known != ends).any(axis=1) & (ends[:, 0] >= 0))
        known[fresh] = ends[fresh]
        self._ends = known
        head: dict[str, Any] = {"day": self.day, "people": population.size, "marks": self.organisation.marks}
        if moved:
            head["places"] = [
                [row, round(float(self._place[row, 0]), 4), round(float(self._place[row, 1]), 4), int(self._team[row])]
                for row in moved
            ]
        kind = "<u2" if len(ends) < _SHORT else "<u4"
        head |= {} if kind == "<u2" else {"long": True}
        ties = np.column_stack([fresh, ends[fresh]]).astype(kind)
        return head, [*self._today(state), *self._tie_changes(kind), ties.tobytes(), self._series_bytes(since)]

    def _tie_changes(self, kind: str) -> list[bytes]:
        """Return a bit a tie, whether the pair met today; and the ties whose quality moved a step, then their bytes."""
        old, new = np.zeros_like(self._ties[-1]), self._ties[-1] & (_MET - 1)
        old[: len(self._sent)] = self._sent & (_MET - 1)
        self._sent = self._ties[-1]
        rows = np.flatnonzero(old != new)
        changes = rows.astype(kind).tobytes() + new[rows].tobytes()
        return [np.packbits(self._sent & _MET, bitorder="little").tobytes(), changes]

    def _today(self, state: str) -> list[bytes]:
        """Return a byte a person for the state and for the number of ties (0: gone), and the day's moves."""
        population = self.organisation.population
        n = population.size
        colours = self._people[-1][:, STATES.index(state)]
        sizes = np.where(population.active, np.clip(population.state.rows[:n, 2], 0, 254) + 1, 0).astype(np.uint8)
        counts = self.organisation.moves_today().astype("<u2")
        return [colours.tobytes(), sizes.tobytes(), counts.tobytes()]

    def _series_bytes(self, since: int) -> bytes:
        series = self.organisation.series
        return np.stack([series[name][since:] for name in SERIES], axis=1).astype("<f4").tobytes()

    def _current_ends(self) -> NDArray[np.int32]:
        state = self.organisation.population.state
        ends = state.ends[: int(state.counts[1])]
        return np.where(ends[:, END_A : END_A + 1] >= 0, ends[:, :2], -1).astype(np.int32)

    # --- places of those who come and move -------------------------------------------------------------------
    def _settle(self) -> list[int]:
        """Give people who joined or changed team a place; return their rows."""
        population = self.organisation.population
        active, team = population.active, population.person("team")
        for row in np.flatnonzero(self._was_active & ~active[: len(self._was_active)]).tolist():
            self._free.setdefault(int(self._team[row]), []).append((self._place[row, 0], self._place[row, 1]))
        old = len(self._place)
        changed = np.flatnonzero((team[:old] != self._team) & active[:old]).tolist()
        if population.size > old:
            self._place = np.concatenate([self._place, np.zeros((population.size - old, 2))])
            self._team = np.concatenate([self._team, team[old:]])
        moved = [*changed, *range(old, population.size)]
        for row in moved:
            if row < old:
                self._free.setdefault(int(self._team[row]), []).append((self._place[row, 0], self._place[row, 1]))
            self._team[row] = team[row]
            self._place[row] = self._spot(int(team[row]), row)
            if not active[row]:  # came and left between two frames
                self._free.setdefault(int(team[row]), []).append((self._place[row, 0], self._place[row, 1]))
        self._was_active = active.copy()
        return moved

    def _spot(self, team: int, row: int) -> tuple[float, float]:
        free = self._free.get(team)
        if free:
            return free.pop()
        mates = np.flatnonzero((self._team == team) & self.organisation.population.active[: len(self._team)])
        mates = mates[mates != row]
        if not len(mates):
            return 0.5, 0.5
        middle = self._place[mates].mean(0)
        x, y = ring_places(len(mates) + 1)[-1] * self._unit / np.array([WIDE, 1.0]) + middle
        return float(np.clip(x, 0.0, 1.0)), float(np.clip(y, 0.0, 1.0))

    def _spacing(self) -> float:
        """Return the distance between neighbours, in heights of the picture (from a sample of people)."""
        sample = self._place[:: max(1, len(self._place) // 200)] * np.array([WIDE, 1.0])
        every = self._place * np.array([WIDE, 1.0])
        gaps = np.sqrt(((sample[:, None, :] - every[None, :, :]) ** 2).sum(-1))
        gaps[gaps == 0.0] = np.inf
        nearest = gaps.min(1)
        return float(np.median(nearest[np.isfinite(nearest)])) if np.isfinite(nearest).any() else 0.1


def team_of(run: LiveRun, row: int) -> int:
    """Return the number of the team of a person."""
    return int(run.organisation.population.state.place[row, TEAM])
