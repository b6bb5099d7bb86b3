"""One person: a thin view of a row of the population, with the verbs that a class may override."""

from __future__ import annotations

import math
import operator
import warnings
from collections.abc import Callable
from difflib import get_close_matches
from functools import cache, wraps
from typing import TYPE_CHECKING, Any, ClassVar, NoReturn

import mesa

from spirals.engine import slot as verbs
from spirals.errors import InputError
from spirals.parameters import nearest
from spirals.population import LEVEL, LEVELS, PATHWAYS, PERSON_COLUMNS, RANGES, SITE, TEAM, TRAIT_COLUMNS

if TYPE_CHECKING:
    from spirals.organisation import Organisation

_ALIKE = 0.8  # from which likeness on (0..1) a name is taken for a misspelt one


class Employee(mesa.Agent):
    """A person at work.

    Every state and trait is an attribute (``energy``, ``safety``, ``sociability``, ...): reading looks it up in the
    population, writing changes it there.  Overriding one of ``VERBS`` in a subclass changes how people behave; the
    organisation then runs stepwise.  ``step`` is called on everybody at the end of each working day.

    Employees are made by their organisation; `Organisation.hire` lets somebody join.

    Parameters
    ----------
    model
        The organisation.
    row
        The person's row in ``model.population``.

    Examples
    --------
    >>> from spirals.organisation import Organisation
    >>> class Homebody(Employee):
    ...     def choose_partner(self, slot, k):
    ...         partner = super().choose_partner(slot, k)
    ...         return partner if partner is None or partner.team == self.team else None
    >>> Organisation(size=12, days=2, employee_class=Homebody).engine
    'stepwise'
    """

    VERBS: ClassVar[tuple[str, ...]] = ("take_slot", "starts_wanted", "choose_partner", "choose_pathway", "meet")
    model: Organisation

    def __init__(self, model: Organisation, row: int) -> None:
        if not model.seats(row):
            _refuse(type(self))
        self.row = row
        super().__init__(model)

    def __init_subclass__(cls, **kwargs: Any) -> None:
        """Warn of a method that nothing calls and that is named nearly like one that is called, and watch the step."""
        super().__init_subclass__(**kwargs)
        states = [name for name in vars(cls) if name in PERSON_COLUMNS or name in TRAIT_COLUMNS]
        if states:
            raise InputError(f"{cls.__name__}.{states[0]}: is a state or trait of the model; choose another name")
        if "step" in vars(cls):
            cls.step = _watched(cls.step)
        called = (*Employee.VERBS, "step", "remove")
        for name, value in vars(cls).items():
            if name.startswith("_") or not callable(value) or hasattr(Employee, name):
                continue
            close = get_close_matches(name, called, n=1, cutoff=_ALIKE)
            if close:
                warnings.warn(
                    f"{cls.__name__}.{name} is called by nothing; did you mean '{close[0]}'? "
                    "(a name that begins with _ is left alone)",
                    stacklevel=2,
                )

    def __setattr__(self, name: str, value: Any) -> None:
        """Set a state, a trait, or an attribute of one's own; warn once of one named nearly like a state."""
        _warn_of_near_name(type(self), name)  # type: ignore[arg-type]  # classes can be hashed
        super().__setattr__(name, value)

    @classmethod
    def create_agents(cls, model: Any, n: int, *args: Any, **kwargs: Any) -> NoReturn:
        """Refuse: people join by `Organisation.hire`."""
        _refuse(cls)

    @classmethod
    def from_dataframe(cls, model: Any, df: Any, **kwargs: Any) -> NoReturn:
        """Refuse: an organisation takes a table of people as ``people=``."""
        _refuse(cls)

    def __getstate__(self) -> dict[str, Any]:
        """Return what a copy keeps: not the cell of `Organisation.grid`, which is made anew each time."""
        return {name: value for name, value in self.__dict__.items() if name != "cell"}

    def __repr__(self) -> str:
        return f"<{type(self).__name__} {self.id!r}, {self.level} of {self.team}>"

    # --- who and where -------------------------------------------------------------------------------
    @property
    def id(self) -> str:
        """The person's id, as in the people file."""
        return self.model.population.ids[self.row]

    @property
    def team(self) -> str:
        """Name of the person's team."""
        return self.model.population.team_names[self._place(TEAM)]

    @property
    def site(self) -> str:
        """Name of the person's site."""
        return self.model.population.site_names[self._place(SITE)]

    @property
    def level(self) -> str:
        """``member``, ``lead`` or ``manager``."""
        return LEVELS[self._place(LEVEL)]

    @property
    def is_leader(self) -> bool:
        """Whether the person leads a team or manages."""
        return self._place(LEVEL) > 0

    def _place(self, column: int) -> int:
        return int(self.model.population.state.place[self.row, column])

    @property
    def colleagues(self) -> list[Employee]:
        """People this person has a tie with."""
        return [self.model.employee(int(row)) for row in self.model.population.neighbours(self.row)]

    # --- verbs ---------------------------------------------------------------------------------------
    def take_slot(self, slot: int) -> None:
        """Start the encounters wanted in a two-hour slot (0..4)."""
        for k in range(self._counted(self.starts_wanted(slot))):
            partner = self.choose_partner(slot, k)
            if partner is not None:
                self._check_partner(partner)
                self.meet(partner, slot, k)

    def _counted(self, starts: Any) -> int:
        try:
            return operator.index(starts)
        except TypeError:
            raise self._wrong("starts_wanted", starts, "return a whole number") from None

    def _check_partner(self, partner: Any) -> None:
        if not isinstance(partner, Employee) or partner.model is not self.model:
            raise self._wrong("choose_partner", partner, "return an employee of the same organisation, or None")
        if partner is self:
            raise self._wrong("choose_partner", "the person themselves", "return None for nobody")

    def _wrong(self, verb: str, value: Any, remedy: str) -> InputError:
        shown = value if isinstance(value, str) else repr(value)
        return InputError(f"{type(self).__name__}.{verb}: returned {shown}; {remedy}")

    def starts_wanted(self, slot: int) -> int:
        """Return how many encounters to start in a slot."""
        return int(verbs.starts_wanted(self.model.population.state, self.row))

    def choose_partner(self, slot: int, k: int) -> Employee | None:
        """Return whom to meet in the k-th encounter of a slot, or None for nobody."""
        row = verbs.choose_partner(self.model.population.state, self.row, slot, k)
        return None if row < 0 or row == self.row else self.model.employee(row)

    def choose_pathway(self, partner: Employee, slot: int, k: int) -> str | None:
        """Return the name of the move to make (a pathway), or None to leave it to the theory.

        It is made for sure where the dose is at least 1; a short word may be too short for it.
        """
        return None

    def meet(self, partner: Employee, slot: int, k: int) -> int:
        """Meet somebody; return what this person received.

        +1 life-giving, 0 routine (or it did not come about), -1 depleting.
        """
        name = self.choose_pathway(partner, slot, k)
        if name is not None and name not in PATHWAYS:
            guess = nearest(str(name), PATHWAYS)
            remedy = f"did you mean '{guess}'?" if guess else f"return None or one of {', '.join(PATHWAYS)}"
            raise self._wrong("choose_pathway", repr(name), remedy)
        move = -1 if name is None else PATHWAYS.index(name)
        meet = self.model.bound(verbs.meet)
        return int(meet(self.model.population.state, self.row, partner.row, slot, k, move))

    def remove(self) -> None:
        """Leave the organisation: ties are cut, nobody meets this person again."""
        self.model.let_go(self.row)

    @classmethod
    def overrides_a_verb(cls) -> bool:
        """Return whether this class changes how people behave."""
        return any(getattr(cls, name) is not getattr(Employee, name) for name in cls.VERBS)

    @classmethod
    def overrides_step(cls) -> bool:
        """Return whether this class has a step to be called each day."""
        return cls.step is not mesa.Agent.step


