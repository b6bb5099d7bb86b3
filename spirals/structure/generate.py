"""A made-up organisation whose structure matches what is known of real ones."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from spirals.errors import InputError
from spirals.population import LEAD
from spirals.structure.chance import Chance, InTurn
from spirals.structure.layout import GeneratedSpec, Layout, WiringSpec, lay_out
from spirals.structure.roster import Roster
from spirals.structure.table import counted
from spirals.structure.wiring import RINGS, draw, rings, share_out, usual_ties_per_person

SOCIABILITY_SPREAD = 0.47  # SD of ln(sociability): gives the spread of degree and contact seen in offices
TENURE_SHAPE = 1.2  # gamma shape: many newcomers, a long tail of old hands
LEADER_TENURE = 1.4  # leaders have been there longer
LONGEST_TENURE = 45.0
# need of a tie in a team: chance that there is any, its median, spread of its logarithm; between teams only reporting
# lines depend on each other by office, for what two people else have to do with each other is a lasting trait of theirs
NEED = (0.95, 0.35, 0.6)
REPORTING_NEED = (0.6, 0.3)
# strength of a tie: mean of its logarithm outside the team, more in the team, more with need, chance
STRENGTH, STRENGTH_TEAM, STRENGTH_NEED, STRENGTH_SOCIAL, STRENGTH_CHANCE = -2.0, 0.6, 1.6, 0.4, 0.8
ACQUAINTANCE_YEARS = 0.3  # a person's ties are half as strong after this time than after many years


def generate(spec: GeneratedSpec, rng: np.random.Generator) -> Roster:
    """Return a made-up organisation.

    Teams nest in departments and sites.  Ties are denser the smaller the unit two people share, sociable
    people have more of them, and reporting lines always are ties.  Familiarity is heavy-tailed: few strong
    ties, mostly inside the team and where work needs them, many weak ones (targets C8-C10, C17-C19).

    Parameters
    ----------
    spec
        The scenario's ``[organisation]``; read by attribute.
    rng
        Source of all chance; the same generator state gives the same organisation.

    Raises
    ------
    InputError
        If the numbers contradict each other (more teams than people, ties per person and density both given).
    """
    layout = lay_out(spec, rng)
    sociability, chance = sociability_of(spec.size, rng), InTurn(rng)
    pairs, ring = _wire(spec, layout, sociability, chance)
    low, high = np.divmod(pairs, spec.size)
    tenure = _tenure(spec, layout, rng)
    need = _need(low, high, ring, layout, chance)
    width = len(str(spec.size))
    unknown = np.full(len(pairs), np.nan)
    return Roster(
        ids=[f"P{k:0{width}d}" for k in range(1, spec.size + 1)],
        team=_named("T", layout.team),
        level=layout.level,
        site=_named("S", layout.site),
        remote=_remote(spec, rng),
        tenure=tenure,
        extra={"department": _named("D", layout.department)} if layout.department[-1] > 0 else {},
        sociability=sociability,
        source=low,
        target=high,
        familiarity=_familiarity(low, high, ring == 0, need, sociability, tenure, chance),
        regard_ab=unknown,
        regard_ba=unknown.copy(),
        need=need,
        notes=[_summary(spec.size, len(pairs), layout)],
    )


def sociability_of(size: int, rng: np.random.Generator) -> NDArray[np.float64]:
    """Return how readily each person makes contact, mean about 1."""
    spread = SOCIABILITY_SPREAD
    return np.exp(rng.normal(-0.5 * spread * spread, spread, size=size))


@dataclass(frozen=True)
class Ties:
    """Ties of an organisation: rows of the two people, ``low < high``, familiarity and need of each."""

    low: NDArray[np.int64]
    high: NDArray[np.int64]
    familiarity: NDArray[np.float64]
    need: NDArray[np.float64]


def ties_of(
    spec: WiringSpec,
    layout: Layout,
    sociability: NDArray[np.float64],
    tenure: NDArray[np.float64],
    chance: Chance,
) -> Ties:
    """Return made-up ties between people who are laid out in blocks.

    Raises
    ------
    InputError
        If ties per person and density are both given.
    """
    pairs, ring = _wire(spec, layout, sociability, chance)
    low, high = np.divmod(pairs, spec.size)
    need = _need(low, high, ring, layout, chance)
    return Ties(low, high, _familiarity(low, high, ring == 0, need, sociability, tenure, chance), need)


def _wire(
    spec: WiringSpec, layout: Layout, sociability: NDArray[np.float64], chance: Chance
) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Return pairs as ``low * people + high``, sorted, and the ring of each (0 same team)."""
    n = spec.size
    found = rings(layout)
    counts = share_out(_number_of_ties(spec), found, n, spec.homophily)
    lines = _reporting_pairs(layout) if sum(counts) else np.empty(0, dtype=np.int64)
    low, high = np.divmod(lines, n)
    pairs, ring = [], []
    for near, count in zip(found, counts, strict=True):
        here = (high >= near.inner_end[low]) & (high < near.outer_end[low])
        drawn = draw(near, count, sociability, lines[here], chance)
        pairs.append(drawn)
        ring.append(np.full(len(drawn), RINGS.index(near.name), dtype=np.int64))
    code, kind = np.concatenate(pairs), np.concatenate(ring)
    order = np.argsort(code, kind="stable")
    return code[order], kind[order]


