"""The rule: leave what passes, Winsorise a few points, else take the logarithm of the original; marked."""

import numpy as np
import pytest

from jiyue.engine.index.treat import treat

RULE = "skew_kurt_rule"
CALM = [1.0, 2, 3, 4, 5, 6, 7, 8]
SPIKE = [1.0, 2, 3, 4, 5, 6, 7, 8, 9, 500]
HEAVY = np.exp(np.linspace(0, 20, 200))


def test_calm_column_is_left():
    result = treat(CALM, RULE)
    assert result.values.tolist() == CALM
    assert set(result.marks) == {""}
    assert result.winsorised is None
    assert [c.passed for c in result.checks] == [True]


def test_spike_is_pulled_in():
    result = treat([*SPIKE, np.nan], RULE)
    np.testing.assert_array_equal(result.values, [*SPIKE[:-1], 9, np.nan])
    assert result.marks.tolist() == [""] * 9 + ["winhi", ""]
    assert result.winsorised == 1
    assert [c.passed for c in result.checks] == [False, True]


def test_low_spike_is_pulled_up():
    result = treat([-x for x in SPIKE], RULE)
    assert result.values.tolist() == [-min(x, 9) for x in SPIKE]
    assert result.marks[-1] == "winlo"


def test_too_many_points_lead_to_the_logarithm_of_the_original():
    result = treat(HEAVY, RULE, winmax=5)
    np.testing.assert_allclose(result.values, treat(HEAVY, "log_CT").values)
    assert set(result.marks) == {"log_CT"}
    assert result.winsorised == 5
    assert [c.passed for c in result.checks] == [False, False, True]


def test_without_a_transformation_the_winsorised_column_stands():
    result = treat(HEAVY, RULE, winmax=2, then="none")
    assert (result.marks != "").sum() == 2
    assert [c.passed for c in result.checks] == [False, False]


def test_combined_goes_on_top_of_the_winsorised_column():
    result = treat(HEAVY, RULE, winmax=2, combine=True)
    winsorised = treat(HEAVY, "winsorise", winmax=2)
    np.testing.assert_allclose(result.values, treat(winsorised.values, "log_CT").values)
    assert sorted(set(result.marks)) == ["log_CT", "winhi+log_CT"]


def test_tied_points_are_pulled_together():
    result = treat([*SPIKE, 500, *range(1, 10), *range(1, 10), *range(1, 10)], "winsorise", winmax=1)
    assert result.winsorised == 2


@pytest.mark.parametrize("x", [[5.0] * 6, [0.0] * 9 + [1.0], [np.nan, np.nan]])
def test_column_that_cannot_be_judged_is_left_with_a_warning(x):
    result = treat(x, RULE)
    np.testing.assert_array_equal(result.values, x)
    assert set(result.marks) == {""}
    assert [w.code for w in result.warnings] == ["UNTREATED"]


def test_three_values_pass_by_their_skewness_alone():
    assert treat([1.0, 2.0, 90.0], RULE).checks[0].passed is True
