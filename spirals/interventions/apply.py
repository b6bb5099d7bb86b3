"""Practices at work: the one place where they touch the population.

Each morning :meth:`Schedule.morning` sets the levers, lets the acts of the day happen and returns what else the day
owes the practices.  Practices are taken in the order of their names, so their order in a scenario file does not
matter, and every choice is a keyed draw, so a practice at dose 0 leaves everything as if it were absent, bit for bit.
"""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from spirals.interventions.adversity import betray, strike
from spirals.interventions.day_plan import DayPlan, Spent, without
from spirals.interventions.draws import Rows, draws, held_out, whole
from spirals.interventions.population_view import PopulationView, is_near
from spirals.interventions.practice import Entry
from spirals.interventions.primitives import (
    Blow,
    Breach,
    Connect,
    Cut,
    Meet,
    Move,
    Newcomers,
    Primitive,
    Recognise,
    Rely,
    Remove,
    Shift,
    Teach,
)
from spirals.interventions.recognition import recognise
from spirals.interventions.running import ActivePractice, named
from spirals.interventions.timing import is_occasion
from spirals.interventions.who import PARTNERS
from spirals.mechanisms.practices import skill_taught
from spirals.population import (
    CONTEST,
    INTERDEPENDENCE,
    LEVER_ATTENTION,
    LEVER_COLUMNS,
    LEVER_DEVICES,
    LEVER_VOICE,
    RIVALRY,
    SKILL_ENABLE,
    SKILL_OWN,
    SKILL_RESPECT,
    SOCIABILITY,
    TRUSTWORTHINESS,
    Population,
)

SKILLS = {"respect": SKILL_RESPECT, "enable": SKILL_ENABLE}
# What participants' own time is a share of.
WORKING_HOURS = 8.0


