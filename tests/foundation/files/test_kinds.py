"""A file is what its content says; a name that says otherwise is refused."""

import pytest

from foundation.files import samples
from foundation.files.conftest import taken

HONEST = {
    "文件.pdf": (samples.pdf, "pdf"),
    "图.png": (samples.picture, "png"),
    "图.JPG": (samples.photo, "jpeg"),
    "图.jpeg": (samples.photo, "jpeg"),
    "图.webp": (lambda: samples.picture("WEBP"), "webp"),
    "扫描.tif": (lambda: samples.picture("TIFF"), "tiff"),
    "表.xlsx": (samples.xlsx, "xlsx"),
    "表.xls": (samples.xls, "xls"),
    "说明.docx": (samples.word, "docx"),
    "公文.ofd": (samples.ofd, "ofd"),
    "表.csv": (lambda: "乡镇,面积\n青禾镇,12\n".encode("gb18030"), "csv"),
    "表2.csv": (lambda: "乡镇,面积\n".encode("utf-8-sig"), "csv"),
    "记录.txt": (lambda: "BM 表明 MZ".encode(), "txt"),
    "记录2.txt": (lambda: "宽文本".encode("utf-16"), "txt"),
    "包.zip": (lambda: samples.packed(a__txt="a"), "zip"),
    "现场.mp4": (samples.video, "mp4"),
    "2024.12.31 报告.pdf": (samples.pdf, "pdf"),
    "表.xlsx.pdf": (samples.pdf, "pdf"),
}


@pytest.mark.parametrize("name", HONEST)
def test_the_kind_is_found_by_content(name: str) -> None:
    make, kind = HONEST[name]
    assert taken(name, make()).found.kind == kind


LIARS = {
    "a picture named PDF": ("a.pdf", samples.picture, "FILE_NAME_LIES"),
    "a PDF named picture": ("a.jpg", samples.pdf, "FILE_NAME_LIES"),
    "a workbook named .xls": ("a.xls", samples.xlsx, "FILE_NAME_LIES"),
    "a zip named workbook": ("a.xlsx", lambda: samples.packed(a__txt="a"), "FILE_NAME_LIES"),
    "a program named picture": ("a.png", lambda: b"MZ\x90\0" + b"\0" * 200, "FILE_NOT_KEPT"),
    "a page named text": ("a.txt", lambda: b"\n <!DOCTYPE html><script>1</script>", "FILE_NOT_KEPT"),
    "a drawing named CSV": ("a.csv", lambda: b"\xef\xbb\xbf<svg onload='x'/>", "FILE_NOT_KEPT"),
    "a script named text": ("a.txt", lambda: b"#!/bin/sh\nrm x", "FILE_NOT_KEPT"),
    "noise named picture": ("a.png", lambda: bytes(range(256)) * 9, "FILE_NOT_KEPT"),
    "a film of a phone": ("a.mp4", lambda: b"\0\0\0\x14ftypqt  \0\0\0\0qt  ", "FILE_NOT_KEPT"),
    "a binary workbook": (
        "a.xlsx",
        lambda: samples.zipped({"[Content_Types].xml": "<Types/>", "xl/workbook.bin": b"1"}),
        "FILE_NOT_KEPT",
    ),
    "a HEIC picture": ("a.heic", samples.heic, "FILE_HEIC"),
    "a HEIC picture named JPEG": ("a.jpg", samples.heic, "FILE_HEIC"),
    "nothing at all": ("a.pdf", lambda: b"", "FILE_EMPTY"),
}


@pytest.mark.parametrize("case", LIARS)
def test_a_liar_is_refused(case: str, refused) -> None:
    name, make, code = LIARS[case]
    refused(code, taken, name, make())


NAMES = [
    "../../etc/a.pdf",
    "C:\\a.pdf",
    "a/b.pdf",
    "a.pdf\0.exe",
    "报告\u202efdp.exe",
    "报告\u202egpj.pdf",
    "报告.exe.pdf",
    "报告.pdf.exe",
    "报告.html",
    "表.xlsm",
    "a.pdf.",
    "没有扩展名",
    ".",
    " ",
    "长" * 201 + ".pdf",
]


@pytest.mark.parametrize("name", NAMES, ids=range(len(NAMES)))
def test_a_name_that_is_no_name_is_refused(name: str, refused) -> None:
    refused("FILE_NAME", taken, name, samples.pdf())


def test_one_form_of_writing_is_kept() -> None:
    assert taken("Cafe\u0301.pdf", samples.pdf()).name == "Caf\u00e9.pdf"


def test_a_file_above_the_limit_of_its_kind_is_refused(refused, monkeypatch) -> None:
    from jiyue.foundation.files import limits

    monkeypatch.setitem(limits._figures(), "files.mb.txt", 1)
    assert taken("a.txt", b"x" * 2**20).size == 2**20
    refused("FILE_TOO_LARGE", taken, "a.txt", b"x" * (2**20 + 1))
