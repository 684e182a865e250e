"""Each cell becomes the typed value of its column, or a problem with its place and a way out."""

import datetime
from decimal import Decimal

import pytest
import xlsxwriter

from jiyue.engine.messages import language
from jiyue.engine.problems import Refused
from jiyue.engine.sheet.columns import Column, read_columns
from tools import save_rows


def read(tmp_path, cell, **column):
    """One cell under the heading, with a filled column beside it so that the row is never blank."""
    columns = (Column("x", ("数值",), **column), Column("key", ("编号",)))
    return read_columns(save_rows(tmp_path / "a.xlsx", [["数值", "编号"], [cell, "1"]]), columns)


def value(tmp_path, cell, **column):
    return read(tmp_path, cell, **column).or_refuse().frame["x"][0]


def problem(tmp_path, cell, **column):
    reading = read(tmp_path, cell, **column)
    (found,) = reading.problems
    assert (found.sheet, found.row, found.column, found.field) == ("Sheet1", 2, "A", "数值")
    assert found.message("en")
    assert found.remedy("en")
    assert reading.frame["x"][0] is None
    with pytest.raises(Refused):
        reading.or_refuse()
    return found.code


@pytest.mark.parametrize(
    ("cell", "expected"),
    [
        (12.5, "12.5"),
        (0.1, "0.1"),
        (3, "3"),
        ("１２．５", "12.5"),
        (" 1,234,567.80 ", "1234567.8"),
        ("1，234", "1234"),
        ("32 105", "32105"),
        ("12\u202f345.5", "12345.5"),
        ("12.5公顷", "12.5"),
        ("12.5 ha", "12.5"),
        ("12.5（公顷）", "12.5"),
        ("1.5E+03", "1500"),
        ("−3.5", "-3.5"),
        ("'7", "7"),
        (".5", "0.5"),
        ("0.30000000000000004", "0.30000000000000004"),
    ],
)
def test_numbers_as_people_write_them(tmp_path, cell, expected):
    assert Decimal(value(tmp_path, cell, type="decimal", unit="公顷")) == Decimal(expected)


@pytest.mark.parametrize(
    "cell",
    [
        "约12",
        "12.5.3",
        "1,23",
        "1 2",
        "105①",
        "5²",
        "十二",
        "12--",
        "TRUE",
        "1,5",
        "12+3",
        "(5)",
        "5)",
        "1" * 101,
    ],
)
def test_what_is_no_number(tmp_path, cell):
    assert problem(tmp_path, cell, type="decimal") == "CELL_NOT_A_NUMBER"


@pytest.mark.parametrize("cell", ["NaN", "nan", "inf", "-Infinity", "∞", "1.#INF", "1.#QNAN"])
def test_what_is_not_finite(tmp_path, cell):
    assert problem(tmp_path, cell, type="decimal") == "CELL_NOT_FINITE"


@pytest.mark.parametrize("kind", ["text", "integer", "decimal", "boolean", "date"])
@pytest.mark.parametrize("cell", ["#N/A", "#DIV/0!", "＃REF!", "Err:502"])
def test_error_cells_are_no_value_of_any_type(tmp_path, cell, kind):
    assert problem(tmp_path, cell, type=kind) == "CELL_EXCEL_ERROR"


def test_a_text_may_begin_like_an_error(tmp_path):
    assert value(tmp_path, "#1 楼", type="text") == "#1 楼"


@pytest.mark.parametrize("cell", ["-", "—", "……", "N/A", "暂无", "  "])
def test_marks_for_no_figure_are_missing_and_never_zero(tmp_path, cell):
    assert value(tmp_path, cell, type="decimal") is None


def test_marks_are_counted_and_a_required_figure_may_not_be_one(tmp_path):
    (warning,) = read(tmp_path, "…", type="decimal").warnings
    assert (warning.code, warning.value, warning.params["count"]) == ("SHEET_READ_AS_MISSING", "…", 1)
    assert problem(tmp_path, "…", type="decimal", required=True) == "CELL_MISSING"
    assert problem(tmp_path, None, type="text", required=True) == "CELL_MISSING"


@pytest.mark.parametrize(
    ("cell", "unit", "expected"),
    [
        ("95%", "%", "95"),
        ("95％", None, "0.95"),
        ("5‰", "%", "0.5"),
        ("95", "%", "95"),
        ("0.5%", "小数", "0.005"),
    ],
)
def test_percent_signs(tmp_path, cell, unit, expected):
    assert value(tmp_path, cell, type="decimal", unit=unit) == Decimal(expected)


def test_a_percent_sign_in_a_column_of_areas(tmp_path):
    assert problem(tmp_path, "95%", type="decimal", unit="公顷") == "CELL_UNIT_OTHER"


def test_shares_of_one_in_a_column_of_percent_are_doubted(tmp_path):
    assert [w.code for w in read(tmp_path, 0.95, type="decimal", unit="%").warnings] == [
        "SHEET_PERCENT_DOUBT"
    ]
    assert read(tmp_path, 95, type="decimal", unit="%").warnings == ()


def test_whole_numbers(tmp_path):
    assert value(tmp_path, "３２，１０５人", type="integer", unit="人") == 32105
    assert value(tmp_path, 12.0, type="integer") == 12
    assert value(tmp_path, "12.00", type="integer") == 12
    assert problem(tmp_path, 12.5, type="integer") == "CELL_NOT_WHOLE"
    assert problem(tmp_path, "12.5", type="integer") == "CELL_NOT_WHOLE"


