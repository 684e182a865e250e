"""Any workbook as tidy cells: every figure with its sheet, its row, its path of headings and its unit."""

from __future__ import annotations

import csv
import os
from collections.abc import Iterator
from dataclasses import dataclass, replace
from dataclasses import field as field_of
from decimal import Decimal
from pathlib import Path
from typing import Any

from jiyue.engine.messages import N_
from jiyue.engine.problems import Problem, define
from jiyue.engine.sheet.field import Field, blocks
from jiyue.engine.sheet.grid import Grid, Limits, read_grids
from jiyue.engine.sheet.headings import Column, headings
from jiyue.engine.sheet.layout import Layout, layouts
from jiyue.engine.sheet.names import RowName, row_names
from jiyue.engine.sheet.rows import is_meta
from jiyue.engine.sheet.totals import Check, Figures, check_columns, check_rows
from jiyue.engine.sheet.units import choose_unit, line_units, note_unit, split_unit
from jiyue.engine.sheet.values import EMPTY, number_of, stated_rate, value_of
from jiyue.engine.sheet.words import words

TIDY_LIMITS = Limits(cells=2_000_000)
CSV_COLUMNS = ("sheet", "row_in_file", "unit_name", "column_path", "unit_of_measure", "value")

NO_TABLE = define(
    "TABLE_NOT_FOUND",
    N_("No table of figures was found in {file}."),
    N_("A table needs headings above its figures and the names of the rows on their left."),
)
UNIT_IN_DOUBT = define(
    "TABLE_UNIT_IN_DOUBT",
    N_("The table names several units ({value}); which one holds for {count} of its columns is not clear."),
    N_("Write the unit in brackets behind each heading, such as 'output value (10,000 yuan)'."),
)
TOTAL_DIFFERS = define(
    "TABLE_TOTAL_DIFFERS",
    N_("Row {row} is a total, but the rows it sums give other figures in {count} columns (up to {value})."),
    N_("Compare the total with its parts and correct the one that is wrong; rounding does not explain it."),
)


@dataclass(frozen=True)
class TidyCell:
    """One figure. ``row`` counts from 1, ``column`` is its letter; ``value`` may be a mark kept as text."""

    sheet: str
    row: int
    column: str
    unit_name: str
    column_path: tuple[str, ...]
    unit: str | None
    value: float | int | str


@dataclass
class Table:
    """One table. ``rows``: first and last data row; rows count from 1, columns are letters.

    ``total_rows`` and ``total_columns``: ``{row | column, adds_up, difference, rounding}``. ``difference``:
    the printed figure minus the sum of its parts, by column or by row, where it is not zero; ``adds_up`` is
    None when the table has no parts to check by; ``rounding``: rounding of the parts explains it all.
    """

    sheet: str
    rows: tuple[int, int]
    title: str
    heading_rows: list[int]
    total_rows: list[dict[str, Any]]
    total_columns: list[dict[str, Any]]
    notes: list[str]
    cells: list[TidyCell]


@dataclass
class Tidy:
    """The tables of a file and what was doubtful about them."""

    tables: list[Table] = field_of(default_factory=list)
    warnings: list[Problem] = field_of(default_factory=list)

    def as_dict(self) -> dict[str, Any]:
        """The JSON object of ``jiyue sheet``; numbers are numbers."""
        return {
            "tables": [_table_dict(table) for table in self.tables],
            "warnings": [warning.as_dict() for warning in self.warnings],
        }

    def write_csv(self, path: Path | str) -> None:
        """All cells as CSV (UTF-8, CSV_COLUMNS), headings joined by " / "; written whole or not at all."""
        target = Path(path)
        draft = target.with_name(f".{target.name}.{os.getpid()}.part")
        try:
            with draft.open("w", encoding="utf-8", newline="") as file:
                writer = csv.writer(file, lineterminator="\n")
                writer.writerow(CSV_COLUMNS)
                for table in self.tables:
                    writer.writerows(_csv_row(cell) for cell in table.cells)
            draft.replace(target)
        finally:
            draft.unlink(missing_ok=True)


def read_tidy(path: Path | str, *, limits: Limits = TIDY_LIMITS) -> Tidy:
    """Find and read every table of a file. Raises Refused as :func:`read_grids` does.

    The words by which the parts of a table are known stand in ``rules/sheet_words.yaml``.
    """
    tidy = tidy_grids(read_grids(path, limits=limits))
    if not tidy.tables:
        tidy.warnings.append(NO_TABLE(file=Path(path).name))
    return tidy


def tidy_grids(grids: list[Grid]) -> Tidy:
    """The tables of grids that are already read."""
    tidy = Tidy()
    for grid in grids:
        field = Field(grid)
        for left, right in blocks(field):
            for layout in layouts(field, left, right):
                tidy.tables.append(_table(layout, tidy.warnings))
    return tidy


