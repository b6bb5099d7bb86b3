"""One programme under way, with what it remembers; and the order in which programmes are applied."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from spirals.interventions.chance import Lots, Marks, Rows, draws
from spirals.interventions.ground import Ground
from spirals.interventions.groups import Enrolment
from spirals.interventions.meetings import Schedule
from spirals.interventions.practice import Entry, Practice
from spirals.interventions.primitives import Acts
from spirals.mechanisms.numbers import logistic
from spirals.population import Population

# Chance per person and day to start a member-started practice, at full energy and full safety (assumption:
# in a team of ten at middling energy and safety somebody does so within about two weeks).
MEMBER_START = 0.04
# Practices that need quality work half at this mean quality of the ties among those taking part, hardly at
# all .15 below it, fully .15 above it (assumption; "these tactics won't work with lower-quality
# relationships", grow-through-connections).
GATE_MIDDLE, GATE_WIDTH = 0.5, 0.05


class Running:
    """One programme with what it remembers: when it began, whom it enrolled, connected and paid for."""

    def __init__(self, entry: Entry, name: str, population: Population, key: NDArray[np.int64]) -> None:
        self.entry = entry
        self.name = name
        self.waiting = isinstance(entry, Practice) and entry.started_by == "members"
        self.enrolled = Marks()
        self._connected: dict[int, Marks] = {}
        self._population = population
        self._key = key
        self._groups: dict[str, Enrolment] = {}
        self._schedules: dict[int, Schedule] = {}
        self._who = Enrolment(entry.who, population, key, f"{name}|who")
        self._adopts = Lots(key, f"{name}|adopt")
        self._plans: dict[float, Acts] = {}
        self._rows_today: dict[str, Rows] = {}

    def wake(self) -> None:
        """Forget who was whom: people may have come, gone or moved since."""
        self._rows_today.clear()

    def participants(self, day: int) -> Rows:
        """Return who takes part today: those picked who adopt it."""
        return self.adopters(self._who.rows(day))

    def adopters(self, rows: Rows) -> Rows:
        """Return those of the rows who take the practice up, the same people every day."""
        share = self.entry.adoption
        return rows if share >= 1.0 else rows[self._adopts.of(rows) < share]

    def among(self, who: str, day: int) -> Rows:
        """Return everybody whom a word used inside the practice picks."""
        if who not in self._rows_today:
            if who not in self._groups:
                self._groups[who] = Enrolment(who, self._population, self._key, f"{self.name}|{who}")
            self._rows_today[who] = self._groups[who].rows(day)
        return self._rows_today[who]

    def plan(self, dose: float) -> Acts:
        """Return what the practice does at a dose; kept, as the dose is mostly that of yesterday."""
        if dose not in self._plans:
            if len(self._plans) > 8:
                self._plans.clear()
            self._plans[dose] = self.entry.plan(dose)
        return self._plans[dose]

    def schedule(self, index: int) -> Schedule:
        """Return the schedule of the act at this place in the plan."""
        if index not in self._schedules:
            self._schedules[index] = Schedule(self._population, self._key, f"{self.name}|{index}")
        return self._schedules[index]

    def connected(self, index: int) -> Marks:
        """Return to whom the act at this place in the plan has given ties."""
        return self._connected.setdefault(index, Marks())

    def has_begun(self, day: int) -> bool:
        """Say whether it is under way; members start it on a day when somebody has the energy and safety."""
        if not self.waiting:
            return True
        if not self.entry.on(day):
            return False
        rows, people = self.participants(day), self._population
        eager = MEMBER_START * people.person("energy")[rows] * people.person("safety")[rows]
        if not (draws(self._key, rows, day, f"{self.name}|begin") < eager).any():
            return False
        self.entry = self.entry.model_copy(update={"start": day})
        self.waiting = False
        self._plans.clear()
        return True

    def gate(self, rows: Rows, ground: Ground) -> float:
        """Return how far it can work among these people, 0..1: 1 unless it lives on good connections."""
        if not self.entry.needs_quality:
            return 1.0
        among, _ = ground.between(rows, rows)
        if not among.any():
            return 0.5
        a, b = self._population.quality()
        quality = float(np.mean((a[among] + b[among]) / 2.0))
        return logistic((quality - GATE_MIDDLE) / GATE_WIDTH)


def named(programmes: Sequence[Entry]) -> list[tuple[str, Entry]]:
    """Return the programmes by name in the order in which they are applied, whatever order they came in."""
    named: list[tuple[str, Entry]] = []
    count: dict[str, int] = {}
    for entry in sorted(programmes, key=lambda entry: (entry.label, repr(entry))):
        count[entry.label] = count.get(entry.label, 0) + 1
        again = f"#{count[entry.label]}" if count[entry.label] > 1 else ""
        named.append((entry.label + again, entry))
    return named
