"""The directory of a zip, which a reader takes into memory whole: bounded before anything parses it."""

from __future__ import annotations

import zipfile
from pathlib import Path

from jiyue.engine.messages import N_
from jiyue.engine.problems import Refused, define
from jiyue.foundation.files.limits import MB, limit

LONG_DIRECTORY = define(
    "FILE_LONG_DIRECTORY",
    N_("The list of contents of {file} alone takes {found} MB, which no such file needs."),
    N_("Save it anew with the program that made it, or send the files in it one by one."),
)
ENTRY = 400
"""Bytes of a part in the directory, with a long name."""


def bounded_directory(path: Path, name: str) -> None:
    """Refused (FILE_LONG_DIRECTORY) by what the end record of the zip at ``path`` says, also of a zip64.

    The record is found as ``ZipFile`` finds it, so that no other one can be shown to this check.
    """
    with path.open("rb") as file:
        end = zipfile._EndRecData(file)  # type: ignore[attr-defined]
    size = end[zipfile._ECD_SIZE] if end else 0  # type: ignore[attr-defined]
    if size > limit("pack_parts") * ENTRY:
        raise Refused(LONG_DIRECTORY(file=name, found=-(-size // MB)))
