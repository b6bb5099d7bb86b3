"""``spirals evidence``: what studies found of each practice, beside what it does in the model."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Annotated, Any

import typer

from spirals.cli import options

if TYPE_CHECKING:
    from spirals.experiments.results import Comparison, Result
    from spirals.interventions.beside import Beside

OK = 0
UNKNOWN = "-"
_ABOUT_WORDS = {"itself": "the practice", "family": "its family", "nearest": "the nearest thing studied"}


def evidence(
    names: Annotated[
        list[str] | None, typer.Argument(metavar="[PRACTICE...]", help="Which.  [default: all]", show_default=False)
    ] = None,
    show: options.Show = "table",
) -> int:
    """Show what published studies found of each practice, beside its size in the model."""
    from spirals.cli.show import records
    from spirals.interventions.beside import beside

    found = beside(names or ())
    if show != "table":
        records([record(one) for one in found], show)
        return OK
    _table(found)
    return OK


def record(one: Beside) -> dict[str, Any]:
    """Return everything about one practice as plain values."""
    known, model, year = one.published, one.model(), one.model("year")
    size = known.size if known is not None else None
    whole = one.size("quarter")
    return {
        "practice": one.practice,
        "grade": known.grade if known else "none",
        "about": known.about if known else "",
        "construct": known.construct if known else "",
        "published": known.effect if known else math.nan,
        "published_low": known.low if known else math.nan,
        "published_high": known.high if known else math.nan,
        "unit": known.unit if known else "",
        "published_sd": size.effect if size else math.nan,
        "studies": known.studies if known else 0,
        "heterogeneity": known.heterogeneity if known else "",
        "sample": known.sample if known else "",
        "seen": known.seen if known else "",
        "judged": bool(known and known.judged),
        "measure": known.measure if known else "",
        "model_quarter": model.effect if model else math.nan,
        "model_quarter_low": model.low if model else math.nan,
        "model_quarter_high": model.high if model else math.nan,
        "model_year": year.effect if year else math.nan,
        "agreement": one.agreement,
        "headline": one.headline,
        "headline_quarter": whole.effect if whole else math.nan,
        "headline_is_check": one.is_check,
        "found": known.found if known else "",
        "reference": known.reference if known else "",
        "doubt": known.doubt if known else "",
    }


def _table(found: list[Beside]) -> None:
    from spirals.cli.console import output, remark
    from spirals.cli.show import plain_table
    from spirals.interventions.evidence import ANY, GRADES, published
    from spirals.interventions.registry import catalogue

    table = plain_table(
        ("practice", "wrap"), ("grade", "left"), ("published", "left"), ("model [95%]", "left"), ("of", "wrap")
    )
    for one in found:
        table.add_row(catalogue()[one.practice].title, grade(one), figure(one), *model(one))
    output().print(table)
    remark("\nGrades: " + "; ".join(f"{name}: {said}" for name, said in GRADES.items() if name != "none") + ".")
    remark(
        "Where it says so, published of its family or of the nearest thing studied. Model: SD between people, mean of "
        "paired runs after a quarter, of what was studied, else of what the practice is for (* counts how often people "
        "do what is asked). Agrees: within the published interval, or half to one and a half of the effect."
    )
    general = published(ANY)
    if general is not None:
        remark(f"For comparison, {general.sample}: {general.figure}. {general.reference}.")
    remark("one in full: spirals list interventions NAME; everything: spirals evidence --format csv")


def grade(one: Beside) -> str:
    """Return the grade, and of what it is."""
    if one.published is None or one.published.grade == "none":
        return UNKNOWN
    about = one.published.about
    return one.published.grade if about in ("", "itself") else f"{one.published.grade} {about}"


def figure(one: Beside) -> str:
    """Return the published figure in short, or that there is none."""
    known = one.published
    if known is None or known.grade == "none":
        return "none found"
    return known.short or "no size"


def model(one: Beside) -> tuple[str, str]:
    """Return the model's effect on what was studied where that has a size, else on what the practice is for; of what.

    Where both can be compared, how they stand to each other.
    """
    from spirals.interventions.beside import title_of

    found = one.model() if one.agreement else one.size("quarter")
    measure = found.measure if found is not None else one.headline
    said = title_of(measure) + ("*" if one.is_check and not one.agreement else "")
    return found.words if found is not None else UNKNOWN, ": ".join(part for part in (one.agreement, said) if part)


def beside_here(found: Comparison, other: Result) -> list[str]:
    """Return a line for each practice of a scenario: what was published, and its size in this comparison.

    The size is told where the scenario has that one practice only, and the measure was asked for.
    """
    from spirals.interventions.beside import of, title_of
    from spirals.interventions.evidence import agreement
    from spirals.interventions.measured import short

    said = []
    entries = {entry.id: entry for entry in other.scenario.interventions}
    for name, entry in entries.items():
        known = of(name).published
        if known is None:
            continue
        line = f"{type(entry).title}: " + (known.figure or ("none found" if known.grade == "none" else "no size"))
        if known.figure:
            line += f", {known.reference}"
        if known.size is not None and len(entries) == 1 and known.measure in found.reference.names:
            here = found.difference(other, known.measure)
            word = agreement(known, here.effect)
            line += f"; here {title_of(known.measure)} {short(here.effect)} SD ({word})" if word else ""
        said.append(line + (f" [grade {known.grade}, of {_ABOUT_WORDS[known.about]}]" if known.grade != "none" else ""))
    return said
