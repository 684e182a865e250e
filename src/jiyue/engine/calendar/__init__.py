"""Clocks: time limits of the law, working days, pauses. A date is an argument; nothing here knows today.

``deadline`` gives the end of a span, ``deadline_of`` that of a limit in ``rules/clocks``; ``run_clock``
follows a limit through its pauses; ``workdays_between`` counts; ``late`` judges; ``third_of_month`` reads the
thirds of a month.
"""

from jiyue.engine.calendar.clocks import (
    Clock,
    ClockDeadline,
    clock,
    deadline_of,
    deadlines_in_turn,
    known_clocks,
)
from jiyue.engine.calendar.days import Skipped, WorkCalendar, work_calendar
from jiyue.engine.calendar.deadlines import Between, Deadline, deadline, late, workdays_between
from jiyue.engine.calendar.running import Lines, Pause, Progress, run_clock, warning_lines
from jiyue.engine.calendar.spans import Span, parse_moment, parse_span
from jiyue.engine.calendar.tables import Name
from jiyue.engine.calendar.thirds import third_of_month

__all__ = [
    "Between",
    "Clock",
    "ClockDeadline",
    "Deadline",
    "Lines",
    "Name",
    "Pause",
    "Progress",
    "Skipped",
    "Span",
    "WorkCalendar",
    "clock",
    "deadline",
    "deadline_of",
    "deadlines_in_turn",
    "known_clocks",
    "late",
    "parse_moment",
    "parse_span",
    "run_clock",
    "third_of_month",
    "warning_lines",
    "work_calendar",
    "workdays_between",
]
