"""A time limit that runs: pauses move its end, and on a given day it is running, warning, overdue or done."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any, Literal

from jiyue.engine.calendar.days import WorkCalendar, work_calendar
from jiyue.engine.calendar.deadlines import HOUR_MISSING, HOURS_DO_NOT_ROLL, Status, certainty, late
from jiyue.engine.calendar.spans import Moment, Span, after, day_of, moment_text, out_of_range
from jiyue.engine.messages import N_
from jiyue.engine.numbers import Fraction
from jiyue.engine.problems import Problem, Refused, define
from jiyue.engine.rulebook import NATIONAL, default_rulebook

PAUSE_REVERSED = define(
    "PAUSE_REVERSED",
    N_("The pause from {value} ends before it begins, on {end}."),
    N_("Correct one of the two dates, or leave the end out while the pause lasts."),
)
PAUSE_OVERLAP = define(
    "PAUSE_OVERLAP",
    N_("The pause from {value} begins before the one from {other} has ended."),
    N_("Join the two pauses, or end the earlier one first: an open pause can only be the last."),
)
PAUSE_TOO_EARLY = define(
    "PAUSE_TOO_EARLY",
    N_("The pause from {value} begins before the clock does, on {start}."),
    N_("Begin the pause on the day of the start or later."),
)

State = Literal["running", "warning", "overdue", "paused", "done"]


@dataclass(frozen=True)
class Pause:
    """The clock stands from the day after ``start`` up to and with ``end``; an open pause has no end yet.

    Where hours are counted it stands from the moment ``start`` to the moment ``end``.
    """

    start: Moment
    end: Moment | None
    reason: str = ""


@dataclass(frozen=True)
class Lines:
    """Shares of the limit: from ``warning`` on it warns, beyond ``red`` it is overdue."""

    warning: Fraction
    red: Fraction


def warning_lines(on: date, jurisdiction: str = NATIONAL) -> Lines:
    """The lines of ``rules/clock_lines.yaml`` in force. Refused (RULE_MISSING, RULE_EXPIRED)."""
    book = default_rulebook()
    codes = ("clock.warning_share", "clock.red_share")
    return Lines(*(book.figure(code, on=on, jurisdiction=jurisdiction).value for code in codes))


@dataclass(frozen=True)
class Progress:
    """How far a clock has come on a day. ``due`` is None while an open pause leaves it unknown.

    ``used`` and ``total`` are in hours, working days or calendar days; a limit in months or years counts its
    calendar days. Days that the end rolls over belong to the total. ``share`` = used / total.
    ``late``: whether the day, or the end of the matter, is after ``due``; None where that is unknown.
    """

    start: Moment
    due: Moment | None
    status: Status
    used: Fraction
    total: Fraction
    late: bool | None
    state: State

    @property
    def share(self) -> Fraction:
        return self.used / self.total

    def as_dict(self) -> dict[str, Any]:
        return {
            "start": moment_text(self.start),
            "due": None if self.due is None else moment_text(self.due),
            "status": self.status,
            "used": float(self.used),
            "total": float(self.total),
            "share": round(float(self.share), 4),
            "late": self.late,
            "state": self.state,
        }


def run_clock(
    start: Moment,
    span: Span,
    as_of: Moment,
    *,
    lines: Lines,
    calendar: WorkCalendar | None = None,
    roll: bool = False,
    pauses: Iterable[Pause] = (),
    done: Moment | None = None,
) -> Progress:
    """How far the clock has come on ``as_of``; ``done`` is when the matter was finished, if it was.

    A pause that begins when the limit has already ended moves nothing. Refused: HOUR_MISSING,
    HOURS_DO_NOT_ROLL, DATE_OUT_OF_RANGE, PAUSE_REVERSED, PAUSE_OVERLAP, PAUSE_TOO_EARLY.
    """
    meter = _Meter(span, calendar or work_calendar())
    if roll and span.unit == "hours":
        raise Refused(HOURS_DO_NOT_ROLL(field="roll"))
    begin, until = meter.at(start), meter.at(as_of)
    finished = done is not None and meter.at(done) <= until
    if done is not None and finished:
        until = meter.at(done)
    stops = _stops(meter, begin, pauses)
    total = meter.total(begin)
    end = due = _due(meter, begin, total, stops)
    stops = [stop for stop in stops if end is None or stop.start < end]
    if roll and end is not None:
        due = meter.at(meter.calendar.roll(end.date()))
        total += meter.ticks(end, due)
    used = _used(meter, begin, until, stops)
    is_late = None if due is None else late(until, meter.shown(due))
    return Progress(
        start=start,
        due=None if due is None else meter.shown(due),
        status=_status(meter, begin, until, end, due),
        used=Fraction(used, meter.ticks_of_unit),
        total=Fraction(total, meter.ticks_of_unit),
        late=is_late,
        state=_state(finished, is_late, stops, until, Fraction(used, total), lines),
    )


_TICK = timedelta(microseconds=1)
_HOUR = timedelta(hours=1)
_DAY = timedelta(days=1)


@dataclass(frozen=True)
class _Stop:
    start: datetime
    end: datetime | None


@dataclass(frozen=True)
class _Meter:
    """How a clock counts: microseconds where it runs in hours, else days or working days from midnight."""

    span: Span
    calendar: WorkCalendar

    @property
    def ticks_of_unit(self) -> int:
        return _HOUR // _TICK if self.span.unit == "hours" else 1

    def at(self, moment: Moment) -> datetime:
        if self.span.unit != "hours":
            return datetime.combine(day_of(moment), time())
        if not isinstance(moment, datetime):
            raise Refused(HOUR_MISSING(field="moment", value=moment_text(moment)))
        return moment

    def shown(self, moment: datetime) -> Moment:
        return moment if self.span.unit == "hours" else moment.date()

    def total(self, start: datetime) -> int:
        if self.span.unit in ("months", "years"):
            return (after(start.date(), self.span) - start.date()).days
        return self.span.count * self.ticks_of_unit

    def ticks(self, start: datetime, end: datetime) -> int:
        """Ticks after ``start`` up to ``end``; none when ``end`` is earlier."""
        if end <= start:
            return 0
        if self.span.unit == "working":
            return self.calendar.count(start.date(), end.date())
        return (end - start) // (_TICK if self.span.unit == "hours" else _DAY)

    def after(self, start: datetime, ticks: int) -> datetime:
        try:
            if self.span.unit == "working":
                return self.at(self.calendar.add(start.date(), ticks))
            return start + ticks * (_TICK if self.span.unit == "hours" else _DAY)
        except OverflowError:
            raise out_of_range(start, self.span) from None


def _stops(meter: _Meter, begin: datetime, pauses: Iterable[Pause]) -> list[_Stop]:
    """The pauses in their order, in the moments of the meter; Refused with all that is wrong with them."""
    stops = [_Stop(meter.at(p.start), None if p.end is None else meter.at(p.end)) for p in pauses]
    stops.sort(key=lambda stop: stop.start)
    problems: list[Problem] = []

    def said(moment: datetime) -> str:
        return moment_text(meter.shown(moment))

    for i, stop in enumerate(stops):
        if stop.start < begin:
            problems.append(PAUSE_TOO_EARLY(field="pause", value=said(stop.start), start=said(begin)))
        if stop.end is not None and stop.end < stop.start:
            problems.append(PAUSE_REVERSED(field="pause", value=said(stop.start), end=said(stop.end)))
        earlier = stops[i - 1] if i else None
        if earlier is not None and (earlier.end is None or stop.start < earlier.end):
            other = said(earlier.start)
            problems.append(PAUSE_OVERLAP(field="pause", value=said(stop.start), other=other))
    if problems:
        raise Refused(problems)
    return stops


def _due(meter: _Meter, begin: datetime, total: int, stops: list[_Stop]) -> datetime | None:
    """The end of ``total`` ticks that stand still in every pause; None when one of them is open."""
    since, left = begin, total
    for stop in stops:
        ran = meter.ticks(since, stop.start)
        if ran >= left:
            break
        if stop.end is None:
            return None
        since, left = stop.end, left - ran
    return meter.after(since, left)


def _used(meter: _Meter, begin: datetime, until: datetime, stops: list[_Stop]) -> int:
    paused = sum(meter.ticks(s.start, until if s.end is None else min(until, s.end)) for s in stops)
    return meter.ticks(begin, until) - paused


def _state(
    finished: bool, is_late: bool | None, stops: list[_Stop], until: datetime, share: Fraction, lines: Lines
) -> State:
    if finished:
        return "done"
    if is_late:
        return "overdue"
    if any(s.start < until and (s.end is None or until <= s.end) for s in stops):
        return "paused"
    if share > lines.red:
        return "overdue"
    return "warning" if share >= lines.warning else "running"


def _status(
    meter: _Meter, begin: datetime, until: datetime, end: datetime | None, due: datetime | None
) -> Status:
    """Working days rest on every year they run through, other days on those that the end rolls over."""
    if meter.span.unit == "working":
        last = (due or until).date()
        return certainty(meter.calendar, min(begin.date() + _DAY, last), last)
    if end is None or due is None or end == due:
        return "firm"
    return certainty(meter.calendar, end.date(), due.date())
