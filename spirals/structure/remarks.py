"""Remarks on how files were read, each with a grade: used, not used, or doubtful."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Literal

type Grade = Literal["used", "not used", "doubtful"]


class Remark(str):
    """One line on how something was read; a text, so that it prints like any other.

    Attributes
    ----------
    grade
        ``"used"``: as it stands there.  ``"not used"``: left aside.  ``"doubtful"``: a guess that an option settles.

    Examples
    --------
    >>> note = doubtful("99 read as missing")
    >>> note.grade, note
    ('doubtful', '99 read as missing')
    """

    grade: Grade

    def __new__(cls, text: str, grade: Grade = "used") -> Remark:
        """Make a remark of a text."""
        made = super().__new__(cls, text)
        made.grade = grade
        return made


def unused(text: str) -> Remark:
    """Return a remark that something was left aside."""
    return Remark(text, "not used")


def doubtful(text: str) -> Remark:
    """Return a remark that something was guessed."""
    return Remark(text, "doubtful")


def grade_of(note: str) -> Grade:
    """Return the grade of a note; plain texts say what was used."""
    return note.grade if isinstance(note, Remark) else "used"


def doubts(notes: Iterable[str]) -> list[str]:
    """Return the doubtful notes."""
    return [note for note in notes if grade_of(note) == "doubtful"]
