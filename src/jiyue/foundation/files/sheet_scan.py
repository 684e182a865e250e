"""Finding the square codes of a sheet on the pages of a scan, whichever way the paper lay."""

from __future__ import annotations

from collections.abc import Iterator

import zxingcpp
from PIL import Image

from jiyue.engine.messages import N_
from jiyue.engine.problems import Problem, Refused, define
from jiyue.foundation.files import pdfs, pictures
from jiyue.foundation.files.limits import limit
from jiyue.foundation.files.problems import TOO_MANY_PAGES
from jiyue.foundation.files.sheet_code import OnPage, on_page, shown
from jiyue.foundation.files.store import Received, place_of

NOT_A_SCAN = define(
    "SCAN_KIND",
    N_("{file} is no scan: a stamped sheet comes back as PDF, JPEG, PNG or TIFF."),
    N_("Scan the stamped pages, or take a picture of each."),
)
NO_CODE = define(
    "SCAN_NO_CODE",
    N_("No page of {file} shows the code of a sheet."),
    N_(
        "Scan whole pages with 200 to 300 dots per inch, the square code clean and uncovered; "
        "or type in the code that stands beside it."
    ),
)
MIXED = define(
    "SCAN_MIXED",
    N_("{file} holds pages of several sheets: {codes}."),
    N_("Scan each sheet into a file of its own."),
)
DIFFERS = define(
    "SCAN_DIFFERS",
    N_("You typed {value}, but the pages of {file} carry {codes}."),
    N_("Look whether this is the right scan; leave the field empty to take the code of the pages."),
)
UNKNOWN_SHEET = define(
    "SCAN_UNKNOWN_SHEET",
    N_("No sheet with the code {value} was printed here."),
    N_("Compare the code with the paper; a sheet of another office goes back to that office."),
)
FORGED = define(
    "SCAN_OTHER_DATA",
    N_("The paper with the code {value} says other data, or another number of pages, than was printed here."),
    N_("Do not use this paper. Print the sheet again, and have that one stamped."),
)
NOT_STAMPED = define(
    "SCAN_NOT_STAMPED",
    N_("{file} is the sheet as it was printed; nobody has stamped it."),
    N_("Print it, have it stamped and signed, and bring back a scan or a picture of that paper."),
)
SQUARE = zxingcpp.BarcodeFormats(zxingcpp.BarcodeFormat.QRCode)
SCANNED = ("pdf", "jpeg", "png", "tiff", "webp")
DOTS = (200, 300, 120)
"""Dots per inch at which the pages of a PDF are drawn, tried in this order."""
SCALES = (1.0, 0.5, 2.0)


def read_sheet(scan: Received) -> list[OnPage]:
    """The square codes of the pages of ``scan``, each once; empty when there is none."""
    kind, pages = scan.found.kind, scan.found.pages or 1
    if kind not in SCANNED:
        raise Refused(NOT_A_SCAN(file=scan.name))
    if pages > limit("scan_pages"):
        raise Refused(TOO_MANY_PAGES(file=scan.name, found=pages, limit=limit("scan_pages")))
    found = dict.fromkeys(code for page in range(1, pages + 1) for code in _on(scan, page))
    return list(found)


def _on(scan: Received, page: int) -> list[OnPage]:
    for picture in _drawn(scan, page):
        read = zxingcpp.read_barcodes(picture, formats=SQUARE)
        if found := [code for one in read if (code := on_page(one.text))]:
            return found
    return []


def _drawn(scan: Received, page: int) -> Iterator[Image.Image]:
    """The page in several sizes: a small one forgives noise, a large one shows fine squares."""
    path = place_of(scan.sha256)
    if scan.found.kind == "pdf":
        for dots in DOTS:
            yield pdfs.drawn(path, scan.name, page, dpi=dots, grey=True)
        return
    picture = pictures.drawn(path, scan.name, page, grey=True)
    most = (limit("megapixels") * pictures.MILLION) ** 0.5
    for scale in SCALES:
        size = (round(picture.width * scale), round(picture.height * scale))
        if scale == 1 or (min(size) > 0 and max(size) <= most):
            yield picture if scale == 1 else picture.resize(size)


def doubts(found: list[OnPage], typed: str, file: str) -> list[Problem]:
    """What is wrong with the codes of a scan before any sheet is asked; ``typed`` is a code or nothing."""
    codes = sorted({one.code for one in found})
    said = ", ".join(map(shown, codes))
    if len(codes) > 1:
        return [MIXED(file=file, codes=said)]
    if typed and codes and typed != codes[0]:
        return [DIFFERS(file=file, field="code", value=shown(typed), codes=said)]
    if not typed and not codes:
        return [NO_CODE(file=file, field="code")]
    return []
