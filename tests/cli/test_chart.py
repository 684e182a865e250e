"""`jiyue chart` lists, checks and shows charts; a bad one is refused with all its problems."""

from xml.etree import ElementTree

import pytest

from cli.calls import jiyue
from jiyue.engine.workflow import known_charts, load_chart
from jiyue.engine.yamls import dump_yaml


def test_list():
    charts = jiyue("chart", "list", "--json").json["charts"]
    assert [c["code"] for c in charts] == known_charts()
    assert all(c["source"] and c["hash"] and c["verified"] is False for c in charts)
    assert "创建活动一届" in jiyue("chart", "list", lang="zh").out


@pytest.mark.parametrize("name", known_charts())
def test_check_and_show(name):
    checked = jiyue("chart", "check", name, "--json")
    chart = load_chart(name)
    assert (checked.code, checked.json["errors"], checked.json["hash"]) == (0, [], chart.hash)
    assert set(checked.json["unverified"]) == {g.code for g in chart.guards if not g.verified}
    shown = jiyue("chart", "show", name, "--json").json
    assert shown == {**chart.as_dict(), "hash": chart.hash, "svg": None}
    table = jiyue("chart", "show", name, lang="zh").out
    assert [x.code for x in (*chart.states, *chart.moves, *chart.guards) if x.zh not in table] == []


def test_show_writes_the_picture_whole(tmp_path):
    out = tmp_path / "case.svg"
    call = jiyue("chart", "show", "case", "--svg", out, "--at", "filed", lang="zh")
    assert call.code == 0
    assert "当前：已立案" in out.read_text("utf-8")
    assert ElementTree.parse(out).getroot().tag.endswith("svg")
    assert list(tmp_path.iterdir()) == [out]


def test_show_refuses_a_state_that_is_not_there(tmp_path):
    out = tmp_path / "case.svg"
    call = jiyue("chart", "show", "case", "--svg", out, "--at", "fild", "--json")
    assert (call.code, [e["code"] for e in call.json["errors"]]) == (1, ["UNKNOWN_STATE"])
    assert not out.exists()


def test_a_folder_that_is_not_there_is_said(tmp_path):
    call = jiyue("chart", "show", "case", "--svg", tmp_path / "no" / "case.svg", "--json")
    assert [e["code"] for e in call.json["errors"]] == ["FILE_TROUBLE"]


def test_a_bad_file_is_refused_with_all_problems(tmp_path):
    data = load_chart("edition").as_dict()
    data["moves"][0]["roles"] = ["autority"]
    data["states"][3]["start"] = True
    path = tmp_path / "bad.yaml"
    path.write_text(dump_yaml(data), "utf-8")
    call = jiyue("chart", "check", path, "--json")
    assert call.code == 1
    assert {e["code"] for e in call.json["errors"]} == {"CHART_UNKNOWN_NAME", "CHART_NOT_ONE_START"}
    assert all(e["file"] == "bad.yaml" for e in call.json["errors"])
    assert jiyue("chart", "show", "no-such", "--json").json["errors"][0]["code"] == "UNKNOWN_CHART"


@pytest.mark.parametrize("command", ["check", "show"])
def test_a_clock_that_the_rules_do_not_have_is_named(tmp_path, command):
    data = load_chart("edition").as_dict()
    move = next(m for m in data["moves"] if m["code"] == "launch")
    move["starts"] = ["campaign.public_notise"]
    path = tmp_path / "mine.yaml"
    path.write_text(dump_yaml(data), "utf-8")
    call = jiyue("chart", command, path, "--json")
    found = [(e["code"], e["value"]) for e in call.json["errors"]]
    assert (call.code, found) == (1, [("CHART_UNKNOWN_CLOCK", "campaign.public_notise")])
