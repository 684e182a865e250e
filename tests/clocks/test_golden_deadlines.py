"""Deadlines computed by hand from the statutes and the calendar of 2026, and more of each kind."""

import pytest

from clocks.dates import d, due
from jiyue.engine.calendar import deadline, deadline_of, deadlines_in_turn, parse_span


@pytest.mark.parametrize(
    ("start", "count", "end"),
    [
        ("2026-02-10", 10, "2026-03-02"),  # G1: across nine days of Spring Festival, two Saturdays worked
        ("2026-09-28", 10, "2026-10-16"),  # G2
        ("2026-09-30", 7, "2026-10-15"),  # G4: served within "7 days"
        ("2026-03-02", 60, "2026-05-28"),  # G7
        ("2026-02-13", 1, "2026-02-14"),  # a Saturday that is worked
        ("2026-02-14", 1, "2026-02-24"),
        ("2026-05-08", 2, "2026-05-11"),  # Saturday the 9th is worked, Sunday is not
        ("2025-09-26", 3, "2025-09-30"),  # Sunday the 28th is worked
        ("2022-12-30", 1, "2023-01-03"),  # the notice of 2023 reaches back to 31 December
        ("2018-12-28", 1, "2018-12-29"),  # and that of 2019 makes a December Saturday a working day
    ],
)
def test_working_days(start, count, end):
    assert due(start, f"{count}d", "working") == end


@pytest.mark.parametrize(
    ("start", "span", "end"),
    [
        ("2026-06-10", "90d", "2026-09-08"),  # G9: decide within 90 days of filing
        ("2010-12-10", "3y", "2013-12-10"),  # G14: an honour
        ("2024-02-29", "1y", "2025-02-28"),  # G15: a full year
        ("2024-03-01", "1y", "2025-03-01"),  # G15
        ("2024-02-29", "4y", "2028-02-29"),
        ("2026-01-31", "1m", "2026-02-28"),
        ("2024-01-31", "1m", "2024-02-29"),
        ("2026-08-31", "6m", "2027-02-28"),
        ("2026-02-28", "1m", "2026-03-28"),
        ("2026-12-31", "2m", "2027-02-28"),
    ],
)
def test_calendar_days_months_and_years_are_firm_in_any_year(start, span, end):
    assert due(start, span) == end
    assert deadline(d(start), parse_span(span)).status == "firm"


@pytest.mark.parametrize(
    ("start", "span", "plain", "rolled"),
    [
        ("2026-09-20", "15d", "2026-10-05", "2026-10-08"),  # G8: pay a fine
        ("2026-01-30", "15d", "2026-02-14", "2026-02-14"),  # a Saturday that is worked
        ("2026-02-06", "15d", "2026-02-21", "2026-02-24"),
        ("2026-03-13", "1m", "2026-04-13", "2026-04-13"),
        ("2025-11-16", "6m", "2026-05-16", "2026-05-18"),
        ("2025-10-01", "1y", "2026-10-01", "2026-10-08"),
    ],
)
def test_a_last_day_off_rolls_only_where_it_should(start, span, plain, rolled):
    assert due(start, span) == plain
    assert due(start, span, roll=True) == rolled


def test_beyond_the_tables_the_answer_is_provisional():
    """G11, where a naked chinesecalendar raises NotImplementedError."""
    found = deadline(d("2026-12-28"), parse_span("5d", "working"))
    assert (found.due, found.status) == (d("2027-01-05"), "provisional")


def test_listing_after_the_announcement():
    """G13: 20 days of announcement, then at least 10 of listing."""
    steps = deadlines_in_turn(["market.announcement", "market.listing"], d("2026-03-02"))
    assert [step.due for step in steps] == [d("2026-03-22"), d("2026-04-01")]
    assert [step.clock.bound for step in steps] == ["at_least", "at_least"]


@pytest.mark.parametrize(
    ("code", "start", "end"),
    [
        ("penalty.serve", "2026-09-30", "2026-10-15"),
        ("penalty.pay_fine", "2026-09-20", "2026-10-08"),
        ("penalty.decide", "2026-06-10", "2026-09-08"),
        ("enforcement.urge", "2026-02-10", "2026-03-02"),
        ("enforcement.apply_court", "2026-11-30", "2027-02-28"),
        ("disclosure.answer", "2026-09-28", "2026-10-30"),
        ("penalty.notify_hearing", "2026-10-15", "2026-09-30"),
        ("mining.renew", "2026-12-31", "2026-12-01"),
        ("market.renew_term", "2044-02-29", "2043-02-28"),
        ("campaign.honour", "2010-12-10", "2013-12-10"),
    ],
)
def test_time_limits_of_the_law(code, start, end):
    assert deadline_of(code, d(start)).due == d(end)


def test_renewal_is_in_time_30_days_before_expiry_and_late_at_29():
    last = deadline_of("mining.renew", d("2026-12-31")).due
    assert [(d("2026-12-31") - last).days, last < d("2026-12-02")] == [30, True]
