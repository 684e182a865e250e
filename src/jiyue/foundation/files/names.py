"""Names of files as people give them: kept for downloads, never used as a place."""

from __future__ import annotations

import re
import unicodedata

from jiyue.engine.messages import N_, Word
from jiyue.engine.problems import Refused, define
from jiyue.foundation.files.kinds import ending

BAD_NAME = define(
    "FILE_NAME",
    N_("The name of the file {file} cannot be accepted: {reason}."),
    N_("Rename the file on your computer, with an ending that says what it is, and send it again."),
)
LONGEST = 200
_UNWANTED = re.compile(r"[\x00-\x1f\x7f\u200e\u200f\u202a-\u202e\u2066-\u2069\ud800-\udfff]")
_RUN = (
    "exe com scr bat cmd msi pif lnk jar js jse vbs vbe wsf wsh ps1 psm1 hta cpl dll sys reg sh py php jsp "
    "asp aspx htm html mht mhtml xhtml svg apk app dmg docm dotm pptm iqy url desktop"
)
MACRO_TABLES = frozenset({".xlsm", ".xltm", ".xlam", ".xlsb", ".xla"})
"""Endings of workbooks that hold macros, or may."""
RUNNABLE = MACRO_TABLES | {f".{ending}" for ending in _RUN.split()}
"""Endings that a computer would run or a browser would open as a page."""


def clean_name(name: str) -> str:
    """``name`` in one form; Refused for one that names a folder, hides its ending or would be run."""
    found = unicodedata.normalize("NFC", name).strip()
    reason = _reason(found)
    if reason:
        shown = _UNWANTED.sub("\ufffd", found)[:LONGEST]
        raise Refused(BAD_NAME(file=shown, field="file", value=shown, reason=Word(reason)))
    return found


def _reason(name: str) -> str:
    if not name or name in (".", ".."):
        return N_("it is empty")
    if "/" in name or "\\" in name:
        return N_("it names a folder")
    if _UNWANTED.search(name):
        return N_("it holds characters that cannot be seen")
    if len(name) > LONGEST:
        return N_("it is too long")
    if name.endswith("."):
        return N_("it ends with a dot")
    parts = name.lower().split(".")[1:]
    if any(f".{part.strip()}" in RUNNABLE for part in parts):
        return N_("it has the ending of a program, a web page or a file with macros")
    if not ending(name):
        return N_("it has no ending")
    return ""
