"""The model on paper: where a tie settles, when it tips, and how much a loop feeds back on itself.

As the gain of a single encounter goes to zero, chance averages out and a tie moves to where its good and bad
encounters balance.  That limit can be solved, and the simulated model must meet it (theory.md, checks 1 to 3).
Bistability found here is a property of a region of parameters, never a finding about people.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from typing import NamedTuple

import numpy as np

from spirals.mechanisms.numbers import logistic, logit
from spirals.mechanisms.weights import effect_weights
from spirals.population import W_CARRYING, W_CONNECTIVITY, W_REGARD, W_TENSILITY, W_TRUST
from spirals.structure.start import Typical, tone_without_tie, typical

FEATURES = (W_CARRYING, W_TENSILITY, W_CONNECTIVITY, W_REGARD, W_TRUST)
"""Columns of the table of weights that feed quality, which is their plain mean."""
# every arrow from a state back to the tone of encounters; zero cuts it
ARROWS = (
    "reinforcement", "energy_effect", "mood_effect", "strain_effect", "skill_effect", "climate_effect",
    "distraction", "spill_effect",
)  # fmt: skip
_GRID = 4001  # points at which a sign change is looked for
_STEP = 1e-4


class FixedPoint(NamedTuple):
    """A quality at which a tie's good and bad encounters balance."""

    quality: float
    slope: float
    """Slope of the mean-field map there: the loop gain G of the tie alone."""

    @property
    def stable(self) -> bool:
        """Whether a tie pushed away a little comes back."""
        return self.slope < 1.0


def balance(chance: float, asymmetry: float) -> float:
    """Return where one feature rests under encounters that are life-giving with a constant chance.

    ``chance / (chance + (1 - chance) asymmetry)``: gains ``chance (1 - x)`` equal losses
    ``(1 - chance) asymmetry x``.

    Parameters
    ----------
    chance
        P(life-giving | not routine), 0..1.
    asymmetry
        L_k > 0: how much harder a depleting encounter hits this feature than a life-giving one lifts it.

    Examples
    --------
    >>> balance(0.8, 2.0)
    0.6666666666666667
    """
    return chance / (chance + (1.0 - chance) * asymmetry)


def asymmetries(shares: Sequence[float], loss_ratio: float) -> tuple[float, ...]:
    """Return L_k = loss_ratio sum(share w-) / sum(share w+) for the five features of quality.

    Parameters
    ----------
    shares
        How often each of the four pathways is taken; they need not sum to 1.
    loss_ratio
        How much stronger bad is than good, >= 1.
    """
    mix = np.asarray(shares, dtype=float)
    table = effect_weights()
    return tuple(loss_ratio * float(mix @ table[0, :, k]) / float(mix @ table[1, :, k]) for k in FEATURES)


def answer(quality: float, tone_baseline: float, reinforcement: float, loss_by_feature: Sequence[float]) -> float:
    """Return the mean-field map: the quality that encounters of ties of this quality lead to."""
    chance = logistic(tone_baseline + reinforcement * (quality - 0.5))
    return sum(balance(chance, asymmetry) for asymmetry in loss_by_feature) / len(loss_by_feature)


def slope(quality: float, tone_baseline: float, reinforcement: float, loss_by_feature: Sequence[float]) -> float:
    """Return the slope of that map: ``reinforcement mean_k(x_k (1 - x_k))``, the loop gain of the tie alone.

    With equal weights and at a fixed point this is ``reinforcement x (1 - x)``.
    """
    chance = logistic(tone_baseline + reinforcement * (quality - 0.5))
    points = [balance(chance, asymmetry) for asymmetry in loss_by_feature]
    return reinforcement * sum(x * (1.0 - x) for x in points) / len(points)


def fixed_points(
    tone_baseline: float, reinforcement: float, loss_ratio: float | Sequence[float]
) -> tuple[FixedPoint, ...]:
    """Return every quality at which a tie can rest, lowest first.

    With equal weights these solve ``logit(q) = tone_baseline + reinforcement (q - 1/2) - ln(loss_ratio)``.

    Parameters
    ----------
    tone_baseline
        Tone logit of a tie of quality 1/2.
    reinforcement
        How much a whole unit of quality adds to it, >= 0.
    loss_ratio
        One number for all features, or L_k for each (see ``asymmetries``).

    Examples
    --------
    >>> [round(point.quality, 3) for point in fixed_points(0.7, 6.0, 2.0)]
    [0.071, 0.497, 0.93]
    """
    losses = (loss_ratio,) if isinstance(loss_ratio, int | float) else tuple(loss_ratio)

    def excess(q: float) -> float:
        return answer(q, tone_baseline, reinforcement, losses) - q

    roots = [_bisect(excess, *bracket) for bracket in _brackets(excess)]
    return tuple(FixedPoint(q, slope(q, tone_baseline, reinforcement, losses)) for q in roots)


def _brackets(f: Callable[[float], float]) -> list[tuple[float, float]]:
    grid = [k / (_GRID - 1) for k in range(_GRID)]
    values = [f(x) for x in grid]
    found = []
    for k in range(_GRID - 1):
        if values[k] == 0.0:
            found.append((grid[k], grid[k]))
        elif values[k] * values[k + 1] < 0.0:
            found.append((grid[k], grid[k + 1]))
    return found


def _bisect(f: Callable[[float], float], low: float, high: float) -> float:
    rising = f(low) < 0.0
    for _ in range(60):
        middle = 0.5 * (low + high)
        if (f(middle) < 0.0) == rising:
            low = middle
        else:
            high = middle
    return 0.5 * (low + high)


