"""``spirals dynamics``: how strongly a scenario feeds back on itself, and what becomes of a push."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

import typer

from spirals.cli import options
from spirals.cli.console import remark, say
from spirals.errors import InputError

if TYPE_CHECKING:
    from spirals.analysis.loop_gain import LoopGain
    from spirals.analysis.twins import PushAndTwin
    from spirals.scenario import Scenario

_WINDOW = 20  # working days over which a horizon is averaged
_PUSH_FROM, _PUSH_UNTIL = 21, 80
_DAYS = _PUSH_UNTIL + _WINDOW


def dynamics(
    scenario: Annotated[str, typer.Argument(help="Scenario file, or name of a shipped one.")],
    set_: options.Set = None,
    days: options.Days = None,
    size: options.Size = None,
    replicates: Annotated[int, typer.Option("--replicates", min=2, help="Runs that differ by chance alone.")] = 8,
    seed: options.Seed = None,
    null_model: options.NullModel = None,
    show: options.Show = "table",
    quiet: options.Quiet = False,
) -> int:
    """Measure a scenario's loop gain, and what becomes of an upward and a downward push."""
    from spirals.analysis.loop_gain import loop_gain
    from spirals.analysis.twins import push_and_twin
    from spirals.scenario import load, with_changes

    given = {"days": days, "size": size, "seed": seed, "null_model": null_model}
    changes = {**{name: value for name, value in given.items() if value is not None}, **options.assignments(set_)}
    spec = load(scenario)
    spec = with_changes(spec, changes) if changes else spec
    if spec.days < _DAYS:
        raise InputError(f"--days {spec.days}: loop gain and pushes need at least {_DAYS} working days")
    remark(f"measuring {spec.name}: {replicates} runs of {spec.days} days, each with six twins", quiet)
    gain = loop_gain(spec, window=_WINDOW, replicates=replicates)
    pushes = {
        name: push_and_twin(spec, push=push, start=_PUSH_FROM, end=_PUSH_UNTIL, replicates=replicates)
        for name, push in (("upward", 0.5), ("downward", -0.5))
    }
    _report(spec, gain, pushes, show)
    return 0


def _report(spec: Scenario, gain: LoopGain, pushes: dict[str, PushAndTwin], form: str) -> None:
    from spirals.cli import show

    rows = [*_gain_rows(gain), *_push_rows(pushes)]
    if form == "json":
        content = {"scenario": spec.name, "table": rows, "gain_by_horizon": show.frame_records(gain.table())}
        show.as_json(content)
        return
    if form == "csv":
        show.records(rows, "csv")
        return
    say(f"{spec.name}: feedback over {spec.days} days", bold=True)
    for row in rows:
        low, high = row["low"], row["high"]
        span = f"[{show.number(low)}, {show.number(high)}]" if low is not None else ""
        say(f"  {row['what']:<44}{show.number(row['value']):>8}  {span}")
    say("loop gain: the part of a change in tone that comes back through changed states; a lasting")
    say("push is amplified 1 / (1 - G). Two stable states are possible only where the largest exceeds 1.")
    say(f"pushes: tone +-.5 on days {_PUSH_FROM}-{_PUSH_UNTIL}, against a twin without, in mean quality of ties.")


def _gain_rows(gain: LoopGain) -> list[dict[str, Any]]:
    fit, ends = gain.fit(), gain.fit_intervals()
    return [
        _row("loop_gain", "loop gain G (yoked twins)", gain.gain, gain.gain_interval),
        _row("loop_gain_free", "loop gain G (free twins)", float(gain.free[-1])),
        _row("loop_gain_paper", "loop gain G (mean field)", gain.on_paper),
        _row("loop_gain_largest", "largest loop gain G_max (mean field)", gain.largest),
        _row("relaxation_time", "relaxation time, working days", fit.relaxation, ends["relaxation"]),
    ]


def _push_rows(pushes: dict[str, PushAndTwin]) -> list[dict[str, Any]]:
    found = []
    for name, pair in pushes.items():
        overall, growth = pair.overall(), pair.intervals()["growth"]
        found += [
            _row(f"{name}_area_ratio", f"{name} push: area after / area during", overall.ratio),
            _row(f"{name}_half_life", f"{name} push: half-life after its end, days", overall.half_life),
            _row(f"{name}_growth", f"{name} push: growth after its end", overall.growth, growth),
        ]
    return found


def _row(name: str, what: str, value: float, ends: tuple[float, float] | None = None) -> dict[str, Any]:
    low, high = ends if ends is not None else (None, None)
    return {"name": name, "what": what, "value": value, "low": low, "high": high}
