"""Both engines run the same theory to the last bit."""

from __future__ import annotations

import inspect
from typing import Any

import numpy as np
import pytest

from spirals.engine import compiled
from spirals.mechanisms.registry import MECHANISMS
from spirals.organisation import Organisation
from spirals.scenario import shipped
from tests.engine.same import parts

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
    "no meetings, no routine": {"size": 14, "rng": 9, "team_meetings": 0.0, "routine_share": 0.0},
    **{f"null model {name}": {"size": 12, "rng": 10, "null_model": name} for name in ("M0", "M3", "M6")},
    # every fourth: practices differ in what they call for in the morning, which both engines are given alike
    **{f"scenario {name}": {"scenario": name, "size": 18, "rng": 11} for name in GENERATED[::4]},
    "an own organisation": {"scenario": "story_absent_mentor", "rng": 11},
}


@pytest.mark.parametrize("name", list(RUNS))
def test_stepwise_and_compiled_agree_bit_for_bit(name):
    settings = {"days": 22, **RUNS[name]}
    engines = {engine: Organisation(engine=engine, **settings) for engine in ("stepwise", "compiled")}
    for engine, organisation in engines.items():
        organisation.run_days(settings["days"])
        assert organisation.engine == engine
    one, other = (parts(organisation) for organisation in engines.values())
    assert {key for key in one if one[key] != other[key]} == set()


def test_another_seed_or_replicate_is_another_run():
    runs = [Organisation(size=10, days=3, rng=seed, replicate=k) for seed, k in ((1, 0), (2, 0), (1, 1))]
    for organisation in runs:
        organisation.run_days(3)
    assert len({parts(organisation)["people"] for organisation in runs}) == 3


def arguments(function: Any, rows: int) -> np.ndarray:
    """Return random arguments of every magnitude a mechanism may meet, with the corners 0, 1/2 and 1."""
    seed = [ord(letter) for letter in function.__name__]
    rng = np.random.default_rng(seed)
    n = len(inspect.signature(function).parameters)
    values = rng.uniform(0.0, 1.0, (rows, n))
    kind = rng.integers(0, 6, (rows, n))
    values = np.where(kind == 1, rng.normal(0.0, 4.0, (rows, n)), values)
    values = np.where(kind == 2, rng.choice([0.0, 0.5, 1.0, -1.0], (rows, n)), values)
    values = np.where(kind == 3, 10.0 ** rng.uniform(-6.0, 2.0, (rows, n)), values)
    return values


@pytest.mark.parametrize("function", MECHANISMS, ids=lambda function: function.__name__)
def test_every_mechanism_gives_the_same_bits_compiled(function):
    fast = compiled._compile(function)
    compared = 0
    for row in arguments(function, 400).tolist():
        try:
            plain = function(*row)
        except (ValueError, OverflowError, ZeroDivisionError):
            continue  # outside the mechanism's range: Python says so, compiled code cannot
        if not isinstance(plain, complex):
            assert np.array(fast(*row)).tobytes() == np.array(plain, dtype=float).tobytes(), row
            compared += 1
    assert compared >= 100


@pytest.mark.parametrize("engine", ["stepwise", "compiled"])
def test_a_run_can_be_repeated(engine):
    digests = []
    for _ in range(2):
        organisation = Organisation(size=12, days=6, rng=3, record=True, engine=engine)
        organisation.run_days(6)
        digests.append(parts(organisation))
    assert digests[0] == digests[1]
