"""The imprint of a .docx: rows between rules at the foot of the type area of the last page."""

from __future__ import annotations

from math import ceil
from typing import Any

from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_TAB_ALIGNMENT
from docx.shared import Pt

from jiyue.foundation.documents.laid import Imprint, width
from jiyue.foundation.documents.style import POINT, Style, word
from jiyue.foundation.documents.word_parts import (
    AFTER_BORDER,
    SMALL,
    TWIPS,
    add_run,
    border,
    element,
    exact_lines,
    insert,
)

LINE = 1.6
"""Height of a line, in sizes of its type."""


def add_imprint(anchor: Any, imprint: Imprint, style: Style) -> None:
    """Lay each row into a frame of its own, which stands on the page of ``anchor``, the last paragraph.

    Only a border above holds in the frames of LibreOffice: the last line is a frame without text.
    """
    rows = _rows(imprint)
    size = style.imprint_size
    heights = [_lines(left, hanging, style) * size * LINE for left, _, hanging in rows]
    at = (style.top + style.type_height) * POINT - sum(heights)
    for i, (height, (left, right, hanging)) in enumerate(zip(heights, rows, strict=True)):
        line = _frame(anchor, at, height, style)
        border(line, "top", style.line_thin if i else style.line_thick, 0)
        exact_lines(line.paragraph_format, size * LINE)
        form = line.paragraph_format
        form.left_indent, form.right_indent = Pt(size * (1 + hanging)), Pt(size)
        form.first_line_indent = Pt(-size * hanging)
        add_run(line, left, "body", size)
        if right:
            form.tab_stops.add_tab_stop(Pt(style.type_width * POINT - size), WD_TAB_ALIGNMENT.RIGHT)
            add_run(line, f"\t{right}", "body", size)
        at += height
    end = _frame(anchor, at, 1, style)
    border(end, "top", style.line_thick, 0)
    exact_lines(end.paragraph_format, 1)


def _rows(found: Imprint) -> list[tuple[str, str, float]]:
    """The text at the left, that at the right, and how many characters later lines are set in."""
    rows = []
    if found.copies:
        head = word("copies") + word("colon")
        rows.append((head + found.copies, "", width(head)))
    if found.printer or found.printed:
        rows.append((found.printer, found.printed, 0.0))
    if found.fingerprint:
        rows.append((found.fingerprint, "", 0.0))
    return rows


def _lines(text: str, hanging: float, style: Style) -> int:
    """How many lines a text takes."""
    full = style.type_width * POINT / style.imprint_size - 2
    return 1 + max(0, ceil((width(text) - full) / (full - hanging)))


def _frame(anchor: Any, top: float, height: float, style: Style) -> Any:
    """An empty paragraph in a frame as wide as the type area, ``top`` points below the edge of the page."""
    line = anchor.insert_paragraph_before(style=SMALL)
    line.alignment = WD_ALIGN_PARAGRAPH.LEFT
    made = element(
        "w:framePr",
        w=round(style.type_width * POINT * TWIPS),
        h=round(height * TWIPS),
        hRule="exact",
        wrap="around",
        vAnchor="page",
        hAnchor="page",
        x=round(style.left * POINT * TWIPS),
        y=round(top * TWIPS),
    )
    insert(line._p.get_or_add_pPr(), made, "w:pBdr", *AFTER_BORDER)
    return line
