"""A date ends at 24:00, an hour is kept to the second."""

from datetime import date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jiyue.engine.calendar import late
from jiyue.engine.problems import Refused


@pytest.mark.parametrize(
    ("moment", "wanted"),
    [
        (datetime(2016, 3, 12, 17, 30), False),
        (datetime(2016, 3, 12, 17, 30, 0, 999_999), False),
        (datetime(2016, 3, 12, 17, 30, 1), True),
        (datetime(2016, 3, 12, 17, 31), True),  # G52: one minute late is given up
        (datetime(2016, 3, 11, 23, 59), False),
        (date(2016, 3, 11), False),
        (date(2016, 3, 13), True),
    ],
)
def test_a_deadline_with_an_hour(moment, wanted):
    assert late(moment, datetime(2016, 3, 12, 17, 30)) is wanted


def test_a_date_does_not_say_whether_it_was_before_the_hour():
    with pytest.raises(Refused) as refused:
        late(date(2016, 3, 12), datetime(2016, 3, 12, 17, 30))
    assert refused.value.problems[0].code == "HOUR_MISSING"


@given(st.datetimes(), st.dates())
def test_a_date_ends_at_midnight(moment, due):
    assert late(moment, due) == (moment.date() > due)
    assert late(moment.date(), due) == late(moment, due)
