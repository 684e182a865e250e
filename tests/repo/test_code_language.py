"""Code speaks English; Chinese stands in catalogues, rules data and fixtures."""

import re
from pathlib import Path

import pytest

from repo.tree import name, python_files

HAN = re.compile(r"[\u2e80-\u2fdf\u3005-\u3007\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]")


@pytest.mark.parametrize("path", python_files("src", "scripts", "benchmarks"), ids=name)
def test_no_chinese_in_code(path: Path) -> None:
    lines = path.read_text("utf-8").splitlines()
    assert [f"{i}: {line.strip()}" for i, line in enumerate(lines, 1) if HAN.search(line)] == []
