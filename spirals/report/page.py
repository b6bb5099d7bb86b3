"""From findings to one HTML file; the same findings give the same bytes."""

from __future__ import annotations

import base64
import io
import platform
import re
import tomllib
from pathlib import Path
from typing import Any

import tomli_w
from jinja2 import Environment, PackageLoader, StrictUndefined

from spirals.analysis.paired import CLEAR_SHARE, SIZES, TIED_SHARE
from spirals.experiments.money import OUTPUT
from spirals.experiments.provenance import LIBRARIES, version
from spirals.experiments.ranking import scored
from spirals.experiments.results import Comparison, card
from spirals.measures.score import LEFT_OUT, days_after, weights_of
from spirals.parameters import PARAMETERS
from spirals.report import wording
from spirals.report.confidence import RULE, confidence
from spirals.report.dealt import DEALS
from spirals.report.gather import Findings
from spirals.report.ledger import Ledger
from spirals.report.options import charts, describe, ranked, value
from spirals.report.suppress import SMALLEST
from spirals.report.variants import MONTH
from spirals.scenario import Scenario, dump


def render(findings: Findings) -> str:
    """Return the page."""
    ledger = Ledger()
    ground = Environment(
        loader=PackageLoader("spirals.report"), autoescape=True, undefined=StrictUndefined,
        lstrip_blocks=True,
    )  # fmt: skip
    ground.globals |= {"n": ledger.say, "title": wording.title, "joined": wording.joined}
    ground.filters |= {"data_link": data_link}
    rows = ranked(findings)
    context: dict[str, Any] = {
        "found": findings,
        "reference": findings.comparison.reference,
        "answer": wording.answer(rows, rows[0]["than_next"]),
        "rows": rows,
        "charts": charts(findings, rows),
        "options": [describe(findings, row) for row in rows],
        "sure": confidence(),
        "rule": RULE,
        "health": findings.health,
        "month": MONTH,
        "deals": DEALS,
        "smallest": SMALLEST,
        "origin": origin(findings),
        "tables": tables(findings),
        "style": ground.get_template("style.css").render(),
        "ledger": ledger,
        "way": wording.way,
        "size": wording.size,
        "PARAMETERS": PARAMETERS,
        "money": findings.asked.money,
        "value": value(rows, findings.comparison, findings.asked.hour_price),
        "rule_of": {"agree": CLEAR_SHARE, "tied": TIED_SHARE, "sizes": SIZES},
        "output": OUTPUT,
        **about_score(findings.comparison),
    }
    text = ground.get_template("report.html.j2").render(context)
    return re.sub(r"[ \t]*\n(\s*\n)*", "\n", text.strip()) + "\n"


def about_score(comparison: Comparison) -> dict[str, Any]:
    """Return what the page says of the score: what it is made of, its weights, and what stands beside it."""
    weights = weights_of(comparison.weights)
    names = scored(comparison)
    return {
        "scored": [card(name).title.lower() for name in names],
        "weighted": [f"{card(name).title.lower()} {weights[name]:g}" for name in names if weights[name] != 1.0],
        "beside_score": [f"{card(name).title.lower()} ({why})" for name, why in LEFT_OUT.items()],
        "after": days_after(comparison.reference.scenario.days),
    }


def data_link(text: str, kind: str = "text/csv") -> str:
    """Return text as an address that a browser saves as a file."""
    return f"data:{kind};charset=utf-8;base64,{base64.b64encode(text.encode()).decode()}"


def tables(findings: Findings) -> dict[str, str]:
    """Return the tables behind the page as CSV, by file name."""
    frames = {
        "outcomes.csv": findings.comparison.table(),
        "ranking.csv": findings.comparison.ranking(hour_price=findings.asked.hour_price),
        "assumptions.csv": findings.draws.points,
    }
    found = {}
    for name, frame in frames.items():
        text = io.StringIO()
        frame.to_csv(text, index=False, lineterminator="\n")
        found[name] = text.getvalue()
    return found


def origin(findings: Findings) -> dict[str, Any]:
    """Return what somebody needs to make the page again; no times, and no folders of this computer."""
    found = findings.comparison
    reference = found.reference
    values = reference.scenario.values()
    libraries = {name: version(name) for name in (*LIBRARIES, "scipy", "jinja2")}
    return {
        "command": findings.asked.command,
        "versions": {"spirals": version(), "python": platform.python_version(), **libraries},
        "inputs": [{**one, "path": Path(one["path"]).name} for one in reference.provenance.inputs],
        "scenarios": [(one.label, unnamed(one.scenario)) for one in found.everything],
        "parameters": "\n".join(f"{name} = {value!r}" for name, value in values.items()),
        "drawn": [name for name in findings.draws.points.columns if name != "point"],
        "notes": found.notes,
        "failures": [str(one) for one in found.failures],
        "engine": reference.provenance.engine,
    }


def unnamed(scenario: Scenario) -> str:
    """Return a scenario as a file would say it, without folders and without ids of people."""
    said = tomllib.loads(dump(scenario))
    stated = said.get("organisation", {})
    for key in ("people", "ties"):
        if key in stated:
            stated[key] = Path(stated[key]).name
    for entry in (*said.get("interventions", ()), *said.get("shocks", ())):
        _without_ids(entry)
    return tomli_w.dumps(said)


def _without_ids(entry: dict[str, Any]) -> None:
    if isinstance(entry.get("who"), list):
        entry["who"] = f"{len(entry['who'])} chosen people, not named here"
