"""A model as an object: classes of employees, copies, and going away when finished."""

from __future__ import annotations

import copy
import gc
import pickle
import weakref

import pytest

from spirals.employee import Employee
from spirals.errors import InputError
from spirals.organisation import Organisation
from tests.engine.same import Homebody, Plain, parts


def test_overriding_a_verb_selects_the_stepwise_engine():
    organisation = Organisation(size=16, teams=4, days=6, employee_class=Homebody, record=True, team_meetings=0.0)
    assert organisation.engine == "stepwise"
    organisation.run_model()
    team = organisation.people.set_index("id").team
    log = organisation.encounters
    assert len(log) > 0
    assert (log.who.map(team) == log.whom.map(team)).all()


def test_overriding_a_verb_is_an_error_under_the_compiled_engine():
    with pytest.raises(InputError, match="stepwise") as caught:
        Organisation(size=8, employee_class=Homebody, engine="compiled")
    assert "\n" not in str(caught.value)


def test_a_class_without_verbs_of_its_own_stays_compiled():
    organisation = Organisation(size=8, days=2, employee_class=Plain, rng=1)
    assert organisation.engine == "compiled"
    organisation.run_model()
    assert organisation.find("P1").hobby == "chess"


@pytest.mark.parametrize("verb", Employee.VERBS)
def test_every_verb_can_be_overridden(verb):
    calls = []
    usual = getattr(Employee, verb)

    def counted(self, *arguments):
        calls.append(verb)
        return usual(self, *arguments)

    person = type("Counted", (Employee,), {verb: counted})
    mine = Organisation(size=8, days=2, rng=2, employee_class=person)
    plain = Organisation(size=8, days=2, rng=2, engine="compiled")
    for organisation in (mine, plain):
        organisation.run_model()
    assert mine.engine == "stepwise"
    assert calls
    assert parts(mine) == parts(plain)  # an override that only looks on changes nothing


def test_a_chosen_move_is_made():
    playful = type("Playful", (Employee,), {"choose_pathway": lambda self, partner, slot, k: "play"})
    organisation = Organisation(size=8, days=3, rng=2, employee_class=playful, record=True, team_meetings=0.0)
    organisation.run_model()
    log = organisation.encounters
    assert len(log) > 0
    assert log.played_who[log.dose >= 1.0].all()  # a short word is made of it the less likely
    assert not log.played_whom.all()  # the other is free


@pytest.mark.parametrize("engine", ["stepwise", "compiled"])
@pytest.mark.parametrize("woken", [False, True])
def test_copies_of_a_live_model_go_on_bit_for_bit(engine, woken):
    organisation = Organisation(size=14, days=30, rng=3, engine=engine, record=True, turnover=2.0, vacancy_days=3.0)
    organisation.run_days(12)
    if woken:
        assert len(organisation.agents) > 0
    copies = [copy.deepcopy(organisation), pickle.loads(pickle.dumps(organisation))]
    before = parts(organisation)
    for one in copies:
        assert parts(one) == before
    organisation.run_days(12)
    assert [parts(one) for one in copies] == [before, before]  # nothing is shared with the original
    for one in copies:
        one.run_days(12)
        assert parts(one) == parts(organisation)
    assert organisation.series["joined"].sum() > 0


@pytest.mark.parametrize("engine", ["stepwise", "compiled"])
def test_a_finished_model_is_collected(engine):
    organisation = Organisation(size=8, days=3, engine=engine, turnover=2.0)
    organisation.run_model()
    assert len(organisation.agents) > 0
    assert len(organisation.people) >= 8
    gone = weakref.ref(organisation)
    del organisation
    gc.collect()
    assert gone() is None


def test_who_is_let_go_between_days_is_counted_on_the_next() -> None:
    organisation = Organisation(size=12, days=5, rng=1, engine="stepwise", turnover=0.0)
    organisation.step()
    organisation.employee(3).remove()
    organisation.step()
    assert organisation.series["left"].tolist() == [0.0, 1.0]
    assert organisation.series["headcount"].tolist() == [12.0, 11.0]
