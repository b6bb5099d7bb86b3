"""The outcomes of theory.md for every person; the equations stand in ``spirals.mechanisms.outcomes``."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from spirals.measures.registry import mean_of, measure, person_measure
from spirals.measures.states import NO_PEOPLE, NO_TIES, POWER
from spirals.measures.ties import partners_met
from spirals.measures.view import Floats, View
from spirals.mechanisms import outcomes as theory
from spirals.mechanisms.rivalry import rivalry_felt

BUILD = "build-high-quality-connections"
OUTCOMES = (
    "performance",
    "relational_coordination",
    "creativity",
    "health",
    "engagement",
    "learning_behaviour",
    "breadth",
    "belonging",
    "influence",
    "discernment",
    "citizenship",
)
_ITEM = {name: item for item, name in enumerate(OUTCOMES)}  # which luck is whose; append only
_FEWEST_TIES = 3  # a correlation over fewer says nothing


def over_people(equation: Callable[..., float], *inputs: Floats | float) -> Floats:
    """Return a scalar equation for every person; numbers are the same for all."""
    columns = np.broadcast_arrays(*[np.asarray(value, dtype=np.float64) for value in inputs])
    return np.array([equation(*row) for row in zip(*[c.tolist() for c in columns], strict=True)], dtype=np.float64)


def own_luck(view: View, outcome: str) -> Floats:
    """Return each person's luck in one outcome (logits), independent of that in all others."""
    return view.luck(_ITEM[outcome]) * view.parameters["outcome_noise"]


@person_measure("Performance", "0..1", 1, BUILD + ", benefit 10", "Work", missing=NO_PEOPLE)
def performance(view: View) -> Floats:
    """How well people's own work goes: knowledge, skill, hours left, coordination, little strain."""
    skills = [view.person(f"skill_{pathway}") for pathway in ("respect", "enable", "trust", "play")]
    skill = np.asarray(sum(skills)) / 4.0
    left = over_people(theory.hours_left, view.person("contact_hours"), view.parameters["working_hours"])
    return over_people(
        theory.performance,
        view.person("knowledge"),
        skill,
        left,
        relational_coordination(view),
        view.person("strain"),
        own_luck(view, "performance"),
    )


@person_measure("Relational coordination", "0..1", 1, "Gittell 2001, cited in " + POWER, "Work", missing=NO_PEOPLE)
def relational_coordination(view: View) -> Floats:
    """Shared knowledge, shared goals and mutual respect between people whose work depends on each other."""
    return view.once("relational_coordination", lambda: _relational_coordination(view))


def _relational_coordination(view: View) -> Floats:
    a, b = view.ends
    knowledge, commitment = view.person("knowledge"), view.person("commitment")
    urged, contest = view.population.team("rivalry"), view.population.team("contest")
    rivalry = over_people(rivalry_felt, np.asarray(urged, float), np.asarray(contest, float))[view.team]
    of_tie = over_people(
        theory.coordination_of_tie,
        knowledge[a],
        knowledge[b],
        commitment[a],
        commitment[b],
        0.5 * (rivalry[a] + rivalry[b]),
        view.tie("regard_a"),
        view.tie("regard_b"),
    )
    need = view.tie("need")
    return over_people(
        theory.relational_coordination,
        view.sum_over_own_ties(need * of_tie, need * of_tie),
        view.sum_over_own_ties(need, need),
        own_luck(view, "relational_coordination"),
    )


@person_measure("Creativity", "0..1", 1, BUILD + ", benefit 8", "Work", missing=NO_PEOPLE)
def creativity(view: View) -> Floats:
    """How many new ideas come from different knowledge met in ties open enough to make something of it."""
    half = view.parameters["creativity_half"]
    return over_people(theory.creativity, view.person("ideas"), half, own_luck(view, "creativity"))


@person_measure("Health", "0..1", 1, BUILD + ", benefit 1", "People", missing=NO_PEOPLE)
def health(view: View) -> Floats:
    """How healthy the strain of the last months has left people."""
    return over_people(theory.health, view.person("strain_history"), own_luck(view, "health"))


@person_measure("Engagement", "0..1", 1, "Kahn 1990; " + BUILD + ", benefit 9", "People", missing=NO_PEOPLE)
def engagement(view: View) -> Floats:
    """How far people put themselves into work: it means something, it is safe, and they have the energy."""
    return over_people(
        theory.engagement,
        view.person("meaning"),
        view.person("safety"),
        view.person("energy"),
        own_luck(view, "engagement"),
    )


@person_measure("Learning behaviour", "0..1", 1, "Edmondson 1999; " + BUILD + ", benefit 5", "Work", missing=NO_PEOPLE)
def learning_behaviour(view: View) -> Floats:
    """How often people ask questions and tell their mistakes."""
    half = view.parameters["learning_half"]
    luck = own_luck(view, "learning_behaviour")
    return over_people(theory.learning_behaviour, view.person("learning"), half, luck)


