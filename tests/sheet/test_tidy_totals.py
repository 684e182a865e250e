"""Totals found by their names or by arithmetic, and checked against the rows they sum."""

import pytest

from tidy_books import only_table, tidy_rows


def totals(rows):
    return {t["row"]: t["difference"] for t in only_table(rows).total_rows if t["adds_up"] is not None}


HEAD = [["表"], ["地区", "面积", "产值"]]
PARTS = [["春县", 1, 10], ["夏县", 2, 20], ["秋县", 3, 30]]


@pytest.mark.parametrize(
    "name",
    [
        "合 计",
        "总　计",
        "全国",
        "全 省",
        "全市合计",
        "县计",
        "横向合计",
        "合计（横向）",
        "小计",
        "Total",
        "总值",
    ],
)
def test_a_total_by_its_name_above_or_below(name: str) -> None:
    total = [name, 6, 60]
    assert totals([*HEAD, total, *PARTS]) == {3: {}}
    assert totals([*HEAD, *PARTS, total]) == {6: {}}


@pytest.mark.parametrize("name", ["全椒县", "合计镇村", "总部镇", "内蒙古", "平均"])
def test_names_that_only_look_like_totals(name: str) -> None:
    assert totals([*HEAD, [name, 7, 9], *PARTS]) == {}


def test_the_difference_is_the_printed_figure_minus_the_sum() -> None:
    tidy = tidy_rows([*HEAD, ["合计", 6, 75], *PARTS])
    (total,) = tidy.tables[0].total_rows
    assert total == {"row": 3, "adds_up": False, "difference": {"C": 15}, "rounding": False}
    (warning,) = tidy.warnings
    assert (warning.code, warning.row, warning.value) == ("TABLE_TOTAL_DIFFERS", 3, 15)


def test_a_difference_of_rounding_is_told_but_not_warned_of() -> None:
    rows = [*HEAD, ["合计", 6.1, 60], ["春县", 1.1, 10], ["夏县", 2.2, 20], ["秋县", 2.7, 30]]
    tidy = tidy_rows(rows)
    assert tidy.tables[0].total_rows[0]["difference"] == {"B": 0.1}
    assert tidy.tables[0].total_rows[0]["rounding"]
    assert tidy.warnings == []


def test_binary_noise_is_no_difference() -> None:
    rows = [*HEAD, ["合计", 0.3, 60], ["春县", 0.1, 10], ["夏县", 0.2, 20], ["秋县", 0, 30.000000000000004]]
    assert totals(rows) == {3: {}}


def test_subtotals_above_their_rows() -> None:
    rows = [*HEAD, ["总计", 10, 100], ["东部小计", 3, 30], ["春县", 1, 10], ["夏县", 2, 20]]
    rows += [["西部小计", 7, 70], ["秋县", 3, 30], ["冬县", 4, 40]]
    assert totals(rows) == {3: {}, 4: {}, 7: {}}


def test_subtotals_below_their_rows() -> None:
    rows = [*HEAD, ["春县", 1, 10], ["夏县", 2, 20], ["小计", 3, 30], ["秋县", 3, 30], ["冬县", 4, 40]]
    rows += [["小计", 7, 71], ["合计", 10, 100]]
    assert totals(rows) == {5: {}, 8: {"C": 1}, 9: {}}


def test_parts_within_parts_are_not_added_twice() -> None:
    rows = [*HEAD, ["合计", 6, 60], *PARTS[:2], ["其中：城关镇", 2, 15], PARTS[2], ["增减%", 5, 6]]
    assert totals(rows) == {3: {}}


def test_levels_numbered_alike_are_one_kind_of_part() -> None:
    rows = [*HEAD, ["总值", 6, 60], ["第一类 农产品", 3, 30], ["01章 谷物", 1, 10], ["02章 油料", 2, 20]]
    rows += [["第二类 矿产品", 3, 30], ["03章 煤", 3, 30]]
    assert totals(rows) == {3: {}}


def test_rates_are_not_summed() -> None:
    rows = [
        ["表"],
        ["地区", "面积", "单产", "增长（%）"],
        ["合计", 6, 4, 5],
        ["春县", 1, 3, 4],
        ["夏县", 5, 5, 9],
    ]
    assert totals(rows) == {3: {}}


def test_marks_and_blanks_count_as_nothing() -> None:
    assert totals([*HEAD, ["合计", 6, 30], ["春县", 6, "…"], ["夏县", "-", 30], ["秋县", None, None]]) == {
        3: {}
    }


def test_a_first_row_that_sums_the_others_is_a_total_without_the_word() -> None:
    assert totals([*HEAD, ["大山市", 6, 60], *PARTS]) == {3: {}}
    assert totals([*HEAD, ["大山市", 6, 61.5], *PARTS]) == {}


def test_columns_headed_by_a_total_are_checked() -> None:
    rows = [["表"], ["项目", "合计", "城镇", "农村"], ["用地", 10, 4, 6], ["人口", 20, 11, 9.5]]
    assert only_table(rows).total_columns == [
        {"column": "B", "adds_up": False, "difference": {"4": -0.5}, "rounding": False}
    ]


def test_columns_of_one_word_with_total_in_it_are_no_sums() -> None:
    rows = [["表"], ["地区", "资产总计", "税收", "利润"], ["春县", 100, 4, 6], ["夏县", 200, 11, 9]]
    assert only_table(rows).total_columns == []
