"""What the sources say practices and leaders do."""

from __future__ import annotations

from spirals.studies.propositions.connections import BUILD, CRISIS, ORDINARY, PATHWAYS
from spirals.studies.propositions.declare import Proposition, Situation, practice

GROW = "Dutton & Heaphy 2016"
COACHING = "Peer coaching 2020"

_BUSY_DOOR = {"turnover": 0.5, "vacancy_days": 10.0}  # enough newcomers to see what becomes of them
MODELLING = Situation("leaders model", "leader_modelling")
UNRESPONSIVE = Situation("leaders do not respond", "unresponsive_leader")
LED_THROUGH_CRISIS = Situation("leaders there in a crisis", "crisis_leadership")
WELCOMED = Situation("relational onboarding", "relational_onboarding", _BUSY_DOOR)
FLOODED = Situation("information overload", "information_overload_onboarding", _BUSY_DOOR)
USUAL_WELCOME = Situation("usual onboarding", "baseline", _BUSY_DOOR)
COACHED = Situation("peer coaching", "peer_coaching")


def _coached_by(name: str, **whom: object) -> Situation:
    session = {
        "do": "meet", "shape": "pair", "pathway": "respectful_engagement", "minutes": 60.0, "every": 10, "tone": 0.4,
        "equal": 1.0, "lasting": True, **whom,
    }  # fmt: skip
    return Situation(name, does=(practice(name, (session,), who="members", adoption=0.5),))


BY_PEERS = _coached_by("coached by peers", near="other_team", peers=True)
BY_BOSSES = _coached_by("coached by leaders", partner="leaders")
TEAM_PAY = Situation("team incentives", "team_incentives")
TOURNAMENT = Situation("individual tournament", "individual_tournament")

_LEADERS, _WELCOME = "Leaders", "Welcome, coaching, reward"
PRACTICES: tuple[Proposition, ...] = (
    Proposition(
        "leaders' modelling, climate", _LEADERS, BUILD, "How leaders treat people becomes how all treat each other",
        MODELLING, ORDINARY, "mean_climate", 1,
    ),
    Proposition(
        "leaders' modelling, encounters", _LEADERS, BUILD, "Where leaders show how, more encounters give life",
        MODELLING, ORDINARY, "life_giving_share", 1,
    ),
    Proposition(
        "leaders who do not respond", _LEADERS, BUILD, "Leaders who do not respond spoil how all treat each other",
        UNRESPONSIVE, ORDINARY, "mean_climate", -1,
    ),
    Proposition(
        "crisis leadership, relief", _LEADERS, BUILD, "Leaders who are there in a crisis take from its weight",
        LED_THROUGH_CRISIS, CRISIS, "organisation_area_lost", -1,
    ),
    Proposition(
        "crisis leadership, mark", _LEADERS, BUILD, "How leaders acted in a crisis marks how people treat each other "
        "long after", LED_THROUGH_CRISIS, CRISIS, "mean_climate", 1,
    ),
    Proposition(
        "onboarding, ties", _WELCOME, BUILD, "Newcomers brought together with people find more connections than "
        "those flooded with information", WELCOMED, FLOODED, "newcomer_ties", 1, "introductions make ties",
    ),
    Proposition(
        "onboarding, knowledge", _WELCOME, BUILD, "Newcomers brought together with people come to know their work "
        "sooner than those flooded with information", WELCOMED, FLOODED,
        "newcomer_knowledge", 1,
    ),
    Proposition(
        "onboarding, against the usual", _WELCOME, BUILD, "Newcomers brought together with people come to know their "
        "work sooner than after a usual welcome", WELCOMED,
        USUAL_WELCOME, "newcomer_knowledge", 1,
    ),
    Proposition(
        "peer coaching, safety", _WELCOME, COACHING, "Coaching each other as peers makes it safer to speak and err",
        COACHED, ORDINARY, "mean_safety", 1,
    ),
    Proposition(
        "peer coaching, meaning", _WELCOME, COACHING, "Coaching each other as peers gives work meaning", COACHED,
        ORDINARY, "mean_meaning", 1, "its sessions push meaning",
    ),
    Proposition(
        "peer coaching, no power", _WELCOME, COACHING, "The same talks do more between people without power over "
        "each other", BY_PEERS, BY_BOSSES, "mean_safety", 1,
    ),
    Proposition(
        "team incentives, help", _WELCOME, BUILD, "Reward for what a team achieves makes people help more", TEAM_PAY,
        ORDINARY, "help_given", 1,
    ),
    Proposition(
        "team incentives, ties", _WELCOME, BUILD, "Reward for what a team achieves builds connections", TEAM_PAY,
        ORDINARY, "mean_quality", 1,
    ),
    Proposition(
        "tournament, ties", _WELCOME, PATHWAYS, "Ranking people against each other harms connections", TOURNAMENT,
        ORDINARY, "mean_quality", -1, "rivalry lowers tone",
    ),
    Proposition(
        "undivided attention", _WELCOME, PATHWAYS, "Putting phones and screens away makes more encounters give life",
        Situation("no multitasking", "no_multitasking"), ORDINARY, "life_giving_share", 1, "it raises tone",
    ),
    Proposition(
        "control", _WELCOME, BUILD, "Monitoring and controlling destroy trust",
        Situation("micromanagement", "micromanagement"), ORDINARY, "mean_trust", -1,
    ),
    Proposition(
        "play", _WELCOME, BUILD, "Room to play makes connections better at little cost",
        Situation("play spaces", "play_spaces"), ORDINARY, "mean_quality", 1,
    ),
    Proposition(
        "learning groups", _WELCOME, GROW, "Groups that learn together make people ask and admit more",
        Situation("learning group", "learning_group"), ORDINARY, "learning_behaviour", 1,
    ),
)  # fmt: skip
