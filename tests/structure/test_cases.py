"""Small files as people have them, and what has to come of each."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from datetime import datetime
from pathlib import Path
from typing import Any, NamedTuple

import networkx as nx
import numpy as np
import pandas as pd
import pytest
from openpyxl import Workbook

from spirals.errors import InputError
from spirals.experiments.run import run
from spirals.structure import Roster, read
from spirals.structure.formats import named
from spirals.structure.grow import Wiring
from spirals.structure.limits import BROWSER, COMMAND_LINE, limits_of
from spirals.structure.remarks import grade_of

CASES = Path(__file__).parent / "cases"
TEAMS = ["Care", "Finance", "IT", "Sales"]
EDGES = 70  # namings of the made-up organisation, of 65 pairs


class Case(NamedTuple):
    """Files, what is said of them by grade, and what else must hold."""

    people: str | None
    ties: str | None
    size: int
    ties_number: int | None
    says: Sequence[tuple[str, str]] = ()
    holds: Callable[[Roster], Any] = lambda roster: True
    options: dict[str, Any] = {}  # noqa: RUF012 - never written to

    def read(self) -> Roster:
        files = [CASES / name if name else None for name in (self.people, self.ties)]
        return read(files[0], files[1], **self.options)


def ids_are_e(roster: Roster) -> bool:
    return sorted(roster.ids) == [f"E{k}" for k in range(100, 124)]


def directed(roster: Roster) -> bool:
    return not any(", undirected" in note for note in roster.notes)


def teams_and_direction(roster: Roster) -> bool:
    return sorted(set(roster.team)) == TEAMS and directed(roster) and ids_are_e(roster)


def strongest(roster: Roster, one: str, other: str) -> bool:
    """Whether the tie of two people, of weight 5, is among the most familiar."""
    a, b = sorted((roster.ids.index(one), roster.ids.index(other)))
    row = np.flatnonzero((roster.source == a) & (roster.target == b))
    return bool(roster.familiarity[row] > np.quantile(roster.familiarity, 0.8))


def weights_kept(roster: Roster) -> bool:
    return ids_are_e(roster) and directed(roster) and strongest(roster, "E102", "E118")


GROWN = ("doubtful", "NO TIES GIVEN")
FOUND = [
    # direction, names of columns, no header
    Case(
        None,
        "gephi_edges_undirected.csv",
        24,
        65,
        [("used", "'Type' is read as direction: no rows directed")],
        lambda r: any("ties: good or neutral, undirected" in note for note in r.notes),
    ),
    Case(None, "gephi_638_destination.csv", 24, 65, [("used", "'Destination' read as target")], directed),
    Case(
        None,
        "gephi_1496_noheader.csv",
        24,
        65,
        [("doubtful", "without a header"), ("doubtful", "'column 1' read as source")],
        ids_are_e,
    ),
    # formats of network programs
    Case(None, "pajek.net", 24, 65, [("used", "a graph of 24 nodes and 70 edges, directed")], weights_kept),
    Case(
        None,
        "graph.graphml",
        24,
        65,
        [("used", "4 teams from column 'team'")],
        lambda r: teams_and_direction(r) and weights_kept(r),
    ),
    Case(None, "graph.gexf", 24, 65, [("used", "a graph of 24 nodes")], weights_kept),
    Case(None, "ucinet_full.dl", 24, 65, [("used", "UCINET DL")], weights_kept),
    Case(None, "matrix.csv", 24, 65, [("used", "an adjacency matrix of 24 people")], weights_kept),
    Case("people.csv", "matrix.csv", 24, 65, [], teams_and_direction),
    Case(
        None,
        "polinode.xlsx",
        24,
        65,
        [("used", "sheet 'Nodes' read"), ("used", "sheet 'Edges' read")],
        lambda r: teams_and_direction(r) and weights_kept(r),
    ),
    Case("polinode.xlsx", None, 24, 65, [], teams_and_direction),
    # exports of Viva: CamelCase, other languages, one row per date
    Case(
        None,
        "viva_p2p_shape.csv",
        12,
        19,
        [("used", "'Strong_tie_score' read as weight"), ("doubtful", "'Diverse_tie_score'")],
    ),
    Case(
        "viva_pq.csv",
        None,
        24,
        None,
        [("used", "3 waves in column 'MetricDate'"), GROWN],
        lambda r: sorted(set(r.team)) == TEAMS and r.level.max() == 2,
    ),
    Case(
        "vivainsights_21_localised.csv",
        None,
        12,
        None,
        [("used", "'Personen-ID' read as id"), GROWN],
        lambda r: len(set(r.team)) == 3,
    ),
    # directories without ties: managers, dates of hire, leavers
    Case(
        "bamboohr.csv",
        None,
        22,
        None,
        [
            ("used", "21 reporting lines from column 'Supervisor' by name"),
            ("doubtful", "2 people with a date or status of"),
            ("used", "tenure from dates in column 'Hire Date'"),
            GROWN,
        ],
        lambda r: r.level.tolist().count(1) == 3 and r.tenure.max() > 10,
    ),
    Case(
        "horilla_shape.csv",
        None,
        12,
        None,
        [("used", "11 reporting lines from column 'Reporting Manager' by name"), GROWN],
        lambda r: r.level[0] == 1,
    ),
    Case(
        "directory_manager_outside.csv",
        None,
        24,
        None,
        [("not used", "1 superior outside the list: 'E999'"), GROWN],
        lambda r: r.level[0] == 2,
    ),
    Case(
        "email_named_columns.csv",
        None,
        12,
        None,
        [("used", "'EmployeeNumber' read as id"), ("used", "'YearsAtCompany'")],
        lambda r: r.tenure[3] == 3.0,
    ),
    Case(
        "mitarbeiter_de.csv",
        "beziehungen_de.csv",
        24,
        78,
        [("used", "Latin-1"), ("used", "'Häufigkeit': decimal commas"), ("used", "kind 'Rat'")],
        lambda r: r.site[1] == "München" and {"energy", "safety"} == set(r.states) and r.tenure[0] == 0.4,
    ),
    Case("people_utf16le_nobom.csv", None, 24, None, [("used", "UTF-16")], ids_are_e),
    Case(
        "report_title_rows.csv",
        None,
        24,
        None,
        [("used", "3 lines above the header"), ("not used", "'Total'")],
        ids_are_e,
    ),
    Case(
        "two_row_header.csv",
        None,
        24,
        None,
        [("used", "1 line above the header")],
        lambda r: ids_are_e(r) and set(r.states) == {"energy", "commitment"},
    ),
    # answers on ties
    Case(None, "survey_long_1never.csv", 24, 53, [("doubtful", "496 answers of 1 read as 'never'")]),
    Case(None, "survey_long_1never.csv", 24, 276, [], options={"never": "none"}),
    Case(
        None,
        "survey_long_conflict_1never.csv",
        24,
        65,
        [("doubtful", "'Conflict': 64 answers of 1"), ("used", "6 namings of 6")],
        lambda r: np.nansum(r.regard_ab < 0.3) + np.nansum(r.regard_ba < 0.3) == 6,
    ),
    Case(
        None,
        "survey_long_conflict_1never.csv",
        24,
        65,
        [("used", "'Conflict': 64 answers of 1")],
        options={"never": {"Conflict": 1.0}},
    ),
    Case(
        None,
        "survey_long_text_from.csv",
        24,
        53,
        [("used", "'Never' < 'A few times a year' < 'Monthly' < 'Weekly' < 'Daily'")],
    ),
    Case(None, "survey_multi_question.csv", 24, 65, [("doubtful", "3 columns of answers, each read as a kind")]),
    Case(
        None,
        "survey_multi_question.csv",
        24,
        65,
        [("doubtful", "further columns not used")],
        options={"question_columns": ("How much do you trust them?",)},
    ),
    Case(
        None,
        "energy_negative_values.csv",
        24,
        65,
        [("doubtful", "37 rows of negative weight: read as bad ties")],
        lambda r: np.nansum(r.regard_ab < 0.3) + np.nansum(r.regard_ba < 0.3) == 37,
    ),
    Case(
        None, "kind_reported.csv", 10, 20, [("used", "kind 'reported': good or neutral")], lambda r: r.level.max() == 0
    ),
    Case(None, "slack_dm.csv", 24, None, [("used", "rows name a pair again")], ids_are_e),
    Case(
        None,
        "email_meta.csv",
        24,
        None,
        [("used", "rows with several recipients split")],
        lambda r: all(";" not in name for name in r.ids),
    ),
    Case("bamboohr.csv", "email_meta.csv", 22, None, [("used", "names or addresses instead of ids")]),
    # ids written in two ways, missing values
    Case(None, "ties_missing_value_na.csv", 24, 58, [("used", "7 rows without 'weight' left out")]),
    Case(
        "people_case.csv",
        "ties_case.csv",
        24,
        65,
        [("used", "24 ids matched although written otherwise: upper and lower")],
    ),
    Case("people_ids_float.csv", "ties_ids_int.csv", 24, 65, [("used", "'.0' at the end")]),
    # tenure, levels
    Case(
        "people_hire_date.csv", None, 24, None, [("used", "tenure from dates")], lambda r: 12.9 < r.tenure.max() < 13.1
    ),
    Case(
        "people_hire_tenure_months.csv",
        None,
        24,
        None,
        [("doubtful", "too long for years: read as months")],
        lambda r: r.tenure.max() < 20,
    ),
    Case(
        "people_level_word.csv",
        None,
        24,
        None,
        [("used", "manager: 'Abteilungsleiter', 'M2'; lead: 'M1'; member: 'IC1'")],
        lambda r: set(r.level) == {0, 1, 2},
    ),
    Case(
        "people_partial.csv", "ties.csv", 21, None, [("doubtful", "ids not among the people")], lambda r: not r.states
    ),
    Case("people_hi.csv", "ties.csv", 24, 65, [], lambda r: bool((r.states["energy"] == 0.9).all())),
    Case("people_lo.csv", "ties.csv", 24, 65, [], lambda r: bool((r.states["energy"] == 0.1).all())),
    # answers on people
    Case(
        "states_99missing.csv",
        "ties.csv",
        24,
        65,
        [("doubtful", "99 read as missing (4 times)")],
        lambda r: np.isnan(r.states["energy"]).sum() == 4 and np.nanmax(r.states["energy"]) == 1.0,
    ),
    Case("states_99missing.csv", "ties.csv", 24, 65, [], options={"missing": (99.0,)}),
    Case(
        "states_text_likert.csv",
        None,
        24,
        None,
        [("used", "ordered words read as 0 to 1")],
        lambda r: r.states["energy"][:2].tolist() == [0.75, 1.0],
    ),
    Case("scale7_max5.csv", None, 12, None, [("doubtful", "the scale may be 1 to 7")]),
    Case("scale7_max5.csv", None, 12, None, [("used", "scale 1 to 7")], options={"scale": (1.0, 7.0)}),
    Case("engagement_items.csv", None, 24, None, [("doubtful", "5 columns of what looks like answers")]),
    Case(
        "engagement_items.csv",
        None,
        24,
        None,
        [("used", "'I feel safe to speak up (1-5)' sets safety: scale 1 to 5")],
        lambda r: set(r.states) == {"safety"},
        {"states": {"safety": "I feel safe to speak up (1-5)"}},
    ),
    Case("team_NA.csv", None, 24, None, [("doubtful", "'NA' read as missing")], lambda r: "NA" not in r.team),
    # waves
    Case(
        "pulse_waves_people.csv",
        None,
        24,
        None,
        [("used", "3 waves in column 'wave'")],
        lambda r: list(r.waves) == ["1", "2"] and r.states["energy"][0] == 0.5 and r.waves["1"]["energy"][0] == 0.0,
    ),
    Case(
        "pulse_wide.csv",
        None,
        24,
        None,
        [("used", "3 waves side by side"), ("doubtful", "'enps'")],
        lambda r: list(r.waves) == ["2025_01", "2025_04"] and r.states["energy"][0] == 1.0,
    ),
    Case(None, "waves_column_time.csv", 8, 9, [("doubtful", "3 waves in column 'time': the last counts")]),
]


@pytest.mark.parametrize("case", FOUND, ids=lambda case: f"{case.people}-{case.ties}-{'-'.join(case.options)}")
def test_what_comes_of_a_file(case):
    roster = case.read()
    assert roster.size == case.size
    if case.ties_number is not None:
        assert roster.number_of_ties == case.ties_number
    for grade, text in case.says:
        assert any(text in note and grade_of(note) == grade for note in roster.notes), (text, roster.notes)
    assert case.holds(roster)


@pytest.mark.parametrize(
    ("people", "ties", "message"),
    [
        (None, "viva_p2g_shape.csv", "it holds no ties between people"),
        ("people_tabs_dupname.csv", None, "'Anna Muster' stands there more than once"),
        ("people.csv", "ties_ids_int.csv", r"not among the people: .* \(people are called for example 'E100'\)"),
    ],
)
def test_what_cannot_be_told_is_refused(people, ties, message):
    with pytest.raises(InputError, match=message):
        Case(people, ties, 0, 0).read()


def test_a_doubt_is_an_error_where_that_is_asked_for():
    with pytest.raises(InputError, match=r"strict: .*99 read as missing"):
        read(CASES / "states_99missing.csv", CASES / "ties.csv", strict=True)
    assert read(CASES / "people.csv", CASES / "ties.csv", strict=True).size == 24


def test_ties_are_made_up_from_teams_and_reporting_lines():
    roster = read(CASES / "directory_manager_outside.csv", None)
    team = np.array(roster.team)
    same = (team[roster.source] == team[roster.target]).mean()
    pairs = (team[:, None] == team).sum() - roster.size
    assert roster.grown
    assert same > 1.5 * pairs / (roster.size * (roster.size - 1))
    table = pd.read_csv(CASES / "directory_manager_outside.csv", dtype=str).dropna()
    lines = {frozenset(line) for line in zip(table["id"], table["manager_id"], strict=True) if "E999" not in line}
    made = {frozenset((roster.ids[a], roster.ids[b])) for a, b in zip(roster.source, roster.target, strict=True)}
    assert lines <= made
    assert not read(CASES / "people.csv", CASES / "ties.csv").grown


def test_frames_and_graphs_of_a_program_are_read_like_files():
    people, ties = pd.read_csv(CASES / "people.csv"), pd.read_csv(CASES / "ties.csv")
    from_files, from_frames = read(CASES / "people.csv", CASES / "ties.csv"), read(people, ties)
    assert from_frames.ids == from_files.ids
    assert np.array_equal(from_frames.familiarity, from_files.familiarity)
    graph = nx.from_pandas_edgelist(ties, edge_attr=True, create_using=nx.DiGraph)
    of_graph = read(people, graph)
    assert of_graph.number_of_ties == 65
    assert np.array_equal(of_graph.familiarity, from_files.familiarity)


@pytest.mark.parametrize("suffix", ["gml", "json", "net", "graphml", "gexf"])
def test_what_networkx_writes_is_read_back(tmp_path, suffix):
    ties = pd.read_csv(CASES / "ties.csv")
    graph = nx.from_pandas_edgelist(ties, edge_attr="weight", create_using=nx.DiGraph)
    path = tmp_path / f"graph.{suffix}"
    if suffix == "json":
        path.write_text(json.dumps(nx.node_link_data(graph, edges="links")))
    else:
        writer = {"gml": nx.write_gml, "net": nx.write_pajek, "graphml": nx.write_graphml, "gexf": nx.write_gexf}[
            suffix
        ]
        writer(graph, path)
    roster = read(None, path)
    assert roster.number_of_ties == 65
    assert weights_kept(roster)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("dl n=2\nformat=fullmatrix\ndata:\n0 1 0\n", "3 numbers, but 2 x 2 are 4"),
        ("dl\ndata:\n0 1\n1 0\n", "no number of people"),
        ("dl n=2 format=blockmatrix\ndata:\n0 1\n", "format: 'blockmatrix' is not read"),
        ('<?xml version="1.0"?><!DOCTYPE x><graphml/>', "definitions that no graph needs"),
        ('<?xml version="1.0"?><other/>', "neither GraphML nor GEXF"),
        ('{"a": 1}', "JSON without nodes and links"),
        ("graph [ node [ id 1 ] edge [ source 1 target ] ]", "cannot be read as a graph"),
    ],
)
def test_broken_graphs_are_refused_in_one_line(tmp_path, text, message):
    path = tmp_path / "graph.any"
    path.write_text(text)
    with pytest.raises(InputError, match=message) as caught:
        read(None, path)
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize(
    "text",
    ["dl n=3\nformat=edgelist1\nlabels embedded\ndata:\na b 2\nb c 5\n",
     "dl n=3 format = nodelist1\nlabels:\na b c\ndata:\na b\nb c\n"],
)  # fmt: skip
def test_lists_in_dl(tmp_path, text):
    path = tmp_path / "lists.dl"
    path.write_text(text)
    roster = read(None, path)
    assert roster.ids == ["a", "b", "c"]
    assert roster.number_of_ties == 2


def test_tables_and_graphs_of_a_program_become_an_organisation_in_any_process():
    people, ties = pd.read_csv(CASES / "people.csv"), pd.read_csv(CASES / "ties.csv")
    graph = nx.from_pandas_edgelist(ties, edge_attr=True, create_using=nx.DiGraph)
    settings: dict[str, Any] = {"days": 2, "replicates": 2, "engine": "stepwise", "measures": ["mean_energy"]}
    from_frames = run(people=people, ties=ties, **settings).table()
    from_files = run(people=CASES / "people.csv", ties=CASES / "ties.csv", **settings).table()
    from_graph = run(people=people, ties=graph, workers=2, **settings).table()
    assert from_frames["mean"].tolist() == from_files["mean"].tolist() == from_graph["mean"].tolist()


def workbook(path: Path, **sheets: list[list[Any]]) -> Path:
    book = Workbook()
    book.remove(book.active)
    for title, rows in sheets.items():
        sheet = book.create_sheet(title)
        for row in rows:
            sheet.append(row)
    book.save(path)
    return path


def test_a_workbook_with_a_matrix_people_and_a_sheet_of_remarks(tmp_path):
    names = list("ABCDE")
    matrix: list[list[Any]] = [
        ["", *names],
        *([name, *(int(k > place) for k in range(5))] for place, name in enumerate(names)),
    ]
    people = [["Mitarbeiter", "Abteilung"], *([name, "X" if name < "C" else "Y"] for name in names)]
    roster = read(None, workbook(tmp_path / "all.xlsx", Remarks=[["as of March"]], Matrix=matrix, Personal=people))
    assert roster.team == ["X", "X", "Y", "Y", "Y"]
    assert roster.number_of_ties == 10
    assert any("1 further sheet not read: 'Remarks'" in note for note in roster.notes)


def test_titles_and_dates_in_a_workbook(tmp_path):
    head = [["Headcount Q3"], [], ["Employee ID", "Department", "Hire Date", "Manager ID"]]
    rows = [[f"E{k}", "ST"[k % 2], datetime(2015 + k, 3, 1), f"E{k // 2}" if k else None] for k in range(8)]
    roster = read(workbook(tmp_path / "staff.xlsx", Staff=head + rows), None)
    assert roster.ids == [f"E{k}" for k in range(8)]
    assert roster.tenure[0] == pytest.approx(7.0, abs=0.01)
    assert roster.level.max() == 2


@pytest.mark.parametrize(
    ("people", "ties", "holds"),
    [
        (
            "Matricule;Nom;Prénom;Service;Ville;Fonction;Date d'embauche;Responsable;Énergie\n"
            "A1;Dupont;Anne;Ventes;Lyon;Directeur;01/03/2015;;4,0\n"
            "A2;Martin;Luc;Ventes;Lyon;Employé;15/09/2020;Anne Dupont;3,0\n"
            "A3;Petit;Zoé;Achats;Paris;Chef d'équipe;20/01/2018;Dupont Anne;5,0\n"
            "A4;Roux;Max;Achats;Paris;Employé;20/01/2022;A3;1,0\n",
            "De;Vers;Fréquence;Lien\nA1;A2;Jamais;conseil\nA2;A3;Souvent;conseil\nA3;A4;Chaque jour;conseil\n",
            lambda r: r.site[2] == "Paris" and r.level.tolist() == [2, 0, 1, 0] and r.states["energy"][3] == 0.0,
        ),
        (
            "Employee_Name,EmpID,DateofHire,DateofTermination,Department,ManagerName,ManagerID\n"
            '"Adams, Ann",1,7/5/2011,,Prod,Bob King,22\n"King, Bob",2,3/30/2015,,Prod,,\n'
            '"Cole, Cid",3,7/5/2011,9/24/2012,Prod,Bob King,22\n"Dee, Dan",4,1/10/2014,,IT,Ann Adams,\n',
            None,
            lambda r: r.ids == ["1", "2", "4"] and r.level.tolist() == [1, 2, 0],
        ),
        (
            "Worker,Employee ID,Worker's Manager\nAnn A (1),1,\nBob B (2),2,Ann A (1)\nCid C (3),3,Bob B (2)\n",
            None,
            lambda r: r.level.tolist() == [2, 1, 0],
        ),
        (
            "userPrincipalName,displayName,department,jobTitle,manager\na@x.com,Ann A,IT,Director,\n"
            "b@x.com,Bob B,IT,Engineer,Ann A\nc@x.com,Cid C,HR,Analyst,a@x.com\n",
            "organizer,attendees,date\na@x.com,b@x.com; c@x.com,2025-01-01\n",
            lambda r: r.number_of_ties == 2 and r.level.max() == 1,
        ),
        ("id\na\nb\nc\n", "source,target\na,b\nb,\nc,a\nb,c\nq,a\n", lambda r: r.number_of_ties == 3),
        (
            None,
            "TieOrigin_PersonId,TieOrigin_Organization,TieOrigin_LevelDesignation,TieDestination_PersonId,"
            "TieDestination_Organization,TieDestination_LevelDesignation,StrongTieScore\n"
            "a,Ops,Manager,b,Ops,Junior IC,0.2\nb,Ops,Junior IC,c,HR,Support,0.6\n",
            lambda r: r.team == ["Ops", "Ops", "HR"] and r.level.tolist() == [2, 0, 0] and r.number_of_ties == 2,
        ),
        ("id,energy\na,75%\nb,20%\n", None, lambda r: r.states["energy"].tolist() == [0.75, 0.2]),
    ],
    ids=["French", "names by family", "badges", "directory and calendar", "bad rows", "both ends told", "percent"],
)
def test_further_shapes_of_exports(tmp_path, people, ties, holds):
    paths = [tmp_path / "people.csv", tmp_path / "ties.csv"]
    for path, text in zip(paths, (people, ties), strict=True):
        path.write_text(text or "", encoding="utf-8")
    assert holds(read(*(path if text else None for path, text in zip(paths, (people, ties), strict=True))))


def test_undirected_rows_among_directed_ones_speak_for_both(tmp_path):
    path = tmp_path / "edges.csv"
    path.write_text("Source,Target,Type,Label\na,b,Directed,trust\nb,c,Undirected,trust\nc,d,Directed,trust\n")
    roster = read(None, path, kind_column="Label")
    assert any("'Type' is read as direction: 2 of 3 rows directed" in note for note in roster.notes)
    sides = {
        frozenset((roster.ids[a], roster.ids[b])): np.isfinite([ab, ba]).sum()
        for a, b, ab, ba in zip(roster.source, roster.target, roster.regard_ab, roster.regard_ba, strict=True)
    }
    assert sides == {frozenset("ab"): 1, frozenset("bc"): 2, frozenset("cd"): 1}


def test_a_large_table_of_a_program_is_held_to_the_limits_of_files():
    people = pd.DataFrame({"id": [f"p{k}" for k in range(2_500)], "team": [f"T{k % 300}" for k in range(2_500)]})
    path = named(people)
    assert limits_of(path) is COMMAND_LINE
    assert limits_of("memory:someone/people.csv") is BROWSER
    assert read(Path(path), None, wiring=Wiring(ties_per_person=2)).size == 2_500
