"""The scheduled encounters of one act: who sits together, when and through which channel."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from spirals.interventions.chance import Rows, draws
from spirals.interventions.pairing import groups_of, pairs_within, partners_for
from spirals.interventions.primitives import Meet
from spirals.interventions.today import Meeting
from spirals.population import CHANNELS, IN_PERSON, PATHWAYS, SLOTS, VIDEO, Population


class Schedule:
    """Forms the meetings of one ``Meet`` act, and remembers pairs and groups that last."""

    def __init__(self, population: Population, key: NDArray[np.int64], what: str) -> None:
        self._population = population
        self._key = key
        self._what = what
        self._kept: list[Rows] = []

    def meetings(self, act: Meet, rows: Rows, partners: Rows | None, day: int) -> list[Meeting]:
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
        """
        if act.minutes <= 0.0 or len(rows) == 0:
            return []
        sets = self._lasting(act, rows, partners, day) if act.lasting else self._form(act, rows, partners, day)
        return [self._meeting(act, members, day) for members in sets if len(members) > 1]

    def _form(self, act: Meet, rows: Rows, partners: Rows | None, day: int) -> list[Rows]:
        u = draws(self._key, rows, day, f"{self._what}|who")
        team, level = self._population.person("team"), self._population.person("level")
        if act.shape == "all":
            return [rows]
        if act.shape == "team":
            return [rows[team[rows] == index] for index in np.unique(team[rows]).tolist()]
        if act.shape == "group":
            return groups_of(rows, u, act.size, team, act.near)
        if partners is None:
            found = pairs_within(rows, u, team, level, act.near, act.peers)
        else:
            chance = draws(self._key, partners, day, f"{self._what}|partner")
            found = partners_for(rows, partners, chance, self._load(), team, level, act.near, act.peers)
        return [np.array(pair, dtype=np.int64) for pair in found]

    def _load(self) -> dict[int, int]:
        """Return how many lasting pairs each partner is already in."""
        load: dict[int, int] = {}
        for members in self._kept:
            for row in members[1:].tolist():
                load[row] = load.get(row, 0) + 1
        return load

    def _lasting(self, act: Meet, rows: Rows, partners: Rows | None, day: int) -> list[Rows]:
        able = rows if partners is None else np.union1d(rows, partners)
        kept = [members[np.isin(members, able)] for members in self._kept]
        # A pair ends when the one who was given a partner stops taking part.
        self._kept = [
            members for members in kept if len(members) > 1 and (partners is None or bool(np.isin(members[0], rows)))
        ]
        seated = np.unique(np.concatenate([m if partners is None else m[:1] for m in self._kept] or [rows[:0]]))
        new = np.setdiff1d(rows, seated)
        if len(new):
            self._seat(act, new, partners, day)
        return self._kept

    def _seat(self, act: Meet, new: Rows, partners: Rows | None, day: int) -> None:
        if act.shape == "pair" or len(new) >= act.size or not self._kept:
            self._kept = self._kept + self._form(act, new, partners, day)
            return
        for row in new.tolist():
            smallest = min(range(len(self._kept)), key=lambda index: len(self._kept[index]))
            self._kept[smallest] = np.append(self._kept[smallest], row)

    def _meeting(self, act: Meet, members: Rows, day: int) -> Meeting:
        slot = act.slot
        if slot < 0:
            slot = int(SLOTS * draws(self._key, members[:1], day, f"{self._what}|slot")[0])
        pathway = -1 if act.pathway == "free" else PATHWAYS.index(act.pathway)
        channel = self._channel(act, members)
        pair = act.shape == "pair"
        return Meeting(slot, members, pathway, act.minutes, act.tone, act.equal, channel, pair)

    def _channel(self, act: Meet, members: Rows) -> int:
        if act.channel != "auto":
            return CHANNELS.index(act.channel)
        site, remote = self._population.person("site"), self._population.person("remote")
        together = len(np.unique(site[members])) == 1 and not (remote[members] > 0.5).any()
        return IN_PERSON if together else VIDEO
