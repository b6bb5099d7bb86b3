"""Each act does to the arrays what it says, to whom it says, and nothing else."""

import math

import numpy as np
import pytest
from pydantic import ValidationError

from spirals.errors import InputError
from spirals.interventions import (
    Blow,
    Breach,
    Meet,
    Newcomers,
    Recognise,
    Rely,
    Schedule,
    Shift,
    Teach,
    find,
)
from spirals.interventions.primitives import read_act
from spirals.mechanisms.practices import betrayed, recognised, recognition_weight, skill_taught
from spirals.parameters import PARAMETERS
from spirals.population import ENABLE, INTERDEPENDENCE, LEVER_COLUMNS, NORM, SEEN, SEEN_WEIGHT, TRUST
from spirals.scenario import from_dict
from tests.interventions.made import KEY, SIZE, TEAMS, custom, lever, organisation


def ran(*acts, days=1, people=None, **timing):
    """Return made-up people after some mornings with these acts."""
    people = people or organisation()
    schedule = Schedule([custom(*acts, **timing)], people, KEY)
    for day in range(1, days + 1):
        schedule.morning(day)
    return people


def changed(people):
    """Return the names of the arrays of people and ties that are not as in a fresh organisation."""
    names = ("people", "traits", "place", "ties", "nature", "ends", "teams")
    return {name for name in names if (getattr(people.state, name) != getattr(organisation().state, name)).any()}


# --- shift -------------------------------------------------------------------------------------------
def test_a_shift_reaches_those_it_names_and_only_while_it_lasts():
    people = organisation()
    schedule = Schedule([custom(Shift("honour", 0.4, of="leaders"), start=2, end=5, ramp=2, fade=1)], people, KEY)
    for day, amount in [(1, 0.0), (2, 0.2), (3, 0.4), (5, 0.4), (6, 0.2), (7, 0.0)]:
        schedule.morning(day)
        here = lever(people, "honour")
        assert here[:TEAMS] == pytest.approx(amount)
        assert not here[TEAMS:].any()
        assert not lever(people, "entrust").any()


def test_every_lever_but_conduct_can_be_shifted_by_any_practice():
    wanted = [name for name in LEVER_COLUMNS if name != "conduct"]
    people = ran(*(Shift(name, 0.1) for name in wanted))
    for name in wanted:
        assert lever(people, name) == pytest.approx(0.1)
    assert not lever(people, "conduct").any()


def test_shifts_of_several_practices_add_up_and_shares_stay_shares():
    people = organisation()
    acts = (Shift("ask", 0.2), Shift("voice", 0.8), Shift("attention", 0.7), Shift("devices", -0.2))
    Schedule([custom(*acts), custom(*acts, name="again"), custom(*acts)], people, KEY).morning(1)
    assert lever(people, "ask") == pytest.approx(0.6)
    assert lever(people, "voice").tolist() == lever(people, "attention").tolist() == [1.0] * SIZE
    assert not lever(people, "devices").any()


def test_levers_that_somebody_else_set_are_gone_the_next_morning():
    people = organisation()
    schedule = Schedule([], people, KEY)
    people.levers()[:] = 0.3
    schedule.morning(1)
    assert not people.levers().any()


def test_rivalry_and_parameters_count_the_share_taking_part():
    people = organisation()
    entry = custom(Shift("rivalry", 0.4), Shift("setback_rate", 0.1), who="team:T2")
    plan = Schedule([entry], people, KEY).morning(1)
    assert people.team("rivalry").tolist() == pytest.approx([0, 0, 0.4, 0, 0])
    assert plan.parameters == pytest.approx({"setback_rate": 0.1 / TEAMS})


def test_rivalry_goes_back_to_what_it_was_and_never_below_nothing():
    people = organisation()
    people.team("rivalry")[:] = 0.25
    people.team("contest")[:] = 0.0
    schedule = Schedule([custom(Shift("rivalry", -0.4), end=1)], people, KEY)
    schedule.morning(1)
    assert (people.team("rivalry") == 0.0).all()
    schedule.morning(2)
    assert (people.team("rivalry") == 0.25).all()


