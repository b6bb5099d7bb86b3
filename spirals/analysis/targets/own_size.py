"""Block S: every real set of contacts, e-mails, advice and diaries, simulated at its own size.

For each set an organisation of its people, units and days is run, and observed as the study observed: badges that miss
part of a talk and are not always worn, an observer on a round, e-mails, ties named in a survey, prompts that are not
all answered.  One function computes a set's statistics from the real and from the simulated record.  What was computed
from the real sets, with its bootstrap error over people, lies in ``own_size.csv``, so that nothing here needs the data;
`recomputed` makes it anew.

Left out are what is given to the simulation (people, days, densities of ties named, badges worn), sums that follow
from other statistics, and what the model has nothing for: hours and weekdays of contacts and e-mails, gaps within a
slot of two hours, groups across units (a law firm's practices, partners and associates), company at the moment of a
prompt, and formal reporting.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from spirals.analysis.targets import real_sets, rhythms, traces
from spirals.analysis.targets.networks import off_diagonal, top_ties
from spirals.analysis.targets.rows import Row
from spirals.analysis.targets.sample import SETTLING, Sample, study
from spirals.analysis.targets.traces import Contacts, Mail, Namings
from spirals.analysis.targets.values import answered, said_of_each_other, standard
from spirals.organisation import Organisation
from spirals.plain import Brief
from spirals.population import WEEK

Values = dict[str, float]
Floats = NDArray[np.float64]

STORED = Path(__file__).with_name("own_size.csv")
WANTED = 2.0 / 3.0  # share of each set's statistics that must lie inside
_RESAMPLES = 100
_ERRORS, _SHARE = 2.0, 0.1  # a tolerance is two bootstrap errors, or a tenth of the statistic where that is more
_SLOT_SECONDS = 7200.0
_UNIT = 20.0  # seconds of a record of RFID badges
# Elmer, Chaitanya, Purwar & Stadtfeld 2019: badges record 50% of the time that people talk, and 65% once short gaps
# are filled.  So 35% of talks are taken as unseen, badges turned away, and .5/.65 of every 20 s of the others as seen.
_UNSEEN, _MISSED = 0.35, 1.0 - 0.5 / 0.65
_MAIL_MINUTES = 1.3  # 2.6 h a day on e-mail (Chui et al. 2012), about 120 e-mails a day (surveys of office workers)
_SURVEY_DAYS = 65  # what people are asked about, or have had to do with each other: three months


@dataclass(frozen=True, repr=False)
class RealSet(Brief):
    """A real set, and how to simulate it.

    Attributes
    ----------
    name
        Folder of its data.
    origin, licence
        Of the data; none of them are shipped.
    people, days
        How many, and working days.
    read
        Returns the real record from that folder.
    organisation
        Fields of the simulated organisation beside its size.
    """

    name: str
    origin: str
    licence: str
    people: int
    days: int
    read: Callable[[Path], Any]
    organisation: dict[str, Any] = field(default_factory=dict)

    def design(self, real: Any) -> Values:
        """Return what the simulated study takes from the real one, and is therefore no test."""
        return {}

    def simulated(self, design: Values, seed: int, **changes: Any) -> Any:
        """Return what the study would have recorded in a simulated organisation, in the form of ``read``."""
        raise NotImplementedError

    def statistics(self, record: Any) -> Values:
        """Return the statistics of a record, real or simulated."""
        raise NotImplementedError

    def resampled(self, real: Any, rng: np.random.Generator) -> Any:
        """Return a record of as many people, drawn with replacement."""
        raise NotImplementedError

    def _talks(self, seed: int, **changes: Any) -> tuple[Organisation, pd.DataFrame]:
        """Run the organisation; return it and all encounters after settling among those there on day 1.

        Columns day (0, 1, ...), slot, who and whom (rows), minutes, channel.
        """
        fields = {"size": self.people, "days": SETTLING + self.days, **self.organisation, **changes}
        organisation = Organisation(rng=seed, record=True, **fields)
        organisation.run_model()
        rows = pd.Index(organisation.population.ids)
        log = organisation.encounters[["day", "slot", "who", "whom", "minutes", "channel"]]
        log = log[log["day"] > SETTLING]
        ends = {side: rows.get_indexer(log[side]) for side in ("who", "whom")}
        log = log.assign(day=log["day"] - SETTLING - 1, **ends)
        return organisation, log[(log["who"] < self.people) & (log["whom"] < self.people)]

    def _department(self, organisation: Organisation) -> NDArray[np.int64] | None:
        people = organisation.people
        if "span" not in self.organisation or "department" not in people:
            return None
        return np.asarray(pd.factorize(people["department"][: self.people])[0])


@dataclass(frozen=True, repr=False)
class Badges(RealSet):
    """Contacts in person as badges see them; ``window`` is the length of a record in seconds."""

    window: float = _UNIT

    def design(self, real: Contacts) -> Values:
        """Return the share of days on which a badge is worn, and how alike one person's days are (beta-binomial)."""
        worn = traces.worn(real)
        mean, days = float(worn.mean()), real.days
        likeness = (float(worn.var(ddof=1)) * days / (mean * (1.0 - mean)) - 1.0) / (days - 1.0)
        return {"worn": mean, "worn_likeness": max(0.01, likeness)}

    def simulated(self, design: Values, seed: int, **changes: Any) -> Contacts:
        """Return the episodes that badges record; a talk starts at any time of its slot."""
        organisation, log = self._talks(seed, **changes)
        log = log[log["channel"] == "in_person"]
        rng = np.random.default_rng([seed, 22])
        start = _SLOT_SECONDS * (log["slot"].to_numpy() + rng.random(len(log)))
        hit, window = seen(start, 60.0 * log["minutes"].to_numpy(), self.window, rng)
        low, high = np.minimum(log["who"], log["whom"]), np.maximum(log["who"], log["whom"])
        found = pd.DataFrame({"day": log["day"], "a": low, "b": high}).iloc[hit].assign(window=window)
        here = self._worn(design, rng)
        day = found["day"].to_numpy()
        found = found[here[found["a"].to_numpy(), day] & here[found["b"].to_numpy(), day]]
        table = real_sets.merged(found.drop_duplicates(), self.window / 60.0)
        return Contacts(self.people, self.days, table, self._department(organisation))

    def _worn(self, design: Values, rng: np.random.Generator) -> NDArray[np.bool_]:
        weight = 1.0 / design["worn_likeness"] - 1.0
        own = rng.beta(design["worn"] * weight, (1.0 - design["worn"]) * weight, self.people)
        return np.asarray(rng.random((self.people, self.days)) < own[:, None])

    def statistics(self, record: Contacts) -> Values:
        """Return `traces.contact_statistics`."""
        return traces.contact_statistics(record)

    def resampled(self, real: Contacts, rng: np.random.Generator) -> Contacts:
        """Return `traces.resampled_contacts`."""
        return traces.resampled_contacts(real, rng)


