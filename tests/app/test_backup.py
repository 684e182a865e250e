"""A backup that is taken while people write restores to a state that fits together."""

import errno
import json
import os
import re
import shutil
import subprocess
import sys
import time
import zipfile
from pathlib import Path

import pytest

from app.office import HERE, READY, Office
from jiyue.app import backup
from jiyue.app.env import SQLITE_NAME

SOURCE = HERE.parent / "src" / "jiyue"

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
    office = Office.migrated(tmp_path / "office")
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
    (busy.data / "files" / "incoming").mkdir()
    (busy.data / "files" / "incoming" / ".half").write_bytes(b"evid")
    (busy.data / "packages").mkdir()
    (busy.data / "packages" / "abcd.zip").write_bytes(b"evaluation")
    (busy.data / "staging" / "imports" / "1").mkdir(parents=True)
    (busy.data / "staging" / "imports" / "1" / "rows.parquet").write_bytes(b"rows")
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
    assert (copy.data / "packages" / "abcd.zip").read_bytes() == b"evaluation"
    assert (copy.data / "staging" / "imports" / "1" / "rows.parquet").read_bytes() == b"rows"
    assert not (copy.data / "files" / "incoming").exists()
    assert (copy.data / "secrets" / "field.key").read_text() == (
        busy.data / "secrets" / "field.key"
    ).read_text()


def test_every_folder_that_the_program_keeps_things_in_is_copied() -> None:
    """Whoever writes into a new folder of the data folder says here whether it can be made anew."""
    places = re.compile(r'settings\.DATA\)? / "(\w+)"')
    written = {name for path in SOURCE.rglob("*.py") for name in places.findall(path.read_text("utf-8"))}
    kept = {place.partition("/")[0] for place in (*backup.BEFORE, *backup.AFTER, backup.SECRETS)}
    assert written - kept == {"cache"}


def test_what_is_taken_away_meanwhile_does_not_stop_a_backup(tmp_path: Path, monkeypatch) -> None:
    data = tmp_path / "office"
    (data / "files").mkdir(parents=True)
    for name in ("a", "b", "c"):
        (data / "files" / name).write_text(name)
    add = backup._add

    def disposing(out: zipfile.ZipFile, path: Path, name: str) -> str:
        (data / "files" / "b").unlink(missing_ok=True)
        return add(out, path, name)

    monkeypatch.setattr(backup, "_add", disposing)
    with zipfile.ZipFile(tmp_path / "all.zip", "w") as out:
        assert list(backup._add_files(out, data, ("files",))) == ["files/a", "files/c"]
        assert out.namelist() == ["files/a", "files/c"]


def test_a_data_folder_that_is_a_file_system_of_its_own_is_restored_into(tmp_path: Path, monkeypatch) -> None:
    data, copy = tmp_path / "office", tmp_path / "mounted"
    for folder in (data / "files", copy):
        folder.mkdir(parents=True)
    (data / "files" / "a").write_text("a")
    sqlite = {"ENGINE": "django.db.backends.sqlite3", "NAME": str(data / SQLITE_NAME)}
    backup.backup(data, sqlite, tmp_path / "all.zip")
    move = os.replace

    def within(source: str | Path, target: str | Path) -> None:
        """Moves nothing from one file system into another, as the system does."""
        if Path(source).is_relative_to(copy) != Path(target).is_relative_to(copy):
            raise OSError(errno.EXDEV, "another file system")
        move(source, target)

    monkeypatch.setattr(os, "replace", within)
    backup.restore(tmp_path / "all.zip", copy, {**sqlite, "NAME": str(copy / SQLITE_NAME)})
    assert (copy / "files" / "a").read_text() == "a"
    assert sorted(p.name for p in copy.iterdir()) == ["files", SQLITE_NAME]


@pytest.fixture
def kept(tmp_path: Path) -> Path:
    office = Office.migrated(tmp_path / "office")
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
    other = Office.migrated(tmp_path / "other")
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
    office = Office.migrated(tmp_path / "office")
    office.run("backup", "--no-secrets", tmp_path / "all.zip")
    copy = Office(tmp_path / "copy")
    done = copy.run("restore", tmp_path / "all.zip", check=False)
    assert done.returncode == 1
    assert "was made without its keys" in done.stderr
    assert [p for p in copy.data.rglob("*") if p.is_file()] == []
    shutil.copytree(office.data / "secrets", copy.data / "secrets")
    copy.run("restore", tmp_path / "all.zip")
