"""Figures as cells hold them: numbers in text, marks for no figure, errors."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jiyue.engine.sheet.values import number_of
from tidy_books import N, only_table


@pytest.mark.parametrize(
    ("cell", "value"),
    [
        ("1,234.50", 1234.5),
        ("１，２３４", 1234),
        ("１９.８", 19.8),
        (" 118.40 ", 118.4),
        ("－3.5", -3.5),
        ("−3", -3),
        ("+7", 7),
        ("1.2E+05", 120000),
        (".5", 0.5),
        ("1 234 567", 1234567),
        ("12.5%", 12.5),
        ("007", None),
        ("1,23", None),
        ("1-2", None),
        ("三", None),
        ("nan", None),
        ("inf", None),
        ("1e999", None),
        (True, None),
        ("", None),
    ],
)
def test_text_is_a_number_only_when_it_is_written_as_one(cell: object, value: float | None) -> None:
    assert number_of(cell) == value


@given(st.integers(-(10**15), 10**15))
def test_whole_numbers_with_separators_come_back(number: int) -> None:
    assert number_of(f"{number:,}") == number


@given(st.floats(allow_nan=False, allow_infinity=False, width=64))
def test_printed_floats_come_back(number: float) -> None:
    assert number_of(repr(number)) == number


@given(st.text(max_size=80))
def test_any_text_is_read_or_left(text: str) -> None:
    assert number_of(text) is None or isinstance(number_of(text), int | float)


@pytest.mark.parametrize(
    "mark", ["…", "...", "-", "--", "－－", "—", "=", "/", "…… ", "NA", "#DIV/0!", "#N/A"]
)
def test_marks_for_no_figure_are_kept_as_text(mark: str) -> None:
    table = only_table([["表"], ["地区", "面积", "产值"], ["东县", mark, 3], ["西县", 5, mark]])
    assert [cell.value for cell in table.cells] == [mark.strip(), 3, 5, mark.strip()]


def test_blank_cells_are_left_out_and_never_zero() -> None:
    table = only_table([["表"], ["地区", "面积", "产值"], ["东县", N, 3], ["西县", "  ", 0], ["南县", N, N]])
    assert [(cell.unit_name, cell.value) for cell in table.cells] == [("东县", 3), ("西县", 0)]
