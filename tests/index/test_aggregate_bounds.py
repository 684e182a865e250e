"""Every mean lies between the lowest and the highest score, and the means keep their order."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from jiyue.engine.index.aggregate import aggregate
from jiyue.engine.problems import Refused

SCORES = arrays(float, (6, 4), elements=st.floats(0.01, 100))
WEIGHTS = arrays(float, 4, elements=st.floats(0.01, 10))


def total(x, w, method, **params):
    return aggregate(x, w, method, missing="propagate", **params).values


@given(SCORES, WEIGHTS)
def test_means_lie_between_and_are_ordered(x, w):
    means = [
        total(x, w, "generalised", p=-2),
        total(x, w, "harmonic"),
        total(x, w, "geometric"),
        total(x, w, "arithmetic"),
        total(x, w, "generalised", p=2),
    ]
    ladder = np.array([x.min(axis=1), *means, x.max(axis=1)])
    assert (np.diff(ladder, axis=0) >= -1e-9 * x.max()).all()


@given(SCORES, WEIGHTS, st.floats(0.01, 100))
def test_scale_of_scores_and_of_weights(x, w, factor):
    for method, params in {
        "arithmetic": {},
        "geometric": {},
        "harmonic": {},
        "generalised": {"p": 0.5},
    }.items():
        expected = total(x, w, method, **params)
        np.testing.assert_allclose(total(x * factor, w, method, **params), expected * factor, rtol=1e-9)
        np.testing.assert_allclose(total(x, w * factor, method, **params), expected, rtol=1e-9)


@given(SCORES, WEIGHTS, st.randoms())
def test_order_of_units_and_indicators_does_not_matter(x, w, random):
    rows, columns = list(range(6)), list(range(4))
    random.shuffle(rows)
    random.shuffle(columns)
    for method in ("arithmetic", "geometric", "harmonic", "copeland"):
        shuffled = total(x[rows][:, columns], w[columns], method)
        np.testing.assert_allclose(shuffled, total(x, w, method)[rows], rtol=1e-12)


@given(SCORES, WEIGHTS)
def test_copeland_scores_sum_to_zero(x, w):
    assert total(x, w, "copeland").sum() == 0


def test_equal_weight_on_both_sides_is_a_tie_whatever_the_rounding():
    assert total([[1.0, 1, 0], [0, 0, 1]], [0.1, 0.2, 0.3], "copeland").tolist() == [0, 0]


@pytest.mark.parametrize(
    ("method", "params", "code"),
    [
        ("geometric", {}, "MEAN_NEEDS_POSITIVE"),
        ("harmonic", {}, "MEAN_NEEDS_POSITIVE"),
        ("generalised", {"p": -1}, "MEAN_NEEDS_POSITIVE"),
        ("generalised", {"p": 2}, "MEAN_NEEDS_NONNEGATIVE"),
    ],
)
def test_a_score_that_the_mean_cannot_use_leaves_the_unit_without_a_total(method, params, code):
    result = aggregate([[1.0, 2], [-4, 9], [3, 3]], [1, 1], method, missing="rescale", **params)
    assert np.isnan(result.values).tolist() == [False, True, False]
    assert [(w.code, w.row, w.value, w.params["count"]) for w in result.warnings] == [(code, 2, -4, 1)]


def test_generalised_mean_with_power_zero_is_refused():
    with pytest.raises(Refused):
        total([[1.0, 2]], [1, 1], "generalised", p=0)


@pytest.mark.parametrize(
    ("weights", "code"),
    [
        ([1], "WEIGHTS_COUNT"),
        ([1, -1], "WEIGHT_INVALID"),
        ([0, 0], "WEIGHT_INVALID"),
        ([1, np.nan], "WEIGHT_INVALID"),
    ],
)
def test_bad_weights_are_refused(weights, code):
    with pytest.raises(Refused) as refused:
        total([[1.0, 2]], weights, "arithmetic")
    assert refused.value.problems[0].code == code
