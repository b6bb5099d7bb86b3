"""The outcomes of theory.md for every person; the equations stand in ``spirals.mechanisms.outcomes``."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from spirals.measures.registry import mean_of, measure, person_measure
from spirals.measures.states import NO_PEOPLE, NO_TIES, POWER
from spirals.measures.view import Floats, View
from spirals.mechanisms import outcomes as theory

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
_ITEM = {name: item for item, name in enumerate((*OUTCOMES, "reactivity"))}  # which noise is whose; append only
ORDINARY_TIES = 4.0  # added to everybody's own where a correlation over ties is estimated
MOVES = ("asked", "offered", "helped", "disclosed", "delegated", "voiced", "played", "thanked")  # the kinds of moves


def over_people(equation: Callable[..., float], *inputs: Floats | float) -> Floats:
    """Return a scalar equation for every person; numbers are the same for all."""
    columns = np.broadcast_arrays(*[np.asarray(value, dtype=np.float64) for value in inputs])
    return np.array([equation(*row) for row in zip(*[c.tolist() for c in columns], strict=True)], dtype=np.float64)


def own_noise(view: View, outcome: str) -> Floats:
    """Return the noise (logits) in one outcome of each person, independent of that in all others."""
    return view.noise(_ITEM[outcome]) * view.parameters["outcome_noise"]


@person_measure("Performance", "0..1", 1, BUILD + ", benefit 10", "Work", missing=NO_PEOPLE)
def performance(view: View) -> Floats:
    """How well work goes: knowledge, time left, coordination, little strain, and effort for others."""
    p = view.parameters
    return over_people(
        theory.performance,
        view.person("knowledge"),
        over_people(
            theory.time_left,
            view.person("contact_hours"),
            p["working_hours"],
            view.person("hardship"),
            p["hardship_on_work"],
        ),
        relational_coordination(view),
        view.person("strain"),
        effort(view),
        own_noise(view, "performance"),
    )


@person_measure("Relational coordination", "0..1", 1, "Gittell 2001, cited in " + POWER, "Work", missing=NO_PEOPLE)
def relational_coordination(view: View) -> Floats:
    """Shared knowledge, shared goals and mutual respect between people whose work depends on each other."""
    return view.once("relational_coordination", lambda: _relational_coordination(view))


def _relational_coordination(view: View) -> Floats:
    a, b = view.ends
    knowledge, commitment = view.person("knowledge"), view.person("commitment")
    rivalry = (np.asarray(view.population.team("rivalry")) + np.asarray(view.population.team("contest")))[view.team]
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
        own_noise(view, "relational_coordination"),
    )


@person_measure("Creativity", "0..1", 1, BUILD + ", benefit 8", "Work", missing=NO_PEOPLE)
def creativity(view: View) -> Floats:
    """How many new ideas people have with others that are taken up."""
    half = view.parameters["creativity_half"]
    return over_people(theory.creativity, view.deed("ideas"), half, own_noise(view, "creativity"))


@person_measure("Health", "0..1", 1, BUILD + ", benefit 1", "People", missing=NO_PEOPLE)
def health(view: View) -> Floats:
    """How healthy the strain of the last months has left people."""
    return over_people(theory.health, view.person("strain_history"), own_noise(view, "health"))


@person_measure("Reactivity to load", "strain per load", -1, BUILD + ", benefit 2", "People", missing="no load lately")
def reactivity(view: View) -> Floats:
    """How much strain each unit of the day's load brings; less means larger physiological resources."""
    load, noise = view.deed("load"), own_noise(view, "reactivity")
    found = over_people(theory.reactivity, view.deed("reaction"), load, view.person("strain"), noise)
    return np.where(load > 0.0, found, np.nan)


@person_measure("Engagement", "0..1", 1, "Kahn 1990; " + BUILD + ", benefit 9", "People", missing=NO_PEOPLE)
def engagement(view: View) -> Floats:
    """How far people put themselves into work: it means something, it is safe, and they have the energy."""
    return over_people(
        theory.engagement,
        view.person("meaning"),
        view.person("safety"),
        view.person("energy"),
        own_noise(view, "engagement"),
    )


@person_measure("Learning behaviour", "0..1", 1, "Edmondson 1999; " + BUILD + ", benefit 5", "Work", missing=NO_PEOPLE)
def learning_behaviour(view: View) -> Floats:
    """How far people take occasions to ask for help and to tell views and mistakes, and are heard."""
    return over_people(
        theory.learning_behaviour,
        view.deed("asked"),
        view.deed("help_chances"),
        view.deed("voiced"),
        view.deed("heard"),
        view.deed("trust_chances"),
        own_noise(view, "learning_behaviour"),
    )


@person_measure("Breadth", "0..1", 1, "Fredrickson 1998; " + BUILD + ", benefit 3", "Work", missing=NO_PEOPLE)
def breadth(view: View) -> Floats:
    """How many kinds of moves people use alike, and how many different people are part of their days."""
    moves = over_people(theory.variety, *[view.deed(name) for name in MOVES])
    half = view.parameters["breadth_half"]
    return over_people(theory.breadth, moves, view.deed("contacts"), half, own_noise(view, "breadth"))


