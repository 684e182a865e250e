"""The clock of a notice: one function over the calendar of the engine."""

from __future__ import annotations

from datetime import date

from jiyue.engine.calendar import Deadline, Span, deadline
from jiyue.engine.messages import N_

WORKING, CALENDAR = "working", "calendar"
CLOCKS = {WORKING: N_("working days"), CALENDAR: N_("calendar days")}


def last_day(start: date, count: int, clock: str) -> Deadline:
    """The last day of a span; the day of the start is not counted, and it does not end on a day off."""
    if clock == WORKING:
        return deadline(start, Span(count, "working"))
    return deadline(start, Span(count, "calendar"), roll=True)
