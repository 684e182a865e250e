"""One cell as the typed value of its column, or the problem that a clerk has to solve."""

from __future__ import annotations

import datetime
import difflib
import math
import re
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import Any

from jiyue.engine.messages import N_
from jiyue.engine.numbers import decimal_text
from jiyue.engine.problems import Kind, define
from jiyue.engine.sheet import column_words as words
from jiyue.engine.sheet.column_spec import Column
from jiyue.engine.sheet.column_units import factor_between, printed_unit, same_unit
from jiyue.engine.sheet.shapes import Cell

MISSING = define(
    "CELL_MISSING",
    N_("“{field}” must be filled in and is empty."),
    N_("Fill it in, or delete the whole row if it does not belong to the table."),
)
EXCEL_ERROR = define(
    "CELL_EXCEL_ERROR",
    N_("The formula in the cell gives the error {value}."),
    N_("Correct the formula in Excel, or write its figure instead, or leave the cell empty."),
)
NOT_A_NUMBER = define(
    "CELL_NOT_A_NUMBER",
    N_("The cell says “{value}”, which is not a number."),
    N_("Write only the figure, such as 1234.5, or leave the cell empty if the figure is missing."),
)
NOT_FINITE = define(
    "CELL_NOT_FINITE",
    N_("The cell says “{value}”: infinite or undefined is not a figure."),
    N_("Write the figure, or leave the cell empty if it is missing."),
)
NOT_WHOLE = define(
    "CELL_NOT_WHOLE",
    N_("The cell says “{value}”, but “{field}” is a whole number."),
    N_("Write a whole number; check whether the figure belongs to another column or unit."),
)
TOO_LONG = define(
    "CELL_TOO_MANY_DIGITS",
    N_("“{value}” has more digits than a figure can have ({whole} before the point, {places} after it)."),
    N_("Check the figure: two figures may have run together in one cell."),
)
DIGITS_LOST = define(
    "CELL_DIGITS_LOST",
    N_("Excel keeps 15 digits of a number only, so the end of “{value}” is not reliable."),
    N_("Format the column as text and type the number again."),
)
UNIT_QUESTION = define(
    "CELL_UNIT_QUESTION",
    N_("The cell says “{value}”, but “{field}” is counted in {unit}."),
    N_("Write the figure in {unit}; converted it is {converted}."),
)
UNIT_OTHER = define(
    "CELL_UNIT_OTHER",
    N_("The cell says “{value}”: “{found}” is not a unit of “{field}”, which is counted in {unit}."),
    N_("Write only the figure, in {unit}."),
)
A_DATE = define(
    "CELL_IS_A_DATE",
    N_("The cell holds the date {value}, but “{field}” is a number."),
    N_("Excel may have turned the figure into a date: format the cell as a number and type it again."),
)
NOT_BOOLEAN = define(
    "CELL_NOT_YES_OR_NO",
    N_("The cell says “{value}”, which is neither yes nor no."),
    N_("Write {yes} or {no}."),
)
NOT_A_DATE = define(
    "CELL_NOT_A_DATE",
    N_("The cell says “{value}”, which is not a whole date."),
    N_("Write year, month and day, such as 2024-05-31."),
)
NOT_A_CHOICE = define(
    "CELL_NOT_A_CHOICE",
    N_("The cell says “{value}”, which is not a choice of “{field}”."),
    N_("Choose one of: {choices}."),
)
NEAR_A_CHOICE = define(
    "CELL_NEAR_A_CHOICE",
    N_("The cell says “{value}”, which is not a choice of “{field}”."),
    N_("Should it be “{near}”? Choose one of: {choices}."),
)
BELOW = define(
    "CELL_BELOW_MINIMUM",
    N_("The cell says “{value}”; “{field}” is at least {limit}."),
    N_("Check the figure and its unit."),
)
ABOVE = define(
    "CELL_ABOVE_MAXIMUM",
    N_("The cell says “{value}”; “{field}” is at most {limit}."),
    N_("Check the figure and its unit."),
)
ROUNDED = define(
    "CELL_ROUNDED",
    N_("“{value}” was read as {kept}: not all of its digits can be kept."),
    N_("Nothing needs to be done if {kept} is exact enough."),
)
DATE_AS_TEXT = define(
    "CELL_DATE_AS_TEXT",
    N_("The cell holds a date, but “{field}” is a text; it was read as {kept}."),
    N_("If it was a code such as 3-5 that Excel turned into a date, format the cell as text and retype it."),
)

