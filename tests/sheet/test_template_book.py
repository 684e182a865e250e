"""The template tells people what belongs where; plain tables go out typed; nothing is half-written."""

import datetime
from decimal import Decimal

import openpyxl
import polars as pl
import pytest

from jiyue.engine.problems import Refused
from jiyue.engine.sheet.columns import Column, read_columns
from jiyue.engine.sheet.grid import read_grids
from jiyue.engine.sheet.template import BookSheet, write_book, write_template
from tools import office_csv

COLUMNS = (
    Column("name", ("单位名称", "Unit name"), required=True, unique=True, note="按营业执照填写"),
    Column(
        "land",
        ("工业用地面积", "Industrial land"),
        "decimal",
        unit="ha",
        minimum=Decimal(0),
        maximum=Decimal("99.5"),
    ),
    Column("open", ("是否公示", "Disclosed"), "boolean"),
    Column("day", ("批准日期", "Approved on"), "date"),
    Column("kind", ("供应方式", "Way of supply"), "choice", choices=("出让", "划拨")),
)


@pytest.fixture
def template(tmp_path):
    write_template(tmp_path / "t.xlsx", COLUMNS, title="工业用地/统计表")
    return openpyxl.load_workbook(tmp_path / "t.xlsx")


def test_the_headings_carry_units_marks_and_notes_and_stay_in_view(template):
    sheet = template.worksheets[0]
    assert sheet.title == "工业用地 统计表"
    assert sheet["A1"].value == "工业用地/统计表"
    assert [cell.value for cell in sheet[2]] == [
        "单位名称*",
        "工业用地面积（公顷）",
        "是否公示",
        "批准日期",
        "供应方式",
    ]
    assert "按营业执照填写" in sheet["A2"].comment.text
    assert sheet.freeze_panes == "A3"


def test_lists_and_limits_are_checked_while_typing(template):
    rules = {
        str(rule.sqref).split(":")[0]: rule for rule in template.worksheets[0].data_validations.dataValidation
    }
    lists = template["_lists"]
    assert lists.sheet_state == "hidden"
    assert [rules["C3"].type, rules["E3"].type] == ["list", "list"]
    assert rules["E3"].formula1 == "'_lists'!$E$1:$E$2"
    assert [lists["C1"].value, lists["C2"].value] == ["是", "否"]
    assert [lists["E1"].value, lists["E2"].value] == ["出让", "划拨"]
    assert (rules["B3"].type, rules["B3"].formula1, rules["B3"].formula2) == ("decimal", "0", "99.5")
    assert rules["D3"].type == "date"


def test_the_second_sheet_describes_every_column(template):
    rows = list(template.worksheets[1].iter_rows(values_only=True))
    assert [row[0] for row in rows[1:]] == [column.heading("zh") for column in COLUMNS]
    assert rows[2][3:6] == ("公顷", 0, 99.5)


def test_an_english_template(tmp_path):
    write_template(tmp_path / "t.xlsx", COLUMNS, title="Industrial land", lang="en")
    book = openpyxl.load_workbook(tmp_path / "t.xlsx")
    assert [cell.value for cell in book.worksheets[0][2]][:2] == ["Unit name*", "Industrial land (ha)"]
    assert book.worksheets[1].title == "Guide"


def test_an_empty_template_has_a_heading_and_no_rows(tmp_path, template):
    reading = read_columns(tmp_path / "t.xlsx", COLUMNS)
    assert [problem.code for problem in reading.problems] == ["SHEET_NO_ROWS"]


def test_rows_of_unknown_columns_are_an_error_of_the_program(tmp_path):
    with pytest.raises(ValueError, match="strange"):
        write_template(tmp_path / "t.xlsx", COLUMNS, title="t", rows=pl.DataFrame({"strange": [1]}))


