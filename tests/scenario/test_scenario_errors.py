"""Every mistake gets its own plain line: FILE: key: problem; remedy."""

from pathlib import Path

import pytest

from spirals.scenario import InputError, load, parse

PRACTICE = 'name = "x"\n[[interventions]]\n'
LINES = [
    ("", 'name: the file is empty; write at least name = "my scenario"'),
    ("# only a comment\n", 'name: the file is empty; write at least name = "my scenario"'),
    ("days = 3", 'name: is missing; add it, for example name = "my scenario"'),
    ("name", "end of document: is not TOML (expected '=' after a key in a key/value pair); correct it"),
    ('name = "x"\nname = "y"', "end of document: is not TOML (cannot overwrite a value); correct it"),
    ("name = 3", "name: must be text, not 3; put it in quotes"),
    ('name = ""', "name: is empty; write something or leave the key out"),
    ('name = "x"\nauthor = "' + "a" * 300 + '"', "author: is longer than 200 characters; shorten it"),
    ('name = "x"\ndayz = 1', "dayz: unknown key; did you mean 'days'?"),
    ('name = "x"\nreplicate = 3', "replicate: unknown key; did you mean 'replicates'?"),
    ('name = "x"\ndays = 0', "days: is 0, below the smallest allowed, 1; give 1 or more"),
    ('name = "x"\ndays = 99999', "days: is 99999, above the largest allowed, 26000; give 26000 or less"),
    (
        'name = "x"\ndays = 2.5',
        "days: must be a whole number, not 2.5; write it without quotes and without a point",
    ),
    (
        'name = "x"\ndays = nan',
        "days: must be a whole number, not nan; write it without quotes and without a point",
    ),
    (
        'name = "x"\ndays = "3"',
        'days: must be a whole number, not "3"; write it without quotes and without a point',
    ),
    ('name = "x"\nseed = -1', "seed: is -1, below the smallest allowed, 0; give 0 or more"),
    (
        'name = "x"\nengine = "compile"',
        "engine: is \"compile\", which is not known here; did you mean 'compiled'?",
    ),
    (
        'name = "x"\nnull_model = "M9"',
        'null_model: is "M9", which is not known here; use one of M0, M1, M2, M3, M4, M5, M6, M7, M8',
    ),
    ('name = "x"\nschema = 2', "schema: is 2; here it can only be 1"),
    ('name = "x"\ndays = ' + "9" * 5000, "file: holds a number or nesting no scenario needs; simplify it"),
    ('name = "x"\n[organisation]\nsiez = 3', "organisation.siez: unknown key; did you mean 'size'?"),
    (
        'name = "x"\n[organisation]\nsize = 1',
        "organisation.size: is 1, below the smallest allowed, 2; give 2 or more",
    ),
    (
        'name = "x"\n[organisation]\nremote = inf',
        "organisation.remote: must be a finite number, not inf; give an ordinary number",
    ),
    (
        'name = "x"\norganisation = 3',
        "organisation: must be a table, not 3; start it with a line such as [organisation]",
    ),
    (
        'name = "x"\n[organisation]\nsize = 5\npeople = "p.csv"',
        "organisation: has size, but people and ties come from files; leave out size",
    ),
    (
        'name = "x"\n[organisation]\ndensity = 0.1\nties_per_person = 3',
        "organisation: has both density and ties_per_person; keep one of them",
    ),
    (
        'name = "x"\n[organisation]\nsize = 5\nteams = 9',
        "organisation: has 9 teams for 5 people; give fewer teams or more people",
    ),
    ('name = "x"\n[organisation]\ndirected = 1', 'organisation.directed: must be true, false or "auto"'),
    (
        'name = "x"\n[organisation.kinds]\nadvice = "good"',
        'organisation.kinds.advice: is "good", which is not known here; '
        "use one of positive, negative, reports_to, ignore",
    ),
    (
        'name = "x"\n[parameters]\nconduct_bas = 1.0',
        "parameters.conduct_bas: unknown parameter; did you mean 'conduct_base'?",
    ),
    (
        'name = "x"\n[parameters]\nloss_ratio = 9',
        "parameters.loss_ratio: is 9, outside its range; give a number from 1 to 5",
    ),
    (
        'name = "x"\n[parameters]\nloss_ratio = nan',
        "parameters.loss_ratio: is nan, outside its range; give a number from 1 to 5",
    ),
    (
        'name = "x"\n[parameters]\nloss_ratio = true',
        "parameters.loss_ratio: must be a number; give one from 1 to 5",
    ),
    (
        'name = "x"\nparameters = 3',
        "parameters: must be a table, not 3; start it with a line such as [parameters]",
    ),
    (
        'name = "x"\n[uncertainties]\ndemnd = [0, 1]',
        "uncertainties.demnd: unknown parameter; did you mean 'demand'?",
    ),
    (
        'name = "x"\n[uncertainties]\ndemand = 1',
        "uncertainties.demand: must be a range; write for example [0.2, 0.6]",
    ),
    (
        'name = "x"\n[uncertainties]\ndemand = [0.6, 0.2]',
        "uncertainties.demand: starts at 0.6 and ends below it, at 0.2; put the smaller number first",
    ),
    (
        'name = "x"\nmeasures = ["mean_enrgy"]',
        "measures: unknown measure 'mean_enrgy'; did you mean 'mean_energy'?",
    ),
    ('name = "x"\nmeasures = 3', "measures: must be a list, not 3; put it in square brackets"),
    (
        'name = "x"\nextends = "basline"',
        "extends: 'basline' is no file beside it and no shipped scenario; did you mean 'baseline'?",
    ),
    ('name = "x"\nextends = 3', 'extends: must be a file or a shipped name, not 3; write "baseline"'),
    (
        PRACTICE + 'id = "peer_coachin"',
        "interventions.peer_coachin.id: unknown practice 'peer_coachin'; did you mean 'peer_coaching'?",
    ),
    (
        PRACTICE + "start = 1",
        'interventions.#1.id: names no practice; add for example id = "team_incentives"',
    ),
    (PRACTICE + 'id = "crisis"', "interventions.crisis.id: 'crisis' is no practice; put it under [[shocks]]"),
    (
        'name = "x"\n[[shocks]]\nid = "buddy"',
        "shocks.buddy.id: 'buddy' is no shock; put it under [[interventions]]",
    ),
    (
        'name = "x"\n[interventions]\nid = "buddy"',
        "interventions: must be a list, not a table; write [[interventions]] with two brackets above each of them",
    ),
    (
        'name = "x"\n[[interventions]]\nid = "buddy"\ncost = 5',
        "interventions.buddy.cost: must be a table, not 5; write it as { key = value }",
    ),
    (
        'name = "x"\ninterventions = [3]',
        "interventions.#1: must be a table that starts with [[interventions]]",
    ),
    (PRACTICE + 'id = "buddy"\nstrat = 1', "interventions.buddy.strat: unknown key; did you mean 'start'?"),
    (
        PRACTICE + 'id = "buddy"\nend = 0',
        "interventions.buddy.end: is 0, below the smallest allowed, 1; give 1 or more",
    ),
    (
        PRACTICE + 'id = "buddy"\n[[interventions]]\nid = "buddy"\ndose = 9.0',
        "interventions.buddy#2.dose: is 9.0, above the largest allowed, 3; give 3 or less",
    ),
    (
        PRACTICE + 'id = "buddy"\nstart = 9\nend = 2',
        "interventions.buddy: end is day 2, before the start on day 9; give a later end",
    ),
    (
        PRACTICE + 'id = "buddy"\ncost = { money_per_meetin = 1.0 }',
        "interventions.buddy.cost.money_per_meetin: unknown key; did you mean 'money_per_meeting'?",
    ),
    (
        PRACTICE + 'id = "buddy"\nwho = "leader"',
        "interventions.buddy.who: 'leader' picks nobody; did you mean 'leaders'?",
    ),
    (
        PRACTICE + 'id = "buddy"\nwho = ["a", 1]',
        'interventions.buddy.who: must be a word such as "everyone", or a list of ids in quotes',
    ),
    (
        PRACTICE + 'id = "buddy"\nwho = "team:"',
        "interventions.buddy.who: 'team:' names no team; write for example \"team:NAME\"",
    ),
    (
        PRACTICE + 'id = "buddy"\nwho = "share:2"',
        "interventions.buddy.who: 'share:2' has no share between 0 and 1; write for example \"share:0.2\"",
    ),
    (
        PRACTICE + 'id = "buddy"\nwho = "lowest:enrgy:0.2"',
        "interventions.buddy.who: 'lowest:enrgy:0.2' names no state of people; did you mean 'energy'?",
    ),
    (
        PRACTICE + 'id = "buddy"\nwho = "newcomers:x"',
        "interventions.buddy.who: 'newcomers:x' has no whole number of days; write for example \"newcomers:20\"",
    ),
    (
        PRACTICE + 'id = "custom"\ndoes = [{ do = "shfit" }]',
        "interventions.custom.does[1]: 'shfit' is no act; did you mean 'shift'?",
    ),
    (
        PRACTICE + 'id = "custom"\ndoes = [{ do = "shift", target = "ply", amount = 1.0 }]',
        "interventions.custom.does[1].target: 'ply' is no lever, team condition or parameter; did you mean 'play'?",
    ),
    (
        PRACTICE + 'id = "custom"\ndoes = [{ do = "shift", target = "play", amount = 0.1, off = "x" }]',
        "interventions.custom.does[1].off: unknown key; did you mean 'of'?",
    ),
]


