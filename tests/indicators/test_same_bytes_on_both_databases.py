"""The same measures in SQLite and in PostgreSQL give the same package, byte for byte."""

import json
import os
import zipfile
from pathlib import Path

import pytest

from app.office import Office
from indicators.sample import verified
from postgres import start_postgres

SEED = "import sys; from indicators.small_city import small_city; small_city('backwards' in sys.argv)"
WORDS = ("--framework", "jintan-50", "--unit", "329900", "--year", "2025", "--purpose", "self")


def evaluated(data: Path, order: str) -> tuple[str, Path]:
    """The kind of database and the package of the small city in an office of its own."""
    office = Office.migrated(data)
    office.python(SEED, order)
    kept = json.loads(office.run("evaluate", *WORDS, "--as-of", "2026-03-31", "--json").stdout)
    asked = "from django.db import connection; print(connection.vendor)"
    return office.python(asked).stdout.strip(), Path(kept["package"])


def contents(package: Path) -> dict[str, bytes]:
    with zipfile.ZipFile(package) as file:
        return {name: file.read(name) for name in file.namelist()}


def test_packages_are_equal_file_by_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    server = os.environ.get("DATABASE_URL") or start_postgres()
    monkeypatch.delenv("DATABASE_URL", raising=False)
    small, one = evaluated(tmp_path / "small", "forwards")
    monkeypatch.setenv("DATABASE_URL", server)
    large, other = evaluated(tmp_path / "large", "backwards")
    assert (small, large) == ("sqlite", "postgresql")
    files = contents(one)
    assert {"measures.parquet", "sources.parquet", "rows.parquet"} <= files.keys()
    assert [name for name, held in contents(other).items() if held != files.get(name)] == []
    assert one.name == other.name
    assert one.read_bytes() == other.read_bytes()
    verified(other)
