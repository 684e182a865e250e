"""The means and Copeland's method agree with COINr 1.1.14 on its own vectors."""

import json

import numpy as np
import pytest

from jiyue.engine.index.aggregate import aggregate, outranking
from paths import SHARED, needs_shared

CASES = {
    "a_amean": ("arithmetic", {}),
    "a_amean_na": ("arithmetic", {}),
    "a_gmean": ("geometric", {}),
    "a_gmean_na": ("geometric", {}),
    "a_hmean": ("harmonic", {}),
    "a_genmean_2": ("generalised", {"p": 2}),
    "a_genmean_m2": ("generalised", {"p": -2}),
}


@pytest.fixture
def golden():
    return json.loads((SHARED / "golden/coinr_functions/aggregation.json").read_text())


@needs_shared
def test_every_golden_mean_has_a_case(golden):
    assert set(golden["results"]) == set(CASES)


@needs_shared
@pytest.mark.parametrize("name", CASES)
def test_mean_agrees(golden, name):
    method, params = CASES[name]
    row = np.array([golden["x_with_na" if name.endswith("_na") else "x"]], dtype=float)
    result = aggregate(row, golden["w"], method, missing="rescale", **params)
    assert result.values == pytest.approx([golden["results"][name]], abs=1e-9)
    assert result.warnings == ()


@needs_shared
def test_copeland_agrees(golden):
    case = golden["copeland"]
    x = np.array(list(case["X"].values()), dtype=float).T
    np.testing.assert_allclose(outranking(x, case["w"]), case["outrank"], rtol=0, atol=1e-9)
    assert aggregate(x, case["w"], "copeland", missing="rescale").values.tolist() == case["scores"]
