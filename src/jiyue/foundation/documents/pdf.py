"""The PDF of a paper, through typst, with its fonts embedded."""

from __future__ import annotations

import json
from dataclasses import asdict
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import typst

from jiyue.foundation.documents.charts import draw
from jiyue.foundation.documents.fonts import book, families, folders
from jiyue.foundation.documents.laid import Laid, Piece, column_widths, signature_indents
from jiyue.foundation.documents.paper import Chart, Picture, Table
from jiyue.foundation.documents.style import red, roles, word

TEMPLATE = Path(__file__).parent / "typst" / "document.typ"
PNG = b"\x89PNG"


def make_pdf(laid: Laid) -> bytes:
    """The same paper gives the same bytes. Refused (DOCUMENT_FONT_MISSING)."""
    day = laid.paper.on
    made = datetime(day.year, day.month, day.day, tzinfo=UTC) if day else datetime(2000, 1, 1, tzinfo=UTC)
    found: bytes = typst.compile(
        str(TEMPLATE),
        root=str(TEMPLATE.parent),
        sys_inputs={"paper": json.dumps(payload(laid), ensure_ascii=False)},
        font_paths=book(folders()),
        timestamp=made,
        format="pdf",
    )
    return found


def payload(laid: Laid) -> dict[str, Any]:
    """What the template reads."""
    paper = laid.paper
    return {
        "style": asdict(laid.style),
        "fonts": {role: families(role) for role in roles()},
        "red": f"#{red()}",
        "words": {"page": word("page", n="{n}")},
        "title": paper.title,
        "author": paper.signer,
        "layout": paper.layout,
        "letterhead": paper.letterhead,
        "letterhead_size": laid.style.letterhead_size(paper.letterhead),
        "number": paper.number,
        "addressee": word("addressee", who=paper.addressee) if paper.addressee else "",
        "pieces": [_piece(p) for p in laid.pieces],
        "notes": laid.notes,
        "attendance": laid.attendance,
        "signer": paper.signer,
        "date": laid.date,
        "indents": signature_indents(laid),
        "annexes": [
            {"label": a.label, "title": a.title, "pieces": [_piece(p) for p in a.pieces]}
            for a in laid.annexes
        ],
        "imprint": _imprint(laid),
    }


def _imprint(laid: Laid) -> list[list[str]]:
    found = laid.imprint
    rows = []
    if found.copies:
        rows.append([word("copies") + word("colon"), found.copies, ""])
    if found.printer or found.printed:
        rows.append([found.printer, "", found.printed])
    if found.fingerprint:
        rows.append([found.fingerprint, "", ""])
    return rows


def _piece(piece: Piece) -> dict[str, Any]:
    if isinstance(piece, Table):
        return {
            "is": "table",
            "title": piece.title,
            "unit": word("table", unit=piece.unit) if piece.unit else "",
            "columns": piece.columns,
            "rows": piece.rows,
            "align": list(piece.align or "c" * len(piece.columns)),
            "widths": column_widths(piece),
        }
    if isinstance(piece, Chart):
        return _picture(piece.title, draw(piece, "svg"), "svg")
    if isinstance(piece, Picture):
        return _picture(piece.title, piece.image, "png" if piece.image.startswith(PNG) else "jpg")
    return {"is": "text", "level": piece.level, "runs": [asdict(r) for r in piece.runs]}


def _picture(title: str, image: bytes, form: str) -> dict[str, Any]:
    return {"is": "picture", "title": title, "image": list(image), "format": form}
