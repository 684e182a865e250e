"""A unit without its own figure takes that of all its children of the next kind; one gap makes it missing."""

import pytest

from index.small import MEASURES, indicator, run

PROVINCE = "320000,province,,2025,mines,"
RELATIVE = indicator(standard="ref(X1, province)", excellence="1.2*ref(X1, province)")
HEAD = "unit,kind,parent,year,measure,value\n"


def rows(*lines):
    return HEAD + "".join(line + "\n" for line in lines)


COUNTIES = (
    "320101,county,320000,2025,tax,90", "320101,county,320000,2025,land,1",
    "320102,county,320000,2025,tax,30", "320102,county,320000,2025,land,2",
)  # fmt: skip


def standards(evaluation):
    return {r.unit: r.indicators["X1"].standard for r in evaluation.results}


def test_sum_over_sum_not_mean_of_ratios(tmp_path):
    found = run(tmp_path, rows("320000,province,,2025,mines,1", *COUNTIES), RELATIVE)
    assert standards(found) == {"320101": 40, "320102": 40}
    assert any(w.code == "ROLLED_UP" and w.value == "320000" for w in found.warnings)


def test_a_province_that_stands_only_as_parent_code_is_not_invented(tmp_path):
    found = run(tmp_path, rows(*COUNTIES), RELATIVE)
    assert standards(found) == {"320101": None, "320102": None}
    assert {"PARENT_UNKNOWN", "NO_ANCESTOR"} <= {w.code for w in found.warnings}


def test_declared_wins(tmp_path):
    found = run(
        tmp_path,
        rows("320000,province,,2025,tax,100", "320000,province,,2025,land,1", *COUNTIES),
        RELATIVE,
    )
    assert standards(found) == {"320101": 100, "320102": 100}


def test_one_missing_child_makes_it_missing(tmp_path):
    found = run(tmp_path, rows(PROVINCE, *COUNTIES, "320103,county,320000,2025,land,2"), RELATIVE)
    assert standards(found) == {"320101": None, "320102": None, "320103": None}
    assert all(r.total is None for r in found.results)
    assert all(r.indicators["X1"].state == "missing" for r in found.results)
    assert found.unit("320101").indicators["X1"].value == 90


def test_through_prefectures(tmp_path):
    found = run(
        tmp_path,
        rows(
            "320000,province,,2025,mines,",
            "320100,prefecture,320000,2025,mines,1",
            *(line.replace(",320000,", ",320100,") for line in COUNTIES),
            "320200,prefecture,320000,2025,tax,80", "320200,prefecture,320000,2025,land,1",
        ),
        RELATIVE,
    )  # fmt: skip
    assert standards(found) == {"320101": 50, "320102": 50}


def test_children_of_another_kind_are_said(tmp_path):
    found = run(
        tmp_path,
        rows(
            PROVINCE,
            *COUNTIES,
            "320200,prefecture,320000,2025,tax,80",
            "320200,prefecture,320000,2025,land,1",
        ),
        RELATIVE,
    )
    assert any(w.code == "ROLLUP_LEAVES_OUT" for w in found.warnings)


def test_a_rolled_up_county_is_marked(tmp_path):
    found = run(
        tmp_path,
        rows(
            "320101,county,,2025,land,2",
            "320101001,town,320101,2025,tax,50",
            "320101002,town,320101,2025,tax,70",
        ),
    )
    result = found.unit("320101").indicators["X1"]
    assert (result.value, result.marks) == (60, ("rolled_up",))


@pytest.mark.parametrize("kind", ["zone", "cluster"])
def test_zones_lie_across_towns_and_are_not_summed(tmp_path, kind):
    found = run(
        tmp_path,
        rows("320101,county,,2025,land,2", f"Z1,{kind},320101,2025,tax,50"),
    )
    assert found.unit("320101").indicators["X1"].value is None


ZONES = {"code": "zoned", "unit": "ha", "rollup": "sum", "unit_kinds": ["zone", "cluster", "county"]}


def test_zones_and_clusters_are_summed_for_a_measure_that_is_for_them(tmp_path):
    found = run(
        tmp_path,
        rows(
            "a,county,,2025,mines,1",
            "z,zone,a,2025,zoned,3",
            "k,cluster,a,2025,zoned,2",
            "t,town,a,2025,mines,1",
        ),
        indicator("X1", "zoned", unit="ha", standard="4", excellence="6"),
        measures=[*MEASURES, ZONES],
    )
    result = found.unit("a").indicators["X1"]
    assert (result.value, result.marks) == (5, ("rolled_up",))


def test_a_measure_for_counties_rolls_up_through_prefectures(tmp_path):
    own = {"code": "owned", "unit": "ha", "rollup": "sum", "unit_kinds": ["county"]}
    found = run(
        tmp_path,
        rows(
            PROVINCE,
            "320100,prefecture,320000,2025,mines,",
            "320101,county,320100,2025,owned,3",
            "320102,county,320100,2025,owned,5",
        ),
        indicator("X1", "owned", unit="ha", standard="0.5*ref(X1, province)", excellence="ref(X1, province)"),
        measures=[*MEASURES, own],
    )
    assert {r.unit: r.indicators["X1"].excellence for r in found.results} == {"320101": 8, "320102": 8}
