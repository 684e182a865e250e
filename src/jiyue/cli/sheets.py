"""`jiyue sheet`: any workbook as tidy cells."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from jiyue.cli.index import existing
from jiyue.cli.output import emit, note_problem, refusing, say, table
from jiyue.engine.messages import N_, translate
from jiyue.engine.sheet.tidy import read_tidy


@refusing
def tidy(
    file: Annotated[Path, typer.Argument(help="A workbook, csv or HTML table.")],
    csv: Annotated[Path | None, typer.Option("--csv", metavar="OUT", help="Write the cells as csv.")] = None,
    as_json: Annotated[bool, typer.Option("--json", help="One JSON object on standard output.")] = False,
) -> None:
    """Read the tables of a workbook: every figure with its row name, path of headings and unit."""
    found = read_tidy(existing(file))
    if csv is not None:
        found.write_csv(csv)
    if as_json:
        emit(found.as_dict())
        return
    for warning in found.warnings:
        note_problem(warning)
    heads = [N_("Sheet"), N_("Rows"), N_("Heading rows"), N_("Totals"), N_("Cells")]
    rows = []
    for t in found.tables:
        good = sum(bool(r["adds_up"]) for r in t.total_rows)
        headings = ", ".join(map(str, t.heading_rows))
        totals = f"{good} / {len(t.total_rows)}" if t.total_rows else ""
        rows.append([t.sheet, f"{t.rows[0]}-{t.rows[1]}", headings, totals, len(t.cells)])
    table([translate(h) for h in heads], rows, (4,))
    say(translate(N_("{count} tables."), {"count": len(found.tables)}))
