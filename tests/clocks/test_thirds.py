"""Thirds of a month as notices write them."""

from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jiyue.engine.calendar import third_of_month
from jiyue.engine.problems import Refused


@pytest.mark.parametrize(
    ("text", "year", "first", "last"),
    [
        ("10月下旬", 2010, date(2010, 10, 21), date(2010, 10, 31)),
        ("11月下旬", 2010, date(2010, 11, 21), date(2010, 11, 30)),
        ("12月上旬", 2010, date(2010, 12, 1), date(2010, 12, 10)),
        ("10月中旬", 2010, date(2010, 10, 11), date(2010, 10, 20)),
        ("2024 年 2 月下旬", None, date(2024, 2, 21), date(2024, 2, 29)),
        ("9999年12月下旬", None, date(9999, 12, 21), date(9999, 12, 31)),
        ("2023年2月下旬", 2010, date(2023, 2, 21), date(2023, 2, 28)),
    ],
)
def test_read(text, year, first, last):
    assert third_of_month(text, year) == (first, last)


@given(st.integers(1, 9998), st.integers(1, 12))
def test_three_thirds_make_a_month(year, month):
    parts = [third_of_month(f"{month}月{third}", year) for third in ("上旬", "中旬", "下旬")]
    assert parts[0][0].day == 1
    assert [b[0] - a[1] for a, b in pairwise(parts)] == [timedelta(1)] * 2
    assert (parts[2][1] + timedelta(1)).day == 1


@pytest.mark.parametrize("text", ["10月", "下旬", "13月下旬", "0月上旬", "10月末", "", "late October"])
def test_no_third(text):
    with pytest.raises(Refused) as refused:
        third_of_month(text, 2010)
    assert refused.value.problems[0].code == "THIRD_BAD"


def test_without_a_year():
    with pytest.raises(Refused):
        third_of_month("10月下旬")
