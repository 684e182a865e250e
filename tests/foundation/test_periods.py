"""Years, quarters and months: read, ordered, said in words."""

import itertools
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jiyue.engine.problems import Refused
from jiyue.foundation.periods import TIMES, Period

kinds = st.sampled_from(["year", "quarter", "month"])


@st.composite
def periods(draw: st.DrawFn) -> Period:
    kind = draw(kinds)
    return Period(draw(st.integers(2, 9999)), kind, draw(st.integers(1, TIMES[kind])))


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("2025", date(2025, 1, 1), date(2025, 12, 31)),
        ("2025Q3", date(2025, 7, 1), date(2025, 9, 30)),
        ("2025-q4", date(2025, 10, 1), date(2025, 12, 31)),
        ("2024-02", date(2024, 2, 1), date(2024, 2, 29)),
    ],
)
def test_a_period_has_its_first_and_last_day(text: str, first: date, last: date) -> None:
    found = Period.parse(text)
    assert (found.first, found.last) == (first, last)


@pytest.mark.parametrize("text", ["", "25", "2025Q5", "2025-13", "2025-7", "2025/07", "２０２５", "0000"])
def test_anything_else_is_refused(text: str) -> None:
    with pytest.raises(Refused) as refused:
        Period.parse(text)
    assert refused.value.problems[0].code == "BAD_PERIOD"


@given(periods())
def test_what_is_written_reads_back(period: Period) -> None:
    assert Period.parse(str(period)) == period


@given(periods(), periods())
def test_order_is_total_and_follows_the_first_days(a: Period, b: Period) -> None:
    assert (a < b) + (a == b) + (a > b) == 1
    if a.first != b.first:
        assert (a < b) == (a.first < b.first)
    if a != b and a in b and a.first == b.first:
        assert b < a


@given(periods())
def test_the_previous_period_ends_the_day_before(period: Period) -> None:
    before = period.previous()
    assert before.last + timedelta(days=1) == period.first
    assert before.kind == period.kind
    assert before < period


@given(periods(), kinds)
def test_the_periods_of_a_year_fill_it(period: Period, kind: str) -> None:
    parts = list(Period.of_year(period.year, kind))
    assert parts == sorted(parts)
    assert parts[0].first == Period(period.year).first
    assert parts[-1].last == Period(period.year).last
    assert all(a.last + timedelta(days=1) == b.first for a, b in itertools.pairwise(parts))


@given(st.dates(date(2, 1, 1)), kinds)
def test_a_day_is_in_the_period_that_contains_it(day: date, kind: str) -> None:
    assert day in Period.containing(day, kind)


def test_words_are_those_of_people() -> None:
    said = [Period.parse(text).words("zh") for text in ("2025", "2025Q3", "2025-07")]
    assert said == ["2025年", "2025年第3季度", "2025年07月"]
    assert Period.parse("2025Q3").words("en") == "quarter 3 of 2025"
