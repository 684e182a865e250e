"""A bureau adds the table of a new year, and what was provisional becomes firm."""

import re
import textwrap
from datetime import date

import pytest

from clocks.dates import d, due, working
from jiyue.engine.calendar import deadline, work_calendar
from jiyue.engine.calendar.tables import known_tables, statutory
from jiyue.engine.problems import Refused
from paths import ROOT

NEXT_YEAR = """
tables:
  - year: 2027
    notice: invented for a test
    source: invented for a test
    verified: false
    off:
      - {holiday: new_year, from: 2026-12-31, to: 2027-01-03}
      - {holiday: spring_festival, from: 2027-02-05, to: 2027-02-12}
      - {holiday: qingming, from: 2027-04-03, to: 2027-04-05}
      - {holiday: labour_day, from: 2027-05-01, to: 2027-05-04}
      - {holiday: dragon_boat, from: 2027-06-09}
      - {holiday: mid_autumn, from: 2027-09-15}
      - {holiday: national_day, from: 2027-10-01, to: 2027-10-05}
    work: [2026-12-26, 2027-01-10]
"""


@pytest.fixture(scope="module")
def calendar():
    return work_calendar(extra=[("2027.yaml", NEXT_YEAR)])


def test_provisional_becomes_firm_and_moves(calendar):
    before = deadline(d("2026-12-28"), working(5))
    after = deadline(d("2026-12-28"), working(5), calendar=calendar)
    assert (before.status, before.due) == ("provisional", d("2027-01-05"))
    assert (after.status, after.due) == ("firm", d("2027-01-06"))
    assert [(s.first, s.last, s.why.en) for s in after.skipped] == [
        (d("2026-12-31"), d("2027-01-03"), "New Year's Day")
    ]


def test_a_notice_reaches_back_into_december(calendar):
    assert [calendar.is_workday(date(2026, 12, day)) for day in (26, 27, 31)] == [True, False, False]
    assert calendar.why(date(2026, 12, 26)).en == "working weekend"


def test_other_years_stay_as_they_are(calendar):
    assert due("2026-02-10", "10d", "working", calendar=calendar) == "2026-03-02"
    assert deadline(d("2027-12-20"), working(20), calendar=calendar).status == "provisional"


def test_an_own_table_wins_over_the_shipped_one():
    text = """
tables:
  - year: 2026
    source: invented
    verified: false
    off:
      - {holiday: new_year, from: 2026-01-01}
      - {holiday: spring_festival, from: 2026-02-16, to: 2026-02-19}
      - {holiday: qingming, from: 2026-04-05}
      - {holiday: labour_day, from: 2026-05-01, to: 2026-05-02}
      - {holiday: dragon_boat, from: 2026-06-19}
      - {holiday: mid_autumn, from: 2026-09-25}
      - {holiday: national_day, from: 2026-10-01, to: 2026-10-03}
"""
    calendar = work_calendar(extra=[("own.yaml", text)])
    assert calendar.is_workday(date(2026, 2, 20))
    assert not calendar.is_workday(date(2025, 1, 29))


GOOD = "year: 2027, source: s, verified: false"
BAD = {
    "tables: [{source: s, verified: false}]": "year",
    "tables: [{year: 2027, verified: false}]": "source",
    f"tables: [{{{GOOD}, work: [2027-01-04]}}]": "Sunday",
    f"tables: [{{{GOOD}, work: [2028-01-01]}}]": "2028-01-01",
    f"tables: [{{{GOOD}, off: [{{holiday: new_year, from: 2027-01-03, to: 2027-01-01}}]}}]": "order",
    f"tables: [{{{GOOD}, off: [{{holiday: new_year, from: 2026-11-30}}]}}]": "2026-11-30",
    f"tables: [{{{GOOD}, off: [{{holiday: carnival, from: 2027-02-08}}]}}]": "carnival",
    "years: [2027]": "neither",
    f"tables: [{{{GOOD}, offf: []}}]": "unknown field offf (off?)",
    f"tables: [{{{GOOD}, off: [{{holiday: new_year, from: 2027-01-01, untl: 2027-01-03}}]}}]": "untl",
    "tables: []\ntable: []": "table",
    "regions: [{jurisdiction: 110000, sinse: 2020}]": "since?",
    f"tables: [{{{GOOD}}}, {{{GOOD}}}]": "twice",
    f"regions: [{{jurisdiction: 110000, tables: [{{{GOOD}}}, {{{GOOD}}}]}}]": "twice",
    "tables: [2027]": "lists",
    "tables: 2027": "lists",
    "[]": "neither",
    "names: {fair: fair}\ntables: []": "lists",
    "regions: [{jurisdiction: 110000, since: long ago}]": "lists",
}


@pytest.mark.parametrize("text", BAD)
def test_a_bad_table_is_refused_with_what_is_wrong(text):
    with pytest.raises(Refused) as refused:
        work_calendar(extra=[("own.yaml", text)])
    problem = refused.value.problems[0]
    assert (problem.code, problem.file) == ("CALENDAR_TABLE_BAD", "own.yaml")
    assert BAD[text] in problem.message("en")
    assert problem.message("zh") != problem.message("en")


def test_all_that_is_wrong_is_said():
    text = f"tables: [{{{GOOD}, work: [2027-01-04, 2027-01-05]}}, {{year: 2028, verified: true}}]"
    with pytest.raises(Refused) as refused:
        work_calendar(extra=[("own.yaml", text)])
    assert len(refused.value.problems) == 3


def test_a_national_table_gives_every_feast_day_off_but_need_not_those_in_lieu():
    """In 2027 the first of May is a Saturday: the law makes it good on Monday, a notice on any day."""
    short = NEXT_YEAR.replace("2027-05-04", "2027-05-02").replace("2027-02-12", "2027-02-07")
    with pytest.raises(Refused) as refused:
        work_calendar(extra=[("2027.yaml", short)])
    assert [(p.code, p.value, p.file) for p in refused.value.problems] == [
        ("CALENDAR_TABLE_BAD", 2027, "2027.yaml")
    ]
    assert "2027-02-08, Chinese New Year" in refused.value.problems[0].message("en")
    assert "春节" in refused.value.problems[0].message("zh")


def test_the_tables_that_ship_give_every_feast_day_off():
    national = [t for t in known_tables().tables.values() if t.jurisdiction == "CN"]
    assert len(national) > 20
    assert [t.year for t in national if not statutory(t.year, in_lieu=False).keys() <= t.off.keys()] == []


def test_the_example_of_the_guide_can_be_used():
    guide = (ROOT / "docs/how-to/add-a-calendar.md").read_text("utf-8")
    example = textwrap.dedent(re.search(r"```yaml\n(.*?)```", guide, re.DOTALL)[1])
    assert work_calendar(extra=[("2027.yaml", example)]).is_known(date(2027, 1, 1), date(2027, 12, 31))
