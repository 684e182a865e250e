"""Workbooks that Excel 2003 and many reporting systems save as XML with the ending .xls."""

from __future__ import annotations

import re
from typing import Any

from lxml import etree

from jiyue.engine.problems import Refused
from jiyue.engine.sheet import shapes
from jiyue.engine.sheet.book import as_row, clipped, plain
from jiyue.engine.sheet.guard import parsing
from jiyue.engine.sheet.shapes import Cell, Grid, Limits

_NAMESPACE = "urn:schemas-microsoft-com:office:spreadsheet"
_SS = f"{{{_NAMESPACE}}}"
_DECLARATION = re.compile(r"^[\ufeff\s]*<\?xml[^>]*\?>")
_LOOK_AT = 4096


def looks_like_spreadsheetml(text: str) -> bool:
    """Whether the text starts as an XML workbook of Excel 2003."""
    return text.lstrip("\ufeff \t\r\n").startswith("<?xml") and _NAMESPACE in text[:_LOOK_AT]


def read_spreadsheetml(text: str, file: str, limits: Limits) -> list[Grid]:
    """All worksheets; numbers, booleans and error texts as typed in the file, dates as their ISO text."""
    with parsing(file, "xml"):
        parser = etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=False)
        root = etree.fromstring(_DECLARATION.sub("", text).encode(), parser)
        grids: list[Grid] = []
        left = limits.cells
        for sheet in root.iter(f"{_SS}Worksheet"):
            grid = _grid(sheet, file, left, limits)
            left -= sum(map(len, grid.rows))
            grids.append(grid)
    return grids


def _number(node: Any, name: str, default: int) -> int:
    return int(node.get(_SS + name, default))


def _grid(sheet: Any, file: str, left: int, limits: Limits) -> Grid:
    rows: dict[int, list[Cell]] = {}
    ranges: list[tuple[int, int, int, int]] = []
    i = width = 0
    for row in sheet.iterfind(f"{_SS}Table/{_SS}Row"):
        i = _number(row, "Index", i + 1)
        cells: list[Cell] = []
        for cell in row.iterfind(f"{_SS}Cell"):
            j = _number(cell, "Index", len(cells) + 1)
            width = max(width, j)
            if i * width > left:
                raise Refused(shapes.TOO_MANY_CELLS(file=file, found=i * width, limit=limits.cells))
            across, down = _number(cell, "MergeAcross", 0), _number(cell, "MergeDown", 0)
            cells += [None] * (j - 1 - len(cells))
            cells.append(_value(cell.find(f"{_SS}Data")))
            ranges.append((i - 1, j - 1, i - 1 + down, j - 1 + across))
            room = max(0, min(across, left // max(i, 1) - j))
            cells += [None] * room
            width = max(width, len(cells))
        rows[i] = cells
    height = max(rows, default=0)
    body = tuple(as_row(rows.get(n, []), width) for n in range(1, height + 1))
    return Grid(sheet.get(f"{_SS}Name", ""), body, clipped(ranges, height, width))


def _value(data: Any) -> Cell:
    if data is None:
        return None
    text = "".join(data.itertext())
    kind = data.get(f"{_SS}Type")
    if kind == "Number":
        return plain(float(text))
    if kind == "Boolean":
        return text.strip() == "1"
    return text or None
