"""Both engines run the same theory to the last bit."""

from __future__ import annotations

import inspect
from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

from spirals.mechanisms.registry import MECHANISMS
from spirals.organisation import Organisation
from spirals.parameters import PARAMETERS, ParameterSet
from spirals.scenario import shipped
from spirals.structure.start import shipped as shipped_start
from tests.engine.same import compile_alone, parts
from tests.theory import given as _all_mechanisms  # noqa: F401

LIVELY = {"turnover": 1.5, "vacancy_days": 6.0, "move_rate": 1.0}
PRACTICES = [
    {"id": name, "start": 2} for name in ("team_incentives", "voice_practice", "appreciation", "mentoring", "buddy")
]
GENERATED = [name for name in shipped() if not name.startswith("story_")]
RUNS: dict[str, dict[str, Any]] = {
    "two people": {"size": 2, "rng": 1},
    "five people, recording": {"size": 5, "rng": 2, "record": True},
    "one team": {"size": 9, "teams": 1, "rng": 3},
    "sites and remote work": {"size": 30, "sites": 3, "remote": 0.5, "rng": 4, "record": True},
    "joining, moving, leaving": {"size": 25, "rng": 5, "days": 60, "record": True, **LIVELY},
    "practices and meetings": {"size": 20, "rng": 6, "record": True, "interventions": PRACTICES, **LIVELY},
    "layoffs, scarce posts": {
        "size": 16,
        "rng": 12,
        "interventions": [{"id": "layoffs", "start": 4}],
        "scarce_posts": 0.2,
    },
    "a crisis": {"size": 16, "rng": 7, "shocks": [{"id": "crisis", "day": 4}]},
    "little attention": {"size": 24, "rng": 8, "attention_limit": 3.0, "reach_base": 0.0},
    "no meetings": {"size": 14, "rng": 9, "team_meetings": 0.0},
    "moves all day": {
        "size": 14, "rng": 13, "record": True, "play_base": 1.0, "entrust_base": 1.0, "ask_base": 1.0,
        "dissent_base": 1.0, "honour_base": 0.0, "betrayal_share": 0.5, "setback_rate": 0.2, "handled_base": -1.0,
    },
    "half the time step": {"size": 14, "rng": 14, "time_step": 0.5, "record": True},
    "another saturation": {"size": 14, "rng": 15, "saturation": "square", "record": True},
    "all at once": {"size": 14, "rng": 16, "activation": "simultaneous", "record": True},
    "all at once, half the time step": {"size": 14, "rng": 17, "activation": "simultaneous", "time_step": 0.5},
    **{f"null model {name}": {"size": 12, "rng": 10, "null_model": name} for name in ("M0", "M3", "M6", "M7")},
    # every fourth: practices differ in what they call for in the morning, which both engines are given alike
    **{f"scenario {name}": {"scenario": name, "size": 18, "rng": 11} for name in GENERATED[::4]},
    "an own organisation": {"scenario": "story_absent_mentor", "rng": 11},
}  # fmt: skip


@pytest.mark.parametrize("name", list(RUNS))
def test_stepwise_and_compiled_agree_bit_for_bit(name: str) -> None:
    settings = {"days": 22, **RUNS[name]}
    engines = {
        engine: Organisation(engine=engine, settled=shipped_start(), **settings) for engine in ("stepwise", "compiled")
    }
    for engine, organisation in engines.items():
        organisation.run_days(settings["days"])
        assert organisation.engine == engine
        assert organisation.series["encounters"].sum() > 0
    one, other = (parts(organisation) for organisation in engines.values())
    assert {key for key in one if one[key] != other[key]} == set()


def test_another_seed_or_replicate_is_another_run() -> None:
    runs = [Organisation(size=10, days=3, rng=seed, replicate=k) for seed, k in ((1, 0), (2, 0), (1, 1))]
    for organisation in runs:
        organisation.run_days(3)
    assert len({parts(organisation)["people"] for organisation in runs}) == 3


@pytest.mark.parametrize("engine", ["stepwise", "compiled"])
def test_a_run_can_be_repeated(engine: str) -> None:
    digests = []
    for _ in range(2):
        organisation = Organisation(size=12, days=6, rng=3, record=True, engine=engine)
        organisation.run_days(6)
        digests.append(parts(organisation))
    assert digests[0] == digests[1]


# --- every mechanism on its own --------------------------------------------------------------------------
def parameter_sets(count: int) -> list[ParameterSet]:
    """Return the defaults, and sets of parameters anywhere in their ranges, ends included."""
    rng = np.random.default_rng(7)
    found = [ParameterSet({row.name: row.default for row in PARAMETERS.values()})]
    for _ in range(count - 1):
        x = np.where(
            rng.integers(0, 4, len(PARAMETERS)) == 0,
            rng.choice([0.0, 1.0], len(PARAMETERS)),
            rng.random(len(PARAMETERS)),
        )
        found.append(
            ParameterSet(
                {
                    row.name: row.low + y * (row.high - row.low)
                    for row, y in zip(PARAMETERS.values(), x.tolist(), strict=True)
                }
            )
        )
    return found


def arguments(function: Any, rows: int) -> np.ndarray:
    """Return random arguments of every magnitude a mechanism may meet, with the corners 0, 1/2 and 1."""
    seed = [ord(letter) for letter in function.__name__]
    rng = np.random.default_rng(seed)
    n = len([name for name in inspect.signature(function).parameters if name != "p"])
    values = rng.uniform(0.0, 1.0, (rows, n))
    kind = rng.integers(0, 6, (rows, n))
    values = np.where(kind == 1, rng.normal(0.0, 4.0, (rows, n)), values)
    values = np.where(kind == 2, rng.choice([0.0, 0.5, 1.0, -1.0], (rows, n)), values)
    values = np.where(kind == 3, 10.0 ** rng.uniform(-6.0, 2.0, (rows, n)), values)
    return values


def over_state(function: Callable[..., Any]) -> Callable[..., Any]:
    """Return a function of a state and numbers that hands the state's parameters to a mechanism which takes them."""
    names = list(inspect.signature(function).parameters)
    numbers = [name for name in names if name != "p"]
    given = ["s.p" if name == "p" else name for name in names]
    space: dict[str, Any] = {"mechanism": function}
    exec(f"def wrapper(s, {', '.join(numbers)}):\n    return mechanism({', '.join(given)})", space)
    wrapper: Callable[..., Any] = space["wrapper"]
    return wrapper


@pytest.fixture(scope="module")
def states() -> list[Any]:
    """Return states that differ in their parameters only."""
    state = Organisation(size=2, engine="stepwise").population.state
    return [state._replace(p=p) for p in parameter_sets(8)]


@pytest.mark.parametrize("function", MECHANISMS, ids=lambda function: function.__name__)
def test_every_mechanism_gives_the_same_bits_compiled(function: Callable[..., Any], states: list[Any]) -> None:
    from spirals.engine.compiled.state_type import Handle

    plain = over_state(function)
    fast = compile_alone(plain)
    handles = [Handle(state) for state in states]
    compared = 0
    for number, row in enumerate(arguments(function, 400).tolist()):
        which = number % len(states)
        try:
            expected = plain(states[which], *row)
        except (ValueError, OverflowError, ZeroDivisionError, TypeError):
            continue  # outside the mechanism's range (a negative base's power is complex): only Python says so
        if not isinstance(expected, complex):
            found = fast(handles[which], *row)
            assert np.array(found).tobytes() == np.array(expected, dtype=float).tobytes(), row
            compared += 1
    assert compared >= 100