def test_limits_are_inclusive(tmp_path):
    limits = {"type": "decimal", "minimum": Decimal("0"), "maximum": Decimal("100")}
    assert value(tmp_path, 100, **limits) == 100
    assert value(tmp_path, 0, **limits) == 0
    assert problem(tmp_path, 100.0001, **limits) == "CELL_ABOVE_MAXIMUM"
    assert problem(tmp_path, "-0.0001", **limits) == "CELL_BELOW_MINIMUM"


def test_digits_beyond_what_can_be_kept(tmp_path):
    assert problem(tmp_path, "1" * 19, type="decimal") == "CELL_TOO_MANY_DIGITS"
    assert problem(tmp_path, "0." + "1" * 21, type="decimal") == "CELL_TOO_MANY_DIGITS"
    assert problem(tmp_path, "1e99", type="decimal") == "CELL_TOO_MANY_DIGITS"
    assert problem(tmp_path, 3.2e17, type="integer") == "CELL_DIGITS_LOST"
    assert problem(tmp_path, 320981199001011234.0, type="text") == "CELL_DIGITS_LOST"
    assert value(tmp_path, "320981199001011234", type="text") == "320981199001011234"


def test_a_float_longer_than_a_figure_is_rounded_and_said(tmp_path):
    reading = read(tmp_path, 1.2345678901234567e-09, type="decimal").or_refuse()
    assert reading.frame["x"][0] == Decimal("0.00000000123456789012")
    assert [w.code for w in reading.warnings] == ["CELL_ROUNDED"]


def test_a_date_in_a_column_of_numbers(tmp_path):
    assert problem(tmp_path, datetime.date(2024, 1, 2), type="decimal") == "CELL_IS_A_DATE"


@pytest.mark.parametrize(
    ("cell", "expected"),
    [
        (True, True),
        (0, False),
        (1.0, True),
        ("是", True),
        ("否", False),
        (" Ｙ ", True),
        ("√", True),
        ("0", False),
    ],
)
def test_yes_and_no(tmp_path, cell, expected):
    assert value(tmp_path, cell, type="boolean") is expected


def test_neither_yes_nor_no_says_what_to_write(tmp_path):
    with language("en"):
        found = read(tmp_path, 2, type="boolean").problems[0]
    assert (found.code, found.remedy("en")) == ("CELL_NOT_YES_OR_NO", "Write yes or no.")


@pytest.mark.parametrize(
    "cell",
    [
        datetime.date(2024, 5, 1),
        datetime.datetime(2024, 5, 1, 9, 30),
        45413,
        "45413",
        20240501,
        "20240501",
        "2024-05-01",
        "2024/5/1",
        "2024.5.1",
        "2024年5月1日",
        "２０２４年５月１日",
        "2024-05-01 00:00:00",
    ],
)
def test_dates_as_people_write_them(tmp_path, cell):
    assert value(tmp_path, cell, type="date") == datetime.date(2024, 5, 1)


@pytest.mark.parametrize(
    "cell",
    [2024, "2024", "2024年5月", "2024-13-01", "2023-02-29", "01/05/2024", "24-5-1", 1.5, True],
)
def test_what_is_no_whole_date(tmp_path, cell):
    assert problem(tmp_path, cell, type="date") == "CELL_NOT_A_DATE"


def test_choices(tmp_path):
    column = {"type": "choice", "choices": ("出让", "划拨", "Lease")}
    assert value(tmp_path, " 出 让", **column) == "出让"
    assert value(tmp_path, "ＬＥＡＳＥ", **column) == "Lease"
    assert problem(tmp_path, "拍卖", **column) == "CELL_NOT_A_CHOICE"
    near = read(tmp_path, "协议出让", **{**column, "choices": ("协议出让地", "划拨")}).problems[0]
    assert near.code == "CELL_NEAR_A_CHOICE"
    assert "“协议出让地”" in near.remedy("en")


@pytest.mark.parametrize(
    ("cell", "expected"),
    [
        (" 青禾镇 ", "青禾镇"),
        ("３２０９", "3209"),
        (320998105, "320998105"),
        (3.0, "3"),
        (0.5, "0.5"),
        ("（甲）", "（甲）"),
    ],
)
def test_texts_keep_their_letters_and_codes_become_plain(tmp_path, cell, expected):
    assert value(tmp_path, cell, type="text") == expected
    assert value(tmp_path, "（甲）", type="text") == "（甲）"


def test_a_date_in_a_text_is_said(tmp_path):
    reading = read(tmp_path, datetime.date(2024, 3, 5), type="text").or_refuse()
    assert reading.frame["x"][0] == "2024-03-05"
    assert [w.code for w in reading.warnings] == ["CELL_DATE_AS_TEXT"]


def test_the_result_of_a_formula_is_read(tmp_path):
    with xlsxwriter.Workbook(str(tmp_path / "a.xlsx")) as book:
        sheet = book.add_worksheet()
        sheet.write_row(0, 0, ["数值", "结果"])
        sheet.write_formula(1, 0, "=5/2", None, 2.5)
        sheet.write_formula(1, 1, "=1/0", None, "#DIV/0!")
    columns = (Column("x", ("数值",), "decimal"), Column("y", ("结果",), "decimal"))
    reading = read_columns(tmp_path / "a.xlsx", columns)
    assert reading.frame["x"][0] == Decimal("2.5")
    assert [(p.code, p.column, p.value) for p in reading.problems] == [("CELL_EXCEL_ERROR", "B", "#DIV/0!")]
