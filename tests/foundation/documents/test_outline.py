"""Headings are counted by level, and recognised in a text that was written elsewhere."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jiyue.foundation.documents.outline import as_text, numbered, read_text
from jiyue.foundation.documents.paper import Heading, Paragraph
from jiyue.foundation.documents.style import numeral
from paths import SHARED

HEADINGS = st.builds(Heading, st.sampled_from((1, 2, 3, 4)), st.just("事项"))
PLAIN = st.text(st.characters(min_codepoint=0x4E00, max_codepoint=0x9FFF), min_size=1, max_size=30)


@pytest.mark.parametrize(
    ("n", "said"),
    [(1, "一"), (9, "九"), (10, "十"), (11, "十一"), (20, "二十"), (42, "四十二"), (99, "九十九")],
)
def test_numerals(n: int, said: str) -> None:
    assert numeral(n) == said


def test_a_level_begins_anew_below_a_higher_one() -> None:
    levels = (1, 2, 2, 3, 4, 4, 3, 1, 2)
    labels = [label for _, label in numbered([Heading(level, "") for level in levels])]
    assert labels == ["一、", "（一）", "（二）", "1.", "（1）", "（2）", "2.", "二、", "（一）"]


def test_a_run_in_heading_ends_with_its_first_sentence() -> None:
    found = read_text("（一）启动阶段。召开动员会。作出部署。")
    assert found == (Heading(2, "启动阶段。", "召开动员会。作出部署。"),)


def test_a_year_and_a_decimal_are_no_headings() -> None:
    assert read_text("2010年是启动之年。\n3.5公顷土地已经复垦。") == (
        Paragraph("2010年是启动之年。"),
        Paragraph("3.5公顷土地已经复垦。"),
    )


@given(
    st.lists(
        HEADINGS | st.builds(Paragraph, PLAIN.filter(lambda t: t[0] not in "一二三四五六七八九十")),
        max_size=20,
    )
)
def test_what_is_written_out_is_read_back(blocks: list) -> None:
    text = as_text(blocks)
    assert text is not None
    assert list(read_text(text)) == blocks


def test_the_plan_of_luohe_is_read_with_its_seven_parts() -> None:
    source = SHARED / "seeds" / "luohe-2010.txt"
    if not source.is_file():
        pytest.skip("the seeds are not here")
    blocks = read_text(source.read_text("utf-8"))
    assert [b.text for b in blocks if isinstance(b, Heading) and b.level == 1][:5] == [
        "指导思想",
        "总体部署",
        "2010年主要目标",
        "阶段安排",
        "主要任务",
    ]
    stages = [b for b in blocks if isinstance(b, Heading) and b.level == 2][:4]
    assert all(b.text.endswith("。") and b.then for b in stages)
