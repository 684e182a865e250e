"""Entropy weights: golden figures of both variants, the edge cases, and an independent library."""

import json

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from pymcdm.weights import entropy_weights

from jiyue.engine.index.weights import entropy
from jiyue.engine.problems import Refused
from paths import SHARED, needs_shared

DATA = arrays(float, (7, 3), elements=st.integers(1, 400).map(lambda v: v / 8)).filter(
    lambda x: np.ptp(x, axis=0).all()
)


@needs_shared
def test_golden_minmax_and_raw():
    case = json.loads((SHARED / "golden/indicators/golden.json").read_text())["G12_entropy_topsis"]
    found = entropy(case["data"], variant="minmax")
    np.testing.assert_allclose(found.entropy, case["minmax_entropy_e"], rtol=0, atol=5e-7)
    np.testing.assert_allclose(found.weights, case["minmax_entropy_w"], rtol=0, atol=5e-7)
    np.testing.assert_allclose(
        entropy(case["data"], variant="raw").weights, case["raw_entropy_w"], rtol=0, atol=5e-7
    )


@needs_shared
def test_golden_two_by_two():
    cases = json.loads((SHARED / "golden/methods/cases.json").read_text())
    (case,) = [c for c in cases if c["method"] == "entropy"]
    found = entropy(case["matrix"], case["objectives"], variant="raw").weights
    np.testing.assert_allclose(found, case["expected"]["weights"], rtol=0, atol=case["atol"])


@given(DATA)
def test_raw_agrees_with_pymcdm(x):
    np.testing.assert_allclose(entropy(x, variant="raw").weights, entropy_weights(x), rtol=1e-9, atol=1e-12)


@given(DATA, st.sampled_from([0.0, 0.0001, 0.5]), arrays(int, 3, elements=st.sampled_from([1, -1])))
def test_minmax_agrees_with_the_formula(x, shift, signs):
    turned = x * signs
    z = (turned - turned.min(axis=0)) / np.ptp(x, axis=0) + shift
    p = z / z.sum(axis=0)
    e = -(p * np.log(np.where(p > 0, p, 1))).sum(axis=0) / np.log(len(x))
    found = entropy(x, signs, variant="minmax", shift=shift)
    np.testing.assert_allclose(found.entropy, e, rtol=1e-12, atol=1e-14)
    assert found.weights.sum() == pytest.approx(1, abs=1e-12)


@given(DATA, st.floats(0.001, 1000), st.randoms())
def test_unit_of_measurement_and_order_do_not_matter(x, factor, random):
    rows = list(range(len(x)))
    random.shuffle(rows)
    for variant in ("minmax", "raw"):
        expected = entropy(x, variant=variant).weights
        np.testing.assert_allclose(entropy(x[rows] * factor, variant=variant).weights, expected, rtol=1e-9)


def test_zero_counts_nothing_and_a_constant_indicator_has_no_weight():
    x = [[0.0, 0.1, 1, 0], [0, 0.1, 2, 0], [4, 0.1, 3, 0]]
    assert entropy(x, variant="raw").entropy[0] == pytest.approx(0, abs=1e-15)
    for variant, shift in (("raw", 0), ("raw", 0.5), ("minmax", 0), ("minmax", 0.5)):
        weights = entropy(x, [1, -1, -1, 1], variant=variant, shift=shift).weights
        assert weights[[1, 3]].tolist() == [0, 0]
        assert weights.sum() == pytest.approx(1)


def test_missing_values_are_refused_or_omitted_by_name():
    x = np.array([[1.0, 2], [2, 9], [4, 3]])
    gaps = np.vstack([x, [[np.nan, 5]]])
    with pytest.raises(Refused) as refused:
        entropy(gaps, variant="raw")
    assert [(p.code, p.params["position"]) for p in refused.value.problems] == [("ENTROPY_MISSING", 0)]
    for variant in ("raw", "minmax"):
        found = entropy(gaps, variant=variant, missing="omit").entropy
        assert found[0] == pytest.approx(entropy(x, variant=variant).entropy[0], rel=1e-12)
        full = np.column_stack([gaps[:, 1], [1.0, 2, 3, 5]])
        assert found[1] == pytest.approx(entropy(full, variant=variant).entropy[0], rel=1e-12)


@pytest.mark.parametrize(
    ("x", "code"),
    [
        ([[1.0, 2.0]], "TOO_FEW_UNITS"),
        ([[1.0, -2.0], [2.0, 3.0], [3.0, 0.0]], "ENTROPY_NEGATIVE"),
        ([[1.0, 2.0], [1.0, 2.0]], "ENTROPY_FLAT"),
    ],
)
def test_impossible_data_are_refused(x, code):
    with pytest.raises(Refused) as refused:
        entropy(x, variant="raw")
    assert [p.code for p in refused.value.problems] == [code]


def test_variant_must_be_known():
    with pytest.raises(Refused):
        entropy([[1.0], [2.0]], variant="log")
