"""Targets: what a responsibility letter says wins over the plan."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from jiyue.engine.contracts import Counted, Period, Values
from jiyue.engine.numbers import exact
from jiyue.mechanisms.baseline.counting import frozen, table, units_of, verified
from jiyue.mechanisms.baseline.models import BASES, Target

COLUMNS = ("basis", "year_from", "year_to", "document_number", "dated")
WINS = {basis: number for number, basis in enumerate(BASES)}
"""The letter over the plan, then the later span, then the later row."""


def target(measure: str, units: Sequence[str], period: Period, given: Mapping[str, Values]) -> Counted:
    """The target in force for the year."""
    codes, year = units_of(units), period.last.year
    found: dict[int, Target] = {}
    for row in verified(Target, codes, measure=measure, year_from__lte=year, year_to__gte=year):
        if row.unit_id not in found or _order(row) > _order(found[row.unit_id]):
            found[row.unit_id] = row
    rows = [
        frozen(row, codes[unit], row.area, **{name: getattr(row, name) for name in COLUMNS})
        for unit, row in found.items()
    ]
    return Counted({codes[unit]: exact(row.area) for unit, row in found.items()}, table(rows, *COLUMNS))


def _order(row: Target) -> tuple[int, int, int]:
    return WINS[row.basis], row.year_from, row.pk
