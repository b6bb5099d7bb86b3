"""The columns of the model by name: what a person, a tie, a team, a meeting and a log entry are made of.

Rows are never reused for another person.  A tie is stored once per pair; the two sides are *a* (lower row) and *b*.
A person's states are float64.  Ties, traits, deeds and the day's scratch are kept as float32, which halves the memory
that an encounter waits for, and read as ``float(x)``: both engines compute with float64 and round the same when they
write.
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
    "energy",  # how much energy somebody has today, 0..1
    "vitality",  # the level that energy recovers to, moving over months, 0..1
    "strain",  # allostatic load, 0..1
    "hardship",  # what a setback has left to carry, 0..
    "safety",  # psychological safety, 0..1
    "worth",  # social worth, 0..1
    "meaning",  # 0..1
    "authenticity",  # how much of oneself one shows, 0..1
    "commitment",  # 0..1
    "resilience",  # 0..1
    "knowledge",  # 0..1
    "skill_respect",  # skill of engaging others, 0..1
    "skill_enable",  # skill of helping so that it fits, 0..1
    "wish",  # for more connection, 0..1
    "belonging",  # slow share of what is felt good in encounters, 0..1
    "need",  # 1 while a task needs somebody's help
    "felt",  # slow mean of the strength of conduct received, about -1..1
    "support",  # good company of the last days, 0..1
    "workload",  # own drifting part of work demand
    "outside",  # how outsiders regard this person, 0..1
    "habit_respect",  # own habit of each move: slow share of occasions taken, 0..1
    "habit_enable",
    "habit_trust",
    "habit_play",
    "strain_history",  # slow average of strain
    "contact_hours",  # slow average of daily contact hours
    "hours",  # hours in contact today
    "fatigue",  # effort of helping, felt in the next slot, within-person SD units of mood
    "unlike",  # how unlike the own team somebody is, 0..1, recomputed weekly
    "ally",  # highest familiarity x carrying capacity of own ties, 0..1: who stands by one; recomputed weekly
    "lead_regard",  # regard for the own lead (leader-member exchange), 0..1, recomputed weekly
)
(
    MOOD,
    ENERGY,
    VITALITY,
    STRAIN,
    HARDSHIP,
    SAFETY,
    WORTH,
    MEANING,
    AUTHENTICITY,
    COMMITMENT,
    RESILIENCE,
    KNOWLEDGE,
    SKILL_RESPECT,
    SKILL_ENABLE,
    WISH,
    BELONGING,
    NEED,
    FELT,
    SUPPORT,
    WORKLOAD,
    OUTSIDE,
    HABIT,
    _HABIT_ENABLE,
    _HABIT_TRUST,
    _HABIT_PLAY,
    STRAIN_HISTORY,
    CONTACT_HOURS,
    HOURS,
    FATIGUE,
    UNLIKE,
    ALLY,
    LEAD_REGARD,
) = range(len(PERSON_COLUMNS))

# --- what a person did and met with today, and lately (float32): State.deeds and State.recent -------
# ``deeds`` holds today's counts and sums; ``recent`` their slow daily means, of which outcomes are made
DEED_COLUMNS = (
    "started",  # encounters started
    "met",  # encounters taken part in, by both sides
    "attention",  # sum of own conduct q, 0..1 each
    "conduct",  # sum of own conduct in logits
    "received",  # sum of the conduct q received
    "good",  # life-giving conduct received
    "bad",  # depleting conduct received
    "beyond",  # encounters with somebody of another team
    "help_chances",  # encounters in which oneself or the other had an open need
    "help_taken",  # of these: asked, offered or granted
    "asked",  # requests made
    "asked_of",  # requests received
    "refused",  # own requests refused
    "offered",  # help offered unasked (covering for others)
    "helped",  # help given, asked for or not
    "solved",  # own needs solved by somebody's help
    "thanked",  # thanks said
    "trust_chances",  # occasions to entrust something
    "disclosed",  # something of oneself, a feeling or a worry told
    "told",  # of these: a hardship
    "delegated",  # tasks handed over to somebody
    "given",  # tasks handed over by somebody (discretion)
    "voiced",  # differing views and mistakes told
    "heard",  # own views taken up or honoured (influence)
    "honoured",  # what was entrusted and honoured, of any kind
    "breached",  # what was entrusted and ignored or betrayed
    "comforted",  # others' hardships heard well
    "play_chances",
    "played",  # play started
    "shared",  # play shared by both, either side
    "ideas",  # ideas made in encounters, taken up
    "learnt",  # knowledge gained
    "ruptures",
    "repairs",
    "hard",  # 1 on a day with hardship
    "relief",  # hardship taken away by telling it
    "kinds",  # kinds of moves used today, 0..8
    "load",  # load of the day
    "reaction",  # rise of strain of the day
    "contacts",  # different people met (ties used) today
)
(
    D_STARTED,
    D_MET,
    D_ATTENTION,
    D_CONDUCT,
    D_RECEIVED,
    D_GOOD,
    D_BAD,
    D_BEYOND,
    D_HELP_CHANCES,
    D_HELP_TAKEN,
    D_ASKED,
    D_ASKED_OF,
    D_REFUSED,
    D_OFFERED,
    D_HELPED,
    D_SOLVED,
    D_THANKED,
    D_TRUST_CHANCES,
    D_DISCLOSED,
    D_TOLD,
    D_DELEGATED,
    D_GIVEN,
    D_VOICED,
    D_HEARD,
    D_HONOURED,
    D_BREACHED,
    D_COMFORTED,
    D_PLAY_CHANCES,
    D_PLAYED,
    D_SHARED,
    D_IDEAS,
    D_LEARNT,
    D_RUPTURES,
    D_REPAIRS,
    D_HARD,
    D_RELIEF,
    D_KINDS,
    D_LOAD,
    D_REACTION,
    D_CONTACTS,
) = range(len(DEED_COLUMNS))

# --- a person's lasting traits (float32) ---------------------------------------------------------
TRAIT_COLUMNS = (
    "mood_set",  # between-person level of reported mood, within-person SD units
    "energy_set",  # own level of energy, 0..1
    "mood_inertia",  # share of a mood carried over one two-hour slot
    "energy_inertia",  # share of an energy deviation carried over one night
    "sociability",  # multiplier of the encounter rate
    "trustworthiness",  # integrity, dependability, benevolence: 0..1
    "propensity",  # own propensity to trust, logits
    "attribute_1",  # social attributes that similarity compares, SD units
    "attribute_2",
    "remote",  # 1 if the person works away from the site
    "safety_own",  # added to where the state rests: people differ for good
    "worth_own",
    "meaning_own",
    "resilience_own",
    "knowledge_own",
    "skill_own",
    "demand_own",  # added to work demand for good
    "reactivity",  # factor on the load that a day puts on the person
)
(
    MOOD_SET,
    ENERGY_SET,
    MOOD_INERTIA,
    ENERGY_INERTIA,
    SOCIABILITY,
    TRUSTWORTHINESS,
    PROPENSITY,
    ATTRIBUTE_1,
    ATTRIBUTE_2,
    REMOTE,
    SAFETY_OWN,
    WORTH_OWN,
    MEANING_OWN,
    RESILIENCE_OWN,
    KNOWLEDGE_OWN,
    SKILL_OWN,
    DEMAND_OWN,
    REACTIVITY,
) = range(len(TRAIT_COLUMNS))

# The values that a state or trait can have; any finite number where it is not listed.
RANGES = {
    **dict.fromkeys(PERSON_COLUMNS, (0.0, 1.0)),
    **dict.fromkeys(("hardship", "contact_hours", "hours", "sociability", "reactivity"), (0.0, float("inf"))),
    **dict.fromkeys(("energy_set", "mood_inertia", "energy_inertia", "trustworthiness", "remote"), (0.0, 1.0)),
    "felt": (-1.0, 1.0),
}
for _name in ("mood", "workload", "fatigue"):
    del RANGES[_name]

# --- a person's place (int32) --------------------------------------------------------------------
# the lane keys a person's random numbers; it follows from their id, so that the order of people changes no draw
PLACE_COLUMNS = ("team", "level", "site", "joined", "active", "lane")
TEAM, LEVEL, SITE, JOINED, ACTIVE, LANE = range(len(PLACE_COLUMNS))

# --- what interventions do to a person, summed over those in force (float64, 0 = nothing) ----------
LEVER_COLUMNS = (
    "conduct",  # added to the conduct logit (harmful practices only, and below 0)
    "attention",  # 0..1: share of distraction taken away
    "devices",  # added to distraction
    "ask",  # added to the logit of asking for help
    "offer",  # of offering it unasked
    "grant",  # of granting a request
    "thank",  # of thanking
    "entrust",  # of entrusting something
    "honour",  # of honouring what is entrusted
    "play",  # of playing
    "rate",  # added to the log of the rate of starting encounters
    "reach",  # added to the logit of meeting someone new
    "voice",  # 0..1: how far turns of talk are equalised
    "seen",  # added to how strongly others see what this person does (1)
    "demand",  # added to work demand
    "face",  # added to the logit of meeting in person
)
(
    LEVER_CONDUCT,
    LEVER_ATTENTION,
    LEVER_DEVICES,
    LEVER_ASK,
    LEVER_OFFER,
    LEVER_GRANT,
    LEVER_THANK,
    LEVER_ENTRUST,
    LEVER_HONOUR,
    LEVER_PLAY,
    LEVER_RATE,
    LEVER_REACH,
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
    "favours",  # help balance: > 0 when b owes a
    "rupture",  # regard lost in a rupture that may still be repaired
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
    FAVOURS,
    RUPTURE,
) = range(len(TIE_COLUMNS))

# --- what is drawn once per pair, or changes with structure only (float32) -------------------------
NATURE_COLUMNS = (
    "fit",  # how well the two get on, SD units: part of their conduct and of where the tie rests
    "work",  # how much they have to do with each other, a heavy-tailed factor with mean 1
    "rest_carrying",  # where each feature rests; a betrayal lowers the truster's rest of trust
    "rest_tensility",
    "rest_connectivity",
    "rest_regard_a",
    "rest_regard_b",
    "rest_trust_a",
    "rest_trust_b",
    "need",  # work interdependence, 0..
    "embeddedness",  # share of common contacts, 0..1, recomputed weekly
)
(
    FIT,
    WORK,
    REST,  # + feature - CARRYING
    _REST_TENSILITY,
    _REST_CONNECTIVITY,
    _REST_REGARD_A,
    _REST_REGARD_B,
    REST_TRUST,
    _REST_TRUST_B,
    INTERDEPENDENCE,
    EMBEDDEDNESS,
) = range(len(NATURE_COLUMNS))
FEATURES = 7  # carrying capacity, tensility, connectivity, two regards, two trusts

# --- a tie's ends (int32): rows of its two people, day of the last encounter ----------------------
# A row that no tie has: END_A is FREE, and END_B the next free row (the first is counts[FREE_ROW]).
END_A, END_B, LAST_MET = range(3)
FREE = -1

# --- teams (float64) -----------------------------------------------------------------------------
TEAM_COLUMNS = (
    "norm_respect",  # what people see done there, by move, 0..1 (how it ended counts)
    "norm_enable",
    "norm_trust",
    "norm_play",
    "rivalry",
    "contest",  # rivalry over scarce posts
    "demand",  # drifting part of work demand
    "improvement",  # work made easier by ideas taken up, fading
    "seen_respect",  # sums of today: what was seen, and its weight
    "seen_enable",
    "seen_trust",
    "seen_play",
    "weight_respect",
    "weight_enable",
    "weight_trust",
    "weight_play",
    "lane",  # keys the team's random numbers; follows from its name
)
(
    NORM,
    _NORM_ENABLE,
    _NORM_TRUST,
    _NORM_PLAY,
    RIVALRY,
    CONTEST,
    DEMAND,
    IMPROVEMENT,
    SEEN,
    _SEEN_ENABLE,
    _SEEN_TRUST,
    _SEEN_PLAY,
    SEEN_WEIGHT,
    _WEIGHT_ENABLE,
    _WEIGHT_TRUST,
    _WEIGHT_PLAY,
    TEAM_LANE,
) = range(len(TEAM_COLUMNS))

# entries of State.counts
N_PEOPLE, N_TIES, N_FREE, DAY, N_TEAMS, N_SITES, REFUSED_TIES, LOGGED, N_MEETINGS, FREE_ROW, N_LINKS = range(11)
COUNTS = 11

# columns of State.today: chance to meet someone new, sum of pulls, weight for a turn, rate of encounters, encounters to
# start in this step, demand, company of the day summed by dose, felt strength of the day and its dose, good conduct
# answered in kind, kinds of moves used (bits); in the evening the weight for a turn gives its place to leaving
(
    REACH,
    PULL,
    TURNS,
    RATE,
    STARTS,
    DEMAND_TODAY,
    COMPANY,
    FELT_TODAY,
    FELT_DOSE,
    ANSWERED,
    KINDS_TODAY,
) = range(11)
LEAVING = TURNS
TODAY_COLUMNS = 11
STAYS, LEAVES, LOOKS_ROUND = 0.0, 1.0, 2.0  # values of LEAVING

# State.impact: what an encounter will change, summed before anything changes.  Rows are side i, side j and what both
# share; columns are pushes up and down on each variable
IMPACT_COLUMNS = (
    "up_regard", "down_regard", "up_trust", "down_trust",
    "up_carrying", "down_carrying", "up_tensility", "down_tensility", "up_connectivity", "down_connectivity",
    "up_safety", "down_safety", "up_worth", "down_worth", "up_meaning", "down_meaning",
    "up_authenticity", "down_authenticity", "up_energy", "down_energy", "up_knowledge", "up_wish",
    "up_resilience", "up_strain", "down_strain", "down_hardship", "mood", "scar",
    "owed", "rupture", "repaired",
)  # fmt: skip
(
    UP_REGARD, DOWN_REGARD, UP_TRUST, DOWN_TRUST,
    UP_CARRYING, DOWN_CARRYING, UP_TENSILITY, DOWN_TENSILITY, UP_CONNECTIVITY, DOWN_CONNECTIVITY,
    UP_SAFETY, DOWN_SAFETY, UP_WORTH, DOWN_WORTH, UP_MEANING, DOWN_MEANING,
    UP_AUTHENTICITY, DOWN_AUTHENTICITY, UP_ENERGY, DOWN_ENERGY, UP_KNOWLEDGE, UP_WISH,
    UP_RESILIENCE, UP_STRAIN, DOWN_STRAIN, DOWN_HARDSHIP, UP_MOOD, SCAR,
    UP_OWED, UP_RUPTURE, MADE_UP,
) = range(len(IMPACT_COLUMNS))  # fmt: skip
SHARED = 2

# columns of State.rows
ROW_START, ROW_CAPACITY, ROW_LENGTH, ROW_LIMIT = range(4)

# a meeting of today; move and channel are -1 where the pair decides
MEETING_COLUMNS = (
    "slot",
    "start",
    "members",
    "move",  # the move its encounters are for: RESPECT (talk) .. PLAY, -1 free
    "minutes",
    "presence",  # added to the conduct logit of those who take part
    "voice",
    "channel",
    "pair",
    "wanted",  # how much more that move is wanted, logits
)
(M_SLOT, M_START, M_MEMBERS, M_MOVE, M_MINUTES, M_PRESENCE, M_VOICE, M_CHANNEL, M_PAIR, M_WANTED) = range(10)
CERTAIN = 100.0
"""Logits at which a move is made for sure, where the dose is at least 1."""

# what one side did in an encounter, as bits
NEEDED, ASKED, OFFERED, DISCLOSED, DELEGATED, VOICED, PLAYED, DISAGREED, THANKED, TOLD = (1 << x for x in range(10))
# how it was met
HELPED, SOLVED, HONOURED, BETRAYED, IDEA, RUPTURED, REPAIRED, SHARED_PLAY, HURT = (1 << x for x in range(9))
KINDS = (ASKED, OFFERED, HELPED, DISCLOSED, DELEGATED, VOICED, PLAYED, THANKED)

# one logged encounter; who started comes first
LOG_COLUMNS = (
    "day",
    "slot",
    "order",  # place within the slot
    "who",
    "whom",
    "minutes",
    "dose",
    "channel",
    "first",
    "meeting",
    "conduct_who",  # q of each, 0..1
    "conduct_whom",
    "tone_who",  # what each received: +1 life-giving, 0 routine, -1 depleting
    "tone_whom",
    "regard_who",  # signed strength received
    "regard_whom",
    "vitality_who",  # energy and mood that the encounter gave
    "vitality_whom",
    "mutuality",
    "felt_who",  # a report on 0..1
    "felt_whom",
    "moves_who",  # bits of what each did
    "moves_whom",
    "met_who",  # bits of how each one's moves were met
    "met_whom",
)

# daily series: what the day's tally holds, in order
TALLY = (
    "encounters",
    "life_giving",  # half an encounter for each side that received it so
    "depleting",
    "routine",
    "volume_respectful_engagement",  # life-giving conduct
    "volume_task_enabling",  # help given
    "volume_trusting",  # something entrusted
    "volume_play",
    "needs",
    "requested",
    "offered",
    "help_given",
    "solved",
    "refused",
    "thanked",
    "disclosed",
    "told",
    "delegated",
    "voiced",
    "honoured",
    "breached",
    "betrayed",
    "disagreements",
    "ruptures",
    "repaired",
    "play_shared",
    "ideas",
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
    "headcount",
    "mean_conduct",  # logits
    "mean_energy",
    "sd_energy",
    "mean_mood",
    "mean_vitality",
    "mean_strain",
    "mean_hardship",
    "mean_safety",
    "mean_worth",
    "mean_meaning",
    "mean_authenticity",
    "mean_commitment",
    "mean_resilience",
    "mean_knowledge",
    "mean_belonging",
    "mean_norm",
    "ties",
    "mean_quality",
    "high_quality",
    "corrosive",
    "mean_familiarity",
    "leavers",
)
T = {name: index for index, name in enumerate(TALLY)}
