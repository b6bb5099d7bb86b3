"""Who a word means in a given population on a given day."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from spirals.errors import InputError
from spirals.interventions.draws import Floats, Mask, PersistentDraws, Rows, held_out
from spirals.interventions.who import Criterion, parse
from spirals.parameters import nearest
from spirals.population import LEAD, MANAGER, PERSON_COLUMNS, Population


class Selection:
    """The people one word picks, kept up to date.

    Words that describe a place or a time (team, leaders, newcomers) are read anew every day.  A random share
    and a share by a measured state are picked once, when first asked for; people who join later can enter a
    random share, by the same draw.
    """

    def __init__(
        self,
        who: str | tuple[str, ...],
        population: Population,
        key: NDArray[np.int64],
        what: str,
        place: str = "who",
    ) -> None:
        self._population = population
        self._place = place  # in a scenario file, for what is said of a name that does not exist
        self._draws = PersistentDraws(population, key, f"{what}|share")
        self._ids = who if isinstance(who, tuple) else None
        self._criterion = parse(who) if isinstance(who, str) else Criterion("ids")
        self._picked: Rows | None = None
        self._cutoff: float | None = None
        self._check_names()

    def rows(self, day: int) -> Rows:
        """Return the people picked, active ones only, in ascending order."""
        kind = self._criterion.kind
        if kind == "share":
            return self._share()
        if kind in ("least_connected", "best_connected", "lowest", "highest"):
            return self._measured()
        mask = self._mask(kind, day)
        return np.flatnonzero(self._population.active if mask is None else self._population.active & mask)

    def _mask(self, kind: str, day: int) -> Mask | None:
        """Return who is meant, by row; None for everyone."""
        people = self._population
        if kind == "everyone":
            return None
        if kind in ("members", "leaders", "managers"):
            level = people.person("level")
            return level < LEAD if kind == "members" else level >= (LEAD if kind == "leaders" else MANAGER)
        if kind in ("remote", "on_site"):
            return (people.person("remote") > 0.5) == (kind == "remote")
        if kind in ("newcomers", "tenured"):
            return (day - people.person("joined") < self._criterion.amount) == (kind == "newcomers")
        if kind == "ids":
            wanted = set(self._ids or ())
            return np.fromiter((name in wanted for name in people.ids[: people.size]), bool, people.size)
        names = people.team_names if kind == "team" else people.site_names
        return people.person(kind) == names.index(self._criterion.name)

    def _share(self) -> Rows:
        rows = np.flatnonzero(self._population.active)
        u = self._draws.of(rows)
        if self._cutoff is None:
            chosen = held_out(rows, u, self._criterion.amount)
            self._cutoff = float(u[np.isin(rows, chosen)].max()) if len(chosen) else 0.0
        return rows[u <= self._cutoff]

    def _measured(self) -> Rows:
        active = self._population.active
        if self._picked is None:
            rows = np.flatnonzero(active)
            value = self._value()[rows]
            low = self._criterion.kind in ("least_connected", "lowest")
            self._picked = held_out(rows, value if low else -value, self._criterion.amount)
        return self._picked[active[self._picked]]

    def _value(self) -> Floats:
        people = self._population
        if self._criterion.kind in ("lowest", "highest"):
            name = self._criterion.name
            column = people.person(name) if name in PERSON_COLUMNS else people.deed(name)
            return np.asarray(column, dtype=np.float64)
        total, count = np.zeros(people.size), np.zeros(people.size)
        best = self._criterion.kind == "best_connected"
        quality = people.quality()
        for side, name in enumerate(("a", "b")):
            ends = people.tie(name)
            np.add.at(total, ends, quality[side] if best else people.tie("familiarity"))
            np.add.at(count, ends, 1.0)
        return total / np.maximum(count, 1.0) if best else total

    def _check_names(self) -> None:
        people, criterion = self._population, self._criterion
        if criterion.kind in ("team", "site"):
            names = people.team_names if criterion.kind == "team" else people.site_names
            if criterion.name not in names:
                guess = nearest(criterion.name, names)
                hint = f"did you mean '{guess}'?" if guess else f"the {criterion.kind}s are {_some(names)}"
                raise InputError(f"{self._place}: no {criterion.kind} is called '{criterion.name}'; {hint}")
        unknown = sorted(set(self._ids or ()) - set(people.ids))
        if unknown:
            raise InputError(f"{self._place}: nobody has the id {_some(unknown)}; use ids such as '{people.ids[0]}'")


def _some(names: list[str]) -> str:
    shown = ", ".join(f"'{name}'" for name in names[:5])
    return shown if len(names) <= 5 else f"{shown} and {len(names) - 5} more"
