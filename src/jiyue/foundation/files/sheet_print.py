"""Drawing a sheet as PDF: the table, a place for stamp and signature, on every page the code twice."""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from io import BytesIO
from pathlib import Path
from typing import Any, Literal

import segno
import typst

from jiyue.engine.messages import N_, translate
from jiyue.engine.problems import Refused, define
from jiyue.foundation.documents.fonts import book, families, folders
from jiyue.foundation.files import pdfs
from jiyue.foundation.files.limits import limit
from jiyue.foundation.files.sheet_code import OnPage, new_code, shown
from jiyue.foundation.files.sheet_data import Rows, Value, plain_rows, sheet_hash
from jiyue.foundation.ui import figures

EMPTY_SHEET = define(
    "SHEET_NOTHING_TO_PRINT",
    N_("“{title}” has no rows, so there is nothing to stamp."),
    N_("Fill in the table first."),
)
RAGGED = define(
    "SHEET_RAGGED",
    N_("Row {row} of “{title}” has {found} cells, the heading has {wanted}."),
    N_("Give every row as many cells as the heading."),
)
TOO_LONG = define(
    "SHEET_TOO_LONG",
    N_("“{title}” has {found} rows; a sheet for stamping may have {limit}."),
    N_("Print it by town or by class, so that each sheet can be looked through before it is stamped."),
)
NO_SIGN = define(
    "SHEET_NO_SIGN",
    N_("No font here has the sign {value}, so that it cannot be printed."),
    N_("Put a font that has it into a folder named in JIYUE_FONTS, or write it otherwise."),
)
TEMPLATE = Path(__file__).with_name("sheet.typ")
WIDE_COLUMNS, WIDEST, LANGUAGE = 7, 24, "zh"
STANDARD: Literal["a-2u"] = "a-2u"
"""PDF/A-2u: fonts embedded, texts readable, fit for an archive (ISO 19005-2)."""
_UNDRAWN = re.compile(r"the text `\"(.+?)\"` could not be displayed")
WORDS = {
    "code": N_("Sheet code"),
    "page": N_("page {n} of {pages}"),
    "hash": N_("Fingerprint of the data"),
    "keep": N_("Stamp and sign here, then scan all pages whole; do not cover the square code."),
    "organisation": N_("Reported by:"),
    "unit": N_("Unit:"),
    "period": N_("Period:"),
    "author": N_("Filled in by:"),
    "head": N_("Head (signature):"),
    "stamp": N_("Organisation (stamp):"),
    "day": N_("Date (year, month, day):"),
}


@dataclass(frozen=True)
class Drawn:
    """A sheet as it was drawn; no row speaks of it yet."""

    code: str
    data: dict[str, Any]
    hash: str
    pages: int
    pdf: bytes


def draw(
    *,
    title: str,
    unit: str,
    organisation: str,
    period: str,
    ref: str,
    columns: Sequence[str],
    rows: Rows,
) -> Drawn:
    """``rows`` under the headings ``columns`` as PDF.

    :class:`Refused` for no rows, too many or uneven ones, no Chinese font, a sign that no font has.
    """
    if not rows:
        raise Refused(EMPTY_SHEET(title=title))
    if len(rows) > limit("sheet_rows"):
        raise Refused(TOO_LONG(title=title, found=len(rows), limit=limit("sheet_rows")))
    uneven = [
        RAGGED(row=i, title=title, found=len(row), wanted=len(columns))
        for i, row in enumerate(rows, start=1)
        if len(row) != len(columns)
    ]
    if uneven:
        raise Refused(uneven)
    data = {
        "ref": ref,
        "title": title,
        "unit": unit,
        "organisation": organisation,
        "period": period,
        "columns": list(columns),
        "rows": plain_rows(rows),
    }
    code, found = new_code(), sheet_hash(data)
    said = _said(data, rows, code, found)
    pages = _count(_compile(said))
    said["qr"] = [_square(OnPage(code, page, pages, found).text()) for page in range(1, pages + 1)]
    return Drawn(code, data, found, pages, _compile(said))


def _said(data: dict[str, Any], rows: Rows, code: str, found: str) -> dict[str, Any]:
    right = [_figures(row[x] for row in rows) for x in range(len(data["columns"]))]
    cells = [[_cell(value) for value in row] for row in rows]
    lengths = [max(map(_width, column)) for column in zip(data["columns"], *cells, strict=True)]
    return {
        **data,
        "rows": cells,
        "right": right,
        "widths": [min(max(length, 4), WIDEST) for length in lengths],
        "wide": len(right) > WIDE_COLUMNS or sum(lengths) > WIDEST * 4,
        "code": shown(code),
        "hash": found,
        "fonts": families("number"),
        "lang": LANGUAGE,
        "words": {name: translate(msgid, lang=LANGUAGE) for name, msgid in WORDS.items()},
        "qr": [],
    }


def _figures(values: Any) -> bool:
    known = [value for value in values if value is not None]
    return bool(known) and all(isinstance(value, int | Decimal) for value in known)


def _cell(value: Value) -> str:
    if value is None or isinstance(value, int | Decimal):
        return figures.number(value)
    return value if isinstance(value, str) else value.isoformat()


def _width(text: str) -> int:
    return sum(2 if unicodedata.east_asian_width(sign) in "WF" else 1 for sign in text)


def _compile(said: dict[str, Any]) -> bytes:
    try:
        return typst.compile(
            TEMPLATE.read_bytes(),
            format="pdf",
            font_paths=book(folders()),
            sys_inputs={"sheet": json.dumps(said)},
            pdf_standards=STANDARD,
        )
    except typst.TypstError as error:
        if found := _UNDRAWN.search(error.message):
            raise Refused(NO_SIGN(value=found[1])) from error
        raise


def _count(pdf: bytes) -> int:
    with pdfs.opened(pdf, "") as document:
        return len(document)


def _square(text: str) -> str:
    out = BytesIO()
    segno.make_qr(text, error="m").save(out, kind="svg", xmldecl=False)
    return out.getvalue().decode()
