"""Tidy tables of an organisation, and the small translations between programmes' plans and the engine's arrays."""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any

import mesa
import numpy as np
import pandas as pd
from numpy.typing import NDArray

from spirals.engine.slot import steps_a_day
from spirals.interventions.day_plan import Meeting
from spirals.population import (
    ACTIVE,
    ASKED,
    BETRAYED,
    CHANNELS,
    DELEGATED,
    DISAGREED,
    DISCLOSED,
    HELPED,
    HONOURED,
    HURT,
    IDEA,
    JOINED,
    LEVEL,
    LEVELS,
    LOG_COLUMNS,
    LOGGED,
    MEETING_COLUMNS,
    N_MEETINGS,
    NATURE_COLUMNS,
    NEEDED,
    OFFERED,
    PERSON_COLUMNS,
    PLAYED,
    REPAIRED,
    RUPTURED,
    SEEN,
    SHARED_PLAY,
    SITE,
    SLOT_HOURS,
    SOLVED,
    TEAM,
    TEAM_COLUMNS,
    THANKED,
    TIE_COLUMNS,
    TOLD,
    TRAIT_COLUMNS,
    VOICED,
    YEAR,
    Population,
)
from spirals.structure.exported import OF_RUN, PLACES

if TYPE_CHECKING:
    from mesa.discrete_space import Network

    from spirals.organisation import Organisation

_STARTS_AT_MOST = 3  # encounters one person starts in one step
_TURNS_AT_MOST = 60
_TONES = {1: "life_giving", 0: "routine", -1: "depleting"}
_DID = {
    "needed": NEEDED, "asked": ASKED, "offered": OFFERED, "disclosed": DISCLOSED, "told": TOLD, "delegated": DELEGATED,
    "voiced": VOICED, "played": PLAYED, "disagreed": DISAGREED, "thanked": THANKED,
}  # fmt: skip
_MET = {
    "helped": HELPED, "solved": SOLVED, "honoured": HONOURED, "betrayed": BETRAYED, "idea": IDEA, "ruptured": RUPTURED,
    "repaired": REPAIRED, "shared_play": SHARED_PLAY, "hurt": HURT,
}  # fmt: skip


# a number that means the same when it is written anew: no code with zeros before it, no more digits than a float holds
_NUMBER = re.compile(r"[+-]?(?:0|[1-9][0-9]{0,14})(?:\.[0-9]{1,15})?")


class Collector(mesa.DataCollector):
    """Mesa's data collector; as long as nobody adds a reporter, it takes the day's values without asking for each."""

    def __init__(self, reporters: dict[str, str]) -> None:
        super().__init__(model_reporters=reporters)
        self._own = dict(reporters)

    def collect(self, model: Organisation) -> None:
        """Keep the values of the day that has just ended."""
        if self.model_reporters != self._own or self.agent_reporters or self.agenttype_reporters:
            super().collect(model)
            return
        self._collection_steps.append(model.time)
        for kept, value in zip(self.model_vars.values(), model.collected(), strict=True):
            kept.append(value)


def people(organisation: Organisation) -> pd.DataFrame:
    """Return one row for everybody who belongs or belonged, in order of joining.

    Further columns of the people file come last; one that is named like a column of the model's is called ``own_...``.
    """
    population = organisation.population
    s, n = population.state, population.size
    place = s.place[:n]
    frame = pd.DataFrame(
        {
            "id": population.ids,
            "team": np.array(population.team_names, object)[place[:, TEAM]],
            "level": np.array(LEVELS, object)[place[:, LEVEL]],
            "site": np.array(population.site_names, object)[place[:, SITE]],
            "active": place[:, ACTIVE] == 1,
            "joined": place[:, JOINED],
            "left": pd.array([population.left.get(row) for row in range(n)], "Int64"),
            "tenure": (population.day - place[:, JOINED]) / YEAR,
        }
    )
    columns = {name: s.people[:n, x] for x, name in enumerate(PERSON_COLUMNS)}
    traits = {name: s.traits[:n, x].astype(float) for x, name in enumerate(TRAIT_COLUMNS)}
    ties = {"ties": s.rows[:n, 2].astype(int)}
    labels = own_labels(population.extra)
    extra = {labels[name]: as_numbers(values) for name, values in population.extra.items()}
    return pd.concat([frame, pd.DataFrame({**columns, **traits, **ties, **extra})], axis=1)


