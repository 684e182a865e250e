"""One unit, a constant column, zero denominators: stated, never a crash."""

import pytest

from cli.calls import jiyue

HEAD = (
    "unit,kind,year,industrial_fixed_assets,industrial_land,industrial_value_added,industrial_tax,"
    "stock_land_revived,stock_land_identified\n"
)


def run(tmp_path, rows, *options):
    (tmp_path / "data.csv").write_text(HEAD + rows, "utf-8")
    return jiyue("index", tmp_path / "data.csv", "--framework", "town-contest", *options, "--json")


def test_one_unit(tmp_path):
    call = run(tmp_path, "t1,town,2025,300,2,90,30,1,2\n")
    assert (call.code, call.json["results"][0]["total"], call.json["results"][0]["rank"]) == (0, 100, 1)


def test_zero_denominators_are_missing(tmp_path):
    call = run(tmp_path, "t1,town,2025,300,2,90,30,0,2\nt2,town,2025,300,2,90,30,0,2\n")
    result = call.json["results"][0]
    assert result["indicators"]["T4"]["state"] == "missing"
    assert (result["total"], result["lower"], result["upper"]) == (None, 75, 100)


def test_constant_column_in_a_relative_scale(tmp_path):
    call = run(
        tmp_path, "t1,town,2025,300,2,90,30,1,2\nt2,town,2025,300,4,80,20,2,2\n", "--normalise", "minmax"
    )
    assert call.code == 0
    assert call.json["results"][0]["total"] is not None
    call = run(
        tmp_path, "t1,town,2025,300,2,90,30,1,2\nt2,town,2025,300,2,80,20,2,2\n", "--normalise", "minmax"
    )
    assert call.code == 0
    codes = [(w["code"], w["field"]) for w in call.json["warnings"]]
    assert ("CONSTANT_COLUMN", "T1") in codes
    first = call.json["results"][0]
    assert first["indicators"]["T1"]["state"] == "not_applicable"
    assert first["total"] == pytest.approx(200 / 3)


def test_one_unit_in_a_relative_scale(tmp_path):
    call = run(tmp_path, "t1,town,2025,300,2,90,30,1,2\n", "--normalise", "minmax")
    assert call.code == 0
    assert "ONE_UNIT" in [w["code"] for w in call.json["warnings"]]
