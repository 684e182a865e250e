"""A backup that is taken while people write restores to a state that fits together."""

import json
import shutil
import subprocess
import sys
import time
import zipfile
from pathlib import Path

import pytest

from app.office import HERE, READY, Office

WRITE = (
    READY
    + """
import sys
from jiyue.foundation.access import program
from jiyue.foundation.action import action
from jiyue.foundation.units.models import Unit

@action("units.manage", "{who} added {unit}")
def add(deed, code):
    deed.reaches()
    unit = Unit(kind="town", code=code, name=code)
    unit.save()
    deed.says(unit, unit=code)

for i in range(100000):
    add(program("writer"), f"{i:09}")
    if i == 20:
        print("going", flush=True)
"""
)
COUNT = """
from jiyue.foundation.audit.models import AuditLine
from jiyue.foundation.units.models import Unit
units = set(Unit.objects.values_list("code", flat=True))
said = {line.params["unit"] for line in AuditLine.objects.all()}
print(len(units), units == said)
"""


@pytest.fixture
def busy(tmp_path: Path):
    """An office in which somebody adds towns without a pause."""
    office = Office(tmp_path / "office")
    office.run("migrate")
    env = {**office.env, "PYTHONPATH": str(HERE)}
    with subprocess.Popen(
        [sys.executable, "-c", WRITE], env=env, stdout=subprocess.PIPE, text=True
    ) as writer:
        assert writer.stdout is not None
        assert writer.stdout.readline() == "going\n"
        yield office
        writer.kill()


def test_backup_under_writing_restores_whole(busy: Office, tmp_path: Path) -> None:
    (busy.data / "files" / "ab").mkdir(parents=True)
    (busy.data / "files" / "ab" / "abcd").write_bytes(b"evidence")
    busy.run("audit", "anchor")
    busy.run("backup", tmp_path / "all.zip")
    time.sleep(0.3)
    copy = Office(tmp_path / "copy")
    done = copy.run("restore", tmp_path / "all.zip")
    assert "The trail is whole" in done.stderr
    count, same = copy.python(COUNT).stdout.split()
    assert int(count) > 20
    assert same == "True"
    assert (copy.data / "files" / "ab" / "abcd").read_bytes() == b"evidence"
    assert (copy.data / "secrets" / "field.key").read_text() == (
        busy.data / "secrets" / "field.key"
    ).read_text()


@pytest.fixture
def kept(tmp_path: Path) -> Path:
    office = Office(tmp_path / "office")
    office.run("migrate")
    office.run("backup", tmp_path / "all.zip")
    return tmp_path / "all.zip"


def rewritten(kept: Path, change) -> Path:
    """The backup with its parts as ``change`` makes them."""
    with zipfile.ZipFile(kept) as book:
        parts = {name: book.read(name) for name in book.namelist()}
    change(parts)
    with zipfile.ZipFile(kept, "w") as book:
        for name, content in parts.items():
            book.writestr(name, content)
    return kept


def flip(parts: dict[str, bytes]) -> None:
    name = next(n for n in parts if n.startswith("secrets/"))
    parts[name] = parts[name][::-1] + b"0"


def drop(parts: dict[str, bytes]) -> None:
    del parts[next(n for n in parts if n.startswith("secrets/"))]


def climb(parts: dict[str, bytes]) -> None:
    manifest = json.loads(parts["manifest.json"])
    manifest["parts"]["../outside"] = manifest["parts"].pop(next(iter(manifest["parts"])))
    parts["manifest.json"] = json.dumps(manifest).encode()


@pytest.mark.parametrize("change", [flip, drop, climb])
def test_a_backup_that_is_not_whole_is_refused(kept: Path, tmp_path: Path, change) -> None:
    copy = Office(tmp_path / "copy")
    done = copy.run("restore", rewritten(kept, change), check=False)
    assert done.returncode == 1
    assert "is not a whole backup" in done.stderr
    assert not (tmp_path / "outside").exists()
    assert [p for p in copy.data.rglob("*") if p.is_file()] == []


def test_nothing_is_restored_over_data(kept: Path, tmp_path: Path) -> None:
    other = Office(tmp_path / "other")
    other.run("migrate")
    (other.data / "files").mkdir(exist_ok=True)
    (other.data / "files" / "x").write_bytes(b"x")
    done = other.run("restore", kept, check=False)
    assert done.returncode == 1
    assert "already holds data" in done.stderr


def test_a_text_file_is_no_backup(tmp_path: Path) -> None:
    (tmp_path / "x.zip").write_text("no")
    done = Office(tmp_path / "copy").run("restore", tmp_path / "x.zip", check=False)
    assert done.returncode == 1
    assert "Remedy" in done.stderr


def test_a_backup_without_keys_goes_back_only_beside_its_keys(tmp_path: Path) -> None:
    office = Office(tmp_path / "office")
    office.run("migrate")
    office.run("backup", "--no-secrets", tmp_path / "all.zip")
    copy = Office(tmp_path / "copy")
    done = copy.run("restore", tmp_path / "all.zip", check=False)
    assert done.returncode == 1
    assert "was made without its keys" in done.stderr
    assert [p for p in copy.data.rglob("*") if p.is_file()] == []
    shutil.copytree(office.data / "secrets", copy.data / "secrets")
    copy.run("restore", tmp_path / "all.zip")
