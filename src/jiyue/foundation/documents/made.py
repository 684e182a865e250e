"""The file of a document, made from what was frozen; one that was altered is not made."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path
from typing import Literal

from django.conf import settings

from jiyue import __version__
from jiyue.engine.messages import N_
from jiyue.engine.problems import Refused, define
from jiyue.foundation.documents.laid import lay
from jiyue.foundation.documents.models import Document
from jiyue.foundation.documents.pdf import make_pdf
from jiyue.foundation.documents.word import make_docx

ALTERED = define(
    "DOCUMENT_ALTERED",
    N_("{value} was altered in the database after it was issued: its fingerprint does not fit."),
    N_("Compare it with the printed document and a backup, and inform the audit administrator."),
)
Form = Literal["docx", "pdf"]
MAKERS = {"docx": make_docx, "pdf": make_pdf}
TYPES = {
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "pdf": "application/pdf",
}


def make(document: Document, form: Form) -> bytes:
    """The document as .docx or PDF. Refused: DOCUMENT_ALTERED, DOCUMENT_FONT_MISSING."""
    if not document.whole():
        raise Refused(ALTERED(field="hash", value=str(document)))
    if form == "docx" or not document.frozen:
        return MAKERS[form](lay(document.said(), document.hash))
    kept = cache() / f"{document.hash}-{__version__}.pdf"
    if not kept.exists():
        _keep(kept, make_pdf(lay(document.said(), document.hash)))
    return kept.read_bytes()


def cache() -> Path:
    """The PDFs of frozen documents, each by its fingerprint: anybody may ask for one as often as he likes."""
    return Path(settings.DATA) / "cache" / "documents"


def _keep(place: Path, content: bytes) -> None:
    place.parent.mkdir(parents=True, exist_ok=True)
    handle, draft = tempfile.mkstemp(dir=place.parent, suffix=".part")
    with os.fdopen(handle, "wb") as file:
        file.write(content)
    Path(draft).replace(place)
