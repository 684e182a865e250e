"""The transformations by their formulas, and what they cannot take."""

import numpy as np
import pytest

from jiyue.engine.index.treat import treat
from jiyue.engine.problems import Refused

X = [3.0, np.nan, 4.0, 13.0]


def test_logarithm_of_the_coin_tool():
    result = treat(X, "log_CT")
    np.testing.assert_allclose(result.values, np.log([0.1, np.nan, 1.1, 10.1]))
    assert result.marks.tolist() == ["log_CT", "", "log_CT", "log_CT"]


def test_negative_skewness_is_mirrored_by_the_plus_variant():
    mirrored = treat([-x for x in X], "log_CT_plus")
    np.testing.assert_allclose(mirrored.values, -treat(X, "log_CT").values)
    assert set(mirrored.marks) == {"log_CT_neg", ""}


def test_logarithm_of_the_innovation_index_by_its_formula():
    result = treat(X, "log_GII", variant="formula")
    np.testing.assert_allclose(result.values, np.log([1, np.nan, 12 * 1 / 10 + 1, 13]))


def test_the_variant_of_the_innovation_index_must_be_named():
    with pytest.raises(Refused) as refused:
        treat(X, "log_GII")
    assert refused.value.problems[0].code == "PARAMETER_MISSING"


def test_box_cox_without_a_shift():
    np.testing.assert_allclose(treat(X, "boxcox", power=2, shift=False).values, [4, np.nan, 7.5, 84])
    np.testing.assert_allclose(treat(X, "boxcox", power=0, shift=False).values, np.log(X))


@pytest.mark.parametrize(
    ("x", "method", "params"),
    [([0.0, 2.0], "boxcox", {"power": 1, "shift": False}), ([-3.0, -2.0], "log_GII", {"variant": "formula"})],
)
def test_values_of_zero_or_less_are_refused_where_the_formula_fails(x, method, params):
    with pytest.raises(Refused) as refused:
        treat(x, method, **params)
    assert refused.value.problems[0].code == "NOT_POSITIVE"


@pytest.mark.parametrize("method", ["log_CT", "log_CT_plus"])
def test_constant_column_is_left(method):
    result = treat([2.0, 2.0], method)
    assert result.values.tolist() == [2, 2]
    assert [w.code for w in result.warnings] == ["UNTREATED"]
