"""The ten benefits build-high-quality-connections lists, each with a measure that is not energy renamed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple

import numpy as np

from spirals.measures.network import pearson


class Benefit(NamedTuple):
    """One benefit of the source, the measure that stands for it, and why that one."""

    statement: str
    measure: str
    why: str


BENEFITS: dict[int, Benefit] = {
    1: Benefit(
        "physically and psychologically healthier",
        "health",
        "falls with strain as it adds up over months, not with how energetic people are now",
    ),
    2: Benefit(
        "enhanced physiological resources",
        "mean_strain",
        "allostatic load now (less is better): good company damps its rise and speeds its decay",
    ),
    3: Benefit(
        "greater cognitive functioning, broader capacities for thinking",
        "breadth",
        "variety of pathways used and of partners met: the widened repertoire of broaden-and-build",
    ),
    4: Benefit(
        "better at knowing who to trust and who not to trust",
        "discernment",
        "agreement of trust with the others' trustworthiness, over each person's own ties",
    ),
    5: Benefit(
        "more learning behaviours",
        "learning_behaviour",
        "questions asked and mistakes told, counted in encounters",
    ),
    6: Benefit(
        "more resilient, also top management teams: bouncing back from setbacks more effectively",
        "organisation_half_recovery",
        "days until half of a shock's strain is gone (fewer is better); team_half_recovery for teams",
    ),
    7: Benefit(
        "more committed and involved, more organisational citizenship behaviours",
        "citizenship",
        "help given to others, asked or unasked, counted in encounters",
    ),
    8: Benefit(
        "more creative individuals and teams",
        "creativity",
        "different knowledge met in ties open enough to make something of it",
    ),
    9: Benefit(
        "greater overall employee commitment and engagement",
        "mean_commitment",
        "follows meaning, safety and belonging over months, and shows in who stays",
    ),
    10: Benefit(
        "relational coordination, hence efficiency and quality of performance",
        "relational_coordination",
        "shared knowledge, shared goals and mutual respect on interdependent ties; performance builds on it",
    ),
}


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
