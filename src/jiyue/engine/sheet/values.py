"""What one cell says: its text without padding, its number if it is one, and which kind of cell it is."""

from __future__ import annotations

import datetime
import math
import re
import unicodedata

from jiyue.engine.sheet.shapes import Cell
from jiyue.engine.sheet.words import words

EMPTY, NUMBER, MARK, CODE, TEXT = "E", "N", "M", "C", "T"
FIRST_YEAR, LAST_YEAR = 1900, 2100

_BLANKS = r"[\s\u00a0\u200b\u200c\u200d\u2060\u3000\ufeff]+"
_PADDING = re.compile(_BLANKS)
_BETWEEN_LATIN = re.compile(rf"(?<=[A-Za-z0-9]){_BLANKS}(?=[A-Za-z0-9])")
_KEPT = "\x00"
_LATIN_WORD = re.compile(r"[A-Za-z]{2}")
_TRANSLATION = re.compile(r"(?<=[\u3400-\u9fff)）:：])[ \t\u3000\u00a0]+[A-Z][a-z]+[^\u3400-\u9fff]*$")
_HAN = re.compile(r"[\u3400-\u9fff]")
_GROUPED = re.compile(r"^[+-]?\d{1,3}(?:[, ]\d{3})+(?:\.\d+)?$")
_NUMBER = re.compile(r"^[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d{1,3})?$")
_CODE = re.compile(r"^0\d+$")
_SIGNS = str.maketrans({"−": "-", "–": "-", "﹣": "-", "﹢": "+", "，": ","})


def clean(text: str) -> str:
    """``text`` without blanks and line breaks; one blank stays between two Latin letters or digits."""
    return _PADDING.sub("", _BETWEEN_LATIN.sub(_KEPT, text)).replace(_KEPT, " ")


def has_han(text: str) -> bool:
    """Whether the text has a Chinese character."""
    return _HAN.search(text) is not None


def without_translation(text: str) -> str:
    """``text`` without the English lines, or the English end, that translate its Chinese part."""
    if not _HAN.search(text):
        return text
    lines = text.splitlines()
    while len(lines) > 1 and _translates(lines[-1]):
        lines.pop()
    return _TRANSLATION.sub("", "\n".join(lines).rstrip())


def _translates(line: str) -> bool:
    return not line.strip() or (_LATIN_WORD.search(line) is not None and not has_han(line))


def text_of(cell: Cell) -> str:
    """The cleaned text of a cell, without its translation; numbers and dates as they are written."""
    if cell is None:
        return ""
    if isinstance(cell, str):
        return clean(without_translation(cell))
    if isinstance(cell, datetime.datetime) and cell.time() == datetime.time():
        return cell.date().isoformat()
    if isinstance(cell, datetime.date):
        return cell.isoformat()
    return str(cell).upper() if isinstance(cell, bool) else str(cell)


def number_of(cell: Cell) -> int | float | None:
    """The number in a cell: also text with separators, full-width digits or a per cent sign; else None."""
    if isinstance(cell, bool) or cell is None:
        return None
    if isinstance(cell, int | float):
        return cell if math.isfinite(cell) else None
    if not isinstance(cell, str) or len(cell) > 64:
        return None
    text = unicodedata.normalize("NFKC", cell).translate(_SIGNS).strip().removeprefix("'")
    text = text.removesuffix("%").removesuffix("‰").strip()
    if _GROUPED.match(text):
        text = re.sub("[, ]", "", text)
    if not _NUMBER.match(text) or _CODE.match(text):
        return None
    value = float(text)
    if math.isinf(value):
        return None
    if re.fullmatch(r"[+-]?\d+", text):
        return int(text)
    return int(value) if value.is_integer() and abs(value) < 2**53 else value


def kind_of(cell: Cell) -> str:
    """EMPTY, NUMBER, MARK (a sign for "no figure"), CODE (digits with a leading zero) or TEXT."""
    if cell is None:
        return EMPTY
    if number_of(cell) is not None:
        return NUMBER
    text = text_of(cell)
    if not text:
        return EMPTY
    if words().mark.match(text):
        return MARK
    return CODE if _CODE.match(text) else TEXT


def value_of(cell: Cell) -> int | float | str:
    """A figure for the tidy table: a number where the cell is one, else its text."""
    number = number_of(cell)
    return text_of(cell) if number is None else number


def stated_rate(cell: Cell) -> str | None:
    """The % or the per mille sign behind a number in text; None without one."""
    if not isinstance(cell, str) or number_of(cell) is None:
        return None
    sign = unicodedata.normalize("NFKC", cell).strip()[-1]
    return sign if sign in "%‰" else None


def is_year(cell: Cell) -> bool:
    """Whether the cell is a whole number that may be a year."""
    number = number_of(cell)
    return isinstance(number, int) and FIRST_YEAR <= number <= LAST_YEAR
