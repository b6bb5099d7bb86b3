"""``spirals report``: one page for those who decide."""

from __future__ import annotations

import os
import shlex
from pathlib import Path
from typing import Annotated, Any

import typer

from spirals.cli import options
from spirals.cli.console import complain, progress, remark
from spirals.errors import InputError

OK, FAILED = 0, 1
SUFFIXES = (".html", ".htm")


@options.taking(options.OWN, options.SCORE, options.MONEY)
def report(
    out: Annotated[Path, typer.Option("--out", metavar="HTML", help="The page; must not exist yet.")],
    scenarios: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="SCENARIO...",
            help="Scenario files, or names of shipped ones: the options to weigh up.",
            show_default=False,
        ),
    ] = None,
    draws: Annotated[int, typer.Option("--draws", min=2, help="Draws of the assumptions.")] = 24,
    set_: options.Set = None,
    days: options.Days = None,
    size: options.Size = None,
    replicates: options.Replicates = None,
    seed: options.Seed = None,
    workers: options.Workers = None,
    hour_price: options.HourPrice = None,
    quiet: options.Quiet = False,
    **chosen: Any,
) -> int:
    """Write one page that says which option does best, for whom, how sure that is and what it costs."""
    from spirals.experiments.money import Money
    from spirals.experiments.ranking import HOUR_PRICE
    from spirals.experiments.run import own_files, prepare
    from spirals.report.gather import Asked, gather, number_of_runs, with_reference
    from spirals.report.page import render
    from spirals.scenario import load

    if not scenarios:
        raise InputError(
            "report: no option to weigh up; name scenarios, as: spirals report baseline buddy --out report.html "
            "(with --people FILE for an organisation of your own)"
        )
    _check_place(out)
    loaded = [load(source) for source in scenarios]
    with_reference(loaded)
    given: dict[str, Any] = {
        "days": days,
        "size": size,
        "replicates": replicates,
        "seed": seed,
        "people": chosen["people"],
        "ties": chosen["ties"],
    }
    typed = {**options.as_typed(chosen), "weight": chosen["weight"], "leaver_cost": chosen["leaver_cost"]}
    typed["currency"] = chosen["currency"] or None
    said = {**given, **typed, "draws": draws, "hour_price": hour_price, "set": set_}
    changes = options.own(chosen) | options.assignments(set_)
    files = {**own_files(size, chosen["people"], chosen["ties"]), **changes}
    price = options.hour_price(hour_price, prepare(loaded[0], files).organisation)
    leaver = options.ends("--leaver-cost", chosen["leaver_cost"], "10000..40000")
    money = Money(HOUR_PRICE if price is None else price, chosen["currency"], leaver)
    asked = Asked(command(scenarios, said), tuple(scenarios), draws, money)
    many = workers or os.cpu_count() or 1
    with progress(number_of_runs(loaded, draws, replicates), quiet) as told:
        found = gather(loaded, asked, workers=many, progress=told, weights=options.weights(chosen), **given, **changes)
    _write(render(found), out)
    remark(f"report: {out}", quiet)
    for failure in found.comparison.failures:
        complain(str(failure))
    return FAILED if found.comparison.failures else OK


def command(scenarios: list[str], said: dict[str, Any]) -> str:
    """Return the command that makes the same page, whatever it is called; what does not change it is left out.

    Examples
    --------
    >>> command(["baseline", "buddy"], {"days": 20, "seed": None, "hour_price": ["40"], "set": ["size=30"]})
    'spirals report baseline buddy --days 20 --hour-price 40 --set size=30 --out report.html'
    """
    words = ["spirals", "report", *scenarios]
    for name, value in said.items():
        for one in value if isinstance(value, list) else [value] if value is not None else []:
            words += [f"--{name.replace('_', '-')}", *([] if one is True else [str(one)])]
    return shlex.join([*words, "--out", "report.html"])


def _check_place(out: Path) -> None:
    if out.suffix.lower() not in SUFFIXES:
        raise InputError(f"--out {out}: is no name of a page; let it end in .html")
    if out.exists():
        raise InputError(f"--out {out}: exists, and reports are never overwritten; name another")
    if not out.absolute().parent.is_dir() or not os.access(out.absolute().parent, os.W_OK):
        raise InputError(f"--out {out}: nothing can be written in {out.absolute().parent}; name another place")


def _write(text: str, out: Path) -> None:
    """Write the page whole or not at all."""
    from spirals.experiments.store import whole_file

    with whole_file(out) as draft:
        draft.write_text(text, encoding="utf-8")
