"""The plan of a trial on one printable page: 80 columns, plain words."""

from __future__ import annotations

import html
import textwrap
from collections.abc import Iterator, Sequence

from spirals.experiments.results import card
from spirals.interventions.words import cost_text
from spirals.studies.pilot import AFTER, ENOUGH, LEAST_ICC, OUTCOMES, SMALLEST, Pilot, Row

WIDTH = 78
_STYLE = "body{font:12px/1.35 ui-monospace,monospace;margin:2em;white-space:pre-wrap} @page{size:A4;margin:14mm}"


def page(plan: Pilot) -> str:
    """Return the page as text."""
    lines = [f"TRIAL PLAN: {_title(plan)}", "=" * WIDTH, *_verdict(plan), ""]
    for heading, part in (
        ("WHAT AND WHO", _who(plan)),
        ("WHEN", _when(plan)),
        ("WHAT IS MEASURED", _measured(plan)),
        ("HOW LIKELY THE TRIAL SHOWS IT", _power(plan)),
        ("SPILL-OVER", _spill(plan)),
        ("WHAT WOULD REFUTE THE MODEL", _refuted(plan)),
        ("BEFORE YOU BEGIN", _before(plan)),
    ):
        lines += [heading, *part, ""]
    return "\n".join(lines).rstrip() + "\n"


def as_html(plan: Pilot) -> str:
    """Return the page for a browser, to be printed."""
    head = f"<!DOCTYPE html><html lang='en'><meta charset='utf-8'><title>{html.escape(_title(plan))}</title>"
    return f"{head}<style>{_STYLE}</style><body>{html.escape(page(plan))}</body></html>\n"


def _title(plan: Pilot) -> str:
    return plan.scenario.name.replace("_", " ")


def _wrapped(text: str, hang: str = "  ") -> list[str]:
    return textwrap.wrap(text, WIDTH, subsequent_indent=hang, break_long_words=True)


def _verdict(plan: Pilot) -> list[str]:
    teams, best = len(plan.teams), plan.best
    if plan.verdict == "never":
        needed = f"{best.teams} teams" if best.teams else "more teams than any organisation has"
        return _wrapped(
            f"TOO FEW PEOPLE TO EVER SEE THIS. With all {teams} teams even the largest effect on this page "
            f"({best.effect:+.2f} SD, {best.who}) would be found in {best.power:.0%} of trials; it takes {needed}. "
            "Join with other organisations, or try it without claiming to have tested it."
        )
    weak = min((row for row in plan.rows if row.effect > 0.0), key=lambda row: row.power)
    if plan.verdict == "enough":
        return _wrapped(f"WORTH DOING. {teams} teams find every effect on this page in {ENOUGH:.0%} of trials or more.")
    return _wrapped(
        f"IT DEPENDS ON THE EFFECT. {teams} teams find {best.effect:+.2f} SD ({best.who}) in {best.power:.0%} of "
        f"trials, but {weak.effect:+.2f} SD ({weak.who}) in {weak.power:.0%} only: no difference would prove little."
    )


