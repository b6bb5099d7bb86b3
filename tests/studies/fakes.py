"""Organisations of a few lines whose runs take a set time, or fail, to test what is built around the real one."""

from __future__ import annotations

import os
import time

import numpy as np

from tests.experiments.fake import FakeOrganisation


class Brisk(FakeOrganisation):
    """Depends on the setting; no work at all."""

    def measure(self, name: str) -> float:
        return super().measure(name) + 0.1 * float(self.scenario.values()["demand"])


class Steady(Brisk):
    """Takes as many seconds a run as ``STEADY_SECONDS`` says."""

    def run_days(self, days: int) -> None:
        time.sleep(float(os.environ.get("STEADY_SECONDS", "0")) * days / self.scenario.days)
        super().run_days(days)


class FailsWhereHard(Brisk):
    """Breaks down where demand is high."""

    def run_days(self, days: int) -> None:
        if self.scenario.values()["demand"] > 0.75:
            raise ZeroDivisionError("nobody\nis left")
        super().run_days(days)


class Linear(FakeOrganisation):
    """Energy is a known sum of parameters without any luck; strain is luck alone."""

    def measure(self, name: str) -> float:
        values = self.scenario.values()
        if name == "mean_energy":
            return 4.0 * values["demand"] + 1.0 * values["contagion"]
        return self.luck


class Flipping(FakeOrganisation):
    """A practice helps where demand is below 0.6 and harms above; luck differs between runs with and without."""

    def measure(self, name: str) -> float:
        values = self.scenario.values()
        helped = 0.1 if values["demand"] < 0.6 else -0.1
        other = np.random.default_rng([self.scenario.seed, self.replicate, len(self.scenario.interventions)])
        return 0.5 + self.luck + helped * len(self.scenario.interventions) + float(other.normal(0.0, 0.01))
