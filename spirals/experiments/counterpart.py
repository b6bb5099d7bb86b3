"""What a scenario is fairly compared with: the reference, or its own twin without its practices.

A practice on top of a crisis differs from an ordinary year by the crisis too, and one in another company by the
company.  Such a scenario is compared with the same start, and the same blows, without its practices.
"""

from __future__ import annotations

from collections.abc import Sequence

from spirals.scenario import Scenario


def without_practices(scenario: Scenario) -> Scenario:
    """Return a scenario without its practices; harmful ones stay where there are helpful ones to leave out."""
    rest = tuple(entry for entry in scenario.interventions if not entry.helps)
    kept = rest if len(rest) < len(scenario.interventions) else ()
    return scenario.model_copy(update={"name": f"{scenario.name} without it", "interventions": kept})


def needs_twin(scenario: Scenario, reference: Scenario) -> bool:
    """Say whether a scenario has practices and differs from the reference by more than these.

    Examples
    --------
    >>> from spirals.scenario import load
    >>> needs_twin(load("buddy"), load("baseline")), needs_twin(load("crisis_leadership"), load("baseline"))
    (False, True)
    >>> needs_twin(load("crisis"), load("baseline")), needs_twin(load("crisis_leadership"), load("crisis"))
    (False, False)
    """
    return bool(scenario.interventions) and _setting(without_practices(scenario)) != _setting(
        without_practices(reference)
    )


def twins(scenarios: Sequence[Scenario]) -> dict[int, Scenario]:
    """Return by place what a scenario is compared with instead of the first; equal twins are one object.

    A twin that is among the scenarios anyway is that scenario.
    """
    found: dict[int, Scenario] = {}
    known = list(scenarios)
    for place, scenario in enumerate(scenarios[1:], start=1):
        if needs_twin(scenario, scenarios[0]):
            wanted = without_practices(scenario)
            same = next((one for one in known if _all(one) == _all(wanted)), None)
            if same is None:
                known.append(wanted)
            found[place] = same or wanted
    return found


def _setting(scenario: Scenario) -> tuple[object, ...]:
    """Return what a scenario is apart from its practices, names and questions."""
    return (
        scenario.organisation,
        scenario.values(),
        scenario.null_model,
        (scenario.activation, scenario.time_step, scenario.saturation),
        scenario.shocks,
        scenario.interventions,
        scenario.uncertainties,
    )


def _all(scenario: Scenario) -> tuple[object, ...]:
    shared = (scenario.days, scenario.seed, scenario.replicates, scenario.engine, scenario.measures)
    return (*_setting(scenario), *shared)
