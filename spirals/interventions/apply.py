"""Programmes at work: the one place where practices touch the population.

Each morning :meth:`Agenda.morning` sets the levers, makes the pushes and returns what the day owes the
programmes.  Programmes are taken in the order of their names, so their order in a scenario file does not
matter, and every choice is a keyed draw, so a programme at dose 0 leaves everything as if it were absent, bit
for bit.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from spirals.interventions.chance import Rows, draws, held_out, whole
from spirals.interventions.ground import Ground, is_near, stepped
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
from spirals.interventions.recognition import recognise
from spirals.interventions.running import Running, named
from spirals.interventions.timing import is_occasion
from spirals.interventions.today import Spent, Today, without
from spirals.population import (
    CEILING,
    CLIMATE,
    CONTEST,
    LEVER_COLUMNS,
    LEVER_VOICE,
    NEED,
    PERSON_COLUMNS,
    RIVALRY,
    SKILL,
    SOCIABILITY,
    TIE_COLUMNS,
    TRUSTWORTHINESS,
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
        self._ground = Ground(population)
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
        self._look()
        for running in self._running:
            self._run(running, day, today)
        if today.leavers:
            today.meetings = without(today.meetings, today.leavers)
        if self._leaning:
            levers = self.population.levers()
            np.clip(levers[:, LEVER_VOICE], 0.0, 1.0, out=levers[:, LEVER_VOICE])
            teams = self.population.state.teams
            # at most as far below nothing as scarce posts raise it
            np.maximum(teams[:, RIVALRY], -teams[:, CONTEST], out=teams[:, RIVALRY])
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
        self._look()
        for running in self._running:
            entry = running.entry
            if running.waiting or not entry.on(day):
                continue
            for index, act in enumerate(entry.plan(entry.amount * entry.strength(day))):
                if isinstance(act, Newcomers):
                    self._welcome(running, index, act, joined, day)

    def idle(self, day: int) -> list[str]:
        """Say which programmes did nothing until this day, and why; what has dose 0 was not meant to."""
        return [why for running in self._running if (why := running.idle(day))]

    def _look(self) -> None:
        """See the population anew: people come, go and move between one morning and the next."""
        self._ground = Ground(self.population)
        for running in self._running:
            running.wake()

    # --- one programme on one day ------------------------------------------------------------------

    def _run(self, running: Running, day: int, today: Today) -> None:
        if running.entry.amount <= 0.0 or not running.has_begun(day, self._example(running)):
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
        running.took_part |= len(rows) > 0
        gate = running.gate(rows, self._ground)
        held = len(today.meetings)
        for index, act in enumerate(running.plan(dose * gate)):
            # What happens once happens in full, whatever the ramp.
            full = running.plan(entry.amount * gate)[index] if _is_single(act) else act
            self._act(running, index, full, rows, day, today)
        if entry.on(day):
            self._count(running, dose, rows, held, day, today)

    def _example(self, of: Running) -> float:
        """Return how well the best of members' other practices is going or has gone, 0..1."""
        others = (running.went_well for running in self._running if running.by_members and running is not of)
        return max(others, default=0.0)

    def _count(self, running: Running, dose: float, rows: Rows, held: int, day: int, today: Today) -> None:
        meetings = today.meetings[held:]
        price = running.entry.price
        new = running.enrolled.fresh(rows)
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
        of = _of(act)
        own = rows if of == "everyone" else rows[self._ground.mask(running.among(of, day))[rows]]
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
            fresh = running.connected(index).fresh(own)
            self._connect(act, fresh, running.among(act.partner, day), what)
        elif isinstance(act, Recognise):
            recognise(self._key, self._ground, act, own, day, what)
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
            self.population.state.teams[:, RIVALRY] += act.amount * self._ground.presence(rows)
        elif act.target == "meeting_tone":
            today.meeting_tone += act.amount * self._ground.presence(rows)
        else:
            share = len(rows) / max(self._ground.count, 1)
            today.parameters[act.target] = today.parameters.get(act.target, 0.0) + act.amount * share

    def _lean(self, rows: Rows, lever: str, amount: float) -> None:
        self._leaning = True
        self.population.levers()[rows, LEVER_COLUMNS.index(lever)] += amount

    def _push(self, act: Push, rows: Rows, day: int, what: str) -> None:
        if act.share < 1.0:
            rows = rows[draws(self._key, rows, day, what) < act.share]
        state = self.population.state
        if act.state == "climate":
            teams = state.teams[:, CLIMATE]
            state.teams[:, CLIMATE] = stepped(teams, act.gain * self._ground.presence(rows))
            return
        for name in SHORTHAND.get(act.state, (act.state,)):
            column = PERSON_COLUMNS.index(name)
            now = state.people[rows, column]
            moved = now + act.gain if name in ADDITIVE else stepped(now, act.gain)
            state.people[rows, column] = np.maximum(moved, 0.0) if name == "hardship" else moved

    def _bond(self, act: Bond, rows: Rows, toward: Rows) -> None:
        state, (ties, _, _) = self.population.state, self._ground.ties
        from_a, from_b = self._ground.between(rows, toward, act.near)
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
        moved = stepped(table[ties, column], gain)
        if capped and gain > 0.0:
            # Trust lost to deception is not regained by programme either.
            moved = np.maximum(table[ties, column], np.minimum(moved, table[ties, CEILING]))
        table[ties, column] = moved

    def _connect(self, act: Connect, rows: Rows, partners: Rows, what: str) -> None:
        if len(rows) == 0:
            return
        team = self._ground.team
        counts = draws(self._key, rows, 0, f"{what}|count")
        for row, u in zip(rows.tolist(), counts.tolist(), strict=True):
            near = is_near(act.near, team, np.int64(row), partners)
            choice = partners[(partners != row) & near]
            chance = draws(self._key, choice, 0, f"{what}|{row}")
            for other in choice[np.argsort(chance, kind="stable")][: whole(act.count, u)].tolist():
                self.population.connect(row, other, familiarity=act.familiarity, need=act.need)
        self._ground.forget_ties()

    def _cut(self, act: Cut, rows: Rows, toward: Rows, what: str) -> None:
        _, a, b = self._ground.ties
        from_a, from_b = self._ground.between(rows, toward, act.near)
        among = from_a | from_b
        for left, right in zip(a[among].tolist(), b[among].tolist(), strict=True):
            if draws(self._key, np.array([left]), 0, f"{what}|{right}")[0] < act.share:
                self.population.cut(left, right)
        self._ground.forget_ties()

    def _moves(self, act: Move, rows: Rows, what: str) -> list[tuple[int, int]]:
        u = draws(self._key, rows, 0, what)
        chosen = held_out(rows, u, act.share)
        order = chosen[np.argsort(draws(self._key, chosen, 0, f"{what}|order"), kind="stable")]
        teams = np.roll(self.population.person("team")[order], 1)
        return [(row, team) for row, team in zip(order.tolist(), teams.tolist(), strict=True)]

    def _welcome(self, running: Running, index: int, act: Newcomers, joined: Rows, day: int) -> None:
        state = self.population.state
        what = f"{running.name}|{index}"
        taking = running.adopters(joined)
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
    if isinstance(act, (Push, Bond, Meet)):
        return act.every == 0
    return isinstance(act, (Connect, Cut, Remove, Move))


def _of(act: Primitive) -> str:
    return "everyone" if isinstance(act, Newcomers) else act.of
