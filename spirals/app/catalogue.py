"""What there is to choose from, for the controls of every page: one JSON text, the same for everybody."""

from __future__ import annotations

import json
from functools import cache
from typing import Any

from spirals.app.live import STATES
from spirals.app.loop import CARRIERS
from spirals.app.programmes import ON_THE_WAY
from spirals.interventions import beside, catalogue, describe
from spirals.interventions.custom import Custom
from spirals.interventions.practice import Shock
from spirals.measures import DEFAULT_MEASURES, MEASURES
from spirals.measures.ties import CORROSIVE, HIGH_QUALITY
from spirals.parameters import TABLE
from spirals.scenario import OrganisationSpec, headlines

FIRST = (
    "size", "team_size", "remote", "demand", "encounter_rate", "conduct_base", "care", "norm_effect", "vigour",
    "loss_ratio", "turnover",
)  # fmt: skip
"""The few settings that matter first, in this order; all others stand behind a search."""

ORGANISATION = {
    "size": ("People", 10, 1000, 10),
    "team_size": ("People in a team", 2, 30, 1),
    "remote": ("Work remotely", 0, 1, 0.05),
    "homophily": ("Ties stay inside teams", 1, 20, 0.5),
    "levels": ("Levels of hierarchy", 1, 3, 1),
    "sites": ("Sites", 1, 10, 1),
    "tenure": ("Mean years here", 0, 20, 0.5),
}
_TITLES = {
    "demand": "Pressure of work",
    "encounter_rate": "How often people meet",
    "conduct_base": "How well people treat each other",
    "care": "How regard shows in conduct",
    "norm_effect": "How the team's example shows in conduct",
    "vigour": "How energy shows in conduct",
    "loss_ratio": "How much stronger bad is than good",
    "turnover": "People leaving",
}
_STATES = {
    "energy": ("Energy", "low", "high", 1),
    "vitality": ("Vitality", "low", "high", 1),
    "strain": ("Strain", "rested", "strained", -1),
    "hardship": ("Hardship", "none", "grave", -1),
    "safety": ("Psychological safety", "low", "high", 1),
    "meaning": ("Meaning", "low", "high", 1),
    "authenticity": ("Authenticity", "low", "high", 1),
    "commitment": ("Commitment", "low", "high", 1),
    "resilience": ("Resilience", "low", "high", 1),
    "worth": ("Social worth", "low", "high", 1),
    "knowledge": ("Knowledge", "low", "high", 1),
}
CURVES = {
    "mean_energy": ("Energy", 1),
    "mean_quality": ("Quality of connections", 1),
    "mean_safety": ("Psychological safety", 1),
    "mean_strain": ("Strain", -1),
    "mean_commitment": ("Commitment", 1),
    "mean_meaning": ("Meaning", 1),
    "mean_worth": ("Social worth", 1),
    "mean_resilience": ("Resilience", 1),
    "mean_knowledge": ("Knowledge", 1),
    "mean_norm": ("Norm of respect", 1),
    "mean_authenticity": ("Authenticity", 1),
    "mean_vitality": ("Vitality", 1),
    "mean_hardship": ("Hardship", -1),
    "mean_belonging": ("Belonging", 1),
    "high_quality": ("Share of ties of high quality", 1),
    "corrosive": ("Share of corrosive ties", -1),
    "ties": ("Ties", 0),
    "headcount": ("People", 0),
    "encounters": ("Encounters a day", 0),
    "life_giving": ("Life-giving encounters a day", 1),
    "depleting": ("Depleting encounters a day", -1),
    "help_given": ("Help given a day", 1),
    "volume_trusting": ("Things entrusted a day", 1),
    "volume_play": ("Play a day", 1),
    "contact_minutes": ("Minutes in contact", 0),
}
MOVES = {
    "Respectful engagement": ("life-giving", "", "depleting"),
    "Task enabling": ("solved", "did not fit", "refused"),
    "Trusting": ("honoured", "ignored", "betrayed"),
    "Play": ("shared", "fell flat", "hurt"),
}
"""The four bars of a day's moves, each with its three parts; routine conduct is not counted."""


