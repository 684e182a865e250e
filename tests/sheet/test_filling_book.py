"""A foreign workbook filled cell by cell: openpyxl, which reads formats, sees the same book with figures."""

from io import BytesIO
from pathlib import Path
from zipfile import ZipFile

import openpyxl
import pytest
from openpyxl.drawing.image import Image
from openpyxl.styles import Border, Font, PatternFill, Side
from PIL import Image as Picture

from jiyue.engine.problems import Refused
from jiyue.engine.sheet.filling import fill, outline, place_of


@pytest.fixture
def blank(tmp_path: Path) -> Path:
    """A form with a merged title, borders, a sum, a picture, a second sheet that sums up the first."""
    book = openpyxl.Workbook()
    form = book.active
    form.title = "表一"
    form.merge_cells("A1:D1")
    form["A1"] = "土地节约集约利用情况表"
    form["A1"].font = Font(name="仿宋", size=16, bold=True)
    line = Side(style="thin")
    for row in range(3, 6):
        for column in range(1, 5):
            form.cell(row, column).border = Border(line, line, line, line)
    form["A3"], form["A4"], form["A5"] = "建设用地", "耕地", "合计"
    form["B5"] = "=SUM(B3:B4)"
    form["B3"].number_format = "0.00"
    form.column_dimensions["C"].width = 31
    form.page_setup.orientation = "landscape"
    form.protection.sheet = True
    picture = BytesIO()
    Picture.new("RGB", (8, 8), "red").save(picture, "png")
    form.add_image(Image(picture), "F2")
    second = book.create_sheet("汇总")
    second["B2"] = "=表一!B5"
    second["A9"].fill = PatternFill("solid", fgColor="FFEEDD")
    path = tmp_path / "blank.xlsx"
    book.save(path)
    return path


def filled(blank: Path, figures: dict[str, dict[str, str]]) -> bytes:
    target = BytesIO()
    fill(blank, target, figures)
    return target.getvalue()


def test_only_the_figures_are_new(blank: Path) -> None:
    data = filled(blank, {"表一": {"B3": "1234.5678", "B4": "88", "G20": "0.1"}})
    before, after = openpyxl.load_workbook(blank), openpyxl.load_workbook(BytesIO(data))
    assert after.sheetnames == before.sheetnames
    old, new = before["表一"], after["表一"]
    assert (new["B3"].value, new["B4"].value, new["G20"].value) == (1234.5678, 88, 0.1)
    assert new.merged_cells.ranges == old.merged_cells.ranges
    assert new.column_dimensions["C"].width == 31
    assert new.page_setup.orientation == "landscape"
    assert new.protection.sheet
    assert len(new._images) == 1
    for row in old["A1:D5"]:
        for cell in row:
            same = new[cell.coordinate]
            assert (repr(same.font), repr(same.border)) == (repr(cell.font), repr(cell.border))
            assert same.number_format == cell.number_format
    assert new["B5"].value == "=SUM(B3:B4)"
    assert after["汇总"]["A9"].fill.fgColor.rgb == before["汇总"]["A9"].fill.fgColor.rgb


def test_every_digit_is_written_as_it_was_given(blank: Path) -> None:
    data = filled(blank, {"表一": {"B3": "12345678901234567.0500"}})
    with ZipFile(BytesIO(data)) as archive:
        assert b"<v>12345678901234567.0500</v>" in archive.read("xl/worksheets/sheet1.xml")


def test_a_text_is_refused_so_that_none_becomes_a_formula(blank: Path) -> None:
    for text in ("=1+1", "@SUM(A1)", "abc", "+cmd|' /C calc'!A0"):
        with pytest.raises(Refused):
            filled(blank, {"表一": {"B3": text}})


def test_results_of_formulas_from_before_are_gone_and_the_book_is_counted_anew(blank: Path) -> None:
    with ZipFile(blank) as archive:
        parts = {i.filename: archive.read(i) for i in archive.infolist()}
    stale = blank.with_name("stale.xlsx")
    parts["xl/worksheets/sheet1.xml"] = parts["xl/worksheets/sheet1.xml"].replace(
        b"<f>SUM(B3:B4)</f><v></v>", b"<f>SUM(B3:B4)</f><v>77</v>"
    )
    assert b"<v>77</v>" in parts["xl/worksheets/sheet1.xml"]
    with ZipFile(stale, "w") as archive:
        for name, data in parts.items():
            archive.writestr(name, data)
    data = filled(stale, {"表一": {"B3": "1"}})
    with ZipFile(BytesIO(data)) as archive:
        assert b"77" not in archive.read("xl/worksheets/sheet1.xml").partition(b"<sheetData>")[2]
        assert b'fullCalcOnLoad="1"' in archive.read("xl/workbook.xml")


def test_the_same_input_gives_the_same_bytes(blank: Path) -> None:
    assert filled(blank, {"表一": {"B3": "1"}}) == filled(blank, {"表一": {"B3": "1"}})


def test_formulas_merges_and_frames_are_found_and_places_read(blank: Path) -> None:
    found = outline(blank, "表一")
    assert (found.formulas, found.merges) == ({(5, 2)}, ((1, 1, 1, 4),))
    assert (found.rows, found.columns) == (5, 4)
    assert [place_of(text) for text in ("A1", "c7", "$XFD$1048576")] == [(1, 1), (7, 3), (1048576, 16384)]
    for wrong in ("", "7C", "XFE1", "A0", "A1048577", "A1:B2", "表一!A1"):
        with pytest.raises(Refused):
            place_of(wrong)


def test_a_sheet_that_is_not_there_is_refused_by_name(blank: Path) -> None:
    with pytest.raises(Refused) as caught:
        filled(blank, {"表九": {"B3": "1"}})
    assert "表一, 汇总" in caught.value.problems[0].remedy("en")
