"""An organisation read from a company's own files, as they lie there."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Literal

import numpy as np

from spirals.errors import InputError
from spirals.structure import exported
from spirals.structure.formats import Opened, Source, open_source
from spirals.structure.grow import Wiring, grow_ties
from spirals.structure.ids import rows_of
from spirals.structure.merge import Layer, apply, heights, layers, set_levels
from spirals.structure.people import PeopleColumns, read_people
from spirals.structure.remarks import doubtful, doubts
from spirals.structure.roster import Roster
from spirals.structure.table import Table, counted
from spirals.structure.ties import Namings, Never, TieColumns, people_at_the_ends, read_ties


def read(
    people: Source | None,
    ties: Source | None,
    *,
    id_column: str | None = None,
    team_column: str | None = None,
    level_column: str | None = None,
    site_column: str | None = None,
    tenure_column: str | None = None,
    hired_column: str | None = None,
    left_column: str | None = None,
    remote_column: str | None = None,
    reports_column: str | None = None,
    source_column: str | None = None,
    target_column: str | None = None,
    weight_column: str | None = None,
    kind_column: str | None = None,
    wave_column: str | None = None,
    question_columns: tuple[str, ...] = (),
    states: Mapping[str, str] | None = None,
    scale: tuple[float, float] | None = None,
    missing: tuple[float, ...] = (),
    directed: bool | Literal["auto"] = "auto",
    kinds: Mapping[str, str] | None = None,
    min_weight: float | None = None,
    never: Never = "auto",
    strict: bool = False,
    wiring: Wiring | None = None,
    rng: np.random.Generator | None = None,
) -> Roster:
    """Return an organisation from its files; ``notes`` says what was recognised, mapped and repaired.

    Parameters
    ----------
    people
        A table with an id and, if there, team, level, site, tenure, remote, whom one reports to, and answers to a
        survey named like a state; or a file that holds people and ties.  None: the ids come from the ties and
        everyone is in one team.  People as a run left them (`Organisation.people`) keep every state and trait.
    ties
        A table with source and target and, if there, weight, kind and wave; an adjacency matrix; or a graph.  None:
        ties are made up from teams, sites and reporting lines.  Ties as a run left them (`Organisation.connections`)
        keep every feature.
    id_column, ..., wave_column
        Names of columns; None: recognised by synonym.  ``"none"``: no column plays this role.
    question_columns
        Columns of the ties of which each is a kind.
    states
        Column of the answers for a state, by the state's name.
    scale
        Lowest and highest possible answer; None: from the header or the answers.
    missing
        Answers that mean "no answer", such as 99.
    directed
        Whether a row speaks for its source only; ``"auto"`` decides for each kind.
    kinds
        How to read a kind: ``positive``, ``negative``, ``reports_to`` or ``ignore``.
    min_weight
        Rows with less weight are no ties.
    never
        The answer that means "never" or "not at all": a number, one by kind, ``"none"``, or ``"auto"``: the lowest
        where nearly all give it.
    strict
        Whether a doubt is an error.
    wiring
        How many ties are made up where none are given.
    rng
        Source of chance for these.

    Raises
    ------
    InputError
        In one line, with file, field and remedy, if something cannot be used, or in doubt where that is asked for.

    Examples
    --------
    >>> import pandas as pd
    >>> read(None, pd.DataFrame({"from": ["a", "b"], "to": ["b", "c"]})).ids
    ['a', 'b', 'c']
    """
    if people is None and ties is None:
        raise InputError("organisation: people: neither people nor ties given; name at least one file")
    opened = _opened(people, ties)
    stated = PeopleColumns(
        id_column, team_column, level_column, site_column, tenure_column, hired_column, left_column, remote_column,
        reports_column, wave_column if ties is None else None, states or {}, scale, missing,
    )  # fmt: skip
    tie_columns = TieColumns(
        source_column, target_column, weight_column, kind_column, wave_column, tuple(question_columns), never
    )
    if opened.people is None and opened.ties is not None:
        both = people_at_the_ends(opened.ties, tie_columns)
        opened = opened if both is None else Opened(*both, opened.directed)
    roster, lines, names = _people_in(opened.people, stated)
    found: list[Layer] = []
    file = ""
    left = opened.ties is not None and exported.are_ties(opened.ties)
    if opened.ties is not None and left:
        roster = _tied(roster, opened.ties)
    elif opened.ties is not None:
        ids, namings = read_ties(
            opened.ties, roster.ids if roster is not None else None, tie_columns, min_weight, names
        )
        namings.directed = opened.directed if namings.directed is None else namings.directed
        if roster is None:
            roster = _from_ties(ids, namings.file)
        found = layers(namings, roster.ids, directed, kinds or {})
        file = namings.file
        roster.notes += [f"{namings.file}: {counted(len(namings.source), 'naming')}", *namings.notes]
    assert roster is not None
    if lines:
        _add_lines(roster, lines, found, reports_column is not None)
    if level_column is None:
        set_levels(roster, found, opened.people.file if lines and opened.people is not None else file)
    if opened.ties is None:
        grow_ties(roster, lines, wiring or Wiring(), np.random.default_rng(0) if rng is None else rng)
    elif not left:
        apply(roster, found, near_team=len(set(roster.team)) > 1)
    if not roster.number_of_ties:
        roster.notes.append("nobody has a tie yet")
    if strict and doubts(roster.notes):
        first, *more = doubts(roster.notes)
        raise InputError(f"strict: {first}" + (f" (and {counted(len(more), 'further doubt')})" if more else ""))
    return roster.check()


def _people_in(
    table: Table | None, stated: PeopleColumns
) -> tuple[Roster | None, list[tuple[str, str]], Callable[[], Mapping[str, str]]]:
    """Return people, reporting lines and ids by names, as `read_people` does; none where there is no table."""
    if table is None:
        return None, [], dict
    if exported.are_people(table):
        return exported.people_of(table), [], dict
    return read_people(table, stated)


def _tied(roster: Roster | None, table: Table) -> Roster:
    """Return the people with the ties that a run left."""
    ids, tied = exported.ties_of(table, None if roster is None else roster.ids)
    if roster is None:
        roster = _from_ties(ids, table.file)
    for name in ("source", "target", "familiarity", "need", "regard_ab", "regard_ba"):
        setattr(roster, name, getattr(tied, name))
    roster.kept.ties, roster.kept.nature = tied.kept.ties, tied.kept.nature
    roster.notes += tied.notes
    return roster


def _opened(people: Source | None, ties: Source | None) -> Opened:
    """Return the tables of both sources; one file may hold both."""
    one = open_source(people, "people") if people is not None else Opened()
    two = open_source(ties, "ties") if ties is not None else Opened()
    if ties is None:
        return one
    if two.ties is None:
        raise InputError(f"{ties if not hasattr(ties, 'columns') else 'ties'}: holds no ties; name a file of ties")
    if one.people is not None and two.people is not None:
        two.ties = _by_label(two.people, two.ties, one.people)
    return Opened(one.people if people is not None else two.people, two.ties, two.directed)


def _by_label(nodes: Table, ties: Table, people: Table) -> Table:
    """Name the ends of a graph's ties by the nodes' labels where the people are called by these and not by node."""
    if "label" not in nodes.columns or "id" not in nodes.columns:
        return ties
    called = {text for values in people.columns.values() for text in values}
    ids, labels = list(nodes.columns["id"]), list(nodes.columns["label"])
    if any(one in called for one in ids) or not any(text in called for text in labels) or len(set(labels)) < len(ids):
        return ties
    ends = {name: np.array(labels, dtype=object)[rows_of(ties.columns[name], ids)] for name in ("source", "target")}
    return replace(ties, columns={**ties.columns, **ends})


def _add_lines(roster: Roster, lines: list[tuple[str, str]], found: list[Layer], stated: bool) -> None:
    """Add the reporting lines of the people file, unless they were guessed and run in circles."""
    layer = _lines_layer(roster, lines)
    circles = heights([layer], roster.size)[1] is not None
    if circles and not stated:
        lines.clear()
        roster.notes.append(doubtful("reporting lines run in circles, so they are left out"))
        return
    found.append(layer)


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
