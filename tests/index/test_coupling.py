"""Coupling degree and coordination: the published series of Aksu, and the edge cases."""

import csv

import numpy as np
import pytest

from jiyue.engine.index.coupling import couple
from jiyue.engine.problems import Refused
from paths import SHARED, needs_shared

HALF = 0.005


@needs_shared
def test_published_series_within_the_rounding_of_its_inputs():
    with (SHARED / "golden/aksu/aksu_coupling_published.csv").open(encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    assert len(rows) == 26
    around = np.linspace(-HALF, HALF, 41)
    for row in rows:
        x, y = (axis.ravel() for axis in np.meshgrid(float(row["x"]) + around, float(row["y"]) + around))
        found = couple(x, y)
        for values, name in ((found.development, "T"), (found.coupling, "C"), (found.coordination, "D")):
            lowest, highest = values.min() - HALF - 1e-9, values.max() + HALF + 1e-9
            assert lowest <= float(row[name]) <= highest, (row["year"], name)


def test_equal_scores_couple_fully():
    found = couple([0.3], [0.3])
    assert found.coupling.tolist() == [1]
    assert found.coordination == pytest.approx(0.3**0.5)


def test_share_and_power_are_named_variants():
    found = couple([0.2], [0.6], share=0.75, power=3)
    assert found.development == pytest.approx([0.3])
    assert found.coupling == pytest.approx([0.75**3])


def test_missing_and_zero_scores():
    found = couple([np.nan, 0, 0], [0.5, 0, 0.5])
    np.testing.assert_array_equal(found.coupling, [np.nan, np.nan, 0])
    np.testing.assert_array_equal(found.development, [np.nan, 0, 0.25])
    assert [(w.code, w.row, w.params["count"]) for w in found.warnings] == [("COUPLING_ZERO", 2, 1)]


def test_negative_scores_are_refused():
    with pytest.raises(Refused) as refused:
        couple([0.1, -0.2], [0.1, 0.1])
    assert (refused.value.problems[0].row, refused.value.problems[0].value) == (2, -0.2)
