"""What results are called in plain words; each function maps data to words by a stated rule."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from spirals.analysis.paired import is_clear, way
from spirals.interventions.practice import Entry, Shock
from spirals.interventions.who import PLAIN, parse

__all__ = ["answer", "for_whom", "headline", "in_table", "is_clear", "joined", "size", "title", "way", "when"]
DOUBTED = " †"
SIZES = ((0.05, "hardly any"), (0.2, "small"), (0.5, "medium"))
"""Below these many standard deviations between people an effect is called so; beyond, large (after Cohen 1988)."""


def title(label: str) -> str:
    """Return a scenario's name as a heading.

    Examples
    --------
    >>> title("team_incentives")
    'Team incentives'
    """
    text = label.replace("_", " ")
    return text[:1].upper() + text[1:]


def headline(verdict: str, drawn: str) -> str:
    """Say how an option compares with the reference, chance and assumptions both counted.

    Parameters
    ----------
    verdict
        From paired runs at the default assumptions.
    drawn
        From draws of the assumptions.

    Examples
    --------
    >>> headline("surely better, by little", "robustly better"), headline("no clear difference", "mostly better")
    ('Better, under nearly all assumptions tried', 'No clear difference')
    >>> headline("surely better, by little", "depends on assumptions")
    'Better at the default assumptions, but it depends on them'
    """
    found = way(verdict)
    if found == "none":
        return "Too few runs to say" if "few" in verdict or "one run" in verdict else "No clear difference"
    if found == "tiny":
        return f"{'Better' if 'better' in verdict else 'Worse'}, but by too little to matter"
    word = found.capitalize()
    if drawn == f"robustly {found}":
        return f"{word}, under nearly all assumptions tried"
    if drawn == f"mostly {found}":
        return f"{word}, under most assumptions tried"
    return f"{word} at the default assumptions, but it depends on them"


def size(effect: float) -> str:
    """Return how large an effect is, in a word.

    Examples
    --------
    >>> size(0.01), size(-0.3), size(0.9)
    ('hardly any', 'medium', 'large')
    """
    return next((word for below, word in SIZES if abs(effect) < below), "large")


def answer(rows: Sequence[Mapping[str, Any]], first_two: str) -> tuple[str, str]:
    """Return the answer of the whole page: its kind, and the scenario it is about.

    Parameters
    ----------
    rows
        Options of the ranking, best first, without the reference.
    first_two
        Verdict of the best against the next.

    Returns
    -------
    tuple of str
        ``none`` (nothing helps), ``one`` (one comes out best), ``several`` (several help, none clearly best);
        then a label.
    """
    helping = [row for row in rows if way(row["verdict"]) == "better"]
    if not helping:
        return "none", ""
    clear = len(rows) == 1 or is_clear(first_two)
    return ("one" if clear or len(helping) == 1 else "several"), helping[0]["scenario"]


def for_whom(entry: Entry) -> str:
    """Return who takes part, in words; people who are named by id are counted, not named."""
    if not isinstance(entry.who, str):
        return f"{len(entry.who)} chosen {'person' if len(entry.who) == 1 else 'people'}"
    chosen = parse(entry.who)
    if entry.who in PLAIN:
        return "everybody" if entry.who == "everyone" else PLAIN[entry.who].split(" (")[0]
    amount = f"{100.0 * chosen.amount:.0f}% of people"
    return {
        "team": f"team {chosen.name}",
        "site": f"site {chosen.name}",
        "share": f"{amount}, chosen at random",
        "least_connected": f"the {amount} who are least connected",
        "best_connected": f"the {amount} with the best connections",
        "lowest": f"the {amount} lowest in {chosen.name}",
        "highest": f"the {amount} highest in {chosen.name}",
        "newcomers": f"people in their first {chosen.amount:.0f} working days",
        "tenured": f"people who have been here for {chosen.amount:.0f} working days",
    }.get(chosen.kind, entry.who)


def when(entry: Entry, days: int) -> str:
    """Return from when to when something is in force."""
    last = entry.last_day
    if isinstance(entry, Shock):
        return f"strikes on day {entry.first_day}"
    start = "from the first day" if entry.first_day == 1 else f"from day {entry.first_day}"
    return f"{start} to the end" if last is None or last >= days else f"{start} to day {last}"


def joined(words: Sequence[str]) -> str:
    """Return words as a list in a sentence.

    Examples
    --------
    >>> joined(["a", "b", "c"])
    'a, b and c'
    """
    return ", ".join(words[:-1]) + (" and " if len(words) > 1 else "") + "".join(words[-1:])


def in_table(verdict: str, p: float, level: float) -> str:
    """Return a measure's verdict, marked where it may be a false alarm among so many measures and options.

    Examples
    --------
    >>> in_table("surely better, by little", 0.2, 0.05)
    'surely better, by little †'
    """
    return f"{verdict}{DOUBTED}" if is_clear(verdict) and not p <= level else verdict


def is_doubted(verdict: str) -> bool:
    """Say whether a verdict is marked as one that may be chance alone among so many."""
    return verdict.endswith(DOUBTED)