MAX_WHOLE = 18
MAX_PLACES = 20
CONVERTED_PLACES = 10
"""Decimals kept when a conversion does not come out even, as from mu to hectares."""
_RELIABLE = 10**15
_LONGEST = 100

_ERRORS = re.compile(
    r"#(?:N/A|DIV/0!|REF!|VALUE!|NAME\?|NUM!|NULL!|SPILL!|CALC!|GETTING_DATA|FIELD!|BUSY!)|ERR:\d+", re.ASCII
)
_ERROR_STARTS = "#Ee\uff03\uff25\uff45"
_PLAIN = re.compile(r"[+-]?\d{1,18}(?:\.\d{1,20})?", re.ASCII)
_NOT_FINITE = re.compile(r"[+-]?(NAN|INF|INFINITY|1\.#(INF|IND|QNAN)|\u221e)")
_NUMBER = re.compile(r"([+-]?(?:\d+(?:\.\d*)?|\.\d+)(?:[Ee][+-]?\d{1,2})?)(.*)", re.ASCII | re.DOTALL)
_GROUPED = re.compile(r"[+-]?\d{1,3}(?:(?:,\d{3})+|(?:[ \u00a0\u2009\u202f]\d{3})+)(?![\d,])", re.ASCII)
_IN_BRACKETS = re.compile(r"[(\[]([^()\[\]]+)[)\]]")
_DATE = re.compile(
    r"(\d{4})\s*([-/.])\s*(\d{1,2})\s*\2\s*(\d{1,2})(?:[ T]\d{1,2}:\d{2}(?::\d{2}(?:\.\d+)?)?)?", re.ASCII
)
_COMPACT = re.compile(r"(\d{4})(\d{2})(\d{2})(?:\.0)?", re.ASCII)
_SERIAL = re.compile(r"\d{4,6}(\.\d+)?", re.ASCII)
_EPOCH = datetime.date(1899, 12, 30)
_SERIALS = range(7306, 109_575)
"""Day numbers of Excel from 1920 to 2199: what is smaller may be a year or a count."""


@dataclass(frozen=True)
class Target:
    """A column as one file gives it; ``unit`` is that of its plain figures when it is not the column's."""

    column: Column
    lang: str
    unit: str | None = None


class BadCell(Exception):
    """A cell that cannot be read: the kind of problem and its parameters."""

    def __init__(self, kind: Kind, value: object, **params: Any) -> None:
        super().__init__(kind.code)
        self.kind, self.value, self.params = kind, value, params


@dataclass(frozen=True)
class Value:
    """A typed value; ``note``: a kind of warning and its parameters; ``mark``: what stood for no figure."""

    value: str | int | Decimal | bool | datetime.date | None
    note: tuple[Kind, dict[str, Any]] | None = None
    mark: str | None = None


EMPTY = Value(None)


def convert(cell: Cell, target: Target) -> Value:
    """The typed value of ``cell``; raises :class:`BadCell`. A required empty cell is bad too."""
    found = _convert(cell, target)
    if found.value is None and target.column.required:
        raise BadCell(MISSING, cell)
    return found


def _convert(cell: Cell, target: Target) -> Value:
    if isinstance(cell, str):
        cell = cell.strip(" \t\r\n\f\v\u3000\u00a0\ufeff\u200b")
        if not cell:
            return EMPTY
        if cell[0] in _ERROR_STARTS and _ERRORS.fullmatch(words.fold(cell).upper()):
            raise BadCell(EXCEL_ERROR, cell)
    elif cell is None:
        return EMPTY
    elif isinstance(cell, float) and not math.isfinite(cell):
        raise BadCell(NOT_FINITE, str(cell))
    return _READERS[target.column.type](cell, target)


def _mark(cell: Cell) -> Value | None:
    if isinstance(cell, str) and not cell[-1].isdigit() and words.is_missing_mark(cell):
        return Value(None, mark=cell)
    return None


