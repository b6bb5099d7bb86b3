"""The ten benefits build-high-quality-connections lists, each with a measure that is not energy renamed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import combinations
from typing import NamedTuple

import numpy as np

from spirals.measures.network import pearson
from spirals.measures.registry import MEASURES, per_person, spread_of
from spirals.measures.reported import noise
from spirals.measures.states import own_ties
from spirals.measures.view import Floats, View
from spirals.mechanisms.reporting import survey_noise


class Benefit(NamedTuple):
    """One benefit of the source, the measure that stands for it, why that one, and what else shows it."""

    statement: str
    measure: str
    why: str
    also: tuple[str, ...] = ()


BENEFITS: dict[int, Benefit] = {
    1: Benefit(
        "physically and psychologically healthier",
        "health",
        "falls with strain as it adds up over months, not with how energetic people are now",
        ("mean_strain",),
    ),
    2: Benefit(
        "enhanced physiological resources",
        "reactivity",
        "strain that each unit of a day's load brings (less is better): good company damps it",
    ),
    3: Benefit(
        "greater cognitive functioning, broader capacities for thinking",
        "breadth",
        "variety of moves used and of people met: the widened repertoire of broaden-and-build",
    ),
    4: Benefit(
        "better at knowing who to trust and who not to trust",
        "discernment",
        "agreement of trust with the others' trustworthiness over own ties, as far as it has been tested",
        ("trust_accuracy",),
    ),
    5: Benefit(
        "more learning behaviours",
        "learning_behaviour",
        "share of occasions that are taken to ask for help and to tell views and mistakes, and heard",
    ),
    6: Benefit(
        "more resilient, also top management teams: bouncing back from setbacks more effectively",
        "recovery",
        "share of a hardship that is gone in a week; after a shock, depth, half-life and area at each level",
        ("person_half_recovery", "team_half_recovery", "top_team_half_recovery", "organisation_half_recovery"),
    ),
    7: Benefit(
        "more committed and involved, more organisational citizenship behaviours",
        "citizenship",
        "help given, asked for or not, as a share of encounters in which there was a need",
    ),
    8: Benefit(
        "more creative individuals and teams",
        "creativity",
        "ideas that people have with others and that are taken up",
    ),
    9: Benefit(
        "greater overall employee commitment and engagement",
        "mean_commitment",
        "follows meaning, safety and worth over months, and shows in who stays",
        ("engagement",),
    ),
    10: Benefit(
        "relational coordination, hence efficiency and quality of performance",
        "relational_coordination",
        "shared knowledge, shared goals and mutual respect on interdependent ties; performance builds on it",
        ("performance",),
    ),
}

OF_PERSONS = (
    "health",
    "reactivity",
    "breadth",
    "discernment",
    "learning_behaviour",
    "recovery",
    "mean_commitment",
    "citizenship",
    "creativity",
    "engagement",
)
OF_TEAMS = ("relational_coordination", "performance")
_FIRST_QUESTION = 16  # noise of these questions is not that of other surveys
_FEWEST_ANSWERS = 8


def survey_of_ties(view: View) -> dict[str, float]:
    """Return how the quality of own ties goes with each benefit: one survey of people, and of teams by their means.

    Correlations of answers, both with the noise of the reliability ``survey_reliability``; nan with fewer than eight
    answers, or for `recovery` in a run without weekly panels.  Between people for ``OF_PERSONS``, between means of
    teams for ``OF_TEAMS``.
    """
    ties = _answer(own_ties("quality", view), 0, view)
    found = {}
    for question, name in enumerate((*OF_PERSONS, *OF_TEAMS), 1):
        values = per_person(name, view)
        assert values is not None, name
        answers = (ties, _answer(values, question, view))
        known = ~(np.isnan(answers[0]) | np.isnan(answers[1]))
        x, y = (answer[known] for answer in answers)
        if name in OF_TEAMS:
            x, y = (_team_means(answer, view.team[known]) for answer in (x, y))
        found[name] = pearson(x, y) if x.size >= _FEWEST_ANSWERS else float("nan")
    return found


def _answer(values: Floats, question: int, view: View) -> Floats:
    spread = spread_of(values)
    reliability = view.parameters["survey_reliability"]
    return values + survey_noise(0.0 if np.isnan(spread) else spread, reliability) * noise(
        view, _FIRST_QUESTION + question
    )


def _team_means(values: Floats, team: np.ndarray) -> Floats:
    _, team = np.unique(team, return_inverse=True)
    return np.bincount(team, values) / np.bincount(team)


def correlation_with(name: str, values: Mapping[str, Sequence[float]]) -> dict[str, float]:
    """Return each measure's correlation with one of them over scenarios; nan where either does not vary.

    With ``name="mean_energy"`` this is the check that no outcome is energy renamed (above .8 in size it is).

    Parameters
    ----------
    name
        The measure to hold the others against.
    values
        Measure name -> one value per scenario, in the same order for all.
    """
    of = np.asarray(values[name], dtype=np.float64)
    return {other: pearson(of, np.asarray(given, dtype=np.float64)) for other, given in values.items() if other != name}


def pairs_above(line: float, values: Mapping[str, Sequence[float]]) -> dict[tuple[str, str], float]:
    """Return the pairs of measures that correlate by more than ``line`` in size over scenarios or people."""
    known = {name: np.asarray(given, dtype=np.float64) for name, given in values.items()}
    pairs = {(x, y): pearson(known[x], known[y]) for x, y in combinations(known, 2)}
    return {pair: r for pair, r in pairs.items() if abs(r) > line}


def expected_sign(name: str) -> int:
    """Return the sign that the source claims for a benefit against the quality of ties: +1, or -1 if less is better."""
    return MEASURES[name].better
