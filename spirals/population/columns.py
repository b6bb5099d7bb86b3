"""The columns of the model by name: what a person, a tie, a team, a meeting and a log entry are made of.

Rows are never reused for another person, so a person's row number is also the permanent key of that
person's random numbers.  A tie is stored once per pair; the two sides are *a* (lower row) and *b*.
A person's states are float64.  Ties, traits and the day's scratch are kept as float32, which halves the memory that
an encounter waits for, and read as ``float(x)``: both engines compute with float64 and round the same when they write.
"""

from __future__ import annotations

PATHWAYS = ("respectful_engagement", "task_enabling", "trusting", "play")
RESPECT, ENABLE, TRUST, PLAY = range(4)
LEVELS = ("member", "lead", "manager")
MEMBER, LEAD, MANAGER = range(3)
CHANNELS = ("in_person", "video", "text")
IN_PERSON, VIDEO, TEXT = range(3)
SLOTS = 5
SLOT_HOURS = (9.0, 11.0, 13.0, 15.0, 17.0)
WEEK = 5
YEAR = 260

# --- a person's changing state (float64) ---------------------------------------------------------
PERSON_COLUMNS = (
    "mood",  # signed deviation from the own set point, within-person SD units
    "energy",  # slow vitality, 0..1
    "strain",  # allostatic load, 0..1
    "safety",  # psychological safety, 0..1
    "worth",  # social worth, 0..1
    "resilience",  # 0..1
    "meaning",  # 0..1
    "commitment",  # 0..1
    "knowledge",  # 0..1
    "skill_respect",
    "skill_enable",
    "skill_trust",
    "skill_play",
    "hardship",  # a setback not yet shared or digested, 0..
    "spill",  # carry-over of depleting encounters earlier today, 0..1
    "hours",  # hours in contact today
    "support",  # good company met today, 0..1
    "good_today",  # 1 once an encounter felt good today
    "generosity",  # help received lately and not yet passed on, 0..
    "belonging",  # slow share of days with an encounter that felt good, 0..1
    "volume_respect",  # slow daily counts of encounters by pathway
    "volume_enable",
    "volume_trust",
    "volume_play",
    "helping",  # slow daily count of help given
    "influence",  # slow daily count of being asked
    "learning",  # slow daily count of questions asked and mistakes told
    "ideas",  # slow daily sum of new ideas met: diversity x connectivity
    "strain_history",  # slow average of strain
    "contact_hours",  # slow average of daily contact hours
    "fatigue",  # effort of helping, felt in the next slot, within-person SD units of mood
    "wish",  # for more connection, woken by mentors, 0..1
)
(
    MOOD,
    ENERGY,
    STRAIN,
    SAFETY,
    WORTH,
    RESILIENCE,
    MEANING,
    COMMITMENT,
    KNOWLEDGE,
    SKILL,
    _SKILL_ENABLE,
    _SKILL_TRUST,
    _SKILL_PLAY,
    HARDSHIP,
    SPILL,
    HOURS,
    SUPPORT,
    GOOD_TODAY,
    GENEROSITY,
    BELONGING,
    VOLUME,
    _VOLUME_ENABLE,
    _VOLUME_TRUST,
    _VOLUME_PLAY,
    HELPING,
    INFLUENCE,
    LEARNING,
    IDEAS,
    STRAIN_HISTORY,
    CONTACT_HOURS,
    FATIGUE,
    WISH,
) = range(len(PERSON_COLUMNS))

# --- a person's lasting traits (float32) ---------------------------------------------------------
TRAIT_COLUMNS = (
    "mood_set",  # between-person level of reported mood, within-person SD units
    "energy_set",  # own set point of energy, 0..1
    "mood_inertia",  # share of a mood carried over one two-hour slot
    "energy_inertia",  # share of an energy deviation carried over one night
    "sociability",  # multiplier of the encounter rate
    "trustworthiness",  # integrity, dependability, benevolence: 0..1
    "disposition_respect",  # softmax appeal of each pathway
    "disposition_enable",
    "disposition_trust",
    "disposition_play",
    "attribute_1",  # social attributes that similarity compares, SD units
    "attribute_2",
    "remote",  # 1 if the person works away from the site
    "safety_own",  # added to where the state rests: people differ for good
    "worth_own",
    "meaning_own",
    "reactivity",  # factor on the load that a day puts on the person
)
(
    MOOD_SET,
    ENERGY_SET,
    MOOD_INERTIA,
    ENERGY_INERTIA,
    SOCIABILITY,
    TRUSTWORTHINESS,
    DISPOSITION,
    _DISPOSITION_ENABLE,
    _DISPOSITION_TRUST,
    _DISPOSITION_PLAY,
    ATTRIBUTE_1,
    ATTRIBUTE_2,
    REMOTE,
    SAFETY_OWN,
    WORTH_OWN,
    MEANING_OWN,
    REACTIVITY,
) = range(len(TRAIT_COLUMNS))