@pytest.mark.parametrize(("text", "line"), LINES, ids=[line[:50] for _, line in LINES])
def test_each_mistake_has_its_line(text, line):
    with pytest.raises(InputError) as caught:
        parse(text, "own.toml")
    assert str(caught.value) == f"own.toml: {line}"


def test_all_mistakes_are_gathered_one_line_each():
    text = 'name = "x"\ndays = 0\nsede = 1\n[parameters]\ndemand = 9\n[organisation]\nsize = 1'
    with pytest.raises(InputError) as caught:
        parse(text, "own.toml")
    lines = str(caught.value).splitlines()
    assert len(lines) == 4
    assert all(line.startswith("own.toml: ") and ";" in line for line in lines)


def test_a_file_that_is_not_utf8(tmp_path):
    path = tmp_path / "latin.toml"
    path.write_bytes('name = "caf\u00e9"'.encode("latin-1"))
    with pytest.raises(InputError) as caught:
        load(path)
    assert str(caught.value) == f"{path}: file: is not UTF-8 text (byte 12); save it as UTF-8"


def test_a_byte_order_mark_does_no_harm(tmp_path):
    path = tmp_path / "bom.toml"
    path.write_bytes(b'\xef\xbb\xbfname = "x"\n')
    assert load(path).name == "x"


