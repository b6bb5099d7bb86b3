"""Scenario files: shipped ones, what they inherit, and the way back to text."""

import json
import subprocess
import sys
import tomllib

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from spirals.errors import visible
from spirals.interventions import PRACTICES, SHOCKS
from spirals.measures import DEFAULT_MEASURES
from spirals.parameters import TABLE
from spirals.population import PERSON_COLUMNS
from spirals.scenario import (
    InputError,
    OrganisationSpec,
    Scenario,
    dump,
    from_dict,
    load,
    parse,
    schema_text,
    shipped,
    shipped_folder,
)

FIRST = [
    "baseline", "calm", "hard_pressed", "team_incentives", "relational_onboarding", "leader_modelling",
    "incivility_tolerated", "crisis",
]  # fmt: skip


def test_the_first_scenarios_are_shipped_baseline_first():
    assert shipped()[0] == "baseline"
    assert set(FIRST) <= set(shipped())


@pytest.mark.parametrize("name", shipped())
def test_a_shipped_scenario_explains_itself_and_says_only_what_differs(name):
    text = (shipped_folder() / f"{name}.toml").read_text(encoding="utf-8")
    scenario, said = load(name), tomllib.loads(text)
    assert text.startswith("#:schema ./scenario.schema.json\n# ")
    assert scenario.name == name
    assert scenario.question.endswith("?")
    assert scenario.author
    assert said["schema"] == 1
    if name != "baseline":
        assert said["extends"]
        assert not {"days", "replicates", "seed"} & set(said)


@pytest.mark.parametrize("name", shipped())
@pytest.mark.parametrize("complete", [False, True])
def test_a_shipped_scenario_survives_the_way_to_text_and_back(name, complete):
    scenario = load(name)
    again = parse(dump(scenario, complete=complete))
    if complete:
        assert again.values() == scenario.values()
        again = again.model_copy(update={"parameters": scenario.parameters})
    assert again == scenario


def test_only_the_name_is_required():
    scenario = parse('name = "x"')
    assert (scenario.days, scenario.seed, scenario.replicates, scenario.engine) == (260, 1, 30, "auto")
    assert scenario == Scenario(name="x")


def test_a_file_says_only_what_differs(tmp_path):
    (tmp_path / "parent.toml").write_text(
        'name = "p"\nquestion = "why?"\ndays = 20\n[parameters]\ndemand = 0.7\nturnover = 0.3\n'
        '[[interventions]]\nid = "buddy"\ndose = 0.5\n[[interventions]]\nid = "autonomy"\n'
    )
    (tmp_path / "child.toml").write_text(
        'name = "c"\nextends = "parent.toml"\n[parameters]\ndemand = 0.2\n'
        '[[interventions]]\nid = "buddy"\ndose = 2.0\n[[interventions]]\nid = "icebreakers"\n'
    )
    child = load(tmp_path / "child.toml")
    assert (child.name, child.question, child.days) == ("c", "", 20)
    assert child.parameters == {"demand": 0.2, "turnover": 0.3}
    assert [(entry.id, entry.dose) for entry in child.interventions] == [
        ("autonomy", 1.0), ("buddy", 2.0), ("icebreakers", 1.0),
    ]  # fmt: skip


def test_a_file_beside_comes_before_a_shipped_name(tmp_path):
    (tmp_path / "calm.toml").write_text('name = "own calm"\ndays = 7')
    (tmp_path / "x.toml").write_text('name = "x"\nextends = "calm"')
    assert load(tmp_path / "x.toml").days == 7


def test_an_own_baseline_can_extend_the_shipped_one(tmp_path):
    (tmp_path / "baseline.toml").write_text('name = "ours"\nextends = "baseline"\ndays = 7')
    assert load(tmp_path / "baseline.toml").days == 7


def test_paths_are_relative_to_the_file_that_names_them(tmp_path):
    (tmp_path / "own.toml").write_text('name = "own"\n[organisation]\npeople = "data/p.csv"\nties = "t.csv"')
    below = tmp_path / "below"
    below.mkdir()
    (below / "child.toml").write_text('name = "c"\nextends = "../own.toml"\n[organisation]\nties = "mine.csv"')
    spec = load(below / "child.toml").organisation
    assert spec.people == str(below / ".." / "data" / "p.csv")
    assert spec.ties == str(below / "mine.csv")
    assert spec.is_read


def test_files_replace_inherited_numbers_of_a_generated_organisation(tmp_path):
    (tmp_path / "p.toml").write_text('name = "p"\n[organisation]\nsize = 40\nteams = 4\ndirected = true')
    (tmp_path / "c.toml").write_text('name = "c"\nextends = "p"\n[organisation]\nties = "t.csv"')
    spec = load(tmp_path / "c.toml").organisation
    assert spec.size == OrganisationSpec().size
    assert spec.directed is True


def test_one_of_two_ways_to_say_it_replaces_the_other(tmp_path):
    (tmp_path / "p.toml").write_text('name = "p"\n[organisation]\ndensity = 0.2\nteams = 4')
    (tmp_path / "c.toml").write_text('name = "c"\nextends = "p"\n[organisation]\nties_per_person = 9\nteam_size = 5')
    spec = load(tmp_path / "c.toml").organisation
    assert (spec.density, spec.ties_per_person, spec.teams, spec.team_size) == (None, 9.0, None, 5.0)


def test_the_null_model_comes_last():
    scenario = parse('name = "x"\nnull_model = "M4"\n[parameters]\nloss_ratio = 3\ndemand = 0.6')
    assert scenario.values()["loss_ratio"] == 1.0
    assert scenario.values(with_null_model=False)["loss_ratio"] == 3.0
    assert scenario.values()["demand"] == 0.6


