"""What the moves of one encounter do, to whom: each made to happen, and its effects counted before they are applied."""

from __future__ import annotations

import math
from typing import Any

import pytest

from spirals.engine import verbs_of
from spirals.engine.encounter import Frame, change_tie, clear_impact, converse
from spirals.engine.ties import owed_by
from spirals.organisation import Organisation
from spirals.population import (
    ANSWERED,
    ASKED,
    AUTHENTICITY,
    BETRAYED,
    CARRYING,
    CERTAIN,
    COMPANY,
    D_ASKED,
    D_ATTENTION,
    D_BREACHED,
    D_COMFORTED,
    D_CONDUCT,
    D_GIVEN,
    D_HEARD,
    D_HELPED,
    D_HONOURED,
    D_MET,
    D_OFFERED,
    D_REFUSED,
    D_RELIEF,
    D_SHARED,
    D_SOLVED,
    D_STARTED,
    D_THANKED,
    D_TOLD,
    D_VOICED,
    DELEGATED,
    DISAGREED,
    DISCLOSED,
    DOWN_ENERGY,
    DOWN_HARDSHIP,
    DOWN_REGARD,
    DOWN_SAFETY,
    DOWN_TRUST,
    DOWN_WORTH,
    ENABLE,
    ENERGY,
    FAVOURS,
    HABIT,
    HARDSHIP,
    HELPED,
    HONOURED,
    HURT,
    IDEA,
    IMPACT_COLUMNS,
    KINDS_TODAY,
    LEVEL,
    LEVER_SEEN,
    MEANING,
    MOOD,
    NEED,
    NEEDED,
    NORM,
    OFFERED,
    PLAY,
    PLAYED,
    REGARD,
    REPAIRED,
    REST_TRUST,
    RUPTURE,
    RUPTURED,
    SAFETY,
    SEEN,
    SEEN_WEIGHT,
    SHARED,
    SHARED_PLAY,
    SOLVED,
    STRAIN,
    TEAM,
    THANKED,
    TIE_TRUST,
    TOLD,
    TRUST,
    UP_CARRYING,
    UP_CONNECTIVITY,
    UP_KNOWLEDGE,
    UP_MEANING,
    UP_MOOD,
    UP_OWED,
    UP_REGARD,
    UP_RESILIENCE,
    UP_TENSILITY,
    UP_TRUST,
    UP_WORTH,
    VOICED,
    WORTH,
    State,
)
from spirals.structure.start import shipped
from spirals.theories import moves as theory

WELL, BADLY, ROUTINE = 0.9, 0.1, 0.5
SURE = {"grant_base": 8.0, "match_base": 5.0, "match_knowledge": 0.0, "thank_base": 5.0, "honour_base": 8.0}


def two(**parameters: float) -> tuple[State, int]:
    """Return two colleagues of one rank and their tie, in the middle of a day, nothing yet summed up."""
    organisation = Organisation(
        size=2, teams=1, days=5, rng=4, engine="stepwise", settled=shipped(), parameters={**SURE, **parameters}
    )
    organisation.begin_day()
    organisation.population.group()
    s = organisation.population.state
    s.place[:, LEVEL] = 0
    s.people[:, [HARDSHIP, NEED]] = 0.0
    s.deeds[:] = 0.0
    clear_impact(s)
    return s, organisation.population.connect(0, 1)


def pushes(s: State, side: int) -> dict[str, float]:
    """Return what an encounter so far adds up to for one side, by name."""
    return {name: float(x) for name, x in zip(IMPACT_COLUMNS, s.impact[side], strict=True) if x != 0.0}


def name_of(column: int) -> str:
    return IMPACT_COLUMNS[column]


def asks(s: State, tie: int, q: float = WELL) -> tuple[int, int, int]:
    s.people[0, NEED] = 1.0
    return theory.enable(s, s, 0, 0, 1, 0, tie, WELL, q, 1.0, True, CERTAIN, 0)


def entrusts(s: State, tie: int, q: float = WELL) -> tuple[int, int]:
    return theory.trust(s, s, 0, 0, 1, 0, tie, q, q, 1.0, True, CERTAIN, 0)


