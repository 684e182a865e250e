"""No file names the machine that it was written on or a host that packages came from."""

import re
from pathlib import Path

import pytest

from paths import ROOT
from repo.tree import files, name

MACHINE = re.compile(r"(?<![\w.~}$>)-])/(?:work|root|home|Users|mnt|srv)/\w|[A-Z]:\\\\?Users")
REGISTRY = re.compile(r"\b(?:pypi|pythonhosted|npmjs|conda-forge)\.(?:org|com|io)\b|--(?:extra-)?index-url")
HERE = Path(__file__).resolve()


@pytest.mark.parametrize("pattern", [MACHINE, REGISTRY], ids=["machine", "registry"])
def test_no_absolute_path_and_no_registry(pattern: re.Pattern[str]) -> None:
    found = []
    for path in files():
        if path == HERE or path.is_relative_to(ROOT / "requirements"):
            continue
        for i, line in enumerate(path.read_text("utf-8", errors="replace").splitlines(), 1):
            if pattern.search(line):
                found.append(f"{name(path)}:{i}: {line.strip()[:80]}")
    assert found == []


@pytest.mark.parametrize("text", ["open('/home/li/a.csv')", "in /srv/li", r"C:\\Users\\li"])
def test_the_pattern_sees_a_machine_path(text: str) -> None:
    assert MACHINE.search(text)


@pytest.mark.parametrize("text", ["src/mnt/a", "https://example.org/home/a", "$HOME/home/x"])
def test_the_pattern_leaves_other_paths_alone(text: str) -> None:
    assert not MACHINE.search(text)
