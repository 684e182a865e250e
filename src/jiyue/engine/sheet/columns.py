"""A workbook of known columns as typed polars columns, with every error placed and a way out for each."""

from __future__ import annotations

import dataclasses
import difflib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from typing import Any

import polars as pl

from jiyue.engine.messages import N_, current_language
from jiyue.engine.problems import Problem, Refused, define
from jiyue.engine.sheet import column_words as words
from jiyue.engine.sheet.column_cells import Target
from jiyue.engine.sheet.column_match import Finder, Found, Heading, letter, text_of
from jiyue.engine.sheet.column_rows import RowReader, Table, rule_of
from jiyue.engine.sheet.column_spec import Column as Column
from jiyue.engine.sheet.column_spec import checked
from jiyue.engine.sheet.column_totals import Total as Total
from jiyue.engine.sheet.column_units import factor_between, printed_unit, same_unit, unit_of, units_in
from jiyue.engine.sheet.grid import DEFAULT_LIMITS, Grid, Limits, read_grids

NO_SUCH_SHEET = define(
    "SHEET_NOT_THERE",
    N_("The workbook has no sheet “{value}”."),
    N_("Its sheets are: {sheets}. Rename the sheet or choose another one."),
)
NO_HEADING = define(
    "SHEET_NO_HEADING",
    N_("No row of headings was found: none of the columns {titles} is there."),
    N_("Fill in the template of this table, or check that this is the right file."),
)
NO_CELLS = define(
    "SHEET_EMPTY",
    N_("The workbook has no filled cell."),
    N_("Fill in the template of this table, or check that this is the right file."),
)
NO_ROWS = define(
    "SHEET_NO_ROWS",
    N_("There is a heading, but no row below it."),
    N_("Write the rows below the heading and send the file again."),
)
MISSING_COLUMN = define(
    "SHEET_MISSING_COLUMN",
    N_("The column “{field}” is missing."),
    N_("Add the column, or use the template of this table."),
)
MISSING_COLUMN_NEAR = define(
    "SHEET_MISSING_COLUMN_NEAR",
    N_("The column “{field}” is missing."),
    N_("Is it “{near}”? Then confirm it once and it will be remembered; otherwise add the column."),
)
COLUMN_TWICE = define(
    "SHEET_COLUMN_TWICE",
    N_("Column {first} (“{first_title}”) and column {column} (“{value}”) both say “{field}”."),
    N_("Delete one of the two columns, or say which one counts."),
)
UNIT_QUESTION = define(
    "SHEET_UNIT_QUESTION",
    N_("“{field}” is counted in {unit}, but the file says {found} (“{value}”)."),
    N_("Are the figures in {found}? Confirm it and they are converted ({how}); else correct the heading."),
)
UNIT_OTHER = define(
    "SHEET_UNIT_OTHER",
    N_("“{field}” is counted in {unit}, but the file says {found} (“{value}”), which cannot be converted."),
    N_("Check whether the column is the right one, and correct its heading or its figures."),
)
DUPLICATE = define(
    "CELL_DUPLICATE",
    N_("“{value}” stands in row {row} and already in row {first_row} of “{first_sheet}”."),
    N_("Every “{field}” may occur once only: correct one of the rows, or delete it."),
)
EXTRA_COLUMN = define(
    "SHEET_EXTRA_COLUMN",
    N_("The column “{value}” does not belong to this table and was left out."),
    N_("Nothing needs to be done, unless it is one of the fields: then say which."),
)
SHEET_SKIPPED = define(
    "SHEET_SKIPPED",
    N_("The sheet “{sheet}” was left out: it does not hold this table."),
    N_("If it does, give it the headings of the template."),
)

_DTYPES: dict[str, Any] = {
    "text": pl.String,
    "choice": pl.String,
    "integer": pl.Int64,
    "boolean": pl.Boolean,
    "date": pl.Date,
}


