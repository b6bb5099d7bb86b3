"""What people report: a diary or survey answer is not the state itself.

Momentary answers are in within-person SD units, round each person's own level; survey answers are on 0..1.
"""

from __future__ import annotations

import math

from spirals.mechanisms.registry import mechanism


@mechanism
def daily_rhythm(hour: float, rhythm: float) -> float:
    """Return the time of day's part in reported energy, in within-person SD units.

    ``rhythm (.379 - .087 u - .913 u^2)`` with u = (hour - 9) / 9; ``rhythm`` is the fall from 9 h to 18 h.
    At 1.03 the curve passes through the measured +.39, +.05 and -.64 at 9, 14 and 18 h (target C21).
    """
    u = (hour - 9.0) / 9.0
    return rhythm * (0.379 - 0.087 * u - 0.913 * (u * u))


@mechanism
def reported_mood(
    level: float,
    energy_above_set: float,
    mood: float,
    noise: float,
    energy_in_mood: float,
    report_noise: float,
) -> float:
    """Return a momentary answer on mood.

    ``level + energy_in_mood energy_above_set + mood + report_noise noise``.
    ``level`` is the person's own; ``energy_above_set`` the deviation of slow energy from its set point, which
    gives moods their carry-over from day to day (target C2).
    """
    return level + energy_in_mood * energy_above_set + mood + report_noise * noise


@mechanism
def reported_energy(
    level: float,
    energy_above_set: float,
    mood: float,
    hour: float,
    noise: float,
    energy_in_mood: float,
    rhythm: float,
    report_noise: float,
) -> float:
    """Return a momentary answer on energy: what is reported on mood, and the rhythm of the day.

    Own level, slow energy (its small part), mood, time of day and noise (targets C20, C21).
    """
    answer = reported_mood(level, energy_above_set, mood, noise, energy_in_mood, report_noise)
    return answer + daily_rhythm(hour, rhythm)


@mechanism
def reported_strain(
    level: float, strain: float, mood: float, noise: float, strain_in_mood: float, report_noise: float
) -> float:
    """Return a momentary answer on strain, which falls with mood.

    ``strain_in_mood (strain - 1/2) - mood - level + report_noise noise``.
    ``level`` is the person's own level of mood: who feels better in general reports less strain.
    """
    return strain_in_mood * (strain - 0.5) - mood - level + report_noise * noise


@mechanism
def survey_noise(spread: float, reliability: float) -> float:
    """Return the SD of the noise that gives a survey answer its reliability.

    ``spread sqrt((1 - reliability) / reliability)`` with ``spread`` the between-person SD of the true values
    (classical test theory, Lord & Novick 1968); reliability about .8.
    """
    if reliability >= 1.0:
        return 0.0
    held = max(reliability, 1e-6)
    return spread * math.sqrt((1.0 - held) / held)


@mechanism
def survey_answer(value: float, noise: float, noise_sd: float) -> float:
    """Return a survey answer on 0..1: ``value + noise_sd noise``, cut off where the scale ends."""
    return min(1.0, max(0.0, value + noise_sd * noise))
