"""Reading a company's own files: what is recognised, repaired and refused."""

from __future__ import annotations

import gzip

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from spirals.errors import InputError
from spirals.measures.questions import ANCHORS, QUESTIONS, SCALE
from spirals.population import PERSON_COLUMNS
from spirals.scenario.organisation import OrganisationSpec
from spirals.structure import READ_FIELDS, build, read
from spirals.structure.answers import SURVEY_STATES
from spirals.structure.grow import Wiring

PEOPLE = """id,department,office,role,seniority
a,Sales,Oslo,Team lead,4
b,Sales,Oslo,Clerk,1.5
c,IT,Rome,Director,
"""
TIES = "source,target,type,weight\na,b,advice,3\nb,c,friendship,1\na,c,dislike,1\n"


@pytest.fixture
def files(tmp_path):
    def write(people: str | bytes | None = PEOPLE, ties: str | bytes | None = TIES):
        made = []
        for name, text in (("people.csv", people), ("ties.csv", ties)):
            path = tmp_path / name
            if text is not None:
                path.write_bytes(text.encode() if isinstance(text, str) else text)
            made.append(path if text is not None else None)
        return made

    return write


def said(roster) -> str:
    return "\n".join(roster.notes)


# --- people --------------------------------------------------------------------------------------


def test_synonyms_are_recognised_and_said(files):
    roster = read(*files())
    assert roster.team == ["Sales", "Sales", "IT"]
    assert roster.site == ["Oslo", "Oslo", "Rome"]
    assert roster.level.tolist() == [1, 0, 2]
    assert roster.tenure.tolist() == [4.0, 1.5, 2.75]
    for text in (
        "column 'department' read as team",
        "column 'office' read as site",
        "column 'seniority' read as tenure",
        "levels from column 'role'",
        "tenure of 1 person set to 2.75 years",
    ):
        assert text in said(roster)


def test_stated_columns_settle_doubts(files):
    people = "id,team,squad,name\na,1,x,Ada\nb,1,y,Bo\n"
    ties = "source,target\na,b\n"
    assert read(*files(people, ties)).team == ["1", "1"]
    roster = read(*files(people, ties), team_column="squad")
    assert roster.team == ["x", "y"]
    assert roster.extra == {"team": ["1", "1"], "name": ["Ada", "Bo"]}
    with pytest.raises(InputError, match=r"team_column: there is no column 'squadd'; did you mean 'squad'\?"):
        read(*files(people, ties), team_column="squadd")


def test_ids_are_texts(files):
    roster = read(*files("id\n0\n01\n1\n", "source,target\n0,1\n01,1\n"))
    assert roster.ids == ["0", "01", "1"]
    assert list(zip(roster.source.tolist(), roster.target.tolist(), strict=True)) == [(0, 2), (1, 2)]


def test_survey_answers_set_states(files):
    people = "id,energy,Psychological Safety,worth (1-9),mood\na,7,5,9,3\nb,1,,5,4\nc,4,1,1,5\n"
    roster = read(*files(people))
    assert roster.states["energy"].tolist() == [1.0, 0.0, 0.5]
    assert roster.states["safety"][[0, 2]].tolist() == [1.0, 0.0]
    assert np.isnan(roster.states["safety"][1])
    assert roster.states["worth"].tolist() == [1.0, 0.5, 0.0]
    assert roster.extra == {"mood": ["3", "4", "5"]}
    assert "column 'energy' sets energy: scale 1 to 7 read as 0 to 1" in said(roster)


@pytest.mark.parametrize(
    ("answers", "low", "high"),
    [("0.2 1", 0, 1), ("1 5", 1, 5), ("0 4", 0, 4), ("0 6", 0, 6), ("10 1", 1, 10), ("3 88.5", 0, 100)],
)
def test_the_narrowest_usual_scale(files, answers, low, high):
    one, two = answers.split()
    roster = read(*files(f"id,energy\na,{one}\nb,{two}\n", "source,target\na,b\n"))
    assert f"scale {low} to {high} read as 0 to 1" in said(roster)


def test_numbered_levels_follow_the_pyramid(files):
    people = "id,level\n" + "".join(f"p{k},{level}\n" for k, level in enumerate([3, 3, 3, 3, 2, 2, 1]))
    assert read(*files(people, None)).level.tolist() == [0, 0, 0, 0, 1, 1, 2]
    upside = "id,level\n" + "".join(f"p{k},{level}\n" for k, level in enumerate([1, 1, 1, 2, 2, 5]))
    assert read(*files(upside, None)).level.tolist() == [0, 0, 0, 1, 1, 2]


