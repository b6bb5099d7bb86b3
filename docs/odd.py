"""The generated parts of odd.md, read from the code so that they cannot drift from it."""

from __future__ import annotations

import ast
import inspect
import re
from collections.abc import Callable, Iterable
from importlib import import_module
from typing import Any

from spirals import streams
from spirals.interventions.primitives import BY_NAME
from spirals.mechanisms import (  # noqa: F401  (imported so that they register)
    affect,
    conduct,
    learning,
    moves,
    norms,
    numbers,
    outcomes,
    practices,
    reporting,
    selection,
    slow,
    strain,
    ties,
)
from spirals.mechanisms.registry import MECHANISMS
from spirals.parameters import TABLE
from spirals.population import TALLY, columns
from spirals.scenario.organisation import GENERATED, OrganisationSpec

ENTITIES = {
    "A person's states": "PERSON_COLUMNS",
    "What a person did and met with today, and lately": "DEED_COLUMNS",
    "A person's lasting traits": "TRAIT_COLUMNS",
    "A person's place": "PLACE_COLUMNS",
    "What practices add for a person": "LEVER_COLUMNS",
    "A tie": "TIE_COLUMNS",
    "What a pair is drawn as, or gets from structure": "NATURE_COLUMNS",
    "A team": "TEAM_COLUMNS",
    "A meeting of today": "MEETING_COLUMNS",
}
ORDER = (
    "numbers", "selection", "conduct", "moves", "ties", "affect", "strain", "slow", "norms", "learning", "practices",
    "outcomes", "reporting",
)  # fmt: skip
# What columns are that have no comment in the code; one that is not here either goes with the one above it.
SAID = {
    "play_chances": "encounters in which play could have been started",
    "ruptures": "disagreements that went badly, and ruptures made up",
    "team": "number of the team",
    "level": "0 member, 1 lead, 2 manager",
    "site": "number of the site",
    "joined": "day of joining; 0 or below for those who were here",
    "active": "1 while the person belongs",
    "lane": "keys random numbers; it follows from the id of the person, or the name of the team",
    "familiarity": "how strong the tie is, 0..1",
    "carrying_capacity": "how much emotion it bears, 0..1",
    "tensility": "how well it bends and recovers, 0..1",
    "connectivity": "how open it is to ideas, 0..1",
    "regard_a": "each side's regard for the other, 0..1",
    "trust_a": "each side's trust in the other, 0..1",
    "rivalry": "set by practices, 0 and up",
    "slot": "when it is held, 0..4",
    "start": "where its members begin in the list of those attending",
    "members": "how many they are",
    "minutes": "length",
    "voice": "how far turns are evened out, 0..1",
    "channel": "channel, or -1 where each pair decides",
    "pair": "1 for a scheduled talk of two",
    "day": "working day",
    "who": "rows of who started and who answered",
    "dose": "dose",
    "first": "1 for the first encounter of the two",
    "meeting": "1 within a meeting or a scheduled talk",
    "mutuality": "0..1",
}


def commented(name: str) -> list[tuple[str, str]]:
    """Return the columns under a name in population/columns.py, each with the comment that stands beside it."""
    lines = inspect.getsource(columns).splitlines()
    node = next(
        node
        for node in ast.parse("\n".join(lines)).body
        if isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Name) and node.targets[0].id == name
    )
    assert isinstance(node.value, ast.Tuple)
    found = []
    for element in node.value.elts:
        assert isinstance(element, ast.Constant)
        _, _, comment = lines[element.lineno - 1].partition("#")
        found.append((str(element.value), comment.strip()))
    return found


def _table(headings: Iterable[str], rows: Iterable[Iterable[object]]) -> list[str]:
    names = list(headings)
    lines = ["| " + " | ".join(names) + " |", "| " + " | ".join("---" for _ in names) + " |"]
    return lines + ["| " + " | ".join(str(cell).replace("|", "\\|") for cell in row) + " |" for row in rows]


def entities() -> list[str]:
    """Return a table for each entity."""
    lines: list[str] = []
    for title, table in ENTITIES.items():
        lines += [f"**{title}** (`{table}`)", "", *_described(table), ""]
    return lines[:-1]


def log() -> list[str]:
    """Return the columns of the log of encounters."""
    return _described("LOG_COLUMNS")


