"""The treatments agree with COINr 1.1.14 on its own vectors."""

import json

import numpy as np
import pytest

from jiyue.engine.index.treat import check, kurtosis, skewness, treat
from paths import SHARED, needs_shared

TRANSFORMED = {
    "boxcox_05": ("boxcox", {"power": 0.5}, "boxcox"),
    "boxcox_0": ("boxcox", {"power": 0}, "boxcox"),
    "log_CT": ("log_CT", {}, "log_CT"),
    "log_CT_plus": ("log_CT_plus", {}, "log_CT"),
    "log_GII": ("log_GII", {"variant": "coinr-1.1.14"}, "log_GII"),
}
OTHERS = {"skew", "kurt", "skew_na", "kurt_na", "check", "winsorise", "winsorise_na"}


@pytest.fixture
def golden():
    return json.loads((SHARED / "golden/coinr_functions/treatment.json").read_text())


@needs_shared
def test_every_golden_treatment_has_a_case(golden):
    assert set(golden["results"]) == set(TRANSFORMED) | OTHERS


@needs_shared
@pytest.mark.parametrize("name", TRANSFORMED)
def test_transformation_agrees(golden, name):
    method, params, mark = TRANSFORMED[name]
    result = treat(golden["x"], method, **params)
    np.testing.assert_allclose(result.values, golden["results"][name], rtol=0, atol=1e-9)
    assert result.marks.tolist() == [mark] * len(golden["x"])


@needs_shared
@pytest.mark.parametrize("suffix", ["", "_na"])
def test_winsorise_agrees(golden, suffix):
    expected = golden["results"]["winsorise" + suffix]
    result = treat(np.array(golden["x_with_na" if suffix else "x"], dtype=float), "winsorise")
    np.testing.assert_allclose(result.values, np.array(expected["x"], dtype=float), rtol=0, atol=1e-9)
    assert result.winsorised == expected["nwin"]
    assert result.marks.tolist() == expected["treated"]


@needs_shared
def test_skewness_kurtosis_and_check_agree(golden):
    x, gaps = golden["x"], np.array(golden["x_with_na"], dtype=float)
    results = golden["results"]
    assert skewness(x) == pytest.approx(results["skew"], abs=1e-9)
    assert kurtosis(x) == pytest.approx(results["kurt"], abs=1e-9)
    assert skewness(gaps) == pytest.approx(results["skew_na"], abs=1e-9)
    assert kurtosis(gaps) == pytest.approx(results["kurt_na"], abs=1e-9)
    verdict = check(x, 2, 3.5)
    assert verdict.passed is results["check"]["Pass"]
    assert verdict[1:] == pytest.approx((results["check"]["Skew"], results["check"]["Kurt"]), abs=1e-9)
