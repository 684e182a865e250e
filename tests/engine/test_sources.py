"""Every source that a shipped rule cites by number is listed, and none is listed for nothing."""

import re

from jiyue.engine.index import known_frameworks, load_framework
from jiyue.engine.yamls import load_rules

CITED = re.compile(r"\bS\d+\b")


def test_cited_and_listed():
    texts = [i.source for name in known_frameworks() for i in load_framework(name).indicators]
    cited = {code for text in texts for code in CITED.findall(text)}
    listed = load_rules("sources.yaml")
    assert cited == set(listed)
    assert all(s["zh"] and s["en"] and s["where"] for s in listed.values())
