"""The heading of a known table in a grid: where it stands, and which of its columns is which field."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise

from jiyue.engine.sheet import column_words as words
from jiyue.engine.sheet.column_spec import Column
from jiyue.engine.sheet.column_units import same_unit, unit_at_end, unit_of, units_in
from jiyue.engine.sheet.shapes import Cell, Grid, Row

SEARCHED_ROWS = 60
MAX_DEPTH = 3
PATH = " / "


@dataclass(frozen=True)
class Found:
    """A field in a grid: 0-based ``place``, the ``title`` that stands there, the unit that it names."""

    column: Column
    place: int
    title: str
    unit: str | None = None


@dataclass(frozen=True)
class Heading:
    """Rows ``top`` to ``bottom`` (0-based, inclusive) of a grid as the heading of a table.

    ``row`` is the one of its rows with the lowest titles; rows of units and of column numbers follow it.
    ``fields``: the place of each field found; ``doubles``: further places that claim the same field;
    ``extras``: (place, title) of columns that are no field; ``line``: the text above the table that names
    units; ``skipped``: rows of column numbers below the heading.
    """

    top: int
    bottom: int
    fields: dict[str, Found]
    doubles: tuple[Found, ...] = ()
    extras: tuple[tuple[int, str], ...] = ()
    line: str | None = None
    skipped: tuple[int, ...] = ()
    row: int = 0


@dataclass
class Finder:
    """What the headings of ``columns`` look like; ``mapping`` (title -> name, "" for none) goes before."""

    columns: Sequence[Column]
    mapping: Mapping[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self._by_name = {column.name: column for column in self.columns}
        self._mapped = {words.heading_key(title): name for title, name in self.mapping.items()}
        self._exact: dict[str, set[str]] = {}
        self._base: dict[str, set[str]] = {}
        for column in self.columns:
            for title in (*column.titles, column.name):
                self._exact.setdefault(words.heading_key(title), set()).add(column.name)
                self._base.setdefault(words.split_brackets(title)[0], set()).add(column.name)

    def find(self, grid: Grid) -> Heading | None:
        """The rows with the most fields; of equals the flattest, then the first. None without any field."""
        cells, own = _read_through(grid), words.problem_columns(grid)
        best: Heading | None = None
        for depth in range(1, MAX_DEPTH + 1):
            for top in range(min(len(grid.rows) - depth + 1, SEARCHED_ROWS)):
                paths = _paths(cells[top : top + depth], own, not grid.merges)
                if best and sum(map(bool, paths)) <= len(best.fields):
                    continue
                found = self._match(top, top + depth - 1, paths)
                if found.fields and (best is None or len(found.fields) > len(best.fields)):
                    best = found
        return _with_surroundings(grid, best) if best else None

    def _match(self, top: int, bottom: int, paths: list[tuple[str, ...]]) -> Heading:
        claims: dict[str, list[tuple[bool, Found]]] = {}
        extras: list[tuple[int, str]] = []
        for place, path in enumerate(paths):
            if not path:
                continue
            title = PATH.join(path)
            name, mapped = self._field(path, title)
            if name:
                column = self._by_name[name]
                claims.setdefault(name, []).append((mapped, Found(column, place, title, _unit(path, column))))
            else:
                extras.append((place, title))
        fields: dict[str, Found] = {}
        doubles: list[Found] = []
        for name, claim in claims.items():
            told = [found for mapped, found in claim if mapped] or [found for _, found in claim]
            fields[name] = told[0]
            doubles += told[1:]
            extras += [(found.place, found.title) for _, found in claim if found not in told]
        return Heading(top, bottom, fields, tuple(doubles), tuple(sorted(extras)), row=bottom)

    def _field(self, path: tuple[str, ...], title: str) -> tuple[str | None, bool]:
        """The name of the field under a path of headings, and whether the mapping says so."""
        told = self._mapped.get(words.heading_key(title))
        if told is not None and (not told or told in self._by_name):
            return told or None, True
        for names in self._candidates(path):
            if len(names) == 1:
                return next(iter(names)), False
        return None, False

    def _candidates(self, path: tuple[str, ...]) -> Iterator[set[str]]:
        if len(path) > 1 and unit_of(path[-1].strip("()\uff08\uff09")) is not None:
            path = path[:-1]
        for table, key in ((self._exact, words.heading_key), (self._base, _base_key)):
            for text in ("".join(path), path[-1]):
                yield table.get(key(text), set())
        if (tail := unit_at_end(path[-1])) is not None:
            yield self._exact.get(words.heading_key(path[-1])[: -len(words.heading_key(tail)) - 1], set())


def _base_key(text: str) -> str:
    return words.split_brackets(text)[0]


def letter(place: int) -> str:
    """The letter of a 0-based column, as Excel names it."""
    name, place = "", place + 1
    while place:
        place, rest = divmod(place - 1, 26)
        name = chr(65 + rest) + name
    return name


def text_of(cell: Cell) -> str:
    """A cell of a heading as text, line breaks as blanks."""
    return " ".join(str(cell).split()) if cell is not None and not isinstance(cell, bool) else ""


def _read_through(grid: Grid) -> list[list[Cell]]:
    """The rows that may be a heading, with the value of a merged range in each of its cells."""
    cells = [list(row) for row in grid.rows[: SEARCHED_ROWS + MAX_DEPTH]]
    for merge in grid.merges:
        for row in range(merge.top, min(merge.bottom + 1, len(cells))):
            for place in range(merge.left, merge.right + 1):
                cells[row][place] = grid.rows[merge.top][merge.left]
    return cells


def _paths(rows: list[list[Cell]], own: frozenset[int], spread: bool) -> list[tuple[str, ...]]:
    """The headings of each column, top to bottom; ``spread`` carries a group title over blanks after it."""
    texts = [[text_of(cell) for cell in row] for row in rows]
    for upper, lower in pairwise(texts) if spread else ():
        for place in range(1, len(upper)):
            if not upper[place] and lower[place]:
                upper[place] = upper[place - 1]
    paths: list[tuple[str, ...]] = []
    for place in range(len(texts[0])):
        path: list[str] = []
        for row in texts:
            if row[place] and (not path or row[place] != path[-1]):
                path.append(row[place])
        paths.append(() if place in own else tuple(path))
    return paths


def _unit(path: tuple[str, ...], column: Column) -> str | None:
    """The unit that a heading names in brackets, after a slash, or in a row of its own."""
    wanted = column.unit
    for text in reversed(path):
        for inside in reversed(words.split_brackets(text)[1]):
            found = words.labelled_unit(inside) or inside
            if unit_of(found) is not None or (wanted and same_unit(found, wanted)):
                return found
    if len(path) > 1 and unit_of(path[-1]) is not None:
        return path[-1]
    return unit_at_end(path[-1])


def _with_surroundings(grid: Grid, heading: Heading) -> Heading:
    """``heading`` with the line of units above, the rows that merged titles begin in, and those of units and
    of column numbers below."""
    lines = (
        text
        for row in reversed(grid.rows[: heading.top])
        for cell in row
        if isinstance(cell, str) and (text := words.labelled_unit(cell)) and units_in(text)
    )
    heading = replace(heading, line=next(lines, None))
    if heading.bottom + 1 < len(grid.rows) and _is_unit_row(row := grid.rows[heading.bottom + 1]):
        fields = {
            name: found if found.unit else replace(found, unit=_bare(row[found.place]))
            for name, found in heading.fields.items()
        }
        heading = replace(heading, fields=fields, bottom=heading.bottom + 1)
    if heading.bottom + 1 < len(grid.rows) and _is_number_row(grid.rows[heading.bottom + 1], heading):
        heading = replace(heading, bottom=heading.bottom + 1, skipped=(heading.bottom + 1,))
    above = (merge.top for merge in grid.merges if merge.top < heading.top <= merge.bottom)
    return replace(heading, top=min(above, default=heading.top))


def _bare(cell: Cell) -> str | None:
    return words.fold(cell).strip().strip("()[]") or None if isinstance(cell, str) else None


def _is_unit_row(row: Row) -> bool:
    texts = [_bare(cell) for cell in row if text_of(cell)]
    return bool(texts) and all(unit_of(text) is not None for text in texts)


def _is_number_row(row: Row, heading: Heading) -> bool:
    """Whether a row numbers the columns: letters, then 1, 2, 3 ..., and not as figures of number columns."""
    texts = [(place, words.squeezed(text_of(cell))) for place, cell in enumerate(row) if text_of(cell)]
    numbers = [(place, text) for place, text in texts if not words.is_ordinal(text)]
    if len(texts) < 3 or [text for _, text in numbers] != [str(n + 1) for n in range(len(numbers))]:
        return False
    wordy = {found.place for found in heading.fields.values() if not found.column.is_number}
    return len(numbers) < len(texts) or any(place in wordy for place, _ in numbers)
