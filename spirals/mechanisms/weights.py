"""The one table of effect weights: how much each pathway feeds each variable, for good and for ill.

Rows are pathways, columns ``EFFECT_COLUMNS``.  Source: the table in theory.md, after the four pathways of Dutton (2003)
and what goes wrong in each; numbers are assumptions, largest where the sources name the variable first.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from spirals.population import EFFECT_COLUMNS, PATHWAYS

_COLUMNS = EFFECT_COLUMNS

# fmt: off
#                    regard trust carry tens  conn  energy safety worth meaning commit mood
_LIFE_GIVING = {
    "respectful_engagement": (1.3, 0.7, 0.9, 0.6, 0.6, 0.8, 1.0, 1.0, 1.0, 0.2, 1.0),
    "task_enabling":         (0.8, 1.0, 0.6, 0.6, 1.2, 1.0, 0.5, 0.3, 0.4, 0.2, 1.0),
    "trusting":              (0.7, 1.4, 1.4, 0.9, 0.7, 0.8, 1.2, 0.4, 0.6, 1.0, 0.9),
    "play":                  (0.8, 0.6, 0.7, 1.0, 1.2, 1.4, 1.0, 0.2, 0.3, 0.2, 1.4),
}
_DEPLETING = {
    "respectful_engagement": (1.5, 0.7, 0.9, 0.7, 0.7, 0.8, 1.4, 1.0, 0.8, 0.3, 1.4),
    "task_enabling":         (0.8, 1.2, 0.5, 0.5, 1.2, 0.8, 0.6, 0.8, 0.4, 0.2, 1.2),
    "trusting":              (0.8, 1.8, 1.4, 0.9, 0.7, 0.8, 1.4, 0.5, 0.6, 1.0, 1.4),
    "play":                  (0.8, 0.5, 0.5, 0.5, 0.6, 0.5, 0.7, 0.3, 0.1, 0.1, 0.9),
}
# fmt: on


def effect_weights() -> NDArray[np.float64]:
    """Return the weights as (sign, pathway, variable): sign 0 depleting, 1 life-giving; all >= 0."""
    table = np.zeros((2, len(PATHWAYS), len(_COLUMNS)))
    for sign, rows in enumerate((_DEPLETING, _LIFE_GIVING)):
        for row, pathway in enumerate(PATHWAYS):
            table[sign, row] = rows[pathway]
    return table