def own_labels(names: Iterable[str]) -> dict[str, str]:
    """Return what columns of one's own people file are called beside the model's: their name, or ``own_`` before it.

    Capitals do not tell two columns apart, as they do not in databases.

    Examples
    --------
    >>> own_labels(["shoe size", "Mood"])
    {'shoe size': 'shoe size', 'Mood': 'own_Mood'}
    """
    taken = {name.casefold() for name in (*PLACES, *PERSON_COLUMNS, *TRAIT_COLUMNS, *OF_RUN)}
    labels: dict[str, str] = {}
    for name in names:
        label = name
        while label.casefold() in taken:
            label = f"own_{label}"
        taken.add(label.casefold())
        labels[name] = label
    return labels


def as_numbers(texts: Sequence[Any]) -> Any:
    """Return a column of texts as numbers if all that are given are numbers; codes such as 007 stay texts.

    Examples
    --------
    >>> as_numbers(["38.5", "", None]), as_numbers(["007", "8"])
    (array([38.5,  nan,  nan]), ['007', '8'])
    """
    given = [str(text).strip() for text in texts if text not in (None, "")]
    if not given or not all(_NUMBER.fullmatch(text) for text in given):
        return texts
    return np.array([float(text) if text not in (None, "") else math.nan for text in texts])


def connections(organisation: Organisation) -> pd.DataFrame:
    """Return one row for each living tie; ``quality_a`` is the tie as its side a has it.

    ``mutuality`` is the geometric mean of both regards.
    """
    population = organisation.population
    ids = np.array(population.ids, object)
    a, b = population.tie("a"), population.tie("b")
    frame = pd.DataFrame({"a": ids[a], "b": ids[b], "last_met": population.tie("last_met")})
    for name in (*TIE_COLUMNS, *NATURE_COLUMNS):
        frame[name] = population.tie(name)
    frame["quality_a"], frame["quality_b"] = population.quality()
    frame["quality"] = (frame.quality_a + frame.quality_b) / 2.0
    frame["mutuality"] = np.sqrt(frame.regard_a * frame.regard_b)
    return frame


def network(organisation: Organisation) -> Network:
    """Return those who belong, one to a cell, and their living ties as Mesa's network space.

    Nodes are numbered from 0 in the order of rows, as Mesa's drawings need it.
    """
    import networkx as nx
    from mesa.discrete_space import Network

    population = organisation.population
    node = {row: number for number, row in enumerate(population.rows.tolist())}
    graph = nx.Graph()
    graph.add_nodes_from(range(len(node)))
    ends = zip(population.tie("a").tolist(), population.tie("b").tolist(), strict=True)
    graph.add_edges_from((node[a], node[b]) for a, b in ends)
    space = Network(graph, random=organisation.random, layout=None)
    for row, number in node.items():
        employee: Any = organisation.employee(row)
        employee.cell = space[number]
        space[number].add_agent(employee)
    return space


def teams(organisation: Organisation) -> pd.DataFrame:
    """Return one row for each team: its own columns, its size and the mean states of its members."""
    population = organisation.population
    frame = pd.DataFrame(population.state.teams[:, :SEEN], columns=list(TEAM_COLUMNS[:SEEN]))
    frame.insert(0, "team", population.team_names)
    active = population.rows
    members = pd.DataFrame(population.state.people[active], columns=list(PERSON_COLUMNS))
    means = members.groupby(population.state.place[active, TEAM]).mean()
    frame.insert(1, "size", np.bincount(population.state.place[active, TEAM], minlength=len(frame)))
    names = ["energy", "strain", "safety", "worth", "meaning", "commitment", "resilience", "knowledge"]
    return frame.join(means[names])


def daily(organisation: Organisation) -> pd.DataFrame:
    """Return the daily series, one row a working day."""
    frame = pd.DataFrame(organisation.series)
    frame.index = pd.RangeIndex(1, len(frame) + 1, name="day")
    return frame


