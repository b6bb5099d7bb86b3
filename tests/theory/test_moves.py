"""Moves by hand: help, trusting, disagreement and play, each chance with simple numbers."""

from __future__ import annotations

import math

import pytest

from spirals.mechanisms.moves import (
    asking,
    differing,
    entrusting,
    granting,
    handled,
    honouring,
    hurting,
    matching,
    need_arises,
    offering,
    on_move,
    playing,
    pressing,
    repairing,
    rivals,
    sharing_play,
    solving_alone,
    speaking_up,
    thanking,
    willing,
)
from tests.theory.given import only


def odds(chance: float) -> float:
    """Return the logit of a chance."""
    return math.log(chance / (1.0 - chance))


def test_habit_and_norm() -> None:
    p = only(habit_on_moves=2.0, norm_on_moves=3.0)
    assert on_move(p, 0.4, 0.3, 0.1, 0.2) == pytest.approx(0.2 - 0.3)
    assert on_move(p, 0.3, 0.3, 0.2, 0.2) == 0.0


# --- task enabling -----------------------------------------------------------------------------------
def test_needs() -> None:
    p = only(need_rate=0.4, solo=0.2)
    assert need_arises(p, 0.5, 0.5) == pytest.approx(0.4)
    assert need_arises(p, 1.0, 0.0) == pytest.approx(0.9)
    assert need_arises(only(need_rate=3.0), 1.0, 0.0) == 1.0
    assert solving_alone(p, 0.75) == pytest.approx(0.25)
    assert solving_alone(only(solo=1.0), 1.0) == 1.0


def test_asking() -> None:
    p = only(
        ask_base=-0.5,
        ask_safety=2.0,
        ask_trust=3.0,
        ask_knowledge=4.0,
        ask_influence=0.5,
        ask_redundant=2.0,
        ref_safety=0.6,
        ref_trust=0.7,
    )
    assert odds(asking(p, 0.6, 0.7, 0.0, 0.0, 0.0, 0.0, 0.0)) == pytest.approx(-0.5)
    assert odds(asking(p, 0.8, 0.5, 0.25, 0.4, 2.0, 0.1, 0.2)) == pytest.approx(
        -0.5 + 0.4 - 0.6 + 1.0 - 0.8 + 1.0 + 0.1 + 0.2
    )


def test_willingness_offering_and_granting() -> None:
    p = only(
        offer_care=2.0, offer_energy=1.5, offer_strain=2.5, offer_meaning=3.0, grant_worth=2.0, favour_effect=1.2,
        rivalry_effect=1.6, help_again=0.5, ref_regard=0.7, ref_energy=0.5, ref_strain=0.2, ref_meaning=0.6,
        ref_worth=0.6,
    )  # fmt: skip
    assert willing(p, 0.7, 0.5, 0.2, 0.6, 0.6, 0.0, 0.0, 0.0) == pytest.approx(0.0)
    assert willing(p, 0.8, 0.7, 0.4, 0.5, 0.8, 0.5, 2.0, 0.25) == pytest.approx(
        0.2 + 0.3 - 0.5 - 0.3 + 0.4 + 0.6 - 1.0 - 0.4
    )
    p = only(
        offer_base=-2.0, offer_presence=1.5, offer_embedded=0.5, newcomer_care=1.0, grant_base=1.5,
        ref_conduct=0.65,
    )  # fmt: skip
    assert odds(offering(p, 0.3, 0.85, 0.4, 0.5, 0.1, 0.2)) == pytest.approx(-2.0 + 0.3 + 0.3 + 0.2 + 0.5 + 0.1 + 0.2)
    assert odds(granting(p, -0.4, 0.1, 0.3)) == pytest.approx(1.5 - 0.4 + 0.1 + 0.3)


def test_matching_and_thanks() -> None:
    p = only(
        match_base=0.2, match_knowledge=3.0, match_skill=2.0, match_conduct=1.0, match_connectivity=1.5, thank_base=0.5,
        thank_regard=2.0, ref_conduct=0.65, ref_connectivity=0.8, ref_regard=0.7,
    )  # fmt: skip
    assert odds(matching(p, 0.1, 0.6, 0.75, 0.6)) == pytest.approx(0.2 + 0.3 + 0.2 + 0.1 - 0.3)
    assert odds(thanking(p, 0.9, 0.25)) == pytest.approx(0.5 + 0.4 + 0.25)


# --- trusting ------------------------------------------------------------------------------------------
def test_entrusting() -> None:
    p = only(
        entrust_base=-2.0, entrust_conduct=1.5, entrust_trust=2.5, entrust_safety=4.0, ref_conduct=0.65, ref_trust=0.7,
        ref_safety=0.6,
    )  # fmt: skip
    assert odds(entrusting(p, 0.85, 0.5, 0.7, -0.2, 0.1, 0.3, 0.05)) == pytest.approx(
        -2.0 + 0.3 - 0.5 + 0.4 - 0.2 + 0.1 + 0.3 + 0.05
    )


