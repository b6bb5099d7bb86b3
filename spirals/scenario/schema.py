"""What a scenario may say, typed and checked."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from numbers import Real
from typing import Annotated, Any, Literal

from pydantic import AfterValidator, BeforeValidator, Field, PlainSerializer, ValidationError, WithJsonSchema
from pydantic_core import InitErrorDetails, PydanticCustomError

from spirals.errors import InputError, visible
from spirals.interventions.practice import MAX_DAY, AsTuple, Entry, Practice, Shock, Strict
from spirals.interventions.registry import find
from spirals.null_models import NULL_MODELS
from spirals.parameters import PARAMETERS, nearest, resolve
from spirals.plain import Fixed
from spirals.scenario.organisation import OrganisationSpec

SCHEMA_VERSION = 1
MOST_LINES = 20  # problems told at once; who corrects these sees the next
# What a file says about itself; it changes nothing in a run and is not inherited.
DESCRIPTIVE = ("name", "question", "author")
# Stands for the measures of a table when nobody asks for others.
USUAL = "usual"
# Stands for what the score is made of: its outcomes over the whole run and the months after.
SCORE = "score"


def failed(*problems: tuple[tuple[str | int, ...], str, Any]) -> ValidationError:
    """Return an error that pydantic merges with the others, one line for each (place, message, value)."""
    lines: list[InitErrorDetails] = [
        {"type": PydanticCustomError("said", "{text}", {"text": text}), "loc": place, "input": value}
        for place, text, value in problems
    ]
    return ValidationError.from_exception_data("scenario", lines)


def _read_entry(shocks: bool) -> Callable[[Any], Entry]:
    wanted = Shock if shocks else Practice

    def read(value: Any) -> Entry:
        if isinstance(value, wanted):
            return value
        if not isinstance(value, Mapping):
            raise ValueError(f"must be a table that starts with [[{'shocks' if shocks else 'interventions'}]]")
        name = value.get("id")
        if not isinstance(name, str):
            known = "crisis" if shocks else "team_incentives"
            raise failed(
                (
                    ("id",),
                    f'names no {"shock" if shocks else "practice"}; add for example id = "{known}"',
                    name,
                )
            )
        try:
            kind = find(name, shocks)
        except InputError as error:
            raise failed((("id",), str(error), name)) from error
        return kind.model_validate({key: item for key, item in value.items() if key != "id"})

    return read


def _check_parameters(value: Any) -> Any:
    if not isinstance(value, Mapping):
        return value
    problems: list[tuple[tuple[str | int, ...], str, Any]] = []
    for name, number in value.items():
        problem = parameter_problem(str(name), number)
        if problem:
            problems.append(((str(name),), problem, number))
        if len(problems) > MOST_LINES:
            break
    if problems:
        raise failed(*problems)
    return {name: float(number) for name, number in value.items()}


def parameter_problem(name: str, value: Any) -> str | None:
    """Return what is wrong with a parameter's value, with the remedy, or None."""
    row = PARAMETERS.get(name)
    if row is None:
        guess = nearest(name, PARAMETERS)
        hint = f"did you mean '{guess}'?" if guess else "see `spirals list parameters`"
        return f"unknown parameter; {hint}"
    if isinstance(value, bool) or not isinstance(value, Real):
        return f"must be a number; give one from {row.low:g} to {row.high:g}"
    number = as_float(value)
    if not row.low <= number <= row.high:  # also true for nan and infinities
        return f"is {number:g}, outside its range; give a number from {row.low:g} to {row.high:g}"
    return None


def as_float(value: Any) -> float:
    """Return a number as a float; one that is too large for that is infinite."""
    try:
        return float(value)
    except OverflowError:
        return math.inf if value > 0 else -math.inf


def _check_uncertainties(value: Any) -> Any:
    if not isinstance(value, Mapping):
        return value
    problems: list[tuple[tuple[str | int, ...], str, Any]] = []
    for name, pair in value.items():
        problem = _range_problem(str(name), pair)
        if problem:
            problems.append(((str(name),), problem, pair))
        if len(problems) > MOST_LINES:
            break
    if problems:
        raise failed(*problems)
    return {name: (float(pair[0]), float(pair[1])) for name, pair in value.items()}


def _range_problem(name: str, pair: Any) -> str | None:
    if not isinstance(pair, list | tuple) or len(pair) != 2:
        return "must be a range; write for example [0.2, 0.6]"
    problem = parameter_problem(name, pair[0]) or parameter_problem(name, pair[1])
    if problem is None and pair[0] > pair[1]:
        return f"starts at {pair[0]:g} and ends below it, at {pair[1]:g}; put the smaller number first"
    return problem


def _check_schema(value: Any) -> Any:
    # True and 1.0 are equal to 1, but mean something else here.
    if isinstance(value, bool | float):
        raise ValueError("must be the whole number 1")
    return value


def _check_step(value: float) -> float:
    if value not in (0.5, 1.0):
        raise ValueError(f"is {value:g}; give 1 (a slot of two hours) or 0.5 (half of it)")
    return value


