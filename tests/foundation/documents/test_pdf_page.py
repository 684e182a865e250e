"""The PDF fills the type area of GB/T 9704-2012: 156 x 225 mm, 22 lines of 28 characters."""

import pypdfium2
import pytest

from foundation.documents.papers import (
    SENTENCE,
    fonts_are_embedded,
    full_page,
    ink,
    line_tops,
    notice,
    rasters,
    texts,
)
from jiyue.foundation.documents.laid import lay
from jiyue.foundation.documents.pdf import make_pdf

FINGERPRINT = "7c1ea904" * 8


@pytest.fixture(scope="module")
def full() -> bytes:
    return make_pdf(lay(full_page(), ""))


@pytest.fixture(scope="module")
def printed() -> bytes:
    return make_pdf(lay(notice(), FINGERPRINT))


def test_the_page_is_a4(full: bytes) -> None:
    with pypdfium2.PdfDocument(full) as pdf:
        assert [round(x * 25.4 / 72, 1) for x in pdf[0].get_size()] == [210.0, 297.0]


def test_ink_reaches_the_four_edges_of_the_type_area(full: bytes) -> None:
    found = ink(rasters(full)[1])
    assert found.left == pytest.approx(28, abs=1)
    assert found.top == pytest.approx(37, abs=1)
    assert found.right == pytest.approx(210 - 26, abs=1)
    assert found.bottom == pytest.approx(297 - 35, abs=1)


def test_a_full_page_has_22_lines_of_28_characters(full: bytes) -> None:
    assert len(line_tops(rasters(full)[1])) == 22
    lines = texts(full)[1].splitlines()[:22]
    assert {len(line) for line in lines} == {len(SENTENCE)} == {28}


def test_the_lines_are_equally_far_apart(full: bytes) -> None:
    tops = line_tops(rasters(full)[1])
    assert max(abs((tops[i] - tops[0]) - i * (225 - 5.64) / 21) for i in range(22)) < 0.3


def test_the_page_number_stands_outside_seven_mm_below(full: bytes) -> None:
    odd, even = (ink(r, below=262.5, above=297) for r in rasters(full)[:2])
    assert odd.right == pytest.approx(210 - 26 - 4.94, abs=1)
    assert even.left == pytest.approx(28 + 4.94, abs=1)
    assert (odd.top + odd.bottom) / 2 == pytest.approx(262 + 7, abs=1)
    assert texts(full)[0].rstrip().endswith("— 1 —")


def test_chinese_is_embedded(printed: bytes) -> None:
    assert fonts_are_embedded(printed)


def test_the_letterhead_begins_35_mm_below_the_type_area(printed: bytes) -> None:
    assert ink(rasters(printed)[0]).top == pytest.approx(37 + 35, abs=1)


def test_every_part_of_the_paper_is_there(printed: bytes) -> None:
    said = "".join(texts(printed)).replace("\r\n", "")
    for text in (
        "云溪市人民政府办公室文件",
        "云政办〔2025〕8号",
        "各县区人民政府，市人民政府各部门：",
        "一、指导思想",
        "（一）启动阶段。召开动员会",
        "（二）推进阶段",
        "1.方案",
        "（1）任务",
        "单位：万元/公顷",
        "附件：1.指标体系框架",
        "2.成员名单",
        "2025年8月4日",
        "附件1",
        "抄送：市委各部门",
        "2025年8月5日印发",
        "数据指纹 7c1e a904 7c1e a904",
    ):
        assert text in said, text


def test_the_imprint_ends_with_the_type_area_of_the_last_page(printed: bytes) -> None:
    found = ink(rasters(printed)[-1])
    assert found.bottom == pytest.approx(262, abs=0.5)
    assert (found.left, found.right) == pytest.approx((28, 184), abs=0.5)


def test_the_same_paper_gives_the_same_bytes(printed: bytes) -> None:
    assert make_pdf(lay(notice(), FINGERPRINT)) == printed
