"""PDFs through pdfium, one at a time: the library must not be called by two threads at once."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pypdfium2
import pypdfium2.raw
from PIL import Image

from jiyue.engine.problems import Refused
from jiyue.foundation.files.limits import limit
from jiyue.foundation.files.problems import LOCKED, TOO_MANY_PAGES, reading

_ONE = threading.Lock()
POINTS = 72


@contextmanager
def opened(source: Path | bytes, name: str) -> Iterator[pypdfium2.PdfDocument]:
    """The document; Refused when it is locked with a password or broken."""
    with _ONE, reading(name):
        try:
            document = pypdfium2.PdfDocument(source)
        except pypdfium2.PdfiumError as error:
            if error.err_code == pypdfium2.raw.FPDF_ERR_PASSWORD:
                raise Refused(LOCKED(file=name)) from error
            raise
        try:
            yield document
        finally:
            document.close()


def check(path: Path, name: str) -> tuple[int, dict[str, Any]]:
    """Pages, and when and with what the file says it was made."""
    with opened(path, name) as document:
        pages = len(document)
        if not pages:
            raise ValueError("a PDF without pages")
        if pages > limit("pages"):
            raise Refused(TOO_MANY_PAGES(file=name, found=pages, limit=limit("pages")))
        document[0].close()
        told = document.get_metadata_dict(skip_empty=True)
    facts = {"made_at": pdf_day(told.get("CreationDate", "")), "program": told.get("Producer", "")[:120]}
    return pages, {k: v for k, v in facts.items() if v}


def pdf_day(text: str) -> str:
    """``2025-03-04T09:05:06`` of ``D:20250304090506+08'00'``; nothing where it is no time."""
    digits = text.removeprefix("D:")[:14]
    if len(digits) != len("20250304090506") or not (digits.isascii() and digits.isdigit()):
        return ""
    y, mo, d, h, mi, s = digits[:4], *(digits[i : i + 2] for i in range(4, 14, 2))
    return f"{y}-{mo}-{d}T{h}:{mi}:{s}"


def drawn(
    path: Path, name: str, page: int, *, longest: int = 0, dpi: int = 0, grey: bool = False
) -> Image.Image:
    """One page (from 1) as a picture, its longer side ``longest`` pixels, or at ``dpi`` within the limit."""
    with opened(path, name) as document:
        sheet = document[page - 1]
        side = max(*sheet.get_size(), 1.0)
        scale = longest / side if longest else dpi / POINTS
        most = (limit("megapixels") * 1_000_000) ** 0.5
        bitmap = sheet.render(scale=min(scale, most / side), grayscale=grey, may_draw_forms=False)
        picture = bitmap.to_pil().copy()
        sheet.close()
    return picture
