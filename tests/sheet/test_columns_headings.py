"""Where the heading of a known table stands, and which column is which field."""

from decimal import Decimal

import pytest

from jiyue.engine.sheet.columns import Column, read_columns
from tools import save_rows, save_sheets

NAME = Column("name", ("单位名称", "Unit name"), required=True)
LAND = Column("land", ("工业用地面积", "Industrial land"), "decimal", unit="公顷")
PEOPLE = Column("people", ("常住人口", "Resident population"), "integer", unit="人")
COLUMNS = (NAME, LAND, PEOPLE)


def codes(problems):
    return [problem.code for problem in problems]


def test_rows_of_titles_stand_above_the_heading(tmp_path):
    rows = [
        ["平川县工业用地统计表", None, None],
        ["填报单位：平川县自然资源局", None, None],
        [None, None, None],
        ["单位名称", "工业用地面积（公顷）", "常住人口(人)"],
        ["青禾镇", 102.17, 32105],
    ]
    reading = read_columns(save_rows(tmp_path / "a.xlsx", rows, merges=[(0, 0, 0, 2)]), COLUMNS).or_refuse()
    assert reading.frame.drop("_sheet").rows() == [("青禾镇", Decimal("102.17"), 32105, 5)]


def test_a_heading_of_two_merged_rows(tmp_path):
    rows = [
        ["单位名称", "工业用地", None, "商业用地", None],
        [None, "面积（公顷）", "宗数", "面积（公顷）", "宗数"],
        ["青禾镇", 12.5, 3, 1.5, 2],
    ]
    merges = [(0, 0, 1, 0), (0, 1, 0, 2), (0, 3, 0, 4)]
    shop = Column("shop", ("商业用地面积",), "decimal", unit="公顷")
    reading = read_columns(
        save_rows(tmp_path / "a.xlsx", rows, merges=merges), (NAME, LAND, shop)
    ).or_refuse()
    assert [str(cell) for cell in reading.frame.select("name", "land", "shop").row(0)] == [
        "青禾镇",
        "12.5",
        "1.5",
    ]
    assert reading.mapping["工业用地 / 面积（公顷）"] == "land"
    assert reading.ignored == ("工业用地 / 宗数", "商业用地 / 宗数")


def test_a_heading_of_two_rows_without_merges(tmp_path):
    text = "单位名称,工业用地,\n,面积,宗数\n青禾镇,12.5,3\n"
    (tmp_path / "a.csv").write_text(text, "utf-8")
    reading = read_columns(tmp_path / "a.csv", (NAME, LAND)).or_refuse()
    assert reading.frame["land"][0] == Decimal("12.5")


def test_rows_of_units_and_of_column_numbers_belong_to_the_heading(tmp_path):
    rows = [
        ["单位名称", "工业用地面积", "常住人口"],
        [None, "公顷", "人"],
        ["甲", 1, 2],
        ["青禾镇", 12.5, 32105],
    ]
    reading = read_columns(save_rows(tmp_path / "a.xlsx", rows), COLUMNS).or_refuse()
    assert reading.frame["_row"].to_list() == [4]
    assert codes(reading.warnings) == ["SHEET_ROW_LEFT_OUT"]


def test_a_first_row_of_small_figures_is_data(tmp_path):
    columns = tuple(Column(name, (name,), "integer") for name in ("甲数", "乙数", "丙数"))
    rows = [["甲数", "乙数", "丙数"], [1, 2, 3]]
    assert read_columns(save_rows(tmp_path / "a.xlsx", rows), columns).frame.select(
        "甲数", "丙数"
    ).rows() == [(1, 3)]


@pytest.mark.parametrize(
    "heading",
    ["单位 名称", "单位\n名称", "单位名称*", " 单位名称（全称） ", "unit NAME", "ＵＮＩＴ　ｎａｍｅ", "name"],
)
def test_blanks_width_case_stars_and_brackets_do_not_matter(tmp_path, heading):
    reading = read_columns(save_rows(tmp_path / "a.xlsx", [[heading], ["青禾镇"]]), (NAME,))
    assert reading.frame["name"].to_list() == ["青禾镇"]


def test_headings_that_differ_in_brackets_only_are_told_apart(tmp_path):
    columns = (
        Column("lived", ("人口（常住）",), "integer"),
        Column("registered", ("人口（户籍）",), "integer"),
    )
    rows = [["人口（户籍）", "人口（常住）"], [1000, 900]]
    reading = read_columns(save_rows(tmp_path / "a.xlsx", rows), columns).or_refuse()
    assert reading.frame.select("lived", "registered").rows() == [(900, 1000)]


def test_a_missing_column_names_the_near_title_and_the_answer_is_remembered(tmp_path):
    path = save_rows(tmp_path / "a.xlsx", [["镇街名称", "工业用地面积"], ["青禾镇", 1.5]])
    reading = read_columns(path, COLUMNS)
    (problem,) = reading.problems
    assert (problem.code, problem.field, problem.sheet) == ("SHEET_MISSING_COLUMN_NEAR", "单位名称", "Sheet1")
    assert "镇街名称" in problem.remedy("en")
    again = read_columns(path, COLUMNS, mapping={"镇街名称": "name"}).or_refuse()
    assert again.frame["name"].to_list() == ["青禾镇"]
    assert again.mapping == {"镇街名称": "name", "工业用地面积": "land"}


