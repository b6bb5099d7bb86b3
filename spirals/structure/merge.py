"""From namings of several kinds to one tie per pair: strength, regard of each side, and need."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from spirals.errors import InputError
from spirals.structure.columns import did_you_mean, is_liking, is_rating_word, is_work, normal, reading_of
from spirals.structure.remarks import doubtful, unused
from spirals.structure.roster import Roster
from spirals.structure.table import counted, quoted
from spirals.structure.ties import Namings, natural_order

Reading = Literal["positive", "negative", "reports_to", "ignore"]
READINGS = ("positive", "negative", "reports_to", "ignore")
EVERYONE = 0.9  # a kind that names more of all pairs than this cannot say who has a tie
DEEPEST = 200  # longer chains of reporting lines are circles
FEW = 8  # with fewer namings, all in one order, direction is not doubted
# familiarity = FAINT + RISE rank^2: skewed as contact in offices is, weakest .05, middle .26, strongest .90
FAINT, RISE = 0.05, 0.85
DISLIKED, AMBIVALENT = 0.2, 0.28  # regard where only bad kinds name a person, and where good ones do too
LIKED, WORKING, BY_RANK = 0.7, 0.6, 0.2  # regard by kind, plus or minus half of BY_RANK by strength
RATED, RATED_RISE = 0.35, 0.6  # regard from a rating, lowest and what the highest adds
LINE_NEED = 0.6
WORK_NEED, WORK_NEED_RISE = 0.05, 0.7  # need of a working tie = first + second x strength^2
# for contact and mail: need of the strongest tie, inside and beyond the team; falls with rank^2
OTHER_NEED_NEAR, OTHER_NEED_FAR = 0.6, 0.25


@dataclass
class Layer:
    """One kind, pair by pair.

    Attributes
    ----------
    pair
        ``low * people + high`` of each pair that the kind names, sorted.
    forth, back
        Weight of low naming high, and of high naming low; 0 where not named.
    directed
        Whether a naming speaks for the one who names only.
    """

    name: str
    reading: str
    pair: NDArray[np.int64]
    forth: NDArray[np.float64]
    back: NDArray[np.float64]
    directed: bool
    rating: bool

    @property
    def strength(self) -> NDArray[np.float64]:
        """Rank of each pair's weight within the kind, in (0, 1)."""
        total = self.forth + self.back
        if not self.directed:
            total = np.where((self.forth > 0) & (self.back > 0), total / 2.0, total)
        return _rank(total)


def layers(namings: Namings, ids: list[str], directed: bool | Literal["auto"], kinds: Mapping[str, str]) -> list[Layer]:
    """Return the kinds that count, pair by pair; says in the notes how each was read.

    Raises
    ------
    InputError
        If a stated kind does not occur, or its reading is none of the four.
    """
    readings = _readings(namings, kinds)
    place = {name: rank for rank, name in enumerate(natural_order(ids))}
    order = np.array([place[name] for name in ids], dtype=np.int64)
    found = []
    for number, name in enumerate(namings.kinds):
        here = namings.kind == number
        if readings[name] == "ignore":
            namings.notes.append(unused(f"kind '{name}' ignored, as asked"))
        elif here.any():
            stated = namings.directed if directed == "auto" and namings.directed is not None else directed
            found.append(_layer(namings, here, name, readings[name], len(ids), stated, order))
    _lines_without_circles(found, len(ids), namings, kinds)
    return _without_everyone(found, len(ids), namings, kinds)


def _readings(namings: Namings, kinds: Mapping[str, str]) -> dict[str, str]:
    for kind, reading in kinds.items():
        if kind not in namings.kinds:
            hint = did_you_mean(kind, namings.kinds)
            raise InputError(f"{namings.file}: kinds: there is no kind {quoted(kind)}{hint}")
        if reading not in READINGS:
            raise InputError(
                f"{namings.file}: kinds: {quoted(str(reading))} for '{kind}' is none of {', '.join(READINGS)}"
            )
    return {name: kinds.get(name, reading_of(name)) for name in namings.kinds}


def _lines_without_circles(found: list[Layer], people: int, namings: Namings, kinds: Mapping[str, str]) -> None:
    """Take kinds whose name sounds like reporting lines, but that run in circles, for ordinary ties."""
    for layer in found:
        plainly = layer.name in kinds or normal(layer.name) == "reports_to"
        if layer.reading == "reports_to" and not plainly and heights([layer], people)[1] is not None:
            layer.reading = "positive"
            namings.notes.append(
                doubtful(
                    f"kind '{layer.name}' runs in circles, so it is read as ties and not as reporting lines; "
                    f"kinds = {{ {layer.name} = 'positive' }} says that it is right"
                )
            )


