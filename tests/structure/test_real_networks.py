"""The real networks read as they lie there; each line below was checked against the folder's own README."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pytest

from spirals.structure import Roster, read


@dataclass(frozen=True)
class Expected:
    """What must come out of one pair of files; levels as (members, leads, managers)."""

    people: int
    ties: int
    said: tuple[str, ...]
    teams: int = 1
    sites: int = 1
    levels: tuple[int, int, int] | None = None


EXPECTED = {
    ("bank_wiring_room", "edges.csv"): Expected(
        14,
        57,
        ("'antagonism': bad, undirected, 38 namings of 19 pairs", "'helping': good or neutral, directed"),
    ),
    ("bernard_killworth_office", "edges.csv"): Expected(
        40,
        238,
        ("'observed_interactions': good or neutral, undirected", "'recalled_rank' names nearly every"),
    ),
    ("bernard_killworth_research_group", "edges.csv"): Expected(34, 175, ("'recalled_rank' names nearly every",)),
    ("cross_parker_consulting", "edges.csv"): Expected(
        46, 574, ("'value': good or neutral, directed, a rating, 855 namings",), sites=7, levels=(25, 17, 4)
    ),
    ("email_eu_core", "edges.csv"): Expected(1005, 16064, ("642 self-ties dropped",), teams=42),
    ("employee_badges_states", "contacts.csv.gz"): Expected(
        54, 300, ("9900 rows name a pair again (column 'minute'); the weight is their number", "undirected")
    ),
    ("enron_emails", "edges_hourly.csv.gz"): Expected(
        184, 2097, ("2880 self-ties dropped", "their 'emails' is summed"), levels=(107, 0, 77)
    ),
    ("freeman_eies", "edges.csv"): Expected(48, 474, ("the last counts, 695 earlier rows dropped", "a rating")),
    ("kapferer_tailorshop", "edges.csv"): Expected(
        39,
        175,
        ("not whether it lasted: only '1' counts", "'social': good or neutral, undirected, 158 namings"),
    ),
    ("krackhardt_hightech", "edges.csv"): Expected(
        21, 159, ("'reports_to': reporting lines, directed, 20 namings",), teams=5, levels=(16, 4, 1)
    ),
    ("lazega_lawfirm", "edges.csv"): Expected(
        71,
        1008,
        ("column 'seniority' read as tenure", "'cowork': good or neutral, directed, 1104 namings"),
        teams=2,
        sites=3,
        levels=(35, 0, 36),
    ),
    ("manufacturing_emails", "edges.csv"): Expected(167, 3250, ("1 self-tie dropped", "directed, 5783 namings")),
    ("manufacturing_emails", "edges_hourly.csv.gz"): Expected(167, 3250, ("64693 rows name a pair again",)),
    ("sampson_monastery", "edges.csv"): Expected(
        18, 126, ("column 'rank' read as weight", "'liking': good or neutral, directed, a rating, 56 namings")
    ),
    ("uk_faculty", "edges.csv"): Expected(81, 577, ("directed, 817 namings",), teams=4),
    ("workplace_contacts_2013", "edges_daily.csv"): Expected(
        92, 755, ("their 'contact_seconds' is summed", "undirected, 755 namings"), teams=5
    ),
    ("workplace_contacts_2013", "contacts.csv.gz"): Expected(92, 755, ("(column 't')",), teams=5),
}
TIES_FILES = ("edges.csv", "edges_daily.csv", "edges_hourly.csv.gz", "contacts.csv.gz")


@pytest.fixture(scope="module")
def roster_of(data_folder):
    made: dict[tuple[str, str], Roster] = {}

    def get(folder: str, ties: str = "edges.csv") -> Roster:
        if (folder, ties) not in made:
            made[folder, ties] = read(data_folder / folder / "nodes.csv", data_folder / folder / ties)
        return made[folder, ties]

    return get


@pytest.mark.parametrize(("folder", "ties"), EXPECTED)
def test_a_real_network_reads_as_it_lies_there(roster_of, folder, ties):
    expected = EXPECTED[folder, ties]
    roster = roster_of(folder, ties)
    assert (roster.size, roster.number_of_ties) == (expected.people, expected.ties)
    assert (len(set(roster.team)), len(set(roster.site))) == (expected.teams, expected.sites)
    levels = tuple(np.bincount(roster.level, minlength=3).tolist())
    assert levels == (expected.levels or (expected.people, 0, 0))
    notes = "\n".join(roster.notes)
    for text in expected.said:
        assert text in notes


def test_every_folder_with_ties_is_covered(data_folder):
    lying_there = {(path.parent.name, path.name) for name in TIES_FILES for path in data_folder.glob(f"*/{name}")}
    assert lying_there == set(EXPECTED)
    assert len({folder for folder, _ in lying_there}) == 15


def test_both_forms_of_one_record_agree(roster_of):
    mail, hourly = roster_of("manufacturing_emails"), roster_of("manufacturing_emails", "edges_hourly.csv.gz")
    assert np.array_equal(mail.familiarity, hourly.familiarity)
    daily = roster_of("workplace_contacts_2013", "edges_daily.csv")
    seconds = roster_of("workplace_contacts_2013", "contacts.csv.gz")
    assert np.array_equal(daily.source, seconds.source)
    assert np.array_equal(daily.familiarity, seconds.familiarity)


def test_antagonism_starts_below_and_friendship_above(roster_of):
    roster = roster_of("bank_wiring_room")
    row = {name: k for k, name in enumerate(roster.ids)}
    regard = {}
    for a, b, ab, ba in zip(roster.source, roster.target, roster.regard_ab, roster.regard_ba, strict=True):
        regard[int(a), int(b)], regard[int(b), int(a)] = ab, ba
    low = sum(value < 0.3 for value in regard.values())
    assert low == 2 * 34, "19 pairs of antagonism and 19 of arguments, 4 in both, each side"
    assert regard[row["W1"], row["W3"]] > 0.5, "friends without quarrel"


def test_a_direction_speaks_for_one_side(roster_of):
    roster = roster_of("krackhardt_hightech")
    pair = np.flatnonzero((roster.source == 0) & (roster.target == 1))[0]
    assert roster.regard_ab[pair] > 0.5, "1 goes to 2 for advice"
    one_sided = np.isnan(roster.regard_ab) != np.isnan(roster.regard_ba)
    assert one_sided.any()


def test_contact_says_nothing_about_regard(roster_of):
    for folder, ties in (
        ("workplace_contacts_2013", "contacts.csv.gz"),
        ("bernard_killworth_office", "edges.csv"),
    ):
        roster = roster_of(folder, ties)
        assert np.isnan(roster.regard_ab).all()
        assert np.isnan(roster.regard_ba).all()


def test_a_stated_kind_overrules(data_folder):
    folder = data_folder / "bernard_killworth_office"
    roster = read(folder / "nodes.csv", folder / "edges.csv", kinds={"recalled_rank": "positive"})
    assert roster.number_of_ties == 780
    fewer = read(
        data_folder / "cross_parker_consulting" / "nodes.csv",
        data_folder / "cross_parker_consulting" / "edges.csv",
        kinds={"value": "ignore"},
        min_weight=3,
    )
    assert fewer.number_of_ties / (46 * 45 / 2) == pytest.approx(0.186, abs=0.001)
