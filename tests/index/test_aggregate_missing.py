"""A missing score either takes the total with it or leaves its weight to the others, as the recipe names."""

import numpy as np
import pytest

from jiyue.engine.index.aggregate import AGGREGATIONS, aggregate
from jiyue.engine.problems import Refused

NAN = np.nan
X = np.array([[10.0, 20, 40], [10, NAN, 40], [NAN, NAN, NAN]])
WEIGHTS = [1, 1, 2]
MEANS = {"arithmetic": {}, "geometric": {}, "harmonic": {}, "generalised": {"p": 3}}


@pytest.mark.parametrize("method", MEANS)
def test_propagate(method):
    totals = aggregate(X, WEIGHTS, method, missing="propagate", **MEANS[method]).values
    assert np.isnan(totals).tolist() == [False, True, True]


@pytest.mark.parametrize("method", MEANS)
def test_rescale_is_the_mean_of_what_is_there(method):
    totals = aggregate(X, WEIGHTS, method, missing="rescale", **MEANS[method]).values
    alone = aggregate([[10.0, 40]], [1, 2], method, missing="propagate", **MEANS[method]).values
    assert totals[1] == pytest.approx(alone[0])
    assert np.isnan(totals[2])


def test_only_weightless_scores_left_is_no_total():
    assert np.isnan(aggregate([[NAN, 5.0]], [1, 0], "arithmetic", missing="rescale").values).all()


def test_copeland_compares_what_both_units_have():
    x = [[3.0, 1], [2, 2], [1, NAN]]
    assert aggregate(x, [1, 3], "copeland", missing="rescale").values.tolist() == [0, 2, -2]
    np.testing.assert_array_equal(aggregate(x, [1, 3], "copeland", missing="propagate").values, [-1, 1, NAN])


@pytest.mark.parametrize("method", AGGREGATIONS)
def test_what_happens_to_missing_scores_must_be_named(method):
    with pytest.raises(Refused) as refused:
        aggregate(X, WEIGHTS, method, **MEANS.get(method, {}))
    assert [p.field for p in refused.value.problems] == ["missing"]
