"""The layout of GB/T 9704-2012 and the words of a document, from ``rules/documents.yaml``."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, fields
from datetime import date
from functools import cache
from typing import Any

from jiyue.engine.messages import current_language
from jiyue.engine.rulebook import read_figures
from jiyue.engine.yamls import load_rules

FILE = "documents.yaml"
POINT = 72 / 25.4
"""Points in a millimetre."""


@dataclass(frozen=True)
class Style:
    """Lengths in mm, sizes of type in points."""

    page_width: float
    page_height: float
    top: float
    left: float
    type_width: float
    type_height: float
    lines: int
    characters: int
    body_size: float
    title_size: float
    imprint_size: float
    letterhead_drop: float
    rule_gap: float
    page_number_drop: float
    line_thick: float
    line_thin: float
    letterhead_height: float
    rule_width: float
    table_size: float

    @property
    def right(self) -> float:
        return self.page_width - self.left - self.type_width

    @property
    def bottom(self) -> float:
        return self.page_height - self.top - self.type_height

    @property
    def character_pitch(self) -> float:
        """From one character to the next, in points, so that they fill the line."""
        return self.type_width * POINT / self.characters

    @property
    def line_pitch(self) -> float:
        """A line of the grid, in points."""
        return self.type_height * POINT / self.lines

    def letterhead_size(self, text: str) -> float:
        """The size in points at which a letterhead fits its line."""
        return min(self.letterhead_height * POINT, self.type_width * POINT / max(len(text), 1) * 0.98)


@cache
def style() -> Style:
    figures = {f.code.removeprefix("document."): f.value for f in read_figures(load_rules(FILE), FILE)}
    given: dict[str, Any] = {f.name: float(figures[f.name]) for f in fields(Style)}
    counts = {name: int(given[name]) for name in ("lines", "characters")}
    return Style(**{**given, **counts})


def word(name: str, **params: Any) -> str:
    """A word that documents print, with its places filled."""
    return str(load_rules(FILE)["words"][name]).format(**params)


def red() -> str:
    return str(load_rules(FILE)["red"])


def fonts(role: str) -> list[str]:
    """The fonts of a role, the one that a .docx names first."""
    return list(load_rules(FILE)["fonts"][role])


def roles() -> list[str]:
    return list(load_rules(FILE)["fonts"])


def kinds() -> dict[str, str]:
    """The kinds of documents with their titles in the current language."""
    return {code: kind[current_language()] for code, kind in load_rules(FILE)["kinds"].items()}


def layout_of(kind: str) -> Any:
    return load_rules(FILE)["kinds"][kind].get("layout", "document")


def number_text(kind: str, prefix: str, year: int, seq: int) -> str:
    """The number as the kind writes it: the year in hexagonal brackets, no leading zero."""
    data = load_rules(FILE)
    return str(data["kinds"][kind].get("form", data["form"])).format(prefix=prefix, year=year, seq=seq)


def date_text(day: date) -> str:
    return word("date", year=day.year, month=day.month, day=day.day)


def numeral(n: int) -> str:
    """1 to 99 as headings count; ValueError beyond."""
    if not 1 <= n <= 99:
        raise ValueError(f"no heading is counted {n}")
    digits, ten = word("digits"), word("ten")
    tens, ones = divmod(n, 10)
    return (digits[tens] if tens > 1 else "") + (ten if tens else "") + (digits[ones] if ones else "")


class KindWords(Mapping[str, str]):
    """The titles of the kinds, each time in the language of the page."""

    def __getitem__(self, code: str) -> str:
        return kinds()[code]

    def __iter__(self) -> Iterator[str]:
        return iter(kinds())

    def __len__(self) -> int:
        return len(kinds())
