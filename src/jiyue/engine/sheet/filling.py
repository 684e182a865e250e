"""An .xlsx filled where it stands: the values of single cells change, every other byte of meaning stays.

Only the cells are written anew in the parts of the sheets; styles, merges, widths, drawings, print settings
and protection are never read, so none is lost. What is written is a number: no text, hence no formula.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from lxml import etree

from jiyue.engine.messages import N_
from jiyue.engine.numbers import exact
from jiyue.engine.problems import Refused, define
from jiyue.engine.sheet.column_match import letter
from jiyue.engine.sheet.guard import parsing
from jiyue.engine.sheet.xlsx import column_number, sheet_parts

BAD_CELL = define(
    "CELL_ADDRESS",
    N_("{value!r} is no cell."),
    N_("Write the letter of the column and the number of the row, such as C7."),
)
NO_SHEET = define(
    "CELL_NO_SHEET",
    N_("The workbook has no sheet {value}."),
    N_("Choose one of its sheets: {sheets}."),
)
MOST_ROWS, MOST_COLUMNS = 1_048_576, 16_384
_ADDRESS = re.compile(r"\$?([A-Za-z]{1,3})\$?([1-9]\d{0,6})", re.ASCII)
_PARSER = {"resolve_entities": False, "no_network": True, "huge_tree": False}
_BOOK = "xl/workbook.xml"
_AFTER_CALC = (
    *("oleSize", "customWorkbookViews", "pivotCaches", "smartTagPr", "smartTagTypes", "webPublishing"),
    *("fileRecoveryPr", "webPublishObjects", "extLst"),
)
"""What follows calcPr in a workbook part (ECMA-376, CT_Workbook)."""
Figures = Mapping[str, Mapping[str, str]]
"""Decimal texts by the name of the sheet and the address of the cell."""


def place_of(address: str) -> tuple[int, int]:
    """Row and column of ``C7``, from 1. Raises :class:`Refused` (CELL_ADDRESS)."""
    found = _ADDRESS.fullmatch(address.strip())
    row, column = (int(found[2]), column_number(found[1].upper().encode())) if found else (0, 0)
    if not (1 <= row <= MOST_ROWS and 1 <= column <= MOST_COLUMNS):
        raise Refused(BAD_CELL(field="cell", value=address))
    return row, column


@dataclass(frozen=True)
class Outline:
    """What a sheet has besides values: the last row and column that it writes down, if only as a frame; the
    cells with a formula by row and column; the merged ranges as top, left, bottom, right. All from 1.
    """

    rows: int
    columns: int
    formulas: frozenset[tuple[int, int]]
    merges: tuple[tuple[int, int, int, int], ...]


def outline(source: Path, sheet: str) -> Outline:
    """The :class:`Outline` of one sheet. Raises :class:`Refused`."""
    with parsing(source.name, "xlsx"), ZipFile(source) as archive:
        tree = _tree(archive.read(_part(archive, sheet)))
        cells = [(at, cell.find("{*}f") is not None) for _, at, cell in _cells(tree)]
        merges = tuple(_corners(one.get("ref")) for one in tree.iterfind("{*}mergeCells/{*}mergeCell"))
    rows = max([row for (row, _), _ in cells] + [bottom for _, _, bottom, _ in merges], default=0)
    columns = max([column for (_, column), _ in cells] + [right for *_, right in merges], default=0)
    return Outline(rows, columns, frozenset(at for at, counts in cells if counts), merges)


def _corners(ref: str) -> tuple[int, int, int, int]:
    first, _, last = ref.partition(":")
    return (*place_of(first), *place_of(last or first))


def fill(source: Path, target: IO[bytes], figures: Figures) -> None:
    """Write ``source`` to ``target`` with ``figures`` in its cells, as numbers with exactly their digits.

    The same input gives the same bytes. What formulas said before is left out, and the workbook asks to be
    counted anew when it is opened. Raises :class:`Refused` for a sheet or a cell that it cannot have.
    """
    with parsing(source.name, "xlsx"), ZipFile(source) as archive, ZipFile(target, "w") as out:
        parts = {_part(archive, sheet): cells for sheet, cells in figures.items()}
        sheets = sheet_parts(archive)
        for info in archive.infolist():
            data = archive.read(info)
            if info.filename in sheets:
                data = _filled(data, parts.get(info.filename, {}))
            elif info.filename == _BOOK:
                data = _to_be_counted(data)
            kept = ZipInfo(info.filename, info.date_time)
            kept.external_attr = info.external_attr
            out.writestr(kept, data, ZIP_DEFLATED)


def _part(archive: ZipFile, sheet: str) -> str:
    names = sheet_parts(archive)
    found = next((part for part, name in names.items() if name == sheet), None)
    if found is None:
        raise Refused(NO_SHEET(field="sheet", value=sheet, sheets=", ".join(names.values())))
    return found


def _tree(data: bytes) -> Any:
    return etree.fromstring(data, etree.XMLParser(**_PARSER))


def _written(tree: Any) -> bytes:
    return bytes(etree.tostring(tree, xml_declaration=True, encoding="UTF-8", standalone=True))


def _cells(tree: Any) -> Iterator[tuple[Any, tuple[int, int], Any]]:
    """Row, place and cell; what names no place stands behind the one before it."""
    row_at = 0
    for row in tree.iterfind("{*}sheetData/{*}row"):
        row_at = int(row.get("r") or row_at + 1)
        column = 0
        for cell in row.iterfind("{*}c"):
            named = cell.get("r")
            column = place_of(named)[1] if named else column + 1
            yield row, (row_at, column), cell


def _filled(data: bytes, cells: Mapping[str, str]) -> bytes:
    tree = _tree(data)
    there = {at: cell for _, at, cell in _cells(tree)}
    stale = [cell for cell in there.values() if cell.find("{*}f") is not None]
    if not cells and not stale:
        return data
    for cell in stale:
        _empty(cell, but="f")
    for address, text in cells.items():
        at = place_of(address)
        cell = there.get(at)
        if cell is None:
            cell = there[at] = _new_cell(tree, at)
        _empty(cell)
        exact(text)
        etree.SubElement(cell, _tag(tree, "v")).text = text
    return _written(tree)


def _empty(cell: Any, but: str = "") -> None:
    """Take away what a cell says and of which type it was; its style stays."""
    cell.attrib.pop("t", None)
    for child in list(cell):
        if not isinstance(child.tag, str) or etree.QName(child).localname != but:
            cell.remove(child)


def _tag(tree: Any, name: str) -> str:
    return f"{{{etree.QName(tree).namespace}}}{name}"


def _new_cell(tree: Any, at: tuple[int, int]) -> Any:
    """A cell that the sheet does not write down yet, in its order, with the style of its row or column."""
    number, column = at
    data = tree.find("{*}sheetData")
    row = _in_order(data, number, lambda one, before: int(one.get("r") or before + 1), "row", tree)
    row.set("r", str(number))
    cell = _in_order(
        row, column, lambda one, before: place_of(one.get("r"))[1] if one.get("r") else before + 1, "c", tree
    )
    cell.set("r", f"{letter(column - 1)}{number}")
    style = row.get("s") if row.get("customFormat") in ("1", "true") else _style_of_column(tree, column)
    if style:
        cell.set("s", style)
    for measured in tree.iterfind("{*}dimension"):
        tree.remove(measured)  # the used area, which has just grown; it is optional
    row.attrib.pop("spans", None)
    return cell


def _in_order(parent: Any, wanted: int, number_of: Any, name: str, tree: Any) -> Any:
    """The child of ``parent`` with the number ``wanted``; a new one where there is none."""
    before = 0
    for place, one in enumerate(parent):
        if not isinstance(one.tag, str):
            continue  # a comment
        before = number_of(one, before)
        if before == wanted:
            return one
        if before > wanted:
            made = etree.Element(_tag(tree, name))
            parent.insert(place, made)
            return made
    return etree.SubElement(parent, _tag(tree, name))


def _style_of_column(tree: Any, column: int) -> str | None:
    for span in tree.iterfind("{*}cols/{*}col"):
        if int(span.get("min")) <= column <= int(span.get("max")):
            return str(span.get("style")) if span.get("style") else None
    return None


def _to_be_counted(data: bytes) -> bytes:
    """Ask whoever opens the workbook to count all formulas anew."""
    tree = _tree(data)
    found = tree.find("{*}calcPr")
    if found is None:
        found = etree.Element(_tag(tree, "calcPr"))
        after = next((one for one in tree if etree.QName(one).localname in _AFTER_CALC), None)
        if after is None:
            tree.append(found)
        else:
            after.addprevious(found)
    found.set("fullCalcOnLoad", "1")
    return _written(tree)
