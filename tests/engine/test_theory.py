"""A theory of one's own, found by an entry point: the same bits in both engines, the same log and measures."""

from __future__ import annotations

import copy
import math
import pickle
from collections.abc import Iterator
from importlib.metadata import EntryPoint
from typing import Any

import numpy as np
import pytest

from spirals import theories
from spirals.engine import compiled, compiled_with
from spirals.engine.theory import HOOKS, bind
from spirals.errors import InputError
from spirals.organisation import Organisation
from spirals.population import REGARD
from spirals.structure.start import shipped
from tests.engine import toy_theory
from tests.engine.same import parts

POINTS = [
    EntryPoint("polite", "tests.engine.toy_theory:THEORY", theories.GROUP),
    EntryPoint("no theory", "tests.engine.toy_theory:NO_THEORY", theories.GROUP),
    EntryPoint("not there", "tests.engine.no_such_theory:THEORY", theories.GROUP),
]


def installed(group: str, name: str | None = None) -> list[EntryPoint]:
    assert group == theories.GROUP
    return [point for point in POINTS if name in (None, point.name)]


@pytest.fixture(autouse=True)
def _installed(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setattr(theories, "entry_points", installed)
    theories.find.cache_clear()
    yield
    theories.find.cache_clear()


def polite(**settings: Any) -> Organisation:
    settings = {"size": 14, "teams": 2, "days": 8, "rng": 3, "record": True, "theory": "polite", **settings}
    return Organisation(settled=shipped(), **settings)


def test_it_is_listed_and_found() -> None:
    assert theories.names() == ["moves", "no theory", "not there", "polite"]
    assert theories.find("polite") is toy_theory.THEORY


@pytest.mark.parametrize(
    ("name", "why"),
    [
        ("politeness", "'politeness' is unknown; there is moves, no theory, not there, polite"),
        ("no theory", "'no theory' (tests.engine.toy_theory:NO_THEORY) is no spirals.engine.theory.Theory"),
        ("not there", "'not there' (tests.engine.no_such_theory:THEORY) cannot be loaded: "),
    ],
)
def test_what_is_no_theory_gets_one_clear_line(name: str, why: str) -> None:
    with pytest.raises(InputError) as caught:
        Organisation(size=4, theory=name)
    assert str(caught.value).startswith(f"theory: {why}")
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize("more", [{}, {"activation": "simultaneous", "time_step": 0.5}], ids=["in turn", "at once"])
def test_both_engines_run_it_to_the_same_bits(more: dict[str, Any]) -> None:
    runs = [polite(engine=engine, turnover=1.0, **more) for engine in ("stepwise", "compiled")]
    for organisation in runs:
        organisation.run_days(8)
    assert [organisation.engine for organisation in runs] == ["stepwise", "compiled"]
    one, other = (parts(organisation) for organisation in runs)
    assert {key for key in one if one[key] != other[key]} == set()


@pytest.mark.parametrize("engine", ["stepwise", "compiled"])
def test_it_is_the_theory_that_is_run(engine: str) -> None:
    organisation = polite(engine=engine, turnover=0.0)
    organisation.run_days(1)
    log = organisation.encounters
    q = 1.0 / (1.0 + math.exp(-toy_theory.POLITE))
    assert len(log) > 0
    assert log[["conduct_who", "conduct_whom", "regard_who", "regard_whom"]].to_numpy() == pytest.approx(q)
    assert set(log.tone_who) == {"life_giving"}
    assert not log.filter(regex="asked|offered|voiced|played|solved").to_numpy().any()
    assert organisation.series["mean_conduct"][0] == pytest.approx(toy_theory.POLITE)
    assert organisation.teams["norm_respect"].tolist() == (1.0 / (1.0 + organisation.teams["size"])).tolist()


def test_what_an_evening_leaves_of_a_tie_is_what_the_theory_says() -> None:
    organisation = polite(team_meetings=0.0, turnover=0.0)
    before = organisation.population.state.ties[:, REGARD].astype(float)
    organisation.run_days(1)
    after = organisation.population.state.ties[: len(before), REGARD].astype(float)
    log = organisation.encounters
    ids = np.array(organisation.population.ids, object)
    a, b = ids[organisation.population.tie("a")], ids[organisation.population.tie("b")]
    pairs = [frozenset(pair) for pair in zip(log.who, log.whom, strict=True)]
    times = np.array([pairs.count(frozenset(pair)) for pair in zip(a, b, strict=True)])[: len(before)]
    risen = 1.0 - (1.0 - before) * np.exp(-toy_theory.LIKED * times)
    assert after == pytest.approx((1.0 - toy_theory.LET_GO) * risen, abs=1e-6)
    assert times.sum() > 0


def test_calendar_log_and_measures_are_the_same_as_with_any_theory() -> None:
    organisation, usual = polite(), polite(theory="moves")
    for one in (organisation, usual):
        one.run_days(8)
    assert list(organisation.encounters.columns) == list(usual.encounters.columns)
    assert list(organisation.series) == list(usual.series)
    assert math.isfinite(organisation.measure("mean_quality"))
    assert math.isfinite(organisation.measure("mean_energy"))
    assert organisation.series["meetings"].tolist() == usual.series["meetings"].tolist()


def test_copies_go_on_with_it() -> None:
    organisation = polite(days=12)
    organisation.run_days(4)
    copies = [copy.deepcopy(organisation), pickle.loads(pickle.dumps(organisation))]
    for one in (organisation, *copies):
        one.run_days(4)
    assert parts(organisation) == parts(copies[0]) == parts(copies[1])


def test_each_theory_has_compiled_code_of_its_own() -> None:
    shipped_theory = theories.find("moves")
    folders = [compiled_with(theory).folder for theory in (shipped_theory, toy_theory.THEORY)]
    assert folders[0] != folders[1]
    assert compiled._digest(shipped_theory) == folders[0].name  # whatever other theories are loaded


def test_nothing_but_what_leads_to_a_theory_is_bound() -> None:
    copies = bind(toy_theory.THEORY)
    names = {verb.__name__ for verb in copies}
    assert {"run_day", "converse", "wake", "close_day", "settle_ties", "hear", "yoked_day", "run_day_together"} <= names
    assert not {"make_tie", "cut_tie", "find_tie", "choose_partner", "fade", "sum_up"} & names
    for verb, copied in copies.items():
        assert copied.__code__ is verb.__code__
        used = {copied.__globals__.get(name) for name in copied.__code__.co_names if name in copied.__globals__}
        assert not {value for value in used if callable(value)} & set(HOOKS), verb.__name__
