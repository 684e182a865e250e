"""What a file is, by its content: one table of kinds, one of signatures."""

from __future__ import annotations

import codecs
import re
from dataclasses import dataclass
from pathlib import Path
from zipfile import BadZipFile, ZipFile

import olefile

from jiyue.engine.messages import N_
from jiyue.foundation.files.directory import bounded_directory


@dataclass(frozen=True)
class FileKind:
    """A kind of file that is kept. ``endings`` are those that its name may have."""

    code: str
    title: str
    mime: str
    endings: tuple[str, ...]
    drawn: bool = False
    """Its pages can be shown as pictures."""


_OFFICE = "application/vnd.openxmlformats-officedocument"
KINDS = {
    k.code: k
    for k in (
        FileKind("pdf", N_("PDF"), "application/pdf", (".pdf",), drawn=True),
        FileKind("png", N_("PNG picture"), "image/png", (".png",), drawn=True),
        FileKind("jpeg", N_("JPEG picture"), "image/jpeg", (".jpg", ".jpeg", ".jpe"), drawn=True),
        FileKind("webp", N_("WebP picture"), "image/webp", (".webp",), drawn=True),
        FileKind("tiff", N_("TIFF picture"), "image/tiff", (".tif", ".tiff"), drawn=True),
        FileKind("xlsx", N_("Excel workbook (.xlsx)"), f"{_OFFICE}.spreadsheetml.sheet", (".xlsx",)),
        FileKind("xls", N_("Excel workbook (.xls)"), "application/vnd.ms-excel", (".xls",)),
        FileKind("docx", N_("Word text (.docx)"), f"{_OFFICE}.wordprocessingml.document", (".docx",)),
        FileKind("doc", N_("Word text (.doc)"), "application/msword", (".doc",)),
        FileKind("ofd", N_("OFD paper"), "application/ofd", (".ofd",)),
        FileKind("csv", N_("CSV table"), "text/csv", (".csv",)),
        FileKind("txt", N_("plain text"), "text/plain", (".txt",)),
        FileKind("zip", N_("zip archive"), "application/zip", (".zip",)),
        FileKind("mp4", N_("MP4 video"), "video/mp4", (".mp4",)),
    )
}
OTHERS = {
    "heic": N_("HEIC picture"),
    "mov": N_("QuickTime video"),
    "program": N_("program"),
    "web": N_("web page or script"),
    "archive": N_("archive of another kind (rar, 7z, gz)"),
    "slides": N_("slides"),
    "binary-workbook": N_("binary workbook (.xlsb)"),
    "locked-office": N_("locked Office file"),
    "ole": N_("Office file of another kind"),
    "open-document": N_("OpenDocument"),
    "rtf": N_("RTF text"),
    "gif": N_("GIF picture"),
    "bmp": N_("BMP picture"),
    "unknown": N_("nothing that is known"),
}
"""What is recognised and not kept."""
ZIPPED = frozenset({"zip", "xlsx", "docx", "ofd", "slides", "binary-workbook", "open-document"})
"""Kinds that are zip archives inside."""

SIGNATURES: tuple[tuple[int, bytes, str], ...] = (
    (0, b"%PDF-", "pdf"),
    (0, b"\x89PNG\r\n\x1a\n", "png"),
    (0, b"\xff\xd8\xff", "jpeg"),
    (8, b"WEBP", "webp"),
    (0, b"II*\0", "tiff"),
    (0, b"MM\0*", "tiff"),
    (0, b"II+\0", "tiff"),
    (0, b"MM\0+", "tiff"),
    (0, b"PK\x03\x04", "zip"),
    (0, b"PK\x05\x06", "zip"),
    (0, b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "ole"),
    (4, b"ftyp", "ftyp"),
    (0, b"MZ", "program"),
    (0, b"\x7fELF", "program"),
    (0, b"\xca\xfe\xba\xbe", "program"),
    (0, b"\xcf\xfa\xed\xfe", "program"),
    (0, b"L\0\0\0\x01\x14\x02\0", "program"),
    (0, b"#!", "web"),
    (0, b"Rar!\x1a\x07", "archive"),
    (0, b"7z\xbc\xaf\x27\x1c", "archive"),
    (0, b"\x1f\x8b", "archive"),
    (0, b"BZh", "archive"),
    (0, b"\xfd7zXZ\0", "archive"),
    (0, b"{\\rtf", "rtf"),
    (0, b"GIF8", "gif"),
    (0, b"BM", "bmp"),
)
_BRANDS = {
    "heic": {b"heic", b"heix", b"heim", b"heis", b"hevc", b"hevx", b"mif1", b"msf1", b"avif", b"avis"},
    "mov": {b"qt  "},
    "mp4": {
        b"isom",
        b"iso2",
        b"iso4",
        b"iso5",
        b"iso6",
        b"mp41",
        b"mp42",
        b"avc1",
        b"M4V ",
        b"MSNV",
        b"mp71",
    },
}
_WEB = (
    *(b"#!", b"<!doctype html", b"<html", b"<head", b"<body", b"<script", b"<iframe", b"<svg", b"<?xml"),
    *(b"<?php", b"mime-version:"),
)
_CONTROL = re.compile(r"[\x00-\x08\x0e-\x1b\x7f]")
_HEAD, _LATEST_PDF = 65536, 1024


