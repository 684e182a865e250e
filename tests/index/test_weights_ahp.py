"""Pairwise comparison: golden weights and ratios, both derivations, and the hint for contradictions."""

import json
from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from jiyue.engine.index.weights import ahp
from jiyue.engine.problems import Refused
from paths import SHARED, needs_shared

METHODS = ("eigenvector", "geometric_mean")
CONTRADICTING = [[1, 2, 4, 8], [1 / 2, 1, 2, 4], [1 / 4, 1 / 2, 1, 2], [1 / 8, 1 / 4, 1 / 2, 1]]


@needs_shared
def test_golden_indicators_case():
    case = json.loads((SHARED / "golden/indicators/golden.json").read_text())["G14_ahp"]
    table = [[float(Fraction(v)) for v in row] for row in case["matrix"]]
    found = ahp(table, method="eigenvector")
    np.testing.assert_allclose(found.weights, case["w"], rtol=0, atol=5e-7)
    expected = (case["lambda"], case["CI"], case["RI3"], case["CR"])
    assert (found.lambda_max, found.ci, found.ri, found.cr) == pytest.approx(expected, abs=5e-7)


@needs_shared
@pytest.mark.parametrize("name", ["ahp_3x3_consistent", "ahp_3x3", "ahp_3x3_inconsistent"])
def test_golden_methods_cases(name):
    cases = {c["id"]: c for c in json.loads((SHARED / "golden/methods/cases.json").read_text())}
    expected = cases[name]["expected"]
    found = ahp(cases[name]["matrix"], method="eigenvector")
    np.testing.assert_allclose(found.weights, expected["eigen_weights"], rtol=0, atol=1e-9)
    figures = [expected[key] for key in ("lambda_max", "ci", "ri", "cr")]
    assert [found.lambda_max, found.ci, found.ri, found.cr] == pytest.approx(figures, abs=1e-9)
    rows = ahp(cases[name]["matrix"], method="geometric_mean").weights
    np.testing.assert_allclose(rows, expected["geometric_mean_weights"], rtol=0, atol=1e-9)
    assert bool(found.warnings) == (expected["cr"] >= 0.1)


@given(arrays(float, st.integers(1, 10), elements=st.floats(0.4, 3)))
def test_consistent_judgements_give_back_their_weights(importance):
    for method in METHODS:
        found = ahp(importance[:, None] / importance, method=method)
        np.testing.assert_allclose(found.weights, importance / importance.sum(), rtol=1e-9)
        assert found.weights.sum() == pytest.approx(1)
        assert found.cr == pytest.approx(0, abs=1e-9)
        assert found.warnings == ()


@pytest.mark.parametrize("method", METHODS)
def test_the_hint_names_the_judgement_that_was_spoilt(method):
    table = np.array(CONTRADICTING)
    table[0, 2], table[2, 0] = 1 / 7, 7
    (warning,) = ahp(table, method=method).warnings
    assert (warning.code, warning.row, warning.column) == ("JUDGEMENTS_INCONSISTENT", 1, "3")
    assert warning.params["suggestion"] == 4
    assert warning.params["repaired"] == 0
    assert "4" in warning.remedy("en")


@pytest.mark.parametrize(
    ("table", "codes"),
    [
        ([[1, 2]], ["JUDGEMENTS_SHAPE"]),
        (np.ones((11, 11)), ["JUDGEMENTS_SHAPE"]),
        ([[1, 0], [2, 1]], ["JUDGEMENT_INVALID"]),
        ([[1, np.nan], [2, np.inf]], ["JUDGEMENT_INVALID"] * 2),
        ([[1, 3], [3, 1]], ["JUDGEMENT_NOT_RECIPROCAL"]),
        ([[2, 3], [1 / 3, 1]], ["JUDGEMENT_NOT_RECIPROCAL"]),
    ],
)
def test_bad_tables_are_refused(table, codes):
    with pytest.raises(Refused) as refused:
        ahp(table, method="eigenvector")
    assert [p.code for p in refused.value.problems] == codes


def test_two_digits_are_near_enough_to_a_reciprocal():
    assert ahp([[1, 8], [0.13, 1]], method="geometric_mean").cr == 0
