"""A kept evaluation is recomputed from the package alone, and what was altered is named."""

import json

from index.golden import ASEM, example_panel, fifty
from jiyue.engine.index import (
    evaluate,
    evaluate_file,
    explain_indicator,
    explain_unit,
    keep,
    load_framework,
    read_kept,
)
from jiyue.engine.index.result import canonical
from jiyue.engine.package import verify
from paths import needs_shared

pytestmark = needs_shared


def kept(tmp_path, name="kept"):
    panel = example_panel()
    evaluation = evaluate(fifty(), panel)
    keep(evaluation, panel, fifty(), tmp_path / name)
    return evaluation


def test_replay_is_identical(tmp_path):
    evaluation = kept(tmp_path)
    assert verify(tmp_path / "kept").identical
    assert canonical(read_kept(tmp_path / "kept").recompute()) == canonical(evaluation)


def test_folder_and_zip_have_one_fingerprint(tmp_path):
    kept(tmp_path)
    kept(tmp_path, "kept.zip")
    assert verify(tmp_path / "kept").hash == verify(tmp_path / "kept.zip").hash


def test_composite(tmp_path):
    evaluation, panel, compiled = evaluate_file(ASEM / "raw_iData.csv", load_framework(ASEM / "iMeta.csv"))
    keep(evaluation, panel, compiled, tmp_path / "kept.zip")
    assert verify(tmp_path / "kept.zip").identical


def test_a_changed_total_is_named(tmp_path):
    kept(tmp_path)
    file = tmp_path / "kept/result.json"
    data = json.loads(file.read_text("utf-8"))
    data["results"][1]["total"] = "99.9"
    file.write_text(json.dumps(data), "utf-8")
    paths = [d.path for d in verify(tmp_path / "kept").differences]
    assert paths == ["manifest/parts/result", "result/results/990102/total"]


def test_explanation_of_the_package(tmp_path):
    kept(tmp_path)
    opened = read_kept(tmp_path / "kept")
    unit = explain_unit(opened, "990102", "en")
    assert (unit["total"], unit["sum_of_contributions"]) == (97.347, 97.347039)
    part = explain_indicator(opened, "990102", "C12", "zh")
    assert (part["value"], part["score"], part["lines"]["standard"]["value"]) == (6000, 71.3902, 4812)
    assert {i["code"]: i["value"] for i in part["inputs"]}.keys() == {
        "industrial_fixed_assets",
        "built_industrial_land",
    }
    assert "÷" in part["sentence"]
