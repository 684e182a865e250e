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
APP_ROOMS = ("app", "foundation", "mechanisms", "registry")


def names(needs: list[str]) -> set[str]:
    return {canonicalize_name(Requirement(need).name) for need in needs}


EXTRAS = {extra: names(needs) for extra, needs in PROJECT["optional-dependencies"].items()}
BASE = names(PROJECT["dependencies"])
APP = EXTRAS["app"]
SHIPPED = set().union(*(found for extra, found in EXTRAS.items() if extra not in ("bench", "test")))
RECORDS = {
    "0002-base-dependencies.md": BASE,
    "0007-the-application-and-what-it-stands-on.md": APP,
}


def imported(*, rooms: bool, inside: bool) -> set[str]:
    """What the rooms of the application, or the rest, import at the top of a module or inside a block."""
    found = set()
    for path in python_files("src"):
        if (path.relative_to(ROOT / "src/jiyue").parts[0] in APP_ROOMS) is not rooms:
            continue
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.Import | ast.ImportFrom) and (node.col_offset > 0) is inside:
                if isinstance(node, ast.Import):
                    found |= {alias.name.partition(".")[0] for alias in node.names}
                elif node.module and not node.level:
                    found.add(node.module.partition(".")[0])
    return found - set(sys.stdlib_module_names) - {"jiyue"}


@pytest.mark.parametrize(
    ("rooms", "inside", "allowed"),
    [
        (False, False, BASE),
        (False, True, BASE | SHIPPED),
        (True, False, BASE | APP),
        (True, True, BASE | APP),
    ],
    ids=["base", "base inside functions", "app", "app inside functions"],
)
def test_every_import_is_declared(rooms: bool, inside: bool, allowed: set[str]) -> None:
    owners = packages_distributions()
    undeclared = {
        name: owners.get(name)
        for name in imported(rooms=rooms, inside=inside)
        if not allowed & {canonicalize_name(owner) for owner in owners.get(name, [])}
    }
    assert undeclared == {}


@pytest.mark.parametrize("record", RECORDS)
def test_every_dependency_has_its_reason(record: str) -> None:
    text = (ROOT / "docs/decisions" / record).read_text("utf-8")
    reasons = {canonicalize_name(name) for name in re.findall(r"^\| ([\w.-]+) \|", text, re.MULTILINE)}
    assert reasons - {"package"} == RECORDS[record]
