"""Strain, hardship and resilience: how a blow weighs, is shared and passes, and what is left of it."""

from __future__ import annotations

from typing import Any

from spirals.mechanisms.numbers import exp, fall, rise
from spirals.mechanisms.registry import mechanism


@mechanism
def severity_of_setback(u: float, setback_spread: float) -> float:
    """Return how severe a setback is, from one uniform: ``1 + setback_spread (u - 1/2)``, mean 1."""
    return 1.0 + setback_spread * (u - 0.5)


@mechanism
def struck(
    hardship: float, energy: float, mood: float, severity: float, energy_loss: float, mood_loss: float
) -> tuple[float, float, float]:
    """Return hardship, energy and mood after a setback of a severity (about 1).

    Hardship grows by the severity, energy falls by ``exp(-energy_loss severity)``, mood by ``mood_loss severity``.
    """
    return hardship + severity, fall(energy, energy_loss * severity), mood - mood_loss * severity


@mechanism
def recovering(p: Any, resilience: float) -> float:
    """Return how fast somebody recovers, against the middle: ``resilience_base + resilience_slope resilience``."""
    return p.resilience_base + p.resilience_slope * resilience


@mechanism
def hardship_passed(p: Any, hardship: float, resilience: float) -> float:
    """Return hardship left after a night alone with it: ``hardship exp(-coping recovering(resilience))``.

    Half is gone in about seven weeks at middling resilience (theory.md, section 3).
    """
    return fall(hardship, p.coping * recovering(p, resilience))


@mechanism
def relieved(p: Any, carrying: float, q: float, dose: float, resilience: float) -> float:
    """Return the share of hardship that telling it once takes away.

    ``1 - exp(-hardship_sharing 2^2 carrying^relief_bearing q dose recovering(resilience))`` with the power by
    ``relief_bearing`` 2 as a square: relief goes steeply with what the tie bears (Stephens et al. 2013).
    """
    bears = carrying * carrying if p.relief_bearing == 2.0 else carrying**p.relief_bearing
    return 1.0 - exp(-p.hardship_sharing * bears * q * min(1.0, dose) * recovering(p, resilience))


@mechanism
def support_tonight(support: float, company: float, memory: float) -> float:
    """Return the company of the last days: ``support + memory (company - support)``.

    ``company`` is the mean of the day, weighed by dose (at least one).
    """
    return support + memory * (company - support)


@mechanism
def company_of(q: float, carrying: float, bad_at: float) -> float:
    """Return how good company an encounter is, 0..1: ``q carrying`` where the conduct is not depleting."""
    return q * carrying if q > bad_at else 0.0


@mechanism
def load_of(p: Any, demand: float, contact_hours: float, helped: float, open_need: float, reactivity: float) -> float:
    """Return what a day loads on somebody, before company damps it.

    ``reactivity (strain_load max(0, demand - demand_free) + crowding_load crowding) + help_strain helped + need_strain
    open_need`` with ``crowding = max(0, contact_hours / contact_limit - crowding_free)``: connectors and helpers tire
    first (Cross, Rebele & Grant 2016; Bolino & Turnley 2005).
    """
    crowding = max(0.0, contact_hours / p.contact_limit - p.crowding_free)
    work = p.strain_load * max(0.0, demand - p.demand_free) + p.crowding_load * crowding
    return reactivity * work + p.help_strain * helped + p.need_strain * open_need


@mechanism
def strain_after_day(p: Any, strain: float, load: float, hardship: float, support: float, resilience: float) -> float:
    """Return strain after a day's load and hardship.

    Pushed up by ``(load + strain_hardship min(2, hardship) (1 - resilience_damps (resilience - 1/2))) (1.2 -
    support_damps 2 support)``; support (0..1) damps the rise (Lepore et al. 1993), resilience what hardship does.
    """
    heavy = p.strain_hardship * min(2.0, hardship) * (1.0 - p.resilience_damps * (2.0 * resilience - 1.0))
    return rise(strain, max(0.0, load + heavy) * (1.0 + p.support_damps * (1.0 - 2.0 * support)))


@mechanism
def strain_after_night(p: Any, strain: float, support: float, resilience: float, nights: float) -> float:
    """Return strain after a night (or a weekend's nights).

    ``strain exp(-strain_recovery (alone + supported support) recovering(resilience) nights)``: company speeds recovery
    (Seeman et al. 1997).
    """
    rate = p.strain_recovery * (p.alone + p.supported * support) * recovering(p, resilience)
    return fall(strain, rate * nights)


@mechanism
def resilience_tonight(p: Any, resilience: float, own: float, mood: float, support: float, strain: float) -> float:
    """Return resilience after a day: built a little by good mood and company, worn by long strain.

    ``rise(resilience, resilience_mood max(0, mood + 1/2) + resilience_support support)``, then ``resilience_return`` of
    the way to ``resilience_rest + own`` and down by ``resilience_erosion max(0, strain - .3) resilience``.
    """
    built = rise(resilience, p.resilience_mood * max(0.0, mood + 0.5) + p.resilience_support * support)
    rest = min(1.0, max(0.0, p.resilience_rest + own))
    worn = p.resilience_erosion * max(0.0, strain - 0.3) * built
    return min(1.0, max(0.0, built + p.resilience_return * (rest - built) - worn))


@mechanism
def coped_with(p: Any, relief: float, hardship: float) -> float:
    """Return the push on resilience of coping with support: ``resilience_growth relief min(2, hardship)``."""
    return p.resilience_growth * relief * min(2.0, hardship)


@mechanism
def drifting_demand(p: Any, now: float, spread: float, noise: float) -> float:
    """Return the drifting part of demand next day: ``now - demand_return now + spread noise``."""
    return now - p.demand_return * now + spread * noise


@mechanism
def demand_on_person(p: Any, own: float, person: float, team: float, improvement: float, added: float) -> float:
    """Return work demand on a person, >= 0.

    ``demand + own + person + team - improvement_on_demand improvement + added``: the organisation's, the person's
    lasting and drifting parts, the team's drifting part, what ideas taken up have eased, and what practices add.
    """
    return max(0.0, p.demand + own + person + team - p.improvement_on_demand * improvement + added)
