"""Lessons: predict, run, explain; the prediction is committed before anything runs."""

from __future__ import annotations

import threading
from collections.abc import Mapping
from typing import Any
from urllib.parse import parse_qs

from spirals.app.answers import answer, in_words, verdict
from spirals.app.background import Replicates, WithReplicates
from spirals.app.catalogue import CURVES
from spirals.app.explore import Tell
from spirals.app.lesson_files import Lesson, as_html, listed
from spirals.app.setup import packed
from spirals.app.verdicts import levels, sentences, table
from spirals.app.worksheet import worksheet
from spirals.errors import InputError
from spirals.experiments.results import Comparison
from spirals.experiments.run import outcomes_of
from spirals.organisation import Organisation
from spirals.scenario import with_changes

_LONGEST = 5_000  # characters of one answer


class Lessons(WithReplicates):
    """The state of one Lessons page."""

    def __init__(self, tell: Tell) -> None:
        self._tell = tell
        self._guard = threading.Lock()
        self.name = ""
        self.lesson: Lesson | None = None
        self.predicted: list[Any] = []
        self.replicates: Replicates | None = None

    def open(self, said: Mapping[str, Any]) -> None:
        """Show the list, or the lesson that a link names."""
        lessons, problems = listed()
        rows = [
            {"name": name, "title": one.title, "question": one.question, "minutes": one.minutes}
            for name, one in lessons.items()
        ]
        asked = parse_qs(str(said.get("query", "")).lstrip("?"))
        self._tell("list", {"lessons": rows, "instructor": asked.get("instructor") == ["1"], "problems": problems})
        name = asked.get("lesson", [""])[0]
        if name in lessons:
            self.choose({"name": name})

    def choose(self, said: Mapping[str, Any]) -> None:
        """Open a lesson from its beginning."""
        lessons, _ = listed()
        name = str(said["name"])
        if name not in lessons:
            raise InputError(f"lesson: there is no lesson '{name[:40]}'; choose one from the list")
        self.close()
        lesson = with_start(lessons[name])
        self.name, self.lesson, self.predicted, self.replicates = name, lesson, [], None
        self._tell(
            "lesson",
            {
                "name": name,
                "title": lesson.title,
                "question": lesson.question,
                "minutes": lesson.minutes,
                "read": as_html(lesson.read),
                "predict": [one.model_dump(exclude={"outcome"}) for one in lesson.predict],
                "ask": [one.question for one in lesson.ask],
                "discuss": [one.model_dump() for one in lesson.discuss],
                "notes": as_html(lesson.instructor.notes),
                "cases": [case.title for case in lesson.run.scenarios],
                "curve": CURVES[lesson.run.curve][0],
                "days": lesson.run.days,
                "runs": lesson.run.replicates,
                "compare": self._compare_query(lesson),
            },
        )

    def predict(self, said: Mapping[str, Any]) -> None:
        """Commit the predictions; they cannot be changed afterwards."""
        lesson = self._lesson()
        if self.predicted:
            raise InputError("prediction: it is committed already; choose the lesson again to start over")
        given = list(said["predictions"])
        if len(given) != len(lesson.predict):
            raise InputError(f"prediction: give {len(lesson.predict)}, one for each question; then commit")
        self.predicted = [_checked(one, answer) for one, answer in zip(lesson.predict, given, strict=True)]
        self._tell("committed", {"predictions": self.predicted})

    def run(self, said: Mapping[str, Any]) -> None:
        """Run the lesson's scenarios, or stop them."""
        lesson = self._lesson()
        self.close()
        if said.get("stop"):
            self._tell("stopped", {})
            return
        if not self.predicted:
            raise InputError("prediction: commit yours first; then the model may run")
        scenarios = lesson.scenarios()
        measures = (*outcomes_of(scenarios[0]), *lesson.run.measures)
        scenarios = [with_changes(one, {"measures": tuple(dict.fromkeys(measures))}) for one in scenarios]
        self.replicates = Replicates(scenarios, lesson.run.replicates, tuple(CURVES), self._report)
        self.replicates.start()
        self._tell("progress", {"done": 0, "of": lesson.run.replicates})

    def save(self, said: Mapping[str, Any]) -> None:
        """Send the worksheet."""
        lesson, replicates = self._lesson(), self.replicates
        if replicates is None or not replicates.done:
            raise InputError("worksheet: nothing has been run yet; commit your prediction and run the lesson first")
        comparison = replicates.comparison()
        curves = levels(comparison, lesson.run.curve)
        answers = [str(text)[:_LONGEST] for text in list(said.get("answers", []))[: len(lesson.ask)]]
        text = worksheet(
            lesson,
            str(said.get("who", ""))[:200],
            self._outcomes(curves, comparison),
            curves,
            sentences(comparison),
            answers,
            CURVES[lesson.run.curve][0],
            replicates.done,
        )
        self._tell("file", {"name": f"worksheet_{self.name}.html", "type": "text/html", "text": text})

    # --- how it is done ------------------------------------------------------------------------------------
    def _lesson(self) -> Lesson:
        if self.lesson is None:
            raise InputError("lesson: none is open; choose one from the list")
        return self.lesson

    def _tell_again(self, replicates: Replicates) -> None:
        self._report(replicates)

    def _report(self, replicates: Replicates) -> None:
        with self._guard:
            if replicates is not self.replicates:
                return
            if not replicates.over:
                self._tell("progress", {"done": replicates.done, "of": replicates.replicates})
                return
            lesson, comparison = self._lesson(), replicates.comparison()
            curves = levels(comparison, lesson.run.curve)
            wanted = set(lesson.run.measures)
            self._tell(
                "outcome",
                {
                    "done": replicates.done,
                    "curves": curves,
                    "predictions": self._outcomes(curves, comparison),
                    "says": sentences(comparison),
                    "measures": [row for row in table(comparison) if row["measure"] in wanted],
                    "explain": as_html(lesson.explain),
                },
            )

    def _outcomes(self, curves: list[dict[str, Any]], comparison: Comparison) -> list[dict[str, str]]:
        rows, lesson = [], self._lesson()
        for one, predicted in zip(lesson.predict, self.predicted, strict=True):
            outcome, was = "see the curves", ""
            if one.outcome is not None:
                found = answer(one.outcome, list(one.choices), comparison, lesson.run.curve)
                outcome, was = in_words(found, one.outcome), verdict(found, str(predicted))
            if one.scenario is not None and one.day is not None:
                curve = curves[one.scenario - 1]
                at = min(range(len(curve["days"])), key=lambda k: abs(curve["days"][k] - one.day))
                outcome = f"{curve['mean'][at]:.2f}"
                if curve["low"][at] is not None:
                    outcome += f" (95% interval {curve['low'][at]:.2f} to {curve['high'][at]:.2f})"
            said = f"{predicted:.2f}" if isinstance(predicted, float) else str(predicted)
            rows.append({"question": one.question, "predicted": said, "outcome": outcome, "verdict": was})
        return rows

    def _compare_query(self, lesson: Lesson) -> str:
        shared = {"size": lesson.run.size, "seed": lesson.run.seed, "days": lesson.run.days}
        parts = [f"s={packed({'base': case.base, 'changes': case.changes})}" for case in lesson.run.scenarios]
        return "&".join([*parts, f"with={packed(shared)}"])


def with_start(lesson: Lesson) -> Lesson:
    """Return a lesson with ``{start}`` in its predictions replaced by where its curve stands on the first day.

    A number written into a lesson would go stale when a default moves.
    """
    if not any("{start}" in one.question for one in lesson.predict):
        return lesson
    organisation = Organisation(lesson.scenarios()[0])
    organisation.step()
    start = f"{organisation.series[lesson.run.curve][0]:.2f}"
    asked = [one.model_copy(update={"question": one.question.replace("{start}", start)}) for one in lesson.predict]
    return lesson.model_copy(update={"predict": asked})


def _checked(one: Any, answer: Any) -> Any:
    if one.choices:
        if answer not in one.choices:
            raise InputError(f"prediction: choose an answer to '{one.question}'; then commit")
        return answer
    try:
        number = float(answer)
    except (TypeError, ValueError):
        number = float("nan")
    if not one.low <= number <= one.high:
        raise InputError(f"prediction: give a number from {one.low:g} to {one.high:g} for '{one.question}'")
    return number
