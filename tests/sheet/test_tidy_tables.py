"""Several tables in one sheet, side by side or one under the other, and sheets without any."""

from tidy_books import N, headings_of, names_of, tidy_rows


def test_tables_under_each_other_with_their_own_headings() -> None:
    rows = [["表1 耕地"], ["地区", "面积（亩）"], ["东县", 1], ["西县", 3], ["注：略。"], []]
    rows += [["表2 产量"], ["单位：吨"], ["地区", "稻谷", "小麦"], ["东县", 5, 6], ["西县", 7, 8]]
    first, second = tidy_rows(rows).tables
    assert (first.title, first.heading_rows, first.rows, first.notes) == (
        "表1耕地",
        [2],
        (3, 4),
        ["注：略。"],
    )
    assert (second.title, second.heading_rows, second.rows) == ("表2产量", [9], (10, 11))
    assert headings_of(second) == {"B": (("稻谷",), "吨"), "C": (("小麦",), "吨")}


def test_a_continued_table_repeats_its_heading_of_names() -> None:
    rows = [["表"], ["地区", "甲类", "乙类"], ["东县", 9, 2], ["西县", 3, 4], ["续表"]]
    rows += [["地区", "丙类", "丁类"], ["东县", 5, 8], ["西县", 7, 8]]
    first, second = tidy_rows(rows).tables
    assert set(headings_of(first).values()) == {(("甲类",), N), (("乙类",), N)}
    assert set(headings_of(second).values()) == {(("丙类",), N), (("丁类",), N)}


def test_headings_repeated_on_the_next_page_begin_a_table_without_a_gap() -> None:
    head = ["地区", "面积", "产值"]
    tables = tidy_rows([["表"], head, ["东县", 9, 2], head, ["西县", 3, 4]]).tables
    assert [(t.heading_rows, t.rows) for t in tables] == [([2], (3, 3)), ([4], (5, 5))]


def test_a_blank_column_parts_tables_that_have_names_of_their_own() -> None:
    rows = [["表", N, N, "续表"], ["地区", "面积", N, "地区", "产值"], ["东县", 9, N, "东县", 2]]
    left, right = tidy_rows([*rows, ["西县", 3, N, "西县", 4]]).tables
    assert (headings_of(left), headings_of(right)) == ({"B": (("面积",), N)}, {"E": (("产值",), N)})


def test_a_blank_column_within_a_table_parts_nothing() -> None:
    rows = [["表"], ["地区", "面积", N, "产值"], ["东县", 9, N, 2], ["西县", 3, N, 4]]
    (table,) = tidy_rows(rows).tables
    assert headings_of(table) == {"B": (("面积",), N), "D": (("产值",), N)}


def test_names_that_go_on_in_a_second_column_of_the_page() -> None:
    rows = [["表"], ["地区", "产量(吨)", "地区", "产量(吨)"], ["东县", 1, "南县", 3], ["西县", 2, "北县", 4]]
    left, right = tidy_rows(rows).tables
    assert (names_of(left), names_of(right)) == (["东县", "西县"], ["南县", "北县"])


def test_a_sheet_of_words_has_no_table_and_says_so() -> None:
    tidy = tidy_rows([["目录"], ["一、耕地情况……第1页"], ["填报日期：", "2016年"]])
    assert tidy.tables == []
    assert [warning.code for warning in tidy.warnings] == ["TABLE_NOT_FOUND"]
