"""What people do to each other: how often a move is made, how often where it could be, and how it is met.

All are read from what people did and met with lately (`View.deed`), as means per person and day.
"""

from __future__ import annotations

from functools import partial
from typing import NamedTuple

import numpy as np

from spirals.measures.registry import Measure, measure, person_measure, register
from spirals.measures.states import BUILD, PATHWAYS, POWER, STEPHENS, THEORY
from spirals.measures.view import Floats, View

NOBODY = "nobody is left in the organisation"
A_DAY = "per person and day"


class Count(NamedTuple):
    """One daily count: measure, title, deeds that are added up, which direction is better, source, what it is."""

    name: str
    title: str
    deeds: tuple[str, ...]
    better: int
    source: str
    meaning: str


class Share(NamedTuple):
    """One share of occasions: measure, title, deeds above and below, direction, source, what it is, why nan."""

    name: str
    title: str
    part: tuple[str, ...]
    whole: tuple[str, ...]
    better: int
    source: str
    meaning: str
    missing: str


GRANT = "Grant & Gino 2010"
ENTRUSTED = ("disclosed", "delegated", "voiced")
COUNTS = (
    Count("encounters_started", "Encounters started", ("started",), 0, THEORY, "Encounters that people start"),
    Count("partners", "Partners", ("contacts",), 0, "Fredrickson 1998", "Different people whom somebody meets"),
    Count("kinds_of_moves", "Kinds of moves", ("kinds",), 1, "Fredrickson 1998", "Kinds of moves used, of eight"),
    Count("asking", "Asking for help", ("asked",), 1, "Edmondson 1999", "Requests for help that people make"),
    Count("requests_received", "Requests received", ("asked_of",), 0, "Brass 1984", "Requests for help people receive"),
    Count("offering", "Offering help", ("offered",), 1, BUILD, "Help offered to others who have not asked"),
    Count("help_given", "Help given", ("helped",), 1, GRANT, "Help given to others, asked for or not"),
    Count("needs_solved", "Needs solved by help", ("solved",), 1, BUILD, "Own needs that somebody's help has solved"),
    Count("thanking", "Thanking", ("thanked",), 1, GRANT, "Thanks that people say for help"),
    Count("entrusting", "Entrusting", ENTRUSTED, 1, PATHWAYS, "Things of oneself, tasks and views entrusted to others"),
    Count("disclosing", "Disclosing", ("disclosed",), 1, PATHWAYS, "Feelings, worries and things of oneself told"),
    Count("delegating", "Handing over tasks", ("delegated",), 1, PATHWAYS, "Tasks handed over to somebody"),
    Count("discretion", "Discretion", ("given",), 1, "theory.md, exchange", "Tasks that others hand over to people"),
    Count("voice", "Voice", ("voiced",), 1, "Edmondson 1999", "Differing views and mistakes that people tell"),
    Count("being_heard", "Being heard", ("heard",), 1, PATHWAYS, "Own views that others take up or honour"),
    Count("comforting", "Comforting", ("comforted",), 1, STEPHENS, "Hardships of others heard well"),
    Count("playing", "Playing", ("played",), 1, PATHWAYS, "Play that people start"),
    Count("shared_play", "Play shared", ("shared",), 1, PATHWAYS, "Play that both share, whoever started it"),
    Count("ideas", "Ideas", ("ideas",), 1, BUILD, "New ideas had with others that are taken up"),
    Count("knowledge_gained", "Knowledge gained", ("learnt",), 1, POWER, "Knowledge that people gain"),
)
NO_NEED = "nobody with an open need met anybody lately"
NO_HARDSHIP = "nobody had hardship to carry lately"
SHARES = (
    Share(
        "help_taken_share",
        "Needs that are asked about or noticed",
        ("help_taken",),
        ("help_chances",),
        1,
        PATHWAYS,
        "Share of encounters with an open need in which it was asked about, noticed or met",
        NO_NEED,
    ),
    Share(
        "entrusting_share",
        "Occasions to entrust that are taken",
        ENTRUSTED,
        ("trust_chances",),
        1,
        PATHWAYS,
        "Share of occasions to entrust something that were taken",
        "nobody had anything to entrust lately",
    ),
    Share(
        "playing_share",
        "Occasions to play that are taken",
        ("played",),
        ("play_chances",),
        1,
        PATHWAYS,
        "Share of occasions to play that were taken",
        "nobody could have played lately",
    ),
    Share(
        "refused_share",
        "Requests refused",
        ("refused",),
        ("asked",),
        -1,
        PATHWAYS,
        "Share of own requests for help that were refused",
        "nobody asked for help lately",
    ),
    Share(
        "honoured_share",
        "Trust honoured",
        ("honoured",),
        ("honoured", "breached"),
        1,
        PATHWAYS,
        "Share of what was entrusted, of any kind, that was honoured and not ignored or betrayed",
        "nobody entrusted anything lately",
    ),
    Share(
        "repaired_share",
        "Repair",
        ("repairs",),
        ("ruptures",),
        1,
        POWER + ", tensility",
        "Ruptures made up, as a share of all ruptures",
        "there was no rupture lately",
    ),
    Share(
        "conduct_received",
        "Conduct received",
        ("received",),
        ("met",),
        1,
        PATHWAYS,
        "Mean conduct received in encounters, 0 demeaning to 1 wholly present",
        "nobody has met lately",
    ),
    Share(
        "told_when_hard",
        "Hardship told",
        ("told",),
        ("hard",),
        1,
        STEPHENS,
        "How often a hardship is told, per day of hardship",
        NO_HARDSHIP,
    ),
    Share(
        "relief",
        "Relief",
        ("relief",),
        ("hard",),
        1,
        STEPHENS,
        "How much hardship is taken away by telling it, per day of hardship",
        NO_HARDSHIP,
    ),
)


