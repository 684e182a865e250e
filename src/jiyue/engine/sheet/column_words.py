"""The words of a clerk's workbook, compared without width, blanks and case: headings, marks, labels."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from typing import Any

from jiyue.engine.sheet.shapes import Grid
from jiyue.engine.yamls import load_rules

_FULL_WIDTH = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)} | {0x3000: 0x20, 0x2212: 0x2D}
_INVISIBLE = {"Cf", "Cc", "Zs", "Zl", "Zp"}
_STARS = "*:\u2605\u203b"


@lru_cache(maxsize=1)
def words() -> Any:
    """The data of rules/column_words.yaml."""
    return load_rules("column_words.yaml")


def printed(name: str, lang: str) -> str:
    """A word of the workbooks that are written here and recognised when they come back."""
    return str(words()["printed"][name][lang])


def fold(text: str) -> str:
    """Full-width letters, digits and blanks as plain ones; circled or raised digits stay what they are."""
    return text if text.isascii() else text.translate(_FULL_WIDTH)


@lru_cache(maxsize=65536)
def squeezed(text: str) -> str:
    """``text`` without any blank or invisible character, full width folded, lower case."""
    kept = (mark for mark in fold(text) if unicodedata.category(mark) not in _INVISIBLE)
    return "".join(kept).casefold()


@lru_cache(maxsize=4096)
def heading_key(text: str) -> str:
    """A heading as it is compared: NFKC, no blanks, no mark of a required column, lower case."""
    return squeezed(unicodedata.normalize("NFKC", text)).strip(_STARS)


@lru_cache(maxsize=1)
def _bracketed() -> re.Pattern[str]:
    pairs = (unicodedata.normalize("NFKC", pair) for pair in words()["brackets"])
    escaped = ((re.escape(pair[0]), re.escape(pair), re.escape(pair[1])) for pair in pairs)
    return re.compile("|".join(f"{left}([^{both}]*){right}" for left, both, right in escaped))


@lru_cache(maxsize=4096)
def split_brackets(text: str) -> tuple[str, tuple[str, ...]]:
    """The key of a heading without what stands in brackets, and the texts in the brackets."""
    plain = unicodedata.normalize("NFKC", text)
    inside: list[str] = []
    while match := _bracketed().search(plain):
        inside.insert(0, next(part for part in match.groups() if part is not None).strip())
        plain = plain[: match.start()] + plain[match.end() :]
    return heading_key(plain), tuple(inside)


@lru_cache(maxsize=16)
def _set(*path: str) -> frozenset[str]:
    data = words()
    for name in path:
        data = data[name]
    return frozenset(squeezed(str(word)) for word in data)


def boolean(text: str) -> bool | None:
    """True or False for a word of yes or no, None for any other text."""
    key = squeezed(text)
    return True if key in _set("booleans", "yes") else False if key in _set("booleans", "no") else None


def is_missing_mark(text: str) -> bool:
    """Whether a cell says by a dash, an ellipsis or a word that there is no figure."""
    return squeezed(text) in _set("missing")


@lru_cache(maxsize=65536)
def total_kind(text: str) -> str | None:
    """``whole`` or ``part`` when ``text`` labels a row of totals or of subtotals, else None."""
    key = split_brackets(text)[0]
    for kind in ("part", "whole"):
        if key in _set("totals", kind):
            return kind
    if len(key) > 12 or not key.endswith(tuple(_set("totals", "endings"))):
        return None
    return "part" if key.endswith(tuple(_set("totals", "part"))) else "whole"


def is_footer(text: str) -> bool:
    """Whether a cell opens a note or a signature line under the table."""
    head, colon, _ = fold(text).partition(":")
    return bool(colon) and squeezed(head).rstrip("0123456789") in _set("footers")


def is_ordinal(text: str) -> bool:
    """Whether ``text`` heads a text column in a row of column numbers."""
    key = squeezed(text)
    return key in _set("ordinals") or (len(key) == 1 and "a" <= key <= "h")


def without_date_marks(text: str) -> str:
    """A date with the marks of year, month and day as dashes."""
    for mark, plain in words()["date_marks"].items():
        text = text.replace(mark, plain)
    return text


def list_parts(text: str) -> list[str]:
    """The parts of a list written with commas or blanks."""
    marks = "".join(words()["list_separators"])
    return [part for part in re.split(f"[{re.escape(marks)}\\s]+", fold(text)) if part]


def labelled_unit(text: str) -> str | None:
    """What follows the label of a unit and a colon, as in the line above a table; else None."""
    label, colon, rest = fold(text).strip().strip("()[]").partition(":")
    return rest.strip() or None if colon and squeezed(label) in _set("unit_labels") else None


def is_own_sheet(name: str) -> bool:
    """Whether a sheet was written beside the table by this program and holds no rows of it."""
    own = (*words()["printed"]["guide_sheet"].values(), *words()["printed"]["problem_sheet"].values())
    return name in own or name == LISTS_SHEET


LISTS_SHEET = "_lists"


def problem_columns(grid: Grid, depth: int = 60) -> frozenset[int]:
    """The 0-based columns of ``grid`` that an earlier regenerated workbook gave to its sentences."""
    marks = set(words()["printed"]["problem_column"].values())
    return frozenset(
        place
        for row in grid.rows[:depth]
        for place, cell in enumerate(row)
        if isinstance(cell, str) and cell.split("\n", 1)[0].strip() in marks
    )
