"""Charts carry Chinese and leave a gap for what is missing; without a Chinese font the way out is named."""

import io

import numpy as np
import pytest
from PIL import Image

from foundation.documents.papers import CHART
from jiyue.engine.problems import Refused
from jiyue.foundation.documents.charts import draw
from jiyue.foundation.documents.fonts import chosen, families, font_file
from jiyue.foundation.documents.paper import Chart
from jiyue.foundation.documents.style import roles


@pytest.mark.parametrize("form", ["png", "svg"])
def test_the_same_figures_give_the_same_picture(form: str) -> None:
    assert draw(CHART, form) == draw(CHART, form)


def test_a_picture_is_150_mm_wide_at_300_dpi() -> None:
    with Image.open(io.BytesIO(draw(CHART, "png"))) as picture:
        assert picture.size[0] == pytest.approx(150 / 25.4 * 300, abs=2)


def test_a_missing_figure_leaves_a_gap_and_not_a_zero() -> None:
    """The bar that is missing has no ink; that of zero height would draw its edge."""
    whole = Chart("bar", "", ("甲", "乙"), (("一", ("1", "1")),))
    gap = Chart("bar", "", ("甲", "乙"), (("一", ("1", None)),))
    green = [_green(draw(chart, "png")) for chart in (whole, gap)]
    assert green[1] == pytest.approx(green[0] / 2, rel=0.02)


def _green(png: bytes) -> int:
    with Image.open(io.BytesIO(png)) as picture:
        pixels = np.asarray(picture.convert("RGB")).astype(int)
    return int((abs(pixels - [0x0B, 0x5D, 0x4E]).sum(axis=2) < 30).sum())


def test_chinese_labels_are_drawn_and_not_left_as_boxes() -> None:
    """Two different signs differ in the picture; the boxes of a font without them would be the same."""
    pictures = [draw(Chart("bar", "", (sign,), (("", ("1",)),)), "svg") for sign in ("县", "市")]
    assert pictures[0] != pictures[1]


def test_every_role_has_a_font_here() -> None:
    assert all(families(role) for role in roles())
    path, face = font_file("body")
    assert path.lower().endswith((".ttc", ".ttf", ".otf"))
    assert face >= 0


def test_without_any_chinese_font_the_way_out_is_named() -> None:
    with pytest.raises(Refused) as refused:
        chosen("body", {"DejaVu Sans": None})
    assert "JIYUE_FONTS" in refused.value.problems[0].remedy("en")


def test_a_role_takes_its_own_font_first_and_any_chinese_one_after() -> None:
    assert chosen("level1", {"黑体": None, "仿宋": None}) == ["黑体", "仿宋"]
    assert chosen("level1", {"仿宋": None}) == ["仿宋"]
