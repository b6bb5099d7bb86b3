"""The rows of the block "right across people": how survey scales hang together, and how they lead one another.

Correlations N01-N46 and the longitudinal rows L05, L06, L08-L12 of the nomological network; the other longitudinal
rows belong to the block "right over time".  How a band is made from a figure: the centre is .80 x corrected rho (two
scales of reliability .80) or .92 x observed r; the half-width .80 x 1.28 x SD of true correlations, else .15; for two
self-reports the inner edge is .05 lower.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import isinf

from spirals.analysis.targets.rows import Row
from spirals.measures.scales import by_formula, scale

SEEN, SECOND_HAND, RECALLED, COMPUTED, ORDER = "S", "S2", "R", "C", "order"
"""Status of a figure: seen in its source, in a secondary one, recalled only, computed; or for an ordering only."""
PERSON, TEAM = "person", "team"
_OPEN_UNIT = 0.1  # what a miss of a band with one end is counted in: the step from a small to a middling correlation


@dataclass(frozen=True)
class PeopleRow(Row):
    """One number of one target of the block.

    Attributes
    ----------
    status
        How the figure is known; ``RECALLED`` and ``ORDER`` rows are shown, and never pass or fail.
    centre
        Where the figure puts the median; nan for longitudinal rows.
    first, second
        The two scales of a correlation; empty for longitudinal rows.
    level
        Whether cases are persons or teams.
    """

    status: str = SEEN
    centre: float = float("nan")
    first: str = ""
    second: str = ""
    level: str = PERSON

    @property
    def unit(self) -> float:
        """What a miss is counted in: half of the band."""
        return _OPEN_UNIT if isinf(self.high - self.low) else 0.5 * (self.high - self.low)

    @property
    def tests_formula(self) -> bool:
        """Whether an equation of the model makes one of the two scales of the other."""
        return bool(self.first) and by_formula(self.first, self.second)

    @property
    def counts(self) -> bool:
        """Whether the row passes or fails, and is one of those that the profile tests are over."""
        return self.status not in (RECALLED, ORDER) and not self.tests_formula


def _pair(
    value: str, first: str, second: str, centre: float, low: float, high: float, source: str, status: str = SEEN,
    level: str = PERSON,
) -> PeopleRow:  # fmt: skip
    what = f"{scale(first).title} with {scale(second).title[0].lower()}{scale(second).title[1:]}"
    return PeopleRow(
        value.split()[0], value, what, low, high, source, status=status, centre=centre, first=first, second=second,
        level=level,
    )  # fmt: skip


_DIRKS, _LEGOOD, _MARTIN = "Dirks & Ferrin 2002", "Legood et al. 2021", "Martin et al. 2016"
_NG, _KLEINE, _FRAZIER, _ALLAN = "Ng & Sorensen 2008", "Kleine et al. 2019", "Frazier et al. 2017", "Allan et al. 2019"
_RUBENSTEIN = "Rubenstein et al. 2018; Griffeth et al. 2000"

CORRELATIONS: tuple[PeopleRow, ...] = (
    _pair("N01", "lmx", "trust_in_leader", 0.62, 0.42, 0.77, _DIRKS),
    _pair("N02", "trust_in_leader", "commitment", 0.47, 0.27, 0.62, _DIRKS),
    _pair("N03", "trust_in_leader", "turnover_intention", -0.38, -0.53, -0.18, _DIRKS),
    _pair("N04", "trust_in_leader", "help_given", 0.27, 0.17, 0.37, _LEGOOD),
    _pair("N05", "trust_in_leader", "performance", 0.24, 0.13, 0.35, _LEGOOD),
    _pair("N06", "lmx", "performance", 0.22, 0.07, 0.37, _MARTIN),
    _pair("N07", "lmx", "help_given", 0.30, 0.15, 0.45, "Ilies et al. 2007; Martin et al. 2016"),
    _pair("N07 organisation", "lmx", "voice", 0.25, -1.0, 1.0, "Ilies et al. 2007", ORDER),
    _pair("N08", "lmx", "uncivil_acts", -0.19, -0.34, -0.04, _MARTIN),
    _pair("N09", "coworker_support", "commitment", 0.22, 0.02, 0.37, _NG),
    _pair("N10", "coworker_support", "turnover_intention", -0.15, -0.30, 0.05, _NG),
    _pair("N11", "leader_support", "commitment", 0.38, 0.18, 0.53, _NG),
    _pair("N12", "leader_support", "turnover_intention", -0.29, -0.44, -0.09, _NG),
    _pair("N13", "thriving", "coworker_support", 0.34, 0.14, 0.49, _KLEINE),
    _pair("N14", "thriving", "leader_support", 0.35, 0.15, 0.50, _KLEINE),
    _pair("N15", "thriving", "positive_affect", 0.42, 0.22, 0.57, _KLEINE),
    _pair("N16", "thriving", "engagement", 0.51, 0.31, 0.66, _KLEINE),
    _pair("N17", "thriving", "strain", -0.42, -0.57, -0.22, _KLEINE),
    _pair("N18", "thriving", "commitment", 0.52, 0.32, 0.67, _KLEINE),
    _pair("N19", "thriving", "performance", 0.28, 0.13, 0.43, _KLEINE),
    _pair("N20", "safety", "engagement", 0.36, 0.16, 0.51, _FRAZIER),
    _pair("N21", "safety", "performance", 0.34, 0.19, 0.49, _FRAZIER),
    _pair("N22", "safety", "commitment", 0.38, 0.18, 0.53, _FRAZIER),
    _pair("N23", "safety", "social_resources", 0.39, 0.19, 0.54, _FRAZIER),
    _pair("N24", "safety", "learning_behaviour", 0.42, 0.27, 0.57, _FRAZIER, level=TEAM),
    _pair("N25", "safety", "information_sharing", 0.40, 0.25, 0.55, _FRAZIER, level=TEAM),
    _pair("N26", "meaning", "engagement", 0.64, 0.45, 0.80, _ALLAN),
    _pair("N27", "meaning", "commitment", 0.64, 0.45, 0.80, _ALLAN),
    _pair("N28", "meaning", "turnover_intention", -0.43, -0.58, -0.23, _ALLAN),
    _pair("N29 helping", "meaning", "help_given", 0.26, 0.05, 0.42, _ALLAN),
    _pair("N29 performance", "meaning", "performance_by_self", 0.26, 0.05, 0.42, _ALLAN),
    _pair("N30", "voice", "strain", -0.22, -0.37, -0.02, "Lainidi et al. 2025"),
    _pair("N31", "voice", "silence", -0.12, -0.27, 0.08, "Sherf et al. 2021"),
    _pair("N32", "engagement", "performance", 0.33, 0.18, 0.48, "Corbeanu & Iliescu 2023"),
    _pair("N33", "social_resources", "engagement", 0.33, 0.13, 0.48, "Mazzetti et al. 2023", SECOND_HAND),
    _pair("N34", "ostracism", "turnover_intention", 0.29, 0.04, 0.49, "Das & Ekka 2024"),
    _pair("N35", "turnover_intention", "turnover", 0.33, 0.15, 0.51, _RUBENSTEIN, SECOND_HAND),
    _pair("N36", "commitment", "turnover", -0.20, -0.35, -0.05, _RUBENSTEIN, SECOND_HAND),
    _pair("N37", "external_communication", "creativity", 0.36, 0.16, 0.56, "Huelsheger et al. 2009", level=TEAM),
    _pair("N38", "leader_support", "creativity", 0.25, 0.10, 0.40, "Wajdi"),
    _pair("N39", "resilience", "exhaustion", -0.28, -0.43, -0.08, "Castillo-Gonzalez et al. 2023"),
    _pair("N40", "trust_in_team", "performance", 0.30, 0.18, 0.40, "ShareOK 47083; De Jong et al. 2016", level=TEAM),
    _pair("N41", "incivility_received", "exhaustion", 0.32, 0.09, 0.50, "Han et al. 2022", RECALLED),
    _pair("N42", "workload", "exhaustion", 0.44, 0.21, 0.62, "Lee & Ashforth 1996; Alarcon 2011", RECALLED),
    _pair("N43", "coworker_support", "exhaustion", -0.20, -0.35, 0.0, "Halbesleben 2006", RECALLED),
    _pair("N44", "advice_in_degree", "performance", 0.18, 0.03, 0.33, "Fang et al. 2015", RECALLED),
    _pair("N45", "trust_in_coworkers", "information_sharing", 0.32, 0.09, 0.50, "Witherspoon et al. 2013", RECALLED),
    _pair("N46", "fun", "engagement", 0.32, 0.07, 0.52, "fun at work, meta-analysis", RECALLED),
)  # fmt: skip
"""N07 organisation serves an ordering only: acts for the organisation are read as views told (the change-oriented part
of citizenship), since the model has no other."""

_INF = float("inf")
_GETTING_TO_KNOW, _TAYLOR = "Getting to know you, J. Management 2017", "Taylor et al. 2017"
_RIKETTA, _ZEIJEN, _TEAMS = "Riketta 2008", "Zeijen et al. 2020", "Gerlach & Gockel 2022; Small Group Res. 2024"
LONGITUDINAL: tuple[PeopleRow, ...] = (
    PeopleRow(
        "L05", "L05 growth", "trusting acts between new coworkers: smallest monthly step, share of the mean", 0.0, _INF,
        _GETTING_TO_KNOW,
    ),
    PeopleRow("L05", "L05 bend", "last monthly step less the first, share of mean", -_INF, 0.0, _GETTING_TO_KNOW),
    PeopleRow("L05", "L05 start", "disposition to trust with where they start, r", 0.0, _INF, _GETTING_TO_KNOW),
    PeopleRow("L05", "L05 pace", "disposition to trust with growth, standard errors", -2.0, 2.0, _GETTING_TO_KNOW),
    PeopleRow("L06", "L06 mean", "safety in new teams, change in 5 months, person SD", -0.6, 0.0, _TEAMS),
    PeopleRow("L06", "L06 agreement", "SD of safety inside them, after 5 months : at first", 0.0, 1.0, _TEAMS),
    PeopleRow("L08", "L08 burnout", "weekly rise in exhaustion after one in incivility received", 0.0, _INF, _TAYLOR),
    PeopleRow("L08", "L08 quitting", "weekly rise in thoughts of leaving after one in exhaustion", 0.0, _INF, _TAYLOR),
    PeopleRow("L09", "L09 forward", "commitment to performance a year later, beta", 0.0, 0.15, _RIKETTA),
    PeopleRow("L09", "L09 back", "performance to commitment a year later, beta", -0.06, 0.06, _RIKETTA),
    PeopleRow("L10", "L10 returned", "help in the afternoon: help given x returned in the morning", 0.0, _INF, _ZEIJEN),
    PeopleRow("L10", "L10 giver", "help given in a slot, per SD of the giver's energy in it", 0.0, _INF, _ZEIJEN),
    PeopleRow("L11", "L11", "support to exhaustion a year later, beta", -0.20, -0.01, "Aronsson et al. 2017"),
    PeopleRow(
        "L12", "L12", "largest of all cross-lagged betas among attitudes and strain, in size", 0.0, 0.25,
        "Nohe et al. 2015; Mathieu et al. 2015; Riketta 2008", status=COMPUTED,
    ),
)  # fmt: skip
ATTITUDES = (
    "commitment", "engagement", "meaning", "safety", "trust_in_leader", "turnover_intention", "strain", "exhaustion",
)  # fmt: skip
"""What L12 takes each pair of, leaving out those one of which is made of the other."""

type Chain = tuple[tuple[str, ...], ...]
ORDERINGS: tuple[tuple[str, Chain], ...] = (
    ("commitment goes with leader support before coworker support", (("N11",), ("N09",))),
    ("staying goes with leader support before coworker support", (("N12",), ("N10",))),
    ("trust in the leader: attitudes before others' ratings", (("N02", "N03"), ("N04", "N05"))),
    ("thriving: engagement, commitment; affect; support; performance",
     (("N16", "N18"), ("N15",), ("N13", "N14"), ("N19",))),
    ("meaning: engagement, commitment; turnover intention; helping, performance",
     (("N26", "N27"), ("N28",), ("N29 helping", "N29 performance"))),
    ("leader-member exchange: help for persons before acts for the organisation", (("N07",), ("N07 organisation",))),
    ("leaving goes with intention before commitment", (("N35",), ("N36",))),
)  # fmt: skip
"""What is larger than what: each of a group than each of the next, in the direction of the figure."""
NOT_THE_REVERSE = ("N31", -0.5)
"""Voice is not silence turned round: above this correlation (this project's reading of "two different things")."""

_SECTION = "nomological network, section 6"
DISTINCT = PeopleRow("N", "N largest", "largest correlation of two constructs, free of noise", 0.0, 0.85, "section 7")
ROWS: tuple[PeopleRow, ...] = (*(row for row in CORRELATIONS if row.counts), *LONGITUDINAL, DISTINCT)
"""All rows that pass or fail by their median over seeds."""
SHOWN = tuple(row for row in CORRELATIONS if not row.counts)
"""Rows that do not: recalled, made by an equation of the model, or for an ordering only."""
TESTS: tuple[Row, ...] = (
    Row("N", "N in band", "rows in band, share", 0.80, 1.0, _SECTION),
    Row("N", "N Spearman", "size of medians with size of centres, Spearman", 0.50, 1.0, _SECTION),
    Row("N", "N distance", "distance from the centres, root mean square", 0.0, 0.098, _SECTION),
    Row("N", "N orderings", "orderings that hold", len(ORDERINGS) + 1.0, len(ORDERINGS) + 1.0, _SECTION),
    Row("L", "L held", "of seven longitudinal targets, those all of whose rows hold", 5.0, 7.0, "issue of the block"),
)
"""What the block is passed by: tests of all medians together, not rows with a value in every seed."""
FIRST_COMPONENT, RELIABILITY = "N first component", "N reliability"
OTHERS: tuple[tuple[str, str], ...] = (
    *((row.value, f"{row.what} (centre {row.centre:.2f})") for row in SHOWN),
    *((f"{row.value} free", f"{row.what}, free of noise") for row in CORRELATIONS),
    (FIRST_COMPONENT, "variance of self-reports on their first component: ordinary .30 to .45, above .60 a halo"),
    (RELIABILITY, "realised reliability of self-reports"),
)
"""Values without a verdict."""
