"""What the sources say good and bad connections do: benefits, lenses, features, moments, spirals."""

from __future__ import annotations

from typing import Any

from spirals.measures import MEASURES
from spirals.measures.benefits import BENEFITS
from spirals.studies.propositions.declare import (
    GROWTH,
    PUSH_END,
    PUSH_START,
    Proposition,
    Situation,
    practice,
    ties_moved,
)

POWER = "Dutton & Heaphy 2003"
BUILD = "Dutton 2014"
PATHWAYS = "Birnbaum 2022"
BROADEN = "Fredrickson 1998, cited in Dutton & Heaphy 2003"

ORDINARY = Situation("ordinary")
CRISIS = Situation("crisis", "crisis")
_UP, _DOWN = 0.05, -0.05

BETTER = ties_moved("better ties", _UP)
WORSE = ties_moved("worse ties", _DOWN)
BETTER_IN_CRISIS = ties_moved("better ties in a crisis", _UP, scenario="crisis")
MORE_TRUST = ties_moved("more trust", _UP, ("trust",))
MORE_REGARD = ties_moved("more regard", _UP, ("regard",))
MORE_CARRYING = ties_moved("more carrying capacity", _UP, ("carrying_capacity",))
MORE_TENSILITY = ties_moved("more tensility", _UP, ("tensility",))
MORE_CONNECTIVITY = ties_moved("more connectivity", _UP, ("connectivity",))


def _acting(name: str, *acts: dict[str, Any], scenario: str = "baseline", **when: Any) -> Situation:
    return Situation(name, scenario, does=(practice(name, acts, **when),))


SHORT_TALKS = _acting(
    "short talks",
    {"do": "meet", "shape": "pair", "pathway": "free", "minutes": 5.0, "every": 1, "near": "other_team", "slot": 2},
)
RESPECT = _acting(
    "more respectful engagement",
    {"do": "shift", "target": "tone_respect", "amount": 0.3},
    {"do": "shift", "target": "appeal_respect", "amount": 0.3},
)
LIVELIER = _acting("more energy", {"do": "push", "state": "energy", "gain": 0.05, "every": 1})
HAPPIER_FOR_A_WHILE = _acting(
    "good mood for twelve weeks", {"do": "push", "state": "mood", "gain": 0.3, "every": 1}, start=PUSH_START,
    end=PUSH_END,
)  # fmt: skip
HAPPIER_AFTER_CRISIS = _acting(
    "good mood after a crisis", {"do": "push", "state": "mood", "gain": 0.3, "every": 1}, scenario="crisis", start=61,
    end=100,
)  # fmt: skip
_PUSH: dict[str, Any] = {"start": PUSH_START, "end": PUSH_END}
BETTER_MOMENTS = _acting("better moments for twelve weeks", {"do": "shift", "target": "tone", "amount": 0.5}, **_PUSH)
WORSE_MOMENTS = _acting("worse moments for twelve weeks", {"do": "shift", "target": "tone", "amount": -0.5}, **_PUSH)
NO_CONTAGION = Situation("moods kept apart", changes={"contagion": 0.0, "witness_mood": 0.0})


_IN_THE_MEASURE = {
    10: "the measure holds mutual respect, which is regard: in part true by definition",
}
_CLAIMED = {
    1: "People with better connections are healthier",
    2: "Better connections ease the load on the body",
    3: "Better connections broaden what people think of and do",
    4: "People with better connections know better whom to trust",
    5: "People with better connections ask more and admit more mistakes",
    6: "People with better connections bounce back sooner from a blow",
    7: "People with better connections do more for others at work",
    8: "People with better connections are more creative",
    9: "Better connections make people more committed",
    10: "Better connections let people coordinate their work",
}


def _benefits() -> tuple[Proposition, ...]:
    made = []
    for number, benefit in BENEFITS.items():
        shocked = benefit.measure == "organisation_half_recovery"
        treated, control = (BETTER_IN_CRISIS, CRISIS) if shocked else (BETTER, ORDINARY)
        sign, built_in = MEASURES[benefit.measure].better, _IN_THE_MEASURE.get(number, "")
        made.append(
            Proposition(
                f"benefit {number}", "The ten benefits", BUILD, _CLAIMED[number], treated, control, benefit.measure,
                sign, built_in,
            )
        )  # fmt: skip
    weight = Proposition(
        "benefit 6, weight", "The ten benefits", BUILD, "People with better connections lose less to a blow in all",
        BETTER_IN_CRISIS, CRISIS, "organisation_area_lost", -1,
    )  # fmt: skip
    return (*made, weight)


_LENSES = (
    Proposition(
        "exchange", "The four lenses", POWER, "Trust gives access to what others have, and comes back as influence",
        MORE_TRUST, ORDINARY, "influence", 1,
    ),
    Proposition(
        "identity", "The four lenses", POWER, "Being engaged with respectfully makes one's place and work mean more",
        RESPECT, ORDINARY, "mean_meaning", 1, "respectful encounters feed meaning by a weight",
    ),
    Proposition(
        "growth", "The four lenses", POWER, "Being mentored wakes the wish for more connection",
        Situation("mentoring", "mentoring"), ORDINARY, "mean_wish", 1, "good help from a senior raises the wish",
    ),
    Proposition(
        "growth, worth", "The four lenses", POWER, "Being mentored raises the sense of worth",
        Situation("mentoring", "mentoring"), ORDINARY, "mean_worth", 1,
    ),
    Proposition(
        "learning", "The four lenses", POWER, "Knowledge is passed on faster and made more in good connections",
        BETTER, ORDINARY, "mean_knowledge", 1, "trust and connectivity scale uptake",
    ),
)  # fmt: skip

