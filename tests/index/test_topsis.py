"""TOPSIS: golden figures of each normalisation, an independent library, invariances and edge cases."""

import json

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from pymcdm.methods import TOPSIS
from pymcdm.normalizations import minmax_normalization, vector_normalization

from jiyue.engine.index.topsis import topsis
from jiyue.engine.problems import Refused
from paths import SHARED, needs_shared

PEERS = {"minmax": minmax_normalization, "vector": vector_normalization, "none": lambda x, cost: x}
WEIGHTS = np.array([0.2, 0.5, 0.3])
SIGNS = np.array([1, -1, 1])
DATA = arrays(float, (7, 3), elements=st.integers(1, 400).map(lambda v: v / 8)).filter(
    lambda x: np.ptp(x, axis=0).all()
)


def golden(name):
    return json.loads((SHARED / "golden/indicators/golden.json").read_text())[name]


@needs_shared
def test_golden_towns():
    case = golden("G12_entropy_topsis")
    for normalisation in ("minmax", "vector"):
        scores = topsis(case["data"], case["minmax_entropy_w"], normalisation=normalisation).values
        np.testing.assert_allclose(scores, case["topsis_" + normalisation], rtol=0, atol=5e-5)


@needs_shared
def test_golden_example_with_a_cost():
    case = golden("G13_topsis_pypi_example")
    for normalisation in ("minmax", "vector"):
        scores = topsis(case["data"], case["weights"], case["types"], normalisation=normalisation).values
        np.testing.assert_allclose(scores, case["output_" + normalisation], rtol=0, atol=5e-5)


@needs_shared
def test_golden_textbook():
    cases = json.loads((SHARED / "golden/methods/cases.json").read_text())
    (case,) = [c for c in cases if c["method"] == "topsis"]
    scores = topsis(
        case["matrix"], case["weights"], case["objectives"], normalisation=case["normalisation"]
    ).values
    np.testing.assert_allclose(scores, case["expected"]["similarity"], rtol=0, atol=case["atol"])
    assert (-scores).argsort().argsort().tolist() == [rank - 1 for rank in case["expected"]["rank"]]


@given(DATA)
def test_agrees_with_pymcdm(x):
    for name, signs in {"minmax": SIGNS, "vector": SIGNS, "none": np.ones(3)}.items():
        expected = TOPSIS(PEERS[name])(x, WEIGHTS, signs, validation=False)
        np.testing.assert_allclose(
            topsis(x, WEIGHTS, signs, normalisation=name).values, expected, rtol=1e-9, atol=1e-9
        )


@given(DATA, st.floats(0.01, 100), st.randoms())
def test_unit_of_measurement_and_order_do_not_matter(x, factor, random):
    rows = list(range(len(x)))
    random.shuffle(rows)
    for name in PEERS:
        expected = topsis(x, WEIGHTS, SIGNS, normalisation=name).values[rows]
        scores = topsis(x[rows] * factor, WEIGHTS * factor, SIGNS, normalisation=name).values
        np.testing.assert_allclose(scores, expected, rtol=1e-9)
        assert ((scores >= 0) & (scores <= 1)).all()


def test_best_in_everything_scores_one_and_worst_zero():
    for name in PEERS:
        scores = topsis([[9.0, 1, 9], [5, 5, 5], [1, 9, 1]], WEIGHTS, SIGNS, normalisation=name).values
        assert scores[[0, 2]].tolist() == [1, 0]


def test_incomplete_units_have_no_score_and_are_no_yardstick():
    x = np.array([[1.0, 2, 3], [4, 1, 2], [2, 2, 9]])
    gaps = np.vstack([x, [[99, np.nan, 99]]])
    for name in PEERS:
        scores = topsis(gaps, WEIGHTS, SIGNS, normalisation=name).values
        np.testing.assert_array_equal(scores[:3], topsis(x, WEIGHTS, SIGNS, normalisation=name).values)
        assert np.isnan(scores[3])
    assert np.isnan(topsis([[np.nan, 1.0]], [1, 1], normalisation="vector").values).all()


@pytest.mark.parametrize("x", [[[1.0, 2]], [[1.0, 2], [1, 2]], [[1.0, 2], [1, 7]]])
def test_all_equal_has_no_score_and_a_warning(x):
    for name in PEERS:
        result = topsis(x, [1, 0], normalisation=name)
        assert np.isnan(result.values).all()
        assert [w.code for w in result.warnings] == ["ALL_EQUAL"]


def test_column_of_zeros_counts_nothing():
    assert topsis([[0.0, 1], [0, 3], [0, 2]], [1, 1], normalisation="vector").values.tolist() == [0, 1, 0.5]


def test_normalisation_must_be_named():
    with pytest.raises(Refused) as refused:
        topsis([[1.0], [2.0]], [1])
    assert refused.value.problems[0].code == "PARAMETER_MISSING"
