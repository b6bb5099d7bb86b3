"""Rhythms of mood and energy in diary studies, and in an organisation whose people answer as the study's did.

Each study is read into one form: a row an answer, with person, day (whole, consecutive days differ by 1), weekday (0 is
Monday), hour, mood and energy.  Only answers on working days between 8 and 19 h count, as nothing else is simulated.
The same estimators are run on both.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from scipy.stats import skew

from spirals.analysis.targets.panels import centred, contact_later, contact_now, day_carry, slopes, variance_split
from spirals.analysis.targets.sample import SETTLING, SIDES
from spirals.organisation import Organisation
from spirals.plain import Brief
from spirals.population import SLOT_HOURS, SLOTS, WEEK

Floats = NDArray[np.float64]
VARIABLES = ("mood", "energy")
_WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_FIRST, _LAST = 8.0, 19.0  # hours of a working day
_NEAR, _FAR = 1.0, 3.0  # hours between an answer and the next, as two slots are two hours apart
_FEWEST = 30  # answers below which an hour or weekday is left out


@dataclass(frozen=True, repr=False)
class Study(Brief):
    """A diary study.

    Attributes
    ----------
    name
        Folder of its data.
    read
        Returns its answers from that folder.
    people, days
        How many take part, and for how many working days in a row (a sample of the simulation gets as many).
    weekdays
        Which are asked.
    clock
        Whether the hour of answers is known; else the order alone is.
    calendar
        Whether the weekday is known; else weekends are among the days.
    fitted
        What of it the defaults were fitted to, in words; empty for nothing.
    asked
        What else is asked since the last prompt, as columns of 0 and 1: ``contact``, ``helped``.
    """

    name: str
    read: Callable[[Path], pd.DataFrame]
    people: int
    days: int
    weekdays: tuple[int, ...] = (0, 1, 2, 3, 4)
    clock: bool = True
    calendar: bool = True
    fitted: str = ""
    asked: tuple[str, ...] = ()


def _office(folder: Path) -> pd.DataFrame:
    table = pd.read_csv(folder / "observations.csv")
    weekday = table["day_of_week"].map(_WEEKDAYS.index)
    when = pd.to_datetime(table["submission_timestamp"])
    hour = when.dt.hour + when.dt.minute / 60.0
    return _answers(table["id"], weekday + 1, weekday, hour, table["valence"], table["energy"])


def _helping(folder: Path) -> pd.DataFrame:
    table = pd.read_csv(folder / "observations.csv.gz").dropna(subset=["weekday"])
    table = table[table["beep"] < 5]  # the fifth is before sleep
    weekday = table["weekday"].map(_WEEKDAYS.index)
    more = {"slot": table["beep"], "contact": table["social_contact"], "helped": table["helped"]}
    return _answers(table["id"], table["day"], weekday, table["hour"], table["valence"], table["energy"], **more)


def _contact(folder: Path) -> pd.DataFrame:
    table = pd.read_csv(folder / "observations.csv")
    mood = 6.0 - table[["irritable", "worry", "nervous", "angry"]].mean(axis=1, skipna=False)
    return _dated(table, "scheduled", mood, 6.0 - table["tired"])


def _students(folder: Path) -> pd.DataFrame:
    table = pd.read_csv(folder / "observations.csv")
    mood = 0.5 * (table["well"] + 8.0 - table["discontent"])
    return _dated(table, "time_prompt", mood, 0.5 * (table["awake"] + 8.0 - table["without_energy"]))


def _adults(folder: Path) -> pd.DataFrame:
    table = pd.read_csv(folder / "observations.csv")
    bad = table[["sad", "angry", "stressed"]].mean(axis=1, skipna=False)
    mood = 0.5 * (table[["happy", "relaxed"]].mean(axis=1, skipna=False) + 100.0 - bad)
    hour = 6.9 + 2.0 * table["beep"]  # no clock: seven prompts a waking day, taken as two hours apart
    nothing = pd.Series(np.nan, table.index)
    return _answers(table["id"], table["day"], pd.Series(0, table.index), hour, mood, nothing, last=24.0)


def _dated(table: pd.DataFrame, column: str, mood: Any, energy: Any) -> pd.DataFrame:
    when = pd.to_datetime(table[column])
    day = (when.dt.normalize() - pd.Timestamp("2000-01-03")).dt.days
    return _answers(table["id"], day, when.dt.day_of_week, when.dt.hour + when.dt.minute / 60.0, mood, energy)


def _answers(
    who: Any, day: Any, weekday: Any, hour: Any, mood: Any, energy: Any, last: float = _LAST, **more: Any
) -> pd.DataFrame:
    """Return answers in the common form, working days and hours only; ``more`` are further columns."""
    table = pd.DataFrame({"day": day, "weekday": weekday, "hour": hour, "mood": mood, "energy": energy, **more})
    table["person"] = pd.factorize(who)[0]
    table = table[(table["weekday"] < WEEK) & (table["hour"] >= _FIRST) & (table["hour"] < last)]
    table = table.dropna(subset=["mood"]).astype({"day": np.int64, "weekday": np.int64})
    return table.sort_values(["person", "day", "hour"], kind="stable").reset_index(drop=True)


STUDIES = (
    Study("office_workers_esm", _office, 112, 5, (0, 2, 4), fitted="energy by hour (C21)"),
    Study(
        "helping_mood_esm", _helping, 803, 5, fitted="contact and energy (C20), none of these rhythms",
        asked=("contact", "helped"),
    ),
    Study("students_esm_contact", _contact, 79, 10),
    Study("students_esm_energy", _students, 77, 5),
    Study("adults_esm_affect", _adults, 100, 10, clock=False, calendar=False),
)  # fmt: skip


def observed(study: Study, data: Path) -> pd.DataFrame:
    """Return a study's answers in the common form.

    Raises
    ------
    OSError
        If its files are absent.
    """
    return study.read(data / study.name)


def simulated(study: Study, answers: float, seed: int, **changes: Any) -> pd.DataFrame:
    """Return what people of an organisation as large as the study answer, asked on as many days.

    Parameters
    ----------
    study
        Whom to imitate.
    answers
        Answers of a person and day in the study; each prompt is left out by chance to come to as many.
    seed
        Of the organisation, and of who answers.
    """
    organisation = Organisation(size=study.people, days=SETTLING + study.days, rng=seed, record=True, **changes)
    organisation.run_model()
    diary = organisation.diary
    diary = diary[diary["day"] > SETTLING]
    rng = np.random.default_rng([seed, 21])
    diary = diary[rng.random(len(diary)) < answers / SLOTS]
    more = {"slot": diary["slot"], **(_happened(organisation, diary) if study.asked else {})}
    worked = diary["day"] - SETTLING - 1
    calendar = worked + 2 * (worked // WEEK)  # weekends lie between
    table = _answers(diary["id"], calendar, worked % WEEK, diary["hour"], diary["mood"], diary["energy"], **more)
    return table[table["weekday"].isin(study.weekdays)].reset_index(drop=True)


def _happened(organisation: Organisation, diary: pd.DataFrame) -> dict[str, Floats]:
    """Return, for every answer, whether there was a contact in its slot, and whether the person helped somebody."""
    keys, log = ["id", "day", "slot"], organisation.encounters
    ends = [
        pd.DataFrame({"id": log[me], "day": log["day"], "slot": log["slot"], "helped": log[f"helped_{other}"]})
        for me, other in SIDES
    ]
    events = pd.concat(ends).groupby(keys)["helped"].max().astype(float)
    found = events.reindex(pd.MultiIndex.from_frame(diary[keys])).to_numpy()
    return {"contact": np.isfinite(found).astype(float), "helped": np.nan_to_num(found)}


def answers_a_day(table: pd.DataFrame) -> float:
    """Return the mean number of answers of a person on a day with any."""
    return float(len(table) / table.groupby(["person", "day"]).ngroups)


def rhythms(table: pd.DataFrame, variable: str, study: Study) -> dict[str, float]:
    """Return the rhythms of mood or energy in answers of the common form.

    Returns
    -------
    dict
        ``9 h`` to ``17 h`` and ``Monday`` to ``Friday``: mean deviation from the own mean, in within-person SDs, where
        30 answers or more are there; ``next answer``: slope on the answer 1 to 3 hours before, on the same day; ``next
        day``: slope of day means; ``within`` and ``days``: shares of the variance within persons, and between days of
        a person.
    """
    table = table.dropna(subset=[variable])
    if table.empty:
        return {}
    value, person = table[variable].to_numpy(float), table["person"].to_numpy(np.int64)
    day, hour = table["day"].to_numpy(np.int64), table["hour"].to_numpy(float)
    own = centred(value, person)
    own = own / own.std()
    found: dict[str, float] = {}
    if study.clock:
        slot = np.abs(hour[:, None] - np.array(SLOT_HOURS)).argmin(axis=1)
        found |= {f"{SLOT_HOURS[k]:.0f} h": _mean(own[slot == k]) for k in range(SLOTS)}
    if study.calendar:
        weekday = table["weekday"].to_numpy()
        found |= {_WEEKDAYS[k]: _mean(own[weekday == k]) for k in study.weekdays}
    follows = _follows(table)
    found["next answer"] = float(slopes(own[:-1][follows], own[1:][follows])[0]) if follows.any() else float("nan")
    if len(study.weekdays) == WEEK:
        found["next day"] = day_carry(value, person, day)
    between, days, _ = variance_split(value, person, day)
    return {**found, "within": 1.0 - between, "days": days}


def _follows(table: pd.DataFrame) -> NDArray[np.bool_]:
    """Return whether each answer but the last is followed by another of the same day, 1 to 3 hours later."""
    gap = np.diff(table["hour"])
    return (np.diff(table["person"]) == 0) & (np.diff(table["day"]) == 0) & (gap >= _NEAR) & (gap <= _FAR)


def carrying(table: pd.DataFrame, variable: str, study: Study) -> dict[str, float]:
    """Return how highs, lows and nights are carried over, and how mood or energy goes with what else is asked.

    Returns
    -------
    dict
        ``after a high``, ``after a low``: mean deviation at the next answer over that at the answer, where this was at
        least a within-person SD above or below the own mean; ``overnight``: slope of a day's first answer on the last
        of the day before; ``skew`` of deviations.  For each column asked, as in target C20: ``with``, in SDs, at the
        same prompt; ``after``, at the next; ``before``, its change at the next prompt for one SD more now.
    """
    table = table.dropna(subset=[variable])
    if table.empty:
        return {}
    person, day = table["person"].to_numpy(np.int64), table["day"].to_numpy(np.int64)
    own = centred(table[variable].to_numpy(float), person)
    own = own / own.std()
    now, later = own[:-1][_follows(table)], own[1:][_follows(table)]
    found = {
        "after a high": _carried(now, later, now >= 1.0),
        "after a low": _carried(now, later, now <= -1.0),
        "skew": float(skew(own)),
    }
    if len(study.weekdays) == WEEK:
        night = (np.diff(person) == 0) & (np.diff(day) == 1)
        found["overnight"] = float(slopes(own[:-1][night], own[1:][night])[0])
    for name in study.asked:
        answered = table.dropna(subset=[name, "slot"])
        value, asked = answered[variable].to_numpy(float), answered[name].to_numpy(float)
        who, when, slot = (answered[key].to_numpy(np.int64) for key in ("person", "day", "slot"))
        after, before = contact_later(value, asked, who, when, slot)
        found |= {
            f"with {name}": contact_now(value, asked, who, slot),
            f"after {name}": after,
            f"before {name}": before,
        }
    return found


def _carried(now: Floats, later: Floats, among: NDArray[np.bool_]) -> float:
    return float(later[among].mean() / now[among].mean()) if among.sum() >= _FEWEST else float("nan")


def _mean(values: Floats) -> float:
    return float(values.mean()) if len(values) >= _FEWEST else float("nan")


def resampled(table: pd.DataFrame, rng: np.random.Generator) -> pd.DataFrame:
    """Return answers of as many persons, drawn with replacement."""
    rows = table.groupby("person").indices
    drawn = rng.choice(np.array(list(rows)), len(rows))
    parts = [table.iloc[rows[who]].assign(person=number) for number, who in enumerate(drawn)]
    return pd.concat(parts, ignore_index=True)


def compared(data: Path, seeds: int = 8, resamples: int = 200, first_seed: int = 1000) -> pd.DataFrame:
    """Hold the rhythms of simulated answers against those of every study.

    Parameters
    ----------
    data
        Folder of the studies' folders.
    seeds
        Simulated organisations for each study.
    resamples
        Bootstrap samples of persons for the interval of the data.

    Returns
    -------
    pandas.DataFrame
        A row for each study, variable and statistic: data with a 95% interval, median of the simulation with its
        lowest and highest seed, and whether the median lies in the interval.
    """
    rows = []
    for study in STUDIES:
        table = observed(study, data)
        rng = np.random.default_rng(7)
        again = [resampled(table, rng) for _ in range(resamples)]
        runs = [simulated(study, answers_a_day(table), first_seed + seed) for seed in range(seeds)]
        for variable in VARIABLES:
            real = rhythms(table, variable, study)
            chance = [rhythms(one, variable, study) for one in again] if real else []
            ours = [rhythms(one, variable, study) for one in runs] if real else []
            for name, value in real.items():
                if not np.isfinite(value):
                    continue
                low, high = np.nanquantile([one[name] for one in chance], [0.025, 0.975])
                here = [one[name] for one in ours]
                middle = float(np.median(here))
                rows.append(
                    {
                        "study": study.name, "variable": variable, "statistic": name, "data": value, "low": low,
                        "high": high, "simulated": middle, "lowest": min(here), "highest": max(here),
                        "inside": bool(low <= middle <= high), "people": table["person"].nunique(),
                    }
                )  # fmt: skip
    return pd.DataFrame(rows)