_MOMENTS = "Moments, and bad connections"
_MICRO = (
    Proposition(
        "micro-moments, belonging", _MOMENTS, PATHWAYS, "Five minutes with somebody now and then make people belong",
        SHORT_TALKS, ORDINARY, "belonging", 1, "a felt-good encounter is what belonging counts",
    ),
    Proposition(
        "micro-moments, energy", _MOMENTS, PATHWAYS, "Five minutes with somebody now and then give energy",
        SHORT_TALKS, ORDINARY, "mean_energy", 1,
    ),
    Proposition(
        "bad ties take energy", _MOMENTS, POWER, "Low-quality connections leave people with less energy",
        WORSE, ORDINARY, "mean_energy", -1,
    ),
    Proposition(
        "bad ties wear", _MOMENTS, POWER, "Low-quality connections wear people down", WORSE, ORDINARY,
        "mean_strain", 1,
    ),
    Proposition(
        "bad ties drive away", _MOMENTS, POWER, "Low-quality connections make people want to leave", WORSE, ORDINARY,
        "mean_commitment", -1,
    ),
)  # fmt: skip

_JOBS = "What each feature of a tie does"
_FEATURES = (
    Proposition(
        "carrying capacity, hardship", _JOBS, POWER, "Ties that bear emotion let hardship be shared and digested",
        MORE_CARRYING, ORDINARY, "mean_hardship", -1, "telling relieves in proportion to it",
    ),
    Proposition(
        "carrying capacity, learning", _JOBS, POWER, "Ties that bear emotion let mistakes and dissent be spoken",
        MORE_CARRYING, ORDINARY, "learning_behaviour", 1, "voiced disagreement is in proportion to it",
    ),
    Proposition(
        "tensility", _JOBS, POWER, "Ties that bend are mended after something went wrong",
        MORE_TENSILITY, ORDINARY, "repaired_share", 1, "the chance to make up rises with it",
    ),
    Proposition(
        "connectivity", _JOBS, POWER, "Ties open to ideas make people more creative",
        MORE_CONNECTIVITY, ORDINARY, "creativity", 1, "ideas are in proportion to it",
    ),
    Proposition(
        "regard", _JOBS, POWER, "People who regard each other thank more", MORE_REGARD, ORDINARY, "thanked_share", 1,
        "thanking rises with it",
    ),
    Proposition(
        "trust", _JOBS, POWER, "Trust makes people share, delegate and seek input more", MORE_TRUST, ORDINARY,
        "volume_trusting", 1, "the trusting pathway opens with it",
    ),
)  # fmt: skip

_SPIRALS = "Broaden, build, undo, and spirals"
_DYNAMICS = (
    Proposition(
        "broaden, reach", _SPIRALS, BROADEN, "Energetic people reach beyond their own circle", LIVELIER, ORDINARY,
        "beyond_team", 1, "reach rises with energy",
    ),
    Proposition(
        "broaden, repertoire", _SPIRALS, BROADEN, "Energetic people connect in more ways and with more people",
        LIVELIER, ORDINARY, "breadth", 1, "repertoire and reach rise with energy",
    ),
    Proposition(
        "build, resilience", _SPIRALS, BROADEN, "A time of good feeling leaves resilience behind",
        HAPPIER_FOR_A_WHILE, ORDINARY, "mean_resilience", 1,
    ),
    Proposition(
        "build, ties", _SPIRALS, BROADEN, "A time of good feeling leaves better connections behind",
        HAPPIER_FOR_A_WHILE, ORDINARY, "mean_quality", 1,
    ),
    Proposition(
        "undo", _SPIRALS, BROADEN, "Good feeling after a blow undoes what it did to body and mind",
        HAPPIER_AFTER_CRISIS, CRISIS, "organisation_area_lost", -1,
    ),
    Proposition(
        "upward, lasts", _SPIRALS, POWER, "What better moments start goes on after they end",
        BETTER_MOMENTS, ORDINARY, "mean_quality", 1,
    ),
    Proposition(
        "upward, grows", _SPIRALS, POWER, "What better moments start goes on growing by itself",
        BETTER_MOMENTS, ORDINARY, GROWTH + "mean_quality", 1,
    ),
    Proposition(
        "downward, lasts", _SPIRALS, POWER, "What worse moments start goes on after they end",
        WORSE_MOMENTS, ORDINARY, "mean_quality", -1,
    ),
    Proposition(
        "downward, grows", _SPIRALS, POWER, "What worse moments start goes on growing by itself",
        WORSE_MOMENTS, ORDINARY, GROWTH + "mean_quality", -1,
    ),
    Proposition(
        "contagion", _SPIRALS, POWER, "Moods pass from one to the other, so that people's moods are more alike",
        ORDINARY, NO_CONTAGION, "sd_mood", -1, "contagion draws moods together by its equation",
    ),
)  # fmt: skip

CONNECTIONS: tuple[Proposition, ...] = (*_benefits(), *_LENSES, *_MICRO, *_FEATURES, *_DYNAMICS)