def tie_loop_gain(reinforcement: float, quality: float) -> float:
    """Return the loop gain of the tie alone at a fixed point, equal weights: ``reinforcement x (1 - x)``."""
    return reinforcement * quality * (1.0 - quality)


def largest_tie_loop_gain(reinforcement: float) -> float:
    """Return G_max of the tie alone, ``reinforcement / 4``: above 1 a tie can tip for some baseline."""
    return reinforcement / 4.0


def tipping_window(reinforcement: float, loss_ratio: float) -> tuple[float, float] | None:
    """Return the tone baselines between which a tie has two stable qualities, or None where it never has.

    With ``x+- = (1 +- sqrt(1 - 4/reinforcement)) / 2`` and ``c(x) = logit(x) - reinforcement (x - 1/2)``: from
    ``c(x+) + ln(loss_ratio)`` to ``c(x-) + ln(loss_ratio)``; it needs ``reinforcement > 4``.

    Examples
    --------
    >>> [round(edge, 3) for edge in tipping_window(6.0, 2.0)]
    [0.278, 1.108]
    >>> tipping_window(4.0, 2.0) is None
    True
    """
    if reinforcement <= 4.0:
        return None
    half = 0.5 * math.sqrt(1.0 - 4.0 / reinforcement)

    def edge(x: float) -> float:
        return logit(x) - reinforcement * (x - 0.5) + math.log(loss_ratio)

    return edge(0.5 + half), edge(0.5 - half)


class LoopPoint(NamedTuple):
    """The whole organisation with the arrow from states to tone cut, as a typical pair sees it."""

    held: float
    """Tone logit that behaviour is held at."""
    given: float
    """Tone logit that the states so reached would give."""
    gain: float
    """Slope of ``given`` on ``held``: the loop gain G where the two are (nearly) equal."""


def cut_loop(parameters: Mapping[str, float], held: float) -> LoopPoint:
    """Hold the tone of a typical pair at a logit and ask which tone the states so reached would give.

    All states that settle (tie quality, energy, strain, safety, skill, climate) answer, over any time it takes;
    mood, pathways and partners are held.  The states are those of ``structure.start.typical``.

    Parameters
    ----------
    parameters
        All parameters by name.
    held
        The tone logit at which every arrow from states to behaviour is cut.
    """
    below, above = (_given(parameters, held + step) for step in (-_STEP, _STEP))
    return LoopPoint(held, _given(parameters, held), (above - below) / (2.0 * _STEP))


def _given(parameters: Mapping[str, float], held: float) -> float:
    states = _cut(parameters, held)
    return tone_without_tie(parameters, states) + parameters["reinforcement"] * (states.quality - 0.5)


def _cut(parameters: Mapping[str, float], held: float) -> Typical:
    """Return the states that behaviour reads where the tone of encounters is held at a logit."""
    cut = {**parameters, **dict.fromkeys(ARROWS, 0.0), "tone_baseline": held}
    states = typical(cut)
    if parameters["gain"] == 0.0 or parameters["feedback"] < 1.0:  # null models M2 and M6
        start = typical(parameters).quality
        share = parameters["feedback"] if parameters["gain"] > 0.0 else 0.0
        states = states._replace(quality=start + share * (states.quality - start))
    if parameters["climate_rate"] == 0.0:  # null model M5
        states = states._replace(climate=parameters["climate_start"])
    return states


class RestingPoint(NamedTuple):
    """A tone at which the organisation can rest on paper, and the states of a typical person there."""

    tone: float
    states: Typical
    gain: float
    """Loop gain G there; below 1 it comes back after a small push."""

    @property
    def stable(self) -> bool:
        """Whether the organisation comes back after a small push."""
        return self.gain < 1.0


def resting_points(parameters: Mapping[str, float], tones: int = 33) -> tuple[RestingPoint, ...]:
    """Return every state in which an organisation with these parameters can rest, the lowest tone first.

    Parameters
    ----------
    parameters
        All parameters by name.
    tones
        Number of tones between -8 and 8 at which a change of sign is looked for; two states closer than their
        distance can be missed.
    """
    grid = np.linspace(-8.0, 8.0, tones).tolist()
    excess = [_given(parameters, held) - held for held in grid]
    found = []
    for k in range(tones - 1):
        if excess[k] == 0.0 or excess[k] * excess[k + 1] < 0.0:
            found.append(_settled(parameters, grid[k], grid[k + 1], excess[k] > 0.0))
    return tuple(found)


def _settled(parameters: Mapping[str, float], low: float, high: float, rising: bool) -> RestingPoint:
    for _ in range(14):
        middle = 0.5 * (low + high)
        if (_given(parameters, middle) > middle) == rising:
            low = middle
        else:
            high = middle
    tone = 0.5 * (low + high)
    slope = (_given(parameters, tone + _STEP) - _given(parameters, tone - _STEP)) / (2.0 * _STEP)
    return RestingPoint(tone, _cut(parameters, tone), slope)


def operating_point(parameters: Mapping[str, float]) -> LoopPoint:
    """Return the loop at the tone of a typical pair of the organisation as it starts."""
    start = typical(parameters)
    return cut_loop(parameters, start.logit + parameters["reinforcement"] * (start.quality - 0.5))


def largest_loop_gain(parameters: Mapping[str, float]) -> float:
    """Return G_max: the largest slope along the mean-field curve, over all tones an organisation could have.

    Above 1, some baseline exists at which the organisation has two stable states.
    """
    tones = np.linspace(-5.0, 5.0, 101)
    answers = np.array([_given(parameters, float(held)) for held in tones])
    return float(np.max(np.diff(answers) / np.diff(tones)))
