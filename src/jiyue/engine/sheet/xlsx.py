"""Zipped workbooks (.xlsx, .xlsm): sizes checked and error cells read before calamine reads the values."""

from __future__ import annotations

import posixpath
import re
from io import BytesIO
from zipfile import ZipFile

from lxml import etree

from jiyue.engine.problems import Refused
from jiyue.engine.sheet import shapes
from jiyue.engine.sheet.book import read_book
from jiyue.engine.sheet.guard import parsing
from jiyue.engine.sheet.shapes import Grid, Limits

_ROW = re.compile(rb"<(?:\w+:)?row\b(?:[^<>]*?\sr=[\"'](\d{1,9})[\"'])?")
_CELL = re.compile(rb"<(?:\w+:)?c(?=[\s/>])(?:[^<>]*?\sr=[\"']([A-Z]{1,3})(\d{1,9})[\"'])?")
_FORMULA = rb"<(?:\w+:)?f\b[^<>]*(?:/>|>[^<]*</(?:\w+:)?f>)"
_ERROR = re.compile(
    rb"<(?:\w+:)?c(?=\s)([^<>]*?\st=[\"']e[\"'][^<>]*)>\s*(?:" + _FORMULA + rb")?\s*<(?:\w+:)?v>([^<]{1,20})<"
)
_PLACE = re.compile(rb"\sr=[\"']([A-Z]{1,3})(\d{1,9})[\"']")
_RELATION = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
_PARSER = {"resolve_entities": False, "no_network": True, "huge_tree": False}
_STRINGS = re.compile(rb"<(?:\w+:)?sst\b[^<>]*?\suniqueCount\s*=\s*[\"']\s*\+?(\d+)")
_HEAD, _LONGEST_COUNT = 65536, 12
_MAX_PARTS = 20_000


def read_xlsx(data: bytes, file: str, limits: Limits) -> list[Grid]:
    """All worksheets; Refused for another kind of zip, a zip bomb, or a used area beyond the limit."""
    with parsing(file, "xlsx"), ZipFile(BytesIO(data)) as archive:
        _check_kind(archive, file)
        parts = archive.infolist()
        unpacked = sum(part.file_size for part in parts)
        if unpacked > limits.unpacked_bytes or len(parts) > _MAX_PARTS:
            raise Refused(shapes.PACKED_BOMB(file=file, found=unpacked, limit=limits.unpacked_bytes))
        names = sheet_parts(archive)
        errors: dict[str, dict[tuple[int, int], str]] = {}
        area = 0
        for part in parts:
            if not part.filename.endswith(".xml"):
                continue
            xml = archive.read(part)
            _check_strings(xml)
            if b"sheetData" in xml:
                area += _area(xml)
                if area > limits.cells:
                    raise Refused(shapes.TOO_MANY_CELLS(file=file, found=area, limit=limits.cells))
                errors[names.get(part.filename, "")] = _errors(xml)
    return read_book(data, file, "xlsx", errors, limits)


def _check_kind(archive: ZipFile, file: str) -> None:
    names = set(archive.namelist())
    if "[Content_Types].xml" in names and any(n.startswith("xl/") and n.endswith(".xml") for n in names):
        return
    found = "zip"
    if any(name.startswith("word/") for name in names):
        found = "Word"
    elif "xl/workbook.bin" in names:
        found = "xlsb"
    elif "mimetype" in names:
        found = "OpenDocument"
    raise Refused(shapes.UNKNOWN_KIND(file=file, found=found))


def sheet_parts(archive: ZipFile) -> dict[str, str]:
    """Name of the part -> name of the sheet, in the order of the workbook."""
    book, relations = "xl/workbook.xml", "xl/_rels/workbook.xml.rels"
    if not {book, relations} <= set(archive.namelist()):
        return {}
    targets = {
        node.get("Id"): posixpath.normpath(posixpath.join("xl", node.get("Target", ""))).lstrip("/")
        for node in etree.fromstring(archive.read(relations), etree.XMLParser(**_PARSER))
    }
    sheets = etree.fromstring(archive.read(book), etree.XMLParser(**_PARSER)).iter("{*}sheet")
    return {targets.get(node.get(_RELATION), ""): node.get("name", "") for node in sheets}


def column_number(letters: bytes) -> int:
    """1 for A, 27 for AA."""
    number = 0
    for letter in letters:
        number = number * 26 + letter - 64
    return number


def _area(xml: bytes) -> int:
    height = width = unplaced = 0
    for match in _CELL.finditer(xml):
        if match[1]:
            height, width = max(height, int(match[2])), max(width, column_number(match[1]))
        else:
            unplaced += 1
    if unplaced:
        rows = [int(match[1] or 0) for match in _ROW.finditer(xml)]
        height = max([height, len(rows), *rows])
        width = max([width, *(len(_CELL.findall(row)) for row in _ROW.split(xml)[2::2])])
    return height * width


def _check_strings(xml: bytes) -> None:
    """ValueError for a count of shared strings that the part cannot hold; calamine reserves memory for it."""
    found = _STRINGS.search(xml[:_HEAD])
    if found and (len(found[1]) > _LONGEST_COUNT or int(found[1]) > len(xml)):
        raise ValueError("the count of shared strings is forged")


def _errors(xml: bytes) -> dict[tuple[int, int], str]:
    found: dict[tuple[int, int], str] = {}
    if not re.search(rb"\st=[\"']e[\"']", xml):
        return found
    for match in _ERROR.finditer(xml):
        place = _PLACE.search(match[1])
        if place:
            found[int(place[2]) - 1, column_number(place[1]) - 1] = match[2].decode("ascii", "replace")
    return found
