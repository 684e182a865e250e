"""The normalisations agree with COINr 1.1.14 on its own vectors."""

import json

import numpy as np
import pytest

from jiyue.engine.index.normalise import normalise
from paths import SHARED, needs_shared

CASES = {
    "n_minmax": ("minmax", 1, {}),
    "n_minmax_1_100": ("minmax", 1, {"to": [1, 100]}),
    "n_minmax_na": ("minmax", 1, {}),
    "n_zscore": ("zscore", 1, {}),
    "n_zscore_10_2": ("zscore", 1, {"mean": 10, "sd": 2}),
    "n_scaled": ("scaled", 1, {"lo": 0, "hi": 30}),
    "n_dist2max": ("dist2max", 1, {}),
    "n_dist2ref_5": ("dist2ref", 1, {"reference": 4}),
    "n_dist2targ_8": ("dist2targ", 1, {"target": 8}),
    "n_dist2targ_8_cap": ("dist2targ", 1, {"target": 8, "cap": True}),
    "n_dist2targ_8_negdir": ("dist2targ", -1, {"target": 8, "cap": True}),
    "n_fracmax": ("fracmax", 1, {}),
    "n_prank": ("prank", 1, {}),
    "n_rank": ("rank", 1, {}),
    "n_borda": ("borda", 1, {}),
    "n_goalposts_2_20_100": ("goalposts", 1, {"lo": 2, "hi": 20}),
    "n_goalposts_negdir": ("goalposts", -1, {"lo": 2, "hi": 20}),
    "n_goalposts_notrunc": ("goalposts", 1, {"lo": 2, "hi": 20, "cap": "none"}),
}


@needs_shared
def test_every_golden_normalisation_has_a_case():
    assert set(golden()["results"]) == set(CASES)


@needs_shared
@pytest.mark.parametrize("name", CASES)
def test_normalisation_agrees(name):
    method, direction, params = CASES[name]
    data = golden()
    x = np.array(data["x_with_na" if name.endswith("_na") else "x"], dtype=float)
    expected = np.array(data["results"][name], dtype=float)
    result = normalise(x, method, direction, **params)
    np.testing.assert_allclose(result.values, expected, rtol=0, atol=1e-9)
    assert result.warnings == ()


def golden():
    return json.loads((SHARED / "golden/coinr_functions/normalisation.json").read_text())
