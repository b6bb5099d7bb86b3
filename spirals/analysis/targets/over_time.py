"""Block D: what organisations look like over months and years, rows D1 to D9 and L01 to L04, L07 and L13."""

from __future__ import annotations

from typing import Any

from spirals.analysis.targets import follow_ups
from spirals.analysis.targets.follow_ups import BREACHES, MONTHS, STATES, Study
from spirals.analysis.targets.rows import Row

ABOUT_NOTHING = 0.1
"""SDs within which an effect is "about 0": this project's, half of what is called a small one."""
_INF = float("inf")
_LEITER = "Leiter et al. 2011, 2012"
_KAMMEYER = "Kammeyer-Mueller et al. 2013"
_BRANSBY = "Bransby, Kerrissey & Edmondson 2024"
_SCHWEITZER = "Schweitzer et al. 2006"
_GEORGANTA = "Georganta & Montgomery 2022"
_NAHRGANG = "Nahrgang et al. 2009 (L04)"
_ALLEN = "Allen et al. 2001 (L13)"
_NOHE = "panel matrices of Nohe et al. 2015 (L02, computed)"
_MATHIEU = "Mathieu et al. 2015, table 1 (L03, computed)"
_LIANG = "Liang et al. 2012 in Frazier et al. 2017 (L07)"


def _row(value: str, what: str, low: float, high: float, source: str, open_unit: float = 0.0, status: str = "S") -> Row:
    return Row(value.split()[0], value, what, low, high, source, status, open_unit)


ROWS: tuple[Row, ...] = (
    _row("D1 quality", "gain in quality of ties kept a year after a programme", 0.8, _INF, _LEITER, 0.2),
    _row("D1 attitudes", "gain in commitment and energy kept", 0.7, _INF, _LEITER, 0.2),
    _row("D1 quality first", "share kept, quality less attitudes", 0.0, _INF, _LEITER, 0.2),
    _row("D1 withdrawal last", "share kept, attitudes less withdrawal", 0.0, _INF, _LEITER, 0.2),
    _row("D2 slope", "support of newcomers, change over 13 weeks, SD", -_INF, 0.0, _KAMMEYER, 0.2),
    _row("D2 energy", "energy on level of support less on its slope, beta", 0.0, _INF, _KAMMEYER, 0.1),
    _row("D2 leaving", "staying on level of support less on its slope, beta", 0.0, _INF, _KAMMEYER, 0.1),
    _row("D3 start", "safety in the first month, newcomers less others, SD", 0.0, _INF, _BRANSBY, 0.2),
    _row("D3 change", "the same, change to the twelfth month, SD", -_INF, 0.0, _BRANSBY, 0.2),
    _row("D3 safe units", "that change on the unit's safety, beta", 0.0, _INF, _BRANSBY, 0.1),
    _row("D4 bridges", "ties without common contact gone in a year", 0.60, 0.97, "Burt 2002; Sampson (computed)"),
    _row("D4 embedded", "the same : ties with common contacts gone", 1.5, _INF, "Burt 2002; Sampson (computed)", 0.5),
    _row("D5 lapse", "trust lost in an ordinary lapse regained by ten good acts", 0.8, _INF, _SCHWEITZER, 0.1),
    _row("D5 betrayal", "trust lost in a betrayal regained by them", -_INF, 0.9, _SCHWEITZER, 0.1),
    _row("D5 apart", "share regained, lapse less betrayal", 0.0, _INF, _SCHWEITZER, 0.1),
    _row("D6 interaction", "what play brings, highest less lowest third of trust, SD", 0.0, _INF, _GEORGANTA, 0.1),
    _row("D6 lowest", "what it brings in the lowest third, SD", -ABOUT_NOTHING, ABOUT_NOTHING, _GEORGANTA),
    _row("D7 levelling", "rise of leader-member quality, weeks 1-4 less 5-8, SD", 0.0, _INF, _NAHRGANG, 0.1),
    _row("D7 late", "its rise in weeks 5-8, SD", 0.0, _INF, _NAHRGANG, 0.1),
    _row("D7 apart", "SD of it within leaders : of all", 0.5, _INF, _NAHRGANG, 0.2),
    _row("D7 leader", "leader's view, week 8, on member's performance, beta", 0.0, _INF, _NAHRGANG, 0.1),
    _row("D7 member", "member's view, week 8, on leader's performance, beta", 0.0, _INF, _NAHRGANG, 0.1),
    _row("D8 commitment", "survivors of layoffs, commitment after a month, SD", -_INF, 0.0, _ALLEN, 0.2),
    _row("D8 parting", "shares of first effects left after a year, most less least", 0.3, _INF, _ALLEN, 0.3),
    _row("D9 engagement", "engagement, again after 12 months, r", 0.55, 0.78, "Seppala et al. 2009 (L01)"),
    _row("D9 strain 3", "strain, again after 3 months, r", 0.60, 0.82, _NOHE, status="C"),
    _row("D9 strain 12", "strain, again after 12 months, r", 0.48, 0.72, _NOHE, status="C"),
    _row("D9 strain 36", "strain, again after 36 months, r", 0.45, 0.70, _NOHE, status="C"),
    _row("D9 strain lasting", "r after 36 months : after 12", 0.75, _INF, _NOHE, 0.25, "C"),
    _row("D9 team quality", "quality of ties, team means, again after 3 months, r", 0.30, 0.80, _MATHIEU, status="C"),
    _row("D9 team work", "performance, team means, again after 3 months, r", 0.30, 0.80, _MATHIEU, status="C"),
    _row("D9 safety", "safety, again after 6 weeks, r", 0.20, 0.80, _LIANG),
    _row("D9 safety moves", "engagement's r after 12 months less that", 0.0, _INF, _LIANG, 0.1),
)

