"""The organisation: a Mesa model whose step is one working day."""

from __future__ import annotations

import inspect
import itertools
import multiprocessing
import operator
import secrets
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping, MutableMapping
from enum import Enum
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple, SupportsIndex

import mesa
import numpy as np
from mesa.experimental.scenarios import Scenario as MesaScenario
from numpy.typing import NDArray

from spirals import membership, resting, views
from spirals.employee import Employee
from spirals.engine import Engine, choose, verbs_of
from spirals.engine.ties import cut_tie, quality
from spirals.errors import InputError
from spirals.interventions.apply import Schedule
from spirals.interventions.day_plan import DayPlan
from spirals.measures import between_people, compute, compute_all, compute_with_spreads
from spirals.measures.panel import Panel, team_means
from spirals.measures.view import View
from spirals.parameters import PARAMETERS, check, nearest
from spirals.population import DAY, LEVELS, ROW_LIMIT, TALLY, WEEK, Population
from spirals.scenario import Scenario, load, with_changes
from spirals.settling import SHIPPED_THEORY, settled_for
from spirals.streams import SHUFFLE, many_uniforms, run_key, seed_from
from spirals.structure import build
from spirals.structure.assemble import assemble, settle_first_ties, start_at_answers, take_over
from spirals.structure.formats import named
from spirals.structure.roster import Roster
from spirals.structure.start import Settled
from spirals.theories import find as find_theory

if TYPE_CHECKING:
    import networkx as nx
    import pandas as pd
    from mesa.discrete_space import Network

_SERIES = {name: x for x, name in enumerate((*TALLY, "joined", "left", "hours_spent", "cost_spent"))}
COLLECTED = (
    "mean_energy", "mean_strain", "mean_safety", "mean_meaning", "mean_commitment", "mean_quality", "high_quality",
    "corrosive", "contact_minutes", "life_giving", "depleting", "headcount",
)  # fmt: skip
_COLLECTED = [_SERIES[name] for name in COLLECTED]
_MEANS = [place for name, place in _SERIES.items() if name.startswith(("mean_", "sd_", "turns_gini"))]
_OWN_AGENTS_FROM = 1 << 31  # employees have their row + 1, which is less


class _Seed(Enum):
    """Stands for a seed that nobody gave, as None means fresh chance to Mesa."""

    OF_SCENARIO = "the scenario's own"


class Change(NamedTuple):
    """A parameter that was given another value while the organisation ran, in force from a day on."""

    day: int
    name: str
    old: float
    new: float

    def __str__(self) -> str:
        only = PARAMETERS[self.name].timescale in ("lasting", "at joining")
        whom = "; what was drawn with it for people and ties stays" if only else ""
        return f"from day {self.day} on {self.name} is {self.new:g}, no longer {self.old:g}{whom}"


class RunningParameters(MutableMapping[str, float]):
    """The parameters of a running organisation by name; one that is given another value has it from the next day on.

    Attributes
    ----------
    changes
        What was changed, and from which day on.

    Examples
    --------
    >>> p = RunningParameters({"demand": 0.5})
    >>> p["demand"] = 0.7
    >>> p["demand"], [str(change) for change in p.come_into_force(4)]
    (0.7, ['from day 4 on demand is 0.7, no longer 0.5'])
    """

    def __init__(self, values: Mapping[str, float]) -> None:
        self._values = dict(values)
        self._before: dict[str, float] = {}
        self.changes: list[Change] = []

    def __getitem__(self, name: str) -> float:
        try:
            return self._values[name]
        except KeyError:
            guess = nearest(str(name), self._values)
            hint = f"; did you mean '{guess}'?" if guess else "; see `spirals list parameters`"
            raise KeyError(f"there is no parameter '{name}'{hint}") from None

    def __setitem__(self, name: str, value: float) -> None:
        new = check(name, value)
        self._before.setdefault(name, self._values[name])
        self._values[name] = new

    def __delitem__(self, name: str) -> None:
        raise InputError(f"parameters.{name}: no parameter can be taken away; give it another value")

    def __iter__(self) -> Iterator[str]:
        return iter(self._values)

    def __len__(self) -> int:
        return len(self._values)

    def __repr__(self) -> str:
        return f"<{type(self).__name__}: {len(self)} parameters, {len(self.changes)} changed on the way>"

    def come_into_force(self, day: int) -> list[Change]:
        """Return what was changed since this was last asked; it holds from ``day`` on."""
        if not self._before:
            return []
        changes = [Change(day, name, old, self._values[name]) for name, old in self._before.items()]
        changes = [change for change in changes if change.old != change.new]
        self._before = {}
        self.changes += changes
        return changes


