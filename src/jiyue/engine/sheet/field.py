"""A grid made easy to look at: merged cells read through, kinds of cells known, columns cut into blocks."""

from __future__ import annotations

from jiyue.engine.sheet.shapes import Cell, Grid, Merge
from jiyue.engine.sheet.values import EMPTY, MARK, NUMBER, TEXT, is_year, kind_of, text_of
from jiyue.engine.sheet.words import words

_MOSTLY = 0.6
_MOST_TRIES = 20


class Field:
    """The cells of a grid by 0-based row and column; a merged range holds its value in all its cells."""

    def __init__(self, grid: Grid) -> None:
        self.name = grid.name
        self.first_row = grid.first_row
        self.height = len(grid.rows)
        self.width = len(grid.rows[0]) if grid.rows else 0
        self.cells: list[list[Cell]] = [list(row) for row in grid.rows]
        self.kinds = [[kind_of(cell) for cell in row] for row in self.cells]
        self.merged: dict[tuple[int, int], Merge] = {}
        for merge in grid.merges:
            value, kind = self.cells[merge.top][merge.left], self.kinds[merge.top][merge.left]
            for i in range(merge.top, merge.bottom + 1):
                for j in range(merge.left, merge.right + 1):
                    self.merged[i, j] = merge
                    self.cells[i][j], self.kinds[i][j] = value, kind

    def text(self, i: int, j: int) -> str:
        """The cleaned text of a cell, merged ranges read through; '' when empty."""
        return "" if self.kinds[i][j] == EMPTY else text_of(self.cells[i][j])

    def raw(self, i: int, j: int) -> str:
        """The text of a cell as it is stored, with its line breaks."""
        cell = self.cells[i][j]
        return cell if isinstance(cell, str) else self.text(i, j)

    def owns(self, i: int, j: int) -> bool:
        """Whether a value stands in this very cell, not read through from a merged range."""
        if self.kinds[i][j] == EMPTY:
            return False
        merge = self.merged.get((i, j))
        return merge is None or (merge.top, merge.left) == (i, j)

    def anchors(self, i: int, left: int, right: int) -> list[int]:
        """Columns left..right-1 of row ``i`` in which a value stands, a merged range counting once a row."""
        found: list[int] = []
        seen: set[tuple[int, int]] = set()
        for j in range(left, right):
            if self.kinds[i][j] == EMPTY:
                continue
            merge = self.merged.get((i, j))
            if merge is not None:
                if (merge.top, merge.left) in seen or merge.top < i:
                    continue
                seen.add((merge.top, merge.left))
            found.append(j)
        return found

    def covered(self, i: int, left: int, right: int) -> bool:
        """Whether a merged range that begins higher up reaches into row ``i`` between the columns."""
        return any(
            (merge := self.merged.get((i, j))) is not None and merge.top < i for j in range(left, right)
        )

    def has_number(self, i: int, left: int, right: int) -> bool:
        return any(self.kinds[i][j] == NUMBER for j in range(left, right))


def blocks(field: Field) -> list[tuple[int, int]]:
    """Column ranges (left, right) of tables side by side; right is exclusive.

    A blank column parts two blocks when the right one begins with names of its own; so does a column that
    repeats the heading of the names.
    """
    found: list[tuple[int, int]] = []
    for left, right in _filled_ranges(field):
        if found and not _begins_with_names(field, left, right):
            found[-1] = (found[-1][0], right)
        else:
            found.append((left, right))
    return [part for left, right in found for part in _cut_at_repeats(field, left, right)]


def _filled_ranges(field: Field) -> list[tuple[int, int]]:
    filled = [any(field.owns(i, j) for i in range(field.height)) for j in range(field.width)]
    ranges: list[tuple[int, int]] = []
    for j, full in enumerate(filled):
        if full and j > 0 and filled[j - 1]:
            ranges[-1] = (ranges[-1][0], j + 1)
        elif full:
            ranges.append((j, j + 1))
    return ranges


def _begins_with_names(field: Field, left: int, right: int) -> bool:
    """Whether most rows with numbers in the range have a text in its first column and numbers after it."""
    rows = [i for i in range(field.height) if field.has_number(i, left + 1, right)]
    return bool(rows) and _mostly_names(field, left, rows)


def _mostly_names(field: Field, column: int, rows: list[int]) -> bool:
    named = sum(field.kinds[i][column] == TEXT for i in rows)
    return named >= _MOSTLY * len(rows)


def _cut_at_repeats(field: Field, left: int, right: int) -> list[tuple[int, int]]:
    cuts = [left]
    tries = 0
    for i in range(field.height):
        head = field.text(i, left)
        if not head or field.kinds[i][left] in (NUMBER, MARK) or field.has_number(i, left, right):
            continue
        again = [j for j in range(left + 2, right) if field.owns(i, j) and field.text(i, j) == head]
        if not again:
            continue
        below = [r for r in range(i + 1, field.height) if field.has_number(r, left, right)]
        if below and all(_named_below(field, j, right, below) for j in again):
            cuts += again
            break
        tries += 1
        if tries == _MOST_TRIES:
            break
    return list(zip(cuts, [*cuts[1:], right], strict=True))


def _named_below(field: Field, column: int, right: int, rows: list[int]) -> bool:
    rows = [i for i in rows if field.kinds[i][column] != EMPTY or field.has_number(i, column + 1, right)]
    texts = _mostly_names(field, column, rows)
    years = all(is_year(field.cells[i][column]) for i in rows if field.kinds[i][column] != EMPTY)
    return bool(rows) and (texts or years)


def broken_words(field: Field, j: int, rows: list[int]) -> dict[int, str]:
    """Known words that column ``j`` holds one character a row, such as the two of a total, by their rows."""
    found: dict[int, str] = {}
    for word in words().broken:
        for i in rows:
            span = range(i, i + len(word))
            if span.stop <= field.height and [field.text(r, j) for r in span] == list(word):
                found.update(dict.fromkeys(span, word))
    return found
