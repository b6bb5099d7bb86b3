"""What a page shows, so that a link can restore it: a scenario, what differs from it, and a day."""

from __future__ import annotations

import base64
import json
import zlib
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any
from urllib.parse import parse_qsl, urlencode

from spirals.errors import InputError
from spirals.experiments.counterpart import without_practices
from spirals.scenario import Scenario, difference, load, shipped, with_changes
from spirals.structure.limits import BROWSER, check_organisation

MOST_DAYS = 1_300  # five years
_LONGEST = 16_000  # characters of a link's settings, and of what they unpack to four times as many
LISTS = ("interventions", "shocks")


@dataclass(frozen=True)
class Setup:
    """A shipped scenario with changes, on a day.

    Attributes
    ----------
    base
        Name of a shipped scenario.
    changes
        What differs: any field or parameter by name; ``interventions`` and ``shocks`` as whole lists.
    day
        Working days done.

    Examples
    --------
    >>> Setup("crisis", {"seed": 7}, day=60).query()
    'scenario=crisis&seed=7&day=60'
    >>> Setup.read("scenario=crisis&seed=7&day=60") == Setup("crisis", {"seed": 7}, day=60)
    True
    """

    base: str = "baseline"
    changes: Mapping[str, Any] = field(default_factory=dict)
    day: int = 0

    def scenario(self) -> Scenario:
        """Return the scenario as it is run.

        Raises
        ------
        InputError
            If a change is not allowed, or asks for more than a browser can show.
        """
        if self.base not in shipped():
            raise InputError(f"scenario: '{self.base[:60]}' is none of {', '.join(shipped())}; choose one of them")
        shipped_one = load(self.base)
        found = with_changes(shipped_one, dict(self.changes), "settings")
        files = [(one.organisation.people, one.organisation.ties) for one in (shipped_one, found)]
        if files[0] != files[1]:
            raise InputError("organisation: people and ties from files are for My organisation; leave them out here")
        _check_bounds(found)
        return found

    @property
    def has_own_people(self) -> bool:
        """Whether the shipped scenario brings people of its own, as the stories do: its size is given."""
        return self.base in shipped() and load(self.base).organisation.is_read

    @property
    def people(self) -> str:
        """Which people it starts from: the files that a shipped scenario reads; nothing where people are made up."""
        return load(self.base).organisation.model_dump_json() if self.has_own_people else ""

    def without_practices(self) -> Setup:
        """Return the same start with nothing done; what happens to it stays."""
        rest = without_practices(self.scenario()).interventions
        return self.with_changes({"interventions": [entry.entry() for entry in rest]})

    def untouched(self) -> Scenario:
        """Return the same organisation on the same chance without what is done: no practices, nothing added.

        What befalls a shipped scenario stays where it has practices to leave out; else that is what is left out.
        """
        plain = self.with_changes(dict.fromkeys(LISTS)).scenario()
        return without_practices(plain) if plain.interventions else plain.model_copy(update={"shocks": ()})

    def with_changes(self, changes: Mapping[str, Any]) -> Setup:
        """Return the setup with further changes; None takes a change back."""
        merged = {**self.changes, **changes}
        return replace(self, changes={name: value for name, value in merged.items() if value is not None})

    def at(self, day: int) -> Setup:
        """Return the setup on another day."""
        return replace(self, day=day)

    # --- links ---------------------------------------------------------------------------------------
    def query(self) -> str:
        """Return the query of a link that restores it."""
        rest = {name: value for name, value in self.changes.items() if name != "seed"}
        pairs: list[tuple[str, str]] = [("scenario", self.base)]
        if "seed" in self.changes:
            pairs.append(("seed", str(self.changes["seed"])))
        if self.day:
            pairs.append(("day", str(self.day)))
        if rest:
            pairs.append(("with", packed(rest)))
        return urlencode(pairs)

    @classmethod
    def read(cls, query: str) -> Setup:
        """Return what a link's query says.

        Raises
        ------
        InputError
            If it cannot be understood.
        """
        said = dict(parse_qsl(query.lstrip("?")[:_LONGEST]))
        changes = unpacked(said["with"]) if "with" in said else {}
        if "seed" in said:
            changes["seed"] = _whole("seed", said["seed"], 2**63 - 1)
        return cls(said.get("scenario", "baseline"), changes, _whole("day", said.get("day", "0"), MOST_DAYS))


def summary(scenario: Scenario, base: str) -> list[dict[str, Any]]:
    """Return in rows of key, before and after how a scenario differs from the shipped one."""
    rows = difference(load(base), scenario)
    return [{"key": row.key, "before": row.left, "after": row.right} for row in rows]


def packed(value: Any) -> str:
    """Return settings as text for a link.

    Examples
    --------
    >>> unpacked(packed({"size": 50}))
    {'size': 50}
    """
    raw = json.dumps(value, separators=(",", ":"), sort_keys=True).encode()
    return base64.urlsafe_b64encode(zlib.compress(raw, 9)).decode().rstrip("=")


def unpacked(text: str) -> dict[str, Any]:
    """Return the settings of a link; raises ``InputError`` for anything else."""
    try:
        raw = base64.urlsafe_b64decode(text[:_LONGEST] + "=" * (-len(text) % 4))
        unpacker = zlib.decompressobj()
        value = json.loads(unpacker.decompress(raw, 4 * _LONGEST))
    except (ValueError, zlib.error, RecursionError):
        raise InputError("link: its settings are damaged; copy the whole link again") from None
    if unpacker.unconsumed_tail or not isinstance(value, dict):
        raise InputError("link: its settings are damaged; copy the whole link again")
    return value


def _whole(name: str, text: str, most: int) -> int:
    if not text.isascii() or not text.isdigit() or int(text[:20]) > most:
        raise InputError(f"{name}: '{text[:30]}' is no whole number from 0 to {most}; correct it")
    return int(text)


def _check_bounds(scenario: Scenario) -> None:
    one = scenario.organisation
    if not one.is_read:
        per_person = one.density * (one.size - 1) if one.density is not None else one.ties_per_person or 0.0
        teams = one.teams or round(one.size / one.team_size)
        check_organisation("organisation", one.size, teams, one.size * per_person / 2, BROWSER)
    if scenario.days > MOST_DAYS:
        raise InputError(
            f"days: {scenario.days} are too many for the browser; use {MOST_DAYS} or fewer here, or `spirals run`"
        )
    if scenario.engine == "stepwise":
        raise InputError("engine: the browser runs the compiled engine; leave out engine here, or use `spirals run`")
