"""Sessions keep errors to themselves and in words; Compare and Lessons do what they say."""

from __future__ import annotations

import os
import re
import time
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from spirals.app import session as sessions
from spirals.app.background import Replicates, pool
from spirals.app.catalogue import CURVES, contents
from spirals.app.compare import Compare
from spirals.app.lesson_files import FOLDER, as_html, listed, read
from spirals.app.lessons import Lessons
from spirals.app.messages import MESSAGES
from spirals.app.session import Session
from spirals.app.setup import Setup, packed
from spirals.app.verdicts import sentences
from spirals.errors import InputError
from spirals.experiments.compare import compare
from spirals.parameters import PARAMETERS
from spirals.scenario import parse
from tests.app.conftest import short_lesson


class Page:
    """Takes what a page tells."""

    def __init__(self) -> None:
        self.told: list[tuple[str, dict[str, Any], list[bytes]]] = []

    def __call__(self, kind: str, content: dict[str, Any] | None = None, parts: list[bytes] | None = None) -> None:
        self.told.append((kind, content or {}, parts or []))

    def of(self, kind: str) -> list[dict[str, Any]]:
        """Return the contents of all messages of a kind."""
        return [content for one, content, _ in self.told if one == kind]

    def wait(self, kind: str) -> dict[str, Any]:
        """Return the first message of a kind, when it has come."""
        until = time.monotonic() + 300
        while not self.of(kind) and time.monotonic() < until:
            time.sleep(0.02)
        return self.of(kind)[0]


