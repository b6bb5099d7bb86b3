"""The rules that make the same bits possible, read off the sources (docs: architecture, engines)."""

from __future__ import annotations

import ast
import inspect
import sys

import pytest

from spirals.engine.registry import VERBS
from spirals.mechanisms.registry import MECHANISMS

import spirals.engine.yoked  # noqa: F401  # isort: skip  # registers the last verbs

MODULES = sorted({function.__module__ for function in (*MECHANISMS, *VERBS)} | {"spirals.streams"})
SUMMING = {"sum", "fsum", "prod"}


def functions(module: str) -> list[ast.FunctionDef]:
    """Return the registered functions of a module as syntax trees."""
    tree = ast.parse(inspect.getsource(sys.modules[module]))
    registered = {f.__name__ for f in (*MECHANISMS, *VERBS) if f.__module__ == module}
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
    return found


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
    (fine,) = ast.parse("def f(x):\n    return math.log(x) * x ** 0.37\n").body
    assert isinstance(fine, ast.FunctionDef)
    assert offences(fine) == []


def test_every_mechanism_is_a_documented_function_of_plain_numbers():
    for function in MECHANISMS:
        assert function.__doc__, function.__name__
        hints = inspect.get_annotations(function, eval_str=True)
        assert set(hints.values()) <= {float, int, tuple[float, float, float]}, function.__name__


def test_names_are_registered_once():
    names = [function.__name__ for function in (*MECHANISMS, *VERBS)]
    assert sorted(names) == sorted(set(names))
