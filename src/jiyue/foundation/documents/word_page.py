"""The page, the grid, the styles, the page number and the font table of a .docx."""

from __future__ import annotations

from math import floor
from typing import Any

from docx.enum.style import WD_STYLE_TYPE
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml.ns import qn
from docx.shared import Mm, Pt, RGBColor
from lxml import etree

from jiyue.foundation.documents.laid import Laid
from jiyue.foundation.documents.style import Style, fonts, roles, word
from jiyue.foundation.documents.word_parts import (
    AFTER_SNAP,
    PICTURE,
    SMALL,
    TWIPS,
    add_run,
    element,
    exact_lines,
    insert,
    set_fonts,
)

TITLE_LINE = 1.5
AFTER_RUN_SPACING = ("w:w", "w:kern", "w:position", "w:sz", "w:szCs", "w:lang")
AFTER_RUN_SNAP = ("w:color", "w:spacing", *AFTER_RUN_SPACING)
GRID = 4096
"""Parts of a point in which a grid says how much wider or narrower its characters are."""


def prepare(docx: Any, laid: Laid) -> None:
    """Make an empty document ready: everything but its text."""
    style = laid.style
    section = docx.sections[0]
    section.page_width, section.page_height = Mm(style.page_width), Mm(style.page_height)
    section.top_margin, section.bottom_margin = Mm(style.top), Mm(style.bottom)
    section.left_margin, section.right_margin = Mm(style.left), Mm(style.right)
    _grid(section, style)
    _styles(docx, style)
    _page_numbers(docx, section, style)
    _substitutes(docx)
    properties = docx.core_properties
    properties.title, properties.author = laid.paper.title.replace("\n", ""), laid.paper.signer
    properties.comments, properties.language = "", "zh-CN"


def _grid(section: Any, style: Style) -> None:
    """Lines and characters: 28 x 16 pt are wider than 156 mm, so the characters move together."""
    found = section._sectPr.find(qn("w:docGrid"))
    if found is None:
        found = element("w:docGrid")
        section._sectPr.append(found)
    found.set(qn("w:type"), "linesAndChars")
    found.set(qn("w:linePitch"), str(whole_twips(style.line_pitch)))
    found.set(qn("w:charSpace"), str(round((style.character_pitch - style.body_size) * GRID)))


def whole_twips(points: float) -> int:
    """Cut to whole twips, the unit of a .docx, so that the last line or character still fits."""
    return floor(points * TWIPS)


def _styles(docx: Any, style: Style) -> None:
    defaults = docx.styles.element.find(qn("w:docDefaults"))
    run = defaults.find(f"{qn('w:rPrDefault')}/{qn('w:rPr')}")
    for tag in ("w:sz", "w:szCs"):
        for old in run.findall(qn(tag)):
            run.remove(old)
        insert(run, element(tag, val=round(style.body_size * 2)), "w:lang")
    for old in defaults.findall(qn("w:pPrDefault")):
        defaults.remove(old)
    language = run.find(qn("w:lang"))
    language.set(qn("w:val"), "zh-CN")
    language.set(qn("w:eastAsia"), "zh-CN")
    body = docx.styles["Normal"]
    _plain(body, "body", style.body_size)
    _on_the_grid(body, style)
    for level in (1, 2, 3, 4):
        heading = docx.styles[f"Heading {level}"]
        _plain(heading, f"level{level}" if level < 3 else "body", style.body_size)
        _on_the_grid(heading, style)
        heading.paragraph_format.keep_with_next = True
    title = docx.styles["Title"]
    _plain(title, "title", style.title_size)
    exact_lines(title.paragraph_format, style.title_size * TITLE_LINE)
    title.element.pPr.remove(title.element.pPr.find(qn("w:pBdr")))
    for name in (SMALL, PICTURE):
        made = docx.styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH)
        made.base_style = None
        _plain(made, "body", style.imprint_size)
        made.paragraph_format.alignment = WD_ALIGN_PARAGRAPH.CENTER
    docx.styles[PICTURE].paragraph_format.keep_with_next = True


def _plain(style: Any, role: str, size: float) -> None:
    """Black, upright, of one size, without space around: what a document has."""
    set_fonts(style.element.get_or_add_rPr(), role)
    font = style.font
    font.size, font.bold, font.italic = Pt(size), False, False
    font.color.rgb = RGBColor(0, 0, 0)
    for old in style.element.rPr.findall(qn("w:spacing")):
        style.element.rPr.remove(old)
    form = style.paragraph_format
    form.space_before = form.space_after = Pt(0)
    form.line_spacing = 1.0
    form.widow_control = False
    paragraph = style.element.get_or_add_pPr()
    for tag in ("w:autoSpaceDE", "w:autoSpaceDN", "w:snapToGrid"):
        insert(paragraph, element(tag, val=0), *AFTER_SNAP)


def _on_the_grid(made: Any, style: Style) -> None:
    """Lines and characters as far apart as the grid has them, said by the style itself.

    Snapping to the grid gives the same in Word; LibreOffice gives every figure and every character that is
    wider than its cell two cells, and cuts the line to whole cells: one twip less a character fits there too.
    """
    form = made.paragraph_format
    form.alignment = WD_ALIGN_PARAGRAPH.JUSTIFY
    exact_lines(form, whole_twips(style.line_pitch) / TWIPS)
    narrower = whole_twips(style.character_pitch - style.body_size) - 1
    properties = made.element.rPr
    insert(properties, element("w:snapToGrid", val=0), *AFTER_RUN_SNAP)
    insert(properties, element("w:spacing", val=narrower), *AFTER_RUN_SPACING)


def _page_numbers(docx: Any, section: Any, style: Style) -> None:
    """Outside on each page: the odd ones at the right, the even ones at the left, one character in."""
    docx.settings.odd_and_even_pages_header_footer = True
    size = style.imprint_size
    section.footer_distance = Mm(style.bottom - style.page_number_drop) - Pt(size / 2)
    sides = (
        (section.footer, WD_ALIGN_PARAGRAPH.RIGHT),
        (section.even_page_footer, WD_ALIGN_PARAGRAPH.LEFT),
    )
    for footer, side in sides:
        footer.is_linked_to_previous = False
        line = footer.paragraphs[0]
        line.style = docx.styles[SMALL]
        line.alignment = side
        line.paragraph_format.left_indent = line.paragraph_format.right_indent = Pt(size)
        exact_lines(line.paragraph_format, size)
        before, after = word("page", n="\n").split("\n")
        add_run(line, before, "number", size)
        _page_field(add_run(line, "", "number", size))
        add_run(line, after, "number", size)


def _page_field(run: Any) -> None:
    for part in (
        element("w:fldChar", fldCharType="begin"),
        element("w:instrText"),
        element("w:fldChar", fldCharType="end"),
    ):
        if part.tag == qn("w:instrText"):
            part.text = "PAGE"
        run._r.append(part)


def _substitutes(docx: Any) -> None:
    """Tell Word, WPS and LibreOffice which fonts may stand in for those that are named."""
    part = next(p for p in docx.part.package.iter_parts() if p.partname == "/word/fontTable.xml")
    table = etree.fromstring(part.blob)
    for role in roles():
        named, *others = fonts(role)
        made = etree.SubElement(table, qn("w:font"))
        made.set(qn("w:name"), named)
        family = "swiss" if role == "level1" else "roman"
        for tag, value in (("altName", ",".join(others)), ("charset", "86"), ("family", family)):
            etree.SubElement(made, qn(f"w:{tag}")).set(qn("w:val"), value)
    part._blob = etree.tostring(table, xml_declaration=True, encoding="UTF-8", standalone=True)
