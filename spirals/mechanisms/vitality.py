"""Energy and strain: the slow states that carry days and weeks."""

from __future__ import annotations

from spirals.mechanisms.numbers import fall, rise
from spirals.mechanisms.registry import mechanism


@mechanism
def energy_overnight(energy: float, set_point: float, carry: float, noise: float) -> float:
    """Return next morning's slow energy: ``set_point + carry (energy - set_point) + noise``, held in 0..1.

    ``carry`` is about .4-.7 over one night (target C2); nights restore.
    """
    return min(max(set_point + carry * (energy - set_point) + noise, 0.0), 1.0)


@mechanism
def energy_spent(energy: float, effort: float) -> float:
    """Return energy after effort: ``energy exp(-effort)``; helping, attention, emotional labour (C20)."""
    return fall(energy, effort)


@mechanism
def strain_overnight(
    strain: float,
    load: float,
    support: float,
    rise_rate: float,
    recovery_rate: float,
    support_damps: float,
    support_speeds: float,
) -> float:
    """Return strain after a working day of a given load, and the night that follows.

    Reaction: ``1 - (1 - strain) exp(-rise_rate load (1 - support_damps support))``.  Recovery: that times
    ``exp(-recovery_rate (1 + support_speeds support))``.  Good company damps the rise and speeds the decay (allostatic
    load; Seeman et al. 1997, Lepore et al. 1993, both cited in power-of-high-quality-connections).
    """
    reacted = rise(strain, rise_rate * load * (1.0 - support_damps * support))
    return fall(reacted, recovery_rate * (1.0 + support_speeds * support))


@mechanism
def work_load(demand: float, hardship: float, contact_hours: float, hours_limit: float, hardship_load: float) -> float:
    """Return the day's load: demand, hardship not yet digested, and contact beyond what a day holds.

    ``demand + hardship_load hardship + max(0, contact_hours / hours_limit - 1/2)``; attention is finite, and
    connectors are overloaded first (Cross, Rebele & Grant 2016).
    """
    crowding = contact_hours / hours_limit - 0.5
    if crowding < 0.0:
        crowding = 0.0
    return demand + hardship_load * hardship + crowding


@mechanism
def support_from(dose: float, carrying_capacity: float) -> float:
    """Return the support a good encounter gives: ``dose carrying_capacity`` (dose at most 1)."""
    return dose * carrying_capacity
