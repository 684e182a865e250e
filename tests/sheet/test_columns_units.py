"""A unit that is not the column's is a question; the answer converts, exactly."""

from decimal import Decimal

import pytest

from jiyue.engine.messages import language
from jiyue.engine.sheet.columns import Column, read_columns
from tools import save_rows

NAME = Column("name", ("单位名称",), required=True)
LAND = Column("land", ("工业用地",), "decimal", unit="公顷", maximum=Decimal(1000))
MONEY = Column("money", ("产值",), "decimal", unit="万元")


def read(tmp_path, heading, figures, column, **answers):
    rows = [["单位名称", heading], *(["青禾镇", figure] for figure in figures)]
    return read_columns(save_rows(tmp_path / "a.xlsx", rows), (NAME, column), **answers)


@pytest.mark.parametrize(
    "heading",
    [
        "工业用地（亩）",
        "工业用地(单位：亩)",
        "工业用地/亩",
        "工业用地，亩",
        "工业用地[mu]",
        "工业用地 （ 市亩 ）",
    ],
)
def test_another_unit_in_the_heading_is_asked_and_nothing_is_read(tmp_path, heading):
    with language("en"):
        reading = read(tmp_path, heading, [1532.6], LAND)
    (problem,) = reading.problems
    assert (problem.code, problem.row, problem.column) == ("SHEET_UNIT_QUESTION", 1, "B")
    assert reading.frame["land"].to_list() == [None]
    assert "÷ 15" in problem.remedy("en")


@pytest.mark.parametrize(
    "heading", ["工业用地", "工业用地（公顷）", "工业用地(hm²)", "工业用地（ha）", "工业用地(全县)"]
)
def test_the_same_unit_or_none_is_no_question(tmp_path, heading):
    assert read(tmp_path, heading, [12.5], LAND).or_refuse().frame["land"].to_list() == [Decimal("12.5")]


def test_the_answer_converts_exactly(tmp_path):
    reading = read(
        tmp_path, "产值（元）", [12345.67, "89元", "0.1"], MONEY, units={"money": "元"}
    ).or_refuse()
    expected = [Decimal("1.234567"), Decimal("0.0089"), Decimal("0.00001")]
    assert reading.frame["money"].to_list() == expected
    assert reading.warnings == ()


def test_an_endless_conversion_is_rounded_to_even_and_said(tmp_path):
    reading = read(tmp_path, "工业用地（亩）", ["1532.6", 15], LAND, units={"land": "亩"}).or_refuse()
    assert reading.frame["land"].to_list() == [Decimal("102.1733333333"), Decimal(1)]
    assert [(w.code, w.row) for w in reading.warnings] == [("CELL_ROUNDED", 2)]


def test_the_answer_that_the_column_keeps_its_unit(tmp_path):
    reading = read(tmp_path, "工业用地（亩）", [102.17], LAND, units={"land": "公顷"}).or_refuse()
    assert reading.frame["land"].to_list() == [Decimal("102.17")]


def test_limits_hold_for_the_converted_figure(tmp_path):
    reading = read(tmp_path, "工业用地（亩）", [1500, 15015], LAND, units={"land": "亩"})
    assert [(p.code, p.row) for p in reading.problems] == [("CELL_ABOVE_MAXIMUM", 3)]


def test_a_unit_in_a_cell_counts_for_that_cell(tmp_path):
    rows = [12, "12.5公顷", "15亩", "3人"]
    reading = read(tmp_path, "工业用地", rows, LAND)
    assert [(p.code, p.row) for p in reading.problems] == [("CELL_UNIT_QUESTION", 4), ("CELL_UNIT_OTHER", 5)]
    assert "converted it is 1." in reading.problems[0].remedy("en")
    answered = read(tmp_path, "工业用地（亩）", ["15亩", "12.5公顷"], LAND, units={"land": "亩"}).or_refuse()
    assert answered.frame["land"].to_list() == [Decimal(1), Decimal("12.5")]


def test_a_unit_of_another_kind_cannot_be_the_right_column(tmp_path):
    (problem,) = read(tmp_path, "工业用地（万元）", [12], LAND).problems
    assert problem.code == "SHEET_UNIT_OTHER"
    (problem,) = read(tmp_path, "工业用地", [12], LAND, units={"land": "吨"}).problems
    assert problem.code == "SHEET_UNIT_OTHER"


def test_the_line_of_units_above_the_table(tmp_path):
    rows = [
        ["平川县", None, None],
        [None, None, "单位：亩、万元"],
        ["单位名称", "工业用地", "产值"],
        ["青禾镇", 15, 3],
    ]
    path = save_rows(tmp_path / "a.xlsx", rows)
    reading = read_columns(path, (NAME, LAND, MONEY))
    assert [(p.code, p.field) for p in reading.problems] == [("SHEET_UNIT_QUESTION", "工业用地")]
    assert reading.frame["money"].to_list() == [Decimal(3)]
    assert read_columns(path, (NAME, LAND, MONEY), units={"land": "亩"}).problems == ()


def test_a_row_of_units_below_the_heading_asks_too(tmp_path):
    rows = [["单位名称", "工业用地", "产值"], [None, "平方米", "万元"], ["青禾镇", 15000, 3]]
    reading = read_columns(save_rows(tmp_path / "a.xlsx", rows), (NAME, LAND, MONEY))
    assert [(p.code, p.column) for p in reading.problems] == [("SHEET_UNIT_QUESTION", "B")]


@pytest.mark.parametrize(
    ("unit", "found", "figure", "expected"),
    [
        ("万元/公顷", "元/亩", 10000, "15"),
        ("ha", "万亩", 3, "2000"),
        ("10k_yuan", "亿元", "1.5", "15000"),
        ("人", "万人", "3.2105", "32105"),
        ("%", "小数", "0.95", "95"),
        ("公顷", "平方公里", "1.5", "150"),
    ],
)
def test_units_known_by_word_by_multiple_and_by_quotient(tmp_path, unit, found, figure, expected):
    column = Column("x", ("指标",), "decimal", unit=unit)
    asked = read(tmp_path, f"指标（{found}）", [figure], column)
    assert [p.code for p in asked.problems] == ["SHEET_UNIT_QUESTION"]
    told = read(tmp_path, f"指标（{found}）", [figure], column, units={"x": found}).or_refuse()
    assert told.frame["x"].to_list() == [Decimal(expected)]
