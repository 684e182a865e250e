"""Backup and restore of the whole data folder, while the program is at work.

Anchors are copied first, so that none is ahead of the trail; then the database as of one moment; then what
lies beside it: files and packages, which are named by their content and never change, and the uploads of
imports, so that all that this database knows is there. The manifest carries the SHA-256 of each part.
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import sqlite3
import subprocess
import tempfile
import zipfile
from contextlib import closing, suppress
from pathlib import Path, PurePosixPath
from typing import Any

from jiyue import __version__
from jiyue.app.env import SQLITE_NAME
from jiyue.engine.messages import N_
from jiyue.engine.problems import Refused, define

BAD_BACKUP = define(
    "BACKUP_BROKEN",
    N_("{file} is not a whole backup: {value}."),
    N_("Use another backup; nothing was restored."),
)
NOT_EMPTY = define(
    "RESTORE_TARGET_TAKEN",
    N_("The data folder {value} already holds data, so nothing is restored over it."),
    N_("Set JIYUE_DATA (and DATABASE_URL) to an empty place, restore there, look at it, then switch over."),
)
NO_CLIENT = define(
    "POSTGRES_CLIENT_MISSING",
    N_("{value} is not installed; a PostgreSQL database is copied with it."),
    N_("Install the PostgreSQL client programs of the server's version."),
)
OTHER_KEYS = define(
    "RESTORE_OTHER_KEYS",
    N_("{file} was made without its keys, and those in {value} do not open its sealed fields."),
    N_("Copy the folder secrets of the office that was backed up to {value}, then restore again."),
)
MANIFEST = "manifest.json"
DUMP = "database.pgdump"
BEFORE = ("anchors",)
AFTER = ("files", "packages", "packs", "staging/imports")
SECRETS = "secrets"
KEYS = ("field.key", "digest.key")
"""The keys without which sealed fields are neither read nor found."""
BLOCK = 1 << 20


def backup(data: Path, database: dict[str, Any], target: Path, *, secrets: bool = True) -> dict[str, Any]:
    """Write one zip file with everything; its manifest. The file appears whole or not at all."""
    target.parent.mkdir(parents=True, exist_ok=True)
    handle, draft = tempfile.mkstemp(dir=target.parent, prefix=".jiyue-", suffix=".part")
    parts: dict[str, str] = {}
    try:
        with os.fdopen(handle, "w+b") as file, zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as out:
            parts |= _add_files(out, data, BEFORE)
            with tempfile.TemporaryDirectory(dir=target.parent, prefix=".jiyue-") as folder:
                copy = _copy_database(database, Path(folder))
                parts[copy.name] = _add(out, copy, copy.name)
            parts |= _add_files(out, data, (*AFTER, SECRETS) if secrets else AFTER)
            manifest = {
                "kind": "backup",
                "version": __version__,
                "keys": key_mark(data),
                "parts": dict(sorted(parts.items())),
            }
            out.writestr(MANIFEST, json.dumps(manifest, indent=1))
        os.replace(draft, target)
    except BaseException:
        Path(draft).unlink(missing_ok=True)
        raise
    return manifest


def restore(source: Path, data: Path, database: dict[str, Any]) -> dict[str, Any]:
    """Put a backup into an empty data folder; every part is checked before it counts.

    Raises :class:`Refused` (BACKUP_BROKEN, RESTORE_TARGET_TAKEN, RESTORE_OTHER_KEYS,
    POSTGRES_CLIENT_MISSING).
    """
    if any(p.is_file() and p.parent.name != SECRETS for p in data.rglob("*")):
        raise Refused(NOT_EMPTY(field="JIYUE_DATA", value=str(data)))
    draft = Path(tempfile.mkdtemp(dir=data, prefix=".jiyue-restore-"))
    try:
        manifest = _unpack(source, draft)
        keys = key_mark(draft if (draft / SECRETS).exists() else data)
        if manifest.get("keys", keys) != keys:
            raise Refused(OTHER_KEYS(file=str(source), value=str(data / SECRETS)))
        dump = draft / DUMP
        if database["ENGINE"].endswith("postgresql") != dump.exists():
            raise Refused(BAD_BACKUP(file=str(source), value=N_("it is of another kind of database")))
        if dump.exists():
            _postgres(
                "pg_restore", database, "--no-owner", "--exit-on-error", "--single-transaction", str(dump)
            )
            dump.unlink()
        for part in draft.iterdir():
            place = data / part.name
            if place.is_dir():
                shutil.rmtree(place)
            os.replace(part, place)
    finally:
        shutil.rmtree(draft, ignore_errors=True)
    return manifest


def key_mark(data: Path) -> str:
    """A digest by which the keys of ``data`` are known again; they are random, so it tells nothing."""
    mark = hashlib.sha256()
    for path in (data / SECRETS / name for name in KEYS):
        mark.update(path.read_bytes() if path.exists() else b"none")
    return mark.hexdigest()


def _copy_database(database: dict[str, Any], folder: Path) -> Path:
    if database["ENGINE"].endswith("postgresql"):
        copy = folder / DUMP
        _postgres("pg_dump", database, "--format=custom", "--no-owner", f"--file={copy}")
        return copy
    copy = folder / SQLITE_NAME
    with closing(sqlite3.connect(database["NAME"])) as source, closing(sqlite3.connect(copy)) as target:
        source.backup(target)
    return copy


def _postgres(program: str, database: dict[str, Any], *words: str) -> None:
    if not shutil.which(program):
        raise Refused(NO_CLIENT(field="DATABASE_URL", value=program))
    names = {"PGHOST": "HOST", "PGPORT": "PORT", "PGUSER": "USER", "PGPASSWORD": "PASSWORD"}
    said = {name: str(database[key]) for name, key in names.items() if database.get(key)}
    call = [program, f"--dbname={database['NAME']}", *words]
    done = subprocess.run(call, env={**os.environ, **said}, capture_output=True, text=True, check=False)  # noqa: S603
    if done.returncode:
        raise Refused(BAD_BACKUP(file=program, value=done.stderr.strip().splitlines()[-1:]))


def _add_files(out: zipfile.ZipFile, data: Path, folders: tuple[str, ...]) -> dict[str, str]:
    """Add every file of ``folders``; their hashes by name.

    Not what is still being written, which a dot begins, and not what was taken away in the meantime.
    """
    paths = [p for f in folders for p in sorted((data / f).rglob("*")) if p.is_file() and not p.is_symlink()]
    added = {}
    for path in paths:
        name = path.relative_to(data).as_posix()
        if not path.name.startswith("."):
            with suppress(FileNotFoundError):
                added[name] = _add(out, path, name)
    return added


def _add(out: zipfile.ZipFile, path: Path, name: str) -> str:
    mark = hashlib.sha256()
    with path.open("rb") as source, out.open(name, "w", force_zip64=True) as target:
        while block := source.read(BLOCK):
            mark.update(block)
            target.write(block)
    return mark.hexdigest()


def _unpack(source: Path, draft: Path) -> dict[str, Any]:
    """Every part of the manifest, checked, into ``draft``."""

    def broken(why: str) -> Refused:
        return Refused(BAD_BACKUP(file=str(source), value=why))

    try:
        with zipfile.ZipFile(source) as book:
            manifest = json.loads(book.read(MANIFEST))
            for name, known in manifest["parts"].items():
                place = PurePosixPath(name)
                if place.is_absolute() or ".." in place.parts or "\\" in name:
                    raise broken(name)
                to = draft / place
                to.parent.mkdir(parents=True, exist_ok=True)
                mark = hashlib.sha256()
                with book.open(name) as part, to.open("wb") as out:
                    while block := part.read(BLOCK):
                        mark.update(block)
                        out.write(block)
                if mark.hexdigest() != known:
                    raise broken(name)
                to.chmod(0o600)
    except (zipfile.BadZipFile, KeyError, ValueError, TypeError, AttributeError, EOFError) as error:
        raise broken(str(error)) from None
    return dict(manifest)
