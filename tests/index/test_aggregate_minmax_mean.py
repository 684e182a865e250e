"""The fused min-max mean is the mean of the min-max scores."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from jiyue.engine.index.aggregate import aggregate, minmax_mean
from jiyue.engine.index.normalise import normalise

WEIGHTS = np.array([3.0, 1, 2])
SIGNS = [1, -1, 1]


def careful(x, missing):
    scores = [normalise(x[:, j], "minmax", SIGNS[j], to=[1, 100]).values for j in range(3)]
    return aggregate(np.column_stack(scores), WEIGHTS, "arithmetic", missing=missing).values


@given(
    arrays(float, (9, 3), elements=st.integers(-50, 50).map(lambda v: v / 4)),
    st.sampled_from(["rescale", "propagate"]),
)
def test_fused_equals_step_by_step(x, missing):
    fused = minmax_mean(x, WEIGHTS, SIGNS, to=(1, 100), missing=missing)
    np.testing.assert_allclose(fused.values, careful(x, missing), rtol=1e-12)


@pytest.mark.parametrize("missing", ["rescale", "propagate"])
def test_missing_values_and_constant_columns(missing):
    x = np.array([[1.0, 5, 7], [2, np.nan, 7], [4, 9, 7]])
    result = minmax_mean(x, WEIGHTS, SIGNS, to=(1, 100), missing=missing)
    np.testing.assert_allclose(result.values, careful(x, missing), rtol=1e-12)
    assert [(w.code, w.params["position"]) for w in result.warnings] == [("CONSTANT_COLUMN", 2)]
    complete = minmax_mean(np.nan_to_num(x), WEIGHTS, SIGNS, to=(1, 100), missing=missing)
    assert complete.warnings == result.warnings


def test_one_unit_has_no_total():
    result = minmax_mean([[1.0, 2, 3]], WEIGHTS, missing="rescale")
    assert np.isnan(result.values).all()
    assert len(result.warnings) == 3


def test_a_large_offset_costs_no_digits():
    x = np.random.default_rng(1).integers(0, 1000, (50, 3)) / 1024
    plain = minmax_mean(x, WEIGHTS, missing="propagate").values
    np.testing.assert_allclose(
        minmax_mean(x + 2.0**40, WEIGHTS, missing="propagate").values, plain, rtol=1e-12
    )