class RunScenario(MesaScenario):
    """A Mesa scenario that carries a resolved spirals scenario; one for each model, as Mesa binds it."""

    resolved: Scenario | None = None


class Organisation(mesa.Model):
    """People at work, day after day.

    Parameters
    ----------
    scenario
        Name of a shipped scenario, path of a file, ``spirals.Scenario``, or a Mesa scenario with ``resolved`` (and
        any further fields as changes); None: the baseline.
    rng
        Seed, a whole number >= 0 or a generator or seed sequence of numpy; the scenario's own if left out.  None means
        fresh chance, as in Mesa: another replicate each time, or in ``mesa.batch_run`` that of the iteration.
    replicate
        Number of the replicate, 0, 1, ...; with the seed it keys all random numbers of the model.  0 if left out.
    engine
        ``auto``, ``compiled`` or ``stepwise``; None: the scenario's own.
    employee_class
        Subclass of ``Employee``; one that overrides a verb runs stepwise.
    record
        Whether every encounter and a diary are kept.
    people, ties
        Files of an own organisation, or data frames; ties also as a networkx graph.
    settled
        Where people and ties start; None: where organisations with these parameters settle (`spirals.settling`).
    changes
        Any field or parameter of the scenario by name: ``size=50, days=20, conduct_base=1.0``.

    Attributes
    ----------
    population
        People and ties as columns.
    parameters
        All parameters by name.  One that is given another value has it from the next day on, and `notes` say so.
    day
        Working days done; day 1 is a Monday.
    notes
        What was recognised, mapped or repaired, in plain words.

    Examples
    --------
    >>> org = Organisation(size=20, days=5, engine="stepwise", rng=1)
    >>> org.run_model()
    >>> org.day, len(org.agents), bool(0 < org.measure("mean_energy") < 1)
    (5, 20, True)

    A run may branch: run, copy, change, run on.

    >>> import copy
    >>> other = copy.deepcopy(org)
    >>> other.parameters["demand"] = 0.9
    >>> org.run_days(5), other.run_days(5)
    (None, None)
    >>> bool(other.mean_strain > org.mean_strain), other.notes[-1]
    (True, 'from day 6 on demand is 0.9, no longer 0.5')
    """

    def __init__(
        self,
        scenario: str | Path | Scenario | MesaScenario | None = None,
        *,
        rng: Any = _Seed.OF_SCENARIO,
        replicate: int | None = None,
        engine: str | None = None,
        employee_class: type[Employee] = Employee,
        record: bool = False,
        people: str | Path | pd.DataFrame | None = None,
        ties: str | Path | pd.DataFrame | nx.Graph | None = None,
        settled: Settled | None = None,
        **changes: Any,
    ) -> None:
        if not (isinstance(employee_class, type) and issubclass(employee_class, Employee)):
            raise InputError(f"employee_class: must be a subclass of spirals.Employee, not {employee_class!r}")
        if replicate is None:
            replicate = _next_replicate() if rng is None and not _brings_a_seed(scenario, changes) else 0
        resolved = _resolved(scenario, rng, engine, people, ties, changes)
        super().__init__(scenario=_for_mesa(scenario, resolved))
        self.agent_id_counter = _OWN_AGENTS_FROM
        self.spec = resolved
        self.replicate = whole_number("replicate", replicate)
        self.record = record
        self.employee_class = employee_class
        self.parameters = RunningParameters(resolved.values())
        self.key = run_key(resolved.seed, self.replicate)
        self.start = settled or settled_for(resolved)
        chosen = choose(resolved.engine, employee_class.overrides_a_verb(), self, find_theory(resolved.theory))
        self.engine, self._run_day, self.part_from_all = chosen.name, chosen.run_day, chosen.part_from_all
        self._mornings: list[Callable[[Organisation, DayPlan], None]] = []
        self._evenings: list[Callable[[Organisation], None]] = []
        self.newcomers = membership.Newcomers(self.parameters, self.key, self.start)
        self._employees: dict[int, Employee] | None = None
        self.lets_step = False  # whether it is calling its employees' steps
        self._seating: int | None = None  # the row of the employee who is being made
        self.inherited: resting.Inherited | None = None
        roster = self._build(chosen)
        self._keep_series()
        if roster.states and resolved.theory == SHIPPED_THEORY:
            self.notes += resting.rest_at_answers(self, roster)

    def _build(self, engine: Engine) -> Roster:
        seed = np.random.SeedSequence([self.spec.seed, self.replicate, 1])
        roster = build(self.spec.organisation, np.random.default_rng(seed))
        self.notes = list(roster.notes)
        for name, label in views.own_labels(roster.extra).items():
            if name != label:
                self.notes.append(f"column '{name}' of the file is called '{label}' in tables of people")
        self.population: Population = assemble(roster, self.parameters, self.key, self.start)
        if self.spec.theory != SHIPPED_THEORY:
            start_at_answers(self.population, roster)
        self.population.state.p.set("time_step", self.spec.time_step)
        self.population.state.p.set("saturation_order", self.spec.saturation_order)
        self.population.bind(engine.make_tie, cut_tie)
        engine.begin_ties(self.population)
        settle_first_ties(self.population, roster, self.start, self.spec.organisation.is_read and not roster.grown)
        take_over(self.population, roster)
        self.vacancies: list[membership.Vacancy] = []
        try:
            self.schedule = Schedule(self.spec.programmes, self.population, self.key)
        except InputError as error:
            raise InputError(f"scenario {self.spec.name}: {error}") from None
        if self.spec.programmes:
            self.population.levers()
        self._shifted: set[str] = set()
        self._joined = self._left = 0  # since the last evening
        return roster

    def _keep_series(self) -> None:
        self._days: list[NDArray[np.float64]] = []
        self._panel = Panel(self.parameters if self.spec.shocks else None)
        self._team_strain: list[NDArray[np.float64]] = []
        self._log: list[NDArray[np.float64]] = []
        self._diary: list[NDArray[np.float64]] = []
        self._series: dict[str, NDArray[np.float64]] = {}
        self.datacollector = views.Collector({name: name for name in COLLECTED})

    def __repr__(self) -> str:
        done = f"day {self.day} of {self.spec.days}, {len(self.population.rows)} people"
        return f"<{type(self).__name__} {self.spec.name!r}: {done}, seed {self.spec.seed}, replicate {self.replicate}>"

    # --- a day -----------------------------------------------------------------------------------------
    def step(self) -> None:
        """Run one working day; the calendar's events of the day (joiners) have just happened."""
        today = self.begin_day()
        self.welcome_and_part(today)
        self._run_day(self.population)
        self.end_day(today)
        self.datacollector.collect(self)
        if self.day >= self.spec.days:
            self.running = False
            if self.day == self.spec.days:
                self.notes += [f"{self.spec.name}: {idle}" for idle in self.schedule.idle(self.day)]

    def each_morning(self, act: Callable[[Organisation, DayPlan], None]) -> None:
        """Let ``act(organisation, plan)`` run each morning, after practices have set levers and called meetings.

        An experiment adds to ``population.levers()`` (cleared every morning) or appends to ``plan.meetings``.
        """
        self.population.levers()
        self._mornings.append(_checked("each_morning", act, self, DayPlan()))

    def each_evening(self, act: Callable[[Organisation], None]) -> None:
        """Let ``act(organisation)`` run after each day, before its series are kept: to hold or push a state."""
        self._evenings.append(_checked("each_evening", act, self))

    def bound(self, verb: Callable[..., Any]) -> Callable[..., Any]:
        """Return a verb of the engine as this organisation's theory has it, in plain Python."""
        bound: Callable[..., Any] = verbs_of(find_theory(self.spec.theory)).get(verb, verb)
        return bound

    def begin_day(self) -> DayPlan:
        """Open the day: interventions set levers, call meetings, shift parameters."""
        self.population.state.counts[DAY] += 1
        today = self.schedule.morning(self.day)
        for act in self._mornings:
            act(self, today)
        self._change_parameters()
        self._shift_parameters(today.parameters)
        views.call_meetings(self.population, today.meetings)
        return today

    def welcome_and_part(self, today: DayPlan) -> None:
        """Let those leave and move whom programmes name, and make room for the day's new ties."""
        for row in today.leavers:
            self.let_go(int(row), replace=False)
        for row, team in today.moves:
            membership.move(self, int(row), int(team))
        self.population.group()
        self.population.make_room()
        if self.record:
            self.population.record(views.log_rows(self.population, today.meetings))

    def end_day(self, today: DayPlan) -> None:
        """Let people leave or move, and keep the day's series."""
        if self.employee_class.overrides_step():
            self._let_step()
        for act in self._evenings:
            act(self)
        leaving, looking_round = membership.restless(self)
        for row in leaving:
            self.let_go(row)
        for row in looking_round:
            membership.look_round(self, row)
        if self.day % WEEK == 0:
            self._panel.add(self.population)
        self._keep_day(today)

    def _keep_day(self, today: DayPlan) -> None:
        more = (float(self._joined), float(self._left), today.hours, today.money)
        values = np.concatenate([self.population.state.tally, more])
        if values[_SERIES["headcount"]] == 0.0:
            values[_MEANS] = np.nan  # nobody has no energy
        self._days.append(values)
        self._joined = self._left = 0
        self._series = {}
        if self.spec.shocks:
            self._team_strain.append(team_means(self.population, "strain"))
        if self.record:
            self._log.append(views.logged(self.population))
            self._diary.append(views.written(self.population))

    def _let_step(self) -> None:
        """Call the step of everybody who belongs, in an order drawn anew each day."""
        rows = self.population.rows
        place = many_uniforms(self.key, self.population.lanes(rows), self.day, SHUFFLE)[:, 0]
        self.lets_step = True
        try:
            for row in rows[np.argsort(place)].tolist():
                if self.population.active[row]:
                    self.employee(row).step()
        finally:
            self.lets_step = False

    def _change_parameters(self) -> None:
        changes = self.parameters.come_into_force(self.day)
        if not changes:
            return
        for change in changes:
            self.population.state.p.set(change.name, change.new)
        self.population.state.rows[: self.population.size, ROW_LIMIT] = int(self.parameters["attention_limit"])
        self.newcomers = membership.Newcomers(self.parameters, self.key, self.start)
        self.notes += [str(change) for change in changes]

    def _shift_parameters(self, shifts: dict[str, float]) -> None:
        p = self.population.state.p
        for name in self._shifted - set(shifts):
            p.set(name, self.parameters[name])
        for name, amount in shifts.items():
            row = PARAMETERS[name]
            p.set(name, min(max(self.parameters[name] + amount, row.low), row.high))
        self._shifted = set(shifts)

    def run_days(self, days: SupportsIndex) -> None:
        """Run a number of working days."""
        for _ in range(operator.index(days)):
            self.step()

    # --- people come and go ----------------------------------------------------------------------------
    def let_go(self, row: SupportsIndex, replace: bool = True) -> None:
        """Let a person leave; with ``replace`` the post is filled after a while."""
        row = _among("row", row, self.population.size)
        if not self.population.active[row]:
            return
        membership.leave(self, row)
        self._left += 1
        if self._employees is not None:
            employee = self._employees.pop(row, None)
            if employee is not None:
                mesa.Agent.remove(employee)
        if replace:
            vacancy = membership.Vacancy(self, row)
            self.vacancies.append(vacancy)
            self.schedule_event(vacancy.fill, at=self.day + membership.days_vacant(self, row) + 0.5)

    def hire(self, team: SupportsIndex, level: SupportsIndex = 0, site: SupportsIndex = 0, remote: bool = False) -> int:
        """Let a newcomer join; return the row."""
        teams, sites = len(self.population.team_names), len(self.population.site_names)
        where = _among("team", team, teams), _among("level", level, len(LEVELS)), _among("site", site, sites)
        row = membership.join(self, *where, bool(remote))
        self._joined += 1
        self.schedule.welcome([row], self.day + 1)
        if self._employees is not None:
            self._employees[row] = self._seated(row)
        return row

    def remove_all_agents(self) -> None:
        """Let everybody leave for good, and remove all agents of one's own; posts stay empty."""
        for row in self.population.rows.tolist():
            self.let_go(row, replace=False)
        self.vacancies.clear()
        super().remove_all_agents()

    # --- Mesa's agents, made when first asked for ------------------------------------------------------
    def _awake(self) -> dict[int, Employee]:
        if self._employees is None:
            self._employees = {}
            for row in self.population.rows.tolist():
                self._employees[row] = self._seated(row)
        return self._employees

    def _seated(self, row: int) -> Employee:
        self._seating = row
        try:
            return self.employee_class(self, row)
        finally:
            self._seating = None

    def seats(self, row: int) -> bool:
        """Return whether the organisation itself is making the employee of a row, as nobody else may."""
        return self._seating == row

    def register_agent(self, agent: Any) -> None:
        """Take an agent in; the id of an employee is that of the person, their row + 1, whenever agents are made."""
        if not isinstance(agent, Employee):
            super().register_agent(agent)
            return
        after, self.agent_id_counter = self.agent_id_counter, agent.row + 1
        super().register_agent(agent)
        self.agent_id_counter = after

    def employee(self, row: SupportsIndex) -> Employee:
        """Return the person in a row of the population; raises ``InputError`` for one who left."""
        try:
            return self._awake()[operator.index(row)]
        except KeyError:
            raise InputError(f"nobody who belongs now is in row {row}") from None

    def find(self, identity: str) -> Employee:
        """Return a person by id."""
        return self.employee(self.population.row(identity))

    @property
    def agents(self) -> Any:
        """All employees, as a Mesa ``AgentSet``."""
        self._awake()
        return self._all_agents

    @agents.setter
    def agents(self, agents: Any) -> None:
        raise AttributeError("model.agents belongs to Mesa; hire and let_go change who belongs")

    @property
    def agents_by_type(self) -> Any:
        """Employees by class."""
        self._awake()
        return self._agents_by_type

    @property
    def agent_types(self) -> list[type]:
        """Classes of employees."""
        return list(self.agents_by_type)

    # --- what can be seen ------------------------------------------------------------------------------
    @property
    def day(self) -> int:
        """Working days done, or under way within a step."""
        return self.population.day

    @property
    def series(self) -> dict[str, NDArray[np.float64]]:
        """Daily series by name, each of shape (days,)."""
        if not self._series:
            table = np.array(self._days).reshape(len(self._days), len(_SERIES))
            table.flags.writeable = False  # what is written here would be lost
            self._series = {name: table[:, x] for name, x in _SERIES.items()}
        return self._series

    def __getattr__(self, name: str) -> Any:
        """Return today's value of a daily series, as Mesa's reporters ask for it."""
        if name not in _SERIES:
            guess = None if name.startswith("_") else nearest(name, _SERIES)
            hint = f"; did you mean '{guess}'?" if guess else ""
            raise AttributeError(f"'{type(self).__name__}' has no attribute '{name}'{hint}", name=name, obj=self)
        days = self.__dict__.get("_days")
        return float(days[-1][_SERIES[name]]) if days else float("nan")

    def __setattr__(self, name: str, value: Any) -> None:
        """Set an attribute; a series is what the run has kept, and can't be set."""
        if name in _SERIES and not hasattr(type(self), name):
            raise InputError(f"{name}: is a daily series of the run and cannot be set; choose another name")
        super().__setattr__(name, value)

    def collected(self) -> list[float]:
        """Return today's values of what the data collector keeps, nan before the first day."""
        today = self._days[-1].take(_COLLECTED) if self._days else np.full(len(_COLLECTED), np.nan)
        return list(today.tolist())

    @property
    def view(self) -> View:
        """The run as measures read it."""
        return View(
            self.population,
            self.series,
            len(self._days),
            self.parameters,
            tuple(shock.first_day for shock in self.spec.shocks),
            self.key,
            {"strain": np.array(self._team_strain)} if self._team_strain else {},
            self._panel.arrays(),
        )

    def measure(self, name: str) -> float:
        """Return a measure of the run so far, by name."""
        return float(compute(name, self.view))

    def measures(self, names: Iterable[str]) -> dict[str, float]:
        """Return several measures by name; what they share is computed once."""
        return compute_all(names, self.view)

    def measures_and_spreads(self, names: Iterable[str]) -> tuple[dict[str, float], dict[str, float]]:
        """Return several measures by name, and the SD of each between people, ties or teams."""
        return compute_with_spreads(names, self.view)

    def spread(self, name: str) -> float:
        """Return a measure's SD between people; nan for measures that are not about persons."""
        return float(between_people(name, self.view))

    def quality_of_tie(self, tie: int, side: int) -> float:
        """Return a tie's quality as side 0 (a) or 1 (b) has it."""
        return quality(self.population.state, tie, side)

    @property
    def daily(self) -> pd.DataFrame:
        """Daily series, one row a working day."""
        return views.daily(self)

    @property
    def people(self) -> pd.DataFrame:
        """Everybody who belongs or belonged, with states, traits and place."""
        return views.people(self)

    @property
    def connections(self) -> pd.DataFrame:
        """Every living tie with its features, both sides, quality and mutuality."""
        return views.connections(self)

    @property
    def teams(self) -> pd.DataFrame:
        """Every team with norms, rivalry and mean states."""
        return views.teams(self)

    @property
    def grid(self) -> Network:
        """Those who belong and their living ties as Mesa's network space, made anew each time, for Mesa's drawings."""
        return views.network(self)

    @property
    def encounters(self) -> pd.DataFrame:
        """The log of encounters; raises ``InputError`` where nothing was recorded (``record=True``)."""
        self._must_record("encounters")
        return views.encounters(self, self._log)

    @property
    def diary(self) -> pd.DataFrame:
        """What everybody would have reported, by slot; raises ``InputError`` where nothing was recorded."""
        self._must_record("diary")
        return views.diary(self, self._diary)

    def _must_record(self, what: str) -> None:
        if not self.record:
            raise InputError(f"{what}: nothing was recorded; make the organisation with record=True")


