"""The store: rows for people and ties that grow, with tidy access by name."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
from numpy.typing import NDArray

from spirals.errors import InputError
from spirals.parameters import nearest
from spirals.population.arrays import blank
from spirals.population.columns import (
    ACTIVE,
    DAY,
    DEED_COLUMNS,
    END_A,
    FAMILIARITY,
    INTERDEPENDENCE,
    LANE,
    LAST_MET,
    LEVER_COLUMNS,
    LOG_COLUMNS,
    LOGGED,
    N_MEETINGS,
    N_PEOPLE,
    N_SITES,
    N_TEAMS,
    N_TIES,
    NATURE_COLUMNS,
    PERSON_COLUMNS,
    PLACE_COLUMNS,
    REGARD,
    ROW_START,
    SITE,
    SLOTS,
    TEAM,
    TEAM_COLUMNS,
    TEAM_LANE,
    TIE_COLUMNS,
    TIE_TRUST,
    TRAIT_COLUMNS,
)
from spirals.population.growth import (
    new_ties_in_a_day,
    room_on_list,
    with_first_lists,
    with_list,
    with_longer_list,
    with_new_ties,
    with_people,
    with_room_on_lists,
    with_ties,
)
from spirals.population.state import State
from spirals.streams import lanes_of, newcomers_from

_TEAMS_FROM = 1 << 31  # lanes of teams, apart from people's


class Population:
    """All people and ties of one organisation.

    Parameters
    ----------
    ids, team_names, site_names
        Names of people, teams and sites; people, teams and sites are numbered in this order.
    team, site, level
        Each person's team, site and level as numbers, shape (people,).
    key
        The run's random key (see ``streams.run_key``).
    parameters
        The run's ``ParameterSet``.
    extra
        Further columns of the people file, kept.
    """

    def __init__(
        self,
        ids: list[str],
        team_names: list[str],
        site_names: list[str],
        team: NDArray[np.int64],
        site: NDArray[np.int64],
        level: NDArray[np.int64],
        key: NDArray[np.int64],
        parameters: Any,
        extra: dict[str, list[Any]] | None = None,
    ) -> None:
        self.ids = list(ids)
        self.team_names = list(team_names)
        self.site_names = list(site_names)
        self.extra = dict(extra or {})
        self._row_of: dict[str, int] | None = None
        self._grouped = False
        self.left: dict[int, int] = {}  # the day on which somebody in a row left
        self.handle: object = None  # what the compiled engine keeps of the arrays
        self._make_tie: Callable[[Population, int, int], int] | None = None
        self._cut_tie: Callable[[State, int], None] | None = None
        n = len(self.ids)
        sites = len(site_names) if len(site_names) > 1 else 0  # one site is the list of all
        self.state = blank(n, 0, 0, len(team_names), sites, key, parameters)
        place = self.state.place
        place[:n, TEAM], place[:n, SITE], place[:n, PLACE_COLUMNS.index("level")] = team, site, level
        place[:n, ACTIVE] = 1
        place[:n, LANE] = lanes = lanes_of(self.ids)
        self._next_lane = newcomers_from(lanes)
        self.state.teams[:, TEAM_LANE] = _TEAMS_FROM + lanes_of(self.team_names)
        self.state.counts[N_PEOPLE] = n

    # --- reading -----------------------------------------------------------------------------------
    @property
    def size(self) -> int:
        """Number of people who ever belonged."""
        return int(self.state.counts[N_PEOPLE])

    @property
    def day(self) -> int:
        """Number of working days begun."""
        return int(self.state.counts[DAY])

    @property
    def active(self) -> NDArray[np.bool_]:
        """Who belongs now, shape (size,)."""
        return self.state.place[: self.size, ACTIVE] == 1

    @property
    def rows(self) -> NDArray[np.int64]:
        """Rows of the people who belong now."""
        return np.flatnonzero(self.active)

    def row(self, identity: str) -> int:
        """Return the row of a person by id; raises ``InputError`` for an unknown one."""
        if self._row_of is None or len(self._row_of) != len(self.ids):
            self._row_of = {name: row for row, name in enumerate(self.ids)}
        try:
            return self._row_of[identity]
        except KeyError:
            raise InputError(f"nobody has the id '{identity}'; ids are text, as in the people file") from None

    def lanes(self, rows: NDArray[np.int64]) -> NDArray[np.int64]:
        """Return the lanes that key the random numbers of the people in these rows."""
        return self.state.place[rows, LANE].astype(np.int64)

    def person(self, name: str) -> NDArray[Any]:
        """Return one column over all rows ever used: a state, trait, place or lever, shape (size,).

        States, places and levers are views that may be written to.
        """
        n = self.size
        s = self.state
        for columns, array in (
            (PERSON_COLUMNS, s.people),
            (TRAIT_COLUMNS, s.traits),
            (PLACE_COLUMNS, s.place),
            (LEVER_COLUMNS, s.levers),
        ):
            if name in columns:
                if array is s.levers and len(s.levers) == 0:
                    return _read_only(np.zeros(n))
                return array[:n, columns.index(name)]
        raise _unknown(name, (*PERSON_COLUMNS, *TRAIT_COLUMNS, *PLACE_COLUMNS, *LEVER_COLUMNS))

    def deed(self, name: str) -> NDArray[np.float32]:
        """Return the slow daily mean of something people did or met with (a view), shape (size,)."""
        return self.state.recent[: self.size, _place(name, DEED_COLUMNS)]

    def team(self, name: str) -> NDArray[np.float64]:
        """Return one column over teams (a view), shape (teams,)."""
        return self.state.teams[:, _place(name, TEAM_COLUMNS)]

    @property
    def tie_rows(self) -> NDArray[np.int64]:
        """Rows of living ties."""
        return np.flatnonzero(self.state.ends[: self.state.counts[N_TIES], END_A] >= 0)

    def tie(self, name: str) -> NDArray[Any]:
        """Return one column over living ties (a copy): a state, something drawn once, or ``a``, ``b``, ``last_met``."""
        rows = self.tie_rows
        if name in TIE_COLUMNS:
            return _read_only(self.state.ties[rows, TIE_COLUMNS.index(name)].astype(float))
        if name in NATURE_COLUMNS:
            return _read_only(self.state.nature[rows, NATURE_COLUMNS.index(name)].astype(float))
        ends = {"a": END_A, "b": END_A + 1, "last_met": LAST_MET}
        if name not in ends:
            raise _unknown(name, (*TIE_COLUMNS, *NATURE_COLUMNS, *ends))
        return _read_only(self.state.ends[rows, ends[name]].astype(np.int64))

    def quality(self) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
        """Return each living tie's quality as side a and as side b has it."""
        used = int(self.state.counts[N_TIES])
        feature = self.state.ties[:used].T
        shared = np.add(feature[FAMILIARITY + 1], feature[FAMILIARITY + 2], dtype=float) + feature[FAMILIARITY + 3]
        a = 0.2 * (shared + feature[REGARD] + feature[TIE_TRUST])
        b = 0.2 * (shared + feature[REGARD + 1] + feature[TIE_TRUST + 1])
        alive = self.state.ends[:used, END_A] >= 0
        return _read_only(a[alive]), _read_only(b[alive])

    def members(self, team: int) -> NDArray[np.int64]:
        """Return the rows of a team's active members."""
        rows = np.flatnonzero(self.state.place[: self.size, TEAM] == team)
        return rows[self.state.place[rows, ACTIVE] == 1]

    def neighbours(self, i: int) -> NDArray[np.int64]:
        """Return the rows of the people person i has a tie with."""
        start, _, length, _ = self.state.rows[i]
        return self.state.links[start : start + length, 1].astype(np.int64)

    # --- writing -----------------------------------------------------------------------------------
    def levers(self) -> NDArray[np.float64]:
        """Return the array of what interventions add, shape (capacity, LEVER_COLUMNS), made on first use."""
        if len(self.state.levers) == 0:
            self.state = self.state._replace(levers=np.zeros((len(self.state.people), len(LEVER_COLUMNS))))
        return self.state.levers

    def add_people(self, count: int) -> NDArray[np.int64]:
        """Return fresh rows for newcomers, each with an empty list of ties; rows are never reused."""
        first = self.size
        self.state = s = with_people(self.state, first + count)
        s.counts[N_PEOPLE] = first + count
        s.place[first : first + count, ACTIVE] = 1
        for row in range(first, first + count):
            self.state = with_list(self.state, row, room_on_list(self.state), 0)
        return np.arange(first, first + count)

    def name_newcomer(self, row: int) -> None:
        """Give the newcomer in a row an id that nobody has, and the lane that goes with it."""
        self.state.place[row, LANE] = self._next_lane
        self._next_lane += 1
        self.ids.append(f"joiner-{self._next_lane}")

    def set_ties(self, a: NDArray[np.int64], b: NDArray[np.int64], limit: int) -> NDArray[np.int64]:
        """Lay down the first ties all at once (a < b, no repeats) and return their rows."""
        n, m = self.size, len(a)
        degree = np.bincount(a, minlength=n) + np.bincount(b, minlength=n)
        self.state = with_ties(self.state, m)
        self.state = s = with_first_lists(self.state, degree, limit)
        s.ends[:m, 0], s.ends[:m, 1], s.ends[:m, LAST_MET] = a, b, 0
        by = np.argsort(np.concatenate([a * n + b, b * n + a]))  # by person, then by the other; no two are alike
        at = np.arange(2 * m) + np.repeat(s.rows[:n, ROW_START] - (np.cumsum(degree) - degree), degree)
        s.links[at, 1] = np.concatenate([b, a])[by]
        by[by >= m] -= m
        s.links[at, 0] = by
        s.counts[N_TIES] = m
        return np.arange(m)

    def make_room(self) -> None:
        """Before a day: room for new ties, on everybody's list and in the table of ties."""
        new_ties = new_ties_in_a_day(self.state)
        self.state = with_room_on_lists(self.state, new_ties)
        self.state = with_new_ties(self.state, new_ties)

    def regroup(self) -> None:
        """Note that somebody joined, moved or left: ``group`` lists people anew before the next day."""
        self._grouped = False

    def group(self) -> None:
        """List the active people by team, by site where there are several, and all, where that has changed."""
        if self._grouped:
            return
        self._grouped = True
        s = self.state
        rows = self.rows.astype(np.int32)
        lists, sizes = [rows], [np.array([len(rows)])]
        for column, number in ((SITE, s.counts[N_SITES]), (TEAM, s.counts[N_TEAMS])):
            if number > 0:
                unit = s.place[rows, column]
                lists.insert(0, rows[np.argsort(unit, kind="stable")])
                sizes.insert(0, np.bincount(unit, minlength=number))
        if len(s.groups) < len(lists) * len(rows):
            self.state = s = s._replace(groups=np.zeros(len(lists) * len(s.people), np.int32))
        s.groups[: len(lists) * len(rows)] = np.concatenate(lists)
        s.bounds[1:] = np.cumsum(np.concatenate(sizes))

    def leave(self, i: int) -> None:
        """Take somebody out: nobody meets them again; their ties must have been cut."""
        self.state.place[i, ACTIVE] = 0
        self.left[i] = self.day

    def set_meetings(self, meetings: NDArray[np.float64], attending: NDArray[np.int32]) -> None:
        """Call today's meetings (rows of MEETING_COLUMNS) with their members one after the other."""
        self.state.counts[N_MEETINGS] = len(meetings)
        if len(meetings) == 0:
            return
        self.state = self.state._replace(meetings=meetings, attending=attending)

    def bind(self, make_tie: Callable[[Population, int, int], int], cut_tie: Callable[[State, int], None]) -> None:
        """Take the engine's verbs for making and cutting a tie, which lie above this module."""
        self._make_tie, self._cut_tie = make_tie, cut_tie

    def tie_between(self, i: int, j: int) -> int:
        """Return the row of the tie between two people, or -1."""
        start, _, length, _ = self.state.rows[i].tolist()
        found = (self.state.links[start : start + length, 1] == j).nonzero()[0]
        return int(self.state.links[start + found[0], 0]) if len(found) else -1

    def connect(self, i: int, j: int, familiarity: float = 0.1, need: float = 0.0) -> int:
        """Return the row of the tie between two people, made if they had none, at least this familiar and needed."""
        tie = self.tie_between(i, j)
        if tie < 0:
            if self._make_tie is None:
                raise RuntimeError("bind the engine's verbs before making ties")
            for person in (i, j):
                _, capacity, length, _ = self.state.rows[person].tolist()
                if length >= capacity:
                    self.state = with_longer_list(self.state, person)
            self.state = with_new_ties(self.state, 1)
            tie = self._make_tie(self, i, j)
            if tie < 0:
                raise RuntimeError("no room was made for a new tie")
        s = self.state
        s.ties[tie, FAMILIARITY] = max(float(s.ties[tie, FAMILIARITY]), familiarity)
        s.nature[tie, INTERDEPENDENCE] = max(float(s.nature[tie, INTERDEPENDENCE]), need)
        return tie

    def cut(self, i: int, j: int) -> bool:
        """Cut the tie between two people; return whether there was one."""
        tie = self.tie_between(i, j)
        if tie >= 0 and self._cut_tie is not None:
            self._cut_tie(self.state, tie)
        return tie >= 0

    def record(self, rows: int) -> None:
        """Make room for one day's encounter log and diary."""
        s = self.state
        capacity = len(s.people)
        if len(s.log) < rows or s.diary.shape[1] != capacity:
            self.state = s._replace(log=np.zeros((rows, len(LOG_COLUMNS))), diary=np.full((SLOTS, capacity, 3), np.nan))
        self.state.counts[LOGGED] = 0
        self.state.diary.fill(np.nan)

    def forget_log(self) -> None:
        """Give the room of the encounter log back; `record` makes it anew."""
        self.state = self.state._replace(log=np.zeros((0, len(LOG_COLUMNS))))
        self.state.counts[LOGGED] = 0

    def need(self, tie_rows: NDArray[np.int64], values: NDArray[np.float64]) -> None:
        """Set work interdependence (0..1) of ties."""
        self.state.nature[tie_rows, INTERDEPENDENCE] = values


def _place(name: str, columns: tuple[str, ...]) -> int:
    if name not in columns:
        raise _unknown(name, columns)
    return columns.index(name)


def _unknown(name: str, columns: tuple[str, ...]) -> InputError:
    guess = nearest(name, columns)
    hint = f"did you mean '{guess}'?" if guess else f"use one of {', '.join(columns)}"
    return InputError(f"there is no column '{name}'; {hint}")


def _read_only[Column: NDArray[Any]](copy: Column) -> Column:
    """Return a copy of what the population holds, so that nobody takes it for the column itself and writes to it."""
    copy.flags.writeable = False
    return copy
