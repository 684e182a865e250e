"""The rows below a heading: typed values, problems with their place, and what was left out."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from jiyue.engine.messages import N_
from jiyue.engine.problems import Kind, Problem, define
from jiyue.engine.sheet import column_words as words
from jiyue.engine.sheet.column_cells import BadCell, Target, Value, convert, plain_text
from jiyue.engine.sheet.column_match import PATH, Found, Heading, letter, text_of
from jiyue.engine.sheet.column_spec import Column
from jiyue.engine.sheet.column_totals import Targets, Total, TotalRow, Values, check_totals
from jiyue.engine.sheet.column_units import same_unit
from jiyue.engine.sheet.shapes import Cell, Grid, Row

ROW_LEFT_OUT = define(
    "SHEET_ROW_LEFT_OUT",
    N_("The row “{value}” was left out: it is a note, a repeated heading or a row of column numbers."),
    N_("Nothing needs to be done, unless it belongs to the table: then move it up among the other rows."),
)
READ_AS_MISSING = define(
    "SHEET_READ_AS_MISSING",
    N_("“{value}” was read as “no figure” in {count} cell(s) of “{field}”, first in row {row}."),
    N_("Nothing needs to be done; write 0 where the figure is zero."),
)
PERCENT_DOUBT = define(
    "SHEET_PERCENT_DOUBT",
    N_("All figures of “{field}” lie between -1 and 1, but it is counted in {unit}: was 95 written as 0.95?"),
    N_("If so, say that the figures are shares of 1; cells that Excel shows as percentages are stored so."),
)

_REMEMBERED = 10_000
_QUOTED = 80


@dataclass
class Table:
    """What one sheet gave: ``rows`` as (row in the file, values by name)."""

    sheet: str
    rows: list[tuple[int, Values]] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    warnings: list[Problem] = field(default_factory=list)
    totals: list[Total] = field(default_factory=list)
    dropped: list[tuple[int, str]] = field(default_factory=list)
    """Rows of totals as (row in the file, label), with or without figures to check."""


def rule_of(column: Column) -> str:
    """The rule of a column in one line of data: type, need, limits."""
    limits = [f">= {column.minimum}" if column.minimum is not None else ""]
    limits.append(f"<= {column.maximum}" if column.maximum is not None else "")
    flags = ["required" if column.required else "", "unique" if column.unique else "", column.unit or ""]
    return ", ".join(part for part in (column.type, *flags, *limits) if part)


class RowReader:
    """Reads the rows of one sheet; ``targets`` are the fields that may be read."""

    def __init__(self, grid: Grid, heading: Heading, targets: Targets) -> None:
        self.grid, self.heading, self.targets = grid, heading, targets
        self.table = Table(grid.name)
        self._totals: list[TotalRow] = []
        self._failed: set[str] = set()
        self._known: dict[tuple[str, str], Value] = {}
        self._marks: dict[tuple[str, str], list[int]] = {}
        self._down = dict(_merged_down(grid, heading.bottom))
        self._own = words.problem_columns(grid)

    def read(self) -> Table:
        """Every row, then the totals against them."""
        for index in self.heading.skipped:
            self._left_out(index)
        for index in range(self.heading.bottom + 1, len(self.grid.rows)):
            self._row(index)
        sound = [(f, t) for f, t in self.targets if f.column.name not in self._failed]
        rows = [values for _, values in self.table.rows]
        for total, warning in check_totals(self.grid.name, rows, self._totals, sound):
            self.table.totals.append(total)
            self.table.warnings += [warning] if warning else []
        self._doubts(rows)
        return self.table

    def _row(self, index: int) -> None:
        row = self.grid.rows[index]
        fields = self.heading.fields.values()
        full = [(found, row[found.place]) for found in fields if _is_full(row[found.place])]
        if not full:
            return
        label = self._label(row)
        if (kind := words.total_kind(label)) is not None:
            number = self.grid.first_row + index
            self._totals.append(TotalRow(len(self.table.rows), number, kind, label, row))
            self.table.dropped.append((number, label))
        elif self._is_heading_again(full) or self._is_footer(row, full):
            self._left_out(index)
        else:
            self._data(index, row)

    def _label(self, row: Row) -> str:
        """The first text of a row that is no number."""
        texts = (c for i, c in enumerate(row) if isinstance(c, str) and i not in self._own and _is_full(c))
        return next((text_of(text) for text in texts if not text.strip().isdigit()), "")

    def _is_heading_again(self, full: list[tuple[Found, Cell]]) -> bool:
        again = all(text_of(cell) in found.title.split(PATH) for found, cell in full)
        return again and len(full) * 2 >= len(self.heading.fields)

    def _is_footer(self, row: Row, full: list[tuple[Found, Cell]]) -> bool:
        first = next((text_of(cell) for cell in row if text_of(cell)), "")
        figures = (text_of(cell)[0] for found, cell in full if found.column.is_number)
        return words.is_footer(first) and not any(mark.isdigit() for mark in figures)

    def _left_out(self, index: int) -> None:
        said = " ".join(text for cell in self.grid.rows[index] if (text := text_of(cell)))
        number = self.grid.first_row + index
        self.table.warnings.append(ROW_LEFT_OUT(sheet=self.grid.name, row=number, value=_short(said)))

    def _data(self, index: int, row: Row) -> None:
        number = self.grid.first_row + index
        values: Values = {}
        for found, target in self.targets:
            cell = row[found.place]
            if cell is None and not found.column.is_number:
                cell = self._down.get((index, found.place))
            values[found.column.name] = self._value(number, found, target, cell)
        self.table.rows.append((number, values))

    def _value(self, number: int, found: Found, target: Target, cell: Cell) -> object:
        try:
            value = self._converted(cell, target)
        except BadCell as bad:
            self._failed.add(found.column.name)
            self.table.problems.append(self._at(bad.kind, number, found, _short(bad.value), bad.params))
            return None
        if value.note:
            kind, params = value.note
            self.table.warnings.append(self._at(kind, number, found, _short(plain_text(cell)), params))
        if value.mark is not None:
            self._marks.setdefault((found.column.name, value.mark), []).append(number)
        return value.value

    def _converted(self, cell: Cell, target: Target) -> Value:
        """The value of a cell; texts that come again, such as names and choices, are read once."""
        if not isinstance(cell, str) or target.column.is_number:
            return convert(cell, target)
        key = (target.column.name, cell)
        if key not in self._known:
            if len(self._known) >= _REMEMBERED:
                self._known.clear()
            self._known[key] = convert(cell, target)
        return self._known[key]

    def _at(
        self, kind: Kind, row: int | None, found: Found, value: object, params: dict[str, Any]
    ) -> Problem:
        return kind(
            sheet=self.grid.name,
            row=row,
            column=letter(found.place),
            field=found.column.title,
            value=value,
            rule=rule_of(found.column),
            name=found.column.name,
            **params,
        )

    def _doubts(self, rows: list[Values]) -> None:
        warnings = self.table.warnings
        for found, target in self.targets:
            column = found.column
            for (name, mark), numbers in self._marks.items():
                if name == column.name:
                    warnings.append(
                        self._at(READ_AS_MISSING, numbers[0], found, mark, {"count": len(numbers)})
                    )
            if column.unit and not target.unit and same_unit(column.unit, "%"):
                figures = [abs(row[column.name]) for row in rows if row[column.name]]
                if figures and max(figures) <= 1:
                    warnings.append(self._at(PERCENT_DOUBT, None, found, None, {"unit": column.unit}))


def _short(value: object) -> object:
    return f"{value[:_QUOTED]}\u2026" if isinstance(value, str) and len(value) > _QUOTED else value


def _is_full(cell: Cell) -> bool:
    return cell is not None and (not isinstance(cell, str) or not cell.isspace())


def _merged_down(grid: Grid, bottom: int) -> Iterator[tuple[tuple[int, int], Cell]]:
    """What stands in the first column of each range merged over several rows below the heading."""
    for merge in grid.merges:
        if merge.top > bottom:
            for index in range(merge.top + 1, merge.bottom + 1):
                yield (index, merge.left), grid.rows[merge.top][merge.left]
