"""Which day is a working day, and working days counted without walking through them."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache

from jiyue.engine.calendar.spans import Span, out_of_range
from jiyue.engine.calendar.tables import WEEKEND, Name, Tables, known_tables, shipped_names, statutory
from jiyue.engine.messages import N_
from jiyue.engine.problems import Problem, Refused, define
from jiyue.engine.rulebook import NATIONAL, jurisdictions

UNVERIFIED_TABLE = define(
    "CALENDAR_TABLE_UNVERIFIED",
    N_("The calendar of {value} in {place} has not been verified; its source: {source}."),
    N_("Compare its days off with the notice before you rely on the date."),
)
BAD_REGION = define(
    "REGION_BAD",
    N_("{value!r} is no division code."),
    N_("Write the six digits of GB/T 2260, such as 450107, or CN."),
)


@dataclass(frozen=True)
class Skipped:
    """A run of days that were not counted, and why."""

    first: date
    last: date
    why: Name


class WorkCalendar:
    """The working days of a region: days off and working weekends of all tables that hold there.

    A year is known when its national table is there, and that of each area around the region that has days
    off of its own. Days of other years follow the law alone, and what rests on them is provisional.
    """

    def __init__(self, known: Tables, region: str = NATIONAL) -> None:
        if region != NATIONAL and not (len(region) == 6 and region.isascii() and region.isdigit()):
            raise Refused(BAD_REGION(field="region", value=region))
        places = [*jurisdictions(region)][::-1]
        self.region = region
        self._names = shipped_names()
        self._off: dict[date, Name] = {}
        self._work: dict[date, Name] = {}
        for place in places:
            for _, table in sorted(t for t in known.tables.items() if t[0][0] == place):
                self._add(table.off, table.work)
        self._tables = known.tables.keys()
        self._loose = [t for t in known.tables.values() if t.jurisdiction in places and not t.verified]
        self._areas = [area for area in known.regions if area.jurisdiction in places]
        self._filled: dict[int, tuple[int, ...]] = {}

    def _add(self, off: dict[date, Name], work: dict[date, Name]) -> None:
        """A later notice, or a nearer government, has the last word on a day."""
        for days, others in ((off, self._work), (work, self._off)):
            for day in days:
                others.pop(day, None)
        self._off |= off
        self._work |= work

    def is_known(self, first: date, last: date) -> bool:
        """Whether every year from ``first`` to ``last`` has its tables."""
        return all(
            (NATIONAL, year) in self._tables
            and all(year < a.since or (a.jurisdiction, year) in self._tables for a in self._areas)
            for year in range(first.year, last.year + 1)
        )

    def warnings(self, first: date, last: date) -> tuple[Problem, ...]:
        """Tables that nobody has verified, of a year or with a day from ``first`` to ``last``."""
        return tuple(
            UNVERIFIED_TABLE(field="calendar", value=t.year, place=t.jurisdiction, source=t.source)
            for t in self._loose
            if first.year <= t.year <= last.year or any(first <= day <= last for day in (*t.off, *t.work))
        )

    def is_workday(self, day: date) -> bool:
        return self._reason(day) is None

    def why(self, day: date) -> Name:
        """The holiday, the weekend, the working weekend, or an ordinary working day."""
        return self._reason(day) or self._work.get(day) or self._names["workday"]

    def _reason(self, day: date) -> Name | None:
        if day in self._work:
            return None
        off = self._off.get(day)
        if off is None and (NATIONAL, day.year) not in self._tables:
            off = statutory(day.year).get(day)
        if off is None and day.weekday() in WEEKEND:
            off = self._names["weekend"]
        return off

    def _before(self, year: int) -> tuple[int, ...]:
        """Working days among the first 0, 1, 2 ... days of ``year``."""
        found = self._filled.get(year)
        if found is None:
            counts, day = [0], date(year, 1, 1).toordinal()
            for ordinal in range(day, date(year, 12, 31).toordinal() + 1):
                counts.append(counts[-1] + self.is_workday(date.fromordinal(ordinal)))
            found = self._filled[year] = tuple(counts)
        return found

    def count(self, after: date, until: date) -> int:
        """Working days from the day after ``after`` to ``until``, which is not earlier."""
        years = sum(self._before(year)[-1] for year in range(after.year, until.year))
        return years + self._before(until.year)[_position(until)] - self._before(after.year)[_position(after)]

    def add(self, start: date, count: int) -> date:
        """The working day number ``count`` after ``start``; before it when negative.

        Refused (DATE_OUT_OF_RANGE).
        """
        year, before = start.year, self._before(start.year)
        wanted = before[_position(start)] + count
        if count < 0:
            wanted = before[_position(start) - 1] + count + 1
        while wanted < 1 and year > date.min.year:
            year -= 1
            wanted += self._before(year)[-1]
        while wanted > self._before(year)[-1] and year < date.max.year:
            wanted -= self._before(year)[-1]
            year += 1
        if not 1 <= wanted <= self._before(year)[-1]:
            raise out_of_range(start, Span(abs(count), "working"))
        return date(year, 1, 1) + timedelta(bisect_left(self._before(year), wanted) - 1)

    def roll(self, day: date) -> date:
        """``day``, or the next working day (Civil Code, article 203). Refused (DATE_OUT_OF_RANGE)."""
        return day if self.is_workday(day) else self.add(day, 1)

    def runs_off(self, after: date, until: date) -> tuple[Skipped, ...]:
        """Runs of days off from the day after ``after`` to ``until``; a new run where the reason changes."""
        runs: list[Skipped] = []
        for ordinal in range(after.toordinal() + 1, until.toordinal() + 1):
            day = date.fromordinal(ordinal)
            why = self._reason(day)
            if why is None:
                continue
            if runs and runs[-1].why == why and runs[-1].last.toordinal() == ordinal - 1:
                runs[-1] = Skipped(runs[-1].first, day, why)
            else:
                runs.append(Skipped(day, day, why))
        return tuple(runs)


def _position(day: date) -> int:
    """1 on the first of January."""
    return day.timetuple().tm_yday


def work_calendar(region: str = NATIONAL, extra: Iterable[tuple[str, str]] = ()) -> WorkCalendar:
    """The working days of a region, with the tables that ship and those of ``extra`` (name, YAML text).

    Refused: REGION_BAD, CALENDAR_TABLE_BAD.
    """
    tables = tuple(extra)
    return WorkCalendar(known_tables(tables), region) if tables else _shipped_calendar(region)


@lru_cache(maxsize=64)
def _shipped_calendar(region: str) -> WorkCalendar:
    return WorkCalendar(known_tables(), region)
