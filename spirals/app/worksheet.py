"""A student's worksheet: what they predicted, what came out, what they answered; one HTML file that prints well."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from html import escape
from pathlib import Path
from typing import Any

from spirals.app.lesson_files import Lesson, as_html

_COLOURS = ("#6b7078", "#0b6ea8", "#c8500f", "#007a5a")
_DASHES = ("", "", "7 3", "2 3")
_STYLE = (Path(__file__).resolve().parent / "static" / "worksheet.css").read_text("utf-8")


def worksheet(
    lesson: Lesson,
    who: str,
    rows: Sequence[Mapping[str, str]],
    curves: Sequence[Mapping[str, Any]],
    says: Sequence[Mapping[str, Any]],
    answers: Sequence[str],
    curve_title: str,
    runs: int,
) -> str:
    """Return the worksheet as HTML.

    Parameters
    ----------
    lesson
        The lesson.
    who
        The student's name as they gave it, or nothing.
    rows
        ``question``, ``predicted``, ``outcome`` and ``verdict`` of each prediction.
    curves
        ``title``, ``days``, ``mean``, ``low`` and ``high`` of each scenario.
    says
        The verdict's sentences.
    answers
        What was written, by question.
    curve_title, runs
        What the curves show, and how many runs they are of.
    """
    predictions = "".join(
        f"<tr><td>{escape(row['question'])}</td><td>{escape(row['predicted'])}</td>"
        f"<td>{escape(row['verdict'].capitalize() + ': ' if row['verdict'] else '')}{escape(row['outcome'])}</td></tr>"
        for row in rows
    )
    written = "".join(
        f"<h3>{escape(one.question)}</h3><div class='answer'>{escape(answer)}</div>"
        for one, answer in zip(lesson.ask, [*answers, *[""] * len(lesson.ask)], strict=False)
    )
    discussed = "".join(
        f"<li>{escape(one.question)} <span class='soft'>({escape(one.source)})</span></li>" for one in lesson.discuss
    )
    verdicts = "".join(f"<p>{escape(str(one['headline']))} {escape(str(one['cost']))}</p>" for one in says)
    name = f"<p class='soft'>{escape(who)}</p>" if who.strip() else ""
    return f"""<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="content-security-policy" content="default-src 'none'; style-src 'unsafe-inline'">
<title>{escape(lesson.title)} - worksheet</title><style>{_STYLE}</style></head><body>
<h1>{escape(lesson.title)}</h1><p class="soft">{escape(lesson.question)}</p>{name}
<h2>What I predicted, and what came out</h2>
<table><thead><tr><th>Question</th><th>My prediction</th><th>Outcome of the model</th></tr></thead>
<tbody>{predictions}</tbody></table>
<h2>{escape(curve_title)}</h2>{drawing(curves)}
<p class="soft">Means of {runs} runs of each scenario on the same chance events, with 95% intervals.</p>
{verdicts}
<h2>Explanation</h2>{as_html(lesson.explain)}
<h2>My answers</h2>{written}
<h2>To discuss</h2><ul>{discussed}</ul>
<p class="soft">A model ranks options under stated assumptions. It does not forecast an organisation.</p>
</body></html>
"""


def drawing(curves: Sequence[Mapping[str, Any]], width: float = 640.0, height: float = 260.0) -> str:
    """Return the curves with their bands as SVG."""
    numbers = [value for one in curves for key in ("low", "high", "mean") for value in one[key] if value is not None]
    if not numbers:
        return ""
    low, high = min(numbers), max(numbers)
    pad = max((high - low) * 0.08, 0.01)
    low, high = low - pad, high + pad
    last = max(one["days"][-1] for one in curves)

    def point(day: float, value: float) -> str:
        return f"{8 + day / last * (width - 60):.1f},{8 + (high - value) / (high - low) * (height - 60):.1f}"

    parts = [
        f"<text x='{width - 48:.0f}' y='16' font-size='11'>{high:.2f}</text>",
        f"<text x='{width - 48:.0f}' y='{height - 52:.0f}' font-size='11'>{low:.2f}</text>",
        f"<text x='8' y='{height - 36:.0f}' font-size='11'>day 0</text>",
        f"<text x='{width - 90:.0f}' y='{height - 36:.0f}' font-size='11'>day {last}</text>",
    ]
    for number, one in enumerate(curves):
        colour, dash = _COLOURS[number], _DASHES[number]
        if one["low"][0] is not None:
            edge = [point(d, v) for d, v in zip(one["days"], one["low"], strict=True)]
            edge += [point(d, v) for d, v in reversed(list(zip(one["days"], one["high"], strict=True)))]
            parts.append(f"<polygon points='{' '.join(edge)}' fill='{colour}' opacity='0.15'/>")
        line = " ".join(point(d, v) for d, v in zip(one["days"], one["mean"], strict=True))
        parts.append(
            f"<polyline points='{line}' fill='none' stroke='{colour}' stroke-width='2' stroke-dasharray='{dash}'/>"
        )
        parts.append(
            f"<text x='{8 + 158 * number}' y='{height - 10:.0f}' font-size='12' fill='{colour}' font-weight='600'>"
            f"{escape(str(one['title'])[:24])}</text>"
        )
    return f"<svg viewBox='0 0 {width:.0f} {height:.0f}' role='img' aria-label='Curves'>{''.join(parts)}</svg>"
