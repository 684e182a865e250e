"""What one column of a known workbook holds: its headings, type, unit and limits."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

from jiyue.engine.sheet.column_units import printed_unit
from jiyue.engine.sheet.column_words import printed

Type = Literal["text", "integer", "decimal", "boolean", "date", "choice"]
TYPES: tuple[Type, ...] = ("text", "integer", "decimal", "boolean", "date", "choice")


@dataclass(frozen=True)
class Column:
    """A column that a workbook is to have.

    ``name`` is the column of the frame; ``titles`` are the headings that are understood: the first is printed
    in Chinese workbooks, the first plain ASCII one in English ones; blanks, width, case and bracketed units
    do not matter. ``unit`` is the unit of the figures, in Chinese or as in rules/units.txt. ``minimum`` and
    ``maximum`` bound numbers, inclusive. A ``unique`` column has no value twice. ``choices`` belong to the
    type ``choice``. Raises ValueError for a column that contradicts itself.
    """

    name: str
    titles: tuple[str, ...]
    type: Type = "text"
    required: bool = False
    unit: str | None = None
    choices: tuple[str, ...] = ()
    minimum: Decimal | None = None
    maximum: Decimal | None = None
    unique: bool = False
    note: str = ""

    def __post_init__(self) -> None:
        if not self.titles or not self.name or self.name.startswith("_"):
            raise ValueError("a column needs a title, and a name that does not begin with _")
        if self.type not in TYPES or (self.type == "choice") != bool(self.choices):
            raise ValueError(
                f"column {self.name}: choices belong to the type choice; types: {', '.join(TYPES)}"
            )
        if not self.is_number and (self.unit or self.minimum is not None or self.maximum is not None):
            raise ValueError(f"column {self.name}: only numbers have a unit, a minimum and a maximum")

    @property
    def is_number(self) -> bool:
        return self.type in ("integer", "decimal")

    @property
    def title(self) -> str:
        return self.titles[0]

    def heading(self, lang: str) -> str:
        """The heading as it is printed, with its unit in brackets."""
        title = self.titles[0] if lang == "zh" else next((t for t in self.titles if t.isascii()), self.name)
        brackets = printed("brackets", lang)
        unit = f"{brackets[:-1]}{printed_unit(self.unit, lang)}{brackets[-1]}" if self.unit else ""
        return f"{title}{unit}"


def checked(columns: Sequence[Column]) -> tuple[Column, ...]:
    """``columns`` as a tuple; ValueError when there are none or a name occurs twice."""
    names = [column.name for column in columns]
    if not names or len(set(names)) < len(names):
        raise ValueError("a table needs columns, each with a name of its own")
    return tuple(columns)
