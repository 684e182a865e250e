"""Hostile files are refused with a way out, and cost little."""

import struct
import zipfile
from io import BytesIO
from pathlib import Path

import msoffcrypto
import pytest

from foundation.files import samples
from foundation.files.conftest import taken
from jiyue.engine.problems import Refused
from jiyue.foundation.files.inspection import inspect


def locked_xlsx() -> bytes:
    """A workbook locked by a password, as Excel writes it."""
    out = BytesIO()
    msoffcrypto.OfficeFile(BytesIO(samples.xlsx())).encrypt("secret", out)
    return out.getvalue()


def locked_zip() -> bytes:
    data = bytearray(samples.packed(a__txt="abc"))
    data[6] |= 1
    data[data.index(b"PK\x01\x02") + 8] |= 1
    return bytes(data)


def lying_zip() -> bytes:
    """A part that says it is small and is not."""
    data = bytearray(samples.packed(a__txt="x" * 5000))
    for at in (22, data.index(b"PK\x01\x02") + 24):
        data[at : at + 4] = struct.pack("<I", 10)
    return bytes(data)


def link_zip() -> bytes:
    out = BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        link = zipfile.ZipInfo("link.txt")
        link.external_attr = 0xA1FF << 16
        archive.writestr(link, "/etc/passwd")
    return out.getvalue()


def macro_types() -> bytes:
    kind = '<Override ContentType="application/vnd.ms-excel.sheet.macroEnabled.main+xml"/>'
    return samples.zipped(
        {"[Content_Types].xml": samples.TYPES.format(kind), "xl/workbook.xml": "<workbook/>"}
    )


HOSTILE = {
    "zip bomb": ("a.zip", samples.bomb, "FILE_UNPACKS_TOO_LARGE"),
    "workbook bomb": (
        "a.xlsx",
        lambda: samples.zipped({"[Content_Types].xml": "<T/>", "xl/sheet1.xml": b" " * (30 * 2**20)}),
        "FILE_UNPACKS_TOO_LARGE",
    ),
    "lying zip": ("a.zip", lying_zip, "FILE_BROKEN"),
    "cut zip": ("a.zip", lambda: samples.packed(a__txt="x" * 500)[:80], "FILE_BROKEN"),
    "locked zip": ("a.zip", locked_zip, "FILE_LOCKED"),
    "program in a zip": ("a.zip", lambda: samples.packed(a__exe="MZ"), "FILE_HIDES"),
    "macro workbook in a zip": ("a.zip", lambda: samples.packed(a__xlsm="PK"), "FILE_HIDES"),
    "zip in a zip": ("a.zip", lambda: samples.packed(a__zip="PK"), "FILE_HIDES"),
    "way out of the folder": ("a.zip", lambda: samples.zipped({"../../a.txt": "x"}), "FILE_HIDES"),
    "absolute name": ("a.zip", lambda: samples.zipped({"/etc/a.txt": "x"}), "FILE_HIDES"),
    "drive letter": ("a.zip", lambda: samples.zipped({"C:\\a.txt": "x"}), "FILE_HIDES"),
    "link in a zip": ("a.zip", link_zip, "FILE_HIDES"),
    "macros in .xlsx": ("a.xlsx", samples.with_macros, "FILE_MACROS"),
    "macro type in .xlsx": ("a.xlsx", macro_types, "FILE_MACROS"),
    "macros in .xls": (
        "a.xls",
        lambda: samples.ole(("Workbook", b"\x09\x08\0\0"), ("_VBA_PROJECT_CUR", b"1")),
        "FILE_MACROS",
    ),
    "macro sheet in .xls": ("a.xls", samples.macro_sheet_xls, "FILE_MACROS"),
    "locked .xls": ("a.xls", lambda: samples.xls((0x002F, b"\0" * 6)), "FILE_LOCKED"),
    "locked workbook": ("a.xlsx", locked_xlsx, "FILE_LOCKED"),
    "locked PDF": ("a.pdf", samples.locked_pdf, "FILE_LOCKED"),
    "cut PDF": ("a.pdf", lambda: samples.pdf()[:200], "FILE_BROKEN"),
    "picture of too many pixels": ("a.png", samples.huge_png, "FILE_TOO_MANY_PIXELS"),
    "cut picture": ("a.png", lambda: samples.picture(size=(900, 900))[:-400], "FILE_BROKEN"),
    "cut photo": ("a.jpg", lambda: samples.picture("JPEG", (900, 900))[:-2000], "FILE_BROKEN"),
    "forged compound file": ("a.xls", lambda: samples.xls()[:512] + b"\xff" * 2000, "FILE_NOT_KEPT"),
}


@pytest.mark.parametrize("case", HOSTILE)
def test_a_hostile_file_is_refused(case: str, refused) -> None:
    name, make, code = HOSTILE[case]
    refused(code, taken, name, make())


def test_a_zip_with_an_endless_directory_is_refused_before_it_is_parsed(tmp_path: Path) -> None:
    path = tmp_path / "a.zip"
    with zipfile.ZipFile(path, "w") as archive:
        for n in range(140):
            archive.writestr(f"{n:03d}" + "x" * 65000, b"")
    with pytest.raises(Refused, match="FILE_LONG_DIRECTORY"):
        inspect(path, "a.zip")
