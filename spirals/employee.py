"""One person: a thin view of a row of the population, with the verbs that a class may override."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

import mesa

from spirals.engine import slot as verbs
from spirals.population import LEVEL, LEVELS, PATHWAYS, PERSON_COLUMNS, SITE, TEAM, TRAIT_COLUMNS

if TYPE_CHECKING:
    from spirals.organisation import Organisation


class Employee(mesa.Agent):
    """A person at work.

    Every state and trait is an attribute (``energy``, ``safety``, ``sociability``, ...): reading looks it up in the
    population, writing changes it there.  Overriding one of ``VERBS`` in a subclass changes how people behave; the
    organisation then runs stepwise.

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
        self.row = row
        super().__init__(model)

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
        for k in range(self.starts_wanted(slot)):
            partner = self.choose_partner(slot, k)
            if partner is not None:
                self.meet(partner, slot, k)

    def starts_wanted(self, slot: int) -> int:
        """Return how many encounters to start in a slot."""
        return int(verbs.starts_wanted(self.model.population.state, self.row))

    def choose_partner(self, slot: int, k: int) -> Employee | None:
        """Return whom to meet in the k-th encounter of a slot, or None for nobody."""
        row = verbs.choose_partner(self.model.population.state, self.row, slot, k)
        return None if row < 0 else self.model.employee(row)

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


def _state(column: int) -> property:
    def read(self: Employee) -> float:
        return float(self.model.population.state.people[self.row, column])

    def write(self: Employee, value: float) -> None:
        self.model.population.state.people[self.row, column] = value

    return property(read, write, doc=f"{PERSON_COLUMNS[column]} (see spirals.population.columns)")


def _trait(column: int) -> property:
    def read(self: Employee) -> float:
        return float(self.model.population.state.traits[self.row, column])

    def write(self: Employee, value: float) -> None:
        self.model.population.state.traits[self.row, column] = value

    return property(read, write, doc=f"{TRAIT_COLUMNS[column]} (see spirals.population.columns)")


for _number, _name in enumerate(PERSON_COLUMNS):
    setattr(Employee, _name, _state(_number))
for _number, _name in enumerate(TRAIT_COLUMNS):
    setattr(Employee, _name, _trait(_number))
