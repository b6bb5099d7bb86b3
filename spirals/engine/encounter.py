"""One encounter: what is decided from both people's states, as a plain row of numbers.

Deciding reads and never writes, so that a yoked twin can live through the encounters its control decides
(the loop-gain experiment of theory.md, check 3).
"""

from __future__ import annotations

import math
from typing import NamedTuple

from spirals.engine.morning import behaviour_quality, demand_on, lever
from spirals.engine.reading import nature, trait, whole
from spirals.engine.registry import inlined, verb
from spirals.engine.ties import difference, owed_by, own_as_read, shared_as_read, side_of
from spirals.mechanisms.disagreement import disagreement_term
from spirals.mechanisms.effects import dose_of
from spirals.mechanisms.mood import severity_of
from spirals.mechanisms.numbers import exp
from spirals.mechanisms.pathway import (
    asking_probability,
    granting_probability,
    help_pull,
    play_pull,
    trusting_pull,
)
from spirals.mechanisms.rivalry import rivalry_felt
from spirals.mechanisms.tone import life_giving_probability, person_term, setting_term, tie_term
from spirals.population import (
    APPEAL,
    CARRYING,
    CLIMATE,
    CONTEST,
    ENABLE,
    ENERGY,
    FAMILIARITY,
    FIT,
    GENEROSITY,
    IN_PERSON,
    L_ANSWER,
    L_ASK,
    L_CHANNEL,
    L_MINUTES,
    L_PATHWAY,
    L_ROUTINE,
    L_SEVERITY,
    L_TONE,
    LEAN,
    LEVER_ASK,
    LEVER_FACE,
    LEVER_TONE,
    LEVER_TONE_FIRST,
    MOOD,
    NEED,
    PLAY,
    REMOTE,
    RIVALRY,
    SAFETY,
    SITE,
    SKILL,
    SPILL,
    STRAIN,
    TEAM,
    TEXT,
    TIE_TRUST,
    TRUST,
    VIDEO,
    VIEW,
    WORTH,
    State,
)


class Decision(NamedTuple):
    """What happens in one encounter, decided before anything changes."""

    pathway: int
    requested: int  # 1 if help was asked for
    granted: int  # 1 if help was given, asked or not
    minutes: float
    channel: int
    dose: float
    routine: int
    logit: float
    chance: float  # the uniform that the tone is read from
    severity: float  # of the event that both live through; 0 in routine contact
    answer: float  # the uniform for thanking or making up
    first: int
    meeting: int


class Frame(NamedTuple):
    """What the setting of an encounter fixes beforehand; -1 (or a negative length) leaves it to the pair."""

    pathway: int
    minutes: float
    channel: int
    tone: float
    share: float  # dose factor: 1, less for a turn in a meeting
    part: float  # part of the minutes that is this encounter's: 1, less for a turn in a meeting
    routine: float
    meeting: int


@inlined
def decide(s: State, i: int, j: int, tie: int, hand: int, frame: Frame) -> Decision:
    """Decide one encounter that person i starts with person j."""
    p = s.p
    first = 1 if tie < 0 or float(s.ties[tie, FAMILIARITY]) == 0.0 else 0
    pathway = frame.pathway if frame.pathway >= 0 else choose_pathway(s, i, tie, float(s.luck[L_PATHWAY, hand]))
    minutes = frame.minutes if frame.minutes >= 0.0 else -p.minutes_mean * math.log(float(s.luck[L_MINUTES, hand]))
    channel = frame.channel if frame.channel >= 0 else choose_channel(s, i, j, float(s.luck[L_CHANNEL, hand]))
    dose = frame.share * dose_of(minutes, channel_factor(s, channel), p.minutes_typical)
    routine = 1 if float(s.luck[L_ROUTINE, hand]) < frame.routine else 0
    requested = 0
    granted = 0
    logit = 0.0
    severity = severity_of(float(s.luck[L_SEVERITY, hand])) if routine == 0 else 0.0
    if pathway == ENABLE:
        requested, granted = ask_for_help(s, i, j, tie, float(s.luck[L_ASK, hand]))
    if routine == 0 or s.log.shape[0] > 0:  # nobody reads the tone of routine contact but the log
        logit = tone_logit(s, i, j, tie, pathway, first) + frame.tone
        if pathway == ENABLE and granted == 0:
            logit -= p.refusal_tone
    return Decision(
        pathway, requested, granted, minutes * frame.part, channel, dose, routine, logit,
        float(s.luck[L_TONE, hand]), severity, float(s.luck[L_ANSWER, hand]), first, frame.meeting,
    )  # fmt: skip


@inlined
def ask_for_help(s: State, i: int, j: int, tie: int, u: float) -> tuple[int, int]:
    """Return whether person i asks person j for help rather than offers it, and whether help is given."""
    p = s.p
    asking = asking_probability(p.ask_base, float(s.people[i, SAFETY]), p.ask_safety, lever(s, i, LEVER_ASK))
    if u >= asking:
        return 0, 1
    owed = owed_by(s, tie, 1 - side_of(s, tie, i)) if tie >= 0 else 0.0
    granting = granting_probability(
        p.agree_base, float(s.people[j, WORTH]), owed, p.worth_on_help, p.favour_on_granting
    )
    return 1, 1 if u < asking * granting else 0


