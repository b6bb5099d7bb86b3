"""One thing done to one person on one day, as an entry of a scenario: a setback, a kind act, a betrayal."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from spirals.interventions.custom import Custom
from spirals.interventions.practice import Entry
from spirals.measures.trajectory import after_push
from spirals.population import LEAD, LEVEL, MANAGER, MEMBER, TEAM, WEEK, Population

_SEVERITY = 2.0  # of a setback: twice an ordinary one
_MINUTES = 30.0
_PRESENCE = 0.5  # logits of conduct, the most that a practice may ask for
_SHOWN = 0.01  # of a state: the least that is called a difference


class Act(NamedTuple):
    """Something that can be made to happen to a person tomorrow: its name, its title, and a sentence on it."""

    name: str
    title: str
    says: str


# --- the entries -----------------------------------------------------------------------------------------
def setback(who: str, day: int) -> dict[str, Any]:
    """Return the entry by which a setback strikes somebody: a hardship to carry, less energy, a worse mood."""
    return _entry(f"Setback for {who}, day {day}", [who], day, {"do": "blow", "severity": _SEVERITY})


def kind_act(who: str, by: str, day: int) -> dict[str, Any]:
    """Return the entry by which somebody takes half an hour for another first thing in the morning, undivided."""
    talk = {"do": "meet", "shape": "pair", "move": "talk", "minutes": _MINUTES, "presence": _PRESENCE}
    return _entry(f"Kind act for {who}, day {day}", [who, by], day, {**talk, "every": 0, "slot": 0})


def betrayal(who: str, level: int, day: int) -> dict[str, Any]:
    """Return the entry by which those above somebody betray what that person entrusted to them.

    Parameters
    ----------
    level
        Of the one who is betrayed: a member is betrayed by the own team's lead, a lead by managers.
    """
    by, near = ("leaders", "same_team") if level == MEMBER else ("managers", "any")
    return _entry(f"Betrayal of {who}, day {day}", [who], day, {"do": "breach", "by": by, "near": near})


def _entry(name: str, who: list[str], day: int, act: Mapping[str, Any]) -> dict[str, Any]:
    harmful = act["do"] != "meet"
    about = {"id": Custom.id, "name": name, "harmful": harmful, "who": who}
    return {**about, "start": day, "end": day, "does": [dict(act)]}


# --- what is offered -------------------------------------------------------------------------------------
def offered(population: Population, row: int) -> list[Act]:
    """Return what can be made to happen to a person tomorrow; nothing to one who has left."""
    if not population.active[row]:
        return []
    who, above, kind = population.ids[row], superior_of(population, row), _kindest(population, row)
    found = [Act("setback", "A setback", f"Something goes wrong for {who}: a hardship to carry, less energy.")]
    if kind >= 0:
        found.append(Act("kind", "A kind act", f"{population.ids[kind]} takes half an hour for {who}, undivided."))
    if above >= 0:
        found.append(Act("betrayal", "A betrayal", f"Somebody above {who} tells others what {who} had confided."))
    return found


def entry_of(population: Population, row: int, name: str, day: int) -> dict[str, Any] | None:
    """Return the entry by which an offered act happens to a person on a day; None where it is not offered."""
    if name not in {act.name for act in offered(population, row)}:
        return None
    who = population.ids[row]
    if name == "setback":
        return setback(who, day)
    if name == "kind":
        return kind_act(who, population.ids[_kindest(population, row)], day)
    return betrayal(who, int(population.state.place[row, LEVEL]), day)


def superior_of(population: Population, row: int) -> int:
    """Return the row of somebody above a person with whom there is a tie: the team's lead, a manager; -1 if none."""
    place = population.state.place
    level = int(place[row, LEVEL])
    if level == MANAGER:
        return -1
    for other in sorted(population.neighbours(row).tolist()):
        above = int(place[other, LEVEL])
        if above > level and (level == LEAD or place[other, TEAM] == place[row, TEAM]):
            return int(other)
    return -1


def _kindest(population: Population, row: int) -> int:
    """Return who would take time for a person: somebody above, else the first who is tied; -1 if nobody is."""
    above = superior_of(population, row)
    return above if above >= 0 else min(population.neighbours(row).tolist(), default=-1)


# --- what became of it -----------------------------------------------------------------------------------
def is_about(entry: Entry, who: str) -> bool:
    """Say whether an entry is one of these acts, done to a person."""
    starts = tuple(f"{title} {who}, day " for title in ("Setback for", "Kind act for", "Betrayal of"))
    return isinstance(entry, Custom) and entry.name.startswith(starts)


def aftermath(entry: Entry, own: Mapping[str, Sequence[float]], twin: Mapping[str, Sequence[float]]) -> str:
    """Return in a sentence what an act did to a person, beside the twin: where it shows most, and its half-life.

    Parameters
    ----------
    own, twin
        States of the person on each day from 0 to today.
    """
    title, first = entry.label.partition(" for ")[0].partition(" of ")[0], entry.first_day
    today = min(len(values) for values in own.values()) - 1
    if today < first:
        return f"{title}: it happens on day {first}."
    apart = {name: np.array(own[name]) - np.array(twin[name]) for name in own}
    peaks = {name: first + _largest(values[first : first + WEEK]) for name, values in apart.items()}
    most = max(peaks, key=lambda name: abs(apart[name][peaks[name]]))
    at, peak = peaks[most], float(apart[most][peaks[most]])
    if not abs(peak) >= _SHOWN:
        return f"{title} on day {first}: in {_listed(list(own))} it does not show against the twin."
    said = f"{title} on day {first}: most of all it shows in {most}, {_signed(peak)} against the twin"
    if today - at < 1:
        return f"{said}."
    # The run's history starts on day 0, the measure's on day 1.
    half = after_push(np.array(own[most][1:]), np.array(twin[most][1:]), at, at).half_life
    return f"{said}; {_half(half, today - at)}."


def _largest(values: NDArray[np.float64]) -> int:
    return int(np.argmax(np.abs(np.nan_to_num(values))))


def _half(days: float, passed: int) -> str:
    if not np.isfinite(days):
        return f"after {passed} days not half of that is gone"
    return f"half of that was gone after {days:.0f} day{'s' if round(days) > 1 else ''}"


def _signed(value: float) -> str:
    return f"{'+' if value > 0 else '\N{MINUS SIGN}'}{abs(value):.2f}"


def _listed(names: list[str]) -> str:
    return f"{', '.join(names[:-1])} and {names[-1]}"