def _checked[Act: Callable[..., Any]](where: str, act: Act, *given: Any) -> Act:
    """Return a function that an experiment registers, if it can be called with what it will be given."""
    try:
        inspect.signature(act).bind(*given)
    except TypeError as error:
        raise InputError(f"{where}: {act!r} cannot be called with {len(given)} arguments ({error})") from None
    except ValueError:
        pass  # nothing is known of functions written in C
    return act


def _among(what: str, number: SupportsIndex, count: int) -> int:
    """Return a number from 0 to count - 1; raises ``InputError`` for another."""
    place = operator.index(number)
    if not 0 <= place < count:
        raise InputError(f"{what}: there is no {what} {place}; give a number from 0 to {count - 1}")
    return place


def whole_number(name: str, value: Any) -> int:
    """Return a whole number >= 0, numpy's own too; raises ``InputError`` for anything else."""
    if isinstance(value, bool | np.bool_) or not isinstance(value, int | np.integer) or value < 0:
        raise InputError(f"{name}: must be a whole number from 0 on, not {value!r}; give for example {name}=1")
    return int(value)


_replicates = itertools.count()


def _next_replicate() -> int:
    """Return a replicate that no other model of this process or batch has.

    Mesa hands a model neither its iteration nor a seed, so that of a batch is looked up where it runs; then settings
    that are compared share their random numbers.  Processes besides the first count from a place of their own.
    """
    from mesa.batchrunner import _model_run_func as run_of_a_batch  # few models are of a batch

    frame = sys._getframe(1)
    while (outer := frame.f_back) is not None:
        frame = outer
        if frame.f_code is run_of_a_batch.__code__:
            return int(frame.f_locals["iteration"])
    alone = multiprocessing.parent_process() is None and multiprocessing.current_process().name == "MainProcess"
    return next(_replicates) + (0 if alone else secrets.randbits(48))


