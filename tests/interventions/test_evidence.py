"""The ledger of published effects: a row for every practice, every figure with its source, and none without."""

from __future__ import annotations

import math

import pytest

from spirals.errors import InputError
from spirals.interventions import HARMFUL, PRACTICES, describe
from spirals.interventions import evidence as ledger_module
from spirals.interventions.beside import beside
from spirals.interventions.evidence import ANY, Published, agreement, ledger, published
from spirals.interventions.measured import Measured
from spirals.measures import MEASURES

NAMES = [*PRACTICES, *HARMFUL]


def _row(name: str) -> Published:
    found = published(name)
    assert found is not None
    return found


def test_every_practice_has_its_row_and_nothing_else_has() -> None:
    assert sorted(ledger()) == sorted([*NAMES, ANY])


@pytest.mark.parametrize("name", [*NAMES, ANY])
def test_every_figure_has_its_source_and_its_doubt(name: str) -> None:
    row = _row(name)
    if row.grade == "none":
        assert not any((row.construct, row.unit, row.reference, row.studies, row.sample, row.judged))
        assert math.isnan(row.effect)
        assert row.words == "None found."
        return
    assert row.reference
    assert row.doubt
    assert row.about
    assert row.measure in {"", *MEASURES}
    assert math.isfinite(row.effect) == bool(row.unit)
    assert math.isnan(row.low) == math.isnan(row.high)
    if math.isfinite(row.low):
        assert row.low <= row.effect <= row.high


@pytest.mark.parametrize("name", NAMES)
def test_the_model_is_held_to_sizes_that_were_read_of_the_practice_or_its_family_alone(name: str) -> None:
    row = _row(name)
    if row.judged:
        assert row.grade in ("A", "B")
        assert row.seen == "yes"
        assert row.about in ("itself", "family")
        assert row.size is not None
        assert row.measure


@pytest.mark.parametrize("name", NAMES)
def test_a_shipped_practice_says_what_the_ledger_says(name: str) -> None:
    kind = {**PRACTICES, **HARMFUL}[name]
    assert kind.evidence == ""  # one place for figures
    assert describe(name).evidence == kind.known() == _row(name).words


def test_a_vendors_survey_and_a_story_are_never_a_target() -> None:
    for row in ledger().values():
        if row.grade == "D":
            assert not row.judged
            assert row.size is None


def test_a_correlation_is_read_as_a_difference_between_two_equal_groups() -> None:
    size = _row("micromanagement").size
    assert size is not None
    assert size.effect == pytest.approx(2 * 0.11 / math.sqrt(1 - 0.11**2))


def test_a_percentage_is_no_size_in_standard_deviations() -> None:
    assert _row("appreciation").unit == "%"
    assert _row("appreciation").size is None


@pytest.mark.parametrize(
    ("model", "said"), [(0.29, "agrees"), (0.13, "agrees"), (0.05, "smaller"), (0.8, "larger"), (-0.2, "other sign")]
)
def test_agreement_is_inside_the_interval_or_half_to_one_and_a_half_of_the_effect(model: float, said: str) -> None:
    assert agreement(_row("relational_skills_training"), model) == said


def test_a_grade_that_does_not_exist_is_refused(monkeypatch: pytest.MonkeyPatch, tmp_path) -> None:
    text = ledger_module.TABLE.read_text(encoding="utf-8").replace(",A,yes,yes,", ",Z,yes,yes,", 1)
    table = tmp_path / "evidence.csv"
    table.write_text(text, encoding="utf-8")
    monkeypatch.setattr(ledger_module, "TABLE", table)
    ledger.cache_clear()
    try:
        with pytest.raises(ValueError, match="grade 'Z'"):
            ledger()
    finally:
        ledger.cache_clear()


def test_a_practice_without_a_row_is_named_with_the_nearest() -> None:
    with pytest.raises(InputError, match="did you mean 'peer_coaching'"):
        beside(["peer_coachin"])


def _beside(effect: float, half: float) -> str:
    """Return how a model of this effect on engagement stands to the ledger's row of skills training (.29)."""
    row = Measured(
        "relational_skills_training", "whole", "", "reported_engagement", "quarter", effect, effect - half,
        effect + half, 30, 100, 1, "",
    )  # fmt: skip
    one = beside(["relational_skills_training"])[0]
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(type(one), "row", lambda *_: row)
        return one.agreement


def test_a_wide_interval_of_the_model_is_no_agreement() -> None:
    assert _beside(0.25, 0.05) == "agrees"
    assert _beside(0.25, 0.2) == "not settled"
    assert _beside(0.05, 0.02) == "smaller"


def test_manipulation_checks_are_marked_as_such() -> None:
    checks = {one.practice for one in beside() if one.is_check}
    assert {"relational_onboarding", "voice_practice", "help_seeking_routine", "icebreakers"} <= checks
    assert not checks & {"peer_coaching", "coaching_partners", "resourcing", "crisis_leadership"}
