"""Small workbooks for the tests of the tolerant reader."""

from collections.abc import Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

from jiyue.engine.sheet.tidy import Table, Tidy, read_tidy
from tools import save_rows

N = None


def tidy_rows(rows: Sequence[Sequence[object]], merges: Sequence[tuple[int, int, int, int]] = ()) -> Tidy:
    """These cells as one sheet, read back."""
    with TemporaryDirectory() as folder:
        return read_tidy(save_rows(Path(folder) / "table.xlsx", rows, merges=merges, name="表"))


def only_table(rows: Sequence[Sequence[object]], merges: Sequence[tuple[int, int, int, int]] = ()) -> Table:
    """The single table that these cells hold."""
    (table,) = tidy_rows(rows, merges).tables
    return table


def headings_of(table: Table) -> dict[str, tuple[tuple[str, ...], str | None]]:
    """Column letter -> path and unit, from the first row of figures that has them."""
    found: dict[str, tuple[tuple[str, ...], str | None]] = {}
    for cell in table.cells:
        found.setdefault(cell.column, (cell.column_path, cell.unit))
    return found


def names_of(table: Table) -> list[str]:
    """The names of the rows, in order, each once."""
    return list(dict.fromkeys(cell.unit_name for cell in table.cells))
