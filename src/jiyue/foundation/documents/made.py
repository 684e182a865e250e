"""The file of a document, made from what was frozen; one that was altered is not made."""

from __future__ import annotations

from typing import Literal

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
    return MAKERS[form](lay(document.said(), document.hash))
