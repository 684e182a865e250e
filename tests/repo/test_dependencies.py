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


def imported() -> set[str]:
    """The top-level names that the package imports from outside."""
    found = set()
    for path in python_files("src"):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.Import):
                found |= {alias.name.partition(".")[0] for alias in node.names}
            elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
                found.add(node.module.partition(".")[0])
    return found - set(sys.stdlib_module_names) - {"jiyue"}


def test_every_import_is_a_base_dependency() -> None:
    owners = packages_distributions()
    undeclared = {
        name: owners.get(name)
        for name in imported()
        if not BASE & {canonicalize_name(owner) for owner in owners.get(name, [])}
    }
    assert undeclared == {}


def test_every_base_dependency_has_its_reason() -> None:
    record = (ROOT / "docs/decisions/0002-base-dependencies.md").read_text("utf-8")
    reasons = {canonicalize_name(name) for name in re.findall(r"^\| ([\w.-]+) \|", record, re.MULTILINE)}
    assert reasons - {"package"} == BASE
