"""Papers that the tests lay out, and what ink their pages carry."""

import shutil
import subprocess
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import numpy as np
import pypdfium2

from jiyue.foundation.documents.paper import Attachment, Chart, Heading, Paper, Paragraph, Table
from tools import require

DPI = 300
MM = DPI / 25.4
SENTENCE = "国土资源节约集约模范县区创建活动实施方案通知平川县临河镇"
"""28 characters: a line."""
TABLE = Table(
    ("县区", "地均产值"), (("平川县", "182.33"), ("临河县", "—")), title="各县区情况", unit="万元/公顷"
)
CHART = Chart(
    "bar", "地均产值", ("平川县", "临河县"), (("2024年", ("160.1", None)), ("2025年", ("182.33", "90")))
)


def full_page(lines: int = 44) -> Paper:
    """Nothing but text: two pages of 22 lines after the title."""
    return Paper(title="满排", blocks=(Paragraph(SENTENCE * lines),))


def notice() -> Paper:
    return Paper(
        title="云溪市人民政府办公室\n关于印发创建活动实施方案的通知",
        letterhead="云溪市人民政府办公室文件",
        number="云政办〔2025〕8号",
        addressee="各县区人民政府，市人民政府各部门",
        blocks=(
            Paragraph("现将《创建活动实施方案》印发给你们，请认真贯彻执行。"),
            Heading(1, "指导思想"),
            Heading(2, "启动阶段。", "召开动员会，对创建活动作出部署。"),
            Heading(2, "推进阶段"),
            Heading(3, "方案"),
            Heading(4, "任务"),
            Paragraph("各县区要制定具体工作方案，明确目标和任务。"),
            TABLE,
            CHART,
        ),
        attachments=(Attachment("指标体系框架", (Heading(1, "土地"), TABLE)), Attachment("成员名单")),
        signer="云溪市人民政府办公室",
        on=date(2025, 8, 4),
        copies=("市委各部门", "市人大办公室", "市政协办公室", "市法院", "市检察院", "省自然资源厅办公室"),
        printer="云溪市人民政府办公室",
        printed_on=date(2025, 8, 5),
        fingerprint=True,
    )


@dataclass(frozen=True)
class Ink:
    """The box of what is printed on a page, in mm from its left and upper edges."""

    left: float
    top: float
    right: float
    bottom: float


def rasters(pdf: bytes) -> list[np.ndarray]:
    """The pages as grey pictures."""
    with pypdfium2.PdfDocument(pdf) as found:
        return [np.asarray(p.render(scale=DPI / 72, grayscale=True).to_pil()) for p in found]


def ink(raster: np.ndarray, *, below: float = 0, above: float = 265) -> Ink:
    """The ink between two heights; the page number stands below 265 mm."""
    part = raster[int(below * MM) : int(above * MM)] < 128
    rows, columns = np.flatnonzero(part.any(axis=1)), np.flatnonzero(part.any(axis=0))
    return Ink(columns[0] / MM, below + rows[0] / MM, (columns[-1] + 1) / MM, below + (rows[-1] + 1) / MM)


def line_tops(raster: np.ndarray) -> list[float]:
    """Where lines of text begin, in mm."""
    dark = (raster[: int(265 * MM)] < 128).any(axis=1).astype(int)
    starts = np.flatnonzero(np.diff(dark) == 1)
    tops = [float(s / MM) for s in starts]
    return [t for i, t in enumerate(tops) if i == 0 or t - tops[i - 1] > 4]


def through_libreoffice(docx: bytes, folder: Path) -> bytes:
    """The PDF that LibreOffice prints of a .docx."""
    source = folder / "paper.docx"
    source.write_bytes(docx)
    profile = folder / "profile"
    call = [
        require("soffice"),
        "--headless",
        f"-env:UserInstallation={profile.as_uri()}",
        "--convert-to",
        "pdf",
    ]
    subprocess.run([*call, "--outdir", folder, source], check=True, capture_output=True, timeout=180)
    shutil.rmtree(profile, ignore_errors=True)
    return (folder / "paper.pdf").read_bytes()


def texts(pdf: bytes) -> list[str]:
    """The text of each page."""
    with pypdfium2.PdfDocument(pdf) as found:
        return [page.get_textpage().get_text_bounded() for page in found]


def fonts_are_embedded(pdf: bytes) -> bool:
    import ctypes

    raw = pypdfium2.raw
    with pypdfium2.PdfDocument(pdf) as found:
        for page in found:
            for piece in page.get_objects(filter=[raw.FPDF_PAGEOBJ_TEXT]):
                font = raw.FPDFTextObj_GetFont(piece)
                name = ctypes.create_string_buffer(200)
                raw.FPDFFont_GetBaseFontName(font, name, 200)
                if raw.FPDFFont_GetIsEmbedded(font) != 1:
                    return False
    return True
