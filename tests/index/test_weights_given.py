"""Given, relative, equal and combined weights sum to 1, and bad ones are refused."""

import numpy as np
import pytest

from jiyue.engine.index.weights import combined, equal, given, relative
from jiyue.engine.problems import Refused


def test_given_weights_must_have_their_total():
    assert given([30, 50, 20], total=100).tolist() == [0.3, 0.5, 0.2]
    with pytest.raises(Refused) as refused:
        given([30, 50, 30], total=100)
    (problem,) = refused.value.problems
    assert (problem.code, problem.value, problem.params["total"]) == ("WEIGHTS_SUM", 110, 100)


def test_given_weights_may_miss_their_total_by_rounding_of_the_machine_only():
    assert given([0.1] * 10, total=1).sum() == pytest.approx(1, abs=1e-15)
    with pytest.raises(Refused):
        given([0.333, 0.333, 0.333], total=1)


def test_relative_and_equal_weights():
    assert relative([1, 3]).tolist() == [0.25, 0.75]
    assert equal(4).tolist() == [0.25] * 4


def test_combined_weights_lie_between():
    assert combined([1, 1], [1, 3], share=0.5).tolist() == [0.375, 0.625]
    assert combined([1, 1], [1, 3], share=1).tolist() == [0.5, 0.5]


@pytest.mark.parametrize("share", [-0.1, 1.5, None])
def test_share_of_the_combination_is_between_zero_and_one(share):
    with pytest.raises(Refused):
        combined([1, 1], [1, 3], share=share)


def test_all_bad_weights_are_named():
    with pytest.raises(Refused) as refused:
        relative([1, -1, np.inf, 0])
    assert [(p.row, p.params["position"]) for p in refused.value.problems] == [(2, 1), (3, 2)]


def test_combined_needs_the_same_indicators():
    with pytest.raises(Refused) as refused:
        combined([1, 1], [1, 1, 1], share=0.5)
    assert refused.value.problems[0].code == "WEIGHTS_COUNT"
