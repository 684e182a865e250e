"""Where a table says its units, and which statement holds."""

import pytest

from tidy_books import N, headings_of, only_table, tidy_rows


def units(rows, merges=()):
    return {column: unit for column, (_, unit) in headings_of(only_table(rows, merges)).items()}


BODY = [["东县", 10, 100], ["西县", 20, 200]]


@pytest.mark.parametrize(
    ("heading", "name", "unit"),
    [
        ("产值（万元）", "产值", "万元"),
        ("产值(万元)", "产值", "万元"),
        ("产值【亿元】", "产值", "亿元"),
        ("面积（单位：公顷）", "面积", "公顷"),
        ("播种面积\n(亩)", "播种面积", "亩"),
        ("单产\n公斤/亩", "单产", "公斤/亩"),
        ("增长（％）", "增长", "%"),
        ("比上年±%", "比上年±%", "%"),
        ("能耗（吨标准煤/万元）", "能耗", "吨标准煤/万元"),
        ("人口密度（人/平方公里）", "人口密度", "人/平方公里"),
        ("人口（含流动人口）（万人）", "人口（含流动人口）", "万人"),
        ("情况（一）", "情况（一）", None),
        ("指数（上年=100）", "指数（上年=100）", None),
    ],
)
def test_the_unit_bracket_is_cut_off_the_heading(heading: str, name: str, unit: str | None) -> None:
    rows = [["表"], ["地区", heading, "户数"], *BODY]
    assert headings_of(only_table(rows))["B"] == ((name,), unit)


def test_a_row_of_units_gives_each_column_its_own() -> None:
    rows = [["表"], ["地区", "面积", "产值"], [N, "（亩）", "（万元）"], *BODY]
    table = only_table(rows)
    assert headings_of(table) == {"B": (("面积",), "亩"), "C": (("产值",), "万元")}
    assert table.heading_rows == [2]


def test_a_plain_row_of_units_is_named() -> None:
    rows = [["表"], ["指标", "面积", "产值"], ["计量单位", "亩", "万元"], ["代码", "01", "02"], *BODY]
    table = only_table(rows)
    assert headings_of(table) == {"B": (("面积",), "亩"), "C": (("产值",), "万元")}
    assert (table.heading_rows, table.rows) == ([2], (5, 6))


def test_the_line_above_the_table_holds_for_all_but_rates() -> None:
    rows = [["表"], [N, N, "单位：万元"], ["地区", "产值", "增长（%）"], *BODY]
    assert units(rows) == {"B": "万元", "C": "%"}


def test_the_line_may_stand_in_the_row_of_the_title() -> None:
    rows = [["表2 情况", N, "计量单位: 公 顷"], ["地区", "耕地", "园地"], *BODY]
    assert units(rows) == {"B": "公顷", "C": "公顷"}


def test_the_reporting_office_is_no_unit() -> None:
    rows = [["表"], ["填报单位：人事局"], ["地区", "耕地", "园地"], *BODY]
    assert units(rows) == {"B": None, "C": None}


def test_two_units_in_one_line_go_by_what_the_headings_speak_of() -> None:
    rows = [["表"], [N, N, "单位：万元、公顷"], ["地区", "用地面积", "工业产值"], *BODY]
    assert units(rows) == {"B": "公顷", "C": "万元"}


def test_two_units_of_one_kind_are_asked_about() -> None:
    rows = [["表"], [N, N, "单位：元、万元"], ["地区", "产值", "税收"], *BODY]
    tidy = tidy_rows(rows)
    (warning,) = tidy.warnings
    assert {cell.unit for cell in tidy.tables[0].cells} == {None}
    assert (warning.code, warning.value) == ("TABLE_UNIT_IN_DOUBT", "元, 万元")


def test_a_column_of_units_holds_for_its_rows_but_not_for_rates() -> None:
    rows = [["表"], ["指标", "单位", "2020年", "增长%"], ["耕地", "公顷", 5, 1], ["产值", "万元", 6, 2]]
    found = {(c.unit_name, c.column): c.unit for c in only_table(rows).cells}
    assert found == {("耕地", "C"): "公顷", ("耕地", "D"): "%", ("产值", "C"): "万元", ("产值", "D"): "%"}


def test_a_unit_column_whose_heading_is_broken() -> None:
    rows = [["表"], ["指标", "计量", "2020年"], [N, "单位", N], ["耕地", "公顷", 5], ["产值", "万元", 6]]
    assert [cell.unit for cell in only_table(rows).cells] == ["公顷", "万元"]


def test_a_unit_in_the_name_of_the_row() -> None:
    rows = [["主要指标"], ["指标", "2019年", "2020年"], ["土地面积（公顷）", 10, 9], ["税收(万元)", 1, 2]]
    found = {(c.unit_name, c.unit) for c in only_table(rows).cells}
    assert found == {("土地面积", "公顷"), ("税收", "万元")}


def test_a_row_of_rates_keeps_its_sign_against_the_column() -> None:
    rows = [["表"], ["地区", "面积（亩）", "产值（元）"], *BODY, ["增减%", 5, 6]]
    assert [c.unit for c in only_table(rows).cells if c.unit_name == "增减%"] == ["%", "%"]


def test_an_of_which_column_takes_the_unit_on_its_left() -> None:
    rows = [["表"], ["地区", "竣工面积", "其中"], [N, "（平方米）", "#住宅"], *BODY]
    merges = [(1, 0, 2, 0)]
    assert headings_of(only_table(rows, merges))["C"] == (("其中", "#住宅"), "平方米")


def test_a_note_names_the_unit_of_what_it_speaks_of() -> None:
    rows = [
        ["表"],
        ["地区", "面积（亩）", "种植业总收入"],
        *BODY,
        ["注：农业收入单位一律为万元，保留1位小数。"],
    ]
    assert units(rows) == {"B": "亩", "C": "万元"}


def test_the_brackets_of_the_title_come_last() -> None:
    rows = [["表5 各县产值（亿元）"], ["地区", "工业", "增长（%）"], *BODY]
    assert units(rows) == {"B": "亿元", "C": "%"}


def test_a_figure_with_its_own_per_cent_sign() -> None:
    rows = [["表"], ["地区", "占地"], ["东县", "12.5%"], ["西县", "３０％"]]
    assert [(c.value, c.unit) for c in only_table(rows).cells] == [(12.5, "%"), (30, "%")]