@dataclass(frozen=True)
class Layout:
    """How a sheet was understood: rows ``first`` to ``last`` of it as heading, ``dropped`` as totals."""

    sheet: str
    first: int
    last: int
    dropped: tuple[tuple[int, str], ...]


@dataclass(frozen=True)
class Reading:
    """What a file gave. ``frame``: the typed columns, then ``_row`` (row in the file) and ``_sheet``.

    Cells with a problem are null in the frame; so is a column whose unit is in question. ``mapping``: heading
    found -> name, to be remembered for the sender; ``ignored``: headings of columns that are no field;
    ``letters``: the letter of a column by sheet and name; ``layouts``: how each sheet was understood.
    """

    frame: pl.DataFrame
    problems: tuple[Problem, ...]
    warnings: tuple[Problem, ...] = ()
    mapping: Mapping[str, str] = dataclasses.field(default_factory=dict)
    totals: tuple[Total, ...] = ()
    ignored: tuple[str, ...] = ()
    letters: Mapping[tuple[str, str], str] = dataclasses.field(default_factory=dict)
    layouts: tuple[Layout, ...] = ()

    def or_refuse(self) -> Reading:
        """This reading if it has no problem; else raises Refused with all of them."""
        if self.problems:
            raise Refused(self.problems)
        return self

    def faultless(self) -> pl.DataFrame:
        """The rows without any problem; raises Refused when one concerns the whole file or a column."""
        rows = set(self.frame.select("_row", "_sheet").iter_rows())
        if whole := [problem for problem in self.problems if (problem.row, problem.sheet) not in rows]:
            raise Refused(whole)
        bad = pl.DataFrame(
            {"_row": [p.row for p in self.problems], "_sheet": [p.sheet for p in self.problems]},
            schema={"_row": pl.Int64, "_sheet": pl.String},
        )
        return self.frame.join(bad.unique(), on=["_row", "_sheet"], how="anti", maintain_order="left")


def read_columns(
    path: Path | str,
    columns: Sequence[Column],
    *,
    sheet: str | None = None,
    mapping: Mapping[str, str] | None = None,
    units: Mapping[str, str] | None = None,
    limits: Limits = DEFAULT_LIMITS,
) -> Reading:
    """The rows of every sheet of ``path`` (or of ``sheet``) that holds the table of ``columns``.

    ``mapping`` (heading -> name, "" for none) and ``units`` (name -> unit of the file's figures) are answers
    to earlier questions; figures in another unit are converted exactly, or, where that has no end,
    rounded half to even to ten decimals with a warning. Nothing is raised for a bad file: all its problems
    are in the reading. Raises ValueError for columns that contradict each other.
    """
    columns, file = checked(columns), Path(path).name
    finder, notes = Finder(columns, mapping or {}), _Notes(file)
    tables: list[Table] = []
    try:
        chosen = _choose(read_grids(path, limits=limits), finder, sheet, notes)
    except Refused as refused:
        notes.problems.extend(refused.problems)
        chosen = []
    for grid, heading in chosen:
        targets = list(_targets(grid, heading, units or {}, notes))
        notes.headings(grid, heading, columns, mapping or {})
        table = RowReader(grid, heading, targets).read()
        if not table.rows:
            notes.problems.append(NO_ROWS(sheet=grid.name))
        notes.problems += table.problems
        notes.warnings += table.warnings
        tables.append(table)
    notes.problems += _duplicates(columns, tables, chosen)
    return Reading(
        _frame(columns, tables),
        notes.sorted(notes.problems, [grid.name for grid, _ in chosen]),
        notes.sorted(notes.warnings, [grid.name for grid, _ in chosen]),
        notes.mapping,
        tuple(total for table in tables for total in table.totals),
        tuple(dict.fromkeys(notes.ignored)),
        {(g.name, name): letter(found.place) for g, h in chosen for name, found in h.fields.items()},
        tuple(_layout(grid, heading, table) for (grid, heading), table in zip(chosen, tables, strict=True)),
    )


