"""Spans of time limits, and the arithmetic of dates that the Civil Code gives.

Source of the rule: Civil Code (2021-01-01), articles 200-202: years, months, days and hours of the solar
calendar; the day of the start is not counted; a span of months or years ends on the day of the same number,
or on the last day of a month that has none.
"""

from __future__ import annotations

import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Literal

from jiyue.engine.messages import N_, Word, translate
from jiyue.engine.problems import Refused, define

Unit = Literal["hours", "working", "calendar", "months", "years"]
Kind = Literal["working", "calendar"]
Moment = date | datetime

BAD_SPAN = define(
    "SPAN_BAD",
    N_("{value!r} is no span of time."),
    N_("Write a whole number above 0 and its unit: 10d days, 3m months, 3y years, 48h hours."),
)
BAD_KIND = define(
    "SPAN_KIND",
    N_("{value!r} is no kind of days."),
    N_("The kind is working or calendar; it counts for days only, such as 10d."),
)
BAD_MOMENT = define(
    "MOMENT_BAD",
    N_("{value!r} is no date and no date with an hour."),
    N_("Write 2026-02-10, or 2026-02-10T17:30 in Beijing time."),
)
OUT_OF_RANGE = define(
    "DATE_OUT_OF_RANGE",
    N_("A span of {span} from {value} leaves the years 1 to 9999."),
    N_("Check the start and the length of the span."),
)

MOMENT = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}([T ][0-9]{2}:[0-9]{2}(:[0-9]{2})?)?")
LETTERS: dict[str, Unit] = {"h": "hours", "m": "months", "y": "years"}
WORDS = {
    "hours": N_("{count} hours"),
    "working": N_("{count} working days"),
    "calendar": N_("{count} days"),
    "months": N_("{count} months"),
    "years": N_("{count} years"),
}


@dataclass(frozen=True)
class Span:
    """``count`` of a unit: hours, working days, calendar days, months or years."""

    count: int
    unit: Unit

    @property
    def word(self) -> Word:
        """Itself in words, for a message in any language."""
        return Word(WORDS[self.unit], {"count": self.count})

    def text(self, lang: str | None = None) -> str:
        return translate(self.word, self.word.params, lang)


def parse_span(text: str, kind: str | None = None) -> Span:
    """``10d``, ``3m``, ``3y`` or ``48h``; ``kind`` says whether days are working or calendar (the default).

    Months, years and hours settle it themselves, whatever the kind. Refused: SPAN_BAD, SPAN_KIND.
    """
    found = re.fullmatch(r"([0-9]{1,7})([dmyh])", text.strip().lower())
    problems = []
    if not found or int(found[1]) == 0:
        problems.append(BAD_SPAN(field="span", value=text))
    if kind not in (None, "working", "calendar"):
        problems.append(BAD_KIND(field="kind", value=kind))
    if not found or problems:
        raise Refused(problems)
    days: Unit = "working" if kind == "working" else "calendar"
    return Span(int(found[1]), LETTERS.get(found[2], days))


def parse_moment(text: str, field: str = "start") -> Moment:
    """``2026-02-10``, or with its hour ``2026-02-10T17:30[:15]``, T or a space between. Refused (MOMENT_BAD).

    Of all that ISO 8601 allows only this is read: nothing is guessed, and no hour is dropped.
    """
    text = text.strip()
    found = MOMENT.fullmatch(text)
    try:
        if found:
            return datetime.fromisoformat(text) if found[1] else date.fromisoformat(text)
    except ValueError:
        pass
    raise Refused(BAD_MOMENT(field=field, value=text))


def moment_text(moment: Moment) -> str:
    """As ISO 8601; the seconds only where there are any."""
    if not isinstance(moment, datetime):
        return moment.isoformat()
    return moment.isoformat(timespec="minutes" if not (moment.second or moment.microsecond) else "seconds")


def day_of(moment: Moment) -> date:
    return moment.date() if isinstance(moment, datetime) else moment


def after(start: date, span: Span, sign: int = 1) -> date:
    """The last day of a span of calendar days, months or years after ``start`` (before it with ``sign`` -1).

    Refused (DATE_OUT_OF_RANGE).
    """
    try:
        if span.unit == "calendar":
            return start + timedelta(days=sign * span.count)
        months = span.count * (12 if span.unit == "years" else 1)
        year, month = divmod(start.year * 12 + start.month - 1 + sign * months, 12)
        return date(year, month + 1, min(start.day, _length(year, month + 1)))
    except (OverflowError, ValueError):
        raise out_of_range(start, span) from None


def _length(year: int, month: int) -> int:
    if not date.min.year <= year <= date.max.year:
        raise OverflowError
    return monthrange(year, month)[1]


def out_of_range(start: Moment, span: Span) -> Refused:
    return Refused(OUT_OF_RANGE(field="span", value=moment_text(start), span=span.word))
