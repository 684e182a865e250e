"""The names of the rows: merged, grouped, broken, translated, years; section rows and notes."""

from tidy_books import N, names_of, only_table


def test_a_name_merged_over_two_rows_joins_the_second_name() -> None:
    rows = [
        ["表"],
        ["指标", N, "面积"],
        ["合 计", "本  年", 4],
        [N, "上  年", 3],
        ["东县", N, 1],
        ["西县", N, 3],
    ]
    merges = [(1, 0, 1, 1), (2, 0, 3, 0), (4, 0, 4, 1), (5, 0, 5, 1)]
    assert names_of(only_table(rows, merges)) == ["合计 / 本年", "合计 / 上年", "东县", "西县"]


def test_a_total_written_one_character_a_row() -> None:
    rows = [["表"], ["指标", N, "面积"], ["合", "本年", 4], ["计", "上年", 3], ["东县", N, 1], ["西县", N, 3]]
    assert names_of(only_table(rows))[:2] == ["合计 / 本年", "合计 / 上年"]


def test_a_group_holds_until_the_next() -> None:
    rows = [
        ["表"],
        ["市", "县", "面积"],
        ["东市", "春县", 1],
        [N, "夏县", 2],
        ["西市", "秋县", 3],
        [N, "冬县", 4],
    ]
    assert names_of(only_table(rows)) == ["东市 / 春县", "东市 / 夏县", "西市 / 秋县", "西市 / 冬县"]


def test_a_translated_column_of_names_is_left_out() -> None:
    rows = [["表"], ["地区", "Region", "面积"], ["北京", "Beijing", 1], ["天津", "Tianjin", 2]]
    assert names_of(only_table(rows)) == ["北京", "天津"]


def test_facts_about_a_named_row_are_cells_not_names() -> None:
    rows = [
        ["表"],
        ["序号", "企业名称", "所在乡镇", "面积"],
        [1, "春厂", "东镇", 5],
        [2, "夏厂", "西镇", 6],
        ["合计", N, N, 11],
    ]
    table = only_table(rows)
    assert names_of(table) == ["春厂", "夏厂", "合计"]
    assert [(c.column_path, c.value) for c in table.cells if c.unit_name == "春厂"] == [
        (("所在乡镇",), "东镇"),
        (("面积",), 5),
    ]
    assert [total["row"] for total in table.total_rows] == [5]


def test_years_are_names_of_rows() -> None:
    rows = [["历年产值"], ["年份", "产值"], [1978, 10.1], [1979, 11.2], [1980, 13]]
    assert names_of(only_table(rows)) == ["1978", "1979", "1980"]


def test_a_period_that_never_changes_is_a_cell() -> None:
    rows = [["Year", "Name", "x1"], [2015, "东县", 1], [2015, "西县", 5]]
    assert names_of(only_table(rows)) == ["东县", "西县"]
    assert names_of(only_table([*rows, [2016, "东县", 2]])) == ["2015 / 东县", "2015 / 西县", "2016 / 东县"]


def test_indents_are_removed_and_section_rows_pass() -> None:
    rows = [
        ["表"],
        ["指标", "2020年", "2021年"],
        ["一、人口", N, N],
        ["\u3000\u3000其中：男", 5, 6],
        ["\xa0\xa0女", 6, 7],
        ["二、土地", N, N],
        ["  耕  地", 7, 8],
    ]
    table = only_table(rows)
    assert names_of(table) == ["其中：男", "女", "耕地"]
    assert (table.heading_rows, table.rows) == ([2], (4, 7))


def test_a_wide_section_row_between_the_rows() -> None:
    rows = [["表"], ["地区", "面积", "产值"], ["按行业分"], ["采矿业", 1, 9], ["按地区分"], ["东县", 1, 9]]
    table = only_table(rows, [(2, 0, 2, 2), (4, 0, 4, 2)])
    assert (names_of(table), table.heading_rows) == (["采矿业", "东县"], [2])


def test_notes_are_kept_apart() -> None:
    rows = [
        ["表"],
        ["地区", "面积"],
        ["东县", 1],
        ["西县", 3],
        ["注：1.初步数。", "2020年"],
        ["2.另一注。"],
        ["第3页"],
    ]
    table = only_table(rows)
    assert table.notes == ["注：1.初步数。", "2.另一注。", "第3页"]
    assert table.rows == (3, 4)


def test_rows_whose_names_begin_like_notes_are_kept() -> None:
    rows = [
        ["表"],
        ["指标", "2020年"],
        ["注册企业数（个）", 5],
        ["附报：耕地面积（亩）", 7],
        ["负责人：", 13800000],
    ]
    assert names_of(only_table(rows)) == ["注册企业数", "附报：耕地面积"]
