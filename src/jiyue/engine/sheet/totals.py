"""Rows and columns that are the sum of others: found by their names or by arithmetic, and checked."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Context, Decimal

from jiyue.engine.sheet.headings import Column
from jiyue.engine.sheet.names import RowName
from jiyue.engine.sheet.words import words

Figures = dict[tuple[int, int], Decimal]  # (row, column) -> figure
_RATES = ("%", "‰")
_MOST_WORK = 20_000_000  # figures looked at; a table with more totals than that has the rest unchecked
_WIDEST = 2000
_WIDE = Context(prec=60)
_PRINTED_DIGITS = 6
_FAR = 5  # a total that misses a fifth of its parts is no slip of the pen where nothing says it is a sum
_FEWEST_PARTS = 2
_FEWEST_UNNAMED = 3


@dataclass(frozen=True)
class Check:
    """What the parts say about a total. ``difference``: printed minus sum, by row or column, where not zero.

    ``adds_up`` is None when the table holds no parts to check it by; ``rounding`` tells whether rounding of
    the parts explains every difference.
    """

    index: int
    adds_up: bool | None
    difference: dict[int, int | float]
    rounding: bool


def is_total_name(parts: Sequence[str]) -> bool:
    """Whether a name, or its first or last part, is a word for a total."""
    return any(words().total.fullmatch(part) for part in (*parts[:1], *parts[-1:]))


def check_rows(names: list[RowName], columns: Sequence[Column], figures: Figures) -> list[Check]:
    """Every total row of a table with what its parts say."""
    summed = {c.index: c.unit is None for c in columns if _is_summed(c)}
    items = [n.row for n in names if not is_total_name(n.parts) and not _is_left_out(n)]
    totals = [n for n in names if is_total_name(n.parts) and not _is_rate(n)]
    checks = []
    affordable = _MOST_WORK // max(1, len(items) * len(summed))
    for number, total in enumerate(totals):
        if number >= affordable or any(words().other_period.fullmatch(part) for part in total.parts):
            checks.append(Check(total.row, None, {}, False))
            continue
        alike = [n.row for n in names if n.row in items and n.unit == total.unit]
        candidates = _candidates(total.row, alike, names, [t.row for t in totals])
        checks.append(
            _best(total.row, [_check_row(total.row, parts, summed, figures) for parts in candidates])
        )
    if not totals:
        checks += _unnamed(items, summed, figures)
    return checks


def check_columns(names: list[RowName], columns: Sequence[Column], figures: Figures) -> list[Check]:
    """Every column that sums others in each row: headed by a word for a total, or by their parent."""
    rows = [n.row for n in names if not _is_rate(n) and not _is_rate_name(n)]
    checks = []
    for column in columns if len(columns) <= _WIDEST else ():
        parts = _parts_of(column, columns) if column.path and _is_summed(column) else []
        sums = {
            i: (figures[i, column.index], [figures[i, j] for j in parts if (i, j) in figures])
            for i in rows
            if (i, column.index) in figures
        }
        if (
            len(parts) >= _FEWEST_PARTS
            and (check := _check(column.index, sums, len(parts))).adds_up is not None
        ):
            checks.append(check)
    return checks


def _parts_of(column: Column, columns: Sequence[Column]) -> list[int]:
    parent = column.path[:-1]
    below = [
        c for c in columns if len(c.path) > len(column.path) and c.path[: len(column.path)] == column.path
    ]
    beside = [
        c for c in columns if len(c.path) == len(column.path) and c.path[:-1] == parent and c is not column
    ]
    parts = below if below else beside if words().total_heading.fullmatch(column.path[-1]) else []
    return [
        c.index
        for c in parts
        if _is_summed(c)
        and c.unit == column.unit
        and not is_total_name(c.path[-1:])
        and not any(words().of_which.fullmatch(level) for level in c.path[len(parent) :])
    ]


def _is_rate_name(name: RowName) -> bool:
    return any(words().not_summed_heading.fullmatch(part) for part in name.parts)


def _is_summed(column: Column) -> bool:
    if column.unit is not None and ("/" in column.unit or column.unit in _RATES):
        return False
    return not any(
        words().not_summed_heading.fullmatch(level) or words().year.fullmatch(level) for level in column.path
    )


def _is_left_out(name: RowName) -> bool:
    return any(words().not_summed.fullmatch(part) for part in name.parts)


def _is_rate(name: RowName) -> bool:
    return name.unit in _RATES


def _candidates(total: int, items: list[int], names: list[RowName], totals: list[int]) -> Iterable[list[int]]:
    """Sets of rows that may be the parts of a total: all, below, above, to the next total, of one kind."""
    lower = max((t for t in totals if t < total), default=-1)
    upper = min((t for t in totals if t > total), default=max([total, *items]) + 1)
    yield items
    yield [i for i in items if i > total]
    yield [i for i in items if i < total]
    yield [i for i in items if total < i < upper]
    yield [i for i in items if lower < i < total]
    yield [t for t in totals if t > total]
    yield [t for t in totals if t < total]
    shapes: dict[str, list[int]] = {}
    for name in names:
        if name.row in items and name.parts and (shape := words().numbered.match(name.parts[-1])):
            shapes.setdefault(f"{shape[1]}1{shape[2]}", []).append(name.row)
    yield from shapes.values()


def _best(total: int, checks: list[Check]) -> Check:
    """The check with parts that leaves the fewest columns unexplained, then the fewest differences."""
    usable = [check for check in checks if check.adds_up is not None]
    if not usable:
        return Check(total, None, {}, False)
    return min(
        usable, key=lambda c: (not c.rounding, len(c.difference), sum(map(abs, c.difference.values())))
    )


def _check_row(total: int, parts: list[int], columns: dict[int, bool], figures: Figures) -> Check:
    """``columns``: index -> whether nothing tells what it measures; such a column may hold rates."""
    sums = {
        j: (figures[total, j], [figures[i, j] for i in parts if (i, j) in figures])
        for j in columns
        if (total, j) in figures
    }
    rates = {j for j, (printed, found) in sums.items() if columns[j] and found and _among(printed, found)}
    return _check(total, {j: pair for j, pair in sums.items() if j not in rates}, len(parts))


def _among(printed: Decimal, parts: list[Decimal]) -> bool:
    """Whether a figure lies between its parts and far from their sum, as a mean or a rate does."""
    total = sum(parts, Decimal())
    return min(parts) < printed < max(parts) and abs(printed - total) > abs(total) / _FAR


def _check(index: int, sums: dict[int, tuple[Decimal, list[Decimal]]], parts: int) -> Check:
    sums = {key: (printed, found) for key, (printed, found) in sums.items() if found}
    if parts < _FEWEST_PARTS or not sums:
        return Check(index, None, {}, False)
    difference: dict[int, int | float] = {}
    rounding = True
    for key, (printed, found) in sums.items():
        apart = printed
        for part in found:
            apart = _WIDE.subtract(apart, part)
        digits = max(map(_decimals, (printed, *found)))
        if abs(apart) <= _noise(printed, digits):
            continue
        difference[key] = _number(apart, digits)
        rounding = rounding and abs(apart) <= _rounding(len(found), digits)
    return Check(index, not difference, difference, rounding)


def _decimals(value: Decimal) -> int:
    exponent = value.as_tuple().exponent
    return max(0, -exponent) if isinstance(exponent, int) else 0


def _noise(printed: Decimal, digits: int) -> Decimal:
    """What binary storage of the figures may add to a sum."""
    if digits > _PRINTED_DIGITS:
        return Decimal("1e-9") * max(Decimal(1), abs(printed))
    return Decimal(1).scaleb(-digits - 3)


def _rounding(parts: int, digits: int) -> Decimal:
    """Four times the spread of a sum of ``parts`` figures rounded to ``digits`` places."""
    return Decimal(4 * ((parts + 1) / 12) ** 0.5).scaleb(-digits)


def _number(apart: Decimal, digits: int) -> int | float:
    rounded = round(float(apart), min(digits, 9))
    return int(apart) if digits == 0 else int(rounded) if rounded.is_integer() else rounded


def _unnamed(items: list[int], columns: dict[int, bool], figures: Figures) -> list[Check]:
    """The first or the last row when, without a word for it, it is the sum of all others in every column."""
    for total in (items[0], items[-1]) if len(items) > _FEWEST_UNNAMED else ():
        check = _check_row(total, [i for i in items if i != total], columns, figures)
        filled = sum((total, j) in figures and figures[total, j] != 0 for j in columns)
        if check.adds_up is not None and check.rounding and filled >= _FEWEST_PARTS:
            return [check]
    return []