def test_two_columns_of_one_field_are_named_until_one_is_chosen(tmp_path):
    rows = [["单位名称", "工业用地面积", "Industrial land (ha)"], ["青禾镇", 1.5, 2.5]]
    path = save_rows(tmp_path / "a.xlsx", rows)
    (problem,) = read_columns(path, COLUMNS).problems
    assert (problem.code, problem.column, problem.field) == ("SHEET_COLUMN_TWICE", "C", "工业用地面积")
    assert "column C" in problem.message("en")
    assert "Column B" in problem.message("en")
    told = read_columns(
        path, COLUMNS, mapping={"工业用地面积": "", "Industrial land (ha)": "land"}
    ).or_refuse()
    assert told.frame["land"][0] == Decimal("2.5")
    assert told.warnings == ()


def test_a_column_of_no_field_is_left_out_with_a_warning(tmp_path):
    rows = [["单位名称", "联系人"], ["青禾镇", "李敏"]]
    reading = read_columns(save_rows(tmp_path / "a.xlsx", rows), COLUMNS).or_refuse()
    assert reading.ignored == ("联系人",)
    assert [(w.code, w.column, w.value) for w in reading.warnings] == [("SHEET_EXTRA_COLUMN", "B", "联系人")]


def test_every_sheet_with_the_table_is_read_and_the_others_are_named(tmp_path):
    sheets = {
        "青禾": [["单位名称", "常住人口"], ["青禾镇", 1]],
        "封面": [["平川县"], ["二〇二四年"]],
        "临河": [["常住人口", "单位名称"], [2, "临河镇"]],
    }
    reading = read_columns(save_sheets(tmp_path / "a.xlsx", sheets), COLUMNS).or_refuse()
    assert reading.frame.select("name", "_sheet").rows() == [("青禾镇", "青禾"), ("临河镇", "临河")]
    assert [(w.code, w.sheet) for w in reading.warnings] == [("SHEET_SKIPPED", "封面")]


def test_a_chosen_sheet_that_is_not_there(tmp_path):
    path = save_rows(tmp_path / "a.xlsx", [["单位名称"], ["青禾镇"]])
    (problem,) = read_columns(path, COLUMNS, sheet="Sheet9").problems
    assert (problem.code, problem.value, problem.file) == ("SHEET_NOT_THERE", "Sheet9", "a.xlsx")
    assert "Sheet1" in problem.remedy("en")


def test_a_file_of_another_table_has_no_heading(tmp_path):
    (problem,) = read_columns(
        save_rows(tmp_path / "a.xlsx", [["日期", "天气"], ["周一", "晴"]]), COLUMNS
    ).problems
    assert problem.code == "SHEET_NO_HEADING"
    assert "单位名称" in problem.message("en")


def test_an_empty_sheet_and_a_heading_alone(tmp_path):
    empty = read_columns(save_rows(tmp_path / "a.xlsx", [[]]), COLUMNS)
    assert codes(empty.problems) == ["SHEET_EMPTY"]
    alone = read_columns(save_rows(tmp_path / "b.xlsx", [["单位名称", "常住人口"]]), COLUMNS)
    assert codes(alone.problems) == ["SHEET_NO_ROWS"]
    assert alone.frame.shape == (0, 5)


def test_a_broken_file_is_a_problem_of_the_reading(tmp_path):
    (tmp_path / "a.xlsx").write_bytes(b"PK\x03\x04 broken")
    reading = read_columns(tmp_path / "a.xlsx", COLUMNS)
    assert [problem.file for problem in reading.problems] == ["a.xlsx"]
    assert reading.frame.columns == ["name", "land", "people", "_row", "_sheet"]


def test_a_heading_repeated_on_the_next_page_is_left_out(tmp_path):
    rows = [["单位名称", "常住人口"], ["青禾镇", 1], ["单位名称", "常住人口"], ["临河镇", 2]]
    reading = read_columns(save_rows(tmp_path / "a.xlsx", rows), COLUMNS).or_refuse()
    assert reading.frame["_row"].to_list() == [2, 4]


def test_signatures_below_the_table_and_blank_rows_are_left_out(tmp_path):
    rows = [
        ["单位名称", "常住人口"],
        ["青禾镇", 1],
        [None, None],
        [" ", "\u3000"],
        ["临河镇", 2],
        ["注：人口为年末数", None],
        ["填表人：李敏", "审核人：王强"],
    ]
    reading = read_columns(save_rows(tmp_path / "a.xlsx", rows), COLUMNS).or_refuse()
    assert reading.frame["_row"].to_list() == [2, 5]
    assert [w.row for w in reading.warnings] == [6, 7]


def test_a_name_merged_over_its_rows_counts_for_each(tmp_path):
    rows = [["单位名称", "常住人口"], ["青禾镇", 1], [None, 2], ["临河镇", 3]]
    reading = read_columns(save_rows(tmp_path / "a.xlsx", rows, merges=[(1, 0, 2, 0)]), COLUMNS).or_refuse()
    assert reading.frame["name"].to_list() == ["青禾镇", "青禾镇", "临河镇"]