# --- what is refused ---------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("act", "said"),
    [
        ({"do": "shift", "target": "tone", "amount": 0.1}, "'tone' cannot be shifted; a practice does not set how"),
        ({"do": "shift", "target": "tone_respect", "amount": 0.1}, "'tone_respect' cannot be shifted"),
        ({"do": "shift", "target": "meeting_tone", "amount": 0.1}, "'meeting_tone' cannot be shifted"),
        ({"do": "shift", "target": "appeal_play", "amount": 0.1}, "say how much a move is wanted: ask, offer"),
        ({"do": "shift", "target": "honor", "amount": 0.1}, "did you mean 'honour'"),
        ({"do": "push", "state": "safety", "gain": 0.1}, "'push' is no act; practices move no state"),
        ({"do": "bond", "feature": "trust", "gain": 0.1}, "'bond' is no act; practices move no tie"),
        ({"do": "teach", "skill": "trust", "hours": 1.0}, "'respect' or 'enable'"),
        ({"do": "meet", "shape": "pair", "move": "talk", "minutes": 5.0, "presence": 0.6}, "less than or equal to 0.5"),
        (
            {"do": "meet", "shape": "pair", "move": "talk", "minutes": 5.0, "presence": -0.1},
            "greater than or equal to 0",
        ),
        ({"do": "meet", "shape": "pair", "move": "talk", "minutes": 5.0, "tone": 0.1}, "tone"),
        ({"do": "meet", "shape": "pair", "pathway": "play", "minutes": 5.0}, "pathway"),
    ],
)
def test_an_act_that_a_practice_may_not_do_is_refused_with_the_remedy(act, said):
    with pytest.raises((ValidationError, ValueError), match=said):
        read_act(act)


def test_a_refused_declaration_in_a_scenario_is_one_clear_line():
    does = [{"do": "shift", "target": "ask", "amount": 0.1}, {"do": "push", "state": "safety", "gain": 0.1}]
    with pytest.raises(InputError) as told:
        from_dict({"name": "x", "interventions": [{"id": "custom", "name": "talks", "does": does}]})
    assert str(told.value) == (
        "scenario: interventions.custom.does[2]: 'push' is no act; practices move no state; "
        "say what people then do more or less of, with shift, teach, meet or recognise"
    )


@pytest.mark.parametrize(
    ("amount", "harmful", "said"),
    [(-0.5, False, "and only downwards, if it is declared harmful"), (0.5, True, "only downwards")],
)
def test_conduct_is_lowered_by_harmful_practices_and_raised_by_none(amount, harmful, said):
    with pytest.raises(ValidationError, match=f"act 1 of 'custom' shifts conduct by {amount:g}; .*{said}"):
        custom(Shift("conduct", amount), harmful=harmful)
    assert lever(ran(Shift("conduct", -0.5), harmful=True), "conduct") == pytest.approx(-0.5)


# --- teach -------------------------------------------------------------------------------------------
def test_guided_practice_raises_one_skill_of_those_taught_by_hours_on_its_days():
    before = organisation().person("skill_respect").copy()
    people = ran(Teach("respect", 2.0, every=3, of="leaders"), days=4, dose=0.5)
    hours = 2  # two sessions of an hour at half the dose
    expected = np.where(before < 0.9, 0.9 - (0.9 - before) * np.exp(-PARAMETERS["teaching"].default * hours), before)
    assert people.person("skill_respect")[:TEAMS] == pytest.approx(expected[:TEAMS])
    assert (people.person("skill_respect")[TEAMS:] == before[TEAMS:]).all()
    assert changed(people) == {"people"}
    assert (people.person("skill_enable") == organisation().person("skill_enable")).all()


def test_teaching_levels_off_and_takes_nothing_from_the_skilled():
    assert skill_taught(0.5, 1e6, 0.012, 0.9) == 0.9
    assert skill_taught(0.95, 100.0, 0.012, 0.9) == 0.95
    assert skill_taught(0.5, 0.0, 0.012, 0.9) == 0.5
    twice = skill_taught(skill_taught(0.5, 5.0, 0.012, 0.9), 5.0, 0.012, 0.9)
    assert twice == pytest.approx(skill_taught(0.5, 10.0, 0.012, 0.9))


# --- rely --------------------------------------------------------------------------------------------
def test_interdependence_is_added_once_and_stays():
    people = ran(Rely(0.2, near="same_team"), days=5, end=3)
    same = people.person("team")[people.tie("a")] == people.person("team")[people.tie("b")]
    rows = people.tie_rows
    gain = people.state.nature[rows, INTERDEPENDENCE] - organisation().state.nature[rows, INTERDEPENDENCE]
    assert gain[same] == pytest.approx(0.2, abs=1e-6)
    assert not gain[~same].any()
    assert changed(people) == {"nature"}