# --- a person's place (int32) --------------------------------------------------------------------
PLACE_COLUMNS = ("team", "level", "site", "joined", "active")
TEAM, LEVEL, SITE, JOINED, ACTIVE = range(len(PLACE_COLUMNS))

# --- what interventions do to a person, summed over those in force (float64, 0 = nothing) ----------
LEVER_COLUMNS = (
    "tone_respect",  # added to the tone logit of encounters in that pathway
    "tone_enable",
    "tone_trust",
    "tone_play",
    "tone_first",  # added to the tone logit of a first encounter
    "appeal_respect",  # added to the softmax appeal of the pathway
    "appeal_enable",
    "appeal_trust",
    "appeal_play",
    "rate",  # added to the log of the encounter rate
    "reach",  # added to the logit of meeting someone new
    "ask",  # added to the logit of asking for help
    "thank",  # added to the logit of thanking
    "voice",  # 0..1: how far turns in meetings are equalised
    "seen",  # added to how strongly others see what this person does (1)
    "demand",  # added to work demand
    "face",  # added to the logit of meeting in person
)
(
    LEVER_TONE,
    _LEVER_TONE_ENABLE,
    _LEVER_TONE_TRUST,
    _LEVER_TONE_PLAY,
    LEVER_TONE_FIRST,
    LEVER_APPEAL,
    _LEVER_APPEAL_ENABLE,
    _LEVER_APPEAL_TRUST,
    _LEVER_APPEAL_PLAY,
    LEVER_RATE,
    LEVER_REACH,
    LEVER_ASK,
    LEVER_THANK,
    LEVER_VOICE,
    LEVER_SEEN,
    LEVER_DEMAND,
    LEVER_FACE,
) = range(len(LEVER_COLUMNS))

# --- a tie's changing state (float32) ------------------------------------------------------------
TIE_COLUMNS = (
    "familiarity",
    "carrying_capacity",
    "tensility",
    "connectivity",
    "regard_a",
    "regard_b",
    "trust_a",
    "trust_b",
    "vitality",  # energy the tie gave lately, -1..1
    "initiative",  # who starts: 1 always a, -1 always b
    "favours",  # help balance: > 0 when b owes a
    "ceiling",  # what trust can regain after deception, 0..1
)
(
    FAMILIARITY,
    CARRYING,
    TENSILITY,
    CONNECTIVITY,
    REGARD,
    _REGARD_B,
    TIE_TRUST,
    _TIE_TRUST_B,
    VITALITY,
    INITIATIVE,
    FAVOURS,
    CEILING,
) = range(len(TIE_COLUMNS))

# --- what is drawn once per pair, or changes with structure only (float32) -------------------------
NATURE_COLUMNS = (
    "fit",
    "view_a",
    "view_b",
    "lean_respect",  # multiplier of the pathway's appeal in this pair
    "lean_enable",
    "lean_trust",
    "lean_play",
    "rest_a",  # the quality each side drifts back to when the tie lies unused
    "rest_b",
    "need",  # work interdependence, 0..
    "embeddedness",  # share of common contacts, 0..1, recomputed weekly
)
(
    FIT,
    VIEW,
    _VIEW_B,
    LEAN,
    _LEAN_ENABLE,
    _LEAN_TRUST,
    _LEAN_PLAY,
    REST,
    _REST_B,
    NEED,
    EMBEDDEDNESS,
) = range(len(NATURE_COLUMNS))

# --- a tie's ends (int32): rows of its two people, day of the last encounter ----------------------
# A row that no tie has: END_A is FREE, and END_B the next free row (the first is counts[FREE_ROW]).
END_A, END_B, LAST_MET = range(3)
FREE = -1

# --- teams (float64) -----------------------------------------------------------------------------
TEAM_COLUMNS = ("climate", "rivalry", "demand", "seen_good", "seen_all", "meeting_tone", "contest")
CLIMATE, RIVALRY, DEMAND, SEEN_GOOD, SEEN_ALL, MEETING_TONE, CONTEST = range(len(TEAM_COLUMNS))

