"""Every total is the sum of its contributions, cut to the allowed range and rounded once."""

from fractions import Fraction as Q

import pytest

from index.golden import ASEM, example_panel, fifty
from jiyue.engine.index import evaluate, evaluate_file, load_framework, read_recipe
from jiyue.engine.numbers import round_half_even
from paths import needs_shared

pytestmark = needs_shared


@pytest.mark.parametrize("variant", ["land", "mixed", "mineral"])
def test_official(variant):
    results = evaluate(fifty(), example_panel(), variant=variant).results
    ranked = [r for r in results if r.total is not None]
    assert len(ranked) >= 4
    for result in ranked:
        assert round_half_even(result.contributions() + (result.clip or 0), 4) == result.total
        weights = [r.weight for r in result.indicators.values() if r.weight is not None]
        assert sum(weights) == Q(100)


@pytest.mark.parametrize("method", ["arithmetic", "geometric", "harmonic", "generalised"])
def test_composite(method):
    aggregate = {"method": method, **({"p": 0.5} if method == "generalised" else {})}
    steps = [{"normalise": {"method": "minmax", "to": [1, 100]}}, {"aggregate": aggregate}, "rank"]
    found, _, _ = evaluate_file(
        ASEM / "raw_iData.csv", load_framework(ASEM / "iMeta.csv"), recipe=read_recipe(steps)
    )
    assert len(found.results) == 51
    for result in found.results:
        assert result.contributions() == pytest.approx(result.total, rel=1e-9)
