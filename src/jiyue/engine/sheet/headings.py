"""The path of headings and the unit of every value column, read down through the heading rows."""

from __future__ import annotations

import re
from dataclasses import dataclass

from jiyue.engine.sheet.field import Field
from jiyue.engine.sheet.layout import Layout
from jiyue.engine.sheet.rows import is_ruler
from jiyue.engine.sheet.units import as_unit, split_unit
from jiyue.engine.sheet.values import EMPTY, MARK, TEXT, has_han, is_year, without_translation
from jiyue.engine.sheet.words import words

_HALF = 0.5
_WIDEST = 200
_HAN_ONLY = re.compile(r"[\u3400-\u9fff]+")


@dataclass(frozen=True)
class Column:
    """A value column: its headings from top to bottom, and the unit that they or the unit row give."""

    index: int
    path: tuple[str, ...]
    unit: str | None


@dataclass(frozen=True)
class Headings:
    """``rows``: 0-based heading rows without unit rows and rulers; one Column for each value column."""

    rows: tuple[int, ...]
    columns: tuple[Column, ...]


def headings(layout: Layout) -> Headings:
    """Classify the rows of the band and read every column."""
    levels, units = _split_band(layout)
    reader = _Reader(layout, levels)
    columns = []
    for j in layout.roles.values:
        path, unit = reader.path(j)
        stated = _unit_below(layout, units, j)
        columns.append(Column(j, path, stated or unit))
    return Headings(tuple(levels), tuple(columns))


def _split_band(layout: Layout) -> tuple[list[int], list[int]]:
    """The rows of the band that hold headings, and those that hold only units."""
    field = layout.field
    levels: list[int] = []
    units: list[int] = []
    for i in layout.band:
        if _is_code_row(layout, i):
            continue
        cells = [field.text(i, j) for j in _own(layout, i)]
        stated = [text for text in cells if as_unit(text) is not None]
        plain = [text for text in cells if as_unit(text) is None and not words().mark.match(text)]
        if stated and not plain and len(layout.band) > 1:
            units.append(i)
        elif (
            cells
            or i == layout.band[0]
            or field.covered(i, layout.left, layout.right)
            or _has_text(layout, i)
        ):
            levels.append(i)
    return levels, units


def _own(layout: Layout, i: int) -> list[int]:
    return [j for j in layout.roles.values if layout.field.owns(i, j)]


def _has_text(layout: Layout, i: int) -> bool:
    return any(layout.field.kinds[i][j] != EMPTY for j in range(layout.left, layout.right))


def _is_code_row(layout: Layout, i: int) -> bool:
    if not is_ruler(layout.field, i, layout.left, layout.right):
        return False
    numbers = [j for j in layout.roles.values if layout.field.kinds[i][j] not in (TEXT, EMPTY, MARK)]
    return not all(is_year(layout.field.cells[i][j]) for j in numbers)


def _unit_below(layout: Layout, rows: list[int], j: int) -> str | None:
    """The unit of the row that names itself the unit row, else of the lowest unit row."""
    if not rows:
        return None
    field = layout.field
    named = [
        i
        for i in rows
        if any(words().unit_heading.fullmatch(field.text(i, c)) for c in range(layout.left, layout.right))
    ]
    return as_unit(field.text((named or rows)[-1], j))


