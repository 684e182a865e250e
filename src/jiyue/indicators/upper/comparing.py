"""An export of an upper system read row by row, and set against the figures that count here."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from decimal import Decimal
from pathlib import Path
from typing import NamedTuple

from jiyue.engine.messages import N_
from jiyue.engine.numbers import Fraction, decimal_text, exact, from_text
from jiyue.engine.problems import Refused, define
from jiyue.engine.sheet.grid import Limits, read_grids
from jiyue.engine.sheet.shapes import Cell
from jiyue.foundation.units.models import Unit
from jiyue.indicators.forms import BETWEEN
from jiyue.indicators.labels import ENDLESS
from jiyue.indicators.models import SELF, Value
from jiyue.indicators.upper.models import (
    DIFFERENT,
    EXTRA_HERE,
    MISSING_HERE,
    NOT_READ,
    SAME,
    Line,
    Reconciliation,
)
from jiyue.indicators.values import counting

NO_TABLE = define(
    "EXPORT_NO_TABLE",
    N_("{file} has no line of headings with rows below it."),
    N_("Export the list again: one row for each unit, measure and year, headings above."),
)
NO_HEADING = define(
    "EXPORT_NO_HEADING",
    N_("The export has no heading “{value}”."),
    N_("Choose the headings anew."),
)
ROLES = {
    "unit": N_("Unit, by code or name"),
    "measure": N_("Measure"),
    "year": N_("Year"),
    "figure": N_("Figure"),
}
LIMITS = Limits(cells=4_000_000, unpacked_bytes=256 * 2**20)
FEWEST_HEADINGS, MOST_RELATIVE = 3, Decimal(10) ** 17
Key = tuple[int, str, str]
"""Unit, measure, period."""


class Export(NamedTuple):
    """The headings of an export and its rows with their numbers in the file."""

    headings: list[str]
    rows: list[tuple[int, list[str]]]


def read_export(path: Path, name: str) -> Export:
    """The first sheet that has a line of headings. Raises :class:`Refused`."""
    for grid in read_grids(path, limits=LIMITS):
        for i, row in enumerate(grid.rows):
            texts = [_text(cell) for cell in row]
            if sum(map(bool, texts)) >= FEWEST_HEADINGS and i + 1 < len(grid.rows):
                below = [
                    (grid.first_row + j, [_text(c) for c in grid.rows[j]])
                    for j in range(i + 1, len(grid.rows))
                ]
                return Export(texts, [(number, cells) for number, cells in below if any(cells)])
    raise Refused(NO_TABLE(file=name))


def _text(cell: Cell) -> str:
    if isinstance(cell, float):
        return decimal_text(exact(cell))
    return "" if cell is None else " ".join(str(cell).split())


def compare(
    made: Reconciliation, export: Export, columns: Mapping[str, str], names: Mapping[str, str]
) -> list[Line]:
    """The lines of a reconciliation, not saved. Raises :class:`Refused` for a heading that is not there."""
    unknown = {role: said for role, said in columns.items() if said not in export.headings}
    if unknown:
        raise Refused([NO_HEADING(field=role, value=said) for role, said in unknown.items()])
    at = {role: export.headings.index(said) for role, said in columns.items()}
    units = _Units(made.unit)
    theirs = [_line(made, number, cells, at, names, units) for number, cells in export.rows]
    read = [line for line in theirs if line.standing != NOT_READ]
    ours = _ours(made.unit, read)
    for line in read:
        _judge(line, ours.pop((line.unit_id, line.measure, line.period), None))
    return [*theirs, *_extra(made, ours.values(), names)]


class _Units:
    """The units below one, by what an export may call them; a name that two share says nothing."""

    def __init__(self, unit: Unit) -> None:
        rows = list(Unit.objects.below(unit).living().exclude(kind="village"))
        self.by_code = {one.code: one for one in rows}
        self.by_name: dict[str, list[Unit]] = {}
        for one in rows:
            self.by_name.setdefault(one.name, []).append(one)

    def find(self, said: str) -> Unit | None:
        named = self.by_name.get(said, [])
        return self.by_code.get(said) or (named[0] if len(named) == 1 else None)


def _line(
    made: Reconciliation,
    number: int,
    cells: list[str],
    at: Mapping[str, int],
    names: Mapping[str, str],
    units: _Units,
) -> Line:
    said = {role: cells[place] if place < len(cells) else "" for role, place in at.items()}
    unit, measure = units.find(said["unit"]), names.get(said["measure"], "")
    period, figure = said["year"].removesuffix("\u5e74")[:8], _figure(said["figure"])
    known = unit is not None and measure and period.isdecimal() and figure is not None
    return Line(
        reconciliation=made,
        row=number,
        unit=unit,
        unit_said=said["unit"][:120],
        measure=measure,
        measure_said=said["measure"][:200],
        period=period,
        theirs=(said["figure"] if figure is None else decimal_text(figure))[:80],
        standing="" if known else NOT_READ,
    )


def _figure(said: str) -> Fraction | None:
    try:
        return exact(said.translate(BETWEEN))
    except Refused:
        return None


def _ours(unit: Unit, lines: Iterable[Line]) -> dict[Key, Value]:
    """The figures that count here for the units, measures and years that the export speaks of."""
    lines = list(lines)
    rows = Value.objects.current().filter(
        unit__in={line.unit_id for line in lines},
        measure__in={line.measure for line in lines},
        period__in={line.period for line in lines},
    )
    by_key: dict[Key, list[Value]] = {}
    for value in rows.select_related("unit").iterator(2000):
        by_key.setdefault((value.unit_id, value.measure, value.period), []).append(value)
    chosen = {key: counting(values, SELF) for key, values in by_key.items()}
    return {key: value for key, value in chosen.items() if value is not None}


def _judge(line: Line, value: Value | None) -> None:
    if value is None:
        line.standing = MISSING_HERE
        return
    theirs, ours = from_text(line.theirs), value.exact
    line.value, line.ours = value, value.figure
    line.standing = SAME if ours == theirs else DIFFERENT
    gap = ours - theirs
    text = decimal_text(gap)
    line.difference = decimal_text(gap, ENDLESS) if "/" in text else text
    if theirs:
        relative = Decimal(decimal_text(gap / abs(theirs) * 100, 2))
        line.relative = relative if abs(relative) < MOST_RELATIVE else None


def _extra(made: Reconciliation, values: Iterable[Value], names: Mapping[str, str]) -> Iterator[Line]:
    called = {code: said for said, code in names.items()}
    for value in values:
        yield Line(
            reconciliation=made,
            unit=value.unit,
            unit_said=value.unit.name,
            measure=value.measure,
            measure_said=called.get(value.measure, value.measure)[:200],
            period=value.period,
            ours=value.figure,
            value=value,
            standing=EXTRA_HERE,
        )
