"""Scenario files: found, read, checked, and written back."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import tomli_w
from pydantic import ValidationError

from spirals.errors import InputError, visible
from spirals.parameters import nearest
from spirals.scenario.organisation import ALTERNATIVES, GENERATED
from spirals.scenario.problems import ENTRIES, explained, shown
from spirals.scenario.schema import DESCRIPTIVE, SCHEMA_VERSION, Scenario

# A scenario is a page of text; anything much larger is another kind of file.
MAX_BYTES = 1_000_000
MOST_EXTENDS = 50  # files, each extending the next
# Names joined by dots, in such a number that reading them would take minutes.
_DEEP = re.compile(r"""(?<![\w-])(?:(?:[\w-]+|"[^"\n]*"|'[^'\n]*')[ \t]*\.[ \t]*){32}""")
_TOML_PLACE = re.compile(r"^(?P<what>.*?) \(at (?P<place>.*)\)$", re.DOTALL)


def shipped_folder() -> Path:
    """Return the folder of the scenarios that come with the package, installed or in a checkout.

    Raises
    ------
    InputError
        If the installation is incomplete.
    """
    package = Path(__file__).resolve().parent.parent
    for folder in (package / "scenarios", package.parent / "scenarios"):
        if folder.is_dir():
            return folder
    raise InputError("spirals: scenarios: the shipped files are missing; install the package again")


def shipped() -> list[str]:
    """Return the names of the scenarios that come with the package, the baseline first."""
    names = sorted(path.stem for path in shipped_folder().glob("*.toml"))
    return sorted(names, key=lambda name: name != "baseline")


def headlines() -> list[dict[str, str]]:
    """Return what each shipped scenario says about itself: name, question and author; nothing else is checked."""
    texts = {name: shipped_folder() / f"{name}.toml" for name in shipped()}
    said = {name: read_toml(path) for name, path in texts.items()}
    return [{"name": name, **{key: str(one.get(key, "")) for key in DESCRIPTIVE[1:]}} for name, one in said.items()]


def find_file(source: str | Path) -> Path:
    """Return the file of a scenario: a path, else the name of a shipped one.

    Raises
    ------
    InputError
        If there is neither, with the nearest shipped name.
    """
    folder = shipped_folder()
    file = folder / f"{source}.toml"
    if isinstance(source, str) and source.isidentifier() and is_file(file) and not Path(source).exists():
        return file  # the usual case, without listing the folder
    return find_shipped(source, "scenario", folder, shipped())


def find_shipped(source: str | Path, what: str, folder: Path, names: Sequence[str]) -> Path:
    """Return a file: a path, else the name of one that is shipped in a folder.

    Parameters
    ----------
    what
        What it is a file of, for messages.
    names
        What is shipped there.

    Raises
    ------
    InputError
        If there is neither, with the nearest shipped name.
    """
    path = Path(source)
    if len(path.name) > 200:
        raise InputError(f"{visible(path.name, 60)}: file: no file has so long a name; check it")
    if is_file(path):
        return path
    if path.is_dir():
        raise InputError(f"{source}: file: is a folder; name {_a(what)} file in it")
    if str(source) in names:
        return folder / f"{source}.toml"
    guess = nearest(path.stem, names)
    hint = f"did you mean the shipped '{guess}'?" if guess else _choice(names)
    gone = "is no regular file" if path.exists() else "does not exist"
    raise InputError(f"{visible(str(source), 200)}: file: {gone} and is no shipped {what}; {hint}")


def is_file(path: Path) -> bool:
    """Say whether a path names a regular file; one that no system allows names none."""
    try:
        return path.is_file()
    except (OSError, ValueError):
        return False


def _a(what: str) -> str:
    return f"{'an' if what[0] in 'aeiou' else 'a'} {what}"


def load(source: str | Path) -> Scenario:
    """Read a scenario, with everything that it inherits.

    Parameters
    ----------
    source
        Path of a TOML file, or the name of a shipped scenario.

    Raises
    ------
    InputError
        One line ``FILE: key: problem; remedy`` for each problem.

    Examples
    --------
    >>> load("baseline").days
    260
    """
    return _checked(_inherited(find_file(source), ()), str(source))


def parse(text: str, where: str = "scenario", folder: Path | None = None) -> Scenario:
    """Read a scenario from text, as :func:`load` does from a file.

    Parameters
    ----------
    text
        TOML.
    where
        What to call the text in messages.
    folder
        Where ``extends`` and relative paths start from; None: the working folder.
    """
    said = _toml(text, where)
    return _checked(_resolved(said, where, folder or Path(), ()), where)


def from_dict(said: Mapping[str, Any], where: str = "scenario") -> Scenario:
    """Check a scenario given as a dictionary with the keys of a scenario file; ``extends`` is followed."""
    return _checked(_resolved(dict(said), where, Path(), ()), where)


def dump(scenario: Scenario, complete: bool = False) -> str:
    """Return a scenario as TOML, complete in itself: what it inherited is written out.

    Parameters
    ----------
    scenario
        Any scenario; ``parse(dump(scenario)) == scenario``.
    complete
        True also writes what is at its default, so that the text still means the same when a default changes.
    """
    said = scenario.model_dump(mode="json", by_alias=True, exclude_defaults=not complete, exclude_none=True)
    if complete:
        said["parameters"] = scenario.values(with_null_model=False)
        for table in ENTRIES:
            said[table] = [entry.entry(complete=True) for entry in getattr(scenario, table)]
        if scenario.organisation.is_read:
            said["organisation"] = {k: v for k, v in said["organisation"].items() if k not in GENERATED}
    return tomli_w.dumps({"schema": SCHEMA_VERSION, **said})