def _who(plan: Pilot) -> Iterator[str]:
    for entry in plan.scenario.interventions:
        what = (type(entry).__doc__ or entry.id).strip().splitlines()[0]
        yield from _wrapped(f"- {type(entry).title or entry.id}: {what} Costs {cost_text(entry)}.")
    people = sum(plan.sizes[team] for team in plan.teams)
    kept = (
        "so that the two arms have teams of like size"
        if plan.design == "parallel"
        else "in the order in which they begin"
    )
    yield from _wrapped(
        f"- {len(plan.teams)} teams of {people} people, drawn by lot (seed {plan.seed}), {kept}. Whole teams, as "
        "people of one team cannot live in different years."
    )
    if plan.design == "parallel":
        yield from _wrapped(f"- With it: {_teams(plan, plan.treated)}", "    ")
        yield from _wrapped(f"- As now:  {_teams(plan, plan.control)}", "    ")
    else:
        for step in range(plan.steps):
            part = plan.order[step * len(plan.order) // plan.steps : (step + 1) * len(plan.order) // plan.steps]
            yield from _wrapped(f"- Step {step + 1}: {_teams(plan, part)}", "    ")
    if plan.left_out:
        yield from _wrapped(f"- Left out, fewer than {SMALLEST} people: {', '.join(plan.left_out)}", "    ")


def _teams(plan: Pilot, teams: Sequence[str]) -> str:
    return ", ".join(f"{team} ({plan.sizes[team]})" for team in teams)


def _when(plan: Pilot) -> Iterator[str]:
    if plan.design == "parallel":
        yield from _wrapped(
            f"- Parallel: half of the teams for {plan.weeks} weeks, then the others if it helped. Look in the week "
            f"before, after {plan.weeks // 2} weeks, after {plan.weeks} weeks (this look counts), and {AFTER} weeks "
            "after it has ended."
        )
        yield from _wrapped(
            f"- A stepped trial (all begin in turn) would find the middle effect in {plan.stepped:.0%}."
        )
    else:
        yield from _wrapped(
            f"- Stepped: all begin in turn, {plan.steps} steps of {max(1, plan.weeks // plan.steps)} weeks. Look in "
            f"the week before, at the end of every step (all looks count together), and {AFTER} weeks after all has "
            "ended. It finds more with as many teams, if the effect shows within a step."
        )


def _measured(plan: Pilot) -> Iterator[str]:
    first = OUTCOMES[plan.outcome][1]
    less = " (less is better)" if card(plan.outcome).better < 0 else ""
    yield from _wrapped(f'- What counts, decided now: {card(plan.outcome).title.lower()}{less}: "{first}" (1 to 7).')
    others = [f'"{text}"' for name, (_, text) in OUTCOMES.items() if name != plan.outcome][:4]
    yield from _wrapped(f"- Beside it, for side effects: {' '.join(others)}")
    yield from _wrapped(
        f"- Planned with {plan.response:.0%} of people answering. Analysis: "
        + (
            "t test on team means at the look that counts."
            if plan.design == "parallel"
            else "team means at every look, with an effect of each team, each look and the practice."
        )
    )


def _power(plan: Pilot) -> Iterator[str]:
    needed = f"teams for {ENOUGH:.0%}"
    yield f"  {'effect':<22}{'SD':>7}{'as shown':>10}{'simulated':>11}{'formula':>9}{needed:>16}"
    for row in plan.rows:
        yield _row(row)
    model = f"{plan.icc_model:.2f} in the model"
    why = "" if plan.icc == plan.icc_model else f"; planned with at least {LEAST_ICC:g}, as published, or as stated"
    yield from _wrapped(f"  Share of variance between teams: {plan.icc:.2f} ({model}{why}).")
    if plan.evidence is not None:
        known = plan.evidence
        yield from _wrapped(
            f"  Published ({known.practice}): {known.construct}, {known.short}, grade {known.grade}; taken as if it "
            f"held for {card(plan.outcome).title.lower()}."
        )
    else:
        yield from _wrapped("  Nothing is published of this practice with a size in SDs: only the model's stands here.")
    if not plan.runs:
        return
    yield from _wrapped(
        f"  In {plan.runs_found} of {plan.runs} simulated organisations a t test on team means, half of the teams "
        "treated and everybody asked without error, found it."
    )


def _row(row: Row) -> str:
    teams = "over 2000" if row.teams is None else str(row.teams)
    return f"  {row.who:<22}{row.effect:>+7.2f}{row.shown:>+10.2f}{row.power:>11.0%}{row.formula:>9.0%}{teams:>16}"


def _spill(plan: Pilot) -> Iterator[str]:
    if not plan.runs:
        yield from _wrapped(
            "- Not looked at: whom the practice is for is not there on the first day, so the model cannot keep it to "
            "teams. Ask both arms how much they heard of it."
        )
        return
    said = (
        f"In the model {plan.spill:.0%} of the effect reaches the teams without the practice, so the trial shows that "
        "much less than it does."
        if plan.spill >= 0.01
        else "In the model next to nothing reaches the teams without the practice within this time."
    )
    if plan.grown:
        said += " Ties were made up, so this is a guess: give --ties."
    yield from _wrapped(f"- {said} Ask both arms how much they heard of it.")


def _refuted(plan: Pilot) -> Iterator[str]:
    low, high = plan.refuted_below, plan.refuted_above
    shown = plan.effect * (1.0 - plan.spill)
    yield from _wrapped(
        f"- The model says {shown:+.2f} SD ({plan.effect_low:+.2f} to {plan.effect_high:+.2f} before spill-over; the "
        f"trial's standard error is {plan.error:.2f}). A difference below {low:+.2f} or above {high:+.2f} SD would "
        "refute it, at about one chance in twenty of being wrong."
    )
    if low < 0.0:
        yield from _wrapped(
            "- No difference at all would NOT refute it: this trial is too small for that. It could only be refuted by "
            "harm, or by more than it promises."
        )


def _before(plan: Pilot) -> Iterator[str]:
    yield from _wrapped(
        "- Write down this page before the first look and keep to it. Tell people it is a trial. Show no team of fewer "
        "than five answers. Stop if a side effect is clear at the middle look."
    )
