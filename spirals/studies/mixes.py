"""Mixes of practices: what a search for the best under a budget chooses from."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from spirals.errors import InputError
from spirals.experiments.counterpart import needs_twin
from spirals.interventions.practice import Entry
from spirals.scenario import Scenario
from spirals.studies.extras import need

DOSES = (0.25, 0.5, 0.75, 1.0, 1.5, 2.0)
MONTH = 20  # working days; starts and ends fall on months


class Placed(NamedTuple):
    """One practice of a mix: which, how much, from when to when."""

    name: str
    dose: float
    start: int
    end: int

    def __str__(self) -> str:
        """Return it in words."""
        return f"{self.name} x{self.dose:g}, day {self.start} to {self.end}"


def mixed(reference: Scenario, choices: Mapping[str, tuple[Entry, ...]], mix: Sequence[Placed]) -> Scenario:
    """Return the reference with a mix of practices."""
    entries = [
        entry.model_copy(update={"dose": one.dose * entry.amount, "start": one.start, "end": one.end, "lasts": None})
        for one in mix
        for entry in choices[one.name]
    ]
    return reference.model_copy(update={"interventions": (*reference.interventions, *entries)})


def practices_of(reference: Scenario, others: Sequence[Scenario]) -> dict[str, tuple[Entry, ...]]:
    """Return the practices of each scenario, to be mixed.

    Raises
    ------
    InputError
        If there is nothing to mix, or a scenario differs from the reference by more than practices.
    """
    found: dict[str, tuple[Entry, ...]] = {}
    for one in others:
        entries = tuple(entry for entry in one.interventions if entry.helps)
        if not entries:
            raise InputError(f"optimise: {one.name} has no practice to mix in; leave it out")
        if needs_twin(one, reference):
            raise InputError(
                f"optimise: {one.name} differs from {reference.name} by more than practices; start both from the same"
            )
        found[one.name] = entries
    if not found:
        raise InputError("optimise: nothing to mix; name the reference, then scenarios with practices")
    if any(entry.helps for entry in reference.interventions):
        raise InputError(f"optimise: {reference.name} is the reference and has practices; name one without first")
    return found


def search(seed: int) -> tuple[Any, Any]:
    """Return an empty search for score and cost at once, and the library that makes it.

    Raises
    ------
    InputError
        If Optuna is not installed.
    """
    import warnings

    need("optuna", "optimise")
    import optuna

    optuna.logging.set_verbosity(optuna.logging.ERROR)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # constraints are marked as experimental
        sampler = optuna.samplers.TPESampler(
            seed=seed % 2**32, n_startup_trials=10, constraints_func=lambda trial: (trial.user_attrs.get("over", 1.0),)
        )
        return optuna.create_study(directions=["maximize", "minimize"], sampler=sampler), optuna


def mix_of(trial: Any, choices: Mapping[str, Any], days: int) -> tuple[Placed, ...]:
    """Let the search choose a mix: what is in it, how much, from which month to which."""
    months = max(1, days // MONTH)
    chosen = []
    for name in choices:
        if not trial.suggest_categorical(f"{name}: in", [False, True]):
            continue
        dose = trial.suggest_categorical(f"{name}: dose", DOSES)
        start = trial.suggest_int(f"{name}: first month", 1, months)
        length = trial.suggest_int(f"{name}: months", 1, months)
        last = start + length - 1
        chosen.append(Placed(name, dose, 1 + MONTH * (start - 1), days if last >= months else MONTH * last))
    return tuple(sorted(chosen, key=lambda one: (one.start, one.name)))


def first_tried(choices: Mapping[str, Any], days: int) -> list[dict[str, Any]]:
    """Return what is tried first: nothing, and each practice alone as described, for the whole time."""
    months, nothing = max(1, days // MONTH), {f"{name}: in": False for name in choices}
    alone = [
        {**nothing, f"{name}: in": True, f"{name}: dose": 1.0, f"{name}: first month": 1, f"{name}: months": months}
        for name in choices
    ]
    return [nothing, *alone]