# --- sessions ----------------------------------------------------------------------------------------------
def test_an_error_is_told_with_a_number_and_without_a_traceback(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    class Broken:
        def step(self, said: dict) -> None:
            raise RuntimeError("secret detail in /some/path.py")

    monkeypatch.setattr(sessions, "make_page", lambda name, tell: Broken())
    sent: list[dict] = []
    Session(lambda message, parts: sent.append(message)).act({"page": "explore", "name": "step", "data": {}})
    text = sent[0]["text"]
    assert sent[0]["kind"] == "problem"
    assert "secret" not in text
    assert "path" not in text
    assert "Traceback" not in text
    assert sent[0]["number"] in text
    assert sent[0]["number"] in caplog.text


def test_one_sessions_error_does_not_reach_another() -> None:
    one, two = [], []
    first, second = Session(lambda m, p: one.append(m)), Session(lambda m, p: two.append(m))
    second.act({"page": "explore", "name": "open", "data": {"query": Setup("baseline", {"size": 20}).query()}})
    first.act({"page": "explore", "name": "change", "data": {"changes": {"size": -1}}})
    assert [m["kind"] for m in one] == ["problem"]
    second.act({"page": "explore", "name": "step", "data": {"days": 1}})
    assert [m["kind"] for m in two] == ["start", "frame"]


@pytest.mark.parametrize(
    "said",
    [
        {}, {"page": "explore"}, {"page": "explore", "name": "__init__"}, {"page": "explore", "name": "close"},
        {"page": "../x", "name": "open"}, {"page": "explore", "name": "step", "data": {"days": "many"}},
        {"page": "explore", "name": "person", "data": {"row": 10**9}}, {"page": "compare", "name": "choose"},
        {"page": "organisation", "name": "upload", "data": {"kind": "people"}},
    ],
)  # fmt: skip
def test_nonsense_from_a_browser_does_no_harm(said: dict, caplog: pytest.LogCaptureFixture) -> None:
    sent: list[dict] = []
    session = Session(lambda message, parts: sent.append(message))
    session.act(said)
    assert all(message["kind"] == "problem" for message in sent)
    session.close()


def test_a_closed_session_says_nothing_more() -> None:
    sent: list[dict] = []
    session = Session(lambda message, parts: sent.append(message))
    session.close()
    session.act({"page": "explore", "name": "open", "data": {}})
    assert sent == []


def test_every_act_that_is_allowed_exists() -> None:
    for name, acts in MESSAGES.items():
        page = sessions.make_page(name, lambda *rest: None)
        assert all(callable(getattr(page, act)) for act in acts)


def test_the_catalogue_offers_every_parameter_practice_and_curve() -> None:
    all_of_it = contents()
    assert {row["name"] for row in all_of_it["settings"]} >= set(PARAMETERS)
    assert all(row["low"] <= row["default"] <= row["high"] for row in all_of_it["settings"])
    assert len(all_of_it["programmes"]) >= 51
    assert [row["name"] for row in all_of_it["curves"]] == list(CURVES)


# --- Compare ---------------------------------------------------------------------------------------------------
@pytest.fixture
def comparing() -> tuple[Compare, Page]:
    """Return a Compare page of small, short scenarios."""
    page = Page()
    shown = Compare(page)
    shown.shared.update(size=30, days=40)
    shown.open({})
    return shown, page


def test_scenarios_run_in_step_on_the_same_chance(comparing: tuple[Compare, Page]) -> None:
    shown, page = comparing
    shown.choose({"at": 1, "name": "baseline"})
    shown.step({"days": 15})
    assert [run.day for run in shown.runs] == [15, 15]
    one, two = (run.organisation.population.state.people for run in shown.runs)
    assert np.array_equal(one, two)
    assert len(page.told[-1][2]) == 2 * 7


def test_two_to_four_scenarios(comparing: tuple[Compare, Page]) -> None:
    shown, _ = comparing
    with pytest.raises(InputError, match="needs two"):
        shown.choose({"at": 0})
    shown.choose({"at": 2, "name": "calm"})
    shown.choose({"at": 3, "name": "crisis"})
    with pytest.raises(InputError, match="4 scenarios are the most"):
        shown.choose({"at": 4, "name": "calm"})
    shown.choose({"at": 0})
    assert [setup.base for setup in shown.setups] == ["team_incentives", "calm", "crisis"]


def test_stories_are_compared_among_their_own_people(comparing: tuple[Compare, Page]) -> None:
    shown, page = comparing
    shown.choose({"at": 1, "name": "story_crisis_leader"})
    start = page.of("start")[-1]
    assert start["own_people"]
    assert [row["title"] for row in start["columns"]] == ["Crisis leader without its practices", "Crisis leader"]
    assert [[row["id"] for row in column["programmes"]] for column in start["columns"]] == [
        ["crisis"], ["crisis_leadership", "leader_modelling", "crisis"],
    ]  # fmt: skip
    shown.choose({"at": 2, "name": "story_fresh_eyes"})
    shown.programme({"act": "add", "id": "buddy", "where": 0})
    titles = [row["title"] for row in page.of("start")[-1]["columns"]]
    assert titles == ["Crisis leader without its practices + buddy", "Crisis leader", "Fresh eyes"]
    ids = [run.organisation.population.ids for run in shown.runs]
    assert ids[0] == ids[1] == ids[2]
    again = Compare(Page())
    again.open({"query": f"?{page.of('start')[-1]['query']}"})
    assert again.setups == shown.setups
    shown.choose({"at": 0, "name": "crisis"})
    assert [setup.base for setup in shown.setups] == ["baseline", "crisis"]


def test_a_link_to_different_people_is_refused_in_words(comparing: tuple[Compare, Page]) -> None:
    shown, page = comparing
    sides = "&".join(f"s={packed({'base': base, 'changes': {}})}" for base in ("baseline", "story_fresh_eyes"))
    shown.open({"query": f"?{sides}&with={packed({'size': 30})}"})
    assert "start from different people" in page.of("problem")[-1]["text"]
    assert [setup.base for setup in shown.setups] == ["baseline", "team_incentives"]


def test_the_replicates_agree_with_the_command_line(comparing: tuple[Compare, Page]) -> None:
    shown, page = comparing
    shown.replicate({})
    until = time.monotonic() + 300
    while not any(report["over"] for report in page.of("report")) and time.monotonic() < until:
        time.sleep(0.02)
    last = page.of("report")[-1]
    there = compare("baseline", "team_incentives", days=40, size=30, replicates=12)
    found = {row["measure"]: row["difference"] for row in last["table"]}
    for row in there.table().to_dict("records"):
        if np.isfinite(row["difference"]):
            assert found[row["measure"]] == pytest.approx(row["difference"], abs=1e-12)
    assert len(last["bands"][0]["mean"]) == 8
    shown.save({"what": "table"})
    assert page.told[-1][1]["text"].startswith("scenario,measure,title")
    shown.save({"what": "toml1"})
    assert parse(page.told[-1][1]["text"]).interventions[0].id == "team_incentives"


def test_a_link_restores_the_comparison(comparing: tuple[Compare, Page]) -> None:
    shown, page = comparing
    shown.programme({"act": "add", "id": "buddy", "where": 0})
    shown.share({"changes": {"seed": 9}})
    shown.step({"days": 7})
    other = Page()
    again = Compare(other)
    again.open({"query": f"?{page.of('start')[-1]['query']}&day=7"})
    assert again.setups == shown.setups
    assert again.shared == shown.shared
    assert again.runs[1].day == 7
    for mine, theirs in zip(shown.runs, again.runs, strict=True):
        assert np.array_equal(mine.organisation.population.state.ties, theirs.organisation.population.state.ties)


def test_replicates_can_be_cancelled() -> None:
    scenarios = [Setup("baseline", {"size": 60, "days": 260}).scenario()] * 2
    seen: list[int] = []
    work = Replicates(scenarios, 200, ("mean_energy",), lambda one: seen.append(one.done))
    work.start()
    while not seen:
        time.sleep(0.01)
    work.cancel()
    done = work.done
    pool().submit(lambda: None).result(300)  # comes to its turn when the run under way has ended
    pool().submit(lambda: None).result(300)
    assert work.over
    assert work.done <= done + 1


def test_a_verdict_says_when_there_is_none() -> None:
    same = compare("baseline", "baseline", days=5, size=20, replicates=6)
    assert "no difference" in sentences(same)[0]["headline"]
    assert sentences(same)[0]["cost"] == "It costs no hours or money of its own."
    few = compare("baseline", "crisis", days=5, size=20, replicates=3)
    assert "too early for a verdict" in sentences(few)[0]["headline"]


# --- Lessons ---------------------------------------------------------------------------------------------------
def test_six_lessons_ship_and_each_points_to_its_sources() -> None:
    lessons, problems = listed()
    assert len(lessons) == 6
    assert problems == []
    sources = {"build-high-quality-connections", "power-of-high-quality-connections", "four-pathways",
               "grow-through-connections", "peer-coaching"}  # fmt: skip
    for lesson in lessons.values():
        assert lesson.instructor.notes
        assert lesson.discuss
        assert {one.source for one in lesson.discuss} <= sources


def test_lessons_mention_no_critical_ratio() -> None:
    for path in FOLDER.glob("*.toml"):
        assert not re.search(r"\b(2\.9|11\.6)|\b3 ?: ?1\b|\b5 ?: ?1\b", path.read_text("utf-8"))


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ('title = "The upward spiral"', "", "title: field required"),
        ('curve = "mean_quality"', 'curve = "mean_qualty"', "run.curve: 'mean_qualty' is unknown"),
        ('id = "appreciation"', 'id = "apreciation"', "did you mean 'appreciation'"),
        ("scenario = 2\n", "scenario = 7\n", "predict.2.scenario"),
        ("schema = 1", "schema = 1\nnonsense = 2", "nonsense"),
        ("schema = 1", "schema = ", "is not TOML"),
    ],
)
def test_a_wrong_lesson_is_told_in_one_line_with_file_and_field(tmp_path: Path, old: str, new: str, words: str) -> None:
    text = (FOLDER / "1_upward_spiral.toml").read_text("utf-8")
    assert old in text
    path = tmp_path / "mine.toml"
    path.write_text(text.replace(old, new, 1), "utf-8")
    with pytest.raises(InputError, match=words) as caught:
        read(path)
    assert str(caught.value).startswith("mine.toml: ")


