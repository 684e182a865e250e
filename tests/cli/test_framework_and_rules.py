import pytest

from cli.calls import jiyue
from jiyue.engine.index import known_frameworks


@pytest.mark.parametrize("name", known_frameworks())
def test_check_and_show(name):
    call = jiyue("framework", "check", name, "--json")
    assert (call.code, call.json["errors"]) == (0, [])
    shown = jiyue("framework", "show", name, "--json").json
    assert set(shown["sentences"]) == {i["code"] for i in shown["indicators"]}
    assert jiyue("framework", "show", name, lang="zh").code == 0


@pytest.mark.parametrize("ending", ["yaml", "xlsx"])
def test_export_then_check(tmp_path, ending):
    out = tmp_path / f"zone.{ending}"
    assert jiyue("framework", "export", "zone-1029", "--out", out).code == 0
    first = jiyue("framework", "check", "zone-1029", "--json").json["hash"]
    assert jiyue("framework", "check", out, "--json").json["hash"] == first


def test_check_names_everything_that_is_wrong(tmp_path):
    bad = tmp_path / "bad.csv"
    bad.write_text("code,formula,unit,decimals,dabiao,chuangyou,weight\nX1,nothing/else_,1,2,1,2,50\n")
    call = jiyue("framework", "check", bad, "--json")
    assert call.code == 1
    assert [e["code"] for e in call.json["errors"]] == ["UNKNOWN_MEASURE", "UNKNOWN_MEASURE"]
    assert call.json["errors"][0]["field"] == "X1.formula"


def test_rules():
    listed = jiyue("rules", "list", "--json").json
    assert {f["code"] for f in listed["frameworks"]} == set(known_frameworks())
    assert all(f["source"] for f in listed["figures"])
    assert jiyue("rules", "list", lang="zh").code == 0
    assert jiyue("rules", "show", "industrial_tax", "--json").json["unit"] == "10k_yuan"
    assert jiyue("rules", "show", "scoring.standard_points", "--json").json["versions"][0]["value"] == 60
    assert jiyue("rules", "show", "no-such", "--json").json["errors"][0]["code"] == "RULE_MISSING"