def test_a_status_without_levels_gives_way_to_the_next_column(files):
    roster = read(*files("id,status,role\na,active,Manager\nb,active,Nurse\n", None))
    assert roster.level.tolist() == [2, 0]
    assert roster.extra == {"status": ["active", "active"]}


def test_reporting_lines_of_the_people_file(files):
    people = "id,supervisor\nboss,\nlead,boss\nx,lead\ny,lead\n"
    roster = read(*files(people, "source,target\nx,y\n"))
    assert roster.level.tolist() == [2, 1, 0, 0]
    assert roster.number_of_ties == 4
    assert (roster.need >= 0.6).sum() == 3


def test_reporting_lines_of_the_ties(files):
    ties = "source,target,kind\na,b,reports_to\nb,c,reports_to\n"
    roster = read(*files("id\na\nb\nc\n", ties))
    assert roster.level.tolist() == [0, 1, 2]
    with pytest.raises(InputError, match="report to each other in a circle"):
        read(*files("id\na\nb\nc\n", ties + "c,a,reports_to\n"))


def test_people_alone_and_ties_alone(files):
    alone = read(*files(PEOPLE, None), wiring=Wiring(ties_per_person=0))
    assert alone.number_of_ties == 0
    assert "nobody has a tie yet" in said(alone)
    people, ties = files(None, "from,to\n10,9\n9,b\n")
    roster = read(people, ties)
    assert roster.ids == ["9", "10", "b"]
    assert len(set(roster.team)) == 1


def test_build_reads_what_a_specification_names(files):
    people, ties = files()

    spec = OrganisationSpec(people=str(people), ties=str(ties), team_column="role")
    assert build(spec, np.random.default_rng(1)).team == ["Team lead", "Clerk", "Director"]


# --- ties ----------------------------------------------------------------------------------------


def test_kinds_set_regard_and_need(files):
    roster = read(*files())
    tie = {(roster.ids[a], roster.ids[b]): k for k, (a, b) in enumerate(zip(roster.source, roster.target, strict=True))}
    assert roster.regard_ab[tie["a", "c"]] < 0.3
    assert np.isnan(roster.regard_ba[tie["a", "c"]])
    assert roster.regard_ab[tie["b", "c"]] > 0.3
    assert roster.need[tie["a", "b"]] > 0
    assert roster.need[tie["b", "c"]] == 0


def test_kinds_can_be_stated(files):
    roster = read(*files(), kinds={"dislike": "ignore", "friendship": "negative"})
    assert roster.number_of_ties == 2
    assert (roster.regard_ab < 0.3).sum() == 1
    with pytest.raises(InputError, match="there is no kind 'freindship'; did you mean 'friendship'"):
        read(*files(), kinds={"freindship": "negative"})
    with pytest.raises(InputError, match="'good' for 'dislike' is none of positive, negative"):
        read(*files(), kinds={"dislike": "good"})


def test_repairs_are_counted(files):
    ties = "source,target,weight,day\na,b,1,1\na,b,2,2\na,b,2,2\na,a,5,1\nb,c,0,1\n"
    roster = read(*files(ties=ties))
    assert roster.number_of_ties == 1
    for text in (
        "1 duplicate row dropped",
        "1 self-tie dropped",
        "1 row of weight 0 dropped",
        "1 row name a pair again",
    ):
        assert text in said(roster).replace("rows name", "row name")


def test_waves_of_people_and_of_ties_are_in_one_order(files):
    people = "id,wave,energy (0-1)\n" + "".join(f"{who},w{k},0.{k}\n" for who in "ab" for k in (9, 10, 2))
    roster = read(*files(people, None))
    assert list(roster.waves) == ["w2", "w9"]
    assert roster.states["energy"].tolist() == [0.1, 0.1]
    roster = read(*files(ties="source,target,wave\na,b,w9\na,c,w10\nb,c,w2\n"))
    assert list(zip(roster.source.tolist(), roster.target.tolist(), strict=True)) == [(0, 2)]


def test_the_last_wave_of_each_kind_counts(files):
    ties = "source,target,kind,wave\na,b,advice,1\nb,c,advice,2\na,c,help,1\n"
    roster = read(*files(ties=ties))
    assert list(zip(roster.source.tolist(), roster.target.tolist(), strict=True)) == [(0, 2), (1, 2)]


def test_stronger_weights_are_more_familiar(files):
    ties = "source,target,weight\na,b,10\nb,c,1000\na,c,1\n"
    roster = read(*files(ties=ties))
    assert np.argsort(roster.familiarity).tolist() == [1, 0, 2]
    assert roster.familiarity.min() >= 0.05
    assert roster.familiarity.max() <= 0.9


