"""What there is to choose from: scenarios, interventions, parameters, measures."""

from __future__ import annotations

import math
from typing import Any, Literal

Kind = Literal["scenarios", "interventions", "parameters", "measures", "questions"]
KINDS: tuple[Kind, ...] = ("scenarios", "interventions", "parameters", "measures", "questions")


def listing(kind: Kind) -> list[dict[str, Any]]:
    """Return one row per shipped scenario, practice or shock, parameter, or measure.

    Examples
    --------
    >>> [row["default"] for row in listing("parameters") if row["name"] == "attention_limit"]
    [20.0]
    """
    return {
        "scenarios": _scenarios,
        "interventions": _interventions,
        "parameters": _parameters,
        "measures": _measures,
        "questions": _questions,
    }[kind]()


def brief(kind: Kind) -> list[dict[str, str]]:
    """Return the same rows with what fits a line; ``group`` says under which heading each belongs."""
    return {
        "scenarios": _brief_scenarios,
        "interventions": _brief_interventions,
        "parameters": _brief_parameters,
        "measures": _brief_measures,
        "questions": _brief_questions,
    }[kind]()


MORE: dict[Kind, str] = {
    "scenarios": "each is a file to copy: spirals new NAME --from SCENARIO",
    "interventions": "one in full: spirals list interventions NAME; settings show their default (and range)",
    "parameters": "symbols and sources: spirals list parameters --format json",
    "measures": "* shown unless a scenario names its own measures; up: more is better, down: less is; "
    "sd_NAME is the spread of mean_NAME",
    "questions": "a pulse questionnaire about the last four weeks; name the columns of answers by item and give them "
    "with --people; answers 1 to 5: not at all, hardly, partly, mostly, completely true",
}


def _questions() -> list[dict[str, Any]]:
    from spirals.measures.questions import ANCHORS, QUESTIONS, SCALE

    low, high = SCALE
    return [{**one._asdict(), "low": low, "high": high, "anchors": "; ".join(ANCHORS)} for one in QUESTIONS]


def _brief_questions() -> list[dict[str, str]]:
    return [
        {"group": str(row["state"]), "item": row["item"], "asks": row["text"] + (" (turned)" if row["turned"] else "")}
        for row in _questions()
    ]


def _brief_scenarios() -> list[dict[str, str]]:
    return [{"name": row["name"], "question": row["question"]} for row in _scenarios()]


HEADINGS = {"practice": "practices", "harmful": "harmful practices", "shock": "shocks, under [[shocks]]"}


def _brief_interventions() -> list[dict[str, str]]:
    found = [
        {
            "group": HEADINGS[row["kind"]],
            "id": row["id"],
            "what": row["what"],
            "acts on": row["acts_on"],
            "source": row["source"],
            "settings": row["settings"],
            "costs": row["cost"],
        }
        for row in _interventions()
    ]
    return sorted(found, key=lambda row: list(HEADINGS.values()).index(row["group"]))


def one_intervention(name: str) -> dict[str, Any]:
    """Return everything about one practice or shock: words, settings with ranges, cost, what it does act by act.

    Raises
    ------
    InputError
        If there is none of that name, with the nearest.
    """
    from spirals.interventions import describe
    from spirals.interventions.registry import catalogue
    from spirals.interventions.words import act_text, cost_text

    found = describe(name)
    entry = catalogue()[name]()
    kept = _measured(name)
    settings = [
        {"name": s.name, "default": s.default, "low": s.low, "high": s.high, "meaning": s.meaning}
        for s in (*found.settings, *found.common)
    ]
    return {
        "id": found.id,
        "kind": found.kind,
        "title": found.title,
        "what": found.what,
        "source": list(found.source),
        "acts_on": list(found.acts_on),
        "how": found.how,
        "evidence": found.evidence,
        "fails_when": found.fails_when,
        "more_is_not_better": found.turning,
        "cost": cost_text(entry),
        "does": [act_text(act) for act in entry.acts()],
        **kept,
        "settings": settings,
    }


