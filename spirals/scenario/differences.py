"""What sets two scenarios apart, and scenarios with some values changed."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from typing import Any, NamedTuple

from pydantic import ValidationError

from spirals.errors import InputError
from spirals.interventions.practice import Entry
from spirals.interventions.registry import find
from spirals.parameters import PARAMETERS, nearest
from spirals.plain import plain
from spirals.scenario.files import without_overridden
from spirals.scenario.organisation import OrganisationSpec
from spirals.scenario.problems import ENTRIES, explained
from spirals.scenario.schema import DESCRIPTIVE, Scenario

_TABLES = ("organisation", "parameters", "uncertainties")


class Difference(NamedTuple):
    """One key on which two scenarios differ; None where a side has nothing."""

    key: str
    left: Any
    right: Any


def difference(left: Scenario, right: Scenario) -> list[Difference]:
    """Return what differs in a run of two scenarios, in the order of a scenario file.

    Names, questions and authors do not count, and a parameter set to its default equals one left out.

    Examples
    --------
    >>> difference(Scenario(name="a"), Scenario(name="b", days=20, parameters={"demand": 0.6}))
    [Difference(key='days', left=260, right=20), Difference(key='parameters.demand', left=0.5, right=0.6)]
    """
    a, b = _flat(left), _flat(right)
    keys = [*a, *(key for key in b if key not in a)]
    order = {name: place for place, name in enumerate(Scenario.model_fields)}
    keys.sort(key=lambda key: order[key.partition(".")[0]])
    return [Difference(key, a.get(key), b.get(key)) for key in keys if a.get(key) != b.get(key)]


def _flat(scenario: Scenario) -> dict[str, Any]:
    flat: dict[str, Any] = {}
    for name in Scenario.model_fields:
        if name in (*DESCRIPTIVE, "schema_"):
            continue
        value = getattr(scenario, name)
        if name in ENTRIES:
            flat.update(_flat_entries(name, value))
        elif name == "parameters":
            flat.update({f"parameters.{key}": number for key, number in scenario.values().items()})
        elif name == "organisation":
            flat.update({f"organisation.{key}": item for key, item in value.model_dump().items()})
        elif name == "uncertainties":
            flat.update({f"uncertainties.{key}": list(pair) for key, pair in value.items()})
        else:
            flat[name] = list(value) if isinstance(value, tuple) else value
    return flat


def _flat_entries(table: str, entries: tuple[Entry, ...]) -> dict[str, Any]:
    flat: dict[str, Any] = {}
    count: dict[str, int] = {}
    for entry in entries:
        count[entry.label] = count.get(entry.label, 0) + 1
        again = f"#{count[entry.label]}" if count[entry.label] > 1 else ""
        flat[f"{table}.{entry.label}{again}"] = entry.entry()
    return flat


def assignment(text: str) -> tuple[str, Any]:
    """Read ``name=value`` as given on a command line; values are read as TOML, else taken as text.

    Raises
    ------
    InputError
        If there is no ``=``.

    Examples
    --------
    >>> assignment("days=20"), assignment("name=try"), assignment("null_model=M3")
    (('days', 20), ('name', 'try'), ('null_model', 'M3'))
    """
    key, equals, value = text.partition("=")
    if not equals or not key.strip():
        raise InputError(f"--set: {text}: is no assignment; write name=value, for example days=20")
    try:
        return key.strip(), tomllib.loads(f"value = {value}")["value"]
    except (ValueError, RecursionError):
        return key.strip(), value.strip()


def with_changes(scenario: Scenario, changes: Mapping[str, Any], where: str | None = None) -> Scenario:
    """Return a scenario with some values changed, checked like a file.

    Parameters
    ----------
    scenario
        What to start from; it is not changed.
    changes
        New values by name: a key of the scenario (``days``), of the organisation (``size`` or
        ``organisation.size``), a parameter (``conduct_base`` or ``parameters.conduct_base``), a range
        (``uncertainties.demand``), or a setting of a practice or shock (``interventions.buddy.dose``; one
        that the scenario lacks is added).
    where
        What to call the source of the changes in messages; None: the scenario's name.

    Raises
    ------
    InputError
        For an unknown name, with the nearest one, or a value that is not allowed.
    """
    origin = where or scenario.name
    said = scenario.as_dict()
    organisation: dict[str, Any] = {}
    for name, value in changes.items():
        place = _place(name, said, origin)
        if place[0] == "organisation" and len(place) == 2:
            organisation[place[1]] = _listed(value)
        else:
            said = _changed(said, place, _listed(value))
    said = _reorganised(said, organisation)
    try:
        return Scenario.model_validate(said)
    except ValidationError as error:
        raise explained(error, origin, said) from None


def _listed(value: Any) -> Any:
    value = plain(value)
    return list(value) if isinstance(value, tuple) else value


def _place(name: str, said: Mapping[str, Any], origin: str) -> tuple[str, ...]:
    """Return where in a scenario a name belongs."""
    head, _, rest = name.partition(".")
    if head in _TABLES and rest:
        return (head, rest)
    if head in ENTRIES and rest:
        return _entry_place(head, rest, name, origin)
    fields = [info.alias or key for key, info in Scenario.model_fields.items()]
    if name in fields:
        return (name,)
    if name in OrganisationSpec.model_fields:
        return ("organisation", name)
    if name in PARAMETERS:
        return ("parameters", name)
    for table in ENTRIES:
        if rest and any(item["id"] == head for item in said.get(table, [])):
            return _entry_place(table, name, name, origin)
    guess = nearest(name, [*fields, *OrganisationSpec.model_fields, *PARAMETERS])
    hint = f"did you mean '{guess}'?" if guess else "see `spirals list parameters`"
    raise InputError(f"{origin}: {name}: no setting or parameter has this name; {hint}")


def _entry_place(table: str, rest: str, name: str, origin: str) -> tuple[str, ...]:
    entry, _, key = rest.partition(".")
    if not key:
        raise InputError(f"{origin}: {name}: names no setting; write for example {table}.{entry}.who")
    try:
        find(entry, shocks_only=table == "shocks")
    except InputError as error:
        raise InputError(f"{origin}: {name}: {error}") from None
    return (table, entry, key)


def _changed(said: dict[str, Any], place: tuple[str, ...], value: Any) -> dict[str, Any]:
    changed = dict(said)
    if len(place) == 3:
        table, entry, key = place
        entries = [dict(item) for item in said.get(table, [])]
        if not any(item["id"] == entry for item in entries):
            entries.append({"id": entry})
        for item in entries:
            if item["id"] == entry:
                _set(item, key, value)
        changed[table] = entries
    elif len(place) == 2:
        changed[place[0]] = dict(said.get(place[0], {}))
        _set(changed[place[0]], place[1], value)
    else:
        _set(changed, place[0], value)
    return changed


def _reorganised(said: dict[str, Any], changes: dict[str, Any]) -> dict[str, Any]:
    """Apply all changes of the organisation at once, since some of them exclude others."""
    if not changes:
        return said
    organisation = {**without_overridden(said.get("organisation", {}), changes), **changes}
    return {**said, "organisation": {key: value for key, value in organisation.items() if value is not None}}


def _set(table: dict[str, Any], key: str, value: Any) -> None:
    # TOML has no null: to take a value away is to say nothing.
    if value is None:
        table.pop(key, None)
    else:
        table[key] = value
