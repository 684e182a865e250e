"""A running clock: pauses move its end, shares and lines give its state."""

from datetime import date, datetime, timedelta
from fractions import Fraction

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from clocks.dates import d, days_after
from jiyue.engine.calendar import (
    Lines,
    Pause,
    Span,
    deadline,
    parse_span,
    run_clock,
    warning_lines,
    work_calendar,
)
from jiyue.engine.problems import Refused

LINES = Lines(Fraction(4, 5), Fraction(1))
WD10 = Span(10, "working")


def run(start, span, as_of, **options):
    return run_clock(d(start), span, d(as_of), lines=options.pop("lines", LINES), **options)


@pytest.mark.parametrize(
    ("as_of", "used", "state"),
    [
        ("2026-02-10", 0, "running"),
        ("2026-02-11", 1, "running"),
        ("2026-02-23", 4, "running"),
        ("2026-02-27", 8, "warning"),  # 80 % and 8 of 10
        ("2026-03-01", 9, "warning"),
        ("2026-03-02", 10, "warning"),  # the last day is still in time
        ("2026-03-03", 11, "overdue"),
        ("2026-02-01", 0, "running"),
    ],
)
def test_without_pauses(as_of, used, state):
    found = run("2026-02-10", WD10, as_of)
    assert (found.due, found.used, found.total, found.state) == (d("2026-03-02"), used, 10, state)
    assert found.share == Fraction(used, 10)


def test_a_day_off_after_the_last_day_is_overdue_although_nothing_more_is_used():
    found = run("2026-03-02", Span(4, "working"), "2026-03-07")  # due Friday, asked on Saturday
    assert (found.due, found.used, found.state, found.late) == (d("2026-03-06"), 4, "overdue", True)


def test_a_pause_of_working_days_moves_the_end_by_working_days():
    pause = Pause(d("2026-02-12"), d("2026-02-25"), "correction")  # 13, 14, 24, 25 February stand still
    found = run("2026-02-10", WD10, "2026-02-26", pauses=[pause])
    assert (found.used, found.due) == (3, d("2026-03-06"))


def test_calendar_days_months_and_hours_move_by_the_length_of_the_pause():
    pause = Pause(d("2026-06-20"), d("2026-06-30"))
    assert run("2026-06-10", Span(90, "calendar"), "2026-07-01", pauses=[pause]).due == d("2026-09-18")
    assert run("2026-06-10", Span(3, "months"), "2026-07-01", pauses=[pause]).due == d("2026-09-20")
    pause = Pause(datetime(2026, 6, 10, 12), datetime(2026, 6, 10, 18, 30))
    hours = run_clock(
        datetime(2026, 6, 10, 8), Span(48, "hours"), datetime(2026, 6, 11, 8), lines=LINES, pauses=[pause]
    )
    assert hours.due == datetime(2026, 6, 12, 14, 30)
    assert (hours.used, hours.total, hours.state) == (Fraction(35, 2), 48, "running")


def test_an_open_pause_leaves_the_end_unknown():
    found = run("2026-02-10", WD10, "2026-03-20", pauses=[Pause(d("2026-02-12"), None, "hearing")])
    assert (found.due, found.used, found.state, found.late) == (None, 2, "paused", None)
    assert found.as_dict()["due"] is None


def test_on_the_day_on_which_a_pause_begins_the_clock_still_runs():
    pauses = [Pause(d("2026-02-12"), d("2026-02-25"))]
    states = {
        day: run("2026-02-10", WD10, day, pauses=pauses).state
        for day in ("2026-02-12", "2026-02-13", "2026-02-25", "2026-02-26")
    }
    assert list(states.values()) == ["running", "paused", "paused", "running"]


def test_a_pause_after_the_end_moves_nothing():
    found = run("2026-02-10", WD10, "2026-03-09", pauses=[Pause(d("2026-03-04"), None)])
    assert (found.due, found.state) == (d("2026-03-02"), "overdue")


def test_the_end_rolls_after_the_pauses():
    pause = Pause(d("2026-09-21"), d("2026-09-22"))
    found = run("2026-09-20", Span(15, "calendar"), "2026-10-08", roll=True, pauses=[pause])
    assert (found.due, found.state, found.share) == (d("2026-10-08"), "warning", 1)
    assert run("2026-09-20", Span(15, "calendar"), "2026-10-09", roll=True, pauses=[pause]).state == "overdue"