@person_measure("Breadth", "0..1", 1, "Fredrickson 1998; " + BUILD + ", benefit 3", "Work", missing=NO_PEOPLE)
def breadth(view: View) -> Floats:
    """How many ways of connecting and how many different people are part of somebody's days."""
    volumes = [view.person(f"volume_{pathway}") for pathway in ("respect", "enable", "trust", "play")]
    evenness = over_people(theory.evenness, *volumes)
    half = view.parameters["breadth_half"]
    return over_people(theory.breadth, evenness, partners_met(view), half, own_luck(view, "breadth"))


@person_measure("Belonging", "0..1", 1, "Baumeister & Leary 1995, cited in " + POWER, "People", missing=NO_PEOPLE)
def belonging(view: View) -> Floats:
    """On what share of days people have an encounter that feels good."""
    return over_people(theory.belonging, view.person("belonging"), own_luck(view, "belonging"))


@person_measure("Influence", "0..1", 1, "Brass 1984, cited in " + POWER, "Work", missing=NO_PEOPLE)
def influence(view: View) -> Floats:
    """How often people are asked by others."""
    half = view.parameters["influence_half"]
    return over_people(theory.influence, view.person("influence"), half, own_luck(view, "influence"))


@person_measure("Citizenship", "0..1", 1, BUILD + ", benefit 7", "Work", missing=NO_PEOPLE)
def citizenship(view: View) -> Floats:
    """How much people help others, asked or unasked."""
    half = view.parameters["citizenship_half"]
    return over_people(theory.citizenship, view.person("helping"), half, own_luck(view, "citizenship"))


@person_measure("Knowing whom to trust", "-1..1", 1, BUILD + ", benefit 4", "Work", missing="nobody has three ties")
def discernment(view: View) -> Floats:
    """How well people's trust in others agrees with how trustworthy these are, over each one's own ties."""
    covariance, trust, worthiness, ties = trust_moments(view)
    found = over_people(theory.discernment, covariance, trust, worthiness, own_luck(view, "discernment"))
    found[ties < _FEWEST_TIES] = np.nan
    return found


@measure(
    "Trust placed well, over all ties",
    "correlation",
    1,
    BUILD + ", benefit 4",
    "Connections",
    missing=NO_TIES,
)
def trust_accuracy(view: View) -> float:
    """Correlation of trust with trustworthiness over all ties, each person's own level of trust taken out."""
    covariance, trust, worthiness, ties = trust_moments(view)
    if ties.sum() == 0:
        return float("nan")
    return theory.correlation(float(covariance.sum()), float(trust.sum()), float(worthiness.sum()))


def trust_moments(view: View) -> tuple[Floats, Floats, Floats, Floats]:
    """Return, per person over own ties, the summed co-deviation of trust and the others' trustworthiness.

    Then the summed squared deviations of both, and the number of ties.
    """
    return view.once("trust_moments", lambda: _trust_moments(view))


def _trust_moments(view: View) -> tuple[Floats, Floats, Floats, Floats]:
    a, b = view.ends
    worthiness = view.person("trustworthiness")
    trust_a, trust_b, of_b, of_a = view.tie("trust_a"), view.tie("trust_b"), worthiness[b], worthiness[a]
    ones = np.ones(a.size)
    ties = view.sum_over_own_ties(ones, ones)
    # deviations from own means, not raw sums: trust varies little, and raw sums would cancel badly
    mean_trust = np.nan_to_num(view.over_own_ties(trust_a, trust_b))
    mean_worth = np.nan_to_num(view.over_own_ties(of_b, of_a))
    x_a, x_b = trust_a - mean_trust[a], trust_b - mean_trust[b]
    y_a, y_b = of_b - mean_worth[a], of_a - mean_worth[b]
    total = view.sum_over_own_ties
    return total(x_a * y_a, x_b * y_b), total(x_a * x_a, x_b * x_b), total(y_a * y_a, y_b * y_b), ties


def outcomes(view: View) -> dict[str, Floats]:
    """Return every outcome of theory.md for every active person, by name."""
    return {name: _BY_NAME[name](view) for name in OUTCOMES}


_BY_NAME: dict[str, Callable[[View], Floats]] = {
    function.__name__: function
    for function in (
        performance,
        relational_coordination,
        creativity,
        health,
        engagement,
        learning_behaviour,
        breadth,
        belonging,
        influence,
        discernment,
        citizenship,
    )
}


@measure("Outcomes, all taken together", "0..1", 1, "theory.md, outcomes", "Work", missing=NO_PEOPLE)
def outcomes_overall(view: View) -> float:
    """Mean of all eleven outcomes, each as its mean over people, all on 0..1; a summary, not a finding."""
    means = {name: mean_of(values) for name, values in outcomes(view).items()}
    means["discernment"] = 0.5 * (means["discernment"] + 1.0)
    return mean_of(np.array(list(means.values())))