def seen(
    start: Floats, length: Floats, window: float, rng: np.random.Generator
) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Return in which windows badges record a talk: some talks not at all, of the others not every 20 s.

    Parameters
    ----------
    start, length
        Of each talk, in seconds.
    window
        Seconds of a window; one counts if any part of the talk in it is recorded.

    Returns
    -------
    tuple
        Position of the talk and running number of the window, one entry a window that counts.
    """
    first, last = np.floor(start / window).astype(np.int64), np.floor((start + length) / window).astype(np.int64)
    count = last - first + 1
    talk = np.repeat(np.arange(len(start)), count)
    number = np.arange(len(talk)) - np.repeat(np.cumsum(count) - count, count) + first[talk]
    covered = np.minimum((number + 1) * window, (start + length)[talk]) - np.maximum(number * window, start[talk])
    faced = rng.random(len(start)) >= _UNSEEN
    kept = faced[talk] & (rng.random(len(talk)) >= _MISSED ** (np.maximum(covered, 0.0) / _UNIT))
    return talk[kept], number[kept]


@dataclass(frozen=True, repr=False)
class Rounds(RealSet):
    """Contacts in person as somebody sees them who passes everybody every ``minutes``."""

    minutes: float = 15.0

    def simulated(self, design: Values, seed: int, **changes: Any) -> Contacts:
        """Return how often each pair is seen talking."""
        _, log = self._talks(seed, **changes)
        log = log[log["channel"] == "in_person"]
        since = self.minutes * np.random.default_rng([seed, 23]).random(len(log))  # the last round, as the talk starts
        times = np.floor((since + log["minutes"].to_numpy()) / self.minutes)
        low, high = np.minimum(log["who"], log["whom"]), np.maximum(log["who"], log["whom"])
        table = pd.DataFrame({"day": 0, "a": low, "b": high, "minutes": times})
        return Contacts(self.people, 1, table[table["minutes"] > 0.0].reset_index(drop=True))

    def statistics(self, record: Contacts) -> Values:
        """Return `traces.sighting_statistics`."""
        return traces.sighting_statistics(record)

    def resampled(self, real: Contacts, rng: np.random.Generator) -> Contacts:
        """Return `traces.resampled_contacts`."""
        return traces.resampled_contacts(real, rng)


@dataclass(frozen=True, repr=False)
class Accounts(RealSet):
    """E-mails: talks by text in an organisation whose people work apart, as only those have talks by text.

    Attributes
    ----------
    dated
        Whether the weeks are known; else there is one list of who ever wrote to whom.
    """

    dated: bool = True

    def simulated(self, design: Values, seed: int, **changes: Any) -> Mail:
        """Return e-mails; in a talk, who starts writes first and both in turn, one e-mail every 1.3 minutes."""
        organisation, log = self._talks(seed, **changes)
        log = log[log["channel"] == "text"]
        mails = np.ceil(log["minutes"].to_numpy() / _MAIL_MINUTES).astype(np.int64)
        week = log["day"].to_numpy() // WEEK if self.dated else np.zeros(len(log), np.int64)
        who, whom = log["who"].to_numpy(), log["whom"].to_numpy()
        sent = pd.DataFrame({"week": week, "a": who, "b": whom, "mails": (mails + 1) // 2})
        back = pd.DataFrame({"week": week, "a": whom, "b": who, "mails": mails // 2})
        both = pd.concat([sent, back[back["mails"] > 0]])
        table = both.groupby(["week", "a", "b"], as_index=False).sum()
        weeks = math.ceil(self.days / WEEK) if self.dated else 1
        return Mail(self.people, weeks, table, self._department(organisation))

    def statistics(self, record: Mail) -> Values:
        """Return `traces.mail_statistics`, or `traces.static_mail_statistics` without dates."""
        return traces.mail_statistics(record) if self.dated else traces.static_mail_statistics(record)

    def resampled(self, real: Mail, rng: np.random.Generator) -> Mail:
        """Return `traces.resampled_mail`."""
        return traces.resampled_mail(real, rng)


@dataclass(frozen=True, repr=False)
class Survey(RealSet):
    """Ties named in a survey at the end of three months.

    Attributes
    ----------
    questions
        For each layer, what is asked: a key of ``QUESTIONS``.
    units
        For each unit of the real set, the model's: team, department or site.
    """

    questions: dict[str, str] = field(default_factory=dict)
    units: dict[str, str] = field(default_factory=dict)

    def design(self, real: Namings) -> Values:
        """Return the share of pairs named in each layer."""
        return {f"{layer} density": float(off_diagonal(net).mean()) for layer, net in real.layers.items()}

    def simulated(self, design: Values, seed: int, **changes: Any) -> Namings:
        """Return as many ties as the real survey has, the strongest."""
        sample = study(seed, self.days, **{"size": self.people, **self.organisation, **changes})
        active = np.flatnonzero(sample.organisation.population.active)
        here = np.ix_(active, active)
        layers = {
            layer: top_ties(QUESTIONS[question](sample)[here], design[f"{layer} density"])
            for layer, question in self.questions.items()
        }
        return Namings(layers, {name: sample.unit(unit)[active] for name, unit in self.units.items()})

    def statistics(self, record: Namings) -> Values:
        """Return `traces.naming_statistics`."""
        return traces.naming_statistics(record)

    def resampled(self, real: Namings, rng: np.random.Generator) -> Namings:
        """Return `traces.resampled_namings`."""
        return traces.resampled_namings(real, rng)


def _ends(sample: Sample) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    a, b = sample.organisation.population.tie("a"), sample.organisation.population.tie("b")
    return np.concatenate([a, b]), np.concatenate([b, a])


def _turned_to(sample: Sample) -> Floats:
    """Whom people turned to for help in three months, by how often."""
    times = np.zeros((sample.people, sample.people))
    for me, other in (("who", "whom"), ("whom", "who")):
        np.add.at(times, (sample.column(me), sample.column(other)), sample.column(f"asked_{me}").astype(float))
    return answered(standard(np.log1p(times[_ends(sample)])), _ends(sample), sample)


def _expertise(sample: Sample) -> Floats:
    """Whose expertise matters for one's own work: what they know and how much the work of the two hangs together."""
    ends = _ends(sample)
    known = sample.organisation.people["knowledge"].to_numpy()[ends[1]]
    need = np.tile(sample.organisation.population.tie("need"), 2)
    return answered(standard(known) + standard(need), ends, sample)


