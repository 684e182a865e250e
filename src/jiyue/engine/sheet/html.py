"""HTML pages saved with the ending .xls: every table of the page as a grid, spans as merged ranges."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from lxml import html

from jiyue.engine.problems import Refused
from jiyue.engine.sheet import shapes
from jiyue.engine.sheet.guard import parsing
from jiyue.engine.sheet.shapes import Cell, Grid, Limits, Merge

_MARKUP = re.compile(r"<\s*(?:html|table|body|meta|!doctype\s+html)\b", re.IGNORECASE)
_DECLARATION = re.compile(r"^\s*<\?xml[^>]*\?>")
_MAX_SPAN = 16384
_LOOK_AT = 65536


def looks_like_html(text: str) -> bool:
    """Whether the text starts with markup and has a table or a page in its first part."""
    return text.lstrip("\ufeff \t\r\n").startswith("<") and _MARKUP.search(text, 0, _LOOK_AT) is not None


def read_html(text: str, file: str, limits: Limits) -> list[Grid]:
    """Every table that has cells of its own; named by its id, or tab0, tab1 ... by its place in the page."""
    with parsing(file, "html"):
        page = html.document_fromstring(_DECLARATION.sub("", text))
        tables = list(page.iter("table"))
    grids: list[Grid] = []
    left = limits.cells
    for number, table in enumerate(tables[: limits.sheets]):
        grid = _grid(table, str(table.get("id") or f"tab{number}"), file, left, limits)
        left -= sum(map(len, grid.rows))
        if grid.rows:
            grids.append(grid)
    if not grids:
        raise Refused(shapes.UNKNOWN_KIND(file=file, found="HTML without a table"))
    return grids


def _rows(table: Any) -> Iterator[Any]:
    for child in table:
        if child.tag == "tr":
            yield child
        elif child.tag in ("thead", "tbody", "tfoot"):
            yield from (row for row in child if row.tag == "tr")


def _grid(table: Any, name: str, file: str, left: int, limits: Limits) -> Grid:
    cells: dict[tuple[int, int], Cell] = {}
    merges: list[Merge] = []
    rows = list(_rows(table))
    height, width = len(rows), 0
    for i, row in enumerate(rows):
        j = 0
        for item in row:
            if item.tag not in ("td", "th"):
                continue
            while (i, j) in cells:
                j += 1
            down = min(_span(item.get("rowspan")), height - i)
            across = _span(item.get("colspan"))
            width = max(width, j + across)
            if height * width > left:
                raise Refused(shapes.TOO_MANY_CELLS(file=file, found=height * width, limit=limits.cells))
            for y in range(i, i + down):
                for x in range(j, j + across):
                    cells.setdefault((y, x), None)
            cells[i, j] = _text(item)
            if down > 1 or across > 1:
                merges.append(Merge(i, j, i + down - 1, j + across - 1))
            j += across
    return Grid(
        name, tuple(tuple(cells.get((i, j)) for j in range(width)) for i in range(height)), tuple(merges)
    )


def _span(value: str | None) -> int:
    text = (value or "1").strip()
    return max(1, min(int(text), _MAX_SPAN)) if text.isdecimal() and len(text) < 9 else 1


def _text(item: Any) -> str | None:
    if next(item.iter("table"), None) is not None:
        return None
    for line in item.iter("br"):
        line.tail = "\n" + (line.tail or "")
    return str(item.text_content()) or None