def test_a_practice_of_ones_own_from_primitives():
    scenario = parse(
        'name = "x"\n[[interventions]]\nid = "custom"\nname = "walks"\n'
        'does = [{ do = "meet", shape = "pair", move = "play", minutes = 20, every = 5 }, '
        '{ do = "shift", target = "play", amount = 0.1 }]'
    )
    walks = scenario.interventions[0]
    assert walks.label == "walks"
    assert [act.do for act in walks.plan(1.0)] == ["meet", "shift"]
    assert parse(dump(scenario)) == scenario


def test_usual_stands_for_the_usual_measures():
    asked = parse('name = "x"\nmeasures = ["usual", "team_depth", "mean_energy"]').measures
    assert asked == (*DEFAULT_MEASURES, "team_depth")
    assert parse('name = "x"\nmeasures = []').measures == ()
    with pytest.raises(InputError, match="did you mean 'usual'"):
        parse('name = "x"\nmeasures = ["usua"]')


def test_the_exported_json_schema_is_up_to_date():
    path = shipped_folder() / "scenario.schema.json"
    assert path.read_text(encoding="utf-8") == schema_text(), "write spirals.scenario.schema_text() to it"


def test_the_json_schema_knows_every_name():
    schema = json.loads(schema_text())
    keys = schema["properties"]
    assert schema["required"] == ["name"]
    assert set(keys["parameters"]["properties"]) == {row.name for row in TABLE}
    assert keys["parameters"]["properties"]["loss_ratio"]["maximum"] == 5.0
    shocks = {option["properties"]["id"]["const"] for option in schema["$defs"]["shock"]["anyOf"]}
    practices = {option["properties"]["id"]["const"] for option in schema["$defs"]["intervention"]["anyOf"]}
    assert shocks == set(SHOCKS)
    assert set(PRACTICES) < practices
    assert {"extends", "schema", "measures", "organisation"} <= set(keys)


names = st.text(st.characters(codec="utf-8"), min_size=1, max_size=20).map(visible)


def numbers(low, high):
    return st.floats(low, high, allow_nan=False, allow_infinity=False)


parameters = st.lists(st.sampled_from(TABLE), max_size=5, unique_by=lambda row: row.name).flatmap(
    lambda rows: st.fixed_dictionaries({row.name: numbers(row.low, row.high) for row in rows})
)
ranges = st.lists(st.sampled_from(TABLE), max_size=3, unique_by=lambda row: row.name).flatmap(
    lambda rows: st.fixed_dictionaries(
        {row.name: st.lists(numbers(row.low, row.high), min_size=2, max_size=2).map(sorted) for row in rows}
    )
)
who = st.one_of(
    st.sampled_from(["everyone", "leaders", "newcomers:9", "share:0.25", "remote"]),
    st.sampled_from(PERSON_COLUMNS).map(lambda state: f"lowest:{state}:0.5"),
    names.map(lambda name: f"team:{name}"),
    st.lists(names, min_size=1, max_size=3),
)
entries = st.lists(
    st.fixed_dictionaries(
        {"id": st.sampled_from(sorted(PRACTICES))},
        optional={
            "who": who,
            "start": st.integers(1, 26_000),
            "lasts": st.integers(1, 26_000),
            "dose": numbers(0, 3),
            "ramp": st.integers(0, 99),
            "fade": st.integers(0, 99),
            "adoption": numbers(0, 1),
            "started_by": st.sampled_from(["leaders", "members"]),
            "cost": st.fixed_dictionaries({"money_per_person_day": numbers(0, 100)}),
        },
    ),
    max_size=3,
)
shocks = st.lists(
    st.fixed_dictionaries(
        {"id": st.sampled_from(sorted(SHOCKS))},
        optional={"day": st.integers(1, 26_000), "severity": numbers(0, 3), "lasts": st.integers(1, 99)},
    ),
    max_size=2,
)
scenarios = st.fixed_dictionaries(
    {"name": names},
    optional={
        "question": names,
        "days": st.integers(1, 26_000),
        "seed": st.integers(0, 2**63 - 1),
        "replicates": st.integers(1, 1000),
        "engine": st.sampled_from(["auto", "compiled", "stepwise"]),
        "null_model": st.sampled_from(["M0", "M6"]),
        "organisation": st.fixed_dictionaries(
            {}, optional={"size": st.integers(2, 5000), "remote": numbers(0, 1), "team_column": names}
        ),
        "parameters": parameters,
        "uncertainties": ranges,
        "interventions": entries,
        "shocks": shocks,
    },
)


@settings(max_examples=60, deadline=None)
@given(scenarios)
def test_any_scenario_survives_the_way_to_text_and_back(said):
    scenario = from_dict(said)
    assert parse(dump(scenario)) == scenario
    assert from_dict(scenario.as_dict()) == scenario


@settings(max_examples=60, deadline=None)
@given(st.text(max_size=200) | st.binary(max_size=200).map(lambda raw: raw.decode("latin-1")))
def test_any_text_is_read_or_refused_in_words(text):
    try:
        parse(text, "own.toml")
        said = "own.toml: "
    except InputError as error:
        said = str(error)
    assert said.startswith("own.toml: ")


HEAVY = ("mesa", "pandas", "matplotlib", "numba", "pyarrow", "networkx", "scipy")


READ_ALL = """
import sys
from spirals.scenario import *
scenarios = [load(name) for name in shipped()]
parse('name = "x"\\nmeasures = ["mean_energy"]')
schema_text()
print([name for name in {heavy!r} if name in sys.modules])
"""


def test_reading_a_scenario_loads_nothing_heavy():
    code = READ_ALL.format(heavy=HEAVY)
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
