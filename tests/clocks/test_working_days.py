"""Working days are counted without walking; walking gives the same."""

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from clocks.dates import days_after, working
from jiyue.engine.calendar import deadline, work_calendar, workdays_between

DAYS = st.dates(date(2001, 1, 1), date(2031, 12, 31))
COUNTS = st.integers(1, 700)


@given(DAYS, COUNTS)
def test_a_deadline_is_the_day_on_which_so_many_have_been_counted(start, count):
    calendar, day, counted = work_calendar(), start, 0
    while counted < count:
        day += timedelta(1)
        counted += calendar.is_workday(day)
    assert deadline(start, working(count)).due == day


@given(DAYS, COUNTS)
def test_a_backward_deadline_likewise(start, count):
    calendar, day, counted = work_calendar(), start, 0
    while counted < count:
        day -= timedelta(1)
        counted += calendar.is_workday(day)
    assert deadline(start, working(count), before=True).due == day


@given(DAYS, st.integers(0, 1200))
def test_between_counts_each_day_after_the_first(start, length):
    calendar, end = work_calendar(), start + timedelta(length)
    found = workdays_between(start, end)
    assert found.workdays == sum(calendar.is_workday(day) for day in days_after(start, end))
    assert found.days == length


@given(DAYS, COUNTS)
def test_between_is_the_inverse_of_the_deadline(start, count):
    assert workdays_between(start, deadline(start, working(count)).due).workdays == count


@given(DAYS, COUNTS, COUNTS)
def test_spans_add_up(start, first, second):
    in_turn = deadline(deadline(start, working(first)).due, working(second)).due
    assert in_turn == deadline(start, working(first + second)).due


@given(DAYS, COUNTS)
def test_skipped_runs_are_the_days_off_on_the_way(start, count):
    calendar, found = work_calendar(), deadline(start, working(count))
    told = [s.first + timedelta(i) for s in found.skipped for i in range((s.last - s.first).days + 1)]
    assert told == [day for day in days_after(start, found.due) if not calendar.is_workday(day)]
    assert all(calendar.why(day) == s.why for s in found.skipped for day in (s.first, s.last))
    assert count + len(told) == (found.due - start).days
