"""The name and the unit of every data row, read across its name columns."""

from __future__ import annotations

from dataclasses import dataclass

from jiyue.engine.sheet.field import broken_words
from jiyue.engine.sheet.layout import Layout
from jiyue.engine.sheet.units import as_unit, split_unit
from jiyue.engine.sheet.values import EMPTY, TEXT, text_of


@dataclass(frozen=True)
class RowName:
    """``row`` is 0-based; ``parts`` the names from left to right; ``unit`` what the row itself states."""

    row: int
    parts: tuple[str, ...]
    unit: str | None

    @property
    def name(self) -> str:
        return " / ".join(self.parts)


def row_names(layout: Layout) -> list[RowName]:
    """The names of all data rows, in order."""
    field = layout.field
    broken = {
        (i, j): word for j in layout.roles.names for i, word in broken_words(field, j, layout.body).items()
    }
    names: list[RowName] = []
    above: RowName | None = None
    for i in layout.body:
        above = _row_name(layout, i, broken, above)
        names.append(above)
    return names


def _row_name(layout: Layout, i: int, broken: dict[tuple[int, int], str], above: RowName | None) -> RowName:
    field = layout.field
    parts: list[str] = []
    unit: str | None = None
    for place, j in enumerate(layout.roles.names):
        raw = broken.get((i, j), field.raw(i, j) if field.kinds[i][j] != EMPTY else "")
        if not raw and (i, j) not in field.merged:
            raw = _group(layout, i, place, above)
        text, stated = split_unit(text_of(raw) if field.kinds[i][j] == TEXT else raw)
        unit = stated or unit
        if text and (not parts or parts[-1] != text):
            parts.append(text)
    if not parts:
        parts = _beside_names(layout, i)
    if layout.roles.unit is not None:
        text = field.text(i, layout.roles.unit)
        unit = unit if unit == "%" else (as_unit(text) or text or unit)
    return RowName(i, tuple(parts), unit)


def _beside_names(layout: Layout, i: int) -> list[str]:
    """The text that stands for a name in a column that only numbers the rows, such as a total's word."""
    field = layout.field
    stubs = (j for j in range(layout.left, min(layout.roles.values)) if j != layout.roles.unit)
    return [field.text(i, j) for j in stubs if field.kinds[i][j] == TEXT][:1]


def _group(layout: Layout, i: int, place: int, above: RowName | None) -> str:
    """The name that a blank cell takes from the row right above it, when a later name stands in its row."""
    if above is None or above.row != i - 1 or len(above.parts) != len(layout.roles.names):
        return ""
    later = layout.roles.names[place + 1 :]
    return above.parts[place] if any(layout.field.kinds[i][j] != EMPTY for j in later) else ""
