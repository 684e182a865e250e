"""Is this file what its name says, whole, and harmless? Everything that is refused says the way out."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from jiyue.engine.messages import N_, Word
from jiyue.engine.problems import Refused, define
from jiyue.engine.sheet.text import decode
from jiyue.foundation.files import packages, pdfs, pictures
from jiyue.foundation.files.kinds import KINDS, OTHERS, ending, sniff, words_of
from jiyue.foundation.files.limits import MB, size_limit
from jiyue.foundation.files.problems import LOCKED

EMPTY = define(
    "FILE_EMPTY",
    N_("The file {file} is empty."),
    N_("Look whether it opens on your computer, and send it again."),
)
TOO_LARGE = define(
    "FILE_TOO_LARGE",
    N_("The file {file} has {found} MB; a file of this kind may have {limit} MB."),
    N_("Scan with fewer dots per inch, make the picture smaller, or split the file."),
)
HEIC = define(
    "FILE_HEIC",
    N_("{file} is a HEIC picture, which office computers cannot open."),
    N_(
        "On the phone choose the most compatible format for the camera, or send the picture as JPEG; "
        "time and place stay in it."
    ),
)
NOT_KEPT = define(
    "FILE_NOT_KEPT",
    N_("{file} holds {found}, which is not kept as evidence."),
    N_("Send PDF, OFD, a picture, an Excel or Word file, a text, a zip of such files, or an MP4 video."),
)
LIES = define(
    "FILE_NAME_LIES",
    N_("{file} is named {ending}, but holds {found}."),
    N_("If that is right, rename it to {right}; else look how the file was made and send the right one."),
)


@dataclass(frozen=True)
class Inspected:
    """What a file is: its kind, its pages where it has any, and what it says about its own making."""

    kind: str
    pages: int | None = None
    facts: dict[str, Any] = field(default_factory=dict)


def _text(path: Path, name: str) -> tuple[int | None, dict[str, Any]]:
    decode(path.read_bytes(), name)
    return None, {}


def _video(path: Path, name: str) -> tuple[int | None, dict[str, Any]]:
    return None, {}


CHECKS: dict[str, Callable[[Path, str], tuple[int | None, dict[str, Any]]]] = {
    "pdf": pdfs.check,
    "png": pictures.check,
    "jpeg": pictures.check,
    "webp": pictures.check,
    "tiff": pictures.check,
    "xlsx": packages.check_office,
    "docx": packages.check_office,
    "xls": packages.check_ole,
    "doc": packages.check_ole,
    "ofd": packages.check_zip,
    "zip": packages.check_zip,
    "csv": _text,
    "txt": _text,
    "mp4": _video,
}


def inspect(path: Path, name: str) -> Inspected:
    """Look at the file at ``path`` that somebody calls ``name`` (a clean name); Refused with the reason."""
    size = path.stat().st_size
    if size == 0:
        raise Refused(EMPTY(file=name))
    found = sniff(path, name)
    if found == "heic":
        raise Refused(HEIC(file=name))
    if found == "locked-office":
        raise Refused(LOCKED(file=name))
    if found in OTHERS:
        raise Refused(NOT_KEPT(file=name, found=Word(words_of(found))))
    kind = KINDS[found]
    if ending(name) not in kind.endings:
        raise Refused(
            LIES(file=name, ending=ending(name), found=Word(kind.title), right=kind.endings[0], value=name)
        )
    if size > size_limit(found):
        raise Refused(TOO_LARGE(file=name, found=-(-size // MB), limit=size_limit(found) // MB))
    pages, facts = CHECKS[found](path, name)
    return Inspected(found, pages, facts)