def _layout(grid: Grid, heading: Heading, table: Table) -> Layout:
    first, last = grid.first_row + heading.top, grid.first_row + heading.bottom
    return Layout(grid.name, first, last, tuple(table.dropped))


class _Notes:
    """What was noticed while a file was read."""

    def __init__(self, file: str) -> None:
        self.file = file
        self.problems: list[Problem] = []
        self.warnings: list[Problem] = []
        self.mapping: dict[str, str] = {}
        self.ignored: list[str] = []

    def sorted(self, found: Iterable[Problem], sheets: list[str]) -> tuple[Problem, ...]:
        """Problems of the file, then of each sheet as a whole, then by row and column."""
        order = {name: number for number, name in enumerate(sheets)}

        def place(problem: Problem) -> tuple[int, int, int, str]:
            column = problem.column or ""
            return order.get(problem.sheet or "", -1), problem.row or 0, len(column), column

        return tuple(sorted((dataclasses.replace(p, file=p.file or self.file) for p in found), key=place))

    def headings(
        self, grid: Grid, heading: Heading, columns: tuple[Column, ...], told: Mapping[str, str]
    ) -> None:
        """What a heading has too much or too little."""
        row = grid.first_row + heading.row
        self.mapping |= {found.title: name for name, found in heading.fields.items()}
        dropped = {words.heading_key(title) for title, name in told.items() if not name}
        titles = [title for _, title in heading.extras]
        for place, title in heading.extras:
            self.ignored.append(title)
            if words.heading_key(title) in dropped:
                self.mapping[title] = ""
            else:
                self.warnings.append(
                    EXTRA_COLUMN(sheet=grid.name, row=row, column=letter(place), field=title, value=title)
                )
        for double in heading.doubles:
            first = heading.fields[double.column.name]
            self.problems.append(
                COLUMN_TWICE(
                    sheet=grid.name,
                    row=row,
                    column=letter(double.place),
                    field=double.column.title,
                    value=double.title,
                    first=letter(first.place),
                    first_title=first.title,
                    name=double.column.name,
                )
            )
        for column in columns:
            if column.required and column.name not in heading.fields:
                self.problems.append(_missing(column, titles, grid.name))


def _missing(column: Column, titles: list[str], sheet: str) -> Problem:
    place: dict[str, Any] = {
        "sheet": sheet,
        "field": column.title,
        "rule": rule_of(column),
        "name": column.name,
    }
    keys = {words.split_brackets(title)[0]: title for title in titles}
    wanted = [words.split_brackets(title)[0] for title in column.titles]
    near = [title for key, title in keys.items() if key and any(key in w or w in key for w in wanted)]
    near += [keys[key] for w in wanted for key in difflib.get_close_matches(w, keys, 2, 0.5)]
    if near:
        return MISSING_COLUMN_NEAR(**place, near=" / ".join(list(dict.fromkeys(near))[:3]))
    return MISSING_COLUMN(**place)


def _choose(
    grids: list[Grid], finder: Finder, sheet: str | None, notes: _Notes
) -> list[tuple[Grid, Heading]]:
    """The sheets that hold the table: all with every required field, or else the one with the most fields."""
    if sheet is not None:
        named = [grid for grid in grids if grid.name == sheet]
        if not named:
            raise Refused(NO_SUCH_SHEET(value=sheet, sheets=", ".join(grid.name for grid in grids)))
        grids = named
    full = [g for g in grids if any(text_of(cell) for row in g.rows for cell in row)]
    full = [g for g in full if sheet is not None or not words.is_own_sheet(g.name)]
    if not full:
        raise Refused(NO_CELLS(sheet=sheet))
    found = [(grid, heading) for grid in full if (heading := finder.find(grid)) is not None]
    if not found:
        titles = ", ".join(column.title for column in finder.columns)
        raise Refused(NO_HEADING(sheet=full[0].name if len(full) == 1 else None, titles=titles))
    most = max(len(heading.fields) for _, heading in found)
    required = {column.name for column in finder.columns if column.required}
    whole = [(g, h) for g, h in found if required <= h.fields.keys() and 2 * len(h.fields) >= most]
    chosen = whole or [next((g, h) for g, h in found if len(h.fields) == most)]
    names = {grid.name for grid, _ in chosen}
    notes.warnings += [SHEET_SKIPPED(sheet=grid.name) for grid in full if grid.name not in names]
    return chosen