def test_hardship_presses_where_it_is_felt_and_less_upwards() -> None:
    p = only(
        entrust_hardship=0.8, hardship_felt=0.1, entrust_carrying=2.0, entrust_authentic=1.5, entrust_upwards=0.4,
        ref_carrying=0.8, ref_authenticity=0.7,
    )  # fmt: skip
    assert pressing(p, 0.1, 0.8, 0.7, 0.0) == 0.0
    assert pressing(p, 0.11, 0.9, 0.9, 0.0) == pytest.approx(0.8 + 0.2 + 0.3)
    assert pressing(p, 0.0, 0.8, 0.7, 2.0) == pytest.approx(-0.8)
    assert pressing(p, 0.0, 0.8, 0.7, -2.0) == 0.0


def test_speaking_up() -> None:
    p = only(
        entrust_carrying=2.0, entrust_authentic=1.5, entrust_upwards=0.4, voice_again=0.5, voice_redundant=2.0,
        ref_carrying=0.8, ref_authenticity=0.7, ref_embeddedness=0.6,
    )  # fmt: skip
    assert speaking_up(p, 0.9, 0.9, 0.0, 0.6, 0.0) == pytest.approx(0.1 + 0.3)
    assert speaking_up(p, 0.8, 0.7, 0.0, 0.6, 2.0) == pytest.approx(-0.8)
    assert speaking_up(p, 0.8, 0.7, 0.0, 0.6, -1.0) == 0.0
    assert speaking_up(p, 0.8, 0.7, 2.0, 0.6, 0.0) == pytest.approx(-1.0)
    assert speaking_up(p, 0.8, 0.7, 0.0, 0.1, 0.0) == pytest.approx(1.0)  # to somebody with other contacts


def test_honouring() -> None:
    p = only(
        honour_base=2.0, honour_worthy=6.0, honour_care=1.5, honour_conduct=3.0, rivalry_effect=1.5, deference=0.8,
        ref_regard=0.7, ref_conduct=0.65, trustworthiness_level=0.0,
    )  # fmt: skip
    assert odds(honouring(p, 0.5, 0.7, 0.65, 0.0, 0.0, 0.0)) == pytest.approx(2.0)  # typical: logistic of its level
    assert odds(honouring(p, 0.6, 0.9, 0.75, 1.0, 0.2, 0.1)) == pytest.approx(2.0 + 0.6 + 0.3 + 0.3 - 0.3 + 0.1)
    assert odds(honouring(p, 0.5, 0.5, 0.65, 0.0, 0.0, 0.0)) == pytest.approx(2.0 - 0.3)
    assert odds(honouring(p, 0.5, 0.5, 0.65, 1.0, 0.0, 0.0)) == pytest.approx(2.0 - 0.06)


# --- disagreement, play, rivalry -----------------------------------------------------------------------
def test_disagreement_is_handled_and_made_up_by_the_conduct_of_both() -> None:
    p = only(
        dissent_base=-1.0, dissent_unlike=1.5, handled_base=0.5, handled_conduct=6.0, repair_base=-0.8,
        repair_tensility=4.0, repair_conduct=2.0, ref_conduct=0.5, ref_tensility=0.7,
    )  # fmt: skip
    assert odds(differing(p, 0.4)) == pytest.approx(-0.4)
    assert odds(handled(p, 0.9, 0.4)) == pytest.approx(0.5 + 6.0 * 0.1)
    assert handled(p, 0.9, 0.4) == handled(p, 0.4, 0.9)
    assert odds(repairing(p, 0.8, 0.9, 0.4)) == pytest.approx(-0.8 + 0.4 + 0.2)


def test_play() -> None:
    p = only(
        play_base=-2.0, play_mood=0.3, play_energy=1.5, play_familiar=1.0, play_safety=2.0, play_demand=1.0,
        ref_mood=0.4, ref_energy=0.5, ref_safety=0.6, ref_demand=0.5,
    )  # fmt: skip
    assert odds(playing(p, 1.4, 0.7, 0.8, 0.7, 0.9, 0.1, 0.2)) == pytest.approx(
        -2.0 + 0.3 + 0.3 + 0.3 + 0.2 - 0.4 + 0.1 + 0.2
    )
    p = only(share_base=0.9, share_trust=7.0, share_mood=0.4, hurt_at=1.1, ref_trust=0.75, ref_mood=0.4)
    assert odds(sharing_play(p, 0.6, 0.9)) == pytest.approx(0.9 + 0.7 + 0.2)
    assert [hurting(p, trust) for trust in (0.0, 0.6, 1.0)] == pytest.approx([1.0, 0.5, 0.1])
    assert hurting(only(hurt_at=0.3, ref_trust=0.75), 0.6) == 0.0


def test_scarce_posts_make_rivals_of_people_of_one_level() -> None:
    assert rivals(0.5, 2.0, 0.25) == pytest.approx(0.25)
    assert rivals(0.0, 2.0, 1.0) == rivals(0.5, 2.0, 0.0) == 0.0
