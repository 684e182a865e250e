"""The .docx of a paper: for offices that go on editing, print and stamp."""

from __future__ import annotations

import io
from typing import Any

from docx import Document
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_BREAK, WD_TAB_ALIGNMENT
from docx.oxml.table import CT_Tbl
from docx.shared import Mm, Pt, RGBColor

from jiyue.foundation.documents.charts import draw
from jiyue.foundation.documents.laid import Annex, Laid, Piece, Run, Text, signature_indents, width
from jiyue.foundation.documents.paper import Chart, Picture, Table
from jiyue.foundation.documents.style import red, word
from jiyue.foundation.documents.word_imprint import add_imprint
from jiyue.foundation.documents.word_page import prepare
from jiyue.foundation.documents.word_parts import (
    PICTURE,
    SMALL,
    add_run,
    border,
    exact_lines,
)
from jiyue.foundation.documents.word_table import add_table

CENTRE, RIGHT = WD_ALIGN_PARAGRAPH.CENTER, WD_ALIGN_PARAGRAPH.RIGHT


def make_docx(laid: Laid) -> bytes:
    """The document as a file of Word and WPS; fonts are named, with those that may stand in for them."""
    return _Writer(laid).write()


class _Writer:
    """Writes one document from top to bottom."""

    def __init__(self, laid: Laid) -> None:
        self.laid, self.paper, self.style = laid, laid.paper, laid.style
        self.pitch = laid.style.character_pitch
        self.docx = Document()
        prepare(self.docx, laid)

    def write(self) -> bytes:
        self.head()
        self.pieces(self.laid.pieces)
        self.notes()
        self.attendance()
        self.signature()
        for annex in self.laid.annexes:
            self.annex(annex)
        self.imprint()
        out = io.BytesIO()
        self.docx.save(out)
        return out.getvalue()

    # --- parts of the page, in their order

    def head(self) -> None:
        paper = self.paper
        if paper.letterhead:
            self.letterhead()
            self.blank(2)
        last = None
        if paper.number:
            last = self.line(paper.number, align=CENTRE)
        if paper.layout == "minutes":
            last = self.line(paper.signer)
            self.indent(last, first=1)
            end = Pt(self.pitch * (self.style.characters - 1))
            last.paragraph_format.tab_stops.add_tab_stop(end, WD_TAB_ALIGNMENT.RIGHT)
            add_run(last, f"\t{self.laid.date}", "body")
        if paper.letterhead:
            border(last or self.blank(1), "bottom", self.style.rule_width, self.style.rule_gap, red())
        if paper.letterhead or paper.number:
            self.blank(2)
        self.title(paper.title)
        self.blank(1)
        if paper.addressee:
            self.line(word("addressee", who=paper.addressee))

    def letterhead(self) -> None:
        size = self.style.letterhead_size(self.paper.letterhead)
        line = self.line("", align=CENTRE)
        line.paragraph_format.space_before = Mm(self.style.letterhead_drop)
        exact_lines(line.paragraph_format, size)
        add_run(line, self.paper.letterhead, "title", size, colour=RGBColor.from_string(red()))

    def title(self, text: str) -> None:
        line = self.line("", align=CENTRE, style="Title")
        for i, part in enumerate(text.split("\n")):
            run = add_run(line, part, "title", self.style.title_size)
            if i < text.count("\n"):
                run.add_break(WD_BREAK.LINE)

    def pieces(self, pieces: tuple[Piece, ...]) -> None:
        for piece in pieces:
            if isinstance(piece, Table):
                add_table(self.docx, piece, self.style)
            elif isinstance(piece, Chart):
                self.picture(piece.title, draw(piece, "png"))
            elif isinstance(piece, Picture):
                self.picture(piece.title, piece.image)
            else:
                self.text(piece)

    def text(self, piece: Text) -> None:
        alone = piece.level > 0 and len(piece.runs) == 1
        line = self.docx.add_paragraph(style=f"Heading {piece.level}" if alone else "Normal")
        self.indent(line, first=2)
        for run in piece.runs:
            self.runs(line, run)

    def picture(self, title: str, image: bytes) -> None:
        line = self.docx.add_paragraph(style=PICTURE)
        line.add_run().add_picture(io.BytesIO(image), width=Mm(self.style.type_width - 4))
        add_run(self.docx.add_paragraph(style=SMALL), title, "level1", self.style.table_size)

    def notes(self) -> None:
        if not self.laid.notes:
            return
        self.blank(1)
        head = width(word("attachment") + word("colon"))
        for first, number, title in self.laid.notes:
            line = self.line(f"{first}{number}{title}")
            hanging = head + width(number)
            start = 2 + (0 if first else head)
            self.indent(line, left=2 + hanging, first=start - 2 - hanging)

    def attendance(self) -> None:
        if self.laid.attendance:
            self.blank(1)
        for label, people in self.laid.attendance:
            line = self.line("")
            self.indent(line, left=2 + width(label), first=-width(label))
            self.runs(line, Run(label, "level1"))
            self.runs(line, Run(people))

    def signature(self) -> None:
        if self.paper.layout == "minutes" or not (self.paper.signer or self.laid.date):
            return
        self.blank(2)
        texts = (self.paper.signer, self.laid.date)
        for text, free in zip(texts, signature_indents(self.laid), strict=True):
            if text:
                line = self.line(text, align=RIGHT)
                line.paragraph_format.right_indent = Pt(free * self.pitch)
                line.paragraph_format.keep_together = True

    def annex(self, annex: Annex) -> None:
        label = self.line("")
        label.paragraph_format.page_break_before = True
        self.runs(label, Run(annex.label, "level1"))
        self.blank(1)
        self.title(annex.title)
        self.blank(1)
        self.pieces(annex.pieces)

    def imprint(self) -> None:
        """It hangs on the last paragraph; after a table there is an empty one to hang it on."""
        if not self.laid.imprint:
            return
        if isinstance(self.docx.element.body[-2], CT_Tbl):
            self.line("")
        add_imprint(self.docx.paragraphs[-1], self.laid.imprint, self.style)

    # --- small helps

    def line(self, text: str, *, align: Any = None, style: str = "Normal") -> Any:
        made = self.docx.add_paragraph(style=style)
        made.alignment = align
        if text:
            self.runs(made, Run(text))
        return made

    def runs(self, line: Any, run: Run) -> None:
        add_run(line, run.text, run.role)

    def blank(self, count: int) -> Any:
        made = None
        for _ in range(count):
            made = self.line("")
        return made

    def indent(self, line: Any, *, left: float = 0, first: float = 0) -> None:
        """Indents in characters of the grid."""
        line.paragraph_format.left_indent = Pt(left * self.pitch)
        line.paragraph_format.first_line_indent = Pt(first * self.pitch)
