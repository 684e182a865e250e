"""Units with too little data are found by missing values, by zeros, or by both."""

import numpy as np
import pytest

from jiyue.engine.index.screen import screen
from jiyue.engine.problems import Refused

NAN = np.nan
X = np.array(
    [
        [1.0, 2, 3, 4, 5, 6, 7, 8, 9, 1],
        [NAN, 2, 3, 4, 5, 6, 7, 8, 9, 1],
        [NAN, NAN, 3, 4, 5, 6, 7, 8, 9, 1],
        [0, 0, 0, 0, 0, 0, 0, 0, 0, 1],
        [NAN] * 10,
    ]
)


def test_by_missing_values():
    result = screen(X, "missing", available=0.9)
    assert result.included.tolist() == [True, True, False, True, False]
    assert result.available.tolist() == [1, 0.9, 0.8, 1, 0]
    assert result.missing.tolist() == [0, 1, 2, 0, 10]


def test_by_zeros():
    result = screen(X, "zeros", nonzero=0.2)
    assert result.included.tolist() == [True, True, True, False, False]
    np.testing.assert_array_equal(result.nonzero, [1, 1, 1, 0.1, NAN])


def test_by_both():
    assert screen(X, "both", available=0.9, nonzero=0.2).included.tolist() == [
        True,
        True,
        False,
        False,
        False,
    ]


@pytest.mark.parametrize("share", [0.1, 0.2, 0.3, 0.4, 0.6, 0.7, 0.8, 0.9])
def test_a_unit_at_the_very_line_is_included(share):
    row = np.ones((1, 10))
    row[0, : 10 - round(share * 10)] = NAN
    assert screen(row, "missing", available=share).included.tolist() == [True]


def test_the_line_must_be_named():
    with pytest.raises(Refused):
        screen(X, "missing")