def plain_text(cell: Cell) -> str:
    """A cell as text: numbers without exponent or a needless fraction, dates as year-month-day."""
    if isinstance(cell, bool):
        return str(cell).upper()
    if isinstance(cell, float):
        return f"{Decimal(repr(cell)):f}".removesuffix(".0") if math.isfinite(cell) else str(cell)
    if isinstance(cell, datetime.datetime):
        return str(cell.date()) if cell.time() == datetime.time() else cell.isoformat(" ")
    return "" if cell is None else str(cell)


def _text(cell: Cell, target: Target) -> Value:
    text = plain_text(cell)
    if isinstance(cell, datetime.date):
        return Value(text, (DATE_AS_TEXT, {"kept": text}))
    if _digits_lost(cell):
        raise BadCell(DIGITS_LOST, text)
    folded = words.fold(text)
    return Value(folded if folded.isascii() else text)


def _digits_lost(cell: Cell) -> bool:
    if isinstance(cell, float):
        return abs(cell) >= _RELIABLE
    return isinstance(cell, int) and _RELIABLE <= abs(cell) < 2**53  # longer whole numbers never were floats


def _number(cell: Cell, target: Target) -> Value:
    if (mark := _mark(cell)) is not None:
        return mark
    if isinstance(cell, bool):
        raise BadCell(NOT_A_NUMBER, plain_text(cell))
    if isinstance(cell, datetime.date):
        raise BadCell(A_DATE, plain_text(cell))
    factor = Fraction(1)
    if target.unit and target.column.unit:
        factor = factor_between(target.unit, target.column.unit) or factor
    if isinstance(cell, str):
        number, suffix = _parse(cell)
        if suffix:
            factor = _factor_of(suffix, number, cell, target, factor)
    else:
        number = Decimal(repr(cell))
    return _bounded(cell, number, factor, target.column)


def _parse(text: str) -> tuple[Decimal, str]:
    if _PLAIN.fullmatch(text):
        return Decimal(text), ""
    plain = words.fold(text).strip().lstrip("'").strip()
    if len(plain) > _LONGEST:
        raise BadCell(NOT_A_NUMBER, text[:_LONGEST])
    if _NOT_FINITE.fullmatch(plain.upper()):
        raise BadCell(NOT_FINITE, text)
    if grouped := _GROUPED.match(plain):
        plain = re.sub(r"[^\d+-]", "", grouped.group()) + plain[grouped.end() :]
    sign = re.match(r"([+-])\s+(?=[\d.])", plain)
    match = _NUMBER.fullmatch(sign.group(1) + plain[sign.end() :] if sign else plain)
    if match is None:
        raise BadCell(NOT_A_NUMBER, text)
    suffix = match.group(2).strip()
    if suffix and (suffix[0].isdigit() or suffix[0] in ".,+-"):
        raise BadCell(NOT_A_NUMBER, text)
    inside = _IN_BRACKETS.fullmatch(suffix)
    return Decimal(match.group(1)), inside.group(1).strip() if inside else suffix


def _factor_of(suffix: str, number: Decimal, cell: str, target: Target, factor: Fraction) -> Fraction:
    unit = target.column.unit
    if suffix in ("%", "\u2030"):
        share = factor_between(suffix, unit or "one")
        if share is not None:
            return share
    if unit is None:
        raise BadCell(NOT_A_NUMBER, cell)
    if same_unit(suffix, unit):
        return Fraction(1)
    if target.unit and same_unit(suffix, target.unit):
        return factor
    if (other := factor_between(suffix, unit)) is None:
        raise BadCell(UNIT_OTHER, cell, found=suffix, unit=printed_unit(unit, target.lang))
    figure = f"{converted(number, other)[0]:f}"
    raise BadCell(UNIT_QUESTION, cell, unit=printed_unit(unit, target.lang), converted=figure)


def converted(number: Decimal, factor: Fraction) -> tuple[Decimal, bool]:
    """``number`` times ``factor``, and whether that is exact; else rounded half to even (GB/T 8170)."""
    product = Fraction(number) * factor
    text = decimal_text(product)
    if "/" in text or len(text.partition(".")[2]) > MAX_PLACES:
        return Decimal(decimal_text(product, CONVERTED_PLACES)), False
    return Decimal(text), True