def test_an_instructors_folder_adds_and_replaces(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    text = (FOLDER / "5_crisis.toml").read_text("utf-8")
    (tmp_path / "5_crisis.toml").write_text(text.replace("Crisis and resilience", "Our crisis"), "utf-8")
    (tmp_path / "7_own.toml").write_text(text.replace("Crisis and resilience", "My own"), "utf-8")
    (tmp_path / "8_broken.toml").write_text("schema = 1", "utf-8")
    monkeypatch.setenv("SPIRALS_LESSONS", str(tmp_path))
    lessons, problems = listed()
    assert lessons["5_crisis"].title == "Our crisis"
    assert lessons["7_own"].title == "My own"
    assert len(lessons) == 7
    assert len(problems) == 1
    assert problems[0].startswith("8_broken.toml: ")


def test_markdown_cannot_bring_scripts_or_pictures() -> None:
    html = as_html("<script>x</script> **b** ![p](http://x/y.png) [l](javascript:x)")
    assert "<script" not in html
    assert "<img" not in html
    assert "<a " not in html
    assert "<strong>b</strong>" in html


def test_a_prediction_is_committed_before_anything_runs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    short_lesson(tmp_path)
    monkeypatch.setenv("SPIRALS_LESSONS", str(tmp_path))
    page = Page()
    shown = Lessons(page)
    shown.open({"query": "?lesson=5_crisis"})
    assert page.of("lesson")[0]["title"] == "Crisis and resilience"
    assert "explain" not in page.of("lesson")[0]
    asked = page.of("lesson")[0]["predict"][1]["question"]
    assert re.search(r"near 0\.\d\d\)", asked), asked
    with pytest.raises(InputError, match="commit yours first"):
        shown.run({})
    with pytest.raises(InputError, match=r"from 0\.1 to 0\.6"):
        shown.predict({"predictions": ["Never", 0.9]})
    shown.predict({"predictions": ["Never", 0.35]})
    with pytest.raises(InputError, match="committed already"):
        shown.predict({"predictions": ["Never", 0.4]})
    shown.run({})
    outcome = page.wait("outcome")
    assert [row["predicted"] for row in outcome["predictions"]] == ["Never", "0.35"]
    at = outcome["curves"][0]["days"].index(75)
    assert outcome["predictions"][1]["outcome"].startswith(f"{outcome['curves'][0]['mean'][at]:.2f}")
    shown.save({"answers": ["<script>alert(1)</script>", "because"], "who": "A & B"})
    sheet = page.told[-1][1]["text"]
    assert "<script" not in sheet
    assert "&lt;script&gt;" in sheet
    assert "A &amp; B" in sheet
    assert "0.35" in sheet
    assert "because" in sheet
    assert not re.search(r"(src|href)=", sheet)


def test_a_name_cannot_turn_what_stands_beside_it() -> None:
    sent: list[dict] = []
    session = Session(lambda message, parts: sent.append(message))
    people = "id,team\n" + "".join(f"p{n},\u202eevil\n" for n in range(12))
    session.act({"page": "organisation", "name": "upload", "data": {"kind": "people"}}, [memoryview(people.encode())])
    assert "?evil" in str(sent)
    assert "\u202e" not in str(sent)
    session.act({"page": "explore", "name": "open", "data": {"query": "scenario=%E2%80%AEevil"}})
    assert "?evil" in str(sent[1:])
    assert "\u202e" not in str(sent)
    session.close()


def test_a_lesson_that_is_no_file_is_told_and_not_waited_for(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    os.mkfifo(tmp_path / "pipe.toml")
    with (tmp_path / "sparse.toml").open("wb") as file:
        file.truncate(10_000_000_000)
    monkeypatch.setenv("SPIRALS_LESSONS", str(tmp_path))
    lessons, problems = listed()
    assert len(lessons) == 6
    assert sorted(problem.split(";")[0] for problem in problems) == [
        "pipe.toml: file: is no regular file", "sparse.toml: file: has 10000000000 bytes",
    ]  # fmt: skip
