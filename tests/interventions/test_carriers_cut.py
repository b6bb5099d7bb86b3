"""A carrier that is cut does nothing: its parameters exist, and a run has none of its moves."""

from __future__ import annotations

from typing import Any

import pytest

from spirals.interventions import HARMFUL, PRACTICES
from spirals.interventions.carriers import CUTS, others, without
from spirals.interventions.practice import CARRIERS
from spirals.organisation import Organisation
from spirals.parameters import PARAMETERS


def test_every_carrier_can_be_cut() -> None:
    assert sorted(CUTS) == sorted(CARRIERS)


@pytest.mark.parametrize("carrier", CARRIERS)
def test_a_cut_sets_parameters_within_their_ranges_away_from_their_defaults(carrier: str) -> None:
    for name, value in CUTS[carrier].items():
        row = PARAMETERS[name]
        assert row.low <= value <= row.high, name
        assert value != row.default, name


@pytest.mark.parametrize("name", [*PRACTICES, *HARMFUL])
def test_what_a_practice_names_and_the_others_are_all_carriers(name: str) -> None:
    kind = {**PRACTICES, **HARMFUL}[name]
    assert len(kind.carriers) <= 2
    assert bool(kind.carriers) != bool(kind.column)
    assert sorted((*kind.carriers, *others(kind))) == sorted(CARRIERS)


@pytest.mark.parametrize(
    ("carrier", "practice", "measure"),
    [
        ("task enabling", "collaboration_sessions", "help_given"),
        ("trusting", "storytelling", "being_heard"),
        ("play", "icebreakers", "shared_play"),
        ("conduct", "no_multitasking", "mean_regard"),
    ],
)
def test_with_its_carrier_cut_a_practice_changes_little_of_what_it_changes_otherwise(
    carrier: str, practice: str, measure: str
) -> None:
    def effect(**changes: Any) -> float:
        found = []
        for entries in ([{"id": practice, "start": 1}], []):
            run = Organisation("baseline", size=40, days=40, interventions=entries, **changes)
            run.run_days(40)
            found.append(run.measure(measure))
        return found[0] - found[1]

    whole = effect()
    assert whole > 0.0
    assert abs(effect(**without([carrier]))) < 0.25 * whole
