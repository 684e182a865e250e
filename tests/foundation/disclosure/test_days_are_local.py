"""The public reads the day of the office's clock, not that of Greenwich."""

from datetime import UTC, date, datetime

from foundation.disclosure.conftest import Office


def test_an_objection_before_eight_in_the_morning_is_of_that_day(office: Office) -> None:
    made, _ = office.objection(office.open())
    made.at = datetime(2026, 3, 4, 22, 30, tzinfo=UTC)
    assert made.received_on == date(2026, 3, 5)
