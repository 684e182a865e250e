"""The .docx carries the page of GB/T 9704-2012, and LibreOffice prints 22 lines of 28 characters on it."""

import io

import pytest
from docx import Document
from docx.oxml.ns import qn
from docx.shared import Mm

from foundation.documents.papers import (
    SENTENCE,
    fonts_are_embedded,
    full_page,
    ink,
    line_tops,
    notice,
    rasters,
    texts,
    through_libreoffice,
)
from jiyue.foundation.documents.laid import lay
from jiyue.foundation.documents.word import make_docx

TWIP = 635
"""EMU in a twip, the unit in which a .docx keeps lengths."""


@pytest.fixture(scope="module")
def printed(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    return through_libreoffice(make_docx(lay(full_page(), "")), tmp_path_factory.mktemp("full"))


@pytest.fixture(scope="module")
def notice_printed(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    return through_libreoffice(make_docx(lay(notice(), "7c1ea904" * 8)), tmp_path_factory.mktemp("notice"))


def test_margins_read_back_to_the_twip() -> None:
    section = Document(io.BytesIO(make_docx(lay(notice(), "")))).sections[0]
    said = {
        "page_width": 210,
        "page_height": 297,
        "top_margin": 37,
        "left_margin": 28,
        "right_margin": 26,
        "bottom_margin": 35,
    }
    assert {n: abs(getattr(section, n) - Mm(v)) <= TWIP for n, v in said.items()} == dict.fromkeys(said, True)


def test_the_grid_is_that_of_the_standard() -> None:
    section = Document(io.BytesIO(make_docx(lay(notice(), "")))).sections[0]
    grid = section._sectPr.find(qn("w:docGrid"))
    found = [grid.get(qn(f"w:{name}")) for name in ("type", "linePitch", "charSpace")]
    assert found == ["linesAndChars", "579", "-848"]


def test_a_printed_page_has_22_lines_of_28_characters(printed: bytes) -> None:
    assert len(line_tops(rasters(printed)[1])) == 22
    assert {len(line) for line in texts(printed)[1].splitlines()[:22]} == {len(SENTENCE)} == {28}


def test_printed_lines_reach_both_edges(printed: bytes) -> None:
    found = ink(rasters(printed)[1])
    assert found.left == pytest.approx(28, abs=1)
    assert found.right == pytest.approx(210 - 26, abs=1)


def test_printed_text_stays_in_the_type_area_with_lines_as_the_grid_has_them(printed: bytes) -> None:
    """A line is higher than its type (28.95 to 16 pt), so the ink of the first begins within that leading."""
    raster = rasters(printed)[1]
    found = ink(raster)
    leading = (28.95 - 16) * 25.4 / 72
    assert 37 <= found.top <= 37 + leading
    assert found.bottom <= 297 - 35
    tops = line_tops(raster)
    assert (tops[-1] - tops[0]) / 21 == pytest.approx(579 / 20 * 25.4 / 72, abs=0.02)


def test_every_part_of_the_paper_is_printed(notice_printed: bytes) -> None:
    said = "".join(texts(notice_printed)).replace("\r\n", "").replace(" ", "")
    for text in (
        "云溪市人民政府办公室文件",
        "云政办〔2025〕8号",
        "一、指导思想",
        "（一）启动阶段。召开动员会",
        "1.方案",
        "（1）任务",
        "附件：1.指标体系框架",
        "2025年8月4日",
        "2025年8月5日印发",
        "数据指纹7c1ea9047c1ea904",
    ):
        assert text in said, text
    assert fonts_are_embedded(notice_printed)


def test_the_imprint_stands_at_the_foot_of_the_last_page(notice_printed: bytes) -> None:
    found = ink(rasters(notice_printed)[-1])
    assert found.bottom == pytest.approx(262, abs=1)
    assert "抄送" in texts(notice_printed)[-1]


def test_fonts_are_named_with_their_substitutes() -> None:
    package = Document(io.BytesIO(make_docx(lay(full_page(1), "")))).part.package
    table = next(p.blob.decode() for p in package.iter_parts() if p.partname == "/word/fontTable.xml")
    for name in ("方正小标宋简体", "仿宋_GB2312", "楷体_GB2312", "黑体", "宋体"):
        assert f'w:name="{name}"' in table
    assert "Noto Serif CJK SC" in table


def test_headings_are_headings_for_the_outline() -> None:
    docx = Document(io.BytesIO(make_docx(lay(notice(), ""))))
    found = [(p.style.name, p.text) for p in docx.paragraphs if p.style.name.startswith("Heading")]
    assert found[:4] == [
        ("Heading 1", "一、指导思想"),
        ("Heading 2", "（二）推进阶段"),
        ("Heading 3", "1.方案"),
        ("Heading 4", "（1）任务"),
    ]
