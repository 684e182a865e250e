"""`jiyue index`: one JSON object with --json, a table without, the package with --out."""

import subprocess
import sys

import pytest

from cli.calls import jiyue
from index.golden import ASEM, INDICATORS, example_expected, subset
from paths import needs_shared

pytestmark = needs_shared
EXAMPLE = INDICATORS / "example_measures.csv"
FIFTY = ("index", EXAMPLE, "--framework", "jintan-50")
COINR = ("index", ASEM / "raw_iData.csv", "--framework", ASEM / "iMeta.csv")


@pytest.mark.parametrize("variant", ["land", "mixed", "mineral"])
def test_json(variant):
    call = jiyue(*FIFTY, "--variant", variant, "--year", 2025, "--json")
    assert call.code == 0
    found = call.json
    assert found["framework"] == "jintan-50"
    assert len(found["hash"]) == 64
    by_unit = {r["unit"]: r for r in found["results"]}
    wanted = example_expected()["variants"][variant]["results"]
    assert [line for r in wanted for line in subset(r, by_unit[r["unit"]])] == []
    for result in found["results"]:
        assert set(result["groups"]) == {"A", "B", "C", "D"}
        for part in result["indicators"].values():
            assert {"value", "score", "level", "state", "weight", "contribution"} <= set(part)


def test_contributions_of_the_json_sum_to_the_total():
    for result in jiyue(*FIFTY, "--json").json["results"]:
        if result["total"] is None:
            assert result["rank"] is None
            assert result["lower"] < result["upper"]
            continue
        total = sum(p["contribution"] or 0 for p in result["indicators"].values()) + result.get("clip", 0)
        assert total == pytest.approx(result["total"], abs=1e-4)


def test_table_in_chinese():
    call = jiyue(*FIFTY, lang="zh")
    assert call.code == 0
    assert "一票否决" in call.out
    assert "97.347" in call.out
    assert "标准或权重未核实" in call.err


def test_coinr_stage():
    call = jiyue(*COINR, "--upto", "normalise",
                 "--normalise", "minmax:0:100", "--json")  # fmt: skip
    assert call.code == 0
    values = [row["values"]["Goods"] for row in call.json["data"] if row["values"]["Goods"] is not None]
    assert (min(values), max(values)) == (0, 100)


def test_coinr_results():
    call = jiyue(*COINR, "--aggregate", "geometric",
                 "--normalise", "minmax:1:100", "--json")  # fmt: skip
    result = call.json["results"][0]
    assert (result["standard"], result["excellence"], result["vetoes"]) == (None, None, {})
    assert result["groups"]["Index"] == result["total"]
    assert {r["rank"] for r in call.json["results"]} == set(range(1, 52))


def test_recipe_file(tmp_path):
    recipe = tmp_path / "recipe.yaml"
    recipe.write_text(
        "- impute: {method: median}\n- normalise: {method: zscore}\n"
        "- aggregate: {method: arithmetic}\n- rank\n"
    )
    call = jiyue(*COINR, "--recipe", recipe, "--json")
    assert call.code == 0
    assert any(w["code"] == "IMPUTED" for w in call.json["warnings"])


def test_sensitivity_of_the_official_framework():
    call = jiyue(
        "index",
        EXAMPLE,
        "--framework",
        "jintan-50",
        "--normalise",
        "minmax",
        "--aggregate",
        "arithmetic",
        "--json",
    )
    assert call.code == 0
    assert all(r["standard"] is None for r in call.json["results"])


def test_out_verify_and_explain(tmp_path):
    call = jiyue(*FIFTY, "--out", tmp_path / "kept", "--json")
    assert call.code == 0
    assert (tmp_path / "kept/report.html").is_file()
    assert jiyue("verify", tmp_path / "kept", "--json").json["identical"] is True
    unit = jiyue("explain", tmp_path / "kept", "990102", "--json").json
    assert unit["total"] == 97.347
    part = jiyue("explain", tmp_path / "kept", "990102", "C12", "--json").json
    assert part["score"] == 71.3902
    assert "÷" in jiyue("explain", tmp_path / "kept", "990102", "C12", lang="zh").out
    assert "divided by" in jiyue("explain", tmp_path / "kept", "990102", "C12").out


def test_verify_says_what_was_changed(tmp_path):
    jiyue(*FIFTY, "--out", tmp_path / "kept")
    file = tmp_path / "kept/result.json"
    file.write_text(file.read_text("utf-8").replace("97.347", "98.347"), "utf-8")
    call = jiyue("verify", tmp_path / "kept", "--json")
    assert call.code == 1
    assert call.json["identical"] is False
    assert "result/results/990102/total" in [d["path"] for d in call.json["differences"]]


def test_as_a_process():
    command = [
        sys.executable,
        "-m",
        "jiyue",
        "--lang",
        "en",
        "index",
        str(EXAMPLE),
        "--framework",
        "jintan-50",
    ]
    done = subprocess.run(command, capture_output=True, text=True, timeout=120, check=False)
    assert done.returncode == 0
    assert "97.347" in done.stdout
    wrong = subprocess.run([*command, "--nonsense"], capture_output=True, text=True, timeout=120, check=False)
    assert wrong.returncode == 2