CHOSEN_HERE = ("D6 lowest",)
"""Rows whose band the source gives in words only ("about 0"): these limits are this project's."""

OTHERS: tuple[tuple[str, str], ...] = (
    *((f"D1 {what} at the end", f"gain in {what} when a programme ends, SD") for what in ("quality", "attitudes")),
    ("D1 withdrawal at the end", "less withdrawal when a programme ends, SD"),
    ("D1 withdrawal", "less withdrawal, share kept a year after"),
    ("D1 learnt", "share of the programme's direct effect that is learnt"),
    ("D1 by motivation alone", "gain in quality kept if nothing is learnt, and twice as much is motivation"),
    ("D4 ties", "share of ties that are bridges"),
    *((f"D5 {how} against good acts", f"trust lost in a {how} regained, twin with the good acts") for how in BREACHES),
    ("D5 loss by a lapse", "trust lost in an ordinary lapse, 0..1"),
    ("D5 loss by a betrayal", "trust lost in a betrayal, 0..1"),
    ("D6 highest", "what play brings in the highest third of trust, SD"),
    ("D7 early", "rise of leader-member quality in weeks 1-4, SD"),
    *((f"D8 {what} month {month}", f"survivors, {what}, month {month}, SD") for what in STATES for month in MONTHS),
)
"""Values without a band that show what verdicts hang on."""
_PARTS = (
    follow_ups.programme, follow_ups.newcomers, follow_ups.bridges, follow_ups.breaches, follow_ups.play,
    follow_ups.new_leaders, follow_ups.layoffs, follow_ups.stability,
)  # fmt: skip


def measure(seed: int, **changes: Any) -> dict[str, float]:
    """Return the value of every row of block D, and of `OTHERS`, for one seed.

    Parameters
    ----------
    seed
        Of the organisations and of the studies.
    changes
        Parameters or fields to change, by name.
    """
    study = Study(seed, changes)
    return {name: value for part in _PARTS for name, value in part(study).items()}
