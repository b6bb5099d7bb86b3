"""Explore: one organisation, live."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from spirals.app import acts, stories
from spirals.app.downloads import as_csv, file_name
from spirals.app.live import STATES, LiveRun
from spirals.app.loop import CARRIERS, CutLoop
from spirals.app.messages import one_of
from spirals.app.programmes import (
    ON_THE_WAY,
    from_tomorrow,
    programme_row,
    settings_tomorrow,
    with_setting,
)
from spirals.app.setup import LISTS, Setup, packed, summary
from spirals.app.twin import Twin, twin_of
from spirals.errors import InputError
from spirals.experiments.simulate import compiles_first
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
        self.twin: Twin | None = None
        self.cut = ""
        self._loop: CutLoop | None = None
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
        run.advance(max(1, min(wanted, 10 * _WEEK if "to" not in said else wanted)), self._stretch)
        self.setup = self.setup.at(run.day)
        self._show(since)

    def reset(self, said: Mapping[str, Any]) -> None:
        """Go back to day 0."""
        self._start(0)

    def choose(self, said: Mapping[str, Any]) -> None:
        """Take another shipped scenario, with the same size and seed, from day 0."""
        kept = {name: self.setup.changes[name] for name in ("seed", "size") if name in self.setup.changes}
        setup = Setup(str(said["name"]), kept)
        self._change(setup.with_changes({"size": None}) if setup.has_own_people else setup, 0)

    def change(self, said: Mapping[str, Any]) -> None:
        """Change settings by name: from tomorrow on, or from the start what shapes the organisation there."""
        setup, changes, day = self.setup, dict(said["changes"]), self.setup.day
        for name in ON_THE_WAY & changes.keys():
            setup = with_setting(setup, name, changes[name], day)
        given = {name: None for name in ON_THE_WAY & changes.keys() if changes[name] is None}  # by a link, at the start
        self._change(setup.with_changes({**{n: v for n, v in changes.items() if n not in ON_THE_WAY}, **given}), day)

    def programme(self, said: Mapping[str, Any]) -> None:
        """Add, change, end or remove a practice or shock; what has begun changes from tomorrow on."""
        day = self.setup.day
        self._change(from_tomorrow(self.setup, said, day), day)

    def act(self, said: Mapping[str, Any]) -> None:
        """Let one thing happen to a person tomorrow, and go on telling their story."""
        population, day = self._running().organisation.population, self.setup.day
        row = one_of(range(population.size), int(said["row"]), "person")
        entry = acts.entry_of(population, row, str(said["what"]), day + 1)
        if entry is None:
            raise InputError(f"{population.ids[row]}: that cannot happen to them now; choose another")
        done = [one.entry() for one in self.setup.scenario().interventions]
        self._change(self.setup.with_changes({"interventions": [*done, entry]}), day)
        if row < self._running().organisation.population.size:
            self._tell_of(row)

    def loop(self, said: Mapping[str, Any]) -> None:
        """Cut the loop beside what is shown, or leave it whole."""
        what = str(said["what"])
        if what and what not in CARRIERS:
            raise InputError(f"loop: '{what[:40]}' is no carrier; choose one from the list")
        self.cut = what
        self._start(self.setup.day)

    def colour(self, said: Mapping[str, Any]) -> None:
        """Colour people by another state."""
        if said["state"] in STATES:
            self.state = str(said["state"])
            self._show(self._running().day)

    def person(self, said: Mapping[str, Any]) -> None:
        """Tell a person's story."""
        self._tell_of(one_of(range(self._running().organisation.population.size), int(said["row"]), "person"))

    def tie(self, said: Mapping[str, Any]) -> None:
        """Tell a tie's story."""
        found = stories.tie(self._running(), int(said["row"]))
        self._tell("tie", found or {"gone": True})

    def find(self, said: Mapping[str, Any]) -> None:
        """Look somebody up by id."""
        self._tell_of(self._running().organisation.population.row(str(said["id"]).strip()))

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
            self.run, self.twin, self._loop, self._rested = None, None, None, True

    # --- how it is done ------------------------------------------------------------------------------------
    def _change(self, setup: Setup, day: int) -> None:
        setup.scenario()  # an InputError leaves everything as it is
        self.setup = setup
        self._start(day)

    def _start(self, day: int) -> None:
        scenario, untouched = self.setup.scenario(), self.setup.untouched()
        self.run, self._rested = LiveRun(scenario), False
        # As long as nothing is done, the run is its own twin.
        self.twin = None if scenario.programmes == untouched.programmes else twin_of(untouched)
        self._loop = CutLoop(self.setup, self.cut) if self.twin is not None and self.cut else None
        run = self.run
        target = min(day, scenario.days)
        if target:
            run.advance(target, self._stretch)
        self.setup = self.setup.at(run.day)
        head, parts = run.opening(self.state)
        about = {**self._about(target), "target": target, "finished": run.finished, "twin": self.twin is not None}
        about["cut"] = self.cut if self._loop is not None else ""
        self._tell("start", {**head, **about}, [*parts, *self._twin_parts(0)])

    @property
    def _stretch(self) -> float:
        """Seconds to run on before a picture is due; the twin, and the two with the loop cut, take as long each."""
        return _STRETCH / (1 + (self.twin is not None) + 2 * (self._loop is not None))

    def _show(self, since: int) -> None:
        """Tell what changed since a day."""
        run = self._running()
        head, parts = run.frame(self.state, since)
        self._tell("frame", {**head, "finished": run.finished}, [*parts, *self._twin_parts(since)])

    def _twin_parts(self, since: int) -> list[bytes]:
        """Return how far each person is from the twin, and the twin's series since a day; nothing without a twin.

        Where the loop is cut, the differences of the series from the twin's without it come third.
        """
        if self.twin is None:
            return []
        run = self._running()
        before = self.twin.to(run.day).state(self.state, run.day)
        days = [self.twin.series(since, run.day)]
        if self._loop is not None:
            days.append(self._loop.difference(since, run.day))
        return [run.difference(self.state, before), *(each.astype("<f4").tobytes() for each in days)]

    def _tell_of(self, row: int) -> None:
        """Tell a person's story, and beside it the twin's."""
        run = self._running()
        told = stories.person(run, row)
        told["acts"] = [act._asdict() for act in acts.offered(run.organisation.population, row)]
        if self.twin is not None:
            twin = self.twin.to(run.day)
            told["twin"] = {name: twin.history(row, name, run.day) for name in told["history"]}
            done = [entry for entry in run.scenario.interventions if acts.is_about(entry, told["id"])]
            told["done"] = [acts.aftermath(entry, told["history"], told["twin"]) for entry in done]
            told["marks"] = [{"day": entry.first_day, "begins": True} for entry in done]
        self._tell("person", told)

    def _about(self, day: int) -> dict[str, Any]:
        """Return what is shown besides the run when it has come to a day: scenario, settings, programmes."""
        scenario = self._running().scenario
        set_on_the_way = settings_tomorrow(scenario, day)
        at_the_start = {*self.setup.changes} - {*LISTS, "seed"}
        return {
            "setup": {
                "base": self.setup.base,
                "question": scenario.question,
                "query": self.setup.query(),
                "seed": scenario.seed,
                "values": {
                    **scenario.values(),
                    **set_on_the_way,
                    **scenario.organisation.model_dump(exclude={"people", "ties"}),
                },
                "changed": sorted(at_the_start | set_on_the_way.keys()),
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
