"""Files made of parts: zip, xlsx, docx, OFD, and the older Office files. Bombs, macros, locks are refused."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path, PurePosixPath
from struct import unpack_from
from typing import Any
from zipfile import ZipFile, ZipInfo

import msoffcrypto
from lxml import etree

from jiyue.engine.messages import N_
from jiyue.engine.problems import Refused, define
from jiyue.engine.sheet.ole import checked_streams
from jiyue.foundation.files.limits import MB, limit
from jiyue.foundation.files.names import RUNNABLE
from jiyue.foundation.files.problems import LOCKED, reading

BOMB = define(
    "FILE_UNPACKS_TOO_LARGE",
    N_("Unpacked, {file} would fill far more than it may ({part})."),
    N_("Send the files themselves, or a zip that holds less."),
)
MACROS = define(
    "FILE_MACROS",
    N_("{file} holds macros, which are small programs."),
    N_("Save it as .xlsx or .docx without macros, or as PDF, and send that copy."),
)
HIDES = define(
    "FILE_HIDES",
    N_("The archive {file} holds {part}, which cannot be looked through or would be run."),
    N_("Take it out, or send the files in it one by one."),
)
_PACKED = frozenset({".zip", ".rar", ".7z", ".gz", ".tgz", ".tar", ".bz2", ".xz", ".cab", ".iso"})
_CORE, _CORE_BYTES = "docProps/core.xml", 100_000
_CREATED = "{http://purl.org/dc/terms/}created"
_CHUNK = 1 << 16
_SMALL = 1 << 20
_MACRO_STREAMS = ("_vba_project_cur", "macros", "_vba_project", "vba")
_SHEET_RECORD, _MACRO_SHEETS = 0x0085, {1, 6}


def check_zip(path: Path, name: str) -> tuple[None, dict[str, Any]]:
    """Every part read once within the limits; no program, no archive, no way out of the folder in it."""
    with reading(name), ZipFile(path) as archive:
        parts = archive.infolist()
        _sizes(parts, name)
        for part in parts:
            _harmless(part, name)
        _unpack(archive, parts, name)
    return None, {}


def check_office(path: Path, name: str) -> tuple[None, dict[str, Any]]:
    """An .xlsx or .docx without macros; when it was made."""
    with reading(name), ZipFile(path) as archive:
        parts = bounded_office(archive, name)
        _unpack(archive, parts, name)
        made = _created(archive)
    return None, {"made_at": made} if made else {}


def check_ole(path: Path, name: str) -> tuple[None, dict[str, Any]]:
    """An .xls or .doc without macros and without a lock."""
    with reading(name), path.open("rb") as file:
        without_macros(path.read_bytes(), name)
        if msoffcrypto.OfficeFile(file).is_encrypted():
            raise Refused(LOCKED(file=name))
    return None, {}


def bounded_office(archive: ZipFile, name: str) -> list[ZipInfo]:
    """The parts of an .xlsx or .docx that keep the limits; Refused for bombs, locks and macros."""
    parts = archive.infolist()
    _sizes(parts, name)
    for part in parts:
        inner = part.filename.lower()
        if inner.endswith(("vbaproject.bin", "xlm.xml")) or "macrosheets/" in inner:
            raise Refused(MACROS(file=name))
    types = archive.getinfo("[Content_Types].xml")
    if types.file_size > _SMALL or b"macroenabled" in archive.read(types).lower():
        raise Refused(MACROS(file=name))
    return parts


def without_macros(data: bytes, name: str) -> None:
    """Refuse the macros of an .xls or .doc, those of Excel 4 as well where the file is not locked."""
    streams = checked_streams(data)
    if any(part.lower() in _MACRO_STREAMS for stream in streams for part in stream.split("/")):
        raise Refused(MACROS(file=name))
    if _macro_sheet(streams.get("Workbook") or streams.get("Book") or b""):
        raise Refused(MACROS(file=name))


def _sizes(parts: Iterable[ZipInfo], name: str) -> None:
    count, total = 0, 0
    for part in parts:
        count, total = count + 1, total + part.file_size
        if part.flag_bits & 1:
            raise Refused(LOCKED(file=name))
        grows = part.file_size > _SMALL and part.file_size > limit("pack_ratio") * max(part.compress_size, 1)
        if grows or total > limit("mb_unpacked") * MB or count > limit("pack_parts"):
            raise Refused(BOMB(file=name, part=part.filename[:80]))


def _unpack(archive: ZipFile, parts: Iterable[ZipInfo], name: str) -> None:
    """Read every part: a part that is longer than it says, or broken, shows by its checksum."""
    for part in parts:
        with archive.open(part) as file:
            while file.read(_CHUNK):
                pass


def _harmless(part: ZipInfo, name: str) -> None:
    inner = PurePosixPath(part.filename.replace("\\", "/"))
    endings = {s.lower().strip() for s in inner.suffixes}
    leaves = (
        inner.is_absolute() or ".." in inner.parts or ":" in inner.parts[0:1][0] if inner.parts else False
    )
    link = (part.external_attr >> 28) == 0xA
    if leaves or link or endings & RUNNABLE or inner.suffix.lower() in _PACKED:
        raise Refused(HIDES(file=name, part=part.filename[:80]))


def _created(archive: ZipFile) -> str:
    """``2025-03-04T09:05:06Z`` of the core properties; nothing where they do not say."""
    if _CORE not in archive.namelist() or archive.getinfo(_CORE).file_size > _CORE_BYTES:
        return ""
    parser = etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=False)
    found = etree.fromstring(archive.read(_CORE), parser).find(_CREATED)
    return (found.text or "").strip()[:25] if found is not None else ""


def _macro_sheet(book: bytes) -> bool:
    """Whether a sheet of an .xls is an Excel 4 macro sheet ([MS-XLS] 2.4.28 BoundSheet8, field dt)."""
    at = 0
    while at + 4 <= len(book):
        kind, length = unpack_from("<HH", book, at)
        if kind == _SHEET_RECORD and length > 5 and book[at + 9] in _MACRO_SHEETS:
            return True
        at += 4 + length
    return False