# --- task enabling ---------------------------------------------------------------------------------------
def test_help_that_fits_closes_the_need_and_costs_the_helper() -> None:
    s, tie = two()
    p = s.p
    assert asks(s, tie) == (NEEDED | ASKED | THANKED, 0, HELPED | SOLVED)
    assert s.people[0, NEED] == 0.0
    helped, helper = pushes(s, 0), pushes(s, 1)
    assert helped["up_regard"] == p.help_gain
    assert helped["up_trust"] == pytest.approx(p.help_gain * p.help_trust)
    assert {"up_knowledge", "up_energy", "down_strain", "mood"} <= set(helped)
    assert helper == pytest.approx(
        {
            "down_energy": p.help_effort,
            "owed": p.favour_gain,
            "up_worth": p.thank_worth,
            "up_regard": p.help_gain * p.thank_gain,
            "up_meaning": p.help_meaning,
        }
    )
    assert pushes(s, SHARED) == pytest.approx({"up_connectivity": p.help_gain * p.help_connectivity})
    assert [s.deeds[0, x] for x in (D_ASKED, D_SOLVED, D_THANKED, D_HELPED)] == [1.0, 1.0, 1.0, 0.0]
    assert [s.deeds[1, x] for x in (D_ASKED, D_SOLVED, D_THANKED, D_HELPED)] == [0.0, 0.0, 0.0, 1.0]


def test_help_that_does_not_fit_is_worth_a_part_and_leaves_the_need_open() -> None:
    s, tie = two(match_base=-5.0, match_skill=0.0, thank_base=-5.0)
    assert asks(s, tie) == (NEEDED | ASKED, 0, HELPED)
    assert s.people[0, NEED] == 1.0
    assert pushes(s, 0)["up_regard"] == s.p.help_gain * s.p.unmatched
    assert "down_strain" not in pushes(s, 0)


def test_a_refusal_costs_the_asker_trust_regard_worth_and_safety() -> None:
    s, tie = two(grant_base=-5.0)
    assert asks(s, tie) == (NEEDED | ASKED, 0, 0)
    found = pushes(s, 0)
    assert set(found) == {name_of(x) for x in (DOWN_TRUST, DOWN_REGARD, DOWN_WORTH, DOWN_SAFETY)}
    assert found["down_regard"] == pytest.approx(0.5 * found["down_trust"])
    assert pushes(s, 1) == pushes(s, SHARED) == {}
    assert s.deeds[0, D_REFUSED] == 1.0


def test_a_refusal_from_above_weighs_more() -> None:
    losses = []
    for level in (0, 1):
        s, tie = two(grant_base=-5.0)
        s.place[1, LEVEL] = level
        asks(s, tie)
        losses.append(pushes(s, 0)["down_safety"])
    assert losses[1] == pytest.approx(losses[0] * math.exp(s.p.power))


def test_who_is_talked_down_learns_nothing_and_thinks_less_of_the_helper() -> None:
    s, tie = two()
    assert asks(s, tie, BADLY) == (NEEDED | ASKED, 0, HELPED)
    assert set(pushes(s, 0)) == {name_of(x) for x in (DOWN_REGARD, DOWN_WORTH, DOWN_SAFETY)}
    assert s.people[0, NEED] == 1.0


def test_help_is_offered_where_nobody_asks() -> None:
    s, tie = two(offer_base=5.0, ask_base=-8.0, ask_safety=0.0, ask_trust=0.0)
    s.people[0, NEED] = 1.0
    assert theory.enable(s, s, 0, 0, 1, 0, tie, WELL, WELL, 1.0, False, 0.0, 0)[1:] == (OFFERED, HELPED | SOLVED)
    assert s.deeds[1, D_OFFERED] == s.deeds[1, D_HELPED] == 1.0
    assert s.deeds[0, D_ASKED] == 0.0


def test_without_a_need_there_is_no_help() -> None:
    s, tie = two()
    assert theory.enable(s, s, 0, 0, 1, 0, tie, WELL, WELL, 1.0, False, 0.0, 0) == (0, 0, 0)
    assert not s.impact.any()


