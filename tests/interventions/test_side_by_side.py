"""What is done for many people at once gives what one after the other would."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from spirals.interventions import Custom, Recognise, Schedule
from spirals.interventions.draws import OncePerPerson, PersistentDraws, draws
from spirals.interventions.pairing import pairs_within, partners_for
from spirals.population import ENABLE, LEVEL, REGARD, SEEN, SEEN_WEIGHT, TIE_TRUST, WORTH
from tests.interventions.made import KEY, SIZE, organisation


def _step(x, gain):
    if gain == 0.0:
        return x
    return 1.0 - (1.0 - x) * np.exp(-gain) if gain > 0.0 else x * np.exp(gain)


def _recognise_one_by_one(people, act, day, what):
    state, team, helped, p = people.state, people.person("team"), people.deed("helped"), people.state.p
    sincere, base = 2.0 * act.sincerity - 1.0, int(act.rate)
    rows = np.arange(SIZE)
    times = base + (draws(KEY, rows, day, f"{what}|giver") < act.rate - base)
    for giver in rows.tolist():
        others = np.sort(people.neighbours(giver))
        for turn in range(int(times[giver])):
            u = draws(KEY, others, day, f"{what}|{giver}|{turn}")
            ties = np.array([people.tie_between(giver, other) for other in others.tolist()])
            regard = state.ties[ties, np.where(giver > others, REGARD + 1, REGARD)].astype(float)
            weight = (1.0 - act.favour) * (helped[others] + p.recognition_base) + act.favour * regard**8
            other = int(others[np.argmin(-np.log(u) / weight)])
            tie = people.tie_between(giver, other)
            state.people[other, WORTH] = _step(state.people[other, WORTH], p.recognition_worth * sincere)
            side = REGARD if other < giver else REGARD + 1
            state.ties[tie, side] = _step(state.ties[tie, side], p.recognition_regard * sincere)
            own, leads = team[other], people.person("level")[giver] > 0
            state.teams[own, SEEN + ENABLE] += sincere * (p.leader_weight if leads else 1.0)
            state.teams[own, SEEN_WEIGHT + ENABLE] += p.leader_weight if leads else 1.0
            for mate in rows[(team == own) & (helped > helped[other])].tolist():
                if mate in (giver, other):
                    continue
                level = people.person("level")
                minds = 1.0 if level[giver] > level[mate] else act.favour
                more = minds * (1.0 - float(helped[other]) / float(helped[mate]))
                state.people[mate, WORTH] = _step(state.people[mate, WORTH], -p.envy * more)
                tie = people.tie_between(mate, giver)
                if tie >= 0:
                    side = TIE_TRUST if mate < giver else TIE_TRUST + 1
                    state.ties[tie, side] = _step(state.ties[tie, side], -p.envy_trust * more)


@pytest.mark.parametrize(("rate", "sincerity", "favour"), [(0.3, 1.0, 0.0), (2.4, 0.1, 0.3), (1.0, 0.5, 1.0)])
def test_recognition_is_as_if_one_after_the_other(rate, sincerity, favour):
    act = Recognise(rate, favour=favour, sincerity=sincerity)
    found, expected = organisation(), organisation()
    for people in (found, expected):
        people.deed("helped")[:] = np.random.default_rng(3).uniform(0.0, 2.0, SIZE)
    schedule = Schedule([Custom(does=(act,))], found, KEY)
    for day in range(1, 4):
        schedule.morning(day)
        _recognise_one_by_one(expected, act, day, "custom|0")
    for name in ("people", "ties", "teams"):
        assert getattr(found.state, name) == pytest.approx(getattr(expected.state, name), abs=1e-6)


def _may_meet(one, two, team, level, near, peers):
    fits = near == "any" or (team[one] == team[two]) == (near == "same_team")
    return one != two and fits and (not peers or level[one] == level[two])


crowds = st.lists(st.tuples(st.integers(0, 3), st.integers(0, 2)), max_size=25)
nears = st.sampled_from(["any", "same_team", "other_team"])


@given(crowds, nears, st.booleans(), st.integers(0, 99))
def test_pairs_are_made_in_the_order_of_draws(crowd, near, peers, seed):
    team, level = (np.array([one[x] for one in crowd], dtype=np.int64) for x in (0, 1))
    u = np.random.default_rng(seed).random(len(crowd))
    waiting, expected = np.argsort(u).tolist(), []
    while waiting:
        one = waiting.pop(0)
        two = next((other for other in waiting if _may_meet(one, other, team, level, near, peers)), None)
        if two is not None:
            waiting.remove(two)
            expected.append((one, two))
    assert pairs_within(np.arange(len(crowd)), u, team, level, near, peers) == expected


@given(crowds, nears, st.booleans(), st.integers(0, 99))
def test_everybody_is_given_the_least_loaded_partner(crowd, near, peers, seed):
    team, level = (np.array([one[x] for one in crowd], dtype=np.int64) for x in (0, 1))
    u = np.random.default_rng(seed).random(len(crowd))
    everyone = np.arange(len(crowd))
    load, expected = np.zeros(len(crowd)), []
    for one in range(len(crowd)):
        able = [two for two in everyone.tolist() if _may_meet(one, two, team, level, near, peers)]
        if able:
            two = min(able, key=lambda other: (load[other], u[other]))
            load[two] += 1
            expected.append((one, two))
    assert partners_for(everyone, everyone, u, np.zeros(len(crowd)), team, level, near, peers) == expected


def test_persistent_draws_are_made_once_and_grow_with_the_people():
    kept = PersistentDraws(organisation(), KEY, "x")
    assert len(kept.of(np.zeros(0, dtype=np.int64))) == 0
    for rows in (np.array([2, 5]), np.arange(40), np.array([3])):
        assert (kept.of(rows) == draws(KEY, rows, 0, "x")).all()


def test_once_per_person_is_once():
    marks = OncePerPerson()
    assert marks.fresh(np.array([1, 4])).tolist() == [1, 4]
    assert marks.fresh(np.array([0, 4, 9])).tolist() == [0, 9]
    assert marks.fresh(np.array([1, 9])).tolist() == []


@pytest.mark.parametrize(("givers", "favour", "minded"), [("members", 0.0, False), ("members", 1.0, True)])
def test_thanks_among_equals_for_what_was_done_take_nothing_from_anybody(givers, favour, minded):
    people = organisation()
    people.deed("helped")[:] = np.random.default_rng(3).uniform(0.0, 2.0, SIZE)
    people.state.place[:, LEVEL] = 0
    before = people.person("worth").copy()
    Schedule([Custom(does=(Recognise(1.0, favour=favour, of=givers),))], people, KEY).morning(1)
    assert (people.person("worth") < before).any() == minded


def test_a_choice_from_above_is_minded_by_those_who_had_helped_more():
    people = organisation()
    people.deed("helped")[:] = np.random.default_rng(3).uniform(0.0, 2.0, SIZE)
    before = people.person("worth").copy()
    Schedule([Custom(does=(Recognise(2.0, of="leaders"),))], people, KEY).morning(1)
    lost = people.person("worth") < before
    assert lost.any()
    assert (people.person("level")[lost] < 2).all()
