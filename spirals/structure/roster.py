"""The people and ties an organisation starts with, whether made up or read from files."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray


@dataclass
class Kept:
    """What a run left, row by row, and is taken as it is; None where it begins anew.

    Attributes
    ----------
    people, traits
        By `PERSON_COLUMNS` and `TRAIT_COLUMNS`.
    ties, nature
        By `TIE_COLUMNS` and `NATURE_COLUMNS`, in the order of the roster's ties.
    """

    people: NDArray[np.float64] | None = None
    traits: NDArray[np.float64] | None = None
    ties: NDArray[np.float64] | None = None
    nature: NDArray[np.float64] | None = None


@dataclass
class Roster:
    """People and ties on day 1, row by row; what :class:`~spirals.organisation.Organisation` starts from.

    Attributes
    ----------
    ids, team, site
        One text per person.  Ids are unique.
    level
        0 member, 1 lead, 2 manager.
    remote
        True for a person who works away from the site.
    tenure
        Years in the organisation, >= 0.
    extra
        Further columns of the people, kept under their own names.
    states
        Survey columns named like a state, on 0..1; nan where a person gave no answer.
    waves
        Answers of earlier waves, oldest first: by the wave's name and the state, on 0..1.
    grown
        Whether the ties are made up, because the files hold none.
    sociability
        Multiplier of how readily a person makes contact, mean about 1; nan where unknown.
    source, target
        Row numbers of the two people of a tie, ``source < target``; every pair once, nobody with themselves.
    familiarity
        Strength of the tie, 0..1.
    regard_ab, regard_ba
        How source regards target and how target regards source, 0..1; nan where not given.
    need
        Work interdependence of the pair, 0..1; 0 for a purely informal tie.
    kept
        What a run left of people and ties, if they come from one.
    notes
        What was recognised, mapped, repaired and counted, in plain words.

    Examples
    --------
    >>> roster = Roster.of(["a", "b"])
    >>> roster.size, roster.number_of_ties
    (2, 0)
    """

    ids: list[str]
    team: list[str]
    level: NDArray[np.int64]
    site: list[str]
    remote: NDArray[np.bool_]
    tenure: NDArray[np.float64]
    extra: dict[str, list] = field(default_factory=dict)
    states: dict[str, NDArray[np.float64]] = field(default_factory=dict)
    waves: dict[str, dict[str, NDArray[np.float64]]] = field(default_factory=dict)
    grown: bool = False
    sociability: NDArray[np.float64] = field(default_factory=lambda: np.empty(0))
    source: NDArray[np.int64] = field(default_factory=lambda: np.empty(0, dtype=np.int64))
    target: NDArray[np.int64] = field(default_factory=lambda: np.empty(0, dtype=np.int64))
    familiarity: NDArray[np.float64] = field(default_factory=lambda: np.empty(0))
    regard_ab: NDArray[np.float64] = field(default_factory=lambda: np.empty(0))
    regard_ba: NDArray[np.float64] = field(default_factory=lambda: np.empty(0))
    need: NDArray[np.float64] = field(default_factory=lambda: np.empty(0))
    kept: Kept = field(default_factory=Kept)
    notes: list[str] = field(default_factory=list)

    @classmethod
    def of(cls, ids: list[str]) -> Roster:
        """Return people who share one team and one site, are members, and have no ties yet."""
        n = len(ids)
        return cls(
            ids=ids,
            team=["T1"] * n,
            level=np.zeros(n, dtype=np.int64),
            site=["S1"] * n,
            remote=np.zeros(n, dtype=np.bool_),
            tenure=np.zeros(n),
            sociability=np.full(n, np.nan),
        )

    @property
    def size(self) -> int:
        """Number of people."""
        return len(self.ids)

    @property
    def number_of_ties(self) -> int:
        """Number of pairs with a tie."""
        return len(self.source)

    def check(self) -> Roster:
        """Return the roster itself if it keeps its promises.

        Raises
        ------
        ValueError
            If a column has the wrong length, a number is out of its range, or a pair appears twice.
        """
        for name in ("team", "level", "site", "remote", "tenure", "sociability"):
            _must(len(getattr(self, name)) == self.size, f"{name} needs one entry per person")
        for name in ("target", "familiarity", "regard_ab", "regard_ba", "need"):
            _must(len(getattr(self, name)) == self.number_of_ties, f"{name} needs one entry per tie")
        _must(len(set(self.ids)) == self.size, "ids must be unique")
        _must(bool(np.all(self.tenure >= 0)), "tenure must be 0 or more")
        _must(bool(np.all((self.level >= 0) & (self.level <= 2))), "level must be 0, 1 or 2")
        for name in ("familiarity", "need"):
            _must(_within(getattr(self, name)), f"{name} must lie in 0..1")
        for values in (self.regard_ab, self.regard_ba, *self.states.values()):
            _must(_within(values[~np.isnan(values)]), "regard and states must lie in 0..1 or be nan")
        if self.number_of_ties:
            _must(bool(np.all(self.source < self.target)), "source must be below target")
            inside = bool(self.source.min() >= 0 and self.target.max() < self.size)
            _must(inside, "ties must name rows of people")
            pairs = np.sort(self.source * self.size + self.target)
            _must(bool((pairs[1:] != pairs[:-1]).all()), "every pair may appear once only")
        return self


def _within(values: NDArray[np.float64]) -> bool:
    return bool(np.all((values >= 0.0) & (values <= 1.0)))


def _must(holds: bool, message: str) -> None:
    if not holds:
        raise ValueError(message)


def coded(names: list[str]) -> tuple[list[str], NDArray[np.int64]]:
    """Return distinct names in order of first appearance, and each entry's number."""
    order = {name: number for number, name in enumerate(dict.fromkeys(names))}
    return list(order), np.fromiter(map(order.__getitem__, names), np.int64, len(names))
