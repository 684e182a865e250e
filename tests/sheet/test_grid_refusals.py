"""Files that cannot be read are refused by name, with the reason and the way out."""

import gzip
from io import BytesIO
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZipFile

import olefile
import polars as pl
import pytest
import xlsxwriter
from msoffcrypto.format.ooxml import OOXMLFile

from jiyue.engine.problems import Problem, Refused
from jiyue.engine.sheet import encrypted
from jiyue.engine.sheet.grid import Limits, read_grids
from paths import SHARED, needs_shared
from tools import save_rows


def refusal(path: Path, data: bytes | None = None, limits: Limits = Limits()) -> Problem:  # noqa: B008
    if data is not None:
        path.write_bytes(data)
    with pytest.raises(Refused) as caught:
        read_grids(path, limits=limits)
    (problem,) = caught.value.problems
    assert problem.file == path.name
    assert problem.message("en")
    assert problem.remedy("en")
    return problem


def book() -> bytes:
    out = BytesIO()
    with xlsxwriter.Workbook(out) as made:
        made.add_worksheet().write_row(0, 0, ["a", 1, 2])
    return out.getvalue()


def zipped(parts: dict[str, bytes]) -> bytes:
    out = BytesIO()
    with ZipFile(out, "w", ZIP_DEFLATED) as archive:
        for name, data in parts.items():
            archive.writestr(name, data)
    return out.getvalue()


def xml(rows: str, before: str = "") -> str:
    name = "urn:schemas-microsoft-com:office:spreadsheet"
    book = f'<Workbook xmlns="{name}" xmlns:ss="{name}"><Worksheet ss:Name="a"><Table>{rows}</Table>'
    return f'<?xml version="1.0"?>{before}{book}</Worksheet></Workbook>'


@pytest.mark.parametrize("data", [b"", b"\n\n  ", b"\xef\xbb\xbf", b"\0" * 512])
def test_an_empty_file(tmp_path: Path, data: bytes) -> None:
    assert refusal(tmp_path / "a.xlsx", data).code == "SHEET_EMPTY_FILE"


def test_a_missing_file_and_a_folder(tmp_path: Path) -> None:
    assert refusal(tmp_path / "none.xlsx").code == "SHEET_NO_FILE"
    assert refusal(tmp_path).code == "SHEET_NO_FILE"


@pytest.mark.parametrize(
    ("data", "found"),
    [
        (b"%PDF-1.7 ...", "PDF"),
        (b"\x89PNG\r\n\x1a\n", "PNG"),
        (b"\xff\xd8\xff\xe0 jpeg", "JPEG"),
        (b"Rar!\x1a\x07", "RAR"),
        (zipped({"readme.txt": b"x"}), "zip"),
        (zipped({"[Content_Types].xml": b"x", "word/document.xml": b"x"}), "Word"),
        (zipped({"[Content_Types].xml": b"x", "xl/workbook.bin": b"x"}), "xlsb"),
        (zipped({"mimetype": b"application/vnd.oasis.opendocument.spreadsheet"}), "OpenDocument"),
        (b"<html><body>no table</body></html>", "HTML without a table"),
        (bytes(range(1, 32)), "binary data"),
        (gzip.compress(gzip.compress(b"a,b", mtime=0), mtime=0), "gzip in gzip"),
    ],
)
def test_another_kind_of_file(tmp_path: Path, data: bytes, found: str) -> None:
    problem = refusal(tmp_path / "a.xls", data)
    assert (problem.code, problem.params["found"]) == ("SHEET_UNKNOWN_KIND", found)


@pytest.mark.parametrize("share", [0.2, 0.5, 0.9, 0.99])
def test_a_workbook_cut_short(tmp_path: Path, share: float) -> None:
    data = book()
    problem = refusal(tmp_path / "a.xlsx", data[: int(len(data) * share)])
    assert (problem.code, problem.params["kind"]) == ("SHEET_BROKEN_FILE", "xlsx")


@needs_shared
def test_an_xls_cut_short(tmp_path: Path) -> None:
    data = (SHARED / "golden" / "books" / "shanghai_2012_C1302.xls").read_bytes()
    assert refusal(tmp_path / "a.xls", data[:3000]).code == "SHEET_BROKEN_FILE"


def test_gzip_and_parquet_cut_short(tmp_path: Path) -> None:
    assert refusal(tmp_path / "a.csv.gz", gzip.compress(b"a,b\n" * 99)[:-9]).code == "SHEET_BROKEN_FILE"
    assert refusal(tmp_path / "a.parquet", b"PAR1" + b"x" * 40).code == "SHEET_BROKEN_FILE"


def test_undecodable_text_names_byte_and_line(tmp_path: Path) -> None:
    problem = refusal(tmp_path / "a.csv", "名称,面积\n".encode() + b"a,\xff\xff\n")
    assert (problem.code, problem.row, problem.params["offset"]) == ("SHEET_UNDECODABLE_TEXT", 2, 16)
    assert problem.value == "0xFF"


def test_swapped_encodings_in_one_file(tmp_path: Path) -> None:
    data = "名称,面积\n".encode() + "东县的名称,1\n".encode("gb18030") + b"x,\xff\n"
    assert refusal(tmp_path / "a.csv", data).code == "SHEET_UNDECODABLE_TEXT"


def test_nul_bytes_in_text(tmp_path: Path) -> None:
    problem = refusal(tmp_path / "a.csv", b"a,b\n1,\0\n")
    assert (problem.code, problem.row, problem.params["offset"]) == ("SHEET_NUL_BYTES", 2, 6)


