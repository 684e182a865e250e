"""Months and years end on the day of the same number, or on the last day of the month."""

from calendar import monthrange
from datetime import date

from dateutil.relativedelta import relativedelta
from hypothesis import given
from hypothesis import strategies as st

from jiyue.engine.calendar import Span, deadline

DAYS = st.dates(date(1900, 1, 1), date(2100, 12, 31))


@given(DAYS, st.integers(1, 1200))
def test_months_agree_with_dateutil(start, count):
    assert deadline(start, Span(count, "months")).due == start + relativedelta(months=count)


@given(DAYS, st.integers(1, 1200), st.booleans())
def test_the_day_is_the_same_or_the_last_of_the_month(start, count, before):
    due = deadline(start, Span(count, "months"), before=before).due
    assert due.day == min(start.day, monthrange(due.year, due.month)[1])
    assert abs((due.year - start.year) * 12 + due.month - start.month) == count


@given(DAYS, st.integers(1, 200))
def test_a_year_is_twelve_months(start, count):
    assert deadline(start, Span(count, "years")).due == deadline(start, Span(12 * count, "months")).due


@given(DAYS, st.integers(1, 600))
def test_a_later_start_never_ends_earlier(start, count):
    ends = [
        deadline(day, Span(count, "months")).due for day in (start, date.fromordinal(start.toordinal() + 1))
    ]
    assert ends == sorted(ends)
