"""The stepwise engine: the day agent by agent, each step a verb that a subclass of ``Employee`` may override."""

from __future__ import annotations

from typing import Any

from spirals.engine import begin, parting, ties, together
from spirals.engine.evening import close_day
from spirals.engine.morning import open_day
from spirals.engine.slot import close_step, open_step, steps_a_day
from spirals.population import Population


class Day:
    """Runs a model's days through its employees."""

    def __init__(self, model: Any) -> None:
        self.model = model

    def __call__(self, population: Population) -> None:
        """Run one working day."""
        s = population.state
        open_day(s)
        for step in range(steps_a_day(s)):
            n = open_step(s, step)
            for row in s.order[:n].tolist():
                self.model.employee(row).take_slot(step)
            close_step(s, step)
        close_day(s)


def run_day_together(population: Population) -> None:
    """Run one working day in which all act at once."""
    together.run_day_together(population.state, together.opening_of(population.state))


def begin_ties(population: Population) -> None:
    """Draw the first ties."""
    begin.begin_ties(population.state)


def make_tie(population: Population, i: int, j: int) -> int:
    """Return the row of a new tie between two people, or -1."""
    return ties.make_tie(population.state, i, j)


def part_from_all(population: Population, i: int) -> None:
    """Cut every tie of a person who leaves."""
    parting.part_from_all(population.state, i)