def _worked_with(sample: Sample) -> Floats:
    """With whom one worked closely, by time together."""
    minutes = sample.volume(sample.column("minutes"))
    return answered(standard(np.log1p(minutes[_ends(sample)])), _ends(sample), sample)


QUESTIONS: dict[str, Callable[[Sample], Floats]] = {
    "friendship": lambda sample: said_of_each_other(sample)[0],
    "advice": lambda sample: said_of_each_other(sample)[1],
    "co-work": _worked_with,
    "turned to": _turned_to,
    "expertise": _expertise,
}
"""What people would answer to each question, as scores of shape (people, people), 0 for those they do not know."""


@dataclass(frozen=True, repr=False)
class Diary(RealSet):
    """Prompts in a diary: a study of `spirals.analysis.targets.rhythms`."""

    study: rhythms.Study = rhythms.STUDIES[0]

    def design(self, real: pd.DataFrame) -> Values:
        """Return the answers of a person and day."""
        return {"answers": rhythms.answers_a_day(real)}

    def simulated(self, design: Values, seed: int, **changes: Any) -> pd.DataFrame:
        """Return answers in the common form of `spirals.analysis.targets.rhythms`."""
        return rhythms.simulated(self.study, design["answers"], seed, **changes)

    def statistics(self, record: pd.DataFrame) -> Values:
        """Return the rhythms of mood and energy, what is carried over, and how they go with contact and helping."""
        found: Values = {}
        for variable in rhythms.VARIABLES:
            values = {**rhythms.rhythms(record, variable, self.study), **rhythms.carrying(record, variable, self.study)}
            found |= {f"{variable} {name}": value for name, value in values.items()}
        return found

    def resampled(self, real: pd.DataFrame, rng: np.random.Generator) -> pd.DataFrame:
        """Return answers of persons drawn with replacement."""
        return rhythms.resampled(real, rng)


