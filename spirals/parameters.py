"""The one table of parameters: name, symbol, meaning, unit, default, range, time-scale and source.

Documentation, sliders, sensitivity analysis and the checking of scenario files all read this table.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from difflib import get_close_matches

import numpy as np
from numpy.typing import NDArray

from spirals.errors import InputError

ASSUMED = "assumption"


@dataclass(frozen=True)
class Parameter:
    """One parameter: ``default`` holds unless a scenario says otherwise; ``low``..``high`` is what it may be."""

    name: str
    symbol: str
    default: float
    low: float
    high: float
    unit: str
    timescale: str
    meaning: str
    source: str
    group: str


class ParameterError(InputError):
    """A parameter that does not exist or lies outside its range."""


def _group(group: str, *rows: tuple[str, str, float, float, float, str, str, str, str]) -> list[Parameter]:
    return [Parameter(*row, group) for row in rows]


TABLE: tuple[Parameter, ...] = (
    *_group(
        "who meets whom",
        ("encounter_rate", "c", 0.65, 0.0, 3.0, "per slot", "hours", "encounters a person starts in two hours", "target C17"),
        ("energy_on_rate", "c_e", 0.3, -2.0, 2.0, "log rate", "hours", "how energy changes the encounter rate", "target C20"),
        ("mood_on_rate", "c_m", 0.35, -1.0, 1.0, "log rate per SD", "hours", "how mood changes the encounter rate", "target C20"),
        ("contact_limit", "H", 5.0, 0.5, 10.0, "hours", "day", "contact hours that a working day can hold", ASSUMED),
        ("quality_pull", "q_w", 0.8, 0.0, 2.0, "share", "days", "how quality draws people to a tie", ASSUMED),
        ("wish_gain", "l_g", 0.1, 0.0, 2.0, "per dose and rank", "weeks", "how good help from somebody senior wakes the wish for more connection", "Dutton & Heaphy 2003, growth lens"),
        ("wish_fading", "l_f", 0.03, 0.0, 1.0, "per day", "weeks", "how that wish fades", ASSUMED),
        ("wish_on_rate", "l_c", 0.3, 0.0, 3.0, "log rate", "weeks", "how that wish raises the encounter rate", ASSUMED),
        ("wish_on_reach", "l_a", 1.0, 0.0, 5.0, "logit", "weeks", "how that wish widens reach", ASSUMED),
        ("need_pull", "n_w", 0.6, 0.0, 10.0, "weight", "days", "how work interdependence draws people to a tie", "targets C9, C10"),
        ("recency_pull", "r_w", 0.7, 0.0, 10.0, "factor", "day", "how much likelier a pair meets that met on the last day", "target C18"),
        ("reach_base", "a_0", -2.7, -10.0, 5.0, "logit", "days", "meeting someone new, at mid energy and safety", "targets C18, C19"),
        ("reach_energy", "a_e", 1.2, 0.0, 5.0, "logit", "days", "how energy widens reach (broaden)", "Fredrickson 1998"),
        ("reach_safety", "a_s", 1.2, 0.0, 5.0, "logit", "weeks", "how safety widens reach (broaden)", "Fredrickson 1998; Edmondson 1999"),
        ("new_in_team", "s_t", 0.1, 0.0, 1.0, "share", "days", "new partners from the own team", "target C10"),
        ("new_friend_of_friend", "s_f", 0.1, 0.0, 1.0, "share", "days", "new partners through a common contact", "targets C8, C19"),
        ("new_on_site", "s_s", 0.55, 0.0, 1.0, "share", "days", "new partners from the same site; the rest is anyone", ASSUMED),
        ("similarity_pull", "s_h", 2.0, 0.0, 20.0, "logit", "days", "how people choose those like themselves among those they do not know", "McPherson et al. 2001"),
        ("broaden", "b", 0.8, 0.0, 3.0, "log weight", "days", "how opened-up people go beyond their team", "Fredrickson 1998"),
        ("outsider_rate", "o", 0.10, 0.0, 1.0, "per slot", "hours", "encounters with customers and peers elsewhere", ASSUMED),
        ("attention_limit", "K", 32.0, 2.0, 200.0, "ties", "days", "active ties that attention can hold", "theory.md"),
        ("strangers_meet", "K_m", 30.0, 2.0, 1000.0, "people", "encounter", "largest meeting in which strangers get to know each other", ASSUMED),
    ),
    *_group(
        "minutes and channels",
        ("minutes_mean", "m", 3.0, 0.2, 60.0, "minutes", "encounter", "mean length of an encounter (exponential)", "target C17"),
        ("minutes_typical", "m_d", 3.0, 0.5, 60.0, "minutes", "encounter", "length at which the dose is 1", ASSUMED),
        ("video_share", "v", 0.4, 0.0, 1.0, "share", "encounter", "video rather than text between people apart", ASSUMED),
        ("video_dose", "d_v", 0.8, 0.0, 1.5, "factor", "encounter", "dose by video against in person", ASSUMED),
        ("text_dose", "d_t", 0.4, 0.0, 1.5, "factor", "encounter", "dose by text against in person", ASSUMED),
        ("team_meetings", "M", 1.0, 0.0, 1.0, "per week", "week", "team meetings a week", ASSUMED),
        ("meeting_minutes", "m_m", 45.0, 5.0, 240.0, "minutes", "encounter", "length of a team meeting", ASSUMED),
        ("meeting_spread", "M_s", 0.4, 0.0, 3.0, "logit SD", "encounter", "how much meetings differ in tone", ASSUMED),
        ("status_turns", "M_l", 0.6, 0.0, 5.0, "share per level", "encounter", "how much rank speaks more", ASSUMED),
    ),
    *_group(
        "which pathway",
        ("respect_share", "d_r", 0.42, 0.01, 1.0, "weight", "lasting", "typical weight of respectful engagement among the pathways", ASSUMED),
        ("enable_share", "d_e", 0.30, 0.01, 1.0, "weight", "lasting", "typical weight of task enabling", ASSUMED),
        ("trust_share", "d_u", 0.16, 0.01, 1.0, "weight", "lasting", "typical weight of trusting", ASSUMED),
        ("play_share", "d_p", 0.12, 0.01, 1.0, "weight", "lasting", "typical weight of play", ASSUMED),
        ("disposition_spread", "d_s", 0.35, 0.0, 2.0, "softmax SD", "lasting", "how people's dispositions differ", ASSUMED),
        ("least_pull", "k_0", 0.05, 0.0, 1.0, "factor", "weeks", "least pull of trusting and play in a tie without trust or quality", ASSUMED),
        ("climate_on_pathway", "k_p", 0.4, 0.0, 3.0, "softmax", "weeks", "how a good climate invites trusting and play", ASSUMED),
        ("repertoire", "k_b", 0.3, 0.0, 1.0, "share", "days", "how opened-up people even out their pathways", "Fredrickson 1998"),
        ("need_on_help", "k_n", 0.6, 0.0, 5.0, "factor", "days", "how interdependence draws to task enabling", ASSUMED),
        ("generosity_on_help", "k_g", 0.3, 0.0, 5.0, "factor", "days", "how help received is passed on to others", "generalised reciprocity; Baker & Bulkley 2014"),
        ("trust_on_trusting", "k_t", 1.2, 0.0, 2.0, "factor", "weeks", "how trust opens the trusting pathway", "build-high-quality-connections"),
        ("quality_on_play", "k_q", 1.0, 0.0, 2.0, "factor", "weeks", "how a good tie invites play", ASSUMED),
        ("ask_base", "h_0", 1.3, -5.0, 5.0, "logit", "encounter", "help that starts with a request, at mid safety", "target C13"),
        ("ask_safety", "h_s", 2.0, 0.0, 6.0, "logit", "weeks", "how safety makes people ask", "Edmondson 1999"),
        ("worth_on_help", "h_w", 5.0, 0.0, 8.0, "logit", "week", "how social worth raises helping", "target C15; Grant & Gino 2010"),
        ("worth_on_offering", "h_o", 0.5, 0.0, 1.0, "share", "week", "how far worth makes people offer help as well as grant it", ASSUMED),
        ("agree_base", "h_a", 2.2, -5.0, 8.0, "logit", "encounter", "granting a request for help, at mid worth", ASSUMED),
        ("refusal_tone", "h_r", 1.0, 0.0, 5.0, "logit", "encounter", "what a refusal costs in tone", ASSUMED),
        ("favour_on_help", "h_f", 0.3, 0.0, 3.0, "factor", "weeks", "how favours owed are returned", "theory.md, exchange"),
        ("favour_on_granting", "h_e", 1.0, 0.0, 8.0, "logit", "weeks", "how those who owe make the effort when asked", "theory.md, exchange"),
    ),
    *_group(
        "tone",
        ("routine_share", "r", 0.66, 0.0, 0.99, "share", "encounter", "working contact that leaves little trace", "targets C20, C22"),
        ("tone_baseline", "beta_0", 0.82, -4.0, 6.0, "logit", "encounter", "life-giving rather than depleting, all else at its middle", "target C5"),
        ("reinforcement", "beta_q", 2.0, 0.0, 8.0, "logit", "weeks", "how a tie's quality feeds back on its tone", "theory.md, check 3"),
        ("fit_effect", "beta_f", 0.22, 0.0, 3.0, "logit per SD", "lasting", "how fit of the two shows in tone", "targets C7, C22"),
        ("view_spread", "sigma_v", 0.5, 0.0, 2.0, "logit SD", "lasting", "how each side's view of the other differs", "target C7"),
        ("view_on_regard", "b_v", 0.5, 0.0, 3.0, "factor", "months", "how each side's view colours what it makes of an encounter for its regard", "target C7"),
        ("lean_spread", "sigma_l", 1.1, 0.0, 3.0, "softmax SD", "lasting", "how pairs lean to one pathway or another", "target C11"),
        ("similarity_share", "rho_f", 0.35, 0.0, 1.0, "share", "lasting", "part of fit that is similarity rather than chance", ASSUMED),
        ("energy_effect", "beta_e", 1.0, 0.0, 5.0, "logit", "days", "how the pair's energy shows in tone", ASSUMED),
        ("mood_effect", "beta_m", 0.15, 0.0, 2.0, "logit per SD", "hours", "how the pair's mood shows in tone", "target C20"),
        ("strain_effect", "beta_s", 1.0, 0.0, 5.0, "logit", "weeks", "how the pair's strain shows in tone", ASSUMED),
        ("skill_effect", "beta_k", 1.0, 0.0, 5.0, "logit", "months", "how skill in the pathway shows in tone", ASSUMED),
        ("climate_effect", "beta_c", 1.0, 0.0, 5.0, "logit", "weeks", "how the team's norm shows in tone", "theory.md"),
        ("rivalry_effect", "beta_r", 1.0, 0.0, 5.0, "logit", "while it lasts", "how rivalry shows in tone", "theory.md"),
        ("scarce_posts", "P_s", 0.0, 0.0, 1.0, "share", "while it lasts", "posts at stake, for which people of one level compete (0: none)", "theory.md, organisation"),
        ("scarcity_rivalry", "P_r", 1.0, 0.0, 5.0, "per share", "while it lasts", "how scarce posts make rivalry", ASSUMED),
        ("distraction", "beta_d", 0.6, 0.0, 4.0, "logit", "days", "presence lost to pressing work", "four-pathways"),
        ("disagreement", "beta_a", 0.6, 0.0, 5.0, "logit", "encounter", "what differing views burden a trusting encounter with that the tie cannot bear", "Stephens et al. 2013"),
        ("spill_effect", "beta_x", 0.8, 0.0, 5.0, "logit", "hours", "carry-over of a depleting encounter in the day", "Andersson & Pearson 1999"),
        ("spill_gain", "x_g", 0.7, 0.0, 5.0, "per dose", "hours", "how much a depleting encounter spills over", ASSUMED),
        ("spill_otherwise", "x_o", 0.5, 0.0, 1.0, "share", "hours", "spill-over of other depleting encounters against incivility", "Andersson & Pearson 1999"),
        ("spill_carry", "x_c", 0.6, 0.0, 1.0, "share per slot", "hours", "spill-over left after two hours", ASSUMED),
        ("feedback", "phi", 1.0, 0.0, 1.0, "share", "weeks", "how far behaviour reads the tie as it is, not as it started (0: no feedback)", "null model M6"),
        ("felt_level", "f_0", 0.1, -3.0, 3.0, "logit", "encounter", "how encounters feel on average", ASSUMED),
        ("felt_slope", "f_p", 0.35, 0.0, 3.0, "factor", "encounter", "how the predictor of tone shows in feeling", "target C22"),
        ("felt_tone", "f_t", 1.2, 0.0, 4.0, "logit", "encounter", "how tone shows in feeling", "target C22"),
        ("felt_noise", "f_n", 0.5, 0.0, 3.0, "logit SD", "encounter", "what the two sides do not share", "target C22"),
        ("felt_person", "f_i", 0.7, 0.0, 2.0, "logit per SD", "lasting", "how a person's own level colours every encounter", "target C22"),
        ("felt_good", "f_g", 0.7, 0.1, 0.99, "share", "encounter", "feeling from which an encounter counts as felt-good (display)", ASSUMED),
        ("vitality_rate", "f_v", 0.1, 0.0, 1.0, "per encounter", "weeks", "memory of what a tie felt like (display)", ASSUMED),
    ),
    *_group(
        "effects on ties",
        ("gain", "g", 0.09, 0.0, 1.0, "per dose", "months", "how much an encounter moves a familiar tie", "theory.md"),
        ("novelty", "g_n", 2.0, 0.0, 20.0, "factor", "weeks", "how much more it moves an unfamiliar one", "theory.md"),
        ("loss_ratio", "lambda", 2.0, 1.0, 5.0, "ratio", "encounter", "how much stronger a bad event is than a good one", "Miner et al. 2005; validation.md, C6"),
        ("buffer_strength", "B", 0.3, 0.0, 1.0, "share", "encounter", "how far tensility and resilience soften a loss", "theory.md"),
        ("deception", "z", 0.05, 0.0, 2.0, "per dose", "lasting", "how a betrayal lowers what trust can regain", "Schweitzer et al. 2006"),
        ("tie_spread", "sigma_q", 1.1, 0.0, 3.0, "logit SD", "at the start", "how a tie's features scatter round where it rests", ASSUMED),
        ("trust_learns", "u", 0.01, 0.0, 0.5, "per encounter", "months", "how trust learns the other's trustworthiness", "theory.md"),
        ("trust_reads", "u_r", 2.0, 0.0, 5.0, "log factor per unit", "months", "how what is made of an encounter for trust follows the other's trustworthiness", "build-high-quality-connections, benefit 4"),
        ("trust_at_start", "u_0", 0.5, 0.0, 1.0, "share", "at the start", "how far trust knows the other's trustworthiness where a tie is fully familiar", ASSUMED),
        ("initiative_rate", "i_r", 0.1, 0.0, 1.0, "per encounter", "weeks", "memory of who starts (display)", ASSUMED),
        ("drift", "w_d", 0.004, 0.0, 0.5, "per day", "year", "how an unused tie drifts back to where it started", "theory.md"),
        ("familiarity_gain", "v_g", 0.02, 0.0, 2.0, "per dose", "weeks", "how an encounter builds familiarity", "target C18"),
        ("fading", "v_f", 0.04, 0.0, 1.0, "per day", "months", "how an unused tie fades", "target C18; Burt 2001"),
        ("forgotten", "v_0", 0.01, 0.0, 0.5, "share", "months", "familiarity below which an unneeded tie ends", ASSUMED),
        ("kept_by_need", "v_n", 0.02, 0.0, 1.0, "share", "months", "work interdependence from which a faded tie stays", ASSUMED),
        ("unused_after", "w_u", 5.0, 0.0, 260.0, "days", "weeks", "idle days after which a tie drifts", ASSUMED),
        ("embedded_shelter", "v_e", 0.7, 0.0, 1.0, "share", "months", "how common contacts shelter a tie from fading", "validation.md, C18 and C19; Burt 2001"),
        ("repair_base", "y_0", -0.5, -10.0, 5.0, "logit", "encounter", "making up after a depleting encounter, at mid tensility", ASSUMED),
        ("repair_tensility", "y_t", 3.0, 0.0, 10.0, "logit", "encounter", "how tensility makes making up likelier", "theory.md"),
        ("repair_dose", "y_d", 0.7, 0.0, 3.0, "dose", "encounter", "how much making up restores", ASSUMED),
        ("repair_trust", "y_x", 0.5, 0.0, 3.0, "weight", "encounter", "how making up restores trust, against regard", ASSUMED),
    ),
    *_group(
        "effects on people",
        ("person_gain", "g_p", 0.04, 0.0, 1.0, "per dose", "weeks", "how much an encounter moves a person's slow states", "target C16"),
        ("worth_gain", "g_w", 2.0, 0.0, 10.0, "factor", "week", "how much more an encounter moves social worth", ASSUMED),
        ("meaning_gain", "g_m", 2.0, 0.0, 10.0, "factor", "months", "how much more an encounter moves meaning at full safety", "Kahn 1990"),
        ("commitment_gain", "g_c", 0.5, 0.0, 10.0, "factor", "months", "how much less an encounter moves commitment", ASSUMED),
        ("energy_gain", "g_e", 0.045, 0.0, 1.0, "per dose", "days", "how much an encounter moves slow energy (about a quarter of its lift)", "theory.md"),
        ("strain_on_energy", "E_t", 0.25, 0.0, 1.0, "per unit", "weeks", "how strain lowers the level that energy recovers to", ASSUMED),
        ("mood_lift", "mu", 0.5, 0.0, 3.0, "SD", "hours", "how far a life-giving event of mean severity moves mood", "targets C6, C20"),
        ("company", "mu_c", 0.03, 0.0, 1.0, "SD", "hours", "how far any contact lifts mood", "targets C6, C20"),
        ("contagion", "mu_k", 0.03, 0.0, 1.0, "share per dose", "hours", "pull of the other's mood", "target C12"),
        ("mood_inertia", "phi_m", 0.30, 0.0, 0.95, "share per slot", "hours", "mood carried over two hours, mean over people", "target C1"),
        ("mood_inertia_spread", "phi_s", 0.2, 0.0, 0.4, "SD", "lasting", "how people differ in it", "target C4"),
        ("mood_innovation", "mu_n", 0.45, 0.0, 3.0, "SD", "hours", "what else moves mood", "target C3"),
        ("mood_level_spread", "mu_b", 0.80, 0.0, 3.0, "SD", "lasting", "how people differ in their level of mood", "target C3"),
        ("energy_level", "E", 0.55, 0.0, 1.0, "share", "lasting", "own set point of energy, mean over people", ASSUMED),
        ("energy_level_spread", "E_b", 0.10, 0.0, 0.4, "SD", "lasting", "how people differ in it", "target C3"),
        ("level_link", "E_k", 0.5, 0.0, 1.0, "correlation", "lasting", "how own levels of energy and of mood go together", ASSUMED),
        ("energy_carry", "E_c", 0.55, 0.0, 0.95, "share per night", "days", "energy deviation carried over a night", "target C2"),
        ("energy_carry_spread", "E_s", 0.1, 0.0, 0.4, "SD", "lasting", "how people differ in it", ASSUMED),
        ("energy_innovation", "E_n", 0.065, 0.0, 0.5, "SD", "day", "what else moves energy from day to day", "target C3"),
        ("energy_in_mood", "E_m", 6.0, 0.0, 20.0, "SD per unit", "days", "how slow energy shows in reported mood and energy", "target C3"),
        ("strain_in_mood", "t_m", 4.0, 0.0, 20.0, "SD per unit", "weeks", "how strain shows in a diary answer on strain", ASSUMED),
        ("rhythm", "E_r", 1.0, 0.0, 4.0, "SD", "hours", "fall of reported energy over a day", "target C21"),
        ("report_noise", "eps", 0.45, 0.0, 3.0, "SD", "prompt", "noise of one diary answer", "theory.md, reports"),
        ("help_effort", "E_h", 0.006, 0.0, 0.5, "per dose", "day", "energy a helper spends", "target C20"),
        ("attention_effort", "E_a", 0.002, 0.0, 0.5, "per dose", "day", "energy that full attention to the other costs each", "theory.md"),
        ("emotional_labour", "E_l", 0.004, 0.0, 0.5, "per encounter", "day", "energy that being friendly to outsiders costs", "Grandey 2000; theory.md"),
        ("outsider_effect", "o_x", 0.5, 0.0, 2.0, "factor", "hours", "effect of meeting an outsider, against a colleague", ASSUMED),
        ("help_fatigue", "mu_h", 0.15, 0.0, 2.0, "SD per dose", "hours", "mood a helper spends", "target C20"),
        ("risk_teaches", "s_r", 1.0, 0.0, 5.0, "factor", "weeks", "how much more safety learns when a risk was taken", "Edmondson 1999"),
        ("safety_rest", "S", 0.4, 0.0, 1.0, "share", "weeks", "safety without any experience", ASSUMED),
        ("safety_rate", "s_d", 0.04, 0.0, 1.0, "per day", "weeks", "how fast safety forgets", "theory.md"),
        ("worth_rest", "W", 0.25, 0.0, 1.0, "share", "week", "social worth without any experience", ASSUMED),
        ("rest_spread", "S_b", 0.15, 0.0, 0.5, "SD", "lasting", "how people differ in where safety, worth and meaning rest", ASSUMED),
        ("rest_link", "S_k", 0.3, 0.0, 1.0, "correlation", "lasting", "how rests and reactivity go with the own level of mood", "Houben et al. 2015"),
        ("state_spread", "S_0", 0.35, 0.0, 2.0, "logit SD", "at the start", "how people's slow states scatter round the typical ones", ASSUMED),
        ("sociability_spread", "S_c", 0.35, 0.0, 1.5, "log SD", "lasting", "how people differ in sociability", "target C9"),
        ("trustworthiness_level", "S_w", 0.6, -3.0, 3.0, "logit", "lasting", "typical trustworthiness", ASSUMED),
        ("trustworthiness_spread", "S_x", 0.6, 0.0, 3.0, "logit SD", "lasting", "how people differ in it", ASSUMED),
        ("worth_rate", "w_r", 0.15, 0.0, 1.0, "per day", "week", "how fast social worth forgets", "theory.md"),
        ("meaning_rest", "N", 0.4, 0.0, 1.0, "share", "months", "meaning without any experience", ASSUMED),
        ("meaning_rate", "n_r", 0.02, 0.0, 1.0, "per day", "months", "how fast meaning forgets", "theory.md"),
        ("commitment_rate", "c_r", 0.015, 0.0, 1.0, "per day", "months", "how fast commitment follows", "theory.md"),
        ("meaning_in_commitment", "c_n", 0.5, 0.0, 1.0, "share", "months", "part of commitment that follows meaning; safety and belonging share the rest", "Dutton & Heaphy 2003"),
        ("belonging_rate", "l_r", 0.05, 0.0, 1.0, "per day", "weeks", "memory of felt-good days and of counts", ASSUMED),
        ("witness_rate", "o_w", 0.25, 0.0, 1.0, "share", "encounter", "encounters seen by a teammate", ASSUMED),
        ("witness_effect", "o_e", 0.15, 0.0, 1.0, "share", "encounter", "effect on the safety of who sees it, against taking part", "theory.md"),
        ("witness_mood", "o_m", 0.15, 0.0, 1.0, "share", "encounter", "effect on the mood of who sees it, against taking part", "theory.md"),
    ),
    *_group(
        "strain and resilience",
        ("demand", "D", 0.50, 0.0, 1.5, "share", "while it lasts", "work demand (share of what people can bear)", ASSUMED),
        ("reactivity_spread", "t_a", 0.5, 0.0, 1.0, "log SD", "lasting", "how people differ in the load that a day puts on them", ASSUMED),
        ("strain_memory", "t_h", 0.02, 0.0, 1.0, "per day", "months", "memory of strain, of which health is made", "Seeman et al. 1997"),
        ("strain_rise", "t_r", 0.03, 0.0, 1.0, "per day and load", "weeks", "how load raises strain", ASSUMED),
        ("strain_recovery", "t_d", 0.035, 0.0, 1.0, "per night", "weeks", "how a night lowers strain", "theory.md"),
        ("weekend_recovery", "t_w", 2.0, 0.0, 10.0, "nights", "week", "what a weekend adds to a Friday night", "theory.md"),
        ("support_damps", "t_b", 0.4, 0.0, 1.0, "share", "day", "how good company damps the rise of strain", "Lepore et al. 1993"),
        ("support_speeds", "t_s", 0.6, 0.0, 5.0, "factor", "day", "how good company speeds recovery", "Seeman et al. 1997"),
        ("strain_push", "t_e", 0.01, 0.0, 1.0, "per dose", "day", "strain from a depleting encounter", ASSUMED),
        ("setback_rate", "k_s", 0.02, 0.0, 1.0, "per day", "months", "individual setbacks", ASSUMED),
        ("setback_spread", "k_v", 1.0, 0.0, 2.0, "range", "months", "how setbacks differ in severity, round 1", ASSUMED),
        ("setback_energy", "k_e", 0.10, 0.0, 2.0, "per severity", "days", "energy lost in a setback", ASSUMED),
        ("setback_mood", "k_m", 0.8, 0.0, 5.0, "SD per severity", "hours", "mood lost in a setback", ASSUMED),
        ("hardship_load", "k_l", 0.5, 0.0, 5.0, "per severity", "weeks", "load of a hardship not yet digested", ASSUMED),
        ("hardship_sharing", "k_h", 0.6, 0.0, 5.0, "per dose", "days", "relief from telling it to someone who bears it", "Stephens et al. 2013"),
        ("coping", "k_c", 0.08, 0.0, 2.0, "per night", "weeks", "how fast hardship is digested alone", ASSUMED),
        ("resilience_growth", "R_g", 0.010, 0.0, 1.0, "per day", "months", "how support grows resilience", "Stephens et al. 2013"),
        ("resilience_erosion", "R_e", 0.018, 0.0, 1.0, "per day", "months", "how strain erodes it", ASSUMED),
    ),
    *_group(
        "knowledge and skill",
        ("learning_rate", "L", 0.014, 0.0, 1.0, "per dose", "months", "how fast the helped learn", ASSUMED),
        ("redundancy_cost", "L_e", 0.5, 0.0, 1.0, "share", "months", "how far common contacts make what one hears old news", "Burt 1992"),
        ("creation_rate", "L_c", 0.0018, 0.0, 1.0, "per idea", "months", "how ideas become knowledge", ASSUMED),
        ("mistakes_told", "L_m", 0.5, 0.0, 5.0, "per encounter", "weeks", "mistakes and doubts told in a good trusting encounter", ASSUMED),
        ("disagreement_voiced", "L_d", 1.0, 0.0, 5.0, "per encounter", "weeks", "disagreement spoken out in it, where views differ and the tie bears it", ASSUMED),
        ("obsolescence", "L_o", 0.001, 0.0, 1.0, "per day", "years", "how knowledge ages", ASSUMED),
        ("practice", "K_p", 0.0015, 0.0, 1.0, "per dose", "months", "how use trains a pathway skill", ASSUMED),
        ("skill_fading", "K_f", 0.0015, 0.0, 1.0, "per day", "months", "how skill fades without practice", "theory.md"),
        ("skill_rest", "K_0", 0.45, 0.0, 1.0, "share", "months", "skill without practice", ASSUMED),
        ("knowledge_start", "L_0", 0.5, 0.01, 0.99, "share", "at the start", "typical knowledge", ASSUMED),
        ("knowledge_spread", "L_s", 0.7, 0.0, 3.0, "logit SD", "at the start", "how people differ in it", ASSUMED),
        ("skill_spread", "K_s", 0.1, 0.0, 0.5, "SD", "at the start", "how skills differ", ASSUMED),
    ),
    *_group(
        "thanks and exchange",
        ("thank_base", "y_k", 0.0, -5.0, 5.0, "logit", "encounter", "thanking after help, at mid regard", ASSUMED),
        ("thank_regard", "y_r", 2.0, 0.0, 8.0, "logit", "encounter", "how regard makes people thank", ASSUMED),
        ("thank_worth", "y_w", 0.2, 0.0, 2.0, "push", "week", "how thanks raise the helper's worth", "target C15; Grant & Gino 2010"),
        ("thank_gain", "y_q", 0.5, 0.0, 5.0, "weight", "weeks", "how thanks raise the helper's regard for who thanked", ASSUMED),
        ("member_start", "P_m", 0.04, 0.0, 1.0, "per day", "weeks", "starting a practice that members may start, at full energy and safety", ASSUMED),
        ("breeding", "P_b", 1.0, 0.0, 20.0, "factor", "months", "how a members' practice that goes well breeds the next", "grow-through-connections"),
        ("quality_needed", "P_q", 0.5, 0.0, 1.0, "share", "weeks", "quality among those taking part at which practices that live on it work half", "grow-through-connections"),
        ("quality_width", "P_w", 0.05, 0.001, 1.0, "share", "weeks", "how sharply they do", ASSUMED),
        ("generosity_gain", "y_g", 0.15, 0.0, 2.0, "push", "days", "how help received builds the wish to help others", "Baker & Bulkley 2014"),
        ("generosity_fading", "y_f", 0.15, 0.0, 1.0, "per day", "days", "how that wish fades", "Baker & Bulkley 2014"),
        ("favour_gain", "y_h", 0.2, 0.0, 5.0, "per dose", "weeks", "how help given is owed for", ASSUMED),
        ("access_favour", "y_v", 0.1, 0.0, 5.0, "per dose", "weeks", "how discretion and access given in trust are owed for", "theory.md, exchange"),
        ("favour_on_influence", "y_u", 0.5, 0.0, 5.0, "per dose", "weeks", "how favours owed come back as influence", "theory.md, exchange; Brass 1984"),
        ("favour_fading", "y_m", 0.02, 0.0, 1.0, "per day", "weeks", "how favours are forgotten", ASSUMED),
    ),
    *_group(
        "climate and membership",
        ("climate_start", "C", 0.78, 0.0, 1.0, "share", "weeks", "a team's climate at the start", "target C5"),
        ("climate_spread", "C_b", 0.1, 0.0, 0.4, "SD", "lasting", "how teams differ at the start", ASSUMED),
        ("climate_rate", "C_r", 0.05, 0.0, 1.0, "per day", "weeks", "how fast the norm follows what is seen", "theory.md"),
        ("climate_evidence", "C_e", 5.0, 0.1, 100.0, "acts", "weeks", "doubt against one day's acts", ASSUMED),
        ("leader_weight", "C_l", 3.0, 0.0, 20.0, "factor", "weeks", "how much more a leader's acts are noticed", "build-high-quality-connections"),
        ("turnover", "Q", 0.16, 0.0, 2.0, "per year", "years", "leaving at commitment 1/2", ASSUMED),
        ("leave_commitment", "Q_c", 3.0, 0.0, 10.0, "log hazard", "months", "how low commitment makes people leave", "theory.md"),
        ("leaver_pull", "Q_l", 0.04, 0.0, 1.0, "push", "months", "how a close one's leaving lowers commitment", "Felps et al. 2009"),
        ("vacancy_days", "Q_v", 30.0, 0.0, 260.0, "days", "months", "days until a post is filled again (mean)", ASSUMED),
        ("newcomer_knowledge", "Q_k", 0.5, 0.0, 1.0, "share", "at joining", "what newcomers know, against others", ASSUMED),
        ("first_colleagues", "Q_f", 3.0, 0.0, 50.0, "people", "at joining", "teammates to whom newcomers are shown, the lead first", ASSUMED),
        ("first_familiarity", "Q_b", 0.05, 0.0, 1.0, "share", "at joining", "how familiar they then are", ASSUMED),
        ("first_need", "Q_n", 0.3, 0.0, 1.0, "share", "at joining", "how much their work depends on each other", ASSUMED),
        ("move_rate", "Q_m", 0.02, 0.0, 2.0, "per year", "years", "moves towards a good leader elsewhere", "theory.md"),
        ("good_leader", "Q_g", 0.65, 0.0, 1.0, "share", "years", "quality from which a tie to another team's leader draws a person there", ASSUMED),
        ("reshuffle", "J", 0.0, 0.0, 1.0, "0 or 1", "day", "partners drawn anew every day (1: no structure)", "null model M3"),
    ),
    *_group(
        "outcomes and reports",
        ("outcome_noise", "sigma_y", 0.2, 0.0, 3.0, "logit SD", "at measurement", "luck in each outcome, its own for each", "target C14"),
        ("working_hours", "H_w", 8.0, 1.0, 16.0, "hours", "day", "working hours of a day, of which contact leaves the rest for own work", ASSUMED),
        ("creativity_half", "y_i", 0.2, 0.01, 50.0, "per day", "weeks", "ideas a day at which creativity is 1/2 (display)", ASSUMED),
        ("learning_half", "y_l", 0.6, 0.01, 50.0, "per day", "weeks", "questions and mistakes told a day at which learning behaviour is 1/2 (display)", ASSUMED),
        ("influence_half", "y_a", 0.6, 0.01, 50.0, "per day", "weeks", "requests received a day at which influence is 1/2 (display)", ASSUMED),
        ("citizenship_half", "y_c", 0.6, 0.01, 50.0, "per day", "weeks", "help given a day at which citizenship is 1/2 (display)", ASSUMED),
        ("breadth_half", "y_b", 8.0, 0.1, 200.0, "people", "weeks", "effective partners in four weeks at which half of breadth is 1/2 (display)", ASSUMED),
        ("survey_reliability", "rho_y", 0.8, 0.1, 1.0, "share", "survey", "reliability of a survey answer", "theory.md, reports"),
    ),
)  # fmt: skip

PARAMETERS: dict[str, Parameter] = {row.name: row for row in TABLE}
_BESIDE = ("typical_logit", "time_step", "saturation_order")


class ParameterSet:
    """One run's parameters as attributes; ``array`` holds the same numbers in table order for compiled code.

    Beside them stand ``typical_logit``, the tone logit of two typical people, solved once at the start; ``time_step``,
    the part of a slot that one step takes (1 or 1/2); and ``saturation_order`` (1 or 2, `mechanisms.effects.lift`).
    """

    array: NDArray[np.float64]

    def __init__(self, values: Mapping[str, float], typical_logit: float = 0.0) -> None:
        self.array = np.zeros(len(PARAMETER_ORDER))
        for name, value in values.items():
            self.set(name, value)
        self.set("typical_logit", typical_logit)
        self.set("time_step", 1.0)
        self.set("saturation_order", 1.0)

    def set(self, name: str, value: float) -> None:
        """Give one parameter another value."""
        self.array[PARAMETER_ORDER[name]] = value
        self.__dict__[name] = float(value)

    def __getattr__(self, name: str) -> float:
        raise AttributeError(f"no parameter '{name}'")


PARAMETER_ORDER: dict[str, int] = {name: n for n, name in enumerate([*PARAMETERS, *_BESIDE])}


def nearest(word: str, choices: Iterable[str]) -> str | None:
    """Return the choice that looks most like a misspelt word, or None."""
    found = get_close_matches(word, list(choices), n=1, cutoff=0.6)
    return found[0] if found else None


def defaults() -> dict[str, float]:
    """Return every parameter at its default."""
    return {row.name: row.default for row in TABLE}


def resolve(overrides: Mapping[str, float]) -> dict[str, float]:
    """Return all parameters, with some overridden.

    Raises
    ------
    ParameterError
        For an unknown name (with the nearest one), a non-number, or a value outside its range.
    """
    values = defaults()
    for name, value in overrides.items():
        values[name] = check(name, value)
    return values


def check(name: str, value: float) -> float:
    """Return a parameter's value as a float, or raise ``ParameterError``."""
    row = PARAMETERS.get(name)
    if row is None:
        close = nearest(name, PARAMETERS)
        hint = f"; did you mean '{close}'?" if close else "; see `spirals list parameters`"
        raise ParameterError(f"unknown parameter '{name}'{hint}")
    if isinstance(value, bool) or not isinstance(value, int | float) or not math.isfinite(value):
        raise ParameterError(f"parameter '{name}' must be a number, not {value!r}")
    if not row.low <= value <= row.high:
        raise ParameterError(f"parameter '{name}' is {value:g}, but must lie in {row.low:g}..{row.high:g}")
    return float(value)