# --- blow --------------------------------------------------------------------------------------------
def test_a_blow_strikes_hardship_energy_and_mood_once_and_in_full():
    before = organisation()
    people = ran(Blow(1.5, of="leaders"), days=3, ramp=10)
    p = people.state.p
    for name, expected in [
        ("hardship", before.person("hardship") + 1.5),
        ("energy", before.person("energy") * math.exp(-1.5 * p.setback_energy)),
        ("mood", before.person("mood") - 1.5 * p.setback_mood),
    ]:
        assert people.person(name)[:TEAMS] == pytest.approx(expected[:TEAMS])
    assert (people.state.people[TEAMS:] == before.state.people[TEAMS:]).all()
    assert changed(people) == {"people"}


def test_a_blow_may_strike_a_random_share_each_time():
    people = organisation()
    schedule = Schedule([custom(Blow(1.0, share=0.25, every=1))], people, KEY)
    struck = []
    for day in range(1, 41):
        before = people.person("hardship").copy()
        schedule.morning(day)
        struck.append(int((people.person("hardship") > before).sum()))
    assert 5 < np.mean(struck) < 15
    assert len(set(struck)) > 1


# --- breach ------------------------------------------------------------------------------------------
def test_a_breach_costs_the_betrayed_side_trust_its_rest_and_safety_and_is_seen():
    before, people = organisation(), ran(Breach(by="leaders", near="same_team"))
    a, b, team = people.tie("a"), people.tie("b"), people.person("team")
    p = people.state.p
    concerned = (a < TEAMS) & (b >= TEAMS) & (team[a] == team[b])  # every lead has the lower row
    weight = math.exp(p.power * 1.0)
    plain = concerned & (people.person("level")[a] == 1)
    for column, loss in [("trust_b", p.betrayal_trust), ("rest_trust_b", p.betrayal_memory)]:
        assert people.tie(column)[plain] == pytest.approx(
            before.tie(column)[plain] * math.exp(-weight * loss), rel=1e-5
        )
        assert (people.tie(column)[~concerned] == before.tie(column)[~concerned]).all()
    for column in ("trust_a", "rest_trust_a", "regard_a", "regard_b", "tensility"):
        assert (people.tie(column) == before.tie(column)).all()
    losses = np.bincount(b[concerned], minlength=SIZE)
    fallen = people.person("safety") < before.person("safety")
    assert (fallen == (losses > 0)).all()
    seen = np.bincount(team[b[concerned]], minlength=TEAMS)
    assert people.state.teams[:, SEEN + TRUST].tolist() == (-p.leader_weight * seen).tolist()
    assert people.state.teams[:, SEEN_WEIGHT + TRUST].tolist() == (p.leader_weight * seen).tolist()
    assert changed(people) == {"people", "ties", "nature", "teams"}


def test_a_breach_happens_in_a_share_of_ties():
    before, people = organisation(), ran(Breach(by="everyone", share=0.25))
    fallen = sum((people.tie(f"trust_{side}") < before.tie(f"trust_{side}")).mean() for side in "ab") / 2.0
    assert 0.15 < fallen < 0.35


def test_the_betrayed_remembers_and_the_weight_is_that_of_who_betrays():
    trust, rest, safety = betrayed(0.8, 0.6, 0.5, 2.0, 0.3, 0.15, 0.04)
    assert trust == pytest.approx(0.8 * math.exp(-0.6))
    assert rest == pytest.approx(0.6 * math.exp(-0.3))
    assert safety == pytest.approx(0.5 * math.exp(-0.08))


# --- recognise ---------------------------------------------------------------------------------------
def test_recognition_raises_worth_and_regard_of_the_one_who_helped_and_is_seen():
    people = organisation()
    people.deed("helped")[:] = 0.0
    people.deed("helped")[10] = 50.0  # of team 0
    before = people.person("worth").copy()
    givers = sorted(people.neighbours(10).tolist())
    ran(Recognise(1.0), people=people, who=[f"p{row}" for row in givers])
    p, times = people.state.p, len(givers)
    assert people.person("worth")[10] > before[10]
    assert (np.delete(people.person("worth"), 10) >= np.delete(before, 10)).all()
    assert people.person("worth")[10] == pytest.approx(1 - (1 - before[10]) * math.exp(-times * p.recognition_worth))
    leading = int((people.person("level")[givers] > 0).sum())
    weight = times - leading + leading * p.leader_weight
    assert people.state.teams[0, [SEEN + ENABLE, SEEN_WEIGHT + ENABLE]].tolist() == [weight, weight]
    assert (people.state.teams[:, NORM : NORM + 4] == 0.3).all()  # the norm follows at night, from what was seen


