from fractions import Fraction as Q

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jiyue.engine.numbers import largest_remainder

parts = st.lists(st.fractions(min_value=0, max_value=1000), min_size=1, max_size=30).filter(
    lambda p: sum(p) > 0
)


@given(parts, st.integers(0, 10**6))
def test_closes_and_stays_within_one(values, total):
    found = largest_remainder(values, total)
    assert sum(found) == total
    whole = sum(values)
    assert all(abs(n - Q(v) * total / whole) < 1 for n, v in zip(found, values, strict=True))


def test_ties_go_to_the_first():
    assert largest_remainder([Q(1)] * 3, 10) == [4, 3, 3]


@pytest.mark.parametrize("values", [[Q(0)], [Q(-1), Q(2)]])
def test_refused(values):
    with pytest.raises(ValueError, match="non-negative"):
        largest_remainder(values, 1)