def _layer(
    namings: Namings,
    here: NDArray[np.bool_],
    name: str,
    reading: str,
    people: int,
    directed: bool | Literal["auto"],
    order: NDArray[np.int64],
) -> Layer:
    source, target, weight = namings.source[here], namings.target[here], namings.weight[here]
    pair, spot = np.unique(np.minimum(source, target) * people + np.maximum(source, target), return_inverse=True)
    forth, back = np.zeros(len(pair)), np.zeros(len(pair))
    up = source < target
    forth[spot[up]] = weight[up]
    back[spot[~up]] = weight[~up]
    both = (forth > 0) & (back > 0)
    if reading == "reports_to":
        one_way = True
    elif directed != "auto":
        one_way = bool(directed)
    elif both.all():
        one_way = not np.allclose(forth, back)
    else:
        ascending = order[source] < order[target]
        one_way = bool(both.any()) or len(pair) < FEW or not (ascending.all() or not ascending.any())
    rating = (namings.rating or is_rating_word(name)) and _looks_like_rating(weight)
    if not one_way and np.allclose(forth[both], back[both]):
        forth, back = np.maximum(forth, back), np.maximum(forth, back)
        if not both.any() and not _speaks_for_both(name, reading, rating):
            forth, back = forth / 2.0, back / 2.0
    layer = Layer(name, reading, pair, forth, back, one_way, rating)
    label = f"kind '{name}'" if name else "ties"
    how = {"positive": "good or neutral", "negative": "bad", "reports_to": "reporting lines"}[reading]
    namings.notes.append(
        f"{label}: {how}, {'directed' if one_way else 'undirected'}{', a rating' if rating else ''}, "
        f"{counted(len(weight), 'naming')} of {counted(len(pair), 'pair')}"
    )
    return layer


def _speaks_for_both(name: str, reading: str, rating: bool) -> bool:
    return reading == "negative" or rating or is_liking(name)


def _looks_like_rating(weight: NDArray[np.float64]) -> bool:
    values = np.unique(weight)
    return 3 <= len(values) <= 10 and bool(np.all(values == np.round(values))) and values[-1] <= 10


def _without_everyone(found: list[Layer], people: int, namings: Namings, kinds: Mapping[str, str]) -> list[Layer]:
    all_pairs = people * (people - 1) / 2
    telling = [x for x in found if len(x.pair) <= EVERYONE * all_pairs or x.name in kinds]
    if not telling or people < 6:
        return found
    for layer in found:
        if layer not in telling:
            namings.notes.append(
                doubtful(
                    f"kind '{layer.name}' names nearly every pair, so it does not say who has a tie: ignored; "
                    f"kinds = {{ {layer.name} = 'positive' }} would use it"
                )
            )
    return telling


def apply(roster: Roster, found: list[Layer], near_team: bool) -> None:
    """Set ties, familiarity, regard and need of a roster from its layers.

    A pair has a tie if any kind names it in either direction.  Familiarity follows the rank of the summed
    strengths; regard of one side the kinds in which it names the other; need the kinds of work.

    Parameters
    ----------
    near_team
        Whether the people file said who is in which team.
    """
    n = roster.size
    pairs = np.unique(np.concatenate([x.pair for x in found])) if found else np.empty(0, dtype=np.int64)
    roster.source, roster.target = np.divmod(pairs, n)
    score = np.zeros(len(pairs))
    for layer in found:
        score[np.searchsorted(pairs, layer.pair)] += layer.strength
    rank = _rank(np.round(score, 9))
    roster.familiarity = FAINT + RISE * rank * rank
    roster.regard_ab = _regard(pairs, found, forth=True)
    roster.regard_ba = _regard(pairs, found, forth=False)
    team = np.unique(np.array(roster.team, dtype=str), return_inverse=True)[1]
    same = (team[roster.source] == team[roster.target]) & near_team
    roster.need = _need(pairs, found, rank, same)
    density = len(pairs) / (n * (n - 1) / 2)
    roster.notes.append(
        f"{counted(len(pairs), 'tie')} ({2 * len(pairs) / n:.1f} per person, density {density:.3g}); initial "
        f"familiarity by rank: weakest {FAINT:g}, middle {FAINT + RISE / 4:.2g}, strongest {FAINT + RISE:g}"
    )
    lonely = n - len(np.union1d(roster.source, roster.target))
    if lonely:
        roster.notes.append(f"{counted(lonely, 'person', 'people')} without any tie")


