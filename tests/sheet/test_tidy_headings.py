"""Layouts of headings: merged or not, broken, numbered, translated, with years."""

from tidy_books import N, headings_of, only_table


def paths(rows, merges=()):
    return {column: path for column, (path, _) in headings_of(only_table(rows, merges)).items()}


BODY3 = [["东县", 10, 100, 7], ["西县", 20, 200, 9]]


def test_unmerged_upper_headings_spread_to_the_right() -> None:
    rows = [["表1 粮食生产情况"], ["地区", "粮食", N, "人口"], [N, "面积", "产量", N], *BODY3]
    assert paths(rows) == {"B": ("粮食", "面积"), "C": ("粮食", "产量"), "D": ("人口",)}


def test_merged_headings_are_read_through() -> None:
    rows = [["表"], ["地区", "粮食", N, "人口"], [N, "面积", "产量", N], *BODY3]
    merges = [(1, 0, 2, 0), (1, 1, 1, 2), (1, 3, 2, 3)]
    assert paths(rows, merges) == {"B": ("粮食", "面积"), "C": ("粮食", "产量"), "D": ("人口",)}
    assert only_table(rows, merges).heading_rows == [2, 3]


def test_a_total_with_its_parts_below_does_not_lend_its_heading() -> None:
    rows = [["表"], ["地区", "建设用地", N, N], [N, N, "工业用地", "住宅用地"], *BODY3]
    assert paths(rows) == {"B": ("建设用地",), "C": ("工业用地",), "D": ("住宅用地",)}


def test_of_which_stands_in_the_path_as_written() -> None:
    rows = [["表"], ["地区", "房屋", "其  中", N], [N, N, "工业", "住宅"], *BODY3]
    merges = [(1, 0, 2, 0), (1, 1, 2, 1), (1, 2, 1, 3)]
    assert paths(rows, merges) == {"B": ("房屋",), "C": ("其中", "工业"), "D": ("其中", "住宅")}


def test_a_term_broken_over_two_cells_is_one_heading() -> None:
    rows = [["表"], ["地区", "全市", "经 济", "南县"], [N, N, "开发区", N], *BODY3]
    assert paths(rows) == {"B": ("全市",), "C": ("经济开发区",), "D": ("南县",)}


def test_two_full_heading_rows_without_merges_are_two_levels() -> None:
    rows = [["表"], ["地区", "年初", "年中", "年末"], [N, "人口", "户数", "人口"], *BODY3]
    assert paths(rows) == {"B": ("年初", "人口"), "C": ("年中", "户数"), "D": ("年末", "人口")}


def test_line_breaks_and_padding_are_removed_but_not_between_latin_words() -> None:
    rows = [["表"], ["地区", "本年新\r\n植面积", "R D\n经费", "公　园"], *BODY3]
    assert paths(rows) == {"B": ("本年新植面积",), "C": ("R D经费",), "D": ("公园",)}


def test_years_as_numbers_are_headings() -> None:
    rows = [["历年用地情况"], ["指标", 2018, 2019, 2020], ["耕地", 100, 99, 98], ["园地", 10, 11, 12]]
    assert paths(rows) == {"B": ("2018",), "C": ("2019",), "D": ("2020",)}
    assert only_table(rows).heading_rows == [2]


def test_years_stand_beside_text_headings() -> None:
    rows = [["表"], ["用地类型", 2010, 2011, "增长%"], ["东片", 7, 5, 3.5], ["西片", 1, 2, 3]]
    assert headings_of(only_table(rows))["D"] == (("增长%",), "%")


def test_years_repeat_under_merged_headings() -> None:
    rows = [["表"], ["地区", "面积", N, "产量", N], [N, 2010, 2011, 2010, 2011], ["东县", 1, 5, 3, 4]]
    merges = [(1, 0, 2, 0), (1, 1, 1, 2), (1, 3, 1, 4)]
    assert paths(rows, merges)["E"] == ("产量", "2011")


def test_a_code_row_and_the_letters_beside_it_are_no_headings() -> None:
    rows = [
        ["表"],
        ["县区", "行次", "面积", "人口"],
        ["甲", "乙", 1, 2],
        ["东县", 1, 9, 8],
        ["西县", 2, 7, 6],
    ]
    table = only_table(rows)
    assert table.heading_rows == [2]
    assert headings_of(table) == {"C": (("面积",), N), "D": (("人口",), N)}
    assert table.rows == (4, 5)


def test_an_english_row_under_the_chinese_one_is_no_level() -> None:
    rows = [["表"], ["地区", "人口", "户数", "面积"], ["Region", "Population", "Households", "Area"], *BODY3]
    table = only_table(rows)
    assert headings_of(table)["B"] == (("人口",), N)
    assert table.heading_rows == [2, 3]


def test_an_english_line_in_the_cell_is_left_out() -> None:
    rows = [["表"], ["地区\nRegion", "人口（人）\nPopulation (person)", "按性别分 By Sex", "GDP"], *BODY3]
    found = headings_of(only_table(rows))
    assert found == {"B": (("人口",), "人"), "C": (("按性别分",), N), "D": (("GDP",), N)}


def test_a_title_row_with_a_date_at_its_end_is_no_heading() -> None:
    rows = [["建设用地供应情况表", N, N, "2021年"], ["县区", "合计", "工业", "住宅"], *BODY3]
    table = only_table(rows)
    assert (table.title, table.heading_rows) == ("建设用地供应情况表", [2])


def test_a_table_may_begin_away_from_the_corner() -> None:
    rows = [[], [N, "表3 情况"], [N, "地区", "面积"], [N, "东县", 3], [N, "西县", 4]]
    table = only_table(rows)
    assert (table.heading_rows, table.rows) == ([3], (4, 5))
    assert headings_of(table) == {"C": (("面积",), N)}


def test_scattered_figures_beside_the_table_are_left_out() -> None:
    rows = [["表"], ["地区", "面积"], ["东县", 3], ["西县", 4, N, 7], ["南县", 4], ["北县", 5]]
    assert set(headings_of(only_table(rows))) == {"B"}


def test_a_date_beside_any_title_is_no_heading() -> None:
    rows = [["各镇用地", N, N, "（2021年）"], ["县区", "合计", "工业", "住宅"], *BODY3]
    assert only_table(rows).heading_rows == [2]


def test_dates_in_brackets_are_headings_of_their_columns() -> None:
    rows = [["表"], ["地区", "耕地", N, "园地"], [N, "(2020年)", "(2021年)", "(2021年)"], *BODY3]
    assert paths(rows)["C"] == ("耕地", "(2021年)")


def test_the_unit_line_may_stand_over_the_names() -> None:
    rows = [["表"], ["单位：万人", 1978, 1990, 2000], *BODY3]
    assert headings_of(only_table(rows))["C"] == (("1990",), "万人")
