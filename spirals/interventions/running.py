"""One practice under way, with what it remembers; and the order in which practices are applied."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from spirals.interventions.draws import OncePerPerson, PersistentDraws, Rows, draws, mask_of
from spirals.interventions.meetings import MeetingSeries
from spirals.interventions.population_view import PopulationView
from spirals.interventions.practice import Cost, Entry, Practice
from spirals.interventions.primitives import Acts, Blow, Meet
from spirals.interventions.selection import Selection
from spirals.interventions.who import PARTNERS
from spirals.mechanisms.practices import going_well
from spirals.mechanisms.slow import starting_chance
from spirals.population import Population

IDLE = "did nothing"


class ActivePractice:
    """One practice with what it remembers: when it began, whom it enrolled, brought together and paid for."""

    def __init__(self, entry: Entry, name: str, population: Population, key: NDArray[np.int64]) -> None:
        self.entry = entry
        self.name = name
        self.by_members = isinstance(entry, Practice) and entry.started_by == "members"
        self.waiting = self.by_members
        self.went_well = 0.0
        self._offered = entry  # as the scenario has it, whenever members began
        self.enrolled = OncePerPerson()
        self._once: dict[int, OncePerPerson] = {}
        self._population = population
        self._key = key
        self._groups: dict[str, Selection] = {}
        self._series: dict[tuple[object, ...], MeetingSeries] = {}
        self.place = f"{'interventions' if isinstance(entry, Practice) else 'shocks'}.{name}"
        self.took_part = False
        self.had_occasion = False
        self._who = Selection(entry.who, population, key, f"{name}|who", f"{self.place}.who")
        self._adopts = PersistentDraws(population, key, f"{name}|adopt")
        self._plans: dict[float, Acts] = {}
        self._rows_today: dict[str, Rows] = {}
        self._look_up(entry.acts())

    def _look_up(self, acts: Acts) -> None:
        """Read every word that acts pick people with, so that a name that does not exist is said before the run."""
        for number, act in enumerate(acts, start=1):
            for part in ("of", "toward", "partner", "by"):
                word = getattr(act, part, "group")
                if word not in ("group", PARTNERS) and word not in self._groups:
                    self._groups[word] = self._group(word, f"{self.place}.does[{number}].{part}")

    def _group(self, word: str, place: str) -> Selection:
        return Selection(word, self._population, self._key, f"{self.name}|{word}", place)

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
        elif self.entry.needs_a_blow and not self.had_occasion:
            why = "nothing struck the organisation, so there was no occasion for it"
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
        if who == PARTNERS:
            return self._partners(day)
        if who not in self._rows_today:
            if who not in self._groups:
                self._groups[who] = self._group(who, self.place)
            self._rows_today[who] = self._groups[who].rows(day)
        return self._rows_today[who]

    def _partners(self, day: int) -> Rows:
        """Return those whom lasting pairs have given to somebody who takes part today."""
        here = mask_of(self.participants(day), self._population.size)
        given = [series.partners(here) for series in self._series.values()]
        found = np.unique(np.concatenate(given)) if given else np.zeros(0, dtype=np.int64)
        return found[self._population.active[found]]

    def plan(self, dose: float) -> Acts:
        """Return what the practice does at a dose; kept, as the dose is mostly that of yesterday."""
        if dose not in self._plans:
            if len(self._plans) > 8:
                self._plans.clear()
            self._plans[dose] = self.entry.plan(dose)
        return self._plans[dose]

    def series(self, act: Meet) -> MeetingSeries:
        """Return the series of meetings of an act; acts that bring the same people together share it."""
        who = (act.shape, act.size, act.of, act.partner, act.near, act.peers, act.lasting)
        if who not in self._series:
            what = f"{self.name}|{len(self._series)}"
            self._series[who] = MeetingSeries(self._population, self._key, what)
        return self._series[who]

    def once(self, index: int) -> OncePerPerson:
        """Return to whom the act at this place in the plan, which happens once for each person, has happened."""
        return self._once.setdefault(index, OncePerPerson())

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
        if not (draws(self._key, people.lanes(rows), day, f"{self.name}|begin") < np.array(eager)).any():
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

    @property
    def strikes(self) -> bool:
        """Say whether it is a shock, or a practice that strikes people: an occasion for crisis leadership."""
        shock = not isinstance(self.entry, Practice)
        return self.entry.amount > 0.0 and (shock or any(isinstance(act, Blow) for act in self.entry.acts()))

    def note_how_it_goes(self, rows: Rows, view: PopulationView) -> None:
        """Remember how well a members' practice goes: by the quality of the ties among those taking part."""
        if not self.by_members:
            return
        among, _ = view.between(rows, rows)
        if not among.any():
            self.went_well = 0.5
            return
        a, b = self._population.quality()
        p = self._population.state.p
        self.went_well = going_well(float(np.mean((a[among] + b[among]) / 2.0)), p.quality_needed, p.quality_width)


def named(programmes: Sequence[Entry]) -> list[tuple[str, Entry]]:
    """Return the practices by name in the order in which they are applied, whatever order they came in.

    Of the same practice the earlier comes first: one that is added later leaves the numbers, and so the chance, of
    those before it as they were.
    """
    named: list[tuple[str, Entry]] = []
    count: dict[str, int] = {}
    for entry in sorted(programmes, key=lambda entry: (entry.label, entry.first_day, repr(entry))):
        count[entry.label] = count.get(entry.label, 0) + 1
        again = f"#{count[entry.label]}" if count[entry.label] > 1 else ""
        named.append((entry.label + again, entry))
    return named