def test_a_pause_between_the_end_and_the_day_it_rolls_to_is_none():
    pause = Pause(d("2026-10-05"), None)  # 15 days end on 5 October and roll to the 8th
    found = run("2026-09-20", Span(15, "calendar"), "2026-10-07", roll=True, pauses=[pause])
    assert (found.due, found.state, found.used) == (d("2026-10-08"), "warning", 17)


@pytest.mark.parametrize(
    ("done", "is_late"), [("2026-03-02", False), ("2026-03-03", True), ("2026-02-11", False)]
)
def test_done(done, is_late):
    found = run("2026-02-10", WD10, "2026-04-01", done=d(done))
    assert (found.state, found.late) == ("done", is_late)


def test_what_is_done_later_is_not_done_yet():
    assert run("2026-02-10", WD10, "2026-02-12", done=d("2026-02-13")).state == "running"


def test_a_red_line_within_the_limit():
    lines = Lines(Fraction(1, 2), Fraction(4, 5))
    days = ("2026-02-24", "2026-02-25", "2026-02-27", "2026-02-28")
    assert [run("2026-02-10", WD10, day, lines=lines).state for day in days] == [
        "warning",
        "warning",
        "warning",
        "overdue",
    ]


def test_the_shipped_lines_are_rules():
    lines = warning_lines(d("2026-02-10"))
    assert 0 < lines.warning < lines.red


def test_certain_or_not():
    assert run("2026-12-28", WD10, "2026-12-29").status == "provisional"
    assert run("2026-12-01", WD10, "2026-12-29").status == "firm"
    assert run("2026-12-01", Span(30, "calendar"), "2026-12-29").status == "firm"
    assert run("2026-12-03", Span(30, "calendar"), "2026-12-29", roll=True).status == "provisional"


@pytest.mark.parametrize(
    ("pauses", "code"),
    [
        ([("2026-02-12", "2026-02-11")], "PAUSE_REVERSED"),
        ([("2026-02-01", "2026-02-11")], "PAUSE_TOO_EARLY"),
        ([("2026-02-12", "2026-02-20"), ("2026-02-19", "2026-02-25")], "PAUSE_OVERLAP"),
        ([("2026-02-12", None), ("2026-02-19", "2026-02-25")], "PAUSE_OVERLAP"),
        ([("2026-02-12", None), ("2026-02-19", None)], "PAUSE_OVERLAP"),
    ],
)
def test_bad_pauses_are_refused(pauses, code):
    given_pauses = [Pause(d(a), b and d(b)) for a, b in pauses]
    with pytest.raises(Refused) as refused:
        run("2026-02-10", WD10, "2026-03-01", pauses=given_pauses)
    assert [p.code for p in refused.value.problems] == [code]


def test_hours_need_hours_in_their_pauses():
    with pytest.raises(Refused) as refused:
        run_clock(
            datetime(2026, 2, 10, 8),
            parse_span("48h"),
            datetime(2026, 2, 11, 8),
            lines=LINES,
            pauses=[Pause(d("2026-02-10"), None)],
        )
    assert refused.value.problems[0].code == "HOUR_MISSING"


PAUSES = st.lists(st.tuples(st.integers(0, 40), st.integers(0, 20)), max_size=4)


@given(st.dates(date(2023, 1, 1), date(2025, 12, 31)), st.integers(1, 60), st.booleans(), PAUSES)
def test_the_end_is_the_day_on_which_so_many_days_have_run(start, count, working, gaps):
    """Walking day by day, leaving out the days within pauses."""
    calendar, cursor, pauses = work_calendar(), start, []
    for wait, length in gaps:
        pauses.append(Pause(cursor + timedelta(wait), cursor + timedelta(wait + length)))
        cursor = pauses[-1].end
    span = Span(count, "working" if working else "calendar")

    def runs(day):
        paused = any(p.start < day <= p.end for p in pauses)
        return not paused and (not working or calendar.is_workday(day))

    ran = [day for day in days_after(start, start + timedelta(500)) if runs(day)]
    found = run_clock(start, span, ran[count - 1], lines=LINES, pauses=pauses)
    assert found.due == ran[count - 1]
    assert (found.used, found.share) == (count, 1)
    assert found.state in ("warning", "paused")


@given(st.dates(date(2023, 1, 1), date(2025, 12, 31)), st.integers(1, 60), st.integers(0, 200))
def test_without_pauses_it_ends_as_a_deadline_does(start, count, passed):
    for unit in ("working", "calendar", "months"):
        span = Span(count, unit)
        found = run_clock(start, span, start + timedelta(passed), lines=LINES)
        assume(found.due is not None)
        assert found.due == deadline(start, span).due
        assert found.status == deadline(start, span).status