def _diary(study: rhythms.Study, origin: str, licence: str) -> Diary:
    return Diary(study.name, origin, licence, study.people, study.days, study.read, study=study)


_BKS = ("Bernard, Killworth & Sailer 1980", "none stated")
_CC_BY = "CC BY 4.0"
_ESM = dict(
    zip(
        (study.name for study in rhythms.STUDIES),
        (
            ("Menghini, Pastore & Balducci 2023", "GPL-3.0"),
            ("Pronizius et al. 2024", _CC_BY),
            ("Fried, Papanikolaou & Epskamp 2022", _CC_BY),
            ("Johannes et al. 2021", _CC_BY),
            ("Dejonckheere et al. 2019", _CC_BY),
        ),
        strict=True,
    )
)

SETS: tuple[RealSet, ...] = (
    Badges(
        "workplace_contacts_2013", "Génois et al. 2015", "CC0", 92, 10, real_sets.office_sensors,
        {"span": 2.4, "remote": 0.0},
    ),
    Badges("employee_badges_states", "Gundogdu et al. 2017", "CC0 1.0", 54, 15, real_sets.employee_badges,
           {"remote": 0.0}, window=60.0),
    Rounds("bernard_killworth_office", *_BKS, 40, 8, real_sets.sightings, {"remote": 0.0}),
    Rounds("bernard_killworth_research_group", *_BKS, 34, 5, real_sets.sightings, {"remote": 0.0}, minutes=30.0),
    Accounts("manufacturing_emails", "Michalski 2020", "CC0 1.0 (archive's default)", 167, 195, real_sets.manufacturer,
             {"remote": 1.0}),
    Accounts("enron_emails", "Priebe et al. 2005", "public release", 184, 390, real_sets.enron, {"remote": 1.0}),
    Accounts("email_eu_core", "Leskovec et al. 2007; Yin et al. 2017", "none stated", 1005, 390, real_sets.institution,
             {"remote": 1.0, "span": 3.0}, dated=False),
    Survey("krackhardt_hightech", "Krackhardt 1987", "none stated", 21, _SURVEY_DAYS, real_sets.managers,
           {"teams": 4}, questions={"advice": "advice", "friendship": "friendship"}, units={"department": "team"}),
    Survey("lazega_lawfirm", "Lazega 2001", "none stated", 71, _SURVEY_DAYS, real_sets.lawyers, {"sites": 3},
           questions={"advice": "advice", "friendship": "friendship", "cowork": "co-work"}, units={"office": "site"}),
    Survey("cross_parker_consulting", "Cross & Parker 2004", "none stated", 46, _SURVEY_DAYS, real_sets.consultants,
           {"sites": 2}, questions={"info>=3": "turned to", "value>=4": "expertise"}, units={"region": "site"}),
    *(_diary(one, *_ESM[one.name]) for one in rhythms.STUDIES),
)  # fmt: skip

