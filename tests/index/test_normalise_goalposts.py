"""Goalposts: fixed ends, caps at either, logarithms; the Human Development Index is made of them."""

import csv
import gzip

import numpy as np
import pytest

from jiyue.engine.index.aggregate import aggregate
from jiyue.engine.index.normalise import normalise
from paths import SHARED, needs_shared


@pytest.mark.parametrize(
    ("cap", "expected"),
    [
        ("none", [-0.5, 0.5, 1.5]),
        ("both", [0, 0.5, 1]),
        ("low", [0, 0.5, 1.5]),
        ("high", [-0.5, 0.5, 1]),
    ],
)
def test_caps(cap, expected):
    result = normalise([0.0, 10.0, 20.0], "goalposts", lo=5, hi=15, to=[0, 1], cap=cap)
    assert result.values.tolist() == expected


def test_caps_belong_to_the_score_when_less_is_better():
    result = normalise([0.0, 20.0], "goalposts", -1, lo=5, hi=15, to=[0, 1], cap="high")
    assert result.values.tolist() == [1, -0.5]


def test_logarithm_scores_ratios_alike_and_cannot_take_a_negative_value():
    result = normalise([100.0, 1000.0, 10_000.0, -1.0], "goalposts", lo=100, hi=10_000, to=[0, 1], log=True)
    np.testing.assert_allclose(result.values, [0, 0.5, 1, np.nan])
    assert [w.params["count"] for w in result.warnings] == [1]


@needs_shared
def test_human_development_index():
    with gzip.open(SHARED / "golden/hdi/hdi_1990_2009.csv.gz", "rt", encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    life, expected_years, mean_years, income, hdi = (
        np.array([float(row[f"{name}_{year}"] or "nan") for row in rows for year in range(1990, 2010)])
        for name in ("le", "eys", "mys", "gnipc", "hdi")
    )

    def index(x, lo, hi, log=False):
        return normalise(x, "goalposts", lo=lo, hi=hi, to=[0, 1], cap="both", log=log).values

    education = aggregate(
        np.column_stack([index(expected_years, 0, 18), index(mean_years, 0, 15)]),
        [1, 1],
        "arithmetic",
        missing="propagate",
    ).values
    parts = np.column_stack([index(life, 20, 85), education, index(income, 100, 75_000, log=True)])
    computed = aggregate(parts, [1, 1, 1], "geometric", missing="propagate").values
    published = ~np.isnan(hdi)
    assert published.sum() > 3000
    np.testing.assert_allclose(computed[published], hdi[published], rtol=0, atol=0.0005 + 1e-9)
