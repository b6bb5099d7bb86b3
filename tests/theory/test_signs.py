"""Which way each mechanism goes with each of its arguments, and why; and that a loop switched off is not read."""

from __future__ import annotations

import pytest

from tests.theory.given import BY_NAME, apply, arguments, usual

# "+" rises, "-" falls, "0" stays; one sign for each number returned, then why
NOISE = "chance"
GAIN = "a stronger effect moves more"
SIGNS: dict[str, dict[str, str]] = {
    # --- numbers
    "exp": {"x": "+ it is the exponential"},
    "logistic": {"x": "+ odds rise"},
    "logit": {"x": "+ the inverse of the logistic"},
    "rise": {"x": "+ from a higher state to a higher one", "push": "+ a push up"},
    "fall": {"x": "+ from a higher state to a higher one", "push": "- a push down"},
    "slowed": {"push": "+ a push", "room": "+ near the bound there is less room", "order": "0 only 1 or 2 matters"},
    "kept_over": {"share": "+ more is carried over", "step": "0 whole or half"},
    "settle": {"x": "+ where it was", "rest": "+ where it goes", "share": "+ towards a higher rest"},
    # --- affect
    "mood_carried": {
        "mood": "+ mood carries over", "inertia": "+ more of a good mood is carried over",
        "innovation": "+ more chance", "noise": "+ chance",
    },
    "mood_event": {"v": "+ being treated well lifts mood", "dose": "+ longer", "resilience": "0 softens bad ones only"},
    "contagion_shift": {
        "own": "- from a good mood there is less to gain", "other": "+ the other's mood is caught",
        "contagion": "+ of a better mood more is caught", "dose": "+ longer",
    },
    "energy_spent": {"energy": "+ who has more keeps more", "effort": "- effort costs energy"},
    "energy_overnight": {
        "energy": "+ some of today's is carried over", "level": "+ it recovers to the own level",
        "carry": "- the more is carried, the less a low one recovers", "noise": "+ chance",
    },
    "vitality_tonight": {
        "vitality": "+ it moves slowly", "own_level": "+ people differ for good", "felt": "+ good company energises",
        "support": "+ so does support", "meaning": "+ meaning energises", "strain": "- strain wears",
        "noise": "+ life outside work",
    },
    "felt_tonight": {"felt": "+ what was felt before", "today": "+ today's", "memory": "+ today was better"},
    # --- conduct
    "distracted": {
        "demand": "+ pressing work distracts", "devices": "+ devices distract",
        "attention": "- attention takes it away",
    },
    "care_for": {
        "regard": "+ who is held in regard is treated well", "ranks_above": "+ a shortfall upwards is held back",
    },
    "conduct_logit": {
        "skill": "+ skill shows", "fit": "+ who get on treat each other well", "care": "+ care shows",
        "habit": "+ habit shows", "norm": "+ one does as the team does", "energy": "+ vigour", "mood": "+ mood shows",
        "strain": "- strain shows", "hardship": "- hardship weighs", "safety": "+ the safe need not guard themselves",
        "meaning": "+ meaning shows", "lost": "- presence lost to distraction", "more": "+ presence asked for",
    },
    "answered_in_kind": {
        "own": "+ own conduct remains most of it", "other": "+ response in kind", "share": "- answering worse conduct",
        "ranks_above": "+ a shortfall upwards is held back",
    },
    "strength": {"q": "+ beyond good_at linear"},
    "rank_weight": {"ranks_above": "+ what comes from above weighs more"},
    "talk_share": {
        "ranks_above": "+ rank talks more", "mood_above": "+ good mood talks more",
        "sociability": "+ sociable people talk",
        "other": "- sociable others leave less", "voice": "- practices even turns out",
    },
    "listened_to": {"share": "+ being listened to gives regard"},
    "mutuality": {
        "q_own": "+ both must be present", "q_other": "+ both must be present", "share": "+ towards even turns",
    },
    "felt_report": {"own_level": "+ own level colours it", "q": "+ good conduct feels good", "noise": "+ chance"},
    # --- learning
    "learnt_from_help": {
        "own": "- who knows more learns less", "other": "+ from who knows more one learns more",
        "connectivity": "+ knowledge passes where a tie is open", "redundancy": "- common circles know the same",
        "share": "+ help that fits",
    },
    "learnt_from_view": {"own": "- who knows more learns less", "other": "+ from who knows more one learns more"},
    "idea_of": {
        "connectivity": "+ open ties generate ideas", "unlike": "+ differently placed people see other things",
        "redundancy": "- common circles think the same",
    },
    "improved": {
        "improvement": "+ what was improved stays a while", "ideas": "+ ideas ease the work",
        "members": "- in a larger team one idea eases less", "idea_work": "+ " + GAIN, "fading": "- it fades",
    },
    "knowledge_tonight": {
        "knowledge": "+ it stays", "own_rest": "+ it ages towards it", "rate": "+ towards a higher rest",
    },
    "skill_tonight": {
        "skill": "+ it stays", "own_rest": "+ it fades towards it", "answered": "+ use answered in kind keeps skill",
    },
    # --- moves
    "on_move": {
        "habit": "+ one does what one is used to", "ref_habit": "- read as a difference",
        "norm": "+ one does what is done in the team", "ref_norm": "- read as a difference",
    },
    "need_arises": {"demand": "+ more work raises more needs", "knowledge": "- who knows more needs less help"},
    "asking": {
        "safety": "+ asking needs safety (Edmondson 1999)", "trust": "+ one asks whom one trusts to answer",
        "knowledge_beyond": "+ one asks who knows more", "redundancy": "- one's own circle knows it already",
        "heard": "+ one asks whose views are heard",
        "habit_and_norm": "+ habit and norm of asking", "wanted": "+ a practice encourages asking",
    },
    "willing": {
        "regard": "+ one helps whom one holds in regard", "energy": "+ helping takes energy",
        "strain": "- strain keeps",
        "meaning": "+ meaning makes people help", "worth": "+ who feels worth something gives",
        "owed": "+ favours come back", "helped": "- time is finite", "rivalry": "- rivals do not help",
    },
    "offering": {
        "willingness": "+ the willing offer", "q": "+ who is present notices",
        "embeddedness": "+ common circles see needs",
        "newness": "+ newcomers are looked after", "habit_and_norm": "+ habit and norm", "wanted": "+ practices",
    },
    "granting": {"willingness": "+ the willing grant", "habit_and_norm": "+ norm", "wanted": "+ practices"},
    "matching": {
        "knowledge_beyond": "+ who knows more can help", "skill": "+ skill of helping",
        "q": "+ who listens understands",
        "connectivity": "+ open ties let knowledge pass",
    },
    "thanking": {"regard": "+ one thanks whom one holds in regard", "wanted": "+ practices"},
    "solving_alone": {"knowledge": "+ who knows more solves more alone"},
    "entrusting": {
        "q": "+ presence invites trust", "trust": "+ trust opens", "safety": "+ safety opens",
        "propensity": "+ own leaning",
        "habit_and_norm": "+ habit and norm", "wanted": "+ practices", "more": "+ what the kind of thing adds",
    },
    "pressing": {
        "hardship": "+ hardship presses to be told", "carrying": "+ told where it is borne",
        "authenticity": "+ who hides shows less", "ranks_above": "- less is told upwards",
    },
    "speaking_up": {
        "carrying": "+ dissent where it is borne", "authenticity": "+ who shows themselves speaks up",
        "voiced": "- what is said is said", "redundancy": "- their circle says it anyway",
        "ranks_above": "- less is said upwards",
    },
    "honouring": {
        "worthiness": "+ the trustworthy honour it", "regard": "+ care", "q": "+ attention",
        "ranks_above": "+ low regard shows less upwards", "rivalry": "- rivals use it", "wanted": "+ practices",
    },
    "differing": {"unlike": "+ differently placed people see it differently"},
    "handled": {"q_own": "+ conduct of both handles it", "q_other": "+ conduct of both handles it"},
    "repairing": {"tensility": "+ tensility mends", "q_own": "+ conduct mends", "q_other": "+ conduct mends"},
    "playing": {
        "mood": "+ good mood plays", "energy": "+ energy plays", "familiarity": "+ with whom one knows",
        "safety": "+ where it is safe", "demand": "- pressing work keeps from it", "habit_and_norm": "+ habit and norm",
        "wanted": "+ practices",
    },
    "sharing_play": {"trust": "+ trust lets play be shared", "mood": "+ good mood joins in"},
    "hurting": {"trust": "- among those who trust a joke does not hurt"},
    "rivals": {
        "scarce_posts": "+ posts at stake", "scarcity_rivalry": "+ " + GAIN, "alike": "+ one post for either of two",
    },
    # --- norms and habits
    "seen_weight": {"level": "+ leaders are seen more", "seen": "+ practices let people be seen"},
    "norm_tonight": {
        "norm": "+ it moves slowly", "seen": "+ it follows what is seen", "weight": "- the same over more occasions",
        "rate": "+ towards what was seen, here more",
    },
    "habit_tonight": {
        "habit": "+ it moves slowly", "taken": "+ what one does", "chances": "- the same over more occasions",
        "norm": "+ what one sees",
    },
    # --- outcomes
    "with_noise": {"value": "+ the outcome", "noise": "+ chance"},
    "saturating": {"amount": "+ more", "half": "- the more counts as half"},
    "share": {"part": "+ more taken", "whole": "- of more occasions"},
    "time_left": {
        "contact_hours": "- contact takes time", "working_hours": "+ a longer day",
        "hardship": "- hardship takes the mind",
        "hardship_on_work": "- " + GAIN,
    },
    "performance": {
        "knowledge": "+ work needs knowledge", "left": "+ work needs time", "coordination": "+ work needs coordination",
        "strain": "- strain hinders", "effort": "+ effort for others", "noise": "+ chance",
    },
    "coordination_of_tie": {
        "knowledge_a": "+ the smaller is shared", "knowledge_b": "0 the smaller is shared",
        "commitment_a": "+ the smaller is shared", "commitment_b": "0 the smaller is shared",
        "rivalry": "- rivals share no goals", "regard_a": "+ mutual respect", "regard_b": "+ mutual respect",
    },
    "relational_coordination": {"need_weighted": "+ the sum", "need": "- of more needs", "noise": "+ chance"},
    "creativity": {"ideas": "+ ideas", "creativity_half": "- the more counts as half", "noise": "+ chance"},
    "health": {"strain_history": "- load carried", "noise": "+ chance"},
    "reactivity": {
        "reaction": "+ the rise", "load": "- of more load", "strain": "+ with less room the same rise says more",
        "noise": "+ chance",
    },
    "engagement": {"meaning": "+ Kahn 1990", "safety": "+ Kahn 1990", "energy": "+ Kahn 1990", "noise": "+ chance"},
    "learning_behaviour": {
        "asked": "+ questions", "needs": "- of more needs", "voiced": "+ views told", "heard": "+ views heard",
        "occasions": "- of more occasions", "noise": "+ chance",
    },
    "variety": {
        "first": "+ towards even", "second": "- away from even", "third": "- away from even",
        "fourth": "- away from even",
        "fifth": "- away from even", "sixth": "- away from even", "seventh": "- away from even",
        "eighth": "- away from even",
    },
    "surprise": {"part": "+ below 1/e"},
    "breadth": {
        "moves": "+ variety of moves", "partners": "+ variety of people", "breadth_half": "- counts as half",
        "noise": "+ chance",
    },
    "belonging": {"good_days": "+ good days", "noise": "+ chance"},
    "influence": {
        "asked": "+ being asked", "heard": "+ being heard", "influence_half": "- counts as half", "noise": "+ chance",
    },
    "effort": {"helped": "+ help for others", "effort_half": "- counts as half"},
    "correlation": {"covariance": "+ going together", "variance_x": "- of more variance", "variance_y": "- same"},
    "discernment": {
        "covariance": "+ trusting the trustworthy", "variance_trust": "- of more variance",
        "variance_worthiness": "- of more variance", "tested": "+ put to the test",
        "discernment_half": "- counts as half",
        "noise": "+ chance",
    },
    "citizenship": {"helped": "+ help", "covered": "+ covering", "needs": "- of more needs", "noise": "+ chance"},
    "gone_in_a_week": {"lost": "+ hardship gone", "carried": "- of more"},
    "half_life": {"gone": "- quicker", "days": "+ in more days"},
    # --- practices
    "skill_taught": {
        "skill": "+ where it was", "hours": "+ guided practice",
        "teaching": "+ " + GAIN, "teaching_ceiling": "+ further",
    },
    "recognition_weight": {
        "helped": "+ helpers are recognised", "regard": "+ so are favourites",
        "favour": "- favourites rather than helpers",
        "recognition_base": "+ so may anybody be",
    },
    "recognised": {"x": "+ where it was", "sincerity": "+ meant thanks", "gain": "+ meant thanks do good"},
    "passed_over": {
        "x": "+ where it was", "own_help": "- the more one had helped", "help_recognised": "+ the more the other had",
        "gain": "- " + GAIN,
    },
    "betrayed": {
        "trust": "+00 own", "rest": "0+0 own", "safety": "00+ own", "weight": "--- rank of who betrays",
        "trust_loss": "-00 own", "memory": "0-0 the betrayed remembers", "safety_loss": "00- own",
    },
    "going_well": {"quality": "+ good ties", "quality_needed": "- more needed", "quality_width": "0 at what is needed"},
    # --- reporting
    "daily_rhythm": {"hour": "- energy falls over the day", "rhythm": "- in the afternoon below its mean"},
    "reported_mood": {
        "level": "+ own level", "energy_above_set": "+ energy shows", "mood": "+ mood", "noise": "+ chance",
        "energy_in_mood": "+ " + GAIN, "report_noise": "+ more chance",
    },
    "reported_energy": {
        "level": "+ own level", "energy_above_set": "+ energy", "mood": "+ mood", "hour": "- it falls over the day",
        "noise": "+ chance", "energy_in_mood": "+ " + GAIN, "rhythm": "- in the afternoon", "report_noise": "+ chance",
    },
    "reported_strain": {
        "level": "- who feels well reports less", "strain": "+ strain", "mood": "- in a good mood less",
        "noise": "+ chance",
        "strain_in_mood": "+ of much strain more", "report_noise": "+ more chance",
    },
    "survey_noise": {"spread": "+ relative to the spread", "reliability": "- a reliable survey has less"},
    "survey_answer": {"value": "+ the truth", "noise": "+ chance", "noise_sd": "+ more chance"},
    # --- selection
    "encounter_rate": {
        "sociability": "+ sociable people start more", "energy": "+ energetic people start more",
        "wish": "+ who wishes for more starts more", "lever": "+ practices",
    },
    "rate_in_mood": {"rate": "+ the rate of the day", "mood": "+ a good mood starts more"},
    "reach_probability": {
        "energy": "+ broaden", "safety": "+ broaden", "wish": "+ who wishes for more reaches out",
        "sociability": "+ the less sociable keep to those they know", "lever": "+ practices",
    },
    "broadened": {"energy": "+ broaden", "safety": "+ broaden"},
    "partner_pull": {
        "familiarity": "+ who is known", "regard": "+ who is liked", "need": "+ with whom one works",
        "work": "+ who has to do with one", "recent": "+ whom one met yesterday",
    },
    "beyond_team_factor": {"opened": "+ opened-up people go beyond their team"},
    "sought_for_help": {"knowledge_beyond": "+ one turns to who knows more"},
    "preferred": {
        "unlikeness": "- one seeks one's like", "unlikeness_of_other": "+ one seeks one's like",
        "similarity_pull": "0 of two alike",
    },
    "minutes_of_talk": {"sociability": "- who meets fewer has more time for each", "chance": "+ lengths differ"},
    "turn_weight": {"sociability": "+ sociable people talk", "mood": "+ good mood talks", "level": "+ rank talks"},
    "equalised": {"weight": "+ own", "mean_weight": "+ towards it", "voice": "+ who talks less gets more"},
    "newness": {"days_here": "- it wears off", "newcomer_weeks": "+ over more days"},
    # --- slow states
    "own_rest": {"rest": "+ of all", "own": "+ of one"},
    "meaning_rest_of": {"own": "+ people differ", "authenticity": "+ showing oneself", "given": "+ tasks handed over"},
    "authenticity_rest_of": {
        "safety": "+ who feels safe shows themselves", "unlike": "- unlike people hide", "ally": "+ an ally helps",
    },
    "masking": {"authenticity": "- who shows themselves hides nothing"},
    "commitment_tonight": {
        "commitment": "+ it moves slowly", "meaning": "+ identity", "safety": "+ safety", "worth": "+ worth",
        "felt": "+ good company", "lead": "+ a good lead", "given": "+ discretion",
    },
    "leaving_hazard": {"commitment": "- the committed stay", "strain": "+ the strained leave"},
    "loss_of_a_colleague": {"familiarity": "+ close", "regard": "+ liked", "leaver_pull": "+ " + GAIN},
    "starting_chance": {
        "energy": "+ energetic", "safety": "+ safe", "of_itself": "+ waiting to be begun", "went_well": "+ it bred",
        "teams": "- others must come along", "member_start": "+ readily", "breeding": "+ " + GAIN,
    },
    # --- strain
    "severity_of_setback": {"u": "+ chance", "setback_spread": "+ above the middle more"},
    "struck": {
        "hardship": "+00 own", "energy": "0+0 own", "mood": "00+ own", "severity": "+-- a blow",
        "energy_loss": "0-0 own",
        "mood_loss": "00- own",
    },
    "recovering": {"resilience": "+ the resilient recover sooner"},
    "hardship_passed": {"hardship": "+ what there was", "resilience": "- the resilient recover sooner"},
    "relieved": {
        "carrying": "+ told where it is borne", "q": "+ to who listens", "dose": "+ longer",
        "resilience": "+ the resilient make more of it",
    },
    "support_tonight": {"support": "+ of the last days", "company": "+ today's", "memory": "+ today was better"},
    "company_of": {"q": "+ who listens", "carrying": "+ what the tie bears", "bad_at": "0 not depleting"},
    "load_of": {
        "demand": "+ work", "contact_hours": "+ crowding", "helped": "+ helpers tire", "open_need": "+ an open need",
        "reactivity": "+ people differ",
    },
    "strain_after_day": {
        "strain": "+ it stays", "load": "+ load", "hardship": "+ hardship weighs",
        "support": "- company damps the rise",
        "resilience": "- resilience damps what hardship does",
    },
    "strain_after_night": {
        "strain": "+ it stays", "support": "- company speeds recovery", "resilience": "- so does resilience",
        "nights": "- a weekend restores",
    },
    "resilience_tonight": {
        "resilience": "+ it stays", "own": "+ people differ", "mood": "+ weeks of good mood", "support": "+ company",
        "strain": "- long strain erodes",
    },
    "coped_with": {"relief": "+ coping with support", "hardship": "+ with much"},
    "drifting_demand": {"now": "+ it drifts", "spread": "+ more chance", "noise": "+ chance"},
    "demand_on_person": {
        "own": "+ for good", "person": "+ now", "team": "+ the team's", "improvement": "- ideas ease the work",
        "added": "+ practices",
    },
    # --- ties
    "dose_of": {
        "minutes": "+ longer", "channel_factor": "+ in person",
        "typical_minutes": "- where talks are long a short one is less",
    },
    "invested": {"x": "+ where it was", "up": "+ good", "down": "- bad", "order": "0 only 1 or 2 matters"},
    "softened": {"loss": "+ the loss", "buffer": "- buffers soften"},
    "drifted": {"x": "+ where it was", "rest": "+ towards its rest", "drift": "+ towards a higher rest"},
    "rest_of": {"fit": "+ who get on rest higher", "own": "+ a part of its own"},
    "quality_of": {
        "carrying": "+ a fifth", "tensility": "+ a fifth", "connectivity": "+ a fifth", "regard": "+ a fifth",
        "trust": "+ a fifth",
    },
    "remembered": {"rest": "+ where it was", "push": "- the betrayed remembers"},
    "familiarity_after": {"familiarity": "+ known", "dose": "+ an encounter", "familiarity_gain": "+ " + GAIN},
    "fading_rate": {
        "embeddedness": "- common circles shelter", "need": "- work keeps it alive", "fading": "+ " + GAIN,
        "embedded_shelter": "- " + GAIN,
    },
    "familiarity_tonight": {
        "familiarity": "+ known", "rate": "- it fades", "well_known": "+ what is well known stays longer",
    },
    "favours_after": {"favours": "+ owed before", "owed": "+ owed now", "gain": "+ towards what is owed now"},
}  # fmt: skip