WORDS = {
    "cv_deg": "unevenness of people's number of partners, SD over mean",
    "cv_indeg": "unevenness of how many name or write to one, SD over mean",
    "cv_outdeg": "unevenness of how many one names or writes to, SD over mean",
    "recip": "arcs returned",
    "trans": "two-paths closed",
    "clust": "own two-paths closed, mean over people",
    "assort": "degree assortativity",
    "gcc": "people in the largest component",
    "apl": "mean shortest path",
    "Q_louvain": "modularity, best partition found",
    "mean_deg": "partners of a person",
    "mean_deg_agg": "partners of a person, whole period",
    "dur_mean_s": "mean episode, s",
    "dur_cv": "unevenness of episodes, SD over mean",
    "dur_gt1min": "episodes over 1 min",
    "dur_gt5min": "episodes over 5 min",
    "w_mean": "mean pair total",
    "w_median": "median pair total",
    "w_mean_min": "mean pair total, min",
    "w_median_min": "median pair total, min",
    "w_cv": "unevenness of pair totals, SD over mean",
    "w_gini": "Gini of pair totals",
    "w_top10share": "what the strongest tenth of pairs holds",
    "w_tail_exp_gt10min": "exponent of pair totals over 10 min",
    "w_tail_exp_ge10": "exponent of pair totals from 10 e-mails on",
    "node_hours_cv": "unevenness of people's contact time, SD over mean",
    "strength_cv": "unevenness of people's sightings, SD over mean",
    "spearman_w_overlap": "pair total with neighbourhood overlap, Spearman",
    "odds_time": "contact time inside : between departments, per pair",
    "daily_deg": "partners of an active person and day",
    "daily_min_per_active": "contact minutes of an active person and day",
    "jacc_day": "Jaccard of a day's pairs with the next day's",
    "jacc_day_copresent": "the same, both there on both days",
    "surv_day_copresent": "a pair meets again tomorrow, both there",
    "surv_<=1min": "the same, up to 1 min today",
    "surv_1-5min": "the same, 1 to 5 min today",
    "surv_>5min": "the same, over 5 min today",
    "jacc_week": "Jaccard of a week's pairs with the next week's",
    "ego_cosine_day": "cosine of a person's contact times with the next day's",
    "new_link_share_day": "a day's pairs never seen before",
    "new_link_share_last3": "the same, last three days",
    "p_new_cn": "first contact today, with a common contact",
    "p_new_nocn": "first contact today, without",
    "closure_ratio": "ratio of the two",
    "week_active": "people active in a week",
    "week_links": "arcs of a week",
    "week_outdeg": "arcs of an active person and week",
    "week_recip": "a week's arcs returned",
    "jacc_week_dir": "Jaccard of a week's arcs with the next week's",
    "jacc_week_und": "the same, direction ignored",
    "surv": "an arc is there again next week",
    "surv_w1": "the same, 1 e-mail this week",
    "surv_w2_4": "the same, 2 to 4",
    "surv_w5+": "the same, 5 and more",
    "surv_recip": "the same, returned this week",
    "surv_nonrecip": "the same, not returned",
    "jacc_lag4w": "Jaccard of a week's arcs with those 4 weeks on",
    "jacc_lag12w": "the same, 12 weeks on",
    **{f"Q_{unit}": f"modularity by {unit}" for unit in ("department", "office", "region")},
    **{f"odds_{unit}": f"density inside : between, by {unit}" for unit in ("department", "office", "region")},
}
"""Names of statistics in words; others say themselves what they are."""


