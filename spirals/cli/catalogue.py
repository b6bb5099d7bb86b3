"""What there is to choose from: scenarios, interventions, parameters, measures."""

from __future__ import annotations

from typing import Any, Literal

Kind = Literal["scenarios", "interventions", "parameters", "measures"]
KINDS: tuple[Kind, ...] = ("scenarios", "interventions", "parameters", "measures")


def listing(kind: Kind) -> list[dict[str, Any]]:
    """Return one row per shipped scenario, practice or shock, parameter, or measure.

    Examples
    --------
    >>> [row["default"] for row in listing("parameters") if row["name"] == "attention_limit"]
    [32.0]
    """
    return {
        "scenarios": _scenarios,
        "interventions": _interventions,
        "parameters": _parameters,
        "measures": _measures,
    }[kind]()


def brief(kind: Kind) -> list[dict[str, str]]:
    """Return the same rows with what fits a line."""
    rows = listing(kind)
    if kind == "parameters":
        return [
            {
                "name": row["name"],
                "default": f"{row['default']:g}",
                "range": f"{row['low']:g} to {row['high']:g}",
                "meaning": row["meaning"],
            }
            for row in rows
        ]
    if kind == "interventions":
        return [{"id": row["id"], "kind": row["kind"], "what": row["what"]} for row in rows]
    if kind == "measures":
        arrow = {1: "more", -1: "less", 0: "-"}
        return [
            {"name": row["name"], "better": arrow[row["better"]], "meaning": row["meaning"]} for row in rows
        ]
    return [{"name": row["name"], "question": row["question"]} for row in rows]


def _scenarios() -> list[dict[str, Any]]:
    from spirals.scenario import load, shipped

    return [
        {"name": name, "question": scenario.question or "", "author": scenario.author or ""}
        for name, scenario in ((name, load(name)) for name in shipped())
    ]


def _interventions() -> list[dict[str, Any]]:
    from spirals.interventions import catalogue, describe

    found = [describe(name) for name in catalogue()]
    return [
        {
            "id": one.id,
            "kind": one.kind,
            "title": one.title,
            "what": one.what,
            "acts_on": ", ".join(one.acts_on),
            "source": ", ".join(one.source),
            "settings": ", ".join(f"{setting.name}={setting.default}" for setting in one.settings),
            "evidence": one.evidence,
        }
        for one in found
    ]


def _parameters() -> list[dict[str, Any]]:
    from dataclasses import asdict

    from spirals.parameters import TABLE

    return [asdict(parameter) for parameter in TABLE]


def _measures() -> list[dict[str, Any]]:
    from spirals.measures import MEASURES

    wanted = ("name", "title", "unit", "better", "group", "meaning", "source")
    return [{field: getattr(entry, field) for field in wanted} for entry in MEASURES.values()]