def test_recognition_that_is_not_meant_works_against_itself():
    assert recognised(0.5, 1.0, 0.2) == pytest.approx(1 - 0.5 * math.exp(-0.2))
    assert recognised(0.5, 0.5, 0.2) == 0.5
    assert recognised(0.5, 0.0, 0.2) == pytest.approx(0.5 * math.exp(-0.2))


def test_favourites_are_those_liked_and_not_those_who_helped():
    assert recognition_weight(2.0, 0.9, 0.0, 0.05) == recognition_weight(2.0, 0.1, 0.0, 0.05) == 2.05
    assert recognition_weight(2.0, 0.9, 1.0, 0.05) == pytest.approx(0.9**8)


def test_teammates_passed_over_who_had_helped_more_lose_worth_and_trust_in_the_giver():
    people = organisation()
    helped, team = people.deed("helped"), people.person("team")
    helped[:] = 0.0
    helped[10] = 50.0  # the best helper of team 0; no favourite of anybody
    before, trust = people.person("worth").copy(), [people.tie(f"trust_{side}") for side in "ab"]
    lead = 0
    tie = people.connect(lead, 10)
    people.state.ties[tie, 4:6] = 0.01
    trust = [people.tie(f"trust_{side}") for side in "ab"]
    ran(Recognise(4.0, favour=1.0, sincerity=0.5), people=people, who=["p0"])
    change = people.person("worth") - before
    assert change[10] < 0
    assert not np.delete(change, 10)[np.delete(team, 10) != 0].any()
    fallen = [np.flatnonzero(people.tie(f"trust_{side}") < trust[at]) for at, side in enumerate("ab")]
    assert [(people.tie("a")[row], people.tie("b")[row]) for row in fallen[1]] == [(0, 10)]
    assert not len(fallen[0])


# --- newcomers ---------------------------------------------------------------------------------------
def test_newcomers_start_as_the_practice_says():
    people, control = organisation(), organisation()
    act = Newcomers(skill=0.1, sociability=0.2, trustworthiness=0.1, peers=2, familiarity=0.3)
    schedule = Schedule([custom(act, end=5)], people, KEY)
    schedule.welcome([38], 4)
    for skill in ("skill_respect", "skill_enable"):
        assert people.person(skill)[38] == pytest.approx(min(control.person(skill)[38] + 0.1, 1.0))
    assert people.person("skill_own")[38] == pytest.approx(control.person("skill_own")[38] + 0.1)
    assert people.person("sociability")[38] == pytest.approx(control.person("sociability")[38] * np.exp(0.2), rel=1e-5)
    others = np.delete(np.arange(SIZE), 38)
    assert (people.state.people[others] == control.state.people[others]).all()
    familiar = people.tie("familiarity")[(people.tie("a") == 38) | (people.tie("b") == 38)]
    assert (familiar >= 0.3).sum() >= 2
    schedule.welcome([39], 6)
    assert (people.state.people[39] == control.state.people[39]).all()


# --- occasion ----------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("strikes", "days"),
    [
        ([], []),
        ([find("crisis", shocks_only=True)(day=10, lasts=5, severity=0.0)], []),
        ([find("crisis", shocks_only=True)(day=10, lasts=5)], list(range(10, 75))),
        ([find("layoffs")(start=10, end=10)], list(range(10, 71))),
        ([find("incivility_tolerated")(start=10)], []),
    ],
)
def test_crisis_leadership_is_idle_without_a_blow_and_long_after_it(strikes, days):
    people = organisation()
    schedule = Schedule([find("crisis_leadership")(start=5, every=1), *strikes], people, KEY)
    met = [day for day in range(1, 90) if schedule.morning(day).meetings]
    assert met == days
    why = "nothing struck the organisation, so there was no occasion for it"
    said = [line for line in schedule.idle(90) if "crisis_leadership" in line]
    assert said == ([] if days else [f"interventions.crisis_leadership did nothing: {why}"])


def test_presence_and_turns_of_a_meeting_are_what_the_act_asks_for():
    act = Meet("team", "entrust", 30.0, presence=0.5, equal=0.7)
    meetings = Schedule([custom(act, dose=2.0)], organisation(), KEY).morning(1).meetings
    assert {(m.move, m.minutes, m.presence, m.equal, m.pair) for m in meetings} == {(2, 60.0, 0.5, 0.7, False)}
