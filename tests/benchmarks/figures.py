"""A table of figures: what each must be, should be, and is; printed as it grows and at the end."""

from __future__ import annotations

ROWS: list[tuple[str, float, str, str]] = []


def report(
    what: str, value: float, *, must: float | None = None, aim: float | None = None, less: bool = False, unit: str = ""
) -> None:
    """Note one figure; a limit is missed only beyond a dead band of 25 %."""
    verdict = ""
    if must is not None:
        band = 1.25 if less else 0.75
        reached = value <= must * band if less else value >= must * band
        verdict = f"must be {'<=' if less else '>='} {must:g}: {'reached' if reached else 'MISSED'}"
        if aim is not None:
            verdict += f"; aim {aim:g}"
    ROWS.append((what, value, unit, verdict))
    print(f"{what}: {value:.3g} {unit}  {verdict}", flush=True)


def table() -> str:
    """Return all figures as lines of text."""
    return "\n".join(f"{value:>10.3g} {unit:<15} {what}  [{verdict}]" for what, value, unit, verdict in ROWS)
