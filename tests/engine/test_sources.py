"""Every source that a shipped rule cites by number is listed, and none is listed for nothing."""

import re

from jiyue.engine.index import known_frameworks, load_framework
from jiyue.engine.yamls import load_rules

CITED = re.compile(r"\bS\d+\b")


HAN = re.compile("[\u4e00-\u9fff]")


def test_sources_are_said_in_chinese_and_cite_the_same():
    for name in known_frameworks():
        framework = load_framework(name)
        for one in (framework, framework.scoring, *framework.indicators):
            if one is not None and one.source:
                assert HAN.search(one.where("zh")), one.source
                assert set(CITED.findall(one.where("zh"))) == set(CITED.findall(one.source)), one.source


def test_cited_and_listed():
    texts = [i.source for name in known_frameworks() for i in load_framework(name).indicators]
    cited = {code for text in texts for code in CITED.findall(text)}
    listed = load_rules("sources.yaml")
    assert cited == set(listed)
    assert all(s["zh"] and s["en"] and s["where"] for s in listed.values())