@pytest.mark.parametrize(("directed", "sides"), [(True, 1), (False, 2), ("auto", 1)])
def test_direction(files, directed, sides):
    roster = read(*files("id\na\nb\n", "source,target,kind\na,b,friendship\n"), directed=directed)
    assert 2 - np.isnan([roster.regard_ab[0], roster.regard_ba[0]]).sum() == sides


# --- files as spreadsheets write them ------------------------------------------------------------


@pytest.mark.parametrize(
    ("data", "note"),
    [
        ("id,team\nä,b\nz,b\n".encode("utf-8-sig"), ""),
        ("id,team\nä,b\nz,b\n".encode("utf-16"), "UTF-16"),
        ("id,team\nä,b\nz,b\n".encode("latin-1"), "read as Latin-1"),
        ("id;team\r\nä;b\r\nz;b\r\n".encode(), "separated by semicolon"),
        ("id\tteam\rä\tb\rz\tb\r".encode(), "separated by tab"),
        ("sep=;\nid;team\nä;b\nz;b\n".encode(), "separated by semicolon"),
        ('"id" , "team",\n"ä", b ,\n\nz,b,\n'.encode(), ""),
        (gzip.compress("id,team\nä,b\nz,b\n".encode(), mtime=0), ""),
    ],
)
def test_encodings_and_separators(files, data, note):
    roster = read(*files(data, None))
    assert roster.ids == ["z", "ä"]
    assert roster.team == ["b", "b"]
    assert note in said(roster)


def test_decimal_commas(files):
    roster = read(*files("id;tenure\na;1,5\nb;2\n", None))
    assert roster.tenure.tolist() == [1.5, 2.0]
    assert "decimal commas" in said(roster)


@pytest.mark.parametrize(
    ("people", "ties", "message"),
    [
        ("", TIES, "people.csv: the file is empty"),
        (",,\n", TIES, "people.csv: the file holds no text"),
        ("id,team\n", TIES, "there is a header but no row below it"),
        ("id\na\n", None, "only 1 person; give at least 2"),
        ("id,team\na,1\n,2\n", TIES, "id: the id in line 3 is empty"),
        ("id,team\na,1,2\n", TIES, "line 2 has 3 cells where the header has 2"),
        ("id,id\na,b\n", TIES, "two columns have this name"),
        ('id,team\na,"b\n', TIES, "a quotation mark is opened and never closed"),
        ("1,2\n3,4\n", TIES, "people.csv: id: no such column among '1', '2'"),
        ("id,tenure\na,-1\nb,2\n", None, "tenure in line 2 is negative"),
        ("id,energy\na,-5\nb,2\n", None, "energy: answers run from -5 to 2"),
        ("id,energy (1-5)\na,6\nb,2\n", None, "do not fit the scale 1 to 5"),
        (b"PK\x03\x04rest", TIES, "the workbook is damaged or protected"),
        (b"\x1f\x8brest", TIES, "the gzip file is damaged"),
        (b"i\0d\0", TIES, "holds zero bytes"),
        (PEOPLE, "", "ties.csv: the file is empty"),
        (PEOPLE, "a,b\nb,c\n", "source, target: no such column among 'a', 'b'"),
        (PEOPLE, "source,target\na,\n", "target: the id in line 2 is empty"),
        (PEOPLE, "source,target\na,q\nb,r\n", "target: 2 ids not among the people: 'q', 'r'"),
        (PEOPLE, "source,target,weight\na,b,x7\n", "weight: 'x7' in line 2 is not a number"),
        (PEOPLE, "source,target,weight\na,b,\n", "the weight in line 2 is empty"),
        (PEOPLE, "source,target,weight\na,b,1e999\n", "'1e999' in line 2 is not a number"),
        (None, "source,target\na,a\n", "the ties name one person only"),
    ],
)  # fmt: skip
def test_what_cannot_be_used_gets_one_clear_line(files, people, ties, message):
    with pytest.raises(InputError) as caught:
        read(*files(people, ties))
    assert message in str(caught.value)
    assert "\n" not in str(caught.value)


def test_missing_files_and_folders(tmp_path):
    with pytest.raises(InputError, match="no such file"):
        read(tmp_path / "nobody.csv", None)
    with pytest.raises(InputError, match="this is a folder"):
        read(None, tmp_path)
    with pytest.raises(InputError, match="neither people nor ties"):
        read(None, None)


def test_the_made_up_company(example_company):
    roster = read(*example_company)
    assert 40 <= roster.size <= 60
    assert len(set(roster.team)) == 6
    assert np.bincount(roster.level).tolist() == [42, 5, 1]
    assert set(roster.states) == {"energy", "safety"}
    assert "made up" in (example_company[0].parent / "README.md").read_text("utf-8")


# --- any small text ------------------------------------------------------------------------------

