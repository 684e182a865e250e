"""Dates for the tests of clocks: short spellings, and what is slow and obvious."""

from datetime import date, timedelta

from hypothesis import strategies as st

from jiyue.engine.calendar import Span, deadline, parse_moment, parse_span

ANY_DAY = st.dates()
KNOWN_DAY = st.dates(date(2004, 1, 1), date(2026, 12, 31))


def d(text: str) -> date:
    return date.fromisoformat(text)


def due(start: str, span: str, kind: str | None = None, **options) -> str:
    """The due day of a span in words, as text."""
    return deadline(parse_moment(start), parse_span(span, kind), **options).due.isoformat()


def working(count: int) -> Span:
    return Span(count, "working")


def days_after(start: date, end: date) -> list[date]:
    """Every day after ``start`` up to ``end``, one by one."""
    return [start + timedelta(i) for i in range(1, (end - start).days + 1)]