def _described(table: str) -> list[str]:
    rows: list[tuple[str, str]] = []
    for column, comment in commented(table):
        said = comment or SAID.get(column, "")
        if said or not rows:
            rows.append((f"`{column}`", said))
        else:
            rows[-1] = (f"{rows[-1][0]}, `{column}`", rows[-1][1])
    return _table(("column", "what it is"), rows)


def series() -> list[str]:
    """Return the daily series."""
    return [", ".join(f"`{name}`" for name in TALLY)]


def organisation() -> list[str]:
    """Return what a generated organisation is made from."""
    rows = [
        (f"`{name}`", "-" if field.default is None else f"{field.default}", field.description or "")
        for name, field in OrganisationSpec.model_fields.items()
        if field.description and name in GENERATED
    ]
    return _table(("setting", "default", "what it is"), rows)


def constants() -> list[str]:
    """Return the numbers that stand in spirals/structure, outside the table of parameters."""
    rows = []
    for file in ("layout", "wiring", "generate", "start"):
        module = import_module(f"spirals.structure.{file}")
        source = inspect.getsource(module)
        for node in ast.parse(source).body:
            if isinstance(node, ast.Assign) and (value := _numbers(node.value)):
                name = ast.unparse(node.targets[0]).strip("()")
                _, _, comment = source.splitlines()[node.lineno - 1].partition("  # ")
                rows.append((file, f"`{name}`", f"`{value}`", comment))
    return _table(("file", "constant", "value", "what it is"), rows)


def _numbers(value: ast.expr) -> str:
    """Return an expression as it stands if it is made of numbers, else nothing."""
    constants = [one.value for one in ast.walk(value) if isinstance(one, ast.Constant)]
    plain = all(isinstance(one, int | float) for one in constants)
    return ast.unparse(value) if constants and plain and len(ast.unparse(value)) < 120 else ""


def submodels() -> list[str]:
    """Return every function of the theory with what it returns, as its docstring says."""
    by_module: dict[str, list[Callable[..., Any]]] = {}
    for function in MECHANISMS:
        by_module.setdefault(function.__module__.rsplit(".", 1)[1], []).append(function)
    if set(by_module) != set(ORDER):
        raise ValueError(f"odd.py: ORDER and spirals/mechanisms differ: {set(by_module) ^ set(ORDER)}")
    lines: list[str] = []
    for name in ORDER:
        module = inspect.getmodule(by_module[name][0])
        lines += [f"**{name}.** {_first(module.__doc__)}", ""]
        for function in by_module[name]:
            inputs = ", ".join(inspect.signature(function).parameters)
            lines.append(f"- `{function.__name__}({inputs})`: {_flat(function.__doc__)}")
        lines.append("")
    return lines[:-1]


def _first(text: str | None) -> str:
    return _flat((text or "").strip().split("\n\n")[0])


def _flat(text: str | None) -> str:
    return re.sub(r"\s+", " ", (text or "").replace("``", "`")).strip()


def parameters() -> list[str]:
    """Return how many parameters there are by group, and what they rest on."""
    groups: dict[str, list[str]] = {}
    for row in TABLE:
        groups.setdefault(row.group, []).append(row.source)
    rows = [(group, len(said), sum(source == "assumption" for source in said)) for group, said in groups.items()]
    total = ("**all**", len(TABLE), sum(count for _, _, count in rows))
    return _table(("group", "parameters", "of these plain assumptions"), [*rows, total])


def chance() -> list[str]:
    """Return the purposes that random numbers are drawn for."""
    names = [
        name for name, value in vars(streams).items() if name.isupper() and isinstance(value, int) and name[0] != "_"
    ]
    return [", ".join(f"`{name}` {getattr(streams, name)}" for name in names)]


def primitives() -> list[str]:
    """Return what practices are made of."""
    return _table(("`do`", "what it does"), [(f"`{name}`", _first(kind.__doc__)) for name, kind in BY_NAME.items()])


BLOCKS: dict[str, Callable[[], list[str]]] = {
    "entities": entities,
    "log": log,
    "series": series,
    "organisation": organisation,
    "constants": constants,
    "submodels": submodels,
    "parameters": parameters,
    "chance": chance,
    "primitives": primitives,
}
