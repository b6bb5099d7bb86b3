"""What a survey or a diary would find: the same states with the noise of asking people."""

from __future__ import annotations

import numpy as np

from spirals import streams
from spirals.measures.outcomes import engagement, over_people
from spirals.measures.registry import person_measure, spread_of
from spirals.measures.states import NO_PEOPLE
from spirals.measures.view import Floats, View
from spirals.mechanisms import reporting
from spirals.population import SLOT_HOURS

SURVEY = "validation.md, C16"
_ENERGY, _ENGAGEMENT, _FIRST_FREE = range(3)  # which noise is whose; append only
_BLOCKS = 1 << 20  # a survey's noise is not that of the diary, which counts its own blocks from 0


def survey(view: View, values: Floats, item: int) -> Floats:
    """Return survey answers on 0..1 to what people truly have, at the reliability ``survey_reliability``.

    ``item`` numbers the question: the same person answers two questions with independent noise.  Comparable
    across scenarios: the same person meets the same noise.
    """
    spread = spread_of(values)
    noise_sd = reporting.survey_noise(0.0 if np.isnan(spread) else spread, view.parameters["survey_reliability"])
    return over_people(reporting.survey_answer, values, noise(view, item), noise_sd)


def noise(view: View, item: int) -> Floats:
    """Return one standard normal per active person for one question, alike in every scenario."""
    return view.noise(4 * _BLOCKS + item, streams.DIARY)


@person_measure("Energy as people report it", "SD", 1, SURVEY, "People", missing=NO_PEOPLE)
def reported_energy(view: View) -> Floats:
    """How energetic people say they feel in the last slot of the last day, in within-person SDs."""
    p = view.parameters
    return over_people(
        reporting.reported_energy,
        view.person("mood_set"),
        view.person("energy") - view.person("energy_set"),
        view.person("mood"),
        SLOT_HOURS[-1],
        noise(view, _ENERGY),
        p["energy_in_mood"],
        p["rhythm"],
        p["report_noise"],
    )


@person_measure("Engagement as people report it", "0..1", 1, SURVEY, "People", missing=NO_PEOPLE)
def reported_engagement(view: View) -> Floats:
    """How far people say in a survey that they put themselves into their work."""
    return survey(view, engagement(view), _ENGAGEMENT)
