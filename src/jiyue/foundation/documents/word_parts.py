"""Pieces of WordprocessingML that python-docx has no words for."""

from __future__ import annotations

from typing import Any

from docx.enum.text import WD_LINE_SPACING
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Pt, RGBColor

from jiyue.foundation.documents.style import POINT, fonts

SMALL, PICTURE = "Small text", "Picture"
TWIPS = 20
EIGHTHS = 8


def element(tag: str, **attributes: Any) -> Any:
    """``element("w:sz", val=32)``."""
    made = OxmlElement(tag)
    for name, value in attributes.items():
        made.set(qn(f"w:{name}"), str(value))
    return made


def set_fonts(properties: Any, role: str) -> None:
    """Name the font of a role for every script."""
    found = properties.get_or_add_rFonts()
    for theme in ("asciiTheme", "hAnsiTheme", "eastAsiaTheme", "cstheme"):
        found.attrib.pop(qn(f"w:{theme}"), None)
    for script in ("ascii", "hAnsi", "eastAsia", "cs"):
        found.set(qn(f"w:{script}"), fonts(role)[0])


def add_run(
    line: Any,
    text: str,
    role: str,
    size: float | None = None,
    *,
    colour: RGBColor | None = None,
) -> Any:
    """Text in the font of a role."""
    run = line.add_run(text)
    properties = run._r.get_or_add_rPr()
    set_fonts(properties, role)
    if size is not None:
        run.font.size = Pt(size)
    if colour is not None:
        run.font.color.rgb = colour
    return run


def insert(properties: Any, made: Any, *followers: str) -> None:
    """Put ``made`` before the first of ``followers``: the schema has an order."""
    tags = {qn(tag) for tag in followers}
    for i, child in enumerate(properties):
        if child.tag in tags:
            properties.insert(i, made)
            return
    properties.append(made)


AFTER_SNAP = ("w:spacing", "w:ind", "w:contextualSpacing", "w:jc", "w:outlineLvl", "w:rPr", "w:sectPr")
AFTER_BORDER = ("w:shd", "w:tabs", "w:autoSpaceDE", "w:autoSpaceDN", "w:snapToGrid", *AFTER_SNAP)


def exact_lines(form: Any, height: float) -> None:
    """Lines of a height in points, whatever their type, for a paragraph's or a style's format."""
    form.line_spacing_rule = WD_LINE_SPACING.EXACTLY
    form.line_spacing = Pt(height)


def border(line: Any, side: str, width: float, gap: float, colour: str = "000000") -> None:
    """A line ``width`` mm strong above or below a paragraph, ``gap`` mm from its text."""
    properties = line._p.get_or_add_pPr()
    found = properties.find(qn("w:pBdr"))
    if found is None:
        found = element("w:pBdr")
        insert(properties, found, *AFTER_BORDER)
    strong = round(width * POINT * EIGHTHS)
    made = element(f"w:{side}", val="single", sz=strong, space=round(gap * POINT), color=colour)
    found.append(made)