def _table(layout: Layout, warnings: list[Problem]) -> Table:
    field = layout.field
    read = headings(layout)
    names = row_names(layout)
    units = _column_units(layout, read.columns, warnings)
    figures = _figures(layout, names, read.columns)
    known = [replace(column, unit=column.unit or units[column.index]) for column in read.columns]
    totals = check_rows(names, known, figures)
    table = Table(
        sheet=field.name,
        rows=(layout.body[0] + field.first_row, layout.body[-1] + field.first_row),
        title=_title(layout),
        heading_rows=[i + field.first_row for i in read.rows],
        total_rows=[_row_check(check, field.first_row) for check in totals],
        total_columns=[
            _column_check(check, field.first_row) for check in check_columns(names, known, figures)
        ],
        notes=layout.notes,
        cells=list(_cells(layout, names, read.columns, units)),
    )
    for check in totals:
        if check.difference and not check.rounding:
            largest = max(check.difference.values(), key=abs)
            row = check.index + field.first_row
            warnings.append(
                TOTAL_DIFFERS(sheet=field.name, row=row, value=largest, count=len(check.difference))
            )
    return table


def _cells(
    layout: Layout, names: list[RowName], columns: tuple[Column, ...], units: dict[int, str | None]
) -> Iterator[TidyCell]:
    field = layout.field
    for name in names:
        for column in columns:
            i, j = name.row, column.index
            if not field.owns(i, j):
                continue
            unit = _unit(name.unit, column.unit, units[j]) or stated_rate(field.cells[i][j])
            yield TidyCell(
                field.name,
                i + field.first_row,
                letters(j),
                name.name,
                column.path,
                unit,
                value_of(field.cells[i][j]),
            )


def _unit(row: str | None, column: str | None, fallback: str | None) -> str | None:
    """A rate stated by the row goes first, then the unit of the column, of the row, of the table."""
    if row in ("%", "‰") and column not in ("%", "‰"):
        return row
    return column or row or fallback


def _figures(layout: Layout, names: list[RowName], columns: tuple[Column, ...]) -> Figures:
    field = layout.field
    return {
        (name.row, column.index): Decimal(repr(number))
        for name in names
        for column in columns
        if field.owns(name.row, column.index)
        and (number := number_of(field.cells[name.row][column.index])) is not None
    }


def _column_units(
    layout: Layout, columns: tuple[Column, ...], warnings: list[Problem]
) -> dict[int, str | None]:
    """The unit of each column for which neither column nor row states one.

    In this order: the column left of an "of which" column, a note under the table, the line "unit: ..." above
    it, the brackets of its title.
    """
    line = _line(layout)
    title_unit = split_unit(_title(layout))[1]
    units: dict[int, str | None] = {}
    doubtful = 0
    left: str | None = None
    for column in columns:
        left = column.unit or left
        path = "".join(column.path)
        beside = left if any(words().of_which.fullmatch(level) for level in column.path) else None
        noted = next((unit for note in layout.notes if (unit := note_unit(note, path))), None)
        lined = choose_unit(line, path)
        units[column.index] = beside or noted or lined or title_unit
        doubtful += len(line) > 1 and column.unit is None and units[column.index] is None
    if doubtful and layout.roles.unit is None:
        warnings.append(UNIT_IN_DOUBT(sheet=layout.field.name, value=", ".join(line), count=doubtful))
    return units


def _line(layout: Layout) -> list[str]:
    """The units of the line above the table; a line within its columns goes before one beside them."""
    field = layout.field
    inside = range(layout.left, layout.right)
    rows = [*layout.above, *layout.band]
    for columns in (inside, range(field.width)):
        for i in reversed(rows):
            for j in columns:
                if field.owns(i, j) and (units := line_units(field.text(i, j))):
                    return units
    return []


def _title(layout: Layout) -> str:
    """The first text above the table that is no line about the form."""
    field = layout.field
    for i in layout.above:
        for j in range(layout.left, layout.right):
            text = field.text(i, j)
            if field.kinds[i][j] != EMPTY and not is_meta(text) and words().note.fullmatch(text) is None:
                return text
    return ""


def letters(column: int) -> str:
    """A for 0, AA for 26."""
    name = ""
    column += 1
    while column:
        column, rest = divmod(column - 1, 26)
        name = chr(65 + rest) + name
    return name


def _row_check(check: Check, first_row: int) -> dict[str, Any]:
    difference = {letters(j): apart for j, apart in check.difference.items()}
    return {
        "row": check.index + first_row,
        "adds_up": check.adds_up,
        "difference": difference,
        "rounding": check.rounding,
    }


def _column_check(check: Check, first_row: int) -> dict[str, Any]:
    difference = {str(i + first_row): apart for i, apart in check.difference.items()}
    return {
        "column": letters(check.index),
        "adds_up": check.adds_up,
        "difference": difference,
        "rounding": check.rounding,
    }


def _table_dict(table: Table) -> dict[str, Any]:
    return {
        "sheet": table.sheet,
        "rows": list(table.rows),
        "title": table.title,
        "heading_rows": table.heading_rows,
        "total_rows": table.total_rows,
        "total_columns": table.total_columns,
        "notes": table.notes,
        "cells": [_cell_dict(cell) for cell in table.cells],
    }


def _cell_dict(cell: TidyCell) -> dict[str, Any]:
    return {
        "sheet": cell.sheet,
        "row": cell.row,
        "column": cell.column,
        "unit_name": cell.unit_name,
        "column_path": list(cell.column_path),
        "unit": cell.unit,
        "value": cell.value,
    }


def _csv_row(cell: TidyCell) -> tuple[str | int | float, ...]:
    path = " / ".join(cell.column_path)
    return (cell.sheet, cell.row, cell.unit_name, path, cell.unit or "", cell.value)
