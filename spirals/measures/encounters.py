"""What happens between people day by day: conduct, pathways, requests, thanks, turns in meetings."""

from __future__ import annotations

from functools import partial

from spirals.measures.network import gini
from spirals.measures.registry import Measure, measure, register
from spirals.measures.view import View
from spirals.population import PATHWAYS

NO_DAY = "no day has been run"
NO_ENCOUNTER = "nobody has met lately"
PATHWAY_TITLES = {
    "respectful_engagement": ("Respectful engagement", "life-giving conduct received, half for each side"),
    "task_enabling": ("Task enabling", "help given, asked for or not"),
    "trusting": ("Trusting", "something of oneself told, tasks handed over, views and mistakes voiced"),
    "play": ("Play", "joking, games and celebration"),
}


def ratio_of(view: View, part: str, *whole: str) -> float:
    """Return one recent daily count over the sum of others; nan if that sum is 0."""
    total = sum(float(view.recent(name).sum()) for name in whole)
    return float(view.recent(part).sum()) / total if total > 0.0 else float("nan")


@measure(
    "Life-giving encounters",
    "share",
    1,
    "power-of-high-quality-connections",
    "Connections",
    missing=NO_ENCOUNTER,
)
def life_giving_share(view: View) -> float:
    """Of conduct received that leaves a trace, the share that is life-giving, not depleting, over four weeks."""
    return ratio_of(view, "life_giving", "life_giving", "depleting")


@measure("Routine encounters", "share", 0, "targets.md, C22", "Encounters", missing=NO_ENCOUNTER)
def routine_encounters(view: View) -> float:
    """Share of encounters that leave little trace, over four weeks."""
    return ratio_of(view, "routine", "encounters")


@measure("Encounters", "per person and day", 0, "validation.md, C17", "Encounters", missing=NO_DAY)
def encounters(view: View) -> float:
    """Encounters a day, over the number of people, over four weeks; one between two people counts once."""
    return view.per_person("encounters")


@measure("Contact", "minutes per person and day", 0, "validation.md, C17", "Encounters", missing=NO_DAY)
def contact_minutes(view: View) -> float:
    """Minutes of contact a day, over the number of people, over four weeks."""
    return view.per_person("contact_minutes")


@measure("Encounters beyond the team", "share", 0, "Fredrickson 1998, broaden", "Encounters", missing=NO_ENCOUNTER)
def beyond_team(view: View) -> float:
    """Share of encounters with somebody of another team, over four weeks."""
    return ratio_of(view, "beyond_team", "encounters")


@measure("First encounters", "per person and year", 0, "theory.md, micro-moments", "Encounters", missing=NO_DAY)
def first_encounters(view: View) -> float:
    """Encounters of people who had not met before, per person and year of 260 days."""
    return view.per_person("first_encounters") * 260.0


@measure("Help that was asked for", "share", 0, "validation.md, C13", "Encounters", missing="no help was given lately")
def asked_share(view: View) -> float:
    """Share of requests among requests and offers of help, over four weeks."""
    return ratio_of(view, "requested", "requested", "offered")


@measure("Help that was thanked for", "share", 1, "Grant & Gino 2010", "Encounters", missing="no help was given lately")
def thanked_share(view: View) -> float:
    """Share of help that was thanked for, over four weeks."""
    return ratio_of(view, "thanked", "help_given")


@measure("Play that is shared", "share", 1, "four-pathways", "Encounters", missing="nobody has played lately")
def play_shared_share(view: View) -> float:
    """Share of play that both shared, and that neither fell flat nor hurt, over four weeks."""
    return ratio_of(view, "play_shared", "volume_play")


@measure("Setbacks", "per person and year", -1, "theory.md", "Encounters", missing=NO_DAY)
def setbacks(view: View) -> float:
    """Individual setbacks per person and year of 260 days, over four weeks."""
    return view.per_person("setbacks") * 260.0


@measure(
    "Equal turns in meetings",
    "0..1",
    1,
    "four-pathways, voice",
    "Encounters",
    missing="no group met lately",
)
def participation_equality(view: View) -> float:
    """How equally turns in meetings are shared, 1 if all speak as much, over four weeks (1 - Gini)."""
    meetings = view.recent("group_meetings")
    total = float(meetings.sum())
    # the series is a mean over the day's meetings, so a day counts by how many it held
    return 1.0 - float((view.recent("turns_gini") * meetings).sum()) / total if total > 0.0 else float("nan")


@measure(
    "Contact in few hands",
    "Gini",
    0,
    "validation.md, C9; theory.md, overload of connectors",
    "Encounters",
    missing="nobody was in contact",
)
def contact_inequality(view: View) -> float:
    """How unequally daily contact hours fall on people: 0 all alike, towards 1 all on one."""
    return gini(view.person("contact_hours"))


def _volume(pathway: str, view: View) -> float:
    return view.per_person(f"volume_{pathway}")


def _register_volumes() -> None:
    for pathway in PATHWAYS:
        title, what = PATHWAY_TITLES[pathway]
        register(
            Measure(
                f"volume_{pathway}",
                title,
                "per person and day",
                0,
                "four-pathways",
                f"Moves of this pathway a day, over the number of people, over four weeks: {what}.",
                "Encounters",
                partial(_volume, pathway),
                missing=NO_DAY,
            )
        )


_register_volumes()
