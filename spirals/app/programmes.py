"""What is done on a page: practices, shocks and settings, as entries of the scenario that begin tomorrow.

What has begun stays as it was: ending it, or giving it another dose, counts from tomorrow on.  So the days that are
shown already remain the same, and a scenario that is saved runs to the same result.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from spirals.app.messages import one_of
from spirals.app.setup import Setup
from spirals.errors import InputError
from spirals.interventions import catalogue
from spirals.interventions.custom import Custom
from spirals.interventions.practice import Entry, Shock
from spirals.parameters import PARAMETERS, TABLE
from spirals.scenario import Scenario, with_changes

_FROM_THE_START = ("lasting", "at joining", "reference", "at measurement", "survey")
ON_THE_WAY = frozenset(
    row.name for row in TABLE if row.timescale not in _FROM_THE_START and row.name != "attention_limit"
)
"""Parameters that a running organisation can be given another value of; the others shape people as they come."""
_LARGEST_SHIFT = 10.0  # of one act
_SETTING = re.compile(r"([a-z_0-9]+) from day [0-9]+")


def programme_row(entry: Entry) -> dict[str, Any]:
    """Return a practice, shock or setting as a page shows it."""
    name = setting_of(entry)
    return {
        "id": entry.id,
        "label": entry.label,
        "title": name or (entry.label.partition(", day ")[0] if isinstance(entry, Custom) else entry.title),
        "kind": "setting" if name else "harmful" if not entry.helps and not isinstance(entry, Shock) else entry.kind,
        "shock": isinstance(entry, Shock),
        "first": entry.first_day,
        "last": entry.last_day,
        "amount": entry.amount,
        "own": isinstance(entry, Custom),
    }


def with_programme(setup: Setup, said: Mapping[str, Any], day: int) -> Setup:
    """Return a setup with a practice or shock added (from tomorrow), changed, ended (today) or removed.

    Raises
    ------
    InputError
        If there is no such practice, or a setting is not allowed.
    """
    name, act = str(said["id"]), said["act"]
    kind = catalogue().get(name)
    if kind is None:
        raise InputError(f"practice: '{name[:40]}' is not known; choose one from the list")
    table = "shocks" if issubclass(kind, Shock) else "interventions"
    entries = [entry.entry() for entry in getattr(setup.scenario(), table)]
    if act == "add":
        when = {"day": day + 1} if table == "shocks" else {"start": day + 1}
        entries.append({"id": name, **when, **dict(said.get("settings", {}))})
    else:
        places = [place for place, entry in enumerate(entries) if entry["id"] == name]
        place = places[one_of(places, int(said.get("at", 0)), name)]
        if act == "set":
            entries[place] = {**entries[place], **dict(said.get("settings", {}))}
        elif act == "end" and table == "interventions" and entries[place].get("start", 1) <= day:
            entries[place] = {**entries[place], "end": max(day, entries[place].get("start", 1))}
        else:
            del entries[place]
    return setup.with_changes({table: entries})


def from_tomorrow(setup: Setup, said: Mapping[str, Any], day: int) -> Setup:
    """Return a setup after what a page asks of a practice or shock; what has begun is changed from tomorrow on.

    Raises
    ------
    InputError
        If a shock has struck already, or as `with_programme`.
    """
    name, act = str(said["id"]), said["act"]
    of_the_name = [entry for entry in setup.scenario().programmes if entry.id == name]
    if act not in ("set", "remove") or not of_the_name:
        return with_programme(setup, said, day)
    entry = of_the_name[one_of(of_the_name, int(said.get("at", 0)), name)]
    if entry.first_day > day:
        return with_programme(setup, said, day)
    if isinstance(entry, Shock):
        struck = f"it struck on day {entry.first_day}, and what was is not rewritten"
        raise InputError(f"{entry.title}: {struck}; add another")
    ended = with_programme(setup, {**said, "act": "end"}, day)
    if act == "remove":
        return ended
    new = {**entry.entry(), "start": day + 1, **dict(said.get("settings", {}))}
    return ended.with_changes({"interventions": [*_interventions(ended), new]})


def with_setting(setup: Setup, name: str, value: float | None, day: int) -> Setup:
    """Return a setup in which a parameter has another value from tomorrow on; None: the one it began with.

    Raises
    ------
    InputError
        If the value is not allowed.
    """
    scenario = setup.scenario()
    before = scenario.values()[name]
    new = before if value is None else with_changes(scenario, {name: value}, "settings").values()[name]
    kept = []
    for entry in scenario.interventions:
        said = entry.entry()
        if setting_of(entry) == name and entry.last_day is None:
            if entry.first_day > day:
                continue
            said["end"] = day
        kept.append(said)
    if new != before:
        kept.append(_setting(name, new - before, day + 1))
    return setup.with_changes({"interventions": kept}) if kept != _interventions(setup) else setup


def settings_tomorrow(scenario: Scenario, day: int) -> dict[str, float]:
    """Return the parameters that are given another value than at the start, as they are from tomorrow on."""
    values = scenario.values()
    shifted = {
        setting_of(entry): sum(act["amount"] for act in entry.entry()["does"])
        for entry in scenario.interventions
        if setting_of(entry) and entry.on(day + 1)
    }
    return {name: _held(name, values[name] + amount) for name, amount in shifted.items()}


def setting_of(entry: Entry) -> str:
    """Return the parameter that an entry gives another value, as `with_setting` writes it; empty for all others."""
    found = _SETTING.fullmatch(entry.label) if isinstance(entry, Custom) else None
    return found[1] if found is not None and found[1] in ON_THE_WAY else ""


def _setting(name: str, amount: float, first: int) -> dict[str, Any]:
    """Return the entry that shifts a parameter for good: one act, or several where the shift is large."""
    parts = []
    while amount:
        part = min(max(amount, -_LARGEST_SHIFT), _LARGEST_SHIFT)
        parts.append({"do": "shift", "target": name, "amount": part})
        amount -= part
    return {"id": Custom.id, "name": f"{name} from day {first}", "start": first, "does": parts}


def _held(name: str, value: float) -> float:
    """Return a sum of shifts without the dust of adding, within the parameter's range."""
    return round(min(max(value, PARAMETERS[name].low), PARAMETERS[name].high), 9)


def _interventions(setup: Setup) -> list[dict[str, Any]]:
    return [entry.entry() for entry in setup.scenario().interventions]
