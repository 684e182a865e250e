"""Scores do not depend on the unit of measurement, nor on the order of the units."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from jiyue.engine.index.normalise import normalise

COLUMNS = st.lists(st.integers(-10_000, 10_000), min_size=3, max_size=20, unique=True).map(
    lambda v: np.array(v) / 16
)
FREE = ("minmax", "zscore", "dist2max", "rank", "prank", "borda")


@given(COLUMNS, st.floats(1e-3, 1e3), st.floats(-1e3, 1e3), st.sampled_from([1, -1]))
def test_another_unit_of_measurement_gives_the_same_scores(x, factor, offset, direction):
    for method in FREE:
        np.testing.assert_allclose(
            normalise(x * factor + offset, method, direction).values,
            normalise(x, method, direction).values,
            rtol=1e-6,
            atol=1e-6,
        )


@given(COLUMNS, st.randoms())
def test_order_of_the_units_does_not_matter(x, random):
    order = list(range(len(x)))
    random.shuffle(order)
    for method in FREE:
        np.testing.assert_allclose(
            normalise(x[order], method).values, normalise(x, method).values[order], rtol=1e-12, atol=1e-9
        )


def test_ties_by_rule():
    x = [3.0, 1.0, 3.0, np.nan]
    for ties, expected in {
        "min": [2, 1, 2],
        "max": [3, 1, 3],
        "average": [2.5, 1, 2.5],
        "first": [2, 1, 3],
    }.items():
        np.testing.assert_array_equal(normalise(x, "rank", ties=ties).values, [*expected, np.nan])
