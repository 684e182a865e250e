"""What every reader of files gives: grids of plain cells, the limits they keep, and the ways they refuse."""

from __future__ import annotations

import datetime
from dataclasses import dataclass

from jiyue.engine.messages import N_
from jiyue.engine.problems import define

Cell = str | int | float | bool | datetime.date | datetime.datetime | None
Row = tuple[Cell, ...]


@dataclass(frozen=True)
class Merge:
    """A merged range of a grid; 0-based row and column of its corners, both inclusive."""

    top: int
    left: int
    bottom: int
    right: int


@dataclass(frozen=True)
class Grid:
    """One sheet. ``rows[i]`` is row ``first_row + i`` of the file, column 0 is A; rows are equally long.

    Error cells are the text that Excel prints (``#DIV/0!``); an empty cell is None. Only the top left cell of
    a merged range holds the value.
    """

    name: str
    rows: tuple[Row, ...]
    merges: tuple[Merge, ...] = ()
    first_row: int = 1


@dataclass(frozen=True)
class Limits:
    """What a file may cost at most; a file beyond it is refused before it is unpacked.

    ``file_bytes``: the file itself; ``unpacked_bytes``: all parts of it unpacked; ``cells``: the rectangle of
    used cells, over all sheets; ``sheets``: their number.
    """

    file_bytes: int = 100 * 2**20
    unpacked_bytes: int = 1024 * 2**20
    cells: int = 20_000_000
    sheets: int = 1000


EMPTY_FILE = define(
    "SHEET_EMPTY_FILE",
    N_("The file {file} is empty."),
    N_("Save the table again and send the new file."),
)
NO_FILE = define(
    "SHEET_NO_FILE",
    N_("The file {file} cannot be opened: {reason}."),
    N_("Check the name and the folder of the file, and that you may read it."),
)
UNKNOWN_KIND = define(
    "SHEET_UNKNOWN_KIND",
    N_("The file {file} is not a table that can be read: it looks like {found}."),
    N_("Open it in the program that made it and save it as an Excel workbook (.xlsx) or as CSV."),
)
BROKEN_FILE = define(
    "SHEET_BROKEN_FILE",
    N_("The file {file} is broken or was cut short ({kind}: {reason})."),
    N_(
        "Open it in Excel or WPS, let it be repaired, save it as a new .xlsx and send that; or copy it again."
    ),
)
UNDECODABLE = define(
    "SHEET_UNDECODABLE_TEXT",
    N_("The text in {file} is neither UTF-8 nor GB18030; see the byte at position {offset} (line {row})."),
    N_("Save the table as CSV UTF-8 or as .xlsx; do not join files of different encodings."),
)
NUL_BYTES = define(
    "SHEET_NUL_BYTES",
    N_(
        "The text file {file} holds a NUL byte at position {offset} (line {row}), which no table of text has."
    ),
    N_("Save the table again as CSV UTF-8 or as .xlsx."),
)
TOO_LARGE = define(
    "SHEET_TOO_LARGE",
    N_("The file {file} holds {found} bytes, more than the {limit} allowed."),
    N_("Split the table into several files, or delete pictures and sheets that are not needed."),
)
TOO_MANY_CELLS = define(
    "SHEET_TOO_MANY_CELLS",
    N_("The used area of {file} has {found} cells, more than the {limit} allowed."),
    N_("Delete the empty rows and columns after the table, or split the table into several files."),
)
TOO_MANY_SHEETS = define(
    "SHEET_TOO_MANY_SHEETS",
    N_("The workbook {file} has {found} sheets, more than the {limit} allowed."),
    N_("Split the workbook into several files."),
)
PACKED_BOMB = define(
    "SHEET_UNPACKS_TOO_LARGE",
    N_("Unpacked, the file {file} would fill {found} bytes, more than the {limit} allowed."),
    N_("Send the table without packing it, or split it into several files."),
)
PASSWORD = define(
    "SHEET_PASSWORD",
    N_("The workbook {file} is locked with a password."),
    N_("Open it with its password, save it without one, and send that copy."),
)
