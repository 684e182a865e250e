"""Does the stamped paper still say what the program says? Rooms tell what rows say, and who reads them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from jiyue.foundation.access import Actor
from jiyue.foundation.action import Deed
from jiyue.foundation.files.models import PART, PRINTED, RETURNED, PrintedSheet
from jiyue.foundation.files.sheet_data import Rows, plain_rows, sheet_hash

SOURCES: dict[str, Callable[[str], Rows | None]] = {}
REACHES: dict[str, Callable[[str, Actor], bool]] = {}


def sheet_source(table: str) -> Callable[[Callable[[str], Rows | None]], Callable[[str], Rows | None]]:
    """Register what answers, for refs that begin with ``table`` (``room/table``), the rows of a sheet now.

    The function gets the ref; None when the row is gone.
    """

    def put(function: Callable[[str], Rows | None]) -> Callable[[str], Rows | None]:
        if SOURCES.setdefault(table, function) is not function:
            raise ValueError(f"{table} has a source already")
        return function

    return put


def row_reach(table: str) -> Callable[[Callable[[str, Actor], bool]], Callable[[str, Actor], bool]]:
    """Register what answers, for refs that begin with ``table``, whether an actor may read the row."""

    def put(function: Callable[[str, Actor], bool]) -> Callable[[str, Actor], bool]:
        if REACHES.setdefault(table, function) is not function:
            raise ValueError(f"{table} has its reach already")
        return function

    return put


def reaches_row(actor: Actor, ref: str) -> bool:
    """Whether ``actor`` may read the row ``ref``, as its room says; no where no room says so."""
    asked = REACHES.get(ref.rpartition("/")[0])
    return asked is not None and asked(ref, actor)


@dataclass(frozen=True)
class SheetState:
    """The sheet that speaks for a row, and whether it says what the data say now (None: not known)."""

    sheet: PrintedSheet
    fits: bool | None

    @property
    def changed(self) -> bool:
        """The mark: what was stamped differs from the data."""
        return self.fits is False


def says_the_same(sheet: PrintedSheet, current: Rows | None) -> bool:
    """Whether a sheet printed from ``current`` would have the same hash."""
    return current is not None and sheet_hash({**sheet.data, "rows": plain_rows(current)}) == sheet.hash


def sheet_state(ref: str, current: Rows) -> SheetState | None:
    """What holds for the row ``ref`` whose sheet would say ``current`` now; None when none was printed.

    A stamped copy that fits speaks first, then the newest stamped copy, then the newest print.
    """
    sheets = list(PrintedSheet.objects.filter(ref=ref).select_related("unit", "organisation"))
    back = [sheet for sheet in sheets if sheet.state == RETURNED]
    found = next((s for s in back if says_the_same(s, current)), None) or next(iter(back or sheets), None)
    return SheetState(found, says_the_same(found, current)) if found else None


def state_of(sheet: PrintedSheet) -> SheetState:
    """The state of one sheet, by what its room says now."""
    source = SOURCES.get(sheet.ref.rpartition("/")[0])
    return SheetState(sheet, says_the_same(sheet, source(sheet.ref)) if source else None)


def settle(deed: Deed, sheet: PrintedSheet) -> None:
    """The state of a sheet follows from the copies that count."""
    back = sheet.back()
    state = RETURNED if len(back) == sheet.pages else PART if back else PRINTED
    if state != sheet.state:
        deed.changed("sheet", sheet.state, state)
        deed.says(sheet)
        sheet.state = state
        sheet.save(update_fields=["state"])
