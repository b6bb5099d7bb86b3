"""Compare: two to four scenarios in step, on the same random numbers, with what replicates say of their difference."""

from __future__ import annotations

import threading
from collections import Counter
from collections.abc import Mapping
from typing import Any
from urllib.parse import parse_qs

from spirals.app import clock
from spirals.app.background import Replicates, WithReplicates
from spirals.app.catalogue import CURVES, title_of
from spirals.app.downloads import as_csv, file_name
from spirals.app.explore import Tell
from spirals.app.live import STATES, LiveRun
from spirals.app.messages import Side, checked, one_of
from spirals.app.programmes import programme_row, with_programme
from spirals.app.setup import MOST_DAYS, Setup, packed, unpacked
from spirals.app.verdicts import differences, sentences, table
from spirals.errors import InputError
from spirals.scenario import Scenario, dump, load, with_changes

FEWEST, MOST = 2, 4
QUICK, MORE = 12, 30  # replicates
_SHARED = {"size": 100, "seed": 1, "days": 260}
_STRETCH = 0.15
_PAUSE = 0.4  # seconds between two reports of the background
_START = 10  # day before the first on which a practice added here begins


class Compare(WithReplicates):
    """The state of one Compare page."""

    def __init__(self, tell: Tell) -> None:
        self._tell = tell
        self.setups = [Setup("baseline"), Setup("team_incentives")]
        self.shared: dict[str, Any] = dict(_SHARED)
        self.state = STATES[0]
        self.curve = "mean_energy"
        self.runs: list[LiveRun] = []
        self._day = 0  # to which they ran before they were let go
        self.replicates: Replicates | None = None
        self._last_told = 0.0
        self._guard = threading.Lock()

    # --- what the browser asks ----------------------------------------------------------------------------
    def open(self, said: Mapping[str, Any]) -> None:
        """Show what a link says, or the first two scenarios."""
        day = 0
        try:
            day = self._read(str(said.get("query", "")).lstrip("?"))
            self.scenarios()
        except InputError as error:
            self.setups = [Setup("baseline"), Setup("team_incentives")]
            self.shared = dict(_SHARED)
            self._tell("problem", {"text": f"The link could not be followed. {error}"})
        self._start(day)

    def _read(self, query: str) -> int:
        said = parse_qs(query[:60_000])
        sides = [checked(Side, unpacked(text), "link") for text in said.get("s", [])[:MOST]]
        if sides:
            if len(sides) < FEWEST:
                raise InputError("link: it names one scenario only; a comparison needs two")
            shared = unpacked(said["with"][0]) if "with" in said else {}
            self.setups = [Setup(side.get("base", ""), side.get("changes", {})) for side in sides]
            self.shared.update({k: v for k, v in shared.items() if k in self.shared})
        day = said.get("day", ["0"])[0]
        return min(int(day), MOST_DAYS) if day.isascii() and day.isdigit() else 0

    def step(self, said: Mapping[str, Any]) -> None:
        """Run all scenarios on by some days, or to a day, in step."""
        if not self.runs:
            self._start(self._day)
            return
        since = self.runs[0].day
        wanted = max(1, min(int(said["to"]) - since if "to" in said else int(said.get("days", 1)), MOST_DAYS))
        until = clock.now() + _STRETCH
        done = 0
        while done < wanted and not self.runs[0].finished and (not done or clock.now() < until):
            for run in self.runs:
                run.advance(1)
            done += 1
        heads, parts = zip(*(run.frame(self.state, since) for run in self.runs), strict=True)
        self._tell("frame", self._clock({"heads": heads}), [part for each in parts for part in each])

    def reset(self, said: Mapping[str, Any]) -> None:
        """Go back to day 0."""
        self._start(0)

    def choose(self, said: Mapping[str, Any]) -> None:
        """Put another shipped scenario in a place, or take one more or one less."""
        setups = list(self.setups)
        at, name = int(said["at"]), said.get("name")
        if name is None:
            if len(setups) <= FEWEST:
                raise InputError("compare: a comparison needs two scenarios; add another before you remove this one")
            del setups[one_of(setups, at, "scenario")]
        elif at >= len(setups):
            if len(setups) >= MOST:
                raise InputError(f"compare: {MOST} scenarios are the most that can be read side by side")
            at = len(setups)
            setups.append(Setup(str(name)))
        else:
            setups[at] = Setup(str(name))
        self._change(from_one_start(setups, at) if name is not None else setups, self.shared)

    def programme(self, said: Mapping[str, Any]) -> None:
        """Add a practice to one of the scenarios, from the third week on, or take it away."""
        setups = list(self.setups)
        where = one_of(setups, int(said.get("where", 0)), "scenario")
        setups[where] = with_programme(setups[where], said, _START)
        self._change(setups, self.shared)

    def share(self, said: Mapping[str, Any]) -> None:
        """Change what all scenarios have in common: size, seed or days."""
        changes = {name: value for name, value in dict(said["changes"]).items() if name in self.shared}
        self._change(self.setups, {**self.shared, **changes})

    def colour(self, said: Mapping[str, Any]) -> None:
        """Colour people by another state."""
        if said["state"] in STATES:
            self.state = str(said["state"])
            if self.runs:
                self._show(self.runs[0].day)
            else:
                self._start(self._day)

    def watch(self, said: Mapping[str, Any]) -> None:
        """Show the differences in another daily series."""
        if said["curve"] in CURVES:
            self.curve = str(said["curve"])
            if self.replicates is not None and self.replicates.done:
                self._report(self.replicates, force=True)

    def replicate(self, said: Mapping[str, Any]) -> None:
        """Begin the replicates, or end them."""
        if self.replicates is not None:
            self.replicates.cancel()
        if said.get("stop"):
            self._tell("stopped", {})
            return
        number = MORE if said.get("more") else QUICK
        self.replicates = Replicates(self.scenarios(), number, tuple(CURVES), self._report)
        self._tell("report", {"done": 0, "of": number, "over": False})  # before the first of them can be done
        self.replicates.start()

    def save(self, said: Mapping[str, Any]) -> None:
        """Send a file: the table as CSV, or one of the scenarios as TOML."""
        what = str(said["what"])
        if what == "table":
            if self.replicates is None or not self.replicates.done:
                raise InputError("table: no replicates yet; press Run the comparison and wait for the first")
            text = as_csv(self.replicates.comparison().table())
            self._tell("file", {"name": "comparison.csv", "type": "text/csv", "text": text})
            return
        number = what.removeprefix("toml")
        if not number.isdecimal():
            raise InputError("save: there is no such file; reload the page")
        at = one_of(self.setups, int(number[:3]), "scenario")
        name = file_name(self.setups[at].base, 0).removesuffix("_day_0") + (f"_{at + 1}" if at else "")
        text = dump(with_changes(self.scenarios()[at], {"replicates": QUICK}))
        self._tell("file", {"name": f"{name}.toml", "type": "application/toml", "text": text})

    def rest(self) -> None:
        """Let go of the runs, which can be made again, and let the replicates rest."""
        if self.runs:
            self._day, self.runs = self.runs[0].day, []
        super().rest()

    # --- how it is done --------------------------------------------------------------------------------------
    def scenarios(self) -> list[Scenario]:
        """Return the scenarios as they are run, named apart."""
        if len({setup.people for setup in self.setups}) > 1:
            raise InputError("compare: these start from different people; take stories alone, or none of them")
        found = [setup.with_changes(self._shared_by(setup)).scenario() for setup in self.setups]
        titles = [self._title(at) for at in range(len(found))]
        return [with_changes(one, {"name": title}) for one, title in zip(found, titles, strict=True)]

    def _shared_by(self, setup: Setup) -> dict[str, Any]:
        """Return what a scenario has in common with the others; people who are given are as many as they are."""
        return {name: value for name, value in self.shared.items() if name != "size" or not setup.has_own_people}

    def _title(self, at: int) -> str:
        setup = self.setups[at]
        own = Counter(entry.id for entry in load(setup.base).programmes)
        now = Counter(entry.id for entry in setup.scenario().programmes)
        added, gone = list((now - own).elements()), (own - now).total()
        extra = f" + {', '.join(title_of(name).lower() for name in added[:2])}" if added else ""
        bare = Counter(entry.id for entry in Setup(setup.base).without_practices().scenario().programmes)
        less = "" if not gone else " without its practices" if own & now == bare else ", less done"
        title = f"{title_of(setup.base)}{less}{extra}"
        before = [self._title(other) for other in range(at)]
        return f"{title} ({before.count(title) + 1})" if title in before else title

    def _change(self, setups: list[Setup], shared: dict[str, Any]) -> None:
        before = self.setups, self.shared
        self.setups, self.shared = setups, shared
        try:
            self.scenarios()
        except InputError:
            self.setups, self.shared = before
            raise
        self._start(self.runs[0].day if self.runs else self._day)

    def _start(self, day: int) -> None:
        if self.runs or day != self._day:  # those that were let go are made again; what is known of them stays
            self.close()
            self.replicates = None
        self.runs = [LiveRun(scenario) for scenario in self.scenarios()]
        until = clock.now() + _STRETCH
        while self.runs[0].day < day and not self.runs[0].finished and clock.now() < until:
            for run in self.runs:
                run.advance(1)
        self._show(day)

    def _show(self, target: int) -> None:
        heads, parts = zip(*(run.opening(self.state) for run in self.runs), strict=True)
        about = {
            "heads": heads,
            "target": target,
            "shared": self.shared,
            "own_people": self.setups[0].has_own_people,
            "curve": self.curve,
            "state": self.state,
            "query": self._query(),
            "columns": [
                {
                    "base": setup.base,
                    "title": self._title(at),
                    "question": run.scenario.question,
                    "programmes": [programme_row(entry) for entry in run.scenario.programmes],
                }
                for at, (setup, run) in enumerate(zip(self.setups, self.runs, strict=True))
            ],
        }
        self._tell("start", self._clock(about), [part for each in parts for part in each])

    def _clock(self, content: dict[str, Any]) -> dict[str, Any]:
        first = self.runs[0]
        return {**content, "day": first.day, "days": first.scenario.days, "finished": first.finished}

    def _query(self) -> str:
        parts = [f"s={packed({'base': setup.base, 'changes': dict(setup.changes)})}" for setup in self.setups]
        return "&".join([*parts, f"with={packed(self.shared)}"])

    def _tell_again(self, replicates: Replicates) -> None:
        self._report(replicates, force=True)

    def _report(self, replicates: Replicates, force: bool = False) -> None:
        """Tell what the replicates say so far; from the background, so not too often."""
        with self._guard:
            now = clock.now()
            if replicates is not self.replicates:
                return
            if not (force or replicates.over or replicates.done <= 1 or now - self._last_told > _PAUSE):
                self._tell("report", {"done": replicates.done, "of": replicates.replicates, "over": False})
                return
            self._last_told = now
            comparison = replicates.comparison()
            content: dict[str, Any] = {
                "done": replicates.done,
                "of": replicates.replicates,
                "over": replicates.over,
                "curve": self.curve,
                "bands": differences(comparison, self.curve),
            }
            if replicates.done > 1:
                content |= {"table": table(comparison), "says": sentences(comparison)}
            self._tell("report", content)


def from_one_start(setups: list[Setup], at: int) -> list[Setup]:
    """Return setups that can be paired: those that start from the same people as the one at a place.

    Stories bring people of their own.  Where the others start from different ones, the same people with nothing done
    take their place as the reference.
    """
    chosen = setups[at]
    same = [one for one in setups if one.people == chosen.people]
    if len(same) == len(setups):
        return setups
    if not chosen.people:
        return [Setup("baseline"), chosen if chosen.base != "baseline" else Setup("team_incentives")]
    return [chosen.without_practices(), chosen]
