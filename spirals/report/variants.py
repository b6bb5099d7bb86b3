"""Scenarios made from the ones that were asked about: stopped early, both at once, one after the other."""

from __future__ import annotations

from collections.abc import Sequence

from spirals.interventions.practice import Entry
from spirals.scenario import Scenario

STOP = 0.6  # share of the run after which practices end, to see what lasts
MONTH = 20  # working days
LEAST_AFTER = 2 * MONTH  # days that have to follow an end, to see anything


def options(scenario: Scenario) -> tuple[Entry, ...]:
    """Return the practices that are meant to help."""
    return tuple(entry for entry in scenario.interventions if entry.helps)


def stop_day(scenario: Scenario) -> int | None:
    """Return the day on which the practices end: their own, else one that leaves time after it; None if none fits."""
    ends = [entry.last_day for entry in options(scenario)]
    own = [end for end in ends if end is not None and end < scenario.days]
    wanted = max(own) if own and len(own) == len(ends) else int(scenario.days * STOP)
    begun = all(entry.first_day < wanted for entry in options(scenario))
    return wanted if ends and begun and scenario.days - wanted >= LEAST_AFTER else None


def stopped(scenario: Scenario) -> Scenario | None:
    """Return a scenario whose practices end in time to see what lasts; None where the run is too short for that."""
    end = stop_day(scenario)
    if end is None:
        return None
    entries = tuple(
        entry.model_copy(update={"end": min(end, entry.last_day or end), "lasts": None}) if entry.helps else entry
        for entry in scenario.interventions
    )
    return scenario.model_copy(update={"name": f"{scenario.name}, stopped", "interventions": entries})


def pairs(one: Scenario, two: Scenario) -> tuple[Scenario, ...]:
    """Return two scenarios at once, and in both orders, each for half of the run."""
    half = one.days // 2
    found = [_joined(one, f"{one.name} and {two.name}", one.interventions, two.interventions)]
    if all(entry.first_day < half for entry in (*options(one), *options(two))):
        for first, second in ((one, two), (two, one)):
            entries = (_early(first, half), _late(second, half))
            found.append(_joined(one, f"{first.name}, then {second.name}", *entries))
    return tuple(found)


def _joined(base: Scenario, name: str, *entries: Sequence[Entry]) -> Scenario:
    whole = tuple(entry for some in entries for entry in some)
    return base.model_copy(update={"name": name, "interventions": whole, "question": ""})


def _early(scenario: Scenario, half: int) -> tuple[Entry, ...]:
    return tuple(
        entry.model_copy(update={"end": min(half, entry.last_day or half), "lasts": None})
        for entry in options(scenario)
    )


def _late(scenario: Scenario, half: int) -> tuple[Entry, ...]:
    return tuple(
        entry.model_copy(
            update={
                "start": entry.first_day + half,
                "end": None if entry.last_day is None else entry.last_day + half,
                "lasts": None,
            }
        )
        for entry in options(scenario)
    )
