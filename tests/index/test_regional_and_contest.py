"""Ideal-value ratio and the contest of towns."""

from index.golden import INDICATORS
from index.small import table
from jiyue.engine.index import evaluate_file, load_framework
from paths import needs_shared


@needs_shared
def test_regional_has_no_gates_and_a_total_of_weighted_ratios():
    found, _, _ = evaluate_file(INDICATORS / "example_measures.csv", load_framework("regional-1018"))
    result = found.unit("990101")
    assert (result.standard, result.excellence) == (None, None)
    assert result.groups.keys() >= {"UII", "GCI", "EI", "API", "PUII"}
    assert result.indicators["PUII1"].score == 100
    assert 0 < result.total <= 100


def test_contest(tmp_path):
    data = table(
        tmp_path,
        "unit,kind,year,industrial_fixed_assets,industrial_land,industrial_value_added,industrial_tax,"
        "stock_land_revived,stock_land_identified\n"
        "t1,town,2025,3000,20,900,300,2,4\n"
        "t2,town,2025,1500,20,1800,150,1,1\n"
        "t3,town,2025,100,0,100,1,0,0\n",
    )
    found, _, _ = evaluate_file(data, load_framework("town-contest"))
    first, second, third = found.results
    assert first.indicators["T1"].value == 10
    assert (first.indicators["T1"].score, second.indicators["T1"].score) == (100, 50)
    assert (first.total, second.total) == (87.5, 62.5)
    assert second.indicators["T4R"].value == 100
    assert second.indicators["T4R"].weight is None
    assert {r.state for r in third.indicators.values()} == {"not_applicable"}


def test_zone(tmp_path):
    data = table(
        tmp_path,
        "unit,kind,year,zone_developable_land,zone_ready_land,zone_supplied_land,zone_built_land\n"
        "z1,zone,2025,1000,900,800,700\nk1,cluster,2025,100,100,100,100\n",
    )
    found, _, _ = evaluate_file(data, load_framework("zone-1029"))
    values = found.unit("z1").indicators
    assert (values["A11"].value, values["A13"].value) == (90, 87.5)
    assert found.unit("k1").indicators["A11"].score == 100
    assert found.unit("z1").total is None
    assert found.unit("z1").lower < found.unit("z1").upper