def _rank(values: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return the middle rank of each value as a share, in (0, 1)."""
    return (pd.Series(values).rank(method="average").to_numpy() - 0.5) / max(1, len(values))


def _regard(pairs: NDArray[np.int64], found: list[Layer], *, forth: bool) -> NDArray[np.float64]:
    """Return the regard of one side, nan where no kind lets that side speak."""
    total, number = np.zeros(len(pairs)), np.zeros(len(pairs))
    bad = np.zeros(len(pairs), dtype=bool)
    for layer in found:
        weight = layer.forth if forth else layer.back
        silent = layer.reading == "reports_to" or (not layer.directed and not _two_sided(layer))
        if silent:
            continue
        named = weight > 0
        spot = np.searchsorted(pairs, layer.pair[named])
        if layer.reading == "negative":
            bad[spot] = True
            continue
        rank = _rank(weight[named])
        base = LIKED if is_liking(layer.name) else WORKING
        total[spot] += RATED + RATED_RISE * rank if layer.rating else base + BY_RANK * (rank - 0.5)
        number[spot] += 1
    regard = np.where(number > 0, total / np.maximum(number, 1), np.nan)
    return np.where(bad, np.where(number > 0, AMBIVALENT, DISLIKED), regard)


def _two_sided(layer: Layer) -> bool:
    """Return whether an undirected kind says what the two think of each other, as contact does not."""
    return _speaks_for_both(layer.name, layer.reading, layer.rating)


def _need(
    pairs: NDArray[np.int64], found: list[Layer], rank: NDArray[np.float64], same_team: NDArray[np.bool_]
) -> NDArray[np.float64]:
    need = np.zeros(len(pairs))
    only_liking = all(x.reading == "negative" or is_liking(x.name) for x in found)
    for layer in found:
        spot = np.searchsorted(pairs, layer.pair)
        if layer.reading == "reports_to":
            value = np.full(len(spot), LINE_NEED)
        elif layer.reading == "negative":
            continue
        elif is_work(layer.name):
            value = WORK_NEED + WORK_NEED_RISE * layer.strength**2
        elif is_liking(layer.name) and not only_liking:
            continue
        else:
            value = np.where(same_team[spot], OTHER_NEED_NEAR, OTHER_NEED_FAR) * rank[spot] ** 2
        need[spot] = np.maximum(need[spot], value)
    return need


def set_levels(roster: Roster, found: list[Layer], file: str) -> None:
    """Set levels from reporting lines: who leads nobody is a member, who leads leaders a manager.

    Raises
    ------
    InputError
        If people report to each other in a circle.
    """
    lines = [layer for layer in found if layer.reading == "reports_to"]
    if not lines:
        return
    height, circle = heights(lines, roster.size)
    if circle is not None:
        raise InputError(
            f"{file}: reports_to: people report to each other in a circle, among them {quoted(roster.ids[circle])}; "
            "remove one of these lines"
        )
    roster.level = np.minimum(height, 2)
    counts = np.bincount(roster.level, minlength=3)
    roster.notes.append(
        f"levels from reporting lines: {counted(int(counts[2]), 'manager')} (lead leaders), "
        f"{counted(int(counts[1]), 'lead')}, {counted(int(counts[0]), 'member')}"
    )


def heights(lines: list[Layer], people: int) -> tuple[NDArray[np.int64], int | None]:
    """Return how many levels each person stands above the lowest who report to them, and one who is in a circle."""
    low, high = [], []
    for layer in lines:
        one, two = np.divmod(layer.pair, people)
        low += [one[layer.forth > 0], two[layer.back > 0]]
        high += [two[layer.forth > 0], one[layer.back > 0]]
    person, boss = np.concatenate(low), np.concatenate(high)
    height = np.zeros(people, dtype=np.int64)
    while True:
        higher = height.copy()
        np.maximum.at(higher, boss, height[person] + 1)
        if np.array_equal(higher, height):
            return height, None
        height = higher
        if height.max() >= min(people, DEEPEST):
            return height, int(np.argmax(height))
