"""What the code imports is declared, and what is declared is justified."""

import ast
import re
import sys
import tomllib
from importlib.metadata import packages_distributions

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from paths import ROOT
from repo.tree import python_files

PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
BASE = {canonicalize_name(Requirement(need).name) for need in PROJECT["dependencies"]}
APP = {canonicalize_name(Requirement(need).name) for need in PROJECT["optional-dependencies"]["app"]}
APP_ROOMS = ("app", "foundation", "registry")
RECORDS = {
    "0002-base-dependencies.md": BASE,
    "0007-the-application-and-what-it-stands-on.md": APP,
}


def imported(*, rooms: bool) -> set[str]:
    """The top-level names that the rooms of the application, or the rest of the package, import."""
    found = set()
    for path in python_files("src"):
        if (path.relative_to(ROOT / "src/jiyue").parts[0] in APP_ROOMS) is not rooms:
            continue
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.Import):
                found |= {alias.name.partition(".")[0] for alias in node.names}
            elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
                found.add(node.module.partition(".")[0])
    return found - set(sys.stdlib_module_names) - {"jiyue"}


@pytest.mark.parametrize(("rooms", "allowed"), [(False, BASE), (True, BASE | APP)], ids=["base", "app"])
def test_every_import_is_declared(rooms: bool, allowed: set[str]) -> None:
    owners = packages_distributions()
    undeclared = {
        name: owners.get(name)
        for name in imported(rooms=rooms)
        if not allowed & {canonicalize_name(owner) for owner in owners.get(name, [])}
    }
    assert undeclared == {}


@pytest.mark.parametrize("record", RECORDS)
def test_every_dependency_has_its_reason(record: str) -> None:
    text = (ROOT / "docs/decisions" / record).read_text("utf-8")
    reasons = {canonicalize_name(name) for name in re.findall(r"^\| ([\w.-]+) \|", text, re.MULTILINE)}
    assert reasons - {"package"} == RECORDS[record]
