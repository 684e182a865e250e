"""Text files: their encoding found out, their bytes checked, their separated values as a grid of text."""

from __future__ import annotations

import codecs
import csv
import re
from io import StringIO
from itertools import islice

from jiyue.engine.problems import Problem, Refused
from jiyue.engine.sheet import shapes
from jiyue.engine.sheet.shapes import Grid, Limits, Row

_BOMS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_CONTROL = re.compile(r"[\x01-\x08\x0e-\x19\x1b-\x1f\x7f]")
_SEPARATORS = "\t,;|"
_SAMPLE_LINES = 50


def decode(data: bytes, file: str) -> str:
    """The text of ``data``; Refused names the byte and line that is neither UTF-8 nor GB18030, or is NUL."""
    for bom, encoding in _BOMS:
        if data.startswith(bom):
            try:
                return _checked(data.decode(encoding), file)
            except UnicodeDecodeError as error:
                raise Refused(_undecodable(data, file, error.start)) from error
    if (nul := data.find(b"\0")) >= 0:
        raise Refused(shapes.NUL_BYTES(file=file, offset=nul, row=data.count(b"\n", 0, nul) + 1))
    failed: list[int] = []
    for encoding in ("utf-8", "gb18030"):
        try:
            return _checked(data.decode(encoding), file)
        except UnicodeDecodeError as error:
            failed.append(error.start)
    raise Refused(_undecodable(data, file, max(failed)))


def _undecodable(data: bytes, file: str, offset: int) -> Problem:
    return shapes.UNDECODABLE(
        file=file, offset=offset, row=data.count(b"\n", 0, offset) + 1, value=f"0x{data[offset]:02X}"
    )


def _checked(text: str, file: str) -> str:
    if (nul := text.find("\0")) >= 0:
        raise Refused(shapes.NUL_BYTES(file=file, offset=nul, row=text.count("\n", 0, nul) + 1))
    if _CONTROL.search(text):
        raise Refused(shapes.UNKNOWN_KIND(file=file, found="binary data"))
    return text


def read_csv(text: str, file: str, name: str, limits: Limits) -> Grid:
    """One grid of text cells; the separator is the one that cuts most of the first lines alike."""
    csv.field_size_limit(limits.file_bytes)
    try:
        reader = csv.reader(StringIO(text.rstrip("\x1a"), newline=""), delimiter=_separator(text))
        rows = list(islice(reader, limits.cells + 1))
    except csv.Error as error:
        raise Refused(shapes.BROKEN_FILE(file=file, kind="csv", reason=str(error))) from error
    width = max(map(len, rows), default=0)
    if len(rows) * width > limits.cells:
        raise Refused(shapes.TOO_MANY_CELLS(file=file, found=len(rows) * width, limit=limits.cells))
    return Grid(name, tuple(_padded(row, width) for row in rows))


def _padded(row: list[str], width: int) -> Row:
    return tuple(cell or None for cell in row) + (None,) * (width - len(row))


def _separator(text: str) -> str:
    lines = [line for line in islice(StringIO(text), _SAMPLE_LINES) if line.strip()]
    counts = {mark: [line.count(mark) for line in lines] for mark in _SEPARATORS}
    return max(_SEPARATORS, key=lambda mark: (sum(map(bool, counts[mark])), mark == ",", sum(counts[mark])))
