"""Files from outside: named harmlessly, bounded, and refused before anything parses them where that shows."""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections.abc import Iterable, Sequence
from pathlib import Path, PurePosixPath
from typing import Any
from zipfile import ZipFile

from django.conf import settings

from jiyue.engine.messages import N_
from jiyue.engine.problems import Problem, Refused, define
from jiyue.engine.sheet.guard import parsing
from jiyue.engine.sheet.shapes import Limits
from jiyue.foundation.files.kinds import ZIPPED, sniff
from jiyue.foundation.files.limits import MB, limit, size_limit
from jiyue.foundation.files.names import MACRO_TABLES
from jiyue.foundation.files.packages import MACROS, bounded_office, without_macros

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
ENDINGS = {".xlsx": "xlsx", ".xls": "xls", ".et": "xls", ".csv": "csv", ".tsv": "csv"}
"""Endings that a table may have, and whose limit of size each has."""
LONGEST_NAME = 100
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
        if ending in MACRO_TABLES:
            problems.append(MACROS(file=name))
        elif ending not in ENDINGS:
            problems.append(NO_TABLE(file=name, value=ending))
        elif file.size > (most := size_limit(ENDINGS[ending])):
            problems.append(TOO_LARGE(file=name, found=-(-file.size // MB), limit=most // MB))
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
    """What the reader of tables may spend: sizes are the same as for files that are kept as evidence."""
    most = max(size_limit(kind) for kind in ENDINGS.values())
    return Limits(file_bytes=most, unpacked_bytes=limit("mb_unpacked") * MB)


def checked_content(path: Path) -> None:
    """Refuse macros and packed bombs by what the file is, whatever it is called. In the worker only.

    What is no workbook at all is left to the reader, which says what it is.
    """
    kind = sniff(path, path.name)
    if kind in ZIPPED:
        with parsing(path.name, "xlsx"), ZipFile(path) as archive:
            bounded_office(archive, path.name)
    elif kind in ("xls", "doc", "ole"):
        with parsing(path.name, "xls"):
            without_macros(path.read_bytes(), path.name)
