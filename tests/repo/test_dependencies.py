"""What the code imports is declared, and what is declared is justified."""

import ast
import re
import sys
import tomllib
from importlib.metadata import packages_distributions

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from paths import ROOT
from repo.tree import python_files

PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
BASE = {canonicalize_name(Requirement(need).name) for need in PROJECT["dependencies"]}
SHIPPED_EXTRAS = {
    canonicalize_name(Requirement(need).name)
    for extra, needs in PROJECT["optional-dependencies"].items()
    if extra not in ("bench", "test")
    for need in needs
}


def imported(*, inside: bool) -> set[str]:
    """The names that the package imports from outside: at the top of a module, or inside a block."""
    found = set()
    for path in python_files("src"):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.Import | ast.ImportFrom) and (node.col_offset > 0) is inside:
                if isinstance(node, ast.Import):
                    found |= {alias.name.partition(".")[0] for alias in node.names}
                elif node.module and not node.level:
                    found.add(node.module.partition(".")[0])
    return found - set(sys.stdlib_module_names) - {"jiyue"}


def undeclared(names: set[str], declared: set[str]) -> dict[str, list[str]]:
    owners = packages_distributions()
    return {
        name: owners.get(name, [])
        for name in names
        if not declared & {canonicalize_name(owner) for owner in owners.get(name, [])}
    }


def test_every_import_is_a_base_dependency() -> None:
    assert undeclared(imported(inside=False), BASE) == {}


def test_an_import_inside_a_function_may_be_of_an_extra_that_ships() -> None:
    assert undeclared(imported(inside=True), BASE | SHIPPED_EXTRAS) == {}


def test_every_base_dependency_has_its_reason() -> None:
    record = (ROOT / "docs/decisions/0002-base-dependencies.md").read_text("utf-8")
    reasons = {canonicalize_name(name) for name in re.findall(r"^\| ([\w.-]+) \|", record, re.MULTILINE)}
    assert reasons - {"package"} == BASE
