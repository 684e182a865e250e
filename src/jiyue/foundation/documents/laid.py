"""A paper with everything resolved that does not depend on the format: labels, dates, notes, imprint."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from jiyue.foundation.documents.outline import numbered
from jiyue.foundation.documents.paper import Block, Chart, Heading, Paper, Paragraph, Picture, Table, short
from jiyue.foundation.documents.style import Style, date_text, style, word


@dataclass(frozen=True)
class Run:
    """A piece of text in the font of one role."""

    text: str
    role: str = "body"


@dataclass(frozen=True)
class Text:
    """A paragraph. ``level`` is that of a heading, 0 for body."""

    runs: tuple[Run, ...]
    level: int = 0


Piece = Text | Table | Chart | Picture


@dataclass(frozen=True)
class Annex:
    """An attachment on pages of its own."""

    label: str
    title: str
    pieces: tuple[Piece, ...]


@dataclass(frozen=True)
class Imprint:
    """The lines at the foot of the last page: copies, then who printed it and when, then the fingerprint."""

    copies: str = ""
    printer: str = ""
    printed: str = ""
    fingerprint: str = ""

    def __bool__(self) -> bool:
        return bool(self.copies or self.printer or self.printed or self.fingerprint)


@dataclass(frozen=True)
class Laid:
    paper: Paper
    style: Style
    pieces: tuple[Piece, ...]
    notes: tuple[tuple[str, str, str], ...]
    """The note of attachments: word, number and title of each line."""
    attendance: tuple[tuple[str, str], ...]
    annexes: tuple[Annex, ...]
    date: str
    imprint: Imprint


def lay(paper: Paper, found: str) -> Laid:
    """``found`` is the fingerprint, which the imprint shows where the paper asks for it."""
    annexes = [
        Annex(_annex_label(paper, n), a.title, pieces(a.blocks))
        for n, a in enumerate(paper.attachments, start=1)
        if a.blocks
    ]
    return Laid(
        paper=paper,
        style=style(),
        pieces=pieces(paper.blocks),
        notes=tuple(_notes(paper)),
        attendance=tuple(_attendance(paper)),
        annexes=tuple(annexes),
        date=date_text(paper.on) if paper.on else "",
        imprint=_imprint(paper, found),
    )


def pieces(blocks: Sequence[Block]) -> tuple[Piece, ...]:
    return tuple(_piece(block, label) for block, label in numbered(blocks))


def _piece(block: Block, label: str) -> Piece:
    if isinstance(block, Paragraph):
        return Text((Run(block.text),))
    if isinstance(block, Heading):
        role = f"level{block.level}" if block.level < 3 else "body"
        runs = (Run(label + block.text, role), Run(block.then))
        return Text(tuple(r for r in runs if r.text), block.level)
    return block


def _annex_label(paper: Paper, n: int) -> str:
    return word("attachment") + (str(n) if len(paper.attachments) > 1 else "")


def _notes(paper: Paper) -> Iterator[tuple[str, str, str]]:
    """One attachment has no number; several are numbered, the first beside the word itself."""
    head = word("attachment") + word("colon")
    many = len(paper.attachments) > 1
    for n, attachment in enumerate(paper.attachments, start=1):
        yield head if n == 1 else "", f"{n}." if many else "", attachment.title


def _attendance(paper: Paper) -> Iterator[tuple[str, str]]:
    for name in ("present", "absent", "observers"):
        if people := getattr(paper, name):
            yield word(name) + word("colon"), word("comma").join(people)


def _imprint(paper: Paper, found: str) -> Imprint:
    copies = ""
    if paper.copies:
        copies = word("comma").join(paper.copies) + word("stop")
    return Imprint(
        copies=copies,
        printer=paper.printer,
        printed=word("printed", date=date_text(paper.printed_on)) if paper.printed_on else "",
        fingerprint=word("fingerprint", hash=short(found)) if paper.fingerprint and found else "",
    )


def width(text: str) -> float:
    """How many characters wide a text is: half a character for a Latin letter or a digit."""
    return sum(1.0 if ord(c) > 0x2E7F else 0.5 for c in text)


def signature_indents(laid: Laid) -> tuple[float, float]:
    """Characters to keep free at the right of signer and date.

    GB/T 9704-2012, 7.3.5.1: the date keeps four characters free, the signer stands centred above it.
    """
    date, signer = width(laid.date), width(laid.paper.signer)
    if not date:
        return 4.0, 4.0
    over = (signer - date) / 2
    return max(4.0 - over, 0.0), max(4.0, over)


def column_widths(table: Table) -> list[float]:
    """How wide the columns are to each other: by their longest cells, within bounds."""
    cells = zip(table.columns, *table.rows, strict=True)
    return [min(max(max(width(c) for c in column), 3.0), 14.0) for column in cells]
