"""The sources' claims as hypotheses that runs can speak against."""

from __future__ import annotations

from spirals.studies.propositions.connections import CONNECTIONS
from spirals.studies.propositions.declare import GROWTH, Proposition, Situation
from spirals.studies.propositions.practices import PRACTICES
from spirals.studies.propositions.trial import MODELS, Trial, try_propositions

PROPOSITIONS: tuple[Proposition, ...] = (*CONNECTIONS, *PRACTICES)

__all__ = ["GROWTH", "MODELS", "PROPOSITIONS", "Proposition", "Situation", "Trial", "try_propositions"]
