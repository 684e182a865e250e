"""Rows of totals are checked against the rows that they cover, reported, and dropped."""

from decimal import Decimal

import pytest

from jiyue.engine.sheet.columns import Column, read_columns
from tools import save_rows

NAME = Column("name", ("单位名称",), required=True)
LAND = Column("land", ("工业用地",), "decimal", unit="公顷", maximum=Decimal(50))
PEOPLE = Column("people", ("人口",), "integer")
SHARE = Column("share", ("占比",), "decimal", unit="%")
COLUMNS = (NAME, LAND, PEOPLE, SHARE)
HEAD = ["单位名称", "工业用地", "人口", "占比"]


def read(tmp_path, *rows):
    return read_columns(save_rows(tmp_path / "a.xlsx", [HEAD, *rows]), COLUMNS)


@pytest.mark.parametrize("label", ["合计", "合　计", "总 计", "全县合计", "Total", "合计："])
def test_a_total_below_is_checked_and_dropped(tmp_path, label):
    reading = read(
        tmp_path, ["青禾镇", 40.1, 3, 20], ["临河镇", 30.2, 4, 30], [label, 70.3, 7, 25]
    ).or_refuse()
    assert reading.frame["name"].to_list() == ["青禾镇", "临河镇"]
    assert [(t.row, t.column, t.stated, t.counted, t.agrees) for t in reading.totals] == [
        (4, "land", Decimal("70.3"), Decimal("70.3"), True),
        (4, "people", Decimal(7), Decimal(7), True),
    ]
    assert reading.warnings == ()


def test_a_total_on_top(tmp_path):
    reading = read(tmp_path, ["合计", 7, 7, None], ["青禾镇", 3, 3, 1], ["临河镇", 4, 4, 2]).or_refuse()
    assert [total.agrees for total in reading.totals] == [True, True]
    assert len(reading.frame) == 2


def test_the_noise_of_binary_sums_is_no_difference(tmp_path):
    reading = read(
        tmp_path, ["甲镇", 0.1, 1, 9], ["乙镇", 0.2, 1, 9], ["合计", 0.1 + 0.2, 2, None]
    ).or_refuse()
    assert reading.warnings == ()
    assert all(total.agrees for total in reading.totals)


def test_a_total_that_differs_is_a_warning_with_both_figures(tmp_path):
    reading = read(tmp_path, ["甲镇", 1.5, 1, 9], ["乙镇", 2, 1, 9], ["合计", 3.6, 2, None]).or_refuse()
    (warning,) = reading.warnings
    assert (warning.code, warning.row, warning.column) == ("SHEET_TOTAL_DIFFERS", 4, "B")
    assert "3.6" in warning.message("en")
    assert "3.5" in warning.message("en")
    assert "0.1" in warning.message("en")


def test_subtotals_cover_their_own_rows(tmp_path):
    reading = read(
        tmp_path,
        ["甲镇", 1, 1, None],
        ["乙镇", 2, 2, None],
        ["小计", 3, 3, None],
        ["丙镇", 4, 4, None],
        ["小计", 4, 5, None],
        ["合计", 7, 7, None],
    ).or_refuse()
    assert [(t.row, t.column, t.agrees) for t in reading.totals] == [
        (4, "land", True),
        (4, "people", True),
        (6, "land", True),
        (6, "people", False),
        (7, "land", True),
        (7, "people", True),
    ]


def test_rows_with_a_problem_leave_their_column_unchecked(tmp_path):
    reading = read(tmp_path, ["甲镇", "约1", 1, 9], ["合计", 3, 1, None])
    assert [total.column for total in reading.totals] == ["people"]


def test_a_total_may_follow_a_number_and_a_name_may_hold_the_word(tmp_path):
    columns = (Column("no", ("序号",)), NAME, PEOPLE)
    rows = [["序号", "单位名称", "人口"], ["1", "合计村", 5], ["2", "合计", 5]]
    reading = read_columns(save_rows(tmp_path / "a.xlsx", rows), columns).or_refuse()
    assert reading.frame["name"].to_list() == ["合计村"]
    assert reading.totals[0].agrees


def test_a_total_among_the_kinds_of_one_unit_is_a_row(tmp_path):
    columns = (NAME, Column("kind", ("类别",)), PEOPLE)
    rows = [["单位名称", "类别", "人口"], ["青禾镇", "合计", 5], ["青禾镇", "农村", 3]]
    reading = read_columns(save_rows(tmp_path / "a.xlsx", rows), columns).or_refuse()
    assert reading.frame["people"].to_list() == [5, 3]
