"""When a time limit ends, whether that is certain, and whether something came in time.

Source of the rules: Civil Code (2021-01-01), articles 201-204. The day of the start is not counted, hours run
from their moment; a last day that is a statutory day off is followed by the next working day where the
article has it so (``roll``); the last day ends at 24:00, or at the hour that was set.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any, Literal

from jiyue.engine.calendar.days import Skipped, WorkCalendar, work_calendar
from jiyue.engine.calendar.spans import Moment, Span, after, day_of, moment_text, out_of_range
from jiyue.engine.calendar.tables import Name
from jiyue.engine.messages import N_
from jiyue.engine.problems import Problem, Refused, define

Status = Literal["firm", "provisional"]

HOUR_MISSING = define(
    "HOUR_MISSING",
    N_("{value} has no hour, and hours are counted from one."),
    N_("Write the hour too, such as 2026-02-10T17:30."),
)
HOURS_DO_NOT_ROLL = define(
    "HOURS_DO_NOT_ROLL",
    N_("A span in hours ends at its hour, also on a day off."),
    N_("Leave the roll out, or give the span in days."),
)
REVERSED = define(
    "DATES_REVERSED",
    N_("{value} is earlier than {start}."),
    N_("Give the earlier date first."),
)


@dataclass(frozen=True)
class Deadline:
    """``due`` is the last day in time, or the last moment where hours are counted.

    ``status`` is provisional when the answer rests on a day of a year without its table. ``counted`` is in
    the unit of the span. ``skipped`` are the days off within working days, or those that the end rolled over.
    ``warnings`` name the tables that the answer rests on and nobody has verified.
    """

    start: Moment
    due: Moment
    status: Status
    counted: int
    skipped: tuple[Skipped, ...] = ()
    warnings: tuple[Problem, ...] = ()

    def as_dict(self, lang: str | None = None) -> dict[str, Any]:
        return {
            "start": moment_text(self.start),
            "due": moment_text(self.due),
            "status": self.status,
            "counted": self.counted,
            "skipped": skipped_json(self.skipped, lang),
            "warnings": [w.as_dict(lang) for w in self.warnings],
        }


def skipped_json(skipped: tuple[Skipped, ...], lang: str | None = None) -> list[dict[str, str]]:
    return [{"from": s.first.isoformat(), "to": s.last.isoformat(), "why": s.why.text(lang)} for s in skipped]


def deadline(
    start: Moment,
    span: Span,
    *,
    calendar: WorkCalendar | None = None,
    roll: bool = False,
    before: bool = False,
) -> Deadline:
    """The end of ``span`` from ``start``; with ``before`` the last day that lies so long before ``start``.

    A backward span never rolls: later would be too late. Refused: HOUR_MISSING, HOURS_DO_NOT_ROLL,
    DATE_OUT_OF_RANGE.
    """
    sign = -1 if before else 1
    if span.unit == "hours":
        return _hours(start, span, sign, roll)
    day = day_of(start)
    if span.unit != "working" and (before or not roll):
        return Deadline(start, after(day, span, sign), "firm", span.count)
    calendar = calendar or work_calendar()
    if span.unit == "working":
        due = calendar.add(day, sign * span.count)
        first, last = sorted((day + sign * _DAY, due))
        skipped = calendar.runs_off(*sorted((day - before * _DAY, due)))
        return _resting(calendar, first, last, start, due, span.count, skipped)
    end = after(day, span)
    due = calendar.roll(end)
    skipped = calendar.runs_off(end - _DAY, due)
    return _resting(calendar, end, due, start, due, span.count, skipped)


_DAY = timedelta(days=1)


def certainty(calendar: WorkCalendar, first: date, last: date) -> Status:
    """Whether what rests on the days from ``first`` to ``last`` is certain."""
    return "firm" if calendar.is_known(first, last) else "provisional"


def _resting(
    calendar: WorkCalendar,
    first: date,
    last: date,
    start: Moment,
    due: date,
    counted: int,
    skipped: tuple[Skipped, ...],
) -> Deadline:
    """A deadline that rests on the days from ``first`` to ``last``."""
    status, warnings = certainty(calendar, first, last), calendar.warnings(first, last)
    return Deadline(start, due, status, counted, skipped, warnings)


def _hours(start: Moment, span: Span, sign: int, roll: bool) -> Deadline:
    if not isinstance(start, datetime):
        raise Refused(HOUR_MISSING(field="start", value=moment_text(start)))
    if roll:
        raise Refused(HOURS_DO_NOT_ROLL(field="roll"))
    try:
        due = start + timedelta(hours=sign * span.count)
    except OverflowError:
        raise out_of_range(start, span) from None
    return Deadline(start, due, "firm", span.count)


def late(moment: Moment, due: Moment) -> bool:
    """Whether ``moment`` is after ``due``: a date ends at 24:00, an hour is kept to the second.

    Refused (HOUR_MISSING) when the hour decides and ``moment`` has none.
    """
    if day_of(moment) != day_of(due) or not isinstance(due, datetime):
        return day_of(moment) > day_of(due)
    if not isinstance(moment, datetime):
        raise Refused(HOUR_MISSING(field="moment", value=moment_text(moment)))
    return moment.replace(microsecond=0) > due


@dataclass(frozen=True)
class DayIs:
    """Whether a day is a working day, and why."""

    day: date
    workday: bool
    why: Name


@dataclass(frozen=True)
class Between:
    """Working days after ``start`` up to and with ``end``, as a deadline counts them."""

    start: DayIs
    end: DayIs
    workdays: int
    status: Status
    skipped: tuple[Skipped, ...]
    warnings: tuple[Problem, ...] = ()

    @property
    def days(self) -> int:
        return (self.end.day - self.start.day).days

    def as_dict(self, lang: str | None = None) -> dict[str, Any]:
        ends = {
            key: {"date": d.day.isoformat(), "workday": d.workday, "why": d.why.text(lang)}
            for key, d in (("from", self.start), ("to", self.end))
        }
        return {
            **ends,
            "workdays": self.workdays,
            "days": self.days,
            "status": self.status,
            "skipped": skipped_json(self.skipped, lang),
            "warnings": [w.as_dict(lang) for w in self.warnings],
        }


def workdays_between(start: date, end: date, calendar: WorkCalendar | None = None) -> Between:
    """Count the working days after ``start`` up to and with ``end``. Refused (DATES_REVERSED)."""
    calendar = calendar or work_calendar()
    if end < start:
        raise Refused(REVERSED(field="to", value=end.isoformat(), start=start.isoformat()))
    first, last = (DayIs(day, calendar.is_workday(day), calendar.why(day)) for day in (start, end))
    return Between(
        first,
        last,
        calendar.count(start, end),
        certainty(calendar, start, end),
        calendar.runs_off(start, end),
        calendar.warnings(start, end),
    )
