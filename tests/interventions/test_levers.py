"""Acts on levers, states and one side of ties: shift, push, bond, need, newcomers, recognition."""

import numpy as np
import pytest

from spirals.interventions import (
    Agenda,
    Bond,
    Newcomers,
    Push,
    Recognise,
    Shift,
)
from spirals.population import LEVER_COLUMNS, NEED
from tests.interventions.made import KEY, SIZE, TEAMS, custom, lever, organisation


def test_a_shift_reaches_those_it_names_and_only_while_it_lasts():
    people = organisation()
    agenda = Agenda([custom(Shift("tone", 0.4, of="leaders"), start=2, end=5, ramp=2, fade=1)], people, KEY)
    for day, amount in [(1, 0.0), (2, 0.2), (3, 0.4), (5, 0.4), (6, 0.2), (7, 0.0)]:
        agenda.morning(day)
        for pathway in ("respect", "enable", "trust", "play"):
            here = lever(people, f"tone_{pathway}")
            assert here[:TEAMS] == pytest.approx(amount)
            assert not here[TEAMS:].any()
        assert not lever(people, "appeal_play").any()


def test_shifts_of_several_practices_add_up_and_voice_stays_a_share():
    people = organisation()
    acts = (Shift("ask", 0.2), Shift("voice", 0.8))
    Agenda([custom(*acts), custom(*acts, name="again"), custom(*acts)], people, KEY).morning(1)
    assert lever(people, "ask") == pytest.approx(0.6)
    assert lever(people, "voice") == pytest.approx(1.0)


def test_team_conditions_and_parameters_count_the_share_taking_part():
    people = organisation()
    entry = custom(Shift("rivalry", 0.4), Shift("meeting_tone", 0.3), Shift("setback_rate", 0.1), who="team:T2")
    today = Agenda([entry], people, KEY).morning(1)
    assert people.team("rivalry").tolist() == pytest.approx([0, 0, 0.4, 0, 0])
    assert today.meeting_tone.tolist() == pytest.approx([0, 0, 0.3, 0, 0])
    assert today.parameters == pytest.approx({"setback_rate": 0.1 / TEAMS})


def test_rivalry_goes_back_to_what_it_was_and_never_below_nothing():
    people = organisation()
    people.team("rivalry")[:] = 0.25
    agenda = Agenda([custom(Shift("rivalry", -0.4), end=1)], people, KEY)
    agenda.morning(1)
    assert (people.team("rivalry") == 0.0).all()
    agenda.morning(2)
    assert (people.team("rivalry") == 0.25).all()


def test_a_push_is_one_saturating_step():
    people = organisation()
    before = people.person("safety").copy(), people.person("worth").copy(), people.person("mood").copy()
    acts = (Push("safety", 0.2), Push("worth", -0.2, of="leaders"), Push("mood", -1.0, every=0))
    agenda = Agenda([custom(*acts)], people, KEY)
    agenda.morning(1)
    assert people.person("safety") == pytest.approx(1 - (1 - before[0]) * np.exp(-0.2))
    assert people.person("worth")[:TEAMS] == pytest.approx(before[1][:TEAMS] * np.exp(-0.2))
    assert (people.person("worth")[TEAMS:] == before[1][TEAMS:]).all()
    agenda.morning(2)
    assert people.person("mood") == pytest.approx(before[2] - 1.0)


def test_a_push_may_reach_a_random_share_each_time():
    people = organisation()
    agenda = Agenda([custom(Push("hardship", 1.0, share=0.25))], people, KEY)
    struck = []
    for day in range(1, 41):
        before = people.person("hardship").copy()
        agenda.morning(day)
        struck.append((people.person("hardship") > before).sum())
    assert 5 < np.mean(struck) < 15
    assert len(set(struck)) > 1


def test_what_happens_once_happens_in_full_whatever_the_ramp():
    people = organisation()
    before = people.person("hardship").copy()
    Agenda([custom(Push("hardship", 1.0, every=0), ramp=10)], people, KEY).morning(1)
    assert people.person("hardship") == pytest.approx(before + 1.0)


def test_the_climate_moves_by_the_share_of_the_team():
    people = organisation()
    Agenda([custom(Push("climate", 0.5), who="leaders")], people, KEY).morning(1)
    assert people.team("climate") == pytest.approx(1 - 0.4 * np.exp(-0.5 / 8))


