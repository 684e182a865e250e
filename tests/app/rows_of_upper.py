"""Tables of upper levels, what was filled in them, and exports compared."""

from __future__ import annotations

from collections.abc import Callable
from io import BytesIO
from typing import Any

import openpyxl
from django.core.files.base import ContentFile

from app.counties import County
from jiyue.foundation.access import program
from jiyue.foundation.files.store import receive
from jiyue.indicators.upper import actions, reconciling
from jiyue.indicators.upper.models import BlankTable, BoundCell, Fill, Line, Reconciliation

OWNER = program("tests")


def table(here: County) -> BlankTable:
    book, target = openpyxl.Workbook(), BytesIO()
    book.active["A1"] = here.called("报表")
    book.save(target)
    received = receive("报表.xlsx", ContentFile(target.getvalue()).chunks())
    made = actions.add_table(OWNER, received, title=here.called("年报"), unit=here.unit)
    actions.bind(OWNER, made, sheet="Sheet", cell="B2", measure="land_area")
    return made


def cell(here: County) -> BoundCell:
    return table(here).latest.cells.get()


def fill(here: County) -> Fill:
    return actions.fill(OWNER, table(here), unit=here.unit, year=2025)


def loaded(here: County) -> Reconciliation:
    """An export that nobody has said the columns of."""
    text = f"unit,measure,year,figure\n{here.unit.code},land_area,2025,7\n"
    received = receive("导出.csv", ContentFile(text.encode()).chunks())
    return reconciling.load(OWNER, received, system=here.called("平台"), unit=here.unit)


def reconciliation(here: County) -> Reconciliation:
    columns = {role: role for role in ("unit", "measure", "year", "figure")}
    return reconciling.settle(OWNER, loaded(here), columns=columns, names={"land_area": "land_area"})


def line(here: County) -> Line:
    return reconciliation(here).lines.get()


TABLES = ("", "-file", "-bind", "-fill", "-retire")
FILLS = ("", "-as", "-file")
BEHIND: dict[str, Callable[[County], Any]] = {
    **{f"upper-table{deed}": table for deed in TABLES},
    "upper-cell-free": cell,
    **{f"upper-fill{deed}": fill for deed in FILLS},
    **dict.fromkeys(("reconciliation", "reconciliation-as"), reconciliation),
    "reconciliation-columns": loaded,
    "line-explain": line,
}
LISTED: dict[str, Callable[[County], Any]] = {
    "upper-tables": table,
    "upper-fills": fill,
    "reconciliations": reconciliation,
}
MORE = {"upper-fill-as": {"form": "json"}, "reconciliation-as": {"form": "json"}}