def _bounded(cell: Cell, number: Decimal, factor: Fraction, column: Column) -> Value:
    note: tuple[Kind, dict[str, Any]] | None = None
    if number and not -MAX_PLACES * 2 <= number.adjusted() < MAX_WHOLE * 2:
        raise BadCell(TOO_LONG, plain_text(cell), whole=MAX_WHOLE, places=MAX_PLACES)
    if factor != 1:
        number, exact = converted(number, factor)
        if not exact:
            note = (ROUNDED, {"kept": f"{number:f}"})
    number = _trimmed(number)
    if isinstance(cell, float) and _places(number) > MAX_PLACES:
        number = _trimmed(Decimal(decimal_text(Fraction(number), MAX_PLACES)))
        note = (ROUNDED, {"kept": f"{number:f}"})
    if _places(number) > MAX_PLACES or number.adjusted() >= MAX_WHOLE:
        raise BadCell(TOO_LONG, plain_text(cell), whole=MAX_WHOLE, places=MAX_PLACES)
    if column.minimum is not None and number < column.minimum:
        raise BadCell(BELOW, plain_text(cell), limit=column.minimum)
    if column.maximum is not None and number > column.maximum:
        raise BadCell(ABOVE, plain_text(cell), limit=column.maximum)
    if column.type == "decimal":
        return Value(number, note)
    if _places(number):
        raise BadCell(NOT_WHOLE, plain_text(cell))
    if isinstance(cell, float) and abs(number) >= _RELIABLE:
        raise BadCell(DIGITS_LOST, plain_text(cell))
    return Value(int(number), note)


def _places(number: Decimal) -> int:
    return max(0, -int(number.as_tuple().exponent))


def _trimmed(number: Decimal) -> Decimal:
    """``number`` without zeros at the end of its decimals; no context rounds it."""
    sign, digits, exponent = number.as_tuple()
    power = int(exponent)
    if power >= 0 or digits[-1]:
        return number if power <= 0 else Decimal((sign, digits + (0,) * power, 0))
    while power < 0 and digits[-1] == 0 and len(digits) > 1:
        digits, power = digits[:-1], power + 1
    return Decimal((sign, digits, power if any(digits) else 0))


def _boolean(cell: Cell, target: Target) -> Value:
    if isinstance(cell, bool):
        return Value(cell)
    if isinstance(cell, int | float | str) and (answer := words.boolean(plain_text(cell))) is not None:
        return Value(answer)
    if (mark := _mark(cell)) is not None:
        return mark
    lang = target.lang
    raise BadCell(NOT_BOOLEAN, plain_text(cell), yes=words.printed("yes", lang), no=words.printed("no", lang))


def _date(cell: Cell, target: Target) -> Value:
    if isinstance(cell, datetime.datetime):
        return Value(cell.date())
    if isinstance(cell, datetime.date):
        return Value(cell)
    if (mark := _mark(cell)) is not None:
        return mark
    text = words.fold(plain_text(cell)).strip()
    match = _DATE.fullmatch(words.without_date_marks(text)) or _COMPACT.fullmatch(text)
    parts = [int(part) for part in match.groups() if part.isdigit()] if match else []
    try:
        if parts:
            return Value(datetime.date(*parts))
    except ValueError:
        raise BadCell(NOT_A_DATE, plain_text(cell)) from None
    days = int(text.partition(".")[0]) if _SERIAL.fullmatch(text) else 0
    if days not in _SERIALS:
        raise BadCell(NOT_A_DATE, plain_text(cell))
    return Value(_EPOCH + datetime.timedelta(days=days))


def _choice(cell: Cell, target: Target) -> Value:
    text = plain_text(cell)
    known = {words.heading_key(choice): choice for choice in target.column.choices}
    if (found := known.get(words.heading_key(text))) is not None:
        return Value(found)
    if (mark := _mark(cell)) is not None:
        return mark
    choices = ", ".join(target.column.choices)
    if near := difflib.get_close_matches(words.heading_key(text), known, 1, 0.6):
        raise BadCell(NEAR_A_CHOICE, text, near=known[near[0]], choices=choices)
    raise BadCell(NOT_A_CHOICE, text, choices=choices)


_READERS = {
    "text": _text,
    "integer": _number,
    "decimal": _number,
    "boolean": _boolean,
    "date": _date,
    "choice": _choice,
}
