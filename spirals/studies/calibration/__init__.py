"""Fitting the free parameters to the targets: priors, screening, the fit, and what the data then say."""

from __future__ import annotations

from spirals.studies.calibration.posterior import Posterior
from spirals.studies.calibration.priors import Prior, prior, set_by_targets
from spirals.studies.calibration.run import FREED, Settings, calibrate

__all__ = ["FREED", "Posterior", "Prior", "Settings", "calibrate", "prior", "set_by_targets"]
