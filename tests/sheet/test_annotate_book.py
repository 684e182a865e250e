"""The workbook given back: rows in place, bad cells marked, a sentence beside each row, a list in front."""

import csv

import openpyxl
import pytest

from jiyue.engine.problems import Kind, Refused
from jiyue.engine.sheet.annotate import write_annotated
from jiyue.engine.sheet.columns import Column, read_columns
from jiyue.engine.sheet.grid import read_grids
from tools import office_csv, save_rows

COLUMNS = (
    Column("name", ("单位名称",), required=True, unique=True),
    Column("land", ("工业用地面积",), "decimal", unit="公顷"),
    Column("people", ("常住人口",), "integer", unit="人", required=True),
)
ROWS = [
    ["平川县工业用地统计表", None, None],
    ["单位名称", "工业用地面积（公顷）", "人口"],
    ["青禾镇", "约12", 32105],
    ["临河镇", 1.5, 7],
    ["青禾镇", "#N/A", "=HYPERLINK(1)"],
]
WHOLE = Kind("WHOLE_FILE", "The whole file is odd.", "Look at it.")


@pytest.fixture
def given_back(tmp_path):
    source = save_rows(tmp_path / "a.xlsx", ROWS, merges=[(0, 0, 0, 2)], name="一季度")
    reading = read_columns(source, COLUMNS)
    write_annotated(source, tmp_path / "b.xlsx", [*reading.problems, WHOLE()], lang="en")
    return tmp_path / "b.xlsx", reading


def test_cells_stay_where_they_were_and_texts_stay_texts(given_back):
    sheet = openpyxl.load_workbook(given_back[0])["一季度"]
    assert [[cell.value for cell in row[:3]] for row in sheet.iter_rows()] == ROWS
    assert sheet["C5"].data_type == "s"
    assert [str(box) for box in sheet.merged_cells.ranges] == ["A1:C1"]


def test_bad_cells_are_marked_and_each_row_says_what_to_do(given_back):
    path, reading = given_back
    sheet = openpyxl.load_workbook(path)["一季度"]
    marked = [
        cell.coordinate
        for row in sheet.iter_rows(max_col=3)
        for cell in row
        if cell.border.left.style == "medium"
    ]
    assert marked == ["B3", "A5", "B5"]
    for problem in reading.problems:
        if problem.row is not None:
            said = sheet.cell(problem.row, 4).value
            assert problem.message("en") in said
            assert problem.remedy("en") in said
    assert sheet["D4"].value is None


def test_what_concerns_the_whole_sheet_or_file_stands_at_the_top(given_back):
    path, _ = given_back
    said = openpyxl.load_workbook(path)["一季度"]["D1"].value.split("\n")
    assert said[0] == "To correct"
    assert [line.split(".")[0] for line in said[1:]] == [
        "The column “常住人口” is missing",
        "The whole file is odd",
    ]


def test_the_list_in_front_has_every_problem_and_leads_to_its_place(given_back):
    path, reading = given_back
    sheet = openpyxl.load_workbook(path).worksheets[0]
    rows = list(sheet.iter_rows(min_row=3, values_only=True))
    assert [row[0] for row in rows] == [1, 2, 3, 4, 5]
    assert [row[1] for row in rows] == [
        "一季度 whole sheet",
        "whole file",
        "一季度 B3",
        "一季度 A5",
        "一季度 B5",
    ]
    assert sheet["B5"].hyperlink.location == "'一季度'!B3"
    assert len(reading.problems) == 4


def test_the_corrected_file_is_read_as_it_is(given_back, tmp_path):
    path, _ = given_back
    book = openpyxl.load_workbook(path)
    sheet = book["一季度"]
    for place, value in {"C2": "常住人口", "B3": 12, "A5": "石桥镇", "B5": None, "C5": "３人"}.items():
        sheet[place] = value
    book.save(tmp_path / "c.xlsx")
    reading = read_columns(tmp_path / "c.xlsx", COLUMNS).or_refuse()
    assert reading.frame["people"].to_list() == [32105, 7, 3]
    assert reading.warnings == ()


def test_a_second_annotation_replaces_the_first(given_back, tmp_path):
    path, reading = given_back
    again = read_columns(path, COLUMNS)
    assert [(p.code, p.row, p.column) for p in again.problems] == [
        (p.code, p.row, p.column) for p in reading.problems
    ]
    write_annotated(path, tmp_path / "c.xlsx", again.problems[:1], lang="en")
    sheet = openpyxl.load_workbook(tmp_path / "c.xlsx")["一季度"]
    assert sheet.max_column == 4
    assert [cell.value for cell in sheet["D"]][1:] == [None] * 4
    assert len(read_grids(tmp_path / "c.xlsx")) == 2


def test_a_csv_comes_back_as_a_workbook(tmp_path):
    source = tmp_path / ("很长的文件名" * 8 + ".csv")
    with source.open("w", encoding="gb18030", newline="") as file:
        csv.writer(file).writerows([["单位名称", "工业用地面积", "常住人口"], ["青禾镇", "x", "y" * 40_000]])
    problems = read_columns(source, COLUMNS).problems
    write_annotated(source, tmp_path / "b.xlsx", problems, lang="en")
    sheet = openpyxl.load_workbook(tmp_path / "b.xlsx").worksheets[1]
    assert sheet["A2"].value == "青禾镇"
    assert len(sheet["C2"].value) == 32_767
    assert "“x”" in sheet["D2"].value


def test_an_unreadable_source_leaves_the_target_alone(tmp_path):
    (tmp_path / "a.xlsx").write_bytes(b"PK broken")
    (tmp_path / "b.xlsx").write_bytes(b"old")
    with pytest.raises(Refused):
        write_annotated(tmp_path / "a.xlsx", tmp_path / "b.xlsx", [])
    assert (tmp_path / "b.xlsx").read_bytes() == b"old"


def test_libreoffice_opens_the_workbook(given_back):
    path, _ = given_back
    sheets = office_csv(path, path.parent)
    assert len(sheets) == 2
    assert any("青禾镇,约12,32105," in text for text in sheets)
    assert any("一季度 B3" in text for text in sheets)
