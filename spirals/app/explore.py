"""Explore: one organisation, live."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from spirals.app import stories
from spirals.app.downloads import as_csv, file_name
from spirals.app.live import STATES, LiveRun
from spirals.app.messages import one_of
from spirals.app.setup import LISTS, Setup, packed, summary
from spirals.errors import InputError
from spirals.experiments.simulate import compiles_first
from spirals.interventions import catalogue
from spirals.interventions.practice import Shock
from spirals.scenario import dump

Tell = Callable[..., None]
"""Sends a message to the browser: ``tell(kind, content, buffers)``."""

_WEEK = 5
_STRETCH = 0.15  # seconds of computing between two messages


class Explore:
    """The state of one Explore page.

    Parameters
    ----------
    tell
        Sends a message to the browser.
    """

    def __init__(self, tell: Tell) -> None:
        self._tell = tell
        self.setup = Setup()
        self.state = STATES[0]
        self.run: LiveRun | None = None
        self._rested = False

    # --- what the browser asks ---------------------------------------------------------------------------
    def open(self, said: Mapping[str, Any]) -> None:
        """Show what a link says, or the baseline."""
        if compiles_first("auto"):
            self._tell("wait", {"text": "Compiling the model: once on a new computer, about 20 seconds ..."})
        try:
            self.setup = Setup.read(str(said.get("query", "")))
            self.setup.scenario()
        except InputError as error:
            self.setup = Setup()
            self._tell("problem", {"text": f"The link could not be followed. {error}"})
        self._start(self.setup.day)

    def step(self, said: Mapping[str, Any]) -> None:
        """Run some days, or on to a day; in stretches, so that the browser can show progress and stop."""
        if self._rested:
            self._start(self.setup.day)
            return
        run = self._running()
        since = run.day
        wanted = int(said["to"]) - since if "to" in said else int(said.get("days", 1))
        run.advance(max(1, min(wanted, 10 * _WEEK if "to" not in said else wanted)), _STRETCH)
        self.setup = self.setup.at(run.day)
        head, parts = run.frame(self.state, since)
        head["finished"] = run.finished
        self._tell("frame", head, parts)

    def reset(self, said: Mapping[str, Any]) -> None:
        """Go back to day 0."""
        self._start(0)

    def choose(self, said: Mapping[str, Any]) -> None:
        """Take another shipped scenario, with the same size and seed, from day 0."""
        kept = {name: self.setup.changes[name] for name in ("seed", "size") if name in self.setup.changes}
        setup = Setup(str(said["name"]), kept)
        self._change(setup.with_changes({"size": None}) if setup.has_own_people else setup, 0)

    def change(self, said: Mapping[str, Any]) -> None:
        """Change settings by name, and show the same day as it would have been."""
        self._change(self.setup.with_changes(dict(said["changes"])), self.setup.day)

    def programme(self, said: Mapping[str, Any]) -> None:
        """Add, change, end or remove a practice or shock."""
        day = self.setup.day
        self._change(with_programme(self.setup, said, day), day)

    def colour(self, said: Mapping[str, Any]) -> None:
        """Colour people by another state."""
        if said["state"] in STATES:
            self.state = str(said["state"])
            run = self._running()
            head, parts = run.frame(self.state, run.day)
            self._tell("frame", {**head, "finished": run.finished}, parts)

    def person(self, said: Mapping[str, Any]) -> None:
        """Tell a person's story."""
        run = self._running()
        self._tell(
            "person", stories.person(run, one_of(range(run.organisation.population.size), int(said["row"]), "person"))
        )

    def tie(self, said: Mapping[str, Any]) -> None:
        """Tell a tie's story."""
        found = stories.tie(self._running(), int(said["row"]))
        self._tell("tie", found or {"gone": True})

    def find(self, said: Mapping[str, Any]) -> None:
        """Look somebody up by id."""
        run = self._running()
        row = run.organisation.population.row(str(said["id"]).strip())
        self._tell("person", stories.person(run, row))

    def save(self, said: Mapping[str, Any]) -> None:
        """Send a file: the daily series as CSV, people as CSV, or the scenario as TOML."""
        run, what = self._running(), said["what"]
        name = file_name(self.setup.base, run.day)
        if what == "toml":
            text = dump(self.setup.scenario())
            header = (
                f"# Shown in the browser on day {run.day}. Run it with:  spirals run {name}.toml --replicates 1\n"
                f"# The browser shows the first run (replicate 0) of seed {run.scenario.seed}.\n"
            )
            self._tell("file", {"name": f"{name}.toml", "type": "application/toml", "text": header + text})
        else:
            frame = run.organisation.people if what == "people" else run.organisation.daily.reset_index()
            self._tell("file", {"name": f"{name}-{what}.csv", "type": "text/csv", "text": as_csv(frame)})

    def rest(self) -> None:
        """Let go of the run: the same days can be run again."""
        if self.run is not None:
            self.run, self._rested = None, True

    # --- how it is done ------------------------------------------------------------------------------------
    def _change(self, setup: Setup, day: int) -> None:
        setup.scenario()  # an InputError leaves everything as it is
        self.setup = setup
        self._start(day)

    def _start(self, day: int) -> None:
        scenario = self.setup.scenario()
        self.run, self._rested = LiveRun(scenario), False
        run = self.run
        target = min(day, scenario.days)
        if target:
            run.advance(target, _STRETCH)
        self.setup = self.setup.at(run.day)
        head, parts = run.opening(self.state)
        self._tell("start", {**head, **self._about(), "target": target, "finished": run.finished}, parts)

    def _about(self) -> dict[str, Any]:
        """Return what is shown besides the run: scenario, settings, programmes."""
        scenario = self._running().scenario
        return {
            "setup": {
                "base": self.setup.base,
                "question": scenario.question,
                "query": self.setup.query(),
                "seed": scenario.seed,
                "values": {**scenario.values(), **scenario.organisation.model_dump(exclude={"people", "ties"})},
                "changed": sorted(name for name in self.setup.changes if name not in (*LISTS, "seed")),
                "summary": summary(scenario, self.setup.base),
                "compare": self._compare_query(),
            },
            "programmes": [programme_row(entry) for entry in scenario.programmes],
            "state": self.state,
        }

    def _compare_query(self) -> str:
        """Return the query of a comparison with the shipped scenario as it is."""
        scenario = self._running().scenario
        shared: dict[str, Any] = {"size": scenario.organisation.size, "seed": scenario.seed, "days": scenario.days}
        own = {name: value for name, value in self.setup.changes.items() if name not in shared}
        sides = [{"base": self.setup.base, "changes": {}}, {"base": self.setup.base, "changes": own}]
        return "&".join([*(f"s={packed(side)}" for side in sides), f"with={packed(shared)}"])

    def _running(self) -> LiveRun:
        if self._rested:
            self._start(self.setup.day)
        if self.run is None:
            self.run = LiveRun(self.setup.scenario())
        return self.run


