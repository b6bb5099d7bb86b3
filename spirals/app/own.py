"""My organisation: uploaded people and ties, held in this session's memory and nowhere else."""

from __future__ import annotations

import secrets
import shlex
import threading
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from spirals.app.background import Replicates
from spirals.app.catalogue import CURVES, title_of
from spirals.app.downloads import as_csv
from spirals.app.explore import Tell
from spirals.app.live import LiveRun
from spirals.app.preview import facts, masked
from spirals.app.reports import Report
from spirals.app.uploads import Kind, table_in, take
from spirals.app.verdicts import levels, sentences, table
from spirals.errors import InputError
from spirals.interventions import catalogue
from spirals.interventions.practice import Shock
from spirals.report.gather import DRAWS, Asked
from spirals.scenario import Scenario, dump, load, shipped, shipped_folder, with_changes
from spirals.structure import held, read
from spirals.structure.columns import SYNONYMS, find
from spirals.structure.limits import BROWSER, check_organisation
from spirals.structure.remarks import in_order_of_doubt

ROLES = {
    "people": {
        "id": "Id", "team": "Team", "level": "Level", "site": "Site", "tenure": "Years here",
        "hired": "Joined on", "left": "Has left", "remote": "Works remotely", "reports": "Reports to",
    },
    "ties": {
        "source": "From", "target": "To", "weight": "Strength", "kind": "Kind of tie", "wave": "Survey wave",
    },
}  # fmt: skip
KINDS: tuple[Kind, ...] = ("people", "ties")
_MOST_CASES = 3
_DAYS, _RUNS = (65, 130, 260), (8, 12, 30)


