"""Lessons as text files: read, checked, and told in one line what is wrong with them."""

from __future__ import annotations

import itertools
import os
import tomllib
from functools import cache
from pathlib import Path
from typing import Annotated, Any, Literal

from markdown_it import MarkdownIt
from pydantic import ConfigDict, Field, ValidationError, model_validator

from spirals.app.catalogue import CURVES
from spirals.app.setup import Setup
from spirals.errors import InputError
from spirals.interventions.practice import Strict
from spirals.scenario import Scenario, with_changes
from spirals.scenario.files import is_file

FOLDER = Path(__file__).resolve().parent / "lessons"
_LARGEST = 200_000  # bytes of a lesson file
Text = Annotated[str, Field(min_length=1, max_length=20_000)]
Short = Annotated[str, Field(min_length=1, max_length=400)]


class _Table(Strict):
    """A table of a lesson file; lists are taken as they come from TOML."""

    model_config = ConfigDict(strict=False)


class Case(_Table):
    """One scenario of a lesson."""

    title: Short
    base: Short = "baseline"
    changes: dict[str, Any] = Field(default_factory=dict)


class Run(_Table):
    """What a lesson runs."""

    days: int = Field(default=130, ge=5, le=520)
    size: int = Field(default=100, ge=10, le=500)
    seed: int = Field(default=1, ge=0, le=2**63 - 1)
    replicates: int = Field(default=10, ge=5, le=30)
    curve: str = "mean_quality"
    measures: list[str] = Field(default_factory=list)
    scenarios: list[Case] = Field(min_length=2, max_length=4)


class Contrast(_Table):
    """The lesson's curve in one scenario less that in another, its mean over the days ``first`` to ``last``."""

    scenario: int = Field(ge=1, le=4)
    against: int = Field(ge=1, le=4)
    first: int = Field(ge=1)
    last: int = Field(ge=1)


class Outcome(_Table):
    """How a number of the runs maps to a choice: a contrast, or its ratio to another, between cuts.

    The first choice lies on one side of the first cut, the second between the first two, and so on; cuts rise where
    the first choice stands for the smallest numbers, and fall where it stands for the largest.
    """

    of: Contrast
    over: Contrast | None = None
    cuts: list[float] = Field(min_length=1, max_length=5)
    words: Short

    @model_validator(mode="after")
    def _is_in_order(self) -> Outcome:
        steps = [second - first for first, second in itertools.pairwise(self.cuts)]
        if not (all(step > 0 for step in steps) or all(step < 0 for step in steps)):
            raise ValueError("cuts must rise throughout, or fall throughout")
        return self

    def place(self, value: float) -> int:
        """Return the place of the choice in whose range a number lies.

        Examples
        --------
        >>> part = {"scenario": 2, "against": 1, "first": 1, "last": 5}
        >>> falling = Outcome.model_validate({"of": part, "cuts": [1.0, 0.5], "words": "what is left"})
        >>> [falling.place(value) for value in (1.2, 0.7, 0.1)]
        [0, 1, 2]
        """
        rises = len(self.cuts) == 1 or self.cuts[0] < self.cuts[1]
        return sum(value >= cut if rises else value < cut for cut in self.cuts)


class Prediction(_Table):
    """A question answered before the run: by a choice, or by a number between ``low`` and ``high``."""

    question: Short
    choices: list[Short] = Field(default_factory=list, max_length=6)
    outcome: Outcome | None = None
    low: float | None = None
    high: float | None = None
    scenario: int | None = Field(default=None, ge=1, le=4)
    day: int | None = Field(default=None, ge=1)

    @model_validator(mode="after")
    def _asks_one_thing(self) -> Prediction:
        number = (self.low, self.high, self.scenario, self.day)
        if bool(self.choices) == all(part is not None for part in number):
            raise ValueError("needs either choices, or all of low, high, scenario and day")
        if self.low is not None and self.high is not None and self.low >= self.high:
            raise ValueError("low must be below high")
        if self.outcome is not None and len(self.choices) != len(self.outcome.cuts) + 1:
            raise ValueError("outcome needs one cut between each two choices")
        return self


class Question(_Table):
    """A question to answer in writing, or to discuss with a source at hand."""

    question: Short
    source: str = ""


class Notes(_Table):
    """What only the instructor needs."""

    notes: str = ""


