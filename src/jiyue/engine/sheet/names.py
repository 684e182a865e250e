"""The name and the unit of every data row, read across its name columns."""

from __future__ import annotations

from dataclasses import dataclass

from jiyue.engine.sheet.layout import Layout
from jiyue.engine.sheet.units import as_unit, split_unit
from jiyue.engine.sheet.values import EMPTY, TEXT, text_of
from jiyue.engine.sheet.words import words


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
    broken = _broken_words(layout)
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
    if layout.roles.unit is not None:
        text = field.text(i, layout.roles.unit)
        unit = unit if unit == "%" else (as_unit(text) or text or unit)
    return RowName(i, tuple(parts), unit)


def _group(layout: Layout, i: int, place: int, above: RowName | None) -> str:
    """The name that a blank cell takes from the row right above it, when a later name stands in its row."""
    if above is None or above.row != i - 1 or len(above.parts) != len(layout.roles.names):
        return ""
    later = layout.roles.names[place + 1 :]
    return above.parts[place] if any(layout.field.kinds[i][j] != EMPTY for j in later) else ""


def _broken_words(layout: Layout) -> dict[tuple[int, int], str]:
    """Known words that are written one character a row, such as the two of a total, by their cells."""
    field = layout.field
    found: dict[tuple[int, int], str] = {}
    for j in layout.roles.names:
        for word in words().broken:
            for i in layout.body:
                rows = range(i, i + len(word))
                if rows.stop <= field.height and [field.text(r, j) for r in rows] == list(word):
                    found.update({(r, j): word for r in rows})
    return found