FRAME = pl.DataFrame(
    {
        "name": ["=1+1", "+x", "-x", "@x", "青禾镇"],
        "land": pl.Series(
            [Decimal("0.10"), None, Decimal("123456789012345678.25"), Decimal(3), Decimal("-1.5")],
            dtype=pl.Decimal(38, 2),
        ),
        "n": [1, 10**15, None, -7, 0],
        "f": [0.1, None, 1e300, 2.0, -0.5],
        "open": [True, False, None, True, False],
        "day": [datetime.date(2024, 5, 1), None, datetime.date(1899, 1, 1), datetime.date(2000, 2, 29), None],
    }
)


def test_a_table_goes_out_typed_and_exact_and_no_text_becomes_a_formula(tmp_path):
    write_book(tmp_path / "b.xlsx", [BookSheet("数据", FRAME)])
    (grid,) = read_grids(tmp_path / "b.xlsx")
    assert grid.rows[0] == ("name", "land", "n", "f", "open", "day")
    assert [row[0] for row in grid.rows[1:]] == FRAME["name"].to_list()
    assert [row[1] for row in grid.rows[1:]] == [0.1, None, "123456789012345678.25", 3, -1.5]
    assert [row[2] for row in grid.rows[1:]] == [1, "1000000000000000", None, -7, 0]
    assert [row[4] for row in grid.rows[1:]] == ["是", "否", None, "是", "否"]
    assert [row[5] for row in grid.rows[1:]] == [
        datetime.date(2024, 5, 1),
        None,
        "1899-01-01",
        datetime.date(2000, 2, 29),
        None,
    ]


def test_columns_give_titles_and_units_to_a_table(tmp_path):
    frame = FRAME.select("name", "land", "open", "day")
    write_book(
        tmp_path / "b.xlsx", [BookSheet("a", frame, COLUMNS[:4], "标题"), BookSheet("a", frame)], lang="zh"
    )
    book = openpyxl.load_workbook(tmp_path / "b.xlsx")
    assert book.sheetnames == ["a", "a (2)"]
    assert [cell.value for cell in book.worksheets[0][2]] == [
        "单位名称",
        "工业用地面积（公顷）",
        "是否公示",
        "批准日期",
    ]
    assert book.worksheets[0]["B3"].number_format == "#,##0.00"
    assert book.worksheets[0].auto_filter.ref == "A2:D7"


def test_the_same_table_gives_the_same_bytes(tmp_path):
    for name in ("a.xlsx", "b.xlsx"):
        write_book(tmp_path / name, [BookSheet("数据", FRAME)])
    assert (tmp_path / "a.xlsx").read_bytes() == (tmp_path / "b.xlsx").read_bytes()


@pytest.mark.parametrize(
    ("frame", "code"),
    [
        (pl.DataFrame({"x": ["y" * 32_768]}), "SHEET_TEXT_TOO_LONG"),
        (pl.DataFrame({"x": pl.int_range(1_048_576, eager=True)}), "SHEET_TOO_MANY_ROWS"),
    ],
)
def test_a_table_that_does_not_fit_leaves_the_old_file_alone(tmp_path, frame, code):
    path = tmp_path / "b.xlsx"
    path.write_bytes(b"old")
    with pytest.raises(Refused, match=code):
        write_book(path, [BookSheet("数据", frame)])
    assert path.read_bytes() == b"old"
    assert [file.name for file in tmp_path.iterdir()] == ["b.xlsx"]


def test_a_folder_that_is_not_there_is_refused(tmp_path):
    with pytest.raises(Refused, match="SHEET_CANNOT_WRITE"):
        write_book(tmp_path / "none" / "b.xlsx", [BookSheet("数据", FRAME)])


def test_libreoffice_opens_the_template(tmp_path):
    rows = pl.DataFrame({"name": ["=1+1"], "land": [Decimal("12.5")], "open": [True], "kind": ["出让"]})
    write_template(tmp_path / "t.xlsx", COLUMNS, title="工业用地统计表", rows=rows)
    sheets = office_csv(tmp_path / "t.xlsx", tmp_path)
    data = next(text for text in sheets if text.startswith("工业用地统计表"))
    assert data.splitlines()[1] == "单位名称*,工业用地面积（公顷）,是否公示,批准日期,供应方式"
    assert data.splitlines()[2] == "=1+1,12.5,是,,出让"
    assert len(sheets) == 3
