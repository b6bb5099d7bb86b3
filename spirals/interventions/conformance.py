"""A check that any practice, ours or somebody else's, can run on itself."""

from __future__ import annotations

import re
from collections.abc import Callable

from pydantic import ValidationError

from spirals.interventions.custom import Custom
from spirals.interventions.practice import CARRIERS, COLUMNS, Cost, Entry
from spirals.interventions.primitives import PRIMITIVES, Meet, refusal

_ID = re.compile(r"[a-z][a-z0-9]*(_[a-z0-9]+)*")


class NotAPractice(AssertionError):
    """A practice breaks the agreement; the message says which point and how to mend it."""


def check_practice(practice: type[Entry] | Entry) -> None:
    """Check that a practice keeps the agreement that the rest of the package relies on.

    Parameters
    ----------
    practice
        A subclass of ``Practice`` or ``Shock``, or an instance of one.

    Raises
    ------
    NotAPractice
        At the first point that fails.

    Examples
    --------
    >>> from spirals.interventions.build import TeamIncentives
    >>> check_practice(TeamIncentives)
    """
    kind = practice if isinstance(practice, type) else type(practice)
    if not issubclass(kind, Entry):
        raise NotAPractice(f"{kind.__name__} is neither a Practice nor a Shock; subclass one of them")
    _check_words(kind)
    entry = practice if isinstance(practice, Entry) else _default(kind)
    for check in CHECKS:
        check(entry)


def _default(kind: type[Entry]) -> Entry:
    try:
        return kind()
    except (TypeError, ValidationError) as error:
        reason = str(error).splitlines()[0]
        raise NotAPractice(f"{kind.__name__}() fails ({reason}); give every setting a default") from error


def _check_words(kind: type[Entry]) -> None:
    name = getattr(kind, "id", None)
    if not isinstance(name, str) or not _ID.fullmatch(name):
        raise NotAPractice(f"{kind.__name__}.id is {name!r}; use lower-case words joined by _, like peer_coaching")
    for word, said in (("title", kind.title), ("how", kind.how), ("evidence", kind.known())):
        if not said:
            raise NotAPractice(f"{name}: {word} is empty; say it in your own words")
    if not (kind.__doc__ or "").strip() or kind.__doc__ == Entry.__doc__:
        raise NotAPractice(f"{name}: has no docstring; say in one sentence what is done")
    for setting, info in kind.model_fields.items():
        if not info.description:
            raise NotAPractice(f"{name}: setting {setting} has no description; add one to its Field")


def _does_nothing_at_zero(entry: Entry) -> None:
    if entry.plan(0.0) != ():
        raise NotAPractice(f"{entry.id}: plan(0) is not empty; at dose 0 a practice does nothing")


def _plan_is_of_primitives(entry: Entry) -> None:
    for dose in (0.5, 1.0, 2.0):
        for act in entry.plan(dose):
            if not isinstance(act, PRIMITIVES):
                raise NotAPractice(f"{entry.id}: plan({dose}) holds {act!r}; use the primitives only")
    if len(entry.plan(0.5)) != len(entry.plan(1.0)):
        raise NotAPractice(f"{entry.id}: the plan's length changes with the dose; scale the acts instead")


def _acts_repeat(entry: Entry) -> None:
    if entry.plan(1.0) != entry.plan(1.0):
        raise NotAPractice(f"{entry.id}: two calls of plan(1) differ; a plan must depend on the settings only")


def _leaves_conduct_alone(entry: Entry) -> None:
    harmful = entry.kind == "harmful" or (isinstance(entry, Custom) and entry.harmful)
    for act in entry.plan(1.0):
        why = refusal(act, harmful)
        if why:
            raise NotAPractice(f"{entry.id}: {why}")


def _names_what_it_works_through(entry: Entry) -> None:
    if isinstance(entry, Custom):
        return
    strange = [word for word in entry.carriers if word not in CARRIERS]
    if strange or len(entry.carriers) > 2:
        raise NotAPractice(f"{entry.id}: carriers are {entry.carriers!r}; name one or two of {', '.join(CARRIERS)}")
    if bool(entry.carriers) == bool(entry.column):
        raise NotAPractice(f"{entry.id}: names no carriers; name one or two of them, or else a column, not both")
    if entry.column and entry.column not in COLUMNS:
        raise NotAPractice(f"{entry.id}: column is {entry.column!r}; use one of {', '.join(COLUMNS)}")


def _costs_something(entry: Entry) -> None:
    acts = entry.plan(1.0)
    if entry.helps and acts and entry.price == Cost() and not any(isinstance(act, Meet) for act in acts):
        raise NotAPractice(f"{entry.id}: costs nothing as it is shipped; give it a cost, in hours or money")


def _keeps_its_days(entry: Entry) -> None:
    before, last = entry.first_day - 1, entry.last_day
    if entry.strength(before) != 0.0 or entry.on(before):
        raise NotAPractice(f"{entry.id}: acts on day {before}, before its first day")
    if not entry.on(entry.first_day) or not 0.0 < entry.strength(entry.first_day) <= 1.0:
        raise NotAPractice(f"{entry.id}: does not act on its first day, {entry.first_day}")
    if last is not None and (entry.on(last + 1) or entry.strength(last + entry.fade + 1) != 0.0):
        raise NotAPractice(f"{entry.id}: acts after its last day, {last}")


def _round_trips(entry: Entry) -> None:
    settings = {key: value for key, value in entry.entry().items() if key != "id"}
    try:
        again = type(entry).model_validate(settings)
    except ValidationError as error:
        reason = str(error).splitlines()[0]
        raise NotAPractice(f"{entry.id}: cannot be read back from a scenario file ({reason})") from error
    if again != entry:
        raise NotAPractice(f"{entry.id}: is another one when read back from a scenario file")


CHECKS: tuple[Callable[[Entry], None], ...] = (
    _does_nothing_at_zero,
    _plan_is_of_primitives,
    _acts_repeat,
    _leaves_conduct_alone,
    _names_what_it_works_through,
    _costs_something,
    _keeps_its_days,
    _round_trips,
)
