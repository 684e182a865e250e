"""Years, quarters and months as values: read, ordered, and said in words."""

from __future__ import annotations

import calendar
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from functools import total_ordering
from typing import Literal

from jiyue.engine.messages import N_, translate
from jiyue.engine.problems import Refused, define

BAD_PERIOD = define(
    "BAD_PERIOD",
    N_("{value!r} is no period."),
    N_("Write a year as 2025, a quarter as 2025Q3, a month as 2025-07."),
)
Frequency = Literal["year", "quarter", "month"]
FREQUENCIES: dict[Frequency, str] = {
    "year": N_("every year"),
    "quarter": N_("every quarter"),
    "month": N_("every month"),
}
TIMES: dict[Frequency, int] = {"year": 1, "quarter": 4, "month": 12}
WORDS: dict[Frequency, str] = {
    "year": N_("the year {year}"),
    "quarter": N_("quarter {number} of {year}"),
    "month": N_("{year}-{number:02}"),
}
_TEXT = re.compile(r"(\d{4})(?:-?[Qq]([1-4])|-(0[1-9]|1[0-2]))?", re.ASCII)


@total_ordering
@dataclass(frozen=True)
class Period:
    """A year, a quarter or a month. Earlier periods come first; a longer one before those that begin it."""

    year: int
    kind: Frequency = "year"
    number: int = 1

    def __post_init__(self) -> None:
        if not (1 <= self.year <= 9999 and 1 <= self.number <= TIMES[self.kind]):
            raise Refused(BAD_PERIOD(field="period", value=f"{self.year} {self.kind} {self.number}"))

    @classmethod
    def parse(cls, text: str) -> Period:
        """``2025``, ``2025Q3``, ``2025-Q3``, ``2025-07``. Raises :class:`Refused` (BAD_PERIOD)."""
        found = _TEXT.fullmatch(text.strip())
        if not found:
            raise Refused(BAD_PERIOD(field="period", value=text))
        year, quarter, month = found.groups()
        if quarter:
            return cls(int(year), "quarter", int(quarter))
        return cls(int(year), "month", int(month)) if month else cls(int(year))

    @classmethod
    def containing(cls, day: date, kind: Frequency = "year") -> Period:
        return cls(day.year, kind, (day.month - 1) * TIMES[kind] // 12 + 1)

    @classmethod
    def of_year(cls, year: int, kind: Frequency) -> Iterator[Period]:
        """The periods of a kind that make up a year."""
        return (cls(year, kind, number) for number in range(1, TIMES[kind] + 1))

    def __str__(self) -> str:
        if self.kind == "quarter":
            return f"{self.year:04}Q{self.number}"
        return f"{self.year:04}-{self.number:02}" if self.kind == "month" else f"{self.year:04}"

    @property
    def first(self) -> date:
        return date(self.year, (self.number - 1) * 12 // TIMES[self.kind] + 1, 1)

    @property
    def last(self) -> date:
        month = self.number * 12 // TIMES[self.kind]
        return date(self.year, month, calendar.monthrange(self.year, month)[1])

    def __contains__(self, what: date | Period) -> bool:
        if isinstance(what, Period):
            return self.first <= what.first and what.last <= self.last
        return self.first <= what <= self.last

    def __lt__(self, other: Period) -> bool:
        return (self.first, -self.last.toordinal()) < (other.first, -other.last.toordinal())

    def previous(self) -> Period:
        """The period of the same kind before this one."""
        return self.containing(self.first - timedelta(days=1), self.kind)

    def words(self, lang: str | None = None) -> str:
        """As people say it: the third quarter of 2025."""
        return translate(WORDS[self.kind], {"year": self.year, "number": self.number}, lang)