@cache
def as_json() -> str:
    """Return the catalogue as JSON."""
    return json.dumps(contents(), separators=(",", ":"), ensure_ascii=False)


def contents() -> dict[str, Any]:
    """Return everything a page's controls offer."""
    return {
        "scenarios": _scenarios(),
        "settings": [*_organisation(), *_parameters()],
        "first": list(FIRST),
        "programmes": [_programme(name) for name, kind in catalogue().items() if kind is not Custom],
        "states": [
            {"name": name, "title": title, "low": low, "high": high, "better": better}
            for name in STATES
            for title, low, high, better in [_STATES[name]]
        ],
        "curves": [{"name": name, "title": title, "better": better} for name, (title, better) in CURVES.items()],
        "measures": [
            {"name": name, "title": row.title, "unit": row.unit, "better": row.better, "meaning": row.meaning}
            for name, row in ((name, MEASURES[name]) for name in DEFAULT_MEASURES)
        ],
        "moves": [{"title": title, "parts": parts} for title, parts in MOVES.items()],
        "carriers": list(CARRIERS),
        "marks": {"high": HIGH_QUALITY, "corrosive": CORROSIVE},
    }


def title_of(name: str) -> str:
    """Return a scenario's or setting's name as a title: ``hard_pressed`` -> ``Hard pressed``."""
    kind = catalogue().get(name)
    return kind.title if kind is not None else name.removeprefix("story_").replace("_", " ").capitalize()


GROUPS = ("Situations", "Practices", "Harmful practices", "Shocks", "Stories from the sources")


def _scenarios() -> list[dict[str, Any]]:
    """Return every shipped scenario with its title and the group it stands in, group by group."""
    rows = [{**row, "title": title_of(row["name"]), "group": _group_of(row["name"])} for row in headlines()]
    return sorted(rows, key=lambda row: GROUPS.index(row["group"]))


def _group_of(name: str) -> str:
    if name.startswith("story_"):
        return GROUPS[4]
    kind = catalogue().get(name)
    if kind is None:
        return GROUPS[0]
    return {"practice": GROUPS[1], "harmful": GROUPS[2], "shock": GROUPS[3]}[kind.kind]


def _organisation() -> list[dict[str, Any]]:
    fields = OrganisationSpec.model_fields
    return [
        {
            "name": name,
            "title": title,
            "meaning": fields[name].description,
            "group": "the organisation",
            "default": fields[name].default,
            "low": low,
            "high": high,
            "step": step,
            "unit": "share" if (low, high) == (0, 1) else "",
            "source": "",
            "tomorrow": False,
        }
        for name, (title, low, high, step) in ORGANISATION.items()
    ]


def _parameters() -> list[dict[str, Any]]:
    return [
        {
            "name": row.name,
            "title": _TITLES.get(row.name, title_of(row.name)),
            "meaning": row.meaning,
            "group": row.group,
            "default": row.default,
            "low": row.low,
            "high": row.high,
            "step": _step(row.low, row.high),
            "unit": row.unit,
            "source": row.source,
            "symbol": row.symbol,
            "timescale": row.timescale,
            "tomorrow": row.name in ON_THE_WAY,
        }
        for row in TABLE
    ]


def _step(low: float, high: float) -> float:
    span = high - low
    return next(step for step in (0.001, 0.005, 0.01, 0.05, 0.1, 0.5, 1.0, 5.0) if span / step <= 400.0)


def _programme(name: str) -> dict[str, Any]:
    kind, row = catalogue()[name], describe(name)
    shock = issubclass(kind, Shock)
    settings = [
        {"name": one.name, "default": one.default, "low": one.low, "high": one.high, "meaning": one.meaning}
        for one in row.settings
        if isinstance(one.default, int | float) and not isinstance(one.default, bool)
    ]
    return {
        "id": name,
        "title": row.title,
        "kind": row.kind,
        "shock": shock,
        "what": row.what,
        "how": row.how,
        "evidence": row.evidence,
        "in_model": beside.of(name).in_model,
        "fails": row.fails_when,
        "source": list(row.source),
        "settings": settings,
    }
