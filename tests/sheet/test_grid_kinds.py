"""Every kind of file gives the same grid; the content decides, never the ending."""

import codecs
import datetime
import gzip
from io import BytesIO
from pathlib import Path

import olefile
import polars as pl
import pytest
import xlsxwriter
from msoffcrypto.format.ooxml import OOXMLFile

from jiyue.engine.sheet.grid import Merge, read_grids
from paths import SHARED, needs_shared
from tools import save_rows

CSV = '名称,面积\r\n"东,县",12.5\r\n西县,\r\n'
ROWS = (("名称", "面积"), ("东,县", "12.5"), ("西县", None))


@pytest.mark.parametrize(
    "data",
    [
        CSV.encode(),
        codecs.BOM_UTF8 + CSV.encode(),
        CSV.encode("gb18030"),
        CSV.encode("utf-16"),
        codecs.BOM_UTF16_BE + CSV.encode("utf-16-be"),
        gzip.compress(CSV.encode("gb18030"), mtime=0),
        CSV.replace(",", "\t").replace('"东\t县"', "东,县").encode(),
        CSV.replace(",", ";").replace("东;县", "东,县").encode(),
        CSV.replace("\r\n", "\n").encode(),
    ],
)
def test_text_files_in_any_encoding(tmp_path: Path, data: bytes) -> None:
    path = tmp_path / "book.xls"
    path.write_bytes(data)
    (grid,) = read_grids(path)
    assert (grid.name, grid.rows, grid.first_row) == ("book", ROWS, 1)


def test_xlsx_with_merges_offsets_and_types(tmp_path: Path) -> None:
    path = tmp_path / "book.csv"
    day = datetime.date(2024, 2, 29)
    save_rows(path, [[], [None, "题目"], [None, 1.5, 2, "01", True, day]], merges=[(1, 1, 1, 4)], name="甲")
    (grid,) = read_grids(path)
    assert grid.name == "甲"
    assert grid.rows[0] == (None,) * 6
    assert grid.rows[1][:2] == (None, "题目")
    assert grid.rows[2] == (None, 1.5, 2, "01", True, day)
    assert grid.merges == (Merge(1, 1, 1, 4),)


def test_error_cells_are_the_text_that_excel_prints(tmp_path: Path) -> None:
    path = tmp_path / "book.xlsx"
    with xlsxwriter.Workbook(path) as book:
        sheet = book.add_worksheet("一")
        sheet.write_row(0, 0, ["a", "b"])
        for row, error in enumerate(["#DIV/0!", "#N/A", "#REF!", "#VALUE!"], start=1):
            sheet.write_formula(row, 1, "=1/0", None, error)
        book.add_worksheet("二").write(0, 0, "x")
    first, second = read_grids(path)
    assert [row[1] for row in first.rows] == ["b", "#DIV/0!", "#N/A", "#REF!", "#VALUE!"]
    assert second.rows == (("x",),)


@needs_shared
def test_xls_with_error_cells_and_merges() -> None:
    grids = {g.name: g for g in read_grids(SHARED / "golden" / "books" / "shennongjia_rural_2016.xls")}
    grid = grids["农业生产条件（一）"]
    assert grid.rows[12][12] == "#DIV/0!"
    assert grid.rows[9][3] == 75000
    assert Merge(9, 0, 10, 0) in grid.merges
    assert grids["Sheet1"].rows == ()


def test_formulas_give_their_stored_results(tmp_path: Path) -> None:
    path = tmp_path / "book.xlsx"
    with xlsxwriter.Workbook(path) as book:
        book.add_worksheet().write_formula(0, 0, "=1+1", None, 2)
    assert read_grids(path)[0].rows == ((2,),)


def lock(source: Path, target: Path, password: str) -> None:
    locked = BytesIO()
    with source.open("rb") as file:
        OOXMLFile(file).encrypt(password, locked)
    target.write_bytes(locked.getvalue())


def test_the_password_that_excel_tries_itself_opens_the_book(tmp_path: Path) -> None:
    plain = save_rows(tmp_path / "plain.xlsx", [["a", 1]])
    lock(plain, tmp_path / "locked.xls", "VelvetSweatshop")
    assert olefile.isOleFile(tmp_path / "locked.xls")
    assert read_grids(tmp_path / "locked.xls")[0].rows == (("a", 1),)


HTML = """
<!-- exported --><html><head><title>t</title></head><body><div>题目</div>
<table id="main"><tr><td rowspan="2">地区</td><th colspan=2>面积<br>(亩)</th></tr>
<tr><td>甲</td><td>乙 &amp; 丙</td></tr>
<tbody><tr><td>东县</td><td>1</td><td>&nbsp;2</td></tr></tbody></table>
<table><tr><td>注</td></tr></table></body></html>"""


@pytest.mark.parametrize("encoding", ["utf-8", "gb18030"])
def test_html_saved_as_xls(tmp_path: Path, encoding: str) -> None:
    path = tmp_path / "book.xls"
    path.write_bytes(HTML.encode(encoding))
    main, note = read_grids(path)
    assert (main.name, note.name) == ("main", "tab1")
    assert main.rows == (("地区", "面积\n(亩)", None), (None, "甲", "乙 & 丙"), ("东县", "1", "\xa02"))
    assert main.merges == (Merge(0, 0, 1, 0), Merge(0, 1, 0, 2))
    assert note.rows == (("注",),)


def test_a_layout_table_does_not_repeat_the_table_inside(tmp_path: Path) -> None:
    path = tmp_path / "book.html"
    path.write_text("<table><tr><td><table id='in'><tr><td>1</td></tr></table></td></tr></table>", "utf-8")
    outer, inner = read_grids(path)
    assert (outer.rows, inner.rows) == (((None,),), (("1",),))


XML = """<?xml version="1.0" encoding="UTF-8"?><?mso-application progid="Excel.Sheet"?>
<Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet"
 xmlns:ss="urn:schemas-microsoft-com:office:spreadsheet"><Worksheet ss:Name="表"><Table>
<Row><Cell ss:MergeAcross="1"><Data ss:Type="String">题目</Data></Cell></Row>
<Row ss:Index="3"><Cell ss:Index="2"><Data ss:Type="Number">1.5</Data></Cell>
<Cell><Data ss:Type="Error">#N/A</Data></Cell></Row></Table></Worksheet></Workbook>"""


def test_the_xml_workbook_of_reporting_systems(tmp_path: Path) -> None:
    path = tmp_path / "book.xls"
    path.write_text(XML, "utf-8")
    (grid,) = read_grids(path)
    assert grid.name == "表"
    assert grid.rows == (("题目", None, None), (None, None, None), (None, 1.5, "#N/A"))
    assert grid.merges == (Merge(0, 0, 0, 1),)


def test_parquet_begins_with_its_column_names(tmp_path: Path) -> None:
    path = tmp_path / "table.parquet"
    pl.DataFrame(
        {"名称": ["东县", None], "面积": [1.5, 2.0]}, schema_overrides={"面积": pl.Decimal(10, 2)}
    ).write_parquet(path)
    assert read_grids(path)[0].rows == (("名称", "面积"), ("东县", 1.5), (None, 2))