def test_help_is_owed_for_at_the_end_of_the_encounter() -> None:
    s, tie = two()
    asks(s, tie)
    assert s.ties[tie, FAVOURS] == 0.0  # what b does next in this encounter does not read it
    assert s.impact[1, UP_OWED] == s.p.favour_gain
    assert s.impact[0, UP_OWED] == 0.0
    change_tie(s, tie, 0)
    assert s.ties[tie, FAVOURS] == pytest.approx(-(1.0 - math.exp(-s.p.favour_gain)))  # a, the lower row, owes b
    assert owed_by(s, tie, 0) > 0.0 == owed_by(s, tie, 1)
    clear_impact(s)
    s.impact[0, UP_OWED] = 9.0
    change_tie(s, tie, 1)  # b started, so side 0 is b's: a has been helped again
    assert s.ties[tie, FAVOURS] == pytest.approx(-1.0, abs=1e-3)


# --- trusting ----------------------------------------------------------------------------------------------
ONE_KIND = {
    DISCLOSED: {"voice_share": 0.0, "task_share": 0.0},
    VOICED: {"voice_share": 1.0, "task_share": 0.0, "dissent_base": -8.0, "dissent_unlike": 0.0},
    DELEGATED: {"voice_share": 0.0, "task_share": 1.0},
}


@pytest.mark.parametrize("kind", list(ONE_KIND))
def test_what_is_honoured_raises_the_trust_of_both_and_the_safety_of_one(kind: int) -> None:
    s, tie = two(**ONE_KIND[kind])
    p = s.p
    did, met = entrusts(s, tie)
    assert (did, met) == (kind, HONOURED | (IDEA if kind == VOICED else 0))
    truster, other = pushes(s, 0), pushes(s, 1)
    assert truster["up_trust"] == p.trust_gain
    assert other["up_trust"] == pytest.approx(p.trust_gain * p.trust_returned)
    assert truster["up_regard"] == other["up_regard"] == p.entrust_regard
    assert truster["up_safety"] == p.entrust_safety_gain
    assert "up_safety" not in other
    assert pushes(s, SHARED)["up_carrying"] == pytest.approx(p.carrying_gain * p.carrying_other)
    assert s.deeds[0, D_HONOURED] == 1.0


def test_a_hardship_told_is_relieved_by_what_the_tie_bears() -> None:
    relief = []
    for carrying in (0.3, 0.9):
        s, tie = two(**ONE_KIND[DISCLOSED])
        s.people[0, HARDSHIP] = 1.0
        s.ties[tie, CARRYING] = carrying
        assert entrusts(s, tie) == (DISCLOSED | TOLD, HONOURED)
        assert s.deeds[0, D_TOLD] == s.deeds[1, D_COMFORTED] == 1.0
        assert s.deeds[0, D_RELIEF] == pytest.approx(s.impact[0, DOWN_HARDSHIP])
        assert s.impact[0, UP_RESILIENCE] == pytest.approx(s.p.resilience_growth * s.impact[0, DOWN_HARDSHIP])
        assert s.impact[SHARED, UP_CARRYING] == s.p.carrying_gain
        relief.append(-math.log(1.0 - s.impact[0, DOWN_HARDSHIP]))
    assert relief[1] / relief[0] == pytest.approx(3.0**s.p.relief_bearing, rel=1e-5)


def test_a_task_handed_over_gives_worth_meaning_and_knowledge() -> None:
    s, tie = two(**ONE_KIND[DELEGATED])
    entrusts(s, tie)
    assert s.deeds[1, D_GIVEN] == 1.0
    assert s.impact[1, UP_WORTH] == pytest.approx(2.0 * s.p.entrust_worth)
    assert s.impact[1, UP_MEANING] == s.p.entrust_meaning
    assert s.impact[1, UP_KNOWLEDGE] > 0.0 == s.impact[0, UP_KNOWLEDGE]


def test_a_view_that_is_taken_up_teaches_and_becomes_an_idea() -> None:
    s, tie = two(**ONE_KIND[VOICED])
    entrusts(s, tie)
    assert s.deeds[0, D_VOICED] == s.deeds[0, D_HEARD] == 1.0
    assert s.impact[1, UP_KNOWLEDGE] > 0.0
    assert s.impact[SHARED, UP_CONNECTIVITY] == pytest.approx(0.5 * s.p.idea_gain)


