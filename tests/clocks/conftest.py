import pytest

from jiyue.engine.calendar import known_clocks, work_calendar
from jiyue.engine.calendar.tables import statutory


@pytest.fixture(scope="session", autouse=True)
def _tables_are_read():
    """Rules are read once in a process; no property is timed with that."""
    work_calendar()
    known_clocks()
    statutory(2027)
