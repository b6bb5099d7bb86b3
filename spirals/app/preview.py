"""What may be shown of an uploaded organisation at its start: sizes and means, nobody's own answers.

Nothing is shown that was not given: no state that no survey asked about, and nothing measured of ties that are made up.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from spirals.app.live import LiveRun
from spirals.report.suppress import SMALLEST, pooled
from spirals.structure.roster import Roster

_PLAIN_TIE = 15  # the byte of a tie of middling quality
_STATES = ("energy", "strain", "safety")


def facts(run: LiveRun, roster: Roster) -> dict[str, Any]:
    """Return what may be said of an organisation at its start: sizes, ties, and groups that are not too small.

    Parameters
    ----------
    run
        The organisation, not a day old.
    roster
        What the files gave.
    """
    population = run.organisation.population
    a, b = population.tie("a"), population.tie("b")
    team = population.person("team")
    one, two = population.quality()
    return {
        "people": population.size,
        "teams": len(population.team_names),
        "sites": len(population.site_names),
        "ties": len(a),
        "per_person": round(2.0 * len(a) / population.size, 1),
        "between": round(float(np.mean(team[a] != team[b])), 2) if len(a) else 0.0,
        "quality": round(float(np.mean((one + two) / 2.0)), 2) if len(a) else None,
        "alone": int((population.state.rows[: population.size, 2] == 0).sum()),
        "made_up": roster.grown,
        "coloured": _asked(roster, "energy"),
        "groups": groups(run, roster),
        "smallest": SMALLEST,
    }


def parted(run: LiveRun) -> tuple[list[int], list[int]]:
    """Return the teams that may be shown by themselves, and those that go together or not at all."""
    population = run.organisation.population
    sizes = np.bincount(population.person("team"), minlength=len(population.team_names))
    there = {str(number): int(size) for number, size in enumerate(sizes) if size}
    may = pooled(there)
    shown = [int(name) for name in there if may.get(name) == (name,)]
    return shown, [int(name) for name in there if int(name) not in shown]


def groups(run: LiveRun, roster: Roster) -> list[dict[str, Any]]:
    """Return the mean answers of each team of five or more; smaller ones together, or not at all if still too few."""
    population = run.organisation.population
    team = population.person("team")
    shown, small = parted(run)
    rows = [_group(roster, population.team_names[number], team == number) for number in shown]
    together = np.isin(team, small)
    if together.sum() >= SMALLEST:
        rows.append(_group(roster, f"{len(small)} small teams together", together))
    elif together.any():
        rows.append({"name": "Teams too small to be shown", "size": int(together.sum())})
    return rows


def masked(run: LiveRun, ties: int, roster: Roster) -> tuple[bytes, bytes]:
    """Return the bytes of a picture that shows nobody's own answers: team means for people, one look for all ties.

    Where no survey asked about energy, all people look alike.
    """
    population = run.organisation.population
    team, energy = population.person("team"), population.person("energy")
    if not _asked(roster, "energy"):
        energy = np.full(population.size, 0.5)
    colours = np.full(population.size, energy.mean())
    shown, small = parted(run)
    for number in shown:
        colours[team == number] = energy[team == number].mean()
    together = np.isin(team, small)
    if together.sum() >= SMALLEST:
        colours[together] = energy[together].mean()
    living = np.zeros(ties, dtype=np.uint8)
    living[population.tie_rows] = _PLAIN_TIE
    return (np.clip(colours, 0.0, 1.0) * 255.0).astype(np.uint8).tobytes(), living.tobytes()


def _group(roster: Roster, name: str, who: Any) -> dict[str, Any]:
    means = {
        state: round(float(np.nanmean(roster.states[state][who])), 2) for state in _STATES if _asked(roster, state, who)
    }
    return {"name": name, "size": int(who.sum()), **means}


def _asked(roster: Roster, state: str, who: Any = slice(None)) -> bool:
    """Say whether enough people answered on a state for their mean to be shown."""
    return state in roster.states and int(np.isfinite(roster.states[state][who]).sum()) >= SMALLEST