@pytest.mark.parametrize(("share", "bit"), [(0.0, 0), (1.0, BETRAYED)])
def test_a_lapse_mends_and_a_betrayal_is_remembered_by_the_betrayed_only(share: float, bit: int) -> None:
    s, tie = two(**ONE_KIND[DISCLOSED], honour_base=-5.0, honour_conduct=0.0, honour_worthy=0.0, betrayal_share=share)
    rests = s.nature[tie, REST_TRUST : REST_TRUST + 2].copy()
    before = s.ties[tie, TIE_TRUST : TIE_TRUST + 2].copy()
    did, met = entrusts(s, tie)
    assert (did, met) == (DISCLOSED, bit)
    assert s.deeds[0, D_BREACHED] == 1.0
    found = pushes(s, 0)
    assert found["down_safety"] == pytest.approx(s.p.loss_ratio * s.p.entrust_safety_gain)
    assert found.get("scar", 0.0) == (s.p.betrayal_memory if bit else 0.0)
    assert pushes(s, 1) == pushes(s, SHARED) == {}
    change_tie(s, tie, 0)
    assert s.ties[tie, TIE_TRUST] < before[0]
    assert s.ties[tie, TIE_TRUST + 1] == before[1]
    fallen = rests[0] * math.exp(-s.p.betrayal_memory) if bit else rests[0]
    assert s.nature[tie, REST_TRUST : REST_TRUST + 2] == pytest.approx([fallen, rests[1]])


# --- disagreement --------------------------------------------------------------------------------------
DISSENT = {"voice_share": 1.0, "task_share": 0.0, "dissent_base": 5.0, "dissent_unlike": 8.0}


def test_disagreement_handled_well_is_an_idea_and_tensility() -> None:
    s, tie = two(**DISSENT, handled_base=5.0)
    assert entrusts(s, tie) == (VOICED | DISAGREED, HONOURED | IDEA)
    assert s.impact[SHARED, UP_TENSILITY] == s.p.tensility_gain * s.p.tensility_handled
    assert s.impact[SHARED, UP_CONNECTIVITY] == s.p.idea_gain
    assert s.impact[0, UP_KNOWLEDGE] > 0.0 < s.impact[1, UP_KNOWLEDGE]


def test_a_rupture_is_made_up_later_and_leaves_tensility_higher() -> None:
    s, tie = two(**DISSENT, handled_base=-5.0, handled_conduct=0.0, repair_base=5.0, repair_conduct=10.0)
    *_, met, _ = theory.moves(s, s, 0, 1, tie, WELL, WELL, 1.0, TRUST, CERTAIN, 0)
    assert met & RUPTURED
    assert not met & REPAIRED  # not in the same encounter
    assert s.ties[tie, RUPTURE] == 0.0  # open from the end of this one
    assert s.impact[0, DOWN_REGARD] == s.impact[1, DOWN_REGARD] > 0.0
    hit = float(s.impact[0, DOWN_REGARD])
    change_tie(s, tie, 0)
    lost = float(s.ties[tie, RUPTURE])
    assert lost == pytest.approx(hit, rel=1e-6)
    clear_impact(s)
    assert theory.make_up(s, s, 0, 1, tie, lost, WELL, WELL, 1.0, 1) == REPAIRED
    assert s.impact[0, UP_REGARD] == s.impact[1, UP_REGARD] == pytest.approx(s.p.repaired_share * lost)
    assert s.impact[SHARED, UP_TENSILITY] == s.p.tensility_gain
    change_tie(s, tie, 0)
    assert s.ties[tie, RUPTURE] == 0.0


# --- play ------------------------------------------------------------------------------------------------
def test_shared_play_lifts_both_each_further_time_less() -> None:
    s, tie = two(share_base=5.0, share_trust=20.0)
    s.ties[tie, TIE_TRUST : TIE_TRUST + 2] = 0.9
    joys = []
    for _ in range(2):
        clear_impact(s)
        assert theory.play(s, s, 0, 0, 1, 0, tie, 1.0, True, CERTAIN, 0) == (PLAYED, SHARED_PLAY)
        assert s.impact[0, UP_MOOD] == s.impact[1, UP_MOOD]
        joys.append(float(s.impact[0, UP_MOOD]))
    assert joys == pytest.approx([s.p.play_joy, s.p.play_joy / (1.0 + 2.0 * s.p.play_tires)])
    assert s.deeds[0, D_SHARED] == s.deeds[1, D_SHARED] == 2.0


