"""Workbooks written whole or not at all: typed cells, exact figures, and no text that becomes a formula."""

from __future__ import annotations

import datetime
import math
import re
import secrets
import unicodedata
from collections.abc import Iterator
from contextlib import contextmanager
from decimal import Decimal
from pathlib import Path
from typing import Any

import xlsxwriter
from xlsxwriter.exceptions import FileCreateError

from jiyue.engine.messages import N_
from jiyue.engine.problems import Refused, define

TOO_MANY_ROWS = define(
    "SHEET_TOO_MANY_ROWS",
    N_("“{value}” would have {rows} rows and {columns} columns; a sheet takes {max_rows} and {max_columns}."),
    N_("Choose fewer rows with the filters, or take the table as CSV or parquet."),
)
TEXT_TOO_LONG = define(
    "SHEET_TEXT_TOO_LONG",
    N_("A text of {found} characters does not fit into a cell, which takes {limit}."),
    N_("Shorten the text, or take the table as CSV or parquet."),
)
CANNOT_WRITE = define(
    "SHEET_CANNOT_WRITE",
    N_("The file {file} cannot be written: {reason}."),
    N_("Check the folder and the free space, and close the file if it is open in Excel."),
)

MAX_ROWS = 1_048_576
MAX_COLUMNS = 16_384
MAX_TEXT = 32_767
EXACT_DIGITS = 15
"""Significant digits that Excel keeps of a number; a longer one is written as text."""
_FORMULA_LIKE = ("=", "+", "-", "@", "\t", "\r")
_CREATED = datetime.datetime(2000, 1, 1)
_NOT_IN_NAMES = re.compile(r"[\[\]:*?/\\\x00-\x1f]")
_FIRST_DAY = datetime.date(1900, 3, 1)

Format = dict[str, Any]


class Book:
    """A workbook under construction."""

    def __init__(self, path: Path) -> None:
        options = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
        self._book = xlsxwriter.Workbook(str(path), options)
        self._book.set_properties({"created": _CREATED})
        self._formats: dict[tuple[tuple[str, Any], ...], Any] = {}
        self._names: set[str] = set()

    def sheet(self, name: str, rows: int, columns: int) -> Sheet:
        """A new sheet of that size; its name is cut and changed where Excel does not allow it."""
        if rows > MAX_ROWS or columns > MAX_COLUMNS:
            raise Refused(
                TOO_MANY_ROWS(
                    value=name, rows=rows, columns=columns, max_rows=MAX_ROWS, max_columns=MAX_COLUMNS
                )
            )
        return Sheet(self, self._book.add_worksheet(self._free_name(name)))

    def _free_name(self, name: str) -> str:
        clean = _NOT_IN_NAMES.sub(" ", name).strip().strip("'").strip()
        clean = "Sheet" if not clean or clean.casefold() == "history" else clean
        free, number = _cut(clean, 31), 1
        while free.casefold() in self._names:
            number += 1
            tail = f" ({number})"
            free = _cut(clean, 31 - len(tail)) + tail
        self._names.add(free.casefold())
        return free

    def format(self, form: Format | None) -> Any:
        """The format object for these properties; the same one each time."""
        key = tuple(sorted((form or {}).items()))
        if key not in self._formats:
            self._formats[key] = self._book.add_format(dict(key))
        return self._formats[key]

    def close(self) -> None:
        self._book.close()


class Sheet:
    """One sheet: cells are 0-based."""

    def __init__(self, book: Book, raw: Any) -> None:
        self.book, self.raw = book, raw

    @property
    def name(self) -> str:
        return str(self.raw.get_name())

    def put(self, row: int, place: int, value: object, form: Format | None = None) -> None:
        """Write one value by its type. Text is never a formula; a number that would lose digits is text."""
        raw, book = self.raw, self.book
        if value is None or value == "":
            raw.write_blank(row, place, None, book.format(form))
        elif isinstance(value, bool):
            raw.write_boolean(row, place, value, book.format(form))
        elif isinstance(value, int | float | Decimal) and fits(value):
            raw.write_number(row, place, float(value), book.format(form))
        elif isinstance(value, datetime.date) and _is_a_day(value):
            day = value.replace(tzinfo=None) if isinstance(value, datetime.datetime) else value
            raw.write_datetime(
                row, place, day, book.format({"num_format": _day_format(value)} | (form or {}))
            )
        else:
            text = f"{value:f}" if isinstance(value, Decimal) else str(value)
            if len(text) > MAX_TEXT:
                raise Refused(TEXT_TOO_LONG(found=len(text), limit=MAX_TEXT, value=text[:20]))
            quoted = {"quote_prefix": True} if text.startswith(_FORMULA_LIKE) else {}
            raw.write_string(row, place, text, book.format((form or {}) | quoted))


def _day_format(value: datetime.date) -> str:
    timed = isinstance(value, datetime.datetime) and value.time() != datetime.time()
    return "yyyy-mm-dd hh:mm:ss" if timed else "yyyy-mm-dd"


def _is_a_day(value: datetime.date) -> bool:
    return (value.date() if isinstance(value, datetime.datetime) else value) >= _FIRST_DAY


def fits(value: int | float | Decimal) -> bool:
    """Whether a spreadsheet keeps every digit of ``value`` as a number."""
    if isinstance(value, float):
        return math.isfinite(value)
    if isinstance(value, int):
        return len(str(abs(value))) <= EXACT_DIGITS
    number = Decimal(value)
    if not number.is_finite() or abs(number.adjusted()) > 200:
        return False
    shortest = str(number).partition("E")[0].replace(".", "").strip("-0")
    same: bool = Decimal(repr(float(number))) == number
    return same and len(shortest) <= EXACT_DIGITS


def _cut(name: str, units: int) -> str:
    """``name`` cut to so many UTF-16 units, which is how Excel counts."""
    while len(name.encode("utf-16-le")) > 2 * units:
        name = name[:-1]
    return name


def width_of(text: str) -> int:
    """How many narrow characters wide a text is printed."""
    return sum(2 if unicodedata.east_asian_width(mark) in "WF" else 1 for mark in text)


@contextmanager
def writing(path: Path | str) -> Iterator[Book]:
    """A :class:`Book` that appears at ``path`` when the block ends well; else nothing there is changed.

    Raises Refused (SHEET_CANNOT_WRITE) when the folder or the disk does not allow it.
    """
    path = Path(path)
    temporary = path.with_name(f".{secrets.token_hex(8)}.part")
    book = Book(temporary)
    try:
        yield book
        book.close()
        temporary.replace(path)
    except (OSError, FileCreateError) as error:
        reason = getattr(error, "strerror", None) or str(error)
        raise Refused(CANNOT_WRITE(file=path.name, reason=reason)) from error
    finally:
        temporary.unlink(missing_ok=True)