def words_of(code: str) -> str:
    """The msgid that names what was found."""
    return KINDS[code].title if code in KINDS else OTHERS[code]


def ending(name: str) -> str:
    """``.pdf`` of a name, in small letters."""
    return Path(name).suffix.lower()


def sniff(path: Path, name: str) -> str:
    """The code of what the file at ``path`` holds: of :data:`KINDS`, or of :data:`OTHERS`.

    A plain text is a table or a text by the ending of ``name``, which nothing else depends on.
    """
    with path.open("rb") as file:
        head = file.read(_HEAD)
    found = next((code for at, mark, code in SIGNATURES if head.startswith(mark, at)), "")
    if found == "webp" and not head.startswith(b"RIFF"):
        found = ""
    if found == "zip":
        return _zip(path, name)
    if found == "ole":
        return _ole(path)
    if found == "ftyp":
        return next((code for code, brands in _BRANDS.items() if head[8:12] in brands), "unknown")
    if found in ("", "bmp", "program", "web") and (text := _text(head)):
        return "csv" if text == "txt" and ending(name) == ".csv" else text
    if not found and b"%PDF-" in head[:_LATEST_PDF]:
        return "pdf"
    return found or "unknown"


def _zip(path: Path, name: str) -> str:
    try:
        bounded_directory(path, name)
        with ZipFile(path) as archive:
            names = set(archive.namelist())
    except (BadZipFile, ValueError, OSError, NotImplementedError):
        return "zip"
    if "OFD.xml" in names:
        return "ofd"
    if "[Content_Types].xml" in names:
        parts = {name.partition("/")[0] for name in names}
        if "xl" in parts:
            return "binary-workbook" if "xl/workbook.bin" in names else "xlsx"
        if "word" in parts:
            return "docx"
        return "slides" if "ppt" in parts else "zip"
    return "open-document" if "mimetype" in names else "zip"


def _ole(path: Path) -> str:
    try:
        with olefile.OleFileIO(path) as ole:
            for stream, code in (
                ("EncryptedPackage", "locked-office"),
                ("Workbook", "xls"),
                ("Book", "xls"),
                ("WordDocument", "doc"),
                ("PowerPoint Document", "slides"),
            ):
                if ole.exists(stream):
                    return code
    except Exception:
        return "unknown"  # whatever a forged directory makes the reader raise
    return "ole"


def _text(head: bytes) -> str:
    """``txt`` for plain text, ``web`` for a page or a script; nothing for bytes that are no text."""
    if not head or not _decodes(head):
        return ""
    start = head.removeprefix(codecs.BOM_UTF8).lstrip().lower()
    return "web" if start.startswith(_WEB) else "txt"


def _decodes(head: bytes) -> bool:
    """Whether the start of a text, perhaps cut within a character, decodes without control characters."""
    utf16 = head.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE))
    for encoding in ("utf-16",) if utf16 else ("utf-8-sig", "gb18030"):
        try:
            text = codecs.getincrementaldecoder(encoding)().decode(head)
        except UnicodeDecodeError:
            continue
        return not _CONTROL.search(text)
    return False
