"""The one table of parameters: name, symbol, meaning, unit, default, range, time-scale and source.

Documentation, sliders, sensitivity analysis and the checking of scenario files all read this table.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from numbers import Real

import numpy as np
from numpy.typing import NDArray

from spirals.errors import InputError

ASSUMED = "assumption"
REFERENCE = "mean of the default run, settled by successive approximation (theory.md, check 2)"


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
        ("encounter_rate", "c", 0.57, 0.0, 3.0, "per slot", "hours", "encounters a person starts in two hours", "target C17"),
        ("energy_on_rate", "c_e", 1.0, -2.0, 4.0, "log rate", "hours", "how energy changes the rate of starting encounters", "target C20; Fredrickson 1998"),
        ("mood_on_rate", "c_x", 0.35, -1.0, 1.0, "log rate per SD", "hours", "how mood changes it", "target C20"),
        ("wish_on_rate", "c_w", 0.4, 0.0, 3.0, "log rate", "weeks", "how the wish for more connection raises it", "Dutton & Heaphy 2003, growth lens"),
        ("joining", "c_3", 0.3, 0.0, 1.0, "chance", "encounter", "somebody whom the starter knows joins a talk of two", "theory.md, section 5; rows K4, S"),
        ("contact_limit", "H", 5.0, 0.5, 10.0, "hours", "day", "contact hours that a working day can hold", ASSUMED),
        ("quality_pull", "q_w", 0.3, 0.0, 2.0, "share", "days", "how regard draws people to a tie", ASSUMED),
        ("need_pull", "n_w", 0.8, 0.0, 10.0, "weight", "days", "how work interdependence draws people to a tie", "targets C9, C10"),
        ("work_spread", "n_s", 0.7, 0.0, 2.0, "log SD", "lasting", "how much more some pairs have to do with each other than others", "targets C9, C18"),
        ("work_link", "n_f", 0.2, 0.0, 1.0, "correlation", "lasting", "how working together goes with getting on", ASSUMED),
        ("recency_pull", "r_w", 0.5, 0.0, 10.0, "factor", "day", "how much likelier a pair meets that met on the last day", "target C18"),
        ("novelty", "r_y", 0.6, 0.0, 10.0, "weight", "day", "pull of somebody whom one has just got to know", ASSUMED),
        ("seek_knowledge", "n_k", 2.4, 0.0, 10.0, "log weight per unit", "day", "how somebody in need turns to those who know more", "Borgatti & Cross 2003"),
        ("reach_base", "a_0", -3.0, -10.0, 5.0, "logit", "days", "meeting someone new, at the references", "targets C18, C19"),
        ("reach_energy", "a_e", 2.0, 0.0, 8.0, "logit", "days", "how energy widens reach (broaden)", "Fredrickson 1998"),
        ("reach_safety", "a_s", 1.2, 0.0, 5.0, "logit", "weeks", "how safety widens reach (broaden)", "Fredrickson 1998; Edmondson 1999"),
        ("reach_wish", "a_w", 1.0, 0.0, 5.0, "logit", "weeks", "how the wish for more connection widens reach", "Dutton & Heaphy 2003, growth lens"),
        ("reach_sociability", "a_c", 1.0, 0.0, 4.0, "logit per unit", "days", "how sociable people reach further: others have fewer ties, not weaker ones", "peer-coaching; row K5"),
        ("new_in_team", "s_t", 0.22, 0.0, 1.0, "share", "days", "new partners from the own team", "target C10"),
        ("new_friend_of_friend", "s_f", 0.75, 0.0, 1.0, "share", "days", "new partners through a common contact", "targets C8, C19; row K4"),
        ("new_on_site", "s_s", 0.02, 0.0, 1.0, "share", "days", "new partners from the same site; the rest is anyone", ASSUMED),
        ("similarity_pull", "s_h", 2.0, 0.0, 20.0, "logit", "days", "how people choose those like themselves among those they do not know", "McPherson et al. 2001"),
        ("broaden", "b", 1.2, 0.0, 3.0, "log weight", "days", "how opened-up people go beyond their team", "Fredrickson 1998"),
        ("attention_limit", "K", 20.0, 2.0, 200.0, "ties", "days", "active ties that attention can hold", "theory.md"),
        ("strangers_meet", "K_m", 30.0, 2.0, 1000.0, "people", "encounter", "largest meeting in which strangers get to know each other", ASSUMED),
    ),
    *_group(
        "minutes, channels and meetings",
        ("minutes_mean", "m", 3.0, 0.2, 60.0, "minutes", "encounter", "mean length of an encounter", "target C17"),
        ("minutes_spread", "m_s", 1.0, 0.0, 2.0, "log SD", "encounter", "how lengths differ (log-normal, heavy-tailed)", "workplace contact data, C17"),
        ("minutes_sociability", "m_c", 0.75, 0.0, 1.0, "exponent", "lasting", "how less sociable people have longer talks", "Roberts et al. 2009; row K5"),
        ("minutes_typical", "m_d", 3.0, 0.5, 60.0, "minutes", "encounter", "length at which the dose is 1", ASSUMED),
        ("video_share", "v", 0.4, 0.0, 1.0, "share", "encounter", "video rather than text between people apart", ASSUMED),
        ("video_dose", "d_v", 0.8, 0.0, 1.5, "factor", "encounter", "dose by video against in person", ASSUMED),
        ("text_dose", "d_x", 0.4, 0.0, 1.5, "factor", "encounter", "dose by text against in person", ASSUMED),
        ("turn_minutes", "M_e", 10.0, 1.0, 240.0, "minutes", "encounter", "length of one exchange in a scheduled talk of two, in which each in turn has the word first", ASSUMED),
        ("team_meetings", "M", 1.0, 0.0, 1.0, "per week", "week", "team meetings a week", ASSUMED),
        ("meeting_minutes", "m_m", 45.0, 5.0, 240.0, "minutes", "encounter", "length of a team meeting", ASSUMED),
        ("arranged", "M_a", 2.5, 0.0, 10.0, "logit", "encounter", "how much more the move is wanted for which a practice brings people together", ASSUMED),
        ("hearing", "M_h", 0.3, 0.0, 1.0, "share", "encounter", "dose at which all others in a meeting receive the speaker's conduct", ASSUMED),
        ("listened", "M_l", 0.95, 0.0, 1.0, "share", "encounter", "part of what one receives that counts with one's own part of the talking", "peer-coaching; build-high-quality-connections"),
        ("turn_rank", "M_r", 0.5, 0.0, 5.0, "logit per level", "encounter", "how much more rank talks", ASSUMED),
        ("turn_sociability", "M_s", 0.5, 0.0, 5.0, "logit per log unit", "encounter", "how much more sociable people talk", ASSUMED),
        ("turn_mood", "M_m", 0.15, 0.0, 2.0, "logit per SD", "encounter", "how much more people in a good mood talk", ASSUMED),
    ),
    *_group(
        "conduct",
        ("conduct_base", "c_0", 0.65, -4.0, 6.0, "logit", "encounter", "how attentively people engage others, all else at its reference", "target C5"),
        ("skill_effect", "c_k", 2.2, 0.0, 8.0, "logit", "months", "how skill of respect shows in conduct", "build-high-quality-connections"),
        ("fit_effect", "c_f", 0.33, 0.0, 3.0, "logit per SD", "lasting", "how well the two get on shows in conduct", "targets C7, C22"),
        ("care", "c_r", 0.55, 0.0, 8.0, "logit", "months", "how regard for the other shows in conduct", "theory.md, check 2"),
        ("habit_effect", "c_h", 0.4, 0.0, 8.0, "logit", "months", "how the own habit shows in conduct", "theory.md, check 2"),
        ("norm_effect", "c_n", 0.36, 0.0, 8.0, "logit", "weeks", "how what people see in the team shows in conduct", "theory.md, check 2"),
        ("vigour", "c_v", 0.42, 0.0, 8.0, "logit", "days", "how energy shows in conduct", "Fredrickson 1998; Quinn et al. 2012"),
        ("mood_effect", "c_u", 0.05, 0.0, 2.0, "logit per SD", "hours", "how mood shows in conduct", "targets C12, C20"),
        ("strain_effect", "c_s", 0.7, 0.0, 8.0, "logit", "weeks", "how strain shows in conduct", "Andersson & Pearson 1999"),
        ("hardship_effect", "c_z", 0.55, 0.0, 4.0, "logit per severity", "weeks", "how hardship weighs on conduct", "theory.md, section 3"),
        ("safety_effect", "c_p", 0.3, 0.0, 8.0, "logit", "weeks", "who feels safe attends to others instead of guarding themselves", "Kahn 1990; Edmondson 1999"),
        ("meaning_effect", "c_m", 0.2, 0.0, 8.0, "logit", "months", "how meaning shows in conduct", "Dutton & Heaphy 2003, identity lens"),
        ("distraction", "c_d", 1.2, 0.0, 4.0, "logit per unit of demand", "days", "presence lost to pressing work", "four-pathways"),
        ("noise_shared", "c_1", 0.8, 0.0, 3.0, "logit SD", "encounter", "what an occasion does to the conduct of both", "target C22"),
        ("noise_own", "c_2", 0.92, 0.0, 3.0, "logit SD", "encounter", "what else moves the conduct of each", "target C22"),
        ("mirror", "c_i", 0.30, 0.0, 1.0, "share", "encounter", "response in kind of who answers; who starts responds half as much", "Andersson & Pearson 1999"),
        ("deference", "c_a", 0.85, 0.0, 1.0, "share", "encounter", "how far a shortfall towards somebody of higher rank is held back", "peer-coaching"),
        ("power", "c_b", 1.02, 0.0, 2.0, "log factor per level", "encounter", "how much more conduct from above weighs, and from below less", "power-of-high-quality-connections"),
        ("good_at", "q_g", 0.79, 0.5, 0.99, "0..1", "encounter", "conduct above which it is life-giving", "targets C5, C20"),
        ("bad_at", "q_b", 0.235, 0.01, 0.5, "0..1", "encounter", "conduct below which it is depleting", "targets C5, C20"),
        ("felt_level", "f_0", 0.3, -3.0, 3.0, "logit", "encounter", "how encounters feel on average (report)", ASSUMED),
        ("felt_slope", "f_p", 0.8, 0.0, 3.0, "factor", "encounter", "how the conduct received shows in feeling (report)", "target C22"),
        ("felt_noise", "f_n", 0.4, 0.0, 3.0, "logit SD", "encounter", "what else does (report)", "target C22"),
        ("felt_person", "f_i", 0.7, 0.0, 2.0, "logit per SD", "lasting", "how a person's own level colours every encounter (report)", "target C22"),
    ),
    *_group(
        "effects of conduct",
        ("gain", "g", 0.06, 0.0, 1.0, "per dose", "months", "how conduct of full strength moves regard", "theory.md"),
        ("loss_ratio", "lambda", 2.0, 1.0, 5.0, "ratio", "encounter", "how much stronger bad is than good", "Miner et al. 2005; validation.md, C6"),
        ("buffer_strength", "B", 0.8, 0.0, 1.0, "share", "encounter", "how far tensility and resilience soften a loss", "Dutton & Heaphy 2003"),
        ("trust_from_conduct", "g_t", 0.03, 0.0, 2.0, "weight", "months", "how conduct moves trust, against regard", ASSUMED),
        ("safety_gain", "g_f", 0.0025, 0.0, 0.5, "per dose", "weeks", "how conduct moves safety", "Edmondson 1999"),
        ("safety_loss", "g_l", 1.9, 0.0, 5.0, "factor", "weeks", "how much more bad conduct moves it", "Edmondson 1999"),
        ("worth_gain", "g_w", 0.003, 0.0, 0.5, "per dose", "weeks", "how conduct moves social worth", "build-high-quality-connections"),
        ("meaning_gain", "g_m", 0.0023, 0.0, 0.5, "per dose", "months", "how conduct moves meaning", "Kahn 1990"),
        ("authenticity_gain", "g_a", 0.0025, 0.0, 0.5, "per dose", "months", "how regard with mutuality moves authenticity", "Dutton & Heaphy 2003, identity lens"),
        ("wish_gain", "g_h", 0.006, 0.0, 0.5, "per dose", "weeks", "how regard with mutuality wakes the wish for more connection", "Dutton & Heaphy 2003, growth lens"),
        ("energy_gain", "g_e", 0.01, 0.0, 1.0, "per dose", "days", "how conduct moves energy", "Quinn et al. 2012"),
        ("conduct_effort", "g_c", 0.003, 0.0, 0.5, "per dose", "day", "energy that attention to the other costs", "theory.md"),
        ("strain_eased", "g_u", 0.009, 0.0, 0.5, "per dose", "day", "how life-giving conduct eases strain at once", "Dutton & Heaphy 2003, physiological resources; row A14"),
        ("strain_gain", "g_s", 0.0019, 0.0, 0.5, "per dose", "weeks", "strain from depleting conduct", "Andersson & Pearson 1999"),
        ("mood_lift", "mu", 0.9, 0.0, 3.0, "SD", "hours", "how far conduct of full strength moves mood", "targets C6, C20"),
        ("company", "mu_c", 0.03, 0.0, 1.0, "SD", "hours", "how far any contact lifts mood", "targets C6, C20"),
        ("contagion", "mu_k", 0.03, 0.0, 1.0, "share per dose", "hours", "pull of the other's mood", "target C12"),
    ),
    *_group(
        "ties",
        ("drift", "w_d", 0.0135, 0.0, 0.5, "per day", "months", "how every tie drifts to where it rests", "theory.md, check 1"),
        ("rest_level", "w_0", 0.52, 0.05, 0.95, "0..1", "lasting", "where features rest on average; strangers start there", ASSUMED),
        ("rest_spread", "w_s", 0.042, 0.0, 0.4, "SD", "lasting", "how rests differ", "target C7"),
        ("rest_common", "w_c", 0.5, 0.0, 1.0, "loading", "lasting", "part of a rest that is how well the two get on", "theory.md, row B6"),
        ("similarity_share", "rho_f", 0.35, 0.0, 1.0, "share", "lasting", "part of getting on that is similarity rather than chance", ASSUMED),
        ("familiarity_gain", "v_g", 0.035, 0.0, 2.0, "per dose", "weeks", "how an encounter builds familiarity", "target C18"),
        ("fading", "v_f", 0.06, 0.0, 1.0, "per day", "months", "how an unused tie fades", "target C18; Burt 2001"),
        ("well_known", "v_k", 0.6, 0.0, 1.0, "share", "months", "how far full familiarity shelters a tie from fading", "Roy et al. 2022"),
        ("forgotten", "v_0", 0.02, 0.0, 0.5, "share", "months", "familiarity below which an unneeded tie ends", ASSUMED),
        ("kept_by_need", "v_n", 0.02, 0.0, 1.0, "share", "months", "work interdependence from which a faded tie stays", ASSUMED),
        ("embedded_shelter", "v_e", 0.75, 0.0, 1.0, "share", "months", "how common contacts shelter a tie from fading", "Burt 2002; targets C18, C19, D4"),
        ("favour_gain", "y_h", 0.05, 0.0, 5.0, "per help", "weeks", "how help given is owed for", "theory.md, exchange"),
        ("favour_fading", "y_m", 0.024, 0.0, 1.0, "per day", "weeks", "how favours are forgotten", ASSUMED),
        ("rupture_fading", "y_r", 0.1, 0.0, 1.0, "per day", "weeks", "how a rupture that is not repaired stops being open", ASSUMED),
    ),
    *_group(
        "task enabling",
        ("need_rate", "h_n", 0.95, 0.0, 3.0, "per day", "day", "needs that tasks raise, at mid demand and knowledge", "target C13"),
        ("solo", "h_0", 0.07, 0.0, 1.0, "per day", "days", "an open need solved alone, at mid knowledge", ASSUMED),
        ("ask_base", "h_a", -0.15, -8.0, 5.0, "logit", "encounter", "asking for help with an open need", "target C13"),
        ("ask_safety", "h_s", 4.0, 0.0, 10.0, "logit", "weeks", "how safety makes people ask", "Edmondson 1999"),
        ("ask_trust", "h_t", 2.0, 0.0, 10.0, "logit", "months", "how trust that one gets an answer makes people ask", "Hofmann, Lei & Grant 2009"),
        ("ask_knowledge", "h_k", 3.5, 0.0, 10.0, "logit", "days", "how people ask those who know more", "Borgatti & Cross 2003"),
        ("ask_influence", "h_i", 2.0, 0.0, 3.0, "logit per view a day", "weeks", "how people ask those whose views are heard", "Brass 1984"),
        ("ask_redundant", "h_h", 4.3, 0.0, 8.0, "logit", "months", "how people ask those less who know the same people", "Burt 1992; row K4"),
        ("other_asks", "h_o", 0.5, 0.0, 1.0, "share", "encounter", "how readily who was addressed asks, against who started", ASSUMED),
        ("offer_base", "h_f", -3.0, -8.0, 5.0, "logit", "encounter", "noticing a need and offering help", "target C13"),
        ("offer_care", "h_c", 2.0, 0.0, 10.0, "logit", "months", "how regard makes people offer and grant help", ASSUMED),
        ("offer_presence", "h_p", 1.0, 0.0, 10.0, "logit", "encounter", "how presence makes people notice", "four-pathways"),
        ("offer_energy", "h_e", 3.0, 0.0, 10.0, "logit", "days", "how energy makes people offer and grant", "target C20"),
        ("offer_meaning", "h_m", 5.0, 0.0, 10.0, "logit", "months", "how meaning makes people offer and grant", ASSUMED),
        ("offer_strain", "h_x", 2.4, 0.0, 10.0, "logit", "weeks", "how strain keeps people from offering and granting", ASSUMED),
        ("offer_embedded", "h_b", 0.5, 0.0, 5.0, "logit", "months", "how common contacts make people offer", "Granovetter 1985"),
        ("grant_base", "h_g", 1.4, -5.0, 8.0, "logit", "encounter", "granting a request", ASSUMED),
        ("grant_worth", "h_w", 3.0, 0.0, 10.0, "logit", "weeks", "how social worth makes people grant", "Grant & Gino 2010"),
        ("favour_effect", "h_y", 12.0, 0.0, 30.0, "logit", "weeks", "how those who owe offer and grant", "theory.md, exchange"),
        ("help_again", "h_d", 1.0, 0.0, 8.0, "logit per help", "day", "how help already given today leaves less time for more", ASSUMED),
        ("rivalry_effect", "h_r", 1.5, 0.0, 8.0, "logit", "while it lasts", "how rivalry keeps people from offering, granting and honouring", "Deutsch 1949"),
        ("scarce_posts", "P_s", 0.0, 0.0, 1.0, "share", "while it lasts", "posts at stake, for which people of one level compete (0: none)", "theory.md, organisation"),
        ("scarcity_rivalry", "P_r", 1.0, 0.0, 5.0, "per share", "while it lasts", "how scarce posts make rivalry", ASSUMED),
        ("match_base", "h_1", 0.0, -5.0, 5.0, "logit", "encounter", "help that fits the need", ASSUMED),
        ("match_knowledge", "h_2", 3.0, 0.0, 10.0, "logit", "months", "how knowledge beyond the asker's makes help fit", "build-high-quality-connections"),
        ("match_skill", "h_3", 1.5, 0.0, 10.0, "logit", "months", "how skill of helping makes it fit", "build-high-quality-connections"),
        ("match_conduct", "h_4", 1.0, 0.0, 10.0, "logit", "encounter", "how the helper's conduct makes it fit", "build-high-quality-connections"),
        ("match_connectivity", "h_5", 1.5, 0.0, 10.0, "logit", "months", "how connectivity lets knowledge pass", "Dutton & Heaphy 2003"),
        ("unmatched", "h_6", 0.4, 0.0, 1.0, "share", "encounter", "what help that does not fit is worth", ASSUMED),
        ("help_gain", "h_7", 0.115, 0.0, 1.0, "per help", "months", "regard for the helper", "build-high-quality-connections"),
        ("help_trust", "h_j", 0.38, 0.0, 2.0, "weight", "months", "trust from help, against regard", ASSUMED),
        ("help_connectivity", "h_l", 0.1, 0.0, 2.0, "weight", "months", "connectivity from help, against regard and trust", ASSUMED),
        ("help_effort", "E_h", 0.031, 0.0, 0.5, "per help", "day", "energy a helper spends", "target C20"),
        ("help_fatigue", "mu_h", 0.15, 0.0, 2.0, "SD per help", "hours", "mood a helper spends", "target C20"),
        ("help_strain", "h_8", 0.0155, 0.0, 0.5, "per help", "weeks", "strain of helping", "Bolino & Turnley 2005"),
        ("help_hours", "h_9", 0.05, 0.0, 2.0, "hours", "day", "time that helping takes beyond the talk", ASSUMED),
        ("need_strain", "h_u", 0.009, 0.0, 0.5, "per day", "weeks", "strain of an open need", ASSUMED),
        ("solved_energy", "h_v", 0.010, 0.0, 0.5, "per need", "day", "energy that a solved need gives", "build-high-quality-connections"),
        ("solved_mood", "h_z", 0.3, 0.0, 2.0, "SD", "hours", "mood that a solved need gives", ASSUMED),
        ("solved_strain", "h_q", 0.1, 0.0, 0.5, "per need", "weeks", "strain that a solved need takes away", ASSUMED),
        ("refusal_loss", "y_x", 0.2, 0.0, 3.0, "weight", "weeks", "what a refusal costs in trust (and half of it in regard), against help", ASSUMED),
        ("refusal_safety", "y_s", 1.9, 0.0, 3.0, "weight", "weeks", "what a refusal costs in safety, against a breach", "Edmondson 1999"),
        ("thank_base", "y_k", 0.2, -5.0, 5.0, "logit", "encounter", "thanking after help", ASSUMED),
        ("thank_regard", "y_g", 2.0, 0.0, 8.0, "logit", "encounter", "how regard makes people thank", ASSUMED),
        ("thank_worth", "y_w", 0.03, 0.0, 1.0, "push", "weeks", "how thanks raise the helper's worth", "target C15; Grant & Gino 2010"),
        ("thank_gain", "y_q", 0.5, 0.0, 5.0, "weight", "weeks", "how thanks raise the helper's regard, against help", ASSUMED),
        ("help_meaning", "y_n", 0.005, 0.0, 0.5, "push", "months", "meaning of helping with effect", "Grant 2007"),
    ),
    *_group(
        "trusting and disagreement",
        ("entrust_base", "u_0", -1.3, -8.0, 5.0, "logit", "encounter", "entrusting something where there is an occasion", ASSUMED),
        ("entrust_conduct", "u_q", 1.5, 0.0, 10.0, "logit", "encounter", "how the conduct just received invites it", "build-high-quality-connections"),
        ("entrust_trust", "u_t", 3.4, 0.0, 10.0, "logit", "months", "how trust in this person opens it", "build-high-quality-connections"),
        ("entrust_safety", "u_s", 9.0, 0.0, 12.0, "logit", "weeks", "how safety opens it", "Edmondson 1999"),
        ("entrust_carrying", "u_c", 3.0, 0.0, 10.0, "logit", "months", "how carrying capacity lets hardship and dissent be shared", "Stephens et al. 2013"),
        ("voice_redundant", "k_r", 3.0, 0.0, 10.0, "logit", "encounter", "how people do not say what the other's own circle says anyway", "Burt 2004; row K4"),
        ("voice_again", "u_y", 4.0, 0.0, 8.0, "logit per view", "day", "how what has been said today leaves less to say", ASSUMED),
        ("entrust_hardship", "u_h", 0.8, -5.0, 5.0, "logit", "weeks", "how hardship presses to be told", ASSUMED),
        ("entrust_upwards", "u_r", 0.8, 0.0, 5.0, "logit per level", "encounter", "how rank keeps views from being voiced", "peer-coaching; Edmondson 1999"),
        ("entrust_authentic", "u_a", 6.0, 0.0, 10.0, "logit", "months", "how who shows oneself speaks up", "Dutton & Heaphy 2003, identity lens"),
        ("propensity_spread", "u_p", 0.3, 0.0, 2.0, "logit SD", "lasting", "how people differ in their propensity to trust", "build-high-quality-connections"),
        ("strong_feeling", "u_m", 1.0, 0.0, 5.0, "SD", "hours", "mood of either sign from which there is a feeling to disclose", "Stephens et al. 2013"),
        ("voice_share", "u_v", 0.55, 0.0, 1.0, "share", "encounter", "of what is at stake: a differing view or a mistake", ASSUMED),
        ("task_share", "u_d", 0.25, 0.0, 1.0, "share", "encounter", "a task to hand over; the rest is something of oneself", ASSUMED),
        ("honour_base", "k_0", 2.2, -5.0, 8.0, "logit", "encounter", "honouring what is entrusted", ASSUMED),
        ("honour_worthy", "k_w", 20.0, 0.0, 20.0, "logit", "lasting", "how trustworthiness makes people honour it", "build-high-quality-connections"),
        ("honour_care", "k_c", 1.5, 0.0, 10.0, "logit", "months", "how regard does", ASSUMED),
        ("honour_conduct", "k_q", 3.0, 0.0, 10.0, "logit", "encounter", "how present attention does", ASSUMED),
        ("betrayal_share", "k_b", 0.03, 0.0, 1.0, "share", "encounter", "of what is not honoured: betrayed rather than an ordinary lapse", ASSUMED),
        ("trust_gain", "t_g", 0.045, 0.0, 1.0, "per act", "months", "trust from what was honoured", "build-high-quality-connections"),
        ("trust_returned", "t_o", 0.25, 0.0, 1.0, "share", "months", "trust of who was entrusted, against the truster's", "build-high-quality-connections"),
        ("carrying_gain", "t_c", 0.17, 0.0, 1.0, "per act", "months", "carrying capacity from emotion expressed and borne", "Stephens et al. 2013"),
        ("carrying_other", "t_x", 0.02, 0.0, 1.0, "share", "months", "the same from what carries less emotion", ASSUMED),
        ("entrust_regard", "t_r", 0.0062, 0.0, 1.0, "per act", "months", "regard from what was honoured", ASSUMED),
        ("entrust_safety_gain", "t_s", 0.0045, 0.0, 0.5, "per act", "weeks", "safety from what was honoured; as much is lost, times loss_ratio, where it is not", "Edmondson 1999"),
        ("entrust_authenticity", "t_a", 0.006, 0.0, 0.5, "per act", "months", "authenticity from showing something of oneself", "Dutton & Heaphy 2003, identity lens"),
        ("entrust_worth", "t_j", 0.003, 0.0, 0.5, "per act", "weeks", "worth of who is entrusted with something", ASSUMED),
        ("entrust_meaning", "t_m", 0.045, 0.0, 0.5, "per act", "months", "meaning of showing oneself and of tasks handed over", "Hackman & Oldham 1976"),
        ("entrust_commitment", "t_k", 0.3, 0.0, 3.0, "per task a day", "months", "how tasks handed over tie people to the organisation", "leader-member exchange; Nahrgang et al. 2009"),
        ("lapse_trust", "t_l", 2.0, 0.0, 5.0, "weight", "weeks", "trust lost in an ordinary lapse, against an act honoured and loss_ratio", "Schweitzer et al. 2006"),
        ("betrayal_trust", "t_b", 0.30, 0.0, 3.0, "push", "lasting", "trust lost in a betrayal", "Schweitzer et al. 2006"),
        ("betrayal_memory", "t_y", 0.15, 0.0, 3.0, "push", "lasting", "how far a betrayal lowers the truster's rest of trust", "Schweitzer et al. 2006"),
        ("dissent_base", "d_0", -1.1, -8.0, 5.0, "logit", "encounter", "a voiced view that differs", ASSUMED),
        ("dissent_unlike", "d_u", 1.5, 0.0, 8.0, "logit", "encounter", "how differently two people are placed makes views differ", ASSUMED),
        ("handled_base", "d_h", 0.7, -5.0, 5.0, "logit", "encounter", "disagreement handled well, at mid conduct", ASSUMED),
        ("handled_conduct", "d_q", 6.0, 0.0, 20.0, "logit", "encounter", "how the conduct of both handles it", "theory.md"),
        ("idea_connectivity", "d_c", 2.5, 0.0, 6.0, "slope", "encounter", "how steeply ideas go with connectivity at its reference", "Dutton & Heaphy 2003, learning lens; row B3"),
        ("idea_gain", "d_i", 0.014, 0.0, 1.0, "per act", "months", "connectivity from ideas taken up", "Dutton & Heaphy 2003"),
        ("tensility_gain", "d_t", 0.38, 0.0, 1.0, "per act", "months", "tensility from a rupture repaired", "Dutton & Heaphy 2003"),
        ("tensility_handled", "d_g", 0.04, 0.0, 1.0, "share", "months", "the same from disagreement handled well", ASSUMED),
        ("rupture", "d_r", 0.05, 0.0, 1.0, "push", "weeks", "regard lost in a rupture, times loss_ratio", ASSUMED),
        ("rupture_softened", "d_s", 0.8, 0.0, 1.0, "share", "encounter", "how far tensility softens it", "Dutton & Heaphy 2003"),
        ("repair_base", "d_1", -1.6, -10.0, 5.0, "logit", "encounter", "making up an open rupture", ASSUMED),
        ("repair_tensility", "d_2", 14.5, 0.0, 30.0, "logit", "encounter", "how tensility does", "Dutton & Heaphy 2003"),
        ("repair_conduct", "d_3", 2.0, 0.0, 10.0, "logit", "encounter", "how conduct does", ASSUMED),
        ("repaired_share", "d_4", 0.8, 0.0, 1.0, "share", "encounter", "regard that a repair restores", ASSUMED),
    ),
    *_group(
        "play",
        ("play_base", "l_0", -1.8, -8.0, 5.0, "logit", "encounter", "starting play", ASSUMED),
        ("play_mood", "l_m", 0.25, 0.0, 3.0, "logit per SD", "hours", "how mood invites play", "four-pathways"),
        ("play_energy", "l_e", 2.5, 0.0, 8.0, "logit", "days", "how energy does", ASSUMED),
        ("play_familiar", "l_f", 1.0, 0.0, 8.0, "logit", "weeks", "how familiarity does", ASSUMED),
        ("play_safety", "l_s", 1.5, 0.0, 8.0, "logit", "weeks", "how safety does", ASSUMED),
        ("play_demand", "l_d", 1.0, 0.0, 8.0, "logit", "days", "how pressing work keeps from it", ASSUMED),
        ("share_base", "l_1", 0.9, -5.0, 5.0, "logit", "encounter", "play shared by the other, at trust one half", ASSUMED),
        ("share_trust", "l_t", 7.0, 0.0, 20.0, "logit", "months", "how trust lets play be shared", "Georganta & Montgomery 2022"),
        ("share_mood", "l_u", 0.4, 0.0, 3.0, "logit per SD", "hours", "how the other's mood does", ASSUMED),
        ("hurt_at", "l_h", 1.0, 0.0, 2.0, "chance", "encounter", "play not shared hurts with this chance less trust", ASSUMED),
        ("play_joy", "l_j", 0.4, 0.0, 3.0, "SD", "hours", "mood from shared play", "four-pathways"),
        ("play_vigour", "l_v", 0.05, 0.0, 0.5, "per act", "day", "energy from shared play", "four-pathways"),
        ("play_regard", "l_r", 0.008, 0.0, 1.0, "per act", "months", "regard from shared play; hurtful play takes twice that, times loss_ratio", ASSUMED),
        ("play_connectivity", "l_c", 0.06, 0.0, 1.0, "per act", "months", "connectivity from shared play", "Dutton & Heaphy 2003"),
        ("play_trust", "l_w", 0.3, 0.0, 2.0, "weight", "months", "trust from shared play, against regard", ASSUMED),
        ("play_tensility", "l_y", 0.05, 0.0, 2.0, "weight", "months", "tensility from shared play, against connectivity", ASSUMED),
        ("play_authenticity", "l_a", 0.010, 0.0, 0.5, "per act", "months", "authenticity from shared play", "four-pathways"),
        ("play_tires", "l_n", 0.5, 0.0, 5.0, "per play", "day", "how each further play of a day gives less", ASSUMED),
    ),
    *_group(
        "energy and mood",
        ("mood_inertia", "phi_m", 0.30, 0.0, 0.95, "share per slot", "hours", "mood carried over two hours, mean over people", "target C1"),
        ("mood_inertia_spread", "phi_s", 0.2, 0.0, 0.4, "SD", "lasting", "how people differ in it", "target C4"),
        ("mood_innovation", "mu_n", 0.45, 0.0, 3.0, "SD", "hours", "what else moves mood", "target C3"),
        ("mood_level_spread", "mu_b", 0.80, 0.0, 3.0, "SD", "lasting", "how people differ in their level of mood", "target C3"),
        ("energy_level", "E", 0.56, 0.0, 1.0, "share", "lasting", "own level of energy, mean over people", ASSUMED),
        ("energy_level_spread", "E_b", 0.08, 0.0, 0.4, "SD", "lasting", "how people differ in it", "target C3"),
        ("level_link", "E_k", 0.5, 0.0, 1.0, "correlation", "lasting", "how own levels of energy and of mood go together", ASSUMED),
        ("energy_carry", "E_c", 0.55, 0.0, 0.95, "share per night", "days", "energy deviation carried over a night", "target C2"),
        ("energy_carry_spread", "E_s", 0.1, 0.0, 0.4, "SD", "lasting", "how people differ in it", ASSUMED),
        ("energy_innovation", "E_n", 0.055, 0.0, 0.5, "SD", "day", "what else moves energy from day to day", "target C3"),
        ("vitality_rate", "E_r", 0.008, 0.0, 0.5, "per day", "months", "how the level of energy follows what is felt", "Fredrickson 1998; theory.md"),
        ("vitality_noise", "E_o", 0.0075, 0.0, 0.1, "SD per day", "months", "what life outside work does to it", "L01; theory.md"),
        ("vitality_felt", "E_f", 0.15, 0.0, 2.0, "per unit", "months", "how what has been felt lately raises it", "Fredrickson 1998"),
        ("vitality_support", "E_p", 1.0, 0.0, 2.0, "per unit", "months", "how good company does", "Seeman et al. 1997; theory.md"),
        ("vitality_meaning", "E_m", 0.24, 0.0, 2.0, "per unit", "months", "how meaning does", "theory.md, identity"),
        ("vitality_strain", "E_t", 0.65, 0.0, 2.0, "per unit", "months", "how strain lowers it", ASSUMED),
        ("felt_memory", "E_u", 0.05, 0.0, 1.0, "per day", "weeks", "memory of what has been felt", ASSUMED),
        ("masking_effort", "E_a", 0.02, 0.0, 0.5, "per day", "day", "energy that hiding oneself costs at full", "Dutton & Heaphy 2003, identity lens"),
        ("hardship_energy", "E_d", 0.04, 0.0, 1.0, "per severity", "weeks", "how hardship lowers the level that energy recovers to", ASSUMED),
        ("hardship_mood", "E_i", 0.15, 0.0, 2.0, "SD per severity", "day", "mood that hardship takes each day", ASSUMED),
        ("outsider_rate", "o", 0.10, 0.0, 1.0, "per slot", "hours", "encounters with customers and others outside", ASSUMED),
        ("outsider_effect", "o_x", 0.5, 0.0, 2.0, "factor", "hours", "effect of an outsider's conduct, against a colleague's", ASSUMED),
        ("outsider_memory", "o_g", 0.02, 0.0, 1.0, "per encounter", "weeks", "how outsiders' regard follows how they are treated", "theory.md"),
        ("emotional_labour", "E_l", 0.004, 0.0, 0.5, "per encounter", "day", "energy that being friendly to outsiders costs", "Grandey 2000"),
        ("energy_in_mood", "E_x", 6.0, 0.0, 20.0, "SD per unit", "days", "how slow energy shows in reported mood and energy", "target C3"),
        ("strain_in_mood", "t_1", 4.0, 0.0, 20.0, "SD per unit", "weeks", "how strain shows in a diary answer on strain", ASSUMED),
        ("rhythm", "E_y", 1.0, 0.0, 4.0, "SD", "hours", "fall of reported energy over a day", "target C21"),
        ("report_noise", "eps", 0.45, 0.0, 3.0, "SD", "prompt", "noise of one diary answer", "theory.md, reports"),
    ),
    *_group(
        "demand, strain, hardship and resilience",
        ("demand", "D", 0.50, 0.0, 1.5, "share", "while it lasts", "work demand (share of what people can bear)", ASSUMED),
        ("demand_spread", "D_b", 0.1, 0.0, 0.5, "SD", "lasting", "how people's own demand differs", "L07; theory.md"),
        ("demand_drift_team", "D_t", 0.02, 0.0, 0.2, "SD per day", "months", "how a team's demand drifts", "theory.md, check 5"),
        ("demand_drift_own", "D_o", 0.014, 0.0, 0.2, "SD per day", "months", "how a person's demand drifts", ASSUMED),
        ("demand_return", "D_r", 0.016, 0.0, 1.0, "per day", "months", "how drifting demand returns", ASSUMED),
        ("reactivity_spread", "t_z", 0.35, 0.0, 1.0, "log SD", "lasting", "how people differ in the load that a day puts on them", ASSUMED),
        ("strain_memory", "t_h", 0.02, 0.0, 1.0, "per day", "months", "memory of strain, of which health is made", "Seeman et al. 1997"),
        ("strain_load", "t_2", 0.043, 0.0, 1.0, "per day and demand", "weeks", "how demand raises strain", ASSUMED),
        ("demand_free", "t_3", 0.2, 0.0, 1.0, "share", "day", "demand that strains nobody", ASSUMED),
        ("crowding_load", "t_4", 0.05, 0.0, 1.0, "per day", "day", "strain of contact beyond what leaves the day to work", "Cross, Rebele & Grant 2016"),
        ("crowding_free", "t_y", 0.2, 0.0, 1.0, "share", "day", "contact that crowds nobody, of what a day holds", ASSUMED),
        ("strain_hardship", "t_5", 0.010, 0.0, 1.0, "per day and severity", "weeks", "how hardship raises strain", ASSUMED),
        ("support_damps", "t_6", 0.45, 0.0, 1.0, "share", "day", "how company damps the rise of strain", "Lepore et al. 1993"),
        ("resilience_damps", "t_7", 0.55, 0.0, 1.0, "share", "weeks", "how resilience damps what hardship does to strain", "Stephens et al. 2013"),
        ("strain_recovery", "t_d", 0.036, 0.0, 1.0, "per night", "weeks", "how a night lowers strain, at middling support and resilience", ASSUMED),
        ("weekend_recovery", "t_w", 2.0, 0.0, 10.0, "nights", "week", "what a weekend adds to a Friday night", ASSUMED),
        ("alone", "t_8", 0.5, 0.0, 2.0, "share", "weeks", "recovery without company", "Seeman et al. 1997"),
        ("supported", "t_9", 1.47, 0.0, 3.0, "share", "weeks", "what company adds to it", "Seeman et al. 1997"),
        ("support_memory", "t_0", 0.2, 0.0, 1.0, "per day", "days", "memory of good company", ASSUMED),
        ("support_full", "t_f", 0.45, 0.05, 1.0, "0..1", "days", "company (conduct times carrying capacity) that is full support", ASSUMED),
        ("setback_rate", "k_s", 0.005, 0.0, 1.0, "per day", "months", "individual setbacks", ASSUMED),
        ("setback_spread", "k_v", 1.0, 0.0, 2.0, "range", "months", "how setbacks differ in severity, round 1", ASSUMED),
        ("setback_energy", "k_e", 0.10, 0.0, 2.0, "per severity", "days", "energy lost in a setback", ASSUMED),
        ("setback_mood", "k_m", 1.0, 0.0, 5.0, "SD per severity", "hours", "mood lost in a setback", ASSUMED),
        ("hardship_felt", "k_f", 0.1, 0.0, 1.0, "severity", "weeks", "hardship from which there is something to tell", ASSUMED),
        ("coping", "k_1", 0.020, 0.0, 1.0, "per night", "weeks", "how hardship passes alone", "theory.md, section 3"),
        ("hardship_sharing", "k_h", 0.12, 0.0, 2.0, "per telling", "weeks", "relief from telling it to somebody who bears it", "Stephens et al. 2013"),
        ("relief_bearing", "k_p", 2.0, 0.0, 4.0, "power", "weeks", "how steeply relief goes with carrying capacity", "theory.md, section 3"),
        ("resilience_base", "R_0", 0.4, 0.0, 2.0, "share", "months", "recovery without resilience; with it 1.2 more", ASSUMED),
        ("resilience_slope", "R_s", 1.2, 0.0, 4.0, "per unit", "months", "how resilience speeds recovery", "Stephens et al. 2013"),
        ("resilience_growth", "R_g", 0.2, 0.0, 1.0, "per relief", "months", "how coping with support builds resilience", "Stephens et al. 2013"),
        ("resilience_mood", "R_m", 0.0008, 0.0, 0.1, "per day and SD", "months", "how weeks of good mood build it", "Fredrickson 1998"),
        ("resilience_support", "R_p", 0.009, 0.0, 0.1, "per day", "months", "how good company builds it", "Stephens et al. 2013"),
        ("resilience_erosion", "R_e", 0.004, 0.0, 1.0, "per day", "months", "how long strain erodes it", ASSUMED),
        ("resilience_rest", "R_l", 0.12, 0.0, 1.0, "0..1", "lasting", "where resilience rests", ASSUMED),
        ("resilience_return", "R_r", 0.003, 0.0, 1.0, "per day", "months", "how it returns there", ASSUMED),
    ),
    *_group(
        "safety, worth, meaning, authenticity, commitment",
        ("safety_rest", "S", 0.53, 0.0, 1.0, "share", "weeks", "where safety rests", ASSUMED),
        ("safety_return", "s_d", 0.008, 0.0, 1.0, "per day", "months", "how it returns there", "theory.md, section 2"),
        ("worth_rest", "W", 0.47, 0.0, 1.0, "share", "weeks", "where worth rests", ASSUMED),
        ("worth_return", "w_r", 0.020, 0.0, 1.0, "per day", "weeks", "how it returns there", ASSUMED),
        ("meaning_rest", "N", 0.12, 0.0, 1.0, "share", "months", "where meaning rests", ASSUMED),
        ("meaning_return", "n_r", 0.006, 0.0, 1.0, "per day", "months", "how it returns there", ASSUMED),
        ("meaning_authentic", "n_a", 0.3, 0.0, 2.0, "per unit", "months", "how showing oneself raises where meaning rests", "Kahn 1990"),
        ("meaning_tasks", "n_d", 0.06, 0.0, 2.0, "per task a day", "months", "how tasks handed over do (discretion)", "Hackman & Oldham 1976"),
        ("own_spread", "S_b", 0.082, 0.0, 0.5, "SD", "lasting", "how people differ in where safety, worth, meaning and resilience rest", "theory.md, section 2"),
        ("own_link", "S_k", 0.3, 0.0, 1.0, "correlation", "lasting", "how these go with the own level of mood", "Houben et al. 2015"),
        ("authenticity_rest", "A_0", 0.11, 0.0, 1.0, "share", "months", "authenticity without safety", "theory.md, identity"),
        ("authenticity_safety", "A_s", 0.95, 0.0, 2.0, "per unit", "months", "how safety raises where it rests", "Kahn 1990"),
        ("authenticity_unlike", "A_u", 4.0, 0.0, 10.0, "per unit", "months", "how being unlike those around lowers it, where nobody stands by", "power-of-high-quality-connections, identity lens"),
        ("authenticity_unlike_at", "A_v", 0.35, 0.0, 1.0, "0..1", "lasting", "unlikeness from which it does", ASSUMED),
        ("authenticity_return", "A_r", 0.02, 0.0, 1.0, "per day", "months", "how it returns there", ASSUMED),
        ("commitment_level", "C_0", 0.6, 0.0, 1.0, "share", "months", "commitment with all at its reference", ASSUMED),
        ("commitment_rate", "C_r", 0.010, 0.0, 1.0, "per day", "months", "how fast commitment follows", ASSUMED),
        ("commitment_meaning", "C_m", 0.6, 0.0, 3.0, "per unit", "months", "how it follows meaning", "Dutton & Heaphy 2003"),
        ("commitment_safety", "C_s", 0.3, 0.0, 3.0, "per unit", "months", "safety", "Dutton & Heaphy 2003"),
        ("commitment_worth", "C_w", 0.3, 0.0, 3.0, "per unit", "months", "worth", "Dutton & Heaphy 2003"),
        ("commitment_felt", "C_f", 0.4, 0.0, 3.0, "per unit", "months", "what has been felt", "Dutton & Heaphy 2003"),
        ("commitment_leader", "C_l", 0.7, 0.0, 3.0, "per unit", "months", "regard for the own lead (leader-member exchange)", "Nahrgang et al. 2009"),
        ("wish_fading", "l_y", 0.03, 0.0, 1.0, "per day", "weeks", "how the wish for more connection fades", ASSUMED),
        ("recent_rate", "l_z", 0.05, 0.0, 1.0, "per day", "weeks", "memory of what people did and met with", ASSUMED),
    ),
    *_group(
        "habits, norms, knowledge and skill",
        ("habit_rate", "x_h", 0.005, 0.0, 0.5, "per day", "months", "how habit follows what one does and sees", "Lally et al. 2010; theory.md"),
        ("habit_seen", "x_s", 0.3, 0.0, 1.0, "share", "months", "part of that which one sees", "Bandura 1977"),
        ("habit_on_moves", "x_m", 1.0, 0.0, 8.0, "logit", "months", "how habit shows in asking, entrusting and play", ASSUMED),
        ("norm_on_moves", "x_n", 4.0, 0.0, 8.0, "logit", "weeks", "how the norm does", ASSUMED),
        ("norm_rate", "x_r", 0.016, 0.0, 0.5, "per day", "weeks", "how a team's norm follows what is seen", "theory.md, section 2"),
        ("leader_weight", "x_l", 5.0, 0.0, 20.0, "factor", "weeks", "how much more a leader's acts and answers are seen", "build-high-quality-connections"),
        ("skill_rest", "K_0", 0.5, 0.0, 1.0, "share", "months", "skill without guided practice, mean over people", ASSUMED),
        ("skill_spread", "K_s", 0.12, 0.0, 0.5, "SD", "lasting", "how people differ in it", ASSUMED),
        ("skill_fading", "K_f", 0.004, 0.0, 1.0, "per day", "months", "how skill fades that is not used", "theory.md, section 6"),
        ("skill_kept", "K_k", 0.8, 0.0, 1.0, "share", "months", "how far use that is answered in kind keeps it", "theory.md, section 6"),
        ("learning_rate", "L", 0.03, 0.0, 1.0, "per help", "months", "how fast the helped learn", ASSUMED),
        ("learning_floor", "L_f", 0.2, 0.0, 1.0, "share", "months", "what one learns from somebody who knows no more", ASSUMED),
        ("redundancy_cost", "L_e", 0.5, 0.0, 1.0, "share", "months", "how far common contacts make what one hears old news", "Burt 1992"),
        ("voice_learning", "L_v", 0.19, 0.0, 2.0, "weight", "months", "what is learnt from a view, a mistake or a task, against help", "Edmondson 1999"),
        ("knowledge_rest", "L_0", 0.45, 0.0, 1.0, "share", "months", "what people know of themselves, mean", ASSUMED),
        ("knowledge_spread", "L_s", 0.15, 0.0, 0.5, "SD", "lasting", "how people differ in it", ASSUMED),
        ("knowledge_return", "L_o", 0.006, 0.0, 1.0, "per day", "months", "how knowledge of the day ages towards it", ASSUMED),
        ("idea_work", "L_w", 0.003, 0.0, 1.0, "per idea and member", "months", "how ideas taken up make the team's work easier", "grow-through-connections"),
        ("improvement_fading", "L_i", 0.01, 0.0, 1.0, "per day", "months", "how that fades", ASSUMED),
        ("improvement_on_demand", "L_d", 0.3, 0.0, 1.0, "share", "months", "how far it lowers demand", ASSUMED),
    ),
    *_group(
        "coming and going",
        ("turnover", "Q", 0.12, 0.0, 2.0, "per year", "years", "leaving at the references", ASSUMED),
        ("leave_commitment", "Q_c", 2.2, 0.0, 20.0, "log hazard", "months", "how low commitment makes people leave", "theory.md"),
        ("leave_strain", "Q_s", 4.0, 0.0, 20.0, "log hazard", "months", "how strain does", "Podsakoff et al. 2007"),
        ("leaver_pull", "Q_l", 0.015, 0.0, 1.0, "push", "months", "how a close one's leaving lowers commitment", "Felps et al. 2009"),
        ("vacancy_days", "Q_v", 30.0, 0.0, 260.0, "days", "months", "days until a post is filled again (mean)", ASSUMED),
        ("newcomer_knowledge", "Q_k", 0.5, 0.0, 1.0, "share", "at joining", "what newcomers know, against others", ASSUMED),
        ("newcomer_safety", "Q_p", 0.08, -0.5, 0.5, "0..1", "at joining", "how much safer than those long there newcomers feel at first", "Bransby, Kerrissey & Edmondson 2024"),
        ("newcomer_trust", "Q_t", 0.08, -0.5, 0.5, "0..1", "at joining", "the benefit of the doubt they give and are given", "McKnight et al. 1998"),
        ("newcomer_weeks", "Q_w", 30.0, 1.0, 260.0, "days", "months", "days in which they are looked after more (fading)", "Kammeyer-Mueller et al. 2013"),
        ("newcomer_care", "Q_a", 1.0, 0.0, 5.0, "logit", "weeks", "how much more help they are offered in the first days", "Kammeyer-Mueller et al. 2013"),
        ("first_colleagues", "Q_f", 3.0, 0.0, 50.0, "people", "at joining", "teammates to whom newcomers are shown, the lead first", ASSUMED),
        ("first_familiarity", "Q_b", 0.05, 0.0, 1.0, "share", "at joining", "how familiar they then are", ASSUMED),
        ("first_need", "Q_n", 0.3, 0.0, 1.0, "share", "at joining", "how much the work of new ties within a team depends on each other, times what the two have to do with each other", ASSUMED),
        ("move_rate", "Q_m", 0.02, 0.0, 2.0, "per year", "years", "moves towards a good leader elsewhere", "theory.md"),
        ("good_leader", "Q_g", 0.65, 0.0, 1.0, "share", "years", "quality from which a tie to another team's leader draws a person there", ASSUMED),
        ("reshuffle", "J", 0.0, 0.0, 1.0, "0 or 1", "day", "partners drawn anew every day (1: no structure)", "null model M3"),
        ("member_start", "P_m", 0.04, 0.0, 1.0, "per day", "weeks", "starting a practice that members may start, at full energy and safety", ASSUMED),
        ("breeding", "P_b", 1.0, 0.0, 20.0, "factor", "months", "how a members' practice that goes well breeds the next", "grow-through-connections"),
        ("sociability_spread", "S_c", 0.47, 0.0, 1.5, "log SD", "lasting", "how people differ in sociability", "target C9"),
        ("trustworthiness_level", "S_w", 0.6, -3.0, 3.0, "logit", "lasting", "typical trustworthiness", ASSUMED),
        ("trustworthiness_spread", "S_x", 0.6, 0.0, 3.0, "logit SD", "lasting", "how people differ in it", ASSUMED),
    ),
    *_group(
        "practices",
        ("teaching", "T_h", 0.024, 0.0, 1.0, "per hour", "months", "how an hour of guided practice raises a skill", "Blume et al. 2010; target D1"),
        ("teaching_ceiling", "T_c", 0.9, 0.0, 1.0, "skill", "lasting", "as far as guided practice leads", ASSUMED),
        ("recognition_base", "G_b", 0.05, 0.0, 5.0, "acts a day", "weeks", "chance of recognition without having helped, as if for so many acts of help", ASSUMED),
        ("recognition_worth", "G_w", 0.03, 0.0, 2.0, "push", "week", "how visible recognition raises the receiver's worth", "Grant & Gino 2010"),
        ("recognition_regard", "G_g", 0.05, 0.0, 2.0, "push", "weeks", "how it raises the receiver's regard for the giver", ASSUMED),
        ("envy", "G_v", 0.15, 0.0, 2.0, "push", "week", "worth lost by a teammate who had helped more and was passed over", ASSUMED),
        ("envy_trust", "G_f", 0.05, 0.0, 2.0, "push", "weeks", "trust in the giver lost by a teammate who had helped more and was passed over", ASSUMED),
        ("aftermath", "G_d", 60.0, 0.0, 520.0, "days", "months", "working days after a blow in which crisis leadership has an occasion", ASSUMED),
        ("quality_needed", "P_q", 0.5, 0.0, 1.0, "share", "weeks", "quality among those taking part at which a members' practice goes half well", "grow-through-connections"),
        ("quality_width", "P_w", 0.05, 0.001, 1.0, "share", "weeks", "how sharply it does", ASSUMED),
    ),
    *_group(
        "loops and references",
        ("on_ties", "1_t", 1.0, 0.0, 1.0, "share", "switch", "how far behaviour reads what has become of ties (0: held at the references)", "theory.md, check 2; null model M6"),
        ("on_norms", "1_n", 1.0, 0.0, 1.0, "share", "switch", "how far it reads habits and norms", "theory.md, check 2; null model M8"),
        ("on_emotion", "1_e", 1.0, 0.0, 1.0, "share", "switch", "how far it reads energy, mood and strain", "theory.md, check 2; null model M7"),
        ("on_safety", "1_s", 1.0, 0.0, 1.0, "share", "switch", "how far it reads safety, in conduct, asking, voice and trusting", "theory.md, check 2"),
        ("on_meaning", "1_m", 1.0, 0.0, 1.0, "share", "switch", "how far it reads meaning, worth and authenticity", "theory.md, check 2"),
        ("ref_regard", "r_r", 0.7453, 0.0, 1.0, "0..1", "reference", "mean regard in the default run", REFERENCE),
        ("ref_trust", "r_t", 0.6667, 0.0, 1.0, "0..1", "reference", "mean trust", REFERENCE),
        ("ref_carrying", "r_c", 0.658, 0.0, 1.0, "0..1", "reference", "mean carrying capacity", REFERENCE),
        ("ref_tensility", "r_l", 0.6381, 0.0, 1.0, "0..1", "reference", "mean tensility", REFERENCE),
        ("ref_connectivity", "r_o", 0.6854, 0.0, 1.0, "0..1", "reference", "mean connectivity", REFERENCE),
        ("ref_embeddedness", "r_b", 0.8964, 0.0, 1.0, "0..1", "reference", "mean embeddedness of the ties of an encounter", REFERENCE),
        ("ref_norm_respect", "r_0", 0.6492, 0.0, 1.0, "0..1", "reference", "mean norm of respect", REFERENCE),
        ("ref_norm_enable", "r_1", 0.0675, 0.0, 1.0, "0..1", "reference", "mean norm of task enabling", REFERENCE),
        ("ref_norm_trust", "r_2", 0.1256, -1.0, 1.0, "0..1", "reference", "mean norm of trusting", REFERENCE),
        ("ref_norm_play", "r_3", 0.1086, 0.0, 1.0, "0..1", "reference", "mean norm of play", REFERENCE),
        ("ref_habit_respect", "r_4", 0.646, 0.0, 1.0, "0..1", "reference", "mean habit of respect", REFERENCE),
        ("ref_habit_enable", "r_5", 0.1132, 0.0, 1.0, "0..1", "reference", "mean habit of task enabling", REFERENCE),
        ("ref_habit_trust", "r_6", 0.1568, 0.0, 1.0, "0..1", "reference", "mean habit of trusting", REFERENCE),
        ("ref_habit_play", "r_7", 0.1038, 0.0, 1.0, "0..1", "reference", "mean habit of play", REFERENCE),
        ("ref_energy", "r_e", 0.562, 0.0, 1.0, "0..1", "reference", "mean energy", REFERENCE),
        ("ref_mood", "r_m", 0.3348, -2.0, 2.0, "SD", "reference", "mean mood", REFERENCE),
        ("ref_strain", "r_s", 0.1077, 0.0, 1.0, "0..1", "reference", "mean strain", REFERENCE),
        ("ref_safety", "r_p", 0.6179, 0.0, 1.0, "0..1", "reference", "mean safety", REFERENCE),
        ("ref_worth", "r_w", 0.675, 0.0, 1.0, "0..1", "reference", "mean worth", REFERENCE),
        ("ref_meaning", "r_n", 0.7627, 0.0, 1.0, "0..1", "reference", "mean meaning", REFERENCE),
        ("ref_authenticity", "r_a", 0.6651, 0.0, 1.0, "0..1", "reference", "mean authenticity", REFERENCE),
        ("ref_felt", "r_f", 0.1032, -1.0, 1.0, "strength", "reference", "mean strength of conduct received", REFERENCE),
        ("ref_conduct", "r_q", 0.6423, 0.0, 1.0, "0..1", "reference", "mean conduct", REFERENCE),
        ("ref_given", "r_g", 0.3861, 0.0, 5.0, "a day", "reference", "mean number of tasks handed over to somebody", REFERENCE),
        ("ref_support", "r_u", 0.3995, 0.0, 1.0, "0..1", "reference", "mean company of the last days", REFERENCE),
        ("ref_demand", "r_d", 0.50, 0.0, 1.5, "share", "reference", "demand at which distraction is at its reference", REFERENCE),
    ),
    *_group(
        "outcomes and reports",
        ("outcome_noise", "sigma_y", 0.2, 0.0, 3.0, "logit SD", "at measurement", "chance in each outcome, its own for each", "target C14"),
        ("working_hours", "H_w", 8.0, 1.0, 16.0, "hours", "day", "working hours of a day, of which contact leaves the rest for own work", ASSUMED),
        ("hardship_on_work", "H_h", 0.25, 0.0, 5.0, "per severity", "weeks", "how hardship takes the mind off one's own work", "theory.md, section 3"),
        ("effort_half", "y_e", 0.6, 0.01, 50.0, "per day", "weeks", "help given a day at which effort for others is 1/2 (display)", ASSUMED),
        ("creativity_half", "y_i", 1.0, 0.01, 50.0, "per day", "weeks", "ideas a day at which creativity is 1/2 (display)", ASSUMED),
        ("influence_half", "y_a", 0.6, 0.01, 50.0, "per day", "weeks", "requests received a day, and views heard a day, at which influence is 1/2 (display)", ASSUMED),
        ("breadth_half", "y_b", 4.0, 0.1, 200.0, "people", "weeks", "different people met a day at which that part of breadth is 1/2 (display)", ASSUMED),
        ("discernment_half", "y_d", 1.0, 0.01, 50.0, "per day", "weeks", "things entrusted a day and answered at which a right trust counts half (display)", ASSUMED),
        ("survey_reliability", "rho_y", 0.8, 0.1, 1.0, "share", "survey", "reliability of a survey answer", "theory.md, reports"),
    ),
)  # fmt: skip

PARAMETERS: dict[str, Parameter] = {row.name: row for row in TABLE}
_BESIDE = ("time_step", "saturation_order")


class ParameterSet:
    """One run's parameters as attributes; ``array`` holds the same numbers in table order for compiled code.

    Beside them stand ``time_step``, the part of a slot that one step takes (1 or 1/2), and ``saturation_order`` (1 or 2,
    `mechanisms.numbers.slowed`).
    """

    array: NDArray[np.float64]

    def __init__(self, values: Mapping[str, float]) -> None:
        self.array = np.zeros(len(PARAMETER_ORDER))
        for name, value in values.items():
            self.set(name, value)
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
    found = get_close_matches(word[:100], list(choices), n=1, cutoff=0.6)  # its time grows with the length
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
    if isinstance(value, bool) or not isinstance(value, Real) or not math.isfinite(value):
        raise ParameterError(f"parameter '{name}' must be a number, not {value!r}")
    if not row.low <= value <= row.high:
        raise ParameterError(f"parameter '{name}' is {value:g}, but must lie in {row.low:g}..{row.high:g}")
    return float(value)