def test_a_missing_file_suggests_the_nearest_shipped_name():
    with pytest.raises(InputError) as caught:
        load("basline")
    assert str(caught.value) == (
        "basline: file: does not exist and is no shipped scenario; did you mean the shipped 'baseline'?"
    )


def test_a_folder(tmp_path):
    with pytest.raises(InputError, match="file: is a folder; name a scenario file in it"):
        load(tmp_path)


def test_a_file_too_large_to_be_a_scenario(tmp_path):
    path = tmp_path / "big.toml"
    path.write_text("#" * 1_000_001)
    with pytest.raises(InputError, match="file: has 1000001 bytes; a scenario is a short text file"):
        load(path)


def test_a_file_that_may_not_be_read(tmp_path, monkeypatch):
    path = tmp_path / "locked.toml"
    path.write_text('name = "x"')

    def refuse(_):
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "read_bytes", refuse)
    with pytest.raises(InputError) as caught:
        load(path)
    assert str(caught.value) == f"{path}: file: cannot be read (permission denied); check its permissions"


def test_deep_nesting_is_refused_in_words():
    with pytest.raises(InputError, match=r"own.toml: .*; "):
        parse("a = " + "[" * 5000 + "]" * 5000, "own.toml")


def test_a_mistake_in_the_parent_is_reported_under_its_name(tmp_path):
    (tmp_path / "parent.toml").write_text('name = "p"\ndays = 0')
    (tmp_path / "child.toml").write_text('name = "c"\nextends = "parent"')
    with pytest.raises(InputError) as caught:
        load(tmp_path / "child.toml")
    assert str(caught.value).startswith(f"{tmp_path / 'parent.toml'}: days: is 0")


def test_a_circle_of_extends(tmp_path):
    (tmp_path / "a.toml").write_text('name = "a"\nextends = "b"')
    (tmp_path / "b.toml").write_text('name = "b"\nextends = "a.toml"')
    with pytest.raises(InputError) as caught:
        load(tmp_path / "a.toml")
    expected = "extends: goes in a circle (a.toml -> b.toml -> a.toml); remove one of these lines"
    assert str(caught.value) == f"{tmp_path / 'a.toml'}: {expected}"