# where to look, if not at .5 +- .1
AT: dict[str, dict[str, float]] = {
    "slowed": {"order": 2.0},
    "kept_over": {"step": 0.5},
    "settle": {"x": 0.3, "rest": 0.7},
    "contagion_shift": {"own": 0.0, "other": 0.8, "contagion": 0.3},
    "energy_overnight": {"energy": 0.3, "level": 0.7, "noise": 0.0},
    "felt_tonight": {"felt": 0.2, "today": 0.8},
    "care_for": {"regard": 0.3, "ranks_above": 0.0},
    "answered_in_kind": {"own": 0.8, "other": -0.8, "ranks_above": 0.0},
    "strength": {"q": 0.9},
    "talk_share": {"ranks_above": 1.0},
    "mutuality": {"share": 0.3},
    "improved": {"improvement": 0.3, "members": 8.0},
    "knowledge_tonight": {"knowledge": 0.3, "own_rest": 0.7},
    "skill_tonight": {"skill": 0.8, "own_rest": 0.5},
    "pressing": {"hardship": 0.1, "ranks_above": 1.0},
    "speaking_up": {"ranks_above": 1.0},
    "honouring": {"regard": 0.3, "ranks_above": 0.0},
    "rivals": {},
    "norm_tonight": {"norm": 0.2, "weight": 1.0, "seen": 0.8},
    "habit_tonight": {"taken": 1.0, "chances": 4.0},
    "coordination_of_tie": {"knowledge_a": 0.3, "commitment_a": 0.3, "knowledge_b": 0.6, "commitment_b": 0.6},
    "relational_coordination": {"need_weighted": 0.4, "need": 0.8},
    "time_left": {"working_hours": 8.0, "contact_hours": 2.0},
    "learning_behaviour": {"asked": 0.3, "needs": 1.0, "voiced": 0.2, "heard": 0.2, "occasions": 1.0},
    "share": {"part": 0.3, "whole": 0.8},
    "variety": {
        "first": 0.2,
        **dict.fromkeys(("second", "third", "fourth", "fifth", "sixth", "seventh", "eighth"), 0.8),
    },
    "company_of": {"bad_at": 0.2},
    "surprise": {"part": 0.2},
    "correlation": {"covariance": 0.2},
    "discernment": {"covariance": 0.2},
    "citizenship": {"helped": 0.3, "covered": 0.2, "needs": 1.0},
    "gone_in_a_week": {"lost": 0.2, "carried": 0.7},
    "half_life": {"days": 5.0},
    "skill_taught": {"teaching_ceiling": 0.9},
    "recognition_weight": {"helped": 0.8, "regard": 0.6},
    "recognised": {"sincerity": 0.8},
    "passed_over": {"own_help": 0.8, "help_recognised": 0.3},
    "going_well": {"quality": 0.5, "quality_needed": 0.5},
    "daily_rhythm": {"hour": 16.0},
    "reported_energy": {"hour": 16.0},
    "reported_strain": {"strain": 0.8},
    "rate_in_mood": {"mood": 0.0},
    "partner_pull": {},
    "equalised": {"weight": 0.3, "mean_weight": 0.7},
    "newness": {"days_here": 5.0, "newcomer_weeks": 30.0},
    "preferred": {},
    "own_rest": {"own": 0.0},
    "meaning_rest_of": {"own": 0.0},
    "authenticity_rest_of": {"unlike": 0.7, "safety": 0.6},
    "starting_chance": {"teams": 2.0, "member_start": 0.2},
    "severity_of_setback": {"u": 0.8},
    "support_tonight": {"support": 0.2, "company": 0.8},
    "load_of": {"contact_hours": 4.0, "demand": 0.7},
    "strain_after_day": {"hardship": 1.0},
    "strain_after_night": {"nights": 1.0},
    "resilience_tonight": {"own": 0.0, "strain": 0.6, "mood": 0.3},
    "drifting_demand": {"now": 0.2},
    "demand_on_person": {"own": 0.0, "person": 0.0, "team": 0.0, "added": 0.0},
    "drifted": {"x": 0.3, "rest": 0.7},
    "invested": {"order": 2.0},
    "fading_rate": {"fading": 0.1},
    "favours_after": {"favours": -0.2, "owed": 1.0},
}
# where not a step of .1 to either side
STEPS: dict[tuple[str, str], tuple[float, float]] = {
    ("slowed", "order"): (2.0, 2.0),
    ("invested", "order"): (2.0, 2.0),
    ("kept_over", "step"): (0.5, 0.5),
    ("care_for", "ranks_above"): (0.0, 1.0),
    ("answered_in_kind", "ranks_above"): (0.0, 1.0),
    ("honouring", "ranks_above"): (0.0, 1.0),
    ("pressing", "hardship"): (0.0, 2.0),
    ("starting_chance", "teams"): (1.0, 3.0),
    ("seen_weight", "level"): (0.0, 1.0),
}


