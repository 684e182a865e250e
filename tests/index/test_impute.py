"""Missing cells are filled from other units or other years, and only they are marked."""

import numpy as np
import pytest

from jiyue.engine.index.impute import impute
from jiyue.engine.problems import Refused

NAN = np.nan


def test_mean_and_median():
    x = [1.0, NAN, 2.0, 9.0]
    assert impute(x, "mean").values.tolist() == [1, 4, 2, 9]
    result = impute(x, "median")
    assert result.values.tolist() == [1, 2, 2, 9]
    assert result.filled.tolist() == [False, True, False, False]


def test_groups_fill_from_their_own():
    x, groups = [1.0, NAN, 3.0, 10.0, NAN, NAN, NAN], ["a", "a", "a", "b", "b", "c", None]
    result = impute(x, "group_mean", groups=groups)
    np.testing.assert_array_equal(result.values, [1, 2, 3, 10, 10, NAN, NAN])
    assert result.filled.tolist() == [False, True, False, False, True, False, False]
    assert [(w.code, w.params["count"]) for w in result.warnings] == [("STILL_MISSING", 2)]
    assert impute([1.0, 2, 9, NAN], "group_median", groups=["a"] * 4).values[3] == 2


@pytest.mark.parametrize(
    ("series", "expected"),
    [
        ("linear", [4, 4, 6, 12, 12, NAN, 7]),
        ("constant", [4, 4, 4, 12, 12, 7, 7]),
        ("linear-constant", [4, 4, 6, 12, 12, 7, 7]),
        ("latest", [NAN, 4, 4, 12, 12, NAN, 7]),
    ],
)
def test_panel_by_year_within_the_unit(series, expected):
    years = [2000, 2001, 2002, 2005, 2006, 2000, 2001]
    units = ["A"] * 5 + ["B"] * 2
    x = np.array([NAN, 4, NAN, 12, NAN, NAN, 7])
    expected = np.array(expected)
    order = [3, 6, 0, 4, 1, 5, 2]
    result = impute(
        x[order], "panel", units=[units[i] for i in order], years=[years[i] for i in order], series=series
    )
    np.testing.assert_array_equal(result.values, expected[order])
    np.testing.assert_array_equal(result.filled, (np.isnan(x) & ~np.isnan(expected))[order])


def test_nothing_to_fill_from():
    result = impute([NAN, NAN], "mean")
    assert np.isnan(result.values).all()
    assert [w.code for w in result.warnings] == ["STILL_MISSING"]


@pytest.mark.parametrize(("method", "params"), [("group_mean", {}), ("panel", {"series": "linear"})])
def test_labels_must_be_given(method, params):
    with pytest.raises(Refused) as refused:
        impute([1.0, NAN], method, **params)
    assert [p.code for p in refused.value.problems] == ["NEEDS_LABELS"]
