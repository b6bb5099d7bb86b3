"""Programmes at work: the one place where practices touch the population.

Each morning :meth:`Agenda.morning` sets the levers, makes the pushes and returns what the day owes the
programmes.  Programmes are taken in the order of their names, so their order in a scenario file does not
matter, and every choice is a keyed draw, so a programme at dose 0 leaves everything as if it were absent, bit
for bit.
"""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from spirals.interventions.chance import Rows, draws, held_out, whole
from spirals.interventions.practice import Entry
from spirals.interventions.primitives import (
    ADDITIVE,
    OWN_FEATURES,
    SHORTHAND,
    Bond,
    Connect,
    Cut,
    Meet,
    Move,
    Newcomers,
    Primitive,
    Push,
    Recognise,
    Remove,
    Shift,
)
from spirals.interventions.running import Running, named
from spirals.interventions.timing import is_occasion
from spirals.interventions.today import Spent, Today, without
from spirals.population import (
    CEILING,
    CLIMATE,
    LEVER_COLUMNS,
    LEVER_VOICE,
    NEED,
    PERSON_COLUMNS,
    REGARD,
    RIVALRY,
    ROW_LENGTH,
    ROW_START,
    SKILL,
    SOCIABILITY,
    TIE_COLUMNS,
    TRUSTWORTHINESS,
    WORTH,
    Population,
)

# What participants' own time is a share of.
WORKING_HOURS = 8.0