class Schedule:
    """The practices and shocks of one run.

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
        If a practice names a team, site or person that does not exist.
    """

    def __init__(self, programmes: Sequence[Entry], population: Population, key: NDArray[np.int64]) -> None:
        self.population = population
        self.entries = tuple(programmes)
        self._key = key
        self._rivalry: NDArray[np.float64] | None = None
        self._last_blow = -math.inf
        self._view = PopulationView(population)
        self._practices = [ActivePractice(entry, name, population, key) for name, entry in named(programmes)]

    def morning(self, day: int) -> DayPlan:
        """Set today's levers, let today's acts happen and return what else the day owes the practices.

        Parameters
        ----------
        day
            The working day about to run, 1-based.
        """
        plan = DayPlan()
        self._clear()
        self._look()
        if any(practice.strikes and practice.entry.on(day) for practice in self._practices):
            self._last_blow = day
        for practice in self._practices:
            self._run(practice, day, plan)
        if plan.leavers:
            plan.meetings = without(plan.meetings, plan.leavers)
        self._hold_within_bounds()
        return plan

    def _hold_within_bounds(self) -> None:
        state = self.population.state
        if len(state.levers):
            for column in (LEVER_VOICE, LEVER_ATTENTION):
                np.clip(state.levers[:, column], 0.0, 1.0, out=state.levers[:, column])
            np.maximum(state.levers[:, LEVER_DEVICES], 0.0, out=state.levers[:, LEVER_DEVICES])
        # at most as far below nothing as scarce posts raise it
        below = state.teams[:, RIVALRY] < -state.teams[:, CONTEST]
        state.teams[below, RIVALRY] = -state.teams[below, CONTEST]

    def welcome(self, rows: Sequence[int], day: int) -> None:
        """Change how newcomers start, by the practices in force on the day they join.

        Parameters
        ----------
        rows
            People who joined today; they are already part of the population.
        day
            Working day, 1-based.
        """
        joined = np.asarray(rows, dtype=np.int64)
        self._look()
        for practice in self._practices:
            entry = practice.entry
            if practice.waiting or not entry.on(day):
                continue
            for index, act in enumerate(entry.plan(entry.amount * entry.strength(day))):
                if isinstance(act, Newcomers):
                    self._welcome(practice, index, act, joined, day)

    def took_part(self, label: str) -> Rows:
        """Return everybody who has taken part in practices of this label so far."""
        marked = [practice.enrolled.marked for practice in self._practices if practice.entry.label == label]
        return np.unique(np.concatenate(marked)) if marked else np.zeros(0, dtype=np.int64)

    def idle(self, day: int) -> list[str]:
        """Say which practices did nothing until this day, and why; what has dose 0 was not meant to."""
        return [why for practice in self._practices if (why := practice.idle(day))]

    def _look(self) -> None:
        """See the population anew: people come, go and move between one morning and the next."""
        self._view = PopulationView(self.population)
        for practice in self._practices:
            practice.wake()

    # --- one practice on one day ------------------------------------------------------------------

    def _run(self, practice: ActivePractice, day: int, plan: DayPlan) -> None:
        if practice.entry.amount <= 0.0 or not practice.has_begun(day, self._example(practice)):
            return
        entry = practice.entry
        if day == entry.first_day:
            plan.begun.append(practice.name)
        if entry.last_day is not None and day == entry.last_day + 1:
            plan.ended.append(practice.name)
        dose = entry.amount * entry.strength(day)
        if dose <= 0.0:
            return
        if entry.needs_a_blow and day - self._last_blow > self.population.state.p.aftermath:
            return
        practice.had_occasion = True
        rows = practice.participants(day)
        practice.took_part |= len(rows) > 0
        practice.note_how_it_goes(rows, self._view)
        held = len(plan.meetings)
        for index, act in enumerate(practice.plan(dose)):
            # What happens once happens in full, whatever the ramp.
            full = practice.plan(entry.amount)[index] if _is_single(act) else act
            self._act(practice, index, full, rows, day, plan)
        if entry.on(day):
            self._count(practice, dose, rows, held, day, plan)

    def _example(self, of: ActivePractice) -> float:
        """Return how well the best of members' other practices is going or has gone, 0..1."""
        others = (practice.went_well for practice in self._practices if practice.by_members and practice is not of)
        return max(others, default=0.0)

    def _count(self, practice: ActivePractice, dose: float, rows: Rows, held: int, day: int, plan: DayPlan) -> None:
        meetings = plan.meetings[held:]
        price = practice.entry.price
        new = practice.enrolled.fresh(rows)
        own_time = dose * price.hours_per_person_day
        if own_time > 0.0:
            self._lean(rows, "demand", own_time / WORKING_HOURS)
        hours = sum(meeting.minutes * len(meeting.members) for meeting in meetings) / 60.0
        plan.spent.append(
            Spent(
                programme=practice.name,
                people=len(rows),
                hours=hours + own_time * len(rows),
                facilitator_hours=dose * price.facilitator_hours_per_day
                + dose * price.facilitator_hours_per_person_day * len(rows)
                + price.facilitator_hours_per_meeting * len(meetings),
                money=dose * price.money_per_person_day * len(rows)
                + price.money_per_meeting * len(meetings)
                + practice.entry.amount * price.money_per_person * len(new),
            )
        )

    # --- the acts -----------------------------------------------------------------------------------

    def _act(self, practice: ActivePractice, index: int, act: Primitive, rows: Rows, day: int, plan: DayPlan) -> None:
        entry = practice.entry
        own = self._taking_part(practice, _of(act), rows, day)
        if isinstance(act, Shift):
            self._shift(act, own, plan)
            return
        if not entry.on(day):
            return
        what = f"{practice.name}|{index}"
        if isinstance(act, (Teach, Meet, Blow, Breach)):
            if isinstance(act, Meet) and act.every == 0:
                own = practice.once(index).fresh(own)
            elif not is_occasion(day, entry.first_day, act.every):
                return
            self._on_occasion(act, own, practice, index, day, plan)
        elif isinstance(act, Connect):
            fresh = practice.once(index).fresh(own)
            self._connect(act, fresh, practice.among(act.partner, day), what)
        elif isinstance(act, Recognise):
            recognise(self._key, self._view, act, own, day, what)
        elif day == entry.first_day:
            self._upheaval(act, own, practice, day, what, plan)

    def _taking_part(self, practice: ActivePractice, of: str, rows: Rows, day: int) -> Rows:
        """Return whom an act is about: some of those who take part, or the partners given to them."""
        if of == "everyone":
            return rows
        picked = practice.among(of, day)
        return picked if of == PARTNERS else rows[self._view.mask(picked)[rows]]

    def _on_occasion(
        self,
        act: Teach | Meet | Blow | Breach,
        own: Rows,
        practice: ActivePractice,
        index: int,
        day: int,
        plan: DayPlan,
    ) -> None:
        what = f"{practice.name}|{index}"
        if isinstance(act, Teach):
            self._teach(act, own)
        elif isinstance(act, Meet):
            partners = None if act.partner == "group" else practice.among(act.partner, day)
            plan.meetings += practice.series(act).meetings(act, own, partners, day, practice.participants(day))
        elif isinstance(act, Blow):
            strike(self._key, self._view, act, own, day, what)
        else:
            chosen = self._view.between(own, practice.among(act.by, day), act.near)
            betray(self._key, self._view, chosen, act.share, day, what)

    def _upheaval(
        self, act: Primitive, own: Rows, practice: ActivePractice, day: int, what: str, plan: DayPlan
    ) -> None:
        """Let happen what happens once, on the first day."""
        if isinstance(act, Cut):
            self._cut(act, own, practice.among(act.toward, day), what)
        elif isinstance(act, Rely):
            self._rely(act, own, practice.among(act.toward, day))
        elif isinstance(act, Remove):
            plan.leavers += held_out(own, draws(self._key, self.population.lanes(own), 0, what), act.share).tolist()
        elif isinstance(act, Move):
            plan.moves += self._moves(act, own, what)

    def _clear(self) -> None:
        """Take back yesterday's levers."""
        state = self.population.state
        if self._rivalry is None:
            self._rivalry = state.teams[:, RIVALRY].copy()
        state.levers[:] = 0.0
        state.teams[:, RIVALRY] = self._rivalry

    def _shift(self, act: Shift, rows: Rows, plan: DayPlan) -> None:
        if len(rows) == 0:
            return
        if act.target in LEVER_COLUMNS:
            self._lean(rows, act.target, act.amount)
        elif act.target == "rivalry":
            self.population.state.teams[:, RIVALRY] += act.amount * self._view.presence(rows)
        else:
            share = len(rows) / max(self._view.count, 1)
            plan.parameters[act.target] = plan.parameters.get(act.target, 0.0) + act.amount * share

    def _lean(self, rows: Rows, lever: str, amount: float) -> None:
        self.population.levers()[rows, LEVER_COLUMNS.index(lever)] += amount

    def _teach(self, act: Teach, rows: Rows) -> None:
        state, column = self.population.state, SKILLS[act.skill]
        for row in rows.tolist():
            now = float(state.people[row, column])
            state.people[row, column] = skill_taught(now, act.hours, state.p.teaching, state.p.teaching_ceiling)

    def _rely(self, act: Rely, rows: Rows, toward: Rows) -> None:
        from_a, from_b = self._view.between(rows, toward, act.near)
        ties, nature = self._view.ties[0][from_a | from_b], self.population.state.nature
        nature[ties, INTERDEPENDENCE] = np.maximum(nature[ties, INTERDEPENDENCE] + np.float32(act.amount), 0.0)

    def _connect(self, act: Connect, rows: Rows, partners: Rows, what: str) -> None:
        if len(rows) == 0:
            return
        team = self._view.team
        lanes = self.population.lanes
        counts = draws(self._key, lanes(rows), 0, f"{what}|count")
        for row, lane, u in zip(rows.tolist(), lanes(rows).tolist(), counts.tolist(), strict=True):
            near = is_near(act.near, team, np.int64(row), partners)
            choice = partners[(partners != row) & near]
            chance = draws(self._key, lanes(choice), 0, f"{what}|{lane}")
            for other in choice[np.argsort(chance, kind="stable")][: whole(act.count, u)].tolist():
                self.population.connect(row, other, familiarity=act.familiarity)
        self._view.forget_ties()

    def _cut(self, act: Cut, rows: Rows, toward: Rows, what: str) -> None:
        _, a, b = self._view.ties
        from_a, from_b = self._view.between(rows, toward, act.near)
        among = from_a | from_b
        for left, right in zip(a[among].tolist(), b[among].tolist(), strict=True):
            one, other = self.population.lanes(np.array([left, right])).tolist()
            if draws(self._key, np.array([one]), 0, f"{what}|{other}")[0] < act.share:
                self.population.cut(left, right)
        self._view.forget_ties()

    def _moves(self, act: Move, rows: Rows, what: str) -> list[tuple[int, int]]:
        lanes = self.population.lanes
        chosen = held_out(rows, draws(self._key, lanes(rows), 0, what), act.share)
        order = chosen[np.argsort(draws(self._key, lanes(chosen), 0, f"{what}|order"), kind="stable")]
        teams = np.roll(self.population.person("team")[order], 1)
        return [(row, team) for row, team in zip(order.tolist(), teams.tolist(), strict=True)]

    def _welcome(self, practice: ActivePractice, index: int, act: Newcomers, joined: Rows, day: int) -> None:
        state = self.population.state
        what = f"{practice.name}|{index}"
        taking = practice.adopters(joined)
        for skill in (SKILL_RESPECT, SKILL_ENABLE):
            state.people[taking, skill] = np.clip(state.people[taking, skill] + act.skill, 0.0, 1.0)
        state.traits[taking, SKILL_OWN] += np.float32(act.skill)
        state.traits[taking, SOCIABILITY] *= np.float32(np.exp(act.sociability))
        trusted = state.traits[taking, TRUSTWORTHINESS] + np.float32(act.trustworthiness)
        state.traits[taking, TRUSTWORTHINESS] = np.clip(trusted, 0.0, 1.0)
        if act.peers > 0.0:
            peers = Connect(act.peers, familiarity=act.familiarity, near=act.near)
            everyone = np.setdiff1d(practice.among("everyone", day), joined)
            self._connect(peers, taking, everyone, what)


def _is_single(act: Primitive) -> bool:
    if isinstance(act, (Teach, Meet, Blow, Breach)):
        return act.every == 0
    return isinstance(act, (Connect, Cut, Remove, Move, Rely))


def _of(act: Primitive) -> str:
    return "everyone" if isinstance(act, Newcomers) else act.of
