"""Where the tables of a block stand, one under the other: heading rows, data rows, columns, notes."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from jiyue.engine.sheet.band import heading_band
from jiyue.engine.sheet.field import Field
from jiyue.engine.sheet.roles import Roles, column_roles
from jiyue.engine.sheet.rows import is_note, is_ruler, lead, meaningful
from jiyue.engine.sheet.values import CODE, MARK, NUMBER, TEXT
from jiyue.engine.sheet.words import words

_HALF = 0.5


@dataclass
class Layout:
    """One table; rows and columns are 0-based. ``above``: the rows from the table before to the headings."""

    field: Field
    left: int
    right: int
    above: range
    band: list[int]
    body: list[int]
    roles: Roles
    notes: list[str]


def layouts(field: Field, left: int, right: int) -> Iterator[Layout]:
    """The tables of a block, from top to bottom; a single row of figures without headings is none."""
    start = above = 0
    while (first := _first_data_row(field, start, left, right)) is not None:
        band = heading_band(field, range(start, first), left, right)
        end = _end(field, first, band, left, right)
        figures = [
            i
            for i in range(first, end)
            if field.has_number(i, left, right) and not is_note(field, i, left, right)
        ]
        roles = column_roles(field, band, figures, left, right)
        body = [i for i in range(first, end) if _is_data(field, roles, i, left, right)]
        if roles.values and body and (band or len(body) > 1):
            rows_above = range(above, band[0] if band else first)
            above = body[-1] + 1
            notes = _notes(field, range(above, end), left, right)
            yield Layout(field, left, right, rows_above, band, body, roles, notes)
        start = end


def _notes(field: Field, rows: range, left: int, right: int) -> list[str]:
    """The texts under a table; where another table follows, only those that begin as notes do."""
    last = rows.stop == field.height
    texts = ((i, lead(field, i, left, right)) for i in rows)
    return [t for i, t in texts if t and (last or words().note.fullmatch(t))]


def _first_data_row(field: Field, start: int, left: int, right: int) -> int | None:
    for i in range(start, field.height):
        anchors = field.anchors(i, left, right)
        alone = len(anchors) < min(2, right - left)
        if alone or not any(field.kinds[i][j] == NUMBER for j in anchors):
            continue
        if not is_ruler(field, i, left, right) and not is_note(field, i, left, right):
            return i
    return None


def _end(field: Field, first: int, band: list[int], left: int, right: int) -> int:
    """The row at which the headings of the next table begin, or the height of the grid."""
    for i in range(first + 1, field.height):
        if _starts_headings(field, i, band, left, right):
            return i if _first_data_row(field, i, left, right) is not None else field.height
    return field.height


def _starts_headings(field: Field, i: int, band: list[int], left: int, right: int) -> bool:
    """A row of texts that repeats the headings, or that follows a gap or a title and has several of them."""
    texts = [j for j in meaningful(field, i, left, right) if field.kinds[i][j] == TEXT]
    if len(texts) < 2 or is_note(field, i, left, right):
        return False
    if field.has_number(i, left, right) and not is_ruler(field, i, left, right):
        return False
    alike = sum(any(field.text(i, j) == field.text(h, j) for h in band) for j in texts)
    if alike > _HALF * len(texts):
        return True
    gap = len(meaningful(field, i - 1, left, right)) < 2 and not field.has_number(i - 1, left, right)
    after_first = sum(j > left for j in texts)
    return gap and after_first >= (1 if words().stub.fullmatch(field.text(i, left)) else 2)


def _is_data(field: Field, roles: Roles, i: int, left: int, right: int) -> bool:
    if is_note(field, i, left, right):
        return False
    for j in roles.values:
        if field.owns(i, j):
            kind = field.kinds[i][j]
            if kind in (NUMBER, MARK) or (kind in (TEXT, CODE) and j in roles.texts):
                return True
    return False