class Agenda:
    """The programmes and shocks of one run.

    Parameters
    ----------
    programmes
        Practices and shocks, in any order.
    population
        The people they act on.
    key
        The run's random key (:func:`spirals.streams.run_key`).

    Raises
    ------
    InputError
        If a programme names a team, site or person that does not exist.
    """

    def __init__(self, programmes: Sequence[Entry], population: Population, key: NDArray[np.int64]) -> None:
        self.population = population
        self._key = key
        self._rivalry: NDArray[np.float64] | None = None
        self._leaning = False
        self._running = [Running(entry, name, population, key) for name, entry in named(programmes)]

    def morning(self, day: int) -> Today:
        """Make today's pushes, set today's levers and return what else the day owes the programmes.

        Parameters
        ----------
        day
            The working day about to run, 1-based.
        """
        today = Today(meeting_tone=np.zeros(len(self.population.team_names)))
        self._clear()
        for running in self._running:
            self._run(running, day, today)
        if today.leavers:
            today.meetings = without(today.meetings, today.leavers)
        if self._leaning:
            levers = self.population.levers()
            np.clip(levers[:, LEVER_VOICE], 0.0, 1.0, out=levers[:, LEVER_VOICE])
            teams = self.population.state.teams
            np.maximum(teams[:, RIVALRY], 0.0, out=teams[:, RIVALRY])
        return today

    def welcome(self, rows: Sequence[int], day: int) -> None:
        """Change how newcomers start, by the programmes in force on the day they join.

        Parameters
        ----------
        rows
            People who joined today; they are already part of the population.
        day
            Working day, 1-based.
        """
        joined = np.asarray(rows, dtype=np.int64)
        for running in self._running:
            entry = running.entry
            if running.waiting or not entry.on(day):
                continue
            for index, act in enumerate(entry.plan(entry.amount * entry.strength(day))):
                if isinstance(act, Newcomers):
                    self._welcome(running, index, act, joined, day)

    # --- one programme on one day ------------------------------------------------------------------

    def _run(self, running: Running, day: int, today: Today) -> None:
        if running.entry.amount <= 0.0 or not running.has_begun(day):
            return
        entry = running.entry
        if day == entry.first_day:
            today.begun.append(running.name)
        if entry.last_day is not None and day == entry.last_day + 1:
            today.ended.append(running.name)
        dose = entry.amount * entry.strength(day)
        if dose <= 0.0:
            return
        rows = running.participants(day)
        gate = running.gate(rows)
        held = len(today.meetings)
        # What happens once happens in full, whatever the ramp.
        for index, (act, full) in enumerate(zip(entry.plan(dose * gate), entry.plan(entry.amount * gate), strict=True)):
            self._act(running, index, full if _is_single(act) else act, rows, day, today)
        if entry.on(day):
            self._count(running, dose, rows, held, day, today)

    def _count(self, running: Running, dose: float, rows: Rows, held: int, day: int, today: Today) -> None:
        meetings = today.meetings[held:]
        price = running.entry.price
        new = [row for row in rows.tolist() if row not in running.enrolled]
        running.enrolled.update(new)
        own_time = dose * price.hours_per_person_day
        if own_time > 0.0:
            self._lean(rows, "demand", own_time / WORKING_HOURS)
        hours = sum(meeting.minutes * len(meeting.members) for meeting in meetings) / 60.0
        today.spent.append(
            Spent(
                programme=running.name,
                people=len(rows),
                hours=hours + own_time * len(rows),
                facilitator_hours=dose * price.facilitator_hours_per_day
                + dose * price.facilitator_hours_per_person_day * len(rows)
                + price.facilitator_hours_per_meeting * len(meetings),
                money=dose * price.money_per_person_day * len(rows)
                + price.money_per_meeting * len(meetings)
                + running.entry.amount * price.money_per_person * len(new),
            )
        )

    # --- the acts -----------------------------------------------------------------------------------

    def _act(self, running: Running, index: int, act: Primitive, rows: Rows, day: int, today: Today) -> None:
        entry = running.entry
        own = rows if _of(act) == "everyone" else np.intersect1d(rows, running.among(_of(act), day))
        if isinstance(act, Shift):
            self._shift(act, own, today)
            return
        if not entry.on(day):
            return
        what = f"{running.name}|{index}"
        first = entry.first_day
        if isinstance(act, Push) and is_occasion(day, first, act.every):
            self._push(act, own, day, what)
        elif isinstance(act, Bond) and is_occasion(day, first, act.every):
            self._bond(act, own, running.among(act.toward, day))
        elif isinstance(act, Meet) and is_occasion(day, first, act.every):
            partners = None if act.partner == "group" else running.among(act.partner, day)
            today.meetings += running.schedule(index).meetings(act, own, partners, day)
        elif isinstance(act, Connect):
            fresh = own[~np.isin(own, list(running.connected.setdefault(index, set())))]
            running.connected[index].update(fresh.tolist())
            self._connect(act, fresh, running.among(act.partner, day), what)
        elif isinstance(act, Recognise):
            self._recognise(act, own, day, what)
        elif day == first:
            self._upheaval(act, own, running, day, what, today)

    def _upheaval(self, act: Primitive, own: Rows, running: Running, day: int, what: str, today: Today) -> None:
        if isinstance(act, Cut):
            self._cut(act, own, running.among(act.toward, day), what)
        elif isinstance(act, Remove):
            today.leavers += held_out(own, draws(self._key, own, 0, what), act.share).tolist()
        elif isinstance(act, Move):
            today.moves += self._moves(act, own, what)

    def _clear(self) -> None:
        """Take back yesterday's levers."""
        state = self.population.state
        if self._rivalry is None:
            self._rivalry = state.teams[:, RIVALRY].copy()
        if self._leaning:
            self.population.levers()[:] = 0.0
            state.teams[:, RIVALRY] = self._rivalry
            self._leaning = False

    def _shift(self, act: Shift, rows: Rows, today: Today) -> None:
        if len(rows) == 0:
            return
        columns = SHORTHAND.get(act.target, (act.target,))
        if columns[0] in LEVER_COLUMNS:
            for column in columns:
                self._lean(rows, column, act.amount)
        elif act.target == "rivalry":
            self._leaning = True
            self.population.state.teams[:, RIVALRY] += act.amount * self._presence(rows)
        elif act.target == "meeting_tone":
            today.meeting_tone += act.amount * self._presence(rows)
        else:
            share = len(rows) / max(int(self.population.active.sum()), 1)
            today.parameters[act.target] = today.parameters.get(act.target, 0.0) + act.amount * share

    def _lean(self, rows: Rows, lever: str, amount: float) -> None:
        self._leaning = True
        self.population.levers()[rows, LEVER_COLUMNS.index(lever)] += amount

    def _presence(self, rows: Rows) -> NDArray[np.float64]:
        """Return the share of each team's people who are among ``rows``."""
        people = self.population
        team, count = people.person("team"), len(people.team_names)
        everyone = np.bincount(team[people.active], minlength=count)
        return np.bincount(team[rows], minlength=count) / np.maximum(everyone, 1)

    def _push(self, act: Push, rows: Rows, day: int, what: str) -> None:
        if act.share < 1.0:
            rows = rows[draws(self._key, rows, day, what) < act.share]
        state = self.population.state
        if act.state == "climate":
            teams = state.teams[:, CLIMATE]
            state.teams[:, CLIMATE] = _stepped(teams, act.gain * self._presence(rows))
            return
        for name in SHORTHAND.get(act.state, (act.state,)):
            column = PERSON_COLUMNS.index(name)
            now = state.people[rows, column]
            moved = now + act.gain if name in ADDITIVE else _stepped(now, act.gain)
            state.people[rows, column] = np.maximum(moved, 0.0) if name == "hardship" else moved

    def _bond(self, act: Bond, rows: Rows, toward: Rows) -> None:
        people = self.population
        ties, state = people.tie_rows, people.state
        a, b = people.tie("a"), people.tie("b")
        near = _is_near(act.near, people.person("team"), a, b)
        from_a = np.isin(a, rows) & np.isin(b, toward) & near
        from_b = np.isin(b, rows) & np.isin(a, toward) & near
        if act.feature == "need":
            state.nature[ties[from_a | from_b], NEED] += np.float32(act.gain)
        elif act.feature in OWN_FEATURES:
            column = TIE_COLUMNS.index(f"{act.feature}_a")
            for side, chosen in enumerate((ties[from_a], ties[from_b])):
                self._step_feature(chosen, column + side, act.gain, capped=act.feature == "trust")
        else:
            self._step_feature(ties[from_a | from_b], TIE_COLUMNS.index(act.feature), act.gain)

    def _step_feature(self, ties: Rows, column: int, gain: float, capped: bool = False) -> None:
        table = self.population.state.ties
        moved = _stepped(table[ties, column], gain)
        if capped and gain > 0.0:
            # Trust lost to deception is not regained by programme either.
            moved = np.maximum(table[ties, column], np.minimum(moved, table[ties, CEILING]))
        table[ties, column] = moved

    def _connect(self, act: Connect, rows: Rows, partners: Rows, what: str) -> None:
        team = self.population.person("team")
        counts = draws(self._key, rows, 0, f"{what}|count")
        for row, u in zip(rows.tolist(), counts.tolist(), strict=True):
            near = _is_near(act.near, team, np.int64(row), partners)
            choice = partners[(partners != row) & near]
            chance = draws(self._key, choice, 0, f"{what}|{row}")
            for other in choice[np.argsort(chance, kind="stable")][: whole(act.count, u)].tolist():
                self.population.connect(row, other, familiarity=act.familiarity, need=act.need)

    def _cut(self, act: Cut, rows: Rows, toward: Rows, what: str) -> None:
        people = self.population
        a, b = people.tie("a").astype(np.int64), people.tie("b").astype(np.int64)
        among = (np.isin(a, rows) & np.isin(b, toward)) | (np.isin(b, rows) & np.isin(a, toward))
        among &= _is_near(act.near, people.person("team"), a, b)
        for left, right in zip(a[among].tolist(), b[among].tolist(), strict=True):
            if draws(self._key, np.array([left]), 0, f"{what}|{right}")[0] < act.share:
                people.cut(left, right)

    def _moves(self, act: Move, rows: Rows, what: str) -> list[tuple[int, int]]:
        u = draws(self._key, rows, 0, what)
        chosen = held_out(rows, u, act.share)
        order = chosen[np.argsort(draws(self._key, chosen, 0, f"{what}|order"), kind="stable")]
        teams = np.roll(self.population.person("team")[order], 1)
        return [(row, team) for row, team in zip(order.tolist(), teams.tolist(), strict=True)]

    def _recognise(self, act: Recognise, rows: Rows, day: int, what: str) -> None:
        people, state = self.population, self.population.state
        sincere = 2.0 * act.sincerity - 1.0
        team, helping = people.person("team"), people.person("helping")
        base = math.floor(act.rate)
        times = base + (draws(self._key, rows, day, f"{what}|giver") < act.rate - base)
        giving = times > 0
        sizes = np.maximum(np.bincount(team[people.active], minlength=len(people.team_names)), 1)
        for giver, count in zip(rows[giving].tolist(), times[giving].tolist(), strict=True):
            for turn in range(count):
                found = self._deserving(giver, helping, day, f"{what}|{giver}|{turn}")
                if found is None:
                    continue
                tie, other = found
                state.people[other, WORTH] = _step(state.people[other, WORTH], act.worth * sincere)
                side = REGARD if other < giver else REGARD + 1
                state.ties[tie, side] = _step(state.ties[tie, side], act.regard * sincere)
                own = int(team[other])
                state.teams[own, CLIMATE] = _step(state.teams[own, CLIMATE], act.climate * sincere / sizes[own])
                passed = people.active & (team == own) & (helping > helping[other])
                passed[[giver, other]] = False
                at = np.flatnonzero(passed)
                state.people[at, WORTH] = _stepped(state.people[at, WORTH], -act.envy)

    def _deserving(self, giver: int, helping: NDArray, day: int, what: str) -> tuple[int, int] | None:
        """Pick one of the giver's ties, in proportion to what the other has helped lately (plus a little)."""
        at = self.population.state.rows[giver]
        start, length = int(at[ROW_START]), int(at[ROW_LENGTH])
        links = self.population.state.links[start : start + length]
        if length == 0:
            return None
        others = links[:, 1].astype(np.int64)
        weight = helping[others] + 0.05
        chosen = int(np.argmin(-np.log(draws(self._key, others, day, what)) / weight))
        return int(links[chosen, 0]), int(others[chosen])

    def _welcome(self, running: Running, index: int, act: Newcomers, joined: Rows, day: int) -> None:
        state = self.population.state
        what = f"{running.name}|{index}"
        taking = joined[draws(self._key, joined, 0, f"{running.name}|adopt") < running.entry.adoption]
        skills = slice(SKILL, SKILL + 4)
        state.people[taking, skills] = np.clip(state.people[taking, skills] + act.skill, 0.0, 1.0)
        state.traits[taking, SOCIABILITY] *= np.float32(np.exp(act.sociability))
        trusted = state.traits[taking, TRUSTWORTHINESS] + np.float32(act.trustworthiness)
        state.traits[taking, TRUSTWORTHINESS] = np.clip(trusted, 0.0, 1.0)
        if act.peers > 0.0:
            peers = Connect(act.peers, familiarity=act.familiarity, near=act.near)
            everyone = np.setdiff1d(running.among("everyone", day), joined)
            self._connect(peers, taking, everyone, what)


def _is_single(act: Primitive) -> bool:
    if isinstance(act, Push | Bond | Meet):
        return act.every == 0
    return isinstance(act, Connect | Cut | Remove | Move)


def _of(act: Primitive) -> str:
    return "everyone" if isinstance(act, Newcomers) else act.of


def _is_near(near: str, team: NDArray, a: NDArray | np.int64, b: NDArray) -> NDArray[np.bool_]:
    if near == "any":
        return np.ones(len(b), dtype=bool)
    return (team[a] == team[b]) == (near == "same_team")


def _stepped(x: NDArray, gain: NDArray | float) -> NDArray[np.float64]:
    """Move 0..1 states by a saturating step, up for a positive gain, down for a negative one.

    A gain of 0 leaves the state as it is, to the last bit.
    """
    gain = np.asarray(gain)
    left = np.exp(-np.abs(gain))
    return np.where(gain == 0.0, x, np.where(gain > 0.0, 1.0 - (1.0 - x) * left, x * left))


def _step(x: float, gain: float) -> float:
    return float(_stepped(np.asarray(x), gain))