# entries of State.counts
N_PEOPLE, N_TIES, N_FREE, DAY, N_TEAMS, N_SITES, REFUSED_TIES, LOGGED, N_MEETINGS, FREE_ROW, N_LINKS = range(11)
COUNTS = 11

# columns of State.today: the pathways' appeal (4), chance to meet someone new, sum of pulls, weight for a turn,
# rate of encounters; in the evening the weight for a turn gives its place to leaving
APPEAL, REACH, PULL, TURNS, RATE = 0, 4, 5, 6, 7
LEAVING = TURNS
TODAY_COLUMNS = 8
STAYS, LEAVES, LOOKS_ROUND = 0.0, 1.0, 2.0  # values of LEAVING

# columns of State.plan
PARTNER, ON_TIE, STARTS = range(3)
NOT_PLANNED = -2

# rows of State.luck, four or eight draws each: as a step opens, whom to meet, the talk, what it feels like and who
# sees it; then those of them that are made normal.  Evening and morning use the first four again.
# Columns: people dealt side by side, and one dealt alone
L_MOOD, L_OUTSIDER, L_PLACE, L_RATE = range(4)
L_ENERGY, L_LEAVE, L_MOVE = range(3)
L_SETBACK, L_STRENGTH = range(2)
L_WHOM = L_NEW = 4
L_WHO, L_POOL, L_MORE = range(5, 8)
L_TALK = L_PATHWAY = 8
L_ROUTINE, L_MINUTES, L_CHANNEL, L_ASK, L_TONE, L_SEVERITY, L_ANSWER = range(9, 16)
L_FELT, _L_FELT_WHOM, L_SEEN, L_WITNESS = range(16, 20)
L_MOOD_AS_NORMAL = L_ENERGY_AS_NORMAL = 20
L_FELT_AS_NORMAL = 21
LUCK_ROWS = 23
HANDS = 32
LUCK_COLUMNS = HANDS + 8  # a whole number of cache lines

# columns of State.rows
ROW_START, ROW_CAPACITY, ROW_LENGTH, ROW_LIMIT = range(4)

# a meeting of today; pathway and channel are -1 where the pair decides
MEETING_COLUMNS = (
    "slot",
    "start",
    "members",
    "pathway",
    "minutes",
    "tone",
    "voice",
    "channel",
    "pair",
    "routine",
)
(M_SLOT, M_START, M_MEMBERS, M_PATHWAY, M_MINUTES, M_TONE, M_VOICE, M_CHANNEL, M_PAIR, M_ROUTINE) = range(10)

# one logged encounter; who started comes first
LOG_COLUMNS = (
    "day",
    "slot",
    "who",
    "whom",
    "pathway",
    "requested",
    "granted",
    "tone",
    "dose",
    "minutes",
    "channel",
    "felt_who",
    "felt_whom",
    "first",
    "meeting",
    "logit",
    "severity",
)

# daily series: what the day's tally holds, in order
TALLY = (
    "encounters",
    "life_giving",
    "depleting",
    "routine",
    "volume_respectful_engagement",
    "volume_task_enabling",
    "volume_trusting",
    "volume_play",
    "requested",
    "help_given",
    "thanked",
    "repaired",
    "first_encounters",
    "beyond_team",
    "contact_minutes",
    "new_ties",
    "lost_ties",
    "setbacks",
    "meetings",
    "group_meetings",
    "meeting_minutes",
    "turns_gini",
    "outsider_encounters",
    "witnessed",
    "headcount",
    "mean_energy",
    "sd_energy",
    "mean_mood",
    "mean_strain",
    "mean_safety",
    "mean_worth",
    "mean_meaning",
    "mean_commitment",
    "mean_resilience",
    "mean_knowledge",
    "mean_belonging",
    "mean_climate",
    "ties",
    "mean_quality",
    "high_quality",
    "corrosive",
    "mean_familiarity",
    "leavers",
)
T = {name: index for index, name in enumerate(TALLY)}

SIGNS = ("depleting", "life_giving")
# what an encounter's effect feeds, for the one who receives (own side of the tie) and for the tie
EFFECT_COLUMNS = (
    "regard",
    "trust",
    "carrying_capacity",
    "tensility",
    "connectivity",
    "energy",
    "safety",
    "worth",
    "meaning",
    "commitment",
    "mood",
)
(
    W_REGARD,
    W_TRUST,
    W_CARRYING,
    W_TENSILITY,
    W_CONNECTIVITY,
    W_ENERGY,
    W_SAFETY,
    W_WORTH,
    W_MEANING,
    W_COMMITMENT,
    W_MOOD,
) = range(len(EFFECT_COLUMNS))
