"""A quantity over the size of its unit; a zero or missing size gives no value."""

import numpy as np
import pytest

from jiyue.engine.index.denominate import denominate
from jiyue.engine.problems import Refused


def test_scale_gives_the_wanted_unit():
    assert denominate([30.0, 5.0], [60_000.0, 20_000.0], scale=1000).values.tolist() == [0.5, 0.25]


def test_zero_and_missing_sizes_give_missing_and_zero_is_told():
    result = denominate([1.0, 0.0, 2.0, np.nan, 6.0], [0.0, 0.0, np.nan, 0.0, 3.0])
    np.testing.assert_array_equal(result.values, [np.nan, np.nan, np.nan, np.nan, 2])
    assert [(w.code, w.row, w.params["count"]) for w in result.warnings] == [("ZERO_DENOMINATOR", 1, 2)]


def test_scale_of_zero_is_refused():
    with pytest.raises(Refused):
        denominate([1.0], [1.0], scale=0)