@inlined
def choose_pathway(s: State, i: int, tie: int, u: float) -> int:
    """Return the pathway an encounter takes: a draw by the appeals of the person, the pair and the tie."""
    respect = float(s.today[i, APPEAL])
    enable = float(s.today[i, APPEAL + ENABLE])
    trusting = float(s.today[i, APPEAL + TRUST])
    play = float(s.today[i, APPEAL + PLAY])
    p = s.p
    if tie >= 0:
        side = side_of(s, tie, i)
        respect *= nature(s, tie, LEAN)
        enable *= nature(s, tie, LEAN + ENABLE) * help_pull(
            nature(s, tie, NEED),
            float(s.people[i, GENEROSITY]),
            owed_by(s, tie, side),
            p.need_on_help,
            p.generosity_on_help,
            p.favour_on_help,
        )
        rest = behaviour_quality(s, tie, side)
        trust = own_as_read(s, tie, TIE_TRUST, side)
        trusting *= nature(s, tie, LEAN + TRUST) * trusting_pull(trust, p.trust_on_trusting, p.least_pull)
        play *= nature(s, tie, LEAN + PLAY) * play_pull(rest, p.quality_on_play, p.least_pull)
    x = u * (respect + enable + trusting + play)
    # a sum of comparisons: nobody can guess the draw, so a branch on it would cost more than all of them
    return int(x >= respect) + int(x >= respect + enable) + int(x >= respect + enable + trusting)


@inlined
def choose_channel(s: State, i: int, j: int, u: float) -> int:
    """Return the channel: in person where both are at one site, else video or text."""
    together = s.place[i, SITE] == s.place[j, SITE] and trait(s, i, REMOTE) == 0.0 and trait(s, j, REMOTE) == 0.0
    face = lever(s, i, LEVER_FACE)
    if face > 0.0 and u < 1.0 - exp(-face):  # brought together although they work apart
        return IN_PERSON
    if together and (face >= 0.0 or u < exp(face)):
        return IN_PERSON
    return VIDEO if u < s.p.video_share else TEXT


@verb
def channel_factor(s: State, channel: int) -> float:
    """Return the dose of a channel against meeting in person."""
    if channel == IN_PERSON:
        return 1.0
    return float(s.p.video_dose) if channel == VIDEO else float(s.p.text_dose)


@inlined
def tone_logit(s: State, i: int, j: int, tie: int, pathway: int, first: int) -> float:
    """Return the predictor of tone: baseline, tie, both people, setting, skill and what programmes add."""
    p = s.p
    total = p.tone_baseline
    if tie >= 0:
        standing = 0.5
        if first == 0:
            standing = 0.5 * (behaviour_quality(s, tie, 0) + behaviour_quality(s, tie, 1))
        view = 0.5 * (nature(s, tie, VIEW) + nature(s, tie, VIEW + 1))
        total += tie_term(standing, nature(s, tie, FIT), view, p.reinforcement, p.fit_effect)
    if pathway == TRUST and p.disagreement > 0.0:
        carrying = shared_as_read(s, tie, CARRYING) if tie >= 0 and first == 0 else 0.5
        total += disagreement_term(difference(s, i, j), carrying, p.disagreement)
    total += 0.5 * (person_tone(s, i) + person_tone(s, j))
    total += 0.5 * (setting_tone(s, i) + setting_tone(s, j))
    skill = 0.5 * (float(s.people[i, SKILL + pathway]) + float(s.people[j, SKILL + pathway]))
    total += p.skill_effect * (skill - 0.5)
    total += 0.5 * (lever(s, i, LEVER_TONE + pathway) + lever(s, j, LEVER_TONE + pathway))
    if first == 1:
        total += 0.5 * (lever(s, i, LEVER_TONE_FIRST) + lever(s, j, LEVER_TONE_FIRST))
    return total


@verb
def person_tone(s: State, i: int) -> float:
    """Return what one person's state adds to the tone."""
    p = s.p
    return person_term(
        float(s.people[i, ENERGY]),
        float(s.people[i, MOOD]),
        float(s.people[i, STRAIN]),
        float(s.people[i, SPILL]),
        p.energy_effect,
        p.mood_effect,
        p.strain_effect,
        p.spill_effect,
    )


@verb
def setting_tone(s: State, i: int) -> float:
    """Return what one person's setting adds to the tone."""
    p = s.p
    team = whole(s.place[i, TEAM])
    return setting_term(
        float(s.teams[team, CLIMATE]),
        rivalry_felt(float(s.teams[team, RIVALRY]), float(s.teams[team, CONTEST])),
        demand_on(s, i),
        p.climate_effect,
        p.rivalry_effect,
        p.distraction,
    )


@verb
def tone_of(d: Decision, extra: float) -> int:
    """Return the tone a decision has: 0 routine, +1 life-giving, -1 depleting; ``extra`` shifts the logit."""
    if d.routine == 1:
        return 0
    return 1 if d.chance < life_giving_probability(d.logit + extra) else -1


@verb
def helper_is_starter(d: Decision) -> bool:
    """Return whether the one who started the encounter is the one who helps (unasked)."""
    return d.requested == 0