def test_a_bond_moves_one_side_towards_leaders_of_the_own_team():
    people = organisation()
    a, b, team = people.tie("a"), people.tie("b"), people.person("team")
    before = {name: people.tie(name) for name in ("trust_a", "trust_b", "regard_a", "tensility")}
    Agenda([custom(Bond("trust", -0.5, toward="leaders", near="same_team"))], people, KEY).morning(1)
    lower_is_lead = (a < TEAMS) & (team[a] == team[b])
    assert people.tie("trust_b")[lower_is_lead] == pytest.approx(before["trust_b"][lower_is_lead] * np.exp(-0.5))
    assert (people.tie("trust_b")[~lower_is_lead] == before["trust_b"][~lower_is_lead]).all()
    assert (people.tie("trust_a") == before["trust_a"]).all()
    assert (people.tie("regard_a") == before["regard_a"]).all()
    assert (people.tie("tensility") == before["tensility"]).all()


def test_trust_does_not_rise_above_what_deception_left():
    people = organisation()
    people.state.ties[:, 11] = 0.5
    before = people.tie("trust_a")
    Agenda([custom(Bond("trust", 3.0))], people, KEY).morning(1)
    assert people.tie("trust_a") == pytest.approx(np.maximum(before, np.minimum(1 - (1 - before) * np.exp(-3), 0.5)))


def test_need_is_added_once():
    people = organisation()
    agenda = Agenda([custom(Bond("need", 0.2, every=0, near="same_team"), end=3)], people, KEY)
    for day in range(1, 6):
        agenda.morning(day)
    same = people.person("team")[people.tie("a")] == people.person("team")[people.tie("b")]
    need = people.state.nature[people.tie_rows, NEED]
    assert need[same] == pytest.approx(0.2)
    assert not need[~same].any()


def test_newcomers_start_as_the_practice_says():
    people, control = organisation(), organisation()
    act = Newcomers(skill=0.1, sociability=0.2, trustworthiness=0.1, peers=2, familiarity=0.3)
    agenda = Agenda([custom(act, end=5)], people, KEY)
    agenda.welcome([38], 4)
    state, was = people.state, control.state
    assert state.people[38, 9:13] == pytest.approx(np.minimum(was.people[38, 9:13] + 0.1, 1.0))
    assert state.traits[38, 4] == pytest.approx(was.traits[38, 4] * np.exp(0.2), rel=1e-5)
    others = np.delete(np.arange(SIZE), 38)
    assert (state.people[others] == was.people[others]).all()
    familiar = people.tie("familiarity")[(people.tie("a") == 38) | (people.tie("b") == 38)]
    assert (familiar >= 0.3).sum() >= 2
    agenda.welcome([39], 6)
    assert (state.people[39] == was.people[39]).all()


def test_recognition_lifts_the_receiver_and_insincere_recognition_lowers():
    def worth(sincerity):
        people = organisation()
        before = people.person("worth").copy(), people.team("climate").copy()
        act = Recognise(1.0, worth=0.2, regard=0.2, climate=0.1, envy=0.0, sincerity=sincerity)
        agenda = Agenda([custom(act)], people, KEY)
        for day in range(1, 6):
            agenda.morning(day)
        return (people.person("worth") - before[0]).mean(), (people.team("climate") - before[1]).mean()

    assert min(worth(1.0)) > 0
    assert max(worth(0.0)) < 0
    assert worth(0.5) == (0.0, 0.0)


def test_recognition_goes_to_those_who_helped():
    people = organisation()
    people.person("helping")[:] = 0.0
    people.person("helping")[10] = 50.0
    before = {side: people.tie(f"regard_{side}") for side in "ab"}
    Agenda([custom(Recognise(1.0, worth=0, regard=0.2, climate=0, envy=0))], people, KEY).morning(1)
    risen = np.concatenate([(people.tie(f"regard_{side}") > before[side])[people.tie(side) == 10] for side in "ab"])
    assert risen.mean() > 0.9


def test_those_passed_over_who_had_helped_more_lose_worth():
    people = organisation()
    helping, team = people.person("helping"), people.person("team")
    helping[:] = 0.0
    helping[10] = 50.0  # the best helper of team 0, whom nobody outside recognises
    before = people.person("worth").copy()
    act = Recognise(1.0, worth=0, regard=0, climate=0, envy=0.05)
    strangers = [f"p{row}" for row in range(SIZE) if row not in (10, *people.neighbours(10))]
    Agenda([custom(act, who=strangers)], people, KEY).morning(1)
    change = people.person("worth") - before
    assert change[10] < 0
    assert not change[(team != 0)].any()


def test_every_lever_can_be_shifted():
    people = organisation()
    Agenda([custom(*(Shift(name, 0.1) for name in LEVER_COLUMNS))], people, KEY).morning(1)
    assert people.state.levers == pytest.approx(0.1)