def _measured(name: str) -> dict[str, Any]:
    """Return what is stored of a practice: its size, what is left when paths are cut, harm, and the study beside it."""
    from spirals.interventions import beside, measured

    one = beside.of(name)
    known = one.published
    return {
        "grade": known.grade if known else "",
        "published": known.figure if known else "",
        "model": [_said(row) for horizon in measured.HORIZONS if (row := one.size(horizon))],
        "model_on_what_was_studied": [_said(row) for horizon in measured.HORIZONS if (row := one.model(horizon))],
        "agreement": one.agreement,
        "counts_what_is_asked": one.is_check,
        "when_cut": [
            _cut(one, trial)
            for trial in ("carriers cut", "others cut")
            if one.row(trial, one.headline, measured.HORIZONS[0]) is not None
        ],
        "idle": [_said(row) for row in measured.of(name, "idle", horizon="quarter")],
        "dark_side": [
            _said(row) for trial in ("dark side", "side effect") for row in measured.of(name, trial, horizon="quarter")
        ],
        "runs": next((f"{row.pairs} pairs of runs, {row.people} people" for row in measured.of(name, "whole")), ""),
    }


def _said(row: Any) -> str:
    """Write a stored row: what moved by how much, when, and where if not in an ordinary organisation."""
    from spirals.interventions.beside import title_of

    setting = f" ({row.setting})" if row.setting else ""
    return f"{title_of(row.measure)} {row.words} SD after a {row.horizon}{setting}"


def _cut(one: Any, trial: Any) -> str:
    row, share = one.row(trial, one.headline, "quarter"), one.share(trial)
    left = f", {100 * share:.0f} % of it left" if math.isfinite(share) else ""
    cut = row.setting.removeprefix("cut: ").partition(";")[0]
    return f"without {cut}: {row.words} SD after a quarter{left}"


def _brief_parameters() -> list[dict[str, str]]:
    return [
        {
            "group": row["group"],
            "name": row["name"],
            "default": f"{row['default']:g}",
            "range": f"{row['low']:g} to {row['high']:g}",
            "meaning": f"{row['meaning']}; {row['unit']}",
        }
        for row in _parameters()
    ]


def _brief_measures() -> list[dict[str, str]]:
    from spirals.measures import DEFAULT_MEASURES

    arrow = {1: "up", -1: "down", 0: "-"}
    return [
        {
            "group": row["group"],
            "name": row["name"] + (" *" if row["name"] in DEFAULT_MEASURES else ""),
            "good": arrow[row["better"]],
            "meaning": row["meaning"],
        }
        for row in _measures()
        if not row["name"].startswith("sd_")
    ]


def _scenarios() -> list[dict[str, Any]]:
    from spirals.scenario import headlines

    return list(headlines())


def _interventions() -> list[dict[str, Any]]:
    from spirals.interventions import catalogue, describe
    from spirals.interventions.words import cost_text, setting_text

    rows = []
    for name, kind in catalogue().items():
        one = describe(name)
        dose = [setting for setting in one.common if setting.name in ("dose", "severity")]
        rows.append(
            {
                "id": one.id,
                "kind": one.kind,
                "title": one.title,
                "what": one.what,
                "acts_on": ", ".join(one.acts_on),
                "source": ", ".join(one.source),
                "settings": ", ".join(setting_text(setting) for setting in (*dose, *one.settings)),
                "cost": cost_text(kind()),
                "how": one.how,
                "evidence": one.evidence,
                "fails_when": one.fails_when,
                "more_is_not_better": one.turning,
            }
        )
    return rows


def _parameters() -> list[dict[str, Any]]:
    from dataclasses import asdict

    from spirals.parameters import TABLE

    return [asdict(parameter) for parameter in TABLE]


def _measures() -> list[dict[str, Any]]:
    from spirals.measures import DEFAULT_MEASURES, GROUPS, MEASURES

    wanted = ("name", "title", "unit", "better", "group", "meaning", "source")
    usual = {name: place for place, name in enumerate(DEFAULT_MEASURES)}
    ordered = sorted(MEASURES.values(), key=lambda entry: (GROUPS.index(entry.group), usual.get(entry.name, 99)))
    return [{field: getattr(entry, field) for field in wanted} for entry in ordered]
