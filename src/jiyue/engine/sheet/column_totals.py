"""Rows of totals: checked against the rows that they cover, reported, never taken over."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import Any

from jiyue.engine.messages import N_
from jiyue.engine.numbers import decimal_text
from jiyue.engine.problems import Problem, define
from jiyue.engine.sheet.column_cells import BadCell, Target, convert
from jiyue.engine.sheet.column_match import Found, letter
from jiyue.engine.sheet.column_units import is_ratio
from jiyue.engine.sheet.shapes import Row

TOTAL_DIFFERS = define(
    "SHEET_TOTAL_DIFFERS",
    N_("“{label}” says {value} for “{field}”, but the rows add up to {counted} (difference {difference})."),
    N_("Look for a wrong or missing figure among the rows. The total itself is not taken over."),
)

Values = dict[str, Any]
Targets = Sequence[tuple[Found, Target]]
_NOISE = Fraction(1, 10**9)
"""Relative difference that binary sums of a spreadsheet show without any figure being wrong."""


@dataclass(frozen=True)
class TotalRow:
    """A row of totals that stood before the data row number ``place``; ``kind`` is whole or part."""

    place: int
    number: int
    kind: str
    label: str
    cells: Row


@dataclass(frozen=True)
class Total:
    """A total that was checked and dropped: ``counted`` is the sum of the rows that it covers."""

    sheet: str
    row: int
    label: str
    column: str
    stated: Decimal
    counted: Decimal
    agrees: bool


def check_totals(
    sheet: str, rows: Sequence[Values], totals: Sequence[TotalRow], targets: Targets
) -> Iterator[tuple[Total, Problem | None]]:
    """Every figure of every total with a warning where it differs.

    A subtotal covers the rows up to the total before it (or after it, when it stands on top); a total covers
    those, or all rows. Shares and quotients are not added up, nor are columns without any figure.
    """
    for total in totals:
        spans = list(_spans(total, totals, len(rows)))
        for found, target in targets:
            stated = _stated(total, found, target)
            if stated is None or is_ratio(found.column.unit):
                continue
            sums = [s for s in (_sum(rows[a:b], found.column.name) for a, b in spans) if s is not None]
            if sums:
                yield _compared(sheet, total, found, stated, sums)


def _spans(total: TotalRow, totals: Sequence[TotalRow], count: int) -> Iterator[tuple[int, int]]:
    peers = [t.place for t in totals if t is not total and (total.kind == "part" or t.kind == "whole")]
    yield max((p for p in peers if p < total.place), default=0), total.place
    yield total.place, min((p for p in peers if p > total.place), default=count)
    if total.kind == "whole":
        yield 0, count


def _stated(total: TotalRow, found: Found, target: Target) -> Fraction | None:
    column = dataclasses.replace(found.column, required=False, minimum=None, maximum=None)
    if not column.is_number:
        return None
    try:
        value = convert(total.cells[found.place], dataclasses.replace(target, column=column)).value
    except BadCell:
        return None
    return Fraction(value) if isinstance(value, int | Decimal) else None


def _sum(rows: Sequence[Values], name: str) -> Fraction | None:
    figures = [Fraction(row[name]) for row in rows if row[name] is not None]
    return sum(figures, Fraction(0)) if figures else None


def _compared(
    sheet: str, total: TotalRow, found: Found, stated: Fraction, sums: list[Fraction]
) -> tuple[Total, Problem | None]:
    counted = next((s for s in sums if abs(s - stated) <= _NOISE * abs(s)), sums[0])
    agrees = abs(counted - stated) <= _NOISE * abs(counted)
    told, summed = Decimal(decimal_text(stated)), Decimal(decimal_text(counted))
    record = Total(sheet, total.number, total.label, found.column.name, told, summed, agrees)
    if agrees:
        return record, None
    return record, TOTAL_DIFFERS(
        sheet=sheet,
        row=total.number,
        column=letter(found.place),
        field=found.column.title,
        value=decimal_text(stated),
        label=total.label,
        counted=decimal_text(counted),
        difference=decimal_text(stated - counted),
        name=found.column.name,
    )
