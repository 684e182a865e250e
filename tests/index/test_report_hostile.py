"""Names come from foreign files: none of it becomes markup, and the report needs nothing outside."""

import re

import pytest
from lxml import html

from index.report_case import evaluated, plain
from jiyue.engine.index.report import evaluation_html

NAMES = [
    "<script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    "</title><svg onload=alert(1)>",
    "{{ 7 * 7 }}{% raw %}",
    "A & B <b>",
]


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("count", [3, 30])
def test_a_name_stays_text(name: str, count: int) -> None:
    rows = [(code, name, gold, soil, fraud) for code, _, gold, soil, fraud in plain(count)]
    text = evaluation_html(*evaluated(rows), "en", notes=[name])
    tree = html.fromstring(text)
    assert tree.xpath("//script | //img | //b[not(@style)] | //*[@onload] | //*[@onerror]") == []
    assert name in tree.xpath("//section[@id='ranking']//tbody/tr/th")[0].text_content()
    assert name in tree.xpath("//section[@id='warnings']")[0].text_content()


def test_it_needs_nothing_from_outside() -> None:
    text = evaluation_html(*evaluated(plain(30)), "zh")
    assert re.findall(r"https?:|//\w|@import|src=|<link|<script|url\((?!\"#)", text) == []
    targets = re.findall(r'href="([^"]*)"', text)
    ids = set(html.fromstring(text).xpath("//@id"))
    assert targets
    assert [t for t in targets if t[:1] != "#" or t[1:] not in ids] == []
