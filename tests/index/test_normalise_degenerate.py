"""Columns that a method cannot spread become missing, and a warning says why."""

import numpy as np
import pytest

from jiyue.engine.index.normalise import NORMALISATIONS, normalise
from jiyue.engine.problems import Refused

SPREADING = ("minmax", "zscore", "dist2max")


@pytest.mark.parametrize("method", SPREADING)
@pytest.mark.parametrize("x", [[0.1, 0.1, 0.1], [7.0], [np.nan, 7.0, np.nan]])
def test_constant_column_or_one_unit_is_missing_with_a_warning(method, x):
    result = normalise(x, method)
    assert np.isnan(result.values).all()
    assert [w.code for w in result.warnings] == ["CONSTANT_COLUMN"]
    assert result.warnings[0].value == x[-1] or np.isnan(x[-1])


def test_percentile_rank_of_one_unit_is_missing():
    result = normalise([7.0], "prank")
    assert np.isnan(result.values).all()
    assert result.warnings


@pytest.mark.parametrize(
    "method", [m for m, v in NORMALISATIONS.items() if not any(p.required for p in v.parameters.values())]
)
def test_column_without_values_is_missing_with_a_warning(method):
    result = normalise([np.nan, np.nan], method)
    assert np.isnan(result.values).all()
    assert [w.code for w in result.warnings] == ["NO_VALUES"]


def test_fraction_of_a_maximum_of_zero():
    result = normalise([-3.0, 0.0, np.nan], "fracmax")
    assert np.isnan(result.values).all()
    assert [(w.code, w.params["count"]) for w in result.warnings] == [("SCALE_UNDEFINED", 2)]


def test_target_worse_than_the_worst_unit_is_told():
    assert [w.code for w in normalise([5.0, 9.0], "dist2targ", target=1).warnings] == ["TARGET_BEHIND"]


def test_missing_reference_leaves_all_missing():
    assert np.isnan(normalise([5.0, np.nan, 9.0], "dist2ref", reference=1).values).all()


@pytest.mark.parametrize(
    ("method", "params", "code"),
    [
        ("dist2ref", {"reference": 3}, "NO_REFERENCE"),
        ("goalposts", {"lo": 5, "hi": 5}, "GOALPOSTS_ORDER"),
        ("goalposts", {"lo": 0, "hi": 5, "log": True}, "GOALPOSTS_LOG"),
    ],
)
def test_impossible_parameters_are_refused(method, params, code):
    with pytest.raises(Refused) as refused:
        normalise([1.0, 2.0, 3.0], method, **params)
    assert [p.code for p in refused.value.problems] == [code]


def test_direction_other_than_one_is_refused():
    with pytest.raises(Refused) as refused:
        normalise([1.0, 2.0], "minmax", 0)
    assert refused.value.problems[0].code == "BAD_DIRECTION"