def _checked(said: dict[str, Any], where: str) -> Scenario:
    try:
        return Scenario.model_validate(said)
    except ValidationError as error:
        raise explained(error, where, said) from None


def _inherited(path: Path, seen: tuple[Path, ...]) -> dict[str, Any]:
    """Return what a file says together with what it inherits."""
    where, key = str(path), path.resolve()
    if key in seen:
        circle = " -> ".join(step.name for step in (*seen[seen.index(key) :], key))
        raise InputError(f"{where}: extends: goes in a circle ({circle}); remove one of these lines")
    if len(seen) >= MOST_EXTENDS:
        raise InputError(f"{where}: extends: more than {MOST_EXTENDS} files extend each other; write some as one")
    return _resolved(read_toml(path), where, path.parent, (*seen, key))


def _resolved(said: dict[str, Any], where: str, folder: Path, seen: tuple[Path, ...]) -> dict[str, Any]:
    organisation = said.get("organisation")
    if isinstance(organisation, dict):
        said["organisation"] = _with_paths(organisation, folder)
    if "extends" not in said:
        return said
    parent = _parent(said.pop("extends"), where, folder, seen)
    inherited = _inherited(parent, seen)
    # The parent's own mistakes are reported under the parent's name.
    _checked(inherited, str(parent))
    return merged({key: value for key, value in inherited.items() if key not in DESCRIPTIVE}, said)


def _with_paths(organisation: dict[str, Any], folder: Path) -> dict[str, Any]:
    files = {
        key: str(folder / organisation[key])
        for key in ("people", "ties")
        if isinstance(organisation.get(key), str) and organisation[key]
    }
    return {**organisation, **files}


def _parent(name: Any, where: str, folder: Path, seen: tuple[Path, ...]) -> Path:
    if not isinstance(name, str) or not name:
        raise InputError(f'{where}: extends: must be a file or a shipped name, not {shown(name)}; write "baseline"')
    own = seen[-1] if seen else None
    for candidate in (folder / name, folder / f"{name}.toml"):
        # A file called like the shipped one that it extends means the shipped one.
        if is_file(candidate) and not (candidate.resolve() == own and name in shipped() and not _is_shipped(own)):
            return candidate
    if name in shipped():
        return shipped_folder() / f"{name}.toml"
    guess = nearest(name, [*shipped(), *(path.stem for path in folder.glob("*.toml"))])
    hint = f"did you mean '{guess}'?" if guess else _choice(shipped())
    raise InputError(f"{where}: extends: '{visible(name, 60)}' is no file beside it and no shipped scenario; {hint}")


def _choice(names: Sequence[str]) -> str:
    return f"shipped are {', '.join(names)}" if len(names) <= 12 else "see `spirals list scenarios`"


def _is_shipped(path: Path | None) -> bool:
    return path is not None and path.parent == shipped_folder()


def merged(base: Mapping[str, Any], said: Mapping[str, Any]) -> dict[str, Any]:
    """Return ``base`` changed by what another file says.

    Tables are merged key by key.  Practices and shocks are added to the inherited ones, except that an entry
    with the id of an inherited one replaces it.  Everything else is replaced.
    """
    result = dict(base)
    for key, value in said.items():
        old = result.get(key)
        if key in ENTRIES and isinstance(old, list) and isinstance(value, list):
            ids = [item.get("id") for item in value if isinstance(item, Mapping)]
            result[key] = [item for item in old if item.get("id") not in ids] + value
        elif isinstance(old, Mapping) and isinstance(value, Mapping):
            kept = without_overridden(old, value) if key == "organisation" else old
            result[key] = {**kept, **value}
        else:
            result[key] = value
    return result


def without_overridden(organisation: Mapping[str, Any], said: Mapping[str, Any]) -> dict[str, Any]:
    """Return the inherited part of an organisation that still applies beside what is said now."""
    dropped: set[str] = set()
    if "people" in said or "ties" in said:
        dropped.update(GENERATED)
    for pair in ALTERNATIVES:
        if any(key in said for key in pair):
            dropped.update(pair)
    return {key: value for key, value in organisation.items() if key not in dropped}


def read_toml(path: Path) -> dict[str, Any]:
    """Return what a TOML file says; every problem with it is one line that names it."""
    return _toml(_text(path), str(path))


def _text(path: Path) -> str:
    where = str(path)
    try:
        size = path.stat().st_size
        if size > MAX_BYTES:
            raise InputError(f"{where}: file: has {size} bytes; a scenario is a short text file, name one")
        return path.read_bytes().decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise InputError(f"{where}: file: is not UTF-8 text (byte {error.start + 1}); save it as UTF-8") from None
    except OSError as error:
        reason = (error.strerror or "unknown reason").lower()
        raise InputError(f"{where}: file: cannot be read ({reason}); check its permissions") from None


def _toml(text: str, where: str) -> dict[str, Any]:
    if _DEEP.search(text):
        raise InputError(f"{where}: file: nests tables deeper than any scenario needs; simplify it")
    try:
        said = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        found = _TOML_PLACE.match(str(error))
        what, place = (found["what"], found["place"]) if found else (str(error), "file")
        what = f"{what[:1].lower()}{what[1:]}"
        raise InputError(f"{where}: {place}: is not TOML ({what}); correct it") from None
    except (ValueError, RecursionError):
        raise InputError(f"{where}: file: holds a number or nesting no scenario needs; simplify it") from None
    if not said:
        raise InputError(f'{where}: name: the file is empty; write at least name = "my scenario"')
    return said
