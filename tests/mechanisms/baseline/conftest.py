"""Two people of 平川县's bureau and one of the next county, and rows that they enter."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from foundation.people_known import Place, place, quick_passwords
from jiyue.engine.contracts import Counted, Period
from jiyue.foundation.access import Actor
from jiyue.foundation.units.models import Unit
from jiyue.mechanisms.baseline import actions
from jiyue.mechanisms.baseline.measures import COUNTS
from jiyue.mechanisms.baseline.models import BaselineRow, Survey

__all__ = ["place", "quick_passwords"]
AREAS = {
    "0101": {"state": "10.5000", "collective": "120.2503"},
    "0103": {"collective": "30.0001"},
    "1203": {"collective": "4.4444"},
    "0301": {"state": "55.0000"},
    "203": {"collective": "40.1234"},
    "0602": {"state": "5.0000"},
    "0603": {"state": "2.0000"},
    "1003": {"state": "8.0000"},
    "1006": {"collective": "3.0000"},
    "1109": {"state": "1.5000"},
}
WHOLE = Decimal("279.8182")
Cells = Mapping[str, Mapping[str, str]]


def decimals(areas: Cells) -> dict[str, dict[str, Decimal]]:
    return {code: {side: Decimal(area) for side, area in sides.items()} for code, sides in areas.items()}


@dataclass
class Bureau:
    """Li enters, Sun verifies; Zhou sits in the next county."""

    place: Place
    li: Actor
    sun: Actor
    zhou: Actor

    def enter(self, table: str, *, verified: bool = True, **facts: Any) -> Any:
        """A row of 平川县 by Li, verified by Sun."""
        where = {} if table == "link" else {"unit": self.place.plain}
        row = actions.enter(self.li, table, **{**where, **facts})
        return self.verify(row) if verified else row

    def verify(self, row: BaselineRow) -> Any:
        return actions.verify(self.sun, row)

    def survey(
        self,
        year: int = 2024,
        areas: Cells = AREAS,
        whole: Decimal = WHOLE,
        *,
        verified: bool = True,
        **facts: Any,
    ) -> Survey:
        """A survey of 平川县, filled in and submitted."""
        given = {"unit": self.place.plain, "year": year, "classification": "third", **facts}
        row: Any = actions.enter(self.li, "survey", draft=True, **given)
        actions.fill_in(self.li, row, whole, decimals(areas))
        actions.submit(self.li, row)
        return self.verify(row) if verified else row

    def figure(self, measure: str, year: int, figure: str, vintage: str = "final", **facts: Any) -> Any:
        given = {"measure": measure, "year": year, "figure": figure, "vintage": vintage}
        return self.enter("statistic", **{"document": "统计公报", **given, **facts})


@pytest.fixture
def bureau(place: Place) -> Bureau:
    return Bureau(
        place,
        place.actor("li", "county_bureau", place.plain),
        place.actor("sun", "county_bureau", place.plain),
        place.actor("zhou", "county_bureau", place.river),
    )


def count(code: str, year: int, *units: Unit, as_of: date = date(2026, 11, 1)) -> Counted:
    """What the room counts for a measure and a year."""
    period = Period(date(year, 1, 1), date(year, 12, 31), as_of)
    return COUNTS[code]([unit.code for unit in units], period, {})
