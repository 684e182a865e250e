"""The report as a page: language, headings in order, table headings with scope, no bare colour."""

import re
from itertools import pairwise
from pathlib import Path

import pytest
from lxml import html

from index.report_case import evaluated, plain
from jiyue.engine.index import evaluate_file, load_framework
from jiyue.engine.index.report import evaluation_html
from jiyue.engine.yamls import RULES_DIR
from paths import SHARED, needs_shared

GOLDEN = SHARED / "golden"
HAN = re.compile(r"[\u4e00-\u9fff]")


def check(text: str, language: str) -> html.HtmlElement:
    """What holds for every report."""
    tree = html.fromstring(text)
    assert tree.get("lang") == language
    assert len(tree.xpath("//h1")) == 1
    levels = [int(h.tag[1]) for h in tree.xpath("//h1 | //h2 | //h3")]
    assert all(after - before <= 1 for before, after in pairwise(levels))
    assert tree.xpath("//th[not(@scope)]") == []
    assert tree.xpath("//svg[not(@role='img') or not(title)]") == []
    assert [e for e in tree.xpath("//*[contains(@class, 'lamp')]") if not e.text_content().strip()] == []
    ids = tree.xpath("//@id")
    assert len(ids) == len(set(ids))
    assert "Undefined" not in text
    return tree


@pytest.mark.parametrize(("lang", "language"), [("zh", "zh-CN"), ("en", "en")])
@pytest.mark.parametrize("count", [1, 5, 40])
def test_a_framework_with_lines(lang: str, language: str, count: int) -> None:
    evaluation, panel, compiled = evaluated(plain(count))
    tree = check(evaluation_html(evaluation, panel, compiled, lang), language)
    top = tree.xpath("string(//div[@class='strip'])")
    assert compiled.framework.label(lang) in top
    assert evaluation.hash[:16] in tree.xpath("string(//p[@class='facts'])")
    assert re.findall(r"\d+", top)[:2] in (["2", "3"], ["3", "2"])


def test_chinese_leaves_no_english_word_of_its_own() -> None:
    evaluation, panel, compiled = evaluated(plain(5))
    tree = html.fromstring(evaluation_html(evaluation, panel, compiled, "zh"))
    words = tree.xpath("//h2 | //thead/tr/th | //nav//a | //dt | //figcaption")
    english = [w.text_content() for w in words if re.search("[a-z]{3}", w.text_content())]
    assert [w for w in english if not HAN.search(w)] == []


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_an_index_of_normalised_means(lang: str) -> None:
    table = RULES_DIR / "samples/hdi_1990_2009.csv.gz"
    evaluation, panel, compiled = evaluate_file(table, load_framework("hdi"))
    tree = check(evaluation_html(evaluation, panel, compiled, lang), "zh-CN" if lang == "zh" else "en")
    assert tree.xpath("//svg//rect[contains(@class, 'here')]")
    assert "Norway" in tree.xpath("string(//h1)")


@needs_shared
@pytest.mark.parametrize(
    ("data", "framework"),
    [
        ("indicators/example_measures.csv", "jintan-50"),
        ("indicators/example_measures.csv", "regional-1018"),
        ("coinr_asem/raw_iData.csv", GOLDEN / "coinr_asem/iMeta.csv"),
    ],
)
def test_the_frameworks_that_ship_and_a_foreign_one(data: str, framework: str | Path) -> None:
    evaluation, panel, compiled = evaluate_file(GOLDEN / data, load_framework(framework))
    tree = check(evaluation_html(evaluation, panel, compiled, "zh"), "zh-CN")
    assert len(tree.xpath("//section[@id='ranking']//tbody/tr")) == len(evaluation.results)
    assert len(tree.xpath("//section[@id='sources']//tbody/tr")) == len(compiled.framework.indicators)