def _number_of_ties(spec: WiringSpec) -> int:
    n = spec.size
    if spec.density is not None and spec.ties_per_person is not None:
        raise InputError("organisation: density: given together with ties_per_person; give one of the two")
    if spec.density is not None:
        mean = spec.density * (n - 1)
    elif spec.ties_per_person is not None:
        mean = min(spec.ties_per_person, n - 1)
    else:
        mean = usual_ties_per_person(n)
    return round(n * mean / 2)


def _reporting_pairs(layout: Layout) -> NDArray[np.int64]:
    rows = np.flatnonzero(layout.boss >= 0)
    boss = layout.boss[rows]
    return np.unique(np.minimum(rows, boss) * len(layout.boss) + np.maximum(rows, boss))


def _tenure(spec: GeneratedSpec, layout: Layout, rng: np.random.Generator) -> NDArray[np.float64]:
    years = rng.gamma(TENURE_SHAPE, spec.tenure / TENURE_SHAPE, size=spec.size)
    years[layout.level >= LEAD] *= LEADER_TENURE
    return np.round(np.minimum(years, LONGEST_TENURE), 2)


def _remote(spec: GeneratedSpec, rng: np.random.Generator) -> NDArray[np.bool_]:
    away = np.zeros(spec.size, dtype=np.bool_)
    away[: round(spec.remote * spec.size)] = True
    return rng.permutation(away)


def _need(
    low: NDArray[np.int64],
    high: NDArray[np.int64],
    ring: NDArray[np.int64],
    layout: Layout,
    chance: Chance,
) -> NDArray[np.float64]:
    """Return work interdependence: skewed, high in the team and along reporting lines, 0 elsewhere."""
    share, median, spread = NEED
    needed = (chance.uniform(low, high, 1) < share) & (ring == 0)
    need = np.where(needed, median * np.exp(spread * chance.normal(low, high, 2)), 0.0)
    lines = (layout.boss[low] == high) | (layout.boss[high] == low)
    middle, width = REPORTING_NEED
    need[lines] = np.maximum(need[lines], middle * np.exp(width * chance.normal(low[lines], high[lines], 3)))
    return np.minimum(need, 1.0)


def _familiarity(
    low: NDArray[np.int64],
    high: NDArray[np.int64],
    same_team: NDArray[np.bool_],
    need: NDArray[np.float64],
    sociability: NDArray[np.float64],
    tenure: NDArray[np.float64],
    chance: Chance,
) -> NDArray[np.float64]:
    social = np.log(sociability)
    strength = STRENGTH + STRENGTH_TEAM * same_team + STRENGTH_NEED * need
    strength += STRENGTH_SOCIAL * (social[low] + social[high])
    strength += STRENGTH_CHANCE * chance.normal(low, high, 4)
    known = np.minimum(tenure[low], tenure[high])
    return -np.expm1(-np.exp(strength) * (0.05 + known) / (0.05 + known + ACQUAINTANCE_YEARS))


def _named(letter: str, unit: NDArray[np.int64]) -> list[str]:
    names = [f"{letter}{k}" for k in range(1, int(unit[-1]) + 2)]
    return [names[k] for k in unit.tolist()]


def _summary(size: int, ties: int, layout: Layout) -> str:
    return (
        f"generated {size} people in {counted(int(layout.team[-1]) + 1, 'team')} at "
        f"{counted(int(layout.site[-1]) + 1, 'site')}: {counted(ties, 'tie')}, "
        f"{2 * ties / size:.1f} per person; {int((layout.level > 0).sum())} lead or manage"
    )
