"""A module stays under 400 lines and a function under 60: past that, split it."""

import ast
from pathlib import Path

import pytest

from repo.tree import name, python_files

SOURCES = python_files("src", "scripts")


@pytest.mark.parametrize("path", SOURCES, ids=name)
def test_module_is_short(path: Path) -> None:
    assert len(path.read_text("utf-8").splitlines()) <= 400


@pytest.mark.parametrize("path", SOURCES, ids=name)
def test_functions_are_short(path: Path) -> None:
    functions = [
        node
        for node in ast.walk(ast.parse(path.read_text("utf-8")))
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
    ]
    long = [(f.name, f.end_lineno - f.lineno + 1) for f in functions if f.end_lineno - f.lineno >= 60]
    assert long == []
