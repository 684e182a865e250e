"""Tables of a .docx: ruled, the heading repeated on each page, figures at the right where asked."""

from __future__ import annotations

from typing import Any

from docx.enum.table import WD_CELL_VERTICAL_ALIGNMENT, WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.shared import Mm, Pt

from jiyue.foundation.documents.laid import column_widths
from jiyue.foundation.documents.paper import Table
from jiyue.foundation.documents.style import Style, word
from jiyue.foundation.documents.word_parts import SMALL, add_run, element

CELL = 3
"""Points above and below the text of a cell."""
ALIGN = {
    "l": WD_ALIGN_PARAGRAPH.LEFT,
    "c": WD_ALIGN_PARAGRAPH.CENTER,
    "r": WD_ALIGN_PARAGRAPH.RIGHT,
}


def add_table(docx: Any, table: Table, style: Style) -> None:
    """Add the table as wide as the type area, with its title and unit above."""
    if table.title:
        line = docx.add_paragraph(style=SMALL)
        line.paragraph_format.keep_with_next = True
        add_run(line, table.title, "level1", style.imprint_size)
    if table.unit:
        line = docx.add_paragraph(style=SMALL)
        line.alignment = ALIGN["r"]
        line.paragraph_format.keep_with_next = True
        add_run(line, word("table", unit=table.unit), "body", style.table_size)
    made = docx.add_table(rows=1, cols=len(table.columns), style="Table Grid")
    made.alignment = WD_TABLE_ALIGNMENT.CENTER
    made.autofit = False
    weights = column_widths(table)
    widths = [Mm(style.type_width * w / sum(weights)) for w in weights]
    for column, wide in zip(made.columns, widths, strict=True):
        column.width = wide
    _row(made.rows[0], table.columns, "level1", "c" * len(widths), widths, style)
    made.rows[0]._tr.get_or_add_trPr().append(element("w:tblHeader"))
    for cells in table.rows:
        align = table.align or "c" * len(widths)
        _row(made.add_row(), cells, "body", align, widths, style)


def _row(row: Any, cells: tuple[str, ...], role: str, align: str, widths: list[Any], style: Style) -> None:
    row._tr.get_or_add_trPr().insert(0, element("w:cantSplit"))
    for cell, text, side, wide in zip(row.cells, cells, align, widths, strict=True):
        cell.width = wide
        cell.vertical_alignment = WD_CELL_VERTICAL_ALIGNMENT.CENTER
        line = cell.paragraphs[0]
        line.style = SMALL
        line.alignment = ALIGN[side]
        line.paragraph_format.space_before = line.paragraph_format.space_after = Pt(CELL)
        add_run(line, text, role, style.table_size)
