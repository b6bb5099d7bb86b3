"""Every practice and shock by its public name, those of installed plug-ins included."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.metadata import EntryPoint, entry_points
from typing import Any

from pydantic.fields import FieldInfo

from spirals.errors import InputError
from spirals.interventions import shipped
from spirals.interventions.practice import Cost, Entry, Practice, Shock
from spirals.parameters import nearest

ENTRY_POINTS = "spirals.interventions"


@dataclass(frozen=True)
class Setting:
    """One thing that can be set about a practice: its default, its range (None = open) and its meaning."""

    name: str
    default: Any
    low: float | None
    high: float | None
    meaning: str


@dataclass(frozen=True)
class Description:
    """What there is to say about a practice, for lists and documentation.

    ``settings`` are its own, ``common`` those that every practice (or shock) has: who, when, how much.
    """

    id: str
    title: str
    kind: str
    what: str
    source: tuple[str, ...]
    acts_on: tuple[str, ...]
    how: str
    evidence: str
    fails_when: str
    turning: str
    settings: tuple[Setting, ...]
    common: tuple[Setting, ...]
    cost: Cost


@cache
def plugins() -> Mapping[str, type[Entry]]:
    """Return the practices of installed packages, found through the entry points ``spirals.interventions``.

    Raises
    ------
    InputError
        If one cannot be loaded, is no practice, or takes the name of a practice that exists.
    """
    found: dict[str, type[Entry]] = {}
    for point in entry_points(group=ENTRY_POINTS):
        kind = _loaded(point)
        if shipped.one(kind.id) is not None or kind.id in found:
            raise InputError(f"plug-in {point.value}: the id '{kind.id}' is taken; give it another id")
        found[kind.id] = kind
    return found


def _loaded(point: EntryPoint) -> type[Entry]:
    try:
        kind = point.load()
    except Exception as error:
        reason = f"{type(error).__name__}: {error}"
        raise InputError(f"plug-in {point.value}: cannot be loaded ({reason}); repair or uninstall it") from error
    if not (isinstance(kind, type) and issubclass(kind, Entry) and isinstance(getattr(kind, "id", None), str)):
        raise InputError(f"plug-in {point.value}: is no Practice or Shock with an id; repair or uninstall it")
    _try_out(kind, point)
    return kind


def _try_out(kind: type[Entry], point: EntryPoint) -> None:
    """Make one as it comes and ask what it does: a fault is found now, not days into a run."""
    from spirals.interventions.primitives import PRIMITIVES

    try:
        strange = next((act for act in kind().acts() if not isinstance(act, PRIMITIVES)), None)
    except Exception as error:
        reason = " ".join(f"{type(error).__name__}: {error}".split())
        raise InputError(
            f"plug-in {point.value}: {kind.__name__}().acts() fails ({reason[:200]}); "
            "give every setting a default, return a tuple of acts, and try check_practice on it"
        ) from error
    if strange is not None:
        raise InputError(
            f"plug-in {point.value}: {kind.__name__}().acts() holds {strange!r}, which is no act; use the primitives"
        )


def catalogue() -> dict[str, type[Entry]]:
    """Return every practice and shock by its id, plug-ins last."""
    return {**shipped.SHIPPED, **plugins()}


def find(name: str, shocks_only: bool = False) -> type[Any]:
    """Return the practice or shock with this id.

    Parameters
    ----------
    name
        Public id, as in scenario files.
    shocks_only
        True for ``[[shocks]]``, False for ``[[interventions]]``.

    Raises
    ------
    InputError
        If there is none, with the nearest id.
    """
    kind = shipped.one(name) or plugins().get(name)
    word = "shock" if shocks_only else "practice"
    if kind is None:
        choices = [key for key, each in catalogue().items() if issubclass(each, Shock) == shocks_only]
        guess = nearest(name, choices)
        hint = f"did you mean '{guess}'?" if guess else "see `spirals list interventions`"
        raise InputError(f"unknown {word} '{name}'; {hint}")
    if issubclass(kind, Shock) != shocks_only:
        other = "[[interventions]]" if shocks_only else "[[shocks]]"
        raise InputError(f"'{name}' is no {word}; put it under {other}")
    return kind


def describe(name: str) -> Description:
    """Return what there is to say about a practice or shock; raise ``InputError`` if there is none."""
    kind = find(name, shocks_only=issubclass(catalogue().get(name, Practice), Shock))
    common = set(Shock.model_fields if issubclass(kind, Shock) else Practice.model_fields)
    fields = kind.model_fields
    own, shared = (
        [
            _setting(field, info)
            for field, info in fields.items()
            if (field in common) == wanted and field != "cost" and not info.is_required()
        ]
        for wanted in (False, True)
    )
    price = fields["cost"].get_default() if "cost" in fields else Cost()
    return Description(
        id=kind.id,
        title=kind.title,
        kind=kind.kind,
        what=(kind.__doc__ or "").strip().splitlines()[0],
        source=kind.source,
        acts_on=kind.carriers or (kind.column,),
        how=kind.how,
        evidence=kind.known(),
        fails_when=kind.fails_when,
        turning=kind.turning,
        settings=tuple(own),
        common=tuple(shared),
        cost=price,
    )


def _setting(name: str, info: FieldInfo) -> Setting:
    bounds: dict[str, float] = {}
    for rule in info.metadata:
        for word in ("ge", "gt", "le", "lt"):
            if hasattr(rule, word):
                bounds["low" if word.startswith("g") else "high"] = getattr(rule, word)
    default = info.get_default(call_default_factory=True)
    return Setting(name, default, bounds.get("low"), bounds.get("high"), info.description or "")
