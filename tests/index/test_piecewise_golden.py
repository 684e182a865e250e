"""The published cases of scoring between two lines."""

import json

import pytest

from index.golden import INDICATORS
from jiyue.engine.index.framework_read import default_scoring
from jiyue.engine.index.scoring import piecewise
from jiyue.engine.numbers import exact, round_half_even
from paths import needs_shared


@needs_shared
def test_cases():
    cases = json.loads((INDICATORS / "golden.json").read_text("utf-8"))["G15_piecewise"]["cases"]
    assert len(cases) == 7
    for code, value, standard, excellence, direction, wanted in cases:
        found = piecewise(exact(value), exact(standard), exact(excellence), direction, default_scoring())
        assert round_half_even(found, 4) == exact(wanted), code


@pytest.mark.parametrize(
    ("value", "standard", "excellence", "direction", "wanted"),
    [
        (-5, 10, 20, "up", 0),
        (-5, 0, 3, "up", 0),
        (0, 0, 3, "up", 60),
        (100, 100, 100, "up", 100),
        (99, 100, 100, "up", exact("59.4")),
        (0, 10, 3, "down", 100),
        (20, 10, 10, "down", 30),
        (1, 0, 0, "down", 0),
    ],
)
def test_edges(value, standard, excellence, direction, wanted):
    found = piecewise(exact(value), exact(standard), exact(excellence), direction, default_scoring())
    assert found == wanted