def encounters(organisation: Organisation, days: Sequence[NDArray[np.float64]]) -> pd.DataFrame:
    """Return the encounter log, one row an encounter in the order it happened; who started it comes first."""
    table = np.concatenate(days) if days else np.zeros((0, len(LOG_COLUMNS)))
    raw = {name: table[:, x] for x, name in enumerate(LOG_COLUMNS)}
    ids = np.array(organisation.population.ids, object)

    def named(names: Sequence[str], values: NDArray[np.float64]) -> Any:
        return pd.Categorical.from_codes(values.astype(int), list(names))

    columns: dict[str, Any] = {
        "day": raw["day"].astype(int),
        "slot": raw["slot"].astype(int),
        "order": raw["order"].astype(int),
        "who": ids[raw["who"].astype(int)],
        "whom": ids[raw["whom"].astype(int)],
        "minutes": raw["minutes"],
        "dose": raw["dose"],
        "channel": named(CHANNELS, raw["channel"]),
        "first": raw["first"] > 0,
        "meeting": raw["meeting"] > 0,
        "mutuality": raw["mutuality"],
    }
    for side in ("who", "whom"):
        columns[f"conduct_{side}"] = raw[f"conduct_{side}"]
        tones = [_TONES[int(x)] for x in raw[f"tone_{side}"]]
        columns[f"tone_{side}"] = pd.Categorical(tones, list(_TONES.values()))
        for name in ("regard", "vitality", "felt"):
            columns[f"{name}_{side}"] = raw[f"{name}_{side}"]
        did, met = raw[f"moves_{side}"].astype(int), raw[f"met_{side}"].astype(int)
        columns |= {f"{name}_{side}": (did & bit) > 0 for name, bit in _DID.items()}
        columns |= {f"{name}_{side}": (met & bit) > 0 for name, bit in _MET.items()}
    return pd.DataFrame(columns)


def diary(organisation: Organisation, days: Sequence[NDArray[np.float64]]) -> pd.DataFrame:
    """Return what everybody present would have answered at the end of each slot, in within-person SD units."""
    ids = np.array(organisation.population.ids, object)
    parts = []
    for number, answers in enumerate(days):
        slot, row = np.nonzero(~np.isnan(answers[:, :, 0]))
        parts.append(
            pd.DataFrame(
                {
                    "id": ids[row],
                    "day": number + 1,
                    "slot": slot,
                    "hour": np.array(SLOT_HOURS)[slot],
                    "mood": answers[slot, row, 0],
                    "energy": answers[slot, row, 1],
                    "strain": answers[slot, row, 2],
                }
            )
        )
    if not parts:
        return pd.DataFrame(columns=["id", "day", "slot", "hour", "mood", "energy", "strain"])
    return pd.concat(parts, ignore_index=True)


# --- between programmes and the engine --------------------------------------------------------------
def call_meetings(population: Population, meetings: Sequence[Meeting]) -> None:
    """Write today's called meetings into the engine's arrays."""
    if not meetings:
        population.state.counts[N_MEETINGS] = 0
        return
    rows = np.zeros((len(meetings), len(MEETING_COLUMNS)))
    start = 0
    for x, meeting in enumerate(meetings):
        rows[x] = (
            meeting.slot, start, len(meeting.members), meeting.move, meeting.minutes, meeting.presence, meeting.equal,
            meeting.channel, float(meeting.pair), meeting.wanted,
        )  # fmt: skip
        start += len(meeting.members)
    members = [np.asarray(meeting.members, np.int32) for meeting in meetings]
    population.set_meetings(rows, np.concatenate(members))


def log_rows(population: Population, meetings: Sequence[Meeting]) -> int:
    """Return how many encounters a day can have at most."""
    n = int(population.active.sum())
    return n * (steps_a_day(population.state) * _STARTS_AT_MOST + 2) + _TURNS_AT_MOST * len(meetings) + 100


def logged(population: Population) -> NDArray[np.float64]:
    """Return a copy of today's encounter log."""
    return population.state.log[: population.state.counts[LOGGED]].copy()


def written(population: Population) -> NDArray[np.float64]:
    """Return a copy of today's diary, shape (slots, people, 3)."""
    return population.state.diary[:, : population.size].copy()
