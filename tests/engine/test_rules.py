"""The rules that make the same bits possible, read off the sources (docs: architecture, engines)."""

from __future__ import annotations

import ast
import inspect
import re
import sys
from pathlib import Path
from typing import Any

import pytest

import spirals
from spirals.engine.registry import VERBS
from spirals.engine.theory import HOOKS
from spirals.mechanisms.registry import MECHANISMS
from spirals.parameters import PARAMETERS
from spirals.theories import find

from spirals.engine import day, stepwise  # noqa: F401  # isort: skip  # they register the last verbs
from spirals.theories import moves  # noqa: F401  # isort: skip
from tests.theory import given as _all_mechanisms  # noqa: F401  # isort: skip

OWN_VERBS = [verb for verb in VERBS if verb.__module__.startswith("spirals.")]
MODULES = sorted({function.__module__ for function in (*MECHANISMS, *OWN_VERBS)} | {"spirals.streams"})
HOOK_NAMES = [hook.__name__ for hook in HOOKS]
SUMMING = {"sum", "fsum", "prod"}
NARROW = {"traits", "deeds", "recent", "ties", "nature", "weights", "pull", "today"}  # kept as float32


def functions(module: str) -> list[ast.FunctionDef]:
    """Return the registered functions of a module as syntax trees."""
    tree = ast.parse(inspect.getsource(sys.modules[module]))
    registered = {f.__name__ for f in (*MECHANISMS, *OWN_VERBS) if f.__module__ == module}
    if module == "spirals.streams":
        registered = {"philox", "uniforms", "normal", "_tail"}
    return [node for node in tree.body if isinstance(node, ast.FunctionDef) and node.name in registered]


def offences(function: ast.FunctionDef) -> list[str]:
    """Return what a function does that Python and compiled code may do in different bits."""
    found = []
    for node in ast.walk(ast.Module(function.body, [])):
        if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name) and node.value.id in ("np", "numpy"):
            found.append(f"numpy: {ast.unparse(node)}")
        if isinstance(node, ast.Attribute) and ast.unparse(node) == "math.exp":
            found.append("a library's exponential, which has other bits elsewhere: take mechanisms.numbers.exp")
        if isinstance(node, ast.BinOp) and isinstance(node.op, ast.Pow) and _whole(node.right):
            found.append(f"whole power: {ast.unparse(node)}")
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in (*SUMMING, "pow"):
            found.append(f"sum or power: {ast.unparse(node)}")
        if isinstance(node, ast.Attribute) and node.attr in (*SUMMING, "pow", "mean", "dot"):
            found.append(f"sum or power: {ast.unparse(node)}")
        if isinstance(node, ast.AugAssign) and _narrow(node.target) and not _whole(node.value):
            found.append(f"added to as a narrow number, in Python only: {ast.unparse(node)}")
    return found


def _narrow(node: ast.expr) -> bool:
    return isinstance(node, ast.Subscript) and isinstance(node.value, ast.Attribute) and node.value.attr in NARROW


def _whole(node: ast.expr) -> bool:
    if isinstance(node, ast.UnaryOp):
        node = node.operand
    return isinstance(node, ast.Constant) and isinstance(node.value, int | float) and float(node.value).is_integer()


@pytest.mark.parametrize("module", MODULES)
def test_registered_functions_keep_the_rules(module):
    found = functions(module)
    assert found
    assert {function.name: offences(function) for function in found if offences(function)} == {}


def test_the_rules_see_an_offence():
    code = "def f(x):\n    return np.exp(x) + math.exp(x) + x ** 2 + x ** -1 + sum([x]) + x.mean()\n"
    (function,) = ast.parse(code).body
    assert isinstance(function, ast.FunctionDef)
    assert len(offences(function)) == 6
    (narrow,) = ast.parse(
        "def f(s, i, x):\n    s.deeds[i, 0] += x\n    s.deeds[i, 1] += 1.0\n    s.people[i, 0] += x\n"
    ).body
    assert isinstance(narrow, ast.FunctionDef)
    assert len(offences(narrow)) == 1
    (fine,) = ast.parse("def f(x):\n    return math.log(x) * x ** 0.37\n").body
    assert isinstance(fine, ast.FunctionDef)
    assert offences(fine) == []


def test_every_mechanism_is_a_documented_function_of_plain_numbers():
    for function in MECHANISMS:
        assert function.__doc__, function.__name__
        hints = inspect.get_annotations(function, eval_str=True)
        assert hints.pop("p", Any) is Any
        assert set(hints.values()) <= {float, int, tuple[float, float, float]}, function.__name__


def test_names_are_registered_once():
    names = [function.__name__ for function in (*MECHANISMS, *OWN_VERBS)]
    again = {name for name in names if names.count(name) > 1}
    assert again <= set(HOOK_NAMES)  # a theory's functions have the names of what they stand for


# --- constants of the model stand in the one table ---------------------------------------------------------
PLAIN = {0.0, 0.5, 1.0, 2.0, 3.0, 60.0}  # halves, doubles, thirds of three, minutes of an hour
GUARDS = {1e-9, 1e-3, 1e9}  # against division by zero, for what is as good as nothing, above all
NORMING = {0.42, 0.16}  # mean and SD of unlikeness between two standard normal draws, so that fit is one too


@pytest.mark.parametrize("verb", OWN_VERBS, ids=lambda verb: f"{verb.__module__.rpartition('.')[2]}.{verb.__name__}")
def test_no_verb_holds_a_constant_of_the_model(verb):
    (tree,) = ast.parse(inspect.getsource(verb)).body
    found = {node.value for node in ast.walk(tree) if isinstance(node, ast.Constant) and type(node.value) is float}
    assert found <= PLAIN | GUARDS | (NORMING if verb.__name__ == "draw_nature" else set())


def test_every_function_of_the_shipped_theory_is_a_verb():
    theory = find("moves")
    assert {getattr(theory, name) for name in HOOK_NAMES} <= set(VERBS)
    assert [module.__name__ for module in theory.modules] == ["spirals.theories.moves"]
    assert theory.modules[0].THEORY is theory


def test_every_parameter_of_the_table_is_read_by_the_model() -> None:
    folder = Path(spirals.__file__).parent
    heres = ("mechanisms", "theories", "engine", "structure", "measures", "interventions")
    text = "\n".join(path.read_text("utf-8") for here in heres for path in (folder / here).rglob("*.py"))
    text += "\n".join((folder / name).read_text("utf-8") for name in ("membership.py", "organisation.py"))
    unread = [name for name in PARAMETERS if not re.search(rf'\.{name}\b|"{name}"', text)]
    assert unread == []