class Lesson(_Table):
    """One lesson, as its file says."""

    schema_: Literal[1] = Field(default=1, alias="schema")
    title: Short
    question: Short
    minutes: int = Field(default=30, ge=5, le=300)
    read: Text
    explain: Text
    run: Run
    predict: list[Prediction] = Field(min_length=1, max_length=6)
    ask: list[Question] = Field(default_factory=list, max_length=10)
    discuss: list[Question] = Field(default_factory=list, max_length=10)
    instructor: Notes = Notes()

    def scenarios(self) -> list[Scenario]:
        """Return the scenarios that it runs."""
        shared = {"days": self.run.days, "size": self.run.size, "seed": self.run.seed}
        return [
            with_changes(Setup(case.base, {**shared, **case.changes}).scenario(), {"name": case.title})
            for case in self.run.scenarios
        ]


def folders() -> list[Path]:
    """Return the folders that lessons are read from: the shipped one, then the instructor's."""
    own = os.environ.get("SPIRALS_LESSONS")
    return [FOLDER, *([Path(own)] if own else [])]


def listed() -> tuple[dict[str, Lesson], list[str]]:
    """Return lessons by file name, in order, and what is wrong with those that cannot be read.

    An instructor's file takes the place of a shipped one of the same name.
    """
    found: dict[str, Lesson] = {}
    problems: list[str] = []
    for folder in folders():
        for path in sorted(folder.glob("*.toml")):
            try:
                found[path.stem] = read(path)
            except InputError as error:
                problems.append(str(error))
    return found, problems


def read(path: Path) -> Lesson:
    """Read a lesson file; it is read again only when it has changed.

    Raises
    ------
    InputError
        One line ``FILE: key: problem; remedy`` for each problem.
    """
    try:
        return _read(path, path.stat().st_mtime_ns)
    except OSError as error:
        raise InputError(f"{path.name}: file: cannot be read ({error.strerror}); check its permissions") from None


@cache
def _read(path: Path, changed: int) -> Lesson:
    size = path.stat().st_size
    if not is_file(path) or size > _LARGEST:
        what = f"has {size} bytes" if is_file(path) else "is no regular file"
        raise InputError(f"{path.name}: file: {what}; a lesson is a short text, at most {_LARGEST} bytes")
    raw = path.read_bytes()
    try:
        said = tomllib.loads(raw.decode("utf-8-sig"))
        lesson = Lesson.model_validate(said)
    except (UnicodeDecodeError, tomllib.TOMLDecodeError, RecursionError) as error:
        raise InputError(f"{path.name}: file: is not TOML in UTF-8 ({error}); correct it") from None
    except ValidationError as error:
        raise InputError("\n".join(_lines(path.name, error))) from None
    _check(path.name, lesson)
    return lesson


def _lines(name: str, error: ValidationError) -> list[str]:
    lines = []
    for one in error.errors():
        place = ".".join(str(part + 1) if isinstance(part, int) else part for part in one["loc"]) or "file"
        message = one["msg"].removeprefix("Value error, ").lower()
        lines.append(f"{name}: {place}: {message}; see a shipped lesson for an example")
    return lines


def _check(name: str, lesson: Lesson) -> None:
    if lesson.run.curve not in CURVES:
        raise InputError(f"{name}: run.curve: '{lesson.run.curve}' is unknown; use one of {', '.join(CURVES)}")
    for number, one in enumerate(lesson.predict, start=1):
        if one.scenario is not None and one.scenario > len(lesson.run.scenarios):
            raise InputError(f"{name}: predict.{number}.scenario: there is no scenario {one.scenario}; count from 1")
        if one.day is not None and one.day > lesson.run.days:
            raise InputError(
                f"{name}: predict.{number}.day: the run has {lesson.run.days} days only; give an earlier one"
            )
        parts = [one.outcome.of, one.outcome.over] if one.outcome is not None else []
        for part in parts:
            if part is not None and max(part.scenario, part.against) > len(lesson.run.scenarios):
                raise InputError(f"{name}: predict.{number}.outcome: there is no such scenario; count from 1")
            if part is not None and not part.first <= part.last <= lesson.run.days:
                raise InputError(
                    f"{name}: predict.{number}.outcome: the days {part.first} to {part.last} are none of the run's "
                    f"{lesson.run.days}; give others"
                )
    from spirals.measures.registry import find

    try:
        lesson.scenarios()
        for measure in lesson.run.measures:
            find(measure)
    except InputError as error:
        raise InputError(f"{name}: run: {error}") from None


_MARKDOWN = MarkdownIt("commonmark", {"html": False}).disable(["image", "link", "autolink"])


def as_html(text: str) -> str:
    """Return Markdown as HTML; tags, pictures and links in it are shown as text.

    Examples
    --------
    >>> print(as_html("*good* <script>").strip())
    <p><em>good</em> &lt;script&gt;</p>
    """
    return str(_MARKDOWN.render(text))
