"""The table of survey scales: what each asks, how it is answered, how reliable it is and what it reads in the model.

One scale for every construct of the nomological network (survey research on connections at work).  Statements are this
project's own wording of what scales of the construct ask; answers run from 1 (not at all) to ``points`` (fully).
"""

from __future__ import annotations

from typing import NamedTuple

from spirals.errors import InputError
from spirals.parameters import nearest

STATE_DAYS, ACT_DAYS = 10, 20
"""Working days that people look back on: for how they are, and for what was done."""
SELF, LEADER, OTHERS, LOGGED = "self", "leader", "others", "logged"
"""Who answers: the person, the own leader, those who work with them, or nobody (records)."""
ORDINARY = 0.80  # reliability of a published scale
ONE_RATER = 0.60  # of one leader's rating of performance


class Scale(NamedTuple):
    """One survey scale.

    Attributes
    ----------
    name, title
        In code, and in tables.
    statement
        One of its items, to agree with.
    reads
        What of the model the true score is.
    days
        Working days that the answer refers to.
    by
        Who answers: ``SELF``, ``LEADER``, ``OTHERS`` or ``LOGGED``.
    reliability
        Share of the variance of the scale's answers that is not noise, 0..1.
    items
        How many statements the scale has.
    reverse
        How many of them are worded the other way round, at most ``items``.
    points
        Number of steps of the answer, 5 or 7.
    formula_of
        Scales that the true score is made of by an equation, so that their correlation tests the equation.
    """

    name: str
    title: str
    statement: str
    reads: str
    days: int = STATE_DAYS
    by: str = SELF
    reliability: float = ORDINARY
    items: int = 4
    reverse: int = 1
    points: int = 7
    formula_of: tuple[str, ...] = ()