@person_measure("Belonging", "0..1", 1, "Baumeister & Leary 1995, cited in " + POWER, "People", missing=NO_PEOPLE)
def belonging(view: View) -> Floats:
    """How much of what people meet with feels good to them."""
    return over_people(theory.belonging, view.person("belonging"), own_noise(view, "belonging"))


@person_measure("Influence", "0..1", 1, "Brass 1984, cited in " + POWER, "Work", missing=NO_PEOPLE)
def influence(view: View) -> Floats:
    """How often people are asked by others, and heard when they speak up."""
    return over_people(
        theory.influence,
        view.deed("asked_of"),
        view.deed("heard"),
        view.parameters["influence_half"],
        own_noise(view, "influence"),
    )


@person_measure("Effort for others", "0..1", 1, "theory.md, exchange", "Work", missing=NO_PEOPLE)
def effort(view: View) -> Floats:
    """How often people grant help and cover for others."""
    return over_people(theory.effort, view.deed("helped"), view.parameters["effort_half"])


@person_measure("Citizenship", "0..1", 1, BUILD + ", benefit 7", "Work", missing=NO_PEOPLE)
def citizenship(view: View) -> Floats:
    """How far people help where there is a need, and cover for others unasked."""
    return over_people(
        theory.citizenship,
        view.deed("helped"),
        view.deed("offered"),
        view.deed("help_chances"),
        own_noise(view, "citizenship"),
    )


@person_measure("Knowing whom to trust", "-1..1", 1, BUILD + ", benefit 4", "Work", missing=NO_TIES)
def discernment(view: View) -> Floats:
    """How well people's trust agrees with how trustworthy the others are, as far as they have tested it.

    A correlation over few ties says little, so ``ORDINARY_TIES`` of the organisation are added to everybody's own
    (shrinkage).
    """
    covariance, trust, worthiness, ties = trust_moments(view)
    familiar = ties > 0.0
    ordinary = ORDINARY_TIES / max(float(ties.sum()), 1e-12)
    found = over_people(
        theory.discernment,
        *(moment + ordinary * moment.sum() for moment in (covariance, trust, worthiness)),
        view.deed("honoured") + view.deed("breached"),
        view.parameters["discernment_half"],
        own_noise(view, "discernment"),
    )
    return np.where(familiar, found, np.nan)


@measure(
    "Trust placed well, over all ties",
    "correlation",
    1,
    BUILD + ", benefit 4",
    "Connections",
    missing=NO_TIES,
)
def trust_accuracy(view: View) -> float:
    """Correlation of trust with trustworthiness over ties, weighted by familiarity, each one's own level taken out."""
    covariance, trust, worthiness, ties = trust_moments(view)
    if ties.sum() == 0.0:
        return float("nan")
    return theory.correlation(float(covariance.sum()), float(trust.sum()), float(worthiness.sum()))


def trust_moments(view: View) -> tuple[Floats, Floats, Floats, Floats]:
    """Return, per person over own ties, the summed co-deviation of trust and the others' trustworthiness.

    Then the summed squared deviations of both, and the sum of weights.  Ties weigh by their familiarity, because one
    cannot know whom one hardly meets.
    """
    return view.once("trust_moments", lambda: _trust_moments(view))


def _trust_moments(view: View) -> tuple[Floats, Floats, Floats, Floats]:
    a, b = view.ends
    worthiness, weight = view.person("trustworthiness"), view.tie("familiarity")
    trust_a, trust_b, of_b, of_a = view.tie("trust_a"), view.tie("trust_b"), worthiness[b], worthiness[a]
    ties = view.sum_over_own_ties(weight, weight)
    # deviations from own means, not raw sums: trust varies little, and raw sums would cancel badly
    mean_trust = np.nan_to_num(view.over_own_ties(trust_a, trust_b, weight))
    mean_worth = np.nan_to_num(view.over_own_ties(of_b, of_a, weight))
    x_a, x_b = trust_a - mean_trust[a], trust_b - mean_trust[b]
    y_a, y_b = of_b - mean_worth[a], of_a - mean_worth[b]

    def total(side_a: Floats, side_b: Floats) -> Floats:
        return view.sum_over_own_ties(weight * side_a, weight * side_b)

    return total(x_a * y_a, x_b * y_b), total(x_a * x_a, x_b * x_b), total(y_a * y_a, y_b * y_b), ties


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


def outcomes(view: View) -> dict[str, Floats]:
    """Return every outcome of theory.md on a common scale for every active person, by name."""
    return {name: _BY_NAME[name](view) for name in OUTCOMES}


@measure("Outcomes, all taken together", "0..1", 1, "theory.md, outcomes", "Work", missing=NO_PEOPLE)
def outcomes_overall(view: View) -> float:
    """Mean of eleven outcomes, each as its mean over people, all on 0..1; a summary, not a finding."""
    means = {name: mean_of(values) for name, values in outcomes(view).items()}
    means["discernment"] = 0.5 * (means["discernment"] + 1.0)
    return mean_of(np.array(list(means.values())))