def _watched(step: Callable[..., None]) -> Callable[..., None]:
    """Return a step that warns when something else than the organisation calls it: it would act twice a day."""

    @wraps(step)
    def watched(self: Employee) -> None:
        if not self.model.lets_step:
            warnings.warn(
                f"{type(self).__name__}.step: the organisation calls it every evening, and this call comes on top; "
                "leave it out, or give the method another name",
                stacklevel=2,
            )
        step(self)

    return watched


@cache
def _warn_of_near_name(cls: type[Employee], name: str) -> None:
    if name.startswith("_") or hasattr(cls, name):
        return
    close = get_close_matches(name, (*PERSON_COLUMNS, *TRAIT_COLUMNS), n=1, cutoff=_ALIKE)
    if close:
        warnings.warn(
            f"{cls.__name__}.{name} is no state of the model and moves nothing; did you mean '{close[0]}'?",
            stacklevel=3,
        )


def _refuse(cls: type) -> NoReturn:
    raise InputError(
        f"{cls.__name__}: employees are made by their organisation; let somebody join with organisation.hire(team), "
        "or give a table of people as people="
    )


def _within(name: str, value: float) -> float:
    """Return a value that a state or trait may have; raises ``InputError`` for another."""
    low, high = RANGES.get(name, (-math.inf, math.inf))
    try:
        number = float(value)
    except (TypeError, ValueError):
        raise InputError(f"{name}: must be a number, not {value!r}") from None
    if not math.isfinite(number) or not low <= number <= high:
        limits = f"a number from {low:g} to {high:g}" if name in RANGES else "a finite number"
        raise InputError(f"{name}: cannot be {number:g}; give {limits}")
    return number


def _state(column: int) -> property:
    def read(self: Employee) -> float:
        return float(self.model.population.state.people[self.row, column])

    def write(self: Employee, value: float) -> None:
        self.model.population.state.people[self.row, column] = _within(PERSON_COLUMNS[column], value)

    return property(read, write, doc=f"{PERSON_COLUMNS[column]} (see spirals.population.columns)")


def _trait(column: int) -> property:
    def read(self: Employee) -> float:
        return float(self.model.population.state.traits[self.row, column])

    def write(self: Employee, value: float) -> None:
        self.model.population.state.traits[self.row, column] = _within(TRAIT_COLUMNS[column], value)

    return property(read, write, doc=f"{TRAIT_COLUMNS[column]} (see spirals.population.columns)")


for _number, _name in enumerate(PERSON_COLUMNS):
    setattr(Employee, _name, _state(_number))
for _number, _name in enumerate(TRAIT_COLUMNS):
    setattr(Employee, _name, _trait(_number))