def recomputed(data: Path, resamples: int = _RESAMPLES, names: tuple[str, ...] = ()) -> pd.DataFrame:
    """Compute the stored table anew from the real data.

    Parameters
    ----------
    data
        Folder of the sets' folders.
    resamples
        Bootstrap samples of people for each set.
    names
        The sets to compute; all if empty.

    Returns
    -------
    pandas.DataFrame
        Columns set, statistic, value, error: the bootstrap's SD; none for what the simulated study takes from the
        real one.

    Raises
    ------
    OSError
        If files are absent.
    """
    rows: list[tuple[str, str, float, float]] = []
    for one in SETS:
        if names and one.name not in names:
            continue
        real = one.read(data / one.name)
        rows += [(one.name, key, value, math.nan) for key, value in one.design(real).items()]
        rng = np.random.default_rng(7)
        chance = pd.DataFrame([one.statistics(one.resampled(real, rng)) for _ in range(resamples)])
        error = chance.std(ddof=1)
        rows += [
            (one.name, key, value, float(error[key]))
            for key, value in one.statistics(real).items()
            if math.isfinite(value)
        ]
    return pd.DataFrame(rows, columns=["set", "statistic", "value", "error"])


def _row(name: str, origin: str, statistic: str, value: float, error: float) -> Row:
    tolerance = max(_ERRORS * error, _SHARE * abs(value))
    key = f"S {name} {statistic}"
    return Row(f"S {name}", key, in_words(statistic), value - tolerance, value + tolerance, f"{origin} (computed)")


def in_words(statistic: str) -> str:
    """Return what a statistic is, in words.

    Examples
    --------
    >>> in_words("recip"), in_words("advice recip")
    ('arcs returned', 'advice: arcs returned')
    """
    layer, _, name = statistic.rpartition(" ")
    return WORDS.get(statistic, f"{layer}: {WORDS[name]}" if name in WORDS else statistic)


_TABLE = pd.read_csv(STORED)
ROWS: tuple[Row, ...] = tuple(
    _row(one.name, one.origin, row.statistic, row.value, row.error)
    for one in SETS
    for row in _TABLE[(_TABLE["set"] == one.name) & _TABLE["error"].notna()].itertuples()
)
"""A row for every statistic of every set, with the band that its tolerance gives."""


def measure(seed: int, names: tuple[str, ...] = (), **changes: Any) -> Values:
    """Return every row's value for one seed, by the row's ``value``.

    Parameters
    ----------
    seed
        Of the organisations and of the studies.
    names
        The sets to measure; all if empty.
    changes
        Parameters or fields to change, by name.
    """
    found: Values = {}
    for one in SETS:
        if not names or one.name in names:
            design = _TABLE[(_TABLE["set"] == one.name) & _TABLE["error"].isna()]
            given = dict(zip(design["statistic"], design["value"], strict=True))
            record = one.simulated(given, seed, **changes)
            found |= {f"S {one.name} {key}": value for key, value in one.statistics(record).items()}
    return {row.value: found.get(row.value, math.nan) for row in ROWS if not names or row.target[2:] in names}


TESTS: tuple[Row, ...] = tuple(
    Row(f"S {one.name}", f"S {one.name} share", "share of its statistics inside", WANTED, 1.0, one.origin)
    for one in SETS
)
"""A row for every set: enough of its statistics must lie inside."""


def shares(values: Mapping[str, float]) -> Values:
    """Return the share of each set's statistics that lie inside, by the ``value`` of `TESTS`; nan if none was measured.

    Parameters
    ----------
    values
        Of one seed, or medians over seeds, by the ``value`` of `ROWS`.
    """
    inside: dict[str, list[bool]] = {row.target: [] for row in TESTS}
    for row in ROWS:
        if row.value in values:
            inside[row.target].append(row.low <= values[row.value] <= row.high)
    return {row.value: float(np.mean(inside[row.target])) if inside[row.target] else math.nan for row in TESTS}