def _targets(
    grid: Grid, heading: Heading, units: Mapping[str, str], notes: _Notes
) -> Iterator[tuple[Found, Target]]:
    """The fields that may be read; one whose unit is in question is a problem instead."""
    for name, found in heading.fields.items():
        answer = units.get(name)
        said = answer or _stated_unit(found, heading)
        if said is None or found.column.unit is None or same_unit(said, found.column.unit):
            yield found, Target(found.column, current_language())
            continue
        factor = factor_between(said, found.column.unit)
        if answer and factor is not None:
            yield found, Target(found.column, current_language(), answer)
        else:
            notes.problems.append(_unit_problem(grid, heading, found, said, factor))


def _stated_unit(found: Found, heading: Heading) -> str | None:
    """The unit that the heading names, or the line above the table if it names one of the same kind."""
    wanted = found.column.unit
    if not found.column.is_number or not wanted:
        return None
    if found.unit:
        return found.unit if unit_of(found.unit) or same_unit(found.unit, wanted) else None
    named = [u for u in units_in(heading.line or "") if factor_between(u, wanted) is not None]
    return next((u for u in named if same_unit(u, wanted)), next(iter(named), None))


def _unit_problem(grid: Grid, heading: Heading, found: Found, said: str, factor: Fraction | None) -> Problem:
    place: dict[str, Any] = {
        "sheet": grid.name,
        "row": grid.first_row + heading.row,
        "column": letter(found.place),
        "field": found.column.title,
        "value": found.title if found.unit or not heading.line else heading.line,
        "rule": rule_of(found.column),
        "found": said,
        "unit": printed_unit(found.column.unit or "", current_language()),
        "name": found.column.name,
    }
    if factor is None:
        return UNIT_OTHER(**place)
    how = f"\u00f7 {factor.denominator}" if factor.numerator == 1 else f"\u00d7 {factor}"
    return UNIT_QUESTION(**place, how=how)


def _duplicates(
    columns: tuple[Column, ...], tables: list[Table], chosen: list[tuple[Grid, Heading]]
) -> Iterator[Problem]:
    for column in columns:
        seen: dict[object, tuple[int, str]] = {}
        for table, (_, heading) in zip(tables, chosen, strict=True):
            for row, values in table.rows if column.unique else ():
                value = values.get(column.name)
                if value is None:
                    continue
                first = seen.setdefault(value, (row, table.sheet))
                if first != (row, table.sheet):
                    yield DUPLICATE(
                        sheet=table.sheet,
                        row=row,
                        column=letter(heading.fields[column.name].place),
                        field=column.title,
                        value=str(value),
                        rule=rule_of(column),
                        first_row=first[0],
                        first_sheet=first[1],
                        name=column.name,
                    )


def _frame(columns: tuple[Column, ...], tables: list[Table]) -> pl.DataFrame:
    rows = [(table.sheet, row, values) for table in tables for row, values in table.rows]
    series = [series_of(column, [values.get(column.name) for _, _, values in rows]) for column in columns]
    series.append(pl.Series("_row", [row for _, row, _ in rows], dtype=pl.Int64))
    series.append(pl.Series("_sheet", [sheet for sheet, _, _ in rows], dtype=pl.String))
    return pl.DataFrame(series)


def series_of(column: Column, values: list[Any]) -> pl.Series:
    """The typed series of a column; decimals with as many places as the longest has."""
    if column.type != "decimal":
        return pl.Series(column.name, values, dtype=_DTYPES[column.type])
    scale = max((-int(v.as_tuple().exponent) for v in values if isinstance(v, Decimal)), default=0)
    return pl.Series(column.name, values, dtype=pl.Decimal(38, max(scale, 0)))