def programme_row(entry: Any) -> dict[str, Any]:
    """Return a practice or shock as a page shows it."""
    return {
        "id": entry.id,
        "title": entry.title,
        "kind": entry.kind,
        "shock": isinstance(entry, Shock),
        "first": entry.first_day,
        "last": entry.last_day,
        "amount": entry.amount,
        "said": entry.entry(),
    }


def with_programme(setup: Setup, said: Mapping[str, Any], day: int) -> Setup:
    """Return a setup with a practice or shock added (from tomorrow), changed, ended (today) or removed.

    Raises
    ------
    InputError
        If there is no such practice, or a setting is not allowed.
    """
    name, act = str(said["id"]), said["act"]
    kind = catalogue().get(name)
    if kind is None:
        raise InputError(f"practice: '{name[:40]}' is not known; choose one from the list")
    table = "shocks" if issubclass(kind, Shock) else "interventions"
    scenario = setup.scenario()
    entries = [entry.entry() for entry in getattr(scenario, table)]
    if act == "add":
        when = {"day": day + 1} if table == "shocks" else {"start": day + 1}
        entries.append({"id": name, **when, **dict(said.get("settings", {}))})
    else:
        places = [place for place, entry in enumerate(entries) if entry["id"] == name]
        place = places[one_of(places, int(said.get("at", 0)), name)]
        if act == "set":
            entries[place] = {**entries[place], **dict(said.get("settings", {}))}
        elif act == "end" and table == "interventions" and entries[place].get("start", 1) <= day:
            entries[place] = {**entries[place], "end": max(day, entries[place].get("start", 1))}
        else:
            del entries[place]
    return setup.with_changes({table: entries})
