"""A direction of -1 is the same as turning the data, and with them the targets and goalposts."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from jiyue.engine.index.normalise import normalise

NUMBERS = st.lists(st.integers(-1000, 1000), min_size=3, max_size=30, unique=True).map(
    lambda v: np.array(v) / 8
)


@given(NUMBERS)
def test_range_methods_turn_the_data(x):
    for method in ("minmax", "zscore", "dist2max", "rank", "prank", "borda"):
        turned = normalise(x, method, -1).values
        np.testing.assert_array_equal(turned, normalise(-x, method, 1).values)


@given(NUMBERS)
def test_minmax_of_the_turned_data_mirrors_the_scores(x):
    up, down = normalise(x, "minmax", 1).values, normalise(x, "minmax", -1).values
    np.testing.assert_allclose(up + down, 100, rtol=1e-12)


@given(NUMBERS)
def test_goalposts_and_scales_are_turned_too(x):
    up = normalise(x, "goalposts", 1, lo=-50, hi=70, cap="none").values
    down = normalise(x, "goalposts", -1, lo=-50, hi=70, cap="none").values
    np.testing.assert_allclose(up + down, 100, atol=1e-9)
    up, down = normalise(x, "scaled", 1, lo=-50, hi=70), normalise(x, "scaled", -1, lo=-50, hi=70)
    np.testing.assert_allclose(up.values + down.values, 100, atol=1e-9)


def test_target_for_less_is_better_scores_one_at_the_target():
    x = np.array([10.0, 40.0, 20.0])
    assert normalise(x, "dist2targ", -1, target=20).values == pytest.approx([4 / 3 + 1 / 6, 0, 1])


def test_fraction_of_the_maximum_follows_coinr_when_less_is_better():
    assert normalise([2.0, 4.0, 8.0], "fracmax", -1).values == pytest.approx([1, 2, 4])
