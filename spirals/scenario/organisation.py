"""What a scenario says about the organisation: generated from numbers, or read from files."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import BeforeValidator, Field, WithJsonSchema, model_validator

from spirals.interventions.practice import AsTuple, Strict

# Keys that only a generated organisation reads.
GENERATED = (
    "size", "teams", "team_size", "span", "levels", "sites", "remote", "homophily",
    "ties_per_person", "density", "tenure",
)  # fmt: skip
# Two ways of saying the same thing; a file that uses one overrides what it inherits of the other.
ALTERNATIVES = (("density", "ties_per_person"), ("teams", "team_size"))


def _check_directed(value: Any) -> bool | str:
    if isinstance(value, bool) or value == "auto":
        return value
    raise ValueError('must be true, false or "auto"')


Directed = Annotated[
    bool | Literal["auto"],
    BeforeValidator(_check_directed),
    WithJsonSchema({"anyOf": [{"type": "boolean"}, {"const": "auto"}]}),
]
Column = Annotated[str, Field(min_length=1)] | None


class OrganisationSpec(Strict):
    """The organisation to start from.

    Without ``people`` and ``ties`` it is generated from the numbers; with them it is read from these files
    and the numbers do not apply.  Paths in a scenario file are relative to that file.
    """

    size: int = Field(default=100, ge=2, le=1_000_000, description="people on day 1")
    teams: int | None = Field(default=None, ge=1, le=1_000_000, description="number of teams; else from team_size")
    team_size: float = Field(default=8.0, ge=1, le=1000, description="mean people in a team, leader included")
    span: float | None = Field(default=None, ge=2, le=50, description="teams under one manager; 6 if left out")
    levels: int = Field(default=3, ge=1, le=3, description="1 members only, 2 with team leads, 3 with managers")
    sites: int = Field(default=1, ge=1, le=100, description="places of work")
    remote: float = Field(default=0.2, ge=0, le=1, description="share of people who work away from the site")
    homophily: float = Field(
        default=4.0,
        ge=1,
        le=50,
        description="how many times likelier a tie is inside a team than between teams",
    )
    ties_per_person: float | None = Field(default=None, ge=0, le=200, description="mean ties a person has")
    density: float | None = Field(default=None, ge=0, le=1, description="share of pairs with a tie")
    tenure: float = Field(default=5.0, ge=0, le=40, description="mean years in the organisation on day 1")

    people: str | None = Field(default=None, min_length=1, description="path of people.csv")
    ties: str | None = Field(default=None, min_length=1, description="path of ties.csv")
    id_column: Column = Field(default=None, description="people file: column of ids")
    team_column: Column = Field(default=None, description="people file: column of teams")
    level_column: Column = Field(default=None, description="people file: column of levels")
    site_column: Column = Field(default=None, description="people file: column of sites")
    tenure_column: Column = Field(default=None, description="people file: column of tenure")
    remote_column: Column = Field(default=None, description="people file: column that says who works remotely")
    hired_column: Column = Field(default=None, description="people file: column of the day somebody joined")
    left_column: Column = Field(default=None, description="people file: column that says who has left")
    reports_column: Column = Field(default=None, description="people file: column with the id or name of the superior")
    source_column: Column = Field(default=None, description="ties file: column of the one who names the tie")
    target_column: Column = Field(default=None, description="ties file: column of the one who is named")
    weight_column: Column = Field(default=None, description="ties file: column of the tie's strength")
    kind_column: Column = Field(default=None, description="ties file: column of the kind of tie")
    wave_column: Column = Field(default=None, description="column of the wave; the last one counts")
    question_columns: Annotated[tuple[str, ...], AsTuple] = Field(
        default=(), description="ties file: columns of answers of which each is a kind of tie"
    )
    states: dict[str, str] = Field(default_factory=dict, description="people file: column of the answers, by state")
    scale: Annotated[tuple[float, float] | None, AsTuple] = Field(
        default=None, description="lowest and highest possible answer"
    )
    missing: Annotated[tuple[float, ...], AsTuple] = Field(
        default=(), description='people file: answers that mean "no answer", as 99'
    )
    directed: Directed = Field(default="auto", description="whether a row's direction matters")
    kinds: dict[str, Literal["positive", "negative", "reports_to", "ignore"]] = Field(
        default_factory=dict, description="how a kind of tie is to be read"
    )
    never: Literal["auto", "none"] | float | dict[str, float] = Field(
        default="auto", description='ties file: answer that means "never", so no tie: a number, or one by kind'
    )
    strict: bool = Field(default=False, description="whether a doubt in reading files is an error")
    min_weight: float | None = Field(default=None, gt=0, le=1e12, description="rows with less weight are no ties")

    @property
    def is_read(self) -> bool:
        """Say whether it is read from files."""
        return self.people is not None or self.ties is not None

    @model_validator(mode="after")
    def _says_one_thing(self) -> OrganisationSpec:
        if self.density is not None and self.ties_per_person is not None:
            raise ValueError("has both density and ties_per_person; keep one of them")
        if self.is_read and "size" in self.model_fields_set:
            raise ValueError("has size, but people and ties come from files; leave out size")
        if not self.is_read and self.teams is not None and self.teams > self.size:
            raise ValueError(f"has {self.teams} teams for {self.size} people; give fewer teams or more people")
        return self