class _Reader:
    """Reads down one column after another."""

    def __init__(self, layout: Layout, levels: list[int]) -> None:
        self.layout = layout
        self.field: Field = layout.field
        self.levels = [i for i in levels if not self._translates(i, levels)]
        self.sparse = {i for i in self.levels if len(_own(layout, i)) < _HALF * len(layout.roles.values)}
        self.spread = {i for i in levels if not self._merges_across(i)}
        self.sources: dict[tuple[int, int], int | None] = {}
        self.unit_levels = {i for i in self.levels if self._mostly_units(i)}

    def path(self, j: int) -> tuple[tuple[str, ...], str | None]:
        """The headings of column ``j`` and the lowest unit that they state."""
        path: list[str] = []
        unit: str | None = None
        before: int | None = None
        for i in self.levels:
            raw = self._raw(i, j)
            if not raw:
                continue
            if self._is_unit(i, raw):
                unit = as_unit(raw)
                continue
            text, stated = split_unit(raw)
            unit = stated or unit
            if path and before is not None and self._continues(before, i, j):
                path[-1] += text
            elif text and (not path or path[-1] != text):
                path.append(text)
            before = i
        return tuple(path), unit

    def _raw(self, i: int, j: int) -> str:
        kind = self.field.kinds[i][j]
        if kind == MARK:
            return ""
        if kind == EMPTY:
            source = self._from_left(i, j)
            return "" if source is None else without_translation(self.field.raw(i, source))
        return without_translation(self.field.raw(i, j))

    def _is_unit(self, i: int, raw: str) -> bool:
        if as_unit(raw) is None:
            return False
        return not _HAN_ONLY.fullmatch(raw.strip()) or i in self.unit_levels

    def _mostly_units(self, i: int) -> bool:
        cells = [self.field.text(i, j) for j in _own(self.layout, i)]
        return sum(as_unit(text) is not None for text in cells) >= max(_HALF * len(cells), 1)

    def _merges_across(self, i: int) -> bool:
        first = self.layout.roles.values[0]
        merges = (self.field.merged.get((i, j)) for j in range(first, self.layout.right))
        return any(merge is not None and merge.right > merge.left for merge in merges)

    def _from_left(self, i: int, j: int) -> int | None:
        """The column whose heading spreads over the empty cell (i, j) where nobody merged the cells."""
        if (i, j) not in self.sources:
            self.sources[i, j] = self._look_left(i, j)
        return self.sources[i, j]

    def _look_left(self, i: int, j: int) -> int | None:
        if i not in self.spread or (i, j) in self.field.merged or not self._has_lower(i, j):
            return None
        for k in range(j - 1, max(self.layout.roles.values[0], j - _WIDEST) - 1, -1):
            if any(self._upper(h, k) != self._upper(h, j) for h in self.levels if h < i):
                return None
            if self.field.kinds[i][k] != EMPTY:
                heading = self.field.kinds[i][k] != MARK and (i, k) not in self.field.merged
                return k if heading and self._has_lower(i, k) else None
        return None

    def _upper(self, h: int, j: int) -> str:
        if self.field.kinds[h][j] != EMPTY:
            return self.field.text(h, j)
        source = self._from_left(h, j)
        return "" if source is None else self.field.text(h, source)

    def _has_lower(self, i: int, j: int) -> bool:
        """Whether a heading of its own, no unit, stands in column ``j`` below row ``i``."""
        return any(
            self.field.kinds[h][j] not in (EMPTY, MARK)
            and ((merge := self.field.merged.get((h, j))) is None or merge.top > i)
            and not self._is_unit(h, self.field.raw(h, j))
            for h in self.levels
            if h > i
        )

    def _continues(self, upper: int, lower: int, j: int) -> bool:
        """Whether one term is broken over two cells: single columns, unmerged, few cells in the lower row."""
        field = self.field
        if lower not in self.sparse or (upper, j) in field.merged or (lower, j) in field.merged:
            return False
        if not (field.owns(upper, j) and field.owns(lower, j)):
            return False
        above, below = field.text(upper, j), field.text(lower, j)
        if not (_HAN_ONLY.fullmatch(above) and _HAN_ONLY.fullmatch(below)) or words().of_which.match(above):
            return False
        beside = {field.text(upper, k) for k in (j - 1, j + 1) if self.layout.left <= k < self.layout.right}
        closed = j + 1 >= self.layout.right or field.kinds[upper][j + 1] != EMPTY
        return closed and above not in beside

    def _translates(self, i: int, levels: list[int]) -> bool:
        """Whether the row only says in Latin letters what the Chinese row above it says."""
        own = [self.field.raw(i, j) for j in _own(self.layout, i) if self.field.kinds[i][j] == TEXT]
        if not own or any(map(has_han, own)) or not all(re.search(r"[A-Za-z]{2}", text) for text in own):
            return False
        higher = [h for h in levels if h < i]
        return bool(higher) and all(
            any(has_han(self.field.text(h, j)) for h in higher) for j in _own(self.layout, i)
        )
