"""Problems in a scenario, one plain line each: ``FILE: key: problem; remedy``."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping, Sequence
from typing import Any

from pydantic import ValidationError

from spirals.errors import InputError, visible
from spirals.interventions.practice import Cost
from spirals.interventions.registry import find
from spirals.parameters import nearest
from spirals.scenario.organisation import OrganisationSpec
from spirals.scenario.schema import MOST_LINES, Scenario

ENTRIES = ("interventions", "shocks")
UNKNOWN = ("extra_forbidden", "unexpected_keyword_argument")
Place = tuple[str | int, ...]


def explained(error: ValidationError, where: str, said: Mapping[str, Any]) -> InputError:
    """Return one error with a line for every problem that pydantic found.

    Parameters
    ----------
    error
        What pydantic found.
    where
        The file, or whatever the scenario came from.
    said
        What was validated, as read.
    """
    found = error.errors(include_url=False)
    lines = list(dict.fromkeys(visible(_line(one, where, said), 900) for one in found[:MOST_LINES]))
    if len(found) > MOST_LINES:
        lines.append(f"{where}: there are more problems; correct these first")
    return InputError("\n".join(lines))


def _line(found: Mapping[str, Any], where: str, said: Mapping[str, Any]) -> str:
    place: Place = found["loc"]
    text = _unknown_key(place, said) if found["type"] in UNKNOWN else problem(found)
    key = key_text(place, said)
    return f"{where}: {key}: {text}" if key else f"{where}: {text}"


def key_text(place: Place, said: Mapping[str, Any]) -> str:
    """Return a place in a scenario as a reader would name it, such as ``interventions.buddy.start``."""
    parts: list[str] = []
    for depth, part in enumerate(place):
        if isinstance(part, int):
            if depth == 1 and place[0] in ENTRIES:
                parts.append(_entry_name(str(place[0]), part, said))
            elif depth == 1:
                continue
            else:
                parts[-1] += f"[{part + 1}]"
        else:
            parts.append(part)
    return visible(".".join(parts), 120)


def _entry_name(table: str, index: int, said: Mapping[str, Any]) -> str:
    entries = said.get(table, [])
    ids = [item.get("id") if isinstance(item, Mapping) else None for item in entries]
    name = ids[index]
    if not isinstance(name, str):
        return f"#{index + 1}"
    again = ids[: index + 1].count(name)
    return name if again == 1 else f"{name}#{again}"


def _is_list(value: Any) -> bool:
    return isinstance(value, Sequence) and not isinstance(value, str)


def _unknown_key(place: Place, said: Mapping[str, Any]) -> str:
    choices = _known_keys(place, said)
    guess = nearest(str(place[-1]), choices)
    hint = f"did you mean '{guess}'?" if guess else f"use one of {', '.join(choices)}"
    return f"unknown key; {hint}"


def _known_keys(place: Place, said: Mapping[str, Any]) -> list[str]:
    if len(place) == 1:
        return [*(info.alias or name for name, info in Scenario.model_fields.items()), "extends"]
    if place[0] == "organisation":
        return list(OrganisationSpec.model_fields)
    if place[0] not in ENTRIES or not isinstance(place[1], int):
        return []
    if "cost" in place[2:-1]:
        return list(Cost.model_fields)
    entry = said[str(place[0])][place[1]]
    if "does" in place[2:-1]:
        from spirals.interventions.primitives import BY_NAME

        act = BY_NAME[entry["does"][place[3]]["do"]]
        return [field.name for field in dataclasses.fields(act)]
    kind = find(entry["id"], shocks_only=place[0] == "shocks")
    return ["id", *kind.model_fields]


def problem(found: Mapping[str, Any]) -> str:
    """Return what is wrong with one value, with the remedy, from what pydantic found."""
    kind, value, ctx = found["type"], found["input"], found.get("ctx", {})
    if kind == "said":
        return str(ctx["text"])
    if kind == "value_error":
        return str(ctx["error"])
    if kind == "missing":
        example = ', for example name = "my scenario"' if found["loc"] == ("name",) else ""
        return f"is missing; add it{example}"
    if kind in _RANGE:
        word, remedy = _RANGE[kind]
        bound = next(iter(ctx.values()))
        return f"is {shown(value)}, {word} {bound:g}; give {remedy.format(bound=f'{bound:g}')}"
    if kind in _TYPES:
        wanted, remedy = _TYPES[kind]
        if found["loc"] in [(table,) for table in ENTRIES]:
            remedy = f"write [[{found['loc'][0]}]] with two brackets above each of them"
        elif wanted == "a table" and len(found["loc"]) > 1:
            remedy = "write it as { key = value }"
        return f"must be {wanted}, not {shown(value)}; {remedy}"
    if kind == "literal_error":
        return _not_among(value, str(ctx["expected"]))
    if kind in ("too_short", "string_too_short"):
        return "is empty; write something or leave the key out"
    if kind == "string_too_long":
        return f"is longer than {ctx['max_length']} characters; shorten it"
    return f"{found['msg'][:1].lower()}{found['msg'][1:]}; correct it"


_RANGE = {
    "greater_than_equal": ("below the smallest allowed,", "{bound} or more"),
    "greater_than": ("which is not above", "more than {bound}"),
    "less_than_equal": ("above the largest allowed,", "{bound} or less"),
    "less_than": ("which is not below", "less than {bound}"),
}
_TYPES = {
    "int_type": ("a whole number", "write it without quotes and without a point"),
    "int_from_float": ("a whole number", "write it without a point"),
    "float_type": ("a number", "write it without quotes"),
    "finite_number": ("a finite number", "give an ordinary number"),
    "string_type": ("text", "put it in quotes"),
    "bool_type": ("true or false", "write one of them without quotes"),
    "tuple_type": ("a list", "put it in square brackets"),
    "list_type": ("a list", "put it in square brackets"),
    "dict_type": ("a table", "start it with a line such as [parameters]"),
    "model_type": ("a table", "start it with a line such as [organisation]"),
    "model_attributes_type": ("a table", "write it as { key = value }"),
}


def _not_among(value: Any, expected: str) -> str:
    choices = [word.strip().strip("'") for word in expected.replace(" or ", ", ").split(",")]
    if len(choices) == 1:
        return f"is {shown(value)}; here it can only be {choices[0]}"
    guess = nearest(str(value), choices)
    hint = f"did you mean '{guess}'?" if guess else f"use one of {', '.join(choices)}"
    return f"is {shown(value)}, which is not known here; {hint}"


def shown(value: Any) -> str:
    """Return a value as a reader of the file would recognise it, shortened."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, str):
        return f'"{visible(value, 40)}"'
    if isinstance(value, int) and abs(value) >= 10**40:
        return "a number of more than 40 digits"
    if isinstance(value, int | float):
        return visible(repr(value), 40)
    if isinstance(value, Mapping):
        return "a table"
    return "a list" if _is_list(value) else f"a {type(value).__name__}"
