"""Any file of tables as grids of cells: the content decides how it is read, never the ending of its name."""

from __future__ import annotations

import gzip
import zlib
from io import BytesIO
from pathlib import Path

from jiyue.engine.problems import Refused
from jiyue.engine.sheet import shapes
from jiyue.engine.sheet.encrypted import is_encrypted, unlock
from jiyue.engine.sheet.html import looks_like_html, read_html
from jiyue.engine.sheet.parquet import read_parquet
from jiyue.engine.sheet.shapes import Cell as Cell
from jiyue.engine.sheet.shapes import Grid as Grid
from jiyue.engine.sheet.shapes import Limits as Limits
from jiyue.engine.sheet.shapes import Merge as Merge
from jiyue.engine.sheet.spreadsheetml import looks_like_spreadsheetml, read_spreadsheetml
from jiyue.engine.sheet.text import decode, read_csv
from jiyue.engine.sheet.xls import read_xls
from jiyue.engine.sheet.xlsx import read_xlsx

DEFAULT_LIMITS = Limits()
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_FOREIGN = (
    (b"%PDF", "PDF"),
    (b"\x89PNG", "PNG"),
    (b"\xff\xd8\xff", "JPEG"),
    (b"GIF8", "GIF"),
    (b"Rar!", "RAR"),
    (b"7z\xbc\xaf\x27\x1c", "7z"),
    (b"BZh", "bzip2"),
    (b"\x28\xb5\x2f\xfd", "zstd"),
    (b"\xfd7zXZ", "xz"),
    (b"{\\rtf", "RTF"),
    (b"SQLite format 3\x00", "SQLite"),
    (b"MZ", "EXE"),
    (b"\x7fELF", "ELF"),
)


def read_grids(path: Path | str, *, limits: Limits = DEFAULT_LIMITS) -> list[Grid]:
    """The sheets of a file: xlsx, xlsm, xls, csv, tsv, gzipped csv, HTML or XML saved as .xls, parquet.

    Text is UTF-8, UTF-16 with a mark, or GB18030; cells of text files stay text. A workbook locked with the
    password that Excel itself tries is opened. The first row of a parquet file's grid is its column names.
    Raises Refused: missing, empty, unknown, broken, undecodable, too large, or locked file.
    """
    path = Path(path)
    try:
        size = path.stat().st_size
        if size > limits.file_bytes:
            raise Refused(shapes.TOO_LARGE(file=path.name, found=size, limit=limits.file_bytes))
        data = path.read_bytes()
    except OSError as error:
        reason = error.strerror or type(error).__name__
        raise Refused(shapes.NO_FILE(file=path.name, reason=reason)) from error
    return read_bytes(data, path.name, path.stem, limits)


def read_bytes(data: bytes, file: str, stem: str, limits: Limits) -> list[Grid]:
    """The sheets in ``data``; ``file`` names it in refusals, ``stem`` names the grid of a text file."""
    if not data.strip(b"\0 \r\n\t\xef\xbb\xbf"):
        raise Refused(shapes.EMPTY_FILE(file=file))
    if data.startswith(b"\x1f\x8b"):
        return read_bytes(_gunzip(data, file, limits), file, stem.removesuffix(".csv"), limits)
    if data.startswith(_OLE):
        if is_encrypted(data, file):
            data = unlock(data, file, limits)
        if data.startswith(_OLE):
            return read_xls(data, file, limits)
    if data.startswith(b"PK"):
        return read_xlsx(data, file, limits)
    if data.startswith(b"PAR1"):
        return read_parquet(data, file, stem, limits)
    if found := next((name for magic, name in _FOREIGN if data.startswith(magic)), None):
        raise Refused(shapes.UNKNOWN_KIND(file=file, found=found))
    text = decode(data, file)
    if looks_like_spreadsheetml(text):
        return read_spreadsheetml(text, file, limits)
    if looks_like_html(text):
        return read_html(text, file, limits)
    return [read_csv(text, file, stem, limits)]


def _gunzip(data: bytes, file: str, limits: Limits) -> bytes:
    try:
        with gzip.GzipFile(fileobj=BytesIO(data)) as packed:
            plain = packed.read(limits.unpacked_bytes + 1)
    except (OSError, EOFError, zlib.error) as error:
        raise Refused(shapes.BROKEN_FILE(file=file, kind="gzip", reason=str(error))) from error
    if len(plain) > limits.unpacked_bytes:
        raise Refused(
            shapes.PACKED_BOMB(file=file, found=f"> {limits.unpacked_bytes}", limit=limits.unpacked_bytes)
        )
    if plain.startswith(b"\x1f\x8b"):
        raise Refused(shapes.UNKNOWN_KIND(file=file, found="gzip in gzip"))
    return plain
