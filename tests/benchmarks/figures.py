"""A table of figures: what each must be, should be, and is; printed as it grows and at the end."""

from __future__ import annotations

ROWS: list[tuple[str, float, str, str]] = []


def report(
    what: str, value: float, *, must: float | None = None, aim: float | None = None, less: bool = False, unit: str = ""
) -> None:
    """Note one figure; a limit is missed only beyond a dead band of 25 %, as shared machines are noisy."""
    verdict = ""
    if must is not None:
        verdict = f"must be {'<=' if less else '>='} {must:g}: {judged(value, must, less)}"
        if aim is not None:
            verdict += f"; aim {aim:g}"
    ROWS.append((what, value, unit, verdict))
    print(f"{what}: {value:.3g} {unit}  {verdict}", flush=True)


def judged(value: float, must: float, less: bool) -> str:
    """Say whether a limit is reached, missed by so little that noise could be why, or missed.

    Examples
    --------
    >>> judged(1.5, 1.4, False), judged(1.14, 1.4, False), judged(1.0, 1.4, False), judged(1.2, 1.0, True)
    ('reached', 'NOT reached, within the dead band', 'MISSED', 'NOT reached, within the dead band')
    """
    if value <= must if less else value >= must:
        return "reached"
    within = value <= 1.25 * must if less else value >= 0.75 * must
    return "NOT reached, within the dead band" if within else "MISSED"


def table() -> str:
    """Return all figures as lines of text."""
    return "\n".join(f"{value:>10.3g} {unit:<15} {what}  [{verdict}]" for what, value, unit, verdict in ROWS)
