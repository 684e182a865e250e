"""The order of rows changes nothing; neither does the scale of a figure that is judged relatively."""

from hypothesis import given, settings
from hypothesis import strategies as st

from index.golden import example_panel, fifty
from index.small import compiled, indicator
from jiyue.engine.index import evaluate
from jiyue.engine.index.panel import Panel, Unit
from jiyue.engine.index.result import canonical
from jiyue.engine.numbers import exact
from paths import needs_shared


@needs_shared
@settings(max_examples=5, deadline=None)
@given(st.randoms(use_true_random=False))
def test_permutation(dice):
    panel = example_panel()
    order = list(range(len(panel.units)))
    dice.shuffle(order)
    shuffled = Panel(
        tuple(panel.units[i] for i in order),
        {m: {y: [c[i] for i in order] for y, c in by.items()} for m, by in panel.values.items()},
    )
    one, other = (
        {r["unit"]: r for r in canonical(evaluate(fifty(), p, year=2025))["results"]}
        for p in (panel, shuffled)
    )
    assert one == other


@given(st.integers(1, 10**6), st.lists(st.integers(1, 10**6), min_size=2, max_size=8, unique=True))
@settings(max_examples=40, deadline=None)
def test_scale(factor, figures):
    relative = indicator(score="ratio_to_max", standard=None, excellence=None, decimals=12)
    ready = compiled(relative)

    def totals(k):
        units = tuple(Unit(str(i), kind="county") for i in range(len(figures)))
        values = {
            "tax": {2025: [exact(f) * k for f in figures]},
            "land": {2025: [exact(100000)] * len(figures)},
        }
        return [(r.rank, r.unit) for r in evaluate(ready, Panel(units, values)).results]

    assert totals(1) == totals(factor)
