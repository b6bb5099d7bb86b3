"""What a picture says when somebody points at a person or a tie: told in sentences, from what the model holds."""

from __future__ import annotations

import math
from typing import Any

import numpy as np

from spirals.app.live import STATES, LiveRun, seen_by
from spirals.measures.ties import CORROSIVE, HIGH_QUALITY
from spirals.population import (
    ASKED,
    BETRAYED,
    DELEGATED,
    DISCLOSED,
    HELPED,
    HONOURED,
    HURT,
    IDEA,
    LEVELS,
    OFFERED,
    PLAYED,
    REPAIRED,
    RUPTURED,
    SHARED_PLAY,
    SOLVED,
    THANKED,
    TOLD,
    VOICED,
    YEAR,
)

_TREND_DAYS = 10
_SMALL = 0.03  # a change below this is called steady
_MOST_TIES = 12
_MOST_ENCOUNTERS = 12
_TONES = {1: "it gave life", 0: "routine", -1: "it depleted"}
_ENTRUSTED: tuple[tuple[int, str, str], ...] = (
    (TOLD, "told a hardship", "heard of a hardship"),
    (DISCLOSED, "told something personal", "was told something personal"),
    (DELEGATED, "handed over a task", "was handed a task"),
    (VOICED, "spoke up", "heard a view"),
)
FEATURES = ("familiarity", "carrying_capacity", "tensility", "connectivity")
_FEATURE_WORDS = {
    "familiarity": "how well they know each other",
    "carrying_capacity": "how much emotion it carries",
    "tensility": "how well it bends under strain",
    "connectivity": "how open it is to new ideas",
    "regard": "regard for the other",
    "trust": "trust in the other",
}


def person(run: LiveRun, row: int) -> dict[str, Any]:
    """Return a person's card: who they are, a sentence, states over time, ties and recent encounters.

    Raises
    ------
    IndexError
        If nobody ever had this row.
    """
    population = run.organisation.population
    if not 0 <= row < population.size:
        raise IndexError(row)
    active = bool(population.active[row])
    place = population.state.place[row]
    ties = _ties(run, row)
    years = max(0.0, (run.day - int(place[3])) / YEAR)
    level = LEVELS[int(place[1])]
    team = population.team_names[int(place[0])]
    return {
        "row": row,
        "id": population.ids[row],
        "who": f"{'Member' if level == 'member' else level.capitalize()} of team {team}, {_years(years)}",
        "active": active,
        "says": _says(run, row, ties) if active else "Has left the organisation.",
        "states": {name: round(float(population.person(name)[row]), 3) for name in STATES},
        "history": {name: run.person_history(row, name) for name in ("energy", "strain", "safety")},
        "ties": ties[:_MOST_TIES],
        "count": len(ties),
        "encounters": _encounters(run, row),
    }


def tie(run: LiveRun, row: int) -> dict[str, Any] | None:
    """Return a tie's card: its two people, features as each side has them, a sentence and its quality over time."""
    population = run.organisation.population
    here = np.flatnonzero(population.tie_rows == row)
    if not len(here):
        return None
    at = int(here[0])
    a, b = int(population.tie("a")[at]), int(population.tie("b")[at])
    qualities = [round(float(side[at]), 3) for side in population.quality()]
    names = [population.ids[a], population.ids[b]]
    quality = sum(qualities) / 2.0
    last = int(population.tie("last_met")[at])
    features = [
        {"name": name, "words": _FEATURE_WORDS[name], "values": [round(float(population.tie(name)[at]), 3)]}
        for name in FEATURES
    ]
    features += [
        {
            "name": name,
            "words": _FEATURE_WORDS[name],
            "values": [round(float(population.tie(f"{name}_{side}")[at]), 3) for side in "ab"],
        }
        for name in ("regard", "trust")
    ]
    return {
        "row": row,
        "people": [a, b],
        "ids": names,
        "quality": round(quality, 3),
        "sides": qualities,
        "says": f"{_kind_of_tie(quality)} tie. {_met(run.day, last)}{_apart(names, qualities)}",
        "features": features,
        "history": run.tie_history(row),
    }


def _says(run: LiveRun, row: int, ties: list[dict[str, Any]]) -> str:
    energy = run.person_history(row, "energy")
    now, before = energy[-1], energy[-1 - min(_TREND_DAYS, len(energy) - 1)]
    good = sum(1 for one in ties if one["quality"] >= HIGH_QUALITY)
    bad = sum(1 for one in ties if one["quality"] <= CORROSIVE)
    strain = float(run.organisation.population.person("strain")[row])
    parts = [f"{_level(now).capitalize()} on energy{_trend(now, before)}, {_load(strain)}."]
    if not ties:
        return f"{parts[0]} Knows nobody here well enough to count as a tie."
    parts.append(f"Has {len(ties)} tie{'s' if len(ties) > 1 else ''}, {good} of high quality")
    parts[-1] += f" and {bad} corrosive." if bad else "."
    today = seen_by(run.organisation.recent[-1], row) if run.organisation.recent else []
    if run.day and not today:
        parts.append("Met nobody today.")
    elif today:
        others = {one["whom"] if one["who"] == row else one["who"] for one in today}
        tones = [one["tone_who" if one["who"] == row else "tone_whom"] for one in today]
        parts.append(
            f"Today met {len(others)} {'person' if len(others) == 1 else 'people'} in {len(today)} encounters: "
            f"{tones.count(1)} gave life, {tones.count(-1)} depleted, {tones.count(0)} were routine."
        )
    return " ".join(parts)


