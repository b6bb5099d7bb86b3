"""Options that several commands share, each declared once."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Literal

import typer

from spirals.errors import InputError

if TYPE_CHECKING:
    from spirals.scenario.organisation import OrganisationSpec

Format = Literal["table", "json", "csv"]

_RUNS = "How many runs, and how long"
_OWN = "Your own organisation"
_RANKING = "Ranking"
_OUT = "Results"

Set = Annotated[
    list[str] | None,
    typer.Option(
        "--set",
        metavar="NAME=VALUE",
        help="Change any scenario field or parameter, as conduct_base=0.8 or remote=0.5; repeatable.",
        show_default=False,
    ),
]
Days = Annotated[int | None, typer.Option("--days", help="Working days; 260 are a year.", rich_help_panel=_RUNS)]
Size = Annotated[
    int | None,
    typer.Option("--size", help="People in a generated organisation.", rich_help_panel=_RUNS),
]
Replicates = Annotated[
    int | None,
    typer.Option("--replicates", help="Runs that differ by chance alone.", rich_help_panel=_RUNS),
]
Seed = Annotated[int | None, typer.Option("--seed", help="Start of all random numbers.", rich_help_panel=_RUNS)]
Workers = Annotated[
    int | None,
    typer.Option(
        "--workers",
        help="Processes; the numbers are the same for any number.",
        show_default="1, and one per core where there are many runs",
        rich_help_panel=_RUNS,
    ),
]
Engine = Annotated[
    Literal["auto", "compiled", "stepwise"] | None,
    typer.Option("--engine", help="The numbers are the same for each.", rich_help_panel=_RUNS),
]
NullModel = Annotated[
    str | None,
    typer.Option("--null-model", metavar="M0..M6", help="Switch mechanisms off by name.", rich_help_panel=_RUNS),
]
People = Annotated[
    Path | None,
    typer.Option(
        "--people",
        metavar="FILE",
        help="People: a column id. CSV, Excel, or a file with ties too.",
        rich_help_panel=_OWN,
    ),
]
Ties = Annotated[
    Path | None,
    typer.Option("--ties", metavar="FILE", help="Ties: source and target, a matrix, or a graph.", rich_help_panel=_OWN),
]
_COLUMNS = {
    "id": "Who it is.",
    "team": "Team.",
    "level": "Level.",
    "site": "Site.",
    "tenure": "Years of service.",
    "hired": "Day somebody joined.",
    "left": "Who has left.",
    "remote": "Who works remotely.",
    "reports": "Id or name of the superior.",
    "source": "Who names the tie.",
    "target": "Who is named.",
    "weight": "How strong it is.",
    "kind": "What kind of tie it is.",
    "wave": "Wave; the last counts.",
}
"""Roles of columns; "none" instead of a name: no column plays the role."""
Questions = Annotated[
    list[str] | None,
    typer.Option(
        "--question-column",
        metavar="COLUMN",
        help="Answers that are a kind of tie of their own; repeatable.",
        show_default=False,
        rich_help_panel=_OWN,
    ),
]
States = Annotated[
    list[str] | None,
    typer.Option(
        "--state",
        metavar="STATE=COLUMN",
        help="Answers that say how somebody is, as safety='I can speak up'; repeatable.",
        show_default=False,
        rich_help_panel=_OWN,
    ),
]
Scale = Annotated[
    str | None,
    typer.Option("--scale", metavar="LOW..HIGH", help="Lowest and highest possible answer.", rich_help_panel=_OWN),
]
Missing = Annotated[
    list[float] | None,
    typer.Option(
        "--missing",
        metavar="CODE",
        help="Answer that means no answer, as 99.",
        show_default=False,
        rich_help_panel=_OWN,
    ),
]
NeverAnswer = Annotated[
    list[str] | None,
    typer.Option(
        "--never",
        metavar="[KIND=]ANSWER",
        help="Answer that means no tie, as 1; none: there is no such answer.",
        show_default="the lowest, where nearly all give it",
        rich_help_panel=_OWN,
    ),
]
StrictReading = Annotated[
    bool, typer.Option("--strict", help="Make a doubt in reading files an error.", rich_help_panel=_OWN)
]


def _column(role: str) -> Any:
    return Annotated[
        str | None, typer.Option(f"--{role}-column", metavar="COLUMN", rich_help_panel=_OWN, help=_COLUMNS[role])
    ]


Out = Annotated[
    Path | None,
    typer.Option(
        "--out",
        metavar="FOLDER",
        help="Where results go; absent or empty.",
        show_default="a new folder under results/",
        rich_help_panel=_OUT,
    ),
]
Record = Annotated[
    bool,
    typer.Option("--record/--no-record", help="Keep every encounter of the first run.", rich_help_panel=_OUT),
]
Reference = Annotated[
    str | None,
    typer.Option(
        "--reference",
        metavar="SCENARIO",
        help="What the others are compared with.",
        show_default="the first; the baseline where three or more are named and it is among them",
        rich_help_panel=_RANKING,
    ),
]
Twins = Annotated[
    bool,
    typer.Option(
        "--twins/--no-twins",
        help="Compare practices that start from something else than the reference (another organisation, a shock) "
        "with the same start without them.",
        rich_help_panel=_RANKING,
    ),
]
By = Annotated[
    str,
    typer.Option(
        "--by",
        metavar="WHAT",
        help="Rank by score, per_hour, per_money, per_cost, or any measure.",
        rich_help_panel=_RANKING,
    ),
]
EqualCost = Annotated[
    float | None,
    typer.Option(
        "--equal-cost",
        metavar="HOURS",
        min=0.0,
        help="Scale doses so that each costs this many hours per person over the run; 0: the median of what they cost.",
        rich_help_panel=_RANKING,
    ),
]
HourPrice = Annotated[
    list[str] | None,
    typer.Option(
        "--hour-price",
        metavar="[LEVEL=]MONEY",
        help="Money that stands for an hour of work, of everybody or of a level, as manager=90; repeatable.",
        show_default="50",
        rich_help_panel=_RANKING,
    ),
]
Weights = Annotated[
    list[str] | None,
    typer.Option(
        "--weight",
        metavar="OUTCOME=NUMBER",
        help="Weight of an outcome in the score, as performance=3; 1 if not named; repeatable.",
        show_default=False,
        rich_help_panel=_RANKING,
    ),
]
Currency = Annotated[
    str, typer.Option("--currency", metavar="NAME", help="What money is called, as EUR.", rich_help_panel=_RANKING)
]
LeaverCost = Annotated[
    str | None,
    typer.Option(
        "--leaver-cost",
        metavar="LOW..HIGH",
        help="What one who leaves costs.",
        show_default="0.3 to 1 year of work",
        rich_help_panel=_RANKING,
    ),
]
Show = Annotated[Format, typer.Option("--format", help="How the table is printed.", rich_help_panel=_OUT)]
Open = Annotated[bool, typer.Option("--open", help="Show the main figure at the end.", rich_help_panel=_OUT)]
Quiet = Annotated[bool, typer.Option("--quiet", "-q", help="No progress, no remarks.", rich_help_panel=_OUT)]

_STUDY = "What is varied"
Dask = Annotated[
    str | None,
    typer.Option("--dask", metavar="ADDRESS", help="Run on a Dask cluster: tcp://HOST:8786.", rich_help_panel=_RUNS),
]
SweepOut = Annotated[
    Path | None,
    typer.Option(
        "--out",
        metavar="FOLDER",
        help="Where results go; absent, empty, or where the same was begun.",
        show_default="a new folder under results/",
        rich_help_panel=_OUT,
    ),
]
Factors = Annotated[
    list[str] | None,
    typer.Option(
        "--factor",
        metavar="NAME[=LOW..HIGH]",
        help="What is varied, as demand, demand=0.3..0.8, null_model=M1,M2 or group:conduct; repeatable.",
        show_default="what the scenario states as uncertain, else every parameter",
        rich_help_panel=_STUDY,
    ),
]
Near = Annotated[
    float | None,
    typer.Option(
        "--near",
        metavar="SHARE",
        help="How far parameters without a stated range are moved: this share of the way from what the scenario "
        "assumes to the ends of the parameter table; 1 is all of it.",
        show_default="0.25, or what the experiment says",
        rich_help_panel=_STUDY,
    ),
]
Measures = Annotated[
    list[str] | None,
    typer.Option("--measure", metavar="NAME", help="An outcome; repeatable.", show_default=False, rich_help_panel=_OUT),
]

type Group = Mapping[str, tuple[Any, Any]]
"""Options that belong together: their declaration and their default by the name that a command knows them by."""

RUNS: Group = {
    "set_": (Set, None),
    "days": (Days, None),
    "size": (Size, None),
    "replicates": (Replicates, None),
    "seed": (Seed, None),
    "workers": (Workers, None),
    "engine": (Engine, None),
    "null_model": (NullModel, None),
}
OWN: Group = {
    "people": (People, None),
    "ties": (Ties, None),
    **{f"{role}_column": (_column(role), None) for role in _COLUMNS},
    "question_columns": (Questions, None),
    "states": (States, None),
    "scale": (Scale, None),
    "missing": (Missing, None),
    "never": (NeverAnswer, None),
    "strict": (StrictReading, False),
}
RANKING: Group = {
    "reference": (Reference, None),
    "twins": (Twins, True),
    "by": (By, "score"),
    "equal_cost": (EqualCost, None),
    "hour_price": (HourPrice, None),
}
MONEY: Group = {"currency": (Currency, ""), "leaver_cost": (LeaverCost, None)}
SCORE: Group = {"weight": (Weights, None)}
SHOWN: Group = {"show": (Show, "table"), "quiet": (Quiet, False)}
RESULTS: Group = {"out": (Out, None), "record": (Record, False), "open": (Open, False), **SHOWN}
SWEPT: Group = {
    "set_": (Set, None),
    "replicates": (Replicates, None),
    "seed": (Seed, None),
    "workers": (Workers, None),
    "dask": (Dask, None),
    "out": (SweepOut, None),
    **SHOWN,
}
STUDY: Group = {
    "factor": (Factors, None),
    "near": (Near, None),
    "measure": (Measures, None),
    "days": (Days, None),
    "size": (Size, None),
    **SWEPT,
}


def taking[**P, R](*groups: Group) -> Callable[[Callable[P, R]], Callable[P, R]]:
    """Give a command the options of groups beside its own; it finds them by name in its ``**chosen``.

    An option of the command's own stands for the one of a group that has its name.
    """

    def give(command: Callable[P, R]) -> Callable[P, R]:
        signature = inspect.signature(command, eval_str=True)
        own = [one for one in signature.parameters.values() if one.kind is not inspect.Parameter.VAR_KEYWORD]
        names = {one.name for one in own}
        shared = {name: option for group in groups for name, option in group.items() if name not in names}
        more = [
            inspect.Parameter(name, inspect.Parameter.KEYWORD_ONLY, default=default, annotation=declared)
            for name, (declared, default) in shared.items()
        ]
        whole = signature.replace(parameters=[*own, *more])
        given: Any = command
        given.__signature__ = whole
        given.__annotations__ = {one.name: one.annotation for one in whole.parameters.values()} | {"return": int}
        return command

    return give


KEYWORDS = (
    "days",
    "size",
    "replicates",
    "seed",
    "workers",
    "engine",
    "null_model",
    "people",
    "ties",
    "record",
)


def assignments(pairs: Sequence[str] | None) -> dict[str, Any]:
    """Read ``NAME=VALUE`` pairs; a value is read as TOML, else taken as text.

    Raises
    ------
    InputError
        If a pair has no ``=`` or no name, or a name comes twice.
    """
    from spirals.scenario import assignment

    found: dict[str, Any] = {}
    for pair in pairs or ():
        name, value = assignment(pair)
        if name in found:
            raise InputError(f"--set {name}: given twice; leave one out")
        found[name] = value
    return found


def factors(texts: Sequence[str] | None) -> list[dict[str, Any]]:
    """Read what is varied: a name, with a range or values if the parameter table's range is not meant.

    Raises
    ------
    InputError
        If a text has another form.

    Examples
    --------
    >>> factors(["demand", "demand=0.3..0.8", "size=50,100", "group:conduct"])[1:3]
    [{'name': 'demand', 'low': 0.3, 'high': 0.8}, {'name': 'size', 'values': [50, 100]}]
    """
    return [_factor(text) for text in texts or ()]


def _factor(text: str) -> dict[str, Any]:
    from spirals.scenario import assignment

    name, equals, rest = (part.strip() for part in text.partition("="))
    if not equals:
        group = name.removeprefix("group:")
        return {"group": group.strip()} if group != name else {"name": name}
    low, dots, high = rest.partition("..")
    if not dots:
        return {"name": name, "values": [assignment(f"x={value}")[1] for value in rest.split(",")]}
    try:
        return {"name": name, "low": float(low), "high": float(high)}
    except ValueError:
        raise InputError(f"--factor {text}: is no range; write for example {name}=0.3..0.8") from None


def given(**options: Any) -> dict[str, Any]:
    """Return the options that were given."""
    return {name: value for name, value in options.items() if value is not None}


def own(chosen: Mapping[str, Any]) -> dict[str, Any]:
    """Return what was said about the files of an own organisation, by the keys of a scenario.

    Raises
    ------
    InputError
        If a text has another form.

    Examples
    --------
    >>> own({"id_column": "Badge", "states": ["safety=Q4"], "scale": "1..7", "never": ["Conflict=1"], "strict": False})
    ... # doctest: +NORMALIZE_WHITESPACE
    {'organisation.id_column': 'Badge', 'organisation.states': {'safety': 'Q4'}, 'organisation.scale': (1.0, 7.0),
     'organisation.never': {'Conflict': 1.0}}
    """
    said: dict[str, Any] = {f"{role}_column": chosen.get(f"{role}_column") for role in _COLUMNS}
    for name in ("question_columns", "missing"):
        said[name] = tuple(chosen.get(name) or ()) or None
    said["states"] = dict(_pair("--state", text, "safety=COLUMN") for text in chosen.get("states") or ()) or None
    said["scale"] = ends("--scale", chosen.get("scale"))
    said["never"] = _never(chosen.get("never"))
    said["strict"] = chosen.get("strict") or None
    return {f"organisation.{name}": value for name, value in said.items() if value is not None}


def as_typed(chosen: Mapping[str, Any]) -> dict[str, Any]:
    """Return the options on own files that were given, by their names on the command line."""
    singular = {"question_columns": "question_column", "states": "state"}
    given = {name: chosen.get(name) for name in OWN if name not in ("people", "ties")}
    return {singular.get(name, name): value for name, value in given.items() if value}


def hour_price(texts: Sequence[str] | None, organisation: OrganisationSpec) -> float | None:
    """Return the price of an hour averaged over the people of an organisation; None if none was given.

    Raises
    ------
    InputError
        If a price cannot be used.
    """
    if not texts:
        return None
    from spirals.experiments.money import hour_price_of

    prices = _numbers("--hour-price", texts, "manager=90", "is no price; write for example 50 or manager=90")
    if set(prices) == {""}:
        return hour_price_of(prices[""], {})
    import numpy as np

    from spirals.population import LEVELS
    from spirals.structure import build

    level = build(organisation, np.random.default_rng(0)).level
    return hour_price_of(prices, {name: int((level == k).sum()) for k, name in enumerate(LEVELS)})


def weights(chosen: Mapping[str, Any]) -> dict[str, float]:
    """Return the weights of outcomes in the score that were given.

    Raises
    ------
    InputError
        If a weight is no number.
    """
    said = dict(_pair("--weight", text, "performance=3") for text in chosen.get("weight") or ())
    try:
        return {name: float(value) for name, value in said.items()}
    except ValueError:
        raise InputError("--weight: a weight is no number; write for example performance=3") from None


def _numbers(option: str, texts: Sequence[str], example: str, wrong: str) -> dict[str, float]:
    """Read numbers by name; one without a name has the empty one."""
    pairs = [_pair(option, text, example) if "=" in text else ("", text) for text in texts]
    try:
        return {name: float(value) for name, value in pairs}
    except ValueError:
        raise InputError(f"{option} {' '.join(texts)}: {wrong}") from None


def _pair(option: str, text: str, example: str) -> tuple[str, str]:
    name, equals, value = text.partition("=")
    if not equals or not name.strip() or not value.strip():
        raise InputError(f"{option} {text}: is no pair; write for example {option} {example}")
    return name.strip(), value.strip()


def ends(option: str, text: str | None, example: str = "1..7") -> tuple[float, float] | None:
    """Read a range such as ``1..7``; None if none was given.

    Raises
    ------
    InputError
        If it is no range.
    """
    if text is None:
        return None
    low, _, high = text.partition("..")
    try:
        found = float(low), float(high)
    except ValueError:
        found = (1.0, 0.0)
    if not found[0] <= found[1] < float("inf"):
        raise InputError(f"{option} {text}: is no range; write for example {example}")
    return found


def _never(texts: Sequence[str] | None) -> str | float | dict[str, float] | None:
    if not texts:
        return None
    if len(texts) == 1 and texts[0] in ("none", "auto"):
        return texts[0]
    values = _numbers("--never", texts, "Conflict=1", "is no answer; write a number, KIND=NUMBER or none")
    if "" not in values:
        return values
    if len(values) > 1:
        raise InputError(f"--never {' '.join(texts)}: an answer of all kinds and one of a kind; give one of the two")
    return values[""]


def settings(chosen: dict[str, Any]) -> dict[str, Any]:
    """Turn the options of a command into the keywords of `run` and `compare`."""
    given = {name: chosen[name] for name in KEYWORDS}
    return {**given, **own(chosen), **assignments(chosen["set_"])}
