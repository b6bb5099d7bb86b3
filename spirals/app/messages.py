"""What pages and links may say: one schema, checked at the door, so that no page object meets a value it cannot use."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, ValidationError

from spirals.errors import InputError

Text = Annotated[str, StringConstraints(max_length=60_000)]
Count = Annotated[int, Field(ge=0, le=1_000_000_000)]
Settings = dict[str, Any]  # checked by the scenario they make


class _Said(BaseModel):
    """A message with nothing in it that counts."""

    model_config = ConfigDict(extra="ignore", allow_inf_nan=False)


class _Open(_Said):
    query: Text = ""


class _Step(_Said):
    to: Count | None = None
    days: Count = 1


class _Name(_Said):
    name: Text


class _Place(_Said):
    at: Count
    name: Text | None = None


class _Changes(_Said):
    changes: Settings


class _Programme(_Said):
    act: Literal["add", "set", "end", "remove"]
    id: Text
    at: Count = 0
    where: Count = 0
    settings: Settings = {}


class _State(_Said):
    state: Text


class _Curve(_Said):
    curve: Text


class _Row(_Said):
    row: Count


class _Act(_Said):
    row: Count
    what: Text


class _Id(_Said):
    id: Text


class _What(_Said):
    what: Text


class _Replicate(_Said):
    stop: bool = False
    more: bool = False


class _Upload(_Said):
    kind: Literal["people", "ties"]
    file: Text = "file"


class _Map(_Said):
    columns: dict[Text, Text | None] = {}
    directed: bool | Literal["auto"] | None = None


class _Cases(_Said):
    stop: bool = False
    cases: list[Text] = []
    days: Count = 130
    runs: Count = 8


class _Predictions(_Said):
    predictions: list[float | Text | None]


class _Worksheet(_Said):
    who: Text = ""
    answers: list[Text] = []


class Side(_Said):
    """One scenario of a link to a comparison."""

    base: Text = ""
    changes: Settings = {}


MESSAGES: Mapping[str, Mapping[str, type[_Said]]] = {
    "explore": {
        "open": _Open, "step": _Step, "reset": _Said, "choose": _Name, "change": _Changes, "programme": _Programme,
        "colour": _State, "person": _Row, "tie": _Row, "find": _Id, "save": _What,
        "act": _Act, "loop": _What,
    },
    "compare": {
        "open": _Open, "step": _Step, "reset": _Said, "choose": _Place, "programme": _Programme, "share": _Changes,
        "colour": _State, "watch": _Curve, "replicate": _Replicate, "save": _What,
    },
    "lessons": {"open": _Open, "choose": _Name, "predict": _Predictions, "run": _Replicate, "save": _Worksheet},
    "organisation": {
        "open": _Open, "upload": _Upload, "example": _Said, "map": _Map, "clear": _Said, "compare": _Cases,
        "report": _Replicate, "watch": _Curve, "save": _What,
    },
}  # fmt: skip
"""By page, what each act takes."""


def checked(kind: type[_Said], said: Any, where: str) -> dict[str, Any]:
    """Return what a message says, of the types that were promised; what it leaves out is left out.

    Parameters
    ----------
    kind
        The schema.
    said
        The message as it came.
    where
        What to call it.

    Raises
    ------
    InputError
        If it is no such message.
    """
    try:
        found = kind.model_validate({} if said is None else said).model_dump(exclude_unset=True)
    except (ValidationError, RecursionError) as error:
        place = error.errors()[0]["loc"] if isinstance(error, ValidationError) else ()
        field = ".".join(str(part)[:40] for part in place[:2]) or "it"
        raise InputError(f"{where}: {field} is not as it should be; reload the page or copy the link again") from None
    return {name: value for name, value in found.items() if value is not None}


def one_of(things: Sequence[Any], at: int, what: str) -> int:
    """Return a place in a list that a page names, if it is there.

    Raises
    ------
    InputError
        If the list is shorter by now.
    """
    if not 0 <= at < len(things):
        raise InputError(f"{what}: there is no number {at + 1} of them any longer; reload the page")
    return at