def _ties(run: LiveRun, row: int) -> list[dict[str, Any]]:
    population = run.organisation.population
    rows, a, b = population.tie_rows, population.tie("a"), population.tie("b")
    one, two = population.quality()
    mine = np.flatnonzero((a == row) | (b == row))
    found = []
    for at in mine.tolist():
        other = int(b[at] if a[at] == row else a[at])
        own = float(one[at] if a[at] == row else two[at])
        found.append({"tie": int(rows[at]), "row": other, "id": population.ids[other], "quality": round(own, 3)})
    return sorted(found, key=lambda each: -each["quality"])


def _encounters(run: LiveRun, row: int) -> list[str]:
    ids = run.organisation.population.ids
    told: list[str] = []
    for seen in reversed(run.organisation.recent):
        for one in reversed(seen_by(seen, row)):
            if len(told) == _MOST_ENCOUNTERS:
                return told
            told.append(f"{_when(run.day, seen.day)}: {encounter(one, row, ids)}")
    return told


def encounter(one: dict[str, int], row: int, ids: list[str]) -> str:
    """Tell one encounter as the person in a row lived it: what both did, how it was met, how it felt."""
    own, other = ("who", "whom") if one["who"] == row else ("whom", "who")
    did, met = one[f"moves_{own}"], one[f"met_{own}"]
    their, their_met = one[f"moves_{other}"], one[f"met_{other}"]
    told = [*_own_part(did, met), *_other_part(did, their, their_met)]
    if (met | their_met) & REPAIRED:
        told.append("made up")
    where = " in a meeting" if one["meeting"] else ""
    first = ", for the first time" if one["first"] else ""
    happened = f": {', '.join(told)}" if told else ""
    return f"talked with {ids[one[other]]}{where}{first}{happened} ({_TONES[one[f'tone_{own}']]})"


def _own_part(did: int, met: int) -> list[str]:
    """Return what somebody did in an encounter, and how the other met it."""
    told = []
    if did & ASKED:
        help_came = "got help that fitted" if met & SOLVED else "got help that did not fit"
        told.append(f"asked for help and {help_came if met & HELPED else 'was refused'}")
    elif met & HELPED:
        told.append("was offered help" + ("" if met & SOLVED else " that did not fit"))
    if entrusted := _entrusted(did, 1):
        told.append(entrusted + _answer(met, "was betrayed", "was not heard"))
    if did & PLAYED:
        told.append("joked, and both laughed" if met & SHARED_PLAY else "joked, and it " + _flat(met))
    return told


def _other_part(did: int, their: int, their_met: int) -> list[str]:
    """Return what the other did in an encounter, and how somebody met it."""
    told = []
    if their & ASKED:
        told.append("gave help" if their_met & HELPED else "refused help")
    elif did & OFFERED:
        told.append("offered help")
    told += ["was thanked"] if their & THANKED else []
    if heard := _entrusted(their, 2):
        told.append(heard + _answer(their_met, "broke their trust", "let it pass"))
    if their & PLAYED:
        told.append("laughed at a joke" if their_met & SHARED_PLAY else "heard a joke that " + _flat(their_met))
    return told


def _entrusted(moves: int, side: int) -> str:
    """Return what was entrusted, in the words of who did so (1) or of who was entrusted with it (2); '' if nothing."""
    return next((str(row[side]) for row in _ENTRUSTED if moves & row[0]), "")


def _answer(met: int, betrayed: str, ignored: str) -> str:
    """Return how something entrusted was met."""
    if not met & HONOURED:
        return f" and {betrayed if met & BETRAYED else ignored}"
    return ", which led to an idea" if met & IDEA else ", over which they fell out" if met & RUPTURED else ""


def _flat(met: int) -> str:
    return "hurt" if met & HURT else "fell flat"


def _when(today: int, day: int) -> str:
    return {0: "Today", 1: "Yesterday"}.get(today - day, f"{today - day} days ago")


def _met(today: int, last: int) -> str:
    if last <= 0:
        return "They have not met since the start."
    return f"They last met {_when(today, last).lower()}."


def _apart(names: list[str], sides: list[float]) -> str:
    if abs(sides[0] - sides[1]) < 0.1:
        return ""
    return f" {names[0] if sides[0] > sides[1] else names[1]} thinks more of it than the other does."


def _kind_of_tie(quality: float) -> str:
    if quality >= HIGH_QUALITY:
        return "A high-quality"
    return "A corrosive" if quality <= CORROSIVE else "A middling"


def _level(value: float) -> str:
    return "low" if value < 0.4 else "high" if value > 0.6 else "middling"


def _load(strain: float) -> str:
    return "hardly strained" if strain < 0.2 else "strained" if strain > 0.4 else "somewhat strained"


def _trend(now: float, before: float) -> str:
    if math.isnan(before) or abs(now - before) < _SMALL:
        return " and steady"
    return " and rising" if now > before else " and falling"


def _years(years: float) -> str:
    if years < 0.25:
        return "new here"
    return f"{years:.0f} years here" if years >= 1.5 else "about a year here" if years > 0.75 else "some months here"
