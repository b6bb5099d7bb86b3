"""An organisation read from a company's own files, as they lie there."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Literal

import numpy as np

from spirals.errors import InputError
from spirals.structure.merge import Layer, apply, layers, set_levels
from spirals.structure.people import PeopleColumns, read_people
from spirals.structure.roster import Roster
from spirals.structure.ties import Namings, TieColumns, read_ties


def read(
    people: Path | None,
    ties: Path | None,
    *,
    id_column: str | None = None,
    team_column: str | None = None,
    level_column: str | None = None,
    site_column: str | None = None,
    tenure_column: str | None = None,
    remote_column: str | None = None,
    reports_column: str | None = None,
    source_column: str | None = None,
    target_column: str | None = None,
    weight_column: str | None = None,
    kind_column: str | None = None,
    wave_column: str | None = None,
    directed: bool | Literal["auto"] = "auto",
    kinds: Mapping[str, str] | None = None,
    min_weight: float | None = None,
) -> Roster:
    """Return an organisation from its files; ``notes`` says what was recognised, mapped and repaired.

    Parameters
    ----------
    people
        CSV file, plain or gzipped, with an id and, if there, team, level, site, tenure, remote, whom one
        reports to, and answers to a survey named like a state.  None: the ids come from the ties and
        everyone is in one team.
    ties
        CSV file, plain or gzipped, with source and target and, if there, weight, kind and wave.  None:
        nobody has a tie yet.
    id_column, ..., wave_column
        Names of columns; None: recognised by synonym.
    directed
        Whether a row speaks for its source only; ``"auto"`` decides for each kind.
    kinds
        How to read a kind: ``positive``, ``negative``, ``reports_to`` or ``ignore``.
    min_weight
        Rows with less weight are no ties.

    Raises
    ------
    InputError
        In one line, with file, field and remedy, if something cannot be used.
    """
    if people is None and ties is None:
        raise InputError("organisation: people: neither people nor ties given; name at least one csv file")
    stated = PeopleColumns(
        id_column, team_column, level_column, site_column, tenure_column, remote_column, reports_column
    )
    roster, lines = read_people(people, stated) if people is not None else (None, [])
    namings, found = None, []
    if ties is not None:
        tie_columns = TieColumns(source_column, target_column, weight_column, kind_column, wave_column)
        ids, namings = read_ties(ties, roster.ids if roster is not None else None, tie_columns, min_weight)
        if roster is None:
            roster = _from_ties(ids, namings.file)
        found = layers(namings, roster.ids, directed, kinds or {})
        roster.notes += [f"{namings.file}: {len(namings.source)} namings", *namings.notes]
    assert roster is not None
    if lines:
        found.append(_lines_layer(roster, lines))
    apply(roster, found, near_team=len(set(roster.team)) > 1)
    if level_column is None:
        set_levels(roster, found, str(people if lines else ties))
    if not roster.number_of_ties:
        roster.notes.append("nobody has a tie yet")
    return roster.check()


def _from_ties(ids: list[str], file: str) -> Roster:
    if len(ids) < 2:
        raise InputError(f"{file}: source: the ties name one person only; give at least 2")
    roster = Roster.of(ids)
    roster.notes.append(f"no people file: {len(ids)} people named by the ties, all in one team")
    return roster


def _lines_layer(roster: Roster, lines: list[tuple[str, str]]) -> Layer:
    """Return the reporting lines of the people file as a kind of tie."""
    row = {name: spot for spot, name in enumerate(roster.ids)}
    pairs = np.array([(row[person], row[boss]) for person, boss in lines if person != boss]).reshape(-1, 2)
    kind = np.zeros(len(pairs), dtype=np.int64)
    namings = Namings("", ["reports_to"], kind, pairs[:, 0], pairs[:, 1], np.ones(len(pairs)))
    made = layers(namings, roster.ids, True, {"reports_to": "reports_to"})
    return (
        made[0]
        if made
        else Layer("reports_to", "reports_to", np.empty(0, dtype=np.int64), np.empty(0), np.empty(0), True, False)
    )
