"""The data of a sheet have one canonical form: equal figures are equal, missing is not zero."""

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jiyue.foundation.files.sheet_data import plain, plain_rows, sheet_hash

FIGURES = st.decimals(allow_nan=False, allow_infinity=False, places=6, min_value=-(10**12), max_value=10**12)


@given(FIGURES, st.integers(0, 12))
def test_the_scale_of_a_figure_does_not_matter(figure: Decimal, zeros: int) -> None:
    longer = Decimal(f"{figure:f}" + "0" * zeros)
    assert plain(longer) == plain(figure)
    assert Decimal(plain(figure)) == figure


@given(st.integers())
def test_a_whole_number_is_itself(figure: int) -> None:
    assert plain(figure) == str(figure) == plain(Decimal(figure))


def test_missing_is_not_zero() -> None:
    assert [plain(v) for v in (None, 0, "", Decimal("-0.00"))] == [None, "0", "", "0"]


def test_a_day_is_a_text() -> None:
    assert plain(date(2025, 3, 4)) == "2025-03-04"


@pytest.mark.parametrize("value", [1.5, True, [], object()])
def test_what_has_no_exact_text_is_no_cell(value: object) -> None:
    with pytest.raises(TypeError):
        plain(value)  # type: ignore[arg-type]


@given(
    st.lists(
        st.lists(FIGURES | st.text(max_size=5) | st.none(), min_size=2, max_size=2), min_size=1, max_size=5
    )
)
def test_the_hash_sees_the_order_of_rows(rows: list) -> None:
    turned = plain_rows(rows[::-1])
    assert (sheet_hash({"rows": plain_rows(rows)}) == sheet_hash({"rows": turned})) is (
        plain_rows(rows) == turned
    )
