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


def in_order_of_doubt(notes: Iterable[str]) -> list[str]:
    """Return notes as plain lines, each doubtful or unused one marked, the doubtful ones first.

    Examples
    --------
    >>> in_order_of_doubt(["3 people", doubtful("99 read as missing"), unused("column 'x'")])
    ['In doubt: 99 read as missing', '3 people', "Not used: column 'x'"]
    """
    marks: dict[Grade, str] = {"doubtful": "In doubt: ", "used": "", "not used": "Not used: "}
    return [mark + note for grade, mark in marks.items() for note in notes if grade_of(note) == grade]


def doubts(notes: Iterable[str]) -> list[str]:
    """Return the doubtful notes."""
    return [note for note in notes if grade_of(note) == "doubtful"]
