"""Areas with days off of their own: codes nest, and a year without their table is provisional there."""

from datetime import date

import pytest

from clocks.dates import d, working
from jiyue.engine.calendar import deadline, work_calendar
from jiyue.engine.problems import Refused


@pytest.mark.parametrize("region", ["450000", "450100", "450107"])
def test_days_off_of_guangxi_hold_for_all_its_counties(region):
    found = deadline(d("2024-04-10"), working(1), calendar=work_calendar(region))
    assert (found.due, found.status) == (d("2024-04-15"), "firm")
    assert [s.why.zh for s in found.skipped] == ["壮族三月三", "周末"]


@pytest.mark.parametrize("region", ["CN", "320413", "440100"])
def test_and_for_nobody_else(region):
    assert deadline(d("2024-04-10"), working(1), calendar=work_calendar(region)).due == d("2024-04-11")


def test_an_area_may_move_a_working_weekend():
    guangxi, country = work_calendar("450107"), work_calendar()
    days = [date(2017, 4, 1), date(2017, 4, 8)]
    assert [country.is_workday(day) for day in days] == [True, False]
    assert [guangxi.is_workday(day) for day in days] == [False, True]


@pytest.mark.parametrize(
    ("region", "year", "status"),
    [
        ("450107", 2024, "firm"),
        ("450107", 2026, "provisional"),
        ("450107", 2012, "firm"),  # before the area had days of its own
        ("640100", 2021, "firm"),
        ("640100", 2024, "provisional"),
        ("540100", 2024, "provisional"),
        ("410000", 2024, "firm"),
    ],
)
def test_a_year_without_the_table_of_the_area_is_provisional_there(region, year, status):
    assert deadline(date(year, 5, 20), working(3), calendar=work_calendar(region)).status == status


def test_a_county_adds_its_own_days():
    text = """
names:
  fair: {zh: 庙会, en: Fair}
regions:
  - jurisdiction: "320413"
    tables:
      - {year: 2026, source: invented, verified: false, off: [{holiday: fair, from: 2026-03-03}]}
"""
    here, next_door = (work_calendar(r, extra=[("own.yaml", text)]) for r in ("320413", "320402"))
    assert here.why(date(2026, 3, 3)).en == "Fair"
    assert next_door.is_workday(date(2026, 3, 3))
    assert deadline(d("2026-03-02"), working(1), calendar=here).status == "firm"
    assert deadline(d("2025-03-03"), working(1), calendar=here).status == "provisional"


@pytest.mark.parametrize("region", ["", "45", "4501077", "guangxi", "４５０１０７", "45010x"])
def test_a_code_that_is_none_is_refused(region):
    with pytest.raises(Refused) as refused:
        work_calendar(region)
    assert refused.value.problems[0].code == "REGION_BAD"
