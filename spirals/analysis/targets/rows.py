"""What a target is, and the rows of block C: each fact, its source, and the band its median over seeds must meet."""

from __future__ import annotations

from dataclasses import dataclass
from math import isinf


@dataclass(frozen=True)
class Row:
    """One number of one target.

    Attributes
    ----------
    target
        What it belongs to, as C1 or D9.
    value
        Name under which its block's measure returns it.
    what
        What is measured, in words.
    low, high
        Pass band for the median over seeds.
    source
        Where the figure comes from.
    status
        How its figure is known: S seen in the source, S2 in a secondary one, C computed from public data, R recalled.
    open_unit
        What a miss of a band with one end is counted in, as if it were half of a band; chosen by this project.
    """

    target: str
    value: str
    what: str
    low: float
    high: float
    source: str
    status: str = "C"
    open_unit: float = 0.0

    @property
    def unit(self) -> float:
        """What a miss is counted in: half of the band, or for a band with one end `open_unit`."""
        return self.open_unit if isinf(self.high - self.low) else 0.5 * (self.high - self.low)

    def miss(self, value: float) -> float:
        """Return how far a value lies outside the band, in units of half its width; 0 inside.

        Examples
        --------
        >>> row = Row("C7", "C7 advice", "", 0.35, 0.55, "")
        >>> round(row.miss(0.65), 6), row.miss(0.4)
        (1.0, 0.0)
        """
        return max(0.0, self.low - value, value - self.high) / self.unit


_RHYTHMS = "jmbh/EmotionTimeSeries (computed)"
_NETWORKS = "schochastics/networkdata (computed)"
_SENSORS = "workplace_contacts_2013, employee_badges_states (computed)"
_HELPING = "helping_mood_esm, n = 803 (computed)"
_INF = float("inf")

