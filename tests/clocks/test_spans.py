"""What a clerk may write as a span or a moment, and how it is refused."""

from datetime import date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from clocks.dates import due
from jiyue.engine.calendar import Span, deadline, parse_moment, parse_span
from jiyue.engine.calendar.spans import moment_text
from jiyue.engine.problems import Refused


@pytest.mark.parametrize(
    ("text", "kind", "span"),
    [
        ("10d", None, Span(10, "calendar")),
        ("10d", "calendar", Span(10, "calendar")),
        ("10d", "working", Span(10, "working")),
        (" 3M ", None, Span(3, "months")),
        ("3y", "calendar", Span(3, "years")),
        ("48h", None, Span(48, "hours")),
        ("3m", "working", Span(3, "months")),
        ("1y", "working", Span(1, "years")),
        ("48h", "working", Span(48, "hours")),
    ],
)
def test_read(text, kind, span):
    assert parse_span(text, kind) == span


@pytest.mark.parametrize("text", ["", "d", "0d", "-3d", "3", "3w", "1.5y", "10 d", "١d", "12345678d", "3d3d"])
def test_no_span(text):
    with pytest.raises(Refused) as refused:
        parse_span(text)
    assert refused.value.problems[0].code == "SPAN_BAD"


@pytest.mark.parametrize(("text", "codes"), [("3d", []), ("3m", []), ("3w", ["SPAN_BAD"])])
def test_a_kind_that_is_none_is_refused_with_all_that_is_wrong(text, codes):
    with pytest.raises(Refused) as refused:
        parse_span(text, "bank")
    assert [p.code for p in refused.value.problems] == [*codes, "SPAN_KIND"]


@pytest.mark.parametrize(
    "text",
    [
        "",
        "2026-02-30",
        "10000-01-01",
        "2026-02-10T25:00",
        "soon",
        "2026-02-10T17:30+08:00",
        "0000-01-01",
        "2026-02-10t17:30",
        "2026-02-10_17:30",
        "2026-02-10/17:30",
        "20260210",
        "20260210T1730",
        "2026-W07-2",
        "2026-02-10T17",
        "2026-02-10T17:30:15.5",
        "2026-02-10T17:30Z",
        "2026-2-10",
        "２０２６-０２-１０",
    ],
)
def test_no_moment(text):
    with pytest.raises(Refused) as refused:
        parse_moment(text)
    assert (refused.value.problems[0].code, refused.value.problems[0].value) == ("MOMENT_BAD", text)


@given(st.one_of(st.dates(), st.datetimes().map(lambda moment: moment.replace(microsecond=0))))
def test_a_moment_is_read_as_it_is_written(moment):
    assert parse_moment(moment_text(moment)) == moment
    assert type(parse_moment(moment_text(moment))) is type(moment)


def test_hours_run_from_their_moment_through_days_off():
    assert due("2026-02-14T17:30", "48h") == "2026-02-16T17:30:00"
    assert due("2026-02-28T23:59:59", "1h") == "2026-03-01T00:59:59"


def test_hours_need_an_hour_and_do_not_roll():
    with pytest.raises(Refused) as refused:
        deadline(date(2026, 2, 14), Span(48, "hours"))
    assert refused.value.problems[0].code == "HOUR_MISSING"
    with pytest.raises(Refused) as refused:
        deadline(datetime(2026, 2, 14, 8), Span(48, "hours"), roll=True)
    assert refused.value.problems[0].code == "HOURS_DO_NOT_ROLL"


def test_the_hour_of_the_start_does_not_move_a_span_of_days():
    assert due("2026-02-10T17:30", "10d", "working") == due("2026-02-10", "10d", "working")
    assert due("2026-02-10T17:30", "1m") == "2026-03-10"
