"""What an experiment file may say, typed and checked.

A scenario says what is run; an experiment says what is varied, how it is sampled and how often it is repeated.
"""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import BeforeValidator, Field, model_validator

from spirals.interventions.practice import AsTuple, Strict
from spirals.measures.headline import DEFAULT_MEASURES
from spirals.parameters import TABLE, nearest
from spirals.scenario.schema import check_measures

EVERY = "every"
GROUPS = tuple(dict.fromkeys(row.group for row in TABLE))
"""Headings of the parameter table, each of which names the parameters below it."""

Kind = Literal["grid", "list", "random", "lhs", "sobol", "morris"]
Value = float | int | str | bool
Names = Annotated[tuple[str, ...], AsTuple]


class Factor(Strict):
    """One thing that is varied, or a group of parameters that are.

    Examples
    --------
    >>> Factor(name="demand").low is None  # the range of the parameter table
    True
    """

    name: str | None = Field(default=None, min_length=1, description="a scenario field or parameter, by name")
    group: str | None = Field(
        default=None, description=f"instead of a name: all parameters under this heading of the table, or {EVERY}"
    )
    low: float | None = Field(default=None, description="lower end; else from the scenario or the parameter table")
    high: float | None = Field(default=None, description="upper end; else from the scenario or the parameter table")
    values: Annotated[tuple[Value, ...], AsTuple] | None = Field(
        default=None, min_length=1, description="instead of a range: the values themselves"
    )

    @model_validator(mode="after")
    def _consistent(self) -> Factor:
        if (self.name is None) == (self.group is None):
            raise ValueError('needs a name or a group; write for example name = "demand"')
        if self.group is not None:
            _check_group(self.group)
            if (self.low, self.high, self.values) != (None, None, None):
                raise ValueError("a group takes its ranges from the parameter table; leave low, high and values out")
        if self.values is not None and (self.low is not None or self.high is not None):
            raise ValueError("has both a range and values; leave one out")
        if self.low is not None and self.high is not None and not self.low < self.high:
            raise ValueError(f"goes from {self.low:g} to {self.high:g}; low must be below high")
        return self


def _check_group(name: str) -> None:
    if name not in (*GROUPS, EVERY):
        guess = nearest(name, [*GROUPS, EVERY])
        hint = f"did you mean '{guess}'?" if guess else f"use one of {', '.join((*GROUPS, EVERY))}"
        raise ValueError(f"group '{name}' is no heading of the parameter table; {hint}")


class Design(Strict):
    """How the settings are chosen.

    ``grid`` crosses all values, ``list`` takes what ``points`` or ``file`` say, ``random`` and ``lhs`` (Latin
    hypercube) draw ``samples`` settings, ``sobol`` draws ``samples`` x (factors + 2) for Sobol' indices and
    ``morris`` ``samples`` x (factors + 1) for screening.
    """

    kind: Kind = Field(description="how the settings are chosen")
    samples: int | None = Field(
        default=None, ge=1, le=1_000_000, description="random, lhs: settings; sobol: a power of 2; morris: trajectories"
    )
    levels: int | None = Field(default=None, ge=2, le=1000, description="grid, morris: steps of a range")
    points: Annotated[tuple[dict[str, Value], ...], AsTuple] | None = Field(
        default=None, min_length=1, description="list: one table of name = value for each setting"
    )
    file: str | None = Field(
        default=None, min_length=1, description="list: a CSV or Parquet file with a column for each factor"
    )

    @model_validator(mode="after")
    def _consistent(self) -> Design:
        wanted = WANTED[self.kind]
        for name in ("samples", "levels", "points", "file"):
            if getattr(self, name) is not None and name not in wanted:
                raise ValueError(f"kind {self.kind} has no {name}; leave it out")
        if self.kind == "list" and (self.points is None) == (self.file is None):
            raise ValueError("kind list needs points or file, one of them")
        if self.kind in ("random", "lhs") and self.samples is None:
            raise ValueError(f"kind {self.kind} needs samples; write for example samples = 100")
        if self.kind == "sobol" and self.samples is not None and self.samples & (self.samples - 1):
            power = 1 << self.samples.bit_length()
            raise ValueError(f"samples is {self.samples}; Sobol' indices need a power of 2, such as {power}")
        if self.kind == "morris" and self.levels is not None and self.levels % 2:
            raise ValueError(f"levels is {self.levels}; kind morris needs an even number, usually 4")
        return self


WANTED: dict[str, tuple[str, ...]] = {
    "grid": ("levels",),
    "list": ("points", "file"),
    "random": ("samples",),
    "lhs": ("samples",),
    "sobol": ("samples",),
    "morris": ("samples", "levels"),
}
"""What each kind of design may say."""


def _factors(value: Any) -> Any:
    """Let a factor be written as its name alone."""
    if not isinstance(value, list | tuple):
        return value
    return tuple({"name": item} if isinstance(item, str) else item for item in value)


class Experiment(Strict):
    """A designed experiment: scenarios, what is varied, how it is sampled, how often it is repeated.

    Every setting of the design is run for every scenario and replicate.  Scenarios of one setting and replicate
    always draw the same numbers; with ``luck = "common"`` replicate r draws them in every setting, too.

    Examples
    --------
    >>> Experiment(name="x", design=Design(kind="lhs", samples=8), factors=(Factor(name="demand"),)).replicates
    1
    """

    schema_: Literal[1] = Field(default=1, alias="schema", description="version of this file format")
    name: str = Field(min_length=1, max_length=100, description="short name, used for folders and tables")
    question: str = Field(default="", max_length=500, description="what it is to answer, in plain words")
    author: str = Field(default="", max_length=200, description="who wrote it")
    scenarios: Names = Field(
        default=("baseline",), min_length=1, description="files beside this one, or shipped names; the reference first"
    )
    replicates: int = Field(default=1, ge=1, le=100_000, description="runs of each setting that differ by chance")
    luck: Literal["common", "own"] = Field(
        default="common",
        description="common: replicate r draws the same numbers in every setting; own: every setting has its own luck",
    )
    seed: int = Field(default=1, ge=0, le=2**63 - 1, description="start of all random numbers")
    measures: Annotated[tuple[str, ...], BeforeValidator(check_measures)] = Field(
        default=DEFAULT_MEASURES, description="outcomes to keep, by name; usual = the usual ones"
    )
    daily: Names = Field(default=(), description="daily series to keep as well, by name")
    set_: dict[str, Any] = Field(
        default_factory=dict, alias="set", description="what is changed in every scenario: name = value"
    )
    design: Design = Field(description="how the settings are chosen")
    near: float | None = Field(
        default=None,
        gt=0.0,
        le=1.0,
        description="ranges of parameters that are not stated: this share of the way from what the reference assumes "
        "to either end of the parameter table's range; else the whole range",
    )
    factors: Annotated[tuple[Factor, ...], BeforeValidator(_factors)] = Field(default=(), description="what is varied")

    @model_validator(mode="after")
    def _consistent(self) -> Experiment:
        if not self.factors and self.design.kind != "list":
            raise ValueError('factors: nothing is varied; add for example factors = ["demand"]')
        if self.factors and self.design.kind == "list":
            raise ValueError("factors: a list says itself what is varied; leave factors out")
        return self
