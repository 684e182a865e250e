"""Every day agrees with two libraries that were made from the same notices by other hands."""

from datetime import date, timedelta

import chinese_calendar
import holidays
import pytest

from jiyue.engine.calendar import work_calendar
from jiyue.engine.calendar.tables import statutory

# The notice for 2006 has 31 December 2005 worked. chinesecalendar left that out; holidays has it.
PEER_ERRORS = {date(2005, 12, 31)}


def every_day(year: int) -> list[date]:
    first = date(year, 1, 1)
    return [first + timedelta(i) for i in range((date(year + 1, 1, 1) - first).days)]


@pytest.mark.parametrize("year", range(2004, 2027))
def test_chinesecalendar(year):
    ours = work_calendar()
    different = {day for day in every_day(year) if ours.is_workday(day) != chinese_calendar.is_workday(day)}
    assert different == {day for day in PEER_ERRORS if day.year == year}


def test_where_chinesecalendar_differs_holidays_decides_for_us():
    peer = holidays.China(years=range(2004, 2028))
    assert [work_calendar().is_workday(day) for day in PEER_ERRORS] == [
        peer.is_working_day(day) for day in PEER_ERRORS
    ]


@pytest.mark.parametrize("year", range(2024, 2027))
def test_holidays(year):
    ours, peer = work_calendar(), holidays.China(years=range(2023, 2028))
    assert [day for day in every_day(year) if ours.is_workday(day) != peer.is_working_day(day)] == []


def test_a_year_without_a_table_has_the_days_off_of_the_law_and_no_exchanged_ones():
    """2003, whose notice exchanged weekends for six days: holidays has those, the law has not."""
    exchanged = [date(2003, 2, 6), date(2003, 2, 7), date(2003, 5, 6), date(2003, 5, 7)]
    exchanged += [date(2003, 10, 6), date(2003, 10, 7)]
    peer = set(holidays.China(years=2003))
    assert set(exchanged) < peer
    assert set(statutory(2003)) == peer - set(exchanged)
    assert all(work_calendar().is_workday(day) for day in exchanged)
