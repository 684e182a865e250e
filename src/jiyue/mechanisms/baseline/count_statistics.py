"""Measures from the ledger of statistics: the latest vintage, and constant prices chained from growth."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from jiyue.engine.contracts import Counted, Period, Values
from jiyue.engine.numbers import Fraction, decimal_text, exact
from jiyue.mechanisms.baseline.counting import Frozen, frozen, table, units_of, verified
from jiyue.mechanisms.baseline.figures import CONSTANT, CURRENT, GROWTH, RANK, price_base
from jiyue.mechanisms.baseline.models import Statistic

COLUMNS = ("measure", "year", "vintage", "figure", "price_base", "document")
Given = Mapping[str, Values]


def latest(measure: str, units: Mapping[int, str], **where: int) -> dict[tuple[int, int], Statistic]:
    """The verified figure that counts for each unit and year: the latest vintage, of that the latest row."""
    found: dict[tuple[int, int], Statistic] = {}
    for row in verified(Statistic, units, measure=measure, **where):
        place = (row.unit_id, row.year)
        if place not in found or _order(row) > _order(found[place]):
            found[place] = row
    return found


def _order(row: Statistic) -> tuple[int, int]:
    return RANK[row.vintage], row.pk


def _frozen(row: Statistic, code: str, adds: str) -> Frozen:
    return frozen(row, code, adds, **{name: getattr(row, name) for name in COLUMNS})


def reported(measure: str, units: Sequence[str], period: Period, given: Given) -> Counted:
    """The figure of the year as the statistics bureau reports it."""
    codes = units_of(units)
    rows = latest(measure, codes, year=period.last.year).values()
    values = {codes[row.unit_id]: exact(row.figure) for row in rows}
    return Counted(values, table([_frozen(r, codes[r.unit_id], r.figure) for r in rows], *COLUMNS))


@dataclass(frozen=True)
class Chained:
    """A figure at constant prices, and the rows that it comes from, each with what it adds."""

    value: Fraction
    rows: tuple[tuple[Statistic, str], ...]


def constant_prices(units: Sequence[str], period: Period, given: Given) -> Counted:
    """GDP of the year at the prices of the base year that rules/statistics.yaml names for the as-of day.

    It is chained: GDP of the base year at its own prices, times (1 + growth) of each year after it, or
    divided by that of each year back to the one asked for. So all years of an evaluation stand on one base,
    whatever base their bulletins used. Where a link is missing, a figure that was entered at the prices of
    that very base counts; else the measure is missing.
    """
    codes, year, base = units_of(units), period.last.year, price_base(period.rules_on)
    bases = latest(CURRENT, codes, year=base)
    growth = latest(GROWTH, codes)
    entered = latest(CONSTANT, codes, year=year, price_base=base)
    values: dict[str, Fraction | None] = {}
    rows: list[Frozen] = []
    for unit, code in codes.items():
        found = _chain(unit, year, bases.get((unit, base)), growth) or _as_entered(entered.get((unit, year)))
        if found is not None:
            values[code] = found.value
            rows += [_frozen(row, code, adds) for row, adds in found.rows]
    return Counted(values, table(rows, *COLUMNS))


def _as_entered(row: Statistic | None) -> Chained | None:
    return None if row is None else Chained(exact(row.figure), ((row, row.figure),))


def _chain(
    unit: int, year: int, start: Statistic | None, growth: Mapping[tuple[int, int], Statistic]
) -> Chained | None:
    """The base figure carried to ``year``; None where the base or the growth of a year between is missing."""
    if start is None:
        return None
    between = range(min(year, start.year) + 1, max(year, start.year) + 1)
    links = [growth.get((unit, one)) for one in between]
    value, used = exact(start.figure), []
    for link in links:
        if link is None or (factor := 1 + exact(link.figure) / 100) <= 0:
            return None
        value = value * factor if year > start.year else value / factor
        used.append((link, "0"))
    return Chained(value, ((start, decimal_text(value)), *used))
