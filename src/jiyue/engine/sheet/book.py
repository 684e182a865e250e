"""Excel workbooks through calamine: the values of every sheet, and the error cells that it leaves out."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from io import BytesIO
from typing import Any

from python_calamine import CalamineWorkbook, PasswordError, SheetTypeEnum

from jiyue.engine.problems import Refused
from jiyue.engine.sheet import shapes
from jiyue.engine.sheet.guard import parsing
from jiyue.engine.sheet.shapes import Cell, Grid, Limits, Merge, Row

Errors = Mapping[tuple[int, int], str]  # 0-based (row, column) -> text of the error
_EXACT = 2.0**53


def read_book(data: bytes, file: str, kind: str, errors: Mapping[str, Errors], limits: Limits) -> list[Grid]:
    """All worksheets. ``errors`` gives the error cells by the name of the sheet."""
    grids: list[Grid] = []
    with parsing(file, kind):
        try:
            book = CalamineWorkbook.from_filelike(BytesIO(data))
        except PasswordError as error:
            raise Refused(shapes.PASSWORD(file=file)) from error
        names = [sheet.name for sheet in book.sheets_metadata if sheet.typ == SheetTypeEnum.WorkSheet]
        if len(names) > limits.sheets:
            raise Refused(shapes.TOO_MANY_SHEETS(file=file, found=len(names), limit=limits.sheets))
        grids.extend(_grid(book.get_sheet_by_name(name), name, errors.get(name, {})) for name in names)
    return grids


def _grid(sheet: Any, name: str, errors: Errors) -> Grid:
    rows: list[list[Cell]] = [[plain(v) for v in row] for row in sheet.to_python(skip_empty_area=False)]
    height = max([len(rows), *(row + 1 for row, _ in errors)])
    width = max([*map(len, rows), *(column + 1 for _, column in errors)], default=0)
    rows.extend([] for _ in range(height - len(rows)))
    for row in rows:
        row.extend([None] * (width - len(row)))
    for (i, j), text in errors.items():
        rows[i][j] = text
    ranges = [(*first, *last) for first, last in sheet.merged_cell_ranges or []]
    return Grid(name, tuple(map(tuple, rows)), clipped(ranges, height, width))


def plain(value: object) -> Cell:
    """A value of calamine as a cell: blank text is None, whole floats are int, times and spans are text."""
    if value == "" or value is None:
        return None
    if isinstance(value, float) and value.is_integer() and abs(value) < _EXACT:
        return int(value)
    if isinstance(value, str | int | float | datetime.date):
        return value
    return str(value)


def clipped(ranges: list[tuple[int, int, int, int]], height: int, width: int) -> tuple[Merge, ...]:
    """The ranges (top, left, bottom, right) of more than one cell, cut to the used area."""
    cut = (
        Merge(t, le, min(b, height - 1), min(r, width - 1))
        for t, le, b, r in ranges
        if t < height and le < width
    )
    return tuple(sorted((m for m in cut if (m.top, m.left) != (m.bottom, m.right)), key=_corner))


def _corner(merge: Merge) -> tuple[int, int]:
    return merge.top, merge.left


def as_row(cells: list[Cell], width: int) -> Row:
    """``cells`` padded with empty ones."""
    return tuple(cells) + (None,) * (width - len(cells))