def deeds(names: tuple[str, ...], view: View) -> Floats:
    """Return the sum of several deeds of each active person, per day."""
    return np.asarray(sum(view.deed(name) for name in names), dtype=np.float64)


def own_share(part: tuple[str, ...], whole: tuple[str, ...], view: View) -> Floats:
    """Return some deeds over others for each active person; nan where there was no occasion."""
    above, below = deeds(part, view), deeds(whole, view)
    shares = np.full(view.count, np.nan)
    np.divide(above, below, out=shares, where=below > 0.0)
    return shares


def _mean_count(names: tuple[str, ...], view: View) -> float:
    return float(deeds(names, view).mean()) if view.count else float("nan")


def _share(part: tuple[str, ...], whole: tuple[str, ...], view: View) -> float:
    below = float(deeds(whole, view).sum())
    return float(deeds(part, view).sum()) / below if below > 0.0 else float("nan")


for _row in COUNTS:
    register(
        Measure(
            _row.name,
            _row.title,
            A_DAY,
            _row.better,
            _row.source,
            f"{_row.meaning}, per person and day, of late.",
            "Moves",
            partial(_mean_count, _row.deeds),
            partial(deeds, _row.deeds),
            NOBODY,
        )
    )
for _part in SHARES:
    register(
        Measure(
            _part.name,
            _part.title,
            "share",
            _part.better,
            _part.source,
            f"{_part.meaning}, of late.",
            "Moves",
            partial(_share, _part.part, _part.whole),
            partial(own_share, _part.part, _part.whole),
            _part.missing,
        )
    )


def own_granted(view: View) -> Floats:
    """Return the share of each person's requests that were granted; nan for those who asked for nothing."""
    return 1.0 - own_share(("refused",), ("asked",), view)


@measure(
    "Requests granted",
    "share",
    1,
    PATHWAYS,
    "Moves",
    people=own_granted,
    missing="nobody asked for help lately",
)
def granted_share(view: View) -> float:
    """Share of requests for help that were granted, of late."""
    return 1.0 - _share(("refused",), ("asked",), view)


@measure("Compassion", "per day of hardship", 1, "Dutton et al. 2002, cited in " + POWER, "Moves", missing=NO_HARDSHIP)
def compassion(view: View) -> float:
    """How often hardship is told and heard well, per day of hardship in the whole organisation, of late."""
    return _share(("comforted",), ("hard",), view)


@person_measure("Harsh treatment", A_DAY, -1, "Andersson & Pearson 1999", "Moves", missing=NOBODY)
def depleting_received(view: View) -> Floats:
    """How often a day people receive depleting conduct."""
    return view.deed("bad")


@person_measure("Life-giving treatment", A_DAY, 1, POWER, "Moves", missing=NOBODY)
def life_giving_received(view: View) -> Floats:
    """How often a day people receive life-giving conduct."""
    return view.deed("good")