ROWS: tuple[Row, ...] = (
    Row("C1", "C1", "mood carried over 2 h, within the day", 0.25, 0.48, _RHYTHMS),
    Row("C2", "C2", "day mean to next day mean", 0.12, 0.34, _RHYTHMS),
    Row("C3", "C3 person", "variance of mood between persons", 0.30, 0.52, _RHYTHMS + "; Miner et al. 2005", "C, S"),
    Row("C3", "C3 day", "variance of mood between days", 0.08, 0.22, _RHYTHMS),
    Row("C4", "C4", "SD over persons of that carry-over", 0.08, 0.22, _RHYTHMS),
    Row("C5", "C5", "life-giving acts per depleting one", 3.0, 6.0, "Miner et al. 2005; ESM (computed)", "S, C"),
    Row(
        "C6",
        "C6 dummies",
        "bad against good events, dummies",
        0.9,
        5.0,
        "Miner et al. 2005; Bringmann et al. 2013",
        "S, C",
    ),
    Row("C6", "C6 extremes", "worst against best, from the person mean", 1.8, 3.5, "Bringmann et al. 2013 (computed)"),
    Row("C7", "C7 regard", "friendships returned", 0.42, 0.65, _NETWORKS),
    Row("C7", "C7 advice", "advice ties returned", 0.35, 0.55, _NETWORKS),
    Row("C7", "C7 latent", "correlation of both sides' regard", 0.50, 0.95, _NETWORKS),
    Row("C8", "C8", "clustering over density of friendship", 1.2, 3.0, _NETWORKS),
    Row(
        "C9", "C9 Gini", "Gini of encounters over pairs, 2 weeks", 0.72, 0.90, "Bernard, Killworth & Sailer (computed)"
    ),
    Row("C9", "C9 CV", "CV of people's encounters", 0.40, 0.75, "Bernard, Killworth & Sailer (computed)"),
    Row("C10", "C10", "friendship density within : between departments", 2.5, 6.0, _NETWORKS),
    Row("C11", "C11 phi", "correlation of two pathways' dyads", 0.25, 0.60, _NETWORKS),
    Row("C11", "C11 Jaccard", "Jaccard of two pathways' dyads", 0.20, 0.45, _NETWORKS),
    Row(
        "C12",
        "C12 same day",
        "mood with the closest colleague's, same day",
        0.03,
        0.20,
        "Wright et al. 2017 (computed)",
    ),
    Row(
        "C12",
        "C12 next day",
        "the colleague's mood on the next day",
        -_INF,
        0.06,
        "Wright et al. 2017 (computed)",
        open_unit=0.06,
    ),
    Row("C13", "C13", "help that was asked for", 0.65, 0.92, "Anderson & Williams 1996", "S2"),
    Row("C14", "C14", "team trust with team performance, r", 0.18, 0.40, "De Jong et al. 2016", "S"),
    Row("C15", "C15", "help in the week after thanks / after none", 1.15, 2.1, "Grant & Gino 2010", "S2, R"),
    Row(
        "C16",
        "C16 median",
        "size of a programme, median, SD",
        -0.05,
        0.55,
        "Donaldson et al. 2019; Knight et al. 2017",
        "S",
    ),
    Row(
        "C16",
        "C16 largest",
        "size of a programme, largest, SD",
        -_INF,
        0.8,
        "Donaldson et al. 2019; Knight et al. 2017",
        "S",
        open_unit=0.4,
    ),
    Row("C17", "C17 pairs", "pairs inside departments", 0.45, 0.85, _SENSORS),
    Row("C17", "C17 time", "contact time inside departments", 0.65, 0.95, _SENSORS),
    Row("C17", "C17 minutes", "contact minutes per active person and day", 9.7, 33.0, _SENSORS),
    Row("C18", "C18 again", "a pair meets again tomorrow", 0.30, 0.65, _SENSORS),
    Row(
        "C18", "C18 rising", "the same, longest less shortest third of today's time", 0.0, _INF, _SENSORS, open_unit=0.1
    ),
    Row(
        "C18",
        "C18 one week",
        "Jaccard of pairs in contact, one week apart",
        0.20,
        0.60,
        "manufacturing_emails (computed)",
    ),
    Row("C18", "C18 decline", "its fall from one to twelve weeks", 0.0, 0.20, "manufacturing_emails (computed)"),
    Row("C19", "C19 embedded", "pair's time with its overlap, Spearman", 0.25, 0.65, _SENSORS),
    Row("C19", "C19 closure", "first contact with : without common contact", 1.3, 2.6, _SENSORS),
    Row(
        "C19",
        "C19 outliving",
        "mutual ties kept : one-sided ties kept",
        1.0,
        _INF,
        "freeman_eies (computed)",
        open_unit=0.2,
    ),
    Row("C19", "C19 assortativity", "degree assortativity", -0.15, 0.15, _SENSORS),
    Row("C20", "C20 same", "energy with contact in the interval, SD", 0.15, 0.40, _HELPING),
    Row("C20", "C20 lagged", "energy after contact, SD", -0.10, 0.05, _HELPING),
    Row("C20", "C20 back", "contact after one SD more energy", 0.005, 0.04, _HELPING),
    Row("C20", "C20 hard help", "energy after effortful help, SD", -0.30, -0.08, _HELPING),
    Row("C21", "C21 range", "fall of energy from 9 h to 17 h, SD", 0.6, 1.4, "office_workers_esm (computed)"),
    Row("C21", "C21 falling", "correlation of energy with the hour", -1.0, -0.8, "office_workers_esm (computed)"),
    Row(
        "C22",
        "C22",
        "variance of felt quality between encounters",
        0.50,
        0.80,
        "Merolla et al.; van Woerkom et al.",
        "S",
    ),
)

OTHER_WAYS: tuple[tuple[str, str], ...] = (
    ("C7 regard at density .15", "friendships returned, naming 15% of pairs instead of 12%"),
    ("C7 regard x familiarity", "friendships returned, if familiarity counts as much as regard"),
    ("C7 advice at density .12", "advice ties returned, naming 12% of pairs instead of 18%"),
    ("C7 out-degree CV", "how unevenly people name friends (.57-.90 in the sources)"),
    ("C10 teams", "friendship density within : between teams instead of departments"),
    ("C19 closure with people away", "first contacts, if people count who work away and cannot wear a sensor"),
    ("C19 assortativity of friendships", "degree assortativity of friendships instead of contacts"),
)
"""Values under the readings of a target that were not chosen; no verdict hangs on them, but they show what does."""

CHOSEN_HERE = ("C18 rising", "C18 one week", "C18 decline", "C19 outliving", "C21 falling")
"""Rows whose band the source gives in words only ("slow decline", "outlive"): these limits are this project's."""
