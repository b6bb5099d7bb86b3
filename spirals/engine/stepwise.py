"""The stepwise engine: the day agent by agent, each step a verb that a subclass of ``Employee`` may override."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from typing import Any

from spirals.engine import begin, evening, parting, slot, ties, together, yoked
from spirals.engine.morning import open_day
from spirals.engine.theory import Theory
from spirals.population import Population, State


class Stepwise:
    """The verbs of the engine bound to one theory, as plain Python.

    Parameters
    ----------
    theory
        What encounters do to people.
    verbs
        The engine's verbs that lead to the theory, each with its bound copy (`spirals.engine.theory.bind`).
    """

    def __init__(self, theory: Theory, verbs: Mapping[Any, Any]) -> None:
        self._theory = theory
        self._bound = {
            verb: verbs.get(verb, verb)
            for verb in (
                open_day, slot.steps_a_day, slot.open_step, slot.close_step, evening.close_day, begin.begin_ties,
                ties.make_tie, parting.part_from_all, together.run_day_together, yoked.yoked_day,
            )
        }  # fmt: skip

    def __reduce__(self) -> tuple[Any, ...]:
        """Make a copy from the theory."""
        from spirals.engine import stepwise_with

        return stepwise_with, (self._theory,)

    def day_of(self, model: Any) -> Callable[[Population], None]:
        """Return a function that runs a model's day through its employees."""
        return partial(self.run_day, model)  # a copy of the model has one of its own

    def run_day(self, model: Any, population: Population) -> None:
        """Run one working day of a model through its employees."""
        bound, s = self._bound, population.state
        bound[open_day](s)
        for step in range(bound[slot.steps_a_day](s)):
            n = bound[slot.open_step](s, step)
            for row in s.order[:n].tolist():
                model.employee(row).take_slot(step)
            bound[slot.close_step](s, step)
        bound[evening.close_day](s)

    def run_day_together(self, population: Population) -> None:
        """Run one working day in which all act at once."""
        self._bound[together.run_day_together](population.state, together.opening_of(population.state))

    def run_yoked_day(self, control: State, twin: State) -> None:
        """Run one day of a control and of the twin whose people act on its states."""
        self._bound[yoked.yoked_day](control, twin)

    def begin_ties(self, population: Population) -> None:
        """Draw the first ties."""
        self._bound[begin.begin_ties](population.state)

    def make_tie(self, population: Population, i: int, j: int) -> int:
        """Return the row of a new tie between two people, or -1."""
        return int(self._bound[ties.make_tie](population.state, i, j))

    def part_from_all(self, population: Population, i: int) -> None:
        """Cut every tie of a person who leaves."""
        self._bound[parting.part_from_all](population.state, i)