def test_too_large_is_refused_before_it_is_read(tmp_path: Path) -> None:
    assert refusal(tmp_path / "a.csv", b"a,b\n" * 9, Limits(file_bytes=20)).code == "SHEET_TOO_LARGE"


@pytest.mark.parametrize("kind", ["xlsx", "csv", "html", "xml", "parquet"])
def test_too_many_cells(tmp_path: Path, kind: str) -> None:
    path = tmp_path / f"a.{kind}"
    if kind == "xlsx":
        save_rows(path, [[1], [2, 3, 4, 5, 6], [7]])
    elif kind == "parquet":
        pl.DataFrame({"a": [1, 2, 3, 4], "b": [1, 2, 3, 4]}).write_parquet(path)
    elif kind == "csv":
        path.write_text("a,b,c\n1,2,3\n4,5,6\n")
    elif kind == "html":
        path.write_text("<table><tr><td colspan=9>1</td></tr></table>")
    else:
        path.write_text(xml('<Row ss:Index="9"><Cell ss:Index="9"/></Row>'))
    assert refusal(path, limits=Limits(cells=8)).code == "SHEET_TOO_MANY_CELLS"


def test_two_far_cells_of_a_workbook_are_its_whole_rectangle(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    with xlsxwriter.Workbook(path) as made:
        sheet = made.add_worksheet()
        sheet.write(0, 0, 1)
        sheet.write(1048575, 16383, 1)
    problem = refusal(path)
    assert (problem.code, problem.params["found"]) == ("SHEET_TOO_MANY_CELLS", 1048576 * 16384)


@pytest.mark.parametrize(
    "data",
    [zipped({"[Content_Types].xml": b"x", "xl/a.xml": b"0" * 99_000}), gzip.compress(b"0" * 99_000, mtime=0)],
)
def test_a_file_that_unpacks_too_large(tmp_path: Path, data: bytes) -> None:
    assert refusal(tmp_path / "a.xlsx", data, Limits(unpacked_bytes=50_000)).code == "SHEET_UNPACKS_TOO_LARGE"


def test_too_many_sheets(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    with xlsxwriter.Workbook(path) as made:
        for _ in range(3):
            made.add_worksheet().write(0, 0, 1)
    assert refusal(path, limits=Limits(sheets=2)).code == "SHEET_TOO_MANY_SHEETS"


def test_another_password_is_asked_to_be_removed(tmp_path: Path) -> None:
    locked = BytesIO()
    OOXMLFile(BytesIO(book())).encrypt("secret", locked)
    problem = refusal(tmp_path / "a.xlsx", locked.getvalue())
    assert problem.code == "SHEET_PASSWORD"
    assert "without one" in problem.remedy("en")


def test_more_key_derivations_than_allowed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    locked = BytesIO()
    OOXMLFile(BytesIO(book())).encrypt("VelvetSweatshop", locked)
    monkeypatch.setattr(encrypted, "_MOST_SPINS", 99_999)
    problem = refusal(tmp_path / "a.xlsx", locked.getvalue())
    assert (problem.code, problem.params["reason"]) == (
        "SHEET_BROKEN_FILE",
        "the number of key derivations is forged",
    )


def test_xml_entities_are_not_followed(tmp_path: Path) -> None:
    secret = tmp_path / "secret.txt"
    secret.write_text("top secret")
    path = tmp_path / "a.xls"
    entity = f'<!DOCTYPE x [<!ENTITY e SYSTEM "{secret.as_uri()}">]>'
    path.write_text(xml('<Row><Cell><Data ss:Type="String">&e;</Data></Cell></Row>', entity))
    assert "secret" not in str(read_grids(path))


def test_an_ole_file_that_is_no_workbook(tmp_path: Path) -> None:
    assert refusal(tmp_path / "a.xls", olefile.MAGIC + b"\0" * 600).code == "SHEET_BROKEN_FILE"


@needs_shared
@pytest.mark.parametrize(
    ("place", "forged"),
    [
        (44, b"\xff\xff\xff\x7f"),  # number of sectors of the sector table
        (64, b"\xff\xff\xff\x7f"),  # number of sectors of the small streams
        (68, b"\x00\x00\x00\x00"),  # the sector table goes on in the first sector
        (48, b"\xf0\xff\xff\x00"),  # the directory begins behind the end
    ],
)
def test_forged_numbers_of_a_compound_file(tmp_path: Path, place: int, forged: bytes) -> None:
    data = bytearray((SHARED / "golden" / "books" / "shanghai_2012_C1302.xls").read_bytes())
    data[place : place + len(forged)] = forged
    assert refusal(tmp_path / "a.xls", bytes(data)).code == "SHEET_BROKEN_FILE"


@needs_shared
def test_a_forged_extent_of_an_xls_sheet(tmp_path: Path) -> None:
    data = (SHARED / "golden" / "books" / "shanghai_2012_C1302.xls").read_bytes()
    head = b"\x00\x02\x0e\x00"
    place = data.index(head) + 4
    forged = data[: place + 4] + b"\xff\xff\xff\x7f" + data[place + 8 :]
    assert refusal(tmp_path / "a.xls", forged).code == "SHEET_BROKEN_FILE"


def test_a_forged_count_of_shared_strings(tmp_path: Path) -> None:
    out = BytesIO()
    with ZipFile(BytesIO(book())) as made, ZipFile(out, "w") as forged:
        for part in made.namelist():
            data = made.read(part)
            if part.endswith("sharedStrings.xml"):
                data = data.replace(b'uniqueCount="1"', b'uniqueCount="99999999999"')
            forged.writestr(part, data)
    assert refusal(tmp_path / "a.xlsx", out.getvalue()).code == "SHEET_BROKEN_FILE"