def case(name: str) -> dict[str, float]:
    """Return the arguments at which a mechanism is looked at."""
    return {argument: AT.get(name, {}).get(argument, 0.5) for argument in arguments(BY_NAME[name])}


def test_every_argument_of_every_mechanism_has_a_sign_and_a_reason() -> None:
    said = {name: list(signs) for name, signs in SIGNS.items()}
    assert said == {name: arguments(function) for name, function in BY_NAME.items()}
    assert all(reason.partition(" ")[2] for signs in SIGNS.values() for reason in signs.values())


@pytest.mark.parametrize(("name", "argument"), [(name, argument) for name in SIGNS for argument in SIGNS[name]])
def test_it_goes_the_right_way(name: str, argument: str) -> None:
    p, values = usual(), case(name)
    signs, _, why = SIGNS[name][argument].partition(" ")
    low, high = STEPS.get((name, argument), (values[argument] - 0.1, values[argument] + 0.1))
    results = [apply(BY_NAME[name], {**values, argument: x}, p) for x in (low, high)]
    found = "".join("+" if b > a else "-" if b < a else "0" for a, b in zip(*results, strict=True))
    assert found == signs, f"{name} with {argument} from {low:g} to {high:g}: {results[0]} to {results[1]}; {why}"


# --- a loop switched off is held at its reference --------------------------------------------------------
READ_THROUGH: dict[str, dict[str, dict[str, str]]] = {
    "on_ties": {
        "care_for": {"regard": "ref_regard"},
        "asking": {"trust": "ref_trust"},
        "willing": {"regard": "ref_regard", "owed": "0"},
        "matching": {"connectivity": "ref_connectivity"},
        "thanking": {"regard": "ref_regard"},
        "entrusting": {"trust": "ref_trust"},
        "pressing": {"carrying": "ref_carrying"},
        "speaking_up": {"carrying": "ref_carrying"},
        "honouring": {"regard": "ref_regard"},
        "repairing": {"tensility": "ref_tensility"},
        "sharing_play": {"trust": "ref_trust"},
        "hurting": {"trust": "ref_trust"},
        "partner_pull": {"regard": "ref_regard"},
        "learnt_from_help": {"connectivity": "ref_connectivity"},
        "idea_of": {"connectivity": "ref_connectivity"},
    },
    "on_norms": {
        "conduct_logit": {"habit": "ref_habit_respect", "norm": "ref_norm_respect"},
        "on_move": {"habit": "own ref_habit", "norm": "own ref_norm"},
    },
    "on_emotion": {
        "conduct_logit": {"energy": "ref_energy", "mood": "ref_mood", "strain": "ref_strain"},
        "willing": {"energy": "ref_energy", "strain": "ref_strain"},
        "playing": {"mood": "ref_mood", "energy": "ref_energy"},
        "sharing_play": {"mood": "ref_mood"},
        "encounter_rate": {"energy": "ref_energy"},
        "rate_in_mood": {"mood": "ref_mood"},
        "reach_probability": {"energy": "ref_energy"},
        "broadened": {"energy": "ref_energy"},
        "talk_share": {"mood_above": "0"},
        "turn_weight": {"mood": "0"},
    },
    "on_safety": {
        "conduct_logit": {"safety": "ref_safety"},
        "asking": {"safety": "ref_safety"},
        "entrusting": {"safety": "ref_safety"},
        "playing": {"safety": "ref_safety"},
        "reach_probability": {"safety": "ref_safety"},
        "broadened": {"safety": "ref_safety"},
    },
    "on_meaning": {
        "conduct_logit": {"meaning": "ref_meaning"},
        "willing": {"meaning": "ref_meaning", "worth": "ref_worth"},
        "pressing": {"authenticity": "ref_authenticity"},
        "speaking_up": {"authenticity": "ref_authenticity"},
    },
}
FEATURES_AND_STATES = {
    "on_ties": {"regard", "trust", "connectivity", "carrying", "tensility", "owed"},
    "on_norms": {"norm"},
    "on_emotion": {"energy", "mood", "strain", "mood_above"},  # hardship presses to be told by itself
    "on_safety": {"safety"},
    "on_meaning": {"meaning", "worth", "authenticity"},
}
BEHAVIOUR = ("conduct", "moves", "selection")


@pytest.mark.parametrize(("switch", "name"), [(switch, name) for switch, read in READ_THROUGH.items() for name in read])
def test_a_loop_that_is_off_is_held_at_its_reference(switch: str, name: str) -> None:
    on, off, values = usual(), usual(**{switch: 0.0}), case(name)
    references = READ_THROUGH[switch][name]
    held = {
        argument: float(source) if source == "0" else values[source[4:]] if "own" in source else getattr(on, source)
        for argument, source in references.items()
    }
    at_reference = apply(BY_NAME[name], {**values, **held}, on)
    for shift in (-0.2, 0.0, 0.2):
        moved = {argument: values[argument] + shift for argument in references}
        assert apply(BY_NAME[name], {**values, **moved}, off) == pytest.approx(at_reference, rel=1e-12), references


def test_every_behaviour_that_reads_a_loop_reads_it_through_its_switch() -> None:
    for switch, states in FEATURES_AND_STATES.items():
        for name, function in BY_NAME.items():
            if function.__module__.rpartition(".")[2] not in BEHAVIOUR:
                continue
            read = {argument for argument in arguments(function) if argument in states}
            assert read <= set(READ_THROUGH[switch].get(name, {})), f"{name} reads {read} past {switch}"
