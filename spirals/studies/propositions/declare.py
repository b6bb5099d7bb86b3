"""What a proposition is: a claim of a source, the two situations that differ in it, a measure and a sign."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from spirals.scenario import Scenario, load, with_changes

GROWTH = "growth of "
"""Before the name of a daily series: its last week less the week in which a push ended (`PUSH_END`)."""
PUSH_START, PUSH_END = 21, 80

FEATURES = ("regard", "trust", "carrying_capacity", "tensility", "connectivity")


@dataclass(frozen=True)
class Situation:
    """An organisation in which something is or is not so.

    Attributes
    ----------
    name
        Unique among situations.
    scenario
        Name of the shipped scenario that it starts from.
    changes
        Scenario fields and parameters by name.
    does
        Practices to add, each as in a scenario file.
    """

    name: str
    scenario: str = "baseline"
    changes: Mapping[str, Any] = field(default_factory=dict)
    does: tuple[Mapping[str, Any], ...] = ()

    def resolved(self, **common: Any) -> Scenario:
        """Return it as a scenario, with fields that all situations share."""
        base = load(self.scenario)
        there = base.as_dict().get("interventions", [])
        changes = {**common, **self.changes, "name": self.name}
        if self.does:
            changes["interventions"] = [*there, *(dict(one) for one in self.does)]
        return with_changes(base, changes)


@dataclass(frozen=True)
class Proposition:
    """A claim of a source that runs can speak against.

    Attributes
    ----------
    name
        Short name.
    source
        Short title of the source (docs/theory.md).
    claim
        In own words.
    treated, control
        What is compared, on the same chance.
    measure
        Name of a measure, or `GROWTH` and the name of a daily series.
    sign
        +1 if the claim has the measure rise, -1 if fall.
    built_in
        How directly the equations hold the claim; empty if it has to come about by several steps.
    group
        Heading under which it is shown.
    """

    name: str
    group: str
    source: str
    claim: str
    treated: Situation
    control: Situation
    measure: str
    sign: int
    built_in: str = ""


def practice(name: str, acts: tuple[Mapping[str, Any], ...], **when: Any) -> Mapping[str, Any]:
    """Return a practice written from primitives, from day 11 unless said."""
    return {"id": "custom", "name": name, "start": 11, **when, "does": [dict(act) for act in acts]}


def ties_moved(name: str, gain: float, features: tuple[str, ...] = FEATURES, scenario: str = "baseline") -> Situation:
    """Return a situation in which features of every tie are moved each week, and nothing else is touched.

    The people in it get better or worse connections by no doing of their own, so what follows is due to the ties.
    """
    acts = tuple({"do": "bond", "feature": feature, "gain": gain, "every": 5} for feature in features)
    return Situation(name, scenario, does=(practice(name, acts),))
