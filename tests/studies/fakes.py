"""Organisations of a few lines whose runs take a set time, or fail, to test what is built around the real one."""

from __future__ import annotations

import os
import time

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
