"""All problems of a file are told at once, each with its place, before anything is taken over."""

import csv

import pytest

from jiyue.engine.problems import Refused
from jiyue.engine.sheet.columns import Column, read_columns
from tools import save_rows, save_sheets

CODE = Column("code", ("行政区代码",), required=True, unique=True)
PEOPLE = Column("people", ("常住人口",), "integer")
ROWS = [["行政区代码", "常住人口"], ["320901", "x"], ["320902", 2.5], [None, 3], ["320902", 4], ["320903", 5]]


def places(problems):
    return [(p.code, p.sheet, p.row, p.column, p.field) for p in problems]


def test_all_problems_in_the_order_of_the_file(tmp_path):
    reading = read_columns(save_rows(tmp_path / "a.xlsx", ROWS), (CODE, PEOPLE))
    assert places(reading.problems) == [
        ("CELL_NOT_A_NUMBER", "Sheet1", 2, "B", "常住人口"),
        ("CELL_NOT_WHOLE", "Sheet1", 3, "B", "常住人口"),
        ("CELL_MISSING", "Sheet1", 4, "A", "行政区代码"),
        ("CELL_DUPLICATE", "Sheet1", 5, "A", "行政区代码"),
    ]
    assert {problem.file for problem in reading.problems} == {"a.xlsx"}
    with pytest.raises(Refused) as refused:
        reading.or_refuse()
    assert refused.value.problems == reading.problems


def test_a_duplicate_names_both_rows(tmp_path):
    sheets = {"甲": [ROWS[0], ["1", 1]], "乙": [ROWS[0], ["2", 1], ["1", 1]]}
    (problem,) = read_columns(save_sheets(tmp_path / "a.xlsx", sheets), (CODE, PEOPLE)).problems
    assert (problem.sheet, problem.row, problem.value) == ("乙", 3, "1")
    assert "row 3" in problem.message("en")
    assert "row 2 of “甲”" in problem.message("en")


def test_missing_values_are_not_duplicates(tmp_path):
    column = Column("x", ("编号",), unique=True)
    rows = [["编号", "常住人口"], [None, 1], [None, 2]]
    assert read_columns(save_rows(tmp_path / "a.xlsx", rows), (column, PEOPLE)).problems == ()


def test_the_faultless_rows_can_be_taken_alone(tmp_path):
    reading = read_columns(save_rows(tmp_path / "a.xlsx", ROWS), (CODE, PEOPLE))
    assert reading.faultless()["code"].to_list() == ["320903"]


def test_no_row_is_faultless_while_a_column_is_in_question(tmp_path):
    rows = [["常住人口"], [1]]
    with pytest.raises(Refused, match="SHEET_MISSING_COLUMN"):
        read_columns(save_rows(tmp_path / "a.xlsx", rows), (CODE, PEOPLE)).faultless()


def test_the_json_of_a_problem_has_place_value_rule_and_both_sentences(tmp_path):
    reading = read_columns(save_rows(tmp_path / "a.xlsx", ROWS), (CODE, PEOPLE))
    found = reading.problems[0].as_dict("en")
    assert found["rule"] == "integer"
    assert found["value"] == "x"
    assert found["remedy"].startswith("Write only the figure")


def test_csv_in_gb18030_and_in_utf8_give_the_same(tmp_path):
    rows = [["行政区代码", "常住人口（人）"], ["320901", "３２，１０５"], ["320902", ""]]
    frames = []
    for encoding in ("gb18030", "utf-8", "utf-8-sig"):
        path = tmp_path / encoding / "a.csv"
        path.parent.mkdir()
        with path.open("w", encoding=encoding, newline="") as file:
            csv.writer(file).writerows(rows)
        frames.append(read_columns(path, (CODE, PEOPLE)).or_refuse().frame)
    assert frames[0]["people"].to_list() == [32105, None]
    assert frames[0].equals(frames[1])
    assert frames[0].equals(frames[2])


@pytest.mark.parametrize(
    "column",
    [
        {"titles": ()},
        {"titles": ("甲",), "type": "choice"},
        {"titles": ("甲",), "choices": ("乙",)},
        {"titles": ("甲",), "unit": "公顷"},
        {"titles": ("甲",), "type": "number"},
    ],
)
def test_a_column_that_contradicts_itself_is_an_error_of_the_program(column):
    with pytest.raises(ValueError, match="column"):
        Column("x", **column)


def test_two_columns_of_one_name_are_an_error_of_the_program(tmp_path):
    with pytest.raises(ValueError, match="name of its own"):
        read_columns(tmp_path / "none.xlsx", (CODE, CODE))
