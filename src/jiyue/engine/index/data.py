"""Tables of measures, long or wide, to a panel; every cell that cannot be read is named with its row."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import lru_cache
from pathlib import Path

from jiyue.engine.collector import collector_paused
from jiyue.engine.formula import KINDS, Scope
from jiyue.engine.formula.parse import words
from jiyue.engine.index.dictionary import Dictionary, Measure
from jiyue.engine.index.framework_tables import cell_text
from jiyue.engine.index.panel import Panel, Unit, check_parents
from jiyue.engine.messages import N_
from jiyue.engine.numbers import NOT_A_NUMBER, NOT_FINITE, Fraction, exact
from jiyue.engine.problems import Problem, Refused, define
from jiyue.engine.sheet.grid import Cell, Grid, read_grids
from jiyue.engine.yamls import load_rules

NO_UNIT_COLUMN = define(
    "NO_UNIT_COLUMN",
    N_("The table has no column unit; its headings are: {value}."),
    N_("Name the column of unit codes unit (or uCode); a long table also needs measure and value."),
)
NO_ROWS = define("NO_ROWS", N_("The table has headings but no rows."), N_("Add a row for each unit."))
NO_UNIT = define("NO_UNIT", N_("Row {row} names no unit."), N_("Enter the unit's code, or delete the row."))
DUPLICATE_VALUE = define(
    "DUPLICATE_VALUE",
    N_("{unit} has two figures of {field} for {year}: rows {first} and {row}."),
    N_("Keep one of the two rows."),
)
DUPLICATE_UNIT = define(
    "DUPLICATE_UNIT",
    N_("The unit {value} stands twice for {year}: rows {first} and {row}."),
    N_("Keep one of the two rows, or correct the unit code or the year."),
)
UNIT_CONFLICT = define(
    "UNIT_CONFLICT",
    N_("The unit {value} has the {field} {now} in row {row} but {before} above."),
    N_("Write the same {field} in all rows of the unit."),
)
UNKNOWN_UNIT_KIND = define(
    "UNKNOWN_UNIT_KIND",
    N_("{value} is not a kind of unit."),
    N_("Use one of {allowed}."),
)
BAD_YEAR = define("BAD_YEAR", N_("{value!r} is not a year."), N_("Write four digits, such as 2025."))
UNKNOWN_COLUMN = define(
    "UNKNOWN_COLUMN",
    N_("{count} columns are no measure of the framework or the dictionary and are left out: {value}."),
    N_("Correct a heading if its column should count."),
)
UNKNOWN_IN_DATA = define(
    "UNKNOWN_MEASURE_IN_DATA",
    N_("{value} (row {row}) is no measure of the framework or the dictionary.{near}"),
    N_("Correct its code; a measure that is spelt wrong would be missing without a word."),
)
NOT_AN_INTEGER = define(
    "NOT_AN_INTEGER",
    N_("{field} of {unit} is {value}, but it is a count."),
    N_("Enter a whole number."),
)
NOT_YES_OR_NO = define(
    "NOT_YES_OR_NO",
    N_("{field} of {unit} is {value}, but it is a yes/no measure."),
    N_("Enter 1 for yes or 0 for no, or leave it empty if not known."),
)

MAX_PROBLEMS = 200
TITLE_ROWS = 10
"""How far down the row of headings is looked for, below title rows."""
SHOWN_COLUMNS = 12
_YEAR_SUFFIX = re.compile(r"^(?P<measure>.*\D)_?(?P<year>(?:19|20)\d\d)$")
_YEAR = re.compile(r"((?:1[89]|20|21)\d\d)(?:\.0+|\N{CJK UNIFIED IDEOGRAPH-5E74})?")
_LONG = frozenset({"measure", "value"})


@lru_cache(maxsize=1)
def _headings() -> dict[str, str]:
    fields = load_rules("data_words.yaml")
    return {w: f for f in ("unit", "name", "kind", "parent", "year", "measure", "value") for w in fields[f]}


@lru_cache(maxsize=1)
def _missing() -> frozenset[str]:
    return frozenset(load_rules("data_words.yaml")["missing"])


@lru_cache(maxsize=1)
def _truths() -> dict[str, Fraction]:
    fields = load_rules("data_words.yaml")
    return {str(w): Fraction(int(f == "yes")) for f in ("yes", "no") for w in fields[f]}


def read_panel(path: Path | str, scope: Scope, dictionary: Dictionary, kinds: Sequence[str] = ()) -> Panel:
    """The measures in a csv, workbook (first sheet with rows) or parquet file.

    Long: unit, kind, parent, year, measure, value. Wide: unit (or uCode), then a column per measure, or per
    measure and year (``gdp_2021``). Raises :class:`Refused` with every bad cell.
    """
    path = Path(path)
    with collector_paused():
        grids = [g for g in read_grids(path) if g.rows]
        if not grids:
            raise Refused(NO_ROWS(file=path.name))
        try:
            return panel_from_grid(grids[0], scope, dictionary, kinds)
        except Refused as refused:
            raise Refused(_in_file(p, path.name, grids[0].name) for p in refused.problems) from None


def _in_file(problem: Problem, file: str, sheet: str) -> Problem:
    place = {k: getattr(problem, k) for k in ("field", "row", "value", "rule", "column")}
    return problem.kind(**place, sheet=sheet, file=file, **problem.params)


def panel_from_grid(grid: Grid, scope: Scope, dictionary: Dictionary, kinds: Sequence[str] = ()) -> Panel:
    """As :func:`read_panel`, from one grid whose first row holds the headings."""
    reader = _Reader(grid, scope, dictionary, (*KINDS, *kinds))
    reader.read()
    if reader.problems:
        raise Refused(reader.problems[:MAX_PROBLEMS])
    if not reader.units:
        raise Refused(NO_ROWS())
    units = tuple(Unit(code, *u) for code, u in reader.units.items())
    warnings = check_parents(units)
    position = {unit.code: i for i, unit in enumerate(units)}
    values: dict[str, dict[int | None, list[Fraction | None]]] = {}
    for (measure, year, unit), (value, _) in reader.figures.items():
        columns = values.setdefault(measure, {})
        column = columns.get(year)
        if column is None:
            column = columns[year] = [None] * len(units)
        column[position[unit]] = value
    attributes = {
        name: [by_unit.get(unit.code, "") for unit in units] for name, by_unit in reader.attributes.items()
    }
    return Panel(units, values, attributes, [*reader.warnings, *warnings])


def _heads(row: Sequence[Cell]) -> list[str]:
    return [unicodedata.normalize("NFKC", cell_text(c)).strip() for c in row]


def _fields(row: Sequence[Cell]) -> list[str]:
    """Which field each heading of a row names; '' for the others."""
    return [_headings().get(head.lower().replace(" ", ""), "") for head in _heads(row)]


class _Reader:
    def __init__(self, grid: Grid, scope: Scope, dictionary: Dictionary, kinds: Sequence[str]) -> None:
        self.grid = grid
        self.scope = scope
        self.dictionary = dictionary
        self.kinds = set(kinds)
        self.problems: list[Problem] = []
        self.warnings: list[Problem] = []
        self.units: dict[str, list[str]] = {}
        self.figures: dict[tuple[str, int | None, str], tuple[Fraction, int]] = {}
        self.attributes: dict[str, dict[str, str]] = {}
        self._names: dict[str, Measure | None] = {}
        self._keys: dict[tuple[Cell, ...], tuple[str, int | None] | None] = {}
        self._fields: list[str] = []
        self._pick: Callable[[Sequence[Cell]], tuple[Cell, ...]] = tuple

    def read(self) -> None:
        top = next((i for i, row in enumerate(self.grid.rows[:TITLE_ROWS]) if "unit" in _fields(row)), 0)
        heads, fields = _heads(self.grid.rows[top]), _fields(self.grid.rows[top])
        if "unit" not in fields:
            raise Refused(NO_UNIT_COLUMN(field="unit", row=1, value=", ".join(heads)))
        at = {field: fields.index(field) for field in dict.fromkeys(fields) if field}
        self._fields = [f for f in at if f not in _LONG]
        places = [at[f] for f in self._fields]
        self._pick = lambda row: tuple([row[i] for i in places])
        rows = enumerate(self.grid.rows[top + 1 :], start=self.grid.first_row + top + 1)
        filled = ((n, row) for n, row in rows if any(c is not None and c != "" for c in row))
        if set(at) >= _LONG:
            self.long(filled, at)
        else:
            self.wide(filled, heads, at)

    def measure(self, name: str) -> Measure | None:
        if name not in self._names:
            item = self.scope.find(name)
            found = self.dictionary.get(item.code) if item else None
            self._names[name] = found
        return self._names[name]

    def unit(self, number: int, row: Sequence[Cell]) -> tuple[str, int | None] | None:
        """The unit and year of a row; notes its name, kind and parent. Rows repeat them, so they are kept."""
        cells = self._pick(row)
        if cells not in self._keys:
            self._keys[cells] = self._unit(number, cells)
        return self._keys[cells]

    def _unit(self, number: int, cells: Sequence[Cell]) -> tuple[str, int | None] | None:
        text = dict(zip(self._fields, map(cell_text, cells), strict=True))
        code = text["unit"]
        if not code:
            self.problems.append(NO_UNIT(field="unit", row=number))
            return None
        year: int | None = None
        if text.get("year"):
            match = _YEAR.fullmatch(unicodedata.normalize("NFKC", text["year"]).strip())
            if match is None:
                self.problems.append(BAD_YEAR(field="year", row=number, value=text["year"]))
                return None
            year = int(match[1])
        kind = words().get(text.get("kind", ""), text.get("kind", ""))
        if kind and kind not in self.kinds:
            allowed = ", ".join(sorted(self.kinds))
            self.problems.append(UNKNOWN_UNIT_KIND(field="kind", row=number, value=kind, allowed=allowed))
        known = self.units.setdefault(code, ["", "", ""])
        for place, (field, value) in enumerate(
            (("name", text.get("name", "")), ("kind", kind), ("parent", text.get("parent", "")))
        ):
            if value and known[place] and known[place] != value and field != "name":
                self.problems.append(
                    UNIT_CONFLICT(field=field, row=number, value=code, now=value, before=known[place])
                )
            known[place] = known[place] or value
        return code, year

    def long(self, rows: Iterator[tuple[int, Sequence[Cell]]], at: Mapping[str, int]) -> None:
        unknown: dict[str, int] = {}
        name_at, value_at = at["measure"], at["value"]
        for number, row in rows:
            key = self.unit(number, row)
            name, cell = cell_text(row[name_at]), row[value_at]
            if key is None:
                continue
            measure = self.measure(name)
            if measure is None:
                unknown.setdefault(name, number)
                continue
            self.figure(measure, key, number, cell)
        for name, number in unknown.items():
            near = self.scope.near(name)
            problem = UNKNOWN_IN_DATA(field="measure", row=number, value=name, near=near)
            (self.problems if near else self.warnings).append(problem)

    def wide(
        self, rows: Iterator[tuple[int, Sequence[Cell]]], heads: Sequence[str], at: Mapping[str, int]
    ) -> None:
        taken = set(at.values())
        columns: list[tuple[int, Measure, int | None]] = []
        others: list[tuple[int, str]] = []
        for i, head in enumerate(heads):
            if i in taken or not head:
                continue
            dated = _YEAR_SUFFIX.match(head)
            measure = self.measure(head)
            if measure is not None:
                columns.append((i, measure, None))
            elif dated and (measure := self.measure(dated["measure"].rstrip("_"))):
                columns.append((i, measure, int(dated["year"])))
            else:
                others.append((i, head))
        if others:
            names = ", ".join(head for _, head in others[:SHOWN_COLUMNS])
            more = ", ..." if len(others) > SHOWN_COLUMNS else ""
            self.warnings.append(UNKNOWN_COLUMN(field="column", row=1, value=names + more, count=len(others)))
        seen: dict[tuple[str, int | None], int] = {}
        for number, row in rows:
            key = self.unit(number, row)
            if key is None:
                continue
            code, year = key
            if key in seen:
                self.problems.append(
                    DUPLICATE_UNIT(field="unit", row=number, value=code, year=year or "-", first=seen[key])
                )
                continue
            seen[key] = number
            for i, measure, dated_year in columns:
                self.figure(measure, (code, dated_year or year), number, row[i])
            for i, head in others:
                self.attributes.setdefault(head, {})[code] = cell_text(row[i])

    def figure(self, measure: Measure, key: tuple[str, int | None], number: int, cell: Cell) -> None:
        unit, year = key
        code = measure.code
        if cell is None or (isinstance(cell, str) and cell.strip() in _missing()):
            return
        try:
            value = self.number(measure, unit, number, cell)
        except Refused as refused:
            if measure.value_type == "boolean":
                self.problems.append(NOT_YES_OR_NO(field=code, row=number, value=str(cell), unit=unit))
                return
            kind = NOT_FINITE if refused.problems[0].kind is NOT_FINITE else NOT_A_NUMBER
            self.problems.append(kind(field=code, row=number, value=str(cell), rule=measure.value_type))
            return
        if value is None:
            return
        previous = self.figures.get((code, year, unit))
        if previous is not None:
            self.problems.append(
                DUPLICATE_VALUE(
                    field=code, row=number, value=str(cell), unit=unit, year=year or "-", first=previous[1]
                )
            )
            return
        self.figures[code, year, unit] = (value, number)

    def number(self, measure: Measure, unit: str, row: int, cell: Cell) -> Fraction | None:
        if measure.value_type == "boolean":
            truth = _truths().get(unicodedata.normalize("NFKC", cell_text(cell)).lower())
            if truth is None and (value := exact(cell_text(cell))) in (0, 1):
                truth = value
            if truth is None:
                self.problems.append(NOT_YES_OR_NO(field=measure.code, row=row, value=str(cell), unit=unit))
            return truth
        if isinstance(cell, str):
            value = exact(cell if cell.isascii() else unicodedata.normalize("NFKC", cell))
        elif isinstance(cell, int | float) and not isinstance(cell, bool):
            value = exact(cell)
        else:
            raise Refused(NOT_A_NUMBER(value=str(cell)))
        if measure.value_type == "integer" and value.denominator != 1:
            self.problems.append(NOT_AN_INTEGER(field=measure.code, row=row, value=str(cell), unit=unit))
        return value