# The place in this table says whose noise is whose: append only.
_TABLE = (
    Scale(
        "connection_quality", "Connection quality", "With the people I work with, I feel seen and taken seriously.",
        "own-side quality, mean over ties to coworkers met lately", formula_of=("trust_in_coworkers",),
    ),
    Scale(
        "coworker_support", "Coworker support", "My colleagues help me and back me.",
        "log of life-giving encounters and help received from all but the own leader; mean carrying capacity of ties "
        "to coworkers met lately; z-scores averaged", ACT_DAYS, points=5,
    ),
    Scale(
        "leader_support", "Leader support", "My leader backs me.",
        "log of life-giving encounters and help received from the own leader; carrying capacity of that tie; z-scores "
        "averaged", ACT_DAYS, points=5,
    ),
    Scale(
        "social_resources", "Social resources at work", "The people around me at work support me.",
        "coworker support and leader support, z-scores averaged", ACT_DAYS, points=5,
        formula_of=("coworker_support", "leader_support"),
    ),
    Scale(
        "lmx", "Leader-member exchange", "My leader and I work well together.",
        "own-side quality of the tie to the own leader", formula_of=("trust_in_leader",),
    ),
    Scale(
        "lmx_by_leader", "Leader-member exchange, by the leader", "This person and I work well together.",
        "the leader's side of that quality", by=LEADER,
    ),
    Scale("trust_in_leader", "Trust in leader", "I can rely on my leader.", "own trust on the tie to the own leader"),
    Scale(
        "trust_in_coworkers", "Trust in coworkers", "I can rely on my colleagues.",
        "own trust, mean over ties to coworkers met lately",
    ),
    Scale(
        "trust_in_team", "Trust in the team", "I can rely on my team.", "own trust, mean over ties inside the team",
        formula_of=("trust_in_coworkers",),
    ),
    Scale(
        "incivility_received", "Incivility received", "Somebody at work was rude to me or belittled me.",
        "log of depleting encounters received", ACT_DAYS, reverse=0, points=5,
    ),
    Scale(
        "ostracism", "Being left out", "Others at work act as if I were not there.",
        "low share of own attempts answered, and fewer people met than team-mates meet; z-scores averaged", ACT_DAYS,
        reverse=0,
    ),
    Scale("safety", "Psychological safety", "In my team I can speak up about mistakes and problems.", "safety"),
    Scale(
        "voice", "Voice", "I speak up, also where others may not like it.",
        "count of views and mistakes told, and things of oneself", ACT_DAYS, reverse=0,
    ),
    Scale(
        "silence", "Silence", "I kept to myself what I could have said.",
        "days with an open need on which nobody was asked, and days with hardship on which nobody was told", ACT_DAYS,
        reverse=0, points=5,
    ),
    Scale(
        "learning_behaviour", "Learning behaviour", "I ask questions and talk about what went wrong.",
        "count of requests for help, and of views and mistakes told", ACT_DAYS,
    ),
    Scale(
        "information_sharing", "Information sharing", "I pass on to others what they need to know.",
        "count of help given that fitted the need", ACT_DAYS, reverse=0, formula_of=("help_given",),
    ),
    Scale(
        "help_given", "Help given", "This person helps others with their work.",
        "count of help given, asked for or not", ACT_DAYS, OTHERS, reverse=0,
    ),
    Scale(
        "uncivil_acts", "Uncivil acts done", "This person was rude to others or belittled them.",
        "log of depleting encounters that others had with the person", ACT_DAYS, OTHERS, reverse=0, points=5,
    ),
    # Not the diary's report of energy: that is its report of mood and the time of day, which positive affect reads.
    Scale(
        "thriving", "Vitality and learning", "I feel alive at work, and I keep learning.",
        "energy, and knowledge gained in four weeks; z-scores averaged", items=8, reverse=2,
    ),
    Scale(
        "engagement", "Engagement", "I put myself wholly into my work.",
        "engagement: the geometric mean of meaning, safety and energy, with chance of its own", items=9, reverse=0,
        formula_of=("meaning", "safety"),
    ),
    Scale("strain", "Strain", "My work wears me out.", "strain", reverse=0),
    Scale(
        "exhaustion", "Exhaustion", "I feel used up at the end of the day.",
        "strain and low energy, z-scores averaged", items=5, reverse=0, formula_of=("strain",),
    ),
    Scale(
        "workload", "Workload", "I have too much to do.", "today's demand and hours in encounters, z-scores averaged",
        points=5,
    ),
    Scale("meaning", "Meaning", "What I do here matters to somebody.", "meaning"),
    Scale("authenticity", "Authenticity", "At work I can be who I am.", "authenticity"),
    Scale("social_worth", "Social worth", "Others value me and what I do.", "worth"),
    Scale("belonging", "Belonging", "I belong here.", "belonging; loneliness is its reverse"),
    Scale("commitment", "Commitment", "I would like to stay in this organisation.", "commitment", items=6, reverse=2),
    Scale(
        "turnover_intention", "Turnover intention", "I think of leaving.",
        "logit of the day's leaving hazard", items=3, reverse=0, formula_of=("commitment", "strain"),
    ),
    Scale(
        "performance", "Performance", "This person does what the job asks, and does it well.", "performance",
        by=OTHERS, reverse=0, formula_of=("strain",),
    ),
    Scale(
        "performance_by_leader", "Performance, by the leader", "This person does the job well.", "performance",
        by=LEADER, reliability=ONE_RATER, items=1, reverse=0, formula_of=("performance", "strain"),
    ),
    Scale(
        "performance_by_self", "Performance, by oneself", "I do my job well.", "performance", reverse=0,
        formula_of=("performance", "performance_by_leader", "strain"),
    ),
    Scale("creativity", "Creativity", "This person has ideas that are taken up.", "creativity", by=OTHERS, reverse=0),
    Scale("resilience", "Resilience", "I recover soon from a blow.", "resilience", items=6, reverse=3, points=5),
    Scale(
        "positive_affect", "Positive affect", "In the last two weeks I felt good.", "mood as a diary would have it",
        items=10, reverse=0, points=5,
    ),
    Scale(
        "leader_modelling", "Leader modelling", "My leader treats people with attention.",
        "life-giving share of the leader's encounters with the person", ACT_DAYS, points=5,
    ),
    Scale(
        "leader_empowering", "Empowering leadership", "My leader hands over tasks to me.",
        "share of the leader's encounters with the person in which a task was handed over", ACT_DAYS, points=5,
    ),
    Scale(
        "leader_abusive", "Abusive leadership", "My leader puts people down.",
        "depleting share of the leader's encounters with the person", ACT_DAYS, reverse=0, points=5,
    ),
    Scale(
        "fun", "Fun at work", "We joke and play at work.", "count of play shared", ACT_DAYS, reverse=0, points=5,
    ),
    Scale(
        "external_communication", "External communication", "I talk with people of other teams.",
        "log of encounters with people of other teams", ACT_DAYS, reverse=0, points=5,
    ),
    Scale(
        "advice_in_degree", "Advice in-degree", "", "how many name the person among the half of ties that offer most "
        "advice: knowledge and trust, which count alike", by=LOGGED, reliability=1.0, items=0, reverse=0,
    ),
    Scale(
        "expressive_in_degree", "Expressive in-degree", "", "how many name the person among the half of ties with the "
        "highest regard", by=LOGGED, reliability=1.0, items=0, reverse=0,
    ),
    Scale(
        "brokerage", "Brokerage", "", "betweenness over all ties", by=LOGGED, reliability=1.0, items=0, reverse=0,
    ),
    Scale(
        "turnover", "Turnover", "", "1 for those who left within 12 months after the survey", 260, LOGGED, 1.0, 0, 0,
    ),
)  # fmt: skip
SCALES: dict[str, Scale] = {scale.name: scale for scale in _TABLE}
PLACE = {name: place for place, name in enumerate(SCALES)}


def scale(name: str) -> Scale:
    """Return the scale of that name.

    Raises
    ------
    InputError
        For an unknown name, with the nearest one.
    """
    try:
        return SCALES[name]
    except KeyError:
        close = nearest(name, SCALES)
        hint = f"did you mean '{close}'?" if close else f"use one of {', '.join(SCALES)}"
        raise InputError(f"unknown survey scale '{name}'; {hint}") from None


def by_formula(first: str, second: str) -> bool:
    """Return whether one scale is made of the other by an equation of the model, so that the two are not distinct.

    Examples
    --------
    >>> by_formula("meaning", "engagement"), by_formula("meaning", "commitment")
    (True, False)
    """
    return second in scale(first).formula_of or first in scale(second).formula_of
