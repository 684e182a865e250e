"""The files of the project, for the tests that look at all of them."""

from collections.abc import Iterator
from pathlib import Path

from paths import ROOT

FOLDERS = ("src", "scripts", "benchmarks", "tests", "docs", "requirements", ".ci")
TEXT = {
    ".py",
    ".md",
    ".toml",
    ".yaml",
    ".yml",
    ".txt",
    ".in",
    ".po",
    ".lark",
    ".html",
    ".css",
    ".js",
    ".json",
    "",
}


def files(*folders: str, suffixes: set[str] = TEXT) -> Iterator[Path]:
    """Every text file of ``folders`` (default: all of the project, with the files beside them)."""
    for folder in folders or FOLDERS:
        for path in sorted((ROOT / folder).rglob("*")):
            if path.is_file() and path.suffix in suffixes and "__pycache__" not in path.parts:
                yield path
    if not folders:
        yield from (p for p in sorted(ROOT.iterdir()) if p.is_file() and p.suffix in suffixes)


def python_files(*folders: str) -> list[Path]:
    return list(files(*folders, suffixes={".py"}))


def pages() -> list[Path]:
    """Every page of documentation, the READMEs of rooms included."""
    return [p for p in files(suffixes={".md"}) if not p.is_relative_to(ROOT / "tests")]


def name(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()
