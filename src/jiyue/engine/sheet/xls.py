"""BIFF workbooks (.xls): extent and error cells read from the records, the values through calamine."""

from __future__ import annotations

from collections.abc import Iterator
from struct import unpack_from

from jiyue.engine.problems import Refused
from jiyue.engine.sheet import shapes
from jiyue.engine.sheet.book import read_book
from jiyue.engine.sheet.guard import parsing
from jiyue.engine.sheet.ole import checked_streams
from jiyue.engine.sheet.shapes import Grid, Limits

# Record types and error codes: [MS-XLS] 2.3 and 2.5.10.
_BOF, _EOF, _BOUNDSHEET, _DIMENSIONS = 0x0809, 0x000A, 0x0085, 0x0200
_FORMULA, _BOOLERR, _MULRK = 0x0006, 0x0205, 0x00BD
_VALUES = frozenset({_FORMULA, _BOOLERR, _MULRK, 0x0203, 0x027E, 0x00FD, 0x0204, 0x00D6})
_LONG_DIMENSIONS = 12
_MOST_ROWS, _MOST_COLUMNS = 65536, 256
_ERRORS = {0: "#NULL!", 7: "#DIV/0!", 15: "#VALUE!", 23: "#REF!", 29: "#NAME?", 36: "#NUM!", 42: "#N/A"}


def read_xls(data: bytes, file: str, limits: Limits) -> list[Grid]:
    """All worksheets of an unencrypted BIFF5 or BIFF8 workbook."""
    with parsing(file, "xls"):
        streams = checked_streams(data)
        stream = streams.get("Workbook") or streams["Book"]
        sheets = [
            (body[6], body[7], body[8:], unpack_from("<I", body)[0])
            for kind, body in _records(stream, 0)
            if kind == _BOUNDSHEET
        ]
        errors: dict[str, dict[tuple[int, int], str]] = {}
        area = 0
        for length, coding, text, start in sheets:
            cells, found = _scan(stream, start)
            errors[_name(length, coding, text)] = found
            area += cells
    if area > limits.cells:
        raise Refused(shapes.TOO_MANY_CELLS(file=file, found=area, limit=limits.cells))
    return read_book(data, file, "xls", errors, limits)


def _records(stream: bytes, start: int) -> Iterator[tuple[int, bytes]]:
    """The records of one substream; those of substreams within it, such as charts, are left out."""
    depth = 0
    while start + 4 <= len(stream):
        kind, length = unpack_from("<HH", stream, start)
        depth += (kind == _BOF) - (kind == _EOF)
        if depth <= 0:
            return
        if depth == 1:
            yield kind, stream[start + 4 : start + 4 + length]
        start += 4 + length


def _name(length: int, coding: int, text: bytes) -> str:
    return text[: 2 * length].decode("utf-16-le") if coding & 1 else text[:length].decode("latin-1")


def _scan(stream: bytes, start: int) -> tuple[int, dict[tuple[int, int], str]]:
    """How many cells the used rectangle of a sheet has, and its error cells."""
    errors: dict[tuple[int, int], str] = {}
    height = width = 0
    for kind, body in _records(stream, start):
        if kind == _DIMENSIONS:
            _check_dimensions(body)
        if kind not in _VALUES or len(body) < 6:
            continue
        row, column = unpack_from("<HH", body)
        last = unpack_from("<H", body, len(body) - 2)[0] if kind == _MULRK else column
        height, width = max(height, row + 1), max(width, last + 1)
        if kind == _BOOLERR and body[7]:
            errors[row, column] = _ERRORS.get(body[6], "#N/A")
        elif kind == _FORMULA and body[12:14] == b"\xff\xff" and body[6] == 2:
            errors[row, column] = _ERRORS.get(body[8], "#N/A")
    return height * width, errors


def _check_dimensions(body: bytes) -> None:
    """ValueError for an extent that no sheet has; calamine reserves memory for all of it."""
    first, last, left, right = unpack_from("<IIHH" if len(body) >= _LONG_DIMENSIONS else "<HHHH", body)
    if (last and not first < last <= _MOST_ROWS) or max(left, right) > _MOST_COLUMNS:
        raise ValueError("the extent of a sheet is forged")