@pytest.mark.parametrize(("hurt_at", "bit"), [(0.0, 0), (2.0, HURT)])
def test_play_that_is_not_shared_falls_flat_or_hurts_the_other(hurt_at: float, bit: int) -> None:
    s, tie = two(share_base=-5.0, share_trust=0.0, share_mood=0.0, hurt_at=hurt_at)
    s.ties[tie, TIE_TRUST : TIE_TRUST + 2] = 0.1
    assert theory.play(s, s, 0, 0, 1, 0, tie, 1.0, True, CERTAIN, 0) == (PLAYED, bit)
    assert pushes(s, 0) == {}
    if bit:
        assert {"down_regard", "down_trust", "down_safety", "mood"} == set(pushes(s, 1))
        assert {"down_connectivity", "down_tensility"} == set(pushes(s, SHARED))
    else:
        assert not s.impact.any()


# --- what is seen, and how an encounter is received --------------------------------------------------------
@pytest.mark.parametrize(("grant_base", "sign"), [(8.0, 1.0), (-5.0, -1.0)])
def test_a_leaders_answer_weighs_more_in_what_the_team_sees(grant_base: float, sign: float) -> None:
    s, tie = two(grant_base=grant_base)
    s.place[1, LEVEL] = 1
    team = s.place[0, TEAM]
    s.teams[team, SEEN : SEEN + 4] = s.teams[team, SEEN_WEIGHT : SEEN_WEIGHT + 4] = 0.0
    asks(s, tie)
    assert s.teams[team, SEEN + ENABLE] == sign * s.p.leader_weight
    assert s.teams[team, SEEN_WEIGHT + ENABLE] == s.p.leader_weight
    assert s.teams[team, NORM + ENABLE] == pytest.approx(shipped().norms[ENABLE], abs=0.5)  # no norm before the evening


def test_practices_let_an_act_be_seen_more() -> None:
    organisation = Organisation(size=2, teams=1, rng=4, engine="stepwise", settled=shipped())
    organisation.population.levers()[1, LEVER_SEEN] = 1.0
    s = organisation.population.state
    s.place[:, LEVEL] = 0
    s.teams[0, SEEN_WEIGHT + PLAY] = 0.0
    theory.see(s, 0, 1, PLAY, 1.0)
    assert s.teams[0, SEEN_WEIGHT + PLAY] == 2.0


def test_good_conduct_is_received_by_turns_and_rank() -> None:
    s, tie = two()
    p = s.p
    v = theory.receive(s, s, 0, 0, 1, tie, WELL, 1.0, 0.5, 0.8)
    assert v == pytest.approx((WELL - p.good_at) / (1.0 - p.good_at))
    plain = pushes(s, 0)
    assert plain["up_regard"] == pytest.approx(p.gain * v)
    assert plain["up_trust"] == pytest.approx(p.gain * p.trust_from_conduct * v)
    assert plain["up_wish"] == pytest.approx(p.wish_gain * 0.8 * v)
    assert pushes(s, 1) == pytest.approx({"down_energy": p.conduct_effort * WELL})  # attention costs who gives it
    clear_impact(s)
    s.place[1, LEVEL] = 2
    theory.receive(s, s, 0, 0, 1, tie, WELL, 0.5, 1.0, 0.8)
    weighed = 0.5 * math.exp(2.0 * p.power) * (1.0 + p.listened)
    assert pushes(s, 0)["up_regard"] == pytest.approx(plain["up_regard"] * weighed)
    assert pushes(s, 0)["up_energy"] == pytest.approx(plain["up_energy"] * 0.5)  # a lift is no matter of rank


def test_bad_conduct_depletes_and_gives_no_company() -> None:
    s, tie = two()
    s.today[0, COMPANY] = 0.0
    v = theory.receive(s, s, 0, 0, 1, tie, 0.0, 1.0, 0.5, 0.0)
    assert v == -1.0
    found = pushes(s, 0)
    assert {
        "down_regard",
        "down_trust",
        "down_safety",
        "down_worth",
        "down_meaning",
        "down_energy",
        "up_strain",
    } <= set(found)
    assert not {name for name in found if name.startswith("up_")} - {"up_strain"}
    assert found["mood"] < 0.0
    assert s.today[0, COMPANY] == 0.0


