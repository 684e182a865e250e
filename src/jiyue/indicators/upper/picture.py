"""What a workbook looks like on a page: the cells of one sheet with their merges, as a table."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from jiyue.engine.sheet.column_match import letter
from jiyue.engine.sheet.filling import Outline, outline
from jiyue.engine.sheet.grid import Grid, Limits, read_grids

LIMITS = Limits(file_bytes=20 * 2**20, unpacked_bytes=64 * 2**20, cells=200_000, sheets=60)
"""Of a table that is filled cell by cell; a larger one is a list."""
MOST_ROWS, MOST_COLUMNS, SPARE = 200, 60, 2
"""Rows and columns that are drawn; those beyond are bound by their address."""


@dataclass(frozen=True)
class Drawn:
    """A cell of the picture: its address, what it says, how many rows and columns it covers."""

    address: str
    text: str
    down: int
    across: int
    bound: Any


def sheets(path: Path) -> list[Grid]:
    """The sheets of a table. Raises :class:`Refused` where it is broken or larger than such a table is."""
    return read_grids(path, limits=LIMITS)


def corner(framed: Outline, row: int, column: int) -> tuple[int, int]:
    """The top left cell of the merged range that a cell lies in: only that one holds a value."""
    over = _over(framed, row, column)
    return over[:2] if over else (row, column)


def _over(framed: Outline, row: int, column: int) -> tuple[int, int, int, int] | None:
    for one in framed.merges:
        top, left, bottom, right = one
        if top <= row <= bottom and left <= column <= right:
            return one
    return None


def text_at(grid: Grid, row: int, column: int) -> str:
    """What a cell says, as text; '' for an empty one and one beyond the used area."""
    place = row - grid.first_row
    if not (0 <= place < len(grid.rows) and column <= len(grid.rows[place])):
        return ""
    found = grid.rows[place][column - 1]
    return "" if found is None else str(found)


def drawn(
    path: Path, grid: Grid, bound: Mapping[str, Any]
) -> tuple[list[str], list[tuple[int, list[Drawn]]], bool]:
    """The letters of the columns, the rows with their numbers, and whether anything was left out.

    ``bound`` by address is shown in its place.
    """
    framed = outline(path, grid.name)
    wide = max([framed.columns, *map(len, grid.rows)])
    high = max(framed.rows, grid.first_row + len(grid.rows) - 1)
    across, down = min(wide + SPARE, MOST_COLUMNS), min(high + SPARE, MOST_ROWS)
    rows = []
    for row in range(1, down + 1):
        cells = []
        for column in range(1, across + 1):
            top, left, bottom, right = _over(framed, row, column) or (row, column, row, column)
            if (top, left) != (row, column):
                continue
            address = f"{letter(column - 1)}{row}"
            spans = min(bottom, down) - row + 1, min(right, across) - column + 1
            cells.append(Drawn(address, text_at(grid, row, column), *spans, bound.get(address)))
        rows.append((row, cells))
    return [letter(j) for j in range(across)], rows, across < wide or down < high