def check_measures(value: Any) -> Any:
    """Check names of measures and write out what "usual" and "score" stand for."""
    if not isinstance(value, list | tuple):
        return value
    if not value:
        return ()
    # Only a file that names measures needs to know them all.
    from spirals.measures import DEFAULT_MEASURES, MEASURES
    from spirals.measures.score import WHOLES

    problems: list[tuple[tuple[str | int, ...], str, Any]] = []
    for index, name in enumerate(value):
        if not isinstance(name, str) or name not in {*MEASURES, USUAL, SCORE, *WHOLES}:
            guess = nearest(str(name), [*MEASURES, USUAL])
            hint = f"did you mean '{guess}'?" if guess else "see `spirals list measures`"
            if len(problems) > MOST_LINES:
                break
            problems.append(((index,), f"unknown measure '{visible(str(name), 60)}'; {hint}", name))
    if problems:
        raise failed(*problems)
    sets = {USUAL: DEFAULT_MEASURES, SCORE: WHOLES}
    wanted = [one for name in value for one in sets.get(name, (name,))]
    return tuple(dict.fromkeys(wanted))


def _check_shown(value: str) -> str:
    if visible(value) != value:
        raise ValueError("holds characters that a terminal acts on; remove them")
    return value


def _entry(entry: Entry) -> dict[str, Any]:
    return entry.entry()


Shown = Annotated[str, AfterValidator(_check_shown)]
Intervention = Annotated[
    Practice,
    BeforeValidator(_read_entry(shocks=False)),
    PlainSerializer(_entry),
    WithJsonSchema({"type": "object"}),
]
ShockEntry = Annotated[
    Shock,
    BeforeValidator(_read_entry(shocks=True)),
    PlainSerializer(_entry),
    WithJsonSchema({"type": "object"}),
]


class Scenario(Strict):
    """One experiment that can be run alone: an organisation, what is done in it, and what is asked.

    Only ``name`` is required.  Levers are ``interventions``, uncertainties are ranges of parameters, outcomes
    are ``measures``.  A scenario is read by :func:`spirals.scenario.load`, which also follows ``extends``.

    Examples
    --------
    >>> Scenario(name="a quarter", days=65).replicates
    30
    """

    schema_: Annotated[Literal[1], BeforeValidator(_check_schema)] = Field(
        default=1, alias="schema", description="version of this file format"
    )
    name: Shown = Field(min_length=1, max_length=100, description="short name, used for folders and tables")
    question: Shown = Field(default="", max_length=1000, description="what this scenario asks, in plain words")
    author: Shown = Field(default="", max_length=200, description="who wrote it")
    days: int = Field(default=260, ge=1, le=MAX_DAY, description="working days to run; a year is 260")
    seed: int = Field(default=1, ge=0, le=2**63 - 1, description="seed of all random numbers")
    replicates: int = Field(default=30, ge=1, le=100_000, description="runs with different random numbers")
    engine: Literal["auto", "compiled", "stepwise"] = Field(default="auto", description="how days are computed")
    activation: Literal["sequential", "simultaneous"] = Field(
        default="sequential", description="whether people act in turn on what they find, or all on the state before"
    )
    time_step: Annotated[float, AfterValidator(_check_step), WithJsonSchema({"enum": [0.5, 1.0], "type": "number"})] = (
        Field(default=1.0, description="part of a two-hour slot that one step takes; 0.5 takes ten steps a day")
    )
    saturation: Literal["exponential", "square"] = Field(
        default="exponential", description="how effects of encounters level off near 0 and 1"
    )
    theory: str = Field(
        default="moves", min_length=1, max_length=100, description="what encounters and days do to people, by name"
    )
    null_model: Literal["M0", "M1", "M2", "M3", "M4", "M5", "M6", "M7", "M8"] | None = Field(
        default=None, description="; ".join(f"{row.name}: {row.meaning}" for row in NULL_MODELS.values())
    )
    measures: Annotated[tuple[str, ...], BeforeValidator(check_measures)] = Field(
        default=(), description="outcomes to report, by name; usual = the usual ones, and so is none"
    )
    organisation: OrganisationSpec = Field(
        default_factory=OrganisationSpec, description="the organisation to start from"
    )
    parameters: Annotated[dict[str, float], BeforeValidator(_check_parameters), AfterValidator(Fixed)] = Field(
        default_factory=Fixed, description="parameters of the model that differ from their defaults"
    )
    interventions: Annotated[tuple[Intervention, ...], AsTuple] = Field(
        default=(), description="what is done, to whom, when, how much"
    )
    shocks: Annotated[tuple[ShockEntry, ...], AsTuple] = Field(default=(), description="what strikes, and when")
    uncertainties: Annotated[
        dict[str, tuple[float, float]], BeforeValidator(_check_uncertainties), AfterValidator(Fixed)
    ] = Field(default_factory=Fixed, description="parameters known only as a range: name = [low, high]")

    @property
    def programmes(self) -> tuple[Entry, ...]:
        """Return interventions and shocks together, as the organisation applies them."""
        return (*self.interventions, *self.shocks)

    def values(self, with_null_model: bool = True) -> dict[str, float]:
        """Return all parameters: the defaults, this scenario's, and last those of the null model."""
        null = NULL_MODELS[self.null_model].overrides if self.null_model and with_null_model else {}
        return resolve({**self.parameters, **null})

    @property
    def saturation_order(self) -> float:
        """Return 1 where effects level off exponentially, 2 where by the square of the room left."""
        return 2.0 if self.saturation == "square" else 1.0

    def as_dict(self) -> dict[str, Any]:
        """Return what was said, by the keys of a scenario file; defaults that were not said are left out."""
        said = self.model_dump(mode="json", by_alias=True, exclude_unset=True, exclude_none=True)
        # A record made in Python and one read from a file differ in what counts as said.
        return {key: value for key, value in said.items() if value not in ({}, [])}