def test_routine_contact_moves_no_tie() -> None:
    s, tie = two()
    assert theory.receive(s, s, 0, 0, 1, tie, ROUTINE, 1.0, 0.5, 0.5) == 0.0
    assert not s.impact[0, [UP_REGARD, DOWN_REGARD, UP_TRUST, DOWN_TRUST]].any()
    assert s.impact[1, DOWN_ENERGY] > 0.0


def test_one_encounter_is_counted_on_both_sides() -> None:
    s, tie = two(noise_shared=0.0, noise_own=0.0, entrust_base=-8.0, play_base=-8.0, conduct_base=4.0)
    frame = Frame(-1, 3.0, 0, 0.0, 1.0, 0, 0.0)
    meet = verbs_of(theory.THEORY)[converse]
    received, q, dose = meet(s, s, 0, 1, tie, 0, 0, frame)
    assert received == 1
    assert dose == pytest.approx(2.0 * 3.0 / (3.0 + s.p.minutes_typical))
    assert [s.deeds[i, D_MET] for i in range(2)] == [1.0, 1.0]
    assert [s.deeds[i, D_STARTED] for i in range(2)] == [1.0, 0.0]
    assert s.deeds[0, D_ATTENTION] == pytest.approx(q, rel=1e-6)
    assert s.deeds[0, D_ATTENTION] == pytest.approx(1.0 / (1.0 + math.exp(-s.deeds[0, D_CONDUCT])), rel=1e-6)
    assert s.today[0, ANSWERED] == s.today[1, ANSWERED] == 1.0


def test_every_kind_of_move_is_noted_once_a_day() -> None:
    s, tie = two()
    s.today[:, KINDS_TODAY] = 0.0
    for _ in range(2):
        asks(s, tie)
    assert int(s.today[0, KINDS_TODAY]) == ASKED | THANKED
    assert int(s.today[1, KINDS_TODAY]) == HELPED


# --- a loop that is cut is read by nothing that people do ----------------------------------------------------
SPOILT: dict[str, tuple[str, list[int], float]] = {
    "on_ties": ("ties", [*range(CARRYING, TIE_TRUST + 2)], 0.1),
    "on_norms": ("teams", [*range(NORM, NORM + 4)], 0.9),
    "on_emotion": ("people", [ENERGY, MOOD, STRAIN], 0.9),
    "on_safety": ("people", [SAFETY], 0.1),
    "on_meaning": ("people", [MEANING, WORTH, AUTHENTICITY], 0.1),
}


def first_slot(spoil: str | None, **switch: float) -> Any:
    """Return who met whom in the first slot, how they treated each other and what they did; with something spoilt."""
    organisation = Organisation(size=24, teams=3, days=2, rng=6, record=True, settled=shipped(), parameters=switch)
    if spoil:
        array, columns, value = SPOILT[spoil]
        getattr(organisation.population.state, array)[:, columns] = value
    organisation.run_days(1)
    log = organisation.encounters
    told = log[log.slot == 0].drop(columns=[name for name in log if name.startswith(("regard", "vitality", "felt"))])
    return told.to_numpy().tolist()


@pytest.mark.parametrize("switch", list(SPOILT))
def test_what_a_switch_cuts_is_read_by_no_behaviour(switch: str) -> None:
    assert first_slot(switch) != first_slot(None)
    assert first_slot(switch, **{switch: 0.0}) == first_slot(None, **{switch: 0.0})


def test_at_the_references_a_cut_loop_leaves_conduct_where_it_was() -> None:
    organisation = Organisation(size=12, rng=6, engine="stepwise", settled=shipped())
    s = organisation.population.state
    states = {
        ENERGY: "energy",
        MOOD: "mood",
        STRAIN: "strain",
        SAFETY: "safety",
        MEANING: "meaning",
        HABIT: "habit_respect",
    }
    for column, name in states.items():
        s.people[:, column] = getattr(s.p, f"ref_{name}")
    s.teams[:, NORM] = s.p.ref_norm_respect
    s.ties[:, REGARD : REGARD + 2] = s.p.ref_regard
    logits = []
    for value in (1.0, 0.0):
        for switch in SPOILT:
            s.p.set(switch, value)
        ties = [organisation.population.tie_between(0, j) for j in range(1, 12)]
        logits.append([theory.conduct(s, s, 0, j, tie, 0.0) for j, tie in enumerate(ties, start=1)])
    assert logits[0] == pytest.approx(logits[1], abs=1e-6)