CELLS = st.sampled_from(["a", "b", "c", "", "1", "2.5", "-3", "x,y", '"', "é", "manager", "advice", "dislike", "nan"])
HEADERS = st.sampled_from(
    [
        "id",
        "source",
        "target",
        "team",
        "level",
        "tenure",
        "energy",
        "weight",
        "kind",
        "wave",
        "supervisor",
        "remote",
        "",
    ]
)
ROWS = st.lists(st.lists(CELLS, max_size=5), max_size=6)
TABLES = st.builds(
    lambda header, rows, mark: "\n".join(mark.join(row) for row in [header, *rows]),
    st.lists(HEADERS, min_size=1, max_size=5),
    ROWS,
    st.sampled_from([",", ";", "\t"]),
)
ANY_TEXT = st.one_of(TABLES, TABLES, st.text(max_size=60)).map(lambda text: text.encode("utf-8", "ignore"))


@settings(max_examples=150, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(people=st.none() | ANY_TEXT | st.binary(max_size=30), ties=ANY_TEXT)
def test_any_text_is_read_or_refused_in_one_line(tmp_path, people, ties):
    one, two = tmp_path / "people.csv", tmp_path / "ties.csv"
    two.write_bytes(ties)
    if people is not None:
        one.write_bytes(people)
    complaint = ""
    try:
        read(one if people is not None else None, two).check()
    except InputError as error:
        complaint = str(error)
    assert "\n" not in complaint


WELL_FORMED = st.lists(
    st.tuples(
        st.sampled_from("abcdef"),
        st.sampled_from("abcdef"),
        st.sampled_from(["advice", "dislike"]),
        st.integers(0, 9),
    ),
    min_size=1,
    max_size=30,
)


@given(rows=WELL_FORMED)
def test_every_named_pair_becomes_one_tie(tmp_path_factory, rows):
    folder = tmp_path_factory.mktemp("read")
    (folder / "p.csv").write_text("id\n" + "\n".join("abcdef"))
    (folder / "t.csv").write_text("source,target,kind,weight\n" + "\n".join(",".join(map(str, row)) for row in rows))
    roster = read(folder / "p.csv", folder / "t.csv")
    named = {frozenset(row[:2]) for row in rows if row[0] != row[1] and row[3] > 0}
    if len(named) < 14:  # beyond, a kind may name nearly everyone
        assert {
            frozenset((roster.ids[a], roster.ids[b])) for a, b in zip(roster.source, roster.target, strict=True)
        } == named


def test_survey_states_are_columns_of_people_and_fields_are_those_of_a_scenario():
    assert set(SURVEY_STATES) <= set(PERSON_COLUMNS)
    assert set(READ_FIELDS) <= set(OrganisationSpec.model_fields)
    assert build(OrganisationSpec(size=12), np.random.default_rng(1)).size == 12


# --- the pulse questionnaire ------------------------------------------------------------------------


def test_every_item_is_about_a_state_that_answers_can_set_and_is_no_wave():
    assert len({question.item for question in QUESTIONS}) == len({question.text for question in QUESTIONS})
    assert {question.state for question in QUESTIONS} <= set(SURVEY_STATES)
    assert len(ANCHORS) == SCALE[1] - SCALE[0] + 1


def test_items_are_averaged_and_turned(files):
    people = "id,energy_a,energy_b,safety_a (1-7),safety_b (1-7),worth_a\na,5,1,7,4,1\nb,1,99,,,\nc,3,2,1,7,5\n"
    roster = read(*files(people, None), missing=(99.0,))
    assert roster.states["energy"].tolist() == [1.0, 0.0, 0.625]
    assert roster.states["safety"].tolist() == [0.75, pytest.approx(np.nan, nan_ok=True), 0.0]
    assert roster.states["worth"][[0, 2]].tolist() == [0.0, 1.0]
    assert roster.extra == {}
    assert "energy: mean of 2 items of the pulse questionnaire" in said(roster)


def test_items_of_several_waves_are_read_as_waves(files):
    people = "id,wave,meaning_a\na,1,1\nb,1,1\na,2,5\nb,2,3\n"
    roster = read(*files(people, None))
    assert roster.states["meaning"].tolist() == [1.0, 0.5]
    assert roster.waves["1"]["meaning"].tolist() == [0.0, 0.0]


def test_an_answer_outside_the_scale_is_named(files):
    with pytest.raises(InputError, match=r"people\.csv: energy_a: 6 in line 3 is outside the scale 1 to 5; correct it"):
        read(*files("id,energy_a\na,5\nb,6\n", None))


def test_people_without_a_tenure_have_been_there_for_some_time(files):
    roster = read(*files("id,team\na,x\nb,x\n", None))
    assert roster.tenure.tolist() == [5.0, 5.0]
    assert "everyone counts as 5 years there" in said(roster)
