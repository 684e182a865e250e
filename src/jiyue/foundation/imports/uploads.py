"""Files from outside: named harmlessly, bounded, and refused before anything parses them where that shows."""

from __future__ import annotations

import hashlib
import re
import unicodedata
import zipfile
from collections.abc import Iterable, Sequence
from pathlib import Path, PurePosixPath
from typing import Any

from django.conf import settings

from jiyue.engine.messages import N_
from jiyue.engine.problems import Problem, Refused, define
from jiyue.engine.sheet.guard import parsing
from jiyue.engine.sheet.ole import checked_streams
from jiyue.engine.sheet.shapes import Limits
from jiyue.foundation.files.directory import bounded_directory

NO_FILES = define(
    "IMPORT_NO_FILE",
    N_("No file was chosen."),
    N_("Choose one or more workbooks and send them again."),
)
TOO_MANY = define(
    "IMPORT_TOO_MANY_FILES",
    N_("{found} files were sent at once; at most {limit} are taken."),
    N_("Send them in several imports."),
)
TOO_LARGE = define(
    "IMPORT_FILE_TOO_LARGE",
    N_("The file {file} has {found} MB; at most {limit} MB are taken."),
    N_("Split the table into several files, or delete pictures and sheets that are not needed."),
)
NO_TABLE = define(
    "IMPORT_NO_TABLE",
    N_("The file {file} is no table: its name ends in “{value}”."),
    N_("Send workbooks (.xlsx, .xls) or tables of text (.csv)."),
)
MACROS = define(
    "IMPORT_MACROS",
    N_("The file {file} holds macros, which are never taken."),
    N_("Save it as an Excel workbook without macros (.xlsx) and send that."),
)
BOMB = define(
    "IMPORT_PACKED_TOO_TIGHTLY",
    N_("The file {file} unpacks to {found} times its size, which no table of figures does."),
    N_("Open it, copy the rows into the template of this table, and send that."),
)
ENDINGS = (".xlsx", ".xls", ".csv", ".tsv", ".et")
MACRO_ENDINGS = (".xlsm", ".xlsb", ".xltm", ".xlam", ".xla")
LONGEST_NAME = 100
MEGABYTE = 2**20
_NOT_IN_NAMES = re.compile(r'[\\/:*?"<>|\x00-\x1f\x7f]')
_CHUNK = 2**20


def harmless_name(said: str) -> str:
    """The name of an upload without folders, control characters and leading dots; short, never empty."""
    last = PurePosixPath(unicodedata.normalize("NFC", said).replace("\\", "/")).name
    kept = "".join(c for c in _NOT_IN_NAMES.sub(" ", last) if unicodedata.category(c) not in ("Cc", "Cf"))
    path = Path(kept.strip().lstrip(". ") or "table")
    return path.stem[: LONGEST_NAME - len(path.suffix[:10])].rstrip(". ") + path.suffix[:10].lower()


def named_apart(names: Iterable[str], taken: Iterable[str] = ()) -> list[str]:
    """Harmless names, no two alike: a second "a.xlsx" becomes "a (2).xlsx"."""
    used, out = set(taken), []
    for said in names:
        name = harmless_name(said)
        path, number = Path(name), 1
        while name in used:
            number += 1
            name = f"{path.stem} ({number}){path.suffix}"
        used.add(name)
        out.append(name)
    return out


def checked_uploads(files: Sequence[Any]) -> None:
    """What can be said of uploads without opening them; Refused with all of it."""
    if not files:
        raise Refused(NO_FILES(field="files"))
    if len(files) > settings.UPLOAD_FILES:
        raise Refused(TOO_MANY(field="files", found=len(files), limit=settings.UPLOAD_FILES))
    problems: list[Problem] = []
    for file in files:
        name = harmless_name(file.name)
        ending = Path(name).suffix
        if ending in MACRO_ENDINGS:
            problems.append(MACROS(file=name))
        elif ending not in ENDINGS:
            problems.append(NO_TABLE(file=name, value=ending))
        if file.size > settings.UPLOAD_MB * MEGABYTE:
            found = -(-file.size // MEGABYTE)
            problems.append(TOO_LARGE(file=name, found=found, limit=settings.UPLOAD_MB))
    if problems:
        raise Refused(problems)


def store(file: Any, path: Path) -> str:
    """Write an upload to ``path``; its SHA-256."""
    digest = hashlib.sha256()
    with path.open("wb") as out:
        for chunk in file.chunks(_CHUNK):
            digest.update(chunk)
            out.write(chunk)
    path.chmod(0o600)
    return digest.hexdigest()


def limits() -> Limits:
    return Limits(
        file_bytes=settings.UPLOAD_MB * MEGABYTE, unpacked_bytes=settings.UPLOAD_UNPACKED_MB * MEGABYTE
    )


def checked_content(path: Path) -> None:
    """Refuse macros and packed bombs by what the file is, whatever it is called. In the worker only."""
    with path.open("rb") as file:
        start = file.read(8)
    if start.startswith(b"PK"):
        _check_zip(path)
    elif start.startswith(b"\xd0\xcf\x11\xe0"):
        with parsing(path.name, "xls"):
            streams = checked_streams(path.read_bytes())
        if any("VBA" in name.upper() for name in streams):
            raise Refused(MACROS(file=path.name))


def _check_zip(path: Path) -> None:
    with parsing(path.name, "xlsx"):
        bounded_directory(path, path.name)
        with zipfile.ZipFile(path) as archive:
            parts = archive.infolist()
    if any(part.filename.lower().endswith(("vbaproject.bin", "xlm.xml")) for part in parts):
        raise Refused(MACROS(file=path.name))
    if any("/macrosheets/" in part.filename.lower() for part in parts):
        raise Refused(MACROS(file=path.name))
    unpacked = sum(part.file_size for part in parts)
    ratio = unpacked // max(path.stat().st_size, 1)
    if unpacked > settings.UPLOAD_UNPACKED_MB * MEGABYTE or (
        ratio > settings.UPLOAD_RATIO and unpacked > 20 * MEGABYTE
    ):
        raise Refused(BOMB(file=path.name, found=ratio))
