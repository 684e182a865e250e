"""The charts that ship are whole: sourced, in both languages, nothing unused, hashed by content."""

import re

import pytest

from jiyue.engine.workflow import chart_from_dict, known_charts, load_chart
from jiyue.engine.yamls import dump_yaml, load_rules, parse_yaml

HAN = re.compile("[\u4e00-\u9fff]")


def test_the_three_charts_ship():
    assert known_charts() == ["case", "edition", "entrant"]


@pytest.mark.parametrize("name", known_charts())
def test_both_languages_and_a_source(name):
    chart = load_chart(name)
    assert chart.source
    things = [*chart.roles, *chart.guards, *chart.documents, *chart.states, *chart.moves, chart]
    assert [t.code for t in things if not HAN.search(t.zh) or HAN.search(t.en)] == []
    assert [g.code for g in chart.guards if not HAN.search(g.remedy_zh) or HAN.search(g.remedy_en)] == []
    assert [g.code for g in chart.guards if g.zh.endswith("。") or g.en.endswith(".")] == []
    assert [g.code for g in chart.guards if g.verified and not g.source] == []
    assert not chart.verified


@pytest.mark.parametrize("name", known_charts())
def test_every_guard_and_document_is_used_and_titles_differ(name):
    chart = load_chart(name)
    assert {g for m in chart.moves for g in m.guards} == {g.code for g in chart.guards}
    assert {d for m in chart.moves for d in m.documents} == {d.code for d in chart.documents}
    for part in (chart.states, chart.roles, chart.documents, chart.guards):
        for lang in ("zh", "en"):
            titles = [t.title(lang) for t in part]
            assert len(set(titles)) == len(titles)


@pytest.mark.parametrize("name", known_charts())
def test_the_hash_is_of_content_not_of_the_file(name):
    chart = load_chart(name)
    assert chart_from_dict(parse_yaml(dump_yaml(chart.as_dict()))).hash == chart.hash
    data = dict(reversed(load_rules(f"charts/{name}.yaml").items()))
    assert chart_from_dict(data).hash == chart.hash
    assert chart_from_dict(data | {"version": "2"}).hash != chart.hash


def test_sources_cited_by_number_are_listed():
    listed = load_rules("sources.yaml")
    for name in known_charts():
        chart = load_chart(name)
        texts = [chart.source, *(g.source for g in chart.guards)]
        cited = {code for text in texts for code in re.findall(r"\bS\d+\b", text)}
        assert cited <= set(listed)