def _brings_a_seed(scenario: Any, changes: Mapping[str, Any]) -> bool:
    return changes.get("seed") is not None or (isinstance(scenario, MesaScenario) and scenario.rng is not None)


def _resolved(
    scenario: Any,
    rng: Any,
    engine: str | None,
    people: str | Path | pd.DataFrame | None,
    ties: str | Path | pd.DataFrame | nx.Graph | None,
    changes: dict[str, Any],
) -> Scenario:
    if isinstance(scenario, MesaScenario):
        fields = dict(scenario.__dict__)
        own = ("resolved", "rng", "model", "_scenario_id")
        more = {name: value for name, value in fields.items() if name not in own}
        if rng is None or rng is _Seed.OF_SCENARIO:
            rng = fields.get("rng")
        changes = {**more, **changes}
        scenario = fields.get("resolved")
    seed = None if rng is None or rng is _Seed.OF_SCENARIO else seed_from(rng)
    if seed is not None and changes.get("seed") is not None:
        raise InputError("rng and seed both say where random numbers start; give one of them")
    resolved = scenario if isinstance(scenario, Scenario) else load(scenario or "baseline")
    files = {name: named(file) for name, file in (("people", people), ("ties", ties)) if file is not None}
    said = {"seed": seed, "engine": engine, **files}
    asked = {**{name: value for name, value in said.items() if value is not None}, **changes}
    asked = {name: str(value) if isinstance(value, Path) else value for name, value in asked.items()}
    return with_changes(resolved, asked) if asked else resolved


def _for_mesa(scenario: Any, resolved: Scenario) -> MesaScenario:
    if isinstance(scenario, MesaScenario):
        if isinstance(scenario.rng, np.integer):
            scenario.rng = int(scenario.rng)  # the standard library's generator takes no other
        return scenario
    return RunScenario(rng=resolved.seed, resolved=resolved)
