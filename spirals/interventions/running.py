"""One programme under way, with what it remembers; and the order in which programmes are applied."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from spirals.interventions.chance import Lots, Marks, Rows, draws
from spirals.interventions.ground import Ground
from spirals.interventions.groups import Enrolment
from spirals.interventions.meetings import Schedule
from spirals.interventions.practice import Cost, Entry, Practice
from spirals.interventions.primitives import Acts
from spirals.mechanisms.growth import going_well, starting_chance
from spirals.population import Population

IDLE = "did nothing"


class Running:
    """One programme with what it remembers: when it began, whom it enrolled, connected and paid for."""

    def __init__(self, entry: Entry, name: str, population: Population, key: NDArray[np.int64]) -> None:
        self.entry = entry
        self.name = name
        self.by_members = isinstance(entry, Practice) and entry.started_by == "members"
        self.waiting = self.by_members
        self.went_well = 0.0
        self._offered = entry  # as the scenario has it, whenever members began
        self.enrolled = Marks()
        self._connected: dict[int, Marks] = {}
        self._population = population
        self._key = key
        self._groups: dict[str, Enrolment] = {}
        self._schedules: dict[int, Schedule] = {}
        self.place = f"{'interventions' if isinstance(entry, Practice) else 'shocks'}.{name}"
        self.took_part = False
        self._who = Enrolment(entry.who, population, key, f"{name}|who", f"{self.place}.who")
        self._adopts = Lots(key, f"{name}|adopt")
        self._plans: dict[float, Acts] = {}
        self._rows_today: dict[str, Rows] = {}
        self._look_up(entry.acts())

    def _look_up(self, acts: Acts) -> None:
        """Read every word that acts pick people with, so that a name that does not exist is said before the run."""
        for number, act in enumerate(acts, start=1):
            for part in ("of", "toward", "partner"):
                word = getattr(act, part, "group")
                if word != "group" and word not in self._groups:
                    self._groups[word] = self._group(word, f"{self.place}.does[{number}].{part}")

    def _group(self, word: str, place: str) -> Enrolment:
        return Enrolment(word, self._population, self._key, f"{self.name}|{word}", place)

    def idle(self, day: int) -> str:
        """Say why it did nothing until this day; empty if it did something or was not meant to."""
        if self.entry.amount <= 0.0:
            return ""
        if not self.entry.acts() and self.entry.price == Cost():
            why = "it has no acts; list them under does"
        elif self.took_part:
            return ""
        elif self.entry.first_day > day:
            why = f"begins on day {self.entry.first_day}, after the last one, {day}"
        elif self.waiting:
            why = "no member ever began it"
        else:
            why = f"nobody took part; who is {self.entry.who!r}, adoption {self.entry.adoption:g}"
        return f"{self.place} {IDLE}: {why}"

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
                self._groups[who] = self._group(who, self.place)
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

    def has_begun(self, day: int, example: float = 0.0) -> bool:
        """Say whether it is under way; members start it on a day when somebody has the energy and safety.

        Parameters
        ----------
        day
            Working day, 1-based.
        example
            How well the best of members' other practices has gone, 0..1: it can breed this one.
        """
        if not self.waiting:
            if not self._is_over(day):
                return True
            self.waiting, again = True, True
        else:
            again = self.entry is not self._offered
        if not self._may_begin(day):
            return False
        people, p = self._population, self._population.state.p
        rows = self.adopters(self._who.rows(day))
        went_well, of_itself = (self.went_well, 0.0) if again else (example, 1.0)
        energy, safety = people.person("energy")[rows].tolist(), people.person("safety")[rows].tolist()
        teams = len(np.unique(people.person("team")[rows]))
        eager = [
            starting_chance(e, s, of_itself, went_well, teams, p.member_start, p.breeding)
            for e, s in zip(energy, safety, strict=True)
        ]
        if not (draws(self._key, rows, day, f"{self.name}|begin") < np.array(eager)).any():
            return False
        self.entry = self._offered.model_copy(update={"start": day})
        self.waiting = False
        self._plans.clear()
        return True

    def _is_over(self, day: int) -> bool:
        """Say whether members' own practice has come to its end, so that they may begin another."""
        last = self.entry.last_day
        return self.by_members and last is not None and day > last + 1 + self.entry.fade

    def _may_begin(self, day: int) -> bool:
        """Say whether the scenario lets members begin on a day: from its start until its end, if it has one."""
        end = getattr(self._offered, "end", None)
        return day >= self._offered.first_day and (end is None or day <= end)

    def gate(self, rows: Rows, ground: Ground) -> float:
        """Return how far it can work among these people, 0..1: 1 unless it lives on good connections."""
        if not self.entry.needs_quality and not self.by_members:
            return 1.0
        well = self._well(rows, ground)
        if self.by_members:
            self.went_well = well
        return well if self.entry.needs_quality else 1.0

    def _well(self, rows: Rows, ground: Ground) -> float:
        among, _ = ground.between(rows, rows)
        if not among.any():
            return 0.5
        a, b = self._population.quality()
        p = self._population.state.p
        return going_well(float(np.mean((a[among] + b[among]) / 2.0)), p.quality_needed, p.quality_width)


def named(programmes: Sequence[Entry]) -> list[tuple[str, Entry]]:
    """Return the programmes by name in the order in which they are applied, whatever order they came in."""
    named: list[tuple[str, Entry]] = []
    count: dict[str, int] = {}
    for entry in sorted(programmes, key=lambda entry: (entry.label, repr(entry))):
        count[entry.label] = count.get(entry.label, 0) + 1
        again = f"#{count[entry.label]}" if count[entry.label] > 1 else ""
        named.append((entry.label + again, entry))
    return named