class Own:
    """The state of one My organisation page."""

    def __init__(self, tell: Tell) -> None:
        self._tell = tell
        self._owner = secrets.token_hex(8)
        self._guard = threading.Lock()
        self.paths: dict[str, str] = {}
        self.names: dict[str, str] = {}
        self.columns: dict[str, str] = {}
        self.directed: bool | str = "auto"
        self.replicates: Replicates | None = None
        self.leaders: Report | None = None
        self.draws = DRAWS
        self.curve = "mean_quality"
        self._cases: list[str] = []

    # --- what the browser asks --------------------------------------------------------------------------
    def open(self, said: Mapping[str, Any]) -> None:
        """Show what is there."""
        self._show()

    def upload(self, said: Mapping[str, Any]) -> None:
        """Take a file of people or ties."""
        kind: Kind = "ties" if said["kind"] == "ties" else "people"
        name = _plain_name(str(said.get("file", "file")))
        raw = b"".join(bytes(part) for part in said.get("buffers", []))
        self._take(kind, name, raw)
        self._show()

    def example(self, said: Mapping[str, Any]) -> None:
        """Take the made-up company that comes with the project."""
        folder = shipped_folder() / "data" / "example_company"
        for kind in KINDS:
            self._take(kind, f"{kind}.csv", (folder / f"{kind}.csv").read_bytes())
        self._show()

    def map(self, said: Mapping[str, Any]) -> None:
        """Say which column plays which role; an empty name leaves it to recognition."""
        fields = {f"{role}_column" for kind in KINDS for role in ROLES[kind]}
        before = dict(self.columns), self.directed
        for name, value in dict(said.get("columns", {})).items():
            if name in fields:
                self.columns.pop(name, None)
                if value:
                    self.columns[name] = str(value)
        if said.get("directed") in ("auto", True, False):
            self.directed = said["directed"]
        try:
            self._roster()
        except InputError as error:
            self.columns, self.directed = before
            self._tell("problem", {"text": self._worded(str(error))})
        self._show()

    def clear(self, said: Mapping[str, Any]) -> None:
        """Forget the uploaded files and everything computed from them."""
        self._forget()
        self._show()

    def compare(self, said: Mapping[str, Any]) -> None:
        """Run the chosen scenarios on the organisation, or stop."""
        self._stop_report()
        if self.replicates is not None:
            self.replicates.cancel()
        if said.get("stop"):
            self._tell("stopped", {})
            return
        cases = [str(name) for name in list(said.get("cases", []))][:_MOST_CASES]
        if not cases:
            raise InputError("compare: no scenario is chosen; tick one to three")
        days, runs = int(said.get("days", 130)), int(said.get("runs", 8))
        if days not in _DAYS or runs not in _RUNS:
            raise InputError(f"compare: choose {_DAYS} days and {_RUNS} runs")
        self._roster()
        self._cases = ["baseline", *cases]
        scenarios = [self._scenario(name, days) for name in self._cases]
        self.replicates = Replicates(scenarios, runs, tuple(CURVES), self._report)
        self.replicates.start()
        self._tell("progress", {"done": 0, "of": runs})

    def report(self, said: Mapping[str, Any]) -> None:
        """Make the leader's report on what was compared, or stop making it."""
        self._stop_report()
        if said.get("stop"):
            self._tell("report", {"stopped": True})
            return
        if self.replicates is None or not self.replicates.done:
            raise InputError("report: nothing has been compared yet; choose options and run the comparison")
        days, runs = self.replicates.scenarios[0].days, self.replicates.replicates
        scenarios = [with_changes(self._on_own_people(load(name)), {"days": days}) for name in self._cases]
        scenarios = [with_changes(one, {"replicates": runs}) for one in scenarios]
        asked = Asked(self._report_command(days, runs), tuple(self._cases), self.draws)
        made = Report(scenarios, asked, self._report_progress, self._report_done, self._report_failed)
        self.leaders = made
        self._tell("report", {"share": 0.0})
        made.start()

    def _report_progress(self, share: float) -> None:
        self._tell("report", {"share": share})

    def _report_done(self, text: str) -> None:
        self.leaders = None
        self._tell("report", {"text": self._worded(text)})

    def _report_failed(self, why: str) -> None:
        self.leaders = None
        self._tell("report", {"stopped": True})
        self._tell("problem", {"text": self._worded(why)})

    def watch(self, said: Mapping[str, Any]) -> None:
        """Show another curve."""
        if said["curve"] in CURVES:
            self.curve = str(said["curve"])
            if self.replicates is not None and self.replicates.done:
                self._result(self.replicates)

    def save(self, said: Mapping[str, Any]) -> None:
        """Send the table of results as CSV, or a scenario that the command line runs on the same two files."""
        if said["what"] == "toml":
            text = dump(self._scenario("baseline", 130)).replace(self._prefix, "")
            note = "# Lies beside your two files; run it with:  spirals run my_organisation.toml\n"
            self._tell("file", {"name": "my_organisation.toml", "type": "application/toml", "text": note + text})
            return
        if self.replicates is None or not self.replicates.done:
            raise InputError("results: nothing has been run yet; choose scenarios and run them")
        text = as_csv(self.replicates.comparison().table())
        self._tell("file", {"name": "my_organisation_results.csv", "type": "text/csv", "text": text})

    def close(self) -> None:
        """Forget everything."""
        self._forget()

    def rest(self) -> None:
        """Let the runs and the report rest."""
        for work in (self.replicates, self.leaders):
            if work is not None:
                work.pause()

    def wake(self) -> None:
        """Go on with the runs and the report, and tell how far they are."""
        for work in (self.replicates, self.leaders):
            if work is not None:
                work.resume()
        if self.replicates is not None and self.replicates.done:
            self._report(self.replicates)

    # --- how it is done ----------------------------------------------------------------------------------
    @property
    def _prefix(self) -> str:
        return f"{held.PREFIX}{self._owner}/"

    def _worded(self, text: str) -> str:
        """Return a message about a held file as one about the uploaded file."""
        return text.replace(self._prefix, "")

    def _take(self, kind: Kind, name: str, raw: bytes) -> None:
        self._stop()
        stored = name if "." in name else f"{name}.csv"
        if stored in (other for which, other in self.names.items() if which != kind):
            stored = f"{kind}_{stored}"
        try:
            self.paths[kind] = take(self._owner, stored, kind, raw)
        except InputError as error:
            raise InputError(self._worded(str(error))) from None
        self.names[kind] = stored
        self.columns = {k: v for k, v in self.columns.items() if k.removesuffix("_column") not in ROLES[kind]}

    def _forget(self) -> None:
        self._stop()
        held.release(self._owner)
        self.paths, self.names, self.columns, self.directed = {}, {}, {}, "auto"

    def _stop_report(self) -> None:
        if self.leaders is not None:
            self.leaders.cancel()
            self.leaders = None

    def _stop(self) -> None:
        self._stop_report()
        if self.replicates is not None:
            self.replicates.cancel()
            self.replicates = None

    def _roster(self) -> Any:
        if not self.paths:
            raise InputError("organisation: no file yet; upload people or ties, or try the made-up company")
        people, ties = self.paths.get("people"), self.paths.get("ties")
        stated: dict[str, Any] = {name: value for name, value in self.columns.items() if self._applies(name)}
        stated["directed"] = self.directed
        roster = read(Path(people) if people else None, Path(ties) if ties else None, **stated)
        check_organisation("organisation", roster.size, len(set(roster.team)), roster.number_of_ties, BROWSER)
        return roster

    def _applies(self, name: str) -> bool:
        role = name.removesuffix("_column")
        return any(kind in self.paths and role in ROLES[kind] for kind in KINDS)

    def _scenario(self, name: str, days: int) -> Scenario:
        """Return a shipped scenario, or the baseline with one practice, on the uploaded organisation."""
        if name in shipped() and not load(name).organisation.is_read:
            scenario, title = load(name), title_of(name)
        else:
            kind = catalogue().get(name)
            if kind is None:
                raise InputError(f"compare: '{name[:40]}' is no scenario and no practice; choose from the list")
            when = {"day": 11} if issubclass(kind, Shock) else {"start": 11}
            entries = "shocks" if issubclass(kind, Shock) else "interventions"
            scenario, title = with_changes(load("baseline"), {entries: [{"id": name, **when}]}), kind.title
        return with_changes(self._on_own_people(scenario), {"days": days, "name": title, "question": ""})

    def _on_own_people(self, scenario: Scenario) -> Scenario:
        files = {f"organisation.{kind}": path for kind, path in self.paths.items()}
        return with_changes(scenario, {**files, **self._stated()})

    def _stated(self) -> dict[str, Any]:
        """Return what was said about columns, by the keys of a scenario."""
        said: dict[str, Any] = {f"organisation.{k}": v for k, v in self.columns.items() if self._applies(k)}
        return said if self.directed == "auto" else {**said, "organisation.directed": self.directed}

    def _show(self) -> None:
        content: dict[str, Any] = {
            "files": [self._file(kind) for kind in KINDS if kind in self.paths],
            "directed": self.directed,
        }
        parts: list[bytes] = []
        try:
            if self.paths:
                roster = self._roster()
                content["notes"] = [self._worded(note) for note in in_order_of_doubt(roster.notes)]
                run = LiveRun(self._scenario("baseline", 130))
                head, parts = run.opening("energy")
                head["teams"] = [""] * len(head["teams"])
                parts[3], parts[6] = masked(run, len(parts[6]), roster)
                content |= {"picture": head, "facts": facts(run, roster)}
        except InputError as error:
            content["problem"] = self._worded(str(error))
        self._tell("state", content, parts)

    def _file(self, kind: Kind) -> dict[str, Any]:
        read_in = table_in(self.paths[kind], kind)
        roles = []
        for role, title in ROLES[kind].items():
            stated = self.columns.get(f"{role}_column", "")
            roles.append({"role": role, "title": title, "stated": stated, "found": _recognised(read_in, role)})
        return {
            "kind": kind,
            "name": self.names[kind],
            "rows": read_in.rows,
            "headers": list(read_in.columns),
            "roles": roles,
            "remarks": [self._worded(note) for note in read_in.notes],
        }

    def _report(self, replicates: Replicates) -> None:
        with self._guard:
            if replicates is not self.replicates:
                return
            if replicates.over:
                self._result(replicates)
            else:
                self._tell("progress", {"done": replicates.done, "of": replicates.replicates})

    def _result(self, replicates: Replicates) -> None:
        comparison = replicates.comparison()
        self._tell(
            "result",
            {
                "done": replicates.done,
                "days": replicates.scenarios[0].days,
                "curve": self.curve,
                "curves": levels(comparison, self.curve),
                "says": sentences(comparison),
                "table": table(comparison),
                "report": self._report_command(replicates.scenarios[0].days, replicates.replicates),
            },
        )

    def _report_command(self, days: int, runs: int) -> str:
        """Return the command that writes the same report from the same files."""
        files = [word for kind in KINDS if kind in self.names for word in (f"--{kind}", self.names[kind])]
        stated = [word for key, value in self._stated().items() for word in ("--set", f"{key}={_as_said(value)}")]
        numbers = ["--days", str(days), "--replicates", str(runs)]
        return shlex.join(["spirals", "report", *self._cases, *files, *stated, *numbers, "--out", "report.html"])


def _as_said(value: Any) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)


def _recognised(read_in: Any, role: str) -> str:
    """Return the column that would be taken for a role without being told, or nothing."""
    if role not in SYNONYMS:
        return ""
    before = list(read_in.notes)
    try:
        return find(read_in, role, None) or ""
    except InputError:
        return ""
    finally:
        read_in.notes[:] = before


def _plain_name(name: str) -> str:
    """Return a file's own name, of plain characters, not too long."""
    last = name.replace("\\", "/").rpartition("/")[2]
    kept = "".join(c if c.isalnum() or c in "._- " else "_" for c in last).strip(". ")
    return kept[-60:] or "file"
