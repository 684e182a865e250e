"""No date that can be written breaks a clock: it answers, or says that the calendar ends."""

from datetime import date, datetime

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from clocks.dates import working
from jiyue.engine.calendar import Span, deadline, work_calendar, workdays_between
from jiyue.engine.problems import Refused

UNITS = st.sampled_from(["working", "calendar", "months", "years"])


def answer(*arguments, **options):
    """The deadline, or the refusal; nothing else may leave it."""
    try:
        return deadline(*arguments, **options)
    except Refused as refused:
        return refused


@settings(max_examples=200, deadline=None)
@given(st.dates(), st.integers(1, 400), UNITS, st.booleans(), st.booleans())
@example(date.max, 1, "working", False, False)
@example(date.min, 1, "working", True, True)
@example(date.max, 1, "calendar", True, False)
@example(date.min, 1, "months", False, True)
@example(date(9999, 1, 31), 11, "months", False, False)
def test_a_deadline_answers_or_says_that_the_calendar_ends(start, count, unit, roll, before):
    found = answer(start, Span(count, unit), roll=roll, before=before)
    if isinstance(found, Refused):
        assert [p.code for p in found.problems] == ["DATE_OUT_OF_RANGE"]
        assert found.problems[0].remedy("en")
        return
    assert (found.due < start) == before
    if unit == "working" and not 2004 <= found.due.year <= 2026:
        assert found.status == "provisional"
    if unit != "working" and (not roll or before):
        assert found.status == "firm"


@settings(max_examples=100, deadline=None)
@given(st.dates())
def test_every_day_is_a_working_day_or_has_a_reason(day):
    calendar = work_calendar()
    assert calendar.why(day).text("en")
    assert calendar.why(day).text("zh")
    assert calendar.is_workday(day) == (workdays_between(day, day).start.workday)


def test_from_the_first_day_to_the_last():
    calendar = work_calendar()
    days = (date.max - date.min).days
    assert 0.68 * days < calendar.count(date.min, date.max) < 0.72 * days
    assert not calendar.is_known(date.min, date.max)


def test_days_beyond_the_lunar_calendar_keep_the_fixed_holidays():
    calendar = work_calendar()
    off = [(1, 1), (5, 1), (5, 2), (10, 1), (10, 2), (10, 3)]
    assert [calendar.is_workday(date(2150, month, day)) for month, day in off] == [False] * 6
    assert calendar.is_workday(date(2150, 10, 5))


@pytest.mark.parametrize("count", [9_999_999, 3_000_000])
@pytest.mark.parametrize("unit", ["working", "calendar", "months", "years", "hours"])
def test_too_far_is_refused(count, unit):
    start = datetime(9990, 1, 1, 8)
    with pytest.raises(Refused) as refused:
        deadline(start, Span(count, unit))
    assert [p.code for p in refused.value.problems] == ["DATE_OUT_OF_RANGE"]


def test_it_is_provisional_only_where_a_day_without_a_table_counts():
    assert deadline(date(2026, 12, 25), working(4)).status == "firm"  # ends on 31 December
    assert deadline(date(2026, 12, 25), working(5)).status == "provisional"
    assert deadline(date(2003, 12, 31), working(1)).status == "firm"  # the start is not counted
    assert deadline(date(2026, 12, 25), Span(30, "calendar")).status == "firm"
    assert deadline(date(2026, 12, 25), Span(30, "calendar"), roll=True).status == "provisional"
    assert deadline(date(2027, 1, 4), working(1), before=True).status == "provisional"
