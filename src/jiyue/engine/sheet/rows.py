"""What one row of a block is: empty, a note, a line above the table, or a ruler that numbers the columns."""

from __future__ import annotations

from jiyue.engine.sheet.field import Field
from jiyue.engine.sheet.units import line_units
from jiyue.engine.sheet.values import CODE, EMPTY, FIRST_YEAR, LAST_YEAR, MARK, NUMBER, number_of
from jiyue.engine.sheet.words import words

_LONG_RULER = 4
_SHORT_RULER = 3
_ORDERLY = 4


def lead(field: Field, i: int, left: int, right: int) -> str:
    """The first text of the row within the columns; '' when it has none."""
    return next((t for j in range(left, right) if (t := field.text(i, j))), "")


def is_meta(text: str) -> bool:
    """Whether a text above a table is no title or heading: the form's number, its office, a unit line."""
    return words().meta.fullmatch(text) is not None or bool(line_units(text))


def is_note(field: Field, i: int, left: int, right: int) -> bool:
    """Whether the row begins as rows under a table do: with a note word and no figures, or a signature."""
    text = lead(field, i, left, right)
    if words().meta.fullmatch(text) is not None:
        return True
    return words().note.fullmatch(text) is not None and not field.has_number(i, left, right)


def meaningful(field: Field, i: int, left: int, right: int) -> list[int]:
    """Columns in which a value begins that is no line about the form."""
    return [j for j in field.anchors(i, left, right) if not is_meta(field.text(i, j))]


def is_ruler(field: Field, i: int, left: int, right: int) -> bool:
    """Whether the numbers of the row are codes of columns (1, 2, 3 ...) or years over them, not figures."""
    anchors = field.anchors(i, left, right)
    numbers = [j for j in anchors if field.kinds[i][j] in (NUMBER, CODE)]
    if not numbers or numbers[0] == left:
        return bool(numbers) and len(numbers) == len(anchors) and _counts(field, i, numbers, _SHORT_RULER)
    others = {field.text(i, j) for j in anchors if j not in numbers and field.kinds[i][j] != MARK}
    lettered = bool(others) and others <= words().code_letters
    named = words().code.fullmatch(field.text(i, left)) is not None
    if named:
        return all(_integer(field, i, j) is not None for j in numbers)
    if lettered:
        return _consecutive(field, i, numbers)
    if _years(field, i, left, numbers):
        return True
    return not others - {field.text(i, left)} and _counts(field, i, numbers, _LONG_RULER)


def _integer(field: Field, i: int, j: int) -> int | None:
    if field.kinds[i][j] == CODE:
        return int(field.text(i, j))
    number = number_of(field.cells[i][j])
    return number if isinstance(number, int) else None


def _counts(field: Field, i: int, numbers: list[int], shortest: int) -> bool:
    """Whether the numbers count from 0 or 1."""
    enough = len(numbers) >= shortest and _integer(field, i, numbers[0]) in (0, 1)
    return enough and _consecutive(field, i, numbers)


def _consecutive(field: Field, i: int, numbers: list[int]) -> bool:
    found = [_integer(field, i, j) for j in numbers]
    return found[0] is not None and found == list(range(found[0], found[0] + len(found)))


def _years(field: Field, i: int, left: int, numbers: list[int]) -> bool:
    """Whether the numbers are years in order: beside a heading, or too orderly for figures."""
    found = [_integer(field, i, j) or 0 for j in numbers]
    if not all(FIRST_YEAR <= year <= LAST_YEAR for year in found):
        return False
    rising = sorted(set(found))
    if found not in (rising, rising[::-1]):
        repeated = len(rising) > 1 and found == rising * (len(found) // len(rising))
        return repeated and _headed(field, i, left)
    orderly = len(found) >= _ORDERLY or (len(found) > 1 and rising[-1] - rising[0] == len(found) - 1)
    return orderly or _headed(field, i, left)


def _headed(field: Field, i: int, left: int) -> bool:
    """Whether the first cell of the row is blank, a heading of names, or part of one that began above."""
    head = field.text(i, left)
    return not head or words().stub.fullmatch(head) is not None or is_meta(head) or not field.owns(i, left)


def is_empty(field: Field, i: int, left: int, right: int) -> bool:
    """Whether nothing stands in the row, and no merged cell reaches into it."""
    return all(field.kinds[i][j] == EMPTY for j in range(left, right)) and not field.covered(i, left, right)
