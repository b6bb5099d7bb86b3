"""What a practice is: what x to whom x when x how much, at what cost.

A practice is a frozen, checked record.  Its ``repr`` recreates it, :meth:`Entry.entry` is what a scenario
file says about it, and :meth:`Entry.plan` lists what it does at a dose, in the words of
:mod:`spirals.interventions.primitives`.  It knows no engine and no organisation.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Annotated, Any, ClassVar, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, model_validator

from spirals.interventions import timing
from spirals.interventions.evidence import published
from spirals.interventions.who import Who
from spirals.plain import plain

if TYPE_CHECKING:
    from spirals.interventions.primitives import Acts

MAX_DAY = 26_000  # a hundred years of 260 working days
MAX_DOSE = 3.0
CARRIERS = ("conduct", "task enabling", "trusting", "play", "disagreement")
COLUMNS = ("resources and demand", "joining and leading", "who meets whom")

Day = Annotated[int, Field(ge=1, le=MAX_DAY)]
Days = Annotated[int, Field(ge=0, le=MAX_DAY)]
Lasts = Annotated[int, Field(ge=1, le=MAX_DAY)] | None
Dose = Annotated[float, Field(ge=0.0, le=MAX_DOSE)]
# TOML has lists only.
AsTuple = BeforeValidator(lambda value: tuple(value) if isinstance(value, list) else value)


class Strict(BaseModel):
    """A frozen record that accepts no unknown key, no coercion, no nan and no infinity."""

    # Checks are built when a record is first made: most of a catalogue is only listed.
    model_config = ConfigDict(
        frozen=True, strict=True, extra="forbid", allow_inf_nan=False, validate_default=True, defer_build=True
    )

    @model_validator(mode="before")
    @classmethod
    def _numpy_counts_too(cls, said: Any) -> Any:
        return plain(said) if isinstance(said, Mapping) else said

    def __str__(self) -> str:
        """Return the text that recreates the record."""
        return repr(self)

    def __repr_args__(self) -> Iterator[tuple[str | None, Any]]:
        """Show only what differs from the defaults, so that the text is short and recreates the record."""
        for name, field in type(self).model_fields.items():
            value = getattr(self, name)
            if field.is_required() or value != field.get_default(call_default_factory=True):
                yield name, value


class Cost(Strict):
    """What a practice costs at dose 1; meetings cost their minutes besides.

    Participants' hours are taken from their work: demand on them rises by that share of an eight-hour day.
    Money is in the currency of whoever writes the file.
    """

    hours_per_person_day: float = Field(default=0.0, ge=0, le=24, description="hours per participant and day")
    facilitator_hours_per_person_day: float = Field(
        default=0.0, ge=0, le=24, description="facilitators' hours per participant and day"
    )
    facilitator_hours_per_day: float = Field(default=0.0, ge=0, le=1000, description="facilitators' hours a day")
    facilitator_hours_per_meeting: float = Field(
        default=0.0,
        ge=0,
        le=1000,
        description="facilitators' hours per meeting",
    )
    money_per_person_day: float = Field(default=0.0, ge=0, le=1e9, description="money a person and day")
    money_per_meeting: float = Field(default=0.0, ge=0, le=1e9, description="money per scheduled meeting")
    money_per_person: float = Field(default=0.0, ge=0, le=1e9, description="money per participant, once")


class Entry(Strict, ABC):
    """One entry of a scenario: a practice or a shock, with its timing.

    Class attributes say what it is: ``id`` (public name), ``title``, ``source`` (seed texts), ``carriers`` (the moves
    through which it works, at most two of :data:`CARRIERS`) or ``column`` (one of :data:`COLUMNS`, where it works by
    conditions, not by moves), ``headline`` (the measure of what it is for), ``how`` (how it is modelled),
    ``evidence`` (what is known of it; of the shipped practices the ledger says it), ``fails_when``, and ``turning``
    (why, from which dose on, more is not better; empty where more is better throughout).
    """

    id: ClassVar[str]
    kind: ClassVar[Literal["practice", "harmful", "shock"]] = "practice"
    title: ClassVar[str] = ""
    source: ClassVar[tuple[str, ...]] = ()
    carriers: ClassVar[tuple[str, ...]] = ()
    column: ClassVar[str] = ""
    headline: ClassVar[str] = "mean_quality"
    how: ClassVar[str] = ""
    evidence: ClassVar[str] = ""
    fails_when: ClassVar[str] = ""
    turning: ClassVar[str] = ""
    # It has an occasion only after something has struck the organisation.
    needs_a_blow: ClassVar[bool] = False

    who: Who = Field(default="everyone", description="who takes part")
    fade: Days = Field(default=0, description="working days over which it fades after the end")
    adoption: float = Field(default=1.0, ge=0, le=1, description="share of those people who take it up")

    @classmethod
    def known(cls) -> str:
        """Return what is known of it outside this model: its own words, or the row of the ledger."""
        found = published(cls.id)
        return cls.evidence or (found.words if found is not None else "")

    @property
    def label(self) -> str:
        """Return the name shown on axes and in tables."""
        return self.id

    @property
    def helps(self) -> bool:
        """Say whether it is a practice meant to help, neither a harmful one nor a shock."""
        return self.kind == "practice"

    @property
    @abstractmethod
    def first_day(self) -> int:
        """Return the first day in force, 1-based."""

    @property
    @abstractmethod
    def last_day(self) -> int | None:
        """Return the last day in force; None = no end."""

    @property
    @abstractmethod
    def amount(self) -> float:
        """Return the dose (practices) or severity (shocks); 1 is the default size, 0 does nothing."""

    @property
    def rise(self) -> int:
        """Return the working days over which it comes into force."""
        return 0

    @property
    def price(self) -> Cost:
        """Return what it costs besides the minutes of its meetings."""
        return Cost()

    @abstractmethod
    def acts(self) -> Acts:
        """Return what it does at dose 1."""

    def plan(self, dose: float) -> Acts:
        """Return what it does at a dose; nothing at dose 0."""
        if dose <= 0.0:
            return ()
        return tuple(act.scaled(dose) for act in self.acts())

    def on(self, day: int) -> bool:
        """Say whether it is in force on a day (fading afterwards does not count)."""
        return timing.in_force(day, self.first_day, self.last_day)

    def strength(self, day: int) -> float:
        """Return how strongly it acts on a day, 0..1, before the dose."""
        return timing.strength(day, self.first_day, self.last_day, self.rise, self.fade)

    def entry(self, complete: bool = False) -> dict[str, Any]:
        """Return what a scenario file says about it: its id, and what differs from the defaults or all."""
        return {"id": self.id} | self.model_dump(mode="json", exclude_defaults=not complete, exclude_none=True)


class Practice(Entry):
    """A practice, helpful or harmful, from ``start`` to ``end``."""

    start: Day = Field(default=1, description="first day in force (working days, 1 = the first Monday)")
    end: Day | None = Field(default=None, description="last day in force; left out = to the end of the run")
    lasts: Lasts = Field(default=None, description="working days it goes on, unless an end is given")
    dose: Dose = Field(default=1.0, description="how much of it: 1 as described, 0 nothing")
    ramp: Days = Field(default=0, description="working days until it is in full force")
    started_by: Literal["leaders", "members"] = Field(
        default="leaders",
        description="leaders: on the start day; members: some day after, sooner with energy and safety",
    )
    cost: Cost = Field(default=Cost(), description="what it costs besides the minutes of its meetings")

    @model_validator(mode="after")
    def _ends_after_start(self) -> Practice:
        if self.end is not None and self.end < self.start:
            raise ValueError(f"end is day {self.end}, before the start on day {self.start}; give a later end")
        return self

    @property
    def first_day(self) -> int:
        """Return the first day in force."""
        return self.start

    @property
    def last_day(self) -> int | None:
        """Return the last day in force; None = no end."""
        if self.end is None and self.lasts is not None:
            return self.start + self.lasts - 1
        return self.end

    @property
    def amount(self) -> float:
        """Return the dose."""
        return self.dose

    @property
    def rise(self) -> int:
        """Return the working days until it is in full force."""
        return self.ramp

    @property
    def price(self) -> Cost:
        """Return what it costs besides the minutes of its meetings."""
        return self.cost


class Shock(Entry):
    """Something that strikes on a ``day`` and ``lasts`` for some working days."""

    kind: ClassVar[Literal["practice", "harmful", "shock"]] = "shock"

    day: Day = Field(default=60, description="day on which it strikes (working days, 1 = the first Monday)")
    lasts: Annotated[int, Field(ge=1, le=MAX_DAY)] = Field(default=1, description="working days in force")
    severity: Dose = Field(default=1.0, description="how hard it strikes: 1 as described, 0 nothing")

    @property
    def first_day(self) -> int:
        """Return the day on which it strikes."""
        return self.day

    @property
    def last_day(self) -> int | None:
        """Return the last day in force."""
        return self.day + self.lasts - 1

    @property
    def amount(self) -> float:
        """Return the severity."""
        return self.severity
