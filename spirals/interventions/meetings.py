"""The scheduled encounters of one act: who sits together, when and through which channel."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from spirals.interventions.day_plan import Meeting
from spirals.interventions.draws import Floats, Mask, Rows, draws, mask_of
from spirals.interventions.pairing import groups_of, pairs_within, partners_for
from spirals.interventions.primitives import MOVES, Meet
from spirals.population import CHANNELS, IN_PERSON, SLOTS, VIDEO, Population


class MeetingSeries:
    """Forms the meetings of one ``Meet`` act, and remembers pairs and groups that last."""

    def __init__(self, population: Population, key: NDArray[np.int64], what: str) -> None:
        self._population = population
        self._key = key
        self._what = what
        self._kept: list[Rows] = []

    def partners(self, here: Mask) -> Rows:
        """Return those whom lasting pairs have given to people who are here, by row; a partner counts once."""
        given = [members[1:] for members in self._kept if here[members[0]]]
        return np.unique(np.concatenate(given)) if given else np.zeros(0, dtype=np.int64)

    def meetings(
        self, act: Meet, rows: Rows, partners: Rows | None, day: int, enrolled: Rows | None = None
    ) -> list[Meeting]:
        """Return today's meetings.

        Parameters
        ----------
        act
            The act at today's dose.
        rows
            People who take part.
        partners
            People whom they are given as partners; None: each other.
        day
            Working day, 1-based.
        enrolled
            Everybody who takes part in the practice, where the meetings are for some of them only: a lasting partner
            stays with the person as long as that person is enrolled.  None: the same as ``rows``.
        """
        if act.minutes <= 0.0 or len(rows) == 0:
            return []
        enrolled = rows if enrolled is None else enrolled
        if act.lasting:
            sets = self._lasting(act, rows, partners, enrolled, day)
        else:
            sets = self._form(act, rows, partners, day)
        return self._called(act, [members for members in sets if len(members) > 1], day)

    def _form(self, act: Meet, rows: Rows, partners: Rows | None, day: int) -> list[Rows]:
        team, level = self._population.person("team"), self._population.person("level")
        if act.shape == "all":
            return [rows]
        if act.shape == "team":
            order = rows[np.argsort(team[rows], kind="stable")]
            return np.split(order, np.flatnonzero(np.diff(team[order])) + 1)
        if act.shape == "pair" and partners is not None:
            chance = draws(self._key, self._population.lanes(partners), day, f"{self._what}|partner")
            found = partners_for(rows, partners, chance, self._load(partners), team, level, act.near, act.peers)
        else:
            u = draws(self._key, self._population.lanes(rows), day, f"{self._what}|who")
            if act.shape == "group":
                return groups_of(rows, u, act.size, team, act.near)
            found = pairs_within(rows, u, team, level, act.near, act.peers)
        return list(np.array(found, dtype=np.int64).reshape(len(found), 2))

    def _load(self, partners: Rows) -> Floats:
        """Return how many lasting pairs each partner is already in."""
        taken = np.zeros(self._population.size)
        if self._kept:
            np.add.at(taken, np.concatenate([members[1:] for members in self._kept]), 1.0)
        return taken[partners]

    def _lasting(self, act: Meet, rows: Rows, partners: Rows | None, enrolled: Rows, day: int) -> list[Rows]:
        size = self._population.size
        here = mask_of(rows if partners is None else enrolled, size)
        able = here if partners is None else here | mask_of(partners, size)
        if self._kept and not able[np.concatenate(self._kept)].all():
            self._kept = [members for members in (kept[able[kept]] for kept in self._kept) if len(members) > 1]
        if partners is not None:
            # A pair ends when the one who was given a partner stops taking part.
            self._kept = [members for members in self._kept if here[members[0]]]
        if self._kept:
            here[np.concatenate([members if partners is None else members[:1] for members in self._kept])] = False
        today = mask_of(rows, size)
        new = np.flatnonzero(here & today)
        if len(new):
            self._seat(act, new, partners, day)
        return self._kept if partners is None else [members for members in self._kept if today[members[0]]]

    def _seat(self, act: Meet, new: Rows, partners: Rows | None, day: int) -> None:
        if act.shape == "pair" or len(new) >= act.size or not self._kept:
            self._kept = self._kept + self._form(act, new, partners, day)
            return
        for row in new.tolist():
            smallest = min(range(len(self._kept)), key=lambda index: len(self._kept[index]))
            self._kept[smallest] = np.append(self._kept[smallest], row)

    def _called(self, act: Meet, sets: list[Rows], day: int) -> list[Meeting]:
        """Return the meetings of these people, each with its slot and channel."""
        if not sets:
            return []
        first = np.array([members[0] for members in sets])
        if act.slot >= 0:
            slots = [act.slot] * len(sets)
        else:
            chance = draws(self._key, self._population.lanes(first), day, f"{self._what}|slot")
            slots = (SLOTS * chance).astype(int).tolist()
        move = -1 if act.move == "free" else MOVES.index(act.move)
        channels = self._channels(act, sets)
        pair = act.shape == "pair"
        wanted = float(self._population.state.p.arranged)
        return [
            Meeting(slot, members, move, act.minutes, act.presence, act.equal, channel, pair, wanted)
            for slot, members, channel in zip(slots, sets, channels, strict=True)
        ]

    def _channels(self, act: Meet, sets: list[Rows]) -> list[int]:
        """Return how each set of people meets: in person where all are in one place."""
        if act.channel != "auto":
            return [CHANNELS.index(act.channel)] * len(sets)
        everyone = np.concatenate(sets)
        begins = np.cumsum([0, *(len(members) for members in sets[:-1])])
        site = self._population.person("site")[everyone]
        away = np.logical_or.reduceat(self._population.person("remote")[everyone] > 0.5, begins)
        apart = np.minimum.reduceat(site, begins) != np.maximum.reduceat(site, begins)
        return np.where(away | apart, VIDEO, IN_PERSON).tolist()
